//! Functions by name: each takes values and gives a value. What they take is said in `signature`.

mod aggregate;
mod conversion;
mod entity;
mod evidence;
mod list;
mod mathematics;
mod sentences;
mod text;

use crate::model::Value;
use crate::query::QueryError;
use crate::query::run::Run;
use crate::query::signature;
use crate::query::temporal;

pub use aggregate::{Accumulator, AggregateFunction};
pub(in crate::query) use entity::properties;
pub use entity::{node_property, property};
pub(in crate::query) use evidence::Texts;
pub(in crate::query) use list::Range;
pub use sentences::sentences;

/// The code of a function.
type Body = fn(&Run<'_>, &[Value]) -> Result<Value, QueryError>;

/// A function of values.
#[derive(Clone, Copy)]
pub struct Function {
    /// Its name in the customary spelling.
    pub name: &'static str,
    /// Whether a null argument makes the result null without asking the code.
    strict: bool,
    body: Body,
}

impl Function {
    pub(in crate::query) const fn strict(name: &'static str, body: Body) -> Self {
        Self { name, strict: true, body }
    }

    const fn lenient(name: &'static str, body: Body) -> Self {
        Self { name, strict: false, body }
    }

    /// Whether it gives the same for the same arguments through one run.
    #[must_use]
    pub fn is_steady(&self) -> bool {
        signature::function(self.name).is_some_and(|f| !f.volatile)
    }

    /// The function's value.
    ///
    /// # Errors
    /// `TypeError` and `ArgumentError` for arguments that it cannot take.
    pub fn call(&self, run: &Run<'_>, arguments: &[Value]) -> Result<Value, QueryError> {
        if self.strict && arguments.iter().any(Value::is_null) {
            return Ok(Value::Null);
        }
        (self.body)(run, arguments)
    }
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Function").field(&self.name).finish()
    }
}

/// A value as `toString` gives it; empty for those that have no text.
pub(in crate::query) fn text_of(value: &Value) -> String {
    conversion::text(value).unwrap_or_default()
}

static TABLES: &[&[Function]] = &[
    conversion::FUNCTIONS,
    entity::FUNCTIONS,
    evidence::FUNCTIONS,
    list::FUNCTIONS,
    mathematics::FUNCTIONS,
    text::FUNCTIONS,
];

/// The function of that name, whatever its case.
#[must_use]
pub fn named(name: &str) -> Option<&'static Function> {
    TABLES.iter().chain(temporal::FUNCTIONS).copied().flatten().find(|f| f.name.eq_ignore_ascii_case(name))
}

/// An argument of a type that a function cannot take.
fn wrong_type(function: &str, wanted: &str, found: &Value) -> QueryError {
    let message = format!("{function}() takes {wanted}, not {}", found.type_name());
    QueryError::runtime("TypeError", "InvalidArgumentType", message)
}

/// An argument that a function cannot take although its type would do.
fn wrong_value(function: &str, wanted: &str, found: &Value) -> QueryError {
    let message = format!("{function}() takes {wanted}, not {}", found.type_name());
    QueryError::runtime("TypeError", "InvalidArgumentValue", message)
}

fn integer(function: &str, value: &Value) -> Result<i64, QueryError> {
    value.as_integer().ok_or_else(|| wrong_type(function, "an integer", value))
}

fn string<'v>(function: &str, value: &'v Value) -> Result<&'v str, QueryError> {
    value.as_str().ok_or_else(|| wrong_type(function, "a string", value))
}

/// The arguments as a fixed number of values; those that are missing are null.
pub(in crate::query) fn take<const N: usize>(arguments: &[Value]) -> [&Value; N] {
    static NULL: Value = Value::Null;
    std::array::from_fn(|i| arguments.get(i).unwrap_or(&NULL))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signature_has_its_code() {
        for f in signature::functions() {
            let found = if f.aggregate { AggregateFunction::named(f.name).is_some() } else { named(f.name).is_some() };
            assert!(found, "{} has no code", f.name);
        }
    }
}
