//! Participants to their parts: who speaks, receives, is appointed, sends.

use super::happening::Happening;
use super::scene::Scene;
use crate::model::{EventType, ParticipantRole};
use crate::text::morphology::Case;

/// Words from a trip to the verb that invites to it.
const INVITED: usize = 3;

/// Stems of verbs whose subject hears a report.
const LISTEN: [&str; 2] = ["тыңда", "қабылда"];

/// Stems of verbs whose subject gets an award.
const GET: [&str; 3] = ["ал", "бол", "атан"];

/// The part that some of the participants had, where the text tells it.
pub(super) fn roles(scene: &Scene, h: &Happening, participants: &[usize]) -> Vec<(usize, ParticipantRole)> {
    let c = &h.candidate;
    if let Some(speaker) = h.speaker {
        return vec![(speaker, ParticipantRole::Speaker)];
    }
    let Some(event_type) = c.event_type else { return Vec::new() };
    let mentions = scene.mentions_of(c.sentence);
    let mention_of = |entity: usize| {
        let before = mentions.iter().rev().find(|m| m.entity == entity && m.last < c.first);
        before.or_else(|| mentions.iter().find(|m| m.entity == entity))
    };
    let passive = is_passive(scene, h);
    let gets = ["алды", "алған", "алып", "алады"].contains(&scene.word(c.last + 1));
    // "Сапармен шақырып, жылы қабылдағаны үшін" thanks: the subject is the guest.
    let mut words_after = (1..=INVITED).map(|after| scene.word(c.last + after));
    let invites = words_after.any(|word| word.starts_with("шақыр") && word != "шақырып");
    let part = |entity: &usize| {
        let mention = mention_of(*entity)?;
        let case = mention.case;
        let addressed = scene.word(mention.last + 1) == "атына";
        let part = match (event_type, c.sense, case) {
            (EventType::Meeting, "receive", Case::Nominative) if !passive => ParticipantRole::Host,
            (EventType::Meeting, "reception", Case::Genitive) => ParticipantRole::Host,
            (EventType::Meeting, "report", Case::Nominative) if !passive && !LISTEN.contains(&c.stem) => {
                ParticipantRole::Speaker
            }
            (EventType::Message, _, Case::Nominative) if gets => ParticipantRole::Recipient,
            // "Президенттің атына жеделхаттар келді"
            (EventType::Message, _, Case::Genitive) if addressed => ParticipantRole::Recipient,
            (EventType::Message, _, Case::Nominative | Case::Genitive | Case::Ablative) => ParticipantRole::Sender,
            (EventType::Message, _, Case::Dative | Case::Accusative) => ParticipantRole::Recipient,
            // "Президент оны сапармен келуге шақырды"
            (EventType::Visit, _, Case::Nominative) if invites => ParticipantRole::Host,
            (EventType::Visit, _, Case::Accusative | Case::Dative) if invites => ParticipantRole::Guest,
            (EventType::Visit, _, Case::Nominative | Case::Genitive) => ParticipantRole::Guest,
            (EventType::Appointment, _, Case::Accusative) => ParticipantRole::Appointee,
            (EventType::Appointment, _, Case::Nominative | Case::Genitive) if passive => ParticipantRole::Appointee,
            (EventType::Appointment, "enter", Case::Nominative | Case::Dative) => ParticipantRole::Appointee,
            (EventType::Appointment, "approve", Case::Genitive) => ParticipantRole::Appointee,
            (EventType::Award, _, Case::Accusative | Case::Dative) => ParticipantRole::Awardee,
            (EventType::Award, _, Case::Nominative) if passive || GET.contains(&c.stem) => ParticipantRole::Awardee,
            (EventType::Signing, "decree", Case::Genitive) => ParticipantRole::Signatory,
            (EventType::Signing, _, Case::Nominative) if !passive => ParticipantRole::Signatory,
            _ => return None,
        };
        Some((*entity, part))
    };
    let mut parts: Vec<_> = participants.iter().filter_map(part).collect();
    if event_type == EventType::Message {
        parts.extend(other_side(participants, &parts).filter(|(who, _)| mention_of(*who).is_none()));
    }
    parts
}

/// The part of the only participant whose part is not told, where all others of a message are on one side of it.
fn other_side(
    participants: &[usize],
    told: &[(usize, ParticipantRole)],
) -> impl Iterator<Item = (usize, ParticipantRole)> + use<> {
    let all = |part: ParticipantRole| !told.is_empty() && told.iter().all(|(_, p)| *p == part);
    let other = if all(ParticipantRole::Sender) {
        Some(ParticipantRole::Recipient)
    } else if all(ParticipantRole::Recipient) {
        Some(ParticipantRole::Sender)
    } else {
        None
    };
    let mut untold = participants.iter().filter(|p| told.iter().all(|(who, _)| who != *p));
    let only = untold.next().copied().filter(|_| untold.next().is_none());
    only.zip(other).into_iter()
}

/// Whether the trigger is a verb in the passive ("тағайындалды").
fn is_passive(scene: &Scene, h: &Happening) -> bool {
    let word = scene.word(h.candidate.last);
    let rest = word.strip_prefix(h.candidate.stem).unwrap_or(word);
    let after_vowel = rest.starts_with('н') && !["ның", "нің", "ны", "ні"].contains(&rest);
    after_vowel
        || h.candidate.stem.ends_with('н')
        || ["л", "ыл", "іл", "ын", "ін"].iter().any(|voice| rest.starts_with(voice))
}
