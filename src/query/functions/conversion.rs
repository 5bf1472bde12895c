//! Functions that turn values into values of another type, and choose among values.

use super::{Function, take, wrong_value};
use crate::model::{Value, format_date, format_date_time, format_time};
use crate::query::QueryError;
use crate::query::value::equal;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::strict("toBoolean", |_, a| to_boolean(take::<1>(a)[0])),
    Function::strict("toBooleanOrNull", |_, a| Ok(to_boolean(take::<1>(a)[0]).unwrap_or_default())),
    Function::strict("toInteger", |_, a| to_integer(take::<1>(a)[0])),
    Function::strict("toIntegerOrNull", |_, a| Ok(to_integer(take::<1>(a)[0]).unwrap_or_default())),
    Function::strict("toFloat", |_, a| to_float(take::<1>(a)[0])),
    Function::strict("toFloatOrNull", |_, a| Ok(to_float(take::<1>(a)[0]).unwrap_or_default())),
    Function::strict("toString", |_, a| to_string(take::<1>(a)[0])),
    Function::strict("toStringOrNull", |_, a| Ok(to_string(take::<1>(a)[0]).unwrap_or_default())),
    Function::lenient("coalesce", |_, a| Ok(a.iter().find(|v| !v.is_null()).cloned().unwrap_or_default())),
    Function::lenient("nullIf", |_, a| {
        let [a, b] = take(a);
        Ok(if equal(a, b) == Some(true) { Value::Null } else { a.clone() })
    }),
];

fn to_boolean(value: &Value) -> Result<Value, QueryError> {
    Ok(match value {
        Value::Boolean(b) => Value::Boolean(*b),
        Value::Integer(i) => Value::Boolean(*i != 0),
        Value::String(s) => match s.trim().to_ascii_lowercase().as_str() {
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            _ => Value::Null,
        },
        other => return Err(wrong_value("toBoolean", "a boolean, integer or string", other)),
    })
}

#[allow(clippy::cast_possible_truncation)] // checked by `fits`
fn to_integer(value: &Value) -> Result<Value, QueryError> {
    Ok(match value {
        Value::Integer(i) => Value::Integer(*i),
        Value::Boolean(b) => Value::Integer(i64::from(*b)),
        Value::Float(x) if fits(*x) => Value::Integer(*x as i64),
        Value::Float(_) => Value::Null,
        Value::String(s) => match (s.trim().parse::<i64>(), s.trim().parse::<f64>()) {
            (Ok(i), _) => Value::Integer(i),
            (_, Ok(x)) if fits(x) => Value::Integer(x as i64),
            _ => Value::Null,
        },
        other => return Err(wrong_value("toInteger", "a number, boolean or string", other)),
    })
}

fn fits(x: f64) -> bool {
    (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&x)
}

#[allow(clippy::cast_precision_loss)] // that is what the function does
fn to_float(value: &Value) -> Result<Value, QueryError> {
    Ok(match value {
        Value::Float(x) => Value::Float(*x),
        Value::Integer(i) => Value::Float(*i as f64),
        Value::String(s) => s.trim().parse().map_or(Value::Null, Value::Float),
        other => return Err(wrong_value("toFloat", "a number or string", other)),
    })
}

fn to_string(value: &Value) -> Result<Value, QueryError> {
    text(value)
        .map(Value::from)
        .ok_or_else(|| wrong_value("toString", "a number, boolean, string or temporal value", value))
}

/// A value as `toString` gives it; `None` for those that it does not take.
pub(super) fn text(value: &Value) -> Option<String> {
    Some(match value {
        Value::String(s) => s.to_string(),
        Value::Integer(i) => i.to_string(),
        Value::Float(x) => format_float(*x),
        Value::Boolean(b) => b.to_string(),
        Value::Date(d) => format_date(*d),
        Value::LocalTime(t) => format_time(*t),
        Value::Time(t) => t.to_string(),
        Value::LocalDateTime(t) => format_date_time(*t),
        Value::DateTime(t) => t.to_string(),
        Value::Duration(d) => d.to_string(),
        _ => return None,
    })
}

/// A float as the language writes it: always with a point or an exponent.
fn format_float(x: f64) -> String {
    if x.is_infinite() {
        return if x > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    let size = x.abs();
    if size != 0.0 && !(1e-3..1e7).contains(&size) && x.is_finite() {
        let text = format!("{x:E}");
        // One digit after the point at least.
        match text.split_once('E') {
            Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0E{exponent}"),
            _ => text,
        }
    } else {
        format!("{x:?}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_from_text() {
        assert_eq!(to_integer(&"1.7".into()).unwrap(), Value::Integer(1));
        assert_eq!(to_integer(&"9223372036854775807".into()).unwrap(), Value::Integer(i64::MAX));
        assert_eq!(to_integer(&"1e30".into()).unwrap(), Value::Null);
        assert_eq!(to_integer(&"foo".into()).unwrap(), Value::Null);
        assert!(to_float(&Value::Boolean(true)).is_err());
    }

    #[test]
    fn floats_always_look_like_floats() {
        assert_eq!(format_float(1.0), "1.0");
        assert_eq!(format_float(1e21), "1.0E21");
        assert_eq!(format_float(1.5e-7), "1.5E-7");
        assert_eq!(format_float(f64::NAN), "NaN");
    }
}
