//! The same questions to petgraph on its own graph: through the traits, on base and delta, the answers are equal.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::visit::{
    Bfs, EdgeCount, EdgeRef, IntoEdgeReferences, IntoEdgesDirected, IntoNeighborsDirected, IntoNodeReferences,
    NodeCount, NodeRef, Reversed, UndirectedAdaptor,
};
use petgraph::{Direction as Way, Graph as Plain, algo};
use proptest::prelude::*;

use super::*;
use crate::graph::{Graph, TypeSet, View};
use crate::model::{Change, Direction, NodeId, Properties, RelationshipId};

const TYPES: [&str; 3] = ["A", "B", "C"];

/// A graph and petgraph's copy of what is seen of it through `types`: nodes weigh their identity.
#[derive(Debug)]
struct Pair {
    graph: Graph,
    types: TypeSet,
    plain: Plain<u64, u64>,
    places: BTreeMap<u64, petgraph::graph::NodeIndex>,
}

impl Pair {
    fn view(&self) -> View<'_> {
        self.graph.view(&self.types)
    }

    fn id(&self, node: NodeIndex) -> u64 {
        self.graph.node_id(node).unwrap().0
    }

    fn row(&self, id: u64) -> NodeIndex {
        self.graph.node_index(NodeId(id)).unwrap()
    }
}

prop_compose! {
    /// Nodes with holes among them, relationships with loops and parallels, folded at some point, some deleted later.
    fn pair()(
        nodes in 1_u64..25,
        edges in proptest::collection::vec((0_u64..25, 0_u64..25, 0_usize..3), 0..60),
        fold_at in 0_usize..60,
        gone in proptest::collection::btree_set(0_u64..60, 0..10),
        lonely in any::<bool>(),
        seen in proptest::collection::btree_set(0_usize..3, 0..3),
    ) -> Pair {
        let mut graph = Graph::new();
        let node = |id| Change::CreateNode { id: NodeId(id), labels: vec!["N".into()], properties: Properties::new() };
        (0..nodes).for_each(|id| graph.apply(&node(id * 2)));
        let mut kept = Vec::new();
        for (at, (start, end, t)) in edges.into_iter().enumerate() {
            let (id, start, end) = (at as u64, start % nodes * 2, end % nodes * 2);
            graph.apply(&Change::CreateRelationship {
                id: RelationshipId(id),
                start: NodeId(start),
                end: NodeId(end),
                relationship_type: TYPES[t].into(),
                properties: Properties::new(),
            });
            kept.push((id, start, end, t));
            if at == fold_at {
                graph.fold();
            }
        }
        gone.iter().for_each(|id| graph.apply(&Change::DeleteRelationship { id: RelationshipId(*id) }));
        if lonely {
            graph.apply(&node(nodes * 2));
            graph.apply(&Change::DeleteNode { id: NodeId(nodes * 2) });
        }
        let names: Vec<std::sync::Arc<str>> = seen.iter().map(|t| TYPES[*t].into()).collect();
        let types = graph.type_set(&names);
        let mut plain = Plain::new();
        let places: BTreeMap<u64, _> = (0..nodes).map(|id| (id * 2, plain.add_node(id * 2))).collect();
        for (id, start, end, t) in kept {
            if !gone.contains(&id) && (seen.is_empty() || seen.contains(&t)) {
                plain.add_edge(places[&start], places[&end], id);
            }
        }
        Pair { graph, types, plain, places }
    }
}

