//! `shezhire ingest DB PATH...`: sources into a store, with progress on a terminal and a summary.

use std::io::{IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::CommandError;
use crate::database::{Database, Ingest, IngestReport, Options};
use crate::model::Edtf;
use crate::store::Durability;
use crate::text::{Input, inputs, read_input};

/// Read releases into a database.
///
/// Releases are kept for good a few at a time: Ctrl-C stops after the present few, none is kept in part, and the same command
/// goes on where it stopped. A text that is there already is not read twice.
#[derive(Args, Debug)]
pub struct IngestArguments {
    /// The database: a folder, made when there is none
    #[arg(value_name = "DB")]
    database: PathBuf,
    /// Files, folders (with all .txt below them) or - for standard input; FILE.meta.json beside a file gives its
    /// date, url, publisher and title
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Date of releases that do not give their own: 2017-01-03, 2017-01, 2017
    #[arg(long, value_name = "DATE")]
    date: Option<Edtf>,
    /// Threads that extract; as many as there are cores when not said
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// What a commit survives: full (a power cut), process (a kill), batched=MS (a power cut, but for the last so many
    /// milliseconds; faster)
    #[arg(long, value_name = "HOW", default_value = "full")]
    durability: Durability,
    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

/// Runs the command.
///
/// # Errors
/// When the database cannot be opened or written.
pub fn run(arguments: &IngestArguments, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitCode, CommandError> {
    let database = Database::open_with(&arguments.database, Options::default().durability(arguments.durability))?;
    let mut ingest = Ingest::new(&database);
    if let Some(threads) = arguments.threads {
        ingest = ingest.threads(usize::from(threads));
    }
    let stop = interrupt_flag();
    let sources: Vec<_> = arguments.paths.iter().flat_map(|p| inputs(p)).collect();
    let bar = progress_bar(&sources, arguments.quiet);
    let mut failed = false;
    let mut report = IngestReport::default();
    for source in sources {
        let source = match source.and_then(|input| read_input(&input, arguments.date.as_ref())) {
            Ok(source) => source,
            Err(error) => {
                failed = true;
                bar.suspend(|| writeln!(err, "shezhire: {error}"))?;
                continue;
            }
        };
        for warning in &source.warnings {
            bar.suspend(|| writeln!(err, "shezhire: {warning}"))?;
        }
        bar.set_message(source.name.to_string());
        report = ingest.add(source.releases, |report| {
            bar.set_position(u64::try_from(report.bytes).unwrap_or(u64::MAX));
            if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        if report.interrupted {
            break;
        }
    }
    bar.finish_and_clear();
    if report.releases_new > 0 {
        // The log takes three times the room of what it is folded into, and longer to open.
        database.checkpoint()?;
    }
    if !arguments.quiet {
        summarise(&report, &arguments.database, out)?;
    }
    Ok(if failed || report.interrupted { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Set by Ctrl-C or a request to end; a second one ends the process at once, which harms nothing either.
pub(super) fn interrupt_flag() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&stop);
    let handler = move || {
        if set.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    };
    // Without a handler Ctrl-C ends the process: the store is made to bear that.
    ctrlc::set_handler(handler).ok();
    stop
}

fn progress_bar<E>(sources: &[Result<Input, E>], quiet: bool) -> ProgressBar {
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |m| m.len());
    let total = sources.iter().flatten().map(|i| if let Input::File(path) = i { size(path) } else { 0 }).sum();
    let bar = ProgressBar::new(total);
    if quiet || !std::io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    let style = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {wide_msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// Prints what an ingest has done.
pub(super) fn summarise(report: &IngestReport, database: &Path, out: &mut dyn Write) -> std::io::Result<()> {
    let seconds = report.elapsed.as_secs_f64();
    let megabytes = report.bytes as f64 / 1e6;
    if report.interrupted {
        writeln!(out, "stopped: all releases counted here are in {}; the same command goes on", database.display())?;
    }
    writeln!(out, "releases       {:>8} new, {} known", report.releases_new, report.releases_known)?;
    let rows = [
        ("persons", report.persons),
        ("organisations", report.organisations),
        ("places", report.places),
        ("events", report.events),
        ("dates", report.dates),
    ];
    for (what, count) in rows {
        writeln!(out, "{what:<14} {count:>8}")?;
    }
    let speed = if seconds > 0.0 { megabytes / seconds } else { 0.0 };
    writeln!(out, "{megabytes:.1} MB in {seconds:.2} s, {speed:.1} MB/s")
}
