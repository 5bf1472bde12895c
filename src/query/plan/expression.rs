//! Expressions of the syntax tree to formulas.

use std::sync::Arc;

use super::Planner;
use super::formula::{Aggregate, Formula, Outcome, Projected, Subquery};
use super::operator::{Operator, Step};
use super::scope::Scope;
use crate::model::Value;
use crate::query::QueryError;
use crate::query::ast::{
    Clause, ClauseKind, Expression, ExpressionKind, LabelExpression, MapProjectionItem, PathPattern, PathSelector,
    SingleQuery, UnaryOperator, Variable,
};
use crate::query::depth::deeper;
use crate::query::functions::{self, AggregateFunction};

type Result<T> = std::result::Result<T, QueryError>;

impl Planner<'_> {
    /// The formula of an expression. Names that the scope lacks are an error: the checker has found them before.
    pub(super) fn formula(&mut self, expression: &Expression, scope: &mut Scope) -> Result<Formula> {
        deeper(|| self.formula_level(expression, scope))
    }

    fn formula_level(&mut self, expression: &Expression, scope: &mut Scope) -> Result<Formula> {
        let at = expression.at;
        Ok(match &expression.kind {
            ExpressionKind::Literal(value) => Formula::Literal(value.clone()),
            ExpressionKind::Parameter(name) => Formula::Parameter(self.parameter(name, at)),
            ExpressionKind::Variable(name) => scope.formula(name).ok_or_else(|| undefined(name, at))?,
            ExpressionKind::Property(subject, key) => Formula::Property(self.boxed(subject, scope)?, Arc::clone(key)),
            ExpressionKind::HasLabels(subject, labels) => {
                Formula::HasLabels(self.boxed(subject, scope)?, labels.clone())
            }
            ExpressionKind::List(items) => Formula::List(self.formulas(items, scope)?),
            ExpressionKind::Map(entries) => Formula::Map(
                entries.iter().map(|(key, e)| Ok((Arc::clone(key), self.formula(e, scope)?))).collect::<Result<_>>()?,
            ),
            ExpressionKind::MapProjection(subject, items) => self.map_projection(subject, items, scope)?,
            ExpressionKind::Index(subject, index) => {
                Formula::Index(self.boxed(subject, scope)?, self.boxed(index, scope)?)
            }
            ExpressionKind::Slice(list, from, to) => {
                let list = self.boxed(list, scope)?;
                Formula::Slice(list, self.optional(from.as_deref(), scope)?, self.optional(to.as_deref(), scope)?)
            }
            ExpressionKind::Unary(operator, operand) => {
                let operand = self.boxed(operand, scope)?;
                match operator {
                    UnaryOperator::Not => Formula::Not(operand),
                    UnaryOperator::Negate => match *operand {
                        Formula::Literal(Value::Integer(i)) if i != i64::MIN => Formula::Literal(Value::Integer(-i)),
                        Formula::Literal(Value::Float(x)) => Formula::Literal(Value::Float(-x)),
                        _ => Formula::Negate(operand),
                    },
                    UnaryOperator::Plus => Formula::Plus(operand),
                }
            }
            ExpressionKind::Binary(operator, a, b) => {
                Formula::Binary(*operator, self.boxed(a, scope)?, self.boxed(b, scope)?)
            }
            ExpressionKind::Comparison(first, chain) => Formula::Comparison(
                self.boxed(first, scope)?,
                chain.iter().map(|(op, e)| Ok((*op, self.formula(e, scope)?))).collect::<Result<_>>()?,
            ),
            ExpressionKind::IsNull(operand, not) => Formula::IsNull(self.boxed(operand, scope)?, *not),
            ExpressionKind::Call { name, distinct, arguments } => self.call(at, name, *distinct, arguments, scope)?,
            ExpressionKind::CountAll => Formula::Aggregate(Box::new(Aggregate {
                function: AggregateFunction::Count,
                distinct: false,
                arguments: Vec::new(),
            })),
            ExpressionKind::Case { subject, branches, otherwise } => Formula::Case {
                subject: self.optional(subject.as_deref(), scope)?,
                branches: branches
                    .iter()
                    .map(|(when, then)| Ok((self.formula(when, scope)?, self.formula(then, scope)?)))
                    .collect::<Result<_>>()?,
                otherwise: self.optional(otherwise.as_deref(), scope)?,
            },
            ExpressionKind::ListComprehension { variable, list, predicate, result } => {
                let list = self.boxed(list, scope)?;
                let local = scope.push_local(&variable.name);
                let predicate = self.optional(predicate.as_deref(), scope);
                let result = self.optional(result.as_deref(), scope);
                scope.pop_local();
                Formula::ListComprehension { local, list, predicate: predicate?, result: result? }
            }
            ExpressionKind::Quantifier { quantifier, variable, list, predicate } => {
                let list = self.boxed(list, scope)?;
                let local = scope.push_local(&variable.name);
                let predicate = self.optional(predicate.as_deref(), scope);
                scope.pop_local();
                let predicate = predicate?.unwrap_or_else(|| Box::new(Formula::Local(local)));
                Formula::Quantifier { quantifier: *quantifier, local, list, predicate }
            }
            ExpressionKind::Reduce { accumulator, start, variable, list, step } => {
                let (start, list) = (self.boxed(start, scope)?, self.boxed(list, scope)?);
                let local = scope.push_local(&accumulator.name);
                scope.push_local(&variable.name);
                let step = self.boxed(step, scope);
                scope.pop_local();
                scope.pop_local();
                Formula::Reduce { local, start, list, step: step? }
            }
            ExpressionKind::PatternComprehension { pattern, predicate, result } => {
                self.pattern_comprehension(pattern, predicate.as_deref(), result, scope)?
            }
            ExpressionKind::Pattern(pattern) if pattern.selector == PathSelector::All => {
                self.subquery(&matching(at, (**pattern).clone()), Outcome::Exists, scope)?
            }
            ExpressionKind::Pattern(pattern) => self.shortest_path_value(pattern, scope)?,
            ExpressionKind::Exists(query) => self.subquery(query, Outcome::Exists, scope)?,
            ExpressionKind::Count(query) => self.subquery(query, Outcome::Count, scope)?,
        })
    }

    pub(super) fn formulas(&mut self, expressions: &[Expression], scope: &mut Scope) -> Result<Vec<Formula>> {
        expressions.iter().map(|e| self.formula(e, scope)).collect()
    }

    fn boxed(&mut self, expression: &Expression, scope: &mut Scope) -> Result<Box<Formula>> {
        self.formula(expression, scope).map(Box::new)
    }

    fn optional(&mut self, expression: Option<&Expression>, scope: &mut Scope) -> Result<Option<Box<Formula>>> {
        expression.map(|e| self.boxed(e, scope)).transpose()
    }

    fn call(
        &mut self,
        at: usize,
        name: &str,
        distinct: bool,
        arguments: &[Expression],
        scope: &mut Scope,
    ) -> Result<Formula> {
        let arguments = self.formulas(arguments, scope)?;
        if let Some(function) = AggregateFunction::named(name) {
            return Ok(Formula::Aggregate(Box::new(Aggregate { function, distinct, arguments })));
        }
        match functions::named(name) {
            Some(function) => Ok(Formula::Function(function, arguments)),
            None => {
                let message = format!("there is no function {name}");
                Err(QueryError::compile("SyntaxError", "UnknownFunction", at, message))
            }
        }
    }

    fn map_projection(
        &mut self,
        subject: &Expression,
        items: &[MapProjectionItem],
        scope: &mut Scope,
    ) -> Result<Formula> {
        let subject = self.boxed(subject, scope)?;
        let items = items
            .iter()
            .map(|item| {
                Ok(match item {
                    MapProjectionItem::Property(key) => Projected::Property(Arc::clone(key)),
                    MapProjectionItem::Entry(key, e) => Projected::Entry(Arc::clone(key), self.formula(e, scope)?),
                    MapProjectionItem::Variable(Variable { at, name }) => {
                        let value = scope.formula(name).ok_or_else(|| undefined(name, *at))?;
                        Projected::Entry(Arc::clone(name), value)
                    }
                    MapProjectionItem::All => Projected::All,
                })
            })
            .collect::<Result<_>>()?;
        Ok(Formula::MapProjection(subject, items))
    }

    /// `[pattern WHERE predicate | result]`
    fn pattern_comprehension(
        &mut self,
        pattern: &PathPattern,
        predicate: Option<&Expression>,
        result: &Expression,
        scope: &Scope,
    ) -> Result<Formula> {
        let (mut inner, imports) = scope.inner();
        let patterns = std::slice::from_ref(pattern);
        let operator = self.match_patterns(Operator::argument(), patterns, predicate, &mut inner)?;
        let result = self.formula(result, &mut inner)?;
        let slot = inner.fresh();
        let rows = operator.rows;
        let operator = operator.then(Step::Extend(vec![(slot, result)]), rows);
        Ok(finish(operator, imports, Outcome::Collect(slot)))
    }

    /// `shortestPath(…)` as a value: the path, or null; `allShortestPaths(…)`: the list of paths.
    fn shortest_path_value(&mut self, pattern: &PathPattern, scope: &Scope) -> Result<Formula> {
        let (mut inner, imports) = scope.inner();
        let mut pattern = pattern.clone();
        // No name can hold a line feed unless it is back-ticked, and then it would not be alone.
        let name: Arc<str> = "\n".into();
        pattern.variable = Some(Variable { at: pattern.at, name: Arc::clone(&name) });
        let patterns = std::slice::from_ref(&pattern);
        let operator = self.match_patterns(Operator::argument(), patterns, None, &mut inner)?;
        let slot = inner.slot(&name).unwrap_or_default();
        let all = pattern.selector == PathSelector::AllShortest;
        Ok(finish(operator, imports, if all { Outcome::Collect(slot) } else { Outcome::First(slot) }))
    }

    fn subquery(&mut self, query: &SingleQuery, outcome: Outcome, scope: &Scope) -> Result<Formula> {
        let (mut inner, imports) = scope.inner();
        let layouts = std::mem::take(&mut self.layouts);
        let operator = self.reading(Operator::argument(), &query.clauses, &mut inner);
        self.layouts = layouts;
        Ok(finish(operator?, imports, outcome))
    }
}

