//! Values one after another to a column in the narrowest form.

use super::batch::Column;
use crate::graph::Graph;
use crate::model::Value;

/// A column that is being made: integers as long as nothing else comes.
#[derive(Clone, Debug)]
pub enum ColumnBuilder {
    /// Integers alone so far.
    Integers(Vec<i64>),
    /// Anything.
    Values(Vec<Value>),
}

impl Default for ColumnBuilder {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl ColumnBuilder {
    /// An empty column with room for some values.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self::Integers(Vec::with_capacity(capacity))
    }

    /// One value more.
    pub fn push(&mut self, value: &Value) {
        match (&mut *self, value) {
            (Self::Integers(values), Value::Integer(i)) => values.push(*i),
            (Self::Values(values), value) => values.push(value.clone()),
            (Self::Integers(values), value) => {
                let room = values.capacity().max(values.len() + 1);
                let mut all = Vec::with_capacity(room);
                all.extend(values.iter().map(|i| Value::Integer(*i)));
                all.push(value.clone());
                *self = Self::Values(all);
            }
        }
    }

    /// The column.
    #[must_use]
    pub fn finish(self, graph: &Graph) -> Column {
        match self {
            Self::Integers(values) => Column::Integers(values),
            Self::Values(values) => Column::of_values(values, graph),
        }
    }
}
