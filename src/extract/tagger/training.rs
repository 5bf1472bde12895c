//! Lessons to weights: a conditional random field (Lafferty et al. 2001), learnt by AdaGrad with an L1 penalty.
//!
//! The rules were written with the same releases in view, so they are better there than elsewhere: in half of the
//! sentences the model is not told what they say, lest it trust them too much.
//!
//! Invariant of the indexing: every number of a feature is below the length of [`Numbers::features`], and [`Views`]
//! says which rows it has.

use super::features::is_of_rules;
use super::labels::LABELS;
use super::lattice::{Row, Sums, Transitions};
use super::lesson::{Domain, Lesson, Numbers, Sentence};

/// How the model is learnt.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Times that all lessons are gone through.
    pub epochs: usize,
    /// The length of a step.
    pub step: f32,
    /// How strongly weights are drawn to zero, in an epoch.
    pub penalty: f32,
    /// How many tokens a feature must have.
    pub least: u32,
    /// Of a hundred features of a token, those that are not seen in an epoch.
    pub dropped: u32,
    /// Of a hundred sentences, those whose features of the rules are not seen in an epoch.
    pub alone: u32,
}

impl Default for Plan {
    fn default() -> Self {
        Self { epochs: 12, step: 0.1, penalty: 1.0, least: 2, dropped: 40, alone: 50 }
    }
}

/// Weights as they are learnt: for each feature those that hold everywhere and, where there are several, those of each
/// [`Domain`] (Daumé 2007).
#[derive(Debug)]
pub struct Weights<const L: usize = LABELS> {
    views: Views,
    rows: Vec<Row<L>>,
    transitions: Transitions<L>,
}

/// Which rows of weights a feature has. Those that too few tokens have get none.
#[derive(Debug)]
struct Views {
    /// For each feature the row of all domains and the one of each; [`NONE`] where there is none.
    rows: Vec<[u32; 1 + DOMAINS]>,
    counts: Vec<u32>,
}

const DOMAINS: usize = 2;
const NONE: u32 = u32::MAX;

impl Views {
    fn new(lessons: &[&Lesson], features: usize, least: u32) -> Self {
        let mut seen = vec![[0_u32; 1 + DOMAINS]; features];
        for lesson in lessons {
            for number in lesson.sentences.iter().flat_map(|s| s.features.iter().flatten()) {
                let counts = &mut seen[*number as usize];
                counts[0] += 1;
                counts[1 + lesson.domain as usize] += 1;
            }
        }
        let several = lessons.iter().any(|l| l.domain != lessons[0].domain);
        let mut counts = Vec::new();
        let mut row = |count: u32, wanted: bool| {
            if !wanted || count < least {
                return NONE;
            }
            counts.push(count);
            counts.len() as u32 - 1
        };
        let rows = seen.iter().map(|c| std::array::from_fn(|view| row(c[view], view == 0 || several))).collect();
        Self { rows, counts }
    }

    fn of(&self, number: u32, domain: Domain) -> impl Iterator<Item = usize> {
        let rows = self.rows[number as usize];
        [rows[0], rows[1 + domain as usize]].into_iter().filter(|row| *row != NONE).map(|row| row as usize)
    }
}

impl<const L: usize> Weights<L> {
    /// Learns from lessons.
    #[must_use]
    pub fn learn(lessons: &[&Lesson], numbers: &Numbers, plan: Plan) -> Self {
        let views = Views::new(lessons, numbers.features.len(), plan.least);
        let size = views.counts.len();
        let mut order: Vec<(&Sentence, Domain)> =
            lessons.iter().flat_map(|l| l.sentences.iter().map(|s| (s, l.domain))).collect();
        let mut learner = Learner {
            views,
            rows: vec![[0.0; L]; size],
            squares: vec![[1e-2; L]; size],
            transitions: Transitions::default(),
            transition_squares: [[1.0; L]; L],
            of_rules: numbers.features.iter().map(|f| is_of_rules(*f)).collect(),
            plan,
            random: fastrand::Rng::with_seed(7),
        };
        let mut sum = vec![[0.0; L]; size];
        let mut steps = Transitions::default();
        steps.step.iter_mut().flatten().for_each(|w| *w = 0.0);
        let half = plan.epochs / 2;
        for epoch in 0..plan.epochs {
            learner.random.shuffle(&mut order);
            for (sentence, domain) in &order {
                learner.take(sentence, *domain);
            }
            if epoch >= half {
                let share = 1.0 / (plan.epochs - half) as f32;
                add(sum.iter_mut(), learner.rows.iter(), share);
                add(steps.step.iter_mut(), learner.transitions.step.iter(), share);
            }
        }
        Self { views: learner.views, rows: sum, transitions: steps }
    }

