//! A graph to the parts that hang together.

use std::collections::BTreeMap;

use petgraph::algo::kosaraju_scc;
use petgraph::unionfind::UnionFind;
use petgraph::visit::{EdgeRef, IntoEdgeReferences, IntoNodeIdentifiers, NodeIndexable};

use crate::graph::{NodeIndex, View};

/// Nodes in groups: the largest first, of equal ones that with the first node; nodes within a group in order of identity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Components {
    /// The groups.
    pub groups: Vec<Vec<NodeIndex>>,
}

impl Components {
    /// Of groups in any order. Rows ascend with identities unless nodes were created out of order since the last fold.
    fn sorted(view: View<'_>, mut groups: Vec<Vec<NodeIndex>>) -> Self {
        let id = |node: &NodeIndex| view.graph().node_id(*node);
        groups.iter_mut().for_each(|group| group.sort_unstable_by_key(id));
        groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group.first().and_then(id)));
        Self { groups }
    }
}

/// The parts of a graph between which no relationship runs, whatever its direction: petgraph's union-find.
///
/// Cost: linear in nodes and relationships, nearly.
#[must_use]
pub fn connected_components(view: View<'_>) -> Components {
    let mut sets = UnionFind::<u32>::new(view.node_bound());
    for edge in view.edge_references() {
        sets.union(super::row(edge.source()), super::row(edge.target()));
    }
    let mut groups: BTreeMap<u32, Vec<NodeIndex>> = BTreeMap::new();
    for node in view.node_identifiers() {
        groups.entry(sets.find_mut(super::row(node))).or_default().push(node);
    }
    Components::sorted(view, groups.into_values().collect())
}

/// The parts within which every node can be reached from every other along the relationships: petgraph's Kosaraju, which
/// unlike its Tarjan does not recurse.
///
/// Cost: linear in nodes and relationships.
#[must_use]
pub fn strongly_connected_components(view: View<'_>) -> Components {
    Components::sorted(view, kosaraju_scc(view))
}
