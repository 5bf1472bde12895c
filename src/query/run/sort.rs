//! Rows in order; with a limit, only the first of them are ever kept.

use std::cmp::Ordering;

use super::batch::Batch;
use super::columns::column;
use super::session::Run;
use super::source::{Rows, Source};
use crate::query::QueryError;
use crate::query::plan::Formula;

type Result<T> = std::result::Result<T, QueryError>;

/// Sorts.
pub struct SortRows<'g> {
    input: Rows<'g>,
    run: Run<'g>,
    keys: &'g [(Formula, bool)],
    limit: Option<usize>,
    done: bool,
}

impl<'g> SortRows<'g> {
    /// Rows of `input` by `keys`, the first `limit` of them.
    pub const fn new(input: Rows<'g>, run: Run<'g>, keys: &'g [(Formula, bool)], limit: Option<usize>) -> Self {
        Self { input, run, keys, limit, done: false }
    }

    /// The rows in order, cut off at the limit, and their keys.
    fn sorted(&self, rows: &Batch, keys: &Batch) -> (Batch, Batch) {
        let mut numbers: Vec<u32> = (0..rows.rows()).map(|row| u32::try_from(row).unwrap_or(u32::MAX)).collect();
        if let Some(limit) = self.limit
            && limit < numbers.len()
        {
            // Only the first few need an order among themselves.
            if limit > 0 {
                numbers.select_nth_unstable_by(limit - 1, |a, b| self.compare(keys, *a, *b));
            }
            numbers.truncate(limit);
        }
        numbers.sort_unstable_by(|a, b| self.compare(keys, *a, *b));
        (rows.rows_of(&numbers), keys.rows_of(&numbers))
    }

    /// Rows with equal keys stay in the order in which they came.
    fn compare(&self, keys: &Batch, a: u32, b: u32) -> Ordering {
        for (slot, (_, descending)) in self.keys.iter().enumerate() {
            let order = keys.column(slot).order(a as usize, b as usize, self.run.graph);
            if order != Ordering::Equal {
                return if *descending { order.reverse() } else { order };
            }
        }
        a.cmp(&b)
    }
}

impl Source for SortRows<'_> {
    fn next(&mut self) -> Result<Option<Batch>> {
        if std::mem::replace(&mut self.done, true) {
            return Ok(None);
        }
        let graph = self.run.graph;
        let (mut rows, mut keys) = (Batch::of_rows(0), Batch::of_rows(0));
        let enough = self.limit.map_or(usize::MAX, |limit| limit.saturating_mul(2).max(4096));
        while let Some(batch) = self.input.next()? {
            let mut these = Batch::of_rows(batch.rows());
            for (slot, (formula, _)) in self.keys.iter().enumerate() {
                these.set(slot, column(&self.run, formula, &batch)?);
            }
            self.run.session.hold(batch.size() + these.size())?;
            keys.append(&these, graph);
            rows.append(&batch, graph);
            if rows.rows() > enough {
                let before = rows.size() + keys.size();
                (rows, keys) = self.sorted(&rows, &keys);
                self.run.session.release(before.saturating_sub(rows.size() + keys.size()));
            }
        }
        Ok(Some(self.sorted(&rows, &keys).0))
    }
}
