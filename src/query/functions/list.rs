//! Functions of lists, and those that take lists and strings alike.

use super::{Function, take, text, wrong_type};
use crate::model::Value;
use crate::query::QueryError;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::strict("size", |_, a| match take::<1>(a)[0] {
        Value::List(items) => Ok(length(items.len())),
        Value::Map(map) => Ok(length(map.len())),
        other @ Value::String(_) => text::count("size", other),
        other => Err(wrong_type("size", "a list or a string", other)),
    }),
    Function::strict("isEmpty", |_, a| match take::<1>(a)[0] {
        Value::List(items) => Ok(Value::Boolean(items.is_empty())),
        Value::Map(map) => Ok(Value::Boolean(map.is_empty())),
        Value::String(s) => Ok(Value::Boolean(s.is_empty())),
        other => Err(wrong_type("isEmpty", "a list, a map or a string", other)),
    }),
    Function::strict("length", |_, a| match take::<1>(a)[0] {
        Value::Path(path) => Ok(length(path.relationships.len())),
        other => Err(wrong_type("length", "a path", other)),
    }),
    Function::strict("head", |_, a| Ok(list("head", take::<1>(a)[0])?.first().cloned().unwrap_or_default())),
    Function::strict("last", |_, a| Ok(list("last", take::<1>(a)[0])?.last().cloned().unwrap_or_default())),
    Function::strict("tail", |_, a| Ok(Value::list(list("tail", take::<1>(a)[0])?.iter().skip(1).cloned()))),
    Function::strict("reverse", |_, a| match take::<1>(a)[0] {
        Value::List(items) => Ok(Value::list(items.iter().rev().cloned())),
        Value::String(s) => Ok(s.chars().rev().collect::<String>().into()),
        other => Err(wrong_type("reverse", "a list or a string", other)),
    }),
    Function::lenient("range", |run, a| {
        let [start, end, step] = take(a);
        let step = if a.len() > 2 { step } else { &Value::Integer(1) };
        let [start, end, step] = [range_argument(start)?, range_argument(end)?, range_argument(step)?];
        if step == 0 {
            let message = "the step of range() cannot be 0";
            return Err(QueryError::runtime("ArgumentError", "NumberOutOfRange", message));
        }
        let mut items = Vec::new();
        let mut next = start;
        while if step > 0 { next <= end } else { next >= end } {
            items.push(Value::Integer(next));
            if items.len() % 1024 == 0 {
                run.session.tick()?;
                run.session.control.check()?;
                check_size(run, items.len())?;
            }
            match next.checked_add(step) {
                Some(i) => next = i,
                None => break,
            }
        }
        Ok(Value::list(items))
    }),
];

/// A list of numbers grows before anyone can count it as rows.
fn check_size(run: &crate::query::run::Run<'_>, items: usize) -> Result<(), QueryError> {
    let bytes = items * size_of::<Value>();
    run.session.hold(bytes)?;
    run.session.release(bytes);
    Ok(())
}

fn list<'v>(function: &str, value: &'v Value) -> Result<&'v [Value], QueryError> {
    match value {
        Value::List(items) => Ok(items),
        other => Err(wrong_type(function, "a list", other)),
    }
}

fn range_argument(value: &Value) -> Result<i64, QueryError> {
    value.as_integer().ok_or_else(|| {
        let message = format!("range() takes integers, not {}", value.type_name());
        QueryError::runtime("ArgumentError", "InvalidArgumentType", message)
    })
}

#[allow(clippy::cast_possible_wrap)] // no list is that long
const fn length(n: usize) -> Value {
    Value::Integer(n as i64)
}
