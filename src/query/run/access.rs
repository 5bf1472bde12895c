//! What a value has: labels, elements of lists, entries of maps.

use super::session::Run;
use crate::model::Value;
use crate::query::QueryError;
use crate::query::ast::LabelExpression;
use crate::query::functions;

type Result<T> = std::result::Result<T, QueryError>;

/// Whether a node has labels, or a relationship a type.
pub(super) fn has_labels(run: &Run<'_>, subject: &Value, labels: &LabelExpression) -> Result<Value> {
    let outcome = match subject {
        Value::Null => return Ok(Value::Null),
        Value::Node(node) => {
            if run.deleted.is_some_and(|d| d.has_node(node.id)) {
                functions::node_property(run, node.id, "")?;
            }
            holds(labels, &mut |name| match name {
                Some(name) => run.graph.has_label(node.id, name),
                None => !run.graph.labels(node.id).is_empty(),
            })
        }
        Value::Relationship(r) => {
            let found = run.graph.relationship_type(r.id);
            holds(labels, &mut |name| name.is_none_or(|name| found.as_deref() == Some(name)))
        }
        other => {
            let message = format!("labels are asked of nodes and relationships, not of {}", other.type_name());
            return Err(QueryError::runtime("TypeError", "InvalidArgumentType", message));
        }
    };
    Ok(Value::Boolean(outcome))
}

fn holds(labels: &LabelExpression, has: &mut dyn FnMut(Option<&str>) -> bool) -> bool {
    match labels {
        LabelExpression::Name(name) => has(Some(name)),
        LabelExpression::Any => has(None),
        LabelExpression::And(a, b) => holds(a, has) && holds(b, has),
        LabelExpression::Or(a, b) => holds(a, has) || holds(b, has),
        LabelExpression::Not(a) => !holds(a, has),
    }
}

/// `subject[index]`
pub(super) fn element(run: &Run<'_>, subject: &Value, index: &Value) -> Result<Value> {
    match (subject, index) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::List(items), Value::Integer(i)) => {
            let at = if *i < 0 { i.checked_add_unsigned(items.len() as u64).unwrap_or(*i) } else { *i };
            Ok(usize::try_from(at).ok().and_then(|at| items.get(at)).cloned().unwrap_or_default())
        }
        (Value::List(_), other) => Err(not_an_index(other)),
        (Value::Map(_) | Value::Node(_) | Value::Relationship(_), Value::String(key)) => {
            functions::property(run, subject, key)
        }
        (Value::Map(_) | Value::Node(_) | Value::Relationship(_), other) => {
            let message = format!("properties are named by strings, not by {}", other.type_name());
            Err(QueryError::runtime("TypeError", "MapElementAccessByNonString", message))
        }
        (other, _) => {
            let message = format!("{} has no elements", other.type_name());
            Err(QueryError::runtime("TypeError", "InvalidElementAccess", message))
        }
    }
}

pub(super) fn not_an_index(value: &Value) -> QueryError {
    let message = format!("elements of a list are numbered by integers, not by {}", value.type_name());
    QueryError::runtime("TypeError", "ListElementAccessByNonInteger", message)
}

/// A bound of a slice as a position: negative ones count from the end.
pub(super) fn position(i: i64, len: usize) -> usize {
    let at = if i < 0 { i.saturating_add_unsigned(len as u64).max(0) } else { i };
    usize::try_from(at).unwrap_or(usize::MAX).min(len)
}
