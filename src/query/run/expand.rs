//! Relationships of a node, for each row.

use super::batch::{Batch, Column};
use super::fan::Fan;
use super::session::Run;
use crate::graph::{Graph, Neighbours, NodeIndex, RelationshipIndex, TypeSet};
use crate::model::{Direction, Value};
use crate::query::QueryError;
use crate::query::plan::{Expand, Operator};

type Result<T> = std::result::Result<T, QueryError>;

/// Follows relationships.
pub struct ExpandFan<'g> {
    run: Run<'g>,
    expand: &'g Expand,
    types: TypeSet,
    wants_relationships: bool,
    pending: Pending<'g>,
    target: Option<NodeIndex>,
    taken: Vec<RelationshipIndex>,
    relationships: Vec<RelationshipIndex>,
    nodes: Vec<NodeIndex>,
}

/// Relationships of a node that are still to be given.
enum Pending<'g> {
    None,
    /// As they lie in the graph: neighbours and relationships side by side.
    Slices(&'g [NodeIndex], &'g [RelationshipIndex]),
    Other(Neighbours<'g>),
}

impl<'g> Pending<'g> {
    fn of(graph: &'g Graph, node: NodeIndex, direction: Direction, types: &TypeSet) -> Self {
        match graph.row_slices(node, direction, types) {
            Some((nodes, relationships)) => Self::Slices(nodes, relationships),
            None => Self::Other(graph.expand(node, direction, types)),
        }
    }

    fn next(&mut self) -> Option<(RelationshipIndex, NodeIndex)> {
        match self {
            Self::None => None,
            Self::Slices(nodes, relationships) => {
                let (node, rest) = nodes.split_first()?;
                let (relationship, others) = relationships.split_first()?;
                (*nodes, *relationships) = (rest, others);
                Some((*relationship, *node))
            }
            Self::Other(neighbours) => neighbours.next(),
        }
    }
}

impl<'g> ExpandFan<'g> {
    /// Relationships of the node in `expand.from`.
    pub fn new(run: Run<'g>, expand: &'g Expand, operator: &Operator) -> Self {
        Self {
            run,
            expand,
            types: type_set(run.graph, expand),
            wants_relationships: operator.keeps(expand.relationship),
            pending: Pending::None,
            target: None,
            taken: Vec::new(),
            relationships: Vec::new(),
            nodes: Vec::new(),
        }
    }
}

impl Fan for ExpandFan<'_> {
    fn start(&mut self, batch: &Batch, row: usize) -> Result<()> {
        let (expand, graph) = (self.expand, self.run.graph);
        self.taken = taken(batch, row, &expand.differs, graph);
        self.pending = Pending::None;
        self.target = None;
        let Some(from) = batch.node(expand.from, row, graph) else { return Ok(()) };
        if !expand.into {
            self.pending = Pending::of(graph, from, expand.direction, &self.types);
            return Ok(());
        }
        let Some(to) = batch.node(expand.to, row, graph) else { return Ok(()) };
        // Look from the side with fewer relationships.
        let back = reverse(expand.direction);
        if graph.degree_at(to, back, &self.types) < graph.degree_at(from, expand.direction, &self.types) {
            self.target = Some(from);
            self.pending = Pending::of(graph, to, back, &self.types);
        } else {
            self.target = Some(to);
            self.pending = Pending::of(graph, from, expand.direction, &self.types);
        }
        Ok(())
    }

    fn fill(&mut self, _: &Batch, _: usize, room: usize) -> Result<(usize, bool)> {
        if let (Pending::Slices(nodes, relationships), true, None) =
            (&mut self.pending, self.taken.is_empty(), self.target)
        {
            // Nothing to be looked at one by one.
            let (now, later) = nodes.split_at(room.min(nodes.len()));
            let (also, others) = relationships.split_at(now.len().min(relationships.len()));
            self.nodes.extend_from_slice(now);
            if self.wants_relationships {
                self.relationships.extend_from_slice(also);
            }
            (*nodes, *relationships) = (later, others);
            return Ok((now.len(), later.is_empty()));
        }
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

/// The types that an expansion may follow.
pub(super) fn type_set(graph: &Graph, expand: &Expand) -> TypeSet {
    match expand.types.as_slice() {
        [] => TypeSet::Any,
        types => TypeSet::of(types.iter().filter_map(|t| graph.type_id(t))),
    }
}

/// The relationships that a row already has in these slots, alone or in lists.
pub(super) fn taken(batch: &Batch, row: usize, slots: &[usize], graph: &Graph) -> Vec<RelationshipIndex> {
    let mut out = Vec::new();
    for &slot in slots {
        match batch.relationship(slot, row, graph) {
            Some(index) => out.push(index),
            None => {
                if let Value::List(items) = batch.value(slot, row, graph) {
                    out.extend(items.iter().filter_map(|item| match item {
                        Value::Relationship(r) => graph.relationship_index(r.id),
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
