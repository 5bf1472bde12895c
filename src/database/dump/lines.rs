//! Lines of a dump to bytes and back, counted and summed on the way.

use std::io::{BufRead, BufWriter, Read, Write};

use serde::{Deserialize, Serialize};

use super::{DumpError, EndLine, LoadError};

/// Longest line that is read: the largest commit, each of its bytes escaped.
const LONGEST: u64 = 2 << 30;

/// Writes lines.
pub(super) struct Writer<W: Write> {
    out: BufWriter<W>,
    line: Vec<u8>,
    lines: u64,
    sum: u32,
}

impl<W: Write> Writer<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out: BufWriter::with_capacity(64 << 10, out), line: Vec::new(), lines: 0, sum: 0 }
    }

    pub(super) fn write(&mut self, content: &impl Serialize) -> Result<(), DumpError> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, content).map_err(|e| DumpError::Write(e.into()))?;
        self.line.push(b'\n');
        self.sum = crc32c::crc32c_append(self.sum, &self.line);
        self.lines += 1;
        self.out.write_all(&self.line).map_err(DumpError::Write)
    }

    /// Writes the last line.
    pub(super) fn finish(mut self) -> Result<(), DumpError> {
        let end = EndLine { end: self.lines, crc32c: format!("{:08x}", self.sum) };
        self.write(&end)?;
        self.out.flush().map_err(DumpError::Write)
    }
}

/// Reads lines.
pub(super) struct Reader<R: BufRead> {
    source: R,
    line: Vec<u8>,
    /// The line that was read last, from 1.
    number: u64,
    sum: u32,
}

impl<R: BufRead> Reader<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, line: Vec::new(), number: 0, sum: 0 }
    }

    /// The next line, which has to be what `what` calls it, and its length.
    pub(super) fn next<'a, T: Deserialize<'a>>(&'a mut self, what: &str) -> Result<(T, u64), LoadError> {
        self.advance(what)?;
        self.sum = crc32c::crc32c_append(self.sum, &self.line);
        Ok((self.parse(what)?, self.line.len() as u64))
    }

    /// Reads the last line, which has to fit those before it; nothing may follow.
    pub(super) fn finish(mut self) -> Result<(), LoadError> {
        const WHAT: &str = "the last line";
        let before = self.number;
        self.advance(WHAT)?;
        let end: EndLine = self.parse(WHAT)?;
        if end.end != before {
            return Err(self.wrong(format!("{} lines were written before it, not {before}", end.end)));
        }
        if end.crc32c != format!("{:08x}", self.sum) {
            return Err(self.wrong("the checksum does not fit: a line before it was changed"));
        }
        match self.source.fill_buf() {
            Ok([]) => Ok(()),
            Ok(_) => {
                self.number += 1;
                Err(self.wrong("it stands after the end"))
            }
            Err(e) => Err(LoadError::Read(e)),
        }
    }

    /// What is wrong with the line that was read last.
    pub(super) fn wrong(&self, reason: impl Into<String>) -> LoadError {
        LoadError::Line { line: self.number, reason: reason.into() }
    }

    fn advance(&mut self, what: &str) -> Result<(), LoadError> {
        self.line.clear();
        self.number += 1;
        let mut bounded = self.source.by_ref().take(LONGEST);
        bounded.read_until(b'\n', &mut self.line).map_err(LoadError::Read)?;
        match self.line.last() {
            Some(b'\n') => Ok(()),
            None => Err(self.wrong(format!("the file ends where {what} has to stand"))),
            Some(_) if self.line.len() as u64 == LONGEST => {
                Err(self.wrong(format!("it is longer than {LONGEST} bytes")))
            }
            Some(_) => Err(self.wrong("the file ends within it")),
        }
    }

    fn parse<'a, T: Deserialize<'a>>(&'a self, what: &str) -> Result<T, LoadError> {
        // The position within the line is told, not the line within the text, which is always 1.
        serde_json::from_slice(&self.line)
            .map_err(|e| self.wrong(format!("it is not {what}, at column {} ({e})", e.column())))
    }
}
