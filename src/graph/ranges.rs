//! A label and a property to the nodes whose values lie between two: rows in order of their values, made at first use.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::base::NodeTable;
use super::column::Column;
use super::delta::property;
use super::symbols::{KeyId, LabelId};
use super::{Graph, NodeIndex, NodePlace};
use crate::model::Value;

/// Rows of one label in order of one property, a list for each kind of value that has an order. 4 bytes a node.
#[derive(Debug, Default)]
pub(super) struct RangeIndex {
    numbers: Box<[u32]>,
    strings: Box<[u32]>,
    dates: Box<[u32]>,
}

/// The kinds of values that are sought by range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Number,
    String,
    Date,
}

const fn class(value: &Value) -> Option<Class> {
    match value {
        Value::Integer(_) => Some(Class::Number),
        Value::Float(x) if !x.is_nan() => Some(Class::Number),
        Value::String(_) => Some(Class::String),
        Value::Date(_) => Some(Class::Date),
        _ => None,
    }
}

/// The order of two values of one class. Integers are compared as floats where a float is by: what is found may lie a
/// little outside, never is anything inside left out.
fn order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (a, b) => number(a).total_cmp(&number(b)),
    }
}

#[allow(clippy::cast_precision_loss)] // see `order`
const fn number(value: &Value) -> f64 {
    match value {
        Value::Integer(i) => *i as f64,
        // No negative zero: it equals zero and must stand beside it.
        Value::Float(x) => *x + 0.0,
        _ => f64::NAN,
    }
}

impl RangeIndex {
    pub(super) fn new(nodes: &NodeTable, label: LabelId, key: KeyId) -> Self {
        let Some(column) = nodes.columns.column(key) else { return Self::default() };
        let (mut numbers, mut strings, mut dates) = (Vec::new(), Vec::new(), Vec::new());
        for row in nodes.with_label(label) {
            let Some(value) = column.get(*row) else { continue };
            match class(&value) {
                Some(Class::Number) => numbers.push((value, *row)),
                Some(Class::String) => strings.push((value, *row)),
                Some(Class::Date) => dates.push((value, *row)),
                None => {}
            }
        }
        let sorted = |mut entries: Vec<(Cow<'_, Value>, u32)>| {
            entries.sort_by(|(a, _), (b, _)| order(a, b));
            entries.into_iter().map(|(_, row)| row).collect()
        };
        Self { numbers: sorted(numbers), strings: sorted(strings), dates: sorted(dates) }
    }

    /// The rows whose values are not below `low` and not above `high`; both are of one class.
    fn between(&self, column: &Column, class: Class, low: Option<&Value>, high: Option<&Value>) -> &[u32] {
        let rows = match class {
            Class::Number => &self.numbers,
            Class::String => &self.strings,
            Class::Date => &self.dates,
        };
        let is = |row: &u32, bound: &Value, wanted: fn(Ordering) -> bool| {
            column.get(*row).is_some_and(|value| wanted(order(&value, bound)))
        };
        let from = low.map_or(0, |low| rows.partition_point(|row| is(row, low, Ordering::is_lt)));
        let to = high.map_or(rows.len(), |high| rows.partition_point(|row| is(row, high, Ordering::is_le)));
        rows.get(from..to).unwrap_or_default()
    }

    pub(super) fn bytes(&self) -> usize {
        (self.numbers.len() + self.strings.len() + self.dates.len()) * 4
    }
}

impl Graph {
    /// Nodes with this label whose property lies between two values, bounds included, in order of rows; integers beyond
    /// 2⁵³ that lie just outside may be among them. `None` when a bound is no number, string or date, or there is none.
    ///
    /// Cost: logarithmic, and what is found and newer than the last fold; the first question for a label and key sorts its
    /// nodes (about 200 ns a node).
    #[must_use]
    pub fn indexes_between(
        &self,
        label: LabelId,
        key: KeyId,
        low: Option<&Value>,
        high: Option<&Value>,
    ) -> Option<Vec<NodeIndex>> {
        let classes = (low.map(class), high.map(class));
        let class_of_both = match classes {
            (Some(Some(low)), Some(Some(high))) if low != high => return Some(Vec::new()),
            (Some(Some(class)), Some(Some(_)) | None) | (None, Some(Some(class))) => class,
            _ => return None,
        };
        let mut found = Vec::new();
        if let Some(column) = self.base.nodes.columns.column(key) {
            let index = self.base.range_index(label, key);
            let rows = index.get().map_or(&[][..], |index| index.between(column, class_of_both, low, high));
            found.extend(rows.iter().filter(|row| matches!(self.node_place(**row), Some(NodePlace::Base))));
        }
        for (row, record) in &self.delta.nodes {
            if let Some(record) = record
                && record.labels.binary_search(&label).is_ok()
                && let Some(value) = property(&record.properties, key)
                && class(value) == Some(class_of_both)
                && low.is_none_or(|low| order(value, low).is_ge())
                && high.is_none_or(|high| order(value, high).is_le())
            {
                found.push(*row);
            }
        }
        found.sort_unstable();
        Some(found.into_iter().map(NodeIndex::from).collect())
    }
}
