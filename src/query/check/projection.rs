//! `WITH` and `RETURN` to the variables after them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::expression::Place;
use super::grouping::{grouped_item, grouped_order, is_simple};
use super::scope::Scope;
use super::types::Type;
use super::walk::{has_aggregate, is_aggregate, parts};
use super::{Checker, syntax, type_error};
use crate::model::Value;
use crate::query::QueryError;
use crate::query::ast::{Expression, ExpressionKind, Projection, ProjectionItem};
use crate::query::depth::deeper;
use crate::query::signature::Kind;

/// What a projection makes of rows.
pub(super) struct Shape<'a> {
    items: &'a [ProjectionItem],
    /// The variables that `*` stands for.
    stars: Vec<Arc<str>>,
    /// Whether it groups.
    pub aggregates: bool,
}

impl Shape<'_> {
    /// Whether the expression is an item.
    pub fn projects(&self, e: &Expression) -> bool {
        self.items.iter().any(|item| item.expression == *e)
            || matches!(&e.kind, ExpressionKind::Variable(name) if self.stars.contains(name))
    }

    /// Whether the expression is a grouping key that can stand beside an aggregate.
    pub fn is_simple_key(&self, e: &Expression) -> bool {
        is_simple(e) && self.projects(e)
    }

    /// Whether the variable is a grouping key.
    pub fn is_key(&self, name: &Arc<str>) -> bool {
        self.stars.contains(name)
            || self.items.iter().any(|item| matches!(&item.expression.kind, ExpressionKind::Variable(n) if n == name))
    }

    /// Whether the aggregate is computed for an item.
    pub fn has_aggregate(&self, aggregate: &Expression) -> bool {
        fn within(e: &Expression, aggregate: &Expression) -> bool {
            e == aggregate || deeper(|| parts(e).into_iter().any(|(part, _)| within(part, aggregate)))
        }
        self.items.iter().any(|item| within(&item.expression, aggregate))
    }
}

/// Which clause a projection belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Projects<'a> {
    /// `WITH`, and its condition.
    With(Option<&'a Expression>),
    /// `RETURN`.
    Return,
}

impl Checker<'_> {
    /// The variables after a projection, and its columns.
    pub(super) fn projection(
        &self,
        projection: &Projection,
        before: &Scope,
        clause: Projects<'_>,
        at: usize,
    ) -> Result<(Scope, Vec<Arc<str>>), QueryError> {
        if projection.all && before.is_empty() && matches!(clause, Projects::Return) {
            return Err(syntax("NoVariablesInScope", at, "RETURN * needs a variable, but none is defined"));
        }
        let stars: Vec<Arc<str>> = if projection.all { before.names().cloned().collect() } else { Vec::new() };
        let mut after = Scope::default();
        for name in &stars {
            after.bind(name, before.get(name).cloned().unwrap_or(Type::Any));
        }
        let mut types = Vec::with_capacity(projection.items.len());
        for item in &projection.items {
            types.push(self.infer(&item.expression, before, Place::PROJECTED)?);
        }
        let aggregates = projection.items.iter().any(|item| has_aggregate(&item.expression));
        let shape = Shape { items: &projection.items, stars, aggregates };
        for item in projection.items.iter().filter(|item| has_aggregate(&item.expression)) {
            grouped_item(&item.expression, &shape, before, &Scope::default())?;
        }
        for (item, found) in projection.items.iter().zip(types) {
            if let Some(name) = variable_of(item) {
                after.bind(name, found);
            }
        }
        // Of what was before, rows that are grouped or made distinct keep only what is projected.
        let loose = !aggregates && !projection.distinct;
        let seen = overlaid(before, &after);
        for item in &projection.order {
            let place = if aggregates { Place::PROJECTED } else { Place::PLAIN };
            self.infer(&item.expression, &seen, place)?;
            if !loose {
                grouped_order(&item.expression, &shape, &after)?;
            }
        }
        for (bound, name) in [(&projection.skip, "SKIP"), (&projection.limit, "LIMIT")] {
            if let Some(bound) = bound {
                self.bound(bound, name)?;
            }
        }
        if let Projects::With(predicate) = clause {
            projection.items.iter().try_for_each(needs_no_alias)?;
            if let Some(predicate) = predicate {
                self.condition(predicate, &seen, Place::CONDITION)?;
                if !loose {
                    grouped_order(predicate, &shape, &after)?;
                }
            }
        }
        let columns = columns(&shape)?;
        Ok((after, columns))
    }

    /// `SKIP` and `LIMIT` take what is the same for all rows: a number that is not negative.
    fn bound(&self, e: &Expression, name: &str) -> Result<(), QueryError> {
        let found = self.infer(e, &Scope::default(), Place::PLAIN).map_err(|error| {
            if error.detail == "UndefinedVariable" {
                let message =
                    format!("{name} takes a number that is the same for all rows; no variable can stand in it");
                return syntax("NonConstantExpression", e.at, message);
            }
            error
        })?;
        if !found.may_be(&[Kind::Integer]) {
            return Err(type_error(&found, &[Kind::Integer], e.at, &format!("{name} takes")));
        }
        if let ExpressionKind::Literal(Value::Integer(n)) = &e.kind
            && *n < 0
        {
            return Err(syntax("NegativeIntegerArgument", e.at, format!("{name} takes a number from 0, not {n}")));
        }
        Ok(())
    }
}

/// The variable that an item binds.
fn variable_of(item: &ProjectionItem) -> Option<&Arc<str>> {
    match (&item.alias, &item.expression.kind) {
        (Some(alias), _) => Some(&alias.name),
        (None, ExpressionKind::Variable(name)) => Some(name),
        (None, _) => None,
    }
}

fn needs_no_alias(item: &ProjectionItem) -> Result<(), QueryError> {
    if variable_of(item).is_some() {
        return Ok(());
    }
    let what = if is_aggregate(&item.expression) { "an aggregate" } else { "an expression" };
    let message = format!("{what} in WITH needs a name: {} AS name", item.text);
    Err(syntax("NoExpressionAlias", item.expression.at, message))
}

fn columns(shape: &Shape<'_>) -> Result<Vec<Arc<str>>, QueryError> {
    let mut columns = shape.stars.clone();
    let mut seen: BTreeSet<Arc<str>> = columns.iter().cloned().collect();
    for item in shape.items {
        let name = variable_of(item).unwrap_or(&item.text);
        if !seen.insert(Arc::clone(name)) {
            let at = item.alias.as_ref().map_or(item.expression.at, |alias| alias.at);
            return Err(syntax("ColumnNameConflict", at, format!("there are two columns named {name}")));
        }
        columns.push(Arc::clone(name));
    }
    Ok(columns)
}

/// What was before, hidden by what is new.
fn overlaid(before: &Scope, after: &Scope) -> Scope {
    let mut both = before.clone();
    for name in after.names() {
        both.bind(name, after.get(name).cloned().unwrap_or(Type::Any));
    }
    both
}
