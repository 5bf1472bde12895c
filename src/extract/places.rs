//! Heads of places ("облысы", "өзені", "порты") with what stands before them to names of places.

use super::candidate::{Candidate, Form};
use super::headed::Scan;
use super::reading::{KnownHead, Reading};
use super::reasons::{Decided, Rule};
use super::tables::{HeadSort, Topic};
use crate::model::EntityKind;
use crate::text::TokenKind;
use crate::text::morphology::Case;

/// Heads of parts of a country: only a region's name makes a place of them ("Жамбыл өңірі", but not "Азия өңірі").
const OF_REGIONS: &[&str] = &["өңірі", "аймағы", "шекарасы", "даласы", "алабы"];
/// Heads of administrative units: an adjective is no name of one.
const UNITS: &[&str] = &["облысы", "ауданы", "өңірі", "аймағы"];
/// Words that are part of a name of a place before another one ("Шығыс Қытай провинциясы").
const SIDES: &[&str] = &["Шығыс", "Батыс", "Солтүстік", "Оңтүстік", "Орталық", "Үлкен", "Кіші", "Жоғарғы", "Төменгі"];

/// The places that a head ends: the one before it, and those that share it in a list.
pub fn place(scan: &Scan<'_, '_>, head: &KnownHead) -> Option<Vec<Candidate>> {
    let reading = scan.reading;
    if head.bare {
        return None;
    }
    let before = reading.before(head.first)?;
    if let Some(open) = quoted_start(scan, head, before) {
        let mut found = vec![scan.candidate(open, head, 0.85)];
        if head.plural {
            found.extend(scan.quoted_list(open, head));
        }
        return Some(found);
    }
    let start = match head.head.sort {
        HeadSort::QuotedPlace => {
            let reach = scan.around.reach(head.first, HeadSort::Council, head.head.text)?;
            // "Құрық порты еркін экономикалық аймағы": one place within the name of another.
            let of_place = reach.gap == 1 && reading.heads_at(before, EntityKind::Place).iter().any(|h| !h.bare);
            (reach.latin || of_place || (reach.gap == 0 && reach.telling)).then_some(reach.start)?
        }
        _ => plain_start(scan, head, before)?,
    };
    let known = (start..head.first).any(|i| is_place_phrase(reading, i));
    let region = reading.tables.is_region(&scan.words(start, before));
    let mut found = vec![scan.candidate(start, head, if known || region { 0.95 } else { 0.8 })];
    if head.plural {
        let listed = list(scan, start, head);
        // "Қазақстан су қоймалары" are no place by that name.
        if listed.is_empty() && !region {
            return None;
        }
        found.extend(listed);
    }
    Some(found)
}

/// Where the quoted name before a head opens: right before it, or before a few attributes of the head.
fn quoted_start(scan: &Scan<'_, '_>, head: &KnownHead, before: usize) -> Option<usize> {
    if scan.reading.is(before, TokenKind::CloseQuote) {
        return scan.around.opening_quote(before);
    }
    if head.head.sort == HeadSort::TownPlace {
        return None;
    }
    let reach = scan.around.reach(head.first, HeadSort::Council, head.head.text)?;
    (reach.quoted && reach.gap <= 3).then_some(reach.start)
}

/// First token of the plain name before a head of places: the longest known one, else the capitals right before it.
fn plain_start(scan: &Scan<'_, '_>, head: &KnownHead, before: usize) -> Option<usize> {
    let reading = scan.reading;
    let text = head.head.text;
    if matches!(reading.lower(before), "атындағы" | "ата" | "би") {
        let name = reading.before(before)?;
        let person = scan.around.person(name).map(|p| p.first);
        return person.or_else(|| reading.is_capital(name).then_some(name));
    }
    let lower = reading.lower(before);
    if !reading.is_capital(before) || reading.tables.is_function_word(lower) {
        return None;
    }
    if let Some(known) = known_start(scan, before) {
        let country = reading.phrase_at(known).is_some_and(|p| p.phrase.topic == Topic::Country);
        let side = reading.before(known).filter(|i| SIDES.contains(&reading.word(*i)));
        let region = reading.tables.is_region(&scan.words(known, before));
        let fits = region || !(OF_REGIONS.contains(&text) || (country && UNITS.contains(&text)));
        return fits.then_some(side.filter(|_| country).unwrap_or(known));
    }
    let office = reading.office_at(before).is_some_and(|o| !o.plural);
    if office || OF_REGIONS.contains(&text) || (reading.opens_sentence(before) && reading.tables.is_common(lower)) {
        return None;
    }
    let adjective = ["лық", "лік", "дық", "дік", "тық", "тік"].iter().any(|e| lower.ends_with(e));
    if UNITS.contains(&text) {
        return (!adjective).then_some(before);
    }
    // "Үлкен Алматы каналы": a building, road or river may have a name of two words.
    let two = reading.before(before).filter(|i| {
        let plain = scan.around.person(*i).is_none() && reading.phrase_around(*i).is_none();
        reading.is_capital(*i) && plain && reading.office_at(*i).is_none() && !reading.opens_sentence(*i)
    });
    Some(two.unwrap_or(before))
}

/// First token of the known place or region that ends at `before`.
fn known_start(scan: &Scan<'_, '_>, before: usize) -> Option<usize> {
    let reading = scan.reading;
    let capital_before = |i: usize| reading.before(i).filter(|b| reading.is_capital(*b));
    let two = capital_before(before);
    let three = two.and_then(capital_before);
    let region = |start: &usize| reading.tables.is_region(&scan.words(*start, before));
    let of_several = [three, two].into_iter().flatten().find(region);
    of_several
        .or_else(|| reading.phrase_around(before).filter(|p| p.last == before).map(|p| p.first))
        .or_else(|| Some(before).filter(region))
}

fn is_place_phrase(reading: &Reading<'_>, at: usize) -> bool {
    reading.phrase_around(at).is_some_and(|p| matches!(p.phrase.topic, Topic::Place | Topic::DoubtfulPlace))
}

/// Other plain names that share a plural head: "Алматы, Жамбыл және Павлодар облыстары".
fn list(scan: &Scan<'_, '_>, first: usize, head: &KnownHead) -> Vec<Candidate> {
    let reading = scan.reading;
    let mut found = Vec::new();
    let mut at = first;
    let link = |i: &usize| matches!(reading.lower(*i), "," | "және" | "мен" | "пен" | "бен");
    while let Some(link) = reading.before(at).filter(link) {
        let Some(last) = reading.before(link).filter(|i| reading.is_capital(*i)) else { break };
        let two = reading.before(last).filter(|i| reading.is_capital(*i));
        let first = two.filter(|i| reading.tables.is_region(&scan.words(*i, last))).unwrap_or(last);
        let words = scan.words(first, last);
        let name = if head.head.sort == HeadSort::TownPlace { words } else { format!("{words} {}", head.head.text) };
        let (kind, case) = (EntityKind::Place, Case::Nominative);
        let (form, rule, decided) = (Form::Listed, Rule::SharedHead, Decided::Rules);
        found.push(Candidate { first, last, kind, score: 0.98, case, name, group: None, form, rule, decided });
        at = first;
    }
    found
}
