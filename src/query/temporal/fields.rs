//! The map from which a temporal value is made, with its keys checked.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::invalid;
use super::zone::Zone;
use crate::model::Value;
use crate::query::QueryError;

type Result<T> = std::result::Result<T, QueryError>;

const KEYS: [&str; 22] = [
    "year",
    "quarter",
    "month",
    "week",
    "day",
    "dayOfQuarter",
    "dayOfWeek",
    "ordinalDay",
    "hour",
    "minute",
    "second",
    "millisecond",
    "microsecond",
    "nanosecond",
    "timezone",
    "date",
    "time",
    "datetime",
    "localtime",
    "localdatetime",
    "epochSeconds",
    "epochMillis",
];

/// Components of a temporal value.
#[derive(Clone, Copy)]
pub(super) struct Fields<'m>(&'m BTreeMap<Arc<str>, Value>);

impl<'m> Fields<'m> {
    /// The components that a map names.
    pub(super) fn new(map: &'m BTreeMap<Arc<str>, Value>) -> Result<Self> {
        match map.keys().find(|key| !KEYS.contains(&&***key)) {
            Some(key) => Err(invalid(format!("a temporal value has no component `{key}`"))),
            None => Ok(Self(map)),
        }
    }

    /// Whether one of the components is there.
    pub(super) fn has(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.0.contains_key(*key))
    }

    /// A component that is a whole number.
    pub(super) fn number(&self, key: &str) -> Result<Option<i64>> {
        match self.0.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Integer(i)) => Ok(Some(*i)),
            Some(other) => Err(invalid(format!("`{key}` is an integer, not {}", other.type_name()))),
        }
    }

    /// A component that is a small whole number.
    pub(super) fn small(&self, key: &str) -> Result<Option<i32>> {
        self.number(key)?.map(|i| i32::try_from(i).map_err(|_| invalid(format!("`{key}` cannot be {i}")))).transpose()
    }

    /// The value from which missing components are taken, under the first of these keys.
    pub(super) fn base(&self, keys: &[&str]) -> Option<&'m Value> {
        keys.iter().find_map(|key| self.0.get(*key)).filter(|v| !v.is_null())
    }

    /// The zone that the map names.
    pub(super) fn zone(&self) -> Result<Option<Zone>> {
        match self.0.get("timezone") {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(name)) => Zone::read(name).map(Some),
            Some(other) => Err(invalid(format!("`timezone` is a string, not {}", other.type_name()))),
        }
    }
}
