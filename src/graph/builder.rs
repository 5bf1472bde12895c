//! Changes by the million to a folded graph: the bulk path of loading and of folding.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::arrivals::{Arrivals, reorder};
use super::base::{Base, Columns, NodeTable, RelationshipTable};
use super::codes::Codes;
use super::column::{Column, ColumnBuilder};
use super::identities::Identities;
use super::schema::Rules;
use super::symbols::{KeyId, LabelId, Symbols, TypeId, intern};
use super::{Graph, dense};
use crate::model::{Change, NodeId, Properties, RelationshipId, Value};

/// Collects changes straight into columns and makes a [`Graph`] of them.
///
/// The result equals that of [`Graph::apply`] one by one. Cost: about 0.3 µs a change with few properties, against 2 µs,
/// and no memory but the columns'; identities that ascend cost the least.
///
/// ```
/// use shezhire::graph::GraphBuilder;
/// use shezhire::model::{Change, NodeId};
///
/// let mut builder = GraphBuilder::new();
/// for id in 0..1000 {
///     builder.apply(Change::CreateNode { id: NodeId(id), labels: vec!["Person".into()], properties: Default::default() });
/// }
/// assert_eq!(builder.finish().label_count("Person"), 1000);
/// ```
#[derive(Debug, Default)]
pub struct GraphBuilder {
    pub(super) symbols: Arc<Symbols>,
    pub(super) nodes: Arrivals,
    set_of: Vec<u32>,
    label_sets: Vec<Box<[LabelId]>>,
    set_numbers: FxHashMap<Box<[LabelId]>, u32>,
    pub(super) node_columns: Vec<ColumnBuilder>,
    /// Relationships at each node, so that one which still has some is not deleted.
    degrees: Vec<u32>,
    relationships: Arrivals,
    starts: Vec<u32>,
    ends: Vec<u32>,
    types: Vec<u32>,
    pub(super) relationship_columns: Vec<ColumnBuilder>,
    pub(super) next_node: u64,
    pub(super) next_relationship: u64,
    journal: imbl::Vector<Value>,
    rules: Rules,
}

impl GraphBuilder {
    /// An empty graph to build on.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A graph to build on. Cost: linear in the graph.
    #[must_use]
    pub fn from_graph(graph: &Graph) -> Self {
        let mut builder = Self {
            symbols: Arc::clone(&graph.symbols),
            next_node: graph.next_node,
            next_relationship: graph.next_relationship,
            journal: graph.journal.clone(),
            rules: Arc::clone(&graph.rules),
            ..Self::default()
        };
        builder.copy(graph);
        builder
    }

    /// Columns of the base go over as columns, with what the delta changed merged in, so that rows keep ascending.
    fn copy(&mut self, graph: &Graph) {
        let (table, delta) = (&graph.base.nodes, &graph.delta);
        let sets: Vec<u32> = table.label_sets.iter().map(|set| self.label_set(set)).collect();
        let mut changed: Vec<_> = delta.nodes.iter().map(|(row, record)| (*row, record.as_deref())).collect();
        changed.sort_unstable_by_key(|(row, _)| *row);
        let mut news = changed.iter().peekable();
        let mut kept = Vec::with_capacity(graph.node_bound());
        for row in 0..dense(graph.node_bound()) {
            let set = match news.next_if(|(changed, _)| *changed == row) {
                Some((_, record)) => record.map(|record| self.label_set(&record.labels)),
                None => table.set_of.get(row as usize).and_then(|s| sets.get(s as usize)).copied(),
            };
            kept.push(match (set, graph.node_id(row.into())) {
                (Some(set), Some(id)) => self.push_node(id.0, set),
                _ => u32::MAX,
            });
        }
        let changed: Vec<_> =
            changed.into_iter().map(|(row, record)| (row, record.map_or(&[][..], |r| &r.properties))).collect();
        merge_columns(&table.columns, &changed, &kept, &mut self.node_columns);
        self.copy_relationships(graph, &kept);
    }

