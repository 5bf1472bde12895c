//! The graph of one moment, to be questioned.

use super::{Options, Parameters, Rows};
use crate::error::Error;
use crate::graph::Graph;
use crate::query::QueryError;

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
}

impl Snapshot {
    pub(super) const fn new(graph: Graph, options: Options) -> Self {
        Self { graph, options }
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
    pub fn query(&self, _statement: &str, _parameters: &Parameters) -> Result<Rows, Error> {
        let _ = &self.options;
        Err(QueryError::runtime("ProcedureError", "NotWired", "statements are not run yet").into())
    }
}
