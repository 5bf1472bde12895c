//! A graph, or the values of a query's rows, to the nodes and relationships that are exported.

use std::collections::BTreeSet;

use crate::graph::Graph;
use crate::model::{NodeId, RelationshipId, Value};

/// Part of a graph: some nodes, and some of the relationships between them, each in order of identity.
#[derive(Clone, Debug)]
pub struct Subgraph<'a> {
    graph: &'a Graph,
    nodes: Vec<NodeId>,
    relationships: Vec<RelationshipId>,
}

impl<'a> Subgraph<'a> {
    /// The whole graph.
    #[must_use]
    pub fn from_graph(graph: &'a Graph) -> Self {
        Self { graph, nodes: graph.nodes().collect(), relationships: graph.relationships().collect() }
    }

    /// What occurs in values, also within lists, maps and paths: nodes, relationships, and the ends of these. What the
    /// graph does not have is left out.
    #[must_use]
    pub fn from_values<'v>(graph: &'a Graph, values: impl IntoIterator<Item = &'v Value>) -> Self {
        let (mut nodes, mut relationships) = (BTreeSet::new(), BTreeSet::new());
        let mut open: Vec<&Value> = values.into_iter().collect();
        while let Some(value) = open.pop() {
            match value {
                Value::Node(node) => drop(nodes.insert(node.id)),
                Value::Relationship(relationship) => drop(relationships.insert(relationship.id)),
                Value::Path(path) => {
                    nodes.extend(path.nodes.iter().map(|node| node.id));
                    relationships.extend(path.relationships.iter().map(|relationship| relationship.id));
                }
                Value::List(items) => open.extend(items.iter()),
                Value::Map(entries) => open.extend(entries.values()),
                _ => {}
            }
        }
        for (start, end) in relationships.iter().filter_map(|id| graph.ends(*id)) {
            nodes.extend([start, end]);
        }
        Self {
            graph,
            nodes: nodes.into_iter().filter(|id| graph.contains_node(*id)).collect(),
            relationships: relationships.into_iter().filter(|id| graph.contains_relationship(*id)).collect(),
        }
    }

    /// The graph that it is part of.
    #[must_use]
    pub const fn graph(&self) -> &'a Graph {
        self.graph
    }

    /// Its nodes, in order of identity.
    #[must_use]
    pub fn nodes(&self) -> &[NodeId] {
        &self.nodes
    }

    /// Its relationships, in order of identity.
    #[must_use]
    pub fn relationships(&self) -> &[RelationshipId] {
        &self.relationships
    }
}
