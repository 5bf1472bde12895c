//! Candidates that overlap to names that do not: the longest wins, then the surest.

use rustc_hash::{FxHashMap, FxHashSet};

use super::candidate::Candidate;
use super::reading::Reading;
use crate::model::EntityKind;

/// What a candidate must reach to be a name.
pub const THRESHOLD: f64 = 0.5;

/// Chooses candidates that do not overlap, in order of the text. A name within a longer one is not a name of its own.
#[must_use]
pub fn choose(reading: &Reading<'_>, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let foreign = russian_sentences(reading);
    candidates
        .retain(|c| c.score >= THRESHOLD && !reading.token(c.first).is_some_and(|t| foreign.contains(&t.sentence)));
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

/// Sentences in Russian within a Kazakh release: the grammar of names is another one there.
fn russian_sentences(reading: &Reading<'_>) -> FxHashSet<usize> {
    const SIGNS: &[&str] = &["и", "в", "на", "по", "с", "о", "для", "что", "не", "с", "к", "из", "от", "это", "как"];
    let mut signs: FxHashMap<usize, usize> = FxHashMap::default();
    for token in reading.tokens.iter().filter(|t| SIGNS.contains(&t.lower.as_str())) {
        *signs.entry(token.sentence).or_default() += 1;
    }
    let mut found: FxHashSet<usize> =
        signs.into_iter().filter(|(_, count)| *count >= 2).map(|(sentence, _)| sentence).collect();
    // Letters that Russian has not.
    for token in reading.tokens.iter().filter(|t| t.lower.contains(['ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'і', 'һ']))
    {
        found.remove(&token.sentence);
    }
    found
}
