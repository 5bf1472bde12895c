//! Rows of the base and of the delta to one sequence in order of identity.

use std::iter::Peekable;

use super::delta::Members;
use super::{Graph, LabelId, NodeIndex, RelationshipIndex, TypeId, dense};

impl Graph {
    /// All nodes' rows, in order of identity.
    pub fn node_indexes(&self) -> Box<dyn Iterator<Item = NodeIndex> + '_> {
        let base = 0..dense(self.base.nodes.ids.len());
        let id = |row: u32| self.node_id(row.into());
        Box::new(merge(base, Some(&self.delta.all_nodes), id).map(NodeIndex::from))
    }

    /// All relationships' rows, in order of identity.
    pub fn relationship_indexes(&self) -> Box<dyn Iterator<Item = RelationshipIndex> + '_> {
        let base = 0..dense(self.base.relationships.ids.len());
        let id = |row: u32| self.relationship_id(row.into());
        Box::new(merge(base, Some(&self.delta.all_relationships), id).map(RelationshipIndex::from))
    }

    /// The rows of the nodes that have a label, in order of identity.
    pub fn indexes_with_label(&self, label: LabelId) -> Box<dyn Iterator<Item = NodeIndex> + '_> {
        let base = self.base.nodes.with_label(label).iter().copied();
        let id = |row: u32| self.node_id(row.into());
        Box::new(merge(base, self.delta.by_label.get(&label), id).map(NodeIndex::from))
    }

    /// The rows of the relationships that have a type, in order of identity.
    pub fn indexes_with_type(&self, relationship_type: TypeId) -> Box<dyn Iterator<Item = RelationshipIndex> + '_> {
        let base = self.base.relationships.with_type(relationship_type).iter().copied();
        let id = |row: u32| self.relationship_id(row.into());
        Box::new(merge(base, self.delta.by_type.get(&relationship_type), id).map(RelationshipIndex::from))
    }
}

/// Rows of the base without the removed ones, with the added ones where their identity puts them.
fn merge<'a, Id: Ord + Copy + 'a>(
    base: impl Iterator<Item = u32> + 'a,
    members: Option<&'a Members<Id>>,
    id: impl Fn(u32) -> Option<Id> + 'a,
) -> Box<dyn Iterator<Item = u32> + 'a> {
    let changed = members.filter(|m| !m.added.is_empty() || !m.removed.is_empty());
    let Some(members) = changed else { return Box::new(base) };
    let removed = members.removed.iter().copied().peekable();
    let base = Remaining { base, removed }.peekable();
    Box::new(Merged { base, added: members.added.iter().map(|(id, row)| (*id, *row)).peekable(), id })
}

/// Ascending rows without other ascending rows.
struct Remaining<B: Iterator<Item = u32>, R: Iterator<Item = u32>> {
    base: B,
    removed: Peekable<R>,
}

impl<B: Iterator<Item = u32>, R: Iterator<Item = u32>> Iterator for Remaining<B, R> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        loop {
            let row = self.base.next()?;
            while self.removed.next_if(|removed| *removed < row).is_some() {}
            if self.removed.peek() != Some(&row) {
                return Some(row);
            }
        }
    }
}

struct Merged<Id, B: Iterator<Item = u32>, A: Iterator<Item = (Id, u32)>, F> {
    base: Peekable<B>,
    added: Peekable<A>,
    id: F,
}

impl<Id, B, A, F> Iterator for Merged<Id, B, A, F>
where
    Id: Ord + Copy,
    B: Iterator<Item = u32>,
    A: Iterator<Item = (Id, u32)>,
    F: Fn(u32) -> Option<Id>,
{
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let first = match (self.base.peek(), self.added.peek()) {
            (Some(row), Some((added, _))) => (self.id)(*row) < Some(*added),
            (Some(_), None) => true,
            (None, _) => false,
        };
        if first { self.base.next() } else { self.added.next().map(|(_, row)| row) }
    }
}
