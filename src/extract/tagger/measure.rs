//! Names that were found and names that are annotated to precision, recall and F1.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::model::Span;

/// Names found, annotated and both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Found and annotated, with the same span and kind.
    pub right: usize,
    /// Found.
    pub found: usize,
    /// Annotated.
    pub annotated: usize,
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.found += other.found;
        self.annotated += other.annotated;
    }
}

impl Count {
    /// Counts the names of one kind, which their first label tells, in one text.
    pub fn add(&mut self, found: &[(Span, usize)], annotated: &[(Span, usize)], label: usize) {
        let of_kind = |names: &[(Span, usize)]| -> FxHashSet<Span> {
            names.iter().filter(|(_, l)| *l == label).map(|(span, _)| *span).collect()
        };
        let (found, annotated) = (of_kind(found), of_kind(annotated));
        self.right += found.intersection(&annotated).count();
        self.found += found.len();
        self.annotated += annotated.len();
    }

    /// The share of right ones among those found, in percent.
    #[must_use]
    pub fn precision(&self) -> f64 {
        percent(self.right, self.found)
    }

    /// The share of those found among the annotated, in percent.
    #[must_use]
    pub fn recall(&self) -> f64 {
        percent(self.right, self.annotated)
    }

    /// Their harmonic mean.
    #[must_use]
    pub fn f1(&self) -> f64 {
        percent(2 * self.right, self.found + self.annotated)
    }
}

/// What became of annotated names, by kind and fate, and of found ones that nothing annotated overlaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confusion {
    /// (kind annotated, what was found there) → how often; kinds by the label of their first token.
    pub fates: BTreeMap<(Option<usize>, Fate), usize>,
}

/// What was found where a name is annotated, or the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// A name of this kind with the same ends.
    Kind(usize),
    /// One that overlaps it.
    Overlapping,
    /// None.
    Missed,
}

impl Confusion {
    /// Compares the names of one text. Cost: linear in both, which may come in any order.
    pub fn add(&mut self, found: &[(Span, usize)], annotated: &[(Span, usize)]) {
        let by_span = |names: &[(Span, usize)]| names.iter().copied().collect::<BTreeMap<Span, usize>>();
        let (found, annotated) = (by_span(found), by_span(annotated));
        // Names of one text do not overlap each other: the last that begins before the end is the only one that may.
        let overlaps = |names: &BTreeMap<Span, usize>, span: Span| {
            let before = names.range(..Span::new(span.end, span.end)).next_back();
            before.is_some_and(|(other, _)| other.end > span.start)
        };
        for (span, kind) in &annotated {
            let fate = match found.get(span) {
                Some(other) => Fate::Kind(*other),
                None if overlaps(&found, *span) => Fate::Overlapping,
                None => Fate::Missed,
            };
            *self.fates.entry((Some(*kind), fate)).or_default() += 1;
        }
        let alone = |span: &Span| !annotated.contains_key(span) && !overlaps(&annotated, *span);
        for (_, kind) in found.iter().filter(|(span, _)| alone(span)) {
            *self.fates.entry((None, Fate::Kind(*kind))).or_default() += 1;
        }
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_annotated_name_has_one_fate() {
        let name = |start, end, label| (Span::new(start, end), label);
        let annotated = [name(0, 5, 1), name(7, 9, 1), name(12, 20, 3), name(30, 31, 5)];
        let found = [name(0, 5, 1), name(7, 9, 5), name(14, 25, 3), name(40, 44, 1)];
        let mut confusion = Confusion::default();
        confusion.add(&found, &annotated);
        let fates = [
            ((None, Fate::Kind(1)), 1),
            ((Some(1), Fate::Kind(1)), 1),
            ((Some(1), Fate::Kind(5)), 1),
            ((Some(3), Fate::Overlapping), 1),
            ((Some(5), Fate::Missed), 1),
        ];
        assert_eq!(confusion.fates, fates.into());
    }

    #[test]
    fn a_name_is_right_when_span_and_kind_are() {
        let name = |start, end, label| (Span::new(start, end), label);
        let annotated = [name(0, 5, 1), name(7, 9, 1)];
        let found = [name(0, 5, 1), name(7, 8, 1), name(7, 9, 5)];
        let mut count = Count::default();
        count.add(&found, &annotated, 1);
        assert_eq!(count, Count { right: 1, found: 2, annotated: 2 });
        assert!((count.f1() - 50.0).abs() < 1e-9);
    }
}
