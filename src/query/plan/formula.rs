//! Expressions as the executor evaluates them: names resolved to slots of a row, functions to their code.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::operator::Operator;
use crate::model::Value;
use crate::query::ast::{BinaryOperator, ComparisonOperator, LabelExpression, Quantifier};
use crate::query::functions::{AggregateFunction, Function};

/// An expression ready to be evaluated on a row.
///
/// Two formulas are equal when they compute the same from the same row: that is how `ORDER BY` and aggregation
/// recognise an expression that the projection already has.
#[derive(Clone, Debug, PartialEq)]
pub enum Formula {
    /// A value known before the run.
    Literal(Value),
    /// A parameter, by its number in the plan.
    Parameter(usize),
    /// A column of the row.
    Slot(usize),
    /// A variable of a comprehension, quantifier or reduction, by its depth.
    Local(usize),
    /// `subject.key`
    Property(Box<Formula>, Arc<str>),
    /// `subject:Label`
    HasLabels(Box<Formula>, LabelExpression),
    /// `[a, b]`
    List(Vec<Formula>),
    /// `{key: a}`
    Map(Vec<(Arc<str>, Formula)>),
    /// `subject {.key, key: a, .*}`
    MapProjection(Box<Formula>, Vec<Projected>),
    /// `subject[index]`
    Index(Box<Formula>, Box<Formula>),
    /// `list[from..to]`
    Slice(Box<Formula>, Option<Box<Formula>>, Option<Box<Formula>>),
    /// `NOT a`
    Not(Box<Formula>),
    /// `-a`
    Negate(Box<Formula>),
    /// `+a`
    Plus(Box<Formula>),
    /// Two operands.
    Binary(BinaryOperator, Box<Formula>, Box<Formula>),
    /// A chain of comparisons.
    Comparison(Box<Formula>, Vec<(ComparisonOperator, Formula)>),
    /// `a IS NULL`; with `true`, `a IS NOT NULL`.
    IsNull(Box<Formula>, bool),
    /// A function of values.
    Function(&'static Function, Vec<Formula>),
    /// A function of the rows of a group. The projection computes it; it never reaches evaluation.
    Aggregate(Box<Aggregate>),
    /// `CASE`
    Case {
        /// What is compared, in the simple form.
        subject: Option<Box<Formula>>,
        /// Conditions and results.
        branches: Vec<(Formula, Formula)>,
        /// The result when none holds.
        otherwise: Option<Box<Formula>>,
    },
    /// `[local IN list WHERE predicate | result]`
    ListComprehension {
        /// Depth of the variable.
        local: usize,
        /// The list.
        list: Box<Formula>,
        /// The condition.
        predicate: Option<Box<Formula>>,
        /// What becomes of each element.
        result: Option<Box<Formula>>,
    },
    /// `all(local IN list WHERE predicate)` and its sisters.
    Quantifier {
        /// Which.
        quantifier: Quantifier,
        /// Depth of the variable.
        local: usize,
        /// The list.
        list: Box<Formula>,
        /// The condition.
        predicate: Box<Formula>,
    },
    /// `reduce(accumulator = start, local IN list | step)`; the accumulator stands at `local`, the element above it.
    Reduce {
        /// Depth of the accumulator.
        local: usize,
        /// Its first value.
        start: Box<Formula>,
        /// The list.
        list: Box<Formula>,
        /// Its next value.
        step: Box<Formula>,
    },
    /// A path put together from slots.
    Path(Vec<PathPart>),
    /// A query inside the expression, run once for each row.
    Subquery(Box<Subquery>),
}

/// One part of a map projection.
#[derive(Clone, Debug, PartialEq)]
pub enum Projected {
    /// `.key`
    Property(Arc<str>),
    /// `key: value`
    Entry(Arc<str>, Formula),
    /// `.*`
    All,
}

/// One part of a path, in order from its start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PathPart {
    /// A node in a slot. It stands first, and after each relationship.
    Node(usize),
    /// A relationship in a slot.
    Relationship(usize),
    /// A list of relationships in a slot; the nodes between them follow from their ends.
    Relationships(usize),
}

/// An aggregation in an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// Which.
    pub function: AggregateFunction,
    /// Whether equal values count once.
    pub distinct: bool,
    /// Its arguments; none for `count(*)`.
    pub arguments: Vec<Formula>,
}

/// A query inside an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Subquery {
    /// Slots of the inner row that are filled from the outer row, and with what.
    pub imports: Vec<(usize, Formula)>,
    /// What is run.
    pub operator: Operator,
    /// What becomes of its rows.
    pub outcome: Outcome,
}

/// What a query inside an expression gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// Whether there is a row.
    Exists,
    /// How many rows there are.
    Count,
    /// A list of the values of a slot.
    Collect(usize),
    /// The value of a slot in the first row, or null.
    First(usize),
}

impl Formula {
    /// Adds the slots that the formula reads.
    pub fn slots(&self, out: &mut BTreeSet<usize>) {
        match self {
            Self::Slot(slot) => {
                out.insert(*slot);
            }
            Self::Path(parts) => out.extend(parts.iter().map(|part| match part {
                PathPart::Node(slot) | PathPart::Relationship(slot) | PathPart::Relationships(slot) => *slot,
            })),
            other => other.children(&mut |child| child.slots(out)),
        }
    }

