//! Capitalised words to names of persons.

use rustc_hash::FxHashSet;

use super::candidate::{Candidate, Form};
use super::document::Shape;
use super::endings::{self, Case};
use super::reach;
use super::reading::Reading;
use super::tables::{OfficeKind, Topic};
use crate::model::EntityKind;
use crate::text::TokenKind;

/// The longest name, in words.
const LONGEST: usize = 6;

/// Words within foreign names that are written small, or large within Arabic and Dutch ones.
const PARTICLES: &[&str] = &[
    "бен", "бин", "ибн", "әл", "аль", "эль", "ал", "әс", "ас", "ад", "ван", "дер", "фон", "де", "ди", "да", "ду",
    "дос", "ла", "ос", "оглы", "тер",
];

/// Titles of rulers who go by one name.
const RULERS: &[&str] = &[
    "король",
    "патшайым",
    "император",
    "папа",
    "папасы",
    "патриарх",
    "каталикос",
    "әмір",
    "сұлтан",
    "патша",
    "ханзада",
    "ханшайым",
    "королі",
    "императоры",
    "патшайымы",
    "сұлтаны",
    "патриархы",
    "әмірі",
];

/// What a word is in a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Given,
    Doubtful,
    Patronymic,
    Surname,
    Unknown,
}

/// A word read as a part of a name: what it is, in which case, and how long its nominative is in bytes.
#[derive(Clone, Copy, Debug)]
struct NameWord<'a> {
    part: Part,
    case: Case,
    stem: &'a str,
}

/// Proposes the names of persons.
#[must_use]
pub fn persons(reading: &Reading<'_>) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut at = 0;
    while at < reading.tokens.len() {
        let name =
            initials_first(reading, at).or_else(|| surname_first(reading, at)).or_else(|| full_name(reading, at));
        match name {
            Some(name) => {
                at = name.last + 1;
                found.push(name);
            }
            None => at += 1,
        }
    }
    found.extend(single_names(reading, &found));
    found.sort_by_key(|c| c.first);
    found
}

/// "Ж.Асанов", "Н.Ә.Назарбаевтың".
fn initials_first(reading: &Reading<'_>, at: usize) -> Option<Candidate> {
    let count = (at..).take_while(|i| reading.is(*i, TokenKind::Initial) && reading.same_sentence(at, *i)).count();
    if count == 0 || count > 3 {
        return None;
    }
    let last = at + count;
    if !reading.same_sentence(at, last) || !is_name_word(reading, last) {
        return None;
    }
    let word = read_word(reading, last);
    let mut parts: Vec<_> = (at..last).map(|i| reading.word(i).to_owned()).collect();
    parts.push(word.stem.to_owned());
    Some(person(at, last, word.case, parts, 0.97))
}

/// "Асанов Ж.": a surname with initials behind it, not those of the next name.
fn surname_first(reading: &Reading<'_>, at: usize) -> Option<Candidate> {
    if !is_name_word(reading, at) || !matches!(read_word(reading, at).part, Part::Surname) {
        return None;
    }
    let count = (at + 1..).take_while(|i| reading.is(*i, TokenKind::Initial) && reading.same_sentence(at, *i)).count();
    let last = at + count;
    if count == 0 || count > 2 || reading.after(last).is_some_and(|next| reading.is_capital(next)) {
        return None;
    }
    let mut parts: Vec<_> = (at + 1..=last).map(|i| reading.word(i).to_owned()).collect();
    parts.push(reading.word(at).to_owned());
    Some(person(at, last, Case::Nominative, parts, 0.9))
}

