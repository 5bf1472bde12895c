//! A graph to petgraph: its visit traits, so that algorithms written for them run on the store with no copy.
//!
//! `&Graph` is the whole directed graph; a [`View`] is the same graph seen through some relationship types. Nodes and edges
//! are rows; a node's weight is its identity and an edge's weight its row, from which the graph gives the rest. Wrap
//! either in petgraph's `Reversed`, `UndirectedAdaptor`, `NodeFiltered` or `EdgeFiltered` for more.

use petgraph::visit::{
    Data, EdgeCount, EdgeIndexable, EdgeRef, GraphBase, GraphProp, GraphRef, IntoEdgeReferences, IntoEdges,
    IntoEdgesDirected, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers, IntoNodeReferences, NodeCount,
    NodeIndexable, NodeRef, Visitable,
};
use petgraph::{Directed, Direction as Way};

use super::neighbours::Neighbours;
use super::{Graph, NodeIndex, RelationshipIndex, TypeId, TypeSet};
use crate::model::{Direction, NodeId};

/// A graph seen through some relationship types. Costs nothing to make.
///
/// ```
/// use petgraph::algo::has_path_connecting;
/// use shezhire::graph::{Graph, TypeSet};
/// use shezhire::model::{Change, NodeId, RelationshipId};
///
/// let mut graph = Graph::new();
/// for id in 0..2 {
///     graph.apply(&Change::CreateNode { id: NodeId(id), labels: vec![], properties: Default::default() });
/// }
/// graph.apply(&Change::CreateRelationship {
///     id: RelationshipId(0),
///     start: NodeId(0),
///     end: NodeId(1),
///     relationship_type: "KNOWS".into(),
///     properties: Default::default(),
/// });
/// let (a, b) = (graph.node_index(NodeId(0)).unwrap(), graph.node_index(NodeId(1)).unwrap());
/// let knows = graph.type_set(&["KNOWS".into()]);
/// assert!(has_path_connecting(graph.view(&knows), a, b, None));
/// assert!(!has_path_connecting(graph.view(&TypeSet::of([])), a, b, None));
/// ```
#[derive(Clone, Copy)]
pub struct View<'a> {
    graph: &'a Graph,
    types: &'a TypeSet,
}

impl Graph {
    /// This graph through some relationship types, for petgraph's algorithms.
    #[must_use]
    pub fn view<'a>(&'a self, types: &'a TypeSet) -> View<'a> {
        View { graph: self, types }
    }
}

impl<'a> View<'a> {
    /// The whole graph.
    #[must_use]
    pub fn graph(self) -> &'a Graph {
        self.graph
    }

    /// The types that it is seen through.
    #[must_use]
    pub fn types(self) -> &'a TypeSet {
        self.types
    }
}

/// A node as petgraph's algorithms see it; its weight is its identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeReference {
    index: NodeIndex,
    id: NodeId,
}

/// A relationship as petgraph's algorithms see it; its weight is its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelationshipReference {
    index: RelationshipIndex,
    start: NodeIndex,
    end: NodeIndex,
}

impl NodeRef for NodeReference {
    type NodeId = NodeIndex;
    type Weight = NodeId;

    fn id(&self) -> NodeIndex {
        self.index
    }

    fn weight(&self) -> &NodeId {
        &self.id
    }
}

impl EdgeRef for RelationshipReference {
    type NodeId = NodeIndex;
    type EdgeId = RelationshipIndex;
    type Weight = RelationshipIndex;

    fn source(&self) -> NodeIndex {
        self.start
    }

    fn target(&self) -> NodeIndex {
        self.end
    }

    fn weight(&self) -> &RelationshipIndex {
        &self.index
    }

    fn id(&self) -> RelationshipIndex {
        self.index
    }
}

/// Nodes beside a node.
#[derive(Clone)]
pub struct NeighbourNodes<'a>(Nodes<'a>);