/// A subquery with only those imports that its plan reads.
fn finish(mut operator: Operator, mut imports: Vec<(usize, Formula)>, outcome: Outcome) -> Formula {
    let wanted = match outcome {
        Outcome::Collect(slot) | Outcome::First(slot) => [slot].into(),
        Outcome::Exists | Outcome::Count => Default::default(),
    };
    let needed = operator.carry(wanted);
    imports.retain(|(slot, _)| needed.contains(slot));
    Formula::Subquery(Box::new(Subquery { imports, operator, outcome }))
}

fn matching(at: usize, pattern: PathPattern) -> SingleQuery {
    let kind = ClauseKind::Match { optional: false, patterns: vec![pattern], predicate: None };
    SingleQuery { clauses: vec![Clause { at, kind }] }
}

fn undefined(name: &str, at: usize) -> QueryError {
    QueryError::compile("SyntaxError", "UndefinedVariable", at, format!("the variable `{name}` is not defined"))
}

/// The names of a label expression that all must be there, and what is left of it.
pub(super) fn required_labels(labels: &LabelExpression, out: &mut Vec<Arc<str>>) {
    match labels {
        LabelExpression::Name(name) => out.push(Arc::clone(name)),
        LabelExpression::And(a, b) => {
            required_labels(a, out);
            required_labels(b, out);
        }
        LabelExpression::Any | LabelExpression::Or(..) | LabelExpression::Not(_) => {}
    }
}
