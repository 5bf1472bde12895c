//! Chosen names by token: what later stages ask of the names before and behind a word.

use super::candidate::{Candidate, Form};
use super::reading::Reading;
use super::tables::Holder;
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
    /// The country whose releases are read, when it is named.
    home: Option<usize>,
    /// Entities of its heads of state.
    holders: Vec<(usize, &'static Holder)>,
}

/// How many names back a title or noun may refer to.
const LOOK_BACK: usize = 500;

/// A name with its entity.
#[derive(Clone, Copy, Debug)]
pub struct NameOf<'a> {
    /// The name.
    pub name: &'a Candidate,
    /// Index of its entity.
    pub entity: usize,
}

impl<'a> Named<'a> {
    /// Names of a text with the entity of each beside it.
    #[must_use]
    pub fn new(reading: &Reading<'_>, names: &'a [Candidate], entities: &'a [Entity], entity_of: &'a [usize]) -> Self {
        let mut at_token = vec![None; reading.tokens.len()];
        for (index, name) in names.iter().enumerate() {
            if let Some(stretch) = at_token.get_mut(name.first..=name.last) {
                stretch.fill(Some(index));
            }
        }
        let mut named = Self { names, entities, entity_of, at_token, home: None, holders: Vec::new() };
        let home = named.iter().find(|n| n.name.group.is_some_and(|group| reading.is_home(group))).map(|n| n.entity);
        let entity_of = |holder: &Holder| named.iter().find(|n| is_named(n, holder)).map(|n| n.entity);
        let holders = reading.tables.holders().iter();
        let holders = holders.filter_map(|holder| Some((entity_of(holder)?, holder))).collect();
        (named.home, named.holders) = (home, holders);
        named
    }

    /// Whether the entity is the country whose releases are read.
    #[must_use]
    pub fn is_home(&self, entity: usize) -> bool {
        self.home == Some(entity)
    }

    /// The heads of state of that country who are named, in order of their terms, with their entities.
    #[must_use]
    pub fn holders(&self) -> &[(usize, &'static Holder)] {
        &self.holders
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

    /// The last name that ends before the token and that `wanted` holds for; not one long before.
    pub fn last_before(&self, token: usize, wanted: impl Fn(&NameOf<'a>) -> bool) -> Option<NameOf<'a>> {
        let end = self.names.partition_point(|n| n.last < token);
        (0..end).rev().take(LOOK_BACK).filter_map(|i| self.get(i)).find(|n| wanted(n))
    }

    /// All names, in order.
    pub fn iter(&self) -> impl Iterator<Item = NameOf<'a>> + '_ {
        (0..self.names.len()).filter_map(|i| self.get(i))
    }

    fn get(&self, index: usize) -> Option<NameOf<'a>> {
        Some(NameOf { name: self.names.get(index)?, entity: *self.entity_of.get(index)? })
    }
}

/// Whether a name is a holder's: surnames equal and given names agree.
fn is_named(name: &NameOf<'_>, holder: &Holder) -> bool {
    let Form::Person { parts } = &name.name.form else { return false };
    let mut words = holder.name.split_whitespace();
    let (Some(given), Some(surname)) = (words.next(), words.next()) else { return false };
    let surnamed = parts.last().is_some_and(|last| last == surname);
    let fits = match parts.first() {
        Some(first) if parts.len() > 1 => {
            first == given || first.strip_suffix('.').is_some_and(|i| given.starts_with(i))
        }
        _ => true,
    };
    (surnamed && fits) || (parts.len() == 2 && parts.first().is_some_and(|first| first == given) && given.contains('-'))
}
