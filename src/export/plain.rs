//! A value to the plain text of it that file formats without its type hold.

use serde_json::{Map, Number, Value as Json};

use crate::model::Value;

/// How deep lists and maps are followed; what lies deeper is left out.
const DEPTH: usize = 16;

/// The text of a value: dates and times in ISO 8601, lists joined by `; `, maps and lists within lists as JSON.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(s) => s.to_string(),
        Value::List(items) => items.iter().map(item_text).collect::<Vec<_>>().join("; "),
        Value::Float(x) => float_text(*x),
        other => item_text(other),
    }
}

fn item_text(value: &Value) -> String {
    match json(value) {
        Json::String(s) => s,
        other => other.to_string(),
    }
}

/// A number as XML Schema writes it.
pub(super) fn float_text(x: f64) -> String {
    if x.is_nan() {
        "NaN".to_owned()
    } else if x.is_infinite() {
        if x > 0.0 { "INF" } else { "-INF" }.to_owned()
    } else {
        format!("{x:?}")
    }
}

/// A value as JSON: dates and times in ISO 8601; numbers that JSON does not have, and nodes and paths, as strings.
pub(super) fn json(value: &Value) -> Json {
    nested_json(value, DEPTH)
}

fn nested_json(value: &Value, depth: usize) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Boolean(b) => Json::Bool(*b),
        Value::Integer(i) => Json::Number((*i).into()),
        Value::Float(x) => Number::from_f64(*x).map_or_else(|| Json::String(float_text(*x)), Json::Number),
        Value::String(s) => Json::String(s.to_string()),
        Value::List(_) | Value::Map(_) if depth == 0 => Json::Null,
        Value::List(items) => Json::Array(items.iter().map(|item| nested_json(item, depth - 1)).collect()),
        Value::Map(entries) => Json::Object(
            entries.iter().map(|(key, item)| (key.to_string(), nested_json(item, depth - 1))).collect::<Map<_, _>>(),
        ),
        Value::Date(d) => Json::String(d.to_string()),
        Value::LocalTime(t) => Json::String(t.to_string()),
        Value::Time(t) => Json::String(t.to_string()),
        Value::LocalDateTime(t) => Json::String(t.to_string()),
        Value::DateTime(t) => Json::String(t.to_string()),
        Value::Duration(d) => Json::String(d.to_string()),
        Value::Node(n) => Json::String(format!("n{}", n.id)),
        Value::Relationship(r) => Json::String(format!("r{}", r.id)),
        Value::Path(p) => Json::Array(p.nodes.iter().map(|n| Json::String(format!("n{}", n.id))).collect()),
    }
}

/// A text of at most `most` characters on one line, without control characters; what is cut off shows as `…`.
pub(super) fn shorten(text: &str, most: usize) -> String {
    let mut short = String::new();
    let mut gap = false;
    let mut left = most;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            gap = !short.is_empty();
            continue;
        }
        if left <= usize::from(gap) {
            short.push('…');
            return short;
        }
        if std::mem::take(&mut gap) {
            short.push(' ');
            left -= 1;
        }
        short.push(c);
        left -= 1;
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_broken_texts_become_one_short_line() {
        assert_eq!(shorten("  Алматы\r\n\tқаласы\0 ", 20), "Алматы қаласы");
        assert_eq!(shorten("Алматы қаласы", 6), "Алматы…");
        assert_eq!(shorten("Алматы қаласы", 7), "Алматы…");
        assert_eq!(shorten("Алматы қаласы", 8), "Алматы қ…");
        assert_eq!(shorten("Алматы", 6), "Алматы");
    }

    #[test]
    fn values_without_a_json_form_become_text() {
        let day = Value::Date(jiff::civil::date(2017, 1, 3));
        assert_eq!(json(&day), Json::from("2017-01-03"));
        assert_eq!(json(&Value::Float(f64::NAN)), Json::from("NaN"));
        assert_eq!(text(&Value::list([Value::from("а"), Value::Integer(2)])), "а; 2");
        assert_eq!(text(&Value::Float(2.0)), "2.0");
    }

    #[test]
    fn depth_is_bounded() {
        let deep = (0..10_000).fold(Value::Integer(1), |value, _| Value::list([value]));
        assert!(text(&deep).len() < 100);
        // Dropping it recurses, which is not what is tested.
        std::mem::forget(deep);
    }
}
