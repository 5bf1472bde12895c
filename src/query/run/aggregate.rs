//! Rows to a row for each group.

use super::batch::{Batch, Column};
use super::columns::column;
use super::groups::Groups;
use super::session::Run;
use super::source::{Rows, Source};
use crate::graph::{NodeIndex, RelationshipIndex};
use crate::query::QueryError;
use crate::query::functions::{Accumulator, AggregateFunction};
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
    states: Vec<States>,
    done: bool,
}

/// The states of one aggregation in all groups.
enum States {
    /// Those of a count that takes equal values as often as they come.
    Counts(Vec<i64>),
    Any(Vec<Accumulator>),
}

impl States {
    fn begin(&mut self, aggregate: &Aggregate) {
        match self {
            Self::Counts(counts) => counts.push(0),
            Self::Any(states) => states.push(Accumulator::new(aggregate.function, aggregate.distinct)),
        }
    }

    fn column(self, run: &Run<'_>) -> Column {
        match self {
            Self::Counts(counts) => Column::Integers(counts),
            Self::Any(states) => Column::of_values(states.into_iter().map(Accumulator::finish).collect(), run.graph),
        }
    }
}

/// Which values of a column are there.
fn is_there(column: &Column, row: usize) -> bool {
    match column {
        Column::Absent => false,
        Column::Nodes(nodes) => nodes.get(row).is_some_and(|index| *index != NodeIndex::end()),
        Column::Relationships(rows) => rows.get(row).is_some_and(|index| *index != RelationshipIndex::end()),
        Column::Integers(_) => true,
        Column::Values(values) => values.get(row).is_some_and(|value| !value.is_null()),
    }
}

impl<'g> AggregateRows<'g> {
    /// A row for each group of rows with equivalent `keys`: the keys, then the `aggregates`.
    pub fn new(input: Rows<'g>, run: Run<'g>, keys: &'g [Formula], aggregates: &'g [Aggregate]) -> Self {
        let states = aggregates.iter().map(|a| match (a.function, a.distinct) {
            (AggregateFunction::Count, false) => States::Counts(Vec::new()),
            _ => States::Any(Vec::new()),
        });
        let states = states.collect();
        Self { input, run, keys, aggregates, groups: Groups::new(keys.len()), states, done: false }
    }

    /// The number of a row's group.
    fn group(&mut self, keys: &[Column], row: usize) -> Result<usize> {
        let (number, new) = self.groups.number(keys, row, self.run.graph);
        if let Some(size) = new {
            self.run.session.hold(size + self.aggregates.len() * size_of::<Accumulator>())?;
            for (aggregate, states) in self.aggregates.iter().zip(&mut self.states) {
                states.begin(aggregate);
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
        for (aggregate, states) in self.aggregates.iter().zip(&mut self.states) {
            let columns =
                aggregate.arguments.iter().map(|f| column(&self.run, f, batch)).collect::<Result<Vec<_>>>()?;
            let states = match states {
                States::Counts(counts) => {
                    for (row, group) in groups.iter().enumerate() {
                        let counted = columns.first().is_none_or(|column| is_there(column, row));
                        if let (true, Some(count)) = (counted, counts.get_mut(*group)) {
                            *count += 1;
                        }
                    }
                    continue;
                }
                States::Any(states) => states,
            };
            for (row, group) in groups.iter().enumerate() {
                let Some(state) = states.get_mut(*group) else { continue };
                let grown = match columns.as_slice() {
                    [] => {
                        state.count_row();
                        0
                    }
                    [Column::Nodes(nodes)] if state.counts() => {
                        nodes.get(row).map_or(0, |index| state.count_node(*index))
                    }
                    [first, rest @ ..] => {
                        let second = rest.first().map(|c| c.value(row, graph));
                        state.add(first.value(row, graph), second.as_ref(), graph)?
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
        for (i, states) in std::mem::take(&mut self.states).into_iter().enumerate() {
            out.set(self.keys.len() + i, states.column(&self.run));
        }
        Ok(Some(out))
    }
}
