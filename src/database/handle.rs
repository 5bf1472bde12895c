//! A path to a database: opening, snapshots, the turn of the one writer.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::group::{Beat, Group};
use super::ingest::{self, RebuildReport};
use super::judgements::in_force;
use super::statements::Statements;
use super::{Control, Options, Parameters, Rows, Snapshot, Transaction};
use crate::error::Error;
use crate::graph::{Draft, Graph, Memory};
use crate::store::{Contents, Durability, Report, Store, StoreError, StoreOptions, StoreStats};

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
    /// With `Batched`; dropped before the store that it writes to.
    _beat: Option<Beat>,
    group: Arc<Group>,
    writer: Mutex<Writer>,
    statements: Arc<Statements>,
}

/// What only the thread whose turn it is to write may touch.
#[derive(Debug)]
pub(super) struct Writer {
    /// Absent in memory.
    store: Option<Store>,
}

/// How large a database is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatabaseStats {
    /// Nodes.
    pub nodes: usize,
    /// Relationships.
    pub relationships: usize,
    /// Labels with the number of their nodes.
    pub labels: Vec<(Arc<str>, usize)>,
    /// Types with the number of their relationships.
    pub types: Vec<(Arc<str>, usize)>,
    /// Bytes in memory, by part.
    pub memory: Memory,
    /// The store's; absent in memory.
    pub store: Option<StoreStats>,
}

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
    pub fn open_with(path: impl AsRef<Path>, options: Options) -> Result<Self, Error> {
        let store_options = StoreOptions { read_only: options.read_only, ..options.store.clone() };
        let (store, recovered) = Store::open(path.as_ref(), store_options)?;
        let graph = Graph::from_packs(recovered.packs()?)?;
        Self::stored(options, graph, store)
    }

    /// A database that vanishes with its last handle.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::in_memory_with(Options::default())
    }

    /// A database that vanishes with its last handle, with options.
    #[must_use]
    pub fn in_memory_with(options: Options) -> Self {
        let group = Arc::new(Group::new(Graph::new(), false));
        Self::of(options, group, None, None)
    }

    fn stored(options: Options, graph: Graph, store: Store) -> Result<Self, Error> {
        let every = match options.store.durability {
            Durability::Batched(every) if !options.read_only => Some(every),
            _ => None,
        };
        let group = Arc::new(Group::new(graph, every.is_some()));
        let beat = every.map(|every| Beat::start(&group, every)).transpose();
        let beat = beat.map_err(|source| StoreError::Io { path: store.path().into(), source })?;
        Ok(Self::of(options, group, beat, Some(store)))
    }

    fn of(options: Options, group: Arc<Group>, beat: Option<Beat>, store: Option<Store>) -> Self {
        let inner =
            Inner { options, _beat: beat, group, writer: Mutex::new(Writer { store }), statements: Arc::default() };
        Self { inner: Arc::new(inner) }
    }

    /// The graph as it was last committed; later commits do not change it. Cost: small, whatever the size of the graph.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::new(self.published(), self.inner.options.clone(), Arc::clone(&self.inner.statements))
    }

    /// Begins to write; waits while another transaction is open. Dropped without
    /// [`commit`](Transaction::commit) it changes nothing.
    ///
    /// A thread that holds a transaction and begins another waits for ever.
    #[must_use]
    pub fn transaction(&self) -> Transaction<'_> {
        let turn = self.turn();
        Transaction::new(self, turn, self.inner.group.newest())
    }

    /// Runs one statement. One that writes has a transaction of its own, which is committed; one that only reads waits
    /// for no writer.
    ///
    /// # Errors
    /// [`Error::Query`] when the statement fails, [`Error::Store`] when it cannot be made durable; nothing is changed
    /// then.
    pub fn run(&self, statement: &str, parameters: &Parameters) -> Result<Rows, Error> {
        self.run_with(statement, parameters, &self.control())
    }

    /// Runs one statement under limits of its own, which another thread can stop.
    ///
    /// ```
    /// use std::sync::atomic::Ordering;
    /// use shezhire::{Database, Parameters};
    ///
    /// let db = Database::in_memory();
    /// let control = db.control();
    /// control.cancelled.store(true, Ordering::Relaxed); // as a handler of Ctrl-C would
    /// let stopped = db.run_with("UNWIND range(1, 1000000) AS n RETURN n", &Parameters::new(), &control);
    /// assert_eq!(stopped.unwrap_err().detail(), "Cancelled");
    /// ```
    ///
    /// # Errors
    /// As [`run`](Self::run); `Interrupted` when it was stopped.
    pub fn run_with(&self, statement: &str, parameters: &Parameters, control: &Control) -> Result<Rows, Error> {
        if !self.inner.statements.get(statement, &control.procedures)?.writes() {
            return self.snapshot().query_with(statement, parameters, control);
        }
        let mut transaction = self.transaction();
        let rows = transaction.run_with(statement, parameters, control)?;
        transaction.commit()?;
        Ok(rows)
    }

    /// The limits of the options for one run that begins now, to be changed for [`run_with`](Self::run_with). Its
    /// procedures are those of the options and must stay so.
    #[must_use]
    pub fn control(&self) -> Control {
        self.inner.options.control()
    }

    /// Withdraws a release: the node of this `key` and all that rests on it alone. Whether there is one.
    ///
    /// Cost: the names on record are read, and the releases that name those who hold an office in this one are told anew.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use shezhire::{Database, Ingest, Parameters, Release};
    ///
    /// let db = Database::in_memory();
    /// let text = "Елші Анна Вебер Астанаға келді.";
    /// Ingest::new(&db).add(Release::from_text("хабар.txt", text)?, |_| ControlFlow::Continue(()))?;
    /// let rows = db.run("MATCH (r:Release) RETURN r.key AS key", &Parameters::new())?;
    /// assert!(db.forget(&rows.first().ok_or("no release")?.get::<String>("key")?)?);
    /// assert_eq!(db.snapshot().graph().node_count(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Store`] when the change cannot be made durable; nothing is changed then.
    pub fn forget(&self, key: &str) -> Result<bool, Error> {
        let mut transaction = self.transaction();
        let found = transaction.graph().nodes_with_property("Release", "key", &key.into());
        let Some(release) = found.first().copied() else { return Ok(false) };
        let judgements = in_force(transaction.graph());
        ingest::forget(transaction.draft(), judgements, release);
        transaction.commit()?;
        Ok(true)
    }

    /// Reads the releases on record anew with the extractor of this version, in one commit. Judgements hold as they did, and
    /// what was written by hand stays: nodes without a key of an ingest, other properties, relationships of other types, and
    /// such as carry no evidence where an ingest's do. `observer` hears how many releases are read and can end it; nothing is
    /// changed then, and `None` is given.
    ///
    /// Cost: that of an ingest of all releases, and memory for a second graph.
    ///
    /// # Errors
    /// [`Error::Store`] when the change cannot be made durable; nothing is changed then.
    pub fn rebuild(&self, observer: impl FnMut(usize) -> ControlFlow<()>) -> Result<Option<RebuildReport>, Error> {
        let mut transaction = self.transaction();
        let report = ingest::rebuild(transaction.draft(), observer)?;
        if report.is_some() {
            transaction.commit()?;
        }
        Ok(report)
    }

    /// Folds the store's log into packs, which makes the store as small as it can be and the next opening fast. It is
    /// done by itself when the log has grown large; in memory it does nothing.
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("shezhire-fold-{}", std::process::id()));
    /// use shezhire::{Database, Parameters};
    ///
    /// let db = Database::open(&folder)?;
    /// db.run("UNWIND range(1, 1000) AS n CREATE (:Number {value: n})", &Parameters::new())?;
    /// db.checkpoint()?;
    /// let store = db.stats()?.store.ok_or("no store")?;
    /// assert_eq!(store.log_bytes, 0);
    /// # drop(db);
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Store`]; nothing is lost then.
    pub fn checkpoint(&self) -> Result<(), Error> {
        let mut turn = self.turn();
        self.refuse_when_read_only(&turn)?;
        self.sync_written()?;
        turn.fold(&self.published())
    }

    /// Brings all that was committed to the disk, whatever the [`Durability`] is: it survives a power cut from here on. For
    /// databases that are opened with [`Durability::Batched`] or [`Durability::Process`]; in memory it does nothing.
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("shezhire-sync-{}", std::process::id()));
    /// use std::time::Duration;
    /// use shezhire::{Database, Durability, Options, Parameters};
    ///
    /// let batched = Durability::Batched(Duration::from_millis(50));
    /// let db = Database::open_with(&folder, Options::default().durability(batched))?;
    /// for n in 0..100 {
    ///     db.run("CREATE (:Number {value: $n})", &[("n".to_owned(), n.into())].into())?;
    /// }
    /// db.sync()?;
    /// # drop(db);
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Store`] when a commit cannot be made durable; no later one is then.
    pub fn sync(&self) -> Result<(), Error> {
        self.sync_written()?;
        if self.inner.options.store.durability != Durability::Process {
            return Ok(());
        }
        Ok(self.turn().store.as_ref().map_or(Ok(()), Store::sync)?)
    }

    /// Waits until all that was written is durable.
    pub(super) fn sync_written(&self) -> Result<(), Error> {
        self.inner.group.settle()
    }

    /// How large the database is.
    ///
    /// # Errors
    /// [`Error::Store`] when the store's files cannot be listed.
    pub fn stats(&self) -> Result<DatabaseStats, Error> {
        let store = self.turn().store.as_ref().map(Store::stats).transpose()?;
        let graph = self.published();
        Ok(DatabaseStats {
            nodes: graph.node_count(),
            relationships: graph.relationship_count(),
            labels: graph.label_counts(),
            types: graph.type_counts(),
            memory: graph.memory(),
            store,
        })
    }

    /// Verifies everything stored; in memory there is nothing to verify. For a store that no longer opens see
    /// [`check`](crate::store::check).
    ///
    /// # Errors
    /// [`Error::Store`] when files cannot be read; damage is no error but stands in the report.
    pub fn check(&self) -> Result<Report, Error> {
        Ok(self.turn().store.as_ref().map(Store::check).transpose()?.unwrap_or_default())
    }

    pub(super) fn statements(&self) -> &Statements {
        &self.inner.statements
    }

    pub(super) fn published(&self) -> Graph {
        self.inner.group.published()
    }

    /// Waits for the turn to write. A thread that panicked in its turn has published nothing: the next goes on.
    pub(super) fn turn(&self) -> MutexGuard<'_, Writer> {
        self.inner.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn refuse_when_read_only(&self, turn: &Writer) -> Result<(), Error> {
        if !self.inner.options.read_only {
            return Ok(());
        }
        let path = turn.store.as_ref().map_or_else(|| ":memory:".into(), |store| store.path().to_owned());
        Err(StoreError::ReadOnly { path }.into())
    }

    /// Shows a graph to new snapshots.
    pub(super) fn show(&self, graph: Graph) {
        self.inner.group.show(graph);
    }

    /// Makes a draft durable and shows it to new snapshots. The turn is given on before the sync.
    pub(super) fn publish(&self, mut turn: MutexGuard<'_, Writer>, draft: Draft) -> Result<(), Error> {
        self.refuse_when_read_only(&turn)?;
        let graph = draft.graph().clone();
        let Some(store) = &mut turn.store else {
            self.show(graph);
            return Ok(());
        };
        let written = store.append(draft.changes())?;
        let (number, full) = (written.number(), store.wants_checkpoint());
        let group = &self.inner.group;
        group.add(written, graph.clone());
        if full {
            group.settle()?;
            // The commit is durable in the log whatever becomes of the fold; the next commit tries again.
            let _ = turn.fold(&graph);
            return Ok(());
        }
        drop(turn);
        if matches!(self.inner.options.store.durability, Durability::Batched(_)) { Ok(()) } else { group.wait(number) }
    }
}

impl Writer {
    /// Folds the store's log; `graph` has all commits.
    pub(super) fn fold(&mut self, graph: &Graph) -> Result<(), Error> {
        let Some(store) = &mut self.store else { return Ok(()) };
        // What is damaged must not be folded away: the old packs are gone then.
        graph.unpack()?;
        let contents = Contents {
            rules: graph.rules().cloned().collect(),
            journal: graph.journal().cloned(),
            nodes: graph.nodes().filter_map(|id| Some((id, graph.node(id)?))),
            relationships: graph.relationships().filter_map(|id| Some((id, graph.relationship(id)?))),
            next_node: graph.next_node_id(),
            next_relationship: graph.next_relationship_id(),
        };
        Ok(store.checkpoint(contents)?)
    }
}
