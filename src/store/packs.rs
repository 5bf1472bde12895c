//! A store's content to rows by columns, whose properties stay packed until they are asked for.

use std::sync::mpsc;

use super::codec::{self, Malformed, Names, Numbers, PackShape, Rows};
use super::engine::Engine;
use super::frame::Packed;
use super::record::{Name, Record, Records};
use super::{Recovered, StoreError};
use crate::model::{Change, NodeId, RelationshipId, SchemaRule, Value};

/// So many packs are one piece of work: their checksums are joined, which costs as much as that of a pack.
const TOGETHER: usize = 32;

/// The content of a store by columns.
#[derive(Debug)]
pub struct Packs {
    /// The rules of the schema, in the packs.
    pub rules: Vec<SchemaRule>,
    /// The entries of the journal, in the packs.
    pub journal: Vec<Value>,
    /// Nodes in order of identity.
    pub nodes: Vec<PackRows>,
    /// Relationships in order of identity.
    pub relationships: Vec<PackRows>,
    /// The least identities that no node and no relationship in the packs ever had.
    pub next_ids: (NodeId, RelationshipId),
    /// What the log adds, in order.
    pub changes: Vec<Change>,
}

/// The rows of a pack.
#[derive(Debug)]
pub struct PackRows {
    /// What rows have in common.
    pub shapes: Vec<PackShape>,
    /// The shape of each row; there is one of that number. Empty when all rows are of the first.
    pub shape_of: Vec<u32>,
    /// The identity of each row, ascending.
    pub ids: Numbers,
    /// Where each relationship starts.
    pub starts: Numbers,
    /// Where it ends.
    pub ends: Numbers,
    /// Their properties.
    pub values: PackValues,
}

/// The properties of the rows of a pack, as they are stored.
#[derive(Debug)]
pub struct PackValues {
    name: Name,
    packed: Packed,
}

impl PackValues {
    /// The values of one property, each with the number of its row in the pack, ascending.
    ///
    /// Cost: the whole pack is decompressed and walked through, about 30 µs.
    ///
    /// # Errors
    /// `Corrupt` when what was stored under a right checksum is none of ours.
    pub fn read(&self, key: &str) -> Result<Vec<(u32, Value)>, StoreError> {
        let bytes = self.packed.unpack().map_err(|e| self.name.corrupt(e))?;
        let decode = match self.name {
            Name::NodePack(_) => codec::decode_node_column,
            _ => codec::decode_relationship_column,
        };
        decode(&bytes, key).map_err(|e| self.name.corrupt(e))
    }

    /// Bytes that it takes.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.packed.len()
    }

    /// Whether it takes none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Recovered {
    /// Gives everything by columns. All is verified but that properties decode: checksums, counts, digest, chain.
    ///
    /// Cost: linear; packs are read on all cores.
    ///
    /// # Errors
    /// `Corrupt`.
    pub fn packs(self) -> Result<Packs, StoreError> {
        let manifest = &self.manifest;
        let names = (0..manifest.journal_packs)
            .map(Name::JournalPack)
            .chain((0..manifest.node_packs).map(Name::NodePack))
            .chain((0..manifest.relationship_packs).map(Name::RelationshipPack));
        let read = read_all(&self.engine, names)?;
        let digest = read.iter().fold(0, |digest, read| crc32c::crc32c_combine(digest, read.checksum, read.length));
        let mut packs = Packs {
            rules: manifest.rules.clone(),
            journal: Vec::new(),
            nodes: Vec::new(),
            relationships: Vec::new(),
            next_ids: self.next_ids(),
            changes: Vec::new(),
        };
        for content in read.into_iter().flat_map(|read| read.contents) {
            match content {
                Content::Journal(entries) => packs.journal.extend(entries),
                Content::Nodes(rows) => packs.nodes.push(rows),
                Content::Relationships(rows) => packs.relationships.push(rows),
            }
        }
        let count = |packs: &[PackRows]| packs.iter().map(|pack| pack.ids.len() as u64).sum::<u64>();
        let found = (packs.journal.len() as u64, count(&packs.nodes), count(&packs.relationships), digest);
        if found != (manifest.entries, manifest.nodes, manifest.relationships, manifest.digest) {
            return Err(Name::Manifest.corrupt("the packs are not those that it speaks of"));
        }
        self.read_log(&mut Names::default(), &mut |changes| packs.changes.extend(changes))?;
        Ok(packs)
    }
}

