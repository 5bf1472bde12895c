//! Patterns to variables: what `MATCH`, `CREATE` and `MERGE` bind, and what they refuse.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::expression::Place;
use super::scope::{Scope, already_bound, type_conflict};
use super::types::Type;
use super::{Checker, syntax};
use crate::model::Direction;
use crate::query::QueryError;
use crate::query::ast::{
    Expression, ExpressionKind, LabelExpression, NodePattern, PathPattern, PathSelector, RelationshipPattern, Variable,
};
use crate::query::signature::Kind;

/// What happens to a variable that is not bound yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unbound {
    /// It is bound.
    Bind,
    /// It is an error: the pattern is a condition.
    Refuse,
}

/// Which clause writes a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writes {
    Create,
    Merge,
}

impl Checker<'_> {
    /// Binds what patterns of `MATCH` bind, then checks their properties, which may speak of any of it.
    pub(super) fn bind_matched(
        &self,
        patterns: &[PathPattern],
        scope: &mut Scope,
        unbound: Unbound,
    ) -> Result<(), QueryError> {
        let mut relationships = BTreeSet::new();
        for pattern in patterns {
            bind_node(&pattern.start, scope, unbound)?;
            for (relationship, node) in &pattern.steps {
                if let Some(variable) = &relationship.variable {
                    bind_relationship(variable, relationship, scope, unbound, &mut relationships)?;
                }
                bind_node(node, scope, unbound)?;
            }
            if let Some(variable) = &pattern.variable {
                let list = pattern.selector == PathSelector::AllShortest && unbound == Unbound::Refuse;
                scope.bind_new(variable, if list { Type::list(Type::PATH) } else { Type::PATH })?;
            }
        }
        for pattern in patterns {
            fits_shortest_path(pattern)?;
            for properties in all_properties(pattern) {
                refuse_parameter(properties)?;
                self.infer(properties, scope, Place::PLAIN)?;
            }
        }
        Ok(())
    }

    /// Binds what patterns of `CREATE` or `MERGE` bind.
    pub(super) fn bind_written(
        &self,
        pattern: &PathPattern,
        scope: &mut Scope,
        writes: Writes,
    ) -> Result<(), QueryError> {
        if pattern.selector != PathSelector::All {
            return Err(syntax("UnexpectedSyntax", pattern.at, "a shortest path can be matched, not written"));
        }
        let alone = pattern.steps.is_empty();
        self.write_node(&pattern.start, scope, writes, alone)?;
        for (relationship, node) in &pattern.steps {
            self.write_relationship(relationship, scope, writes)?;
            self.write_node(node, scope, writes, false)?;
        }
        pattern.variable.as_ref().map_or(Ok(()), |variable| scope.bind_new(variable, Type::PATH))
    }

    fn write_node(&self, node: &NodePattern, scope: &mut Scope, writes: Writes, alone: bool) -> Result<(), QueryError> {
        if node.labels.as_ref().is_some_and(|labels| !is_plain(labels)) {
            return Err(syntax("UnexpectedSyntax", node.at, "a node is written with plain labels: (:A:B)"));
        }
        self.written_properties(node.properties.as_ref(), scope, writes)?;
        let Some(variable) = &node.variable else { return Ok(()) };
        let Some(found) = scope.get(&variable.name) else {
            scope.bind(&variable.name, Type::NODE);
            return Ok(());
        };
        if !found.may_be(&[Kind::Node]) {
            return Err(type_conflict(variable, &Type::NODE, found));
        }
        if alone || node.labels.is_some() || node.properties.is_some() {
            return Err(already_bound(variable));
        }
        Ok(())
    }

    fn write_relationship(
        &self,
        relationship: &RelationshipPattern,
        scope: &mut Scope,
        writes: Writes,
    ) -> Result<(), QueryError> {
        let at = relationship.at;
        if relationship.length.is_some() {
            return Err(syntax("CreatingVarLength", at, "a relationship is written one by one, without a length"));
        }
        if let Some(variable) = relationship.variable.as_ref().filter(|v| scope.contains(&v.name)) {
            return Err(already_bound(variable));
        }
        if relationship.types.len() != 1 {
            let message = "a relationship is written with exactly one type: -[:TYPE]->";
            return Err(syntax("NoSingleRelationshipType", at, message));
        }
        if relationship.direction == Direction::Both && writes == Writes::Create {
            let message = "a relationship is created in one direction: --> or <--";
            return Err(syntax("RequiresDirectedRelationship", at, message));
        }
        self.written_properties(relationship.properties.as_ref(), scope, writes)?;
        if let Some(variable) = &relationship.variable {
            scope.bind(&variable.name, Type::RELATIONSHIP);
        }
        Ok(())
    }

    fn written_properties(
        &self,
        properties: Option<&Expression>,
        scope: &Scope,
        writes: Writes,
    ) -> Result<(), QueryError> {
        let Some(properties) = properties else { return Ok(()) };
        if writes == Writes::Merge {
            refuse_parameter(properties)?;
        }
        self.infer(properties, scope, Place::PLAIN).map(drop)
    }
}

