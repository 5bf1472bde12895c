//! The turn of the one writer: statements and changes to one commit.

use std::sync::MutexGuard;

use super::handle::Writer;
use super::{Control, Database, Parameters, Rows};
use crate::error::Error;
use crate::graph::{Draft, Graph};
use crate::model::Change;
use crate::query;

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
    draft: Draft,
}

impl<'db> Transaction<'db> {
    pub(super) fn new(database: &'db Database, turn: MutexGuard<'db, Writer>, graph: Graph) -> Self {
        Self { database, turn, draft: Draft::new(graph) }
    }

    /// The graph with what this transaction has changed so far.
    #[must_use]
    pub fn graph(&self) -> &Graph {
        self.draft.graph()
    }

    /// The draft itself: the graph with changes, and methods that work changes out.
    ///
    /// ```
    /// use shezhire::Database;
    ///
    /// let db = Database::in_memory();
    /// let mut transaction = db.transaction();
    /// let draft = transaction.draft();
    /// let person = draft.create_node(vec!["Person".into()], Default::default());
    /// draft.set_node_property(person, &"name".into(), "Абай".into());
    /// transaction.commit()?;
    /// assert_eq!(db.snapshot().graph().node_property(person, "name").as_str(), Some("Абай"));
    /// # Ok::<(), shezhire::Error>(())
    /// ```
    pub const fn draft(&mut self) -> &mut Draft {
        &mut self.draft
    }

    /// Runs one statement.
    ///
    /// # Errors
    /// [`Error::Query`]; the statement has changed nothing then, and the transaction can go on.
    pub fn run(&mut self, statement: &str, parameters: &Parameters) -> Result<Rows, Error> {
        self.run_with(statement, parameters, &self.database.control())
    }

    /// Runs one statement under limits of its own; see [`Database::run_with`].
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_with(&mut self, statement: &str, parameters: &Parameters, control: &Control) -> Result<Rows, Error> {
        let checked = self.database.statements().get(statement, &control.procedures)?;
        Ok(query::run(&checked, statement, &mut self.draft, parameters, control)?.into())
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
        changes.into_iter().for_each(|change| self.draft.apply(change));
    }

    /// Makes the changes durable and visible.
    ///
    /// # Errors
    /// [`Error::Constraint`] when changes that came by [`draft`](Self::draft) or [`apply`](Self::apply) break a
    /// constraint, [`Error::Store`] when they cannot be made durable; nothing is visible then.
    pub fn commit(self) -> Result<(), Error> {
        let Self { database, turn, draft } = self;
        if draft.changes().is_empty() {
            return Ok(());
        }
        // What was worked out from damaged properties must not be written.
        draft.graph().damage().map_or(Ok(()), Err)?;
        draft.graph().verify_changes(draft.changes()).map_err(|violation| Error::Constraint(Box::new(violation)))?;
        database.publish(turn, draft)
    }

    /// Forgets the changes, as dropping the transaction does.
    pub fn rollback(self) {
        drop(self);
    }
}