/// Two words or more: given name, patronymic, surname in the orders that releases use, or foreign words after an office.
fn full_name(reading: &Reading<'_>, at: usize) -> Option<Candidate> {
    let regnal = is_roman(reading, at);
    let start = if regnal { at + 1 } else { at };
    if !may_begin(reading, start) || (regnal && !reading.same_sentence(at, start)) {
        return None;
    }
    let titled = follows_title(reading, at);
    let ruler = reading.before(at).is_some_and(|b| RULERS.contains(&reading.lower(b)));
    let mut words = vec![(start, read_word(reading, start))];
    let mut last = start;
    while words.len() < LONGEST {
        let Some((_, previous)) = words.last().copied() else { break };
        let sure = words.len() > 1 || !matches!(previous.part, Part::Unknown | Part::Doubtful);
        if previous.case != Case::Nominative && sure {
            break;
        }
        let Some(next) = reading.after(last) else { break };
        let lower = reading.lower(next);
        let surnamed = words.iter().any(|(_, w)| w.part == Part::Surname) && words.len() > 1;
        if PARTICLES.contains(&lower)
            && !(lower == "бен" && !reading.word(last).ends_with(['д', 'х', 'р', 'н', 'л', 'м', 'с', 'б']))
        {
            let Some(beyond) =
                reading.after(next).filter(|b| is_name_word(reading, *b) || PARTICLES.contains(&reading.lower(*b)))
            else {
                break;
            };
            if surnamed
                || (matches!(lower, "да" | "де" | "ал") && words.len() < 2)
                || reading.phrase_around(beyond).is_some_and(|p| p.phrase.topic == Topic::Country)
            {
                break;
            }
            words.push((next, NameWord { part: Part::Unknown, case: Case::Nominative, stem: reading.word(next) }));
            last = next;
            continue;
        }
        if is_roman(reading, next)
            && reading.after(next).is_none_or(|b| !reading.is_capital(b))
            && !heads_follow(reading, next + 1)
        {
            words.push((next, NameWord { part: Part::Unknown, case: Case::Nominative, stem: reading.word(next) }));
            last = next;
            break;
        }
        if !is_name_word(reading, next) {
            break;
        }
        let word = read_word(reading, next);
        // After given name and surname only a patronymic may come.
        if surnamed && word.part != Part::Patronymic {
            break;
        }
        if words.iter().any(|(_, w)| w.part == Part::Patronymic)
            && words.iter().any(|(_, w)| w.part == Part::Given)
            && word.part != Part::Surname
            && words.len() > 2
        {
            break;
        }
        if word.part == Part::Unknown && is_common_word(reading, next) {
            break;
        }
        // A given name with a surname behind it begins the next person.
        if word.part == Part::Given
            && (words.len() > 1 || previous.part == Part::Given)
            && reading.after(next).is_some_and(|b| {
                is_name_word(reading, b) && matches!(read_word(reading, b).part, Part::Surname | Part::Patronymic)
            })
        {
            break;
        }
        words.push((next, word));
        last = next;
    }
    // Words that belong to the head behind them are no part of the name: "Асан Үсенов Әділет министрлігіне".
    if heads_follow(reading, last + 1) {
        let complete =
            words.iter().rposition(|(_, w)| matches!(w.part, Part::Surname | Part::Patronymic)).filter(|i| *i >= 1)?;
        if complete + 1 < words.len() {
            words.truncate(complete + 1);
        } else if !titled && !words.iter().any(|(_, w)| w.part == Part::Given) {
            return None;
        }
        last = words.last()?.0;
    }
    let score = score_of(reading, &words, titled, ruler, regnal)?;
    let case = words.last()?.1.case;
    let mut parts: Vec<String> = if regnal { vec![reading.word(at).to_owned()] } else { Vec::new() };
    let count = words.len();
    parts.extend(
        words.iter().enumerate().map(|(n, (i, w))| if n + 1 == count { w.stem } else { reading.word(*i) }.to_owned()),
    );
    Some(person(at, last, case, parts, score))
}

