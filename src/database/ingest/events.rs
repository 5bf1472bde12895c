//! Happenings to `Event` nodes with who took part, where and when.

use super::connect::Told;
use super::dates::{bounds, date_node};
use super::relations::{count, find, find_or_create, join, properties, text_or_null};
use super::releases::evidence;
use super::titles::is_marked;
use crate::graph::Draft;
use crate::model::{
    DateMention, DateValue, Direction, Edtf, EntityKind, Event, Facts, NodeId, Properties, RelationshipId, Span, Value,
};
use crate::text;

/// Tells the events of a release; of their participants and places only those that `told` tells.
pub(super) fn tell_events(draft: &mut Draft, told: &Told<'_>) {
    let Facts { events, rejected, untold, .. } = told.facts;
    let is_told = |number: &usize| !rejected.contains(number) && !untold.contains(number);
    for (number, event) in events.iter().enumerate().filter(|(number, _)| is_told(number)) {
        tell_event(draft, told, number, event);
    }
}

/// Tells one event of a release; of its participants and places only those that `told` tells.
pub(super) fn tell_event(draft: &mut Draft, told: &Told<'_>, number: usize, event: &Event) -> NodeId {
    let node = event_node(draft, told, number, event);
    let roles = |entity: &usize| text_or_null(event.participant_roles.get(entity).map(|r| r.as_str()));
    for entity in event.participants.iter().chain(&event.organisations) {
        let Some(who) = told.node(*entity) else { continue };
        if told.kind(*entity) == Some(EntityKind::Event) {
            join(draft, node, who, "PART_OF", Default::default);
        } else {
            // The sentence that states the event comes first, then the one that says of whom.
            let proof = || sentences(told, [Some(event.evidence), event.named_in.get(entity).copied()]);
            let known = named_part(draft, who, node);
            let took_part = known
                .unwrap_or_else(|| draft.create_relationship(who, node, "TOOK_PART_IN".into(), Default::default()));
            tell_sureness(draft, took_part, known.is_some(), told.facts.inferred.get(entity), event.confidence);
            prove(draft, told, took_part, proof());
            tell_role(draft, took_part, roles(entity));
        }
    }
    if let Some(place) = event.place.and_then(|p| told.node(p)) {
        let held_in = join(draft, node, place, "HELD_IN", Default::default);
        prove(draft, told, held_in, sentences(told, [Some(event.evidence)]));
    }
    node
}

/// The part of somebody in an event that does not rest on who held an office: what does is told last.
fn named_part(draft: &Draft, who: NodeId, event: NodeId) -> Option<RelationshipId> {
    let took_part = ["TOOK_PART_IN".into()];
    let mut parts = draft.graph().neighbours(event, Direction::Incoming, &took_part);
    parts.find(|(part, other)| *other == who && !is_marked(draft, *part)).map(|(part, _)| part)
}

/// Sentences as a list of evidence.
pub(super) fn sentences<const N: usize>(told: &Told<'_>, spans: [Option<Span>; N]) -> Vec<Value> {
    spans.into_iter().flatten().map(|sentence| evidence(told.key, sentence).into()).collect()
}

/// Makes the evidence of a relationship, as far as it is of this release, these sentences. Releases stand in order of their
/// keys, whichever was told first.
pub(super) fn prove(draft: &mut Draft, told: &Told<'_>, relationship: RelationshipId, own: Vec<Value>) {
    let release = |proof: &Value| proof.as_str().and_then(|p| p.split('#').next()).unwrap_or_default().to_owned();
    let mut all = match draft.graph().relationship_property(relationship, "evidence") {
        Value::List(proofs) => proofs.iter().filter(|proof| release(proof) != told.key).cloned().collect(),
        _ => Vec::new(),
    };
    all.extend(own);
    all.sort_by_key(release);
    draft.set_relationship_property(relationship, &"evidence".into(), Value::list(all));
}

/// The role of who took part; of several that releases tell the one that sorts first, whichever was told first.
pub(super) fn tell_role(draft: &mut Draft, relationship: RelationshipId, role: Value) {
    let known = draft.graph().relationship_property(relationship, "role");
    if !role.is_null() && (known.is_null() || role.as_str() < known.as_str()) {
        draft.set_relationship_property(relationship, &"role".into(), role);
    }
}

