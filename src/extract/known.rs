//! Known phrases and quoted names to candidates.

use rustc_hash::FxHashMap;

use super::candidate::{Candidate, Form};
use super::document::Shape;
use super::headed::text_of;
use super::reach::is_roman;
use super::reading::{KnownPhrase, Reading};
use super::reasons::{Decided, Rule};
use super::tables::Topic;
use crate::model::EntityKind;
use crate::text::TokenKind;
use crate::text::morphology::{self, Case};

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
    let inner = |last: &str| {
        let before = known.last.checked_sub(1).filter(|_| known.first < known.last);
        before.map_or_else(|| last.to_owned(), |before| format!("{} {last}", text_of(reading, known.first, before)))
    };
    let name = inner(phrase.words.last().copied().unwrap_or(""));
    // One that each state has may be owned, whether its ending shows that or is its own ("Қауіпсіздік Кеңесі").
    let own = phrase.topic == Topic::Institution && morphology::is_possessed(phrase.name);
    let form = if known.possessed || own {
        let endings = morphology::possessed_stems(reading.word(known.last));
        let last = endings.into_iter().find(|(stem, case)| *case == known.case && morphology::is_possessed(stem));
        let owned = last.filter(|_| known.possessed).map(|(stem, _)| inner(stem));
        Form::Headed { head: phrase.name, possessed: true, owned }
    } else {
        form
    };
    let last = reading.after(known.last).filter(|next| reading.is(*next, TokenKind::Suffix)).unwrap_or(known.last);
    let (first, case, group) = (known.first, known.case, phrase.group);
    let (rule, decided) = (Rule::Listed, Decided::Rules);
    Some(Candidate { first, last, kind, score, case, name, group, form, rule, decided })
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
        let known = reading.phrase_at(open + 1).filter(|p| {
            p.last + 1 == close && matches!(p.phrase.topic, Topic::Institution | Topic::World | Topic::Brand)
        });
        let name_of = |stem: &str| format!("{}{stem}{}", reading.word(open), reading.word(close));
        if let Some(phrase) = known {
            let name = name_of(phrase.phrase.name);
            let (kind, rule) = (EntityKind::Organisation, Rule::QuotedListed);
            proposed.push(quoted_name((open, last), kind, phrase.case, name, rule));
            continue;
        }
        // "«Рухани жаңғыру» бағдарламасы" is not the office of that name.
        let goes_on = reading
            .after(last)
            .is_some_and(|next| reading.is_lower(next) && morphology::is_possessed(reading.lower(next)));
        for (stem, case) in morphology::stems(&inner) {
            if goes_on {
                break;
            }
            if let Some(whole) = contents.get(stem) {
                proposed.push(quoted_name((open, last), whole.kind, case, name_of(stem), Rule::QuotedPart));
                break;
            }
        }
    }
    proposed
}

fn quoted_name((first, last): (usize, usize), kind: EntityKind, case: Case, name: String, rule: Rule) -> Candidate {
    let (score, form, decided) = (0.7, Form::Quoted, Decided::Rules);
    Candidate { first, last, kind, score, case, name, group: None, form, rule, decided }
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

/// Proposes acronyms that the release itself introduces: "Еуропа қайта құру және даму банкінің (ЕҚДБ)".
#[must_use]
pub fn introduced(reading: &Reading<'_>, found: &[Candidate]) -> Vec<Candidate> {
    let mut acronyms: FxHashMap<&str, &Candidate> = FxHashMap::default();
    for candidate in found.iter().filter(|c| c.kind == EntityKind::Organisation && c.score >= 0.5) {
        let at = candidate.last + 2;
        let bracketed = reading.lower(candidate.last + 1) == "(" && reading.lower(at + 1) == ")";
        let Some(token) = reading.token(at).filter(|t| bracketed && t.shape == Shape::Capitals) else { continue };
        if reading.phrase_at(at).is_none() && candidate.name.split_whitespace().nth(1).is_some() {
            let longest = acronyms.entry(&token.word).or_insert(candidate);
            if candidate.first < longest.first && candidate.last == longest.last {
                *longest = candidate;
            }
        }
    }
    let mut proposed = Vec::new();
    if acronyms.is_empty() {
        return proposed;
    }
    for (at, token) in reading.tokens.iter().enumerate().filter(|(_, t)| t.shape == Shape::Capitals) {
        for (stem, case) in morphology::stems(&token.word) {
            if let Some(full) = acronyms.get(stem) {
                proposed.push(Candidate {
                    first: at,
                    last: at,
                    kind: full.kind,
                    score: 0.9,
                    case,
                    name: stem.to_owned(),
                    group: None,
                    form: Form::Introduced { full: full.name.clone() },
                    rule: Rule::Introduced,
                    decided: Decided::Rules,
                });
                break;
            }
        }
    }
    proposed
}

/// The fewest names in Latin letters that a list of companies has.
const LATIN_LIST: usize = 3;

/// Proposes names in Latin letters that stand in a list of such: "Chevron, Eni және Total сияқты компаниялар".
#[must_use]
pub fn latin_lists(reading: &Reading<'_>) -> Vec<Candidate> {
    let is_latin = |at: usize| {
        reading.is_capital(at)
            && reading.word(at).chars().all(|c| c.is_ascii() || c == '’')
            && !is_roman(reading.word(at))
    };
    let mut proposed = Vec::new();
    let mut list: Vec<(usize, usize)> = Vec::new();
    let mut close = |list: &mut Vec<(usize, usize)>| {
        if list.len() >= LATIN_LIST {
            proposed.extend(list.iter().map(|(first, last)| Candidate {
                first: *first,
                last: *last,
                kind: EntityKind::Organisation,
                score: 0.65,
                case: Case::Nominative,
                name: text_of(reading, *first, *last),
                group: None,
                form: Form::Known,
                rule: Rule::LatinList,
                decided: Decided::Rules,
            }));
        }
        list.clear();
    };
    let mut at = 0;
    while at < reading.tokens.len() {
        if !is_latin(at) {
            at += 1;
            continue;
        }
        let mut last = at;
        while reading.after(last).is_some_and(is_latin) {
            last += 1;
        }
        let linked = list.last().is_some_and(|(_, end)| {
            end + 2 == at
                && reading.same_sentence(*end, at)
                && matches!(reading.lower(end + 1), "," | "және" | "мен" | "пен" | "бен")
        });
        if !linked {
            close(&mut list);
        }
        list.push((at, last));
        at = last + 1;
    }
    close(&mut list);
    proposed
}
