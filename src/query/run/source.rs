//! Operators to running sources of batches.

use std::time::Instant;

use super::aggregate::AggregateRows;
use super::batch::Batch;
use super::call::CallFan;
use super::distinct::DistinctRows;
use super::expand::ExpandFan;
use super::expand_path::ExpandPathFan;
use super::fan::Fanned;
use super::filter::FilterRows;
use super::follow::FollowFan;
use super::join::JoinRows;
use super::limit::{LimitRows, SkipRows, count};
use super::optional::OptionalRows;
use super::project::{ExtendRows, ProjectRows};
use super::scan::ScanFan;
use super::session::Run;
use super::shortest::ShortestFan;
use super::sort::SortRows;
use super::unwind::UnwindFan;
use crate::query::QueryError;
use crate::query::plan::{Operator, Step};

type Result<T> = std::result::Result<T, QueryError>;

/// Rows, a batch at a time.
pub trait Source {
    /// The next rows; `None` at the end. A batch may be empty.
    ///
    /// # Errors
    /// What evaluation says, and `Interrupted`, `ResourceExhausted`.
    fn next(&mut self) -> Result<Option<Batch>>;
}

/// Rows of an operator.
pub type Rows<'g> = Box<dyn Source + 'g>;

/// Starts an operator on the rows `argument`.
///
/// # Errors
/// When a limit is not a number of rows.
pub fn open<'g>(operator: &'g Operator, argument: Vec<Batch>, run: Run<'g>) -> Result<Rows<'g>> {
    let input = match &operator.input {
        Some(input) => open(input, argument, run)?,
        None => return Ok(Box::new(Argument(argument.into_iter()))),
    };
    let rows: Rows<'g> = match &operator.step {
        Step::Argument => input,
        Step::Scan { slot, nodes } => fan(operator, input, run, ScanFan::new(run, *slot, nodes)),
        Step::Expand(expand) => fan(operator, input, run, ExpandFan::new(run, expand, operator)),
        Step::ExpandPath(expand) => fan(operator, input, run, ExpandPathFan::new(run, expand, operator)),
        Step::Follow(follow) => fan(operator, input, run, FollowFan::new(run, follow)),
        Step::ShortestPath(shortest) => fan(operator, input, run, ShortestFan::new(run, shortest)),
        Step::Unwind { list, slot } => fan(operator, input, run, UnwindFan::new(run, list, *slot)),
        Step::Call { procedure, arguments, yields } => {
            fan(operator, input, run, CallFan::new(run, procedure, arguments, yields))
        }
        Step::Filter(condition) => Box::new(FilterRows::new(input, run, condition, &operator.keep)),
        Step::Optional { inner, ordinal, fills } => {
            Box::new(OptionalRows::new(input, run, inner, *ordinal, fills, &operator.keep))
        }
        Step::Join { other, keys, fills } => Box::new(JoinRows::new(input, run, other, keys, fills, &operator.keep)),
        Step::Extend(items) => Box::new(ExtendRows::new(input, run, items)),
        Step::Project(items) => Box::new(ProjectRows::new(input, run, items)),
        Step::Distinct(width) => Box::new(DistinctRows::new(input, run, *width)),
        Step::Aggregate { keys, aggregates } => Box::new(AggregateRows::new(input, run, keys, aggregates)),
        Step::Sort { keys, limit } => {
            let mut rows = None;
            for formula in limit {
                rows = Some(rows.unwrap_or(0usize).saturating_add(count(run, formula)?));
            }
            Box::new(SortRows::new(input, run, keys, rows))
        }
        Step::Skip(formula) => Box::new(SkipRows::new(input, count(run, formula)?)),
        Step::Limit(formula) => Box::new(LimitRows::new(input, count(run, formula)?)),
    };
    Ok(if run.session.profiles() { Box::new(Profiled { rows, operator, run }) } else { rows })
}

fn fan<'g, F: super::fan::Fan + 'g>(operator: &'g Operator, input: Rows<'g>, run: Run<'g>, fan: F) -> Rows<'g> {
    Box::new(Fanned::new(input, run, fan, &operator.keep))
}

/// The rows that a plan is started with.
struct Argument(std::vec::IntoIter<Batch>);

impl Source for Argument {
    fn next(&mut self) -> Result<Option<Batch>> {
        Ok(self.0.next())
    }
}

/// Notes how many rows an operator gives and how long that takes.
struct Profiled<'g> {
    rows: Rows<'g>,
    operator: &'g Operator,
    run: Run<'g>,
}

impl Source for Profiled<'_> {
    fn next(&mut self) -> Result<Option<Batch>> {
        let start = Instant::now();
        let batch = self.rows.next()?;
        self.run.session.note(self.operator, batch.as_ref().map_or(0, Batch::rows), start.elapsed());
        Ok(batch)
    }
}
