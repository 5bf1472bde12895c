//! What persons say of single facts: that one is wrong, or what it should say.
//!
//! A correction names its fact by where the mended text of a release tells it, so that it holds for every copy of the text
//! and for a better extractor, as long as that tells something there.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::unionfind::UnionFind;
use serde::{Deserialize, Serialize};

use super::judgement::Verdict;
use crate::model::{DateMention, DateValue, Edtf, EventType, Facts, Modality, Span};
use crate::text::Release;

/// What sort of fact is corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FactKind {
    /// A happening, by its trigger.
    Event,
    /// An office that somebody holds, by where the office is named.
    Role,
    /// A calendar expression.
    Date,
    /// A mention of an entity.
    Mention,
}

/// A fact of a release.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FactPlace {
    /// Key of the release.
    pub release: String,
    /// What sort of fact.
    pub fact: FactKind,
    /// First byte of it in the release's mended text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

/// What a person says of one fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Which fact.
    #[serde(flatten)]
    pub place: FactPlace,
    /// What is said of it.
    #[serde(flatten)]
    pub says: Says,
    /// Why.
    pub reason: String,
}

/// What a person says of two tellings of a happening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HappeningJudgement {
    /// An event as one release tells it.
    pub first: FactPlace,
    /// An event as another tells it, or the same one elsewhere.
    pub second: FactPlace,
    /// Whether they are one. Two that are not sure to be one stay two.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
}

/// The tellings that are judged to be of one happening, each with that happening's key: that of the telling which sorts first.
#[must_use]
pub fn shared_happenings<'a>(
    judgements: impl IntoIterator<Item = &'a HappeningJudgement>,
) -> BTreeMap<FactPlace, String> {
    let holding = verdicts(judgements);
    let same = || holding.iter().filter(|(_, verdict)| **verdict == Verdict::Same).map(|(pair, _)| pair);
    let places: BTreeSet<&FactPlace> = same().flatten().copied().collect();
    let places: Vec<&FactPlace> = places.into_iter().collect();
    let mut groups = UnionFind::<usize>::new(places.len());
    for [first, second] in same() {
        if let (Ok(a), Ok(b)) = (places.binary_search(first), places.binary_search(second)) {
            groups.union(a, b);
        }
    }
    let mut keys: BTreeMap<usize, String> = BTreeMap::new();
    let grouped = places.iter().zip(groups.into_labeling());
    let key_of = |(place, group): (&&FactPlace, usize)| {
        let key = keys.entry(group).or_insert_with(|| format!("{}@{}", place.release, place.start));
        ((*place).clone(), key.clone())
    };
    grouped.map(key_of).collect()
}

/// The pairs of tellings that are judged to be of two happenings, each pair in order.
#[must_use]
pub fn parted_happenings<'a>(judgements: impl IntoIterator<Item = &'a HappeningJudgement>) -> BTreeSet<[FactPlace; 2]> {
    let parted = verdicts(judgements).into_iter().filter(|(_, verdict)| *verdict == Verdict::Different);
    parted.map(|(pair, _)| pair.map(FactPlace::clone)).collect()
}

/// What holds of each pair of tellings: what was said last.
fn verdicts<'a>(judgements: impl IntoIterator<Item = &'a HappeningJudgement>) -> BTreeMap<[&'a FactPlace; 2], Verdict> {
    let mut holding = BTreeMap::new();
    for judgement in judgements {
        let mut pair = [&judgement.first, &judgement.second];
        pair.sort();
        holding.insert(pair, judgement.verdict);
    }
    holding
}

/// What is said of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "lowercase")]
pub enum Says {
    /// It is wrong, and not told.
    Rejected,
    /// One of its properties is another: `type`, `modality`, `date` of an event, `position` of a role, `date` of a date,
    /// `name` of a mention's entity.
    Corrected {
        /// Which.
        property: String,
        /// What it is.
        value: String,
    },
}

/// Why a correction says nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} is no {property} of {fact}; {expected}")]
pub struct CorrectionError {
    property: String,
    value: String,
    fact: &'static str,
    expected: String,
}

impl Correction {
    /// Whether what it says can be said of such a fact.
    ///
    /// # Errors
    /// [`CorrectionError`] tells what could be said.
    pub fn check(&self) -> Result<(), CorrectionError> {
        let Says::Corrected { property, value } = &self.says else { return Ok(()) };
        let (fact, known): (_, &[&str]) = match self.place.fact {
            FactKind::Event => ("an event", &["type", "modality", "date"]),
            FactKind::Role => ("a role", &["position"]),
            FactKind::Date => ("a date", &["date"]),
            FactKind::Mention => ("a mention", &["name"]),
        };
        let wrong = |expected: String| {
            Err(CorrectionError { property: property.clone(), value: value.clone(), fact, expected })
        };
        match property.as_str() {
            _ if !known.contains(&property.as_str()) => wrong(format!("it has {}", known.join(", "))),
            "type" if event_type(value).is_none() => {
                wrong(format!("types are {}", names(EventType::ALL, EventType::as_str)))
            }
            "modality" if modality(value).is_none() => {
                wrong(format!("modalities are {}", names(Modality::ALL, Modality::as_str)))
            }
            "date" if value.parse::<Edtf>().is_err() => wrong("write a date as EDTF, such as 2021-05-04".to_owned()),
            "name" | "position" if value.trim().is_empty() => wrong("it cannot be empty".to_owned()),
            _ => Ok(()),
        }
    }

