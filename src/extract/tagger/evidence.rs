//! A document with the rules' names to what the model is told of each token: stems, shapes, tables, rules.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::candidate::{Candidate, Form};
use super::super::conflicts::THRESHOLD;
use super::super::document::Shape;
use super::super::name_words::is_vocabulary;
use super::super::reading::Reading;
use super::labels::{first_label, further_label};
use crate::model::EntityKind;
use crate::text::TokenKind;
use crate::text::morphology::{possessed_stems, stems};

/// What is known of the tokens of a document before the model reads it.
#[derive(Debug)]
pub struct Evidence<'r> {
    notes: Vec<Note<'r>>,
    /// Labels that the rules give a stem with a capital in this release.
    elsewhere: FxHashMap<&'r str, u64>,
    lower: FxHashSet<&'r str>,
}

#[derive(Clone, Debug, Default)]
struct Note<'r> {
    stem: &'r str,
    ending: &'r str,
    shape: u64,
    listed: u64,
    rule: u64,
    head: u64,
    office: u64,
    quoted: bool,
    heading: bool,
    capital: bool,
    proposals: Vec<(u64, u64)>,
}

impl<'r> Evidence<'r> {
    /// Gathers what the tables and the rules say; `proposed` are all candidates of the rules, `chosen` their names.
    #[must_use]
    pub fn new(reading: &'r Reading<'_>, proposed: &[Candidate], chosen: &[Candidate]) -> Self {
        let mut notes: Vec<Note<'r>> = (0..reading.tokens.len()).map(|at| note(reading, at)).collect();
        read_marks(reading, &mut notes);
        for candidate in chosen {
            for at in candidate.first..=candidate.last {
                if let Some(note) = notes.get_mut(at) {
                    let label =
                        if at == candidate.first { first_label(candidate.kind) } else { further_label(candidate.kind) };
                    note.rule = 2 + 2 * label as u64 + u64::from(at == candidate.last);
                }
            }
        }
        for candidate in proposed {
            let kind = first_label(candidate.kind) as u64;
            let taken = u64::from(candidate.score >= THRESHOLD);
            let sure = (candidate.score * 10.0) as u64;
            let form = form_number(&candidate.form);
            for at in candidate.first..=candidate.last {
                if let Some(note) = notes.get_mut(at) {
                    let place = u64::from(at == candidate.first) + 2 * u64::from(at == candidate.last);
                    note.proposals.push((0, kind * 64 + place * 16 + sure));
                    note.proposals.push((1, kind * 64 + place * 16 + form * 2 + taken));
                }
            }
        }
        let mut elsewhere: FxHashMap<&str, u64> = FxHashMap::default();
        let mut lower = FxHashSet::default();
        for note in &notes {
            if note.capital && note.rule != 0 {
                *elsewhere.entry(note.stem).or_default() |= 1 << (note.rule.saturating_sub(2) / 2).min(20);
            }
            if !note.capital {
                lower.insert(note.stem);
            }
        }
        Self { notes, elsewhere, lower }
    }

    fn note(&self, at: usize) -> Option<&Note<'r>> {
        self.notes.get(at)
    }

    /// The token in lower case without the longest ending that a noun may have.
    #[must_use]
    pub fn stem(&self, at: usize) -> &'r str {
        self.note(at).map_or("", |n| n.stem)
    }

    /// That ending.
    #[must_use]
    pub fn ending(&self, at: usize) -> &'r str {
        self.note(at).map_or("", |n| n.ending)
    }

    /// What the token looks like, as a number.
    #[must_use]
    pub fn shape(&self, at: usize) -> u64 {
        self.note(at).map_or(0, |n| n.shape)
    }

    /// What the tables of names know of it.
    #[must_use]
    pub fn listed(&self, at: usize) -> u64 {
        self.note(at).map_or(0, |n| n.listed)
    }

    /// What part of which name the rules take it for.
    #[must_use]
    pub fn rule(&self, at: usize) -> u64 {
        self.note(at).map_or(0, |n| n.rule)
    }

    /// Which head of names it ends; 0 when none.
    #[must_use]
    pub fn head(&self, at: usize) -> u64 {
        self.note(at).map_or(0, |n| n.head)
    }

    /// Which sort of office it names; 0 when none.
    #[must_use]
    pub fn office(&self, at: usize) -> u64 {
        self.note(at).map_or(0, |n| n.office)
    }

    /// Whether it stands within quotation marks.
    #[must_use]
    pub fn is_quoted(&self, at: usize) -> bool {
        self.note(at).is_some_and(|n| n.quoted)
    }

    /// Whether the sentence has no full stop, as headings have none.
    #[must_use]
    pub fn is_heading(&self, at: usize) -> bool {
        self.note(at).is_some_and(|n| n.heading)
    }

    /// Whether the release has the same stem without a capital.
    #[must_use]
    pub fn is_elsewhere_lower(&self, at: usize) -> bool {
        self.lower.contains(self.stem(at))
    }

    /// What the rules take the same stem for in the whole release.
    #[must_use]
    pub fn elsewhere(&self, at: usize) -> Option<u64> {
        self.note(at).filter(|n| n.capital)?;
        self.elsewhere.get(self.stem(at)).copied()
    }

    /// What the rules thought of it, with the number of the template.
    pub fn proposals(&self, at: usize) -> impl Iterator<Item = (u64, u64)> + '_ {
        self.note(at).map_or(&[][..], |n| n.proposals.as_slice()).iter().copied()
    }
}

