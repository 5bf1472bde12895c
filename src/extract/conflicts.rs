//! Candidates that overlap to names that do not: the longest wins, then the surest.

use super::candidate::Candidate;
use super::reading::Reading;
use crate::model::EntityKind;

/// What a candidate must reach to be a name.
pub const THRESHOLD: f64 = 0.5;

/// Chooses candidates that do not overlap, in order of the text. A name within a longer one is not a name of its own.
#[must_use]
pub fn choose(reading: &Reading<'_>, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.retain(|c| c.score >= THRESHOLD);
    candidates.sort_by(|a, b| {
        b.length().cmp(&a.length()).then_with(|| b.score.total_cmp(&a.score)).then_with(|| a.first.cmp(&b.first))
    });
    let mut taken = vec![false; reading.tokens.len()];
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
    chosen.retain(|c| !is_namesake(reading, c));
    chosen
}

/// "Әл-Фараби атындағы сыйлық": the person after whom something is named, which is no name itself, is not spoken of.
fn is_namesake(reading: &Reading<'_>, candidate: &Candidate) -> bool {
    candidate.kind == EntityKind::Person
        && reading.after(candidate.last).is_some_and(|next| reading.lower(next) == "атындағы")
}
