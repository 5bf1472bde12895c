//! A folder to an open store: opening, commits, what it says of itself.

use std::fs;
use std::path::{Path, PathBuf};

use super::codec::{self, Manifest};
use super::engine::{Engine, Tree};
use super::frame::{self, LOG_PART};
use super::head::{self, Head};
use super::lock::{self, Lock};
use super::read_copy::ReadCopy;
use super::record::{self, Name, Records};
use super::written::{Poison, SharedHead, Written};
use super::{Durability, Recovered, StoreError, StoreOptions};
use crate::model::Change;

/// An open store: the log that makes commits durable, and the packs that it is folded into.
///
/// Guarantee: when [`commit`](Self::commit) returns, the commit survives what the store's [`Durability`] says; a commit
/// that did not return is there whole or not at all after the next open. Damage is reported, at the latest by
/// [`Recovered::replay`], never passed over.
#[derive(Debug)]
pub struct Store {
    pub(super) path: PathBuf,
    pub(super) options: StoreOptions,
    pub(super) head: SharedHead,
    pub(super) engine: Engine,
    pub(super) manifest: Manifest,
    /// The last commit that was written.
    pub(super) commit: u64,
    /// The chain at that commit.
    pub(super) chain: u32,
    /// Bytes of the log as stored.
    pub(super) log_bytes: u64,
    /// Why nothing is written any more.
    pub(super) poison: Poison,
    // Last, so that they are let go of last.
    _lock: Lock,
    /// When the store itself may not be written.
    _copy: Option<ReadCopy>,
}

/// How large a store is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoreStats {
    /// Bytes of all files of the store.
    pub disk_bytes: u64,
    /// Bytes of packs and log, as they are handed to the tree below.
    pub live_bytes: u64,
    /// Bytes of the log alone.
    pub log_bytes: u64,
    /// Commits since the store was made.
    pub commits: u64,
    /// Commits in the log, not yet folded.
    pub log_commits: u64,
    /// How many times the log was folded.
    pub generation: u64,
    /// Packs of nodes.
    pub node_packs: u32,
    /// Packs of relationships.
    pub relationship_packs: u32,
}

impl Store {
    /// Opens the store in the folder `path`; makes it when there is none. The content is in [`Recovered`].
    ///
    /// ```
    /// use shezhire::model::{Change, NodeId};
    /// use shezhire::store::{Store, StoreOptions};
    ///
    /// let folder = std::env::temp_dir().join(format!("shezhire-store-{}", std::process::id()));
    /// let change = Change::CreateNode { id: NodeId(0), labels: vec!["Person".into()], properties: Default::default() };
    ///
    /// let (mut store, _) = Store::open(&folder, StoreOptions::default())?;
    /// store.commit(&[change.clone()])?;
    /// drop(store);
    ///
    /// let (_store, recovered) = Store::open(&folder, StoreOptions::default())?;
    /// let mut changes = Vec::new();
    /// recovered.replay(|change| changes.push(change))?;
    /// assert_eq!(changes, [change]);
    /// # std::fs::remove_dir_all(&folder).unwrap();
    /// # Ok::<(), shezhire::StoreError>(())
    /// ```
    ///
    /// # Errors
    /// Every [`StoreError`] but `TooLarge`, `TooDeep`, `NotStorable` and `Poisoned`; `ReadOnly` when the folder may not
    /// be written and `Full` when its disk has no room, unless [`StoreOptions::read_only`] asks for no more than reading.
    pub fn open(path: &Path, options: StoreOptions) -> Result<(Self, Recovered), StoreError> {
        let read_only = options.read_only;
        match Self::open_in_place(path, options.clone()) {
            Err(StoreError::ReadOnly { .. } | StoreError::Full { .. }) if read_only => {
                let copy = ReadCopy::of(path)?;
                let (mut store, recovered) = Self::open_in_place(copy.path(), options)?;
                store.path = path.into();
                store._copy = Some(copy);
                Ok((store, recovered))
            }
            other => other,
        }
    }

    fn open_in_place(path: &Path, options: StoreOptions) -> Result<(Self, Recovered), StoreError> {
        let (lock, mut head) = enter(path, !options.read_only)?;
        let folder = path.join(generation_name(head.word.generation));
        let untouched = head.word.generation == 0 && head.word.commit == 0;
        if !untouched && !folder.join("db").is_file() {
            return Err(StoreError::corrupt(generation_name(head.word.generation), "it is missing"));
        }
        let engine = Engine::open(&folder, options.cache)?;
        let manifest = read_manifest(&engine, head.word.generation)?;
        let tail = read_tail(&engine, &manifest, &head, options.accept_loss)?;
        if tail.commit < head.word.commit {
            head.write(head.word.generation, tail.commit, tail.chain)?;
        }
        remove_old_generations(path, head.word.generation)?;
        let recovered = Recovered {
            engine: engine.clone(),
            manifest: manifest.clone(),
            commit: tail.commit,
            unacknowledged: tail.unacknowledged,
            lost: tail.lost,
        };
        let log_bytes = tail.bytes;
        let (commit, chain) = (tail.commit, tail.chain);
        let store = Self {
            path: path.into(),
            options,
            head: SharedHead::new(head),
            engine,
            manifest,
            commit,
            chain,
            log_bytes,
            poison: Poison::default(),
            _lock: lock,
            _copy: None,
        };
        Ok((store, recovered))
    }

