//! Elements of a list, for each row.

use std::sync::Arc;

use super::batch::Batch;
use super::builder::ColumnBuilder;
use super::evaluate::Frame;
use super::fan::Fan;
use super::session::Run;
use crate::model::Value;
use crate::query::QueryError;
use crate::query::functions::Range;
use crate::query::plan::Formula;

type Result<T> = std::result::Result<T, QueryError>;

/// Elements still to come.
enum Pending {
    /// Of a list, from a place on.
    List(Arc<[Value]>, usize),
    /// Of a `range()`, which need not become a list before.
    Range(Range),
}

/// Takes lists apart.
pub struct UnwindFan<'g> {
    run: Run<'g>,
    list: &'g Formula,
    slot: usize,
    pending: Pending,
    out: ColumnBuilder,
}

impl<'g> UnwindFan<'g> {
    /// Elements of `list` into a slot; null is a list of nothing, another value a list of itself.
    pub fn new(run: Run<'g>, list: &'g Formula, slot: usize) -> Self {
        Self { run, list, slot, pending: Pending::List(Arc::default(), 0), out: ColumnBuilder::default() }
    }
}

impl Fan for UnwindFan<'_> {
    fn start(&mut self, batch: &Batch, row: usize) -> Result<()> {
        let mut frame = Frame::new(&self.run, batch, row);
        self.pending = match self.list {
            Formula::Function(function, arguments) if function.name == "range" => {
                let arguments = arguments.iter().map(|a| frame.evaluate(a)).collect::<Result<Vec<_>>>()?;
                Pending::Range(Range::of(&arguments)?)
            }
            list => match frame.evaluate(list)? {
                Value::List(items) => Pending::List(items, 0),
                Value::Null => Pending::List(Arc::default(), 0),
                other => Pending::List(Arc::from([other]), 0),
            },
        };
        Ok(())
    }

    fn fill(&mut self, _: &Batch, _: usize, room: usize) -> Result<(usize, bool)> {
        match &mut self.pending {
            Pending::List(items, next) => {
                let rest = items.get(*next..).unwrap_or_default();
                let count = rest.len().min(room);
                rest.iter().take(count).for_each(|item| self.out.push(item));
                *next += count;
                Ok((count, *next >= items.len()))
            }
            Pending::Range(range) => {
                self.run.session.control.check()?;
                let mut count = 0;
                for number in range.take(room) {
                    self.out.push(&Value::Integer(number));
                    count += 1;
                }
                Ok((count, count < room))
            }
        }
    }

    fn finish(&mut self, out: &mut Batch, _: &[usize]) {
        out.set(self.slot, std::mem::take(&mut self.out).finish(self.run.graph));
    }
}
