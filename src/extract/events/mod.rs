//! Sentences with their entities and dates to events: triggers, then happenings, then who, where, when and whether.

#[cfg(test)]
mod annotated;
mod around;
mod clause;
mod company;
mod happening;
mod modality;
mod naming;
mod neighbours;
mod part;
mod prospect;
#[cfg(test)]
mod regression;
mod scene;
mod score;
mod setting;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod training;
mod triggers;
mod why;
mod worth;

use std::collections::BTreeMap;

use self::happening::{Happening, Likely};
use self::scene::Scene;
use self::score::Weights;
use self::why::Grounds;
use super::Document;
use super::reasons::{Chosen, EventReason, ModalityReason, PassedOver, SettingReason, Taken, UntoldEvent};
use crate::model::{EntityKind, Event, EventType, Modality};

/// The events that a document tells of, in order of their triggers; spans are those of the mended text.
///
/// A phrase of `grammar/kk/event_triggers.tsv` is a candidate; candidates that bring no new companion, place or time
/// tell of the same happening and give one event, with the phrase that tells it best as its trigger. How likely a
/// candidate is to be told as an event, and an entity to have taken part in it, is weighed by the logistic models of
/// `grammar/kk/event_weights.tsv`. The confidence is that probability, its log-odds scaled (Platt 1999) so that of the
/// events told with 0.7 about seven in ten are right on releases that were held out of the learning.
///
/// Measured in five folds of 382 annotated releases: F1 of events 75, of who took part 75; with the triggers alone, each
/// happening told once and everybody near it taken for a participant, 45 and 44.
///
/// Cost: linear in the text, but for entities: each event weighs those of the sentences around it.
#[must_use]
pub fn find_events(document: &Document) -> Vec<Event> {
    find_with(document, Weights::shipped(), LIKELY)
}

/// The events that [`find_events`] finds, why each of them is told, and what is not told; spans are those of the mended
/// text.
pub(super) fn explain_events(document: &Document) -> (Vec<Event>, Vec<EventReason>, Vec<UntoldEvent>) {
    let weights = Weights::shipped();
    let mut reasons = Reasons::default();
    let events = tell(document, weights, LIKELY, Some(&mut reasons));
    (events, reasons.told, reasons.untold)
}

/// Why events are told, and what is not.
#[derive(Debug, Default)]
struct Reasons {
    told: Vec<EventReason>,
    untold: Vec<UntoldEvent>,
}

/// The least probability of an event that is told: where the F1 of events and of who took part are highest in
/// cross-validation.
const LIKELY: Likely = Likely { first: 0.27, again: 0.75 };

fn find_with(document: &Document, weights: &Weights, likely: Likely) -> Vec<Event> {
    tell(document, weights, likely, None)
}

fn tell(document: &Document, weights: &Weights, likely: Likely, mut reasons: Option<&mut Reasons>) -> Vec<Event> {
    let scene = Scene::new(document);
    let prospects = prospect::prospects(&scene, triggers::candidates(document));
    let mut passed_over = reasons.as_ref().map(|_| Vec::new());
    let happenings = happening::choose(&scene, prospects, weights, likely, passed_over.as_mut());
    let mut events = Vec::new();
    for h in &happenings {
        let Some((event, grounds)) = event(&scene, h, weights) else {
            passed_over.iter_mut().for_each(|passed| passed.push((h.clone(), PassedOver::Nobody)));
            continue;
        };
        let others = match (event.event_type, event.place) {
            (EventType::Visit, Some(place)) => setting::listed_with(&scene, h, place),
            _ => Vec::new(),
        };
        if let Some(reasons) = &mut reasons {
            let reason = why::reason(&scene, h, &grounds, weights);
            let place = Some(SettingReason { chosen: Chosen::Listed, weights: Vec::new() });
            let of_others = EventReason { place, ..reason.clone() };
            reasons.told.push(reason);
            reasons.told.extend(others.iter().map(|_| of_others.clone()));
        }
        let others = others.into_iter().map(|place| Event { place: Some(place), ..event.clone() }).collect::<Vec<_>>();
        events.push(event);
        events.extend(others);
    }
    if let (Some(reasons), Some(mut passed)) = (reasons, passed_over) {
        passed.sort_by_key(|(h, _)| (h.candidate.first, h.candidate.last));
        reasons.untold = passed.into_iter().filter_map(|(h, why)| why::untold(&scene, h, why, weights)).collect();
    }
    events
}

fn event(scene: &Scene, h: &Happening, weights: &Weights) -> Option<(Event, Grounds)> {
    let document = scene.document;
    let c = &h.candidate;
    let event_type = c.event_type?;
    let span = scene.span_of(c.first, c.last)?;
    let mut parts = company::participants(scene, h, weights);
    if let Some(speaker) = h.speaker.filter(|s| !parts.iter().any(|(who, _)| who == s)) {
        parts.push((speaker, Taken::Speaker));
    }
    let named_in = parts.iter().filter_map(|(e, _)| Some((*e, naming::named_in(scene, h, *e)?))).collect();
    let who = parts.iter().map(|(who, _)| *who);
    let is_person = |i: &usize| document.entities.get(*i).is_some_and(|e| e.kind == EntityKind::Person);
    let (participants, organisations) = who.partition::<Vec<_>, _>(is_person);
    let participant_roles = part::roles(scene, h, &participants);
    let place = setting::place(scene, h, weights);
    let date = setting::date(scene, h, weights);
    if participants.is_empty() && organisations.is_empty() && !(place.is_some() && date.is_some()) {
        return None;
    }
    let (modality, says_so) = match event_type {
        EventType::Statement => (Modality::Actual, ModalityReason::Said),
        _ => modality::judge(scene, c),
    };
    let event = Event {
        event_type,
        span,
        trigger: document.text.get(span.start..span.end)?.to_owned(),
        evidence: *document.sentences.get(c.sentence)?,
        participants,
        participant_roles: participant_roles.into_iter().collect::<BTreeMap<_, _>>(),
        organisations,
        named_in,
        place: place.map(|(place, _)| place),
        date: date.map(|(date, _)| date),
        modality,
        confidence: weights.confidence(h.probability),
    };
    Some((event, Grounds { parts, place, date, modality: says_so }))
}
