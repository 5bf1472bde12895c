//! One change to a newer graph: records, counts, adjacency and indexes of the delta follow.

use std::sync::Arc;

use super::delta::{Delta, Entry, NodeRecord, RelationshipRecord, property, set_property};
use super::index::hash_value;
use super::symbols::{KeyId, LabelId, TypeId, intern};
use super::{Graph, GraphBuilder, NodePlace, dense};
use crate::model::{Change, NodeId, Properties, RelationshipId, Value};

/// A delta smaller than this is not worth a fold.
const SMALL: usize = 8192;

impl Graph {
    /// Applies one change. Changes that name what does not exist, or delete a node that has relationships, do nothing;
    /// the query layer checks before. A relationship keeps its ends and type: creating it elsewhere while it exists does
    /// nothing.
    ///
    /// Cost: about 2 µs; now and then a fold, linear in the graph, when the changes since the last one pass a quarter of it.
    pub fn apply(&mut self, change: &Change) {
        self.adopt_wanted_indexes();
        self.version = super::next_version();
        match change {
            Change::CreateNode { id, labels, properties } => self.create_node(*id, labels, properties),
            Change::CreateRelationship { id, start, end, relationship_type, properties } => {
                self.create_relationship(*id, (*start, *end), relationship_type, properties);
            }
            Change::SetNodeProperty { id, key, value } => {
                let key = self.intern_key(key);
                self.change_node(*id, |record| set_property(&mut record.properties, key, value.clone()));
            }
            Change::SetRelationshipProperty { id, key, value } => {
                let key = self.intern_key(key);
                if let Some(row) = self.relationship_row(*id)
                    && let Some(mut record) = self.relationship_record(row)
                {
                    set_property(&mut record.properties, key, value.clone());
                    self.replace_relationship(*id, row, Some(record));
                }
            }
            Change::AddLabel { id, label } => {
                let label = self.intern_label(label);
                self.change_node(*id, |record| {
                    if let Err(at) = record.labels.binary_search(&label) {
                        record.labels.insert(at, label);
                    }
                });
            }
            Change::RemoveLabel { id, label } => {
                let label = self.intern_label(label);
                self.change_node(*id, |record| record.labels.retain(|l| *l != label));
            }
            Change::DeleteNode { id } => {
                if let Some(row) = self.node_row(*id)
                    && !self.has_relationships(row)
                {
                    self.replace_node(*id, row, None);
                }
            }
            Change::DeleteRelationship { id } => {
                if let Some(row) = self.relationship_row(*id) {
                    self.replace_relationship(*id, row, None);
                }
            }
            Change::Journal { number, entry } => {
                if *number == self.journal.len() as u64 {
                    self.journal.push_back(entry.clone());
                }
            }
            Change::AddRule { rule } => self.add_rule(rule),
            Change::DropRule { name } => self.drop_rule(name),
        }
        if self.delta.weight() > SMALL.max((self.base.nodes.ids.len() + self.base.relationships.ids.len()) / 4) {
            self.fold();
        }
    }

    /// Applies many changes in order; the same as [`Graph::apply`] on each. Many for the size of the graph are built
    /// straight into a new base (see [`GraphBuilder`]).
    pub fn apply_all(&mut self, changes: &[Change]) {
        if changes.len() > SMALL.max((self.node_count() + self.relationship_count()) / 4) {
            let mut builder = GraphBuilder::from_graph(self);
            changes.iter().for_each(|change| builder.apply(change.clone()));
            let folded = builder.finish();
            folded.base.warm_like(&self.base);
            *self = Self { wanted: Arc::clone(&self.wanted), damage: Arc::clone(&self.damage), ..folded };
            self.want_rules();
        } else {
            changes.iter().for_each(|change| self.apply(change));
        }
    }

    /// Makes one base of all that the graph holds; what anyone sees of it stays the same. Snapshots taken before are
    /// untouched. Cost: linear in the graph. [`Graph::apply`] folds by itself when it is worth it.
    pub fn fold(&mut self) {
        if self.delta.weight() == 0 {
            return;
        }
        let base = GraphBuilder::from_graph(self).finish_base();
        base.warm_like(&self.base);
        self.base = Arc::new(base);
        self.delta = Delta { indexed: Arc::clone(&self.delta.indexed), ..Delta::default() };
    }

