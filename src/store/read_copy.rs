//! A store that may not be written to a copy that may: what reading needs where only reading is allowed, or the disk full.
//!
//! The tree below writes whenever it opens a folder, be it only to read it.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use walkdir::WalkDir;

use super::lock::{self, Lock};
use super::{StoreError, head};

/// A copy of a store in the folder for temporary files. It is removed, and writers are let into the store again, when it
/// is dropped.
#[derive(Debug)]
pub(super) struct ReadCopy {
    folder: TempDir,
    _lock: Option<Lock>,
}

impl ReadCopy {
    /// Copies the store at `path`, which nobody may be writing.
    pub fn of(path: &Path) -> Result<Self, StoreError> {
        let lock = Lock::share(path)?;
        let place = std::env::temp_dir();
        let folder = tempfile::Builder::new().prefix("shezhire-").tempdir_in(&place);
        let folder = folder.map_err(|e| StoreError::io(&place, e))?;
        for entry in WalkDir::new(path).min_depth(1) {
            let entry = entry.map_err(|e| StoreError::Io { path: path.into(), source: e.into() })?;
            let Ok(name) = entry.path().strip_prefix(path) else { continue };
            let to = folder.path().join(name);
            if entry.file_type().is_dir() {
                fs::create_dir(&to).map_err(|e| StoreError::io(&to, e))?;
            } else if name != Path::new(lock::NAME) && name != Path::new(head::NEW) {
                copy_content(entry.path(), &to)?;
            }
        }
        Ok(Self { folder, _lock: lock })
    }

    /// Where the copy is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Copies a file without its permissions, which may forbid to write the copy too.
fn copy_content(from: &Path, to: &Path) -> Result<(), StoreError> {
    let mut source = fs::File::open(from).map_err(|source| StoreError::Io { path: from.into(), source })?;
    let mut target = fs::File::create(to).map_err(|e| StoreError::io(to, e))?;
    std::io::copy(&mut source, &mut target).map(drop).map_err(|e| StoreError::io(to, e))
}
