//! Offices that stand alone to the persons of the release who hold them: "Мемлекет басшысы", "Бас прокурор".

use rustc_hash::FxHashMap;

use super::candidate::Form;
use super::named::{NameOf, Named};
use super::offices::Office;
use super::reading::Reading;
use super::roles::Holding;
use super::tables::{Holder, OfficeKind, Turn};
use crate::model::{EntityKind, Mention, MentionForm};
use crate::text::Release;

/// Words behind a title that speak of the office and not of the one who holds it.
const OF_THE_OFFICE: &[&str] = &[
    "өкілеттігін",
    "өкілеттігі",
    "қызметіне",
    "қызметінен",
    "лауазымына",
    "лауазымынан",
    "лауазымы",
    "ретіндегі",
    "сайлауы",
    "сайлауын",
    "сайлауында",
    "кандидат",
    "ретінде",
    "сайлауына",
    "сайлауының",
    "болып",
    "жанындағы",
    "институты",
    "әрі",
    "кандидаты",
];

/// A title that stands alone for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title {
    /// Index of the office among the offices of the release.
    pub office: usize,
    /// The person.
    pub entity: usize,
    /// Whether an office stated beside the name, or the table of heads of state, says so; else it is a guess by exclusion.
    pub certain: bool,
}

/// The titles among `offices` with the persons whom they stand for. `holdings` are the offices stated beside names.
#[must_use]
pub fn titles(
    release: &Release,
    reading: &Reading<'_>,
    named: &Named<'_>,
    offices: &[Office],
    holdings: &[Holding],
) -> Vec<Title> {
    let state = StateHeads::new(release, reading, named, offices, holdings);
    let beside: Vec<usize> = holdings.iter().map(|h| h.office).collect();
    let mut found = Vec::new();
    let mut open = Vec::new();
    for (index, office) in offices.iter().enumerate() {
        if beside.contains(&index) || !stands_alone(reading, named, office) {
            continue;
        }
        match state.holder(reading, named, office) {
            Some(Some(entity)) => {
                found.push(Title { office: index, entity, certain: true });
                continue;
            }
            Some(None) => continue,
            None => {}
        }
        match by_holding(named, offices, holdings, office) {
            Some(entity) => found.push(Title { office: index, entity, certain: true }),
            None => open.push(index),
        }
    }
    found.extend(by_exclusion(named, offices, holdings, &state, &open));
    found.sort_by_key(|t| t.office);
    found
}

/// A title as a mention of the person.
#[must_use]
pub fn mention(reading: &Reading<'_>, office: &Office) -> Mention {
    // "Президент мырза": the address belongs to the title.
    let address = reading.after(office.last).filter(|next| matches!(reading.lower(*next), "мырза" | "ханым"));
    Mention { span: reading.span(office.first, address.unwrap_or(office.last)), form: MentionForm::Title }
}

/// Whether the office is said of one person who is not named beside it.
fn stands_alone(reading: &Reading<'_>, named: &Named<'_>, office: &Office) -> bool {
    if office.plural || office.open || office.epithet || matches!(office.kind, OfficeKind::Honorific) {
        return false;
    }
    if reading.after(office.last).is_some_and(|next| OF_THE_OFFICE.contains(&reading.lower(next))) {
        return false;
    }
    let beside = reading.after(office.last).and_then(|next| named.person_at(next));
    if beside.is_some_and(|person| may_hold(reading, named, office, &person)) {
        return false;
    }
    let anyone = |before| matches!(reading.lower(before), "әр" | "әрбір" | "барлық" | "кез" | "нағыз" | "бірде-бір");
    if reading.before(office.first).is_some_and(anyone) {
        return false;
    }
    let capital = reading.is_capital(office.position_first);
    match office.kind {
        OfficeKind::State | OfficeKind::Office | OfficeKind::Deputy => {
            capital
                || office.organisation.is_some()
                || office.field
                || reading.is_capital(office.last)
                || office.noun == "министр"
        }
        OfficeKind::Member => office.organisation.is_some() && capital,
        OfficeKind::Occupation => true,
        OfficeKind::Honorific => false,
    }
}

