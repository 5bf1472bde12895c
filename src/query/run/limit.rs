//! Rows without the first few; the first few rows.

use super::batch::Batch;
use super::evaluate::Frame;
use super::session::Run;
use super::source::{Rows, Source};
use crate::model::Value;
use crate::query::QueryError;
use crate::query::plan::Formula;

type Result<T> = std::result::Result<T, QueryError>;

/// The number that a `SKIP` or `LIMIT` says.
///
/// # Errors
/// When it is negative or not an integer.
pub fn count(run: Run<'_>, formula: &Formula) -> Result<usize> {
    let batch = Batch::unit();
    match Frame::new(&run, &batch, 0).evaluate(formula)? {
        Value::Integer(i) => usize::try_from(i).map_err(|_| {
            let message = format!("SKIP and LIMIT take numbers from 0, not {i}");
            QueryError::runtime("SyntaxError", "NegativeIntegerArgument", message)
        }),
        other => {
            let message = format!("SKIP and LIMIT take an integer, not {}", other.type_name());
            Err(QueryError::runtime("SyntaxError", "InvalidArgumentType", message))
        }
    }
}

/// Leaves the first rows out.
pub struct SkipRows<'g> {
    input: Rows<'g>,
    left: usize,
}

impl<'g> SkipRows<'g> {
    /// All but the first `count` rows.
    pub const fn new(input: Rows<'g>, count: usize) -> Self {
        Self { input, left: count }
    }
}

impl Source for SkipRows<'_> {
    fn next(&mut self) -> Result<Option<Batch>> {
        loop {
            let Some(batch) = self.input.next()? else { return Ok(None) };
            let skipped = self.left.min(batch.rows());
            self.left -= skipped;
            if skipped == 0 {
                return Ok(Some(batch));
            }
            if skipped < batch.rows() {
                return Ok(Some(range(&batch, skipped, batch.rows())));
            }
        }
    }
}

/// Ends after the first rows.
pub struct LimitRows<'g> {
    input: Rows<'g>,
    left: usize,
}

impl<'g> LimitRows<'g> {
    /// The first `count` rows.
    pub const fn new(input: Rows<'g>, count: usize) -> Self {
        Self { input, left: count }
    }
}

impl Source for LimitRows<'_> {
    fn next(&mut self) -> Result<Option<Batch>> {
        if self.left == 0 {
            return Ok(None);
        }
        let Some(batch) = self.input.next()? else { return Ok(None) };
        let taken = self.left.min(batch.rows());
        self.left -= taken;
        Ok(Some(if taken < batch.rows() { range(&batch, 0, taken) } else { batch }))
    }
}

fn range(batch: &Batch, from: usize, to: usize) -> Batch {
    let rows: Vec<u32> = (from..to).map(|row| u32::try_from(row).unwrap_or(u32::MAX)).collect();
    batch.rows_of(&rows)
}