fn sorted<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.into_iter().collect();
    items.sort();
    items
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn petgraph_sees_the_same_nodes_and_edges(pair in pair()) {
        let (view, plain) = (pair.view(), &pair.plain);
        prop_assert_eq!(view.node_count(), plain.node_count());
        prop_assert_eq!(view.edge_count(), plain.edge_count());
        prop_assert_eq!(sorted(view.node_references().map(|n| n.weight().0)), sorted(plain.node_weights().copied()));
        let edges = sorted(view.edge_references().map(|e| {
            (pair.graph.relationship_id(*e.weight()).unwrap().0, pair.id(e.source()), pair.id(e.target()))
        }));
        prop_assert_eq!(edges, sorted(plain.edge_references().map(|e| (*e.weight(), plain[e.source()], plain[e.target()]))));
        for (id, place) in &pair.places {
            for way in [Way::Outgoing, Way::Incoming] {
                let ours = sorted(view.edges_directed(pair.row(*id), way).map(|e| (pair.id(e.source()), pair.id(e.target()))));
                prop_assert_eq!(ours, sorted(plain.edges_directed(*place, way).map(|e| (plain[e.source()], plain[e.target()]))));
                let ours = sorted(view.neighbors_directed(pair.row(*id), way).map(|n| pair.id(n)));
                prop_assert_eq!(ours, sorted(plain.neighbors_directed(*place, way).map(|n| plain[n])));
            }
        }
    }

    #[test]
    fn petgraphs_algorithms_answer_alike_on_both(pair in pair()) {
        let (view, plain) = (pair.view(), &pair.plain);
        prop_assert_eq!(algo::is_cyclic_directed(view), algo::is_cyclic_directed(plain));
        for (id, place) in &pair.places {
            let ours = algo::dijkstra(view, pair.row(*id), None, |_| 1_u32);
            let theirs = algo::dijkstra(plain, *place, None, |_| 1_u32);
            prop_assert_eq!(
                sorted(ours.into_iter().map(|(n, d)| (pair.id(n), d))),
                sorted(theirs.into_iter().map(|(n, d)| (plain[n], d)))
            );
            let mut reached = BTreeSet::new();
            let mut bfs = Bfs::new(UndirectedAdaptor(view), pair.row(*id));
            while let Some(node) = bfs.next(UndirectedAdaptor(view)) {
                reached.insert(pair.id(node));
            }
            let mut expected = BTreeSet::new();
            let mut bfs = Bfs::new(UndirectedAdaptor(plain), *place);
            while let Some(node) = bfs.next(UndirectedAdaptor(plain)) {
                expected.insert(plain[node]);
            }
            prop_assert_eq!(reached, expected);
            let ours = algo::dijkstra(Reversed(view), pair.row(*id), None, |_| 1_u32).len();
            prop_assert_eq!(ours, algo::dijkstra(Reversed(plain), *place, None, |_| 1_u32).len());
        }
    }

    #[test]
    fn components_are_petgraphs(pair in pair()) {
        let ours = connected_components(pair.view());
        prop_assert_eq!(ours.groups.len(), algo::connected_components(&pair.plain));
        prop_assert_eq!(ours.groups.iter().map(Vec::len).sum::<usize>(), pair.plain.node_count());
        prop_assert!(ours.groups.iter().map(Vec::len).rev().is_sorted());
        for group in &ours.groups {
            let undirected = UndirectedAdaptor(&pair.plain);
            let first = pair.places[&pair.id(group[0])];
            prop_assert!(group.iter().all(|n| algo::has_path_connecting(undirected, first, pair.places[&pair.id(*n)], None)));
        }
        let strong = strongly_connected_components(pair.view());
        let theirs = algo::tarjan_scc(&pair.plain).into_iter().map(|group| sorted(group.into_iter().map(|n| pair.plain[n])));
        prop_assert_eq!(sorted(strong.groups.iter().map(|g| sorted(g.iter().map(|n| pair.id(*n))))), sorted(theirs));
    }

    #[test]
    fn shortest_paths_are_as_short_as_petgraphs_and_real(pair in pair(), most in 0_usize..8) {
        for direction in [Direction::Outgoing, Direction::Incoming, Direction::Both] {
            let search = PathSearch::new(&pair.graph).direction(direction).types(pair.types.clone());
            for (a, place) in &pair.places {
                let distances = match direction {
                    Direction::Outgoing => algo::dijkstra(&pair.plain, *place, None, |_| 1_usize),
                    Direction::Incoming => algo::dijkstra(Reversed(&pair.plain), *place, None, |_| 1_usize),
                    Direction::Both => algo::dijkstra(UndirectedAdaptor(&pair.plain), *place, None, |_| 1_usize),
                };
                for (b, goal) in &pair.places {
                    let expected = distances.get(goal).copied();
                    let found = search.shortest(pair.row(*a), pair.row(*b));
                    prop_assert_eq!(found.as_ref().map(Walk::length), expected);
                    let bounded = search.clone().most(most).shortest(pair.row(*a), pair.row(*b));
                    prop_assert_eq!(bounded.map(|w| w.length()), expected.filter(|length| *length <= most));
                    for walk in found.iter().chain(&search.all_shortest(pair.row(*a), pair.row(*b), 5)) {
                        prop_assert_eq!(Some(walk.length()), expected);
                        prop_assert!(is_real(&pair, walk, direction, (*a, *b)), "{:?}", walk);
                    }
                }
            }
        }
    }

    #[test]
    fn all_shortest_paths_are_all_of_them(pair in pair()) {
        let search = PathSearch::new(&pair.graph).direction(Direction::Outgoing).types(pair.types.clone());
        for (a, place) in &pair.places {
            for (b, goal) in pair.places.iter().filter(|(b, _)| *b != a) {
                let ours = search.all_shortest(pair.row(*a), pair.row(*b), usize::MAX);
                // Counted in petgraph's graph: the number of ways of that length, parallels apart.
                let mut ways = BTreeMap::from([(*place, 1_usize)]);
                for _ in 0..ours.first().map_or(0, Walk::length) {
                    let mut next = BTreeMap::new();
                    for (node, count) in ways {
                        pair.plain.edges(node).for_each(|e| *next.entry(e.target()).or_insert(0) += count);
                    }
                    ways = next;
                }
                let expected = if ours.is_empty() { 0 } else { ways.get(goal).copied().unwrap_or(0) };
                prop_assert_eq!(ours.len(), expected);
                let distinct: BTreeSet<_> = ours.iter().map(|walk| &walk.relationships).collect();
                prop_assert_eq!(distinct.len(), ours.len());
            }
        }
    }
}

