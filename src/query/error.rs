//! What can be wrong with a statement: the TCK's class, phase and detail, and where.

use std::fmt;

use unicode_width::UnicodeWidthStr;

use crate::graph::Violation;

/// A statement could not be parsed, checked or run.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
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
    /// The line of the statement that `at` stands in, or what is around `at` in a long one.
    pub source_line: Box<str>,
    /// The nodes that would break a constraint, when that is what is wrong.
    pub violation: Option<Box<Violation>>,
    /// How many columns of a terminal stand before `at` in `source_line`.
    caret: u32,
}

/// Characters of a line that are shown before and after the place of an error.
const SHOWN: usize = 70;

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

    /// The error that a constraint would be broken.
    #[must_use]
    pub fn violation(violation: Violation) -> Self {
        let error = Self::runtime("ConstraintVerificationFailed", "ConstraintViolation", violation.to_string());
        Self { violation: Some(Box::new(violation)), ..error }
    }

    fn new(class: &'static str, phase: Phase, detail: &'static str, at: Option<usize>, message: String) -> Self {
        let source_line = Box::default();
        Self { class, phase, detail, message, at, line: 0, column: 0, source_line, violation: None, caret: 0 }
    }

    /// The same error with line, column and source line worked out from the statement.
    #[must_use]
    pub fn located(mut self, statement: &str) -> Self {
        if let Some(before) = self.at.and_then(|at| statement.get(..at.min(statement.len()))) {
            let start = before.rfind('\n').map_or(0, |i| i + 1);
            self.line = before.matches('\n').count() + 1;
            self.column = before[start..].chars().count() + 1;
            let line = statement[start..].lines().next().unwrap_or("");
            // A tab would move the caret; it is shown as a space.
            let shown = |c: char| if c.is_control() { ' ' } else { c };
            let cut = self.column.saturating_sub(SHOWN);
            let mut excerpt: String = if cut > 0 { "…".to_owned() } else { String::new() };
            excerpt.extend(line.chars().skip(cut).take(self.column - 1 - cut).map(shown));
            self.caret = u32::try_from(excerpt.width()).unwrap_or(0);
            excerpt.extend(line.chars().skip(self.column - 1).take(SHOWN).map(shown));
            if line.chars().nth(self.column - 1 + SHOWN).is_some() {
                excerpt.push('…');
            }
            self.source_line = excerpt.into();
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
                " ".repeat(self.caret as usize)
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_the_place_whatever_stands_before() {
        let statement = "RETURN\n\t'北京' + тұлға";
        let at = statement.find("тұлға").unwrap();
        let error = QueryError::compile("SyntaxError", "UndefinedVariable", at, "no such variable").located(statement);
        assert_eq!((error.line, error.column), (2, 9));
        assert!(error.to_string().ends_with("\n   '北京' + тұлға\n            ^"), "{error}");
    }

    #[test]
    fn of_a_long_line_only_what_is_near_is_shown() {
        let statement = format!("RETURN '{}' + x + '{}'", "ә".repeat(10_000), "б".repeat(10_000));
        let at = statement.find('x').unwrap();
        let error = QueryError::compile("SyntaxError", "UndefinedVariable", at, "no such variable").located(&statement);
        assert!(error.to_string().chars().count() < 500, "{error}");
        assert!(error.source_line.starts_with('…') && error.source_line.contains("' + x + '"), "{error}");
    }
}
