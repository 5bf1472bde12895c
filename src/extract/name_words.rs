//! A capitalised word to the part that it may have in a person's name.

use super::document::Shape;
use super::reach;
use super::reading::Reading;
use super::tables::{OfficeKind, Topic};
use crate::model::EntityKind;
use crate::text::TokenKind;
use crate::text::morphology::{self, Case};

/// What a word is in a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A given name.
    Given,
    /// A given name that is also something else, or a family name of one syllable.
    Doubtful,
    /// A patronymic.
    Patronymic,
    /// A surname, as its ending shows.
    Surname,
    /// A word that the tables do not know.
    Unknown,
}

/// A word read as a part of a name.
#[derive(Clone, Copy, Debug)]
pub struct NameWord<'a> {
    /// Which token.
    pub at: usize,
    /// What it is.
    pub part: Part,
    /// In which case.
    pub case: Case,
    /// Its nominative.
    pub stem: &'a str,
}

impl<'a> NameWord<'a> {
    /// A word taken as it stands: a particle, a regnal number.
    #[must_use]
    pub fn as_it_stands(reading: &Reading<'a>, at: usize) -> Self {
        Self { at, part: Part::Unknown, case: Case::Nominative, stem: reading.word(at) }
    }

    /// What part of a name the word at `at` is, in its most likely case.
    #[must_use]
    pub fn read(reading: &Reading<'a>, at: usize) -> Self {
        let word = reading.word(at);
        let found = |(stem, case): (&'a str, Case), part| Self { at, part, case, stem };
        let mut stems = morphology::stems(word);
        if let Some(own) = word.find("ұлы").or_else(|| word.find("қызы")) {
            // A patronymic is possessed: "Құнанбайұлына".
            let possessed = morphology::possessed_stems(word).into_iter().skip(1).filter(|(stem, _)| stem.len() > own);
            stems.splice(0..0, possessed);
        }
        let long = |stem: &str| stem.len() == word.len() || stem.chars().count() > 2;
        for stem in stems.iter().copied().filter(|(stem, _)| long(stem)) {
            if let Some(part) = part_of(reading, stem.0) {
                return found(stem, part);
            }
        }
        let whole = found((word, Case::Nominative), Part::Unknown);
        let mut cases = stems.iter().copied().skip(1).filter(|(stem, _)| long(stem));
        if let Some(stem) = cases.clone().find(|(stem, _)| reading.stands_alone(stem)) {
            return found(stem, Part::Unknown);
        }
        // Persons are seldom places: an ending of the locative is rather a part of the name ("Науседа", "Зевде").
        let mut likely = cases.by_ref().filter(|(_, case)| !matches!(case, Case::Locative | Case::Attributive));
        match likely.next() {
            Some(stem) if !reading.is_inflected(word) => found(stem, Part::Unknown),
            _ => whole,
        }
    }
}

fn part_of(reading: &Reading<'_>, stem: &str) -> Option<Part> {
    let tables = reading.tables;
    let lower = stem.to_lowercase();
    let given = tables.given_name(stem);
    if tables.ends_like_patronymic(&lower) && given != Some(true) {
        Some(Part::Patronymic)
    } else if given == Some(true) {
        Some(Part::Given)
    } else if tables.ends_like_surname(&lower) && !tables.is_common(&lower) {
        Some(Part::Surname)
    } else {
        given.map(|_| Part::Doubtful)
    }
}

/// Whether the word may be a part of a name at all.
#[must_use]
pub fn is_name_word(reading: &Reading<'_>, at: usize) -> bool {
    let Some(token) = reading.token(at) else { return false };
    if token.shape != Shape::Capitalised || token.kind != TokenKind::Word || reach::is_roman(&token.word) {
        return false;
    }
    if token.word.chars().next().is_some_and(|c| c.is_ascii()) {
        return false;
    }
    let given = reading.tables.given_name(&token.word).is_some();
    if reading.tables.is_function_word(&token.lower) && !given {
        return false;
    }
    if let Some(phrase) = reading.phrase_around(at) {
        let single = phrase.first == phrase.last;
        let named = morphology::stems(&token.word).iter().any(|(stem, _)| reading.tables.given_name(stem).is_some());
        if phrase.phrase.topic != Topic::Person && !(single && named) {
            return false;
        }
    }
    if let Some(office) = reading.office_at(at)
        && (office.kind == OfficeKind::Honorific || !given)
    {
        return false;
    }
    given || reading.heads_at(at, EntityKind::Organisation).is_empty()
}

/// Whether the word is plain vocabulary, as its form or its ending shows ("Ұлттық", "Халықаралық", "Ішкі").
#[must_use]
pub fn is_common_word(reading: &Reading<'_>, at: usize) -> bool {
    const DERIVED: &[&str] = &[
        "лық", "лік", "дық", "дік", "тық", "тік", "сыз", "сіз", "лары", "лері", "дары", "дері", "тары", "тері", "лар",
        "лер", "ғы", "гі",
    ];
    let Some(token) = reading.token(at) else { return false };
    let lower = token.lower.as_str();
    if reading.tables.given_name(&token.word).is_some() {
        return false;
    }
    let derived =
        DERIVED.iter().any(|ending| lower.ends_with(ending) && lower.chars().count() > ending.chars().count() + 2);
    let stem = |stem: &str| reading.tables.is_common(stem) && !reading.tables.ends_like_surname(stem);
    derived || is_vocabulary(reading, lower) || morphology::stems(lower).iter().skip(1).any(|(s, _)| stem(s))
}

/// Whether the very word is in the list of common words.
#[must_use]
pub fn is_vocabulary(reading: &Reading<'_>, lower: &str) -> bool {
    reading.tables.is_common(lower) || reading.tables.is_function_word(lower)
}

/// Whether a name may begin with the word: not where a capital says nothing and the word is plain or inflected.
#[must_use]
pub fn may_begin(reading: &Reading<'_>, at: usize) -> bool {
    if !is_name_word(reading, at) {
        return false;
    }
    if reading.tables.given_name(reading.word(at)).is_some() {
        return true;
    }
    let inflected = || {
        let word = NameWord::read(reading, at);
        (word.part == Part::Unknown && word.case != Case::Nominative && !reading.stands_alone(word.stem))
            || morphology::stems(reading.word(at)).iter().skip(1).any(|(_, case)| *case == Case::Locative)
    };
    !(is_common_word(reading, at) || (reading.opens_sentence(at) && inflected()))
}