fn is_real(pair: &Pair, walk: &Walk, direction: Direction, (a, b): (u64, u64)) -> bool {
    let path = walk.to_path(&pair.graph);
    let ends = (path.nodes.first().map(|n| n.id.0), path.nodes.last().map(|n| n.id.0));
    let joined = path.relationships.iter().enumerate().all(|(at, r)| {
        let (from, to) = (path.nodes[at].id, path.nodes[at + 1].id);
        let (start, end) = pair.graph.ends(r.id).unwrap();
        let seen = pair.types.contains(pair.graph.relationship_type_at(walk.relationships[at]).unwrap());
        let (along, against) = ((start, end) == (from, to), (start, end) == (to, from));
        seen && match direction {
            Direction::Outgoing => along,
            Direction::Incoming => against,
            Direction::Both => along || against,
        }
    });
    path.nodes.len() == path.relationships.len() + 1 && ends == (Some(a), Some(b)) && joined
}

#[test]
fn a_refused_relationship_is_gone_around() {
    let mut graph = Graph::new();
    (0..4).for_each(|id| {
        graph.apply(&Change::CreateNode { id: NodeId(id), labels: vec![], properties: Properties::new() })
    });
    for (id, start, end) in [(0, 0, 3), (1, 0, 1), (2, 1, 2), (3, 2, 3)] {
        graph.apply(&Change::CreateRelationship {
            id: RelationshipId(id),
            start: NodeId(start),
            end: NodeId(end),
            relationship_type: "R".into(),
            properties: Properties::new(),
        });
    }
    let (a, d) = (graph.node_index(NodeId(0)).unwrap(), graph.node_index(NodeId(3)).unwrap());
    let direct = graph.relationship_index(RelationshipId(0)).unwrap();
    let search = PathSearch::new(&graph).direction(Direction::Outgoing);
    assert_eq!(search.shortest(a, d).unwrap().length(), 1);
    let around = search.shortest_where(a, d, |r| r != direct).unwrap();
    assert_eq!(around.to_path(&graph).nodes.iter().map(|n| n.id.0).collect::<Vec<_>>(), [0, 1, 2, 3]);
    assert_eq!(search.all_shortest_where(a, d, 9, |r| r != direct), [around]);
}
