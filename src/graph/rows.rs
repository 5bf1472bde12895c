//! Which rows of a table have something, and as the how-manieth: the presence part of columns and adjacency.

/// An immutable set of row numbers that gives the position of each in the set.
#[derive(Clone, Debug)]
pub(super) enum RowSet {
    /// Every row below a bound.
    All(u32),
    /// A bit a row, and before each word the number of bits set so far. Cost of a look-up: constant.
    Ranked { words: Box<[u64]>, ranks: Box<[u32]> },
    /// A sorted list, for few rows. Cost of a look-up: logarithmic.
    Listed(Box<[u32]>),
}

impl Default for RowSet {
    fn default() -> Self {
        Self::All(0)
    }
}

impl RowSet {
    /// From rows that ascend strictly, all below `bound`.
    pub(super) fn new(rows: Vec<u32>, bound: usize) -> Self {
        let count = rows.len();
        Self::of(rows.into_iter(), count, bound)
    }

    fn of(rows: impl Iterator<Item = u32>, count: usize, bound: usize) -> Self {
        if count == bound {
            return Self::All(super::dense(bound));
        }
        // A listed row costs 32 bits; a bitmap 1.5 bits for every row of the table.
        if count < bound / 32 {
            return Self::Listed(rows.collect());
        }
        let mut words = vec![0_u64; bound.div_ceil(64)];
        for row in rows {
            if let Some(word) = words.get_mut(row as usize / 64) {
                *word |= 1 << (row % 64);
            }
        }
        let mut seen = 0;
        let ranks = words
            .iter()
            .map(|word| {
                let before = seen;
                seen += word.count_ones();
                before
            })
            .collect();
        Self::Ranked { words: words.into_boxed_slice(), ranks }
    }

    /// The position of a row in the set.
    #[inline]
    pub(super) fn position(&self, row: u32) -> Option<usize> {
        match self {
            Self::All(bound) => (row < *bound).then_some(row as usize),
            Self::Ranked { words, ranks } => {
                let (at, bit) = (row as usize / 64, 1_u64 << (row % 64));
                let word = *words.get(at)?;
                (word & bit != 0)
                    .then(|| *ranks.get(at).unwrap_or(&0) as usize + (word & (bit - 1)).count_ones() as usize)
            }
            Self::Listed(rows) => rows.binary_search(&row).ok(),
        }
    }

    /// The rows, ascending.
    pub(super) fn iter(&self) -> Box<dyn Iterator<Item = u32> + '_> {
        match self {
            Self::All(bound) => Box::new(0..*bound),
            Self::Ranked { words, .. } => Box::new(words.iter().enumerate().flat_map(|(at, word)| {
                let base = super::dense(at * 64);
                (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| base + bit)
            })),
            Self::Listed(rows) => Box::new(rows.iter().copied()),
        }
    }

    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::All(_) => 0,
            Self::Ranked { words, .. } => words.len() * 12,
            Self::Listed(rows) => rows.len() * 4,
        }
    }
}

/// Rows on their way to a set: stretches of them, ascending.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranges {
    /// First rows and numbers of rows.
    ranges: Vec<(u32, u32)>,
    len: usize,
}

impl Ranges {
    /// Adds rows that are all above those before.
    pub(super) fn push(&mut self, first: u32, count: u32) {
        self.len += count as usize;
        match self.ranges.last_mut() {
            Some((begin, rows)) if begin.checked_add(*rows) == Some(first) => *rows += count,
            _ if count > 0 => self.ranges.push((first, count)),
            _ => {}
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The set; all rows are below `bound`.
    pub(super) fn into_set(self, bound: usize) -> RowSet {
        RowSet::of(self.ranges.iter().flat_map(|(first, rows)| *first..first + rows), self.len, bound)
    }
}

#[cfg(test)]
mod tests {
    use super::RowSet;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn positions_are_ranks_in_every_form(rows in proptest::collection::btree_set(0_u32..500, 0..400), bound in 500_usize..20_000) {
            let rows: Vec<u32> = rows.into_iter().collect();
            let set = RowSet::new(rows.clone(), bound);
            prop_assert_eq!(set.iter().collect::<Vec<_>>(), rows.clone());
            for row in 0..600 {
                prop_assert_eq!(set.position(row), rows.binary_search(&row).ok());
            }
        }
    }

    #[test]
    fn a_full_set_costs_nothing() {
        let set = RowSet::new((0..100).collect(), 100);
        assert_eq!((set.bytes(), set.position(99), set.position(100)), (0, Some(99), None));
    }
}
