//! A node to how it looks: its caption, its colour.

use std::sync::Arc;

use super::plain;
use crate::graph::Graph;
use crate::model::{NodeId, Value};

/// Properties that name a node, best first.
const NAMING: [&str; 9] = ["name", "title", "value", "label", "trigger", "text", "source", "key", "id"];

/// Labels of the graph that releases give, with a colour each: told apart also by those who see no red or green.
const KNOWN: [(&str, Colour); 7] = [
    ("Person", Colour(0x00, 0x72, 0xb2)),
    ("Organisation", Colour(0xe6, 0x9f, 0x00)),
    ("Place", Colour(0x00, 0x9e, 0x73)),
    ("Event", Colour(0xd5, 0x5e, 0x00)),
    ("Date", Colour(0x99, 0x99, 0x99)),
    ("Position", Colour(0xcc, 0x79, 0xa7)),
    ("Release", Colour(0x56, 0xb4, 0xe9)),
];

const OTHERS: [Colour; 6] = [
    Colour(0x8c, 0x56, 0x4b),
    Colour(0x6a, 0x3d, 0x9a),
    Colour(0xb1, 0x9c, 0x1e),
    Colour(0x17, 0xbe, 0xcf),
    Colour(0xe3, 0x77, 0xc2),
    Colour(0x37, 0x7e, 0x22),
];

/// Red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

impl Colour {
    /// As HTML and Graphviz write it.
    pub(super) fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// The colour of a label: always the same, whatever else the graph has.
pub(super) fn colour(label: Option<&str>) -> Colour {
    let Some(label) = label else { return Colour(0xbb, 0xbb, 0xbb) };
    let known = KNOWN.iter().find(|(name, _)| *name == label).map(|(_, colour)| *colour);
    known.unwrap_or_else(|| {
        let sum = label.bytes().fold(7_usize, |sum, byte| (sum * 31 + usize::from(byte)) % 1_000_003);
        OTHERS.get(sum % OTHERS.len()).copied().unwrap_or(Colour(0xbb, 0xbb, 0xbb))
    })
}

/// What a person would call a node, on one line, in at most `most` characters.
pub(super) fn caption(graph: &Graph, id: NodeId, most: usize) -> String {
    let naming = NAMING.iter().map(|key| graph.node_property(id, key)).find(|value| !is_blank(value));
    naming.map_or_else(|| format!("n{id}"), |value| plain::shorten(&plain::text(&value), most))
}

fn is_blank(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|s| s.trim().is_empty())
}

/// The label that a node's colour shows: the first.
pub(super) fn main_label(graph: &Graph, id: NodeId) -> Option<Arc<str>> {
    graph.labels(id).into_iter().next()
}
