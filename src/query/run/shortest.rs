//! Shortest paths between two nodes of a row: breadth first from both ends at once.

use rustc_hash::FxHashMap;

use super::batch::{Batch, Column, relationship_value};
use super::expand::{reverse, taken, type_set};
use super::expand_path::holds;
use super::fan::Fan;
use super::session::Run;
use crate::graph::{NodeIndex, RelationshipIndex, TypeSet};
use crate::model::{Direction, Value};
use crate::query::QueryError;
use crate::query::plan::ShortestPath;

type Result<T> = std::result::Result<T, QueryError>;

/// Searches paths.
pub struct ShortestFan<'g> {
    run: Run<'g>,
    shortest: &'g ShortestPath,
    types: TypeSet,
    pending: std::vec::IntoIter<Vec<RelationshipIndex>>,
    lists: Vec<Value>,
}

/// What one end has seen.
struct Side {
    seen: FxHashMap<NodeIndex, Seen>,
    /// Further relationships over which shortest walks come to a node, beside the one in `seen`.
    also: FxHashMap<NodeIndex, Vec<(RelationshipIndex, NodeIndex)>>,
    frontier: Vec<NodeIndex>,
    depth: u32,
    direction: Direction,
}

/// How a shortest walk comes to a node: over which relationship, from where, in how many steps.
struct Seen {
    relationship: RelationshipIndex,
    from: NodeIndex,
    depth: u32,
}

impl Side {
    fn new(node: NodeIndex, direction: Direction) -> Self {
        let start = Seen { relationship: RelationshipIndex::end(), from: NodeIndex::end(), depth: 0 };
        let seen = FxHashMap::from_iter([(node, start)]);
        Self { seen, also: FxHashMap::default(), frontier: vec![node], depth: 0, direction }
    }

    /// All walks from this side's end to `node`, each in order from the end, or only one.
    fn walks(&self, run: &Run<'_>, node: NodeIndex, all: bool) -> Result<Vec<Vec<RelationshipIndex>>> {
        let mut out = Vec::new();
        // Each with its relationships from `node` backwards.
        let mut open = vec![(node, Vec::new())];
        while let Some((at, mut walk)) = open.pop() {
            run.session.tick()?;
            match self.seen.get(&at) {
                Some(seen) if seen.depth > 0 => {
                    for (relationship, from) in self.also.get(&at).into_iter().flatten().filter(|_| all) {
                        let mut other = walk.clone();
                        other.push(*relationship);
                        open.push((*from, other));
                    }
                    walk.push(seen.relationship);
                    open.push((seen.from, walk));
                }
                _ => {
                    run.session.hold(walk.len() * size_of::<RelationshipIndex>())?;
                    walk.reverse();
                    out.push(walk);
                }
            }
        }
        Ok(out)
    }
}

impl<'g> ShortestFan<'g> {
    /// Paths between the nodes in `shortest.hop`.
    pub fn new(run: Run<'g>, shortest: &'g ShortestPath) -> Self {
        let types = type_set(run.graph, &shortest.hop);
        Self { run, shortest, types, pending: Vec::new().into_iter(), lists: Vec::new() }
    }

    fn search(&self, from: NodeIndex, to: NodeIndex, batch: &Batch, row: usize) -> Result<Vec<Vec<RelationshipIndex>>> {
        let shortest = self.shortest;
        if from == to {
            return if shortest.min == 0 { Ok(vec![Vec::new()]) } else { self.cycles(from, batch, row) };
        }
        let taken = taken(batch, row, &shortest.hop.differs, self.run.graph);
        let mut sides = [Side::new(from, shortest.hop.direction), Side::new(to, reverse(shortest.hop.direction))];
        for _ in 0..shortest.max {
            // The side that has less to do goes on.
            let [a, b] = &mut sides;
            let (near, far) = if self.work(a) <= self.work(b) { (a, b) } else { (b, a) };
            self.advance(near, &taken, batch, row)?;
            if near.frontier.is_empty() {
                break;
            }
            let meeting: Vec<NodeIndex> = near.frontier.iter().copied().filter(|n| far.seen.contains_key(n)).collect();
            if !meeting.is_empty() {
                return join(&self.run, &sides, &meeting, shortest.all);
            }
        }
        Ok(Vec::new())
    }

    /// How many relationships one step further from a side looks at.
    fn work(&self, side: &Side) -> usize {
        side.frontier.iter().map(|node| self.run.graph.degree_at(*node, side.direction, &self.types)).sum()
    }

