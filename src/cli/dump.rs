//! `shezhire dump DB`: a whole database as lines of JSON.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::CommandError;
use crate::database::{DumpError, Options};
use crate::export::write_file;

/// Write a whole database as lines of JSON, to keep, to compare, to load again.
///
/// A line each for the schema, the judgements, the nodes and the relationships; the last proves that none is missing. `load`
/// makes the same database of it, with the same ids.
#[derive(Args, Debug)]
pub struct DumpArguments {
    /// The database
    #[arg(value_name = "DB")]
    database: PathBuf,
    /// Where to write; standard output when absent or -
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// When the database cannot be opened or is damaged, or the output cannot be written.
pub fn run(arguments: &DumpArguments, out: &mut dyn Write) -> Result<ExitCode, CommandError> {
    let database = super::open_existing(&arguments.database, Options::default().read_only())?;
    match arguments.output.as_deref().filter(|path| *path != Path::new("-")) {
        None => database.dump(out).map_err(|e| match e {
            DumpError::Write(source) => CommandError::Output(source),
            DumpError::Database(error) => error.into(),
        })?,
        Some(path) => {
            let mut refused = None;
            let written = write_file(path, |file| {
                database.dump(file).map_err(|e| match e {
                    DumpError::Write(source) => source,
                    DumpError::Database(error) => {
                        refused = Some(error);
                        std::io::ErrorKind::Other.into()
                    }
                })
            });
            if let Some(error) = refused {
                return Err(error.into());
            }
            written.map_err(|source| CommandError::File { path: path.to_owned(), source })?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
