//! Rows and errors to one line of JSON with the type of each value, as Neo4j's Query API writes them.

use std::io::{self, Write};
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::json::to_line;
use super::plain::{float, temporal};
use crate::database::{Rows, Stats};
use crate::error::Error;
use crate::model::{Node, Properties, Relationship, Value};

/// `{"columns": […], "rows": [[…]], "stats": {…}}`
pub fn write_rows(out: &mut dyn Write, rows: &Rows) -> io::Result<()> {
    let values: Vec<Vec<Json>> = rows.rows.iter().map(|row| row.iter().map(typed).collect()).collect();
    to_line(out, &json!({ "columns": rows.columns, "rows": values, "stats": stats(rows.stats) }))
}

/// `{"error": {…}}`
pub fn write_error(out: &mut dyn Write, error: &Error) -> io::Result<()> {
    let mut fields = Map::new();
    let text = |text: &str| Json::from(text);
    fields.insert("class".to_owned(), text(error.class()));
    fields.insert("phase".to_owned(), text(error.phase().as_str()));
    fields.insert("detail".to_owned(), text(error.detail()));
    match error {
        Error::Query(e) => {
            fields.insert("message".to_owned(), text(&e.message));
            if e.line > 0 {
                fields.insert("line".to_owned(), Json::from(e.line));
                fields.insert("column".to_owned(), Json::from(e.column));
            }
        }
        other => drop(fields.insert("message".to_owned(), text(&other.to_string()))),
    }
    to_line(out, &json!({ "error": fields }))
}

fn stats(stats: Stats) -> Map<String, Json> {
    let Stats {
        nodes_created,
        nodes_deleted,
        relationships_created,
        relationships_deleted,
        properties_set,
        labels_added,
        labels_removed,
        indexes_added,
        indexes_removed,
        constraints_added,
        constraints_removed,
    } = stats;
    [
        ("nodes_created", nodes_created),
        ("nodes_deleted", nodes_deleted),
        ("relationships_created", relationships_created),
        ("relationships_deleted", relationships_deleted),
        ("properties_set", properties_set),
        ("labels_added", labels_added),
        ("labels_removed", labels_removed),
        ("indexes_added", indexes_added),
        ("indexes_removed", indexes_removed),
        ("constraints_added", constraints_added),
        ("constraints_removed", constraints_removed),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(name, count)| (name.to_owned(), Json::from(count)))
    .collect()
}

fn typed(value: &Value) -> Json {
    let (name, content) = match value {
        Value::Null => ("Null", Json::Null),
        Value::Boolean(b) => ("Boolean", Json::from(*b)),
        Value::Integer(i) => ("Integer", Json::from(i.to_string())),
        Value::Float(x) => ("Float", Json::from(float(*x))),
        Value::String(s) => ("String", Json::from(&**s)),
        Value::List(items) => ("List", items.iter().map(typed).collect()),
        Value::Map(map) => ("Map", properties(map)),
        Value::Node(node) => ("Node", typed_node(node)),
        Value::Relationship(relationship) => ("Relationship", typed_relationship(relationship)),
        Value::Path(path) => {
            let mut steps = Vec::with_capacity(path.nodes.len() * 2);
            for (index, node) in path.nodes.iter().enumerate() {
                steps.push(typed(&Value::Node(node.clone())));
                steps.extend(path.relationships.get(index).map(|r| typed(&Value::Relationship(r.clone()))));
            }
            ("Path", Json::from(steps))
        }
        value => (temporal_type(value), Json::from(temporal(value))),
    };
    json!({ "$type": name, "_value": content })
}

fn temporal_type(value: &Value) -> &'static str {
    match value {
        Value::Date(_) => "Date",
        Value::LocalTime(_) => "LocalTime",
        Value::Time(_) => "Time",
        Value::LocalDateTime(_) => "LocalDateTime",
        Value::DateTime(t) if t.zone.is_some() => "ZonedDateTime",
        Value::DateTime(_) => "OffsetDateTime",
        _ => "Duration",
    }
}

fn properties(properties: &Properties) -> Json {
    Json::Object(properties.iter().map(|(key, value)| (key.to_string(), typed(value))).collect())
}

fn typed_node(node: &Node) -> Json {
    let content = node.content.clone().unwrap_or_default();
    let labels: Vec<&str> = content.labels.iter().map(|l| &**l).collect();
    json!({
        "_element_id": node.id.to_string(),
        "_labels": labels,
        "_properties": properties(&content.properties),
    })
}

fn typed_relationship(relationship: &Relationship) -> Json {
    let content = relationship.content.as_deref();
    let end = |id: Option<crate::model::NodeId>| id.map(|id| id.to_string());
    json!({
        "_element_id": relationship.id.to_string(),
        "_type": content.map(|c| Arc::clone(&c.relationship_type)).as_deref(),
        "_start_node_element_id": end(content.map(|c| c.start)),
        "_end_node_element_id": end(content.map(|c| c.end)),
        "_properties": content.map_or_else(|| json!({}), |c| properties(&c.properties)),
    })
}
