//! A file that is there whole or not at all.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes beside the file first: what stood there stays until all is written.
///
/// # Errors
/// When the file cannot be written, or `write` says so; the file is then as it was.
pub fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let mut file = BufWriter::new(File::create(&beside)?);
    let written = write(&mut file).and_then(|()| file.flush());
    drop(file);
    let done = written.and_then(|()| std::fs::rename(&beside, path));
    if done.is_err() {
        // The first error is the one to tell.
        let _ = std::fs::remove_file(&beside);
    }
    done
}
