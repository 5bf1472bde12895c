//! How a database is opened.

use std::time::Duration;

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
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// What a commit survives, and the limits of what is stored.
    pub store: StoreOptions,
    /// Most rows that a statement may give; no limit when absent.
    pub row_limit: Option<usize>,
    /// Longest time that a statement may take; no limit when absent.
    pub time_limit: Option<Duration>,
    /// Whether commits are refused.
    pub read_only: bool,
}

impl Options {
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

    /// Refuses every commit with `ReadOnly`. The store is still locked: one process at a time.
    #[must_use]
    pub const fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }
}
