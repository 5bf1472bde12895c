//! What a statement answers, for programs: columns, rows, typed values.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::error::Error;
use crate::model::{Node, Path, Relationship, Value};
use crate::query::{Stats, Table};

/// What a statement answered. Nodes and relationships in it carry their content: it needs no database to be read.
///
/// ```
/// use shezhire::{Database, Parameters};
///
/// let db = Database::in_memory();
/// let rows = db.run("UNWIND [1, 2] AS n RETURN n, n * 10 AS tenfold", &Parameters::new())?;
/// assert_eq!(rows.columns, ["n", "tenfold"]);
/// let mut sum = 0;
/// for row in &rows {
///     sum += row.get::<i64>("tenfold")?;
/// }
/// assert_eq!(sum, 30);
/// # Ok::<(), shezhire::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// Names of the columns, in order; none when the statement has no `RETURN`.
    pub columns: Vec<String>,
    /// The rows; each has as many values as there are columns.
    pub rows: Vec<Vec<Value>>,
    /// What the statement changed.
    pub stats: Stats,
}

/// One row of [`Rows`].
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    columns: &'a [String],
    values: &'a [Value],
}

impl From<Table> for Rows {
    fn from(Table { columns, rows, stats }: Table) -> Self {
        Self { columns, rows, stats }
    }
}

impl Rows {
    /// Number of rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.rows.iter().map(|values| Row { columns: &self.columns, values })
    }

    /// The first row, when there is one.
    #[must_use]
    pub fn first(&self) -> Option<Row<'_>> {
        self.iter().next()
    }
}

impl<'a> IntoIterator for &'a Rows {
    type Item = Row<'a>;
    type IntoIter = Box<dyn ExactSizeIterator<Item = Row<'a>> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

impl<'a> Row<'a> {
    /// The values in order of the columns.
    #[must_use]
    pub const fn values(&self) -> &'a [Value] {
        self.values
    }

    /// The value of a column, when there is such a column.
    #[must_use]
    pub fn value(&self, column: &str) -> Option<&'a Value> {
        self.columns.iter().position(|c| c == column).and_then(|i| self.values.get(i))
    }

    /// The value of a column as a Rust type; `Option<T>` takes `Null`.
    ///
    /// # Errors
    /// [`Error::Column`] when there is no such column, [`Error::Type`] when the value is of another type.
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T, Error> {
        let value = self
            .value(column)
            .ok_or_else(|| Error::Column { name: column.to_owned(), columns: self.columns.to_vec() })?;
        T::from_value(value).ok_or_else(|| Error::Type {
            column: column.to_owned(),
            wanted: T::WANTED,
            found: value.type_name(),
        })
    }
}

/// A Rust type that a [`Value`] can be read as.
pub trait FromValue: Sized {
    /// How the type is called in an error.
    const WANTED: &'static str;

    /// The value as this type, when it is of it.
    fn from_value(value: &Value) -> Option<Self>;
}

/// Types that one variant of `Value` holds.
macro_rules! from_variant {
    ($($type:ty, $wanted:literal, $pattern:pat => $result:expr;)*) => {$(
        impl FromValue for $type {
            const WANTED: &'static str = $wanted;

            fn from_value(value: &Value) -> Option<Self> {
                match value {
                    $pattern => Some($result),
                    _ => None,
                }
            }
        }
    )*};
}

from_variant! {
    bool, "Boolean", Value::Boolean(b) => *b;
    i64, "Integer", Value::Integer(i) => *i;
    f64, "Float", Value::Float(x) => *x;
    String, "String", Value::String(s) => s.to_string();
    Arc<str>, "String", Value::String(s) => Arc::clone(s);
    Date, "Date", Value::Date(d) => *d;
    Node, "Node", Value::Node(n) => n.clone();
    Relationship, "Relationship", Value::Relationship(r) => r.clone();
    Arc<Path>, "Path", Value::Path(p) => Arc::clone(p);
}

impl FromValue for Value {
    const WANTED: &'static str = "Value";

    fn from_value(value: &Value) -> Option<Self> {
        Some(value.clone())
    }
}

impl<T: FromValue> FromValue for Option<T> {
    const WANTED: &'static str = T::WANTED;

    fn from_value(value: &Value) -> Option<Self> {
        if value.is_null() { Some(None) } else { T::from_value(value).map(Some) }
    }
}

impl<T: FromValue> FromValue for Vec<T> {
    const WANTED: &'static str = "List";

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::List(items) => items.iter().map(T::from_value).collect(),
            _ => None,
        }
    }
}

impl<T: FromValue> FromValue for BTreeMap<String, T> {
    const WANTED: &'static str = "Map";

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Map(map) => map.iter().map(|(k, v)| Some((k.to_string(), T::from_value(v)?))).collect(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Rows {
        let columns = vec!["name".to_owned(), "born".to_owned(), "tags".to_owned()];
        let tags = Value::list([Value::from("a"), Value::from("b")]);
        Rows { columns, rows: vec![vec![Value::from("Абай"), Value::Null, tags]], stats: Stats::default() }
    }

    #[test]
    fn a_column_is_read_as_the_type_asked_for() {
        let rows = rows();
        let row = rows.first().unwrap();
        assert_eq!(row.get::<String>("name").unwrap(), "Абай");
        assert_eq!(row.get::<Option<i64>>("born").unwrap(), None);
        assert_eq!(row.get::<Vec<String>>("tags").unwrap(), ["a", "b"]);
    }

    #[test]
    fn a_missing_column_and_a_wrong_type_are_named() {
        let rows = rows();
        let row = rows.first().unwrap();
        let missing = row.get::<String>("nam").unwrap_err();
        assert_eq!(missing.to_string(), "there is no column `nam`; the columns are name, born, tags");
        let wrong = row.get::<i64>("name").unwrap_err();
        assert_eq!(wrong.to_string(), "column `name` holds String, not Integer");
        assert_eq!(row.get::<i64>("born").unwrap_err().to_string(), "column `born` holds Null, not Integer");
    }
}
