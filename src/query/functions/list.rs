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
        let range = Range::of(a)?;
        // All of it is asked for at once: the limit acts before the memory is gone. A list is built, then closed.
        let bytes = range.len().saturating_mul(2 * size_of::<Value>());
        run.session.hold(bytes)?;
        let mut items = Vec::new();
        for item in range {
            if items.len() % 1024 == 0 {
                run.session.control.check()?;
            }
            items.push(Value::Integer(item));
        }
        let list = Value::list(items);
        run.session.release(bytes);
        Ok(list)
    }),
];

/// The numbers of a `range()`, one after the other.
#[derive(Clone, Debug)]
pub(in crate::query) struct Range {
    next: Option<i64>,
    end: i64,
    step: i64,
}

impl Range {
    /// The numbers between the arguments of a `range()`.
    pub(in crate::query) fn of(arguments: &[Value]) -> Result<Self, QueryError> {
        let [start, end, step] = take(arguments);
        let step = if arguments.len() > 2 { step } else { &Value::Integer(1) };
        let [start, end, step] = [range_argument(start)?, range_argument(end)?, range_argument(step)?];
        if step == 0 {
            let message = "the step of range() cannot be 0";
            return Err(QueryError::runtime("ArgumentError", "NumberOutOfRange", message));
        }
        Ok(Self { next: Some(start), end, step }.bounded())
    }

    /// Without a next number when that lies behind the end.
    fn bounded(self) -> Self {
        let within = |n: &i64| if self.step > 0 { *n <= self.end } else { *n >= self.end };
        Self { next: self.next.filter(within), ..self }
    }

    /// How many numbers are left; the most that there can be when there are more.
    fn len(&self) -> usize {
        let count = |next: i64| self.end.abs_diff(next) / self.step.unsigned_abs();
        self.next.map_or(0, |next| usize::try_from(count(next)).unwrap_or(usize::MAX).saturating_add(1))
    }
}

impl Iterator for Range {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        let next = self.next?;
        *self = Self { next: next.checked_add(self.step), ..*self }.bounded();
        Some(next)
    }
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
