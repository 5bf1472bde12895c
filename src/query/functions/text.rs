//! Functions of strings. Positions count characters.

use super::{Function, integer, string, take, wrong_type};
use crate::model::Value;
use crate::query::QueryError;
use crate::query::run::arithmetic;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::strict("toLower", |_, a| Ok(string("toLower", take::<1>(a)[0])?.to_lowercase().into())),
    Function::strict("lower", |_, a| Ok(string("lower", take::<1>(a)[0])?.to_lowercase().into())),
    Function::strict("toUpper", |_, a| Ok(string("toUpper", take::<1>(a)[0])?.to_uppercase().into())),
    Function::strict("upper", |_, a| Ok(string("upper", take::<1>(a)[0])?.to_uppercase().into())),
    Function::strict("trim", |_, a| Ok(string("trim", take::<1>(a)[0])?.trim().into())),
    Function::strict("lTrim", |_, a| Ok(string("lTrim", take::<1>(a)[0])?.trim_start().into())),
    Function::strict("rTrim", |_, a| Ok(string("rTrim", take::<1>(a)[0])?.trim_end().into())),
    Function::strict("replace", |_, a| {
        let [text, from, to] = take(a);
        let [text, from, to] = [string("replace", text)?, string("replace", from)?, string("replace", to)?];
        let grown = text.matches(from).count().saturating_mul(to.len().saturating_sub(from.len()));
        arithmetic::text_within(text.len().saturating_add(grown))?;
        Ok(text.replace(from, to).into())
    }),
    Function::strict("split", |_, a| split(a)),
    Function::strict("substring", |_, a| {
        let [text, start, length] = take(a);
        let start = position("substring", start)?;
        let length = if a.len() > 2 { position("substring", length)? } else { usize::MAX };
        Ok(slice(string("substring", text)?, start, length).into())
    }),
    Function::strict("left", |_, a| {
        let [text, length] = take(a);
        Ok(slice(string("left", text)?, 0, position("left", length)?).into())
    }),
    Function::strict("right", |_, a| {
        let [text, length] = take(a);
        let (text, length) = (string("right", text)?, position("right", length)?);
        let start = text.chars().count().saturating_sub(length);
        Ok(slice(text, start, length).into())
    }),
    Function::strict("char_length", |_, a| count("char_length", take::<1>(a)[0])),
];

/// How many characters a string has.
#[allow(clippy::cast_possible_wrap)] // no text is that long
pub(super) fn count(function: &str, text: &Value) -> Result<Value, QueryError> {
    Ok(Value::Integer(string(function, text)?.chars().count() as i64))
}

/// At most `length` characters from character `start` on.
fn slice(text: &str, start: usize, length: usize) -> &str {
    let at = |text: &str, count: usize| text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    let rest = text.get(at(text, start)..).unwrap_or_default();
    rest.get(..at(rest, length)).unwrap_or_default()
}

fn split(arguments: &[Value]) -> Result<Value, QueryError> {
    let [text, delimiters] = take(arguments);
    let text = string("split", text)?;
    Ok(match delimiters {
        Value::String(d) if d.is_empty() => Value::list(text.chars().map(|c| c.to_string().into())),
        Value::String(d) => Value::list(text.split(&**d).map(Value::from)),
        Value::List(delimiters) => {
            let delimiters: Vec<&str> = delimiters.iter().map(|d| string("split", d)).collect::<Result<_, _>>()?;
            let mut parts = Vec::new();
            let (mut start, mut at) = (0, 0);
            while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
                match delimiters.iter().find(|d| !d.is_empty() && rest.starts_with(**d)) {
                    Some(d) => {
                        parts.push(Value::from(text.get(start..at).unwrap_or_default()));
                        at += d.len();
                        start = at;
                    }
                    None => at += rest.chars().next().map_or(1, char::len_utf8),
                }
            }
            parts.push(Value::from(text.get(start..).unwrap_or_default()));
            Value::list(parts)
        }
        other => return Err(wrong_type("split", "a string or a list of strings to split at", other)),
    })
}

fn position(function: &str, value: &Value) -> Result<usize, QueryError> {
    let i = integer(function, value)?;
    usize::try_from(i).map_err(|_| {
        let message = format!("{function}() takes positions and lengths from 0, not {i}");
        QueryError::runtime("ArgumentError", "NegativeIntegerArgument", message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_split_at_any_of_several_delimiters() {
        let delimiters = Value::list([",".into(), ";".into()]);
        let parts = split(&["а,ә;б".into(), delimiters]).unwrap();
        assert_eq!(parts, Value::list(["а".into(), "ә".into(), "б".into()]));
    }
}
