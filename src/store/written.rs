//! A commit in the log to a durable one, apart from the store, so that the next can be written meanwhile.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::StoreError;
use super::engine::Engine;
use super::head::Head;

/// Why nothing is written any more, once that is so.
#[derive(Clone, Debug, Default)]
pub(super) struct Poison(Arc<OnceLock<String>>);

impl Poison {
    /// Refuses to go on after a failed write.
    pub fn check(&self) -> Result<(), StoreError> {
        self.0.get().map_or(Ok(()), |reason| Err(StoreError::Poisoned { reason: reason.clone() }))
    }

    /// Remembers a failed write, the first one.
    pub fn note<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(e) = &result {
            let _ = self.0.set(e.to_string());
        }
        result
    }
}

/// The `head` of a store, which the thread that writes and the one that syncs take by turns.
#[derive(Clone, Debug)]
pub(super) struct SharedHead(Arc<Mutex<Head>>);

impl SharedHead {
    /// Shares a head.
    pub fn new(head: Head) -> Self {
        Self(Arc::new(Mutex::new(head)))
    }

    /// Takes it. What a thread that panicked left is as whole as what it wrote.
    pub fn take(&self) -> MutexGuard<'_, Head> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A commit that stands in the log but has not been made durable: a kill may lose it, and nobody may have word of it yet.
#[derive(Debug)]
pub struct Written {
    pub(super) number: u64,
    pub(super) chain: u32,
    pub(super) generation: u64,
    /// Whether the files are to be synced.
    pub(super) sync: bool,
    pub(super) engine: Engine,
    pub(super) head: SharedHead,
    pub(super) poison: Poison,
}

impl Written {
    /// The number of the commit.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// Makes this commit durable, and all before it.
    ///
    /// Cost: a flush and, but with [`Durability::Process`](super::Durability::Process), one `fdatasync`, for however many commits.
    ///
    /// # Errors
    /// `Full`, `Io`, `Corrupt`: neither this commit nor any later one of the store is acknowledged, every one is refused with
    /// `Poisoned` from here on; whether it is there shows when the store is opened again.
    pub fn make_durable(&self) -> Result<(), StoreError> {
        self.poison.check()?;
        self.poison.note(self.bring_down())
    }

    fn bring_down(&self) -> Result<(), StoreError> {
        self.engine.flush()?;
        if self.sync {
            self.engine.sync()?;
        }
        self.head.take().write(self.generation, self.number, self.chain)
    }
}
