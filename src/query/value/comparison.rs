//! Two values to true, false or unknown: openCypher's equality and comparability.

use std::cmp::Ordering;

use jiff::civil::{DateTime, Time};

use crate::model::{Duration, OffsetTime, Value, ZonedDateTime};

/// `a = b`; `None` is unknown. Values of different types are unequal, except numbers; null makes it unknown, also
/// inside lists and maps unless something else already differs.
#[must_use]
pub fn equal(a: &Value, b: &Value) -> Option<bool> {
    Some(match (a, b) {
        (Value::Null, _) | (_, Value::Null) => return None,
        (Value::Integer(a), Value::Integer(b)) => a == b,
        (Value::Integer(i), Value::Float(x)) | (Value::Float(x), Value::Integer(i)) => {
            compare_integer(*i, *x) == Some(Ordering::Equal)
        }
        (Value::List(a), Value::List(b)) => {
            return if a.len() == b.len() { all_equal(a.iter().zip(b.iter())) } else { Some(false) };
        }
        (Value::Map(a), Value::Map(b)) => {
            return if a.keys().eq(b.keys()) { all_equal(a.values().zip(b.values())) } else { Some(false) };
        }
        (Value::Time(a), Value::Time(b)) => instant_of_time(a) == instant_of_time(b),
        (Value::DateTime(a), Value::DateTime(b)) => instant(a) == instant(b),
        (a, b) => a == b,
    })
}

fn all_equal<'a>(pairs: impl Iterator<Item = (&'a Value, &'a Value)>) -> Option<bool> {
    let mut outcome = Some(true);
    for (a, b) in pairs {
        match equal(a, b) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => outcome = None,
        }
    }
    outcome
}

/// How two values compare under `<`, `<=`, `>`, `>=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// They have an order.
    Ordered(Ordering),
    /// Both are numbers and one is not-a-number: every comparison is false.
    Unordered,
    /// They cannot be compared, or a null stands in the way: every comparison is unknown.
    Unknown,
}

/// Compares two values as `<` and its sisters do.
#[must_use]
pub fn compare(a: &Value, b: &Value) -> Comparison {
    let number = |o: Option<Ordering>| o.map_or(Comparison::Unordered, Comparison::Ordered);
    Comparison::Ordered(match (a, b) {
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Float(a), Value::Float(b)) => return number(a.partial_cmp(b)),
        (Value::Integer(i), Value::Float(x)) => return number(compare_integer(*i, *x)),
        (Value::Float(x), Value::Integer(i)) => return number(compare_integer(*i, *x).map(Ordering::reverse)),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Boolean(a), Value::Boolean(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::LocalTime(a), Value::LocalTime(b)) => a.cmp(b),
        (Value::LocalDateTime(a), Value::LocalDateTime(b)) => a.cmp(b),
        (Value::Time(a), Value::Time(b)) => instant_of_time(a).cmp(&instant_of_time(b)),
        (Value::DateTime(a), Value::DateTime(b)) => instant(a).cmp(&instant(b)),
        (Value::List(a), Value::List(b)) => {
            for (a, b) in a.iter().zip(b.iter()) {
                match compare(a, b) {
                    Comparison::Ordered(Ordering::Equal) => {}
                    other => return other,
                }
            }
            a.len().cmp(&b.len())
        }
        _ => return Comparison::Unknown,
    })
}

/// An integer against a float, exactly; `None` when the float is not a number.
pub(super) fn compare_integer(i: i64, x: f64) -> Option<Ordering> {
    if x.is_nan() {
        return None;
    }
    // Beyond ±2^63 every float lies outside the integers; within, its whole part is an exact integer.
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if x >= LIMIT {
        return Some(Ordering::Less);
    }
    if x < -LIMIT {
        return Some(Ordering::Greater);
    }
    #[allow(clippy::cast_possible_truncation)] // in range as checked above
    let whole = x.trunc() as i64;
    Some(i.cmp(&whole).then_with(|| 0.0.partial_cmp(&x.fract()).unwrap_or(Ordering::Equal)))
}

/// A time of day brought to UTC, in nanoseconds.
pub(super) fn instant_of_time(t: &OffsetTime) -> i64 {
    nanoseconds(t.time) - i64::from(t.offset) * 1_000_000_000
}

/// A point in time, in nanoseconds since some fixed moment.
pub(super) fn instant(t: &ZonedDateTime) -> i128 {
    t.local.duration_since(DateTime::ZERO).as_nanos() - i128::from(t.offset) * 1_000_000_000
}

fn nanoseconds(t: Time) -> i64 {
    let seconds = (i64::from(t.hour()) * 60 + i64::from(t.minute())) * 60 + i64::from(t.second());
    seconds * 1_000_000_000 + i64::from(t.subsec_nanosecond())
}

/// About how long a duration is, for ordering: a month counts as a twelfth of 365.2425 days.
pub(super) fn length(d: &Duration) -> i128 {
    const MONTH: i128 = 2_629_746;
    let seconds = i128::from(d.months) * MONTH + i128::from(d.days) * 86_400 + i128::from(d.seconds);
    seconds * 1_000_000_000 + i128::from(d.nanoseconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_and_floats_compare_exactly() {
        let big = 4_611_686_018_427_387_905;
        assert_eq!(equal(&Value::Integer(big), &Value::Float(4_611_686_018_427_387_904.0)), Some(false));
        assert_eq!(compare_integer(1, 1.5), Some(Ordering::Less));
        assert_eq!(compare_integer(-1, -1.5), Some(Ordering::Greater));
        assert_eq!(compare_integer(i64::MAX, 9.3e18), Some(Ordering::Less));
        assert_eq!(compare_integer(0, f64::NAN), None);
    }

    #[test]
    fn null_hides_behind_a_difference() {
        let list = |items: &[Value]| Value::list(items.iter().cloned());
        let (one, two, null) = (Value::Integer(1), Value::Integer(2), Value::Null);
        assert_eq!(equal(&list(&[one.clone(), null.clone()]), &list(&[two.clone(), null.clone()])), Some(false));
        assert_eq!(equal(&list(&[one.clone(), null.clone()]), &list(&[one.clone(), two])), None);
        assert_eq!(equal(&list(&[null]), &list(&[])), Some(false));
        assert_eq!(equal(&one, &Value::from("1")), Some(false));
    }

    #[test]
    fn not_a_number_equals_nothing() {
        let nan = Value::Float(f64::NAN);
        assert_eq!(equal(&nan, &nan), Some(false));
        assert_eq!(compare(&nan, &Value::Integer(1)), Comparison::Unordered);
        assert_eq!(compare(&nan, &Value::from("a")), Comparison::Unknown);
    }
}
