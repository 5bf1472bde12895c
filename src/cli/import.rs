//! `shezhire import DB FILE...`: CSV with the headers of neo4j-admin into a database, all or nothing.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::CommandError;
use crate::database::{BadLine, Database, FileKind, ImportError, ImportObserver, ImportOptions};

/// Take CSV with the headers of neo4j-admin into a database.
///
/// All or nothing: an error, Ctrl-C or a kill leaves the database as it was. An empty field is no property. Types are string,
/// int, long, float, double, boolean, byte, short, char, date, localtime, time, localdatetime, datetime, duration and lists of
/// them (string[]); points are not kept.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    shezhire import graph.kg --nodes Person=people.csv --nodes Event=events.csv --relationships TOOK_PART_IN=took_part.csv\n  \
    shezhire import graph.kg people.csv events.csv took_part.csv --bad-lines bad.csv\n\n\
    people.csv     :ID(Person),name,born:int,tags:string[],:LABEL\n\
    took_part.csv  :START_ID(Person),:END_ID(Event),:TYPE,role")]
pub struct ImportArguments {
    /// The database: a folder, made when there is none
    #[arg(value_name = "DB")]
    database: PathBuf,
    /// Files of which the header tells whether they have nodes or relationships
    #[arg(value_name = "FILE", required_unless_present_any = ["nodes", "relationships"])]
    files: Vec<PathBuf>,
    /// Nodes; LABEL may be several, A:B. Of several files, parted by commas, the first begins with the header of all
    #[arg(long, value_name = "[LABEL=]FILE")]
    nodes: Vec<String>,
    /// Relationships
    #[arg(long, value_name = "[TYPE=]FILE")]
    relationships: Vec<String>,
    /// What stands between fields; TAB for a tab
    #[arg(long, value_name = "CHARACTER", default_value = ",", value_parser = one_byte)]
    delimiter: u8,
    /// What stands between the items of a list
    #[arg(long, value_name = "CHARACTER", default_value = ";")]
    array_delimiter: char,
    /// What stands around fields that have a delimiter or a line feed in them
    #[arg(long, value_name = "CHARACTER", default_value = "\"", value_parser = one_byte)]
    quote: u8,
    /// Keep ids that a header names (no:ID) as integers
    #[arg(long)]
    integer_ids: bool,
    /// Leave out lines that cannot be taken, and write them there: file, line, what is wrong, and the fields, as CSV
    #[arg(long, value_name = "FILE")]
    bad_lines: Option<PathBuf>,
    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

fn one_byte(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        [byte] if byte.is_ascii() => Ok(*byte),
        _ if text.eq_ignore_ascii_case("tab") || text == "\\t" => Ok(b'\t'),
        _ => Err("it has to be one ASCII character, or TAB".to_owned()),
    }
}

/// Files with one header, and the labels or the type that they are given with.
struct Group {
    name: Option<String>,
    paths: Vec<PathBuf>,
}

impl Group {
    /// `[NAME=]FILE[,FILE…]`; what exists as a file under the whole text is one.
    fn read(text: &str) -> Self {
        if Path::new(text).is_file() {
            return Self { name: None, paths: vec![text.into()] };
        }
        let (name, files) = text.split_once('=').map_or((None, text), |(name, files)| (Some(name.to_owned()), files));
        let whole = Path::new(files).is_file();
        let paths = if whole { vec![files.into()] } else { files.split(',').map(PathBuf::from).collect() };
        Self { name, paths }
    }
}

