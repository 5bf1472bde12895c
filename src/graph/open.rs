//! The packs of a store to a graph: tables at once, properties when they are asked for.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::base::{Base, Columns, NodeTable, RelationshipTable};
use super::codes::Codes;
use super::column::Column;
use super::identities::Identities;
use super::packed::{Damage, PackedColumn, Part};
use super::rows::Ranges;
use super::symbols::{KeyId, LabelId, Symbols, TypeId, intern};
use super::{Graph, dense};
use crate::store::{Numbers, PackRows, PackShape, PackValues, Packs, StoreError};

/// The shapes of a pack in symbols: a set of labels or a type, by number, and keys.
type Shapes = Vec<(u32, Vec<KeyId>)>;

impl Graph {
    /// The graph that a store holds; the same as all its changes applied one by one.
    ///
    /// Cost: about 30 ns a node or relationship. Properties are unpacked by key when they are first asked for.
    ///
    /// # Errors
    /// `Corrupt` when packs contradict one another.
    pub fn from_packs(packs: Packs) -> Result<Self, StoreError> {
        let mut symbols = Arc::new(Symbols::default());
        let mut sets = LabelSets::default();
        let node_shapes: Vec<Shapes> =
            packs.nodes.iter().map(|pack| shapes_of(&mut symbols, pack, |s, shape| sets.number(s, shape))).collect();
        let relationship_shapes: Vec<Shapes> = packs
            .relationships
            .iter()
            .map(|pack| shapes_of(&mut symbols, pack, |s, shape| type_of(s, shape).0))
            .collect();
        let damage = Damage::default();
        let build = Build { symbols: &symbols, damage: &damage };
        let ids = identities(&packs.nodes)?;
        let ((starts, ends), (nodes, relationships)) = rayon::join(
            || (rows_of(&packs.relationships, &ids, |p| &p.starts), rows_of(&packs.relationships, &ids, |p| &p.ends)),
            || {
                (
                    build.table(packs.nodes.iter().zip(&node_shapes)),
                    build.table(packs.relationships.iter().zip(&relationship_shapes)),
                )
            },
        );
        let (starts, ends) = (starts?, ends?);
        let relationship_ids = identities(&packs.relationships)?;
        let after = |ids: &Identities| {
            dense(ids.len()).checked_sub(1).and_then(|last| ids.id(last)).map_or(0, |id| id.saturating_add(1))
        };
        let next_node = packs.next_ids.0.0.max(after(&ids));
        let next_relationship = packs.next_ids.1.0.max(after(&relationship_ids));
        let (node_values, relationship_values) = (values(packs.nodes), values(packs.relationships));
        let mut by_label = vec![Vec::new(); symbols.labels.len()];
        for (row, set) in (0..).zip(&nodes.groups) {
            for label in sets.sets.get(*set as usize).into_iter().flatten() {
                if let Some(rows) = by_label.get_mut(label.index()) {
                    rows.push(row);
                }
            }
        }
        let mut by_type = vec![Vec::new(); symbols.types.len()];
        for (row, t) in (0..).zip(&relationships.groups) {
            if let Some(rows) = by_type.get_mut(*t as usize) {
                rows.push(row);
            }
        }
        let boxed = |lists: Vec<Vec<u32>>| lists.into_iter().map(Vec::into_boxed_slice).collect();
        let nodes = NodeTable {
            set_of: Codes::new(&nodes.groups),
            columns: build.columns(nodes, &node_values, sets.sets.len()),
            ids,
            label_sets: sets.sets,
            by_label: boxed(by_label),
        };
        let relationships = RelationshipTable {
            types: Codes::new(&relationships.groups),
            columns: build.columns(relationships, &relationship_values, by_type.len()),
            ids: relationship_ids,
            starts,
            ends,
            by_type: boxed(by_type),
        };
        let base = Base::new(nodes, relationships);
        let rules = packs.rules.into_iter().map(|rule| (Arc::clone(&rule.name), rule)).collect();
        let mut graph = Self {
            journal: packs.journal.into_iter().collect(),
            rules: Arc::new(rules),
            damage,
            ..Self::from_base(symbols, base, next_node, next_relationship)
        };
        graph.want_rules();
        graph.apply_all(&packs.changes);
        Ok(graph)
    }
}

