//! Any two values to an order: openCypher's orderability, for `ORDER BY`, `min` and `max`.

use std::cmp::Ordering;

use super::comparison::{compare_integer, instant, instant_of_time, length};
use crate::model::Value;

/// The total order over all values, ascending: maps, nodes, relationships, lists, paths, temporal values, strings,
/// booleans, numbers (not-a-number last), null. Equivalent values are equal; the order agrees with [`super::Key`].
#[must_use]
pub fn order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan())),
        (Value::Integer(i), Value::Float(x)) => compare_integer(*i, *x).unwrap_or(Ordering::Less),
        (Value::Float(x), Value::Integer(i)) => compare_integer(*i, *x).map_or(Ordering::Greater, Ordering::reverse),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Boolean(a), Value::Boolean(b)) => a.cmp(b),
        (Value::List(a), Value::List(b)) => lists(a.iter(), b.iter()),
        (Value::Map(a), Value::Map(b)) => a.keys().cmp(b.keys()).then_with(|| lists(a.values(), b.values())),
        (Value::Node(a), Value::Node(b)) => a.id.cmp(&b.id),
        (Value::Relationship(a), Value::Relationship(b)) => a.id.cmp(&b.id),
        (Value::Path(a), Value::Path(b)) => (a.nodes.iter().map(|n| n.id))
            .cmp(b.nodes.iter().map(|n| n.id))
            .then_with(|| a.relationships.iter().map(|r| r.id).cmp(b.relationships.iter().map(|r| r.id))),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::LocalTime(a), Value::LocalTime(b)) => a.cmp(b),
        (Value::LocalDateTime(a), Value::LocalDateTime(b)) => a.cmp(b),
        (Value::Time(a), Value::Time(b)) => instant_of_time(a).cmp(&instant_of_time(b)),
        (Value::DateTime(a), Value::DateTime(b)) => instant(a).cmp(&instant(b)),
        (Value::Duration(a), Value::Duration(b)) => {
            length(a).cmp(&length(b)).then_with(|| (a.months, a.days, a.seconds).cmp(&(b.months, b.days, b.seconds)))
        }
        _ => rank(a).cmp(&rank(b)),
    }
}

fn lists<'a>(mut a: impl Iterator<Item = &'a Value>, mut b: impl Iterator<Item = &'a Value>) -> Ordering {
    loop {
        match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) => match order(a, b) {
                Ordering::Equal => {}
                other => return other,
            },
        }
    }
}

const fn rank(value: &Value) -> u8 {
    match value {
        Value::Map(_) => 0,
        Value::Node(_) => 1,
        Value::Relationship(_) => 2,
        Value::List(_) => 3,
        Value::Path(_) => 4,
        Value::DateTime(_) => 5,
        Value::LocalDateTime(_) => 6,
        Value::Date(_) => 7,
        Value::Time(_) => 8,
        Value::LocalTime(_) => 9,
        Value::Duration(_) => 10,
        Value::String(_) => 11,
        Value::Boolean(_) => 12,
        Value::Integer(_) | Value::Float(_) => 13,
        Value::Null => 14,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_stand_in_their_order_and_null_last() {
        let mut values = vec![
            Value::Null,
            Value::Float(f64::NAN),
            Value::Integer(2),
            Value::Float(1.5),
            Value::Boolean(true),
            Value::from("a"),
            Value::list([Value::Null]),
            Value::list([Value::Integer(1), Value::Integer(2)]),
            Value::list([Value::Integer(1)]),
        ];
        values.sort_by(order);
        let shown: Vec<_> = values.iter().map(|v| format!("{v:?}")).collect();
        assert_eq!(
            shown,
            [
                "List([Integer(1)])",
                "List([Integer(1), Integer(2)])",
                "List([Null])",
                "String(\"a\")",
                "Boolean(true)",
                "Float(1.5)",
                "Integer(2)",
                "Float(NaN)",
                "Null"
            ]
        );
    }
}
