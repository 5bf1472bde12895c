//! Rows in columns: what operators hand to one another.
//!
//! Columns hold rows of the graph, which change when it is written to: batches do not outlive a stretch of reading
//! unless they are [detached](Batch::detach).

use std::cmp::Ordering;

use crate::graph::{Graph, NodeIndex, RelationshipIndex};
use crate::model::{Node, NodeId, Relationship, Value};
use crate::query::value::order;

/// Rows that were made together. Row `i` is the `i`th of each column.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    columns: Vec<Column>,
    rows: usize,
}

/// The values of one slot.
#[derive(Clone, Debug, Default)]
pub enum Column {
    /// Nobody reads it.
    #[default]
    Absent,
    /// Nodes and nulls, which are [`NodeIndex::end`].
    Nodes(Vec<NodeIndex>),
    /// Relationships and nulls, which are [`RelationshipIndex::end`].
    Relationships(Vec<RelationshipIndex>),
    /// Integers alone.
    Integers(Vec<i64>),
    /// Anything. A node or relationship in it may have been deleted.
    Values(Vec<Value>),
}

impl Column {
    /// `count` nulls.
    #[must_use]
    pub fn nulls(count: usize) -> Self {
        Self::Values(vec![Value::Null; count])
    }

    /// A column of these values, in the narrowest form.
    #[must_use]
    pub fn of_values(values: Vec<Value>, graph: &Graph) -> Self {
        let narrow = match values.first() {
            Some(Value::Integer(_)) => values.iter().map(Value::as_integer).collect::<Option<_>>().map(Self::Integers),
            Some(Value::Node(_)) => {
                let index = |v: &Value| if let Value::Node(n) = v { graph.node_index(n.id) } else { None };
                values.iter().map(index).collect::<Option<_>>().map(Self::Nodes)
            }
            Some(Value::Relationship(_)) => {
                let index =
                    |v: &Value| if let Value::Relationship(r) = v { graph.relationship_index(r.id) } else { None };
                values.iter().map(index).collect::<Option<_>>().map(Self::Relationships)
            }
            _ => None,
        };
        narrow.unwrap_or(Self::Values(values))
    }

    /// The value in a row; null outside.
    #[must_use]
    pub fn value(&self, row: usize, graph: &Graph) -> Value {
        match self {
            Self::Absent => Value::Null,
            Self::Nodes(rows) => rows.get(row).map_or(Value::Null, |index| node_value(*index, graph)),
            Self::Relationships(rows) => rows.get(row).map_or(Value::Null, |index| relationship_value(*index, graph)),
            Self::Integers(values) => values.get(row).map_or(Value::Null, |i| Value::Integer(*i)),
            Self::Values(values) => values.get(row).cloned().unwrap_or_default(),
        }
    }

    /// How two rows are ordered.
    #[must_use]
    pub fn order(&self, a: usize, b: usize, graph: &Graph) -> Ordering {
        match self {
            Self::Integers(values) => values.get(a).cmp(&values.get(b)),
            Self::Values(values) => match (values.get(a), values.get(b)) {
                (Some(a), Some(b)) => order(a, b),
                _ => Ordering::Equal,
            },
            other => order(&other.value(a, graph), &other.value(b, graph)),
        }
    }

    /// The rows `rows` of it, in that order.
    #[must_use]
    pub fn gather(&self, rows: &[u32]) -> Self {
        fn pick<T: Clone>(items: &[T], rows: &[u32]) -> Vec<T> {
            rows.iter().filter_map(|&row| items.get(row as usize).cloned()).collect()
        }
        match self {
            Self::Absent => Self::Absent,
            Self::Nodes(items) => Self::Nodes(pick(items, rows)),
            Self::Relationships(items) => Self::Relationships(pick(items, rows)),
            Self::Integers(items) => Self::Integers(pick(items, rows)),
            Self::Values(items) => Self::Values(pick(items, rows)),
        }
    }

    fn append(&mut self, other: &Self, before: usize, count: usize, graph: &Graph) {
        match (&mut *self, other) {
            (Self::Nodes(a), Self::Nodes(b)) => a.extend_from_slice(b),
            (Self::Relationships(a), Self::Relationships(b)) => a.extend_from_slice(b),
            (Self::Integers(a), Self::Integers(b)) => a.extend_from_slice(b),
            (Self::Values(a), Self::Values(b)) => a.extend_from_slice(b),
            (Self::Absent, Self::Absent) => {}
            _ => {
                let mut values: Vec<Value> = (0..before).map(|row| self.value(row, graph)).collect();
                values.extend((0..count).map(|row| other.value(row, graph)));
                *self = Self::Values(values);
            }
        }
    }

    /// About how many bytes it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        match self {
            Self::Absent => 0,
            Self::Nodes(rows) => size_of_val(rows.as_slice()),
            Self::Relationships(rows) => size_of_val(rows.as_slice()),
            Self::Integers(values) => size_of_val(values.as_slice()),
            Self::Values(values) => values.iter().map(value_size).sum(),
        }
    }
}

impl Batch {
    /// One row without columns: what a statement starts with.
    #[must_use]
    pub const fn unit() -> Self {
        Self { columns: Vec::new(), rows: 1 }
    }

    /// `rows` rows without columns.
    #[must_use]
    pub const fn of_rows(rows: usize) -> Self {
        Self { columns: Vec::new(), rows }
    }

