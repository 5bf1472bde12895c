//! `shezhire forget DB RELEASE...`: releases out of a database, with all that rests on them alone.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::CommandError;
use crate::database::{Database, Options, Parameters};
use crate::error::Error;
use crate::model::Value;

/// Withdraw releases, and all that rests on them alone.
///
/// The database is then what it would be had they never been read. Judgements of persons stay.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  shezhire forget press.kg releases/2021-05-04.txt")]
pub struct ForgetArguments {
    /// The database
    #[arg(value_name = "DB")]
    database: PathBuf,
    /// Keys of releases, or files that they stand in (all of them); FILE#N for the one of that index
    #[arg(value_name = "RELEASE", required = true)]
    releases: Vec<String>,
}

/// Runs the command. What is not on record is a line on `err` each; the rest is forgotten all the same.
///
/// # Errors
/// When the database cannot be opened or written, or the output cannot be written.
pub fn run(arguments: &ForgetArguments, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitCode, CommandError> {
    let database = super::open_existing(&arguments.database, Options::default())?;
    let mut status = ExitCode::SUCCESS;
    for release in &arguments.releases {
        let keys = keys_of(&database, release)?;
        if keys.is_empty() {
            writeln!(
                err,
                "shezhire: {release} is not on record; give a release's key, or the file that it stands in as `MATCH (r:Release) RETURN r.source` has it"
            )?;
            status = ExitCode::FAILURE;
        }
        for key in keys {
            database.forget(&key)?;
            writeln!(out, "forgotten: {release}, {key}")?;
        }
    }
    Ok(status)
}

/// The keys of the releases that somebody means. A text that stands at several places is meant by any of them.
fn keys_of(database: &Database, release: &str) -> Result<Vec<String>, Error> {
    let statement = "MATCH (r:Release) WHERE r.key = $release OR $release IN r.places \
                     OR any(place IN r.places WHERE split(place, '#')[0] = $release) RETURN r.key AS key ORDER BY key";
    let parameters: Parameters = [("release".to_owned(), Value::from(release))].into();
    database.snapshot().query(statement, &parameters)?.iter().map(|row| row.get("key")).collect()
}