    fn create_node(&mut self, id: NodeId, labels: &[Arc<str>], properties: &Properties) {
        self.next_node = self.next_node.max(id.0.saturating_add(1));
        let mut labels: Vec<LabelId> = labels.iter().map(|label| self.intern_label(label)).collect();
        labels.sort_unstable();
        labels.dedup();
        let record = NodeRecord { labels, properties: self.intern_properties(properties) };
        let row = self.node_row_ever(id).unwrap_or_else(|| {
            let row = dense(self.node_bound());
            self.delta.new_nodes.push_back(id);
            self.delta.node_rows.insert(id, row);
            row
        });
        self.replace_node(id, row, Some(record));
    }

    fn create_relationship(
        &mut self,
        id: RelationshipId,
        (start, end): (NodeId, NodeId),
        relationship_type: &Arc<str>,
        properties: &Properties,
    ) {
        let (Some(start), Some(end)) = (self.node_row(start), self.node_row(end)) else { return };
        self.next_relationship = self.next_relationship.max(id.0.saturating_add(1));
        let found = self.symbols.types.find(relationship_type);
        let relationship_type = TypeId(intern(&mut self.symbols, |s| &mut s.types, found, relationship_type));
        let target = (start, end, relationship_type);
        let alive = self.relationship_row(id);
        if alive.is_some_and(|row| self.ends_of_row(row) != Some(target)) {
            return;
        }
        // A row of the base keeps its place in the base's adjacency, so one that comes back elsewhere is a new row.
        let bound = self.base.relationships.ids.len();
        let reusable = |row: &u32| *row as usize >= bound || self.base.relationships.content(*row) == Some(target);
        let row = alive.or_else(|| self.relationship_row_ever(id).filter(reusable)).unwrap_or_else(|| {
            let row = dense(self.relationship_bound());
            self.delta.new_relationships.push_back(id);
            self.delta.relationship_rows.insert(id, row);
            row
        });
        let properties = self.intern_properties(properties);
        self.replace_relationship(id, row, Some(RelationshipRecord { start, end, relationship_type, properties }));
    }

    fn intern_key(&mut self, key: &Arc<str>) -> KeyId {
        let found = self.symbols.keys.find(key);
        KeyId(intern(&mut self.symbols, |s| &mut s.keys, found, key))
    }

    fn intern_label(&mut self, label: &Arc<str>) -> LabelId {
        let found = self.symbols.labels.find(label);
        LabelId(intern(&mut self.symbols, |s| &mut s.labels, found, label))
    }

    fn intern_properties(&mut self, properties: &Properties) -> Vec<(KeyId, Value)> {
        let known = properties.iter().filter(|(_, value)| !value.is_null());
        let mut interned: Vec<_> = known.map(|(key, value)| (self.intern_key(key), value.clone())).collect();
        interned.sort_unstable_by_key(|(key, _)| *key);
        interned
    }

    fn change_node(&mut self, id: NodeId, change: impl FnOnce(&mut NodeRecord)) {
        if let Some(row) = self.node_row(id)
            && let Some(mut record) = self.node_record(row)
        {
            change(&mut record);
            self.replace_node(id, row, Some(record));
        }
    }

    /// The record of a node, copied out of the base's columns or the delta.
    fn node_record(&self, row: u32) -> Option<NodeRecord> {
        Some(match self.node_place(row)? {
            NodePlace::Delta(record) => record.clone(),
            NodePlace::Base => {
                let table = &self.base.nodes;
                let get = |key: &KeyId| Some((*key, table.columns.column(*key)?.get(row)?.into_owned()));
                NodeRecord {
                    labels: table.labels(row).to_vec(),
                    properties: table.keys(row).iter().filter_map(get).collect(),
                }
            }
        })
    }

    fn relationship_record(&self, row: u32) -> Option<RelationshipRecord> {
        if let Some(record) = self.delta.relationships.get(&row) {
            return record.as_deref().cloned();
        }
        let table = &self.base.relationships;
        let (start, end) = table.ends(row)?;
        let get = |key: &KeyId| Some((*key, table.columns.column(*key)?.get(row)?.into_owned()));
        let properties = table.keys(row).iter().filter_map(get).collect();
        Some(RelationshipRecord { start, end, relationship_type: table.relationship_type(row)?, properties })
    }

