//! Rows and symbols to content: the reading interface for hot paths, which neither hashes nor copies text.

use std::borrow::Cow;
use std::sync::Arc;

use super::delta::{RelationshipRecord, property};
use super::{Graph, KeyId, LabelId, NodeIndex, NodePlace, RelationshipIndex, TypeId, dense};
use crate::model::{NodeId, Properties, RelationshipId, Value};

impl Graph {
    /// The symbol of a label, when some node has or had it.
    #[must_use]
    pub fn label_id(&self, label: &str) -> Option<LabelId> {
        self.symbols.labels.find(label).map(LabelId)
    }

    /// The symbol of a relationship type, when some relationship has or had it.
    #[must_use]
    pub fn type_id(&self, relationship_type: &str) -> Option<TypeId> {
        self.symbols.types.find(relationship_type).map(TypeId)
    }

    /// The symbol of a property key, when something has or had such a property.
    #[must_use]
    pub fn key_id(&self, key: &str) -> Option<KeyId> {
        self.symbols.keys.find(key).map(KeyId)
    }

    /// A label's name.
    #[must_use]
    pub fn label_name(&self, label: LabelId) -> Arc<str> {
        self.symbols.labels.name(label.0)
    }

    /// A type's name.
    #[must_use]
    pub fn type_name(&self, relationship_type: TypeId) -> Arc<str> {
        self.symbols.types.name(relationship_type.0)
    }

    /// A key's name.
    #[must_use]
    pub fn key_name(&self, key: KeyId) -> Arc<str> {
        self.symbols.keys.name(key.0)
    }

    /// A node's row. Cost: constant.
    #[inline]
    #[must_use]
    pub fn node_index(&self, id: NodeId) -> Option<NodeIndex> {
        self.node_row(id).map(NodeIndex::from)
    }

    /// A relationship's row. Cost: constant.
    #[inline]
    #[must_use]
    pub fn relationship_index(&self, id: RelationshipId) -> Option<RelationshipIndex> {
        self.relationship_row(id).map(RelationshipIndex::from)
    }

    /// The identity of the node in a row.
    #[inline]
    #[must_use]
    pub fn node_id(&self, index: NodeIndex) -> Option<NodeId> {
        let row = dense(index.index());
        let beyond = || self.delta.new_nodes.get(index.index().checked_sub(self.base.nodes.ids.len())?).copied();
        self.base.nodes.ids.id(row).map(NodeId).or_else(beyond)
    }

    /// The identity of the relationship in a row.
    #[inline]
    #[must_use]
    pub fn relationship_id(&self, index: RelationshipIndex) -> Option<RelationshipId> {
        let ids = &self.base.relationships.ids;
        let beyond = || self.delta.new_relationships.get(index.index().checked_sub(ids.len())?).copied();
        ids.id(dense(index.index())).map(RelationshipId).or_else(beyond)
    }

    /// Every node's row is below this.
    #[must_use]
    pub fn node_bound(&self) -> usize {
        self.base.nodes.ids.len() + self.delta.new_nodes.len()
    }

    /// Every relationship's row is below this.
    #[must_use]
    pub fn relationship_bound(&self) -> usize {
        self.base.relationships.ids.len() + self.delta.new_relationships.len()
    }

    /// Whether a node has a label.
    #[inline]
    #[must_use]
    pub fn has_label_at(&self, index: NodeIndex, label: LabelId) -> bool {
        self.label_ids(index).contains(&label)
    }

    /// A node's labels, sorted by symbol.
    #[inline]
    #[must_use]
    pub fn label_ids(&self, index: NodeIndex) -> &[LabelId] {
        match self.node_place(dense(index.index())) {
            Some(NodePlace::Base) => self.base.nodes.labels(dense(index.index())),
            Some(NodePlace::Delta(record)) => &record.labels,
            None => &[],
        }
    }

