//! Rows to a row for each group.

use rustc_hash::FxHashMap;

use super::batch::{Batch, Column, value_size};
use super::session::Run;
use super::source::{Rows, Source, column};
use crate::model::NodeId;
use crate::query::QueryError;
use crate::query::functions::Accumulator;
use crate::query::plan::{Aggregate, Formula};
use crate::query::value::Key;

type Result<T> = std::result::Result<T, QueryError>;

/// Groups.
pub struct AggregateRows<'g> {
    input: Rows<'g>,
    run: Run<'g>,
    keys: &'g [Formula],
    aggregates: &'g [Aggregate],
    /// Groups that one node alone makes, and all others; by number.
    nodes: FxHashMap<NodeId, usize>,
    others: FxHashMap<Vec<Key>, usize>,
    /// The key of each group, in the order in which they came.
    groups: Vec<Vec<Key>>,
    accumulators: Vec<Vec<Accumulator>>,
    done: bool,
}

impl<'g> AggregateRows<'g> {
    /// A row for each group of rows with equivalent `keys`: the keys, then the `aggregates`.
    pub fn new(input: Rows<'g>, run: Run<'g>, keys: &'g [Formula], aggregates: &'g [Aggregate]) -> Self {
        Self {
            input,
            run,
            keys,
            aggregates,
            nodes: FxHashMap::default(),
            others: FxHashMap::default(),
            groups: Vec::new(),
            accumulators: vec![Vec::new(); aggregates.len()],
            done: false,
        }
    }

    /// The number of a row's group.
    fn group(&mut self, keys: &[Column], row: usize) -> Result<usize> {
        if let [Column::Nodes(ids)] = keys
            && let Some(id) = ids.get(row)
        {
            if let Some(group) = self.nodes.get(id) {
                return Ok(*group);
            }
            self.nodes.insert(*id, self.groups.len());
            return self.begin(keys.iter().map(|c| Key(c.value(row))).collect());
        }
        let key: Vec<Key> = keys.iter().map(|c| Key(c.value(row))).collect();
        if let Some(group) = self.others.get(&key) {
            return Ok(*group);
        }
        self.others.insert(key.clone(), self.groups.len());
        self.begin(key)
    }

    fn begin(&mut self, key: Vec<Key>) -> Result<usize> {
        let size: usize = key.iter().map(|k| value_size(&k.0)).sum();
        self.run.session.hold(2 * size + self.aggregates.len() * size_of::<Accumulator>())?;
        self.groups.push(key);
        for (aggregate, accumulators) in self.aggregates.iter().zip(&mut self.accumulators) {
            accumulators.push(Accumulator::new(aggregate.function, aggregate.distinct));
        }
        Ok(self.groups.len() - 1)
    }

    fn add(&mut self, batch: &Batch) -> Result<()> {
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
                match columns.as_slice() {
                    [] => accumulator.count_row(),
                    [first, rest @ ..] => {
                        let second = rest.first().map(|c| c.value(row));
                        let grown = accumulator.add(first.value(row), second.as_ref())?;
                        if grown > 0 {
                            self.run.session.hold(grown)?;
                        }
                    }
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
        if self.keys.is_empty() && self.groups.is_empty() {
            self.begin(Vec::new())?;
        }
        let mut out = Batch::of_rows(self.groups.len());
        let mut columns = vec![Vec::with_capacity(self.groups.len()); self.keys.len()];
        for key in std::mem::take(&mut self.groups) {
            for (Key(value), column) in key.into_iter().zip(&mut columns) {
                column.push(value);
            }
        }
        for (slot, values) in columns.into_iter().enumerate() {
            out.set(slot, Column::of_values(values));
        }
        for (i, accumulators) in std::mem::take(&mut self.accumulators).into_iter().enumerate() {
            let values = accumulators.into_iter().map(Accumulator::finish).collect();
            out.set(self.keys.len() + i, Column::of_values(values));
        }
        Ok(Some(out))
    }
}
