//! The graph of one moment, to be questioned.

use std::sync::Arc;

use super::statements::Statements;
use super::{Control, Options, Parameters, Rows};
use crate::error::Error;
use crate::graph::Graph;
use crate::query;

/// The graph as it was when the snapshot was taken. It neither waits for writers nor sees what they do.
///
/// ```
/// use shezhire::{Database, Parameters};
///
/// let db = Database::in_memory();
/// let before = db.snapshot();
/// db.run("CREATE (:Person {name: 'Абай'})", &Parameters::new())?;
/// assert_eq!(before.graph().node_count(), 0);
/// assert_eq!(db.snapshot().graph().node_count(), 1);
/// # Ok::<(), shezhire::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Snapshot {
    graph: Graph,
    options: Options,
    statements: Arc<Statements>,
}

impl Snapshot {
    pub(super) const fn new(graph: Graph, options: Options, statements: Arc<Statements>) -> Self {
        Self { graph, options, statements }
    }

    /// The graph itself.
    #[must_use]
    pub const fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Answers a statement that only reads.
    ///
    /// # Errors
    /// [`Error::Query`] when the statement fails or would write.
    pub fn query(&self, statement: &str, parameters: &Parameters) -> Result<Rows, Error> {
        self.query_with(statement, parameters, &self.options.control())
    }

    /// Answers a statement that only reads, under limits of its own; see
    /// [`Database::run_with`](super::Database::run_with).
    ///
    /// # Errors
    /// As [`query`](Self::query).
    pub fn query_with(&self, statement: &str, parameters: &Parameters, control: &Control) -> Result<Rows, Error> {
        let checked = self.statements.get(statement, &control.procedures)?;
        Ok(query::read(&checked, statement, &self.graph, parameters, control)?.into())
    }
}
