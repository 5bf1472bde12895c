//! Lessons to weights: a conditional random field (Lafferty et al. 2001), learnt by AdaGrad with an L1 penalty.
//!
//! The rules were written with the same releases in view, so they are better there than elsewhere: in half of the
//! sentences the model is not told what they say, lest it trust them too much.
//!
//! Invariant of the indexing: every number of a feature is below the length of [`Numbers::features`], and all tables
//! have [`VIEWS`] rows for each.

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

/// Weights as they are learnt: for each feature those that hold everywhere and those of each [`Domain`]
/// (Daumé 2007).
#[derive(Debug)]
pub struct Weights {
    rows: Vec<Row>,
    transitions: Transitions,
}

const VIEWS: usize = 3;

fn views(number: u32, domain: Domain) -> [usize; 2] {
    let at = number as usize * VIEWS;
    [at, at + 1 + domain as usize]
}

impl Weights {
    /// Learns from lessons.
    #[must_use]
    pub fn learn(lessons: &[&Lesson], numbers: &Numbers, plan: Plan) -> Self {
        let size = numbers.features.len() * VIEWS;
        let mut counts = vec![0_u32; size];
        for lesson in lessons {
            for number in lesson.sentences.iter().flat_map(|s| s.features.iter().flatten()) {
                for view in views(*number, lesson.domain) {
                    counts[view] += 1;
                }
            }
        }
        let mut order: Vec<(&Sentence, Domain)> =
            lessons.iter().flat_map(|l| l.sentences.iter().map(|s| (s, l.domain))).collect();
        let mut learner = Learner {
            rows: vec![[0.0; LABELS]; size],
            squares: vec![[1e-2; LABELS]; size],
            counts,
            transitions: Transitions::default(),
            transition_squares: [[1.0; LABELS]; LABELS],
            of_rules: numbers.features.iter().map(|f| is_of_rules(*f)).collect(),
            plan,
            random: fastrand::Rng::with_seed(7),
        };
        let mut sum = vec![[0.0; LABELS]; size];
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
        Self { rows: sum, transitions: steps }
    }

    /// The weights for releases, by feature; and how well labels follow one another.
    #[must_use]
    pub fn for_releases(&self, numbers: &Numbers) -> (Vec<(u64, Row)>, &Transitions) {
        let rows = (0..).zip(&numbers.features).map(|(number, feature)| {
            let [all, own] = views(number, Domain::Releases);
            (*feature, std::array::from_fn(|label| self.rows[all][label] + self.rows[own][label]))
        });
        (rows.collect(), &self.transitions)
    }
}

fn add<'a>(sum: impl Iterator<Item = &'a mut Row>, rows: impl Iterator<Item = &'a Row>, share: f32) {
    for (sum, row) in sum.zip(rows) {
        sum.iter_mut().zip(row).for_each(|(s, w)| *s += w * share);
    }
}

struct Learner {
    rows: Vec<Row>,
    squares: Vec<Row>,
    counts: Vec<u32>,
    transitions: Transitions,
    transition_squares: [Row; LABELS],
    of_rules: Vec<bool>,
    plan: Plan,
    random: fastrand::Rng,
}

/// Errors below this teach nothing.
const RIGHT: f32 = 2e-3;

impl Learner {
    fn take(&mut self, sentence: &Sentence, domain: Domain) {
        let alone = self.random.u32(..100) < self.plan.alone;
        let kept: Vec<Vec<usize>> = sentence
            .features
            .iter()
            .map(|features| {
                let views = features.iter().flat_map(|f| {
                    let [all, own] = views(*f, domain);
                    let seen = self.random.u32(..100) >= self.plan.dropped && !(alone && self.of_rules[*f as usize]);
                    [all, own].into_iter().filter(move |_| seen)
                });
                views.filter(|v| self.counts[*v] >= self.plan.least).collect()
            })
            .collect();
        let scale = 100.0 / (100 - self.plan.dropped) as f32;
        let scores: Vec<Row> = kept
            .iter()
            .map(|views| {
                let mut row = [0.0; LABELS];
                for view in views {
                    row.iter_mut().zip(&self.rows[*view]).for_each(|(s, w)| *s += w * scale);
                }
                row
            })
            .collect();
        let sums = Sums::new(&scores, &self.transitions);
        let mut wanted = [[0.0; LABELS]; LABELS];
        for (at, views) in kept.iter().enumerate() {
            let mut error = sums.at(at);
            error[sentence.labels[at]] -= 1.0;
            if at > 0 {
                for (before, row) in wanted.iter_mut().enumerate() {
                    for (label, w) in row.iter_mut().enumerate() {
                        *w += sums.step(&scores, &self.transitions, at, before, label);
                    }
                }
                wanted[sentence.labels[at - 1]][sentence.labels[at]] -= 1.0;
            }
            if error.iter().all(|e| e.abs() < RIGHT) {
                continue;
            }
            for view in views {
                let (row, squares) = (&mut self.rows[*view], &mut self.squares[*view]);
                let penalty = self.plan.penalty / self.counts[*view] as f32;
                for ((w, g), e) in row.iter_mut().zip(squares).zip(&error) {
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
