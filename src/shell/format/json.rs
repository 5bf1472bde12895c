//! Rows to plain JSON: one object a row, its keys the columns in order.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter};
use serde_json::{Map, Serializer, Value as Json, json};

use super::plain::{float, temporal};
use super::visible::is_obeyed;
use crate::database::{Row, Rows};
use crate::model::{Node, Properties, Relationship, Value};

/// One array, an object a line in it.
pub fn write_array(out: &mut dyn Write, rows: &Rows) -> io::Result<()> {
    out.write_all(b"[")?;
    for (index, row) in rows.iter().enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        write_json(out, &object(&rows.columns, row))?;
    }
    out.write_all(if rows.is_empty() { b"]\n" } else { b"\n]\n" })
}

/// An object a line.
pub fn write_lines(out: &mut dyn Write, rows: &Rows) -> io::Result<()> {
    rows.iter().try_for_each(|row| to_line(out, &object(&rows.columns, row)))
}

/// A value as JSON and a line feed.
pub fn to_line(out: &mut dyn Write, value: &Json) -> io::Result<()> {
    write_json(out, value)?;
    out.write_all(b"\n")
}

fn write_json(out: &mut dyn Write, value: &Json) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Harmless(CompactFormatter))).map_err(io::Error::from)
}

/// Compact JSON in which characters that a terminal obeys are written as `\u` escapes: equal for every reader.
struct Harmless(CompactFormatter);

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((before, c, after)) =
            rest.char_indices().find(|(_, c)| is_obeyed(*c)).map(|(at, c)| (&rest[..at], c, &rest[at + c.len_utf8()..]))
        {
            write!(out, "{before}\\u{:04x}", u32::from(c))?;
            rest = after;
        }
        out.write_all(rest.as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, out: &mut W, escape: CharEscape) -> io::Result<()> {
        self.0.write_char_escape(out, escape)
    }
}

fn object(columns: &[String], row: Row<'_>) -> Json {
    Json::Object(columns.iter().cloned().zip(row.values().iter().map(to_json)).collect())
}

/// A value as JSON of no types but its own: what JSON has no type for is text.
pub fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Boolean(b) => Json::from(*b),
        Value::Integer(i) => Json::from(*i),
        Value::Float(x) if x.is_finite() => Json::from(*x),
        Value::Float(x) => Json::from(float(*x)),
        Value::String(s) => Json::from(&**s),
        Value::List(items) => items.iter().map(to_json).collect(),
        Value::Map(map) => properties(map),
        Value::Node(n) => node(n),
        Value::Relationship(r) => relationship(r),
        Value::Path(path) => json!({
            "nodes": path.nodes.iter().map(node).collect::<Vec<_>>(),
            "relationships": path.relationships.iter().map(relationship).collect::<Vec<_>>(),
        }),
        value => Json::from(temporal(value)),
    }
}

fn properties(properties: &Properties) -> Json {
    Json::Object(properties.iter().map(|(key, value)| (key.to_string(), to_json(value))).collect::<Map<_, _>>())
}

fn node(node: &Node) -> Json {
    let content = node.content.clone().unwrap_or_default();
    let labels: Vec<&str> = content.labels.iter().map(|l| &**l).collect();
    json!({ "id": node.id.0, "labels": labels, "properties": properties(&content.properties) })
}

fn relationship(relationship: &Relationship) -> Json {
    let content = relationship.content.as_deref();
    json!({
        "id": relationship.id.0,
        "type": content.map(|c| &*c.relationship_type),
        "start": content.map(|c| c.start.0),
        "end": content.map(|c| c.end.0),
        "properties": content.map_or_else(|| json!({}), |c| properties(&c.properties)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::Stats;

    fn rows() -> Rows {
        let columns = vec!["б".to_owned(), "a".to_owned()];
        let row = vec![Value::from("x\u{1b}\u{9b}\"\n"), Value::list([Value::Integer(1), Value::Float(f64::NAN)])];
        Rows { columns, rows: vec![row.clone(), row], stats: Stats::default() }
    }

    #[test]
    fn columns_keep_their_order_and_control_characters_are_escaped() {
        let mut out = Vec::new();
        write_lines(&mut out, &rows()).unwrap();
        let line = "{\"б\":\"x\\u001b\\u009b\\\"\\n\",\"a\":[1,\"NaN\"]}\n";
        assert_eq!(String::from_utf8(out).unwrap(), line.repeat(2));
    }

    #[test]
    fn an_array_is_read_back_by_any_reader() {
        let mut out = Vec::new();
        write_array(&mut out, &rows()).unwrap();
        let back: Json = serde_json::from_slice(&out).unwrap();
        assert_eq!(back[1]["б"], "x\u{1b}\u{9b}\"\n");
        let mut none = Vec::new();
        write_array(&mut none, &Rows::default()).unwrap();
        assert_eq!(none, b"[]\n");
    }
}