const fn form_number(form: &Form) -> u64 {
    match form {
        Form::Known => 0,
        Form::Acronym => 1,
        Form::Introduced { .. } => 2,
        Form::Headed { .. } => 3,
        Form::Quoted => 4,
        Form::Listed => 5,
        Form::Person { .. } => 6,
    }
}

fn note<'r>(reading: &'r Reading<'_>, at: usize) -> Note<'r> {
    let Some(token) = reading.token(at) else { return Note::default() };
    let lower = token.lower.as_str();
    let word = token.kind == TokenKind::Word;
    let stem = if word { shortest_stem(lower) } else { lower };
    let capital = matches!(token.shape, Shape::Capitalised | Shape::Capitals);
    let hyphen = word && lower.contains('-');
    let latin = word && lower.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
    let length = token.lower.chars().count().min(4) as u64;
    let shape = ((token.shape as u64 * 16 + token.kind as u64) * 4 + u64::from(hyphen) * 2 + u64::from(latin)) * 8
        + if token.shape == Shape::Capitals { length } else { u64::from(length == 1) };
    Note {
        stem,
        ending: lower.get(stem.len()..).unwrap_or(""),
        shape,
        listed: listed(reading, at, lower),
        head: if word { head(reading, at) } else { 0 },
        office: reading
            .office_at(at)
            .map_or(0, |o| 1 + o.kind as u64 * 4 + u64::from(o.plural) * 2 + u64::from(o.possessed)),
        capital,
        ..Note::default()
    }
}

fn shortest_stem(lower: &str) -> &str {
    let stems = stems(lower).into_iter().chain(possessed_stems(lower)).map(|(stem, _)| stem);
    stems.filter(|s| s.chars().nth(2).is_some()).min_by_key(|s| s.len()).unwrap_or(lower)
}

fn listed(reading: &Reading<'_>, at: usize, lower: &str) -> u64 {
    let tables = reading.tables;
    let phrase = reading.phrase_around(at).map_or(0, |p| {
        let place = u64::from(p.first == at) + 2 * u64::from(p.last == at);
        1 + (p.phrase.topic as u64) * 4 + place
    });
    let word = reading.word(at);
    let (mut given, mut surname, mut patronymic, mut region) = (0, false, false, false);
    if reading.is_capital(at) {
        for (stem, _) in stems(word) {
            given = given.max(tables.given_name(stem).map_or(0, |sure| 1 + u64::from(sure)));
            region |= tables.is_region(stem);
        }
        for (stem, _) in stems(lower) {
            surname |= tables.ends_like_surname(stem);
            patronymic |= tables.ends_like_patronymic(stem);
        }
    }
    let mut number = phrase;
    for part in [given, u64::from(surname), u64::from(patronymic), u64::from(region)] {
        number = number * 4 + part;
    }
    number * 8
        + u64::from(tables.is_common(lower)) * 4
        + u64::from(tables.is_function_word(lower)) * 2
        + u64::from(is_vocabulary(reading, lower))
}

fn head(reading: &Reading<'_>, at: usize) -> u64 {
    for kind in [EntityKind::Organisation, EntityKind::Place, EntityKind::Event] {
        if let Some(head) = reading.heads_at(at, kind).first() {
            return 1 + (head.head.sort as u64 * 2 + u64::from(head.bare)) * 2 + u64::from(head.plural);
        }
    }
    0
}

/// Quotation marks and sentences without a full stop.
fn read_marks(reading: &Reading<'_>, notes: &mut [Note<'_>]) {
    let mut at = 0;
    while let Some(token) = reading.token(at) {
        let from = at;
        let mut quoted = false;
        while reading.token(at).is_some_and(|t| t.sentence == token.sentence) {
            if reading.is(at, TokenKind::CloseQuote) {
                quoted = false;
            }
            if let Some(note) = notes.get_mut(at) {
                note.quoted = quoted;
            }
            if reading.is(at, TokenKind::OpenQuote) {
                quoted = true;
            }
            at += 1;
        }
        let heading = !matches!(reading.lower(at.saturating_sub(1)), "." | "!" | "?" | "…" | ";");
        notes.iter_mut().take(at).skip(from).for_each(|n| n.heading = heading);
    }
}
