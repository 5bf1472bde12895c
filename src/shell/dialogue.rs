//! A terminal to a dialogue: lines read with history and completion, answers printed between them.

use std::io;
use std::path::{Path, PathBuf};

use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{CompletionType, Config, Editor};

use super::command::{Done, is_command};
use super::complete::Assistant;
use super::session::{Output, Session};
use crate::query::Splitter;

/// Statements that the history keeps.
const REMEMBERED: usize = 10_000;

impl Session {
    /// Talks with a person until they leave. What they type is kept in `history`, when there is such a file.
    ///
    /// # Errors
    /// When the terminal cannot be read or written.
    pub fn converse(&mut self, name: &str, history: Option<&Path>, output: &mut Output<'_>) -> io::Result<()> {
        let config = Config::builder()
            .max_history_size(REMEMBERED)
            .and_then(|builder| builder.history_ignore_dups(true))
            .map_err(as_io)?
            .history_ignore_space(true)
            .completion_type(CompletionType::List)
            .build();
        let mut editor = Editor::<Assistant, FileHistory>::with_config(config).map_err(as_io)?;
        editor.set_helper(Some(Assistant::new(self.database.clone())));
        if let Some(path) = history.filter(|path| path.exists())
            && let Err(error) = editor.load_history(path)
        {
            writeln!(output.err, "earlier statements cannot be read from {}: {error}", path.display())?;
        }
        let prompt = format!("{name}> ");
        loop {
            if let Some(assistant) = editor.helper_mut() {
                assistant.parameters = self.parameters.keys().cloned().collect();
            }
            output.out.flush()?;
            match editor.readline(&prompt) {
                Ok(typed) => {
                    remember(&mut editor, &typed, history, output)?;
                    if self.answer(&typed, output)? == Done::Quit {
                        return Ok(());
                    }
                }
                Err(ReadlineError::Interrupted) => writeln!(output.err, "Ctrl-D or :quit leaves")?,
                Err(ReadlineError::Eof) => return Ok(()),
                Err(error) => return Err(as_io(error)),
            }
        }
    }

    fn answer(&mut self, typed: &str, output: &mut Output<'_>) -> io::Result<Done> {
        if is_command(typed) {
            return self.run_command(typed.trim(), output, 0);
        }
        let mut splitter = Splitter::new();
        splitter.push(typed);
        while let Some(statement) = splitter.next_statement() {
            if !self.run_statement(&statement, output)? {
                return Ok(Done::Failed);
            }
        }
        Ok(Done::Succeeded)
    }
}

fn remember(
    editor: &mut Editor<Assistant, FileHistory>,
    typed: &str,
    history: Option<&Path>,
    output: &mut Output<'_>,
) -> io::Result<()> {
    let added = typed.trim().is_empty() || editor.add_history_entry(typed.trim()).is_ok();
    let kept = history.is_none_or(|path| {
        let folder = path.parent().is_none_or(|folder| std::fs::create_dir_all(folder).is_ok());
        // Appending leaves what another shell has added since.
        folder && editor.append_history(path).is_ok()
    });
    if added && kept { Ok(()) } else { writeln!(output.err, "(this statement is not kept in the history)") }
}

fn as_io(error: ReadlineError) -> io::Error {
    match error {
        ReadlineError::Io(error) => error,
        other => io::Error::other(other),
    }
}

/// Where the history stands unless told otherwise: the user's folder for state, by the XDG base directory rules.
#[must_use]
pub fn usual_history() -> Option<PathBuf> {
    let absolute = |variable| std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = absolute("XDG_STATE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".local/state")));
    state.map(|folder| folder.join("shezhire/history"))
}