    /// Makes changes durable, all at once, and gives the number of the commit. An empty commit is none.
    ///
    /// Cost: one batch in the tree below, one flush and, but with [`Durability::Process`], one `fdatasync`: here
    /// [`Durability::Batched`] is as good as [`Durability::Full`].
    ///
    /// # Errors
    /// `TooLarge`, `TooDeep`, `NotStorable`: the commit is refused and the store goes on. `Full`, `Io`, `Corrupt`: the write
    /// failed, and every later one is refused with `Poisoned`; whether the commit is there shows when the store is
    /// opened again.
    pub fn commit(&mut self, changes: &[Change]) -> Result<u64, StoreError> {
        self.poison.check()?;
        if !changes.is_empty() {
            self.append(changes)?.make_durable()?;
        }
        Ok(self.commit)
    }

    /// Writes changes to the log as one commit, which is durable when [`Written::make_durable`] of it, or of a later one,
    /// has returned. Commits are durable in the order in which they were written.
    ///
    /// # Errors
    /// As [`commit`](Self::commit).
    pub fn append(&mut self, changes: &[Change]) -> Result<Written, StoreError> {
        self.poison.check()?;
        let record = codec::encode_commit(self.chain, changes, self.options.commit_limit)?;
        let number = self.commit + 1;
        let entries = frame::split(&Name::Commit(number).key().1, &record, LOG_PART)?;
        let bytes: usize = entries.iter().map(|(key, value)| key.len() + value.len()).sum();
        let chain = crc32c::crc32c(&record);
        self.poison.note(self.write(entries))?;
        self.commit = number;
        self.chain = chain;
        self.log_bytes += bytes as u64;
        Ok(Written {
            number,
            chain,
            generation: self.manifest.generation,
            sync: self.options.durability != Durability::Process,
            engine: self.engine.clone(),
            head: self.head.clone(),
            poison: self.poison.clone(),
        })
    }

    fn write(&self, entries: Vec<frame::Entry>) -> Result<(), StoreError> {
        self.head.take().upgrade()?;
        self.engine.append(entries)
    }

    /// Brings all commits to the disk, whatever the store's [`Durability`] is: they survive a power cut from here on.
    ///
    /// # Errors
    /// As [`commit`](Self::commit).
    pub fn sync(&self) -> Result<(), StoreError> {
        self.poison.check()?;
        self.poison.note(self.engine.flush().and_then(|()| self.engine.sync()))
    }

    /// Whether the log has grown so large that it should be folded: see [`StoreOptions::fold_at`].
    #[must_use]
    pub fn wants_checkpoint(&self) -> bool {
        self.log_bytes > self.options.fold_at.max(self.manifest.bytes / 2)
    }

    /// How large the store is. Cost: the names of its files are read.
    ///
    /// # Errors
    /// `Io` when the files cannot be listed.
    pub fn stats(&self) -> Result<StoreStats, StoreError> {
        let mut disk_bytes = 0;
        for entry in walkdir::WalkDir::new(&self.path) {
            let size = entry.and_then(|entry| entry.metadata()).map(|data| if data.is_file() { data.len() } else { 0 });
            disk_bytes += size.map_err(|e| StoreError::io(&self.path, e.into()))?;
        }
        Ok(StoreStats {
            disk_bytes,
            live_bytes: self.manifest.bytes + self.log_bytes,
            log_bytes: self.log_bytes,
            commits: self.commit,
            log_commits: self.commit - self.manifest.folded,
            generation: self.manifest.generation,
            node_packs: self.manifest.node_packs,
            relationship_packs: self.manifest.relationship_packs,
        })
    }

