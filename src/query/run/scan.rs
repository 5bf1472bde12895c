//! Nodes of a kind, for each row.

use super::batch::{Batch, Column};
use super::evaluate::Frame;
use super::fan::Fan;
use super::session::Run;
use crate::graph::{LabelId, NodeIndex};
use crate::model::{NodeId, Value};
use crate::query::QueryError;
use crate::query::plan::{Formula, Nodes};

type Result<T> = std::result::Result<T, QueryError>;

/// Finds nodes.
pub struct ScanFan<'g> {
    run: Run<'g>,
    slot: usize,
    nodes: &'g Nodes,
    pending: Box<dyn Iterator<Item = NodeIndex> + 'g>,
    found: Vec<NodeIndex>,
}

impl<'g> ScanFan<'g> {
    /// Nodes of a kind into a slot.
    pub fn new(run: Run<'g>, slot: usize, nodes: &'g Nodes) -> Self {
        Self { run, slot, nodes, pending: Box::new(std::iter::empty()), found: Vec::new() }
    }

    fn labelled(&self, label: Option<LabelId>) -> Box<dyn Iterator<Item = NodeIndex> + 'g> {
        match label {
            Some(label) => self.run.graph.indexes_with_label(label),
            None => Box::new(std::iter::empty()),
        }
    }

    fn source(&self, batch: &Batch, row: usize) -> Result<Box<dyn Iterator<Item = NodeIndex> + 'g>> {
        let graph = self.run.graph;
        Ok(match self.nodes {
            Nodes::All => graph.node_indexes(),
            Nodes::Label(label) => self.labelled(graph.label_id(label)),
            Nodes::Identity(value) => {
                let id = Frame::new(&self.run, batch, row).evaluate(value)?;
                let id = id.as_integer().and_then(|i| u64::try_from(i).ok()).map(NodeId);
                Box::new(id.and_then(|id| graph.node_index(id)).into_iter())
            }
            Nodes::Range { label, key, low, high } => {
                let mut frame = Frame::new(&self.run, batch, row);
                let mut bound = |formula: &Option<Formula>| formula.as_ref().map(|f| frame.evaluate(f)).transpose();
                let (low, high) = (bound(low)?, bound(high)?);
                let Some((label, key)) = graph.label_id(label).zip(graph.key_id(key)) else {
                    return Ok(Box::new(std::iter::empty()));
                };
                match graph.indexes_between(label, key, low.as_ref(), high.as_ref()) {
                    Some(found) => Box::new(found.into_iter()),
                    // The conditions, which are still to come, look at all nodes of the label.
                    None => self.labelled(Some(label)),
                }
            }
            Nodes::Property { label, key, value, any } => {
                let label = graph.label_id(label);
                let value = Frame::new(&self.run, batch, row).evaluate(value)?;
                // The condition, which is still to come, looks at all nodes of the label where the index cannot tell.
                let values = match (any, &value) {
                    (true, Value::List(items)) if items.iter().all(is_indexed) => items.to_vec(),
                    (false, value) if is_indexed(value) => vec![value.clone()],
                    _ => return Ok(self.labelled(label)),
                };
                let Some((label, key)) = label.zip(graph.key_id(key)) else {
                    return Ok(Box::new(std::iter::empty()));
                };
                let mut found: Vec<NodeIndex> =
                    values.iter().flat_map(|value| graph.indexes_with_value(label, key, value)).collect();
                if *any {
                    found.sort_unstable();
                    found.dedup();
                }
                Box::new(found.into_iter())
            }
        })
    }
}

/// Whether the index of a property finds all nodes whose property equals a value.
const fn is_indexed(value: &Value) -> bool {
    matches!(
        value,
        Value::Null | Value::Integer(_) | Value::Float(_) | Value::String(_) | Value::Boolean(_) | Value::Date(_)
    )
}

impl Fan for ScanFan<'_> {
    fn start(&mut self, batch: &Batch, row: usize) -> Result<()> {
        self.pending = self.source(batch, row)?;
        Ok(())
    }

    fn fill(&mut self, _: &Batch, _: usize, room: usize) -> Result<(usize, bool)> {
        let before = self.found.len();
        self.found.extend(self.pending.by_ref().take(room));
        let count = self.found.len() - before;
        Ok((count, count < room))
    }

    fn finish(&mut self, out: &mut Batch, _: &[usize]) {
        out.set(self.slot, Column::Nodes(std::mem::take(&mut self.found)));
    }
}