/// Where nothing is newer than the base a row of the adjacency is walked as it lies.
#[derive(Clone)]
enum Nodes<'a> {
    Row(std::slice::Iter<'a, NodeIndex>),
    Any(Box<Neighbours<'a>>),
}

impl<'a> NeighbourNodes<'a> {
    #[inline]
    fn new(graph: &'a Graph, node: NodeIndex, direction: Direction, types: &TypeSet) -> Self {
        Self(match graph.row_slices(node, direction, types) {
            Some((nodes, _)) => Nodes::Row(nodes.iter()),
            None => Nodes::Any(Box::new(graph.expand(node, direction, types))),
        })
    }
}

impl Iterator for NeighbourNodes<'_> {
    type Item = NodeIndex;

    #[inline]
    fn next(&mut self) -> Option<NodeIndex> {
        match &mut self.0 {
            Nodes::Row(nodes) => nodes.next().copied(),
            Nodes::Any(neighbours) => neighbours.next().map(|(_, node)| node),
        }
    }
}

/// Relationships at a node, in one direction.
#[derive(Clone)]
pub struct NeighbourEdges<'a> {
    node: NodeIndex,
    way: Way,
    edges: Edges<'a>,
}

#[derive(Clone)]
enum Edges<'a> {
    Row(std::slice::Iter<'a, NodeIndex>, std::slice::Iter<'a, RelationshipIndex>),
    Any(Box<Neighbours<'a>>),
}

impl<'a> NeighbourEdges<'a> {
    #[inline]
    fn new(graph: &'a Graph, node: NodeIndex, way: Way, types: &TypeSet) -> Self {
        let edges = match graph.row_slices(node, direction(way), types) {
            Some((nodes, relationships)) => Edges::Row(nodes.iter(), relationships.iter()),
            None => Edges::Any(Box::new(graph.expand(node, direction(way), types))),
        };
        Self { node, way, edges }
    }
}

impl Iterator for NeighbourEdges<'_> {
    type Item = RelationshipReference;

    #[inline]
    fn next(&mut self) -> Option<RelationshipReference> {
        let (index, other) = match &mut self.edges {
            Edges::Row(nodes, relationships) => (*relationships.next()?, *nodes.next()?),
            Edges::Any(neighbours) => neighbours.next()?,
        };
        Some(match self.way {
            Way::Outgoing => RelationshipReference { index, start: self.node, end: other },
            Way::Incoming => RelationshipReference { index, start: other, end: self.node },
        })
    }
}

const fn direction(way: Way) -> Direction {
    match way {
        Way::Outgoing => Direction::Outgoing,
        Way::Incoming => Direction::Incoming,
    }
}

/// The traits that say how large a graph is and what its parts are called.
macro_rules! describe {
    ($graph:ty, |$self:ident| $whole:expr, $edges:expr) => {
        impl GraphBase for $graph {
            type NodeId = NodeIndex;
            type EdgeId = RelationshipIndex;
        }

        impl Data for $graph {
            type NodeWeight = NodeId;
            type EdgeWeight = RelationshipIndex;
        }

        impl GraphProp for $graph {
            type EdgeType = Directed;
        }

        impl NodeIndexable for $graph {
            fn node_bound(&$self) -> usize {
                Graph::node_bound($whole)
            }

            fn to_index(&self, node: NodeIndex) -> usize {
                node.index()
            }

            fn from_index(&self, at: usize) -> NodeIndex {
                NodeIndex::new(at)
            }
        }

        impl EdgeIndexable for $graph {
            fn edge_bound(&$self) -> usize {
                $whole.relationship_bound()
            }

            fn to_index(&self, edge: RelationshipIndex) -> usize {
                edge.index()
            }

            fn from_index(&self, at: usize) -> RelationshipIndex {
                RelationshipIndex::new(at)
            }
        }

        impl NodeCount for $graph {
            fn node_count(&$self) -> usize {
                Graph::node_count($whole)
            }
        }

        impl EdgeCount for $graph {
            fn edge_count(&$self) -> usize {
                $edges
            }
        }

        impl Visitable for $graph {
            type Map = <petgraph::Graph<(), (), Directed, u32> as Visitable>::Map;

            fn visit_map(&$self) -> Self::Map {
                Self::Map::with_capacity(Graph::node_bound($whole))
            }

            fn reset_map(&$self, map: &mut Self::Map) {
                map.clear();
                map.grow(Graph::node_bound($whole));
            }
        }
    };
}

