//! Offices that stand alone to the persons of the release who hold them: "Мемлекет басшысы", "Бас прокурор".

use rustc_hash::{FxHashMap, FxHashSet};

use super::named::{NameOf, Named};
use super::offices::Office;
use super::reading::Reading;
use super::reasons::Held as Why;
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

/// Words before a title that speak of several, or of anyone; a noun that they count stands in the singular ("екі ел басшысы").
const NOT_ONE: &[&str] = &[
    "әр",
    "әрбір",
    "барлық",
    "кез",
    "нағыз",
    "бірде-бір",
    "екі",
    "үш",
    "төрт",
    "бес",
    "бірнеше",
    "бірқатар",
    "көптеген",
    "өзге",
    "басқа",
    "қос",
];

/// A title that stands alone for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title {
    /// Index of the office among the offices of the release.
    pub office: usize,
    /// The person.
    pub entity: usize,
    /// What says so.
    pub why: Why,
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
    let beside: FxHashSet<usize> = holdings.iter().map(|h| h.office).collect();
    let held = Held::new(offices, holdings);
    let mut found = Vec::new();
    let mut open = Vec::new();
    for (index, office) in offices.iter().enumerate() {
        if beside.contains(&index) || !stands_alone(reading, named, office) {
            continue;
        }
        match state.holder(reading, named, office) {
            Some(Some((entity, why))) => {
                found.push(Title { office: index, entity, why });
                continue;
            }
            Some(None) => continue,
            None => {}
        }
        match held.holder(named, office) {
            Some(entity) => found.push(Title { office: index, entity, why: Why::Stated }),
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
#[must_use]
pub fn stands_alone(reading: &Reading<'_>, named: &Named<'_>, office: &Office) -> bool {
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
    if reading.before(office.first).is_some_and(|before| NOT_ONE.contains(&reading.lower(before))) {
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
pub struct StateHeads {
    /// Entity of the first head of state, when named.
    first: Option<usize>,
    /// Entity of the sitting one, when named.
    sitting: Option<usize>,
    all: Vec<usize>,
}

impl StateHeads {
    /// Those whom a release names. `holdings` are the offices stated beside names.
    #[must_use]
    pub fn new(
        release: &Release,
        reading: &Reading<'_>,
        named: &Named<'_>,
        offices: &[Office],
        holdings: &[Holding],
    ) -> Self {
        let present: Vec<(usize, &Holder)> = named.holders().to_vec();
        let founder = reading.tables.holders().first().map(|h| h.name);
        let first = present.iter().find(|(_, h)| Some(h.name) == founder).map(|(entity, _)| *entity);
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
            .find(|(_, h)| in_office(h))
            .or_else(|| present.iter().rev().find(|(e, _)| holds(*e, true)))
            .or_else(|| present.iter().rev().find(|(e, _)| !holds(*e, false)))
            .map(|(entity, _)| *entity);
        let sitting = if day.is_some() && present.iter().all(|(_, h)| !in_office(h)) { None } else { sitting };
        Self { first, sitting, all: present.into_iter().map(|(entity, _)| entity).collect() }
    }

    /// `Some` when the title is one of the head of state; within it whom it stands for, if that one is named.
    #[must_use]
    pub fn holder(&self, reading: &Reading<'_>, named: &Named<'_>, office: &Office) -> Option<Option<(usize, Why)>> {
        let turn = reading.tables.state_title(&office.position)?;
        match office.organisation {
            None => {}
            Some(entity) if named.is_home(entity) => {}
            Some(_) => return None,
        }
        Some(match turn {
            Turn::First => self.first.map(|entity| (entity, Why::FirstHead)),
            Turn::Sitting => self.sitting.map(|entity| (entity, Why::SittingHead)),
        })
    }
}

/// Whether an office is one of the titles of the sitting head of state.
#[must_use]
pub fn is_state_office(reading: &Reading<'_>, office: &Office) -> bool {
    reading.tables.state_title(&office.position) == Some(Turn::Sitting)
}

/// Whether an office beside a name can be that person's: the titles of the head of state belong to its holders, when the
/// release names one, and its holders hold no office of another country.
#[must_use]
pub fn may_hold(reading: &Reading<'_>, named: &Named<'_>, office: &Office, person: &NameOf<'_>) -> bool {
    let is_holder = named.holders().iter().any(|(entity, _)| *entity == person.entity);
    let home = office.organisation.is_none_or(|entity| named.is_home(entity));
    match reading.tables.state_title(&office.position) {
        Some(_) if home => is_holder || named.holders().is_empty(),
        Some(_) => !is_holder,
        None => true,
    }
}

/// Offices stated beside names, by their noun.
struct Held<'o> {
    by_noun: FxHashMap<String, Vec<(&'o Office, usize)>>,
}

/// How many holders of one office are looked at: a text that names more says with the title alone whom it means.
const MOST_HOLDERS: usize = 100;

impl<'o> Held<'o> {
    fn new(offices: &'o [Office], holdings: &[Holding]) -> Self {
        let mut by_noun: FxHashMap<String, Vec<(&Office, usize)>> = FxHashMap::default();
        for (office, entity) in holdings.iter().filter_map(|h| Some((offices.get(h.office)?, h.entity))) {
            let nouns = [office.noun.to_lowercase()].into_iter();
            // "Франция басшысы" is the president of France.
            let leader = (office.kind == OfficeKind::State).then(|| LEADERS.iter().map(|l| (*l).to_owned()));
            for noun in nouns.chain(leader.into_iter().flatten()) {
                let holders = by_noun.entry(noun).or_default();
                if holders.len() < MOST_HOLDERS {
                    holders.push((office, entity));
                }
            }
        }
        Self { by_noun }
    }

    /// The person beside whose name this office stands: the last one named before the title when several hold it.
    fn holder(&self, named: &Named<'_>, title: &Office) -> Option<usize> {
        let held = self.by_noun.get(&title.noun.to_lowercase())?;
        let fitting: Vec<(usize, usize)> =
            held.iter().filter_map(|(office, entity)| fits(office, title).map(|rank| (rank, *entity))).collect();
        let best = fitting.iter().map(|(rank, _)| *rank).max()?;
        let mut persons: Vec<usize> = fitting.into_iter().filter(|(rank, _)| *rank == best).map(|(_, e)| e).collect();
        persons.sort_unstable();
        persons.dedup();
        match persons.as_slice() {
            [one] => Some(*one),
            _ => named.last_before(title.first, |n| persons.contains(&n.entity)).map(|n| n.entity),
        }
    }
}

/// What the head of a state is called besides the title.
const LEADERS: &[&str] = &["басшы", "көшбасшы"];

/// How well an office stated beside a name fits a title: 0 for the noun alone, more for its field and organisation.
fn fits(held: &Office, title: &Office) -> Option<usize> {
    let noun = held.noun.to_lowercase() == title.noun.to_lowercase();
    // "Франция басшысы" is the president of France.
    let leader = LEADERS.contains(&title.noun.to_lowercase().as_str()) && held.kind == OfficeKind::State;
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
    let holding: FxHashSet<usize> = holdings.iter().map(|h| h.entity).collect();
    let mut times: FxHashMap<usize, usize> = FxHashMap::default();
    for name in named.iter().filter(|n| n.name.kind == EntityKind::Person) {
        if !state.all.contains(&name.entity) && !holding.contains(&name.entity) {
            *times.entry(name.entity).or_default() += 1;
        }
    }
    let mut free: Vec<(usize, usize)> = times.into_iter().collect();
    free.sort_unstable_by_key(|(entity, times)| (std::cmp::Reverse(*times), *entity));
    // The protagonist among several is the one named far more often.
    let person = match free.as_slice() {
        [(one, _)] => one,
        [(first, most), (_, next), ..] if *most >= 2 * next => first,
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
    best.iter().map(|office| Title { office: *office, entity: *person, why: Why::Exclusion }).collect()
}
