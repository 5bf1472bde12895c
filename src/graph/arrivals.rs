//! Identities in any order of arrival to rows that ascend.

use rustc_hash::{FxHashMap, FxHashSet};

use super::dense;

/// Identities in order of arrival, with those deleted again.
#[derive(Debug, Default)]
pub(super) struct Arrivals {
    pub ids: Vec<u64>,
    /// Made when identities stop being `first, first + 1, …`.
    places: Option<FxHashMap<u64, u32>>,
    pub gone: FxHashSet<u32>,
}

impl Arrivals {
    /// The row of an identity, also of a deleted one.
    pub fn find(&self, id: u64) -> Option<u32> {
        match &self.places {
            Some(places) => places.get(&id).copied(),
            None => {
                let at = id.checked_sub(*self.ids.first()?)?;
                (at < self.ids.len() as u64).then_some(at as u32)
            }
        }
    }

    /// The row of an identity that is not deleted.
    pub fn alive(&self, id: u64) -> Option<u32> {
        self.find(id).filter(|row| self.gone.is_empty() || !self.gone.contains(row))
    }

    /// Gives a new identity the next row.
    pub fn push(&mut self, id: u64) -> u32 {
        let row = dense(self.ids.len());
        let expected = self.ids.last().map(|last| last.wrapping_add(1));
        if self.places.is_none() && expected.is_some_and(|e| e != id) {
            self.places = Some(self.ids.iter().enumerate().map(|(at, id)| (*id, dense(at))).collect());
        }
        if let Some(places) = &mut self.places {
            places.insert(id, row);
        }
        self.ids.push(id);
        row
    }

    /// The rows that stay, in order of identity, and the new place of each old row; `None` when nothing moves.
    pub fn order(&self) -> Option<(Vec<u32>, Vec<u32>)> {
        if self.gone.is_empty() && self.ids.is_sorted() {
            return None;
        }
        let mut order: Vec<u32> = (0..dense(self.ids.len())).filter(|row| !self.gone.contains(row)).collect();
        order.sort_unstable_by_key(|row| self.ids.get(*row as usize));
        let mut places = vec![u32::MAX; self.ids.len()];
        for (place, row) in order.iter().enumerate() {
            if let Some(slot) = places.get_mut(*row as usize) {
                *slot = dense(place);
            }
        }
        Some((order, places))
    }
}

/// What stays of the values of rows, in the order of [`Arrivals::order`].
pub(super) fn reorder<T: Copy>(values: Vec<T>, order: Option<&Vec<u32>>) -> Vec<T> {
    match order {
        None => values,
        Some(order) => order.iter().filter_map(|row| values.get(*row as usize).copied()).collect(),
    }
}
