//! A store to a report of all that is damaged in it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::codec::{self, Manifest, Names};
use super::engine::Engine;
use super::handle::{enter, follow, generation_name, read_manifest};
use super::head::{self, Word};
use super::read_copy::ReadCopy;
use super::record::{Name, Records};
use super::{Store, StoreError};
use crate::model::{Change, NodeId, RelationshipId};

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries of the journal in readable packs.
    pub entries: u64,
    /// Nodes in readable packs.
    pub nodes: u64,
    /// Relationships in readable packs.
    pub relationships: u64,
    /// Readable packs.
    pub packs: u64,
    /// Readable commits in the log.
    pub commits: u64,
    /// All damage; none when the store is whole.
    pub damages: Vec<Damage>,
}

/// One damage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Where: the name of a record or a file.
    pub key: String,
    /// How it shows.
    pub reason: String,
    /// What cannot be read because of it.
    pub affects: String,
}

impl Report {
    /// Whether nothing is damaged.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.damages.is_empty()
    }

    fn add(&mut self, key: impl ToString, reason: impl ToString, affects: impl Into<String>) {
        self.damages.push(Damage { key: key.to_string(), reason: reason.to_string(), affects: affects.into() });
    }

    /// Notes an error that is damage; others are passed on.
    fn note(&mut self, error: StoreError, affects: &str) -> Result<(), StoreError> {
        match error {
            StoreError::Corrupt { key, reason } => {
                self.add(key, reason, affects);
                Ok(())
            }
            other => Err(other),
        }
    }
}

/// Verifies everything in the store at `path`, which must not be open, and changes nothing in what it holds. Where that
/// may not be written, a copy is verified, as [`StoreOptions::read_only`](super::StoreOptions::read_only) tells.
///
/// ```
/// use shezhire::store::{Store, StoreOptions, check};
///
/// let folder = std::env::temp_dir().join(format!("shezhire-check-{}", std::process::id()));
/// drop(Store::open(&folder, StoreOptions::default())?);
/// assert!(check(&folder)?.is_whole());
/// # std::fs::remove_dir_all(&folder).unwrap();
/// # Ok::<(), shezhire::StoreError>(())
/// ```
///
/// # Errors
/// `Locked`, `NotAStore`, `Version`, `Io`; damage is no error but stands in the report.
pub fn check(path: &Path) -> Result<Report, StoreError> {
    match check_in_place(path) {
        Err(StoreError::ReadOnly { .. } | StoreError::Full { .. }) => check_in_place(ReadCopy::of(path)?.path()),
        other => other,
    }
}

fn check_in_place(path: &Path) -> Result<Report, StoreError> {
    let mut report = Report::default();
    let word = match enter(path, false) {
        Ok((_lock, head)) => {
            note_slots(&head.broken_slots, &mut report);
            Some(head.word)
        }
        Err(e) => {
            report.note(e, "which commits were acknowledged is not known")?;
            None
        }
    };
    let Some(generation) = word.map_or_else(|| latest_generation(path), |word| Some(word.generation)) else {
        return Ok(report);
    };
    let folder = path.join(generation_name(generation));
    if !folder.join("db").is_file() {
        if word != Some(Word::default()) {
            report.add(generation_name(generation), "it is missing", "everything");
        }
        return Ok(report);
    }
    match Engine::open(&folder, 64 << 20) {
        Ok(engine) => survey(&engine, generation, word, &mut report)?,
        Err(e) => report.note(e, "everything")?,
    }
    Ok(report)
}

impl Store {
    /// Verifies everything in this store.
    ///
    /// # Errors
    /// `Io`; damage is no error but stands in the report.
    pub fn check(&self) -> Result<Report, StoreError> {
        let mut report = Report::default();
        let word = {
            let head = self.head.take();
            note_slots(&head.broken_slots, &mut report);
            head.word
        };
        survey(&self.engine, self.manifest.generation, Some(word), &mut report)?;
        Ok(report)
    }
}

fn note_slots(slots: &[usize], report: &mut Report) {
    for slot in slots {
        report.add(
            format!("{}, slot {slot}", head::NAME),
            "its checksum does not fit",
            "nothing: the other slot is whole",
        );
    }
}

fn latest_generation(path: &Path) -> Option<u64> {
    let names = fs::read_dir(path).ok()?.filter_map(Result::ok).map(|entry| entry.file_name());
    names.filter_map(|name| name.to_str()?.strip_prefix("data-")?.parse().ok()).max()
}

/// Reads every record.
fn survey(engine: &Engine, generation: u64, word: Option<Word>, report: &mut Report) -> Result<(), StoreError> {
    let manifest = match read_manifest(engine, generation) {
        Ok(manifest) => Some(manifest),
        Err(e) => {
            report.note(e, "whether packs are missing is not known")?;
            None
        }
    };
    survey_packs(engine, manifest.as_ref(), report)?;
    survey_log(engine, manifest.as_ref(), word, report)
}

