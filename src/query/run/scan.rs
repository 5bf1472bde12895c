//! Nodes of a kind, for each row.

use super::batch::{Batch, Column};
use super::evaluate::Frame;
use super::fan::Fan;
use super::session::Run;
use crate::model::{NodeId, Value};
use crate::query::QueryError;
use crate::query::plan::Nodes;

type Result<T> = std::result::Result<T, QueryError>;

/// Finds nodes.
pub struct ScanFan<'g> {
    run: Run<'g>,
    slot: usize,
    nodes: &'g Nodes,
    pending: Box<dyn Iterator<Item = NodeId> + 'g>,
    found: Vec<NodeId>,
}

impl<'g> ScanFan<'g> {
    /// Nodes of a kind into a slot.
    pub fn new(run: Run<'g>, slot: usize, nodes: &'g Nodes) -> Self {
        Self { run, slot, nodes, pending: Box::new(std::iter::empty()), found: Vec::new() }
    }

    fn source(&self, batch: &Batch, row: usize) -> Result<Box<dyn Iterator<Item = NodeId> + 'g>> {
        let graph = self.run.graph;
        Ok(match self.nodes {
            Nodes::All => graph.nodes(),
            Nodes::Label(label) => graph.nodes_with_label(label),
            Nodes::Identity(value) => {
                let id = Frame::new(&self.run, batch, row).evaluate(value)?;
                let id = id.as_integer().and_then(|i| u64::try_from(i).ok()).map(NodeId);
                Box::new(id.into_iter().filter(|id| graph.contains_node(*id)))
            }
            Nodes::Property { label, key, value, any } => {
                let value = Frame::new(&self.run, batch, row).evaluate(value)?;
                let values = match (any, &value) {
                    (true, Value::List(items)) => items.to_vec(),
                    // The condition, which is still to come, says what is wrong with other values.
                    (true, _) => return Ok(graph.nodes_with_label(label)),
                    (false, _) => vec![value],
                };
                let mut found = Vec::new();
                for value in values {
                    let Some(forms) = forms(&value) else { return Ok(graph.nodes_with_label(label)) };
                    for form in forms {
                        found.extend(graph.nodes_with_property(label, key, &form));
                    }
                }
                if *any {
                    found.sort_unstable();
                    found.dedup();
                }
                Box::new(found.into_iter())
            }
        })
    }
}

/// The forms in which a property can hold a value that equals this one; `None` when only looking at each can tell.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // compared afterwards
fn forms(value: &Value) -> Option<Vec<Value>> {
    Some(match value {
        Value::Null => Vec::new(),
        Value::Integer(i) if (*i as f64) as i64 == *i => vec![value.clone(), Value::Float(*i as f64)],
        Value::Float(x) if x.fract() == 0.0 && x.abs() < 9e18 => vec![value.clone(), Value::Integer(*x as i64)],
        Value::Integer(_) | Value::String(_) | Value::Boolean(_) | Value::Date(_) => vec![value.clone()],
        _ => return None,
    })
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
