//! The log folded away: the whole graph to write-once packs in a new folder, which then takes the place of the old one.
//!
//! The tree below never gives disk back, so a fold does not delete in it: it writes a new one and removes the old one
//! whole. Killed at any point, the store opens with the generation that its head names, and removes the other.

use std::fs;

use super::codec::{self, Manifest};
use super::engine::{Engine, Shelving};
use super::frame::{self, PACK_PART};
use super::handle::{generation_name, remove_old_generations};
use super::record::Name;
use super::{Store, StoreError};
use crate::model::{NodeContent, NodeId, RelationshipContent, RelationshipId, SchemaRule, Value};

/// Bytes that a pack should have as stored: nearly a part, so that few packs need two.
const PACK_SIZE: usize = 11_000;
/// Bounds for how much content is tried in one pack.
const LEAST_WEIGHT: usize = 4 << 10;
const MOST_WEIGHT: usize = 128 << 10;

/// The whole content of a graph, as a fold takes it.
#[derive(Debug)]
pub struct Contents<J, N, R> {
    /// The rules of the schema.
    pub rules: Vec<SchemaRule>,
    /// The entries of the journal, in order.
    pub journal: J,
    /// The nodes, in order of identity.
    pub nodes: N,
    /// The relationships, in order of identity.
    pub relationships: R,
    /// The least identity that no node ever had.
    pub next_node: NodeId,
    /// The least identity that no relationship ever had.
    pub next_relationship: RelationshipId,
}

impl Store {
    /// Folds the log into packs: `contents` is the graph with all commits of this store applied, all of which
    /// must be durable. The store is as small
    /// afterwards as it can be: this also compacts.
    ///
    /// Cost: everything is written anew; until the old files are removed both are on the disk.
    ///
    /// # Errors
    /// `Io` and the like; the store goes on with what it had.
    pub fn checkpoint<J, N, R>(&mut self, contents: Contents<J, N, R>) -> Result<(), StoreError>
    where
        J: Iterator<Item = Value>,
        N: Iterator<Item = (NodeId, NodeContent)>,
        R: Iterator<Item = (RelationshipId, RelationshipContent)>,
    {
        self.poison.check()?;
        let generation = self.manifest.generation + 1;
        let folder = self.path.join(generation_name(generation));
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(|e| StoreError::io(&folder, e))?;
        }
        let start = Manifest {
            generation,
            folded: self.commit,
            chain: self.chain,
            next_node: contents.next_node.0,
            next_relationship: contents.next_relationship.0,
            ..Manifest::default()
        };
        let engine = Engine::open(&folder, self.options.cache)?;
        let manifest = match write_packs(&engine, start, contents, self.options.commit_limit) {
            Ok(manifest) => manifest,
            Err(e) => {
                drop(engine);
                // What cannot be removed now is removed at the next open.
                let _ = fs::remove_dir_all(&folder);
                return Err(e);
            }
        };
        self.poison.note(self.turn_to(generation))?;
        self.engine = engine;
        self.manifest = manifest;
        self.log_bytes = 0;
        remove_old_generations(&self.path, generation)
    }

    /// Makes the head name the new generation, in both slots, so that either is right from here on.
    fn turn_to(&self, generation: u64) -> Result<(), StoreError> {
        let mut head = self.head.take();
        head.upgrade()?;
        for _ in 0..2 {
            head.write(generation, self.commit, self.chain)?;
            head.sync()?;
        }
        Ok(())
    }
}

fn write_packs<J, N, R>(
    engine: &Engine,
    mut manifest: Manifest,
    contents: Contents<J, N, R>,
    limit: u64,
) -> Result<Manifest, StoreError>
where
    J: Iterator<Item = Value>,
    N: Iterator<Item = (NodeId, NodeContent)>,
    R: Iterator<Item = (RelationshipId, RelationshipContent)>,
{
    manifest.rules = contents.rules;
    let shelving = Shelving::new(engine);
    let mut packer = Packer { shelving, limit, bytes: 0, digest: 0, weight: 2 * PACK_SIZE };
    (manifest.journal_packs, manifest.entries) = packer.pack(
        (0..).zip(contents.journal),
        |(_, entry)| codec::weight_of(entry),
        codec::encode_journal,
        Name::JournalPack,
    )?;
    (manifest.node_packs, manifest.nodes) = packer.pack(
        contents.nodes,
        |(_, content)| codec::weight(&content.properties),
        codec::encode_nodes,
        Name::NodePack,
    )?;
    (manifest.relationship_packs, manifest.relationships) = packer.pack(
        contents.relationships,
        |(_, content)| codec::weight(&content.properties) + 8,
        codec::encode_relationships,
        Name::RelationshipPack,
    )?;
    (manifest.bytes, manifest.digest) = (packer.bytes, packer.digest);
    // The manifest is written when all that it speaks of is durable.
    engine.flush()?;
    engine.sync()?;
    let record = codec::encode_manifest(&manifest, limit)?;
    engine.insert_manifest(frame::split(&Name::Manifest.key().1, &record, PACK_PART)?)?;
    engine.flush()?;
    engine.sync()?;
    Ok(manifest)
}

/// Cuts a stream of rows into packs of an even size.
struct Packer<'a> {
    shelving: Shelving<'a>,
    limit: u64,
    bytes: u64,
    digest: u32,
    /// How much content gave a pack of the right size last.
    weight: usize,
}

impl Packer<'_> {
    /// Writes the rows, and gives the number of packs and of rows.
    fn pack<T>(
        &mut self,
        rows: impl Iterator<Item = T>,
        weigh: impl Fn(&T) -> usize,
        encode: impl Fn(&[T], u64) -> Result<Vec<u8>, StoreError>,
        name: impl Fn(u32) -> Name,
    ) -> Result<(u32, u64), StoreError> {
        let (mut packs, mut count) = (0_u32, 0_u64);
        let (mut batch, mut weight) = (Vec::new(), 0);
        let mut rows = rows.peekable();
        while let Some(row) = rows.next() {
            weight += weigh(&row) + 4;
            batch.push(row);
            count += 1;
            if weight < self.weight && rows.peek().is_some() {
                continue;
            }
            let record = encode(&batch, self.limit)?;
            self.digest = crc32c::crc32c_append(self.digest, &record);
            let entries = frame::split(&name(packs).key().1, &record, PACK_PART)?;
            let stored: usize = entries.iter().map(|(key, value)| key.len() + value.len()).sum();
            self.shelving.add(entries)?;
            self.bytes += stored as u64;
            self.weight = (weight * PACK_SIZE / stored.max(1)).clamp(LEAST_WEIGHT, MOST_WEIGHT);
            packs = packs.checked_add(1).ok_or(StoreError::TooLarge { len: count, limit: u64::from(u32::MAX) })?;
            batch.clear();
            weight = 0;
        }
        Ok((packs, count))
    }
}