fn survey_packs(engine: &Engine, manifest: Option<&Manifest>, report: &mut Report) -> Result<(), StoreError> {
    let mut names = Names::default();
    let mut digest = 0;
    let before = report.damages.len();
    let (mut journal, mut nodes, mut relationships) = (Packs::default(), Packs::default(), Packs::default());
    for record in Records::from(engine, Name::JournalPack(0)) {
        let record = match record {
            Ok(record) => record,
            Err(e) => {
                report.note(e, "the packs from there on")?;
                break;
            }
        };
        let name = record.name;
        let content = record.content.and_then(|packed| packed.unpack().map(Cow::into_owned)).map_err(|e| e.to_string());
        let mut read = |decode: fn(&[u8], &mut Names) -> Result<Vec<Change>, codec::Malformed>| {
            let bytes = content.clone()?;
            digest = crc32c::crc32c_append(digest, &bytes);
            decode(&bytes, &mut names).map(|changes| Rows::of(&changes)).map_err(|e| e.to_string())
        };
        match name {
            Name::JournalPack(number) => drop(journal.0.insert(number, read(codec::decode_journal))),
            Name::NodePack(number) => drop(nodes.0.insert(number, read(codec::decode_nodes))),
            Name::RelationshipPack(number) => drop(relationships.0.insert(number, read(codec::decode_relationships))),
            _ => report.add(name, "it is not a key of this format", "nothing that is known"),
        }
    }
    report.entries =
        journal.judge(manifest.map(|m| m.journal_packs), Name::JournalPack, "entries of the journal", report);
    report.nodes = nodes.judge(manifest.map(|m| m.node_packs), Name::NodePack, "nodes", report);
    report.relationships =
        relationships.judge(manifest.map(|m| m.relationship_packs), Name::RelationshipPack, "relationships", report);
    if let Some(m) = manifest
        && report.damages.len() == before
        && (report.entries, report.nodes, report.relationships, digest)
            != (m.entries, m.nodes, m.relationships, m.digest)
    {
        let affects = "nodes and relationships, which ones is not known";
        report.add(Name::Manifest, "the packs are not those that it speaks of", affects);
    }
    Ok(())
}

/// What a readable pack holds.
#[derive(Clone, Copy, Debug)]
struct Rows {
    first: u64,
    last: u64,
    count: u64,
}

impl Rows {
    fn of(changes: &[Change]) -> Self {
        let id = |change: Option<&Change>| match change {
            Some(Change::CreateNode { id: NodeId(id), .. }) => *id,
            Some(Change::Journal { number, .. }) => *number,
            Some(Change::CreateRelationship { id: RelationshipId(id), .. }) => *id,
            _ => 0,
        };
        Self { first: id(changes.first()), last: id(changes.last()), count: changes.len() as u64 }
    }
}

/// Packs of one kind by number: what they hold, or why they cannot be read.
#[derive(Default)]
struct Packs(BTreeMap<u32, Result<Rows, String>>);

impl Packs {
    /// Reports packs that are broken or missing, with the identities that they must have held; gives the number of rows
    /// in the others.
    fn judge(self, expected: Option<u32>, name: fn(u32) -> Name, rows: &str, report: &mut Report) -> u64 {
        let end = expected.unwrap_or(0).max(self.0.last_key_value().map_or(0, |(last, _)| last.saturating_add(1)));
        let mut after = 0;
        for number in 0..end {
            let reason = match self.0.get(&number) {
                Some(Ok(pack)) => {
                    after = pack.last + 1;
                    report.packs += 1;
                    continue;
                }
                Some(Err(reason)) => reason.as_str(),
                None => "it is missing",
            };
            let next = self.0.range(number..).find_map(|(_, pack)| pack.as_ref().ok()).map(|pack| pack.first);
            let affects = match next {
                Some(next) => format!("{rows} with ids from {after} to {}", next.saturating_sub(1)),
                None => format!("{rows} with ids from {after} on"),
            };
            report.add(name(number), reason, affects);
        }
        self.0.values().filter_map(|pack| pack.as_ref().ok()).map(|pack| pack.count).sum()
    }
}

/// Reads the commits; one that is broken breaks all after it.
fn survey_log(
    engine: &Engine,
    manifest: Option<&Manifest>,
    word: Option<Word>,
    report: &mut Report,
) -> Result<(), StoreError> {
    let mut names = Names::default();
    let (mut commit, mut chain) = manifest.map_or((0, None), |m| (m.folded, Some(m.chain)));
    for record in Records::from(engine, Name::Commit(commit + 1)) {
        let checked = record.and_then(|record| {
            if manifest.is_none()
                && report.commits == 0
                && let Name::Commit(first) = record.name
            {
                commit = first.saturating_sub(1);
            }
            let expected = Name::Commit(commit + 1);
            let bytes = follow(record, expected, chain)?;
            codec::decode_commit(&bytes, &mut names).map_err(|e| expected.corrupt(e))?;
            Ok(crc32c::crc32c(&bytes))
        });
        match checked {
            Ok(next) => {
                chain = Some(next);
                commit += 1;
                report.commits += 1;
            }
            Err(e) => return report.note(e, &format!("commit {} and all after it", commit + 1)),
        }
    }
    if let Some(word) = word.filter(|word| word.commit > commit) {
        let reason = format!("the log ends at commit {commit}, {} acknowledged after it", word.commit - commit);
        report.add(Name::Commit(commit + 1), reason, format!("commits {} to {}", commit + 1, word.commit));
    }
    Ok(())
}
