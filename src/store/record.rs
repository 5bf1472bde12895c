//! Entries of a tree to named records, each with its parts joined.

use std::borrow::Cow;
use std::fmt;
use std::iter::Peekable;

use super::StoreError;
use super::engine::{Engine, Scan, Tree};
use super::frame::{BrokenFrame, Joiner, Packed};

/// What a record is, and which: its key without the part number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Name {
    /// A pack of entries of the journal, by number from 0.
    JournalPack(u32),
    /// A pack of nodes, by number from 0.
    NodePack(u32),
    /// A pack of relationships, by number from 0.
    RelationshipPack(u32),
    /// The manifest of the packs.
    Manifest,
    /// A commit, by number from 1.
    Commit(u64),
    /// A key of a form that is not ours.
    Unknown,
}

impl Name {
    /// The tree that it stands in, and the key without the part number.
    pub fn key(self) -> (Tree, Vec<u8>) {
        match self {
            Self::Manifest => (Tree::Manifest, Vec::new()),
            Self::JournalPack(number) => (Tree::Packs, [&b"j"[..], &number.to_be_bytes()].concat()),
            Self::NodePack(number) => (Tree::Packs, [&b"n"[..], &number.to_be_bytes()].concat()),
            Self::RelationshipPack(number) => (Tree::Packs, [&b"r"[..], &number.to_be_bytes()].concat()),
            Self::Commit(number) => (Tree::Log, number.to_be_bytes().to_vec()),
            Self::Unknown => (Tree::Packs, Vec::new()),
        }
    }

    fn read(tree: Tree, prefix: &[u8]) -> Self {
        match (tree, prefix) {
            (Tree::Manifest, []) => Self::Manifest,
            (Tree::Packs, [b'j', a, b, c, d]) => Self::JournalPack(u32::from_be_bytes([*a, *b, *c, *d])),
            (Tree::Packs, [b'n', a, b, c, d]) => Self::NodePack(u32::from_be_bytes([*a, *b, *c, *d])),
            (Tree::Packs, [b'r', a, b, c, d]) => Self::RelationshipPack(u32::from_be_bytes([*a, *b, *c, *d])),
            (Tree::Log, _) => prefix.try_into().map_or(Self::Unknown, |bytes| Self::Commit(u64::from_be_bytes(bytes))),
            _ => Self::Unknown,
        }
    }

    /// The error that this record is damaged.
    pub fn corrupt(self, reason: impl fmt::Display) -> StoreError {
        StoreError::corrupt(self.to_string(), reason.to_string())
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::JournalPack(number) => write!(f, "journal pack {number}"),
            Self::NodePack(number) => write!(f, "node pack {number}"),
            Self::RelationshipPack(number) => write!(f, "relationship pack {number}"),
            Self::Manifest => f.write_str("manifest"),
            Self::Commit(number) => write!(f, "commit {number}"),
            Self::Unknown => f.write_str("unknown key"),
        }
    }
}

/// A record as it was read.
#[derive(Debug)]
pub(super) struct Record {
    pub name: Name,
    /// Bytes of its parts as stored.
    pub stored: u64,
    pub content: Result<Packed, BrokenFrame>,
}

impl Record {
    /// The content, or the error that names it.
    pub fn whole(self) -> Result<Vec<u8>, StoreError> {
        let unpacked = self.content.and_then(|packed| packed.unpack().map(Cow::into_owned));
        unpacked.map_err(|broken| self.name.corrupt(broken))
    }
}

/// The records of a tree from one on, in order.
pub(super) struct Records {
    tree: Tree,
    entries: Peekable<Scan>,
}

impl Records {
    /// Those from `name` on.
    pub fn from(engine: &Engine, name: Name) -> Self {
        let (tree, key) = name.key();
        Self { tree, entries: engine.scan(tree, &key).peekable() }
    }
}

impl Iterator for Records {
    type Item = Result<Record, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut joiner = Joiner::default();
        let mut stored = 0;
        let mut current: Option<Vec<u8>> = None;
        loop {
            match self.entries.peek() {
                Some(Ok((key, value))) => {
                    let prefix = key.len().checked_sub(4).and_then(|end| key.get(..end)).unwrap_or_default();
                    if current.as_deref().is_some_and(|current| current != prefix) {
                        break;
                    }
                    joiner.push(key, value);
                    stored += (key.len() + value.len()) as u64;
                    current.get_or_insert_with(|| prefix.to_vec());
                    self.entries.next();
                }
                Some(Err(_)) if current.is_some() => break,
                Some(Err(_)) => return self.entries.next().and_then(Result::err).map(Err),
                None => break,
            }
        }
        let name = Name::read(self.tree, &current?);
        Some(Ok(Record { name, stored, content: joiner.finish() }))
    }
}

/// One record; absent when it has no part.
pub(super) fn read(engine: &Engine, name: Name) -> Result<Option<Vec<u8>>, StoreError> {
    match Records::from(engine, name).next().transpose()? {
        Some(record) if record.name == name => record.whole().map(Some),
        _ => Ok(None),
    }
}
