//! Known phrases and quoted names to candidates.

use rustc_hash::FxHashMap;

use super::candidate::{Candidate, Form};
use super::endings::{self, Case};
use super::headed::text_of;
use super::reading::{KnownPhrase, Reading};
use super::tables::Topic;
use crate::model::EntityKind;
use crate::text::TokenKind;

/// Proposes the names that the tables know.
#[must_use]
pub fn known(reading: &Reading<'_>) -> Vec<Candidate> {
    reading.phrases().filter_map(|phrase| known_name(reading, phrase)).collect()
}

fn known_name(reading: &Reading<'_>, known: KnownPhrase) -> Option<Candidate> {
    let phrase = known.phrase;
    let (kind, form, score) = match phrase.topic {
        Topic::Country => (EntityKind::Place, Form::Known, 0.97),
        Topic::Place => (EntityKind::Place, Form::Known, 0.93),
        Topic::DoubtfulPlace => (EntityKind::Place, Form::Known, doubtful(reading, known)?),
        Topic::Institution | Topic::World | Topic::Brand => (EntityKind::Organisation, Form::Known, 0.95),
        Topic::Acronym => (EntityKind::Organisation, Form::Acronym, 0.97),
        Topic::Event => (EntityKind::Event, Form::Known, 0.9),
        Topic::Person => return None,
    };
    // "Президенттің күні": a single word that begins a sentence in lower-case sense is still that name, tables hold no such words.
    let written = if phrase.words.len() > 1 || known.possessed {
        let inner = text_of(reading, known.first, known.last.saturating_sub(1).max(known.first));
        let nominative = phrase.words.last().copied().unwrap_or("");
        if known.first == known.last { phrase.name.to_owned() } else { format!("{inner} {nominative}") }
    } else {
        phrase.name.to_owned()
    };
    // One that each state has may be owned, whether its ending shows that or is its own ("Қауіпсіздік Кеңесі").
    let own = phrase.topic == Topic::Institution && endings::is_possessed(phrase.name);
    let form = if known.possessed || own { Form::Headed { head: phrase.name, possessed: true } } else { form };
    let last = reading.after(known.last).filter(|next| reading.is(*next, TokenKind::Suffix)).unwrap_or(known.last);
    let (first, case, group) = (known.first, known.case, phrase.group);
    Some(Candidate { first, last, kind, score, case, name: written, group, form })
}

/// How likely a word that is more than a place is one here.
fn doubtful(reading: &Reading<'_>, known: KnownPhrase) -> Option<f64> {
    let located = matches!(known.case, Case::Locative | Case::Attributive | Case::Ablative | Case::Dative);
    let opens = reading.opens_sentence(known.first);
    match (located, opens) {
        (true, _) => Some(0.7),
        (false, false) if known.case == Case::Nominative => Some(0.4),
        (false, false) => Some(0.5),
        (false, true) => None,
    }
}

/// Proposes quoted words without a head whose content is a known institution, or the quoted part of a name with a head
/// elsewhere in the release ("«Нұр Отан» партиясы" … "«Нұр Отанның»").
#[must_use]
pub fn quoted(reading: &Reading<'_>, found: &[Candidate]) -> Vec<Candidate> {
    let mut contents: FxHashMap<String, &Candidate> = FxHashMap::default();
    for candidate in found.iter().filter(|c| c.score >= 0.5 && reading.is(c.first, TokenKind::OpenQuote)) {
        if let Some((content, _)) = quoted_part(&candidate.name)
            && matches!(candidate.form, Form::Headed { .. })
        {
            contents.entry(content.to_owned()).or_insert(candidate);
        }
    }
    let mut proposed = Vec::new();
    for open in (0..reading.tokens.len()).filter(|i| reading.is(*i, TokenKind::OpenQuote)) {
        let close =
            (open + 2..open + 9).find(|i| reading.is(*i, TokenKind::CloseQuote) && reading.same_sentence(open, *i));
        let Some(close) = close else { continue };
        let inner = text_of(reading, open + 1, close - 1);
        let suffix = reading.after(close).filter(|next| reading.is(*next, TokenKind::Suffix));
        let last = suffix.unwrap_or(close);
        let known = reading.phrase_at(open + 1).filter(|p| p.last + 1 == close && matches!(p.phrase.topic, Topic::Institution | Topic::World | Topic::Brand));
        let name_of = |stem: &str| format!("{}{stem}{}", reading.word(open), reading.word(close));
        if let Some(phrase) = known {
            let name = name_of(phrase.phrase.name);
            proposed.push(quoted_name(open, last, EntityKind::Organisation, 0.7, phrase.case, name));
            continue;
        }
        for (stem, case) in endings::stems(&inner) {
            if let Some(whole) = contents.get(stem) {
                proposed.push(quoted_name(open, last, whole.kind, 0.7, case, name_of(stem)));
                break;
            }
        }
    }
    proposed
}

fn quoted_name(first: usize, last: usize, kind: EntityKind, score: f64, case: Case, name: String) -> Candidate {
    Candidate { first, last, kind, score, case, name, group: None, form: Form::Quoted }
}

/// The quoted part of a name, and what follows it.
#[must_use]
pub fn quoted_part(name: &str) -> Option<(&str, &str)> {
    let opening = ['«', '"', '“', '„'];
    let closing = ['»', '"', '”', '“'];
    let inner = name.strip_prefix(opening)?;
    let end = inner.find(closing)?;
    let rest = inner.get(end..)?.trim_start_matches(closing);
    Some((inner.get(..end)?, rest.trim()))
}
