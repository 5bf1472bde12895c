//! Scores of labels, token by token, to the best sequence (Viterbi) and to probabilities (forward and backward sums).
//!
//! Invariant of the indexing: `scores` and all tables hold a row of `L` labels for each token.

use super::labels::{LABELS, may_follow};

/// A value for each label.
pub type Row<const L: usize = LABELS> = [f32; L];

/// How well labels follow one another.
#[derive(Clone, Debug, PartialEq)]
pub struct Transitions<const L: usize = LABELS> {
    /// The first label of a sentence.
    pub start: Row<L>,
    /// From each label (row) to each (column).
    pub step: [Row<L>; L],
}

/// What forbids a step, and still adds up.
const NEVER: f32 = -1e4;

impl<const L: usize> Default for Transitions<L> {
    fn default() -> Self {
        let forbid = |before, label| if may_follow(before, label) { 0.0 } else { NEVER };
        let start = std::array::from_fn(|label| forbid(None, label));
        let step = std::array::from_fn(|before| std::array::from_fn(|label| forbid(Some(before), label)));
        Self { start, step }
    }
}

impl<const L: usize> Transitions<L> {
    /// The same as factors, for [`Sums`].
    #[must_use]
    pub fn factors(&self) -> Self {
        let exp = |row: Row<L>| row.map(f32::exp);
        Self { start: exp(self.start), step: self.step.map(exp) }
    }
}

/// The best sequence of labels.
#[must_use]
pub fn best<const L: usize>(scores: &[Row<L>], transitions: &Transitions<L>) -> Vec<usize> {
    let mut back: Vec<[usize; L]> = Vec::with_capacity(scores.len());
    let mut reached = transitions.start;
    for (at, row) in scores.iter().enumerate() {
        let before = reached;
        let mut from = [0; L];
        for (label, score) in row.iter().enumerate() {
            if at == 0 {
                reached[label] = before[label] + score;
                continue;
            }
            let (mut most, mut which) = (f32::NEG_INFINITY, 0);
            for (previous, value) in before.iter().enumerate() {
                let sum = value + transitions.step[previous][label];
                if sum > most {
                    (most, which) = (sum, previous);
                }
            }
            reached[label] = most + score;
            from[label] = which;
        }
        back.push(from);
    }
    let last = reached.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(label, _)| label);
    let mut label = last;
    let mut path: Vec<usize> = Vec::with_capacity(scores.len());
    for from in back.iter().rev() {
        path.push(label);
        label = from[label];
    }
    path.reverse();
    path
}

/// Forward and backward sums of a sentence, as factors, each row scaled so that the forward ones add up to 1.
#[derive(Debug)]
pub struct Sums<'f, const L: usize = LABELS> {
    factors: &'f Transitions<L>,
    /// Of each token: the factors of its labels, divided by the scale of its row.
    own: Vec<Row<L>>,
    forward: Vec<Row<L>>,
    backward: Vec<Row<L>>,
}

impl<'f, const L: usize> Sums<'f, L> {
    /// Sums over all sequences of labels; `factors` are [`Transitions::factors`].
    #[must_use]
    pub fn new(scores: &[Row<L>], factors: &'f Transitions<L>) -> Self {
        let mut own: Vec<Row<L>> = Vec::with_capacity(scores.len());
        let mut forward: Vec<Row<L>> = Vec::with_capacity(scores.len());
        for row in scores {
            let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let mut factor = row.map(|score| (score - most).exp());
            let mut next = match forward.last() {
                None => factors.start,
                Some(before) => {
                    let mut sum = [0.0; L];
                    for (from, steps) in before.iter().zip(&factors.step) {
                        sum.iter_mut().zip(steps).for_each(|(s, step)| *s += from * step);
                    }
                    sum
                }
            };
            next.iter_mut().zip(&factor).for_each(|(n, f)| *n *= f);
            let scale = 1.0 / next.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            next.iter_mut().chain(&mut factor).for_each(|v| *v *= scale);
            forward.push(next);
            own.push(factor);
        }
        let mut backward = vec![[1.0; L]; scores.len()];
        for at in (1..scores.len()).rev() {
            let after: Row<L> = std::array::from_fn(|label| own[at][label] * backward[at][label]);
            backward[at - 1] = factors.step.map(|steps| steps.iter().zip(&after).map(|(step, a)| step * a).sum());
        }
        Self { factors, own, forward, backward }
    }

