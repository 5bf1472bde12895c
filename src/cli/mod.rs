//! Arguments to commands: one file a command.

mod extract;
mod facts_json;
mod ingest;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::error::Error;

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
    Extract(extract::ExtractArguments),
    Ingest(ingest::IngestArguments),
}

/// Why a command could not go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// The database says no.
    #[error(transparent)]
    Database(#[from] Error),
    /// The output cannot be written.
    #[error("the output cannot be written ({0}); check the disk and the permissions of where it goes")]
    Output(#[from] io::Error),
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
        Command::Extract(arguments) => extract::run(arguments, &mut out, &mut err),
        Command::Ingest(arguments) => ingest::run(arguments, &mut out, &mut err),
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
