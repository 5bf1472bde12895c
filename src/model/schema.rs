//! What a graph's schema says: which properties of which nodes are indexed under a name, and which must be unique.

use std::sync::Arc;

/// One rule of a schema, known by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaRule {
    /// Its name; no other rule has it.
    pub name: Arc<str>,
    /// What it asks for.
    pub kind: RuleKind,
    /// The label of the nodes that it speaks of.
    pub label: Arc<str>,
    /// Their properties that it speaks of, at least one.
    pub properties: Vec<Arc<str>>,
}

/// What a rule asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleKind {
    /// Nodes are found by these properties.
    Index,
    /// They are, and no two nodes have the same values of all of these properties.
    Unique,
}

impl SchemaRule {
    /// Whether both ask the same of the same nodes, whatever they are called.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        (self.kind, &self.label, &self.properties) == (other.kind, &other.label, &other.properties)
    }
}
