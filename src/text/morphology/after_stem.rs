//! A word whose stem is known, or guessed by the ending, to the case that it stands in.

use super::ending::Ending;
use super::sounds::{Class, loose_classes, voiced};
use super::table::{TABLE, nouns_like};
use super::{Case, Person, Suffix, is_possessed, possessed_stems, stems};

/// The case of a noun whose stem or nominative is `stem`, by all that follows it: number, possessive and case.
///
/// `None` when these are no endings of a noun. As in [`stems`](super::stems()), consonants decide and vowels do not; behind a hyphen any
/// ending will do. A few dozen comparisons.
///
/// ```
/// use shezhire::text::morphology::{Case, case_after};
/// assert_eq!(case_after("одақ", "одақтарымызға"), Some(Case::Dative));
/// assert_eq!(case_after("одақ", "одағының"), Some(Case::Genitive));
/// assert_eq!(case_after("одақ", "одақтас"), None);
/// ```
#[must_use]
pub fn case_after(stem: &str, word: &str) -> Option<Case> {
    noun_after(stem, word).map(|noun| noun.case)
}

/// The likeliest case of a word of which nothing is known, by its ending alone.
///
/// ```
/// use shezhire::text::morphology::{Case, likely_case};
/// assert_eq!(likely_case("президенттің"), Case::Genitive);
/// assert_eq!(likely_case("президенті"), Case::Nominative);
/// ```
#[must_use]
pub fn likely_case(word: &str) -> Case {
    let possessed = possessed_stems(word).into_iter().nth(1);
    // The bare н is shorter than any other ending, and many a stem ends in it.
    let sure = possessed.filter(|&(_, case)| case != Case::Accusative);
    let long = |(stem, _): &(&str, Case)| stem.chars().count() > 4;
    let found = sure.or_else(|| stems(word).into_iter().nth(1)).or_else(|| possessed.filter(long));
    found.map_or(Case::Nominative, |(_, case)| case)
}

/// What the endings of a noun say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Noun {
    /// Whose it is.
    pub possessor: Option<Person>,
    /// Its case.
    pub case: Case,
}

fn noun_after(stem: &str, word: &str) -> Option<Noun> {
    if let Some(rest) = word.strip_prefix(stem) {
        return match rest.strip_prefix('-') {
            Some(ending) => noun(word, ending, Before::Hyphen),
            None => noun(word, rest, Before::Stem),
        };
    }
    // қ, к and п are voiced before a vowel, and some words lose one.
    let mut before = stem.chars();
    let last = before.next_back()?;
    if let Some(rest) = voiced(last).and_then(|v| word.strip_prefix(before.as_str())?.strip_prefix(v)) {
        return noun(word, rest, Before::Stem).filter(|noun| noun.possessor.is_some());
    }
    let short = TABLE.shortened(stem)?;
    noun(word, word.strip_prefix(short.as_str())?, Before::Stem).filter(|noun| noun.possessor.is_some())
}

/// What stands before an ending.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    Stem,
    Hyphen,
    Plural,
    Possessive(Person),
}

/// What `rest`, the end of `word`, says, when it is made of endings of a noun: number, possessive, case.
pub(super) fn noun(word: &str, rest: &str, before: Before) -> Option<Noun> {
    if rest.is_empty() {
        return Some(Noun::default());
    }
    let (classes, possessed) = (sounds_before(word, rest), is_possessed(word.strip_suffix(rest).unwrap_or("")));
    for ending in nouns_like(rest) {
        let Some(tail) = rest.strip_prefix(ending.text.as_str()) else { continue };
        // A stem may have its possessive: "министрлігі".
        if !(follows(ending, before, classes) || (before == Before::Stem && possessed && ending.possessed)) {
            continue;
        }
        // Numbers come before possessives, these before cases: three calls at most.
        let found = match (ending.suffix, before) {
            (Suffix::Case(case), _) => tail.is_empty().then_some(Noun { possessor: None, case }),
            (Suffix::Possessive(person), Before::Stem | Before::Hyphen | Before::Plural) => {
                noun(word, tail, Before::Possessive(person)).map(|n| Noun { possessor: Some(person), ..n })
            }
            (Suffix::Plural, Before::Stem | Before::Hyphen) => noun(word, tail, Before::Plural),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The classes of the sound before `rest`, the end of `word`.
pub(super) fn sounds_before(word: &str, rest: &str) -> Option<[Class; 2]> {
    loose_classes(word.strip_suffix(rest).unwrap_or(word))
}

fn follows(ending: &Ending, before: Before, classes: Option<[Class; 2]>) -> bool {
    let possessed = match before {
        Before::Hyphen => true,
        Before::Possessive(Person::Third) => return ending.possessed,
        Before::Possessive(Person::FirstSingular | Person::SecondSingular) => ending.mine,
        _ => false,
    };
    possessed || ending.fits(classes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_behind_a_stem_give_the_case() {
        for (stem, word, case) in [
            ("кездесу", "кездесу", Case::Nominative),
            ("кездесу", "кездесуі", Case::Nominative),
            ("кездесу", "кездесулері", Case::Nominative),
            ("кездесу", "кездесудің", Case::Genitive),
            ("шара", "шарасының", Case::Genitive),
            ("кездесу", "кездесулерін", Case::Accusative),
            ("орден", "орденге", Case::Dative),
            ("орден", "орденіне", Case::Dative),
            ("орден", "орденіме", Case::Dative),
            ("сапар", "сапарында", Case::Locative),
            ("сапар", "сапарындағы", Case::Attributive),
            ("сапар", "сапарымызда", Case::Locative),
            ("жиын", "жиыннан", Case::Ablative),
            ("жиын", "жиындармен", Case::Instrumental),
            ("жылдық", "жылдығына", Case::Dative),
            ("халық", "халқынан", Case::Ablative),
            ("бұұ", "бұұ-ға", Case::Dative),
            ("серікұлы", "серікұлымен", Case::Instrumental),
            ("дина", "динаны", Case::Accusative),
        ] {
            assert_eq!(case_after(stem, word), Some(case), "{word}");
        }
        for (stem, word) in [("кездесу", "кездесушілік"), ("дина", "динамо"), ("одақ", "одағ"), ("асан", "басшы")]
        {
            assert_eq!(case_after(stem, word), None, "{word}");
        }
    }

    #[test]
    fn endings_agree_with_the_sound_before_them() {
        for (word, case) in [
            ("президенті", Case::Nominative),
            ("президентті", Case::Accusative),
            ("депутаты", Case::Nominative),
            ("министрді", Case::Accusative),
            ("министрінің", Case::Genitive),
            ("төрағасымен", Case::Instrumental),
            ("қаласында", Case::Locative),
            ("басшысын", Case::Accusative),
            ("қазақстанда", Case::Locative),
            ("елбасына", Case::Dative),
            ("жұмысын", Case::Accusative),
            ("жиын", Case::Nominative),
        ] {
            assert_eq!(likely_case(word), case, "{word}");
        }
    }
}
