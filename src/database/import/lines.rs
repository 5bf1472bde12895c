//! Files to the fields of their lines, with the place of each.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::{ImportError, ImportObserver, ImportOptions};

/// Most bytes of a line. A quote that is not closed makes one line of all that follows.
const LONGEST: u64 = 64 << 20;
/// Bytes that are read at a time.
const BUFFER: usize = 256 << 10;
/// So many lines pass between two words to the observer.
const NEWS: u64 = 1024;

/// The byte order mark, which some programs begin a file with.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// The lines of files that have one header.
pub(super) struct Lines {
    paths: Vec<PathBuf>,
    /// The file that is read.
    at: usize,
    options: ImportOptions,
    reader: csv::Reader<Metered>,
    meter: Rc<Meter>,
    record: csv::ByteRecord,
    lines: u64,
}

/// Bytes that were read of a file.
#[derive(Debug, Default)]
struct Meter {
    /// Since the observer heard last.
    news: Cell<u64>,
    /// Since the present line began.
    line: Cell<u64>,
    /// Of the file.
    file: Cell<u64>,
    /// The last of them.
    last: Cell<u8>,
    /// Whether lines of the file end with CR and LF.
    carriage_returns: Cell<bool>,
}

/// A file, and how much of it was read.
struct Metered {
    file: File,
    meter: Rc<Meter>,
    /// Whether nothing was read yet.
    first: bool,
}

/// A line is too long.
#[derive(Debug, thiserror::Error)]
#[error("the line is too long")]
struct TooLong;

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.meter.line.get() > LONGEST {
            return Err(io::Error::other(TooLong));
        }
        let mut count = self.file.read(buffer)?;
        if std::mem::take(&mut self.first) {
            if buffer.starts_with(MARK) && count >= MARK.len() {
                buffer.copy_within(MARK.len()..count, 0);
                count -= MARK.len();
            }
            let begin = buffer.get(..count).unwrap_or_default();
            let line = begin.iter().position(|byte| *byte == b'\n').and_then(|end| begin.get(..end));
            self.meter.carriage_returns.set(line.is_some_and(|line| line.ends_with(b"\r")));
        }
        self.meter.line.set(self.meter.line.get() + count as u64);
        self.meter.news.set(self.meter.news.get() + count as u64);
        self.meter.file.set(self.meter.file.get() + count as u64);
        if let Some(last) = buffer.get(..count).and_then(<[u8]>::last) {
            self.meter.last.set(*last);
        }
        Ok(count)
    }
}

impl Lines {
    /// Opens files; there is at least one.
    pub fn open(paths: &[PathBuf], options: &ImportOptions) -> Result<Self, ImportError> {
        let meter = Rc::new(Meter::default());
        let reader = reader(paths.first().map_or(Path::new(""), PathBuf::as_path), options, &meter)?;
        let (paths, options) = (paths.to_vec(), options.clone());
        Ok(Self { paths, at: 0, options, reader, meter, record: csv::ByteRecord::new(), lines: 0 })
    }

    /// The header was read: what comes are lines of data.
    pub fn begin_data(&mut self) {
        self.lines = 0;
    }

    /// Goes to the next line; whether there is one. A line without anything is none.
    pub fn next(&mut self, observer: &mut dyn ImportObserver) -> Result<bool, ImportError> {
        self.lines += 1;
        if self.lines.is_multiple_of(NEWS) && observer.read(self.meter.news.take()) == ControlFlow::Break(()) {
            return Err(ImportError::Stopped);
        }
        loop {
            self.meter.line.set(0);
            let begun = self.reader.position().line();
            match self.reader.read_byte_record(&mut self.record) {
                Ok(true) => return Ok(true),
                Ok(false) if self.at + 1 < self.paths.len() => {
                    self.at += 1;
                    self.reader = reader(self.path(), &self.options, &self.meter)?;
                }
                Ok(false) => {
                    let _ = observer.read(self.meter.news.take());
                    return Ok(false);
                }
                Err(e) => return Err(self.failed(e, begun)),
            }
        }
    }

    fn failed(&self, error: csv::Error, line: u64) -> ImportError {
        let path = self.path().to_owned();
        match error.into_kind() {
            csv::ErrorKind::Io(e) if e.get_ref().is_some_and(|inner| inner.is::<TooLong>()) => {
                ImportError::LongLine { path, line, limit: LONGEST }
            }
            csv::ErrorKind::Io(source) => ImportError::Unreadable { path, source },
            other => ImportError::Unreadable { path, source: io::Error::other(format!("{other:?}")) },
        }
    }

    /// The file that is read.
    pub fn path(&self) -> &Path {
        self.paths.get(self.at).map_or(Path::new(""), PathBuf::as_path)
    }

    /// Number of the line that the present one begins at, from 1. What the reader calls its position is before the empty
    /// lines that it passed over, so it is counted back from where the line ends.
    pub fn line(&self) -> u64 {
        let feeds = self.record.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64;
        let end = self.reader.position();
        // Of CR and LF the reader leaves the second to the next line, and after the last line there may be neither.
        let open = end.byte() == self.meter.file.get() && self.meter.last.get() != b'\n';
        end.line().saturating_sub(feeds + u64::from(!open && !self.meter.carriage_returns.get()))
    }

    /// The fields of the present line.
    pub fn fields(&self) -> impl Iterator<Item = &[u8]> {
        self.record.iter()
    }

    /// How many they are.
    pub fn width(&self) -> usize {
        self.record.len()
    }
}

fn reader(path: &Path, options: &ImportOptions, meter: &Rc<Meter>) -> Result<csv::Reader<Metered>, ImportError> {
    let failed = |source| ImportError::Unreadable { path: path.to_owned(), source };
    let file = File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.is_dir() {
        return Err(failed(io::ErrorKind::IsADirectory.into()));
    }
    let mut builder = csv::ReaderBuilder::new();
    meter.file.set(0);
    builder.has_headers(false).flexible(true).buffer_capacity(BUFFER);
    builder.delimiter(options.delimiter).quote(options.quote);
    Ok(builder.from_reader(Metered { file, meter: Rc::clone(meter), first: true }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_as_an_editor_does() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        for end in ["\n", "\r\n"] {
            for last in ["", end] {
                let text = ["a,1", "", "\"b\nb\",2", "c,3", "", "", "d,\"4\n\n\""].join(end) + last;
                std::fs::write(&path, text).unwrap();
                let mut lines = Lines::open(std::slice::from_ref(&path), &ImportOptions::default()).unwrap();
                let mut numbers = Vec::new();
                while lines.next(&mut ()).unwrap() {
                    numbers.push(lines.line());
                }
                assert_eq!(numbers, [1, 3, 5, 8], "{end:?} {last:?}");
            }
        }
    }
}
