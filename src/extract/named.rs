//! Chosen names by token: what later stages ask of the names before and behind a word.

use super::candidate::Candidate;
use crate::model::{Entity, EntityKind};

/// The names of a release and the entities that they name.
#[derive(Debug)]
pub struct Named<'a> {
    /// Names that do not overlap, in order.
    pub names: &'a [Candidate],
    /// What they name.
    pub entities: &'a [Entity],
    /// Index of the entity of each name.
    entity_of: &'a [usize],
    /// Index of the name that a token belongs to.
    at_token: Vec<Option<usize>>,
}

/// A name with its entity.
#[derive(Clone, Copy, Debug)]
pub struct NameOf<'a> {
    /// The name.
    pub name: &'a Candidate,
    /// Index of its entity.
    pub entity: usize,
}

impl<'a> Named<'a> {
    /// Names with the entity of each beside it, of a text of `tokens` tokens.
    #[must_use]
    pub fn new(names: &'a [Candidate], entities: &'a [Entity], entity_of: &'a [usize], tokens: usize) -> Self {
        let mut at_token = vec![None; tokens];
        for (index, name) in names.iter().enumerate() {
            if let Some(stretch) = at_token.get_mut(name.first..=name.last) {
                stretch.fill(Some(index));
            }
        }
        Self { names, entities, entity_of, at_token }
    }

    /// The name that the token belongs to.
    #[must_use]
    pub fn at(&self, token: usize) -> Option<NameOf<'a>> {
        self.get(self.at_token.get(token).copied().flatten()?)
    }

    /// The name that begins at the token, when it is a person's.
    #[must_use]
    pub fn person_at(&self, token: usize) -> Option<NameOf<'a>> {
        self.at(token).filter(|n| n.name.first == token && n.name.kind == EntityKind::Person)
    }

    /// The last name that ends before the token and that `wanted` holds for.
    pub fn last_before(&self, token: usize, wanted: impl Fn(&NameOf<'a>) -> bool) -> Option<NameOf<'a>> {
        let end = self.names.partition_point(|n| n.last < token);
        (0..end).rev().filter_map(|i| self.get(i)).find(|n| wanted(n))
    }

    /// All names, in order.
    pub fn iter(&self) -> impl Iterator<Item = NameOf<'a>> + '_ {
        (0..self.names.len()).filter_map(|i| self.get(i))
    }

    fn get(&self, index: usize) -> Option<NameOf<'a>> {
        Some(NameOf { name: self.names.get(index)?, entity: *self.entity_of.get(index)? })
    }
}
