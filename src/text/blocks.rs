//! A source of any length to blocks of whole releases, each of which is a source by itself: memory stays flat.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::paths::{Input, display, io_error};
use super::sidecar::Sidecar;
use super::source::{Place, ReadError, ReadOptions, Source, Warning, read_block};
use crate::model::Edtf;

/// The least length of a block but the last, in bytes. What is shorter is read as a whole.
const BLOCK: usize = 8 << 20;

/// The blocks of one source, in order. Spans, and the indexes of releases, count from the start of the source.
///
/// Long text in UTF-8 is cut where a line begins with `///`; it is read as a whole when it has no such line, and so is
/// long text in other encodings, which only the whole tells apart. A later block that is not UTF-8 is read as such all the
/// same, with U+FFFD for what makes no sense.
pub struct Blocks {
    reader: Box<dyn Read>,
    name: String,
    options: ReadOptions,
    passed_over: Option<Warning>,
    /// Bytes that were read and not given.
    pending: Vec<u8>,
    place: Place,
    least: usize,
    done: bool,
}

impl Blocks {
    /// Opens a source with its sidecar, if there is one; `date` is for releases that have none.
    ///
    /// # Errors
    ///
    /// [`ReadError`] when it is missing or cannot be opened.
    pub fn open(input: &Input, date: Option<&Edtf>) -> Result<Self, ReadError> {
        let mut options = ReadOptions { date: date.cloned(), sidecar: None };
        match input {
            Input::StandardInput => Ok(Self::new("-".to_owned(), Box::new(std::io::stdin()), options, None)),
            Input::File(path) => {
                let file = File::open(path).map_err(|error| io_error(path, error))?;
                let passed_over = match Sidecar::beside(path) {
                    Ok(sidecar) => {
                        options.sidecar = sidecar;
                        None
                    }
                    Err(error) => Some(Warning::Sidecar { reason: error.to_string() }),
                };
                Ok(Self::new(display(path), Box::new(file), options, passed_over))
            }
        }
    }

    fn new(name: String, reader: Box<dyn Read>, options: ReadOptions, passed_over: Option<Warning>) -> Self {
        let (pending, place) = (Vec::new(), Place::default());
        Self { reader, name, options, passed_over, pending, place, least: BLOCK, done: false }
    }

    /// The bytes of the next block; empty at the end.
    fn bytes(&mut self) -> std::io::Result<Vec<u8>> {
        let mut least = self.least;
        loop {
            let wanted = least.saturating_sub(self.pending.len()) as u64;
            let read = self.reader.by_ref().take(wanted).read_to_end(&mut self.pending)?;
            if (read as u64) < wanted {
                self.done = true;
                return Ok(std::mem::take(&mut self.pending));
            }
            let first = self.place == Place::default();
            if first && !is_streamed(&self.pending) {
                self.reader.read_to_end(&mut self.pending)?;
                self.done = true;
                return Ok(std::mem::take(&mut self.pending));
            }
            if let Some(end) = last_separator(&self.pending) {
                let rest = self.pending.split_off(end);
                return Ok(std::mem::replace(&mut self.pending, rest));
            }
            least = self.pending.len().saturating_mul(2);
        }
    }
}

impl Iterator for Blocks {
    type Item = Result<Source, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let bytes = match self.bytes() {
                Ok(bytes) => bytes,
                Err(error) => {
                    self.done = true;
                    let source_name = if self.name == "-" { "standard input" } else { &self.name };
                    return Some(Err(io_error(Path::new(source_name), error)));
                }
            };
            self.place.whole = self.done && self.place == Place::default();
            match read_block(&self.name, bytes, &self.options, &mut self.place) {
                // A block of separators in a source that has releases.
                Err(ReadError::Empty { .. }) if self.place.releases > 0 || !self.done => {}
                Err(error) => {
                    self.done = true;
                    return Some(Err(error));
                }
                Ok(mut source) => {
                    source.warnings.extend(self.passed_over.take());
                    return Some(Ok(source));
                }
            }
        }
        None
    }
}

