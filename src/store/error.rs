//! What can be wrong with a store, for programs to match and people to act on.

use std::io;
use std::path::{Path, PathBuf};

/// A store could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another process, or another handle of this one, has the store open.
    #[error("{} is in use by process {}; close it there, or wait, and try again", path.display(), Holder(*pid))]
    Locked {
        /// The store.
        path: PathBuf,
        /// The process that holds it, when its lock file tells.
        pid: Option<u32>,
    },
    /// The path holds something, but not a store of this program.
    #[error("{} is not a shezhire store ({reason}); nothing was changed there; name a new or an empty folder", path.display())]
    NotAStore {
        /// The path.
        path: PathBuf,
        /// What stands there.
        reason: String,
    },
    /// The store is of a format that this program does not read.
    #[error(
        "the store has format {found}, this program reads format {supported}; open it with the program that wrote it"
    )]
    Version {
        /// The store's format.
        found: u32,
        /// The format of this program.
        supported: u32,
    },
    /// Something stored is missing or is not what was written.
    #[error(
        "the store is damaged at {key}: {reason}; `shezhire check` lists all damage; restore a copy, or read the sources again"
    )]
    Corrupt {
        /// Where: the name of a record or a file.
        key: String,
        /// How it shows.
        reason: String,
    },
    /// A value or a transaction is larger than the store takes.
    #[error("{len} bytes are more than the limit of {limit}; split the transaction, or raise the limit")]
    TooLarge {
        /// Its size in bytes.
        len: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// A list or map is nested deeper than the store takes.
    #[error("a value is nested more than {limit} deep; store it flatter")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// A value of a kind that cannot be a property: a node, a relationship or a path.
    #[error("a {kind} cannot be stored as a property; store its key or its id")]
    NotStorable {
        /// The kind of value.
        kind: &'static str,
    },
    /// The store may be read but not written.
    #[error("{} may not be written (no permission, a read-only disk, or opened read-only); copy it to where it may, or change its permissions", path.display())]
    ReadOnly {
        /// The store.
        path: PathBuf,
    },
    /// An earlier write failed, so that nothing more is acknowledged through this handle. What was acknowledged is safe.
    #[error("an earlier write failed ({reason}); open the store again to go on from the last acknowledged commit")]
    Poisoned {
        /// The failure.
        reason: String,
    },
    /// There is no room left for what was to be written: the disk is full, or a quota or limit of file sizes is reached.
    #[error(
        "there is no room left to write {} ({source}); what was acknowledged before is kept: make room, then do the same again",
        path.display()
    )]
    Full {
        /// The file or folder.
        path: PathBuf,
        /// The refusal.
        source: io::Error,
    },
    /// The operating system refused.
    #[error("{} cannot be used ({source}); check the path, the disk and the permissions", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The refusal.
        source: io::Error,
    },
}

/// Prints a process that may not be known.
struct Holder(Option<u32>);

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(pid) => write!(f, "{pid}"),
            None => f.write_str("(unknown)"),
        }
    }
}

impl StoreError {
    /// A stable short name: `Locked`, `Corrupt`, `Io`, `Version`, `ReadOnly`, or `Memory` for what is too large.
    #[must_use]
    pub const fn detail(&self) -> &'static str {
        match self {
            Self::Locked { .. } => "Locked",
            Self::Corrupt { .. } => "Corrupt",
            Self::Version { .. } => "Version",
            Self::ReadOnly { .. } => "ReadOnly",
            Self::TooLarge { .. } => "Memory",
            Self::TooDeep { .. } | Self::NotStorable { .. } => "InvalidPropertyType",
            Self::NotAStore { .. } | Self::Poisoned { .. } | Self::Full { .. } | Self::Io { .. } => "Io",
        }
    }

    /// What the operating system said about `path`, told apart by what a program can do about it.
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path: path.into() },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::Full { path: path.into(), source: source.kind().into() }
            }
            _ => Self::Io { path: path.into(), source },
        }
    }

    /// Damage at `key`.
    pub(super) fn corrupt(key: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Corrupt { key: key.into(), reason: reason.into() }
    }
}
