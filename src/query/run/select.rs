//! A condition and a batch to the rows for which it is true.

use std::borrow::Cow;

use super::batch::{Batch, Column};
use super::evaluate::{Frame, compared};
use super::session::Run;
use crate::graph::{KeyId, NodeIndex};
use crate::model::Value;
use crate::query::QueryError;
use crate::query::ast::{ComparisonOperator, LabelExpression};
use crate::query::plan::Formula;

type Result<T> = std::result::Result<T, QueryError>;

/// The rows of a batch for which a condition is true, ascending. The usual conditions are looked at column by column.
///
/// # Errors
/// What evaluation says.
pub fn select(run: &Run<'_>, condition: &Formula, batch: &Batch) -> Result<Vec<u32>> {
    match condition {
        Formula::HasLabels(subject, LabelExpression::Name(label)) => {
            if let Formula::Slot(slot) = **subject
                && let Column::Nodes(nodes) = batch.column(slot)
            {
                let Some(label) = run.graph.label_id(label) else { return Ok(Vec::new()) };
                return Ok(rows(nodes.len(), |row| run.graph.has_label_at(nodes[row], label)));
            }
        }
        Formula::Comparison(left, chain) => {
            if let [(operator, right)] = chain.as_slice()
                && let (Some(left), Some(right)) = (Side::of(run, left, batch), Side::of(run, right, batch))
            {
                return Ok(compare(run, *operator, &left, &right, batch.rows()));
            }
        }
        _ => {}
    }
    let mut found = Vec::new();
    let mut frame = Frame::new(run, batch, 0);
    for row in 0..batch.rows() {
        run.session.tick()?;
        frame.row = row;
        if frame.truth(condition)? == Some(true) {
            found.push(u32::try_from(row).unwrap_or(u32::MAX));
        }
    }
    Ok(found)
}

/// One side of a comparison, for all rows of a batch.
enum Side<'b> {
    Constant(Value),
    Values(&'b [Value]),
    Integers(&'b [i64]),
    Nodes(&'b [NodeIndex]),
    /// A property of nodes; `None` when no node has it.
    Property(&'b [NodeIndex], Option<KeyId>),
}

impl<'b> Side<'b> {
    /// The side, when nothing can go wrong in it and no row needs work of its own.
    fn of(run: &Run<'_>, formula: &Formula, batch: &'b Batch) -> Option<Self> {
        Some(match formula {
            Formula::Literal(value) => Self::Constant(value.clone()),
            Formula::Parameter(number) => Self::Constant(run.session.parameters.get(*number)?.clone()),
            Formula::Slot(slot) => match batch.column(*slot) {
                Column::Values(values) => Self::Values(values),
                Column::Integers(values) => Self::Integers(values),
                Column::Nodes(nodes) => Self::Nodes(nodes),
                _ => return None,
            },
            Formula::Property(subject, key) => match **subject {
                Formula::Slot(slot) => match batch.column(slot) {
                    Column::Nodes(nodes) => Self::Property(nodes, run.graph.key_id(key)),
                    _ => return None,
                },
                _ => return None,
            },
            _ => return None,
        })
    }

    fn value(&self, run: &Run<'b>, row: usize) -> Cow<'_, Value> {
        match self {
            Self::Constant(value) => Cow::Borrowed(value),
            Self::Values(values) => values.get(row).map_or(Cow::Owned(Value::Null), Cow::Borrowed),
            Self::Integers(values) => Cow::Owned(values.get(row).map_or(Value::Null, |i| Value::Integer(*i))),
            Self::Nodes(nodes) => {
                let value = nodes.get(row).map(|index| super::batch::node_value(*index, run.graph));
                Cow::Owned(value.unwrap_or_default())
            }
            Self::Property(nodes, key) => {
                let value = nodes.get(row).zip(*key).and_then(|(index, key)| run.graph.node_value(*index, key));
                value.unwrap_or(Cow::Owned(Value::Null))
            }
        }
    }
}

fn compare(run: &Run<'_>, operator: ComparisonOperator, left: &Side<'_>, right: &Side<'_>, count: usize) -> Vec<u32> {
    match (left, right) {
        (Side::Integers(a), Side::Integers(b)) => rows(count, |row| integers(operator, a[row], b[row])),
        (Side::Integers(a), Side::Constant(Value::Integer(b))) => rows(count, |row| integers(operator, a[row], *b)),
        (Side::Nodes(a), Side::Nodes(b))
            if matches!(operator, ComparisonOperator::Equal | ComparisonOperator::NotEqual) =>
        {
            let equal = operator == ComparisonOperator::Equal;
            let there = |index: NodeIndex| index != NodeIndex::end();
            rows(count, |row| there(a[row]) && there(b[row]) && (a[row] == b[row]) == equal)
        }
        _ => rows(count, |row| compared(operator, &left.value(run, row), &right.value(run, row)) == Some(true)),
    }
}

const fn integers(operator: ComparisonOperator, a: i64, b: i64) -> bool {
    match operator {
        ComparisonOperator::Equal => a == b,
        ComparisonOperator::NotEqual => a != b,
        ComparisonOperator::Less => a < b,
        ComparisonOperator::LessOrEqual => a <= b,
        ComparisonOperator::Greater => a > b,
        ComparisonOperator::GreaterOrEqual => a >= b,
    }
}

/// The rows that pass. Columns of a batch have as many values as it has rows, so that `test` may index them.
fn rows(count: usize, test: impl Fn(usize) -> bool) -> Vec<u32> {
    (0..count).filter(|row| test(*row)).map(|row| u32::try_from(row).unwrap_or(u32::MAX)).collect()
}
