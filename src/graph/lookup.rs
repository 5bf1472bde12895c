//! A label and a property's value to nodes.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::delta::property;
use super::index::hash_value;
use super::{Graph, KeyId, LabelId, NodeIndex, NodePlace};
use crate::model::{NodeId, Value};

/// Keys that are indexed from the start; others are when they are first asked for.
const ALWAYS: [&str; 3] = ["key", "name", "value"];

/// The names of keys that nodes have been looked up by. A reader adds one, the writer's next change begins to index it.
#[derive(Debug)]
pub(super) struct Wanted {
    names: RwLock<Vec<Arc<str>>>,
    count: AtomicUsize,
}

impl Default for Wanted {
    fn default() -> Self {
        let names: Vec<Arc<str>> = ALWAYS.map(Arc::from).into();
        Self { count: AtomicUsize::new(names.len()), names: RwLock::new(names) }
    }
}

impl Wanted {
    pub(super) fn len(&self) -> usize {
        self.count.load(Ordering::Acquire)
    }

    pub(super) fn names(&self) -> Vec<Arc<str>> {
        self.names.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn want(&self, name: Arc<str>) {
        let mut names = self.names.write().unwrap_or_else(PoisonError::into_inner);
        if !names.contains(&name) {
            names.push(name);
            self.count.store(names.len(), Ordering::Release);
        }
    }
}

impl Graph {
    /// Nodes with this label whose property equals the value (structurally), in order of identity. Cost: one look-up in
    /// a hash index, which the first question for a label and key makes (about 50 ns a node of the label).
    #[must_use]
    pub fn nodes_with_property(&self, label: &str, key: &str, value: &Value) -> Vec<NodeId> {
        let Some((label, key)) = self.label_id(label).zip(self.key_id(key)) else { return Vec::new() };
        let mut found = Vec::new();
        self.for_each_with_value(label, key, value, |index, exactly| {
            if exactly {
                found.extend(self.node_id(index));
            }
        });
        found.sort_unstable();
        found
    }

    /// Nodes with this label whose property is equal to the value as openCypher's `=` has it for numbers (`1 = 1.0`), and
    /// structurally for the rest. No particular order. Cost: as [`Graph::nodes_with_property`].
    #[must_use]
    pub fn indexes_with_value(&self, label: LabelId, key: KeyId, value: &Value) -> Vec<NodeIndex> {
        let mut found = Vec::new();
        self.for_each_with_value(label, key, value, |index, _| found.push(index));
        found
    }

    fn for_each_with_value(&self, label: LabelId, key: KeyId, value: &Value, mut visit: impl FnMut(NodeIndex, bool)) {
        if value.is_null() {
            return;
        }
        let cell = self.base.index(label, key);
        for row in cell.get().into_iter().flat_map(|index| index.candidates(value)) {
            if let (Some(NodePlace::Base), Some(column)) = (self.node_place(*row), self.base.nodes.columns.column(key))
            {
                if column.is(*row, value) {
                    visit((*row).into(), true);
                } else if is_number(value) && column.get(*row).is_some_and(|v| numbers_equal(&v, value)) {
                    visit((*row).into(), false);
                }
            }
        }
        if self.delta.nodes.is_empty() {
            return;
        }
        let mut check = |row: u32| {
            if let Some(NodePlace::Delta(record)) = self.node_place(row)
                && record.labels.binary_search(&label).is_ok()
                && let Some(found) = property(&record.properties, key)
                && equal(found, value)
            {
                visit(row.into(), found == value);
            }
        };
        if self.delta.indexed.contains(&key) {
            self.delta.by_value.get(&(key, hash_value(value))).into_iter().flatten().for_each(|row| check(*row));
        } else {
            self.wanted.want(self.key_name(key));
            self.delta.nodes.keys().for_each(|row| check(*row));
        }
    }
}

/// Whether values are equal as openCypher's `=` has it for numbers, and structurally for the rest.
pub(super) fn equal(a: &Value, b: &Value) -> bool {
    a == b || numbers_equal(a, b)
}

const fn is_number(value: &Value) -> bool {
    matches!(value, Value::Integer(_) | Value::Float(_))
}

/// Whether an integer and a float are the same number.
#[allow(clippy::cast_precision_loss, clippy::float_cmp)] // an integer that a float can't hold equals none, but for rounding
fn numbers_equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Integer(i), Value::Float(x)) | (Value::Float(x), Value::Integer(i)) => *i as f64 == *x,
        _ => false,
    }
}
