//! Common nouns to and from the third person's possessive: "әкім" and "әкімі".

use super::analyse::analyse;
use super::inflect::attach;
use super::{Person, Suffix};

/// Agents ("елші", "хатшы"): their last vowel is no possessive.
const AGENTS: [&str; 2] = ["шы", "ші"];

/// The last word of a phrase in the third person's possessive; as it is when it has one already or does not inflect.
///
/// ```
/// use shezhire::text::morphology::possessed;
/// assert_eq!(possessed("әкім"), "әкімі");
/// assert_eq!(possessed("елші"), "елшісі");
/// assert_eq!(possessed("Әділет министрі"), "Әділет министрі");
/// ```
#[must_use]
pub fn possessed(phrase: &str) -> String {
    if unpossessed(phrase) != phrase {
        return phrase.to_owned();
    }
    let at = phrase.rfind(' ').map_or(0, |space| space + 1);
    let (before, word) = phrase.split_at_checked(at).unwrap_or(("", phrase));
    let letters: Vec<char> = word.chars().collect();
    match attach(&letters, Suffix::Possessive(Person::Third), false) {
        Some(form) => before.chars().chain(form).collect(),
        None => phrase.to_owned(),
    }
}

/// The last word of a phrase without the third person's possessive; as it is when it has none.
///
/// ```
/// use shezhire::text::morphology::unpossessed;
/// assert_eq!(unpossessed("облыс әкімі"), "облыс әкім");
/// assert_eq!(unpossessed("елші"), "елші");
/// ```
#[must_use]
pub fn unpossessed(phrase: &str) -> String {
    let (before, word) = phrase.rsplit_once(' ').map_or(("", phrase), |(before, word)| (before, word));
    if AGENTS.iter().any(|a| word.ends_with(a)) {
        return phrase.to_owned();
    }
    let readings = analyse(word);
    let stem = readings.iter().find(|r| r.suffixes == [Suffix::Possessive(Person::Third)]).map(|r| r.stem.clone());
    let best_is_bare = readings.first().is_some_and(super::Analysis::is_bare);
    match stem.filter(|_| !best_is_bare) {
        Some(stem) if before.is_empty() => stem,
        Some(stem) => format!("{before} {stem}"),
        None => phrase.to_owned(),
    }
}
