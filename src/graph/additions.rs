//! New nodes and relationships, one by one, to a graph that is built: without a change made of each.

use std::sync::Arc;

use super::GraphBuilder;
use super::builder::column_at;
use super::symbols::intern;
use crate::model::{NodeId, RelationshipId, Value};

impl GraphBuilder {
    /// A new node with the next identity. Labels may come in any order and repeat; null properties are left out.
    pub fn add_node(&mut self, labels: &[Arc<str>], properties: impl IntoIterator<Item = (Arc<str>, Value)>) -> NodeId {
        let id = self.next_node;
        let labels = self.labels(labels);
        let set = self.label_set(&labels);
        let row = self.push_node(id, set);
        for (key, value) in properties {
            let key = self.key(&key);
            column_at(&mut self.node_columns, key).push(row, value);
        }
        NodeId(id)
    }

    /// A new relationship with the next identity; `None` when an end does not exist. Null properties are left out.
    pub fn add_relationship(
        &mut self,
        start: NodeId,
        end: NodeId,
        relationship_type: &Arc<str>,
        properties: impl IntoIterator<Item = (Arc<str>, Value)>,
    ) -> Option<RelationshipId> {
        let (start, end) = (self.nodes.alive(start.0)?, self.nodes.alive(end.0)?);
        let id = self.next_relationship;
        let found = self.symbols.types.find(relationship_type);
        let t = intern(&mut self.symbols, |s| &mut s.types, found, relationship_type);
        let row = self.push_relationship(id, start, end, t);
        for (key, value) in properties {
            let key = self.key(&key);
            column_at(&mut self.relationship_columns, key).push(row, value);
        }
        Some(RelationshipId(id))
    }
}
