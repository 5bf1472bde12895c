//! `shezhire judgements DB`: the log of what was judged, as lines of JSON, out of a database or into one.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::CommandError;
use crate::database::{Options, read_judgements};

/// Print what persons and rules have judged of identities, a JSON object a line; or take it from such lines.
///
/// The lines of one database can be brought into another that holds the same releases, or will hold them. Lines that are
/// on record already change nothing.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  \
    shezhire judgements old.kg > judged.jsonl\n  \
    shezhire judgements new.kg --import judged.jsonl")]
pub struct JudgementsArguments {
    /// The database
    #[arg(value_name = "DB")]
    database: PathBuf,
    /// Add the judgements of this file, - for standard input
    #[arg(long, value_name = "FILE")]
    import: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// When the database cannot be opened, the file read or the output written.
pub fn run(
    arguments: &JudgementsArguments,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<ExitCode, CommandError> {
    let Some(path) = &arguments.import else {
        let database = super::open_existing(&arguments.database, Options::default().read_only())?;
        for record in database.judgements() {
            writeln!(out, "{record}")?;
        }
        return Ok(ExitCode::SUCCESS);
    };
    let text = read(path).map_err(|source| CommandError::Unreadable { path: path.clone(), source })?;
    let records = match read_judgements(&text) {
        Ok(records) => records,
        Err(error) => {
            writeln!(err, "shezhire: {}: {error}", path.display())?;
            return Ok(ExitCode::FAILURE);
        }
    };
    let database = super::open_existing(&arguments.database, Options::default())?;
    let (all, added) = (records.len(), database.import_judgements(records)?.len());
    writeln!(out, "{added} of {all} judgements are new")?;
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    if path == Path::new("-") {
        std::io::stdin().lock().read_to_string(&mut text)?;
    } else {
        std::fs::File::open(path)?.read_to_string(&mut text)?;
    }
    Ok(text)
}
