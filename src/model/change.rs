//! One change of a graph: what a transaction collects, the store logs and the snapshot applies.

use std::sync::Arc;

use super::{NodeId, Properties, RelationshipId, SchemaRule, Value};

/// One change. A commit is a list of changes applied in order; each is absolute, so applying one twice changes nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A new node.
    CreateNode {
        /// A fresh identity.
        id: NodeId,
        /// Labels, sorted, without repetition.
        labels: Vec<Arc<str>>,
        /// Properties, none of them `Null`.
        properties: Properties,
    },
    /// A new relationship between nodes that exist.
    CreateRelationship {
        /// A fresh identity.
        id: RelationshipId,
        /// Where it starts.
        start: NodeId,
        /// Where it ends.
        end: NodeId,
        /// Its type.
        relationship_type: Arc<str>,
        /// Properties, none of them `Null`.
        properties: Properties,
    },
    /// A node's property gets a value; `Null` removes it.
    SetNodeProperty {
        /// Which node.
        id: NodeId,
        /// Which property.
        key: Arc<str>,
        /// Its value from now on.
        value: Value,
    },
    /// A relationship's property gets a value; `Null` removes it.
    SetRelationshipProperty {
        /// Which relationship.
        id: RelationshipId,
        /// Which property.
        key: Arc<str>,
        /// Its value from now on.
        value: Value,
    },
    /// A node gets a label.
    AddLabel {
        /// Which node.
        id: NodeId,
        /// The label.
        label: Arc<str>,
    },
    /// A node loses a label.
    RemoveLabel {
        /// Which node.
        id: NodeId,
        /// The label.
        label: Arc<str>,
    },
    /// A node that has no relationships left disappears.
    DeleteNode {
        /// Which node.
        id: NodeId,
    },
    /// A relationship disappears.
    DeleteRelationship {
        /// Which relationship.
        id: RelationshipId,
    },
    /// The journal gets an entry at its end. It stands beside nodes and relationships: no query sees it, and nothing that
    /// it holds is ever changed or taken away.
    Journal {
        /// Place of the entry in the journal, from 0; one that is taken, or beyond the end, changes nothing.
        number: u64,
        /// What it says.
        entry: Value,
    },
    /// The schema gets a rule; one of the same name goes. That the graph keeps to it is seen to before.
    AddRule {
        /// The rule.
        rule: SchemaRule,
    },
    /// The schema loses a rule.
    DropRule {
        /// The rule's name.
        name: Arc<str>,
    },
}
