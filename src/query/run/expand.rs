//! Relationships of a node, for each row.

use super::batch::{Batch, Column};
use super::fan::Fan;
use super::session::Run;
use crate::model::{Direction, NodeId, RelationshipId, Value};
use crate::query::QueryError;
use crate::query::plan::{Expand, Operator};

type Result<T> = std::result::Result<T, QueryError>;
type Neighbours<'g> = Box<dyn Iterator<Item = (RelationshipId, NodeId)> + 'g>;

/// Follows relationships.
pub struct ExpandFan<'g> {
    run: Run<'g>,
    expand: &'g Expand,
    wants_relationships: bool,
    pending: Neighbours<'g>,
    target: Option<NodeId>,
    taken: Vec<RelationshipId>,
    relationships: Vec<RelationshipId>,
    nodes: Vec<NodeId>,
}

impl<'g> ExpandFan<'g> {
    /// Relationships of the node in `expand.from`.
    pub fn new(run: Run<'g>, expand: &'g Expand, operator: &Operator) -> Self {
        Self {
            run,
            expand,
            wants_relationships: operator.keeps(expand.relationship),
            pending: Box::new(std::iter::empty()),
            target: None,
            taken: Vec::new(),
            relationships: Vec::new(),
            nodes: Vec::new(),
        }
    }
}

impl Fan for ExpandFan<'_> {
    fn start(&mut self, batch: &Batch, row: usize) -> Result<()> {
        let expand = self.expand;
        self.taken = taken(batch, row, &expand.differs);
        self.pending = Box::new(std::iter::empty());
        let Some(from) = batch.node(expand.from, row) else { return Ok(()) };
        self.target = None;
        if !expand.into {
            self.pending = self.run.graph.neighbours(from, expand.direction, &expand.types);
            return Ok(());
        }
        let Some(to) = batch.node(expand.to, row) else { return Ok(()) };
        // Look from the side with fewer relationships.
        let (graph, types) = (self.run.graph, &expand.types);
        let back = reverse(expand.direction);
        if graph.degree(to, back, types) < graph.degree(from, expand.direction, types) {
            self.target = Some(from);
            self.pending = graph.neighbours(to, back, types);
        } else {
            self.target = Some(to);
            self.pending = graph.neighbours(from, expand.direction, types);
        }
        Ok(())
    }

    fn fill(&mut self, _: &Batch, _: usize, room: usize) -> Result<(usize, bool)> {
        let mut count = 0;
        while count < room {
            let Some((relationship, node)) = self.pending.next() else { return Ok((count, true)) };
            if self.target.is_some_and(|target| target != node) || self.taken.contains(&relationship) {
                continue;
            }
            if self.wants_relationships {
                self.relationships.push(relationship);
            }
            if !self.expand.into {
                self.nodes.push(node);
            }
            count += 1;
        }
        Ok((count, false))
    }

    fn finish(&mut self, out: &mut Batch, _: &[usize]) {
        if self.wants_relationships {
            out.set(self.expand.relationship, Column::Relationships(std::mem::take(&mut self.relationships)));
        }
        if !self.expand.into {
            out.set(self.expand.to, Column::Nodes(std::mem::take(&mut self.nodes)));
        }
    }
}

/// The relationships that a row already has in these slots, alone or in lists.
pub(super) fn taken(batch: &Batch, row: usize, slots: &[usize]) -> Vec<RelationshipId> {
    let mut out = Vec::new();
    for &slot in slots {
        match batch.relationship(slot, row) {
            Some(id) => out.push(id),
            None => {
                if let Value::List(items) = batch.value(slot, row) {
                    out.extend(items.iter().filter_map(|item| match item {
                        Value::Relationship(r) => Some(r.id),
                        _ => None,
                    }));
                }
            }
        }
    }
    out
}

/// The direction seen from the other end.
pub(super) const fn reverse(direction: Direction) -> Direction {
    match direction {
        Direction::Outgoing => Direction::Incoming,
        Direction::Incoming => Direction::Outgoing,
        Direction::Both => Direction::Both,
    }
}
