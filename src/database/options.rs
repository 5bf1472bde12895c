//! How a database is opened.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::query::{Control, Procedure, Procedures};
use crate::store::{Durability, StoreOptions};

/// How a [`Database`](crate::Database) is opened.
///
/// ```
/// use std::time::Duration;
/// use shezhire::{Database, Options};
///
/// let options = Options::default().row_limit(1_000).time_limit(Duration::from_secs(5));
/// let db = Database::in_memory_with(options);
/// assert_eq!(db.snapshot().graph().node_count(), 0);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// What a commit survives, and the limits of what is stored.
    pub store: StoreOptions,
    /// Most rows that a statement may give; no limit when absent.
    pub row_limit: Option<usize>,
    /// Longest time that a statement may take; no limit when absent.
    pub time_limit: Option<Duration>,
    /// About how many bytes of rows a statement may hold at a time; [`Options::MEMORY_LIMIT`] when not said otherwise, no limit
    /// when absent.
    pub memory_limit: Option<usize>,
    /// Procedures that `CALL` knows.
    pub procedures: Arc<Procedures>,
    /// Whether commits are refused.
    pub read_only: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            store: StoreOptions::default(),
            row_limit: None,
            time_limit: None,
            memory_limit: Some(Self::MEMORY_LIMIT),
            procedures: Arc::default(),
            read_only: false,
        }
    }
}

impl Options {
    /// About how many bytes of rows a statement may hold at a time when nothing else is said: 4 GiB.
    pub const MEMORY_LIMIT: usize = usize::MAX >> usize::BITS.saturating_sub(32);

    /// What a commit survives; a power cut when not said otherwise.
    #[must_use]
    pub const fn durability(mut self, durability: Durability) -> Self {
        self.store.durability = durability;
        self
    }

    /// Most rows that a statement may give; a statement that has more fails with `ResourceExhausted`.
    #[must_use]
    pub const fn row_limit(mut self, rows: usize) -> Self {
        self.row_limit = Some(rows);
        self
    }

    /// Longest time that a statement may take; one that takes more fails with `Interrupted`.
    #[must_use]
    pub const fn time_limit(mut self, time: Duration) -> Self {
        self.time_limit = Some(time);
        self
    }

    /// About how many bytes of rows a statement may hold at a time; one that needs more fails with
    /// `ResourceExhausted`.
    #[must_use]
    pub const fn memory_limit(mut self, bytes: usize) -> Self {
        self.memory_limit = Some(bytes);
        self
    }

    /// Lets statements `CALL` a procedure of the program's own; one of the same name is replaced.
    ///
    /// ```
    /// use std::borrow::Cow;
    /// use shezhire::query::signature::{Field, Kind, ProcedureSignature};
    /// use shezhire::query::Procedure;
    /// use shezhire::{Database, Options, Parameters, Value};
    ///
    /// let signature = ProcedureSignature {
    ///     name: Cow::Borrowed("my.answer"),
    ///     inputs: Vec::new(),
    ///     outputs: vec![Field { name: Cow::Borrowed("answer"), kind: Kind::Integer }],
    ///     required: 0,
    /// };
    /// let procedure = Procedure::new(signature, |_, _| Ok(vec![vec![Value::Integer(42)]]));
    /// let db = Database::in_memory_with(Options::default().procedure(procedure));
    /// let rows = db.run("CALL my.answer() YIELD answer RETURN answer + 1 AS next", &Parameters::new())?;
    /// assert_eq!(rows.rows, [[Value::Integer(43)]]);
    /// # Ok::<(), shezhire::Error>(())
    /// ```
    #[must_use]
    pub fn procedure(mut self, procedure: Procedure) -> Self {
        Arc::make_mut(&mut self.procedures).register(procedure);
        self
    }

    /// The limits of one run that begins now.
    pub(super) fn control(&self) -> Control {
        Control {
            deadline: self.time_limit.and_then(|limit| Instant::now().checked_add(limit)),
            row_limit: self.row_limit,
            memory_limit: self.memory_limit,
            procedures: Arc::clone(&self.procedures),
            ..Control::default()
        }
    }

    /// Refuses every commit with `ReadOnly`, and makes no database where there is none. The store is still locked: one
    /// process at a time. Where its folder may not be written, a copy of it is read, as
    /// [`StoreOptions::read_only`] tells; then other readers may share it.
    #[must_use]
    pub const fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }
}
