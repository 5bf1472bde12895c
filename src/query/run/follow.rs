//! The ends of a relationship, or of a list of relationships, that the row already has.

use std::sync::Arc;

use super::batch::{Batch, Column};
use super::expand::taken;
use super::expand_path::holds;
use super::fan::Fan;
use super::session::Run;
use crate::graph::{NodeIndex, RelationshipIndex};
use crate::model::{Direction, Value};
use crate::query::QueryError;
use crate::query::plan::Follow;

type Result<T> = std::result::Result<T, QueryError>;

/// Looks ends up.
pub struct FollowFan<'g> {
    run: Run<'g>,
    follow: &'g Follow,
    pending: Vec<(NodeIndex, NodeIndex)>,
    from: Vec<NodeIndex>,
    to: Vec<NodeIndex>,
}

impl<'g> FollowFan<'g> {
    /// Ends of the relationship in `follow.relationship`.
    pub const fn new(run: Run<'g>, follow: &'g Follow) -> Self {
        Self { run, follow, pending: Vec::new(), from: Vec::new(), to: Vec::new() }
    }

    /// The ways in which one relationship can be walked.
    fn ways(&self, id: RelationshipIndex) -> Vec<(NodeIndex, NodeIndex)> {
        let graph = self.run.graph;
        let Some((start, end)) = graph.ends_at(id) else { return Vec::new() };
        let types = &self.follow.types;
        let is = |t: &Arc<str>| graph.type_id(t).is_some() && graph.type_id(t) == graph.relationship_type_at(id);
        if !types.is_empty() && !types.iter().any(is) {
            return Vec::new();
        }
        match self.follow.direction {
            Direction::Outgoing => vec![(start, end)],
            Direction::Incoming => vec![(end, start)],
            Direction::Both if start == end => vec![(start, end)],
            Direction::Both => vec![(start, end), (end, start)],
        }
    }
}

impl Fan for FollowFan<'_> {
    fn start(&mut self, batch: &Batch, row: usize) -> Result<()> {
        let (follow, graph) = (self.follow, self.run.graph);
        self.pending.clear();
        let ids: Vec<RelationshipIndex> = match follow.length {
            None => match batch.relationship(follow.relationship, row, graph) {
                Some(id) => vec![id],
                None => return Ok(()),
            },
            Some((min, max)) => {
                let Value::List(items) = batch.value(follow.relationship, row, graph) else { return Ok(()) };
                if !(min..=max).contains(&(items.len() as u64)) {
                    return Ok(());
                }
                let id = |item: &Value| match item {
                    Value::Relationship(r) => graph.relationship_index(r.id),
                    _ => None,
                };
                match items.iter().map(id).collect() {
                    Some(ids) => ids,
                    None => return Ok(()),
                }
            }
        };
        let taken = taken(batch, row, &follow.differs, graph);
        for (i, id) in ids.iter().enumerate() {
            if taken.contains(id) || ids.iter().take(i).any(|other| other == id) {
                return Ok(());
            }
            if !holds(&self.run, follow.condition.as_ref(), *id, batch, row)? {
                return Ok(());
            }
        }
        let mut walks: Vec<(NodeIndex, NodeIndex)> = match ids.split_first() {
            Some((first, _)) => self.ways(*first),
            // A list of no relationships begins and ends at the same node.
            None => [follow.from, follow.to]
                .iter()
                .filter(|(_, bound)| *bound)
                .filter_map(|(slot, _)| batch.node(*slot, row, graph))
                .map(|node| (node, node))
                .take(1)
                .collect(),
        };
        for id in ids.iter().skip(1) {
            let ways = self.ways(*id);
            walks = walks
                .iter()
                .flat_map(|(from, at)| ways.iter().filter(move |(a, _)| a == at).map(move |(_, b)| (*from, *b)))
                .collect();
        }
        let wanted = |(slot, bound): (usize, bool)| bound.then(|| batch.node(slot, row, graph));
        let (from, to) = (wanted(follow.from), wanted(follow.to));
        // Both ends may be one variable.
        let same = follow.from.0 == follow.to.0;
        self.pending = walks
            .into_iter()
            .filter(|(a, b)| {
                from.is_none_or(|f| f == Some(*a)) && to.is_none_or(|t| t == Some(*b)) && (!same || a == b)
            })
            .collect();
        Ok(())
    }

    fn fill(&mut self, _: &Batch, _: usize, _: usize) -> Result<(usize, bool)> {
        let count = self.pending.len();
        for (from, to) in self.pending.drain(..) {
            self.from.push(from);
            self.to.push(to);
        }
        Ok((count, true))
    }

    fn finish(&mut self, out: &mut Batch, _: &[usize]) {
        let (from, to) = (std::mem::take(&mut self.from), std::mem::take(&mut self.to));
        if !self.follow.from.1 {
            out.set(self.follow.from.0, Column::Nodes(from));
        }
        if !self.follow.to.1 {
            out.set(self.follow.to.0, Column::Nodes(to));
        }
    }
}
