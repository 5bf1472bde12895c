//! What can be wrong with files of CSV.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::error::Error;

/// Why an import ended.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// A file cannot be read.
    #[error("{} cannot be read ({source}); check the path and the permissions", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A header is none, or not of the kind that it has to be.
    #[error("{}, line 1: {reason}", path.display())]
    Header {
        /// The file.
        path: PathBuf,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// A line cannot be taken.
    #[error("{0}; mend it, or leave such lines out with --bad-lines FILE")]
    Line(BadLine),
    /// A line does not end within the bytes that a line may have. No later line of the file can be told.
    #[error(
        "{}: the line that begins at line {line} is longer than {limit} bytes; is a quote not closed there? mend it, or give --quote",
        path.display()
    )]
    LongLine {
        /// The file.
        path: PathBuf,
        /// Number of the line, from 1.
        line: u64,
        /// Most bytes of a line.
        limit: u64,
    },
    /// The observer has ended it.
    #[error("the import was stopped; nothing of it is kept")]
    Stopped,
    /// The database says no.
    #[error(transparent)]
    Database(#[from] Error),
}

/// A line that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// The file.
    pub path: PathBuf,
    /// Number of the line that it begins at, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}: {}", self.path.display(), self.line, self.reason)
    }
}
