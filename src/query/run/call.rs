//! Rows of a procedure, for each row.

use super::batch::{Batch, Column};
use super::evaluate::Frame;
use super::fan::Fan;
use super::session::Run;
use crate::model::Value;
use crate::query::QueryError;
use crate::query::plan::Formula;
use crate::query::procedures::{Context, Procedure};

type Result<T> = std::result::Result<T, QueryError>;

/// Calls a procedure.
pub struct CallFan<'g> {
    run: Run<'g>,
    procedure: &'g Procedure,
    arguments: &'g [Formula],
    yields: &'g [(usize, usize)],
    pending: std::vec::IntoIter<Vec<Value>>,
    out: Vec<Vec<Value>>,
}

impl<'g> CallFan<'g> {
    /// Rows of `procedure`; `yields` pairs outputs with slots.
    pub fn new(run: Run<'g>, procedure: &'g Procedure, arguments: &'g [Formula], yields: &'g [(usize, usize)]) -> Self {
        let out = vec![Vec::new(); yields.len()];
        Self { run, procedure, arguments, yields, pending: Vec::new().into_iter(), out }
    }
}

impl Fan for CallFan<'_> {
    fn start(&mut self, batch: &Batch, row: usize) -> Result<()> {
        let mut frame = Frame::new(&self.run, batch, row);
        let arguments = self.arguments.iter().map(|f| frame.evaluate(f)).collect::<Result<Vec<_>>>()?;
        let context = Context { graph: self.run.graph, control: self.run.session.control };
        let rows = self.procedure.call(context, &arguments)?;
        // A procedure without outputs is called for what it does: the row goes on.
        let nothing = self.procedure.signature().outputs.is_empty();
        self.pending = if nothing { vec![Vec::new()] } else { rows }.into_iter();
        Ok(())
    }

    fn fill(&mut self, _: &Batch, _: usize, room: usize) -> Result<(usize, bool)> {
        let mut count = 0;
        for row in self.pending.by_ref().take(room) {
            for ((number, _), column) in self.yields.iter().zip(&mut self.out) {
                column.push(row.get(*number).cloned().unwrap_or_default());
            }
            count += 1;
        }
        Ok((count, count < room))
    }

    fn finish(&mut self, out: &mut Batch, _: &[usize]) {
        for ((_, slot), column) in self.yields.iter().zip(&mut self.out) {
            out.set(*slot, Column::of_values(std::mem::take(column), self.run.graph));
        }
    }
}
