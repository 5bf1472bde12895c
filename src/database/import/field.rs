//! The text of a field to a value of the type that its header names.

use crate::model::Value;
use crate::query::{Temporal, read_temporal};

/// A type of neo4j-admin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Byte,
    Short,
    Int,
    Long,
    Float,
    Boolean,
    Char,
    String,
    Temporal(Temporal),
}

/// Types by name.
const KINDS: [(&str, Kind); 15] = [
    ("string", Kind::String),
    ("int", Kind::Int),
    ("long", Kind::Long),
    ("float", Kind::Float),
    ("double", Kind::Float),
    ("boolean", Kind::Boolean),
    ("byte", Kind::Byte),
    ("short", Kind::Short),
    ("char", Kind::Char),
    ("date", Kind::Temporal(Temporal::Date)),
    ("localtime", Kind::Temporal(Temporal::LocalTime)),
    ("time", Kind::Temporal(Temporal::Time)),
    ("localdatetime", Kind::Temporal(Temporal::LocalDateTime)),
    ("datetime", Kind::Temporal(Temporal::DateTime)),
    ("duration", Kind::Temporal(Temporal::Duration)),
];

/// The type of a name, or what is wrong with that.
pub(super) fn kind(name: &str) -> Result<Kind, String> {
    let lower = name.to_lowercase();
    if let Some((_, kind)) = KINDS.iter().find(|(known, _)| *known == lower) {
        return Ok(*kind);
    }
    if lower == "point" {
        return Err("points are not kept; import their coordinates as two columns of type double".to_owned());
    }
    let near = KINDS.iter().map(|(known, _)| (strsim::damerau_levenshtein(known, &lower), *known)).min();
    let hint = near.filter(|(d, _)| *d <= 2).map_or(String::new(), |(_, known)| format!("; did you mean {known}?"));
    let all: Vec<_> = KINDS.iter().map(|(known, _)| *known).collect();
    Err(format!("`{name}` is no type{hint} Types are {}, each also as a list: string[]", all.join(", ")))
}

/// The value of a text, or what is wrong with it.
pub(super) fn read(kind: Kind, text: &str) -> Result<Value, String> {
    let trimmed = text.trim();
    match kind {
        Kind::String => Ok(text.into()),
        Kind::Char if text.chars().nth(1).is_none() => Ok(text.into()),
        Kind::Char => Err(format!("`{}` is more than one character", cut(text))),
        Kind::Boolean if trimmed.eq_ignore_ascii_case("true") => Ok(Value::Boolean(true)),
        Kind::Boolean if trimmed.eq_ignore_ascii_case("false") => Ok(Value::Boolean(false)),
        Kind::Boolean => Err(format!("`{}` is neither true nor false", cut(text))),
        Kind::Float => match trimmed.parse::<f64>() {
            Ok(number) => Ok(Value::Float(number)),
            Err(_) => Err(format!("`{}` is no number", cut(text))),
        },
        Kind::Byte => integer(trimmed, i64::from(i8::MIN), i64::from(i8::MAX), "byte"),
        Kind::Short => integer(trimmed, i64::from(i16::MIN), i64::from(i16::MAX), "short"),
        Kind::Int => integer(trimmed, i64::from(i32::MIN), i64::from(i32::MAX), "int"),
        Kind::Long => integer(trimmed, i64::MIN, i64::MAX, "long"),
        Kind::Temporal(temporal) => read_temporal(temporal, trimmed).map_err(|e| e.message),
    }
}

fn integer(text: &str, least: i64, most: i64, name: &str) -> Result<Value, String> {
    match text.parse::<i128>() {
        Ok(number) => match i64::try_from(number) {
            Ok(number) if (least..=most).contains(&number) => Ok(Value::Integer(number)),
            _ => Err(format!("{text} is beyond what a {name} holds ({least} to {most})")),
        },
        Err(_) => Err(format!("`{}` is no whole number", cut(text))),
    }
}

/// A text to be quoted, cut when long.
fn cut(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(name: &str, text: &str) -> String {
        match kind(name).and_then(|kind| read(kind, text)) {
            Ok(value) => format!("{value:?}"),
            Err(reason) => reason,
        }
    }

    #[test]
    fn every_type_takes_what_is_of_it_and_names_what_is_not() {
        for (name, good, bad) in [
            ("byte", "-128", "128"),
            ("short", " 7", "40000"),
            ("int", "2147483647", "2147483648"),
            ("long", "-9223372036854775808", "9223372036854775808"),
            ("float", "1e-3", "1,5"),
            ("double", "NaN", "х"),
            ("boolean", "TRUE", "иә"),
            ("char", "ә", "әә"),
            ("date", "2021-05-04", "2021-13-04"),
            ("localtime", "21:40", "25:00"),
            ("time", "21:40+05:00", "21:40+99"),
            ("localdatetime", "2021-05-04T21:40", "2021-05-04T25"),
            ("datetime", "2021-05-04T21:40+05:00[Asia/Almaty]", "кеше"),
            ("duration", "P1DT2H", "1 сағат"),
        ] {
            let kind = kind(name).unwrap();
            assert!(read(kind, good).is_ok(), "{name} {good}: {}", shown(name, good));
            assert!(read(kind, bad).is_err_and(|reason| reason.contains(bad)), "{name} {bad}: {}", shown(name, bad));
        }
        assert!(shown("point", "").contains("two columns"));
        assert!(shown("sting", "").contains("did you mean string?"));
    }
}
