//! Paths of relationships from a node, for each row, depth first.

use super::batch::{Batch, Column, relationship_value};
use super::evaluate::Frame;
use super::expand::{taken, type_set};
use super::fan::Fan;
use super::session::Run;
use crate::graph::{Neighbours, NodeIndex, RelationshipIndex, TypeSet};
use crate::model::Value;
use crate::query::QueryError;
use crate::query::plan::{ExpandPath, Formula, Operator};

type Result<T> = std::result::Result<T, QueryError>;

/// Walks paths on which no relationship comes twice.
pub struct ExpandPathFan<'g> {
    run: Run<'g>,
    expand: &'g ExpandPath,
    types: TypeSet,
    wants_lists: bool,
    /// For each node of the present path, its relationships that are still to be tried.
    open: Vec<Neighbours<'g>>,
    path: Vec<RelationshipIndex>,
    /// A path of no relationships that is still to be given.
    empty: Option<NodeIndex>,
    target: Option<NodeIndex>,
    taken: Vec<RelationshipIndex>,
    lists: Vec<Value>,
    nodes: Vec<NodeIndex>,
}

impl<'g> ExpandPathFan<'g> {
    /// Paths from the node in `expand.hop.from`.
    pub fn new(run: Run<'g>, expand: &'g ExpandPath, operator: &Operator) -> Self {
        Self {
            run,
            expand,
            types: type_set(run.graph, &expand.hop),
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

    fn neighbours(&self, node: NodeIndex) -> Neighbours<'g> {
        self.run.graph.expand(node, self.expand.hop.direction, &self.types)
    }

    /// Gives the present path, which ends at `node`, if it ends where it must.
    fn give(&mut self, node: NodeIndex) -> bool {
        if self.expand.hop.into && self.target != Some(node) {
            return false;
        }
        if self.wants_lists {
            let item = |index: &RelationshipIndex| relationship_value(*index, self.run.graph);
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
        self.taken = taken(batch, row, &hop.differs, self.run.graph);
        self.open.clear();
        self.path.clear();
        self.empty = None;
        let Some(from) = batch.node(hop.from, row, self.run.graph) else { return Ok(()) };
        if hop.into {
            self.target = batch.node(hop.to, row, self.run.graph);
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
    relationship: RelationshipIndex,
    batch: &Batch,
    row: usize,
) -> Result<bool> {
    let Some(condition) = condition else { return Ok(true) };
    let mut frame = Frame::new(run, batch, row);
    frame.set_local(0, relationship_value(relationship, run.graph));
    Ok(frame.truth(condition)? == Some(true))
}