    /// Whether an aggregation stands in it.
    pub fn aggregates(&self) -> bool {
        if matches!(self, Self::Aggregate(_)) {
            return true;
        }
        let mut found = false;
        self.children(&mut |child| found = found || child.aggregates());
        found
    }

    /// Calls `visit` for each formula directly inside; of a subquery, those that the outer row feeds.
    pub fn children(&self, visit: &mut dyn FnMut(&Self)) {
        match self {
            Self::Literal(_) | Self::Parameter(_) | Self::Slot(_) | Self::Local(_) | Self::Path(_) => {}
            Self::Property(a, _)
            | Self::HasLabels(a, _)
            | Self::Not(a)
            | Self::Negate(a)
            | Self::Plus(a)
            | Self::IsNull(a, _) => visit(a),
            Self::List(items) | Self::Function(_, items) => items.iter().for_each(visit),
            Self::Map(entries) => entries.iter().for_each(|(_, f)| visit(f)),
            Self::MapProjection(subject, items) => {
                visit(subject);
                for item in items {
                    if let Projected::Entry(_, f) = item {
                        visit(f);
                    }
                }
            }
            Self::Index(a, b) | Self::Binary(_, a, b) => {
                visit(a);
                visit(b);
            }
            Self::Slice(a, from, to) => {
                visit(a);
                from.iter().chain(to).for_each(|f| visit(f));
            }
            Self::Comparison(a, chain) => {
                visit(a);
                chain.iter().for_each(|(_, f)| visit(f));
            }
            Self::Aggregate(aggregate) => aggregate.arguments.iter().for_each(visit),
            Self::Case { subject, branches, otherwise } => {
                subject.iter().for_each(|f| visit(f));
                for (condition, result) in branches {
                    visit(condition);
                    visit(result);
                }
                otherwise.iter().for_each(|f| visit(f));
            }
            Self::ListComprehension { list, predicate, result, .. } => {
                visit(list);
                predicate.iter().chain(result).for_each(|f| visit(f));
            }
            Self::Quantifier { list, predicate, .. } => {
                visit(list);
                visit(predicate);
            }
            Self::Reduce { start, list, step, .. } => {
                visit(start);
                visit(list);
                visit(step);
            }
            Self::Subquery(subquery) => subquery.imports.iter().for_each(|(_, f)| visit(f)),
        }
    }

    /// Replaces parts from the top down: where `replace` gives a formula, that stands in, and its inside is left alone.
    pub fn rewrite(&mut self, replace: &mut dyn FnMut(&Self) -> Option<Self>) {
        if let Some(formula) = replace(self) {
            *self = formula;
            return;
        }
        match self {
            Self::Literal(_) | Self::Parameter(_) | Self::Slot(_) | Self::Local(_) | Self::Path(_) => {}
            Self::Property(a, _)
            | Self::HasLabels(a, _)
            | Self::Not(a)
            | Self::Negate(a)
            | Self::Plus(a)
            | Self::IsNull(a, _) => a.rewrite(replace),
            Self::List(items) | Self::Function(_, items) => items.iter_mut().for_each(|f| f.rewrite(replace)),
            Self::Map(entries) => entries.iter_mut().for_each(|(_, f)| f.rewrite(replace)),
            Self::MapProjection(subject, items) => {
                subject.rewrite(replace);
                for item in items {
                    if let Projected::Entry(_, f) = item {
                        f.rewrite(replace);
                    }
                }
            }
            Self::Index(a, b) | Self::Binary(_, a, b) => {
                a.rewrite(replace);
                b.rewrite(replace);
            }
            Self::Slice(a, from, to) => {
                a.rewrite(replace);
                from.iter_mut().chain(to).for_each(|f| f.rewrite(replace));
            }
            Self::Comparison(a, chain) => {
                a.rewrite(replace);
                chain.iter_mut().for_each(|(_, f)| f.rewrite(replace));
            }
            Self::Aggregate(aggregate) => aggregate.arguments.iter_mut().for_each(|f| f.rewrite(replace)),
            Self::Case { subject, branches, otherwise } => {
                subject.iter_mut().for_each(|f| f.rewrite(replace));
                for (condition, result) in branches {
                    condition.rewrite(replace);
                    result.rewrite(replace);
                }
                otherwise.iter_mut().for_each(|f| f.rewrite(replace));
            }
            Self::ListComprehension { list, predicate, result, .. } => {
                list.rewrite(replace);
                predicate.iter_mut().chain(result).for_each(|f| f.rewrite(replace));
            }
            Self::Quantifier { list, predicate, .. } => {
                list.rewrite(replace);
                predicate.rewrite(replace);
            }
            Self::Reduce { start, list, step, .. } => {
                start.rewrite(replace);
                list.rewrite(replace);
                step.rewrite(replace);
            }
            Self::Subquery(subquery) => subquery.imports.iter_mut().for_each(|(_, f)| f.rewrite(replace)),
        }
    }

    /// The conditions that all must hold for it to hold, in order.
    pub fn conjuncts(self, out: &mut Vec<Self>) {
        match self {
            Self::Binary(BinaryOperator::And, a, b) => {
                a.conjuncts(out);
                b.conjuncts(out);
            }
            other => out.push(other),
        }
    }
}
