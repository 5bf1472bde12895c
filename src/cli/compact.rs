//! `shezhire compact DB`: what many commits leave behind, given back to the disk.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::CommandError;
use super::stats::size;
use crate::database::Options;

/// Make a database as small on disk as it can be, and fast to open.
///
/// All of it is written anew beside what is there, which counts until the new is whole and on the disk; a kill at any
/// moment leaves one or the other. The database is in use meanwhile, and its disk must have room for both.
#[derive(Args, Debug)]
pub struct CompactArguments {
    /// The database
    #[arg(value_name = "DB")]
    database: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// When the database cannot be opened or written, or its disk has no room; it stays as it was then.
pub fn run(arguments: &CompactArguments, out: &mut dyn Write) -> Result<ExitCode, CommandError> {
    let database = super::open_existing(&arguments.database, Options::default())?;
    let on_disk = || database.stats().map(|stats| stats.store.map_or(0, |store| store.disk_bytes));
    let before = on_disk()?;
    database.checkpoint()?;
    writeln!(out, "{} on disk, {} before", size(on_disk()?), size(before))?;
    Ok(ExitCode::SUCCESS)
}
