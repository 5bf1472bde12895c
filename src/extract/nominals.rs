//! Common nouns that stand for a named entity of the release: "министрлік", "Қор", "облыстың", "форумға".

use rustc_hash::FxHashMap;

use super::candidate::Form;
use super::named::Named;
use super::reading::Reading;
use super::reasons::NounReason;
use crate::model::{EntityKind, Mention, MentionForm};
use crate::text::morphology;

/// The seat of government, as common nouns name it, and the names that it had.
const CAPITAL_NOUNS: &[&str] = &["елорда", "елордамыз"];
const CAPITALS: &[&str] = &["Астана", "Нұр-Сұлтан"];

/// Nouns that are said in general too often to stand for anything.
const GENERAL: &[&str] = &[
    "қызмет",
    "полиция",
    "жыл",
    "күн",
    "оқиға",
    "айт",
    "сот",
    "үкімет",
    "күштер",
    "ұлан",
    "соғыс",
    "ойын",
    "басқарма",
    "бөлім",
];

/// Words before a noun that say that the one just named is meant.
const POINTING: &[&str] = &["бұл", "осы", "аталған", "аталмыш", "сол", "осынау", "жаңа"];

/// A noun that stands for an entity: index of the entity, the mention, and why.
pub type Nominal = (usize, Mention, NounReason);

/// The nouns of a release that stand for one of its entities.
#[must_use]
pub fn nominals(reading: &Reading<'_>, named: &Named<'_>) -> Vec<Nominal> {
    let by_noun = nouns(named);
    let mut found = Vec::new();
    for at in 0..reading.tokens.len() {
        if named.at(at).is_some() || !(reading.is_lower(at) || reading.is_capital(at)) {
            continue;
        }
        let lower = reading.lower(at);
        let meant = morphology::stems(lower).into_iter().find_map(|(stem, _)| by_noun.get(stem));
        let Some(entities) = meant else { continue };
        let Some((entity, reason)) = choose(reading, named, at, entities) else { continue };
        found.push((entity, Mention { span: reading.span(at, at), form: MentionForm::Title }, reason));
    }
    found
}

/// Nouns that end names, without their possessive ending, with the entities that they end.
fn nouns(named: &Named<'_>) -> FxHashMap<String, Vec<usize>> {
    let mut nouns: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    let mut add = |noun: String, entity: usize| {
        let entities = nouns.entry(noun).or_default();
        if !entities.contains(&entity) {
            entities.push(entity);
        }
    };
    for name in named.iter() {
        let entity = name.entity;
        match (&name.name.form, name.name.kind) {
            (Form::Headed { head, .. }, EntityKind::Place) => {
                let noun = if matches!(*head, "қаласы") {
                    Some("қала")
                } else {
                    head.split_whitespace().next_back()
                };
                for bare in noun
                    .map(|n| if n == "қала" { vec![n.to_owned()] } else { morphology::unpossessed_stems(n) })
                    .unwrap_or_default()
                {
                    add(bare, entity);
                }
            }
            (_, EntityKind::Organisation | EntityKind::Event) => {
                let last = name.name.name.split_whitespace().next_back().filter(|_| name.name.name.contains(' '));
                let last = last.map(str::to_lowercase).unwrap_or_default();
                let bare =
                    if morphology::is_possessed(&last) { morphology::unpossessed_stems(&last) } else { vec![last] };
                bare.into_iter()
                    .filter(|noun| noun.chars().count() > 2 && !GENERAL.contains(&noun.as_str()))
                    .for_each(|noun| add(noun, entity));
            }
            _ => {}
        }
        if CAPITALS.contains(&name.name.name.as_str()) {
            CAPITAL_NOUNS.iter().for_each(|noun| add((*noun).to_owned(), entity));
        }
    }
    nouns
}

/// Which of the entities a noun stands for; `None` when it is likelier to be said in general.
fn choose(reading: &Reading<'_>, named: &Named<'_>, at: usize, entities: &[usize]) -> Option<(usize, NounReason)> {
    if !stands_alone(reading, at) || is_attribute(reading, at) {
        return None;
    }
    match entities {
        [one] => Some((*one, NounReason::Only)),
        _ => named.last_before(at, |n| entities.contains(&n.entity)).map(|n| (n.entity, NounReason::LastNamed)),
    }
}

/// "облыс әкімі", "қала тұрғындары": the region is said of something else.
fn is_attribute(reading: &Reading<'_>, at: usize) -> bool {
    let region = matches!(reading.lower(at), "облыс" | "қала" | "аудан" | "ауыл");
    region && reading.after(at).is_some_and(|next| reading.is_lower(next))
}

fn stands_alone(reading: &Reading<'_>, at: usize) -> bool {
    let Some(before) = reading.before(at) else { return true };
    if POINTING.contains(&reading.lower(before)) {
        return true;
    }
    let lower = reading.lower(before);
    let attribute = [
        "лық", "лік", "дық", "дік", "тық", "тік", "ған", "ген", "қан", "кен", "атын", "етін", "ның", "нің", "дың",
        "дің", "тың", "тің", "дағы", "дегі", "ы", "і",
    ];
    let attributed = reading.is_lower(before) && attribute.iter().any(|e| lower.ends_with(e));
    !attributed && !reading.is_capital(before)
}