fn score_of(
    reading: &Reading<'_>,
    words: &[(usize, NameWord<'_>)],
    titled: bool,
    ruler: bool,
    regnal: bool,
) -> Option<f64> {
    let has = |part: Part| words.iter().any(|(_, w)| w.part == part);
    let (first, opening) = words.first().map(|(i, w)| (*i, w.part))?;
    let weak = opening == Part::Unknown && reading.opens_sentence(first);
    if words.len() == 1 {
        if regnal && (titled || matches!(opening, Part::Given | Part::Doubtful)) {
            return Some(0.9);
        }
        let word = words.first()?.1;
        return (ruler && !is_common_word(reading, first) && word.part != Part::Doubtful).then_some(0.75);
    }
    if has(Part::Given) && (has(Part::Surname) || has(Part::Patronymic)) {
        return Some(0.98);
    }
    if has(Part::Patronymic) || (has(Part::Doubtful) && has(Part::Surname)) {
        return Some(0.95);
    }
    if opening == Part::Given {
        return Some(0.9);
    }
    if titled {
        return Some(0.9);
    }
    if weak {
        return (has(Part::Given)).then_some(0.6);
    }
    if has(Part::Surname) {
        return Some(0.85);
    }
    if has(Part::Given) {
        return Some(0.75);
    }
    if opening == Part::Doubtful {
        return Some(0.55);
    }
    let foreign = words.iter().filter(|(i, _)| looks_foreign(reading.lower(*i))).count();
    Some(if foreign > 0 { 0.6 } else { 0.45 })
}

/// Single words that a name in full elsewhere in the release explains, or that end like a surname, or known persons.
fn single_names(reading: &Reading<'_>, known: &[Candidate]) -> Vec<Candidate> {
    let mut surnames: FxHashSet<&str> = FxHashSet::default();
    for candidate in known.iter().filter(|c| c.score >= 0.5) {
        if let Form::Person { parts } = &candidate.form {
            surnames.extend(parts.last().map(String::as_str));
            surnames.extend(
                parts.iter().filter(|p| reading.tables.ends_like_surname(&p.to_lowercase())).map(String::as_str),
            );
        }
    }
    let mut taken = known.iter().filter(|c| c.score >= 0.5).peekable();
    let mut found = Vec::new();
    for at in 0..reading.tokens.len() {
        while taken.peek().is_some_and(|c| c.last < at) {
            taken.next();
        }
        if taken.peek().is_some_and(|c| c.holds(at)) {
            continue;
        }
        if let Some(phrase) = reading.phrase_at(at).filter(|p| p.phrase.topic == Topic::Person) {
            let parts = phrase.phrase.words.iter().map(|w| (*w).to_owned()).collect();
            let score = if reading.opens_sentence(at) && phrase.first == phrase.last { 0.55 } else { 0.7 };
            found.push(person(at, phrase.last, phrase.case, parts, score));
            continue;
        }
        if !is_name_word(reading, at) {
            continue;
        }
        let explained = endings::stems(reading.word(at))
            .into_iter()
            .find(|(stem, _)| surnames.contains(stem) && stem.chars().count() > 2);
        if let Some((stem, case)) = explained {
            found.push(person(at, at, case, vec![stem.to_owned()], 0.8));
            continue;
        }
        let word = read_word(reading, at);
        if word.part == Part::Surname
            && !heads_follow(reading, at + 1)
            && !is_common_word(reading, at)
            && word.stem.chars().count() > 4
        {
            let score = if reading.opens_sentence(at) { 0.5 } else { 0.6 };
            found.push(person(at, at, word.case, vec![word.stem.to_owned()], score));
        }
    }
    found
}

fn person(first: usize, last: usize, case: Case, parts: Vec<String>, score: f64) -> Candidate {
    let name = parts.join(" ");
    Candidate { first, last, kind: EntityKind::Person, score, case, name, group: None, form: Form::Person { parts } }
}

/// Whether a name may begin with the word: a capital that is no office, known phrase or plain word.
fn may_begin(reading: &Reading<'_>, at: usize) -> bool {
    if !is_name_word(reading, at) {
        return false;
    }
    let lower = reading.lower(at);
    let given = reading.tables.given_name(reading.word(at)).is_some();
    if reading.opens_sentence(at) && !given {
        return !reading.tables.is_function_word(lower) && !is_common_word(reading, at);
    }
    given || !is_common_word(reading, at)
}

/// Whether the word may be a part of a name.
fn is_name_word(reading: &Reading<'_>, at: usize) -> bool {
    let Some(token) = reading.token(at) else { return false };
    if token.shape != Shape::Capitalised || token.kind != TokenKind::Word || is_roman(reading, at) {
        return false;
    }
    if reading.tables.is_function_word(&token.lower) && reading.tables.given_name(&token.word).is_none() {
        return false;
    }
    if token.word.chars().next().is_some_and(|c| c.is_ascii()) {
        return false;
    }
    if let Some(phrase) = reading.phrase_around(at) {
        let single = phrase.first == phrase.last;
        let named = endings::stems(&token.word).iter().any(|(stem, _)| reading.tables.given_name(stem).is_some());
        let personal = matches!(phrase.phrase.topic, Topic::Person);
        if !(personal || (single && named)) {
            return false;
        }
    }
    if let Some(office) = reading.office_at(at)
        && !(office.kind == OfficeKind::Honorific || reading.tables.given_name(&token.word).is_some())
    {
        return false;
    }
    reading.heads_at(at, EntityKind::Organisation).is_empty() || reading.tables.given_name(&token.word).is_some()
}

/// Whether the word is plain vocabulary, as its form or its ending shows ("Ұлттық", "Халықаралық", "Ішкі").
fn is_common_word(reading: &Reading<'_>, at: usize) -> bool {
    let Some(token) = reading.token(at) else { return false };
    let lower = token.lower.as_str();
    let adjective = [
        "лық",
        "лік",
        "дық",
        "дік",
        "тық",
        "тік",
        "аралық",
        "сыз",
        "сіз",
        "шылық",
        "шілік",
        "лары",
        "лері",
        "дары",
        "дері",
        "тары",
        "тері",
        "лар",
        "лер",
        "ғы",
        "гі",
    ];
    reading.tables.given_name(&token.word).is_none()
        && (reading.tables.is_common(lower)
            || reading.tables.is_function_word(lower)
            || adjective
                .iter()
                .any(|ending| lower.ends_with(ending) && lower.chars().count() > ending.chars().count() + 2)
            || endings::stems(lower)
                .iter()
                .skip(1)
                .any(|(stem, _)| reading.tables.is_common(stem) && !reading.tables.ends_like_surname(stem)))
}

/// Whether a head of names in lower case begins at `at`: the words before it are its attributes.
fn heads_follow(reading: &Reading<'_>, at: usize) -> bool {
    if !reading.is_lower(at) && !reading.is_capital(at) {
        return false;
    }
    if at == 0 || !reading.same_sentence(at - 1, at) {
        return false;
    }
    (at..at + 3).any(|end| {
        [EntityKind::Organisation, EntityKind::Place]
            .iter()
            .any(|kind| reading.heads_at(end, *kind).iter().any(|h| h.first == at && !h.bare))
    })
}

/// Whether an office or calling stands right before the name.
fn follows_title(reading: &Reading<'_>, at: usize) -> bool {
    let Some(before) = reading.before(at) else { return false };
    reading.office_at(before).is_some_and(|office| office.case == Case::Nominative && !office.plural)
}

/// A Roman number in capitals, Latin or Cyrillic.
fn is_roman(reading: &Reading<'_>, at: usize) -> bool {
    reading.token(at).is_some_and(|t| t.kind == TokenKind::Word && reach::is_roman(&t.word))
}

/// Letters that Kazakh words seldom have.
fn looks_foreign(lower: &str) -> bool {
    lower.contains(['в', 'ф', 'э', 'ц', 'щ', 'ч', 'ё', 'ю', 'ь', 'х'])
}

/// What part of a name the word is, in its most likely case.
fn read_word<'a>(reading: &Reading<'a>, at: usize) -> NameWord<'a> {
    let word = reading.word(at);
    let tables = reading.tables;
    let mut stems = endings::stems(word);
    if let Some(at) = word.find("ұлы").or_else(|| word.find("қызы")) {
        stems.extend(endings::possessed_stems(word).into_iter().skip(1).filter(|(stem, _)| stem.len() > at));
    }
    let long = |stem: &str| stem.chars().count() > 2;
    let classify = |stem: &str| {
        let lower = stem.to_lowercase();
        if tables.ends_like_patronymic(&lower) && !tables.given_name(stem).unwrap_or(false) {
            Some(Part::Patronymic)
        } else if tables.given_name(stem) == Some(true) {
            Some(Part::Given)
        } else if tables.ends_like_surname(&lower) && !tables.is_common(&lower) {
            Some(Part::Surname)
        } else {
            tables.given_name(stem).map(|_| Part::Doubtful)
        }
    };
    for (stem, case) in &stems {
        if let Some(part) = classify(stem).filter(|_| long(stem)) {
            return NameWord { part, case: *case, stem };
        }
    }
    let whole = NameWord { part: Part::Unknown, case: Case::Nominative, stem: word };
    let mut cases = stems.iter().skip(1).filter(|(stem, _)| long(stem));
    if let Some((stem, case)) = cases.clone().find(|(stem, _)| reading.stands_alone(stem)) {
        return NameWord { part: Part::Unknown, case: *case, stem };
    }
    if reading.is_inflected(word) {
        return whole;
    }
    cases.next().map_or(whole, |(stem, case)| NameWord { part: Part::Unknown, case: *case, stem })
}
