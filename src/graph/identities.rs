//! Lasting identities to dense rows and back.

/// Identities in ascending order; the row of each is its place in that order.
#[derive(Clone, Debug)]
pub(super) enum Identities {
    /// `first, first + 1, …`, without a hole.
    Range { first: u64, len: u32 },
    /// Any ascending identities; `table[identity - first]` is the row, where they lie close enough for a table.
    List { ids: Box<[u64]>, table: Option<Box<[u32]>> },
}

const HOLE: u32 = u32::MAX;

impl Default for Identities {
    fn default() -> Self {
        Self::Range { first: 0, len: 0 }
    }
}

impl Identities {
    /// From identities that ascend strictly.
    pub(super) fn new(ids: Vec<u64>) -> Self {
        let (Some(first), Some(last)) = (ids.first().copied(), ids.last().copied()) else { return Self::default() };
        let span = last - first;
        if span == ids.len() as u64 - 1 {
            return Self::Range { first, len: super::dense(ids.len()) };
        }
        let close = span / 4 <= ids.len() as u64;
        let table = close.then(|| {
            let mut table = vec![HOLE; usize::try_from(span).unwrap_or(0) + 1];
            for (row, id) in ids.iter().enumerate() {
                if let Some(slot) = usize::try_from(id - first).ok().and_then(|at| table.get_mut(at)) {
                    *slot = super::dense(row);
                }
            }
            table.into_boxed_slice()
        });
        Self::List { ids: ids.into_boxed_slice(), table }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Range { len, .. } => *len as usize,
            Self::List { ids, .. } => ids.len(),
        }
    }

    #[inline]
    pub(super) fn row(&self, id: u64) -> Option<u32> {
        match self {
            Self::Range { first, len } => {
                let at = id.checked_sub(*first)?;
                (at < u64::from(*len)).then_some(at as u32)
            }
            Self::List { ids, table: Some(table) } => {
                let at = usize::try_from(id.checked_sub(*ids.first()?)?).ok()?;
                table.get(at).copied().filter(|row| *row != HOLE)
            }
            Self::List { ids, table: None } => ids.binary_search(&id).ok().map(super::dense),
        }
    }

    #[inline]
    pub(super) fn id(&self, row: u32) -> Option<u64> {
        match self {
            Self::Range { first, len } => (row < *len).then(|| first + u64::from(row)),
            Self::List { ids, .. } => ids.get(row as usize).copied(),
        }
    }

    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Range { .. } => 0,
            Self::List { ids, table } => ids.len() * 8 + table.as_ref().map_or(0, |t| t.len() * 4),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Identities;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_and_identities_are_each_others_inverse(
            ids in proptest::collection::btree_set(prop_oneof![0_u64..40, 1_000_000_u64..1_000_900, any::<u64>()], 0..200),
        ) {
            let ids: Vec<u64> = ids.into_iter().collect();
            let identities = Identities::new(ids.clone());
            prop_assert_eq!(identities.len(), ids.len());
            for (row, id) in ids.iter().enumerate() {
                prop_assert_eq!(identities.row(*id), Some(row as u32));
                prop_assert_eq!(identities.id(row as u32), Some(*id));
                let next = id.wrapping_add(1);
                prop_assert_eq!(identities.row(next).is_some(), ids.binary_search(&next).is_ok());
            }
            prop_assert_eq!(identities.id(ids.len() as u32), None);
        }
    }
}
