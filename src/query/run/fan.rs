//! Rows to several rows each: what scans, expansions, lists and procedures share.

use super::batch::Batch;
use super::session::Run;
use super::source::{Rows, Source};
use crate::query::QueryError;

type Result<T> = std::result::Result<T, QueryError>;

/// How many rows a batch has at most, and how many the first batch of an operator has: whoever wants only a few rows
/// does not pay for many.
const MOST: usize = 1024;
const FIRST: usize = 32;

/// What a row becomes.
pub trait Fan {
    /// Turns to a row.
    ///
    /// # Errors
    /// What evaluation says.
    fn start(&mut self, batch: &Batch, row: usize) -> Result<()>;

    /// Adds at most `room` results for the row to its columns; returns how many, and whether there are no more.
    ///
    /// # Errors
    /// What evaluation says.
    fn fill(&mut self, batch: &Batch, row: usize, room: usize) -> Result<(usize, bool)>;

    /// Puts the columns into a batch that has the old values beside them, and begins new ones.
    fn finish(&mut self, out: &mut Batch, keep: &[usize]);
}

/// Rows of a fan.
pub struct Fanned<'g, F> {
    input: Rows<'g>,
    run: Run<'g>,
    fan: F,
    keep: &'g [usize],
    current: Option<Batch>,
    row: usize,
    started: bool,
    room: usize,
}

impl<'g, F: Fan> Fanned<'g, F> {
    /// The rows of `input`, each turned into several. `keep` names the slots that go on.
    pub const fn new(input: Rows<'g>, run: Run<'g>, fan: F, keep: &'g [usize]) -> Self {
        Self { input, run, fan, keep, current: None, row: 0, started: false, room: FIRST }
    }
}

impl<F: Fan> Source for Fanned<'_, F> {
    fn next(&mut self) -> Result<Option<Batch>> {
        loop {
            let batch = match self.current.take() {
                Some(batch) => batch,
                None => {
                    self.row = 0;
                    match self.input.next()? {
                        Some(batch) => batch,
                        None => return Ok(None),
                    }
                }
            };
            let mut rows: Vec<u32> = Vec::new();
            while self.row < batch.rows() && rows.len() < self.room {
                self.run.session.tick()?;
                if !self.started {
                    self.fan.start(&batch, self.row)?;
                    self.started = true;
                }
                let (count, done) = self.fan.fill(&batch, self.row, self.room - rows.len())?;
                let row = u32::try_from(self.row).unwrap_or(u32::MAX);
                rows.extend(std::iter::repeat_n(row, count));
                if done {
                    self.row += 1;
                    self.started = false;
                }
            }
            if rows.is_empty() {
                continue;
            }
            self.room = (self.room * 2).min(MOST);
            let mut out = batch.gather(&rows, self.keep);
            self.fan.finish(&mut out, self.keep);
            if self.row < batch.rows() {
                self.current = Some(batch);
            }
            return Ok(Some(out));
        }
    }
}