    /// The weights for a domain, by feature; and how well labels follow one another.
    #[must_use]
    pub fn for_domain(&self, numbers: &Numbers, domain: Domain) -> (Vec<(u64, Row<L>)>, Transitions<L>) {
        let rows = (0..).zip(&numbers.features).map(|(number, feature)| {
            let mut sum = [0.0; L];
            for row in self.views.of(number, domain) {
                sum.iter_mut().zip(&self.rows[row]).for_each(|(s, w)| *s += w);
            }
            (*feature, sum)
        });
        (rows.collect(), self.transitions.clone())
    }
}

fn add<'a, const L: usize>(
    sum: impl Iterator<Item = &'a mut Row<L>>,
    rows: impl Iterator<Item = &'a Row<L>>,
    share: f32,
) {
    for (sum, row) in sum.zip(rows) {
        sum.iter_mut().zip(row).for_each(|(s, w)| *s += w * share);
    }
}

struct Learner<const L: usize> {
    views: Views,
    rows: Vec<Row<L>>,
    squares: Vec<Row<L>>,
    transitions: Transitions<L>,
    transition_squares: [Row<L>; L],
    of_rules: Vec<bool>,
    plan: Plan,
    random: fastrand::Rng,
}

/// Errors below this teach nothing.
const RIGHT: f32 = 2e-3;

impl<const L: usize> Learner<L> {
    fn take(&mut self, sentence: &Sentence, domain: Domain) {
        let alone = self.random.u32(..100) < self.plan.alone;
        let mut kept: Vec<Vec<usize>> = Vec::with_capacity(sentence.features.len());
        for features in &sentence.features {
            let mut rows = Vec::with_capacity(features.len());
            for number in features {
                if self.random.u32(..100) >= self.plan.dropped && !(alone && self.of_rules[*number as usize]) {
                    rows.extend(self.views.of(*number, domain));
                }
            }
            kept.push(rows);
        }
        let scale = 100.0 / (100 - self.plan.dropped) as f32;
        let scores: Vec<Row<L>> = kept
            .iter()
            .map(|rows| {
                let mut sum = [0.0; L];
                for row in rows {
                    sum.iter_mut().zip(&self.rows[*row]).for_each(|(s, w)| *s += w * scale);
                }
                sum
            })
            .collect();
        let factors = self.transitions.factors();
        let sums = Sums::new(&scores, &factors);
        let mut wanted = [[0.0; L]; L];
        let mut before: Option<Row<L>> = None;
        for (at, rows) in kept.iter().enumerate() {
            let shares = sums.at(at);
            if let Some(before) = before {
                for (previous, row) in wanted.iter_mut().enumerate().filter(|(p, _)| before[*p] > RIGHT) {
                    for (label, w) in row.iter_mut().enumerate().filter(|(l, _)| shares[*l] > RIGHT) {
                        *w += sums.step(at, previous, label);
                    }
                }
                wanted[sentence.labels[at - 1]][sentence.labels[at]] -= 1.0;
            }
            before = Some(shares);
            let mut error = shares;
            error[sentence.labels[at]] -= 1.0;
            if error.iter().all(|e| e.abs() < RIGHT) {
                continue;
            }
            for row in rows {
                let penalty = self.plan.penalty / self.views.counts[*row] as f32;
                for ((w, g), e) in self.rows[*row].iter_mut().zip(&mut self.squares[*row]).zip(&error) {
                    let slope = e * scale;
                    *g += slope * slope;
                    let step = self.plan.step / g.sqrt();
                    let moved = *w - step * slope;
                    *w = moved.signum() * (moved.abs() - step * penalty).max(0.0);
                }
            }
        }
        for ((row, squares), slopes) in self.transitions.step.iter_mut().zip(&mut self.transition_squares).zip(&wanted)
        {
            for ((w, g), slope) in row.iter_mut().zip(squares).zip(slopes) {
                *g += slope * slope;
                *w -= self.plan.step * slope / g.sqrt();
            }
        }
    }
}