    /// A node's property, `None` when absent. No text is copied.
    #[inline]
    #[must_use]
    pub fn node_value(&self, index: NodeIndex, key: KeyId) -> Option<Cow<'_, Value>> {
        match self.node_place(dense(index.index()))? {
            NodePlace::Base => self.base.nodes.columns.column(key)?.get(dense(index.index())),
            NodePlace::Delta(record) => property(&record.properties, key).map(Cow::Borrowed),
        }
    }

    /// Whether a node's property is structurally equal to a value.
    #[inline]
    #[must_use]
    pub fn node_value_is(&self, index: NodeIndex, key: KeyId, value: &Value) -> bool {
        match self.node_place(dense(index.index())) {
            Some(NodePlace::Base) => {
                self.base.nodes.columns.column(key).is_some_and(|column| column.is(dense(index.index()), value))
            }
            Some(NodePlace::Delta(record)) => property(&record.properties, key) == Some(value),
            None => false,
        }
    }

    /// A relationship's property, `None` when absent. No text is copied.
    #[inline]
    #[must_use]
    pub fn relationship_value(&self, index: RelationshipIndex, key: KeyId) -> Option<Cow<'_, Value>> {
        let row = dense(index.index());
        match self.relationship_change(row) {
            Some(changed) => property(&changed?.properties, key).map(Cow::Borrowed),
            None => self.base.relationships.columns.column(key)?.get(row),
        }
    }

    /// A relationship's start and end.
    #[inline]
    #[must_use]
    pub fn ends_at(&self, index: RelationshipIndex) -> Option<(NodeIndex, NodeIndex)> {
        let (start, end, _) = self.ends_of_row(dense(index.index()))?;
        Some((start.into(), end.into()))
    }

    /// A relationship's type.
    #[inline]
    #[must_use]
    pub fn relationship_type_at(&self, index: RelationshipIndex) -> Option<TypeId> {
        self.ends_of_row(dense(index.index())).map(|(.., t)| t)
    }

    pub(super) fn labels_at(&self, index: NodeIndex) -> Vec<Arc<str>> {
        let mut names: Vec<_> = self.label_ids(index).iter().map(|label| self.label_name(*label)).collect();
        names.sort_unstable();
        names
    }

    /// A node's properties by name.
    #[must_use]
    pub fn node_properties_at(&self, index: NodeIndex) -> Properties {
        let row = dense(index.index());
        match self.node_place(row) {
            Some(NodePlace::Base) => {
                let table = &self.base.nodes;
                self.named(table.keys(row), |key| table.columns.column(key)?.get(row))
            }
            Some(NodePlace::Delta(record)) => self.named_record(&record.properties),
            None => Properties::new(),
        }
    }

    /// A relationship's properties by name.
    #[must_use]
    pub fn relationship_properties_at(&self, index: RelationshipIndex) -> Properties {
        let row = dense(index.index());
        match self.relationship_change(row) {
            Some(Some(record)) => self.named_record(&record.properties),
            Some(None) => Properties::new(),
            None => {
                let table = &self.base.relationships;
                self.named(table.keys(row), |key| table.columns.column(key)?.get(row))
            }
        }
    }

    fn named<'a>(&self, keys: &[KeyId], get: impl Fn(KeyId) -> Option<Cow<'a, Value>>) -> Properties {
        keys.iter().filter_map(|key| Some((self.key_name(*key), get(*key)?.into_owned()))).collect()
    }

    fn named_record(&self, properties: &[(KeyId, Value)]) -> Properties {
        properties.iter().map(|(key, value)| (self.key_name(*key), value.clone())).collect()
    }

    #[inline]
    pub(super) fn node_place(&self, row: u32) -> Option<NodePlace<'_>> {
        if !self.delta.nodes.is_empty()
            && let Some(change) = self.delta.nodes.get(&row)
        {
            return change.as_deref().map(NodePlace::Delta);
        }
        ((row as usize) < self.base.nodes.ids.len()).then_some(NodePlace::Base)
    }

    /// What the delta says of a relationship: `None` nothing, `Some(None)` that it is deleted.
    #[inline]
    pub(super) fn relationship_change(&self, row: u32) -> Option<Option<&RelationshipRecord>> {
        if self.delta.relationships.is_empty() {
            return None;
        }
        self.delta.relationships.get(&row).map(Option::as_deref)
    }

    #[inline]
    pub(super) fn ends_of_row(&self, row: u32) -> Option<(u32, u32, TypeId)> {
        match self.relationship_change(row) {
            Some(change) => change.map(|r| (r.start, r.end, r.relationship_type)),
            None => self.base.relationships.content(row),
        }
    }

    /// The row of a node that exists.
    #[inline]
    pub(super) fn node_row(&self, id: NodeId) -> Option<u32> {
        self.node_row_ever(id).filter(|row| self.node_place(*row).is_some())
    }

    /// The row of a node that exists or was deleted since the last fold.
    #[inline]
    pub(super) fn node_row_ever(&self, id: NodeId) -> Option<u32> {
        self.base.nodes.ids.row(id.0).or_else(|| self.delta.node_rows.get(&id).copied())
    }

    /// The row of a relationship that exists.
    #[inline]
    pub(super) fn relationship_row(&self, id: RelationshipId) -> Option<u32> {
        let row = self.relationship_row_ever(id)?;
        self.relationship_change(row).is_none_or(|change| change.is_some()).then_some(row)
    }

    /// The row of a relationship that exists or was deleted since the last fold.
    #[inline]
    pub(super) fn relationship_row_ever(&self, id: RelationshipId) -> Option<u32> {
        let newer = if self.delta.relationship_rows.is_empty() { None } else { self.delta.relationship_rows.get(&id) };
        newer.copied().or_else(|| self.base.relationships.ids.row(id.0))
    }
}
