//! A formula and a batch to a column.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::batch::{Batch, Column};
use super::builder::ColumnBuilder;
use super::evaluate::Frame;
use super::session::Run;
use crate::graph::{Graph, NodeIndex};
use crate::model::Value;
use crate::query::QueryError;
use crate::query::functions::Function;
use crate::query::plan::Formula;

type Result<T> = std::result::Result<T, QueryError>;

/// The values of a formula for all rows of a batch.
///
/// # Errors
/// What evaluation says.
pub fn column(run: &Run<'_>, formula: &Formula, batch: &Batch) -> Result<Column> {
    match formula {
        Formula::Slot(slot) => {
            return Ok(match batch.column(*slot) {
                Column::Absent => Column::nulls(batch.rows()),
                column => column.clone(),
            });
        }
        Formula::Property(subject, key) => {
            if let Formula::Slot(slot) = **subject
                && let Column::Nodes(rows) = batch.column(slot)
            {
                return Ok(properties(run.graph, rows, key));
            }
        }
        // A row alone is evaluated as it comes.
        Formula::Function(function, arguments) if batch.rows() > 1 => {
            return call(run, formula, function, arguments, batch);
        }
        _ => {}
    }
    let mut values = ColumnBuilder::with_capacity(batch.rows());
    let mut frame = Frame::new(run, batch, 0);
    for row in 0..batch.rows() {
        frame.row = row;
        values.push(&frame.evaluate(formula)?);
    }
    Ok(values.finish(run.graph))
}

/// A property of many nodes.
fn properties(graph: &Graph, rows: &[NodeIndex], key: &str) -> Column {
    let Some(key) = graph.key_id(key) else { return Column::nulls(rows.len()) };
    let mut values = ColumnBuilder::with_capacity(rows.len());
    for index in rows {
        match graph.node_value(*index, key) {
            Some(value) => values.push(&value),
            None => values.push(&Value::Null),
        }
    }
    values.finish(graph)
}

/// An argument of a function, for all rows.
enum Argument {
    Constant(Value),
    Column(Column),
}

/// What a function gave for texts, by the place of the text in memory: the graph holds a text that many nodes share only
/// once. A text is kept with what it gave, so that no other can take its place.
#[derive(Debug, Default)]
pub(super) struct Memory {
    known: FxHashMap<*const u8, (Arc<str>, Value)>,
    /// Whether texts hardly ever came again.
    useless: bool,
}

/// How many texts are remembered.
const MOST: usize = 1 << 14;

/// A function for many rows.
fn call(run: &Run<'_>, formula: &Formula, function: &Function, arguments: &[Formula], batch: &Batch) -> Result<Column> {
    let arguments = arguments
        .iter()
        .map(|formula| {
            Ok(match formula {
                Formula::Literal(value) => Argument::Constant(value.clone()),
                Formula::Parameter(number) => {
                    Argument::Constant(run.session.parameters.get(*number).cloned().unwrap_or_default())
                }
                formula => Argument::Column(column(run, formula, batch)?),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let mut varying = arguments.iter().filter_map(|a| if let Argument::Column(c) = a { Some(c) } else { None });
    let only = match (varying.next(), varying.next()) {
        (Some(Column::Values(values)), None) if function.is_steady() => Some(values),
        _ => None,
    };
    let mut memory = run.session.memory_of(formula);
    let only = only.filter(|_| !memory.useless);
    let mut values = ColumnBuilder::with_capacity(batch.rows());
    let mut given = vec![Value::Null; arguments.len()];
    for row in 0..batch.rows() {
        run.session.tick()?;
        let text = match only.and_then(|values| values.get(row)) {
            Some(Value::String(text)) => Some((Arc::as_ptr(text).cast::<u8>(), text)),
            _ => None,
        };
        if let Some((_, value)) = text.and_then(|(place, _)| memory.known.get(&place)) {
            values.push(value);
            continue;
        }
        for (place, argument) in given.iter_mut().zip(&arguments) {
            *place = match argument {
                Argument::Constant(value) => value.clone(),
                Argument::Column(column) => column.value(row, run.graph),
            };
        }
        let value = function.call(run, &given)?;
        values.push(&value);
        if let Some((place, text)) = text {
            memory.known.insert(place, (Arc::clone(text), value));
        }
    }
    if memory.known.len() > MOST {
        memory = Memory { useless: true, ..Memory::default() };
    }
    run.session.remember(formula, memory);
    Ok(values.finish(run.graph))
}
