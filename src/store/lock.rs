//! One process at a time: a lock file that names its holder.
//!
//! The lock belongs to the open file, so that the system lets go of it when the process ends, however it ends. The file
//! itself stays.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::StoreError;

/// The lock file's name.
pub(super) const NAME: &str = "lock";

/// A store that nobody else has open, as long as this lives.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of the store at `path`, whose folder exists, for one that may write.
    pub fn take(path: &Path) -> Result<Self, StoreError> {
        let name = path.join(NAME);
        let failed = |e| StoreError::io(&name, e);
        let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&name);
        let mut file = open.map_err(failed)?;
        held_by_nobody_else(path, &mut file, File::try_lock)?;
        file.set_len(0).map_err(failed)?;
        file.seek(SeekFrom::Start(0)).map_err(failed)?;
        writeln!(file, "{}", std::process::id()).map_err(failed)?;
        Ok(Self { _file: file })
    }

    /// Keeps writers out of the store at `path` without writing there; other readers may share that. `None` when the
    /// store has no lock file: it was copied without one, and where none can be made nobody writes.
    pub fn share(path: &Path) -> Result<Option<Self>, StoreError> {
        let name = path.join(NAME);
        let mut file = match File::open(&name) {
            Ok(file) => file,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(StoreError::Io { path: name, source }),
        };
        held_by_nobody_else(path, &mut file, File::try_lock_shared)?;
        Ok(Some(Self { _file: file }))
    }
}

/// Locks the open lock file, or tells who holds it.
fn held_by_nobody_else(
    path: &Path,
    file: &mut File,
    lock: fn(&File) -> Result<(), TryLockError>,
) -> Result<(), StoreError> {
    match lock(file) {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            // A holder that has not written its number yet is just not known.
            let _ = file.take(20).read_to_string(&mut text);
            Err(StoreError::Locked { path: path.into(), pid: text.trim().parse().ok() })
        }
        Err(TryLockError::Error(e)) => Err(StoreError::io(&path.join(NAME), e)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_taker_learns_who_holds_it_and_the_next_gets_it() {
        let folder = tempfile::tempdir().unwrap();
        let lock = Lock::take(folder.path()).unwrap();
        match Lock::take(folder.path()) {
            Err(StoreError::Locked { pid, .. }) => assert_eq!(pid, Some(std::process::id())),
            other => panic!("{other:?}"),
        }
        drop(lock);
        Lock::take(folder.path()).unwrap();
    }

    #[test]
    fn readers_share_what_a_writer_must_have_alone() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Lock::share(folder.path()).unwrap().is_none());
        let writer = Lock::take(folder.path()).unwrap();
        assert!(matches!(Lock::share(folder.path()), Err(StoreError::Locked { pid: Some(_), .. })));
        drop(writer);
        let readers = [Lock::share(folder.path()).unwrap(), Lock::share(folder.path()).unwrap()];
        assert!(readers.iter().all(Option::is_some));
        assert!(matches!(Lock::take(folder.path()), Err(StoreError::Locked { .. })));
    }
}
