//! Two nodes to the shortest way between them, by breadth-first search from both ends at once.

use rustc_hash::FxHashMap;

use crate::graph::{Graph, NodeIndex, RelationshipIndex, TypeSet};
use crate::model::{Direction, Node, Path, Relationship};

/// A way through a graph: one node more than relationships.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// The nodes, from start to end.
    pub nodes: Vec<NodeIndex>,
    /// The relationships between them.
    pub relationships: Vec<RelationshipIndex>,
}

impl Walk {
    /// Number of relationships.
    #[must_use]
    pub fn length(&self) -> usize {
        self.relationships.len()
    }

    /// The walk as a value, contents not looked up.
    #[must_use]
    pub fn to_path(&self, graph: &Graph) -> Path {
        Path {
            nodes: self.nodes.iter().filter_map(|node| graph.node_id(*node)).map(Node::bare).collect(),
            relationships: self
                .relationships
                .iter()
                .filter_map(|relationship| graph.relationship_id(*relationship))
                .map(Relationship::bare)
                .collect(),
        }
    }
}

/// Which ways count in a search for shortest paths.
///
/// ```
/// use shezhire::graph::{Graph, algorithms::PathSearch};
/// use shezhire::model::{Change, Direction, NodeId, RelationshipId};
///
/// let mut graph = Graph::new();
/// for id in 0..3 {
///     graph.apply(&Change::CreateNode { id: NodeId(id), labels: vec![], properties: Default::default() });
/// }
/// for (id, start, end) in [(0, 0, 1), (1, 2, 1)] {
///     graph.apply(&Change::CreateRelationship {
///         id: RelationshipId(id),
///         start: NodeId(start),
///         end: NodeId(end),
///         relationship_type: "TOOK_PART_IN".into(),
///         properties: Default::default(),
///     });
/// }
/// let row = |id| graph.node_index(NodeId(id)).unwrap();
/// let search = PathSearch::new(&graph);
/// assert_eq!(search.shortest(row(0), row(2)).unwrap().length(), 2);
/// assert!(search.direction(Direction::Outgoing).shortest(row(0), row(2)).is_none());
/// ```
#[derive(Clone, Debug)]
pub struct PathSearch<'a> {
    graph: &'a Graph,
    direction: Direction,
    types: TypeSet,
    most: usize,
}

/// One end's view of the search: how each node was reached, and the nodes reached last.
struct Side {
    reached: FxHashMap<NodeIndex, Step>,
    frontier: Vec<NodeIndex>,
    direction: Direction,
    depth: usize,
}

/// The relationship by which a node was reached, and from where; for the end itself the node itself.
#[derive(Clone, Copy)]
struct Step {
    by: RelationshipIndex,
    from: NodeIndex,
    depth: usize,
}

impl Side {
    fn new(end: NodeIndex, direction: Direction) -> Self {
        let step = Step { by: RelationshipIndex::end(), from: end, depth: 0 };
        Self { reached: FxHashMap::from_iter([(end, step)]), frontier: vec![end], direction, depth: 0 }
    }

    /// Steps from a node back to this side's end.
    fn trace(&self, mut node: NodeIndex) -> Vec<(RelationshipIndex, NodeIndex)> {
        let mut steps = Vec::with_capacity(self.depth);
        while let Some(step) = self.reached.get(&node).filter(|step| step.from != node) {
            steps.push((step.by, step.from));
            node = step.from;
        }
        steps
    }
}

impl<'a> PathSearch<'a> {
    /// All relationships, followed either way, at any length.
    #[must_use]
    pub const fn new(graph: &'a Graph) -> Self {
        Self { graph, direction: Direction::Both, types: TypeSet::Any, most: usize::MAX }
    }

    /// Relationships are followed this way only.
    #[must_use]
    pub fn direction(mut self, direction: Direction) -> Self {
        self.direction = direction;
        self
    }

    /// Only relationships of these types count.
    #[must_use]
    pub fn types(mut self, types: TypeSet) -> Self {
        self.types = types;
        self
    }

    /// Paths of more relationships than this don't count.
    #[must_use]
    pub fn most(mut self, length: usize) -> Self {
        self.most = length;
        self
    }

    /// One of the shortest paths; from a node to itself the one of length 0.
    ///
    /// Cost: proportional to what lies within half the distance of either end.
    #[must_use]
    pub fn shortest(&self, start: NodeIndex, end: NodeIndex) -> Option<Walk> {
        self.shortest_where(start, end, |_| true)
    }

