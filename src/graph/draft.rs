//! Uncommitted changes over a snapshot: what a transaction has done so far, readable as a graph.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Graph;
use crate::model::{Change, Direction, NodeId, Properties, RelationshipId, Value};

/// A snapshot, and changes on it that nobody else sees yet.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    graph: Graph,
    changes: Vec<Change>,
    deleted: Deleted,
}

/// What a draft has deleted: a row may still hold it.
#[derive(Clone, Debug, Default)]
pub struct Deleted {
    nodes: FxHashSet<NodeId>,
    relationships: FxHashMap<RelationshipId, (NodeId, NodeId, Arc<str>)>,
}

/// A state of a draft to go back to.
#[derive(Clone, Debug)]
pub struct Savepoint {
    graph: Graph,
    changes: usize,
    deleted: Deleted,
}

impl Deleted {
    /// Whether nothing is deleted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty() && self.relationships.is_empty()
    }

    /// Whether this node is.
    #[must_use]
    pub fn has_node(&self, id: NodeId) -> bool {
        self.nodes.contains(&id)
    }

    /// The type of a deleted relationship; `None` when it is not deleted.
    #[must_use]
    pub fn relationship_type(&self, id: RelationshipId) -> Option<&Arc<str>> {
        self.relationships.get(&id).map(|(_, _, relationship_type)| relationship_type)
    }

    /// Start, end and type of a deleted relationship; `None` when it is not deleted.
    #[must_use]
    pub fn relationship(&self, id: RelationshipId) -> Option<&(NodeId, NodeId, Arc<str>)> {
        self.relationships.get(&id)
    }
}

impl Draft {
    /// No changes yet over `graph`.
    #[must_use]
    pub fn new(graph: Graph) -> Self {
        Self { graph, changes: Vec::new(), deleted: Deleted::default() }
    }

    /// The graph with all changes so far.
    #[must_use]
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The changes so far, in order.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The changes, for the store.
    #[must_use]
    pub fn into_changes(self) -> Vec<Change> {
        self.changes
    }

    /// What has been deleted.
    #[must_use]
    pub fn deleted(&self) -> &Deleted {
        &self.deleted
    }

    /// The present state, to go back to. Cost: that of a snapshot.
    #[must_use]
    pub fn savepoint(&self) -> Savepoint {
        Savepoint { graph: self.graph.clone(), changes: self.changes.len(), deleted: self.deleted.clone() }
    }

    /// Forgets all that happened since the savepoint.
    pub fn rollback_to(&mut self, savepoint: Savepoint) {
        self.graph = savepoint.graph;
        self.changes.truncate(savepoint.changes);
        self.deleted = savepoint.deleted;
    }

    /// A new node. Labels may come in any order and repeat; null properties are left out.
    pub fn create_node(&mut self, mut labels: Vec<Arc<str>>, mut properties: Properties) -> NodeId {
        labels.sort();
        labels.dedup();
        properties.retain(|_, value| !value.is_null());
        let id = self.graph.next_node_id();
        self.apply(Change::CreateNode { id, labels, properties });
        id
    }

    /// A new relationship between two nodes that exist; null properties are left out.
    pub fn create_relationship(
        &mut self,
        start: NodeId,
        end: NodeId,
        relationship_type: Arc<str>,
        mut properties: Properties,
    ) -> RelationshipId {
        properties.retain(|_, value| !value.is_null());
        let id = self.graph.next_relationship_id();
        self.apply(Change::CreateRelationship { id, start, end, relationship_type, properties });
        id
    }

    /// A node's property gets a value, or goes with `Null`. Whether that changed anything.
    pub fn set_node_property(&mut self, id: NodeId, key: &Arc<str>, value: Value) -> bool {
        if self.graph.node_property(id, key) == value {
            return false;
        }
        self.apply(Change::SetNodeProperty { id, key: Arc::clone(key), value });
        true
    }

