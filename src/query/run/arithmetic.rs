//! An operator and its operands to a value.

use std::sync::Arc;

use super::session::Run;
use crate::model::Value;
use crate::query::QueryError;
use crate::query::ast::BinaryOperator;
use crate::query::temporal;
use crate::query::value::equal;

/// Longest text that a statement may make.
const MAX_TEXT: usize = 512 << 20;
/// Most items of a list that `+` makes.
const MAX_ITEMS: usize = 16 << 20;

type Result<T> = std::result::Result<T, QueryError>;

/// Applies an operator that needs both its operands' values.
///
/// # Errors
/// `TypeError` for operands that the operator cannot take, `ArithmeticError` for results beyond the integers.
pub fn binary(run: &Run<'_>, operator: BinaryOperator, a: Value, b: Value) -> Result<Value> {
    match operator {
        BinaryOperator::In => contained(&a, &b),
        _ if a.is_null() || b.is_null() => Ok(Value::Null),
        BinaryOperator::StartsWith => Ok(text(&a, &b, |a, b| a.starts_with(b))),
        BinaryOperator::EndsWith => Ok(text(&a, &b, |a, b| a.ends_with(b))),
        BinaryOperator::Contains => Ok(text(&a, &b, |a, b| a.contains(b))),
        BinaryOperator::Matches => match (&a, &b) {
            (Value::String(a), Value::String(b)) => Ok(Value::Boolean(run.session.matches(b, a)?)),
            _ => Ok(Value::Null),
        },
        BinaryOperator::Add => add(a, b),
        BinaryOperator::Subtract => subtract(&a, &b),
        BinaryOperator::Multiply => match (&a, &b) {
            (Value::Duration(d), other) | (other, Value::Duration(d)) => match float(other) {
                Some(x) => Ok(Value::Duration(temporal::scale_duration(d, |part| part * x)?)),
                None => Err(wrong("*", &a, &b)),
            },
            _ => numbers("*", &a, &b, i64::checked_mul, |a, b| a * b),
        },
        BinaryOperator::Divide => match (&a, &b) {
            (Value::Integer(_), Value::Integer(0)) => Err(by_zero()),
            (Value::Duration(d), other) => match float(other) {
                Some(x) => Ok(Value::Duration(temporal::scale_duration(d, |part| part / x)?)),
                None => Err(wrong("/", &a, &b)),
            },
            _ => numbers("/", &a, &b, i64::checked_div, |a, b| a / b),
        },
        BinaryOperator::Modulo => match (&a, &b) {
            (Value::Integer(_), Value::Integer(0)) => Err(by_zero()),
            _ => numbers("%", &a, &b, |a, b| Some(a.wrapping_rem(b)), |a, b| a % b),
        },
        BinaryOperator::Power => match (float(&a), float(&b)) {
            (Some(a), Some(b)) => Ok(Value::Float(a.powf(b))),
            _ => Err(wrong("^", &a, &b)),
        },
        BinaryOperator::Or | BinaryOperator::Xor | BinaryOperator::And => Err(wrong("a logical operator", &a, &b)),
    }
}

/// `-a`
///
/// # Errors
/// `TypeError` for what is neither a number nor a duration.
pub fn negate(value: &Value) -> Result<Value> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::Integer(i) => i.checked_neg().map(Value::Integer).ok_or_else(|| overflow("-")),
        Value::Float(x) => Ok(Value::Float(-x)),
        Value::Duration(d) => Ok(Value::Duration(temporal::scale_duration(d, |part| -part)?)),
        other => Err(QueryError::runtime("TypeError", "InvalidArgumentType", format!("no - of {}", other.type_name()))),
    }
}

/// `+a`
///
/// # Errors
/// `TypeError` for what is neither a number nor a duration.
pub fn plus(value: Value) -> Result<Value> {
    match value {
        Value::Null | Value::Integer(_) | Value::Float(_) | Value::Duration(_) => Ok(value),
        other => Err(QueryError::runtime("TypeError", "InvalidArgumentType", format!("no + of {}", other.type_name()))),
    }
}

/// `a IN list`
fn contained(a: &Value, list: &Value) -> Result<Value> {
    let items = match list {
        Value::Null => return Ok(Value::Null),
        Value::List(items) => items,
        other => {
            let message = format!("IN looks into a list, not into {}", other.type_name());
            return Err(QueryError::runtime("TypeError", "InvalidArgumentType", message));
        }
    };
    let mut unknown = false;
    for item in items.iter() {
        match equal(a, item) {
            Some(true) => return Ok(Value::Boolean(true)),
            Some(false) => {}
            None => unknown = true,
        }
    }
    Ok(if unknown { Value::Null } else { Value::Boolean(false) })
}

