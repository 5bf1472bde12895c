//! One process at a time: a lock file that names its holder.
//!
//! The lock belongs to the open file, so that the system lets go of it when the process ends, however it ends. The file
//! itself stays.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
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
    /// Takes the lock of the store at `path`, whose folder exists.
    pub fn take(path: &Path) -> Result<Self, StoreError> {
        let name = path.join(NAME);
        let failed = |e| StoreError::io(&name, e);
        let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&name);
        let mut file = open.map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                // A holder that has not written its number yet is just not known.
                let _ = file.take(20).read_to_string(&mut text);
                return Err(StoreError::Locked { path: path.into(), pid: text.trim().parse().ok() });
            }
            Err(TryLockError::Error(e)) => return Err(failed(e)),
        }
        file.set_len(0).map_err(failed)?;
        file.seek(SeekFrom::Start(0)).map_err(failed)?;
        writeln!(file, "{}", std::process::id()).map_err(failed)?;
        Ok(Self { _file: file })
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
}