/// Who may be meant by the titles of the head of state.
struct StateHeads {
    /// Entity of the first head of state, when named.
    first: Option<usize>,
    /// Entity of the sitting one, when named.
    sitting: Option<usize>,
    all: Vec<usize>,
}

impl StateHeads {
    fn new(
        release: &Release,
        reading: &Reading<'_>,
        named: &Named<'_>,
        offices: &[Office],
        holdings: &[Holding],
    ) -> Self {
        let holders = reading.tables.holders();
        let entity_of = |holder: &Holder| named.iter().find(|n| is_named(n, holder)).map(|n| n.entity);
        let present: Vec<(usize, &Holder, usize)> =
            holders.iter().enumerate().filter_map(|(i, h)| entity_of(h).map(|entity| (i, h, entity))).collect();
        let first = present.iter().find(|(i, _, _)| *i == 0).map(|(_, _, entity)| *entity);
        let day = release.date.as_ref().and_then(|d| d.bounds()).map(|(from, _)| from);
        let in_office = |holder: &Holder| {
            day.is_some_and(|day| holder.from.is_none_or(|from| from <= day) && holder.to.is_none_or(|to| day < to))
        };
        // An office beside the name tells who it is; so does another office who it is not.
        let holds = |entity: usize, state: bool| {
            holdings
                .iter()
                .filter(|h| h.entity == entity)
                .filter_map(|h| offices.get(h.office))
                .any(|o| is_state_office(reading, o) == state)
        };
        let sitting = present
            .iter()
            .find(|(_, h, _)| in_office(h))
            .or_else(|| present.iter().rev().find(|(_, _, e)| holds(*e, true)))
            .or_else(|| present.iter().rev().find(|(_, _, e)| !holds(*e, false)))
            .map(|(_, _, entity)| *entity);
        let sitting = if day.is_some() && present.iter().all(|(_, h, _)| !in_office(h)) { None } else { sitting };
        Self { first, sitting, all: present.into_iter().map(|(_, _, e)| e).collect() }
    }

    /// `Some` when the title is one of the head of state; within it whom it stands for, if that one is named.
    fn holder(&self, reading: &Reading<'_>, named: &Named<'_>, office: &Office) -> Option<Option<usize>> {
        let turn = reading.tables.state_title(&office.position)?;
        match office.organisation {
            None => {}
            Some(entity) if is_home(reading, named, entity) => {}
            Some(_) => return None,
        }
        Some(match turn {
            Turn::First => self.first,
            Turn::Sitting => self.sitting,
        })
    }
}

/// Whether the entity is the country whose releases are read.
fn is_home(reading: &Reading<'_>, named: &Named<'_>, entity: usize) -> bool {
    named.iter().any(|n| n.entity == entity && n.name.group.is_some_and(|group| reading.is_home(group)))
}

fn is_state_office(reading: &Reading<'_>, office: &Office) -> bool {
    reading.tables.state_title(&office.position) == Some(Turn::Sitting)
}

/// Whether an office beside a name can be that person's: the titles of the head of state belong to its holders, when the
/// release names one, and its holders hold no office of another country.
#[must_use]
pub fn may_hold(reading: &Reading<'_>, named: &Named<'_>, office: &Office, person: &NameOf<'_>) -> bool {
    let holders = reading.tables.holders();
    let is_holder = |name: &NameOf<'_>| holders.iter().any(|holder| is_named(name, holder));
    let home = office.organisation.is_none_or(|entity| is_home(reading, named, entity));
    match reading.tables.state_title(&office.position) {
        Some(_) if home => is_holder(person) || !named.iter().any(|name| is_holder(&name)),
        Some(_) => !is_holder(person),
        None => true,
    }
}

/// Whether a name is a holder's: surnames equal and given names agree.
fn is_named(name: &NameOf<'_>, holder: &Holder) -> bool {
    let Form::Person { parts } = &name.name.form else { return false };
    let mut words = holder.name.split_whitespace();
    let (Some(given), Some(surname)) = (words.next(), words.next()) else { return false };
    let surnamed = parts.last().is_some_and(|last| last == surname);
    let fits = match parts.first() {
        Some(first) if parts.len() > 1 => {
            first == given || first.strip_suffix('.').is_some_and(|i| given.starts_with(i))
        }
        _ => true,
    };
    (surnamed && fits) || (parts.len() == 2 && parts.first().is_some_and(|first| first == given) && given.contains('-'))
}

