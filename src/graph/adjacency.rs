//! Relationships to compressed sparse rows: for each node its neighbours, sorted, side by side in memory.

use super::rows::RowSet;
use super::{NodeIndex, RelationshipIndex};

/// The relationships of one type, or of all types, in one direction.
///
/// Invariant: `offsets` ascends, has one entry more than there are positions in `rows` (one more than nodes when `rows`
/// is `All`), and its last entry is the length of both other arrays. Entries of a node ascend by neighbour, then
/// relationship.
#[derive(Clone, Debug, Default)]
pub(super) struct Adjacency {
    rows: RowSet,
    offsets: Box<[u32]>,
    neighbours: Box<[NodeIndex]>,
    relationships: Box<[RelationshipIndex]>,
}

/// One relationship as seen by the node that it is filed under.
type Entry = (u32, u32, u32);

impl Adjacency {
    /// From `(node, neighbour, relationship)` in any order, over `bound` nodes. Cost: linear for many entries, `n log n`
    /// for fewer than an eighth of the nodes.
    pub(super) fn new(entries: impl Iterator<Item = Entry> + Clone, bound: usize) -> Self {
        let count = entries.clone().count();
        if count < bound / 8 { Self::from_few(entries.collect()) } else { Self::from_many(entries, count, bound) }
    }

    fn from_few(mut entries: Vec<Entry>) -> Self {
        entries.sort_unstable();
        let (mut rows, mut offsets) = (Vec::new(), Vec::new());
        for (at, (node, ..)) in entries.iter().enumerate() {
            if rows.last() != Some(node) {
                rows.push(*node);
                offsets.push(super::dense(at));
            }
        }
        offsets.push(super::dense(entries.len()));
        let bound = rows.last().map_or(0, |last| *last as usize + 1);
        Self {
            rows: RowSet::new(rows, bound),
            offsets: offsets.into_boxed_slice(),
            neighbours: entries.iter().map(|e| NodeIndex::from(e.1)).collect(),
            relationships: entries.iter().map(|e| RelationshipIndex::from(e.2)).collect(),
        }
    }

    /// Two counting sorts: filing by neighbour first and then walking those files in order sorts every node's entries.
    fn from_many(entries: impl Iterator<Item = Entry> + Clone, count: usize, bound: usize) -> Self {
        let mut starts = count_rows(entries.clone().map(|e| e.1), bound);
        let mut by_neighbour = vec![(0_u32, 0_u32, 0_u32); count];
        for entry in entries.clone() {
            place(&mut by_neighbour, &mut starts, entry.1, entry);
        }
        let mut starts = count_rows(entries.map(|e| e.0), bound);
        let offsets: Box<[u32]> = starts.iter().copied().chain([super::dense(count)]).collect();
        let mut sorted = vec![(NodeIndex::default(), RelationshipIndex::default()); count];
        for (node, neighbour, relationship) in by_neighbour {
            place(&mut sorted, &mut starts, node, (NodeIndex::from(neighbour), RelationshipIndex::from(relationship)));
        }
        let (neighbours, relationships): (Vec<_>, Vec<_>) = sorted.into_iter().unzip();
        Self {
            rows: RowSet::All(super::dense(bound)),
            offsets,
            neighbours: neighbours.into_boxed_slice(),
            relationships: relationships.into_boxed_slice(),
        }
    }

    /// Neighbours and relationships of a node, of equal length. Cost: constant.
    #[inline]
    pub(super) fn row(&self, node: u32) -> (&[NodeIndex], &[RelationshipIndex]) {
        self.find(node).unwrap_or_default()
    }

    #[inline]
    fn find(&self, node: u32) -> Option<(&[NodeIndex], &[RelationshipIndex])> {
        let at = self.rows.position(node)?;
        let range = *self.offsets.get(at)? as usize..*self.offsets.get(at + 1)? as usize;
        Some((self.neighbours.get(range.clone())?, self.relationships.get(range)?))
    }

    pub(super) fn bytes(&self) -> usize {
        self.rows.bytes() + self.offsets.len() * 4 + self.neighbours.len() * 8
    }
}

/// Where the entries of each row begin.
fn count_rows(rows: impl Iterator<Item = u32>, bound: usize) -> Vec<u32> {
    let mut starts = vec![0_u32; bound];
    for row in rows {
        if let Some(count) = starts.get_mut(row as usize) {
            *count += 1;
        }
    }
    let mut before = 0;
    for start in &mut starts {
        before += std::mem::replace(start, before);
    }
    starts
}

#[inline]
fn place<T>(into: &mut [T], starts: &mut [u32], row: u32, item: T) {
    if let Some(start) = starts.get_mut(row as usize) {
        if let Some(slot) = into.get_mut(*start as usize) {
            *slot = item;
        }
        *start += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_are_the_sorted_entries_of_their_node(
            pairs in proptest::collection::vec((0_u32..60, 0_u32..60), 0..150),
            bound in prop_oneof![Just(60_usize), Just(4000)],
        ) {
            let entries: Vec<Entry> = pairs.iter().enumerate().map(|(r, (a, b))| (*a, *b, r as u32)).collect();
            let adjacency = Adjacency::new(entries.iter().copied(), bound);
            for node in 0..70 {
                let mut expected: Vec<_> = entries.iter().filter(|e| e.0 == node).map(|e| (e.1, e.2)).collect();
                expected.sort_unstable();
                let (neighbours, relationships) = adjacency.row(node);
                let got: Vec<_> = neighbours.iter().zip(relationships).map(|(n, r)| (n.index() as u32, r.index() as u32)).collect();
                prop_assert_eq!(got, expected);
            }
        }
    }
}
