//! Functions of nodes, relationships and paths, and the access to properties.

use std::sync::Arc;

use super::{Function, take, wrong_type, wrong_value};
use crate::model::{Node, NodeId, Properties, Relationship, RelationshipId, Value};
use crate::query::QueryError;
use crate::query::run::Run;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::strict("id", |_, a| Ok(Value::Integer(identity("id", take::<1>(a)[0])?))),
    Function::strict("elementId", |_, a| Ok(identity("elementId", take::<1>(a)[0])?.to_string().into())),
    Function::strict("labels", |run, a| match take::<1>(a)[0] {
        Value::Node(node) => {
            node_exists(run, node.id)?;
            Ok(Value::list(run.graph.labels(node.id).into_iter().map(Value::String)))
        }
        other => Err(wrong_value("labels", "a node", other)),
    }),
    Function::strict("type", |run, a| match take::<1>(a)[0] {
        Value::Relationship(r) => {
            // The type is what a deleted relationship still has.
            let deleted = || run.deleted.and_then(|d| d.relationship_type(r.id)).cloned();
            let name = run.graph.relationship_type(r.id).or_else(deleted);
            Ok(name.map_or(Value::Null, Value::String))
        }
        other => Err(wrong_value("type", "a relationship", other)),
    }),
    Function::strict("startNode", |run, a| end(run, "startNode", take::<1>(a)[0], |(start, _)| start)),
    Function::strict("endNode", |run, a| end(run, "endNode", take::<1>(a)[0], |(_, end)| end)),
    Function::strict("properties", |run, a| Ok(map_of(properties("properties", run, take::<1>(a)[0])?))),
    Function::strict("keys", |run, a| {
        Ok(Value::list(properties("keys", run, take::<1>(a)[0])?.into_keys().map(Value::String)))
    }),
    Function::lenient("exists", |_, a| Ok(Value::Boolean(!take::<1>(a)[0].is_null()))),
    Function::strict("nodes", |_, a| match take::<1>(a)[0] {
        Value::Path(path) => Ok(Value::list(path.nodes.iter().cloned().map(Value::Node))),
        other => Err(wrong_type("nodes", "a path", other)),
    }),
    Function::strict("relationships", |_, a| match take::<1>(a)[0] {
        Value::Path(path) => Ok(Value::list(path.relationships.iter().cloned().map(Value::Relationship))),
        other => Err(wrong_type("relationships", "a path", other)),
    }),
    Function::strict("timestamp", |run, _| Ok(Value::Integer(run.session.now.as_millisecond()))),
];

/// The property of a node, relationship or map, or a component of a temporal value.
///
/// # Errors
/// `TypeError` when the subject has no properties, `EntityNotFound` when it was deleted.
pub fn property(run: &Run<'_>, subject: &Value, key: &Arc<str>) -> Result<Value, QueryError> {
    match subject {
        Value::Null => Ok(Value::Null),
        Value::Node(node) => node_property(run, node.id, key),
        Value::Relationship(r) => relationship_property(run, r.id, key),
        Value::Map(map) => Ok(map.get(key).cloned().unwrap_or_default()),
        Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::DateTime(_)
        | Value::Duration(_) => crate::query::temporal::component(subject, key),
        other => {
            let message = format!("{} has no properties, so no `{key}`", other.type_name());
            Err(QueryError::runtime("TypeError", "InvalidArgumentType", message))
        }
    }
}

/// The property of a node.
///
/// # Errors
/// `EntityNotFound` when it was deleted.
pub fn node_property(run: &Run<'_>, id: NodeId, key: &str) -> Result<Value, QueryError> {
    node_exists(run, id)?;
    Ok(run.graph.node_property(id, key))
}

/// The property of a relationship.
///
/// # Errors
/// `EntityNotFound` when it was deleted.
fn relationship_property(run: &Run<'_>, id: RelationshipId, key: &str) -> Result<Value, QueryError> {
    relationship_exists(run, id)?;
    Ok(run.graph.relationship_property(id, key))
}

/// The properties of a node, relationship or map.
pub(in crate::query) fn properties(function: &str, run: &Run<'_>, value: &Value) -> Result<Properties, QueryError> {
    match value {
        Value::Node(node) => {
            node_exists(run, node.id)?;
            Ok(run.graph.node_properties(node.id))
        }
        Value::Relationship(r) => {
            relationship_exists(run, r.id)?;
            Ok(run.graph.relationship_properties(r.id))
        }
        Value::Map(map) => Ok((**map).clone()),
        other => Err(wrong_type(function, "a node, a relationship or a map", other)),
    }
}

pub(in crate::query) fn map_of(properties: Properties) -> Value {
    Value::Map(Arc::new(properties))
}

fn identity(function: &str, value: &Value) -> Result<i64, QueryError> {
    let id = match value {
        Value::Node(node) => node.id.0,
        Value::Relationship(Relationship { id, .. }) => id.0,
        other => return Err(wrong_type(function, "a node or a relationship", other)),
    };
    Ok(i64::try_from(id).unwrap_or(i64::MAX))
}

fn end(
    run: &Run<'_>,
    function: &str,
    value: &Value,
    pick: fn((NodeId, NodeId)) -> NodeId,
) -> Result<Value, QueryError> {
    match value {
        Value::Relationship(r) => {
            relationship_exists(run, r.id)?;
            Ok(run.graph.ends(r.id).map_or(Value::Null, |ends| Value::Node(Node::bare(pick(ends)))))
        }
        other => Err(wrong_type(function, "a relationship", other)),
    }
}

fn node_exists(run: &Run<'_>, id: NodeId) -> Result<(), QueryError> {
    match run.deleted {
        Some(deleted) if deleted.has_node(id) => Err(gone("node")),
        _ => Ok(()),
    }
}

fn relationship_exists(run: &Run<'_>, id: RelationshipId) -> Result<(), QueryError> {
    match run.deleted {
        Some(deleted) if deleted.relationship_type(id).is_some() => Err(gone("relationship")),
        _ => Ok(()),
    }
}

fn gone(what: &str) -> QueryError {
    let message = format!("the {what} was deleted by this statement");
    QueryError::runtime("EntityNotFound", "DeletedEntityAccess", message)
}
