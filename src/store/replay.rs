//! A store's packs and log to the changes that build its graph.

use std::sync::mpsc;
use std::thread;

use super::StoreError;
use super::codec::{self, Manifest, Names};
use super::engine::Engine;
use super::record::{Name, Record, Records};
use crate::model::{Change, NodeId, RelationshipId};

/// Records that are decoded ahead of the visitor.
const READ_AHEAD: usize = 32;

/// The content of a store as it was opened.
#[derive(Debug)]
pub struct Recovered {
    pub(super) engine: Engine,
    pub(super) manifest: Manifest,
    pub(super) commit: u64,
    pub(super) unacknowledged: bool,
    pub(super) lost: u64,
}

impl Recovered {
    /// The last commit.
    #[must_use]
    pub const fn commit(&self) -> u64 {
        self.commit
    }

    /// The least identities that no node and no relationship in the packs ever had; commits in the log may have used
    /// more, and their changes tell.
    #[must_use]
    pub const fn next_ids(&self) -> (NodeId, RelationshipId) {
        (NodeId(self.manifest.next_node), RelationshipId(self.manifest.next_relationship))
    }

    /// Whether a commit that was never acknowledged, cut short by a crash, was dropped.
    #[must_use]
    pub const fn dropped_unacknowledged(&self) -> bool {
        self.unacknowledged
    }

    /// How many acknowledged commits are gone; 0 unless the store was opened with
    /// [`accept_loss`](super::StoreOptions::accept_loss).
    #[must_use]
    pub const fn lost_commits(&self) -> u64 {
        self.lost
    }

    /// Gives every change in order: the schema, the journal, nodes, relationships, then what the log adds. Everything is
    /// verified on the way: checksums, counts, digest, chain.
    ///
    /// Cost: linear; a second thread reads and decodes while this one visits.
    ///
    /// # Errors
    /// `Corrupt`, after some changes may have been given.
    pub fn replay(self, mut visit: impl FnMut(Change)) -> Result<(), StoreError> {
        let (sender, receiver) = mpsc::sync_channel(READ_AHEAD);
        thread::scope(|scope| {
            // A send fails only when the visitor panicked and took the receiver with it.
            let reader = scope.spawn(move || self.read(|changes| drop(sender.send(changes))));
            receiver.into_iter().flatten().for_each(&mut visit);
            reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }

    /// Gives the changes record by record.
    fn read(self, mut give: impl FnMut(Vec<Change>)) -> Result<(), StoreError> {
        let mut names = Names::default();
        self.read_packs(&mut names, &mut give)?;
        self.read_log(&mut names, &mut give)
    }

    /// Gives what the log adds, commit by commit.
    pub(super) fn read_log(&self, names: &mut Names, give: &mut impl FnMut(Vec<Change>)) -> Result<(), StoreError> {
        let mut expected = self.manifest.folded + 1;
        for record in Records::from(&self.engine, Name::Commit(expected)) {
            let name = Name::Commit(expected);
            let (_, changes) = codec::decode_commit(&expect(record?, name)?, names).map_err(|e| name.corrupt(e))?;
            give(changes);
            expected += 1;
        }
        if expected == self.commit + 1 { Ok(()) } else { Err(Name::Commit(expected).corrupt("it is missing")) }
    }

    fn read_packs(&self, names: &mut Names, give: &mut impl FnMut(Vec<Change>)) -> Result<(), StoreError> {
        let manifest = &self.manifest;
        let mut records = Records::from(&self.engine, Name::JournalPack(0));
        let mut digest = 0;
        let mut next = |name: Name| {
            let record = records.next().transpose()?.ok_or_else(|| name.corrupt("it is missing"))?;
            let content = expect(record, name)?;
            digest = crc32c::crc32c_append(digest, &content);
            Ok::<_, StoreError>(content)
        };
        give(manifest.rules.iter().map(|rule| Change::AddRule { rule: rule.clone() }).collect());
        let (mut entries, mut nodes, mut relationships) = (0, 0, 0);
        for name in (0..manifest.journal_packs).map(Name::JournalPack) {
            let changes = codec::decode_journal(&next(name)?, names).map_err(|e| name.corrupt(e))?;
            entries += changes.len() as u64;
            give(changes);
        }
        for name in (0..manifest.node_packs).map(Name::NodePack) {
            let changes = codec::decode_nodes(&next(name)?, names).map_err(|e| name.corrupt(e))?;
            nodes += changes.len() as u64;
            give(changes);
        }
        for name in (0..manifest.relationship_packs).map(Name::RelationshipPack) {
            let changes = codec::decode_relationships(&next(name)?, names).map_err(|e| name.corrupt(e))?;
            relationships += changes.len() as u64;
            give(changes);
        }
        let found = (entries, nodes, relationships, digest);
        if found == (manifest.entries, manifest.nodes, manifest.relationships, manifest.digest) {
            Ok(())
        } else {
            Err(Name::Manifest.corrupt("the packs are not those that it speaks of"))
        }
    }
}

/// The content of a record that must be `name`.
fn expect(record: Record, name: Name) -> Result<Vec<u8>, StoreError> {
    if record.name == name { record.whole() } else { Err(name.corrupt("it is missing")) }
}
