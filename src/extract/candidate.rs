//! What a recogniser proposes: tokens that may be a name.

use super::reasons::{Decided, Rule};
use crate::model::EntityKind;
use crate::text::morphology::Case;

/// Tokens that may name something. Recognisers propose; [`conflicts`](super::conflicts) chooses.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// First token.
    pub first: usize,
    /// Last token.
    pub last: usize,
    /// What sort of thing it names.
    pub kind: EntityKind,
    /// How sure the recogniser is, 0 to 1.
    pub score: f64,
    /// The case of the whole.
    pub case: Case,
    /// Its name in the nominative.
    pub name: String,
    /// Candidates of one group name the same thing, whatever their words.
    pub group: Option<u32>,
    /// What else is known of it.
    pub form: Form,
    /// Which rule proposed it.
    pub rule: Rule,
    /// Who decided that it is a name, once that is decided.
    pub decided: Decided,
}

/// How a candidate is built, as far as later stages ask.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// A known name.
    Known,
    /// An acronym.
    Acronym,
    /// An acronym that the release explains.
    Introduced {
        /// The name that it is short for.
        full: String,
    },
    /// Words that a head ends ("Әділет министрлігі"): the head in the nominative.
    Headed {
        /// The head as the table writes it.
        head: &'static str,
        /// Whether it has its third-person possessive ending, so that an owner may stand before it.
        possessed: bool,
        /// The name as it follows an owner, where that is another one ("Үкімет": "Қазақстан Үкіметі").
        owned: Option<String>,
    },
    /// Quoted words that nothing follows.
    Quoted,
    /// A member of a list whose last member has the head ("Алматы, Жамбыл және Павлодар облыстары").
    Listed,
    /// A person's name: its parts in the nominative.
    Person {
        /// The words, initials with their full stop.
        parts: Vec<String>,
    },
}

impl Candidate {
    /// Whether it holds the token.
    #[must_use]
    pub const fn holds(&self, token: usize) -> bool {
        self.first <= token && token <= self.last
    }

    /// Number of its tokens.
    #[must_use]
    pub const fn length(&self) -> usize {
        self.last + 1 - self.first
    }
}
