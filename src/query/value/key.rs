//! Values to keys of hash tables: equivalence for `DISTINCT`, grouping and joins, where null equals null.

use std::hash::{Hash, Hasher};

use super::comparison::{compare_integer, instant, instant_of_time};
use crate::model::Value;

/// A value under equivalence: as `=`, but null equals null and not-a-number equals itself.
#[derive(Clone, Debug)]
pub struct Key(pub Value);

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        equivalent(&self.0, &other.0)
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash_value(&self.0, state);
    }
}

/// Whether two values are one key.
#[must_use]
pub fn equivalent(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => a == b || (a.is_nan() && b.is_nan()),
        (Value::Integer(i), Value::Float(x)) | (Value::Float(x), Value::Integer(i)) => {
            compare_integer(*i, *x).is_some_and(std::cmp::Ordering::is_eq)
        }
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| equivalent(a, b)),
        (Value::Map(a), Value::Map(b)) => {
            a.keys().eq(b.keys()) && a.values().zip(b.values()).all(|(a, b)| equivalent(a, b))
        }
        (Value::Time(a), Value::Time(b)) => instant_of_time(a) == instant_of_time(b),
        (Value::DateTime(a), Value::DateTime(b)) => instant(a) == instant(b),
        (a, b) => a == b,
    }
}

/// Hashes a value; equivalent values have equal hashes.
pub fn hash_value<H: Hasher>(value: &Value, state: &mut H) {
    match value {
        Value::Null => 0u8.hash(state),
        Value::Boolean(b) => b.hash(state),
        Value::Integer(i) => i.hash(state),
        // A float that is a whole number must hash like the integer that it equals.
        Value::Float(x) => {
            #[allow(clippy::cast_possible_truncation)] // saturates; equality decides
            let whole = *x as i64;
            if compare_integer(whole, *x).is_some_and(std::cmp::Ordering::is_eq) {
                whole.hash(state);
            } else if x.is_nan() {
                1u8.hash(state);
            } else {
                x.to_bits().hash(state);
            }
        }
        Value::String(s) => s.hash(state),
        Value::List(items) => {
            items.len().hash(state);
            items.iter().for_each(|v| hash_value(v, state));
        }
        Value::Map(map) => {
            for (key, v) in map.iter() {
                key.hash(state);
                hash_value(v, state);
            }
        }
        Value::Date(d) => d.hash(state),
        Value::LocalTime(t) => t.hash(state),
        Value::LocalDateTime(t) => t.hash(state),
        Value::Time(t) => instant_of_time(t).hash(state),
        Value::DateTime(t) => instant(t).hash(state),
        Value::Duration(d) => (d.months, d.days, d.seconds, d.nanoseconds).hash(state),
        Value::Node(n) => n.id.hash(state),
        Value::Relationship(r) => r.id.hash(state),
        Value::Path(p) => {
            p.nodes.iter().for_each(|n| n.id.hash(state));
            p.relationships.iter().for_each(|r| r.id.hash(state));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn equivalent_values_are_one_key() {
        let values = [
            Value::Null,
            Value::Null,
            Value::Float(f64::NAN),
            Value::Float(-f64::NAN),
            Value::Integer(1),
            Value::Float(1.0),
            Value::Float(0.0),
            Value::Float(-0.0),
            Value::list([Value::Null]),
            Value::list([Value::Null]),
            Value::from("1"),
        ];
        assert_eq!(values.into_iter().map(Key).collect::<HashSet<_>>().len(), 6);
    }
}
