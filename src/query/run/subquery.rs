//! A query inside an expression to its value, for one row.

use super::batch::Batch;
use super::evaluate::Frame;
use super::source::open;
use crate::model::Value;
use crate::query::QueryError;
use crate::query::plan::{Outcome, Subquery};

type Result<T> = std::result::Result<T, QueryError>;

/// Runs the subquery on the row of the frame.
pub fn evaluate(frame: &mut Frame<'_>, query: &Subquery) -> Result<Value> {
    let mut imports = Vec::with_capacity(query.imports.len());
    for (slot, formula) in &query.imports {
        imports.push((*slot, frame.evaluate(formula)?));
    }
    let mut rows = open(&query.operator, vec![Batch::row(imports, frame.run.graph)], *frame.run)?;
    let mut count = 0usize;
    let mut values = Vec::new();
    while let Some(batch) = rows.next()? {
        count += batch.rows();
        match query.outcome {
            Outcome::Exists if batch.rows() > 0 => return Ok(Value::Boolean(true)),
            Outcome::First(slot) if batch.rows() > 0 => return Ok(batch.value(slot, 0, frame.run.graph)),
            Outcome::Collect(slot) => {
                values.extend((0..batch.rows()).map(|row| batch.value(slot, row, frame.run.graph)))
            }
            _ => {}
        }
    }
    Ok(match query.outcome {
        Outcome::Exists => Value::Boolean(false),
        Outcome::Count => Value::Integer(i64::try_from(count).unwrap_or(i64::MAX)),
        Outcome::Collect(_) => Value::list(values),
        Outcome::First(_) => Value::Null,
    })
}
