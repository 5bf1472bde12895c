//! A release and its facts to the JSON object that `shezhire extract` prints (format 1).
//!
//! Fields stand in the order in which the format names them. Ids count from 1 within a release: `e1`, `d1`, `v1`, `r1`.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value;

use crate::model::{DateMention, DateValue, Entity, Event, Facts, Mention, ParticipantRole, Role, Span};
use crate::text::{DateSource, Release};

/// The version of the format: a field may be added, one that is there changes only with this.
const FORMAT: u32 = 1;

/// One line of output.
#[derive(Debug, Serialize)]
pub struct ReleaseRecord<'a> {
    format: u32,
    release: Header<'a>,
    entities: Vec<EntityRecord<'a>>,
    dates: Vec<DateRecord<'a>>,
    events: Vec<EventRecord<'a>>,
    roles: Vec<RoleRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explain: Option<Value>,
}

#[derive(Debug, Serialize)]
struct Header<'a> {
    source: &'a str,
    index: usize,
    span: [usize; 2],
    encoding: &'static str,
    language: &'static str,
    title: Option<&'a str>,
    date: Option<&'a str>,
    date_from: Option<&'static str>,
    duplicate_of: Option<Original<'a>>,
}

#[derive(Debug, Serialize)]
struct Original<'a> {
    source: &'a str,
    index: usize,
}

#[derive(Debug, Serialize)]
struct EntityRecord<'a> {
    id: String,
    kind: &'static str,
    name: &'a str,
    mentions: Vec<MentionRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct MentionRecord<'a> {
    span: [usize; 2],
    text: &'a str,
    form: &'static str,
}

#[derive(Debug, Serialize)]
struct DateRecord<'a> {
    id: String,
    span: [usize; 2],
    text: &'a str,
    edtf: Option<&'a str>,
    relative: Option<String>,
    resolved: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct EventRecord<'a> {
    id: String,
    #[serde(rename = "type")]
    event_type: &'static str,
    span: [usize; 2],
    trigger: &'a str,
    participants: Vec<String>,
    participant_roles: Roles<'a>,
    organisations: Vec<String>,
    place: Option<String>,
    date: Option<String>,
    date_id: Option<String>,
    resolved: Option<&'a str>,
    modality: &'static str,
    confidence: f64,
}

#[derive(Debug, Serialize)]
struct RoleRecord<'a> {
    id: String,
    span: [usize; 2],
    person: String,
    position: &'a str,
    organisation: Option<&'a str>,
    confidence: f64,
}

/// Roles of participants, in order of their ids' numbers.
#[derive(Debug)]
struct Roles<'a>(&'a BTreeMap<usize, ParticipantRole>);

impl Serialize for Roles<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (entity, role) in self.0 {
            map.serialize_entry(&id('e', *entity), role.as_str())?;
        }
        map.end()
    }
}

/// The line of a release.
#[must_use]
pub fn release_record<'a>(release: &'a Release, facts: &'a Facts) -> ReleaseRecord<'a> {
    ReleaseRecord {
        format: FORMAT,
        release: header(release, facts),
        entities: entities(release, facts),
        dates: dates(release, facts),
        events: events(facts),
        roles: roles(facts),
        explain: None,
    }
}

impl ReleaseRecord<'_> {
    /// The same line with why its facts are told.
    #[must_use]
    pub fn explained(self, explain: Value) -> Self {
        Self { explain: Some(explain), ..self }
    }
}

fn header<'a>(release: &'a Release, facts: &'a Facts) -> Header<'a> {
    let inferred = facts.period.as_ref().map(|period| (&period.date, DateSource::Inferred));
    let dated = release.date.as_ref().zip(release.date_from).or(inferred);
    Header {
        source: &release.source,
        index: release.index,
        span: ends(release.span),
        encoding: release.encoding,
        language: release.language.code(),
        title: release.title.as_deref(),
        date: dated.map(|(date, _)| date.as_str()),
        date_from: dated.map(|(_, from)| from.as_str()),
        duplicate_of: release.duplicate_of.as_ref().map(|(source, index)| Original { source, index: *index }),
    }
}

fn entities<'a>(release: &'a Release, facts: &'a Facts) -> Vec<EntityRecord<'a>> {
    let mention = |m: &Mention| MentionRecord { span: ends(m.span), text: release.cut(m.span), form: m.form.as_str() };
    let record = |(index, entity): (usize, &'a Entity)| EntityRecord {
        id: id('e', index),
        kind: entity.kind.as_str(),
        name: &entity.name,
        mentions: entity.mentions.iter().map(mention).collect(),
    };
    facts.entities.iter().enumerate().map(record).collect()
}

fn dates<'a>(release: &'a Release, facts: &'a Facts) -> Vec<DateRecord<'a>> {
    let record = |(index, date): (usize, &'a DateMention)| {
        let (edtf, relative) = match &date.value {
            DateValue::Edtf(edtf) => (Some(edtf.as_str()), None),
            DateValue::Relative(relative) => (None, Some(relative.to_string())),
        };
        DateRecord {
            id: id('d', index),
            span: ends(date.span),
            text: release.cut(date.span),
            edtf,
            relative,
            resolved: date.resolved.as_ref().map(|d| d.as_str()),
        }
    };
    facts.dates.iter().enumerate().map(record).collect()
}

fn events(facts: &Facts) -> Vec<EventRecord<'_>> {
    let record = |(index, event)| event_record(facts, index, event);
    facts.events.iter().enumerate().map(record).collect()
}

fn event_record<'a>(facts: &'a Facts, index: usize, event: &'a Event) -> EventRecord<'a> {
    let date = event.date.and_then(|d| facts.dates.get(d));
    let ids = |entities: &[usize]| entities.iter().map(|e| id('e', *e)).collect();
    EventRecord {
        id: id('v', index),
        event_type: event.event_type.as_str(),
        span: ends(event.span),
        trigger: &event.trigger,
        participants: ids(&event.participants),
        participant_roles: Roles(&event.participant_roles),
        organisations: ids(&event.organisations),
        place: event.place.map(|place| id('e', place)),
        date: date.map(|d| match &d.value {
            DateValue::Edtf(edtf) => edtf.as_str().to_owned(),
            DateValue::Relative(relative) => relative.to_string(),
        }),
        date_id: event.date.map(|date| id('d', date)),
        resolved: date.and_then(|d| d.resolved.as_ref()).map(|d| d.as_str()),
        modality: event.modality.as_str(),
        confidence: hundredths(event.confidence),
    }
}

fn roles<'a>(facts: &'a Facts) -> Vec<RoleRecord<'a>> {
    let record = |(index, role): (usize, &'a Role)| RoleRecord {
        id: id('r', index),
        span: ends(role.span),
        person: id('e', role.person),
        position: &role.position,
        organisation: role.organisation.as_deref(),
        confidence: hundredths(role.confidence),
    };
    facts.roles.iter().enumerate().map(record).collect()
}

fn id(letter: char, index: usize) -> String {
    format!("{letter}{}", index + 1)
}

const fn ends(span: Span) -> [usize; 2] {
    [span.start, span.end]
}

/// More digits than two would claim more than is measured.
fn hundredths(confidence: f64) -> f64 {
    (confidence.clamp(0.0, 1.0) * 100.0).round() / 100.0
}