    /// A relationship's property gets a value, or goes with `Null`. Whether that changed anything.
    pub fn set_relationship_property(&mut self, id: RelationshipId, key: &Arc<str>, value: Value) -> bool {
        if self.graph.relationship_property(id, key) == value {
            return false;
        }
        self.apply(Change::SetRelationshipProperty { id, key: Arc::clone(key), value });
        true
    }

    /// A node gets a label. Whether it is new to it.
    pub fn add_label(&mut self, id: NodeId, label: &Arc<str>) -> bool {
        let new = !self.graph.has_label(id, label);
        if new {
            self.apply(Change::AddLabel { id, label: Arc::clone(label) });
        }
        new
    }

    /// A node loses a label. Whether it had it.
    pub fn remove_label(&mut self, id: NodeId, label: &Arc<str>) -> bool {
        let had = self.graph.has_label(id, label);
        if had {
            self.apply(Change::RemoveLabel { id, label: Arc::clone(label) });
        }
        had
    }

    /// A relationship disappears. Whether it was there.
    pub fn delete_relationship(&mut self, id: RelationshipId) -> bool {
        let (Some((start, end)), Some(relationship_type)) = (self.graph.ends(id), self.graph.relationship_type(id))
        else {
            return false;
        };
        self.deleted.relationships.insert(id, (start, end, relationship_type));
        self.apply(Change::DeleteRelationship { id });
        true
    }

    /// A node disappears, if it has no relationships left. Whether it was there and went.
    pub fn delete_node(&mut self, id: NodeId) -> bool {
        if !self.graph.contains_node(id) || self.graph.degree(id, Direction::Both, &[]) > 0 {
            return false;
        }
        self.deleted.nodes.insert(id);
        self.apply(Change::DeleteNode { id });
        true
    }

    /// The journal gets an entry at its end.
    pub fn append_to_journal(&mut self, entry: Value) {
        let number = self.graph.journal().len() as u64;
        self.apply(Change::Journal { number, entry });
    }

    /// A change that was worked out outside of a statement; one that names what does not exist changes nothing.
    pub fn apply(&mut self, change: Change) {
        self.graph.apply(&change);
        self.changes.push(change);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rollback_forgets_everything_since_the_savepoint() {
        let mut draft = Draft::default();
        let a = draft.create_node(vec!["B".into(), "A".into(), "B".into()], Properties::new());
        let savepoint = draft.savepoint();
        let b = draft.create_node(vec![], Properties::new());
        let r = draft.create_relationship(a, b, "R".into(), Properties::new());
        assert!(draft.delete_relationship(r));
        draft.rollback_to(savepoint);
        assert_eq!(draft.graph().node_count(), 1);
        assert_eq!(draft.changes().len(), 1);
        assert!(draft.deleted().is_empty());
        assert_eq!(draft.graph().labels(a), ["A".into(), "B".into()]);
    }

    #[test]
    fn node_with_relationships_stays() {
        let mut draft = Draft::default();
        let a = draft.create_node(vec![], Properties::new());
        let r = draft.create_relationship(a, a, "R".into(), Properties::new());
        assert!(!draft.delete_node(a));
        assert!(draft.delete_relationship(r));
        assert!(draft.delete_node(a));
        assert!(draft.deleted().has_node(a));
        assert_eq!(draft.deleted().relationship_type(r).map(AsRef::as_ref), Some("R"));
    }

    #[test]
    fn setting_an_equal_value_changes_nothing() {
        let mut draft = Draft::default();
        let a = draft.create_node(vec![], Properties::new());
        let key: Arc<str> = "name".into();
        assert!(draft.set_node_property(a, &key, "Абай".into()));
        assert!(!draft.set_node_property(a, &key, "Абай".into()));
        assert!(draft.set_node_property(a, &key, Value::Null));
        assert_eq!(draft.changes().len(), 3);
    }
}
