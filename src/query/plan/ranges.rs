//! Conditions on a node to the range of an index in which it is sought.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Planner;
use super::formula::Formula;
use super::operator::Nodes;
use super::pattern::PatternGraph;
use crate::query::ast::ComparisonOperator;

/// What part of a label's nodes one bound, and two, are expected to leave.
const ONE_BOUND: f64 = 0.3;
const TWO_BOUNDS: f64 = 0.05;

impl Planner<'_> {
    /// The range of an index that the schema names in which a node is sought, and how many rows it is expected to give.
    pub(super) fn range(&self, graph: &PatternGraph, slot: usize, bound: &BTreeSet<usize>) -> Option<(Nodes, f64)> {
        let labels = graph.nodes.get(&slot)?;
        let ready = graph.conditions.iter().filter(|condition| {
            condition.slots.contains(&slot) && condition.slots.iter().all(|s| *s == slot || bound.contains(s))
        });
        let sides: Vec<Side<'_>> = ready.flat_map(|condition| sides(&condition.formula, slot)).collect();
        let mut best: Option<(Nodes, f64)> = None;
        for side in &sides {
            let Some(label) = labels.iter().find(|label| self.graph.is_indexed(label, side.key)) else { continue };
            let of_key = |low: bool| sides.iter().find(|s| s.key == side.key && s.low == low).map(|s| s.value.clone());
            let (low, high) = (of_key(true), of_key(false));
            #[allow(clippy::cast_precision_loss)] // an estimate
            let count = self.graph.label_count(label) as f64;
            let rows = count * if low.is_some() && high.is_some() { TWO_BOUNDS } else { ONE_BOUND };
            if best.as_ref().is_none_or(|(_, least)| rows < *least) {
                best = Some((Nodes::Range { label: Arc::clone(label), key: Arc::clone(side.key), low, high }, rows));
            }
        }
        best
    }
}

/// A property of a node with something that it is not below, or not above.
struct Side<'f> {
    key: &'f Arc<str>,
    value: &'f Formula,
    low: bool,
}

/// The bounds of properties of `slot` in a comparison; in a chain each pair of neighbours is one.
fn sides(formula: &Formula, slot: usize) -> Vec<Side<'_>> {
    let Formula::Comparison(first, chain) = formula else { return Vec::new() };
    let operands: Vec<&Formula> = std::iter::once(&**first).chain(chain.iter().map(|(_, operand)| operand)).collect();
    let property =
        |formula: &Formula| matches!(formula, Formula::Property(subject, _) if **subject == Formula::Slot(slot));
    let free = |formula: &Formula| {
        let mut slots = BTreeSet::new();
        formula.slots(&mut slots);
        !slots.contains(&slot)
    };
    let pair = |((operator, _), operands): (&(ComparisonOperator, Formula), &[&'_ Formula])| {
        let below = match operator {
            ComparisonOperator::Less | ComparisonOperator::LessOrEqual => true,
            ComparisonOperator::Greater | ComparisonOperator::GreaterOrEqual => false,
            ComparisonOperator::Equal | ComparisonOperator::NotEqual => return None,
        };
        match operands {
            [a, b] if property(a) && free(b) => Some((false, !below)),
            [a, b] if free(a) && property(b) => Some((true, below)),
            _ => None,
        }
    };
    let pairs = chain.iter().zip(operands.windows(2));
    pairs
        .filter_map(|(link, operands)| {
            let (turned, low) = pair((link, operands))?;
            let [a, b] = operands else { return None };
            let (subject, value) = if turned { (*b, *a) } else { (*a, *b) };
            let Formula::Property(_, key) = subject else { return None };
            Some(Side { key, value, low })
        })
        .collect()
}
