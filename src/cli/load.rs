//! `shezhire load DB FILE`: what `dump` wrote to a new database.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::CommandError;
use crate::database::Database;

/// Make a new database of what `dump` wrote.
///
/// The dump is verified whole first: cut or changed, it is refused with the line, and nothing is made.
#[derive(Args, Debug)]
pub struct LoadArguments {
    /// The database: a folder that is new, or an empty database
    #[arg(value_name = "DB")]
    database: PathBuf,
    /// The dump; standard input when absent or -
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

/// Runs the command.
///
/// # Errors
/// When the dump cannot be read or is not whole, the database is not empty, or it cannot be written.
pub fn run(arguments: &LoadArguments, out: &mut dyn Write) -> Result<ExitCode, CommandError> {
    let (source, bytes): (Box<dyn BufRead>, u64) =
        match arguments.file.as_deref().filter(|path| *path != Path::new("-")) {
            None => (Box::new(io::stdin().lock()), 0),
            Some(path) => {
                let unreadable = |source| CommandError::Unreadable { path: path.to_owned(), source };
                let file = File::open(path).map_err(unreadable)?;
                let bytes = file.metadata().map_err(unreadable)?.len();
                (Box::new(BufReader::with_capacity(64 << 10, file)), bytes)
            }
        };
    let bar = ProgressBar::new(bytes);
    if arguments.quiet || !io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    let template = if bytes > 0 { "{bar:30} {bytes}/{total_bytes} {bytes_per_sec}" } else { "{bytes} {bytes_per_sec}" };
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    let stop = super::ingest::interrupt_flag();
    let loaded = Database::load(&arguments.database, source, |read| {
        bar.inc(read);
        if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    bar.finish_and_clear();
    let snapshot = loaded?.snapshot();
    if !arguments.quiet {
        writeln!(out, "nodes          {:>10}", snapshot.graph().node_count())?;
        writeln!(out, "relationships  {:>10}", snapshot.graph().relationship_count())?;
    }
    Ok(ExitCode::SUCCESS)
}