    /// Changes the facts of its release as it says; nothing when nothing is told where it points.
    pub fn apply(&self, facts: &mut Facts, release: &Release) {
        let here = |span: Span| is_at(release, span, &self.place);
        match self.place.fact {
            FactKind::Event => self.correct_events(facts, here),
            FactKind::Role => match &self.says {
                Says::Rejected => facts.roles.retain(|role| !here(role.span)),
                Says::Corrected { value, .. } => {
                    let roles = facts.roles.iter_mut().filter(|role| here(role.span));
                    roles.for_each(|role| role.position.clone_from(value));
                }
            },
            FactKind::Date => self.correct_dates(facts, here),
            FactKind::Mention => {
                if self.says == Says::Rejected {
                    facts.unnamed.iter_mut().for_each(|title| title.spans.retain(|span| !here(*span)));
                    facts.unnamed.retain(|title| !title.spans.is_empty());
                }
                for entity in &mut facts.entities {
                    match &self.says {
                        Says::Rejected => entity.mentions.retain(|mention| !here(mention.span)),
                        Says::Corrected { value, .. } if entity.mentions.iter().any(|m| here(m.span)) => {
                            entity.name.clone_from(value);
                        }
                        Says::Corrected { .. } => {}
                    }
                }
            }
        }
    }

    fn correct_events(&self, facts: &mut Facts, here: impl Fn(Span) -> bool) {
        let numbers: Vec<usize> =
            facts.events.iter().enumerate().filter(|(_, e)| here(e.span)).map(|(number, _)| number).collect();
        let (property, value) = match &self.says {
            Says::Rejected => return facts.rejected.extend(numbers),
            Says::Corrected { property, value } => (property.as_str(), value),
        };
        for number in numbers {
            let next = facts.dates.len();
            let Some(event) = facts.events.get_mut(number) else { continue };
            match property {
                "type" => event.event_type = event_type(value).unwrap_or(event.event_type),
                "modality" => event.modality = modality(value).unwrap_or(event.modality),
                _ => {
                    if let Ok(date) = value.parse::<Edtf>() {
                        event.date = Some(next);
                        let (span, resolved) = (event.span, Some(date.clone()));
                        facts.dates.push(DateMention { span, value: DateValue::Edtf(date), resolved });
                    }
                }
            }
        }
    }

    fn correct_dates(&self, facts: &mut Facts, here: impl Fn(Span) -> bool) {
        for number in 0..facts.dates.len() {
            let Some(date) = facts.dates.get_mut(number).filter(|date| here(date.span)) else { continue };
            match &self.says {
                Says::Corrected { value, .. } => {
                    if let Ok(edtf) = value.parse::<Edtf>() {
                        (date.resolved, date.value) = (Some(edtf.clone()), DateValue::Edtf(edtf));
                    }
                }
                Says::Rejected => {
                    let events = facts.events.iter_mut().filter(|event| event.date == Some(number));
                    events.for_each(|event| event.date = None);
                }
            }
        }
    }
}

/// The facts that a release tells exactly at `span`, in bytes of its source.
#[must_use]
pub fn facts_at(facts: &Facts, release: &Release, key: &str, span: Span) -> Vec<FactPlace> {
    let mut kinds = Vec::new();
    let mut note = |fact: FactKind, here: bool| kinds.extend(here.then_some(fact));
    note(FactKind::Event, facts.events.iter().chain(&facts.supposed).any(|e| e.span == span));
    note(FactKind::Role, facts.roles.iter().any(|r| r.span == span));
    note(FactKind::Date, facts.dates.iter().any(|d| d.span == span));
    let unnamed = facts.unnamed.iter().flat_map(|title| &title.spans).copied();
    let mentions = facts.entities.iter().flat_map(|e| &e.mentions).map(|m| m.span);
    note(FactKind::Mention, mentions.chain(unnamed).any(|mention| mention == span));
    let Span { start, end } = mended(release, span);
    let place = |fact| FactPlace { release: key.to_owned(), fact, start, end };
    kinds.into_iter().map(place).collect()
}

/// Notes which events of a release are told elsewhere as well; none of those of which it is not known who took part.
pub fn share(facts: &mut Facts, release: &Release, key: &str, shared: &BTreeMap<FactPlace, String>) {
    let known = facts.events.iter().enumerate().filter(|(number, _)| !facts.untold.contains(number));
    for (number, event) in known {
        let place = event_place(release, key, event.span);
        if let Some(happening) = shared.get(&place) {
            facts.shared.insert(number, happening.clone());
        }
    }
}

/// The event that the release of this key tells at `span`, in bytes of its source.
#[must_use]
pub fn event_place(release: &Release, key: &str, span: Span) -> FactPlace {
    let Span { start, end } = mended(release, span);
    FactPlace { release: key.to_owned(), fact: FactKind::Event, start, end }
}

/// Where a stretch of the source stands in the mended text.
fn mended(release: &Release, span: Span) -> Span {
    let from = release.span.start;
    release.text.to_mended(Span::new(span.start.saturating_sub(from), span.end.saturating_sub(from)))
}

fn is_at(release: &Release, span: Span, place: &FactPlace) -> bool {
    mended(release, span) == Span::new(place.start, place.end)
}

fn names<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> String {
    all.iter().map(|t| name(*t)).collect::<Vec<_>>().join(", ")
}

fn event_type(name: &str) -> Option<EventType> {
    EventType::ALL.iter().copied().find(|t| t.as_str() == name)
}

fn modality(name: &str) -> Option<Modality> {
    Modality::ALL.iter().copied().find(|m| m.as_str() == name)
}
