//! Cases to weights: logistic regression with an L2 penalty, by the limited-memory BFGS method (Liu and Nocedal 1989).

use std::collections::VecDeque;

/// A case: its features, how much it counts, and the answer.
pub(super) struct Case<'a> {
    pub(super) features: &'a [u32],
    pub(super) weight: f64,
    pub(super) answer: bool,
}

/// Steps that the method remembers.
const REMEMBERED: usize = 10;
/// Most steps that it takes.
const STEPS: usize = 400;
/// A step that gains less than this share is the last.
const LEAST_GAIN: f64 = 1e-9;

/// The weights of `count` features with the least loss plus `penalty`/2 times their squares.
pub(super) fn fit(cases: &[Case], count: usize, penalty: f64) -> Vec<f64> {
    let mut weights = vec![0.0; count];
    let (mut loss, mut slope) = loss(cases, &weights, penalty);
    let mut steps: VecDeque<(Vec<f64>, Vec<f64>)> = VecDeque::new();
    for _ in 0..STEPS {
        let direction = direction(&slope, &steps);
        let descent = dot(&direction, &slope);
        let mut length = if steps.is_empty() { 1.0 / dot(&slope, &slope).sqrt().max(1.0) } else { 1.0 };
        let (next, next_loss, next_slope) = loop {
            let next = weights.iter().zip(&direction).map(|(w, d)| w + length * d).collect::<Vec<_>>();
            let (next_loss, next_slope) = self::loss(cases, &next, penalty);
            if next_loss <= loss + 1e-4 * length * descent || length < 1e-10 {
                break (next, next_loss, next_slope);
            }
            length /= 2.0;
        };
        let difference = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<_>>();
        let step = (difference(&next, &weights), difference(&next_slope, &slope));
        if dot(&step.0, &step.1) > 1e-12 {
            steps.push_back(step);
        }
        if steps.len() > REMEMBERED {
            steps.pop_front();
        }
        let gain = loss - next_loss;
        (weights, loss, slope) = (next, next_loss, next_slope);
        if gain < LEAST_GAIN * loss {
            break;
        }
    }
    weights
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The loss and its slope.
fn loss(cases: &[Case], weights: &[f64], penalty: f64) -> (f64, Vec<f64>) {
    let mut slope = weights.iter().map(|w| penalty * w).collect::<Vec<_>>();
    let mut loss = penalty / 2.0 * dot(weights, weights);
    for case in cases {
        let sum: f64 = case.features.iter().map(|f| weights[*f as usize]).sum();
        let signed = if case.answer { sum } else { -sum };
        loss += case.weight * ((-signed.abs()).exp().ln_1p() + (-signed).max(0.0));
        let error = case.weight * (1.0 / (1.0 + (-sum).exp()) - f64::from(u8::from(case.answer)));
        case.features.iter().for_each(|f| slope[*f as usize] += error);
    }
    (loss, slope)
}

/// Where to go: the slope turned by what the last steps told of the curvature.
fn direction(slope: &[f64], steps: &VecDeque<(Vec<f64>, Vec<f64>)>) -> Vec<f64> {
    let mut direction = slope.iter().map(|s| -s).collect::<Vec<_>>();
    let mut shares = Vec::new();
    for (moved, turned) in steps.iter().rev() {
        let share = dot(moved, &direction) / dot(moved, turned);
        direction.iter_mut().zip(turned).for_each(|(d, t)| *d -= share * t);
        shares.push(share);
    }
    if let Some((moved, turned)) = steps.back() {
        let scale = dot(moved, turned) / dot(turned, turned);
        direction.iter_mut().for_each(|d| *d *= scale);
    }
    for ((moved, turned), share) in steps.iter().zip(shares.into_iter().rev()) {
        let back = dot(turned, &direction) / dot(moved, turned);
        direction.iter_mut().zip(moved).for_each(|(d, m)| *d += (share - back) * m);
    }
    direction
}
