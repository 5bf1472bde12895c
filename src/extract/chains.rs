//! An owner and what it owns to one name: "Қазақстан Республикасының" + "Қаржы министрлігі", "БҰҰ" + "Қауіпсіздік Кеңесі".

use super::candidate::{Candidate, Form};
use super::headed::text_of;
use super::reach::is_roman;
use super::reading::Reading;
use super::reasons::Rule;
use super::tables::Topic;
use crate::model::EntityKind;
use crate::text::TokenKind;
use crate::text::morphology::Case;

/// The most owners before one name.
const LONGEST: usize = 4;

/// Proposes names with their owners before them.
#[must_use]
pub fn chains(reading: &Reading<'_>, found: &[Candidate]) -> Vec<Candidate> {
    let mut ending: Vec<Vec<usize>> = vec![Vec::new(); reading.tokens.len()];
    for (index, candidate) in found.iter().enumerate().filter(|(_, c)| c.score >= 0.5) {
        if let Some(slot) = ending.get_mut(candidate.last) {
            slot.push(index);
        }
    }
    let mut proposed = Vec::new();
    for owned in found.iter().filter(|c| c.score >= 0.4) {
        let Some(kinds) = owners_of(reading, owned) else { continue };
        let mut first = owned.first;
        for _ in 0..LONGEST {
            let Some(before) = reading.before(first) else { break };
            let owner = ending.get(before).into_iter().flatten().filter_map(|i| found.get(*i));
            let owner = owner.filter(|o| kinds.contains(&o.kind) && owns(reading, o, first == owned.first));
            let Some(owner) = owner.max_by_key(|o| o.length()) else { break };
            first = owner.first;
            if is_worldwide(reading, owner) {
                break; // "Қазақстанның БҰҰ Қауіпсіздік Кеңесіндегі …": no country owns it
            }
            if owner.kind == EntityKind::Place {
                first = partner(reading, found, owner, owned).unwrap_or(first);
                break; // nothing owns a country
            }
        }
        if first == owned.first
            && reading.phrase_at(first).is_some_and(|p| p.case == Case::Genitive && p.phrase.topic == Topic::Country)
        {
            let begins = found.iter().find(|c| c.first == first && c.kind == EntityKind::Place);
            first = begins.and_then(|country| partner(reading, found, country, owned)).unwrap_or(first);
        }
        if first < owned.first {
            let before = text_of(reading, first, owned.first - 1);
            let written = match &owned.form {
                Form::Headed { owned: Some(written), .. } => written,
                _ => &owned.name,
            };
            let name = format!("{before} {written}");
            let (score, rule) = (owned.score.max(0.8), Rule::Owned);
            proposed.push(Candidate { first, name, score, group: None, rule, ..owned.clone() });
        }
    }
    proposed
}

/// What may own a name: `None` for a name that is whole by itself, as those in quotes and Latin letters are.
fn owners_of(reading: &Reading<'_>, owned: &Candidate) -> Option<&'static [EntityKind]> {
    let latin = reading.word(owned.first).chars().next().is_some_and(|c| c.is_ascii_alphabetic())
        && !is_roman(reading.word(owned.first));
    if reading.is(owned.first, TokenKind::OpenQuote) || latin {
        return None;
    }
    match (&owned.form, owned.kind) {
        // "Қазақстан Республикасы Үкіметінің" has its owner.
        (Form::Headed { possessed: true, .. }, EntityKind::Organisation)
            if begins_with(reading, owned, Topic::Country) =>
        {
            Some(&[])
        }
        (Form::Headed { possessed: true, .. }, EntityKind::Organisation) => {
            Some(&[EntityKind::Organisation, EntityKind::Place])
        }
        (Form::Headed { possessed: true, head, .. }, EntityKind::Event) if !is_day(head) => {
            Some(&[EntityKind::Organisation, EntityKind::Place, EntityKind::Event])
        }
        _ => None,
    }
}

/// Days, holidays and years are everybody's.
fn is_day(head: &str) -> bool {
    matches!(head, "күні" | "мерекесі" | "мейрамы" | "жылы" | "айт" | "айты")
}

fn begins_with(reading: &Reading<'_>, candidate: &Candidate, topic: Topic) -> bool {
    reading.phrase_at(candidate.first).is_some_and(|p| p.phrase.topic == topic && p.case != Case::Attributive)
}

fn is_worldwide(reading: &Reading<'_>, owner: &Candidate) -> bool {
    owner.kind == EntityKind::Organisation
        && (begins_with(reading, owner, Topic::Acronym) || begins_with(reading, owner, Topic::World))
}

fn owns(reading: &Reading<'_>, owner: &Candidate, near: bool) -> bool {
    let possessor = matches!(owner.case, Case::Genitive | Case::Nominative);
    let listed = matches!(owner.form, Form::Listed);
    let quoted_far = !near && reading.is(owner.first, TokenKind::OpenQuote);
    possessor && !listed && !quoted_far
}

/// The first of two countries that own a name together: "Қазақстан мен Ресейдің өңіраралық форумы".
fn partner(reading: &Reading<'_>, found: &[Candidate], owner: &Candidate, owned: &Candidate) -> Option<usize> {
    if owner.case != Case::Genitive
        || (owned.kind != EntityKind::Event && !owned.name.contains("кеңес") && !owned.name.contains("комисс"))
    {
        return None;
    }
    let and = reading.before(owner.first).filter(|i| matches!(reading.lower(*i), "мен" | "пен" | "бен" | "және"))?;
    let last = reading.before(and)?;
    found.iter().find(|c| c.last == last && c.kind == EntityKind::Place && c.case == Case::Nominative).map(|c| c.first)
}
