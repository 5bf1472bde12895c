//! Rows that no earlier row is equivalent to.

use rustc_hash::FxHashSet;

use super::batch::{Batch, Column, value_size};
use super::session::Run;
use super::source::{Rows, Source};
use crate::model::NodeId;
use crate::query::QueryError;
use crate::query::value::Key;

type Result<T> = std::result::Result<T, QueryError>;

/// Remembers rows.
pub struct DistinctRows<'g> {
    input: Rows<'g>,
    run: Run<'g>,
    width: usize,
    seen: FxHashSet<Vec<Key>>,
    /// Rows that are one node: no key is made of them.
    nodes: FxHashSet<NodeId>,
}

impl<'g> DistinctRows<'g> {
    /// Rows of `input` that differ in one of the first `width` slots.
    pub fn new(input: Rows<'g>, run: Run<'g>, width: usize) -> Self {
        Self { input, run, width, seen: FxHashSet::default(), nodes: FxHashSet::default() }
    }

    fn is_new(&mut self, batch: &Batch, row: usize) -> Result<bool> {
        if self.width == 1
            && let Column::Nodes(_) = batch.column(0)
            && let Some(node) = batch.node(0, row)
        {
            return Ok(self.nodes.insert(node));
        }
        let key: Vec<Key> = (0..self.width).map(|slot| Key(batch.value(slot, row))).collect();
        // The other batches may have had the node among other values.
        if let [Key(crate::model::Value::Node(node))] = key.as_slice() {
            return Ok(self.nodes.insert(node.id));
        }
        let size = key.iter().map(|k| value_size(&k.0)).sum();
        let new = self.seen.insert(key);
        if new {
            self.run.session.hold(size)?;
        }
        Ok(new)
    }
}

impl Source for DistinctRows<'_> {
    fn next(&mut self) -> Result<Option<Batch>> {
        while let Some(batch) = self.input.next()? {
            let mut rows: Vec<u32> = Vec::new();
            for row in 0..batch.rows() {
                if self.is_new(&batch, row)? {
                    rows.push(u32::try_from(row).unwrap_or(u32::MAX));
                }
            }
            if rows.len() == batch.rows() {
                return Ok(Some(batch));
            }
            if !rows.is_empty() {
                return Ok(Some(batch.rows_of(&rows)));
            }
        }
        Ok(None)
    }
}