    /// The probability of each label at a token.
    #[must_use]
    pub fn at(&self, token: usize) -> Row<L> {
        std::array::from_fn(|label| self.forward[token][label] * self.backward[token][label])
    }

    /// The probability of a step from `before`, at the token before `token`, to `label`.
    #[must_use]
    pub fn step(&self, token: usize, before: usize, label: usize) -> f32 {
        let there = self.own[token][label] * self.backward[token][label];
        self.forward[token - 1][before] * self.factors.step[before][label] * there
    }

    /// The probability that exactly the tokens from `first` to `last` are a name that begins with `label`.
    #[must_use]
    pub fn name(&self, first: usize, last: usize, label: usize) -> f32 {
        let mut share = self.forward[first][label];
        let mut previous = label;
        for own in &self.own[first + 1..=last] {
            share *= self.factors.step[previous][label + 1] * own[label + 1];
            previous = label + 1;
        }
        let Some((own, backward)) = self.own.get(last + 1).zip(self.backward.get(last + 1)) else { return share };
        let steps = self.factors.step[previous].iter().zip(own.iter().zip(backward)).enumerate();
        share * steps.filter(|(next, _)| *next != label + 1).map(|(_, (step, (o, b)))| step * o * b).sum::<f32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores() -> Vec<Row> {
        (0..5).map(|at| std::array::from_fn(|label| ((at * 7 + label * 5) % 11) as f32 / 4.0)).collect()
    }

    /// Every sequence of labels with its score, the long way.
    fn all(scores: &[Row], t: &Transitions) -> Vec<(Vec<usize>, f32)> {
        let mut found: Vec<(Vec<usize>, f32)> = vec![(Vec::new(), 0.0)];
        for row in scores {
            let mut longer = Vec::new();
            for (path, score) in &found {
                for (label, value) in row.iter().enumerate() {
                    let step = path.last().map_or(t.start[label], |p| t.step[*p][label]);
                    if step > NEVER {
                        longer.push(([path.as_slice(), &[label]].concat(), score + step + value));
                    }
                }
            }
            found = longer;
        }
        found
    }

    #[test]
    fn the_best_sequence_is_that_of_a_search_through_all() {
        let (scores, transitions) = (scores(), Transitions::<LABELS>::default());
        let all = all(&scores, &transitions);
        let wanted = all.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap().1;
        let path = best(&scores, &transitions);
        let found = all.iter().find(|(p, _)| *p == path).unwrap().1;
        assert!((found - wanted).abs() < 1e-4);
    }

    #[test]
    fn probabilities_are_those_of_a_sum_over_all() {
        let (scores, transitions) = (scores(), Transitions::<LABELS>::default());
        let all = all(&scores, &transitions);
        let total: f32 = all.iter().map(|(_, s)| s.exp()).sum();
        let share = |wanted: &dyn Fn(&[usize]) -> bool| {
            all.iter().filter(|(p, _)| wanted(p)).map(|(_, s)| s.exp()).sum::<f32>() / total
        };
        let factors = transitions.factors();
        let sums = Sums::new(&scores, &factors);
        assert!((sums.at(2)[3] - share(&|p| p[2] == 3)).abs() < 1e-3);
        assert!((sums.step(3, 1, 2) - share(&|p| p[2] == 1 && p[3] == 2)).abs() < 1e-3);
        let name = sums.name(1, 2, 3);
        assert!((name - share(&|p| p[1] == 3 && p[2] == 4 && p[3] != 4)).abs() < 1e-3);
    }
}