    fn copy_relationships(&mut self, graph: &Graph, nodes: &[u32]) {
        let (table, delta) = (&graph.base.relationships, &graph.delta);
        let node = |row: u32| nodes.get(row as usize).copied().unwrap_or(u32::MAX);
        let mut changed: Vec<_> = delta.relationships.iter().map(|(row, record)| (*row, record.as_deref())).collect();
        changed.sort_unstable_by_key(|(row, _)| *row);
        let mut news = changed.iter().peekable();
        let mut kept = Vec::with_capacity(graph.relationship_bound());
        for row in 0..dense(graph.relationship_bound()) {
            let content = match news.next_if(|(changed, _)| *changed == row) {
                Some((_, record)) => record.map(|r| (r.start, r.end, r.relationship_type)),
                None => table.content(row),
            };
            kept.push(match (content, graph.relationship_id(row.into())) {
                (Some((start, end, t)), Some(id)) => self.push_relationship(id.0, node(start), node(end), t.0),
                _ => u32::MAX,
            });
        }
        let changed: Vec<_> =
            changed.into_iter().map(|(row, record)| (row, record.map_or(&[][..], |r| &r.properties))).collect();
        merge_columns(&table.columns, &changed, &kept, &mut self.relationship_columns);
    }

    pub(super) fn label_set(&mut self, labels: &[LabelId]) -> u32 {
        if let Some(number) = self.set_numbers.get(labels) {
            return *number;
        }
        let number = dense(self.label_sets.len());
        self.label_sets.push(labels.into());
        self.set_numbers.insert(labels.into(), number);
        number
    }

    pub(super) fn push_node(&mut self, id: u64, set: u32) -> u32 {
        self.next_node = self.next_node.max(id.saturating_add(1));
        self.set_of.push(set);
        self.degrees.push(0);
        self.nodes.push(id)
    }

    pub(super) fn push_relationship(&mut self, id: u64, start: u32, end: u32, relationship_type: u32) -> u32 {
        self.next_relationship = self.next_relationship.max(id.saturating_add(1));
        self.count_degree(start, end, 1);
        self.starts.push(start);
        self.ends.push(end);
        self.types.push(relationship_type);
        self.relationships.push(id)
    }

    fn count_degree(&mut self, start: u32, end: u32, by: i32) {
        for node in [start, end] {
            if let Some(degree) = self.degrees.get_mut(node as usize) {
                *degree = degree.saturating_add_signed(by);
            }
        }
    }

    pub(super) fn key(&mut self, key: &Arc<str>) -> KeyId {
        let found = self.symbols.keys.find(key);
        KeyId(intern(&mut self.symbols, |s| &mut s.keys, found, key))
    }

