//! Facts to why each of them is told: what decided, kept as it decided.
//!
//! Stages mark their proposals and decisions as they make them, by values that cost next to nothing; only
//! [`Extractor::explain`](super::Extractor::explain) puts the marks together, and adds the weights of the features that
//! went into each probability, read by the same functions.

mod events;
mod names;
mod naming;
mod roles;
#[cfg(test)]
mod tests;
mod weighed;

use crate::model::{EntityKind, EventType, Span};
use crate::text::calendar::DateRule;

pub use events::{Chosen, EventReason, ModalityReason, PartReason, PassedOver, SettingReason, Taken};
pub use names::{Decided, Joined, NameReason, NounReason, Rule};
pub(super) use naming::{Marks, Naming};
pub use roles::{Held, OrganisationReason, RoleReason, TitleReason};
pub use weighed::Weighed;
pub(super) use weighed::merge;

/// Why the facts of a release are told: lists as long as those of [`Facts`](crate::model::Facts), in the same order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// For each entity the reasons of its mentions.
    pub entities: Vec<Vec<MentionReason>>,
    /// For each calendar expression.
    pub dates: Vec<DateReason>,
    /// For each event.
    pub events: Vec<EventReason>,
    /// For each role.
    pub roles: Vec<RoleReason>,
    /// What was taken for a name and is not told, in order of the text.
    pub untold_names: Vec<UntoldName>,
    /// What was taken for an event and is not told, in order of the text.
    pub untold_events: Vec<UntoldEvent>,
}

/// Why a mention is one, and one of its entity.
#[derive(Clone, Debug, PartialEq)]
pub enum MentionReason {
    /// An explicit name.
    Name(NameReason),
    /// The title of an office.
    Title(TitleReason),
    /// A common noun.
    Noun(NounReason),
}

/// Why a calendar expression says what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateReason {
    /// The rule of the grammar that read it.
    pub rule: DateRule,
    /// Whether the release's date resolved it.
    pub from_release: bool,
}

/// Tokens that were proposed for a name, and are not told as one.
#[derive(Clone, Debug, PartialEq)]
pub struct UntoldName {
    /// Where, in bytes of the source.
    pub span: Span,
    /// What kind.
    pub kind: EntityKind,
    /// Which rule proposed it, and how sure the rule is; 0 when only the model did.
    pub proposed: (Rule, f64),
    /// How likely it is for the model; nothing when that was not asked.
    pub probability: Option<f32>,
}

/// A trigger that is not told as an event.
#[derive(Clone, Debug, PartialEq)]
pub struct UntoldEvent {
    /// Its trigger, in bytes of the source.
    pub span: Span,
    /// Its type.
    pub event_type: EventType,
    /// Why not.
    pub because: PassedOver,
    /// Row of the table of triggers.
    pub row: &'static str,
    /// How likely it is to be worth telling.
    pub probability: f64,
    /// The probability as a confidence that events of this probability would have.
    pub confidence: f64,
    /// The weights that went into the probability, the strongest first.
    pub weights: Vec<Weighed>,
}
