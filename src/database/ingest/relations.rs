//! Small moves on a draft: nodes found or made by key, relationships found or made by their ends or by type.

use std::sync::Arc;

use crate::graph::Draft;
use crate::model::{Direction, NodeId, Properties, RelationshipId, Value};

/// The node of this label and key.
pub(super) fn find(draft: &Draft, label: &str, key: &str) -> Option<NodeId> {
    draft.graph().nodes_with_property(label, "key", &Value::from(key)).first().copied()
}

/// The node of this label and key, made with `properties` when there is none.
pub(super) fn find_or_create(
    draft: &mut Draft,
    label: &str,
    key: &str,
    properties: impl FnOnce() -> Properties,
) -> NodeId {
    find(draft, label, key).unwrap_or_else(|| {
        let mut properties = properties();
        properties.insert("key".into(), key.into());
        draft.create_node(vec![label.into()], properties)
    })
}

/// The relationship of this type between two nodes.
pub(super) fn between(draft: &Draft, start: NodeId, end: NodeId, relationship_type: &str) -> Option<RelationshipId> {
    let types = [Arc::from(relationship_type)];
    let graph = draft.graph();
    // The end with fewer relationships is the cheaper one to look at: "Қазақстан" has thousands.
    let forward = graph.degree(start, Direction::Outgoing, &types) <= graph.degree(end, Direction::Incoming, &types);
    let (from, to, direction) =
        if forward { (start, end, Direction::Outgoing) } else { (end, start, Direction::Incoming) };
    graph.neighbours(from, direction, &types).find(|(_, other)| *other == to).map(|(id, _)| id)
}

/// The relationships of one type of a node, with the nodes at their other ends.
pub(super) fn neighbours(
    draft: &Draft,
    node: NodeId,
    direction: Direction,
    relationship_type: &str,
) -> Vec<(RelationshipId, NodeId)> {
    draft.graph().neighbours(node, direction, &[relationship_type.into()]).collect()
}

/// Joins two nodes unless a relationship of this type joins them already.
pub(super) fn join(
    draft: &mut Draft,
    start: NodeId,
    end: NodeId,
    relationship_type: &str,
    properties: impl FnOnce() -> Properties,
) -> RelationshipId {
    between(draft, start, end, relationship_type)
        .unwrap_or_else(|| draft.create_relationship(start, end, relationship_type.into(), properties()))
}

/// Properties from pairs; null ones are left out.
pub(super) fn properties<const N: usize>(pairs: [(&str, Value); N]) -> Properties {
    pairs.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (Arc::from(k), v)).collect()
}

/// A text, or null when there is none.
pub(super) fn text_or_null(text: Option<&str>) -> Value {
    text.map_or(Value::Null, Value::from)
}

/// A number of bytes, mentions or copies.
pub(super) fn count(n: usize) -> Value {
    Value::Integer(i64::try_from(n).unwrap_or(i64::MAX))
}
