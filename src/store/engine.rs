//! The tree below: every call of sled, its panics caught and its errors translated.
//!
//! Two trees, both only ever added to: `packs` and `log`. Keys are never rewritten; what is folded away stays behind in
//! the folder of the old generation, which is removed whole.

use std::cell::Cell;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Once};
use std::time::{Duration, Instant};

use super::frame::Entry;
use super::{StoreError, head};

/// sled lets go of its own lock a little after its handle; our own lock says already that nobody else is there.
const PATIENCE: Duration = Duration::from_secs(2);

/// Which tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tree {
    /// Packs and their manifest.
    Packs,
    /// Commits since.
    Log,
}

/// An open folder of sled's.
#[derive(Clone, Debug)]
pub(super) struct Engine {
    path: PathBuf,
    db: sled::Db,
    /// sled's one file, to be synced.
    file: Arc<File>,
    packs: sled::Tree,
    log: sled::Tree,
}

impl Engine {
    /// Opens the folder, or makes it.
    pub fn open(path: &Path, cache: u64) -> Result<Self, StoreError> {
        let new = !path.exists();
        let config = sled::Config::new().path(path).cache_capacity(cache).flush_every_ms(None);
        let begun = Instant::now();
        let db = loop {
            match guarded(path, || config.open()) {
                Err(StoreError::Io { source, .. }) if is_locked(&source) && begun.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(10));
                }
                other => break other?,
            }
        };
        let packs = guarded(path, || db.open_tree("packs"))?;
        let log = guarded(path, || db.open_tree("log"))?;
        let name = path.join("db");
        let file = Arc::new(File::open(&name).map_err(|e| StoreError::io(&name, e))?);
        let engine = Self { path: path.into(), db, file, packs, log };
        if new {
            engine.flush()?;
            engine.sync()?;
            head::sync_folder(path)?;
            path.parent().map_or(Ok(()), head::sync_folder)?;
        }
        Ok(engine)
    }

    const fn tree(&self, tree: Tree) -> &sled::Tree {
        match tree {
            Tree::Packs => &self.packs,
            Tree::Log => &self.log,
        }
    }

    /// Adds entries one by one: for packs, in order of their keys.
    pub fn insert(&self, tree: Tree, entries: Vec<Entry>) -> Result<(), StoreError> {
        guarded(&self.path, || {
            entries.into_iter().try_for_each(|(key, value)| self.tree(tree).insert(key, value).map(drop))
        })
    }

    /// Adds entries all at once or, should the process die, not at all.
    pub fn insert_together(&self, tree: Tree, entries: Vec<Entry>) -> Result<(), StoreError> {
        // One entry is whole by itself, and costs one write of sled's log where a batch costs two.
        if entries.len() == 1 {
            return self.insert(tree, entries);
        }
        let mut batch = sled::Batch::default();
        entries.into_iter().for_each(|(key, value)| batch.insert(key, value));
        guarded(&self.path, || self.tree(tree).apply_batch(batch))
    }

    /// Removes keys all at once.
    pub fn remove_together(&self, tree: Tree, keys: Vec<Vec<u8>>) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        keys.into_iter().for_each(|key| batch.remove(key));
        guarded(&self.path, || self.tree(tree).apply_batch(batch))
    }

    /// Hands all that was written to the system: it survives a kill from here on.
    pub fn flush(&self) -> Result<(), StoreError> {
        guarded(&self.path, || self.db.flush()).map(drop)
    }

    /// Brings all that was flushed to the disk: it survives a power cut from here on. sled's own flush does not.
    pub fn sync(&self) -> Result<(), StoreError> {
        self.file.sync_data().map_err(|e| StoreError::io(&self.path.join("db"), e))
    }

    /// The entries of a tree from a key on, in order of their keys.
    pub fn scan(&self, tree: Tree, from: &[u8]) -> Scan {
        Scan { path: self.path.clone(), entries: self.tree(tree).range(from.to_vec()..) }
    }

    /// The greatest key of a tree.
    pub fn last_key(&self, tree: Tree) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(guarded(&self.path, || self.tree(tree).last())?.map(|(key, _)| key.to_vec()))
    }
}

/// Entries in order of their keys.
pub(super) struct Scan {
    path: PathBuf,
    entries: sled::Iter,
}

impl Iterator for Scan {
    type Item = Result<(sled::IVec, sled::IVec), StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        guarded(&self.path, || self.entries.next().transpose()).transpose()
    }
}

fn is_locked(source: &std::io::Error) -> bool {
    source.kind() == std::io::ErrorKind::WouldBlock || source.to_string().contains("could not acquire lock")
}

thread_local! {
    /// Whether this thread is inside of sled.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Runs a call of sled. A panic in it becomes an error, and prints nothing.
fn guarded<T>(path: &Path, call: impl FnOnce() -> sled::Result<T>) -> Result<T, StoreError> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !INSIDE.get() {
                before(info);
            }
        }));
    });
    INSIDE.set(true);
    let result = catch_unwind(AssertUnwindSafe(call));
    INSIDE.set(false);
    match result {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(sled::Error::Io(source))) => Err(StoreError::io(path, source)),
        Ok(Err(e)) => Err(StoreError::corrupt(name(path), e.to_string())),
        Err(panic) => {
            let said = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
            Err(StoreError::corrupt(
                name(path),
                format!("the tree below gave up: {}", said.unwrap_or("no reason given")),
            ))
        }
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
