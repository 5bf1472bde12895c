//! Elements of a list, for each row.

use std::sync::Arc;

use super::batch::Batch;
use super::builder::ColumnBuilder;
use super::evaluate::Frame;
use super::fan::Fan;
use super::session::Run;
use crate::model::Value;
use crate::query::QueryError;
use crate::query::plan::Formula;

type Result<T> = std::result::Result<T, QueryError>;

/// Takes lists apart.
pub struct UnwindFan<'g> {
    run: Run<'g>,
    list: &'g Formula,
    slot: usize,
    pending: Arc<[Value]>,
    next: usize,
    out: ColumnBuilder,
}

impl<'g> UnwindFan<'g> {
    /// Elements of `list` into a slot; null is a list of nothing, another value a list of itself.
    pub fn new(run: Run<'g>, list: &'g Formula, slot: usize) -> Self {
        Self { run, list, slot, pending: Arc::default(), next: 0, out: ColumnBuilder::default() }
    }
}

impl Fan for UnwindFan<'_> {
    fn start(&mut self, batch: &Batch, row: usize) -> Result<()> {
        self.next = 0;
        self.pending = match Frame::new(&self.run, batch, row).evaluate(self.list)? {
            Value::List(items) => items,
            Value::Null => Arc::default(),
            other => Arc::from([other]),
        };
        Ok(())
    }

    fn fill(&mut self, _: &Batch, _: usize, room: usize) -> Result<(usize, bool)> {
        let rest = self.pending.get(self.next..).unwrap_or_default();
        let count = rest.len().min(room);
        rest.iter().take(count).for_each(|item| self.out.push(item));
        self.next += count;
        Ok((count, self.next >= self.pending.len()))
    }

    fn finish(&mut self, out: &mut Batch, _: &[usize]) {
        out.set(self.slot, std::mem::take(&mut self.out).finish(self.run.graph));
    }
}
