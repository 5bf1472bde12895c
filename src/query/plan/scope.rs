//! Names to slots, while a statement is planned.

use std::sync::Arc;

use super::formula::Formula;

/// What names mean at one point of a statement.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Variables in the order in which they were bound; the last of a name counts.
    names: Vec<(Arc<str>, usize)>,
    /// Variables of comprehensions around the present expression, outermost first.
    locals: Vec<Arc<str>>,
    /// The first slot that is free.
    width: usize,
}

impl Scope {
    /// The slot of a variable of the row.
    #[must_use]
    pub fn slot(&self, name: &str) -> Option<usize> {
        self.names.iter().rev().find(|(n, _)| **n == *name).map(|(_, slot)| *slot)
    }

    /// What a name means in an expression: a variable of a comprehension hides one of the row.
    #[must_use]
    pub fn formula(&self, name: &str) -> Option<Formula> {
        let local = self.locals.iter().rposition(|n| **n == *name).map(Formula::Local);
        local.or_else(|| self.slot(name).map(Formula::Slot))
    }

    /// A slot for a value without a name.
    pub fn fresh(&mut self) -> usize {
        self.width += 1;
        self.width - 1
    }

    /// A new variable of the row, in a slot of its own.
    pub fn bind(&mut self, name: &Arc<str>) -> usize {
        let slot = self.fresh();
        self.bind_at(name, slot);
        slot
    }

    /// A variable of the row in a given slot.
    pub fn bind_at(&mut self, name: &Arc<str>, slot: usize) {
        self.width = self.width.max(slot + 1);
        self.names.retain(|(n, _)| n != name);
        self.names.push((Arc::clone(name), slot));
    }

    /// Enters a comprehension; returns the variable's depth.
    pub fn push_local(&mut self, name: &Arc<str>) -> usize {
        self.locals.push(Arc::clone(name));
        self.locals.len() - 1
    }

    /// Leaves a comprehension.
    pub fn pop_local(&mut self) {
        self.locals.pop();
    }

    /// Variables of the row, sorted by name, and their slots.
    #[must_use]
    pub fn variables(&self) -> Vec<(Arc<str>, usize)> {
        let mut variables = self.names.clone();
        variables.sort();
        variables
    }

    /// Slots that have a name, with it.
    #[must_use]
    pub fn slots(&self) -> Vec<(usize, Arc<str>)> {
        self.names.iter().map(|(name, slot)| (*slot, Arc::clone(name))).collect()
    }

    /// Variables of the row in the order in which they were bound, and their slots.
    #[must_use]
    pub fn variables_in_order(&self) -> Vec<(Arc<str>, usize)> {
        self.names.clone()
    }

    /// Number of slots.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// The scope inside a subquery, with what each of its slots is filled from outside.
    #[must_use]
    pub fn inner(&self) -> (Self, Vec<(usize, Formula)>) {
        let mut inner = Self::default();
        let mut imports = Vec::new();
        for (name, slot) in &self.names {
            imports.push((inner.bind(name), Formula::Slot(*slot)));
        }
        for (depth, name) in self.locals.iter().enumerate() {
            imports.push((inner.bind(name), Formula::Local(depth)));
        }
        (inner, imports)
    }
}
