//! The words around a trigger to whether it happened: done, planned, possible or denied.

use super::clause::held;
use super::scene::Scene;
use super::triggers::{Candidate, Ending};
use crate::extract::reasons::ModalityReason as Why;
use crate::model::{EventType, Modality};
use crate::text::morphology::VerbForm;

/// Words after a trigger that are looked at; a clause seldom has more.
const WINDOW: usize = 6;

/// Stems that say that a thing is to come.
const PLANNED: [&str; 9] =
    ["жоспарлан", "көзделген", "көзделіп", "көзделуде", "күтіл", "тиіс", "алдағы", "шақырды", "дайындық"];
/// Stems that say that a thing is a proposal only.
const PROPOSED: [&str; 1] = ["ұсын"];
/// Stems that say that a thing did not happen.
const DENIED: [&str; 4] = ["болмайды", "болған жоқ", "өтпеді", "өткен жоқ"];

/// Whether a happening is said to be real.
pub(super) fn modality(scene: &Scene, c: &Candidate) -> Modality {
    judge(scene, c).0
}

/// Whether a happening is said to be real, and what says so.
pub(super) fn judge(scene: &Scene, c: &Candidate) -> (Modality, Why) {
    let tokens = scene.tokens_of(c.sentence);
    let after = || (c.last + 1..tokens.end.min(c.last + 1 + WINDOW)).map(|at| scene.word(at));
    if let Ending::Verb(verb) = c.ending {
        let denied = verb.negated || (verb.form == VerbForm::Perfect && scene.word(c.last + 1) == "жоқ");
        if denied {
            return (Modality::Negated, Why::NegatedVerb);
        }
        match verb.form {
            // "Сізді құттықтаймын": said and done at once.
            VerbForm::Future if verb.is_first_person() && is_performed(c.event_type) => {
                return (Modality::Actual, Why::Performed);
            }
            VerbForm::Conditional => return (Modality::Hypothetical, Why::Condition),
            VerbForm::Future | VerbForm::Habitual | VerbForm::Intention | VerbForm::Wish => {
                return (Modality::Planned, Why::Coming);
            }
            VerbForm::Past | VerbForm::Perfect | VerbForm::Converb => return (Modality::Actual, Why::Done),
            VerbForm::Infinitive => {}
        }
    }
    let next = after().take(2).collect::<Vec<_>>().join(" ");
    if DENIED.iter().any(|d| next.starts_with(d)) {
        return (Modality::Negated, Why::Denied);
    }
    if after().take(2).any(|w| w == "болса" || w == "өтсе") && scene.word(tokens.start) == "егер" {
        return (Modality::Hypothetical, Why::IfSentence);
    }
    if after().take(3).any(|w| PROPOSED.iter().any(|p| w.starts_with(p))) {
        return (Modality::Hypothetical, Why::Proposed);
    }
    let before = c.first.checked_sub(1).filter(|at| *at >= tokens.start).map_or("", |at| scene.word(at));
    let to_come = |w: &str| matches!(held(w), Some(VerbForm::Future | VerbForm::Intention));
    if before == "алдағы" || after().any(|w| PLANNED.iter().any(|p| w.starts_with(p)) || to_come(w)) {
        return (Modality::Planned, Why::Planned);
    }
    (Modality::Actual, Why::Unmarked)
}

/// Whether saying it does it.
const fn is_performed(event_type: Option<EventType>) -> bool {
    matches!(
        event_type,
        Some(EventType::Message | EventType::Celebration | EventType::Signing | EventType::Appointment)
    )
}
