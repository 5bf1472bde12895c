//! Scores of labels, token by token, to the best sequence (Viterbi) and to probabilities (forward and backward sums).
//!
//! Invariant of the indexing: `scores` and all tables hold a row of [`LABELS`] for each token.

use super::labels::{LABELS, may_follow};

/// A value for each label.
pub type Row = [f32; LABELS];

/// How well labels follow one another.
#[derive(Clone, Debug, PartialEq)]
pub struct Transitions {
    /// The first label of a sentence.
    pub start: Row,
    /// From each label (row) to each (column).
    pub step: [Row; LABELS],
}

/// What forbids a step, and still adds up.
const NEVER: f32 = -1e4;

impl Default for Transitions {
    fn default() -> Self {
        let forbid = |before, label| if may_follow(before, label) { 0.0 } else { NEVER };
        let start = std::array::from_fn(|label| forbid(None, label));
        let step = std::array::from_fn(|before| std::array::from_fn(|label| forbid(Some(before), label)));
        Self { start, step }
    }
}

/// The best sequence of labels.
#[must_use]
pub fn best(scores: &[Row], transitions: &Transitions) -> Vec<usize> {
    let mut back: Vec<[usize; LABELS]> = Vec::with_capacity(scores.len());
    let mut reached = transitions.start;
    for (at, row) in scores.iter().enumerate() {
        let before = reached;
        let mut from = [0; LABELS];
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

/// Forward and backward sums of a sentence.
#[derive(Debug)]
pub struct Sums {
    forward: Vec<Row>,
    backward: Vec<Row>,
    total: f32,
}

impl Sums {
    /// Sums over all sequences of labels.
    #[must_use]
    pub fn new(scores: &[Row], transitions: &Transitions) -> Self {
        let mut forward: Vec<Row> = Vec::with_capacity(scores.len());
        for row in scores {
            let next = match forward.last() {
                None => std::array::from_fn(|label| transitions.start[label] + row[label]),
                Some(before) => std::array::from_fn(|label| {
                    row[label] + log_sum(&std::array::from_fn(|p| before[p] + transitions.step[p][label]))
                }),
            };
            forward.push(next);
        }
        let mut backward = vec![[0.0; LABELS]; scores.len()];
        for at in (1..scores.len()).rev() {
            let after: Row = std::array::from_fn(|label| scores[at][label] + backward[at][label]);
            backward[at - 1] = std::array::from_fn(|p| {
                log_sum(&std::array::from_fn(|label| transitions.step[p][label] + after[label]))
            });
        }
        let total = forward.last().map_or(0.0, log_sum);
        Self { forward, backward, total }
    }

    /// The probability of each label at a token.
    #[must_use]
    pub fn at(&self, token: usize) -> Row {
        std::array::from_fn(|label| (self.forward[token][label] + self.backward[token][label] - self.total).exp())
    }

    /// The probability of a step from `before`, at the token before `token`, to `label`.
    #[must_use]
    pub fn step(&self, scores: &[Row], transitions: &Transitions, token: usize, before: usize, label: usize) -> f32 {
        let score = self.forward[token - 1][before] + transitions.step[before][label] + scores[token][label];
        (score + self.backward[token][label] - self.total).exp()
    }

    /// The probability that exactly the tokens from `first` to `last` are a name that begins with `label`.
    #[must_use]
    pub fn name(&self, scores: &[Row], transitions: &Transitions, first: usize, last: usize, label: usize) -> f32 {
        let mut score = self.forward[first][label];
        let mut previous = label;
        for row in &scores[first + 1..=last] {
            score += transitions.step[previous][label + 1] + row[label + 1];
            previous = label + 1;
        }
        let goes_on = match scores.get(last + 1) {
            None => 0.0,
            Some(row) => log_sum(&std::array::from_fn(|next| {
                if next == label + 1 {
                    NEVER
                } else {
                    transitions.step[previous][next] + row[next] + self.backward[last + 1][next]
                }
            })),
        };
        (score + goes_on - self.total).exp()
    }
}

fn log_sum(row: &Row) -> f32 {
    let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    most + row.iter().map(|v| (v - most).exp()).sum::<f32>().ln()
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
        let (scores, transitions) = (scores(), Transitions::default());
        let all = all(&scores, &transitions);
        let wanted = all.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap().1;
        let path = best(&scores, &transitions);
        let found = all.iter().find(|(p, _)| *p == path).unwrap().1;
        assert!((found - wanted).abs() < 1e-4);
    }

    #[test]
    fn probabilities_are_those_of_a_sum_over_all() {
        let (scores, transitions) = (scores(), Transitions::default());
        let all = all(&scores, &transitions);
        let total: f32 = all.iter().map(|(_, s)| s.exp()).sum();
        let share = |wanted: &dyn Fn(&[usize]) -> bool| {
            all.iter().filter(|(p, _)| wanted(p)).map(|(_, s)| s.exp()).sum::<f32>() / total
        };
        let sums = Sums::new(&scores, &transitions);
        assert!((sums.at(2)[3] - share(&|p| p[2] == 3)).abs() < 1e-3);
        assert!((sums.step(&scores, &transitions, 3, 1, 2) - share(&|p| p[2] == 1 && p[3] == 2)).abs() < 1e-3);
        let name = sums.name(&scores, &transitions, 1, 2, 3);
        assert!((name - share(&|p| p[1] == 3 && p[2] == 4 && p[3] != 4)).abs() < 1e-3);
    }
}
