//! The folded part of a graph: immutable tables of nodes and relationships, with adjacency and indexes made at first use.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::adjacency::Adjacency;
use super::codes::Codes;
use super::column::Column;
use super::identities::Identities;
use super::index::PropertyIndex;
use super::ranges::RangeIndex;
use super::symbols::{KeyId, LabelId, TypeId};

/// What was folded last. Shared by all snapshots since.
#[derive(Debug, Default)]
pub(super) struct Base {
    pub(super) nodes: NodeTable,
    pub(super) relationships: RelationshipTable,
    /// By type: outgoing, incoming.
    adjacency: Vec<[OnceLock<Adjacency>; 2]>,
    /// All types together: outgoing, incoming.
    whole: [OnceLock<Adjacency>; 2],
    indexes: Indexes<PropertyIndex>,
    ranges: Indexes<RangeIndex>,
}

/// Indexes by label and property, each made by its first reader while others go on.
type Indexes<I> = RwLock<FxHashMap<(LabelId, KeyId), Arc<OnceLock<I>>>>;

/// The index of a label and property, made when there is none.
fn index_of<I>(indexes: &Indexes<I>, label: LabelId, key: KeyId, make: impl FnOnce() -> I) -> Arc<OnceLock<I>> {
    let known = indexes.read().unwrap_or_else(PoisonError::into_inner).get(&(label, key)).cloned();
    let cell = known.unwrap_or_else(|| {
        let mut indexes = indexes.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(indexes.entry((label, key)).or_default())
    });
    cell.get_or_init(make);
    cell
}

/// The labels and properties that have an index.
fn indexed<I>(indexes: &Indexes<I>) -> Vec<(LabelId, KeyId)> {
    indexes.read().unwrap_or_else(PoisonError::into_inner).keys().copied().collect()
}

/// Nodes in order of identity.
#[derive(Debug, Default)]
pub(super) struct NodeTable {
    pub(super) ids: Identities,
    /// The distinct sets of labels, each sorted by symbol, and which of them each node has.
    pub(super) label_sets: Vec<Box<[LabelId]>>,
    pub(super) set_of: Codes,
    /// Nodes by label, ascending.
    pub(super) by_label: Vec<Box<[u32]>>,
    pub(super) columns: Columns,
}

/// Relationships in order of identity.
#[derive(Debug, Default)]
pub(super) struct RelationshipTable {
    pub(super) ids: Identities,
    pub(super) starts: Box<[u32]>,
    pub(super) ends: Box<[u32]>,
    pub(super) types: Codes,
    /// Relationships by type, ascending.
    pub(super) by_type: Vec<Box<[u32]>>,
    pub(super) columns: Columns,
}

/// Properties of a table, and which keys occur in which group of its rows (a set of labels, a type).
#[derive(Debug, Default)]
pub(super) struct Columns {
    by_key: Vec<Option<Column>>,
    keys_of_group: Vec<Box<[KeyId]>>,
}

impl Columns {
    pub(super) fn new(by_key: Vec<Option<Column>>, group_of: &Codes, groups: usize) -> Self {
        let mut keys_of_group = vec![Vec::new(); groups];
        for (key, column) in
            by_key.iter().enumerate().filter_map(|(key, c)| Some((KeyId(super::dense(key)), c.as_ref()?)))
        {
            for group in column.rows().filter_map(|row| group_of.get(row as usize)) {
                if let Some(keys) = keys_of_group.get_mut(group as usize)
                    && keys.last() != Some(&key)
                {
                    keys.push(key);
                }
            }
        }
        Self { by_key, keys_of_group: keys_of_group.into_iter().map(Vec::into_boxed_slice).collect() }
    }

    /// With the keys of each group, in order.
    pub(super) fn of_groups(by_key: Vec<Option<Column>>, keys_of_group: Vec<Vec<KeyId>>) -> Self {
        Self { by_key, keys_of_group: keys_of_group.into_iter().map(Vec::into_boxed_slice).collect() }
    }

    #[inline]
    pub(super) fn column(&self, key: KeyId) -> Option<&Column> {
        self.by_key.get(key.index())?.as_ref()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (KeyId, &Column)> {
        self.by_key.iter().enumerate().filter_map(|(key, c)| Some((KeyId(super::dense(key)), c.as_ref()?)))
    }

    /// The keys that rows of a group may have.
    pub(super) fn keys_of_group(&self, group: u32) -> &[KeyId] {
        self.keys_of_group.get(group as usize).map_or(&[], |k| k)
    }

    pub(super) fn bytes(&self) -> usize {
        let count = self.iter().count();
        self.iter().map(|(_, column)| column.bytes(count)).sum()
    }
}

impl NodeTable {
    #[inline]
    pub(super) fn labels(&self, row: u32) -> &[LabelId] {
        self.set_of.get(row as usize).and_then(|set| self.label_sets.get(set as usize)).map_or(&[], |l| l)
    }

