//! `shezhire rebuild DB`: the releases on record read anew, and what that changed.

use std::io::{IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget};

use super::CommandError;
use super::ingest::interrupt_flag;
use crate::database::{Changed, Options, RebuildReport};

/// Read the releases of a database anew, as a better version of this program would, and say what that changed.
///
/// What persons judged holds as it did, and what was written by hand stays. Ctrl-C before the end leaves everything as it was.
#[derive(Args, Debug)]
pub struct RebuildArguments {
    /// The database
    #[arg(value_name = "DB")]
    database: PathBuf,
    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

/// Runs the command.
///
/// # Errors
/// When the database cannot be opened or written, or the output cannot be written.
pub fn run(arguments: &RebuildArguments, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitCode, CommandError> {
    let database = super::open_existing(&arguments.database, Options::default())?;
    let stop = interrupt_flag();
    let releases = database.snapshot().graph().label_count("Release");
    let bar = ProgressBar::new(u64::try_from(releases).unwrap_or(u64::MAX));
    if arguments.quiet || !std::io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    let report = database.rebuild(|read| {
        bar.set_position(u64::try_from(read).unwrap_or(u64::MAX));
        if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    bar.finish_and_clear();
    let Some(report) = report else {
        writeln!(err, "shezhire: stopped; {} is as it was", arguments.database.display())?;
        return Ok(ExitCode::FAILURE);
    };
    database.checkpoint()?;
    if !arguments.quiet {
        summarise(&report, out)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn summarise(report: &RebuildReport, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{} releases read anew", report.releases)?;
    let all = report.nodes.iter().chain(&report.relationships);
    let changed = all.filter(|(_, counts)| **counts != Changed::default()).collect::<Vec<_>>();
    if changed.is_empty() {
        writeln!(out, "nothing changed")?;
    }
    for (what, Changed { added, removed, changed }) in changed {
        writeln!(out, "{what:<14} {added:>7} new {removed:>7} gone {changed:>7} changed")?;
    }
    if report.kept > 0 {
        writeln!(out, "{} nodes that no release speaks of are kept for what was written to them by hand", report.kept)?;
    }
    Ok(())
}