    pub(super) fn labels(&mut self, labels: &[Arc<str>]) -> Vec<LabelId> {
        let mut ids: Vec<LabelId> = labels
            .iter()
            .map(|label| {
                let found = self.symbols.labels.find(label);
                LabelId(intern(&mut self.symbols, |s| &mut s.labels, found, label))
            })
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Takes one change; what names something that does not exist does nothing, as with [`Graph::apply`].
    pub fn apply(&mut self, change: Change) {
        match change {
            Change::CreateNode { id, labels, properties } => self.create_node(id, &labels, properties),
            Change::CreateRelationship { id, start, end, relationship_type, properties } => {
                self.create_relationship(id, start, end, &relationship_type, properties);
            }
            Change::SetNodeProperty { id, key, value } => {
                if let Some(row) = self.nodes.alive(id.0) {
                    let key = self.key(&key);
                    column_at(&mut self.node_columns, key).push(row, value);
                }
            }
            Change::SetRelationshipProperty { id, key, value } => {
                if let Some(row) = self.relationships.alive(id.0) {
                    let key = self.key(&key);
                    column_at(&mut self.relationship_columns, key).push(row, value);
                }
            }
            Change::AddLabel { id, label } => self.change_labels(id, |labels, new| labels.push(new), label),
            Change::RemoveLabel { id, label } => {
                self.change_labels(id, |labels, old| labels.retain(|l| *l != old), label)
            }
            Change::DeleteNode { id } => {
                if let Some(row) = self.nodes.alive(id.0)
                    && self.degrees.get(row as usize) == Some(&0)
                {
                    self.nodes.gone.insert(row);
                }
            }
            Change::DeleteRelationship { id } => {
                if let Some(row) = self.relationships.alive(id.0) {
                    let ends = (self.starts.get(row as usize).copied(), self.ends.get(row as usize).copied());
                    if let (Some(start), Some(end)) = ends {
                        self.count_degree(start, end, -1);
                    }
                    self.relationships.gone.insert(row);
                }
            }
            Change::Journal { number, entry } => {
                if number == self.journal.len() as u64 {
                    self.journal.push_back(entry);
                }
            }
            Change::AddRule { rule } => {
                Arc::make_mut(&mut self.rules).insert(Arc::clone(&rule.name), rule);
            }
            Change::DropRule { name } => drop(Arc::make_mut(&mut self.rules).remove(&name)),
        }
    }

    /// Whether the node is there.
    #[must_use]
    pub fn has_node(&self, id: NodeId) -> bool {
        self.nodes.alive(id.0).is_some()
    }

    /// Gives no identity below these to what is new later, whatever was built.
    pub fn reserve_ids(&mut self, next_node: NodeId, next_relationship: RelationshipId) {
        self.next_node = self.next_node.max(next_node.0);
        self.next_relationship = self.next_relationship.max(next_relationship.0);
    }

    fn create_node(&mut self, id: NodeId, labels: &[Arc<str>], properties: Properties) {
        let labels = self.labels(labels);
        let set = self.label_set(&labels);
        let row = match self.nodes.find(id.0) {
            None => self.push_node(id.0, set),
            Some(row) => {
                // Told a second time: what it says now holds.
                self.nodes.gone.remove(&row);
                self.set_of[row as usize] = set;
                clear(&mut self.node_columns, row);
                row
            }
        };
        for (key, value) in properties {
            let key = self.key(&key);
            column_at(&mut self.node_columns, key).push(row, value);
        }
    }

    fn create_relationship(
        &mut self,
        id: RelationshipId,
        start: NodeId,
        end: NodeId,
        relationship_type: &Arc<str>,
        properties: Properties,
    ) {
        let (Some(start), Some(end)) = (self.nodes.alive(start.0), self.nodes.alive(end.0)) else { return };
        let found = self.symbols.types.find(relationship_type);
        let t = TypeId(intern(&mut self.symbols, |s| &mut s.types, found, relationship_type));
        let row = match self.relationships.find(id.0) {
            None => self.push_relationship(id.0, start, end, t.0),
            Some(row) => {
                let at = row as usize;
                if self.relationships.gone.remove(&row) {
                    self.count_degree(start, end, 1);
                    (self.starts[at], self.ends[at], self.types[at]) = (start, end, t.0);
                } else if (self.starts[at], self.ends[at], self.types[at]) != (start, end, t.0) {
                    return;
                }
                clear(&mut self.relationship_columns, row);
                row
            }
        };
        for (key, value) in properties {
            let key = self.key(&key);
            column_at(&mut self.relationship_columns, key).push(row, value);
        }
    }

    fn change_labels(&mut self, id: NodeId, change: impl Fn(&mut Vec<LabelId>, LabelId), label: Arc<str>) {
        let Some(row) = self.nodes.alive(id.0) else { return };
        let found = self.symbols.labels.find(&label);
        let label = LabelId(intern(&mut self.symbols, |s| &mut s.labels, found, &label));
        let set = self.set_of.get(row as usize).and_then(|s| self.label_sets.get(*s as usize));
        let mut labels = set.map(|s| s.to_vec()).unwrap_or_default();
        change(&mut labels, label);
        labels.sort_unstable();
        labels.dedup();
        self.set_of[row as usize] = self.label_set(&labels);
    }

    /// The graph. Cost: linear; identities that did not ascend are sorted.
    #[must_use]
    pub fn finish(self) -> Graph {
        let symbols = Arc::clone(&self.symbols);
        let (next_node, next_relationship) = (self.next_node, self.next_relationship);
        let (journal, rules) = (self.journal.clone(), Arc::clone(&self.rules));
        let graph =
            Graph { journal, rules, ..Graph::from_base(symbols, self.finish_base(), next_node, next_relationship) };
        graph.want_rules();
        graph
    }

    pub(super) fn finish_base(self) -> Base {
        let (node_order, places) = self.nodes.order().unzip();
        let ids = reorder(self.nodes.ids, node_order.as_ref());
        let bound = ids.len();
        let set_of = reorder(self.set_of, node_order.as_ref());
        let label_sets = self.label_sets;
        let mut by_label = vec![Vec::new(); self.symbols.labels.len()];
        for (row, set) in set_of.iter().enumerate() {
            for label in label_sets.get(*set as usize).into_iter().flatten() {
                if let Some(rows) = by_label.get_mut(label.index()) {
                    rows.push(dense(row));
                }
            }
        }
        let set_of = Codes::new(&set_of);
        let columns = finish_columns(self.node_columns, places.as_deref(), bound);
        let nodes = NodeTable {
            ids: Identities::new(ids),
            columns: Columns::new(columns, &set_of, label_sets.len()),
            label_sets,
            set_of,
            by_label: by_label.into_iter().map(Vec::into_boxed_slice).collect(),
        };

        let (order, moved) = self.relationships.order().unzip();
        let ids = reorder(self.relationships.ids, order.as_ref());
        let bound = ids.len();
        let types = reorder(self.types, order.as_ref());
        let node = |row: u32| places.as_ref().map_or(row, |p: &Vec<u32>| p.get(row as usize).copied().unwrap_or(row));
        let starts = reorder(self.starts, order.as_ref()).into_iter().map(node).collect();
        let ends = reorder(self.ends, order.as_ref()).into_iter().map(node).collect();
        let mut by_type = vec![Vec::new(); self.symbols.types.len()];
        for (row, t) in types.iter().enumerate() {
            if let Some(rows) = by_type.get_mut(*t as usize) {
                rows.push(dense(row));
            }
        }
        let types = Codes::new(&types);
        let columns = finish_columns(self.relationship_columns, moved.as_deref(), bound);
        let relationships = RelationshipTable {
            ids: Identities::new(ids),
            starts,
            ends,
            columns: Columns::new(columns, &types, by_type.len()),
            types,
            by_type: by_type.into_iter().map(Vec::into_boxed_slice).collect(),
        };
        Base::new(nodes, relationships)
    }
}

pub(super) fn column_at(columns: &mut Vec<ColumnBuilder>, key: KeyId) -> &mut ColumnBuilder {
    if columns.len() <= key.index() {
        columns.resize_with(key.index() + 1, ColumnBuilder::default);
    }
    &mut columns[key.index()]
}

fn clear(columns: &mut [ColumnBuilder], row: u32) {
    for column in columns {
        column.push(row, Value::Null);
    }
}

fn finish_columns(columns: Vec<ColumnBuilder>, places: Option<&[u32]>, bound: usize) -> Vec<Option<Column>> {
    columns.into_iter().map(|column| column.finish(places, bound)).collect()
}

/// Fills builders with columns of which the `changed` rows, ascending, have other properties now; row `r` goes to
/// `kept[r]`, or nowhere when that is `u32::MAX`.
fn merge_columns(columns: &Columns, changed: &[(u32, &[(KeyId, Value)])], kept: &[u32], into: &mut Vec<ColumnBuilder>) {
    let mut push = |key: KeyId, row: u32, value: Value| {
        if let Some(place) = kept.get(row as usize).filter(|place| **place != u32::MAX) {
            column_at(into, key).push(*place, value);
        }
    };
    let mut by_key: FxHashMap<KeyId, Vec<(u32, &Value)>> = FxHashMap::default();
    for (row, properties) in changed {
        for (key, value) in *properties {
            by_key.entry(*key).or_default().push((*row, value));
        }
    }
    for (key, column) in columns.iter() {
        let mut newer = by_key.remove(&key).unwrap_or_default().into_iter().peekable();
        let mut hidden = changed.iter().map(|(row, _)| *row).peekable();
        for (row, value) in column.entries() {
            while let Some((row, value)) = newer.next_if(|(newer, _)| *newer <= row) {
                push(key, row, value.clone());
            }
            while hidden.next_if(|hidden| *hidden < row).is_some() {}
            if hidden.peek() != Some(&row) {
                push(key, row, value.into_owned());
            }
        }
        newer.for_each(|(row, value)| push(key, row, value.clone()));
    }
    for (key, values) in by_key {
        values.into_iter().for_each(|(row, value)| push(key, row, value.clone()));
    }
}