    pub(super) fn with_label(&self, label: LabelId) -> &[u32] {
        self.by_label.get(label.index()).map_or(&[], |r| r)
    }

    /// The keys that a node may have.
    pub(super) fn keys(&self, row: u32) -> &[KeyId] {
        self.set_of.get(row as usize).map_or(&[], |set| self.columns.keys_of_group(set))
    }
}

impl RelationshipTable {
    #[inline]
    pub(super) fn ends(&self, row: u32) -> Option<(u32, u32)> {
        Some((*self.starts.get(row as usize)?, *self.ends.get(row as usize)?))
    }

    #[inline]
    pub(super) fn relationship_type(&self, row: u32) -> Option<TypeId> {
        self.types.get(row as usize).map(TypeId)
    }

    /// Start, end and type.
    pub(super) fn content(&self, row: u32) -> Option<(u32, u32, TypeId)> {
        let (start, end) = self.ends(row)?;
        Some((start, end, self.relationship_type(row)?))
    }

    pub(super) fn with_type(&self, relationship_type: TypeId) -> &[u32] {
        self.by_type.get(relationship_type.index()).map_or(&[], |r| r)
    }

    /// The keys that a relationship may have.
    pub(super) fn keys(&self, row: u32) -> &[KeyId] {
        self.types.get(row as usize).map_or(&[], |t| self.columns.keys_of_group(t))
    }
}

impl Base {
    pub(super) fn new(nodes: NodeTable, relationships: RelationshipTable) -> Self {
        let adjacency = relationships.by_type.iter().map(|_| Default::default()).collect();
        Self {
            nodes,
            relationships,
            adjacency,
            whole: Default::default(),
            indexes: RwLock::default(),
            ranges: RwLock::default(),
        }
    }

    /// The adjacency of one type, or of all. Cost: constant, but for the first use of a type and direction, which sorts
    /// its relationships (about 50 ns each).
    #[inline]
    pub(super) fn adjacency(&self, relationship_type: Option<TypeId>, incoming: bool) -> Option<&Adjacency> {
        let pair = match relationship_type {
            Some(t) => self.adjacency.get(t.index())?,
            None => &self.whole,
        };
        let cell = if incoming { &pair[1] } else { &pair[0] };
        Some(cell.get_or_init(|| self.sort_adjacency(relationship_type, incoming)))
    }

    fn sort_adjacency(&self, relationship_type: Option<TypeId>, incoming: bool) -> Adjacency {
        let table = &self.relationships;
        let entry = |row: u32| {
            let (start, end) = table.ends(row).unwrap_or_default();
            if incoming { (end, start, row) } else { (start, end, row) }
        };
        let bound = self.nodes.ids.len();
        match relationship_type {
            Some(t) => Adjacency::new(table.with_type(t).iter().map(|row| entry(*row)), bound),
            None => Adjacency::new((0..super::dense(table.ids.len())).map(entry), bound),
        }
    }

    /// The index of a label's nodes by a property, made at first use.
    pub(super) fn index(&self, label: LabelId, key: KeyId) -> Arc<OnceLock<PropertyIndex>> {
        index_of(&self.indexes, label, key, || PropertyIndex::new(&self.nodes, label, key))
    }

    /// The index of a label's nodes by the order of a property, made at first use.
    pub(super) fn range_index(&self, label: LabelId, key: KeyId) -> Arc<OnceLock<RangeIndex>> {
        index_of(&self.ranges, label, key, || RangeIndex::new(&self.nodes, label, key))
    }

    /// Makes what readers of `old` had made use of, so that the first reader after a fold need not wait.
    pub(super) fn warm_like(&self, old: &Self) {
        for (at, pair) in old.adjacency.iter().enumerate() {
            for (incoming, cell) in [false, true].into_iter().zip(pair) {
                if cell.get().is_some() {
                    self.adjacency(Some(TypeId(super::dense(at))), incoming);
                }
            }
        }
        for (incoming, cell) in [false, true].into_iter().zip(&old.whole) {
            if cell.get().is_some() {
                self.adjacency(None, incoming);
            }
        }
        for (label, key) in indexed(&old.indexes) {
            self.index(label, key);
        }
        for (label, key) in indexed(&old.ranges) {
            self.range_index(label, key);
        }
    }

    pub(super) fn adjacency_bytes(&self) -> usize {
        self.adjacency.iter().flatten().chain(&self.whole).filter_map(OnceLock::get).map(Adjacency::bytes).sum()
    }

    pub(super) fn index_bytes(&self) -> usize {
        let indexes = self.indexes.read().unwrap_or_else(PoisonError::into_inner);
        let ranges = self.ranges.read().unwrap_or_else(PoisonError::into_inner);
        indexes.values().filter_map(|cell| cell.get()).map(PropertyIndex::bytes).sum::<usize>()
            + ranges.values().filter_map(|cell| cell.get()).map(RangeIndex::bytes).sum::<usize>()
    }
}
