//! Tokens to candidates: the places where a phrase of `grammar/kk/event_triggers.tsv` stands.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::extract::{Document, Shape};
use crate::model::EventType;
use crate::text::morphology::{Case, VerbEnding, case_after, verb_after};

/// A phrase that may name a happening.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Its type; `None` for a phrase that only looks like a trigger.
    pub(super) event_type: Option<EventType>,
    /// What the phrases of a type have in common (third column of the table).
    pub(super) sense: &'static str,
    /// Index of the sentence.
    pub(super) sentence: usize,
    /// First token of the trigger.
    pub(super) first: usize,
    /// Last token of the trigger; it carries the endings.
    pub(super) last: usize,
    /// What its ending says.
    pub(super) ending: Ending,
    /// The stem of its last word, as the table has it.
    pub(super) stem: &'static str,
    /// The row of the table, without its type and sense.
    pub(super) row: &'static str,
}

/// What the ending of a trigger says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Ending {
    /// A noun in this case.
    Noun(Case),
    /// A verb.
    Verb(VerbEnding),
    /// A word of the table that takes no endings.
    Word,
}

impl Ending {
    /// Its name in the table of weights.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Noun(case) => case.name(),
            Self::Verb(verb) => verb.form.name(),
            Self::Word => "word",
        }
    }
}

#[derive(Debug)]
struct Pattern {
    event_type: Option<EventType>,
    sense: &'static str,
    row: &'static str,
    words: Vec<Word>,
}

#[derive(Debug)]
enum Word {
    /// One of these.
    Alternatives(Vec<(&'static str, Inflection)>),
    /// Nothing, or up to three words.
    Gap,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inflection {
    Fixed,
    Noun,
    Verb,
}

/// The patterns, by the first two letters of their first word.
#[derive(Debug)]
struct Table {
    patterns: Vec<Pattern>,
    by_prefix: FxHashMap<(char, char), Vec<usize>>,
}

/// Words that a gap may hold.
const GAP: usize = 3;

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| read_table(include_str!("../../../grammar/kk/event_triggers.tsv")))
}

fn read_table(text: &'static str) -> Table {
    let mut table = Table { patterns: Vec::new(), by_prefix: FxHashMap::default() };
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let mut columns = line.split('\t');
        let (Some(name), Some(sense), Some(pattern)) = (columns.next(), columns.next(), columns.next()) else {
            continue;
        };
        let words = pattern.split(' ').map(read_word).collect::<Vec<_>>();
        let index = table.patterns.len();
        if let Some(Word::Alternatives(first)) = words.first() {
            for (stem, _) in first {
                let entry = table.by_prefix.entry(prefix(stem)).or_default();
                if entry.last() != Some(&index) {
                    entry.push(index);
                }
            }
        }
        table.patterns.push(Pattern { event_type: event_type(name), sense, row: pattern, words });
    }
    table
}

fn read_word(word: &'static str) -> Word {
    if word == ".." {
        return Word::Gap;
    }
    Word::Alternatives(
        word.split('/')
            .map(|w| match (w.strip_suffix('='), w.strip_suffix('~')) {
                (Some(stem), _) => (stem, Inflection::Noun),
                (_, Some(stem)) => (stem, Inflection::Verb),
                _ => (w, Inflection::Fixed),
            })
            .collect(),
    )
}

fn event_type(name: &str) -> Option<EventType> {
    use EventType as T;
    const ALL: [EventType; 17] = [
        T::Meeting,
        T::Call,
        T::Message,
        T::Visit,
        T::Session,
        T::Forum,
        T::Ceremony,
        T::Award,
        T::Appointment,
        T::Dismissal,
        T::Signing,
        T::Statement,
        T::Founding,
        T::Election,
        T::Disaster,
        T::Celebration,
        T::Other,
    ];
    ALL.into_iter().find(|t| t.as_str() == name)
}

fn prefix(word: &str) -> (char, char) {
    let mut letters = word.chars();
    (letters.next().unwrap_or(' '), letters.next().unwrap_or(' '))
}

