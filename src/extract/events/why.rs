//! A happening that is told, and one that is not, to the reasons: what decided, and the weights that went into it.

use super::happening::Happening;
use super::scene::Scene;
use super::score::{Model, Weights};
use super::{company, setting};
use crate::extract::reasons::{
    Chosen, EventReason, ModalityReason, PartReason, PassedOver, SettingReason, Taken, UntoldEvent,
};

/// What decided about the parts of an event, as it was decided.
#[derive(Clone, Debug)]
pub(super) struct Grounds {
    /// Who took part.
    pub(super) parts: Vec<(usize, Taken)>,
    /// Where it was.
    pub(super) place: Option<(usize, Chosen)>,
    /// When it was.
    pub(super) date: Option<(usize, Chosen)>,
    /// Whether it is real.
    pub(super) modality: ModalityReason,
}

/// The reasons of a happening that is told.
pub(super) fn reason(scene: &Scene, h: &Happening, grounds: &Grounds, weights: &Weights) -> EventReason {
    let c = &h.candidate;
    let part = |(entity, taken): &(usize, Taken)| {
        let weights = weights.weigh(Model::Participant, |sink| company::participant_features(scene, h, *entity, sink));
        (*entity, PartReason { taken: *taken, weights })
    };
    let place = |(entity, chosen): (usize, Chosen)| {
        let weights = weights.weigh(Model::Place, |sink| setting::place_features(scene, h, entity, sink));
        SettingReason { chosen, weights }
    };
    let date = |(date, chosen): (usize, Chosen)| {
        let reach = setting::dates(scene, h).into_iter().find(|(d, _)| *d == date).map(|(_, reach)| reach);
        let weights =
            reach.map(|reach| weights.weigh(Model::Date, |sink| setting::date_features(scene, h, date, reach, sink)));
        SettingReason { chosen, weights: weights.unwrap_or_default() }
    };
    EventReason {
        row: c.row,
        sense: c.sense,
        ending: c.ending.name(),
        probability: h.probability,
        weights: h.weights.clone(),
        parts: grounds.parts.iter().map(part).collect(),
        place: grounds.place.map(place),
        date: grounds.date.map(date),
        modality: grounds.modality,
    }
}

/// A happening that is not told.
pub(super) fn untold(scene: &Scene, h: Happening, because: PassedOver, weights: &Weights) -> Option<UntoldEvent> {
    let c = &h.candidate;
    Some(UntoldEvent {
        span: scene.span_of(c.first, c.last)?,
        event_type: c.event_type?,
        because,
        row: c.row,
        probability: h.probability,
        confidence: weights.confidence(h.probability),
        weights: h.weights,
    })
}
