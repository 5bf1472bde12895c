//! `WITH` and `RETURN` to steps: computing, grouping, telling apart, sorting, cutting off.

use std::sync::Arc;

use super::Planner;
use super::formula::{Aggregate, Formula};
use super::operator::{Operator, Step};
use super::scope::Scope;
use crate::query::QueryError;
use crate::query::ast::{Expression, ExpressionKind, Projection, ProjectionItem};

type Result<T> = std::result::Result<T, QueryError>;
type SortKeys = Vec<(Formula, bool)>;

impl Planner<'_> {
    /// `input` followed by a projection and its `WHERE`. Afterwards `scope` has the projected names alone.
    pub(super) fn projection(
        &mut self,
        input: Operator,
        projection: &Projection,
        predicate: Option<&Expression>,
        scope: &mut Scope,
    ) -> Result<Operator> {
        let mut names = Vec::new();
        let mut items = Vec::new();
        if projection.all {
            for (name, slot) in scope.variables() {
                names.push(name);
                items.push(Formula::Slot(slot));
            }
        }
        for item in &projection.items {
            names.push(name(item));
            items.push(self.formula(&item.expression, scope)?);
        }
        let cut = self.cut(projection)?;
        let aggregating = items.iter().any(Formula::aggregates);
        let mut after = Scope::default();
        for (slot, name) in names.iter().enumerate() {
            after.bind_at(name, slot);
        }
        if aggregating || projection.distinct {
            // Here the order sees the projected names, and expressions only if they are projected too.
            let mut overlay = scope.clone();
            let base = overlay.width();
            for (i, name) in names.iter().enumerate() {
                overlay.bind_at(name, base + i);
            }
            let mut keys = self.sort_keys(projection, &mut overlay)?;
            // The condition sees what the order sees: it goes through the same changes, as a last key.
            if let Some(predicate) = predicate {
                keys.push((self.formula(predicate, &mut overlay)?, false));
            }
            self.layouts.push(scope.slots());
            let mut operator = input;
            if aggregating {
                // A name in the order stands for its item, which may be an aggregate.
                for (key, _) in &mut keys {
                    key.rewrite(&mut |f| match f {
                        Formula::Slot(slot) if *slot >= base => items.get(slot - base).cloned(),
                        _ => None,
                    });
                }
                operator = group(operator, &mut items, &mut keys);
                let named = items.iter().zip(&names).filter_map(|(item, name)| match item {
                    Formula::Slot(slot) => Some((*slot, Arc::clone(name))),
                    _ => None,
                });
                self.layouts.push(named.collect());
            } else {
                for (key, _) in &mut keys {
                    key.rewrite(&mut |f| match f {
                        Formula::Slot(slot) if *slot >= base => Some(Formula::Slot(slot - base)),
                        f => items.iter().position(|item| item == f).map(Formula::Slot),
                    });
                }
            }
            if projection.distinct && aggregating {
                for (key, _) in &mut keys {
                    key.rewrite(&mut |f| items.iter().position(|item| item == f).map(Formula::Slot));
                }
            }
            let condition = predicate.and_then(|_| keys.pop()).map(|(condition, _)| condition);
            *scope = after;
            if projection.distinct {
                let rows = operator.rows;
                let width = items.len();
                operator = operator.then(Step::Project(items), rows).then(Step::Distinct(width), rows / 2.0);
                return Ok(filter(cut.apply(operator, keys), condition));
            }
            operator = filter(cut.apply(operator, keys), condition);
            let rows = operator.rows;
            return Ok(operator.then(Step::Project(items), rows));
        }
        // Here the order and the condition see both the old names and the projected ones.
        let mut outputs = Vec::new();
        let mut extend = Vec::new();
        for item in items {
            if let Formula::Slot(slot) = item {
                outputs.push(slot);
            } else {
                let slot = scope.fresh();
                outputs.push(slot);
                extend.push((slot, item));
            }
        }
        for (name, slot) in names.iter().zip(&outputs) {
            scope.bind_at(name, *slot);
        }
        let rows = input.rows;
        let mut operator = if extend.is_empty() { input } else { input.then(Step::Extend(extend), rows) };
        let keys = self.sort_keys(projection, scope)?;
        operator = cut.apply(operator, keys);
        let condition = predicate.map(|p| self.formula(p, scope)).transpose()?;
        operator = filter(operator, condition);
        let rows = operator.rows;
        self.layouts.push(scope.slots());
        *scope = after;
        Ok(operator.then(Step::Project(outputs.into_iter().map(Formula::Slot).collect()), rows))
    }

    /// The columns of a `RETURN` whose names `scope` has, with their slots.
    pub(super) fn columns(&self, projection: &Projection, scope: &Scope) -> Vec<(Arc<str>, usize)> {
        let mut columns = scope.variables_in_order();
        columns.sort_by_key(|(_, slot)| *slot);
        let stars = columns.len().saturating_sub(projection.items.len());
        for ((column, _), item) in columns.iter_mut().skip(stars).zip(&projection.items) {
            if item.alias.is_none() {
                *column = Arc::clone(&item.text);
            }
        }
        columns
    }

    fn sort_keys(&mut self, projection: &Projection, scope: &mut Scope) -> Result<SortKeys> {
        projection.order.iter().map(|item| Ok((self.formula(&item.expression, scope)?, item.descending))).collect()
    }

    fn cut(&mut self, projection: &Projection) -> Result<Cut> {
        let mut nothing = Scope::default();
        let mut formula = |e: &Option<Expression>| e.as_ref().map(|e| self.formula(e, &mut nothing)).transpose();
        Ok(Cut { skip: formula(&projection.skip)?, limit: formula(&projection.limit)? })
    }
}

