//! Identities and names to content: the plain reading interface of a graph.

use std::sync::Arc;

use super::symbols::Names;
use super::{Graph, LabelId, NodeIndex, TypeSet};
use crate::model::{Direction, NodeContent, NodeId, Properties, RelationshipContent, RelationshipId, Value};

impl Graph {
    /// Number of nodes.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.counts.nodes
    }

    /// Number of relationships.
    #[must_use]
    pub fn relationship_count(&self) -> usize {
        self.counts.relationships
    }

    /// An identity that no node of this graph has or had.
    #[must_use]
    pub fn next_node_id(&self) -> NodeId {
        NodeId(self.next_node)
    }

    /// An identity that no relationship of this graph has or had.
    #[must_use]
    pub fn next_relationship_id(&self) -> RelationshipId {
        RelationshipId(self.next_relationship)
    }

    /// Whether the node exists.
    #[must_use]
    pub fn contains_node(&self, id: NodeId) -> bool {
        self.node_index(id).is_some()
    }

    /// Whether the relationship exists.
    #[must_use]
    pub fn contains_relationship(&self, id: RelationshipId) -> bool {
        self.relationship_index(id).is_some()
    }

    /// All nodes, in order of identity.
    pub fn nodes(&self) -> Box<dyn Iterator<Item = NodeId> + '_> {
        Box::new(self.node_indexes().filter_map(|index| self.node_id(index)))
    }

    /// All relationships, in order of identity.
    pub fn relationships(&self) -> Box<dyn Iterator<Item = RelationshipId> + '_> {
        Box::new(self.relationship_indexes().filter_map(|index| self.relationship_id(index)))
    }

    /// The nodes that have a label, in order of identity.
    pub fn nodes_with_label(&self, label: &str) -> Box<dyn Iterator<Item = NodeId> + '_> {
        let rows = self.label_id(label).into_iter().flat_map(|label| self.indexes_with_label(label));
        Box::new(rows.filter_map(|index| self.node_id(index)))
    }

    /// The relationships that have a type, in order of identity.
    pub fn relationships_with_type(&self, relationship_type: &str) -> Box<dyn Iterator<Item = RelationshipId> + '_> {
        let rows = self.type_id(relationship_type).into_iter().flat_map(|t| self.indexes_with_type(t));
        Box::new(rows.filter_map(|index| self.relationship_id(index)))
    }

    /// How many nodes have a label. Cost: constant.
    #[must_use]
    pub fn label_count(&self, label: &str) -> usize {
        self.label_id(label).map_or(0, |label| self.counts.labels.get(label.index()))
    }

    /// How many relationships have a type. Cost: constant.
    #[must_use]
    pub fn type_count(&self, relationship_type: &str) -> usize {
        self.type_id(relationship_type).map_or(0, |t| self.counts.types.get(t.index()))
    }

    /// Labels in use with the number of their nodes, sorted by name.
    #[must_use]
    pub fn label_counts(&self) -> Vec<(Arc<str>, usize)> {
        in_use(&self.symbols.labels, |label| self.counts.labels.get(label))
    }

    /// Types in use with the number of their relationships, sorted by name.
    #[must_use]
    pub fn type_counts(&self) -> Vec<(Arc<str>, usize)> {
        in_use(&self.symbols.types, |t| self.counts.types.get(t))
    }

    /// Property keys in use, sorted.
    #[must_use]
    pub fn property_keys(&self) -> Vec<Arc<str>> {
        in_use(&self.symbols.keys, |key| self.counts.keys.get(key)).into_iter().map(|(key, _)| key).collect()
    }

    /// Labels of a node, sorted; empty when it does not exist.
    #[must_use]
    pub fn labels(&self, id: NodeId) -> Vec<Arc<str>> {
        self.node_index(id).map(|index| self.labels_at(index)).unwrap_or_default()
    }

    /// Whether a node has a label.
    #[must_use]
    pub fn has_label(&self, id: NodeId, label: &str) -> bool {
        let found: Option<(NodeIndex, LabelId)> = self.node_index(id).zip(self.label_id(label));
        found.is_some_and(|(index, label)| self.has_label_at(index, label))
    }

    /// A node's property; `Null` when absent.
    #[must_use]
    pub fn node_property(&self, id: NodeId, key: &str) -> Value {
        let found = self.node_index(id).zip(self.key_id(key));
        found.and_then(|(index, key)| self.node_value(index, key)).map(|v| v.into_owned()).unwrap_or_default()
    }

    /// A relationship's property; `Null` when absent.
    #[must_use]
    pub fn relationship_property(&self, id: RelationshipId, key: &str) -> Value {
        let found = self.relationship_index(id).zip(self.key_id(key));
        found.and_then(|(index, key)| self.relationship_value(index, key)).map(|v| v.into_owned()).unwrap_or_default()
    }

    /// A node's properties.
    #[must_use]
    pub fn node_properties(&self, id: NodeId) -> Properties {
        self.node_index(id).map(|index| self.node_properties_at(index)).unwrap_or_default()
    }

    /// A relationship's properties.
    #[must_use]
    pub fn relationship_properties(&self, id: RelationshipId) -> Properties {
        self.relationship_index(id).map(|index| self.relationship_properties_at(index)).unwrap_or_default()
    }

    /// A relationship's start and end.
    #[must_use]
    pub fn ends(&self, id: RelationshipId) -> Option<(NodeId, NodeId)> {
        let (start, end) = self.ends_at(self.relationship_index(id)?)?;
        Some((self.node_id(start)?, self.node_id(end)?))
    }

    /// A relationship's type.
    #[must_use]
    pub fn relationship_type(&self, id: RelationshipId) -> Option<Arc<str>> {
        Some(self.type_name(self.relationship_type_at(self.relationship_index(id)?)?))
    }

    /// The whole of a node.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<NodeContent> {
        let index = self.node_index(id)?;
        Some(NodeContent { labels: self.labels_at(index), properties: self.node_properties_at(index) })
    }

    /// The whole of a relationship.
    #[must_use]
    pub fn relationship(&self, id: RelationshipId) -> Option<RelationshipContent> {
        let index = self.relationship_index(id)?;
        let (start, end) = self.ends_at(index)?;
        Some(RelationshipContent {
            start: self.node_id(start)?,
            end: self.node_id(end)?,
            relationship_type: self.type_name(self.relationship_type_at(index)?),
            properties: self.relationship_properties_at(index),
        })
    }

    /// Relationships of a node with the node at their other end; all types when `types` is empty. A loop comes once
    /// for `Both`. The order is the same each time that the same graph is asked, and says nothing.
    pub fn neighbours<'a>(
        &'a self,
        id: NodeId,
        direction: Direction,
        types: &'a [Arc<str>],
    ) -> Box<dyn Iterator<Item = (RelationshipId, NodeId)> + 'a> {
        let types = self.type_set(types);
        let found = self.node_index(id).into_iter().flat_map(move |index| self.expand(index, direction, &types));
        Box::new(
            found.filter_map(|(relationship, node)| Some((self.relationship_id(relationship)?, self.node_id(node)?))),
        )
    }

    /// How many relationships `neighbours` gives.
    #[must_use]
    pub fn degree(&self, id: NodeId, direction: Direction, types: &[Arc<str>]) -> usize {
        let types = self.type_set(types);
        self.node_index(id).map_or(0, |index| self.degree_at(index, direction, &types))
    }

    /// The types of these names as a set for [`Graph::expand`]; all types when there are none. Names that no
    /// relationship has are left out.
    #[must_use]
    pub fn type_set(&self, types: &[Arc<str>]) -> TypeSet {
        if types.is_empty() { TypeSet::Any } else { TypeSet::of(types.iter().filter_map(|name| self.type_id(name))) }
    }
}

/// The symbols that count something, with their counts, sorted by name.
fn in_use(names: &Names, count: impl Fn(usize) -> usize) -> Vec<(Arc<str>, usize)> {
    let counted = names.iter().enumerate().map(|(at, name)| (Arc::clone(name), count(at)));
    let mut used: Vec<_> = counted.filter(|(_, count)| *count > 0).collect();
    used.sort_unstable();
    used
}