/// The person beside whose name this office stands elsewhere: the last one named before the title when several hold it.
fn by_holding(named: &Named<'_>, offices: &[Office], holdings: &[Holding], title: &Office) -> Option<usize> {
    let mut fitting: Vec<(usize, usize)> = Vec::new();
    for holding in holdings {
        let Some(held) = offices.get(holding.office) else { continue };
        if let Some(rank) = fits(held, title) {
            fitting.push((rank, holding.entity));
        }
    }
    let best = fitting.iter().map(|(rank, _)| *rank).max()?;
    let mut persons: Vec<usize> = fitting.into_iter().filter(|(rank, _)| *rank == best).map(|(_, e)| e).collect();
    persons.sort_unstable();
    persons.dedup();
    match persons.as_slice() {
        [one] => Some(*one),
        _ => named.last_before(title.first, |n| persons.contains(&n.entity)).map(|n| n.entity),
    }
}

/// How well an office stated beside a name fits a title: 0 for the noun alone, more for its field and organisation.
fn fits(held: &Office, title: &Office) -> Option<usize> {
    let noun = held.noun.to_lowercase() == title.noun.to_lowercase();
    // "Франция басшысы" is the president of France.
    let leader = matches!(title.noun.to_lowercase().as_str(), "басшы" | "көшбасшы") && held.kind == OfficeKind::State;
    if leader && title.organisation.is_some() && held.organisation == title.organisation && !title.field {
        return Some(2);
    }
    if !noun {
        return None;
    }
    if held.position.starts_with("бұрынғы") && !title.position.starts_with("бұрынғы") {
        return None;
    }
    let same = held.position.to_lowercase() == title.position.to_lowercase();
    let organisation = match (held.organisation, title.organisation) {
        (Some(a), Some(b)) if a == b => 2,
        (Some(_), Some(_)) => return None,
        (_, None) => 1,
        (None, Some(_)) => 0,
    };
    if !same && title.field {
        return None;
    }
    if !same && title.organisation.is_some() && organisation < 2 {
        return None;
    }
    Some(organisation + if same { 3 } else { 0 })
}

/// When exactly one person has no office and exactly one office no person, they belong together.
fn by_exclusion(
    named: &Named<'_>,
    offices: &[Office],
    holdings: &[Holding],
    state: &StateHeads,
    open: &[usize],
) -> Vec<Title> {
    let mut free: Vec<usize> = named
        .iter()
        .filter(|n| n.name.kind == EntityKind::Person)
        .map(|n| n.entity)
        .filter(|e| !state.all.contains(e) && !holdings.iter().any(|h| h.entity == *e))
        .collect();
    free.sort_unstable();
    free.dedup();
    // The protagonist among several is the one named far more often.
    let times = |e: usize| named.iter().filter(|n| n.entity == e).count();
    free.sort_by_key(|e| std::cmp::Reverse(times(*e)));
    let person = match free.as_slice() {
        [one] => one,
        [first, second, ..] if times(*first) >= 2 * times(*second) => first,
        _ => return Vec::new(),
    };
    let mut groups: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for index in open {
        if let Some(office) = offices.get(*index) {
            groups.entry(office.noun.to_lowercase()).or_default().push(*index);
        }
    }
    // A title said twice is likelier the protagonist's than one said once.
    let weight = |titles: &Vec<usize>| {
        titles
            .iter()
            .filter_map(|i| offices.get(*i))
            .map(|o| 2 + usize::from(o.field) + usize::from(o.organisation.is_some()))
            .sum::<usize>()
    };
    let best = groups.values().max_by_key(|titles| (weight(titles), std::cmp::Reverse(titles.first().copied())));
    let Some(best) = best else { return Vec::new() };
    best.iter().map(|office| Title { office: *office, entity: *person, certain: false }).collect()
}
