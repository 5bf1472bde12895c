//! The tree below: every call of sled, its panics caught and its errors translated.
//!
//! Trees are only ever added to, and keys never rewritten; what is folded away stays behind in the folder of the old
//! generation, which is removed whole.
//!
//! Packs stand on shelves: trees of at most [`SHELF`] entries. sled rewrites a leaf when it has ten changes, and when it
//! splits; a tree that never comes so far is written once. Measured with 18 MB in values of 6 to 12 kB: 45.6 MB on disk
//! in one tree, 18.9 MB on shelves.

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

/// Most entries of a shelf: with parts of 12 KiB they stay below the 128 KiB of which sled would make a blob file.
const SHELF: usize = 9;
/// What the names of shelves begin with; eight digits follow.
const SHELF_NAME: &str = "packs-";

/// Which tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tree {
    /// The manifest of the packs.
    Manifest,
    /// Packs, on all shelves.
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
    manifest: sled::Tree,
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
        let manifest = guarded(path, || db.open_tree("manifest"))?;
        let log = guarded(path, || db.open_tree("log"))?;
        let name = path.join("db");
        let file = Arc::new(File::open(&name).map_err(|e| StoreError::io(&name, e))?);
        let engine = Self { path: path.into(), db, file, manifest, log };
        if new {
            engine.flush()?;
            engine.sync()?;
            head::sync_folder(path)?;
            path.parent().map_or(Ok(()), head::sync_folder)?;
        }
        Ok(engine)
    }

    /// Adds the manifest.
    pub fn insert_manifest(&self, entries: Vec<Entry>) -> Result<(), StoreError> {
        guarded(&self.path, || insert(&self.manifest, entries))
    }

    /// Adds entries to the log all at once or, should the process die, not at all.
    pub fn append(&self, entries: Vec<Entry>) -> Result<(), StoreError> {
        // One entry is whole by itself, and costs one write of sled's log where a batch costs two.
        if entries.len() == 1 {
            return guarded(&self.path, || insert(&self.log, entries));
        }
        let mut batch = sled::Batch::default();
        entries.into_iter().for_each(|(key, value)| batch.insert(key, value));
        guarded(&self.path, || self.log.apply_batch(batch))
    }

    /// Removes keys of the log all at once.
    pub fn forget(&self, keys: Vec<Vec<u8>>) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        keys.into_iter().for_each(|key| batch.remove(key));
        guarded(&self.path, || self.log.apply_batch(batch))
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
        let trees = match tree {
            Tree::Manifest => vec![self.manifest.clone()],
            Tree::Log => vec![self.log.clone()],
            Tree::Packs => return Scan::of(self, self.shelves(), from),
        };
        Scan::of(self, Ok(trees), from)
    }

    /// The shelves in order.
    fn shelves(&self) -> Result<Vec<sled::Tree>, StoreError> {
        let mut names = self.db.tree_names();
        names.retain(|name| name.starts_with(SHELF_NAME.as_bytes()));
        names.sort();
        guarded(&self.path, || names.iter().map(|name| self.db.open_tree(name)).collect())
    }

    /// The greatest key of the log.
    pub fn last_log_key(&self) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(guarded(&self.path, || self.log.last())?.map(|(key, _)| key.to_vec()))
    }
}

fn insert(tree: &sled::Tree, entries: Vec<Entry>) -> sled::Result<()> {
    entries.into_iter().try_for_each(|(key, value)| tree.insert(key, value).map(drop))
}

/// Puts entries, which come in order of their keys, on shelves.
pub(super) struct Shelving<'e> {
    engine: &'e Engine,
    shelf: Option<sled::Tree>,
    /// Entries that the current shelf has.
    filled: usize,
    /// Shelves so far.
    shelves: usize,
}

impl<'e> Shelving<'e> {
    /// Begins with an empty store.
    pub const fn new(engine: &'e Engine) -> Self {
        Self { engine, shelf: None, filled: 0, shelves: 0 }
    }

    /// Adds entries.
    pub fn add(&mut self, entries: Vec<Entry>) -> Result<(), StoreError> {
        for entry in entries {
            let shelf = match self.shelf.take().filter(|_| self.filled < SHELF) {
                Some(shelf) => shelf,
                None => {
                    let name = format!("{SHELF_NAME}{:08}", self.shelves);
                    (self.filled, self.shelves) = (0, self.shelves + 1);
                    guarded(&self.engine.path, || self.engine.db.open_tree(name))?
                }
            };
            guarded(&self.engine.path, || insert(&shelf, vec![entry]))?;
            self.filled += 1;
            self.shelf = Some(shelf);
        }
        Ok(())
    }
}

/// Entries in order of their keys.
pub(super) struct Scan {
    path: PathBuf,
    from: Vec<u8>,
    /// Trees still to be read, the next one last.
    trees: Vec<sled::Tree>,
    entries: Option<sled::Iter>,
    failed: Option<StoreError>,
}

impl Scan {
    fn of(engine: &Engine, trees: Result<Vec<sled::Tree>, StoreError>, from: &[u8]) -> Self {
        let (mut trees, failed) = trees.map_or_else(|e| (Vec::new(), Some(e)), |trees| (trees, None));
        trees.reverse();
        Self { path: engine.path.clone(), from: from.to_vec(), trees, entries: None, failed }
    }
}

impl Iterator for Scan {
    type Item = Result<(sled::IVec, sled::IVec), StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(e) = self.failed.take() {
            return Some(Err(e));
        }
        loop {
            if let Some(entries) = &mut self.entries
                && let Some(entry) = guarded(&self.path, || entries.next().transpose()).transpose()
            {
                return Some(entry);
            }
            self.entries = Some(self.trees.pop()?.range(self.from.clone()..));
        }
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
