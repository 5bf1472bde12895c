//! Rows that no earlier row is equivalent to.

use super::batch::Batch;
use super::groups::Groups;
use super::session::Run;
use super::source::{Rows, Source};
use crate::query::QueryError;

type Result<T> = std::result::Result<T, QueryError>;

/// Remembers rows.
pub struct DistinctRows<'g> {
    input: Rows<'g>,
    run: Run<'g>,
    width: usize,
    seen: Groups,
}

impl<'g> DistinctRows<'g> {
    /// Rows of `input` that differ in one of the first `width` slots.
    pub fn new(input: Rows<'g>, run: Run<'g>, width: usize) -> Self {
        Self { input, run, width, seen: Groups::new(width) }
    }
}

impl Source for DistinctRows<'_> {
    fn next(&mut self) -> Result<Option<Batch>> {
        while let Some(mut batch) = self.input.next()? {
            let columns: Vec<_> = (0..self.width).map(|slot| batch.take(slot)).collect();
            let mut rows: Vec<u32> = Vec::new();
            for row in 0..batch.rows() {
                self.run.session.tick()?;
                if let (_, Some(size)) = self.seen.number(&columns, row, self.run.graph) {
                    self.run.session.hold(size)?;
                    rows.push(u32::try_from(row).unwrap_or(u32::MAX));
                }
            }
            for (slot, column) in columns.into_iter().enumerate() {
                batch.set(slot, column);
            }
            if rows.len() == batch.rows() {
                return Ok(Some(batch));
            }
            if !rows.is_empty() {
                return Ok(Some(batch.rows_of(&rows)));
            }
        }
        Ok(None)
    }
}
