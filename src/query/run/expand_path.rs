//! Paths of relationships from a node, for each row, depth first.

use super::batch::{Batch, Column};
use super::evaluate::Frame;
use super::expand::taken;
use super::fan::Fan;
use super::session::Run;
use crate::model::{NodeId, Relationship, RelationshipId, Value};
use crate::query::QueryError;
use crate::query::plan::{ExpandPath, Formula, Operator};

type Result<T> = std::result::Result<T, QueryError>;
type Neighbours<'g> = Box<dyn Iterator<Item = (RelationshipId, NodeId)> + 'g>;

/// Walks paths on which no relationship comes twice.
pub struct ExpandPathFan<'g> {
    run: Run<'g>,
    expand: &'g ExpandPath,
    wants_lists: bool,
    /// For each node of the present path, its relationships that are still to be tried.
    open: Vec<Neighbours<'g>>,
    path: Vec<RelationshipId>,
    /// A path of no relationships that is still to be given.
    empty: Option<NodeId>,
    target: Option<NodeId>,
    taken: Vec<RelationshipId>,
    lists: Vec<Value>,
    nodes: Vec<NodeId>,
}

impl<'g> ExpandPathFan<'g> {
    /// Paths from the node in `expand.hop.from`.
    pub fn new(run: Run<'g>, expand: &'g ExpandPath, operator: &Operator) -> Self {
        Self {
            run,
            expand,
            wants_lists: operator.keeps(expand.hop.relationship),
            open: Vec::new(),
            path: Vec::new(),
            empty: None,
            target: None,
            taken: Vec::new(),
            lists: Vec::new(),
            nodes: Vec::new(),
        }
    }

    fn neighbours(&self, node: NodeId) -> Neighbours<'g> {
        self.run.graph.neighbours(node, self.expand.hop.direction, &self.expand.hop.types)
    }

    /// Gives the present path, which ends at `node`, if it ends where it must.
    fn give(&mut self, node: NodeId) -> bool {
        if self.expand.hop.into && self.target != Some(node) {
            return false;
        }
        if self.wants_lists {
            let item = |id: &RelationshipId| Value::Relationship(Relationship::bare(*id));
            self.lists.push(match self.expand.reversed {
                true => Value::list(self.path.iter().rev().map(item)),
                false => Value::list(self.path.iter().map(item)),
            });
        }
        if !self.expand.hop.into {
            self.nodes.push(node);
        }
        true
    }
}

impl Fan for ExpandPathFan<'_> {
    fn start(&mut self, batch: &Batch, row: usize) -> Result<()> {
        let hop = &self.expand.hop;
        self.taken = taken(batch, row, &hop.differs);
        self.open.clear();
        self.path.clear();
        self.empty = None;
        let Some(from) = batch.node(hop.from, row) else { return Ok(()) };
        if hop.into {
            self.target = batch.node(hop.to, row);
            if self.target.is_none() {
                return Ok(());
            }
        }
        if self.expand.min == 0 {
            self.empty = Some(from);
        }
        if self.expand.max > 0 {
            self.open.push(self.neighbours(from));
        }
        Ok(())
    }

    fn fill(&mut self, batch: &Batch, row: usize, room: usize) -> Result<(usize, bool)> {
        let mut count = 0;
        if let Some(node) = self.empty.take() {
            count += usize::from(self.give(node));
        }
        while count < room {
            self.run.session.tick()?;
            let Some(next) = self.open.last_mut().map(Iterator::next) else { return Ok((count, true)) };
            let Some((relationship, node)) = next else {
                self.open.pop();
                self.path.pop();
                continue;
            };
            if self.path.contains(&relationship) || self.taken.contains(&relationship) {
                continue;
            }
            if !holds(&self.run, self.expand.condition.as_ref(), relationship, batch, row)? {
                continue;
            }
            self.path.push(relationship);
            let length = self.path.len() as u64;
            if length >= self.expand.min {
                count += usize::from(self.give(node));
            }
            if length < self.expand.max {
                self.open.push(self.neighbours(node));
            } else {
                self.path.pop();
            }
        }
        Ok((count, false))
    }

    fn finish(&mut self, out: &mut Batch, _: &[usize]) {
        if self.wants_lists {
            out.set(self.expand.hop.relationship, Column::Values(std::mem::take(&mut self.lists)));
        }
        if !self.expand.hop.into {
            out.set(self.expand.hop.to, Column::Nodes(std::mem::take(&mut self.nodes)));
        }
    }
}

/// Whether a condition on a relationship, which stands in local 0, is true.
pub(super) fn holds(
    run: &Run<'_>,
    condition: Option<&Formula>,
    relationship: RelationshipId,
    batch: &Batch,
    row: usize,
) -> Result<bool> {
    let Some(condition) = condition else { return Ok(true) };
    let mut frame = Frame::new(run, batch, row);
    frame.set_local(0, Value::Relationship(Relationship::bare(relationship)));
    Ok(frame.truth(condition)? == Some(true))
}