    /// One step further from one side.
    fn advance(&self, side: &mut Side, taken: &[RelationshipIndex], batch: &Batch, row: usize) -> Result<()> {
        side.depth += 1;
        let depth = side.depth;
        let mut next = Vec::new();
        for from in std::mem::take(&mut side.frontier) {
            for (relationship, node) in self.run.graph.expand(from, side.direction, &self.types) {
                self.run.session.tick()?;
                let known = side.seen.get(&node).map(|seen| seen.depth);
                if known.is_some_and(|known| known < depth || !self.shortest.all)
                    || taken.contains(&relationship)
                    || !holds(&self.run, self.shortest.condition.as_ref(), relationship, batch, row)?
                {
                    continue;
                }
                if known.is_some() {
                    side.also.entry(node).or_default().push((relationship, from));
                } else {
                    side.seen.insert(node, Seen { relationship, from, depth });
                    next.push(node);
                }
            }
        }
        side.frontier = next;
        Ok(())
    }

    /// Shortest ways from a node back to itself.
    fn cycles(&self, node: NodeIndex, batch: &Batch, row: usize) -> Result<Vec<Vec<RelationshipIndex>>> {
        let shortest = self.shortest;
        let taken = taken(batch, row, &shortest.hop.differs, self.run.graph);
        let mut best: Vec<Vec<RelationshipIndex>> = Vec::new();
        let first: Vec<_> = self.run.graph.expand(node, shortest.hop.direction, &self.types).collect();
        for (relationship, other) in first {
            if taken.contains(&relationship)
                || !holds(&self.run, shortest.condition.as_ref(), relationship, batch, row)?
            {
                continue;
            }
            let mut ways = vec![Vec::new()];
            if other != node {
                // The way back must not use the relationship again.
                let mut used = taken.clone();
                used.push(relationship);
                let mut side = Side::new(other, shortest.hop.direction);
                let limit = best.first().map_or(shortest.max, |b| b.len() as u64).saturating_sub(1);
                ways.clear();
                for _ in 0..limit {
                    self.advance(&mut side, &used, batch, row)?;
                    if side.frontier.contains(&node) {
                        ways = side.walks(&self.run, node, shortest.all)?;
                        break;
                    }
                    if side.frontier.is_empty() {
                        break;
                    }
                }
            }
            for way in ways {
                let cycle: Vec<_> = [relationship].into_iter().chain(way).collect();
                match best.first() {
                    Some(b) if b.len() < cycle.len() => {}
                    Some(b) if b.len() == cycle.len() => best.push(cycle),
                    _ => best = vec![cycle],
                }
            }
        }
        if !shortest.all {
            best.truncate(1);
        }
        Ok(best)
    }
}

/// The walks of both sides that meet at these nodes, joined.
fn join(run: &Run<'_>, sides: &[Side; 2], meeting: &[NodeIndex], all: bool) -> Result<Vec<Vec<RelationshipIndex>>> {
    let [a, b] = sides;
    let mut out = Vec::new();
    for node in meeting.iter().take(if all { usize::MAX } else { 1 }) {
        let ends = b.walks(run, *node, all)?;
        for start in a.walks(run, *node, all)? {
            for end in &ends {
                run.session.tick()?;
                run.session.hold((start.len() + end.len()) * size_of::<RelationshipIndex>())?;
                out.push(start.iter().chain(end.iter().rev()).copied().collect());
            }
        }
    }
    Ok(out)
}

impl Fan for ShortestFan<'_> {
    fn start(&mut self, batch: &Batch, row: usize) -> Result<()> {
        let hop = &self.shortest.hop;
        self.pending = match (batch.node(hop.from, row, self.run.graph), batch.node(hop.to, row, self.run.graph)) {
            (Some(from), Some(to)) => self.search(from, to, batch, row)?.into_iter(),
            _ => Vec::new().into_iter(),
        };
        Ok(())
    }

    fn fill(&mut self, _: &Batch, _: usize, room: usize) -> Result<(usize, bool)> {
        let before = self.lists.len();
        let graph = self.run.graph;
        let list =
            |path: Vec<RelationshipIndex>| Value::list(path.into_iter().map(|index| relationship_value(index, graph)));
        self.lists.extend(self.pending.by_ref().take(room).map(list));
        let count = self.lists.len() - before;
        Ok((count, count < room))
    }

    fn finish(&mut self, out: &mut Batch, _: &[usize]) {
        out.set(self.shortest.hop.relationship, Column::Values(std::mem::take(&mut self.lists)));
    }
}
