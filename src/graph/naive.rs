//! The same interface done the plainest way: what the tests hold the graph against.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{
    Change, Direction, NodeContent, NodeId, Properties, RelationshipContent, RelationshipId, SchemaRule, Value,
};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Naive {
    nodes: BTreeMap<NodeId, NodeContent>,
    relationships: BTreeMap<RelationshipId, RelationshipContent>,
    adjacency: BTreeMap<NodeId, BTreeSet<RelationshipId>>,
    next_node: u64,
    next_relationship: u64,
    journal: Vec<Value>,
    rules: BTreeMap<Arc<str>, SchemaRule>,
}

impl Naive {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn journal(&self) -> impl Iterator<Item = &Value> {
        self.journal.iter()
    }

    pub fn rules(&self) -> impl Iterator<Item = &SchemaRule> {
        self.rules.values()
    }

    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    pub fn relationship_count(&self) -> usize {
        self.relationships.len()
    }

    pub fn next_node_id(&self) -> NodeId {
        NodeId(self.next_node)
    }

    pub fn next_relationship_id(&self) -> RelationshipId {
        RelationshipId(self.next_relationship)
    }

    pub fn contains_node(&self, id: NodeId) -> bool {
        self.nodes.contains_key(&id)
    }

    pub fn contains_relationship(&self, id: RelationshipId) -> bool {
        self.relationships.contains_key(&id)
    }

