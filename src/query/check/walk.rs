//! An expression to its parts.

use crate::query::ast::{Clause, ClauseKind, Expression, ExpressionKind, MapProjectionItem, PathPattern, Variable};
use crate::query::depth::deeper;
use crate::query::signature::function;

/// Whether the expression itself is an aggregate.
pub(super) fn is_aggregate(e: &Expression) -> bool {
    match &e.kind {
        ExpressionKind::CountAll => true,
        ExpressionKind::Call { name, .. } => function(name).is_some_and(|f| f.aggregate),
        _ => false,
    }
}

/// Whether it is one or has one in it.
pub(super) fn has_aggregate(e: &Expression) -> bool {
    is_aggregate(e) || deeper(|| parts(e).into_iter().any(|(part, _)| has_aggregate(part)))
}

fn plain(e: &Expression) -> (&Expression, Vec<&Variable>) {
    (e, Vec::new())
}

fn boxed(e: &Option<Box<Expression>>) -> Option<&Expression> {
    e.as_deref()
}

/// The expressions right below, each with the variables that are bound in it alone. Subqueries and patterns are left
/// out: see [`patterns`].
pub(super) fn parts(e: &Expression) -> Vec<(&Expression, Vec<&Variable>)> {
    match &e.kind {
        ExpressionKind::Literal(_)
        | ExpressionKind::Parameter(_)
        | ExpressionKind::Variable(_)
        | ExpressionKind::CountAll
        | ExpressionKind::Pattern(_)
        | ExpressionKind::Exists(_)
        | ExpressionKind::Count(_) => Vec::new(),
        ExpressionKind::Property(a, _)
        | ExpressionKind::HasLabels(a, _)
        | ExpressionKind::Unary(_, a)
        | ExpressionKind::IsNull(a, _) => vec![plain(a)],
        ExpressionKind::List(items) | ExpressionKind::Call { arguments: items, .. } => {
            items.iter().map(plain).collect()
        }
        ExpressionKind::Map(entries) => entries.iter().map(|(_, value)| plain(value)).collect(),
        ExpressionKind::MapProjection(subject, items) => {
            let values = items.iter().filter_map(|item| match item {
                MapProjectionItem::Entry(_, value) => Some(value),
                _ => None,
            });
            std::iter::once(&**subject).chain(values).map(plain).collect()
        }
        ExpressionKind::Index(a, b) | ExpressionKind::Binary(_, a, b) => vec![plain(a), plain(b)],
        ExpressionKind::Slice(a, from, to) => {
            std::iter::once(&**a).chain(boxed(from)).chain(boxed(to)).map(plain).collect()
        }
        ExpressionKind::Comparison(first, rest) => {
            std::iter::once(&**first).chain(rest.iter().map(|(_, operand)| operand)).map(plain).collect()
        }
        ExpressionKind::Case { subject, branches, otherwise } => boxed(subject)
            .into_iter()
            .chain(branches.iter().flat_map(|(when, then)| [when, then]))
            .chain(boxed(otherwise))
            .map(plain)
            .collect(),
        ExpressionKind::ListComprehension { variable, list, predicate, result } => {
            let inner = boxed(predicate).into_iter().chain(boxed(result)).map(|e| (e, vec![variable]));
            std::iter::once(plain(list)).chain(inner).collect()
        }
        ExpressionKind::Quantifier { variable, list, predicate, .. } => {
            let inner = boxed(predicate).into_iter().map(|e| (e, vec![variable]));
            std::iter::once(plain(list)).chain(inner).collect()
        }
        ExpressionKind::Reduce { accumulator, start, variable, list, step } => {
            vec![plain(start), plain(list), (step, vec![accumulator, variable])]
        }
        ExpressionKind::PatternComprehension { pattern, predicate, result } => {
            let bound: Vec<&Variable> = variables(pattern).collect();
            let inner = boxed(predicate).into_iter().chain([&**result]);
            inner.map(|e| (e, bound.clone())).collect()
        }
    }
}

/// The patterns of the expression itself.
pub(super) fn patterns(e: &Expression) -> Vec<&PathPattern> {
    match &e.kind {
        ExpressionKind::Pattern(pattern) | ExpressionKind::PatternComprehension { pattern, .. } => vec![pattern],
        ExpressionKind::Exists(query) | ExpressionKind::Count(query) => {
            query.clauses.iter().flat_map(matched).collect()
        }
        _ => Vec::new(),
    }
}

fn matched(clause: &Clause) -> &[PathPattern] {
    match &clause.kind {
        ClauseKind::Match { patterns, .. } => patterns,
        _ => &[],
    }
}

/// The variables that a pattern names.
pub(super) fn variables(pattern: &PathPattern) -> impl Iterator<Item = &Variable> {
    let steps = pattern.steps.iter();
    let rest = steps.flat_map(|(relationship, node)| relationship.variable.iter().chain(&node.variable));
    pattern.variable.iter().chain(&pattern.start.variable).chain(rest)
}
