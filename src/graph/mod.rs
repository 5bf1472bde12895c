//! The snapshot that queries read: columns and adjacency in memory.
//!
//! A [`Graph`] is a *base*, folded once and shared by all snapshots since, and a *delta* of what is newer, in persistent
//! maps. So a clone costs next to nothing, and what one clone does no other sees. The base holds nodes and relationships
//! as rows in order of identity: labels, types and properties in columns, and relationships, at their first use, as
//! compressed sparse rows by type and direction.
//!
//! Rows ([`NodeIndex`], [`RelationshipIndex`]) are internal: they change when the delta is folded. Identities never do.

mod additions;
mod adjacency;
pub mod algorithms;
mod apply;
mod arrivals;
mod base;
mod builder;
mod codes;
mod column;
mod counts;
mod delta;
mod dense;
mod draft;
mod identities;
mod index;
mod lookup;
mod members;
mod memory;
#[cfg(test)]
mod naive;
mod neighbours;
mod open;
mod packed;
mod ranges;
mod read;
mod rows;
mod schema;
mod symbols;
#[cfg(test)]
mod tests;
mod visit;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use base::Base;
use counts::Counts;
use delta::{Delta, NodeRecord};
use lookup::Wanted;
use packed::Damage;
use schema::Rules;
use symbols::Symbols;

use crate::model::Value;
use crate::store::StoreError;

pub use builder::GraphBuilder;
pub use draft::{Deleted, Draft, Savepoint};
pub use memory::Memory;
pub use neighbours::{Neighbours, TypeSet};
pub use schema::Violation;
pub use symbols::{KeyId, LabelId, TypeId};
pub use visit::{NeighbourEdges, NeighbourNodes, NodeReference, RelationshipReference, View};

/// A node's row in one graph: petgraph's index type, so that its algorithms use plain arrays and bit sets.
pub type NodeIndex = petgraph::graph::NodeIndex<u32>;

/// A relationship's row in one graph.
pub type RelationshipIndex = petgraph::graph::EdgeIndex<u32>;

/// A graph in memory. A clone is a snapshot: isolated, and as cheap as a few reference counts.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    symbols: Arc<Symbols>,
    base: Arc<Base>,
    delta: Delta,
    counts: Arc<Counts>,
    /// Shared by all graphs that came from one another: keys that readers look nodes up by.
    wanted: Arc<Wanted>,
    /// How many of those the delta knows of.
    adopted: usize,
    next_node: u64,
    next_relationship: u64,
    journal: imbl::Vector<Value>,
    rules: Rules,
    damage: Damage,
    version: u64,
}

/// Where a node's content is.
enum NodePlace<'a> {
    Base,
    Delta(&'a NodeRecord),
}

impl Graph {
    /// An empty graph.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn from_base(symbols: Arc<Symbols>, base: Base, next_node: u64, next_relationship: u64) -> Self {
        let mut counts =
            Counts { nodes: base.nodes.ids.len(), relationships: base.relationships.ids.len(), ..Counts::default() };
        for (label, rows) in base.nodes.by_label.iter().enumerate() {
            counts.labels.add(label, rows.len().cast_signed());
        }
        for (relationship_type, rows) in base.relationships.by_type.iter().enumerate() {
            counts.types.add(relationship_type, rows.len().cast_signed());
        }
        for (key, column) in base.nodes.columns.iter().chain(base.relationships.columns.iter()) {
            counts.keys.add(key.index(), column.len().cast_signed());
        }
        let (base, counts) = (Arc::new(base), Arc::new(counts));
        let version = next_version();
        Self { symbols, base, counts, next_node, next_relationship, version, ..Self::default() }
    }

    /// The entries of the journal, in order. See [`Change::Journal`](crate::model::Change::Journal).
    pub fn journal(&self) -> impl ExactSizeIterator<Item = &Value> {
        self.journal.iter()
    }

    /// What was found to be damaged in the store when a property was first read. All that was read of that key since may
    /// lack values.
    #[must_use]
    pub fn damage(&self) -> Option<StoreError> {
        let reason = self.damage.get()?.clone();
        Some(StoreError::Corrupt { key: "packs".to_owned(), reason })
    }

    /// Unpacks all properties that were not asked for yet.
    ///
    /// # Errors
    /// `Corrupt` when some are damaged, now or before.
    pub fn unpack(&self) -> Result<(), StoreError> {
        let columns = self.base.nodes.columns.iter().chain(self.base.relationships.columns.iter());
        columns.for_each(|(_, column)| column.unpack());
        self.damage().map_or(Ok(()), Err)
    }

    /// A number for what the graph holds: within one process, graphs with the same number hold the same. What was
    /// worked out from a graph can be kept by it.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }
}

/// A version that no graph of this process has yet; the empty graph has 0.
fn next_version() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}

/// A row number. Rows are counted in 32 bits: a graph of four billion nodes or relationships would need more memory
/// than the machines that this crate is for have, and is cut off rather than wrapped.
fn dense(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
