//! Rows to numbers of groups: rows with equivalent keys have one number.

use std::hash::{Hash, Hasher};

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxHasher;

use super::batch::{Column, node_value, relationship_value, value_size};
use crate::graph::{Graph, NodeIndex, RelationshipIndex};
use crate::model::Value;
use crate::query::value::{Key, equivalent, hash_value};

/// Groups in the order in which their first rows came.
#[derive(Debug, Default)]
pub struct Groups {
    /// Numbers of groups by the hash of their keys.
    table: HashTable<u32>,
    /// For each value of the key, that of each group.
    keys: Vec<Cells>,
    count: u32,
}

/// Values of the keys of all groups, narrow as long as they are alike.
#[derive(Debug)]
enum Cells {
    Nodes(Vec<NodeIndex>),
    Integers(Vec<i64>),
    Any(Vec<Cell>),
}

/// A value of a key in the form in which it is compared fastest; equivalent values have equal forms.
#[derive(Debug, PartialEq, Eq)]
enum Cell {
    Node(NodeIndex),
    Relationship(RelationshipIndex),
    Integer(i64),
    Other(Key),
}

impl Groups {
    /// No groups yet, of keys with `width` values.
    #[must_use]
    pub fn new(width: usize) -> Self {
        let keys = (0..width).map(|_| Cells::Any(Vec::new())).collect();
        Self { keys, ..Self::default() }
    }

    /// How many groups there are.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count as usize
    }

    /// The number of a row's group, and the bytes that it takes when it is new. Cost: no allocation for a group that is
    /// known.
    pub fn number(&mut self, columns: &[Column], row: usize, graph: &Graph) -> (usize, Option<usize>) {
        let keys = &self.keys;
        let hash = hash_row(columns, row, graph);
        let same = |number: &u32| keys.iter().zip(columns).all(|(cells, c)| cells.is(*number as usize, c, row, graph));
        let rehash = |number: &u32| {
            let mut hasher = FxHasher::default();
            keys.iter().for_each(|cells| cells.hash(*number as usize, &mut hasher));
            hasher.finish()
        };
        match self.table.entry(hash, same, rehash) {
            Entry::Occupied(found) => (*found.get() as usize, None),
            Entry::Vacant(place) => {
                place.insert(self.count);
                let mut size = 2 * size_of::<u32>();
                for (cells, column) in self.keys.iter_mut().zip(columns) {
                    size += cells.push(column, row, graph);
                }
                self.count += 1;
                (self.count as usize - 1, Some(size))
            }
        }
    }

    /// The keys of all groups, a column for each of their values.
    #[must_use]
    pub fn into_columns(self, graph: &Graph) -> Vec<Column> {
        let column = |cells| match cells {
            Cells::Nodes(nodes) => Column::Nodes(nodes),
            Cells::Integers(values) => Column::Integers(values),
            Cells::Any(cells) => Column::of_values(cells.into_iter().map(|cell| cell.value(graph)).collect(), graph),
        };
        self.keys.into_iter().map(column).collect()
    }
}

impl Cells {
    /// Adds the value of a row; returns how many bytes it takes.
    fn push(&mut self, column: &Column, row: usize, graph: &Graph) -> usize {
        let cell = Cell::of(column, row, graph);
        match (&mut *self, cell) {
            (Self::Nodes(nodes), Cell::Node(index)) => {
                nodes.push(index);
                size_of::<NodeIndex>()
            }
            (Self::Integers(values), Cell::Integer(i)) => {
                values.push(i);
                size_of::<i64>()
            }
            (Self::Any(cells), Cell::Node(index)) if cells.is_empty() => {
                *self = Self::Nodes(vec![index]);
                size_of::<NodeIndex>()
            }
            (Self::Any(cells), Cell::Integer(i)) if cells.is_empty() => {
                *self = Self::Integers(vec![i]);
                size_of::<i64>()
            }
            (_, cell) => {
                self.widen();
                let size = size_of::<Cell>() + if let Cell::Other(Key(value)) = &cell { value_size(value) } else { 0 };
                if let Self::Any(cells) = self {
                    cells.push(cell);
                }
                size
            }
        }
    }

    fn widen(&mut self) {
        *self = Self::Any(match std::mem::replace(self, Self::Any(Vec::new())) {
            Self::Nodes(nodes) => nodes.into_iter().map(Cell::Node).collect(),
            Self::Integers(values) => values.into_iter().map(Cell::Integer).collect(),
            Self::Any(cells) => cells,
        });
    }

    fn is(&self, at: usize, column: &Column, row: usize, graph: &Graph) -> bool {
        match (self, column) {
            (Self::Nodes(nodes), Column::Nodes(rows)) => nodes.get(at) == rows.get(row),
            (Self::Integers(values), Column::Integers(others)) => values.get(at) == others.get(row),
            (Self::Nodes(nodes), column) => {
                nodes.get(at).is_some_and(|index| Cell::Node(*index) == Cell::of(column, row, graph))
            }
            (Self::Integers(values), column) => {
                values.get(at).is_some_and(|i| Cell::Integer(*i) == Cell::of(column, row, graph))
            }
            (Self::Any(cells), column) => cells.get(at).is_some_and(|cell| cell.is(column, row, graph)),
        }
    }

