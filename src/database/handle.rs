//! A path to a database: opening, snapshots, the turn of the one writer.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use super::{Options, Parameters, Rows, Snapshot, Transaction};
use crate::error::Error;
use crate::graph::Graph;
use crate::model::Change;
use crate::store::StoreError;

/// A database: a graph in memory and, unless it was opened [`in_memory`](Self::in_memory), the store that keeps it.
///
/// A clone is another handle on the same database; handles can be sent to other threads. Readers take a
/// [`snapshot`](Self::snapshot) and never wait; writers take turns in a [`transaction`](Self::transaction).
///
/// ```
/// use shezhire::{Database, Parameters};
///
/// let db = Database::in_memory();
/// let none = Parameters::new();
/// db.run("CREATE (:Person {name: 'Абай'})-[:HELD]->(:Position {title: 'ақын'})", &none)?;
/// let rows = db.run("MATCH (p:Person)-[:HELD]->(o) RETURN p.name AS name, o.title AS title", &none)?;
/// let row = rows.first().ok_or("no row")?;
/// assert_eq!(row.get::<String>("title")?, "ақын");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Database {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    options: Options,
    /// What was committed last: snapshots are clones of it.
    published: RwLock<Graph>,
    writer: Mutex<Writer>,
}

/// What only the thread whose turn it is to write may touch.
#[derive(Debug)]
pub(super) struct Writer;

impl Database {
    /// Opens the database at `path`, a folder; makes it when there is none.
    ///
    /// # Errors
    /// [`StoreError`]: locked by another process, not a store, of another version, damaged, not writable.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::open_with(path, Options::default())
    }

    /// Opens the database at `path` with options.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_with(path: impl AsRef<Path>, _options: Options) -> Result<Self, Error> {
        let source = std::io::ErrorKind::Unsupported.into();
        Err(StoreError::Io { path: path.as_ref().to_owned(), source }.into())
    }

    /// A database that vanishes with its last handle.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::in_memory_with(Options::default())
    }

    /// A database that vanishes with its last handle, with options.
    #[must_use]
    pub fn in_memory_with(options: Options) -> Self {
        let inner = Inner { options, published: RwLock::new(Graph::new()), writer: Mutex::new(Writer) };
        Self { inner: Arc::new(inner) }
    }

    /// The graph as it was last committed; later commits do not change it. Cost: small, whatever the size of the graph.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let graph = self.inner.published.read().unwrap_or_else(PoisonError::into_inner).clone();
        Snapshot::new(graph, self.inner.options.clone())
    }

    /// Begins to write; waits while another transaction is open. Dropped without
    /// [`commit`](Transaction::commit) it changes nothing.
    ///
    /// A thread that holds a transaction and begins another waits for ever.
    #[must_use]
    pub fn transaction(&self) -> Transaction<'_> {
        let turn = self.inner.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let graph = self.inner.published.read().unwrap_or_else(PoisonError::into_inner).clone();
        Transaction::new(self, turn, graph)
    }

    /// Runs one statement in a transaction of its own and commits it.
    ///
    /// # Errors
    /// [`Error::Query`] when the statement fails, [`Error::Store`] when it cannot be made durable; nothing is changed
    /// then.
    pub fn run(&self, statement: &str, parameters: &Parameters) -> Result<Rows, Error> {
        let mut transaction = self.transaction();
        let rows = transaction.run(statement, parameters)?;
        transaction.commit()?;
        Ok(rows)
    }

    pub(super) fn options(&self) -> &Options {
        &self.inner.options
    }

    /// Makes `changes` durable and shows `graph`, which has them, to new snapshots.
    pub(super) fn publish(
        &self,
        _turn: MutexGuard<'_, Writer>,
        _changes: &[Change],
        graph: Graph,
    ) -> Result<(), Error> {
        *self.inner.published.write().unwrap_or_else(PoisonError::into_inner) = graph;
        Ok(())
    }
}