/// All candidates of a document in order of their first token, the longest of those that lie within one another.
///
/// Cost: one look-up a token and a comparison with the few patterns that begin with the same two letters.
pub(super) fn candidates(document: &Document) -> Vec<Candidate> {
    let table = table();
    let mut found = Vec::new();
    for (at, token) in document.tokens.iter().enumerate() {
        if matches!(token.shape, Shape::Mark | Shape::Initial) {
            continue;
        }
        let Some(patterns) = table.by_prefix.get(&prefix(&token.lower)) else { continue };
        for pattern in patterns.iter().filter_map(|i| table.patterns.get(*i)) {
            if let Some((last, ending, stem)) = match_words(document, &pattern.words, at, token.sentence) {
                found.push(Candidate {
                    event_type: pattern.event_type,
                    sense: pattern.sense,
                    sentence: token.sentence,
                    first: at,
                    last,
                    ending,
                    stem,
                    row: pattern.row,
                });
            }
        }
    }
    outermost(found)
}

/// Drops what lies within a longer candidate, and the phrases that only look like triggers.
fn outermost(found: Vec<Candidate>) -> Vec<Candidate> {
    let within = |a: &Candidate, b: &Candidate| {
        b.first <= a.first && a.last <= b.last && (b.last - b.first > a.last - a.first || b.event_type.is_none())
    };
    let mut kept: Vec<Candidate> = Vec::new();
    for (i, candidate) in found.iter().enumerate() {
        // Candidates are in order of their first token: those that overlap stand near.
        let near = |other: &&Candidate| other.first + 16 > candidate.first && other.first < candidate.first + 16;
        let before = found.get(..i).unwrap_or(&[]).iter().rev().take_while(near);
        let after = found.get(i + 1..).unwrap_or(&[]).iter().take_while(near);
        let same =
            |k: &Candidate| (k.event_type, k.first, k.last) == (candidate.event_type, candidate.first, candidate.last);
        // "кездесу" is the noun of the table, not the infinitive of "кездес": the stem that explains more of the word wins.
        if let Some(known) = kept.iter_mut().rev().take(16).find(|k| same(k)) {
            if candidate.stem.len() > known.stem.len() {
                *known = candidate.clone();
            }
            continue;
        }
        if candidate.event_type.is_some() && !before.chain(after).any(|other| within(candidate, other)) {
            kept.push(candidate.clone());
        }
    }
    kept
}

/// Matches `words` from token `at` on; the last token, its ending and its stem.
fn match_words(
    document: &Document,
    words: &[Word],
    at: usize,
    sentence: usize,
) -> Option<(usize, Ending, &'static str)> {
    let (word, rest) = words.split_first()?;
    match word {
        Word::Gap => {
            let mut at = at;
            let mut skipped = 0;
            loop {
                if let Some(found) = match_words(document, rest, at, sentence) {
                    return Some(found);
                }
                let token = document.tokens.get(at).filter(|t| t.sentence == sentence)?;
                let quote = matches!(token.lower.as_str(), "«" | "»" | "\"" | "“" | "”");
                if token.shape == Shape::Mark && !quote {
                    return None;
                }
                skipped += usize::from(!quote);
                if skipped > GAP {
                    return None;
                }
                at += 1;
            }
        }
        Word::Alternatives(alternatives) => {
            let token = document.tokens.get(at).filter(|t| t.sentence == sentence && t.shape != Shape::Mark)?;
            let (ending, stem) = alternatives.iter().find_map(|(stem, inflection)| {
                match_word(&token.lower, stem, *inflection).map(|ending| (ending, *stem))
            })?;
            if rest.is_empty() { Some((at, ending, stem)) } else { match_words(document, rest, at + 1, sentence) }
        }
    }
}

fn match_word(word: &str, stem: &str, inflection: Inflection) -> Option<Ending> {
    match inflection {
        Inflection::Fixed => (word == stem).then_some(Ending::Word),
        Inflection::Verb => verb_after(stem, word).map(Ending::Verb),
        Inflection::Noun => case_after(stem, word).map(|case| Ending::Noun(case.base())),
    }
}
