//! The properties of a subgraph to the typed attributes that XML formats declare before the data.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::plain;
use crate::model::{Properties, Value};

/// The type of an attribute: the narrowest that holds all values of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AttributeType {
    Boolean,
    Long,
    Double,
    /// A list of strings.
    Strings,
    String,
}

/// An attribute: how it is called in the file, and its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: AttributeType,
}

/// The attributes of nodes or of relationships, by property key.
pub(super) type Attributes = BTreeMap<Arc<str>, Attribute>;

/// The attributes that hold these properties. `reserved` names have a meaning of their own in the format: a property of
/// that name is called `property_NAME`. Identifiers are `prefix` and a number.
pub(super) fn attributes(all: impl Iterator<Item = Properties>, prefix: &str, reserved: &[&str]) -> Attributes {
    let mut kinds: BTreeMap<Arc<str>, AttributeType> = BTreeMap::new();
    for (key, value) in all.flatten() {
        let kind = kind_of(&value);
        kinds.entry(key).and_modify(|known| *known = join(*known, kind)).or_insert(kind);
    }
    let named = |(number, (key, kind)): (usize, (Arc<str>, AttributeType))| {
        let name = field_name(&key, reserved);
        (key, Attribute { id: format!("{prefix}{number}"), name, kind })
    };
    kinds.into_iter().enumerate().map(named).collect()
}

/// The name of a property beside names that the format has taken.
pub(super) fn field_name(key: &str, reserved: &[&str]) -> String {
    if reserved.contains(&key) { format!("property_{key}") } else { key.to_owned() }
}

fn kind_of(value: &Value) -> AttributeType {
    match value {
        Value::Boolean(_) => AttributeType::Boolean,
        Value::Integer(_) => AttributeType::Long,
        Value::Float(_) => AttributeType::Double,
        Value::List(items) if items.iter().all(|item| matches!(item, Value::String(_))) => AttributeType::Strings,
        _ => AttributeType::String,
    }
}

fn join(a: AttributeType, b: AttributeType) -> AttributeType {
    match (a, b) {
        (a, b) if a == b => a,
        (AttributeType::Long, AttributeType::Double) | (AttributeType::Double, AttributeType::Long) => {
            AttributeType::Double
        }
        _ => AttributeType::String,
    }
}

/// A value as an attribute of this type holds it.
pub(super) fn attribute_text(value: &Value, kind: AttributeType) -> String {
    match (value, kind) {
        #[allow(clippy::cast_precision_loss)] // the attribute is a double
        (Value::Integer(i), AttributeType::Double) => plain::float_text(*i as f64),
        _ => plain::text(value),
    }
}

/// A relationship's weight, 1 when it has none.
#[allow(clippy::cast_precision_loss)] // weights are doubles in every format
pub(super) fn weight(properties: &Properties) -> f64 {
    match properties.get("weight") {
        Some(Value::Integer(i)) => *i as f64,
        Some(Value::Float(x)) => *x,
        _ => 1.0,
    }
}

/// The properties but for a numeric weight, which formats have a place of their own for.
pub(super) fn without_weight(mut properties: Properties) -> Properties {
    if matches!(properties.get("weight"), Some(Value::Integer(_) | Value::Float(_))) {
        properties.remove("weight");
    }
    properties
}
