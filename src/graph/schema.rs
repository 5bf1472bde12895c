//! The rules of a graph, and nodes that break them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::{Graph, KeyId, LabelId, NodeIndex};
use crate::model::{Change, NodeId, RuleKind, SchemaRule, Value};

/// Rules by name.
pub(super) type Rules = Arc<BTreeMap<Arc<str>, SchemaRule>>;

/// Two nodes have what only one may have.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// The constraint's name.
    pub constraint: Arc<str>,
    /// The label of the nodes that it speaks of.
    pub label: Arc<str>,
    /// The properties that are unique together.
    pub properties: Vec<Arc<str>>,
    /// Their values, in the same order.
    pub values: Vec<Value>,
    /// The node that has them first.
    pub holder: NodeId,
    /// The node that has them too.
    pub node: NodeId,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pair = |(key, value): (&Arc<str>, &Value)| format!("{key}: {}", shown(value));
        let values: Vec<_> = self.properties.iter().zip(&self.values).map(pair).collect();
        let (label, constraint) = (&self.label, &self.constraint);
        write!(
            f,
            "the constraint `{constraint}` lets only one (:{label} {{{}}}) be: node {} is, and node {} would be; \
             change one of them, MERGE instead of CREATE, or DROP CONSTRAINT `{constraint}`",
            values.join(", "),
            self.holder,
            self.node
        )
    }
}

impl std::error::Error for Violation {}

