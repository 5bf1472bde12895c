//! Rows for which a condition is true.

use super::batch::Batch;
use super::select::select;
use super::session::Run;
use super::source::{Rows, Source};
use crate::query::QueryError;
use crate::query::plan::Formula;

type Result<T> = std::result::Result<T, QueryError>;

/// Leaves rows out.
pub struct FilterRows<'g> {
    input: Rows<'g>,
    run: Run<'g>,
    condition: &'g Formula,
    keep: &'g [usize],
}

impl<'g> FilterRows<'g> {
    /// Those rows of `input` for which `condition` is true.
    pub const fn new(input: Rows<'g>, run: Run<'g>, condition: &'g Formula, keep: &'g [usize]) -> Self {
        Self { input, run, condition, keep }
    }
}

impl Source for FilterRows<'_> {
    fn next(&mut self) -> Result<Option<Batch>> {
        while let Some(batch) = self.input.next()? {
            self.run.session.control.check()?;
            let rows = select(&self.run, self.condition, &batch)?;
            if rows.len() == batch.rows() {
                return Ok(Some(batch));
            }
            if !rows.is_empty() {
                return Ok(Some(batch.gather(&rows, self.keep)));
            }
        }
        Ok(None)
    }
}
