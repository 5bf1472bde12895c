//! A label and a property to the nodes that have a value: a hash index, made at first use.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::base::NodeTable;
use super::dense;
use super::symbols::{KeyId, LabelId};
use crate::model::Value;

/// Nodes of one label in buckets by the hash of one property. 8 bytes a node.
///
/// Invariant: `offsets` ascends and its last entry is `rows.len()`; it has a power of two entries and one more.
#[derive(Debug)]
pub(super) struct PropertyIndex {
    offsets: Box<[u32]>,
    rows: Box<[u32]>,
}

impl PropertyIndex {
    pub(super) fn new(nodes: &NodeTable, label: LabelId, key: KeyId) -> Self {
        let Some(column) = nodes.columns.column(key) else {
            return Self { offsets: [0, 0].into(), rows: Box::default() };
        };
        let rows = nodes.with_label(label);
        let mut hashes: Vec<(u64, u32)> = Vec::with_capacity(rows.len());
        column.visit(rows, |row, value| hashes.push((hash_value(value), row)));
        let buckets = hashes.len().next_power_of_two();
        let mut offsets = vec![0_u32; buckets + 1];
        for (hash, _) in &hashes {
            if let Some(count) = offsets.get_mut(bucket(*hash, buckets) + 1) {
                *count += 1;
            }
        }
        for at in 1..offsets.len() {
            offsets[at] += offsets[at - 1];
        }
        let mut next = offsets.clone();
        let mut rows = vec![0_u32; hashes.len()];
        for (hash, row) in hashes {
            if let Some(at) = next.get_mut(bucket(hash, buckets)) {
                if let Some(slot) = rows.get_mut(*at as usize) {
                    *slot = row;
                }
                *at += 1;
            }
        }
        Self { offsets: offsets.into_boxed_slice(), rows: rows.into_boxed_slice() }
    }

    /// Rows, ascending, that may have the value; the column says whether they do.
    pub(super) fn candidates(&self, value: &Value) -> &[u32] {
        let at = bucket(hash_value(value), self.offsets.len() - 1);
        let bounds = (self.offsets.get(at), self.offsets.get(at + 1));
        let (Some(from), Some(to)) = bounds else { return &[] };
        self.rows.get(*from as usize..*to as usize).unwrap_or_default()
    }

    pub(super) fn bytes(&self) -> usize {
        (self.offsets.len() + self.rows.len()) * 4
    }
}

fn bucket(hash: u64, buckets: usize) -> usize {
    // Hashes of numbers differ in few bits: of small integers, as floats, only in the upper ones.
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    dense(usize::try_from(mixed >> 32).unwrap_or(0)) as usize & (buckets - 1)
}

/// Equal values have equal hashes, and so have an integer and a float of the same size, which openCypher calls equal.
/// Nested values count by their number and their first level only, so the cost is bounded by the value's own width.
pub(super) fn hash_value(value: &Value) -> u64 {
    let mut hasher = FxHasher::default();
    hash_into(value, &mut hasher, true);
    hasher.finish()
}

fn hash_into(value: &Value, hasher: &mut FxHasher, deep: bool) {
    match value {
        #[allow(clippy::cast_precision_loss)] // near integers may share a hash; equality decides
        Value::Integer(i) => (*i as f64).to_bits().hash(hasher),
        Value::Float(x) => (x + 0.0).to_bits().hash(hasher),
        Value::String(s) => s.hash(hasher),
        Value::Boolean(b) => b.hash(hasher),
        Value::Date(d) => d.hash(hasher),
        Value::LocalTime(t) => t.hash(hasher),
        Value::LocalDateTime(t) => t.hash(hasher),
        Value::Time(t) => t.time.hash(hasher),
        Value::DateTime(t) => t.local.hash(hasher),
        Value::Duration(d) => (d.months, d.days, d.seconds).hash(hasher),
        Value::List(items) if deep => items.iter().for_each(|item| hash_into(item, hasher, false)),
        Value::Map(entries) if deep => entries.keys().for_each(|key| key.hash(hasher)),
        Value::List(_) | Value::Map(_) => 1_u8.hash(hasher),
        Value::Node(n) => n.id.hash(hasher),
        Value::Relationship(r) => r.id.hash(hasher),
        Value::Null | Value::Path(_) => 2_u8.hash(hasher),
    }
}
