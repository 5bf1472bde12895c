//! Candidates that overlap to names that do not: the longest wins, then the surest.

use super::candidate::Candidate;

/// What a candidate must reach to be a name.
pub const THRESHOLD: f64 = 0.5;

/// Chooses candidates that do not overlap, in order of the text. A name within a longer one is not a name of its own.
#[must_use]
pub fn choose(mut candidates: Vec<Candidate>, tokens: usize) -> Vec<Candidate> {
    candidates.retain(|c| c.score >= THRESHOLD);
    candidates.sort_by(|a, b| {
        b.length().cmp(&a.length()).then_with(|| b.score.total_cmp(&a.score)).then_with(|| a.first.cmp(&b.first))
    });
    let mut taken = vec![false; tokens];
    let mut chosen = Vec::new();
    for candidate in candidates {
        let Some(stretch) = taken.get_mut(candidate.first..=candidate.last) else { continue };
        if stretch.iter().any(|t| *t) {
            continue;
        }
        stretch.fill(true);
        chosen.push(candidate);
    }
    chosen.sort_by_key(|c| c.first);
    chosen
}
