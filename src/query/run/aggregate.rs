//! Rows to a row for each group.

use super::batch::{Batch, Column};
use super::groups::Groups;
use super::session::Run;
use super::source::{Rows, Source, column};
use crate::query::QueryError;
use crate::query::functions::Accumulator;
use crate::query::plan::{Aggregate, Formula};

type Result<T> = std::result::Result<T, QueryError>;

/// Groups.
pub struct AggregateRows<'g> {
    input: Rows<'g>,
    run: Run<'g>,
    keys: &'g [Formula],
    aggregates: &'g [Aggregate],
    groups: Groups,
    /// For each aggregation, its state in each group.
    accumulators: Vec<Vec<Accumulator>>,
    done: bool,
}

impl<'g> AggregateRows<'g> {
    /// A row for each group of rows with equivalent `keys`: the keys, then the `aggregates`.
    pub fn new(input: Rows<'g>, run: Run<'g>, keys: &'g [Formula], aggregates: &'g [Aggregate]) -> Self {
        let accumulators = vec![Vec::new(); aggregates.len()];
        Self { input, run, keys, aggregates, groups: Groups::new(keys.len()), accumulators, done: false }
    }

    /// The number of a row's group.
    fn group(&mut self, keys: &[Column], row: usize) -> Result<usize> {
        let (number, new) = self.groups.number(keys, row, self.run.graph);
        if let Some(size) = new {
            self.run.session.hold(size + self.aggregates.len() * size_of::<Accumulator>())?;
            for (aggregate, accumulators) in self.aggregates.iter().zip(&mut self.accumulators) {
                accumulators.push(Accumulator::new(aggregate.function, aggregate.distinct));
            }
        }
        Ok(number)
    }

    fn add(&mut self, batch: &Batch) -> Result<()> {
        let graph = self.run.graph;
        let keys = self.keys.iter().map(|f| column(&self.run, f, batch)).collect::<Result<Vec<_>>>()?;
        let mut groups = Vec::with_capacity(batch.rows());
        for row in 0..batch.rows() {
            self.run.session.tick()?;
            groups.push(self.group(&keys, row)?);
        }
        for (aggregate, accumulators) in self.aggregates.iter().zip(&mut self.accumulators) {
            let columns =
                aggregate.arguments.iter().map(|f| column(&self.run, f, batch)).collect::<Result<Vec<_>>>()?;
            for (row, group) in groups.iter().enumerate() {
                let Some(accumulator) = accumulators.get_mut(*group) else { continue };
                let grown = match columns.as_slice() {
                    [] => {
                        accumulator.count_row();
                        0
                    }
                    [Column::Nodes(nodes)] if accumulator.counts() => {
                        nodes.get(row).map_or(0, |index| accumulator.count_node(*index))
                    }
                    [first, rest @ ..] => {
                        let second = rest.first().map(|c| c.value(row, graph));
                        accumulator.add(first.value(row, graph), second.as_ref(), graph)?
                    }
                };
                if grown > 0 {
                    self.run.session.hold(grown)?;
                }
            }
        }
        Ok(())
    }
}

impl Source for AggregateRows<'_> {
    fn next(&mut self) -> Result<Option<Batch>> {
        if std::mem::replace(&mut self.done, true) {
            return Ok(None);
        }
        while let Some(batch) = self.input.next()? {
            self.add(&batch)?;
        }
        // Without keys there is one group, also of no rows.
        if self.keys.is_empty() && self.groups.count() == 0 {
            self.group(&[], 0)?;
        }
        let mut out = Batch::of_rows(self.groups.count());
        let columns = std::mem::take(&mut self.groups).into_columns(self.run.graph);
        for (slot, column) in columns.into_iter().enumerate() {
            out.set(slot, column);
        }
        for (i, accumulators) in std::mem::take(&mut self.accumulators).into_iter().enumerate() {
            let values = accumulators.into_iter().map(Accumulator::finish).collect();
            out.set(self.keys.len() + i, Column::of_values(values, self.run.graph));
        }
        Ok(Some(out))
    }
}