    /// One of the shortest paths of which every relationship is accepted.
    pub fn shortest_where(
        &self,
        start: NodeIndex,
        end: NodeIndex,
        mut accept: impl FnMut(RelationshipIndex) -> bool,
    ) -> Option<Walk> {
        if start == end {
            return Some(Walk { nodes: vec![start], relationships: Vec::new() });
        }
        let (mut forward, mut backward) = (Side::new(start, self.direction), Side::new(end, reverse(self.direction)));
        while forward.depth + backward.depth < self.most
            && !forward.frontier.is_empty()
            && !backward.frontier.is_empty()
        {
            // The smaller frontier grows by a level. Both sides know all nodes up to their depth, so the first node
            // found on both lies on a shortest path.
            let outward = forward.frontier.len() <= backward.frontier.len();
            let (near, far) = if outward { (&mut forward, &backward) } else { (&mut backward, &forward) };
            if let Some(meeting) = self.grow(near, far, &mut accept) {
                return Some(join(start, &forward, &backward, meeting));
            }
        }
        None
    }

    fn grow(
        &self,
        near: &mut Side,
        far: &Side,
        accept: &mut impl FnMut(RelationshipIndex) -> bool,
    ) -> Option<NodeIndex> {
        near.depth += 1;
        let mut next = Vec::new();
        let mut meeting = None;
        for from in std::mem::take(&mut near.frontier) {
            self.graph.for_each_neighbour(from, near.direction, &self.types, |by, node| {
                if !near.reached.contains_key(&node) && accept(by) {
                    near.reached.insert(node, Step { by, from, depth: near.depth });
                    next.push(node);
                    if far.reached.contains_key(&node) {
                        meeting = Some(node);
                    }
                }
                meeting.is_none()
            });
            if meeting.is_some() {
                return meeting;
            }
        }
        near.frontier = next;
        None
    }

    /// All shortest paths, at most `limit` of them, in a fixed order.
    ///
    /// Cost: as [`PathSearch::shortest`] to the end, from one side only, and the length of each path.
    #[must_use]
    pub fn all_shortest(&self, start: NodeIndex, end: NodeIndex, limit: usize) -> Vec<Walk> {
        self.all_shortest_where(start, end, limit, |_| true)
    }

    /// All shortest paths of which every relationship is accepted, at most `limit` of them.
    pub fn all_shortest_where(
        &self,
        start: NodeIndex,
        end: NodeIndex,
        limit: usize,
        mut accept: impl FnMut(RelationshipIndex) -> bool,
    ) -> Vec<Walk> {
        let Some(length) = self.shortest_where(start, end, &mut accept).map(|walk| walk.length()) else {
            return Vec::new();
        };
        // Distances from the end, as far as needed; then every way from the start along which they fall.
        let mut side = Side::new(end, reverse(self.direction));
        while side.depth < length {
            let nothing =
                Side { reached: FxHashMap::default(), frontier: Vec::new(), direction: self.direction, depth: 0 };
            self.grow(&mut side, &nothing, &mut accept);
        }
        let mut walks = Vec::new();
        let mut walk = Walk { nodes: vec![start], relationships: Vec::new() };
        let mut open = vec![self.descend(start, length, &side, &mut accept)];
        while let Some(choices) = open.last_mut() {
            match choices.pop() {
                None => {
                    open.pop();
                    walk.nodes.pop();
                    walk.relationships.pop();
                }
                Some(_) if walks.len() >= limit => break,
                Some((by, node)) => {
                    walk.nodes.push(node);
                    walk.relationships.push(by);
                    open.push(self.descend(node, length - walk.length(), &side, &mut accept));
                    if walk.length() == length {
                        walks.push(walk.clone());
                    }
                }
            }
        }
        if length == 0 && limit > 0 {
            walks.push(Walk { nodes: vec![start], relationships: Vec::new() });
        }
        walks
    }

    /// The steps from a node that lead one nearer to the side's end, last first.
    fn descend(
        &self,
        node: NodeIndex,
        distance: usize,
        side: &Side,
        accept: &mut impl FnMut(RelationshipIndex) -> bool,
    ) -> Vec<(RelationshipIndex, NodeIndex)> {
        let mut steps = Vec::new();
        self.graph.for_each_neighbour(node, self.direction, &self.types, |by, next| {
            if side.reached.get(&next).is_some_and(|step| step.depth + 1 == distance) && accept(by) {
                steps.push((by, next));
            }
            true
        });
        steps.reverse();
        steps
    }
}

fn join(start: NodeIndex, forward: &Side, backward: &Side, meeting: NodeIndex) -> Walk {
    let mut head = forward.trace(meeting);
    head.reverse();
    let mut walk = Walk { nodes: vec![start], relationships: Vec::new() };
    // Forward steps lead from `from`; shifted by one they lead to the next node.
    let to = head.iter().skip(1).map(|(_, from)| *from).chain([meeting]);
    for ((by, _), node) in head.iter().zip(to) {
        walk.relationships.push(*by);
        walk.nodes.push(node);
    }
    for (by, node) in backward.trace(meeting) {
        walk.relationships.push(by);
        walk.nodes.push(node);
    }
    walk
}

const fn reverse(direction: Direction) -> Direction {
    match direction {
        Direction::Outgoing => Direction::Incoming,
        Direction::Incoming => Direction::Outgoing,
        Direction::Both => Direction::Both,
    }
}
