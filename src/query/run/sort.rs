//! Rows in order; with a limit, only the first of them are ever kept.

use std::cmp::Ordering;

use super::batch::Batch;
use super::session::Run;
use super::source::{Rows, Source, column};
use crate::model::Value;
use crate::query::QueryError;
use crate::query::plan::Formula;
use crate::query::value::order;

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

    /// The rows in order, cut off at the limit.
    fn sorted(&self, rows: &Batch, keys: &[Vec<Value>]) -> (Batch, Vec<Vec<Value>>) {
        let mut numbers: Vec<u32> = (0..rows.rows()).map(|row| u32::try_from(row).unwrap_or(u32::MAX)).collect();
        let key = |row: &u32| keys.get(*row as usize).map_or(&[][..], Vec::as_slice);
        numbers.sort_by(|a, b| self.compare(key(a), key(b)));
        numbers.truncate(self.limit.unwrap_or(usize::MAX));
        let kept = numbers.iter().map(|row| key(row).to_vec()).collect();
        (rows.rows_of(&numbers), kept)
    }

    fn compare(&self, a: &[Value], b: &[Value]) -> Ordering {
        for ((a, b), (_, descending)) in a.iter().zip(b).zip(self.keys) {
            let order = order(a, b);
            if order != Ordering::Equal {
                return if *descending { order.reverse() } else { order };
            }
        }
        Ordering::Equal
    }
}

impl Source for SortRows<'_> {
    fn next(&mut self) -> Result<Option<Batch>> {
        if std::mem::replace(&mut self.done, true) {
            return Ok(None);
        }
        let mut rows = Batch::of_rows(0);
        let mut keys: Vec<Vec<Value>> = Vec::new();
        let enough = self.limit.map_or(usize::MAX, |limit| limit.saturating_mul(2).max(4096));
        while let Some(batch) = self.input.next()? {
            let columns = self.keys.iter().map(|(f, _)| column(&self.run, f, &batch)).collect::<Result<Vec<_>>>()?;
            keys.extend((0..batch.rows()).map(|row| columns.iter().map(|c| c.value(row)).collect::<Vec<_>>()));
            self.run.session.hold(batch.size())?;
            rows.append(&batch);
            if rows.rows() > enough {
                let before = rows.size();
                (rows, keys) = self.sorted(&rows, &keys);
                self.run.session.release(before - rows.size().min(before));
            }
        }
        let (rows, _) = self.sorted(&rows, &keys);
        Ok(Some(rows))
    }
}
