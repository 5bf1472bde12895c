//! What the packs of a generation hold in all, as a record.

use serde::{Deserialize, Serialize};

use super::rule::RuleV1;
use super::{Malformed, Names, decode, decode_body, encode_as};
use crate::model::SchemaRule;
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
    /// The rules of the schema.
    pub rules: Vec<SchemaRule>,
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

/// As it was stored before there was a schema: what it was, then the journal.
#[derive(Debug, Serialize, Deserialize)]
struct ManifestV2 {
    before: ManifestV1,
    journal_packs: u32,
    entries: u64,
}

/// As it is stored: what it was, then the schema.
#[derive(Debug, Serialize, Deserialize)]
struct ManifestV3<'a> {
    before: ManifestV2,
    #[serde(borrow)]
    rules: Vec<RuleV1<'a>>,
}

/// The version byte of a record with a journal.
const WITH_JOURNAL: u8 = 2;
/// The version byte of a record with a journal and a schema.
const WITH_RULES: u8 = 3;

/// A manifest's record.
pub(in crate::store) fn encode_manifest(manifest: &Manifest, limit: u64) -> Result<Vec<u8>, StoreError> {
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
    let before = ManifestV2 { before, journal_packs: m.journal_packs, entries: m.entries };
    encode_as(WITH_RULES, &ManifestV3 { before, rules: m.rules.iter().map(RuleV1::of).collect() }, limit)
}

/// The manifest of a record, of any version.
pub(in crate::store) fn decode_manifest(bytes: &[u8]) -> Result<Manifest, Malformed> {
    let (ManifestV2 { before: m, journal_packs, entries }, rules) = match bytes.split_first() {
        Some((&WITH_RULES, body)) => {
            let ManifestV3 { before, rules } = decode_body(body)?;
            (before, rules)
        }
        Some((&WITH_JOURNAL, body)) => (decode_body(body)?, Vec::new()),
        _ => (ManifestV2 { before: decode(bytes)?, journal_packs: 0, entries: 0 }, Vec::new()),
    };
    let mut names = Names::default();
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
        rules: rules.iter().map(|rule| rule.rule(&mut names)).collect(),
    })
}