/// Those rows for which the condition is true, when there is one.
fn filter(operator: Operator, condition: Option<Formula>) -> Operator {
    let Some(condition) = condition else { return operator };
    let rows = operator.rows / 2.0;
    operator.then(Step::Filter(condition), rows)
}

/// `SKIP` and `LIMIT`.
struct Cut {
    skip: Option<Formula>,
    limit: Option<Formula>,
}

impl Cut {
    fn apply(&self, mut operator: Operator, keys: SortKeys) -> Operator {
        let mut rows = operator.rows;
        if !keys.is_empty() {
            let limit = match &self.limit {
                Some(limit) => self.skip.iter().chain([limit]).cloned().collect(),
                None => Vec::new(),
            };
            operator = operator.then(Step::Sort { keys, limit }, rows);
        }
        if let Some(skip) = &self.skip {
            operator = operator.then(Step::Skip(skip.clone()), rows);
        }
        if let Some(limit) = &self.limit {
            rows = rows.min(100.0);
            operator = operator.then(Step::Limit(limit.clone()), rows);
        }
        operator
    }
}

fn name(item: &ProjectionItem) -> Arc<str> {
    match (&item.alias, &item.expression.kind) {
        (Some(alias), _) => Arc::clone(&alias.name),
        (None, ExpressionKind::Variable(name)) => Arc::clone(name),
        (None, _) => Arc::clone(&item.text),
    }
}

/// Groups rows by the items without aggregates; afterwards items and sort keys speak of the groups.
fn group(operator: Operator, items: &mut [Formula], sort: &mut SortKeys) -> Operator {
    let mut keys: Vec<Formula> = Vec::new();
    for item in items.iter() {
        if !item.aggregates() && !keys.contains(item) {
            keys.push(item.clone());
        }
    }
    let mut aggregates: Vec<Aggregate> = Vec::new();
    let mut replace = |f: &Formula| {
        if let Some(i) = keys.iter().position(|key| key == f) {
            return Some(Formula::Slot(i));
        }
        let Formula::Aggregate(aggregate) = f else { return None };
        let i = aggregates.iter().position(|a| *a == **aggregate).unwrap_or_else(|| {
            aggregates.push((**aggregate).clone());
            aggregates.len() - 1
        });
        Some(Formula::Slot(keys.len() + i))
    };
    items.iter_mut().for_each(|item| item.rewrite(&mut replace));
    sort.iter_mut().for_each(|(key, _)| key.rewrite(&mut replace));
    let rows = if keys.is_empty() { 1.0 } else { operator.rows.sqrt().max(1.0) };
    operator.then(Step::Aggregate { keys, aggregates }, rows)
}