/// Reads the packs of these names. What was read is decoded on other threads while this one reads on.
fn read_all(engine: &Engine, names: impl Iterator<Item = Name>) -> Result<Vec<Read>, StoreError> {
    let mut records = Records::from(engine, Name::JournalPack(0));
    let mut names = names.peekable();
    let (sender, receiver) = mpsc::channel();
    rayon::in_place_scope(|scope| {
        let mut number = 0_usize;
        while names.peek().is_some() {
            let stored = names.by_ref().take(TOGETHER).map(|name| {
                let record = records.next().transpose()?.ok_or_else(|| name.corrupt("it is missing"))?;
                Ok((name, packed(record, name)?))
            });
            let stored = stored.collect::<Result<Vec<_>, StoreError>>()?;
            let sender = sender.clone();
            // Nobody receives any more when an error has ended it.
            scope.spawn(move |_| drop(sender.send((number, Read::of(stored)))));
            number += 1;
        }
        Ok::<_, StoreError>(())
    })?;
    drop(sender);
    let mut read: Vec<(usize, Result<Read, StoreError>)> = receiver.into_iter().collect();
    read.sort_unstable_by_key(|(number, _)| *number);
    read.into_iter().map(|(_, read)| read).collect()
}

fn packed(record: Record, name: Name) -> Result<Packed, StoreError> {
    if record.name == name { record.content.map_err(|e| name.corrupt(e)) } else { Err(name.corrupt("it is missing")) }
}

/// Records of packs as they were read.
struct Read {
    contents: Vec<Content>,
    /// Of the records before compression, and how long they are.
    checksum: u32,
    length: usize,
}

enum Content {
    Journal(Vec<Value>),
    Nodes(PackRows),
    Relationships(PackRows),
}

impl Read {
    fn of(stored: Vec<(Name, Packed)>) -> Result<Self, StoreError> {
        let mut read = Self { contents: Vec::with_capacity(stored.len()), checksum: 0, length: 0 };
        for (name, packed) in stored {
            let bytes = packed.unpack().map_err(|e| name.corrupt(e))?;
            read.checksum = crc32c::crc32c_append(read.checksum, &bytes);
            read.length += bytes.len();
            let content = match name {
                Name::NodePack(_) => codec::decode_node_rows(&bytes).map(|rows| (rows, true)),
                Name::RelationshipPack(_) => codec::decode_relationship_rows(&bytes).map(|rows| (rows, false)),
                _ => {
                    let entries = entries(&bytes).map_err(|e| name.corrupt(e))?;
                    read.contents.push(Content::Journal(entries));
                    continue;
                }
            };
            let (rows, of_nodes) = content.map_err(|e| name.corrupt(e))?;
            drop(bytes);
            let rows = pack(rows, name, packed);
            read.contents.push(if of_nodes { Content::Nodes(rows) } else { Content::Relationships(rows) });
        }
        Ok(read)
    }
}

fn entries(bytes: &[u8]) -> Result<Vec<Value>, Malformed> {
    let changes = codec::decode_journal(bytes, &mut Names::default())?;
    let entry = |change| if let Change::Journal { entry, .. } = change { Some(entry) } else { None };
    Ok(changes.into_iter().filter_map(entry).collect())
}

fn pack(rows: Rows, name: Name, packed: Packed) -> PackRows {
    let Rows { shapes, ids, shape_of, starts, ends } = rows;
    PackRows { shapes, shape_of, ids, starts, ends, values: PackValues { name, packed } }
}

#[cfg(test)]
impl Packs {
    /// Nodes in one pack, of which the last value is spoiled under a right checksum.
    pub(crate) fn spoiled(nodes: &[(NodeId, crate::model::NodeContent)]) -> Self {
        let mut bytes = codec::encode_nodes(nodes, 1 << 20).unwrap();
        *bytes.last_mut().unwrap() = 0xff;
        let name = Name::NodePack(0);
        let rows = codec::decode_node_rows(&bytes).unwrap();
        let nodes = vec![pack(rows, name, Packed::plain(&bytes))];
        let next_ids = (NodeId(0), RelationshipId(0));
        let (rules, journal, relationships, changes) = Default::default();
        Self { rules, journal, nodes, relationships, next_ids, changes }
    }
}
