//! Single words to persons: surnames that a fuller name of the release explains, sure surnames, known persons.

use rustc_hash::{FxHashMap, FxHashSet};

use super::candidate::{Candidate, Form};
use super::name_words::{NameWord, Part, is_common_word, is_name_word};
use super::persons::{heads_follow, person};
use super::reading::Reading;
use super::reasons::Rule;
use super::tables::Topic;
use crate::text::TokenKind;
use crate::text::morphology;

/// Proposes single words; `known` are the names of several words.
#[must_use]
pub fn single_names(reading: &Reading<'_>, known: &[Candidate]) -> Vec<Candidate> {
    let explained = Explained::new(reading, known);
    let mut taken = known.iter().filter(|c| c.score >= 0.5).peekable();
    let mut found = Vec::new();
    for at in 0..reading.tokens.len() {
        while taken.peek().is_some_and(|c| c.last < at) {
            taken.next();
        }
        if taken.peek().is_some_and(|c| c.holds(at)) {
            continue;
        }
        found.extend(historic(reading, at).or_else(|| explained.read(reading, at)).or_else(|| surname(reading, at)));
    }
    found
}

/// A person of history, known by one name; not as the name of a prize, a street or a building.
fn historic(reading: &Reading<'_>, at: usize) -> Option<Candidate> {
    let phrase = reading.phrase_at(at).filter(|p| p.phrase.topic == Topic::Person)?;
    let quoted = reading.before(at).is_some_and(|b| reading.is(b, TokenKind::OpenQuote));
    let next = reading.after(phrase.last);
    let honoured = next.is_some_and(|next| reading.lower(next) == "атындағы") || heads_follow(reading, phrase.last + 1);
    if quoted || honoured {
        return None;
    }
    let parts = phrase.phrase.words.iter().map(|w| (*w).to_owned()).collect();
    Some(person(at, phrase.last, phrase.case, parts, 0.7, Rule::Historic))
}

/// Surnames and given names of persons whom the release names in full.
struct Explained {
    surnames: FxHashSet<String>,
    /// Given names with how many persons bear them.
    given: FxHashMap<String, FxHashSet<String>>,
}

impl Explained {
    fn new(reading: &Reading<'_>, known: &[Candidate]) -> Self {
        let mut explained = Self { surnames: FxHashSet::default(), given: FxHashMap::default() };
        for candidate in known.iter().filter(|c| c.score >= 0.5) {
            let Form::Person { parts } = &candidate.form else { continue };
            let surname = |p: &&String| reading.tables.is_surely_surname(&p.to_lowercase());
            explained.surnames.extend(parts.last().into_iter().chain(parts.iter().filter(surname)).cloned());
            if let [first, .., last] = parts.as_slice()
                && reading.tables.given_name(first) == Some(true)
            {
                explained.given.entry(first.clone()).or_default().insert(last.clone());
            }
        }
        explained
    }

    fn read(&self, reading: &Reading<'_>, at: usize) -> Option<Candidate> {
        if !is_name_word(reading, at) {
            return None;
        }
        let stems = morphology::stems(reading.word(at));
        let long = |stem: &str| stem.chars().count() > 2;
        let surname = stems.iter().find(|(stem, _)| self.surnames.contains(*stem) && long(stem));
        if let Some((stem, case)) = surname {
            return Some(person(at, at, *case, vec![(*stem).to_owned()], 0.8, Rule::ShortName));
        }
        let quoted = reading.before(at).is_some_and(|b| reading.is(b, TokenKind::OpenQuote));
        let bearer = |stem: &str| self.given.get(stem).is_some_and(|persons| persons.len() == 1);
        let (stem, case) = stems.into_iter().find(|(stem, _)| !quoted && bearer(stem))?;
        Some(person(at, at, case, vec![stem.to_owned()], 0.6, Rule::ShortName))
    }
}

/// A word that ends as surnames do.
fn surname(reading: &Reading<'_>, at: usize) -> Option<Candidate> {
    if !is_name_word(reading, at) || heads_follow(reading, at + 1) || is_common_word(reading, at) {
        return None;
    }
    let word = NameWord::read(reading, at);
    let sure = word.part == Part::Surname && reading.tables.is_surely_surname(&word.stem.to_lowercase());
    let honoured = reading.after(at).is_some_and(|next| reading.lower(next) == "атындағы");
    if !sure || honoured || word.stem.chars().count() < 5 {
        return None;
    }
    let score = if reading.opens_sentence(at) { 0.5 } else { 0.6 };
    Some(person(at, at, word.case, vec![word.stem.to_owned()], score, Rule::Surname))
}