describe!(Graph, |self| self, self.relationship_count());
describe!(View<'_>, |self| self.graph, self.graph.type_total(self.types));

impl GraphRef for View<'_> {}

/// The traits that walk a graph.
macro_rules! walk {
    ($graph:ty, |$self:ident| $whole:expr, $types:expr) => {
        impl<'a> IntoNeighbors for $graph {
            type Neighbors = NeighbourNodes<'a>;

            #[inline]
            fn neighbors($self, node: NodeIndex) -> Self::Neighbors {
                NeighbourNodes::new($whole, node, Direction::Outgoing, $types)
            }
        }

        impl<'a> IntoNeighborsDirected for $graph {
            type NeighborsDirected = NeighbourNodes<'a>;

            #[inline]
            fn neighbors_directed($self, node: NodeIndex, way: Way) -> Self::NeighborsDirected {
                NeighbourNodes::new($whole, node, direction(way), $types)
            }
        }

        impl<'a> IntoEdges for $graph {
            type Edges = NeighbourEdges<'a>;

            #[inline]
            fn edges(self, node: NodeIndex) -> Self::Edges {
                self.edges_directed(node, Way::Outgoing)
            }
        }

        impl<'a> IntoEdgesDirected for $graph {
            type EdgesDirected = NeighbourEdges<'a>;

            #[inline]
            fn edges_directed($self, node: NodeIndex, way: Way) -> Self::EdgesDirected {
                NeighbourEdges::new($whole, node, way, $types)
            }
        }

        impl<'a> IntoEdgeReferences for $graph {
            type EdgeRef = RelationshipReference;
            type EdgeReferences = Box<dyn Iterator<Item = RelationshipReference> + 'a>;

            fn edge_references($self) -> Self::EdgeReferences {
                let (graph, types): (&'a Graph, &'a TypeSet) = ($whole, $types);
                Box::new(graph.indexes_of_types(types).filter_map(|index| {
                    let (start, end) = graph.ends_at(index)?;
                    Some(RelationshipReference { index, start, end })
                }))
            }
        }

        impl<'a> IntoNodeIdentifiers for $graph {
            type NodeIdentifiers = Box<dyn Iterator<Item = NodeIndex> + 'a>;

            fn node_identifiers($self) -> Self::NodeIdentifiers {
                $whole.node_indexes()
            }
        }

        impl<'a> IntoNodeReferences for $graph {
            type NodeRef = NodeReference;
            type NodeReferences = Box<dyn Iterator<Item = NodeReference> + 'a>;

            fn node_references($self) -> Self::NodeReferences {
                let graph: &'a Graph = $whole;
                Box::new(graph.node_indexes().filter_map(|index| Some(NodeReference { index, id: graph.node_id(index)? })))
            }
        }
    };
}

walk!(&'a Graph, |self| self, &TypeSet::Any);
walk!(View<'a>, |self| self.graph, self.types);

impl Graph {
    fn type_total(&self, types: &TypeSet) -> usize {
        let count = |t: &TypeId| self.counts.types.get(t.index());
        match types {
            TypeSet::Any => self.relationship_count(),
            TypeSet::One(one) => count(one),
            TypeSet::Some(types) => types.iter().map(count).sum(),
        }
    }

    /// The rows of all relationships of some types.
    fn indexes_of_types<'a>(&'a self, types: &'a TypeSet) -> Box<dyn Iterator<Item = RelationshipIndex> + 'a> {
        match types {
            TypeSet::Any => self.relationship_indexes(),
            TypeSet::One(one) => self.indexes_with_type(*one),
            TypeSet::Some(types) => Box::new(types.iter().flat_map(|t| self.indexes_with_type(*t))),
        }
    }
}
