//! A node to its relationships and neighbours, without an allocation.

use std::sync::Arc;

use super::delta::{Entry, NodeDelta};
use super::{Graph, NodeIndex, RelationshipIndex, TypeId, dense};
use crate::model::Direction;

/// Which relationship types are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TypeSet {
    /// All.
    #[default]
    Any,
    /// One.
    One(TypeId),
    /// These, each once; none when empty.
    Some(Arc<[TypeId]>),
}

impl TypeSet {
    /// Exactly these types.
    #[must_use]
    pub fn of(types: impl IntoIterator<Item = TypeId>) -> Self {
        let mut types: Vec<TypeId> = types.into_iter().collect();
        types.sort_unstable();
        types.dedup();
        match types[..] {
            [one] => Self::One(one),
            _ => Self::Some(types.into()),
        }
    }

    /// Whether a type is meant.
    #[inline]
    #[must_use]
    pub fn contains(&self, relationship_type: TypeId) -> bool {
        match self {
            Self::Any => true,
            Self::One(one) => *one == relationship_type,
            Self::Some(types) => types.contains(&relationship_type),
        }
    }

    /// The `at`-th adjacency to read: `Some(None)` is the one of all types together.
    #[inline]
    fn table(&self, at: usize) -> Option<Option<TypeId>> {
        match self {
            Self::Any => (at == 0).then_some(None),
            Self::One(one) => (at == 0).then_some(Some(*one)),
            Self::Some(types) => types.get(at).copied().map(Some),
        }
    }
}

/// Relationships of a node, each with the node at its other end. Made by [`Graph::expand`].
#[derive(Clone)]
pub struct Neighbours<'a> {
    graph: &'a Graph,
    node: u32,
    types: TypeSet,
    /// Whether a second pass, over incoming relationships, is to follow.
    turn: bool,
    incoming: bool,
    skip_loops: bool,
    /// The next adjacency table of the base to read.
    table: usize,
    neighbours: &'a [NodeIndex],
    relationships: &'a [RelationshipIndex],
    delta: Option<&'a NodeDelta>,
    newer: Option<imbl::vector::Iter<'a, Entry, imbl::shared_ptr::DefaultSharedPtr>>,
}

impl Graph {
    /// Relationships of a node with the node at their other end, in a fixed order. A loop comes once for `Both`.
    #[inline]
    #[must_use]
    pub fn expand(&self, index: NodeIndex, direction: Direction, types: &TypeSet) -> Neighbours<'_> {
        let node = dense(index.index());
        let delta = if self.delta.adjacency.is_empty() { None } else { self.delta.adjacency.get(&node) };
        Neighbours {
            graph: self,
            node,
            types: types.clone(),
            turn: direction == Direction::Both,
            incoming: direction == Direction::Incoming,
            skip_loops: false,
            table: 0,
            neighbours: &[],
            relationships: &[],
            delta,
            newer: None,
        }
    }

    /// Calls `visit` with each relationship of a node and the node at its other end; stops when it gives `false`.
    /// The fastest way to expand: where nothing is newer than the base it walks two slices.
    #[inline]
    pub fn for_each_neighbour(
        &self,
        index: NodeIndex,
        direction: Direction,
        types: &TypeSet,
        mut visit: impl FnMut(RelationshipIndex, NodeIndex) -> bool,
    ) {
        if let Some((neighbours, relationships)) = self.row_slices(index, direction, types) {
            for (node, relationship) in neighbours.iter().zip(relationships) {
                if !visit(*relationship, *node) {
                    return;
                }
            }
            return;
        }
        for (relationship, node) in self.expand(index, direction, types) {
            if !visit(relationship, node) {
                return;
            }
        }
    }

    /// Neighbours and relationships of a node as two sorted slices of equal length, when they lie so: one direction, one
    /// type or all, nothing newer at this node.
    #[inline]
    #[must_use]
    pub fn row_slices(
        &self,
        index: NodeIndex,
        direction: Direction,
        types: &TypeSet,
    ) -> Option<(&[NodeIndex], &[RelationshipIndex])> {
        let table = match types {
            TypeSet::Any => None,
            TypeSet::One(one) => Some(*one),
            TypeSet::Some(_) => return None,
        };
        let node = dense(index.index());
        if direction == Direction::Both
            || (!self.delta.adjacency.is_empty() && self.delta.adjacency.contains_key(&node))
        {
            return None;
        }
        let adjacency = self.base.adjacency(table, direction == Direction::Incoming);
        Some(adjacency.map(|a| a.row(node)).unwrap_or_default())
    }

    /// How many relationships [`Graph::expand`] gives. Cost: constant where nothing is newer than the base, but for loops.
    #[must_use]
    pub fn degree_at(&self, index: NodeIndex, direction: Direction, types: &TypeSet) -> usize {
        match self.row_slices(index, direction, types) {
            Some((neighbours, _)) => neighbours.len(),
            None => self.expand(index, direction, types).count(),
        }
    }

    pub(super) fn has_relationships(&self, row: u32) -> bool {
        self.expand(row.into(), Direction::Both, &TypeSet::Any).next().is_some()
    }
}

impl Neighbours<'_> {
    /// Moves on to the next slice or list that may have entries; `false` when there is none.
    fn advance(&mut self) -> bool {
        if let Some(table) = self.types.table(self.table) {
            self.table += 1;
            let adjacency = self.graph.base.adjacency(table, self.incoming);
            (self.neighbours, self.relationships) = adjacency.map(|a| a.row(self.node)).unwrap_or_default();
            return true;
        }
        if let (None, Some(delta)) = (&self.newer, self.delta) {
            self.newer = Some(if self.incoming { delta.incoming.iter() } else { delta.outgoing.iter() });
            return true;
        }
        if std::mem::take(&mut self.turn) {
            (self.incoming, self.skip_loops, self.table, self.newer) = (true, true, 0, None);
            return true;
        }
        false
    }

    fn accepts(&self, relationship: RelationshipIndex, node: NodeIndex) -> bool {
        if self.skip_loops && dense(node.index()) == self.node {
            return false;
        }
        let thinned = self.delta.is_some_and(|delta| delta.thinned);
        !thinned || self.graph.relationship_change(dense(relationship.index())) != Some(None)
    }
}

impl Iterator for Neighbours<'_> {
    type Item = (RelationshipIndex, NodeIndex);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let (Some((node, nodes)), Some((relationship, relationships))) =
                (self.neighbours.split_first(), self.relationships.split_first())
            {
                (self.neighbours, self.relationships) = (nodes, relationships);
                if self.accepts(*relationship, *node) {
                    return Some((*relationship, *node));
                }
                continue;
            }
            if let Some(entry) = self.newer.as_mut().and_then(Iterator::next) {
                let looped = self.skip_loops && entry.neighbour == self.node;
                if !looped && self.types.contains(entry.relationship_type) {
                    return Some((entry.relationship.into(), entry.neighbour.into()));
                }
                continue;
            }
            if !self.advance() {
                return None;
            }
        }
    }
}