/// Says how sure it is that somebody took part whom only the date of a release tells: as sure as both the event and who is
/// meant. Of several releases the surest says it; one that names the person leaves no doubt.
fn tell_sureness(
    draft: &mut Draft,
    relationship: RelationshipId,
    known: bool,
    inferred: Option<&(f64, String)>,
    event: f64,
) {
    let before = draft.graph().relationship_property(relationship, "confidence");
    let (sure, why): (Value, Value) = match inferred {
        Some((confidence, why)) => (Value::Float(confidence * event), why.as_str().into()),
        None => Default::default(),
    };
    let surer = match (&before, &sure) {
        (Value::Float(before), Value::Float(now)) if before == now => {
            why.as_str() < draft.graph().relationship_property(relationship, "why").as_str()
        }
        (Value::Float(before), Value::Float(now)) => now > before,
        (Value::Null, _) => !known,
        _ => true,
    };
    if surer {
        draft.set_relationship_property(relationship, &"confidence".into(), sure);
        draft.set_relationship_property(relationship, &"why".into(), why);
    }
}

/// The key of an event of a release: its own, or that of the happening which is told elsewhere as well.
pub(super) fn event_key(told: &Told<'_>, number: usize) -> String {
    let shared = told.facts.shared.get(&number);
    shared.cloned().unwrap_or_else(|| format!("{}/{}", told.key, number + 1))
}

fn event_node(draft: &mut Draft, told: &Told<'_>, number: usize, event: &Event) -> NodeId {
    let key = event_key(told, number);
    let known = find(draft, "Event", &key);
    if let Some(known) = known.filter(|node| is_told_by(draft, *node, told.release_node)) {
        return known;
    }
    let node = find_or_create(draft, "Event", &key, Properties::new);
    let date = event.date.and_then(|d| told.facts.dates.get(d)).and_then(calendar_date);
    // Of a happening that several releases tell, what the one says whose key sorts first is shown.
    if first_teller(draft, node).is_none_or(|first| told.key < first.as_str()) {
        for (name, value) in event_properties(told, event, date) {
            draft.set_node_property(node, &name.into(), value);
        }
    }
    if let Some(date) = date {
        let on = date_node(draft, date);
        let on = join(draft, node, on, "ON", Default::default);
        prove(draft, told, on, sentences(told, [Some(event.evidence)]));
    }
    let where_told = properties([("byte_start", count(event.span.start)), ("byte_end", count(event.span.end))]);
    join(draft, told.release_node, node, "REPORTS", || where_told);
    node
}

fn event_properties(told: &Told<'_>, event: &Event, date: Option<&Edtf>) -> [(&'static str, Value); 8] {
    let (start, end) = bounds(date);
    let sentence = text::mend(told.source.cut(event.evidence));
    [
        ("type", event.event_type.as_str().into()),
        ("trigger", event.trigger.as_str().into()),
        ("date", text_or_null(date.map(Edtf::as_str))),
        ("start", start),
        ("end", end),
        ("modality", event.modality.as_str().into()),
        ("evidence", sentence.as_str().into()),
        ("confidence", event.confidence.into()),
    ]
}

/// The releases that tell of an event.
pub(super) fn tellers(draft: &Draft, event: NodeId) -> Vec<NodeId> {
    draft.graph().neighbours(event, Direction::Incoming, &["REPORTS".into()]).map(|(_, release)| release).collect()
}

fn is_told_by(draft: &Draft, event: NodeId, release: NodeId) -> bool {
    tellers(draft, event).contains(&release)
}

/// The least key of the releases that tell of an event.
fn first_teller(draft: &Draft, event: NodeId) -> Option<String> {
    let key = |release| draft.graph().node_property(release, "key").as_str().map(str::to_owned);
    tellers(draft, event).into_iter().filter_map(key).min()
}

/// The calendar date of a mention: resolved where that could be done, else as the text has it; none for "бүгін" of an
/// undated release.
fn calendar_date(mention: &DateMention) -> Option<&Edtf> {
    mention.resolved.as_ref().or(match &mention.value {
        DateValue::Edtf(date) => Some(date),
        DateValue::Relative(_) => None,
    })
}
