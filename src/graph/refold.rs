//! Base and delta into a builder: the first half of a fold.

use rustc_hash::FxHashMap;

use super::base::Columns;
use super::builder::{GraphBuilder, column_at};
use super::column::ColumnBuilder;
use super::symbols::KeyId;
use super::{Graph, dense};
use crate::model::Value;

impl GraphBuilder {
    /// Columns of the base go over as columns, with what the delta changed merged in, so that rows keep ascending.
    pub(super) fn copy(&mut self, graph: &Graph) {
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
