//! What the packs of a generation hold in all, as a record.

use serde::{Deserialize, Serialize};

use super::{Malformed, decode, decode_body, encode_as};
use crate::store::StoreError;

/// Counts and sums by which a missing or foreign pack shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct Manifest {
    /// The generation of its packs.
    pub generation: u64,
    /// The last commit that is folded into the packs.
    pub folded: u64,
    /// The chain at that commit.
    pub chain: u32,
    /// Packs of entries of the journal.
    pub journal_packs: u32,
    /// Packs of nodes.
    pub node_packs: u32,
    /// Packs of relationships.
    pub relationship_packs: u32,
    /// Entries of the journal in them.
    pub entries: u64,
    /// Nodes in them.
    pub nodes: u64,
    /// Relationships in them.
    pub relationships: u64,
    /// The least identity that no node ever had.
    pub next_node: u64,
    /// The least identity that no relationship ever had.
    pub next_relationship: u64,
    /// Bytes of all packs as stored.
    pub bytes: u64,
    /// CRC32C of the packs' records: the journal's, nodes', relationships'.
    pub digest: u32,
}

/// As it was stored before there was a journal.
#[derive(Debug, Serialize, Deserialize)]
struct ManifestV1 {
    generation: u64,
    folded: u64,
    chain: u32,
    node_packs: u32,
    relationship_packs: u32,
    nodes: u64,
    relationships: u64,
    next_node: u64,
    next_relationship: u64,
    bytes: u64,
    digest: u32,
}

/// As it is stored: what it was, then the journal.
#[derive(Debug, Serialize, Deserialize)]
struct ManifestV2 {
    before: ManifestV1,
    journal_packs: u32,
    entries: u64,
}

/// The version byte of a record with a journal.
const WITH_JOURNAL: u8 = 2;

/// A manifest's record.
pub(in crate::store) fn encode_manifest(manifest: &Manifest) -> Result<Vec<u8>, StoreError> {
    let m = manifest;
    let before = ManifestV1 {
        generation: m.generation,
        folded: m.folded,
        chain: m.chain,
        node_packs: m.node_packs,
        relationship_packs: m.relationship_packs,
        nodes: m.nodes,
        relationships: m.relationships,
        next_node: m.next_node,
        next_relationship: m.next_relationship,
        bytes: m.bytes,
        digest: m.digest,
    };
    encode_as(WITH_JOURNAL, &ManifestV2 { before, journal_packs: m.journal_packs, entries: m.entries }, 4096)
}

/// The manifest of a record, of either version.
pub(in crate::store) fn decode_manifest(bytes: &[u8]) -> Result<Manifest, Malformed> {
    let (m, journal_packs, entries) = match bytes.split_first() {
        Some((&WITH_JOURNAL, body)) => {
            let ManifestV2 { before, journal_packs, entries } = decode_body(body)?;
            (before, journal_packs, entries)
        }
        _ => (decode(bytes)?, 0, 0),
    };
    Ok(Manifest {
        generation: m.generation,
        folded: m.folded,
        chain: m.chain,
        journal_packs,
        node_packs: m.node_packs,
        relationship_packs: m.relationship_packs,
        entries,
        nodes: m.nodes,
        relationships: m.relationships,
        next_node: m.next_node,
        next_relationship: m.next_relationship,
        bytes: m.bytes,
        digest: m.digest,
    })
}
