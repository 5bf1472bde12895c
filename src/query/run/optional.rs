//! Rows of an inner plan for each row; where there are none, the row with nulls.

use super::batch::{Batch, Column};
use super::session::Run;
use super::source::{Rows, Source, open};
use crate::query::QueryError;
use crate::query::plan::Operator;

type Result<T> = std::result::Result<T, QueryError>;

/// Runs the inner plan on a batch at a time.
pub struct OptionalRows<'g> {
    input: Rows<'g>,
    run: Run<'g>,
    inner: &'g Operator,
    ordinal: usize,
    fills: &'g [usize],
    keep: &'g [usize],
    current: Option<Current<'g>>,
}

/// A batch and the inner rows that are made of it.
struct Current<'g> {
    batch: Batch,
    rows: Rows<'g>,
    /// The first row that neither had a match nor was given with nulls yet.
    next: usize,
}

impl<'g> OptionalRows<'g> {
    /// `ordinal` is a slot for the number of the row in its batch, `fills` are the slots that the inner plan fills.
    pub const fn new(
        input: Rows<'g>,
        run: Run<'g>,
        inner: &'g Operator,
        ordinal: usize,
        fills: &'g [usize],
        keep: &'g [usize],
    ) -> Self {
        Self { input, run, inner, ordinal, fills, keep, current: None }
    }

    /// The rows `rows` of a batch, with nulls where the inner plan would have put something.
    fn unmatched(&self, batch: &Batch, rows: &[u32]) -> Batch {
        let mut out = batch.gather(rows, self.keep);
        for slot in self.fills {
            if self.keep.binary_search(slot).is_ok() {
                out.set(*slot, Column::nulls(rows.len()));
            }
        }
        out
    }
}

impl Source for OptionalRows<'_> {
    fn next(&mut self) -> Result<Option<Batch>> {
        loop {
            let Some(mut current) = self.current.take() else {
                let Some(batch) = self.input.next()? else { return Ok(None) };
                let mut numbered = batch.clone();
                #[allow(clippy::cast_possible_wrap)] // rows of a batch are few
                numbered.set(self.ordinal, Column::Integers((0..batch.rows() as i64).collect()));
                let rows = open(self.inner, vec![numbered], self.run)?;
                self.current = Some(Current { batch, rows, next: 0 });
                continue;
            };
            let Some(mut found) = current.rows.next()? else {
                // The inner plan keeps the order of its argument: what is left had no match.
                let rows = numbers(current.next, current.batch.rows());
                if rows.is_empty() {
                    continue;
                }
                return Ok(Some(self.unmatched(&current.batch, &rows)));
            };
            let ordinals: Vec<usize> = (0..found.rows())
                .filter_map(|row| found.value(self.ordinal, row, self.run.graph).as_integer())
                .filter_map(|i| usize::try_from(i).ok())
                .collect();
            found.take(self.ordinal);
            // Rows that were passed over come in their place, with nulls.
            let (mut order, mut gaps) = (Vec::new(), Vec::new());
            for (row, ordinal) in ordinals.into_iter().enumerate() {
                for gap in numbers(current.next, ordinal) {
                    order.push(found.rows() + gaps.len());
                    gaps.push(gap);
                }
                current.next = current.next.max(ordinal + 1);
                order.push(row);
            }
            if !gaps.is_empty() {
                found.append(&self.unmatched(&current.batch, &gaps), self.run.graph);
                let order: Vec<u32> = order.into_iter().map(|row| u32::try_from(row).unwrap_or(u32::MAX)).collect();
                found = found.rows_of(&order);
            }
            self.current = Some(current);
            return Ok(Some(found));
        }
    }
}

fn numbers(from: usize, to: usize) -> Vec<u32> {
    (from..to).map(|row| u32::try_from(row).unwrap_or(u32::MAX)).collect()
}