    fn hash(&self, at: usize, hasher: &mut FxHasher) {
        match self {
            Self::Nodes(nodes) => nodes.get(at).copied().unwrap_or_default().index().hash(hasher),
            Self::Integers(values) => values.get(at).copied().unwrap_or_default().hash(hasher),
            Self::Any(cells) => {
                if let Some(cell) = cells.get(at) {
                    cell.hash(hasher);
                }
            }
        }
    }
}

fn hash_row(columns: &[Column], row: usize, graph: &Graph) -> u64 {
    let mut hasher = FxHasher::default();
    for column in columns {
        // The common columns without making a cell; their hashes are those of their cells.
        match column {
            Column::Nodes(rows) => match rows.get(row) {
                Some(index) if *index != NodeIndex::end() => index.index().hash(&mut hasher),
                _ => hash_value(&Value::Null, &mut hasher),
            },
            Column::Integers(values) => values.get(row).copied().unwrap_or_default().hash(&mut hasher),
            Column::Values(values) => match values.get(row) {
                Some(value) if is_plain(value) => hash_value(value, &mut hasher),
                _ => Cell::of(column, row, graph).hash(&mut hasher),
            },
            column => Cell::of(column, row, graph).hash(&mut hasher),
        }
    }
    hasher.finish()
}

/// Whether a value is compared as it is.
const fn is_plain(value: &Value) -> bool {
    !matches!(value, Value::Node(_) | Value::Relationship(_) | Value::Integer(_) | Value::Float(_))
}

impl Hash for Cell {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Node(index) => index.index().hash(state),
            Self::Relationship(index) => index.index().hash(state),
            Self::Integer(i) => i.hash(state),
            Self::Other(key) => key.hash(state),
        }
    }
}

impl Cell {
    fn of(column: &Column, row: usize, graph: &Graph) -> Self {
        match column {
            Column::Nodes(rows) => match rows.get(row) {
                Some(index) if *index != NodeIndex::end() => Self::Node(*index),
                _ => Self::Other(Key(Value::Null)),
            },
            Column::Relationships(rows) => match rows.get(row) {
                Some(index) if *index != RelationshipIndex::end() => Self::Relationship(*index),
                _ => Self::Other(Key(Value::Null)),
            },
            Column::Integers(values) => values.get(row).map_or(Self::Other(Key(Value::Null)), |i| Self::Integer(*i)),
            Column::Absent => Self::Other(Key(Value::Null)),
            Column::Values(values) => match values.get(row) {
                Some(Value::Integer(i)) => Self::Integer(*i),
                #[allow(clippy::cast_possible_truncation)] // compared at once
                Some(Value::Float(x)) if Key(Value::Float(*x)) == Key(Value::Integer(*x as i64)) => {
                    Self::Integer(*x as i64)
                }
                Some(Value::Node(node)) => match graph.node_index(node.id) {
                    Some(index) => Self::Node(index),
                    None => Self::Other(Key(Value::Node(node.clone()))),
                },
                Some(Value::Relationship(r)) => match graph.relationship_index(r.id) {
                    Some(index) => Self::Relationship(index),
                    None => Self::Other(Key(Value::Relationship(r.clone()))),
                },
                other => Self::Other(Key(other.cloned().unwrap_or_default())),
            },
        }
    }

    fn value(self, graph: &Graph) -> Value {
        match self {
            Self::Node(index) => node_value(index, graph),
            Self::Relationship(index) => relationship_value(index, graph),
            Self::Integer(i) => Value::Integer(i),
            Self::Other(Key(value)) => value,
        }
    }

    fn is(&self, column: &Column, row: usize, graph: &Graph) -> bool {
        match (self, column) {
            (Self::Other(Key(value)), Column::Values(values)) if values.get(row).is_some_and(is_plain) => {
                values.get(row).is_some_and(|other| equivalent(value, other))
            }
            (cell, column) => *cell == Self::of(column, row, graph),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equivalent_keys_are_one_group_whatever_their_columns() {
        let graph = Graph::new();
        let mut groups = Groups::new(1);
        let mut number = |column: Column| groups.number(&[column], 0, &graph).0;
        assert_eq!(number(Column::Integers(vec![1])), 0);
        assert_eq!(number(Column::Values(vec![Value::Float(1.0)])), 0);
        assert_eq!(number(Column::Values(vec![Value::Float(1.5)])), 1);
        assert_eq!(number(Column::Values(vec![Value::Null])), 2);
        assert_eq!(number(Column::Nodes(vec![NodeIndex::end()])), 2);
        assert_eq!(number(Column::Absent), 2);
        assert_eq!(number(Column::Values(vec!["1".into()])), 3);
        assert_eq!(number(Column::Values(vec!["1".into()])), 3);
        assert_eq!(groups.count(), 4);
        let columns = groups.into_columns(&graph);
        assert_eq!(columns[0].value(3, &graph), "1".into());
    }
}