/// A shortest path is between two nodes, and the search knows no path that is too short.
fn fits_shortest_path(pattern: &PathPattern) -> Result<(), QueryError> {
    if pattern.selector == PathSelector::All {
        return Ok(());
    }
    if pattern.steps.is_empty() {
        let message = "a shortest path needs a relationship: (a)-[*]-(b)";
        return Err(syntax("UnexpectedSyntax", pattern.at, message));
    }
    for (relationship, _) in &pattern.steps {
        let least = relationship.length.and_then(|length| length.min).unwrap_or(1);
        if least > 1 {
            let message = format!(
                "a shortest path begins at length 0 or 1, not {least}; of longer ones, \
                 MATCH p = (a)-[*{least}..]-(b) WITH p ORDER BY length(p) LIMIT 1 gives the shortest"
            );
            return Err(syntax("UnexpectedSyntax", relationship.at, message));
        }
    }
    Ok(())
}

fn bind_node(node: &NodePattern, scope: &mut Scope, unbound: Unbound) -> Result<(), QueryError> {
    let Some(variable) = &node.variable else { return Ok(()) };
    match scope.get(&variable.name) {
        Some(found) if found.may_be(&[Kind::Node]) => Ok(()),
        Some(found) => Err(type_conflict(variable, &Type::NODE, found)),
        None if unbound == Unbound::Refuse => scope.look_up(&variable.name, variable.at).map(drop),
        None => {
            scope.bind(&variable.name, Type::NODE);
            Ok(())
        }
    }
}

fn bind_relationship(
    variable: &Variable,
    relationship: &RelationshipPattern,
    scope: &mut Scope,
    unbound: Unbound,
    seen: &mut BTreeSet<Arc<str>>,
) -> Result<(), QueryError> {
    let many = relationship.length.is_some();
    let wanted = if many { Type::list(Type::RELATIONSHIP) } else { Type::RELATIONSHIP };
    let fits = |found: &Type| match found {
        Type::List(element) => many && element.may_be(&[Kind::Relationship]),
        found if many => found.is_open(),
        found => found.may_be(&[Kind::Relationship]),
    };
    match scope.get(&variable.name) {
        Some(found) if !fits(found) => return Err(type_conflict(variable, &wanted, found)),
        Some(_) if seen.contains(&variable.name) => {
            let message = format!("relationship {} cannot be in one pattern twice", variable.name);
            return Err(syntax("RelationshipUniquenessViolation", variable.at, message));
        }
        Some(_) => {}
        None if unbound == Unbound::Refuse => drop(scope.look_up(&variable.name, variable.at)?),
        None => scope.bind(&variable.name, wanted),
    }
    seen.insert(Arc::clone(&variable.name));
    Ok(())
}

/// The maps of properties in a pattern.
fn all_properties(pattern: &PathPattern) -> impl Iterator<Item = &Expression> {
    let steps = pattern.steps.iter();
    let rest = steps.flat_map(|(relationship, node)| relationship.properties.iter().chain(&node.properties));
    pattern.start.properties.iter().chain(rest)
}

fn refuse_parameter(properties: &Expression) -> Result<(), QueryError> {
    if let ExpressionKind::Parameter(name) = &properties.kind {
        let message = format!("a parameter cannot stand for all properties here; name them: {{key: ${name}.key}}");
        return Err(syntax("InvalidParameterUse", properties.at, message));
    }
    Ok(())
}

/// Whether labels can be written: all of them, not alternatives.
fn is_plain(labels: &LabelExpression) -> bool {
    match labels {
        LabelExpression::Name(_) => true,
        LabelExpression::And(a, b) => is_plain(a) && is_plain(b),
        LabelExpression::Any | LabelExpression::Or(..) | LabelExpression::Not(_) => false,
    }
}