    pub fn nodes(&self) -> Box<dyn Iterator<Item = NodeId> + '_> {
        Box::new(self.nodes.keys().copied())
    }

    pub fn relationships(&self) -> Box<dyn Iterator<Item = RelationshipId> + '_> {
        Box::new(self.relationships.keys().copied())
    }

    pub fn nodes_with_label(&self, label: &str) -> Box<dyn Iterator<Item = NodeId> + '_> {
        let label = label.to_owned();
        Box::new(self.nodes.iter().filter(move |(_, n)| n.labels.iter().any(|l| **l == *label)).map(|(id, _)| *id))
    }

    pub fn label_count(&self, label: &str) -> usize {
        self.nodes_with_label(label).count()
    }

    pub fn label_counts(&self) -> Vec<(Arc<str>, usize)> {
        let mut counts = BTreeMap::new();
        for label in self.nodes.values().flat_map(|n| &n.labels) {
            *counts.entry(Arc::clone(label)).or_insert(0) += 1;
        }
        counts.into_iter().collect()
    }

    pub fn type_counts(&self) -> Vec<(Arc<str>, usize)> {
        let mut counts = BTreeMap::new();
        for r in self.relationships.values() {
            *counts.entry(Arc::clone(&r.relationship_type)).or_insert(0) += 1;
        }
        counts.into_iter().collect()
    }

    pub fn property_keys(&self) -> Vec<Arc<str>> {
        let keys: BTreeSet<_> = self
            .nodes
            .values()
            .flat_map(|n| n.properties.keys())
            .chain(self.relationships.values().flat_map(|r| r.properties.keys()))
            .cloned()
            .collect();
        keys.into_iter().collect()
    }

    pub fn labels(&self, id: NodeId) -> Vec<Arc<str>> {
        self.nodes.get(&id).map(|n| n.labels.clone()).unwrap_or_default()
    }

    pub fn has_label(&self, id: NodeId, label: &str) -> bool {
        self.nodes.get(&id).is_some_and(|n| n.labels.iter().any(|l| **l == *label))
    }

    pub fn node_property(&self, id: NodeId, key: &str) -> Value {
        self.nodes.get(&id).and_then(|n| n.properties.get(key)).cloned().unwrap_or_default()
    }

    pub fn relationship_property(&self, id: RelationshipId, key: &str) -> Value {
        self.relationships.get(&id).and_then(|r| r.properties.get(key)).cloned().unwrap_or_default()
    }

    pub fn node_properties(&self, id: NodeId) -> Properties {
        self.nodes.get(&id).map(|n| n.properties.clone()).unwrap_or_default()
    }

    pub fn relationship_properties(&self, id: RelationshipId) -> Properties {
        self.relationships.get(&id).map(|r| r.properties.clone()).unwrap_or_default()
    }

    pub fn ends(&self, id: RelationshipId) -> Option<(NodeId, NodeId)> {
        self.relationships.get(&id).map(|r| (r.start, r.end))
    }

    pub fn relationship_type(&self, id: RelationshipId) -> Option<Arc<str>> {
        self.relationships.get(&id).map(|r| Arc::clone(&r.relationship_type))
    }

    pub fn node(&self, id: NodeId) -> Option<NodeContent> {
        self.nodes.get(&id).cloned()
    }

    pub fn relationship(&self, id: RelationshipId) -> Option<RelationshipContent> {
        self.relationships.get(&id).cloned()
    }

    pub fn neighbours<'a>(
        &'a self,
        id: NodeId,
        direction: Direction,
        types: &'a [Arc<str>],
    ) -> Box<dyn Iterator<Item = (RelationshipId, NodeId)> + 'a> {
        Box::new(self.adjacency.get(&id).into_iter().flatten().filter_map(move |r| {
            let content = self.relationships.get(r)?;
            if !types.is_empty() && !types.contains(&content.relationship_type) {
                return None;
            }
            match direction {
                Direction::Outgoing if content.start == id => Some((*r, content.end)),
                Direction::Incoming if content.end == id => Some((*r, content.start)),
                Direction::Both => Some((*r, if content.start == id { content.end } else { content.start })),
                _ => None,
            }
        }))
    }

    pub fn nodes_with_property(&self, label: &str, key: &str, value: &Value) -> Vec<NodeId> {
        self.nodes_with_label(label).filter(|id| self.node_property(*id, key) == *value).collect()
    }

    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::Journal { number, entry } => {
                if *number == self.journal.len() as u64 {
                    self.journal.push(entry.clone());
                }
            }
            Change::AddRule { rule } => drop(self.rules.insert(Arc::clone(&rule.name), rule.clone())),
            Change::DropRule { name } => drop(self.rules.remove(name)),
            Change::CreateNode { id, labels, properties } => {
                self.next_node = self.next_node.max(id.0 + 1);
                self.nodes.insert(*id, NodeContent { labels: labels.clone(), properties: properties.clone() });
            }
            Change::CreateRelationship { id, start, end, relationship_type, properties } => {
                let target = (*start, *end, Arc::clone(relationship_type));
                let moved = |r: &RelationshipContent| (r.start, r.end, Arc::clone(&r.relationship_type)) != target;
                let misplaced = self.relationships.get(id).is_some_and(moved);
                if misplaced || !self.nodes.contains_key(start) || !self.nodes.contains_key(end) {
                    return;
                }
                self.next_relationship = self.next_relationship.max(id.0 + 1);
                self.adjacency.entry(*start).or_default().insert(*id);
                self.adjacency.entry(*end).or_default().insert(*id);
                let (relationship_type, properties) = (Arc::clone(relationship_type), properties.clone());
                let content = RelationshipContent { start: *start, end: *end, relationship_type, properties };
                self.relationships.insert(*id, content);
            }
            Change::SetNodeProperty { id, key, value } => {
                if let Some(n) = self.nodes.get_mut(id) {
                    set(&mut n.properties, key, value);
                }
            }
            Change::SetRelationshipProperty { id, key, value } => {
                if let Some(r) = self.relationships.get_mut(id) {
                    set(&mut r.properties, key, value);
                }
            }
            Change::AddLabel { id, label } => {
                if let Some(n) = self.nodes.get_mut(id)
                    && let Err(at) = n.labels.binary_search(label)
                {
                    n.labels.insert(at, Arc::clone(label));
                }
            }
            Change::RemoveLabel { id, label } => {
                if let Some(n) = self.nodes.get_mut(id) {
                    n.labels.retain(|l| l != label);
                }
            }
            Change::DeleteNode { id } => {
                if self.adjacency.get(id).is_none_or(BTreeSet::is_empty) {
                    self.nodes.remove(id);
                }
            }
            Change::DeleteRelationship { id } => {
                if let Some(r) = self.relationships.remove(id) {
                    for end in [r.start, r.end] {
                        if let Some(set) = self.adjacency.get_mut(&end) {
                            set.remove(id);
                        }
                    }
                }
            }
        }
    }
}

fn set(properties: &mut Properties, key: &Arc<str>, value: &Value) {
    if value.is_null() {
        properties.remove(key);
    } else {
        properties.insert(Arc::clone(key), value.clone());
    }
}
