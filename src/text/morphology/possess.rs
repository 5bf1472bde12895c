//! Common nouns to and from the third person's possessive: "әкім" and "әкімі".

use super::analyse::analyse;
use super::sounds::{class, harmony};
use super::table::TABLE;
use super::{Person, Suffix};

/// Sounds that soften before a vowel: "министрлік" → "министрлігі".
const SOFTENED: [(char, char); 3] = [('к', 'г'), ('қ', 'ғ'), ('п', 'б')];

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
    let letters: Vec<char> = phrase.chars().collect();
    let (Some((last, stem)), Some(class)) = (letters.split_last(), class(&letters)) else { return phrase.to_owned() };
    if unpossessed(phrase) != phrase {
        return phrase.to_owned();
    }
    let harmony = harmony(&letters);
    let ending = TABLE.endings.iter().find(|e| {
        e.suffix == Suffix::Possessive(Person::Third) && e.harmony.is_none_or(|h| h == harmony) && e.follows(class)
    });
    let Some(ending) = ending else { return phrase.to_owned() };
    let soft = SOFTENED.iter().find(|(hard, _)| hard == last).map_or(*last, |(_, soft)| *soft);
    stem.iter().chain([&soft]).chain(&ending.letters).collect()
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
