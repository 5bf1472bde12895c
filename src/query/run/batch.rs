//! Rows in columns: what operators hand to one another.

use crate::model::{Node, NodeId, Relationship, RelationshipId, Value};

/// Stands for null in a column of nodes; no node has it.
const NO_NODE: NodeId = NodeId(u64::MAX);
/// Stands for null in a column of relationships; no relationship has it.
const NO_RELATIONSHIP: RelationshipId = RelationshipId(u64::MAX);

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
    /// Nodes and nulls.
    Nodes(Vec<NodeId>),
    /// Relationships and nulls.
    Relationships(Vec<RelationshipId>),
    /// Anything.
    Values(Vec<Value>),
}

impl Column {
    /// A column of nodes, some of them null.
    pub fn of_nodes(nodes: impl IntoIterator<Item = Option<NodeId>>) -> Self {
        Self::Nodes(nodes.into_iter().map(|n| n.unwrap_or(NO_NODE)).collect())
    }

    /// `count` nulls.
    #[must_use]
    pub fn nulls(count: usize) -> Self {
        Self::Values(vec![Value::Null; count])
    }

    /// A column of these values, in the narrowest form.
    #[must_use]
    pub fn of_values(values: Vec<Value>) -> Self {
        if !values.is_empty() && values.iter().all(|v| matches!(v, Value::Node(_))) {
            let id = |v| if let Value::Node(n) = v { n.id } else { NO_NODE };
            return Self::Nodes(values.into_iter().map(id).collect());
        }
        if !values.is_empty() && values.iter().all(|v| matches!(v, Value::Relationship(_))) {
            let id = |v| if let Value::Relationship(r) = v { r.id } else { NO_RELATIONSHIP };
            return Self::Relationships(values.into_iter().map(id).collect());
        }
        Self::Values(values)
    }

    /// The value in a row; null outside.
    #[must_use]
    pub fn value(&self, row: usize) -> Value {
        match self {
            Self::Absent => Value::Null,
            Self::Nodes(ids) => existing_node(ids.get(row)).map_or(Value::Null, |id| Value::Node(Node::bare(id))),
            Self::Relationships(ids) => existing_relationship(ids.get(row))
                .map_or(Value::Null, |id| Value::Relationship(Relationship::bare(id))),
            Self::Values(values) => values.get(row).cloned().unwrap_or_default(),
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
            Self::Nodes(ids) => Self::Nodes(pick(ids, rows)),
            Self::Relationships(ids) => Self::Relationships(pick(ids, rows)),
            Self::Values(values) => Self::Values(pick(values, rows)),
        }
    }

    fn append(&mut self, other: &Self, before: usize, count: usize) {
        match (&mut *self, other) {
            (Self::Nodes(a), Self::Nodes(b)) => a.extend_from_slice(b),
            (Self::Relationships(a), Self::Relationships(b)) => a.extend_from_slice(b),
            (Self::Values(a), Self::Values(b)) => a.extend_from_slice(b),
            (Self::Absent, Self::Absent) => {}
            _ => {
                let mut values: Vec<Value> = (0..before).map(|row| self.value(row)).collect();
                values.extend((0..count).map(|row| other.value(row)));
                *self = Self::Values(values);
            }
        }
    }

    /// About how many bytes it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        match self {
            Self::Absent => 0,
            Self::Nodes(ids) => ids.len() * size_of::<NodeId>(),
            Self::Relationships(ids) => ids.len() * size_of::<RelationshipId>(),
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
    pub fn row(values: Vec<(usize, Value)>) -> Self {
        let mut batch = Self::unit();
        for (slot, value) in values {
            batch.set(slot, Column::of_values(vec![value]));
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
    pub fn value(&self, slot: usize, row: usize) -> Value {
        self.column(slot).value(row)
    }

    /// The node in a slot of a row; `None` when something else stands there.
    #[must_use]
    pub fn node(&self, slot: usize, row: usize) -> Option<NodeId> {
        match self.column(slot) {
            Column::Nodes(ids) => existing_node(ids.get(row)),
            Column::Values(values) => match values.get(row) {
                Some(Value::Node(node)) => Some(node.id),
                _ => None,
            },
            _ => None,
        }
    }

    /// The relationship in a slot of a row; `None` when something else stands there.
    #[must_use]
    pub fn relationship(&self, slot: usize, row: usize) -> Option<RelationshipId> {
        match self.column(slot) {
            Column::Relationships(ids) => existing_relationship(ids.get(row)),
            Column::Values(values) => match values.get(row) {
                Some(Value::Relationship(relationship)) => Some(relationship.id),
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
    pub fn append(&mut self, other: &Self) {
        if self.rows == 0 {
            *self = other.clone();
            return;
        }
        for slot in 0..self.columns.len().max(other.columns.len()) {
            let mut column = self.take(slot);
            column.append(other.column(slot), self.rows, other.rows);
            self.set(slot, column);
        }
        self.rows += other.rows;
    }

    /// About how many bytes it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.columns.iter().map(Column::size).sum()
    }
}

fn existing_node(id: Option<&NodeId>) -> Option<NodeId> {
    id.copied().filter(|id| *id != NO_NODE)
}

fn existing_relationship(id: Option<&RelationshipId>) -> Option<RelationshipId> {
    id.copied().filter(|id| *id != NO_RELATIONSHIP)
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
