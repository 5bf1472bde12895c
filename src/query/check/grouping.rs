//! Aggregates and what stands beside them: which expressions have one value in each group.

use super::projection::Shape;
use super::scope::Scope;
use super::syntax;
use super::walk::{has_aggregate, is_aggregate, parts, patterns, variables};
use crate::query::QueryError;
use crate::query::ast::{Expression, ExpressionKind};
use crate::query::depth::deeper;

/// An item with an aggregate: beside it may stand constants and grouping keys that are variables or properties.
pub(super) fn grouped_item(
    e: &Expression,
    shape: &Shape<'_>,
    before: &Scope,
    locals: &Scope,
) -> Result<(), QueryError> {
    if is_aggregate(e) || shape.is_simple_key(e) {
        return Ok(());
    }
    if let ExpressionKind::Variable(name) = &e.kind {
        let free = locals.contains(name) || shape.is_key(name) || !before.contains(name);
        return if free { Ok(()) } else { Err(ambiguous(name, e.at)) };
    }
    for variable in patterns(e).into_iter().flat_map(variables) {
        let free = locals.contains(&variable.name) || shape.is_key(&variable.name);
        if before.contains(&variable.name) && !free {
            return Err(ambiguous(&variable.name, variable.at));
        }
    }
    deeper(|| {
        parts(e).into_iter().try_for_each(|(part, bound)| {
            let locals = bound.into_iter().fold(locals.clone(), |l, v| l.with(v, super::types::Type::Any));
            grouped_item(part, shape, before, &locals)
        })
    })
}

/// An expression of `ORDER BY` or `WHERE` after a projection that groups or drops rows: of what was before, only what was
/// projected is left.
pub(super) fn grouped_order(e: &Expression, shape: &Shape<'_>, after: &Scope) -> Result<(), QueryError> {
    if shape.projects(e) {
        return Ok(());
    }
    let mixed = has_aggregate(e);
    if mixed && !shape.aggregates {
        return Err(syntax("InvalidAggregation", e.at, "an aggregate to sort by must be among what is returned"));
    }
    left(e, shape, after, mixed)
}

fn left(e: &Expression, shape: &Shape<'_>, after: &Scope, mixed: bool) -> Result<(), QueryError> {
    if is_aggregate(e) {
        if shape.has_aggregate(e) {
            return Ok(());
        }
        parts(e).into_iter().try_for_each(|(part, _)| left(part, shape, after, false))?;
        return Err(syntax("InvalidAggregation", e.at, "an aggregate to sort by must be among what is returned"));
    }
    if shape.projects(e) {
        return if mixed && !is_simple(e) {
            let message = "beside an aggregate only variables and properties that are returned can stand";
            Err(syntax("AmbiguousAggregationExpression", e.at, message))
        } else {
            Ok(())
        };
    }
    if let ExpressionKind::Variable(name) = &e.kind {
        return after.look_up(name, e.at).map(drop);
    }
    for variable in patterns(e).into_iter().flat_map(variables) {
        after.look_up(&variable.name, variable.at)?;
    }
    deeper(|| {
        parts(e).into_iter().try_for_each(|(part, bound)| {
            let after = bound.into_iter().fold(after.clone(), |s, v| s.with(v, super::types::Type::Any));
            left(part, shape, &after, mixed)
        })
    })
}

/// Whether an expression is a variable, a property of one, or a constant.
pub(super) fn is_simple(e: &Expression) -> bool {
    match &e.kind {
        ExpressionKind::Variable(_) | ExpressionKind::Literal(_) | ExpressionKind::Parameter(_) => true,
        ExpressionKind::Property(subject, _) => deeper(|| is_simple(subject)),
        _ => false,
    }
}

fn ambiguous(name: &str, at: usize) -> QueryError {
    let message =
        format!("{name} stands beside an aggregate but is no grouping key; return it, or what is taken of it");
    syntax("AmbiguousAggregationExpression", at, message)
}
