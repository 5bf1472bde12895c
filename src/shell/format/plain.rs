//! Values to text as people read them: a node is `(:Person {name: 'Абай'})`.

use std::borrow::Cow;
use std::fmt::Write;
use std::sync::Arc;

use crate::model::{Node, NodeContent, Path, Properties, Relationship, RelationshipContent, Value};
use crate::model::{format_date, format_date_time, format_time};

/// A value by itself: text without quotes, null as nothing.
pub fn plain(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::String(text) => Cow::Borrowed(text),
        value => {
            let mut text = String::new();
            push(&mut text, value);
            Cow::Owned(text)
        }
    }
}

/// A value as a statement would write it: text in quotes.
pub fn literal(value: &Value) -> String {
    let mut text = String::new();
    push(&mut text, value);
    text
}

/// A float as openCypher prints it: always with a point or an exponent.
pub fn float(x: f64) -> String {
    if x.is_infinite() {
        return if x > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    format!("{x:?}")
}

/// A temporal value as openCypher prints it.
pub fn temporal(value: &Value) -> Option<String> {
    match value {
        Value::Date(d) => Some(format_date(*d)),
        Value::LocalTime(t) => Some(format_time(*t)),
        Value::Time(t) => Some(t.to_string()),
        Value::LocalDateTime(t) => Some(format_date_time(*t)),
        Value::DateTime(t) => Some(t.to_string()),
        Value::Duration(d) => Some(d.to_string()),
        _ => None,
    }
}

/// A value within another: text in quotes.
fn push(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Boolean(b) => out.push_str(if *b { "true" } else { "false" }),
        Value::Integer(i) => {
            let _ = write!(out, "{i}");
        }
        Value::Float(x) => out.push_str(&float(*x)),
        Value::String(text) => {
            out.push('\'');
            out.push_str(&text.replace('\\', "\\\\").replace('\'', "\\'"));
            out.push('\'');
        }
        Value::List(items) => {
            out.push('[');
            separated(out, items.iter(), push);
            out.push(']');
        }
        Value::Map(map) => push_map(out, map),
        Value::Node(node) => push_node(out, node),
        Value::Relationship(relationship) => push_relationship(out, relationship),
        Value::Path(path) => push_path(out, path),
        value => out.push_str(&temporal(value).unwrap_or_default()),
    }
}

fn separated<T>(out: &mut String, items: impl Iterator<Item = T>, mut one: impl FnMut(&mut String, T)) {
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        one(out, item);
    }
}

fn push_map(out: &mut String, map: &Properties) {
    out.push('{');
    separated(out, map.iter(), |out, (key, value): (&Arc<str>, &Value)| {
        push_name(out, key);
        out.push_str(": ");
        push(out, value);
    });
    out.push('}');
}

/// A name as a statement would have it: in back-ticks when it is no plain word.
pub fn name(name: &str) -> String {
    let mut text = String::new();
    push_name(&mut text, name);
    text
}

fn push_name(out: &mut String, name: &str) {
    let mut characters = name.chars();
    let starts = characters.next().is_some_and(|c| c == '_' || c.is_alphabetic());
    if starts && characters.all(|c| c == '_' || c.is_alphanumeric()) {
        out.push_str(name);
    } else {
        let _ = write!(out, "`{}`", name.replace('`', "``"));
    }
}

fn push_node(out: &mut String, node: &Node) {
    static NONE: NodeContent = NodeContent { labels: Vec::new(), properties: Properties::new() };
    let content = node.content.as_deref().unwrap_or(&NONE);
    out.push('(');
    for label in &content.labels {
        out.push(':');
        push_name(out, label);
    }
    push_properties(out, &content.properties, !content.labels.is_empty());
    out.push(')');
}

fn push_properties(out: &mut String, properties: &Properties, space: bool) {
    if !properties.is_empty() {
        if space {
            out.push(' ');
        }
        push_map(out, properties);
    }
}

fn push_relationship(out: &mut String, relationship: &Relationship) {
    out.push('[');
    if let Some(RelationshipContent { relationship_type, properties, .. }) = relationship.content.as_deref() {
        out.push(':');
        push_name(out, relationship_type);
        push_properties(out, properties, true);
    }
    out.push(']');
}

fn push_path(out: &mut String, path: &Path) {
    let mut nodes = path.nodes.iter();
    let Some(mut before) = nodes.next() else { return };
    push_node(out, before);
    for (relationship, node) in path.relationships.iter().zip(nodes) {
        let forward = relationship.content.as_deref().is_none_or(|content| content.start == before.id);
        out.push_str(if forward { "-" } else { "<-" });
        push_relationship(out, relationship);
        out.push_str(if forward { "->" } else { "-" });
        push_node(out, node);
        before = node;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{NodeId, RelationshipId};

    fn node(id: u64, label: &str) -> Node {
        let properties = [("аты".into(), Value::from("О'Нил"))].into();
        Node { id: NodeId(id), content: Some(Arc::new(NodeContent { labels: vec![label.into()], properties })) }
    }

    #[test]
    fn nodes_and_paths_look_like_patterns() {
        let content = RelationshipContent {
            start: NodeId(2),
            end: NodeId(1),
            relationship_type: "KNOWS WELL".into(),
            properties: Properties::new(),
        };
        let relationship = Relationship { id: RelationshipId(1), content: Some(Arc::new(content)) };
        let path = Path { nodes: vec![node(1, "A"), node(2, "B")], relationships: vec![relationship] };
        let text = plain(&Value::Path(Arc::new(path))).into_owned();
        assert_eq!(text, "(:A {аты: 'О\\'Нил'})<-[:`KNOWS WELL`]-(:B {аты: 'О\\'Нил'})");
    }

    #[test]
    fn numbers_keep_their_kind() {
        assert_eq!(plain(&Value::Float(1.0)), "1.0");
        assert_eq!(plain(&Value::Float(f64::NEG_INFINITY)), "-Infinity");
        assert_eq!(plain(&Value::list([Value::Integer(1), Value::Null])), "[1, null]");
        assert_eq!(plain(&Value::Null), "");
    }
}
