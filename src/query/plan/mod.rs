//! A checked statement to a plan: names become slots, patterns become scans and expansions, clauses become steps.

mod clauses;
mod explain;
mod expression;
mod formula;
mod operator;
mod pattern;
mod projection;
mod ranges;
mod schema;
mod scope;
mod show;
mod solve;
mod update;

use std::sync::Arc;

use super::ast::Statement;
use super::{Control, QueryError};
use crate::graph::Graph;

pub use explain::{Line, explain};
pub use formula::{Aggregate, Formula, Outcome, PathPart, Projected, Subquery};
pub use operator::{Expand, ExpandPath, Follow, Nodes, Operator, ShortestPath, Step};
pub use schema::SchemaWrite;
pub use update::{Assignment, Creation, Merge, Write};

/// How a statement is run.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Names of the columns; none when it gives no rows.
    pub columns: Vec<Arc<str>>,
    /// The sides of its unions, at least one.
    pub parts: Vec<Part>,
    /// Whether equal rows of the sides are dropped.
    pub distinct: bool,
    /// Parameters by number: name, and where it is first used.
    pub parameters: Vec<(Arc<str>, usize)>,
}

/// One side of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What is done, in order: each stage works on all rows of the one before.
    pub stages: Vec<Stage>,
    /// The slot of each column of the plan.
    pub outputs: Vec<usize>,
    /// What the slots are called, in the layouts that the projections and groupings part from one another.
    pub layouts: Vec<Vec<(usize, Arc<str>)>>,
}

/// A stretch of a plan that only reads, or a clause that writes.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// Rows from rows.
    Read(Operator),
    /// Changes of the graph for each row.
    Write(Write),
}

impl Plan {
    /// Whether it changes the graph.
    #[must_use]
    pub fn writes(&self) -> bool {
        self.parts.iter().flat_map(|p| &p.stages).any(|s| matches!(s, Stage::Write(_)))
    }
}

/// What planning needs to know.
pub(super) struct Planner<'a> {
    /// For counts.
    graph: &'a Graph,
    /// For `CALL`, and to stop when told so: a pattern of thousands of parts takes its time.
    control: &'a Control,
    parameters: Vec<(Arc<str>, usize)>,
    /// Names of slots before each projection and grouping so far.
    layouts: Vec<Vec<(usize, Arc<str>)>>,
}

/// The plan of a statement over a graph. The graph decides only how rows are found, never which: a plan stays right
/// when the graph changes.
///
/// # Errors
/// What the checker would have found: undefined names, unknown functions and procedures; `Interrupted`.
pub fn plan(statement: &Statement, graph: &Graph, control: &Control) -> Result<Plan, QueryError> {
    control.check()?;
    let mut planner = Planner { graph, control, parameters: Vec::new(), layouts: Vec::new() };
    let (columns, first) = planner.part(&statement.first, None)?;
    let mut parts = vec![first];
    for union in &statement.unions {
        parts.push(planner.part(&union.query, Some(&columns))?.1);
    }
    let distinct = statement.unions.iter().any(|u| !u.all);
    Ok(Plan { columns, parts, distinct, parameters: planner.parameters })
}

impl Planner<'_> {
    /// The number of a parameter.
    fn parameter(&mut self, name: &Arc<str>, at: usize) -> usize {
        self.parameters.iter().position(|(n, _)| n == name).unwrap_or_else(|| {
            self.parameters.push((Arc::clone(name), at));
            self.parameters.len() - 1
        })
    }
}
