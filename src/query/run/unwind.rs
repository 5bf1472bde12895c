//! Elements of a list, for each row.

use std::sync::Arc;

use super::batch::{Batch, Column};
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
    out: Vec<Value>,
}

impl<'g> UnwindFan<'g> {
    /// Elements of `list` into a slot; null is a list of nothing, another value a list of itself.
    pub fn new(run: Run<'g>, list: &'g Formula, slot: usize) -> Self {
        Self { run, list, slot, pending: Arc::default(), next: 0, out: Vec::new() }
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
        self.out.extend(rest.iter().take(count).cloned());
        self.next += count;
        Ok((count, self.next >= self.pending.len()))
    }

    fn finish(&mut self, out: &mut Batch, _: &[usize]) {
        out.set(self.slot, Column::of_values(std::mem::take(&mut self.out), self.run.graph));
    }
}