/// Distinct sets of labels.
#[derive(Default)]
struct LabelSets {
    sets: Vec<Box<[LabelId]>>,
    numbers: FxHashMap<Box<[LabelId]>, u32>,
}

impl LabelSets {
    fn number(&mut self, symbols: &mut Arc<Symbols>, shape: &PackShape) -> u32 {
        let mut label = |name: &str| {
            let found = symbols.labels.find(name);
            LabelId(intern(symbols, |s| &mut s.labels, found, &Arc::from(name)))
        };
        let mut labels: Vec<LabelId> = shape.names.iter().map(|name| label(name)).collect();
        labels.sort_unstable();
        labels.dedup();
        let next = dense(self.sets.len());
        *self.numbers.entry(labels.into_boxed_slice()).or_insert_with_key(|labels| {
            self.sets.push(labels.clone());
            next
        })
    }
}

fn type_of(symbols: &mut Arc<Symbols>, shape: &PackShape) -> TypeId {
    let name = shape.names.first().map_or("", |name| name);
    let found = symbols.types.find(name);
    TypeId(intern(symbols, |s| &mut s.types, found, &Arc::from(name)))
}

fn shapes_of(
    symbols: &mut Arc<Symbols>,
    pack: &PackRows,
    mut group: impl FnMut(&mut Arc<Symbols>, &PackShape) -> u32,
) -> Shapes {
    let shape = |shape: &PackShape| {
        let group = group(symbols, shape);
        let mut key = |name: &str| {
            let found = symbols.keys.find(name);
            KeyId(intern(symbols, |s| &mut s.keys, found, &Arc::from(name)))
        };
        (group, shape.keys.iter().map(|name| key(name)).collect())
    };
    pack.shapes.iter().map(shape).collect()
}

fn identities(packs: &[PackRows]) -> Result<Identities, StoreError> {
    let mut next = None;
    let in_a_row = packs.iter().all(|pack| match pack.ids {
        Numbers::Range { count: 0, .. } => true,
        Numbers::Range { first, count } if next.is_none_or(|next| next == first) => {
            next = Some(first + u64::from(count));
            true
        }
        _ => false,
    });
    let count = packs.iter().map(|pack| pack.ids.len()).sum();
    if in_a_row {
        return Ok(Identities::Range { first: next.map_or(0, |next| next - count as u64), len: dense(count) });
    }
    let mut ids: Vec<u64> = Vec::with_capacity(count);
    packs.iter().for_each(|pack| pack.ids.for_each(|id| ids.push(id)));
    if !ids.is_sorted_by(|a, b| a < b) {
        return Err(corrupt("identities do not ascend from pack to pack"));
    }
    Ok(Identities::new(ids))
}

fn corrupt(reason: &str) -> StoreError {
    StoreError::Corrupt { key: "packs".to_owned(), reason: reason.to_owned() }
}

/// The rows of the nodes at one end of relationships.
fn rows_of(packs: &[PackRows], ids: &Identities, end: fn(&PackRows) -> &Numbers) -> Result<Box<[u32]>, StoreError> {
    let mut rows = Vec::with_capacity(packs.iter().map(|pack| end(pack).len()).sum());
    let mut missing = false;
    for pack in packs {
        end(pack).for_each(|id| match ids.row(id) {
            Some(row) => rows.push(row),
            None => missing = true,
        });
    }
    if missing {
        return Err(corrupt("a relationship has an end that does not exist"));
    }
    Ok(rows.into_boxed_slice())
}

fn values(packs: Vec<PackRows>) -> Vec<Arc<PackValues>> {
    packs.into_iter().map(|pack| Arc::new(pack.values)).collect()
}

/// What a table's columns are made with.
struct Build<'a> {
    symbols: &'a Symbols,
    damage: &'a Damage,
}

