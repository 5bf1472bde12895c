//! Arguments to commands: one file a command.

mod check;
mod compact;
mod demo;
mod dump;
mod evaluate;
mod explain_json;
mod explain_text;
mod export;
mod extract;
mod facts_json;
mod forget;
mod import;
mod ingest;
mod judgements;
mod labelled;
mod lemma;
mod load;
mod rebuild;
mod review;
mod shell;
mod stats;
mod train;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::database::{Database, ImportError, LoadError, Options};
use crate::error::Error;
use crate::extract::tagger::{LessonError, ModelError};
use crate::text::{ReadError, SidecarError};

/// Press releases in, a graph out, questions answered.
///
/// Reads Kazakh press releases, finds who met whom, where and when, keeps that as a graph in one folder, and answers
/// questions about it in openCypher.
#[derive(Parser, Debug)]
#[command(
    name = "shezhire",
    version,
    arg_required_else_help = true,
    after_help = "Exit status: 0 all is done, 1 something could not be read or done (the rest is), 2 the arguments are wrong.\n\
                  `shezhire COMMAND --help` says more of a command."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Demo(demo::DemoArguments),
    Extract(extract::ExtractArguments),
    Ingest(ingest::IngestArguments),
    Import(import::ImportArguments),
    Lemma(lemma::LemmaArguments),
    Export(export::ExportArguments),
    Forget(forget::ForgetArguments),
    Rebuild(rebuild::RebuildArguments),
    Review(review::ReviewArguments),
    Judgements(judgements::JudgementsArguments),
    Stats(stats::StatsArguments),
    Check(check::CheckArguments),
    Compact(compact::CompactArguments),
    Dump(dump::DumpArguments),
    Load(load::LoadArguments),
    Shell(shell::ShellArguments),
    Train(train::TrainArguments),
    Evaluate(evaluate::EvaluateArguments),
}

/// Why a command could not go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// The database says no.
    #[error(transparent)]
    Database(#[from] Error),
    /// Files of CSV cannot be taken.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// A dump cannot be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A source cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A sidecar cannot be used.
    #[error(transparent)]
    Sidecar(#[from] SidecarError),
    /// Annotated text cannot be read.
    #[error(transparent)]
    Lesson(#[from] LessonError),
    /// No annotated text where some was to be.
    #[error(
        "there is no annotated text in {paths}; a folder needs ID.txt and ID.json for each release, a file a token and its label a line"
    )]
    NoAnnotations {
        /// Where it was looked for.
        paths: String,
    },
    /// A file is no tagger model.
    #[error("{}: {source}", path.display())]
    Tagger {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: ModelError,
    },
    /// A file of tokens or a tagger model cannot be read.
    #[error("{} cannot be read ({source}); check the path and the permissions", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The output cannot be written.
    #[error("the output cannot be written ({0}); check the disk and the permissions of where it goes")]
    Output(#[from] io::Error),
    /// A file cannot be written.
    #[error("{} cannot be written ({source}); check the folder, the disk and the permissions", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// There is nothing at the path of a database that is to be read.
    #[error("there is no database at {}; `shezhire ingest` makes one", path.display())]
    NoDatabase {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A statement whose result was to be exported returns values only.
    #[error(
        "the statement returns no node, relationship or path ({columns}); return the things themselves, as in RETURN p, r"
    )]
    NothingToExport {
        /// What it returns.
        columns: String,
    },
}

/// Opens a database to read; unlike [`Database::open_with`] it makes none.
fn open_existing(path: &Path, options: Options) -> Result<Database, CommandError> {
    if !path.exists() {
        return Err(CommandError::NoDatabase { path: path.to_owned() });
    }
    Ok(Database::open_with(path, options)?)
}

/// Runs the program with its arguments, the first of which is its name.
///
/// Results go to standard output, errors a line each to standard error. The exit status is 0, 1 for what could not be
/// done, 2 for wrong arguments. A reader of the output that goes away ends the program without a complaint.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Nothing can be said when both outputs are closed.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let (mut out, mut err) = (io::BufWriter::new(io::stdout().lock()), io::stderr());
    let done = match &arguments.command {
        Command::Demo(arguments) => demo::run(arguments, &mut out),
        Command::Extract(arguments) => extract::run(arguments, &mut out, &mut err),
        Command::Ingest(arguments) => ingest::run(arguments, &mut out, &mut err),
        Command::Import(arguments) => import::run(arguments, &mut out),
        Command::Lemma(arguments) => lemma::run(arguments, &mut out, &mut err),
        Command::Export(arguments) => export::run(arguments, &mut out, &mut err),
        Command::Forget(arguments) => forget::run(arguments, &mut out, &mut err),
        Command::Rebuild(arguments) => rebuild::run(arguments, &mut out, &mut err),
        Command::Review(arguments) => review::run(arguments, &mut out, &mut err),
        Command::Judgements(arguments) => judgements::run(arguments, &mut out, &mut err),
        Command::Stats(arguments) => stats::run(arguments, &mut out),
        Command::Check(arguments) => check::run(arguments, &mut out),
        Command::Compact(arguments) => compact::run(arguments, &mut out),
        Command::Dump(arguments) => dump::run(arguments, &mut out),
        Command::Load(arguments) => load::run(arguments, &mut out),
        Command::Shell(arguments) => shell::run(arguments, &mut out, &mut err),
        Command::Train(arguments) => train::run(arguments, &mut out),
        Command::Evaluate(arguments) => evaluate::run(arguments, &mut out),
    };
    let done = done.and_then(|status| out.flush().map(|()| status).map_err(CommandError::from));
    match done {
        Ok(status) => status,
        Err(CommandError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(err, "shezhire: {error}");
            ExitCode::FAILURE
        }
    }
}
