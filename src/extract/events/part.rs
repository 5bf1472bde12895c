//! Participants to their parts: who speaks, receives, is appointed, sends.

use super::ending::Case;
use super::happening::Happening;
use super::scene::Scene;
use crate::model::{EventType, ParticipantRole};

/// The part that some of the participants had, where the text tells it.
pub(super) fn roles(scene: &Scene, h: &Happening, participants: &[usize]) -> Vec<(usize, ParticipantRole)> {
    let c = &h.candidate;
    if let Some(speaker) = h.speaker {
        return vec![(speaker, ParticipantRole::Speaker)];
    }
    let Some(event_type) = c.event_type else { return Vec::new() };
    let mentions = scene.mentions_of(c.sentence);
    let case_of = |entity: usize| {
        let before = mentions.iter().rev().find(|m| m.entity == entity && m.last < c.first);
        before.or_else(|| mentions.iter().find(|m| m.entity == entity)).map(|m| m.case)
    };
    let part = |entity: &usize| {
        let case = case_of(*entity)?;
        let part = match (event_type, c.sense, case) {
            (EventType::Meeting, "receive", Case::Nominative) => ParticipantRole::Host,
            (EventType::Message, _, Case::Nominative | Case::Genitive) => ParticipantRole::Sender,
            (EventType::Message, _, Case::Dative | Case::Accusative) => ParticipantRole::Recipient,
            (EventType::Visit, _, Case::Nominative | Case::Genitive) => ParticipantRole::Guest,
            (EventType::Appointment, _, Case::Accusative) => ParticipantRole::Appointee,
            (EventType::Appointment, _, Case::Nominative) if is_passive(scene, h) => ParticipantRole::Appointee,
            (EventType::Award, _, Case::Accusative | Case::Dative) => ParticipantRole::Awardee,
            (EventType::Award, _, Case::Nominative) if is_passive(scene, h) => ParticipantRole::Awardee,
            (EventType::Signing, _, Case::Nominative) => ParticipantRole::Signatory,
            _ => return None,
        };
        Some((*entity, part))
    };
    participants.iter().filter_map(part).collect()
}

/// Whether the trigger is a verb in the passive ("тағайындалды").
fn is_passive(scene: &Scene, h: &Happening) -> bool {
    let word = scene.word(h.candidate.last);
    let rest = word.strip_prefix(h.candidate.stem).unwrap_or(word);
    h.candidate.stem.ends_with('н') || ["л", "ыл", "іл", "ын", "ін"].iter().any(|voice| rest.starts_with(voice))
}