/// Runs the command.
///
/// # Errors
/// When a file cannot be read or, without `--bad-lines`, a line not taken; when the database cannot be written.
pub fn run(arguments: &ImportArguments, out: &mut dyn Write) -> Result<ExitCode, CommandError> {
    let options = ImportOptions {
        delimiter: arguments.delimiter,
        quote: arguments.quote,
        array_delimiter: arguments.array_delimiter,
        integer_ids: arguments.integer_ids,
    };
    let mut nodes: Vec<Group> = arguments.nodes.iter().map(|text| Group::read(text)).collect();
    let mut relationships: Vec<Group> = arguments.relationships.iter().map(|text| Group::read(text)).collect();
    // What is wrong with a path is said before a database is made.
    for path in nodes.iter().chain(&relationships).flat_map(|group| &group.paths).chain(&arguments.files) {
        File::open(path).map_err(|source| CommandError::Unreadable { path: path.clone(), source })?;
    }
    let mut progress = Progress::new(arguments, &nodes, &relationships)?;
    let database = Database::open(&arguments.database)?;
    let mut import = database.import(options)?;
    for path in &arguments.files {
        let group = Group { name: None, paths: vec![path.clone()] };
        match import.kind_of(path)? {
            FileKind::Nodes => nodes.push(group),
            FileKind::Relationships => relationships.push(group),
        }
    }
    for group in &nodes {
        let labels: Vec<Arc<str>> = group
            .name
            .iter()
            .flat_map(|name| name.split(':'))
            .filter(|label| !label.is_empty())
            .map(Arc::from)
            .collect();
        import.nodes(&labels, &group.paths, &mut progress).map_err(|e| progress.why(e))?;
    }
    for group in &relationships {
        let relationship_type = group.name.as_deref().map(Arc::from);
        import.relationships(relationship_type, &group.paths, &mut progress).map_err(|e| progress.why(e))?;
    }
    let report = import.finish()?;
    progress.bar.finish_and_clear();
    if let Some(bad) = &mut progress.bad {
        bad.writer.flush().map_err(|source| CommandError::File { path: bad.path.clone(), source })?;
    }
    if !arguments.quiet {
        writeln!(out, "nodes          {:>10}", report.nodes)?;
        writeln!(out, "relationships  {:>10}", report.relationships)?;
        writeln!(out, "properties     {:>10}", report.properties)?;
    }
    match &arguments.bad_lines {
        Some(path) if report.bad_lines > 0 => {
            if !arguments.quiet {
                writeln!(out, "bad lines      {:>10}, left out: {}", report.bad_lines, path.display())?;
            }
            Ok(ExitCode::FAILURE)
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// Shows how far an import is, stops it, and keeps its bad lines.
struct Progress {
    bar: ProgressBar,
    stop: Arc<AtomicBool>,
    bad: Option<BadLines>,
}

/// The file of bad lines.
struct BadLines {
    path: PathBuf,
    writer: csv::Writer<BufWriter<File>>,
    /// Why it could not be written.
    failed: Option<io::Error>,
}

impl Progress {
    fn new(arguments: &ImportArguments, nodes: &[Group], relationships: &[Group]) -> Result<Self, CommandError> {
        let paths = nodes.iter().chain(relationships).flat_map(|group| &group.paths).chain(&arguments.files);
        let bar = ProgressBar::new(paths.map(|path| std::fs::metadata(path).map_or(0, |data| data.len())).sum());
        if arguments.quiet || !io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let style = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes} {bytes_per_sec}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        let bad = arguments.bad_lines.as_ref().map(|path| {
            let file = File::create(path).map_err(|source| CommandError::File { path: path.clone(), source })?;
            let writer = csv::WriterBuilder::new().flexible(true).from_writer(BufWriter::new(file));
            Ok::<_, CommandError>(BadLines { path: path.clone(), writer, failed: None })
        });
        Ok(Self { bar, stop: super::ingest::interrupt_flag(), bad: bad.transpose()? })
    }

    /// Why an import ended: the line was bad, or the file for bad lines could not be written.
    fn why(&mut self, error: ImportError) -> CommandError {
        match self.bad.as_mut().and_then(|bad| Some((bad.path.clone(), bad.failed.take()?))) {
            Some((path, source)) => CommandError::File { path, source },
            None => error.into(),
        }
    }
}

impl ImportObserver for Progress {
    fn read(&mut self, bytes: u64) -> ControlFlow<()> {
        self.bar.inc(bytes);
        if self.stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn bad_line(&mut self, line: &BadLine, fields: &[&str]) -> ControlFlow<()> {
        let Some(bad) = &mut self.bad else { return ControlFlow::Break(()) };
        let (path, number) = (line.path.display().to_string(), line.line.to_string());
        let record = [path.as_str(), &number, &line.reason].into_iter().chain(fields.iter().copied());
        match bad.writer.write_record(record) {
            Ok(()) => ControlFlow::Continue(()),
            Err(e) => {
                bad.failed = Some(io::Error::other(e));
                ControlFlow::Break(())
            }
        }
    }
}