    /// One row of these values, slot by slot.
    #[must_use]
    pub fn row(values: Vec<(usize, Value)>, graph: &Graph) -> Self {
        let mut batch = Self::unit();
        for (slot, value) in values {
            batch.set(slot, Column::of_values(vec![value], graph));
        }
        batch
    }

    /// Number of rows.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Puts a column, of as many values as there are rows, into a slot.
    pub fn set(&mut self, slot: usize, column: Column) {
        if self.columns.len() <= slot {
            self.columns.resize_with(slot + 1, Column::default);
        }
        if let Some(place) = self.columns.get_mut(slot) {
            *place = column;
        }
    }

    /// The column of a slot.
    #[must_use]
    pub fn column(&self, slot: usize) -> &Column {
        self.columns.get(slot).unwrap_or(&Column::Absent)
    }

    /// Takes the column of a slot out.
    pub fn take(&mut self, slot: usize) -> Column {
        self.columns.get_mut(slot).map(std::mem::take).unwrap_or_default()
    }

    /// The value in a slot of a row.
    #[must_use]
    pub fn value(&self, slot: usize, row: usize, graph: &Graph) -> Value {
        self.column(slot).value(row, graph)
    }

    /// The node in a slot of a row; `None` when something else stands there.
    #[must_use]
    pub fn node(&self, slot: usize, row: usize, graph: &Graph) -> Option<NodeIndex> {
        match self.column(slot) {
            Column::Nodes(rows) => rows.get(row).copied().filter(|index| *index != NodeIndex::end()),
            Column::Values(values) => match values.get(row) {
                Some(Value::Node(node)) => graph.node_index(node.id),
                _ => None,
            },
            _ => None,
        }
    }

    /// The identity of the node in a slot of a row, also of one that was deleted.
    #[must_use]
    pub fn node_id(&self, slot: usize, row: usize, graph: &Graph) -> Option<NodeId> {
        match self.column(slot) {
            Column::Values(values) => match values.get(row) {
                Some(Value::Node(node)) => Some(node.id),
                _ => None,
            },
            _ => graph.node_id(self.node(slot, row, graph)?),
        }
    }

    /// The relationship in a slot of a row; `None` when something else stands there.
    #[must_use]
    pub fn relationship(&self, slot: usize, row: usize, graph: &Graph) -> Option<RelationshipIndex> {
        match self.column(slot) {
            Column::Relationships(rows) => rows.get(row).copied().filter(|index| *index != RelationshipIndex::end()),
            Column::Values(values) => match values.get(row) {
                Some(Value::Relationship(relationship)) => graph.relationship_index(relationship.id),
                _ => None,
            },
            _ => None,
        }
    }

    /// The rows `rows` in that order, with the slots `keep`.
    #[must_use]
    pub fn gather(&self, rows: &[u32], keep: &[usize]) -> Self {
        let mut out = Self::of_rows(rows.len());
        for &slot in keep {
            let column = self.column(slot);
            if !matches!(column, Column::Absent) {
                out.set(slot, column.gather(rows));
            }
        }
        out
    }

    /// The rows `rows` in that order.
    #[must_use]
    pub fn rows_of(&self, rows: &[u32]) -> Self {
        Self { columns: self.columns.iter().map(|c| c.gather(rows)).collect(), rows: rows.len() }
    }

    /// Adds the rows of another batch.
    pub fn append(&mut self, other: &Self, graph: &Graph) {
        if self.rows == 0 {
            *self = other.clone();
            return;
        }
        for slot in 0..self.columns.len().max(other.columns.len()) {
            let mut column = self.take(slot);
            column.append(other.column(slot), self.rows, other.rows, graph);
            self.set(slot, column);
        }
        self.rows += other.rows;
    }

    /// The same rows, valid whatever is written to the graph.
    #[must_use]
    pub fn detach(mut self, graph: &Graph) -> Self {
        for column in &mut self.columns {
            if matches!(column, Column::Nodes(_) | Column::Relationships(_)) {
                *column = Column::Values((0..self.rows).map(|row| column.value(row, graph)).collect());
            }
        }
        self
    }

    /// The same rows in the narrowest form, valid as long as nothing is written to the graph.
    #[must_use]
    pub fn attach(mut self, graph: &Graph) -> Self {
        for column in &mut self.columns {
            if let Column::Values(values) = column {
                *column = Column::of_values(std::mem::take(values), graph);
            }
        }
        self
    }

    /// About how many bytes it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.columns.iter().map(Column::size).sum()
    }
}

/// The node in a row of the graph as a value.
#[must_use]
pub fn node_value(index: NodeIndex, graph: &Graph) -> Value {
    graph.node_id(index).map_or(Value::Null, |id| Value::Node(Node::bare(id)))
}

/// The relationship in a row of the graph as a value.
#[must_use]
pub fn relationship_value(index: RelationshipIndex, graph: &Graph) -> Value {
    graph.relationship_id(index).map_or(Value::Null, |id| Value::Relationship(Relationship::bare(id)))
}

/// About how many bytes a value takes.
#[must_use]
pub fn value_size(value: &Value) -> usize {
    size_of::<Value>()
        + match value {
            Value::String(s) => s.len(),
            Value::List(items) => items.iter().map(value_size).sum(),
            Value::Map(map) => map.iter().map(|(k, v)| k.len() + 32 + value_size(v)).sum(),
            Value::Path(path) => (path.nodes.len() + path.relationships.len()) * size_of::<Node>(),
            _ => 0,
        }
}
