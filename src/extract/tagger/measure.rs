//! Names that were found and names that are annotated to precision, recall and F1.

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

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

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
