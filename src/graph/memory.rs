//! A graph to the bytes that it takes.

use super::Graph;
use super::column::value_bytes;

/// How many bytes a graph takes in memory, by part. An estimate: allocators round up, and a string that several
/// properties share is counted with each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Memory {
    /// Identities and labels of nodes.
    pub nodes: usize,
    /// Identities, ends and types of relationships.
    pub relationships: usize,
    /// Sorted rows of neighbours, of the types and directions used so far.
    pub adjacency: usize,
    /// Properties of nodes.
    pub node_properties: usize,
    /// Properties of relationships.
    pub relationship_properties: usize,
    /// Indexes of nodes by properties, of those used so far.
    pub indexes: usize,
    /// What is newer than the last fold.
    pub delta: usize,
}

impl Memory {
    /// All together.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.nodes
            + self.relationships
            + self.adjacency
            + self.node_properties
            + self.relationship_properties
            + self.indexes
            + self.delta
    }

    /// What nodes take: their table, properties and indexes.
    #[must_use]
    pub const fn of_nodes(&self) -> usize {
        self.nodes + self.node_properties + self.indexes
    }

    /// What relationships take: their table, properties and adjacency.
    #[must_use]
    pub const fn of_relationships(&self) -> usize {
        self.relationships + self.relationship_properties + self.adjacency
    }

    /// The parts with their names, in a fixed order.
    #[must_use]
    pub const fn parts(&self) -> [(&'static str, usize); 7] {
        [
            ("nodes", self.nodes),
            ("node properties", self.node_properties),
            ("indexes", self.indexes),
            ("relationships", self.relationships),
            ("relationship properties", self.relationship_properties),
            ("adjacency", self.adjacency),
            ("newer changes", self.delta),
        ]
    }
}

impl Graph {
    /// An estimate of the memory that this graph takes. Snapshots share nearly all of it. Cost: linear in the
    /// properties.
    #[must_use]
    pub fn memory(&self) -> Memory {
        let (nodes, relationships) = (&self.base.nodes, &self.base.relationships);
        let rows = |lists: &[Box<[u32]>]| lists.iter().map(|rows| rows.len() * 4).sum::<usize>();
        Memory {
            nodes: nodes.ids.bytes() + nodes.set_of.bytes() + rows(&nodes.by_label),
            relationships: relationships.ids.bytes()
                + relationships.types.bytes()
                + (relationships.starts.len() + relationships.ends.len()) * 4
                + rows(&relationships.by_type),
            adjacency: self.base.adjacency_bytes(),
            node_properties: nodes.columns.bytes(),
            relationship_properties: relationships.columns.bytes(),
            indexes: self.base.index_bytes(),
            delta: self.delta_bytes(),
        }
    }

    /// Persistent maps cost about 100 bytes an entry; a node has three or four of them, a relationship five.
    fn delta_bytes(&self) -> usize {
        let nodes = self.delta.nodes.values().flatten().map(|r| (r.labels.len() * 4, &r.properties));
        let relationships = self.delta.relationships.values().flatten().map(|r| (0, &r.properties));
        let records = nodes.chain(relationships);
        let content: usize = records.map(|(b, p)| b + p.iter().map(|(_, v)| 8 + value_bytes(v)).sum::<usize>()).sum();
        content + self.delta.nodes.len() * 400 + self.delta.relationships.len() * 500
    }
}
