//! A file, pipe or argument to statements and commands, run one after the other.

use std::fs::File;
use std::io::{self, BufRead, Write};
use std::path::Path;

use super::command::{Done, is_command};
use super::format::write_error;
use super::session::{Output, Session};
use crate::error::Error;
use crate::query::Splitter;

/// How a script ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Everything succeeded.
    Succeeded,
    /// Something failed; what came after it was run only when asked for.
    Failed,
    /// It said `:quit`.
    Quit,
}

/// Scripts that scripts run, at most.
pub(super) const MAX_SOURCES: usize = 16;

/// Opens a file of statements.
///
/// # Errors
/// When it is not there, may not be read or is a folder.
pub fn open_script(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() { Err(io::ErrorKind::IsADirectory.into()) } else { Ok(file) }
}

/// Answers the statements of a script in typed JSON where there is no database: each fails as opening it did, and unless
/// the script is to keep going the first is the last.
///
/// # Errors
/// When the output cannot be written.
pub fn refuse_script(
    input: &mut dyn BufRead,
    error: &Error,
    out: &mut dyn Write,
    keep_going: bool,
) -> io::Result<Ended> {
    let mut splitter = Splitter::new();
    let mut line = String::new();
    let mut ended = Ended::Succeeded;
    loop {
        line.clear();
        // What cannot be read ends the script.
        let last = input.read_line(&mut line).unwrap_or(0) == 0;
        if !(splitter.is_blank() && is_command(&line)) {
            splitter.push(&line);
        }
        let whole = std::iter::from_fn(|| splitter.next_statement()).count();
        let rest = usize::from(last && std::mem::take(&mut splitter).finish().is_some());
        for _ in 0..whole + rest {
            write_error(out, error)?;
            out.flush()?;
            ended = Ended::Failed;
            if !keep_going {
                return Ok(ended);
            }
        }
        if last {
            return Ok(ended);
        }
    }
}

impl Session {
    /// Runs statements ended by `;` (the last may lack it) and lines that begin with `:`. Stops at the first that
    /// fails, unless it is to keep going.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn run_script(
        &mut self,
        input: &mut dyn BufRead,
        output: &mut Output<'_>,
        keep_going: bool,
    ) -> io::Result<Ended> {
        self.run_sourced(input, output, keep_going, 0)
    }

    /// The same, called by `depth` scripts.
    pub(super) fn run_sourced(
        &mut self,
        input: &mut dyn BufRead,
        output: &mut Output<'_>,
        keep_going: bool,
        depth: usize,
    ) -> io::Result<Ended> {
        let mut splitter = Splitter::new();
        let mut failed = false;
        let mut bytes = Vec::new();
        let mut first = true;
        for number in 1_u64.. {
            bytes.clear();
            let line = match input.read_until(b'\n', &mut bytes) {
                Ok(0) => break,
                Ok(_) => std::str::from_utf8(&bytes).map_err(|e| {
                    format!("line {number} of the statements is not UTF-8 text ({e}); save them as UTF-8")
                }),
                Err(error) => Err(format!("the statements cannot be read from line {number} on ({error})")),
            };
            let line = match line {
                Ok(line) => line,
                Err(message) => {
                    writeln!(output.err, "{message}")?;
                    return Ok(Ended::Failed);
                }
            };
            // Editors of some systems begin files with a byte order mark.
            let line = if std::mem::take(&mut first) { line.trim_start_matches('\u{feff}') } else { line };
            if splitter.is_blank() && is_command(line) {
                match self.run_command(line.trim(), output, depth)? {
                    Done::Quit => return Ok(if failed { Ended::Failed } else { Ended::Quit }),
                    Done::Failed if !keep_going => return Ok(Ended::Failed),
                    done => failed |= done == Done::Failed,
                }
                continue;
            }
            splitter.push(line);
            while let Some(statement) = splitter.next_statement() {
                if !self.run_statement(&statement, output)? {
                    failed = true;
                    if !keep_going {
                        return Ok(Ended::Failed);
                    }
                }
            }
        }
        if let Some(statement) = splitter.finish() {
            failed |= !self.run_statement(&statement, output)?;
        }
        Ok(if failed { Ended::Failed } else { Ended::Succeeded })
    }
}