    /// The folder of the store.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Takes the lock of the folder `path` and reads its head; makes both when `make` is set and there is nothing.
pub(super) fn enter(path: &Path, make: bool) -> Result<(Lock, Head), StoreError> {
    let not_ours = |reason: &str| StoreError::NotAStore { path: path.into(), reason: reason.to_owned() };
    let failed = |e| StoreError::io(path, e);
    match fs::metadata(path) {
        Ok(data) if !data.is_dir() => return Err(not_ours("it is a file")),
        Ok(_) => {}
        Err(e) if e.kind() == std::io::ErrorKind::NotFound && make => {
            fs::create_dir_all(path).map_err(failed)?;
        }
        Err(e) => return Err(failed(e)),
    }
    if !path.join(head::NAME).exists() {
        let mut names = Vec::new();
        for entry in fs::read_dir(path).map_err(failed)? {
            names.push(entry.map_err(failed)?.file_name().to_string_lossy().into_owned());
        }
        if names.iter().any(|name| name.starts_with(GENERATION)) {
            return Err(StoreError::corrupt(head::NAME, "the file is missing"));
        }
        if ["conf", "db"].iter().all(|sled| names.iter().any(|name| name == sled)) {
            return Err(not_ours("a sled database of another program is there"));
        }
        if let Some(other) = names.iter().find(|name| ![lock::NAME, head::NEW].contains(&name.as_str())) {
            return Err(not_ours(&format!("other files are there, such as `{other}`")));
        }
        if !make {
            return Err(not_ours("the folder is empty"));
        }
    }
    let lock = Lock::take(path)?;
    if !path.join(head::NAME).exists() {
        Head::create(path)?;
    }
    Ok((lock, Head::open(path)?))
}

/// What the names of generations' folders begin with.
const GENERATION: &str = "data-";

/// The folder of a generation.
pub(super) fn generation_name(generation: u64) -> String {
    format!("{GENERATION}{generation:010}")
}

/// Removes folders of other generations: what a fold left when it was cut short, before or after its turn.
pub(super) fn remove_old_generations(path: &Path, current: u64) -> Result<(), StoreError> {
    let current = generation_name(current);
    let failed = |e| StoreError::io(path, e);
    for entry in fs::read_dir(path).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
        if name.starts_with(GENERATION) && name != current {
            fs::remove_dir_all(path.join(name)).map_err(failed)?;
        }
    }
    Ok(())
}

/// The manifest of a generation; the first has none, since it has no packs.
pub(super) fn read_manifest(engine: &Engine, generation: u64) -> Result<Manifest, StoreError> {
    if generation == 0 {
        return Ok(Manifest::default());
    }
    let bytes = record::read(engine, Name::Manifest)?.ok_or_else(|| Name::Manifest.corrupt("it is missing"))?;
    let manifest = codec::decode_manifest(&bytes).map_err(|e| Name::Manifest.corrupt(e))?;
    if manifest.generation == generation {
        Ok(manifest)
    } else {
        Err(Name::Manifest.corrupt(format!("it is of generation {}, not {generation}", manifest.generation)))
    }
}

/// Where the log ends.
pub(super) struct Tail {
    pub commit: u64,
    pub chain: u32,
    pub bytes: u64,
    /// Whether an unfinished commit that was never acknowledged was dropped.
    pub unacknowledged: bool,
    /// Acknowledged commits that are gone.
    pub lost: u64,
}

/// Reads the log's keys and checks that every commit is there, whole and in its place in the chain, up to the one that
/// the store gave its word for at least.
fn read_tail(engine: &Engine, manifest: &Manifest, head: &Head, accept_loss: bool) -> Result<Tail, StoreError> {
    let word = head.word;
    let mut tail = Tail { commit: manifest.folded, chain: manifest.chain, bytes: 0, unacknowledged: false, lost: 0 };
    let last = engine.last_log_key()?.and_then(|key| key.first_chunk().map(|bytes| u64::from_be_bytes(*bytes)));
    for record in Records::from(engine, Name::Commit(manifest.folded + 1)) {
        let record = record?;
        let (name, stored) = (record.name, record.stored);
        let expected = Name::Commit(tail.commit + 1);
        match follow(record, expected, Some(tail.chain)) {
            Ok(bytes) => {
                let chain = crc32c::crc32c(&bytes);
                tail = Tail { commit: tail.commit + 1, chain, bytes: tail.bytes + stored, ..tail };
                if tail.commit == word.commit && tail.chain != word.chain && !accept_loss {
                    return Err(expected.corrupt("it is not the commit that was acknowledged"));
                }
            }
            // The very last commit, never acknowledged, torn by a power cut.
            Err(_) if tail.commit >= word.commit && name == expected && last == Some(tail.commit + 1) => {
                tail.unacknowledged = true;
                break;
            }
            Err(_) if accept_loss => break,
            Err(e) => return Err(e),
        }
    }
    if tail.commit < word.commit {
        tail.lost = word.commit - tail.commit;
        if !accept_loss {
            let reason = format!("the log ends at commit {}, {} acknowledged after it", tail.commit, tail.lost);
            return Err(Name::Commit(tail.commit + 1).corrupt(reason));
        }
    }
    if last.is_some_and(|last| last > tail.commit) {
        let after = engine.scan(Tree::Log, &Name::Commit(tail.commit + 1).key().1);
        let keys = after.map(|entry| entry.map(|(key, _)| key.to_vec())).collect::<Result<_, _>>()?;
        engine.forget(keys)?;
        engine.flush()?;
    }
    Ok(tail)
}

/// The record of a commit, when it is the one expected, behind `chain`.
pub(super) fn follow(record: record::Record, expected: Name, chain: Option<u32>) -> Result<Vec<u8>, StoreError> {
    if record.name != expected {
        return Err(expected.corrupt("it is missing"));
    }
    let bytes = record.whole()?;
    let after = codec::commit_after(&bytes).map_err(|e| expected.corrupt(e))?;
    if chain.is_none_or(|chain| chain == after) {
        Ok(bytes)
    } else {
        Err(expected.corrupt("it does not follow the commit before it"))
    }
}
