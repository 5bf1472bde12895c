//! What can be wrong with a statement: the TCK's class, phase and detail, and where.

use std::fmt;

/// A statement could not be parsed, checked or run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct QueryError {
    /// `SyntaxError`, `TypeError`, `ArgumentError`, … as openCypher's TCK names them; ours: `Interrupted`,
    /// `ResourceExhausted`.
    pub class: &'static str,
    /// When it was found.
    pub phase: Phase,
    /// The TCK's detail: `UndefinedVariable`, `UnexpectedSyntax`, …
    pub detail: &'static str,
    /// What is wrong, what was expected, what may have been meant.
    pub message: String,
    /// Byte offset in the statement, where known.
    pub at: Option<usize>,
    /// Line of `at`, from 1; 0 when not known.
    pub line: usize,
    /// Column of `at` in characters, from 1; 0 when not known.
    pub column: usize,
    /// The line of the statement that `at` stands in.
    pub source_line: String,
}

/// When an error was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Before any row was looked at.
    Compile,
    /// While rows were made.
    Runtime,
}

impl Phase {
    /// Its name in the formats that others read.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Compile => "compile",
            Self::Runtime => "runtime",
        }
    }
}

impl QueryError {
    /// An error found before the run, at a byte offset of the statement.
    pub fn compile(class: &'static str, detail: &'static str, at: usize, message: impl Into<String>) -> Self {
        Self::new(class, Phase::Compile, detail, Some(at), message.into())
    }

    /// An error found while rows were made.
    pub fn runtime(class: &'static str, detail: &'static str, message: impl Into<String>) -> Self {
        Self::new(class, Phase::Runtime, detail, None, message.into())
    }

    fn new(class: &'static str, phase: Phase, detail: &'static str, at: Option<usize>, message: String) -> Self {
        Self { class, phase, detail, message, at, line: 0, column: 0, source_line: String::new() }
    }

    /// The same error with line, column and source line worked out from the statement.
    #[must_use]
    pub fn located(mut self, statement: &str) -> Self {
        if let Some(before) = self.at.and_then(|at| statement.get(..at.min(statement.len()))) {
            let start = before.rfind('\n').map_or(0, |i| i + 1);
            self.line = before.matches('\n').count() + 1;
            self.column = before[start..].chars().count() + 1;
            self.source_line = statement[start..].lines().next().unwrap_or("").to_owned();
        }
        self
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.class, self.detail, self.message)?;
        if self.line > 0 {
            write!(
                f,
                "\n  line {}, column {}:\n  {}\n  {}^",
                self.line,
                self.column,
                self.source_line,
                " ".repeat(self.column - 1)
            )?;
        }
        Ok(())
    }
}