/// Whether text that begins so can be cut into blocks: it is UTF-8, but for a character that is not whole yet.
fn is_streamed(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => !bytes.contains(&0),
        Err(error) => error.error_len().is_none() && !bytes.contains(&0),
    }
}

/// Where the last line that begins with `///` begins, but for the first line.
fn last_separator(bytes: &[u8]) -> Option<usize> {
    let mut lines = (1..bytes.len()).rev().filter(|at| bytes.get(at - 1) == Some(&b'\n'));
    lines.find(|at| {
        let mut line = bytes.get(*at..).unwrap_or_default().iter().skip_while(|b| matches!(b, b' ' | b'\t'));
        line.by_ref().take(3).eq(b"///")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::read_source;

    /// A text of releases, some of them alike, with separators of several kinds.
    fn text() -> String {
        let mut text = "\u{feff}".to_owned();
        for n in 0..200 {
            let mark = ["///", "  ////", "///Бірден"][n % 3];
            text.push_str(&format!("{mark}\n2024 жылғы {} наурыз\nЖиын өтті, {} адам келді.\n\n", n % 28 + 1, n % 90));
        }
        text
    }

    fn in_blocks(bytes: &[u8], least: usize) -> Vec<Source> {
        let reader = Box::new(std::io::Cursor::new(bytes.to_vec()));
        let blocks = Blocks { least, ..Blocks::new("a.txt".to_owned(), reader, ReadOptions::default(), None) };
        blocks.map(Result::unwrap).collect()
    }

    #[test]
    fn blocks_hold_the_releases_of_the_whole() {
        let text = text();
        let whole = read_source("a.txt", text.clone().into_bytes(), &ReadOptions::default()).unwrap();
        for least in [64, 700, 5000, 1 << 20] {
            let blocks = in_blocks(text.as_bytes(), least);
            assert_eq!(blocks.len() > 1, least < 1 << 20);
            let joined: String = blocks.iter().map(|b| b.text.as_ref()).collect();
            assert_eq!(joined, whole.text.as_ref());
            let shown = |r: &crate::text::Release| (r.index, r.span, r.raw.clone(), r.date.clone(), r.encoding);
            let releases: Vec<_> = blocks.iter().flat_map(|b| &b.releases).map(shown).collect();
            assert_eq!(releases, whole.releases.iter().map(shown).collect::<Vec<_>>(), "{least}");
            assert!(releases.iter().all(|(_, span, raw, ..)| span.cut(&whole.text) == raw.as_ref()));
        }
    }

    #[test]
    fn text_without_separators_and_in_other_encodings_is_read_whole() {
        let one = "Ауыл шаруашылығы дамып келеді. ".repeat(100);
        assert_eq!(in_blocks(one.as_bytes(), 64).len(), 1);
        let utf16: Vec<u8> =
            "\u{feff}".encode_utf16().chain(text().encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let blocks = in_blocks(&utf16, 512);
        assert_eq!((blocks.len(), blocks[0].encoding), (1, "utf-16le"));
    }

    #[test]
    fn a_broken_byte_far_on_changes_nothing_but_itself() {
        let mut bytes = text().into_bytes();
        let at = bytes.len() - 10;
        bytes[at] = 0xFF;
        let blocks = in_blocks(&bytes, 700);
        assert!(blocks.iter().all(|b| b.encoding == "utf-8"));
        let broken: Vec<usize> = blocks.iter().map(|b| b.replaced).filter(|n| *n > 0).collect();
        assert!(matches!(broken[..], [1 | 2]), "a letter of two bytes: {broken:?}");
    }

    #[test]
    fn separators_alone_are_nothing() {
        let reader = Box::new(std::io::Cursor::new("///\n".repeat(100).into_bytes()));
        let blocks = Blocks { least: 16, ..Blocks::new("a.txt".to_owned(), reader, ReadOptions::default(), None) };
        let found: Vec<_> = blocks.collect();
        assert!(matches!(found[..], [Err(ReadError::Empty { .. })]), "{found:?}");
    }
}