/// A value as a statement would have it, cut when long.
fn shown(value: &Value) -> String {
    const LONGEST: usize = 60;
    match value {
        Value::String(s) => {
            let cut: String = s.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
            format!("'{cut}{}'", if s.chars().nth(LONGEST).is_some() { "…" } else { "" })
        }
        Value::Integer(i) => i.to_string(),
        Value::Float(x) => format!("{x:?}"),
        Value::Boolean(b) => b.to_string(),
        Value::Date(d) => format!("date('{d}')"),
        Value::List(items) => {
            let items: Vec<_> =
                items.iter().take(10).map(|item| if item.is_null() { "null".into() } else { shown(item) }).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.type_name().to_owned(),
    }
}

impl Graph {
    /// The rules of the schema, in order of their names.
    pub fn rules(&self) -> impl ExactSizeIterator<Item = &SchemaRule> {
        self.rules.values()
    }

    /// The rule of a name.
    #[must_use]
    pub fn rule(&self, name: &str) -> Option<&SchemaRule> {
        self.rules.get(name)
    }

    /// Whether a rule asks for an index of nodes by a property: by it alone, or by it first.
    #[must_use]
    pub fn is_indexed(&self, label: &str, key: &str) -> bool {
        self.rules.values().any(|rule| *rule.label == *label && rule.properties.first().is_some_and(|k| **k == *key))
    }

    /// Looks whether the nodes that exist keep to a rule.
    ///
    /// Cost: an index is made, and each node of the label looked up in it.
    ///
    /// # Errors
    /// The first two nodes that break it.
    pub fn verify_rule(&self, rule: &SchemaRule) -> Result<(), Violation> {
        let Some(label) = self.label_id(&rule.label).filter(|_| rule.kind == RuleKind::Unique) else { return Ok(()) };
        self.indexes_with_label(label).try_for_each(|index| self.verify_node(rule, label, index))
    }

    /// Looks whether the nodes that changes speak of keep to all rules. Cost: small for each change, nothing where there
    /// are no constraints.
    ///
    /// # Errors
    /// The first two nodes that break one.
    pub fn verify_changes(&self, changes: &[Change]) -> Result<(), Violation> {
        let resolve = |rule: &'_ SchemaRule| self.label_id(&rule.label).filter(|_| rule.kind == RuleKind::Unique);
        let rules: Vec<_> = self.rules.values().filter_map(|rule| Some((rule, resolve(rule)?))).collect();
        if rules.is_empty() {
            return Ok(());
        }
        let mut last = None;
        for change in changes {
            let (Change::CreateNode { id, .. } | Change::SetNodeProperty { id, .. } | Change::AddLabel { id, .. }) =
                change
            else {
                continue;
            };
            // The properties of one node are often set one after another.
            if last.replace(*id) == Some(*id) {
                continue;
            }
            let Some(index) = self.node_index(*id) else { continue };
            for (rule, label) in rules.iter().filter(|(_, label)| self.has_label_at(index, *label)) {
                self.verify_node(rule, *label, index)?;
            }
        }
        Ok(())
    }

    fn verify_node(&self, rule: &SchemaRule, label: LabelId, index: NodeIndex) -> Result<(), Violation> {
        let keys: Option<Vec<KeyId>> = rule.properties.iter().map(|key| self.key_id(key)).collect();
        let Some(keys) = keys else { return Ok(()) };
        let values: Option<Vec<Cow<'_, Value>>> = keys.iter().map(|key| self.node_value(index, *key)).collect();
        let (Some(values), Some(first)) = (values, keys.first()) else { return Ok(()) };
        let Some(sought) = values.first() else { return Ok(()) };
        let same = |other: &NodeIndex| {
            let equal = |(key, value): (&KeyId, &Cow<'_, Value>)| {
                self.node_value(*other, *key).is_some_and(|found| super::lookup::equal(&found, value))
            };
            *other != index && keys.iter().zip(&values).skip(1).all(equal)
        };
        let Some(other) = self.indexes_with_value(label, *first, sought).into_iter().find(same) else { return Ok(()) };
        let (Some(a), Some(b)) = (self.node_id(index), self.node_id(other)) else { return Ok(()) };
        Err(Violation {
            constraint: Arc::clone(&rule.name),
            label: Arc::clone(&rule.label),
            properties: rule.properties.clone(),
            values: values.into_iter().map(Cow::into_owned).collect(),
            holder: a.min(b),
            node: a.max(b),
        })
    }

    pub(super) fn add_rule(&mut self, rule: &SchemaRule) {
        Arc::make_mut(&mut self.rules).insert(Arc::clone(&rule.name), rule.clone());
        self.want_rules();
    }

    /// Sees to it that what is newer than the last fold is indexed as the rules say.
    pub(super) fn want_rules(&self) {
        self.rules.values().flat_map(|rule| &rule.properties).for_each(|key| self.wanted.want(Arc::clone(key)));
    }

    pub(super) fn drop_rule(&mut self, name: &str) {
        if self.rules.contains_key(name) {
            Arc::make_mut(&mut self.rules).remove(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Draft;
    use crate::model::Properties;

    fn unique(properties: &[&str]) -> SchemaRule {
        let properties = properties.iter().map(|key| Arc::from(*key)).collect();
        SchemaRule { name: "бір".into(), kind: RuleKind::Unique, label: "P".into(), properties }
    }

    fn person(draft: &mut Draft, properties: &[(&str, Value)]) -> NodeId {
        let properties: Properties = properties.iter().map(|(key, value)| (Arc::from(*key), value.clone())).collect();
        draft.create_node(vec!["P".into()], properties)
    }

    #[test]
    fn the_second_node_with_a_value_is_told_with_the_first() {
        let mut draft = Draft::default();
        let first = person(&mut draft, &[("k", 1.into())]);
        draft.apply(Change::AddRule { rule: unique(&["k"]) });
        let begin = draft.changes().len();
        let second = person(&mut draft, &[("k", Value::Float(1.0))]);
        let found = draft.graph().verify_changes(&draft.changes()[begin..]).unwrap_err();
        assert_eq!((found.holder, found.node, &found.values[..]), (first, second, &[Value::Float(1.0)][..]));
        assert_eq!(draft.graph().verify_rule(&unique(&["k"])).unwrap_err().node, second);
        draft.set_node_property(second, &"k".into(), Value::Null);
        assert_eq!(draft.graph().verify_changes(draft.changes()), Ok(()));
        assert_eq!(draft.graph().verify_rule(&unique(&["k"])), Ok(()));
    }

    #[test]
    fn nodes_that_lack_a_property_of_several_break_nothing() {
        let mut draft = Draft::default();
        draft.apply(Change::AddRule { rule: unique(&["a", "b"]) });
        for b in [Value::Null, Value::Null, 1.into(), 2.into()] {
            person(&mut draft, &[("a", "x".into()), ("b", b)]);
        }
        assert_eq!(draft.graph().verify_changes(draft.changes()), Ok(()));
        person(&mut draft, &[("a", "x".into()), ("b", 2.into())]);
        assert!(draft.graph().verify_changes(draft.changes()).is_err());
    }
}
