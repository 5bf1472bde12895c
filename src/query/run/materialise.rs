//! Rows of the engine to rows that leave it: nodes and relationships get their content.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::batch::Batch;
use super::session::Run;
use crate::model::{
    Node, NodeContent, NodeId, Path, Properties, Relationship, RelationshipContent, RelationshipId, Value,
};

/// Fills content in; each node and relationship is looked up once.
pub struct Materialiser<'g> {
    run: Run<'g>,
    nodes: FxHashMap<NodeId, Arc<NodeContent>>,
    relationships: FxHashMap<RelationshipId, Arc<RelationshipContent>>,
}

impl<'g> Materialiser<'g> {
    /// Content comes from the graph of `run`.
    #[must_use]
    pub fn new(run: Run<'g>) -> Self {
        Self { run, nodes: FxHashMap::default(), relationships: FxHashMap::default() }
    }

    /// A row's values in these slots.
    pub fn row(&mut self, batch: &Batch, row: usize, slots: &[usize]) -> Vec<Value> {
        slots.iter().map(|slot| self.value(batch.value(*slot, row, self.run.graph))).collect()
    }

    fn value(&mut self, value: Value) -> Value {
        match value {
            Value::Node(node) => Value::Node(self.node(node.id)),
            Value::Relationship(r) => Value::Relationship(self.relationship(r.id)),
            Value::Path(path) => Value::Path(Arc::new(Path {
                nodes: path.nodes.iter().map(|n| self.node(n.id)).collect(),
                relationships: path.relationships.iter().map(|r| self.relationship(r.id)).collect(),
            })),
            Value::List(items) if items.iter().any(holds_entities) => {
                Value::list(items.iter().map(|item| self.value(item.clone())).collect::<Vec<_>>())
            }
            Value::Map(map) if map.values().any(holds_entities) => {
                let entries = map.iter().map(|(key, v)| (Arc::clone(key), self.value(v.clone())));
                Value::Map(Arc::new(entries.collect::<BTreeMap<_, _>>()))
            }
            other => other,
        }
    }

    fn node(&mut self, id: NodeId) -> Node {
        let graph = self.run.graph;
        let content = self.nodes.entry(id).or_insert_with(|| Arc::new(graph.node(id).unwrap_or_default()));
        Node { id, content: Some(Arc::clone(content)) }
    }

    fn relationship(&mut self, id: RelationshipId) -> Relationship {
        let run = self.run;
        let content = self.relationships.entry(id).or_insert_with(|| {
            Arc::new(run.graph.relationship(id).unwrap_or_else(|| {
                // Of a deleted one, the type and the ends are left.
                let deleted = run.deleted.and_then(|d| d.relationship(id));
                let (start, end, relationship_type) = deleted.cloned().unwrap_or((NodeId(0), NodeId(0), Arc::from("")));
                RelationshipContent { start, end, relationship_type, properties: Properties::new() }
            }))
        });
        Relationship { id, content: Some(Arc::clone(content)) }
    }
}

fn holds_entities(value: &Value) -> bool {
    match value {
        Value::Node(_) | Value::Relationship(_) | Value::Path(_) => true,
        Value::List(items) => items.iter().any(holds_entities),
        Value::Map(map) => map.values().any(holds_entities),
        _ => false,
    }
}