fn text(a: &Value, b: &Value, test: fn(&str, &str) -> bool) -> Value {
    match (a, b) {
        (Value::String(a), Value::String(b)) => Value::Boolean(test(a, b)),
        _ => Value::Null,
    }
}

fn add(a: Value, b: Value) -> Result<Value> {
    match (&a, &b) {
        (Value::List(x), Value::List(y)) => {
            within(x.len() + y.len(), MAX_ITEMS, "items of a list")?;
            Ok(Value::list(x.iter().chain(y.iter()).cloned()))
        }
        (Value::List(x), _) => Ok(Value::list(x.iter().cloned().chain([b]))),
        (_, Value::List(y)) => Ok(Value::list([a].into_iter().chain(y.iter().cloned()))),
        (Value::String(x), Value::String(y)) => joined(x, y),
        (Value::String(x), Value::Integer(_) | Value::Float(_) | Value::Boolean(_)) => {
            joined(x, &crate::query::functions::text_of(&b))
        }
        (Value::Integer(_) | Value::Float(_) | Value::Boolean(_), Value::String(y)) => {
            joined(&crate::query::functions::text_of(&a), y)
        }
        (Value::Duration(x), Value::Duration(y)) => Ok(Value::Duration(temporal::add_durations(x, y, 1)?)),
        (Value::Duration(d), moment) | (moment, Value::Duration(d)) if temporal::is_moment(moment) => {
            temporal::shift(moment, d, 1)
        }
        _ => numbers("+", &a, &b, i64::checked_add, |a, b| a + b),
    }
}

fn joined(a: &str, b: &str) -> Result<Value> {
    text_within(a.len() + b.len())?;
    Ok(Value::String(Arc::from([a, b].concat())))
}

/// Fails for a text of more bytes than a statement may make.
///
/// # Errors
/// `ResourceExhausted` (`Memory`).
pub fn text_within(bytes: usize) -> Result<()> {
    within(bytes, MAX_TEXT, "bytes of a text")
}

fn within(size: usize, limit: usize, what: &str) -> Result<()> {
    if size <= limit {
        return Ok(());
    }
    let message = format!("{what} made by a statement are limited to {limit}, and this has {size}");
    Err(QueryError::runtime("ResourceExhausted", "Memory", message))
}

fn subtract(a: &Value, b: &Value) -> Result<Value> {
    match (a, b) {
        (Value::Duration(x), Value::Duration(y)) => Ok(Value::Duration(temporal::add_durations(x, y, -1)?)),
        (moment, Value::Duration(d)) if temporal::is_moment(moment) => temporal::shift(moment, d, -1),
        _ => numbers("-", a, b, i64::checked_sub, |a, b| a - b),
    }
}

fn numbers(
    operator: &str,
    a: &Value,
    b: &Value,
    integers: fn(i64, i64) -> Option<i64>,
    floats: fn(f64, f64) -> f64,
) -> Result<Value> {
    if let (Value::Integer(a), Value::Integer(b)) = (a, b) {
        return integers(*a, *b).map(Value::Integer).ok_or_else(|| overflow(operator));
    }
    match (float(a), float(b)) {
        (Some(a), Some(b)) => Ok(Value::Float(floats(a, b))),
        _ => Err(wrong(operator, a, b)),
    }
}

#[allow(clippy::cast_precision_loss)] // an integer beside a float counts as the nearest float
fn float(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(i) => Some(*i as f64),
        Value::Float(x) => Some(*x),
        _ => None,
    }
}

fn wrong(operator: &str, a: &Value, b: &Value) -> QueryError {
    let message = format!("{operator} cannot be applied to {} and {}", a.type_name(), b.type_name());
    QueryError::runtime("TypeError", "InvalidArgumentType", message)
}

fn overflow(operator: &str) -> QueryError {
    let message = format!("the result of {operator} is beyond the integers");
    QueryError::runtime("ArithmeticError", "IntegerOverflow", message)
}

fn by_zero() -> QueryError {
    QueryError::runtime("ArithmeticError", "DivisionByZero", "an integer cannot be divided by zero")
}
