//! The graph of one moment, to be questioned.

use std::sync::Arc;

use super::statements::Statements;
use super::{Control, DoubtedPair, Options, Parameters, Rows};
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

    /// The pairs that may be one, the likeliest first, with what speaks for it and against it: offices, bodies and
    /// organisations that both persons have to do with, the years in which they are seen, releases that name both. It is worked
    /// out of the graph as it is, whatever order made it.
    ///
    /// Cost: for each person of a pair, the releases that mention it and what else they mention.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use shezhire::{Database, Ingest, Release};
    ///
    /// let db = Database::in_memory();
    /// let texts = ["2021 жылғы 3 мамыр\nӘншілер Роза Мұқанова мен Рахат Мұқанова Алматыда өнер көрсетті.", "2022 жылғы 4 маусым\nР. Мұқанова Оралға барды."];
    /// for (number, text) in texts.into_iter().enumerate() {
    ///     Ingest::new(&db).add(Release::from_text(&format!("{number}.txt"), text)?, |_| ControlFlow::Continue(()))?;
    /// }
    /// let pairs = db.snapshot().doubts();
    /// let said = (pairs.len(), pairs[0].first.name.as_str(), pairs[0].by_name, pairs[0].why.as_str());
    /// assert_eq!(said, (2, "Р. Мұқанова", 0.5, "initials fit several persons of this surname"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn doubts(&self) -> Vec<DoubtedPair> {
        super::review::review(&self.graph)
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