    fn replace_node(&mut self, id: NodeId, row: u32, record: Option<NodeRecord>) {
        let old = self.node_record(row);
        let in_delta = self.delta.nodes.get(&row).is_some_and(Option::is_some);
        let (was, now) = (old.unwrap_or_default(), record.as_ref());
        let existed = self.node_place(row).is_some();
        let counts = Arc::make_mut(&mut self.counts);
        counts.nodes = counts.nodes + usize::from(now.is_some()) - usize::from(existed);
        was.properties.iter().for_each(|(key, _)| counts.keys.add(key.index(), -1));
        was.labels.iter().for_each(|label| counts.labels.add(label.index(), -1));
        if let Some(record) = now {
            record.properties.iter().for_each(|(key, _)| counts.keys.add(key.index(), 1));
            record.labels.iter().for_each(|label| counts.labels.add(label.index(), 1));
        }
        let in_base = (row as usize) < self.base.nodes.ids.len();
        self.delta.all_nodes.note(id, row, in_base, now.is_some());
        let base_labels = self.base.nodes.labels(row);
        for label in was.labels.iter().chain(now.iter().flat_map(|r| &r.labels)) {
            let here = now.is_some_and(|r| r.labels.binary_search(label).is_ok());
            let members = self.delta.by_label.entry(*label).or_default();
            members.note(id, row, base_labels.binary_search(label).is_ok(), here);
        }
        let indexed = Arc::clone(&self.delta.indexed);
        for key in indexed.iter() {
            let (before, after) = (property(&was.properties, *key), now.and_then(|r| property(&r.properties, *key)));
            if in_delta && let Some(value) = before {
                self.delta.forget_value(*key, value, row);
            }
            if let Some(value) = after {
                self.delta.by_value.entry((*key, hash_value(value))).or_default().insert(row);
            }
        }
        self.delta.nodes.insert(row, record.map(Arc::new));
    }

    fn replace_relationship(&mut self, id: RelationshipId, row: u32, record: Option<RelationshipRecord>) {
        let old = self.relationship_record(row);
        let in_base = (row as usize) < self.base.relationships.ids.len();
        let counts = Arc::make_mut(&mut self.counts);
        counts.relationships = counts.relationships + usize::from(record.is_some()) - usize::from(old.is_some());
        for (record, by) in old.iter().map(|r| (r, -1)).chain(record.iter().map(|r| (r, 1))) {
            counts.types.add(record.relationship_type.index(), by);
            record.properties.iter().for_each(|(key, _)| counts.keys.add(key.index(), by));
        }
        if let (Some(present), true) = (old.as_ref().or(record.as_ref()), old.is_some() != record.is_some()) {
            let exists = record.is_some();
            self.delta.all_relationships.note(id, row, in_base, exists);
            self.delta.by_type.entry(present.relationship_type).or_default().note(id, row, in_base, exists);
            self.delta.note_ends(row, present, in_base, exists);
        }
        self.delta.relationships.insert(row, record.map(Arc::new));
    }

    /// Begins to index the delta's nodes by keys that some reader has asked for by value.
    fn adopt_wanted_indexes(&mut self) {
        if self.wanted.len() == self.adopted {
            return;
        }
        let names = self.wanted.names();
        self.adopted = names.len();
        for name in names {
            let key = self.intern_key(&name);
            if self.delta.indexed.contains(&key) {
                continue;
            }
            Arc::make_mut(&mut self.delta.indexed).push(key);
            let values: Vec<(u64, u32)> = self
                .delta
                .nodes
                .iter()
                .filter_map(|(row, record)| Some((hash_value(property(&record.as_ref()?.properties, key)?), *row)))
                .collect();
            for (hash, row) in values {
                self.delta.by_value.entry((key, hash)).or_default().insert(row);
            }
        }
    }
}

impl Delta {
    fn forget_value(&mut self, key: KeyId, value: &Value, row: u32) {
        let at = (key, hash_value(value));
        if let Some(rows) = self.by_value.get_mut(&at) {
            rows.remove(&row);
            if rows.is_empty() {
                self.by_value.remove(&at);
            }
        }
    }

    /// A relationship appears at its ends, or disappears there.
    fn note_ends(&mut self, row: u32, record: &RelationshipRecord, in_base: bool, exists: bool) {
        for (node, neighbour, incoming) in [(record.start, record.end, false), (record.end, record.start, true)] {
            let at = self.adjacency.entry(node).or_default();
            if in_base {
                // Once thinned, every relationship of the base is checked; one that came back passes.
                at.thinned = true;
                continue;
            }
            let list = if incoming { &mut at.incoming } else { &mut at.outgoing };
            if exists {
                list.push_back(Entry { relationship_type: record.relationship_type, neighbour, relationship: row });
            } else {
                list.retain(|entry| entry.relationship != row);
            }
        }
    }
}
