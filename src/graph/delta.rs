//! Changes since the last fold, in persistent maps: a clone is a snapshot and costs next to nothing.

use std::sync::Arc;

use imbl::shared_ptr::DefaultSharedPtr;
use imbl::{GenericHashMap, OrdMap, OrdSet, Vector};
use rustc_hash::FxBuildHasher;

use super::symbols::{KeyId, LabelId, TypeId};
use crate::model::{NodeId, RelationshipId, Value};

pub(super) type Map<K, V> = GenericHashMap<K, V, FxBuildHasher, DefaultSharedPtr>;

/// What is newer than the base. Rows below the base's bound are changed or deleted ones, rows above it are new.
#[derive(Clone, Debug, Default)]
pub(super) struct Delta {
    /// Whole records that replace those of the base; `None`: deleted.
    pub(super) nodes: Map<u32, Option<Arc<NodeRecord>>>,
    pub(super) relationships: Map<u32, Option<Arc<RelationshipRecord>>>,
    /// Identities of the rows beyond the base, in order of rows; also of those deleted again.
    pub(super) new_nodes: Vector<NodeId>,
    pub(super) new_relationships: Vector<RelationshipId>,
    pub(super) node_rows: Map<NodeId, u32>,
    pub(super) relationship_rows: Map<RelationshipId, u32>,
    /// New relationships, by the node at either end.
    pub(super) adjacency: Map<u32, NodeDelta>,
    pub(super) all_nodes: Members<NodeId>,
    pub(super) all_relationships: Members<RelationshipId>,
    pub(super) by_label: Map<LabelId, Members<NodeId>>,
    pub(super) by_type: Map<TypeId, Members<RelationshipId>>,
    /// The keys by whose values the delta's nodes are indexed, and that index.
    pub(super) indexed: Arc<Vec<KeyId>>,
    pub(super) by_value: Map<(KeyId, u64), OrdSet<u32>>,
}

/// A node of the delta.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct NodeRecord {
    /// Sorted by symbol.
    pub(super) labels: Vec<LabelId>,
    /// Sorted by symbol.
    pub(super) properties: Vec<(KeyId, Value)>,
}

/// A relationship of the delta.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RelationshipRecord {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) relationship_type: TypeId,
    /// Sorted by symbol.
    pub(super) properties: Vec<(KeyId, Value)>,
}

/// What the delta changes in a node's adjacency.
#[derive(Clone, Debug, Default)]
pub(super) struct NodeDelta {
    pub(super) outgoing: Vector<Entry>,
    pub(super) incoming: Vector<Entry>,
    /// Whether a relationship of the base was deleted here: then each has to be looked at.
    pub(super) thinned: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) relationship_type: TypeId,
    pub(super) neighbour: u32,
    pub(super) relationship: u32,
}

/// How a set of rows differs from the base's.
#[derive(Clone, Debug)]
pub(super) struct Members<Id: Ord> {
    pub(super) added: OrdMap<Id, u32>,
    pub(super) removed: OrdSet<u32>,
}

impl<Id: Ord + Clone> Default for Members<Id> {
    fn default() -> Self {
        Self { added: OrdMap::new(), removed: OrdSet::new() }
    }
}

impl<Id: Ord + Copy> Members<Id> {
    /// Notes whether a row is in the set now, given whether the base has it there.
    pub(super) fn note(&mut self, id: Id, row: u32, in_base: bool, now: bool) {
        match (in_base, now) {
            (true, true) => drop(self.removed.remove(&row)),
            (true, false) => drop(self.removed.insert(row)),
            (false, true) => drop(self.added.insert(id, row)),
            (false, false) => drop(self.added.remove(&id)),
        }
    }
}

impl Delta {
    /// How much there is to fold.
    pub(super) fn weight(&self) -> usize {
        self.nodes.len() + self.relationships.len()
    }
}

/// A property of a record.
pub(super) fn property(properties: &[(KeyId, Value)], key: KeyId) -> Option<&Value> {
    let at = properties.binary_search_by_key(&key, |(k, _)| *k).ok()?;
    properties.get(at).map(|(_, value)| value)
}

/// Sets a property of a record; `Null` removes it.
pub(super) fn set_property(properties: &mut Vec<(KeyId, Value)>, key: KeyId, value: Value) {
    match (properties.binary_search_by_key(&key, |(k, _)| *k), value.is_null()) {
        (Ok(at), true) => drop(properties.remove(at)),
        (Ok(at), false) => {
            if let Some(slot) = properties.get_mut(at) {
                slot.1 = value;
            }
        }
        (Err(_), true) => {}
        (Err(at), false) => properties.insert(at, (key, value)),
    }
}
