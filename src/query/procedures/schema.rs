//! The rules of a graph to rows, with the columns that users of Neo4j 5 know.

use std::borrow::Cow;
use std::sync::Arc;

use super::Procedure;
use crate::model::{RuleKind, SchemaRule, Value};
use crate::query::signature::{Field, Kind, ProcedureSignature};

/// `db.indexes`, which `SHOW INDEXES` lists: indexes, and those that belong to constraints.
pub(super) fn indexes() -> Procedure {
    let columns = [
        ("id", Kind::Integer),
        ("name", Kind::String),
        ("state", Kind::String),
        ("populationPercent", Kind::Float),
        ("type", Kind::String),
        ("entityType", Kind::String),
        ("labelsOrTypes", Kind::List),
        ("properties", Kind::List),
        ("owningConstraint", Kind::String),
    ];
    listing("db.indexes", &columns, |number, rule| {
        let owner = if rule.kind == RuleKind::Unique { text(&rule.name) } else { Value::Null };
        let (state, percent) = ("ONLINE".into(), Value::Float(100.0));
        let [label, properties] = lists(rule);
        Some(vec![number, text(&rule.name), state, percent, "RANGE".into(), "NODE".into(), label, properties, owner])
    })
}

/// `db.constraints`, which `SHOW CONSTRAINTS` lists.
pub(super) fn constraints() -> Procedure {
    let columns = [
        ("id", Kind::Integer),
        ("name", Kind::String),
        ("type", Kind::String),
        ("entityType", Kind::String),
        ("labelsOrTypes", Kind::List),
        ("properties", Kind::List),
        ("ownedIndex", Kind::String),
    ];
    listing("db.constraints", &columns, |number, rule| {
        let [label, properties] = lists(rule);
        let name = text(&rule.name);
        let row = vec![number, name.clone(), "UNIQUENESS".into(), "NODE".into(), label, properties, name];
        (rule.kind == RuleKind::Unique).then_some(row)
    })
}

fn listing(
    name: &'static str,
    columns: &[(&'static str, Kind)],
    row: fn(Value, &SchemaRule) -> Option<Vec<Value>>,
) -> Procedure {
    let outputs = columns.iter().map(|(name, kind)| Field { name: Cow::Borrowed(*name), kind: *kind }).collect();
    let signature = ProcedureSignature { name: Cow::Borrowed(name), inputs: Vec::new(), outputs, required: 0 };
    Procedure::new(signature, move |context, _| {
        Ok((1..).zip(context.graph.rules()).filter_map(|(number, rule)| row(Value::Integer(number), rule)).collect())
    })
}

fn text(name: &Arc<str>) -> Value {
    Value::String(Arc::clone(name))
}

fn lists(rule: &SchemaRule) -> [Value; 2] {
    [Value::list([text(&rule.label)]), Value::list(rule.properties.iter().map(text))]
}
