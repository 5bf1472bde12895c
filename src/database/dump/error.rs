//! Why a graph could not be dumped or loaded.

use std::io;
use std::path::PathBuf;

use crate::error::Error;

/// A graph could not be written as a dump.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DumpError {
    /// What is stored cannot be read, or a value cannot be written.
    #[error(transparent)]
    Database(#[from] Error),
    /// The output refuses.
    #[error("the dump cannot be written ({0}); check the disk and the permissions of where it goes")]
    Write(io::Error),
}

/// A dump could not be loaded; nothing was made or changed then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// A line is not what has to stand there.
    #[error("line {line} of the dump: {reason}; nothing was loaded: dump anew, or take another copy")]
    Line {
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// The dump is of a version that this program does not read.
    #[error(
        "the dump has version {found}, this program reads version {supported}; load it with the program that wrote it"
    )]
    Version {
        /// The version of the dump.
        found: u32,
        /// The version of this program.
        supported: u32,
    },
    /// There is something in the database already.
    #[error("{} is not empty; load into a new or an empty database", path.display())]
    NotEmpty {
        /// The database.
        path: PathBuf,
    },
    /// The observer ended it.
    #[error("interrupted; nothing was loaded")]
    Interrupted,
    /// The database cannot be made or written, or a constraint of the dump does not hold.
    #[error(transparent)]
    Database(#[from] Error),
    /// The dump cannot be read.
    #[error("the dump cannot be read ({0}); check the disk and the permissions")]
    Read(io::Error),
}