/// The rows that have a key.
#[derive(Default)]
struct KeyRows {
    rows: Ranges,
    /// Those of each pack: its number, its first row, and how many have the key.
    parts: Vec<(usize, u32, u32)>,
}

/// A table before its columns.
#[derive(Default)]
struct Table {
    /// The set of labels or the type of each row.
    groups: Vec<u32>,
    keys: Vec<KeyRows>,
    /// By group: its keys.
    keys_of_group: Vec<Vec<KeyId>>,
}

impl Build<'_> {
    fn table<'p>(&self, packs: impl Iterator<Item = (&'p PackRows, &'p Shapes)>) -> Table {
        let mut table = Table::default();
        table.keys.resize_with(self.symbols.keys.len(), Default::default);
        for (number, (pack, shapes)) in packs.enumerate() {
            let first = dense(table.groups.len());
            let count = dense(pack.ids.len());
            match shapes.as_slice() {
                [(group, _)] => table.groups.extend(std::iter::repeat_n(*group, pack.ids.len())),
                _ => table
                    .groups
                    .extend(pack.shape_of.iter().filter_map(|s| shapes.get(*s as usize)).map(|(group, _)| *group)),
            }
            for (group, keys) in shapes {
                if table.keys_of_group.len() <= *group as usize {
                    table.keys_of_group.resize_with(*group as usize + 1, Vec::new);
                }
                if let Some(known) = table.keys_of_group.get_mut(*group as usize) {
                    known.extend(keys);
                    known.sort_unstable();
                    known.dedup();
                }
            }
            let before: Vec<usize> = table.keys.iter().map(|key| key.rows.len()).collect();
            if let [(_, keys)] = shapes.as_slice() {
                for key in keys {
                    if let Some(KeyRows { rows, .. }) = table.keys.get_mut(key.index()) {
                        rows.push(first, count);
                    }
                }
            } else {
                for (row, shape) in (first..).zip(&pack.shape_of) {
                    for key in shapes.get(*shape as usize).iter().flat_map(|(_, keys)| keys) {
                        if let Some(KeyRows { rows, .. }) = table.keys.get_mut(key.index()) {
                            rows.push(row, 1);
                        }
                    }
                }
            }
            for (KeyRows { rows, parts }, before) in table.keys.iter_mut().zip(before) {
                if rows.len() > before {
                    parts.push((number, first, dense(rows.len() - before)));
                }
            }
        }
        table
    }

    fn columns(&self, table: Table, values: &[Arc<PackValues>], groups: usize) -> Columns {
        let bound = table.groups.len();
        let column = |(key, KeyRows { rows, parts }): (u32, KeyRows)| {
            if rows.len() == 0 {
                return None;
            }
            let part = |(number, first, count): (usize, u32, u32)| {
                Some(Part { first, count, values: Arc::clone(values.get(number)?) })
            };
            let parts = parts.into_iter().filter_map(part).collect();
            let packed = PackedColumn::new(self.symbols.keys.name(key), parts, Arc::clone(self.damage));
            Some(Column::packed(rows.into_set(bound), packed))
        };
        let by_key = (0..).zip(table.keys).map(column).collect();
        let mut keys_of_group = table.keys_of_group;
        keys_of_group.resize_with(groups, Vec::new);
        Columns::of_groups(by_key, keys_of_group)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{NodeContent, NodeId, Value};

    #[test]
    fn what_is_damaged_is_told_when_it_is_first_asked_for() {
        let content =
            |n: i64| NodeContent { labels: vec!["A".into()], properties: [("n".into(), Value::from(n))].into() };
        let nodes: Vec<_> = (0..9).map(|n| (NodeId(n), content(n.cast_signed()))).collect();
        let graph = Graph::from_packs(Packs::spoiled(&nodes)).unwrap();
        assert_eq!((graph.label_count("A"), graph.damage().is_none()), (9, true));
        assert_eq!(graph.node_property(NodeId(3), "n"), Value::Null);
        assert!(matches!(graph.damage(), Some(StoreError::Corrupt { .. })));
        assert!(graph.unpack().is_err() && graph.clone().unpack().is_err());
    }
}
