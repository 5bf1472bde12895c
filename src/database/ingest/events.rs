//! Happenings to `Event` nodes with who took part, where and when.

use super::connect::Told;
use super::dates::{bounds, date_node};
use super::relations::{find_or_create, join, properties, text_or_null};
use super::releases::evidence;
use crate::graph::Draft;
use crate::model::{DateMention, DateValue, Edtf, EntityKind, Event, NodeId, Span, Value};
use crate::text;

/// Tells the events of a release; of their participants and places only those that `told` tells.
pub(super) fn tell_events(draft: &mut Draft, told: &Told<'_>) {
    let rejected = &told.facts.rejected;
    for (number, event) in told.facts.events.iter().enumerate().filter(|(number, _)| !rejected.contains(number)) {
        let node = event_node(draft, told, number, event);
        let roles = |entity: &usize| text_or_null(event.participant_roles.get(entity).map(|r| r.as_str()));
        for entity in event.participants.iter().chain(&event.organisations) {
            let Some(who) = told.node(*entity) else { continue };
            if told.kind(*entity) == Some(EntityKind::Event) {
                join(draft, node, who, "PART_OF", Default::default);
            } else {
                // The sentence that states the event comes first, then the one that says of whom.
                let proof = || proofs(told, [Some(event.evidence), event.named_in.get(entity).copied()]);
                join(draft, who, node, "TOOK_PART_IN", || properties([("role", roles(entity)), ("evidence", proof())]));
            }
        }
        if let Some(place) = event.place.and_then(|p| told.node(p)) {
            join(draft, node, place, "HELD_IN", || properties([("evidence", proofs(told, [Some(event.evidence)]))]));
        }
    }
}

/// Sentences as a list of evidence.
fn proofs<const N: usize>(told: &Told<'_>, sentences: [Option<Span>; N]) -> Value {
    Value::list(sentences.into_iter().flatten().map(|sentence| evidence(told.key, sentence).into()))
}

fn event_node(draft: &mut Draft, told: &Told<'_>, number: usize, event: &Event) -> NodeId {
    let key = format!("{}/{}", told.key, number + 1);
    if let Some(known) = super::relations::find(draft, "Event", &key) {
        return known;
    }
    let date = event.date.and_then(|d| told.facts.dates.get(d)).and_then(calendar_date);
    let (start, end) = bounds(date);
    let sentence = text::mend(told.source.cut(event.evidence));
    let node = find_or_create(draft, "Event", &key, || {
        properties([
            ("type", event.event_type.as_str().into()),
            ("trigger", event.trigger.as_str().into()),
            ("date", text_or_null(date.map(Edtf::as_str))),
            ("start", start),
            ("end", end),
            ("modality", event.modality.as_str().into()),
            ("evidence", sentence.as_str().into()),
            ("confidence", event.confidence.into()),
        ])
    });
    let proof = proofs(told, [Some(event.evidence)]);
    if let Some(date) = date {
        let on = date_node(draft, date);
        join(draft, node, on, "ON", || properties([("evidence", proof)]));
    }
    let where_told = properties([
        ("byte_start", super::relations::count(event.span.start)),
        ("byte_end", super::relations::count(event.span.end)),
    ]);
    join(draft, told.release_node, node, "REPORTS", || where_told);
    node
}

/// The calendar date of a mention: resolved where that could be done, else as the text has it; none for "бүгін" of an
/// undated release.
fn calendar_date(mention: &DateMention) -> Option<&Edtf> {
    mention.resolved.as_ref().or(match &mention.value {
        DateValue::Edtf(date) => Some(date),
        DateValue::Relative(_) => None,
    })
}
