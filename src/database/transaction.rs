//! The turn of the one writer: statements and changes to one commit.

use std::sync::MutexGuard;

use super::handle::Writer;
use super::{Database, Parameters, Rows};
use crate::error::Error;
use crate::graph::Graph;
use crate::model::Change;
use crate::query::QueryError;

/// A series of changes that becomes visible and durable at once, or not at all.
///
/// Its statements see what it has changed; no snapshot does before [`commit`](Self::commit). Dropped without commit, it
/// changes nothing. A statement that fails changes nothing either: the transaction goes on without it.
///
/// ```
/// use shezhire::{Database, Parameters};
///
/// let db = Database::in_memory();
/// let none = Parameters::new();
///
/// let mut transaction = db.transaction();
/// transaction.run("CREATE (:Person {name: 'Абай'})", &none)?;
/// transaction.rollback();
/// assert_eq!(db.snapshot().graph().node_count(), 0);
///
/// let mut transaction = db.transaction();
/// transaction.run("CREATE (:Person {name: 'Абай'})", &none)?;
/// assert_eq!(transaction.graph().node_count(), 1);
/// transaction.commit()?;
/// assert_eq!(db.snapshot().graph().node_count(), 1);
/// # Ok::<(), shezhire::Error>(())
/// ```
#[derive(Debug)]
pub struct Transaction<'db> {
    database: &'db Database,
    turn: MutexGuard<'db, Writer>,
    graph: Graph,
    changes: Vec<Change>,
}

impl<'db> Transaction<'db> {
    pub(super) const fn new(database: &'db Database, turn: MutexGuard<'db, Writer>, graph: Graph) -> Self {
        Self { database, turn, graph, changes: Vec::new() }
    }

    /// The graph with what this transaction has changed so far.
    #[must_use]
    pub const fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Runs one statement.
    ///
    /// # Errors
    /// [`Error::Query`]; the statement has changed nothing then, and the transaction can go on.
    pub fn run(&mut self, _statement: &str, _parameters: &Parameters) -> Result<Rows, Error> {
        let _ = self.database.options();
        Err(QueryError::runtime("ProcedureError", "NotWired", "statements are not run yet").into())
    }

    /// Applies changes that a program has worked out itself, such as an ingest. Identities of new nodes and
    /// relationships come from [`Graph::next_node_id`] and [`Graph::next_relationship_id`] of [`graph`](Self::graph).
    ///
    /// ```
    /// use shezhire::Database;
    /// use shezhire::model::Change;
    ///
    /// let db = Database::in_memory();
    /// let mut transaction = db.transaction();
    /// let id = transaction.graph().next_node_id();
    /// transaction.apply([Change::CreateNode { id, labels: vec!["Person".into()], properties: Default::default() }]);
    /// transaction.commit()?;
    /// assert!(db.snapshot().graph().has_label(id, "Person"));
    /// # Ok::<(), shezhire::Error>(())
    /// ```
    pub fn apply(&mut self, changes: impl IntoIterator<Item = Change>) {
        for change in changes {
            self.graph.apply(&change);
            self.changes.push(change);
        }
    }

    /// Makes the changes durable and visible.
    ///
    /// # Errors
    /// [`Error::Store`] when they cannot be made durable; nothing is visible then.
    pub fn commit(self) -> Result<(), Error> {
        if self.changes.is_empty() {
            return Ok(());
        }
        self.database.publish(self.turn, &self.changes, self.graph)
    }

    /// Forgets the changes, as dropping the transaction does.
    pub fn rollback(self) {
        drop(self);
    }
}
