//! What bound an office to the person who holds it.

use super::super::tables::OfficeKind;

/// What bound an office to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// It stands right before the name.
    BeforeName,
    /// It stands before another office of the same person.
    BeforeOffice,
    /// It stands behind the name, with a word that says that the person gets or leaves it.
    Post,
    /// It stands behind the name and a dash.
    Dash,
    /// A title of the first head of state, who is named.
    FirstHead,
    /// A title of the sitting head of state, who is named.
    SittingHead,
    /// An office beside the name that is the same or fits.
    Stated,
    /// The only person left without an office, and the only title without a person.
    Exclusion,
}

impl Held {
    /// Its name in machine-readable explanations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BeforeName => "before-name",
            Self::BeforeOffice => "before-office",
            Self::Post => "post",
            Self::Dash => "dash",
            Self::FirstHead => "first-head-of-state",
            Self::SittingHead => "head-of-state",
            Self::Stated => "stated-elsewhere",
            Self::Exclusion => "exclusion",
        }
    }

    /// Whether the text or a table says so; else it is a guess.
    #[must_use]
    pub const fn is_certain(self) -> bool {
        !matches!(self, Self::Exclusion)
    }
}

impl std::fmt::Display for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::BeforeName => "the office stands before the name",
            Self::BeforeOffice => "the office stands before another one of the same person",
            Self::Post => "the office stands behind the name, with a word for getting or leaving it",
            Self::Dash => "the office stands behind the name and a dash",
            Self::FirstHead => "a title of the first head of state, who is named",
            Self::SittingHead => "a title of the head of state, who is named",
            Self::Stated => "the release says beside the name that this person holds the office",
            Self::Exclusion => "a guess: no other person is without an office, no other title without a person",
        })
    }
}

/// What bound an office to its organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrganisationReason {
    /// Its name stands before the office.
    Before,
    /// "Its" stands before the office: the last one named in the sentence.
    Pronoun,
}

impl OrganisationReason {
    /// Its name in machine-readable explanations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Pronoun => "pronoun",
        }
    }
}

impl std::fmt::Display for OrganisationReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Before => "its name stands before the office",
            Self::Pronoun => "\"its\" stands before the office; the last one named in the sentence",
        })
    }
}

/// Why a title stands for a person.
#[derive(Clone, Debug, PartialEq)]
pub struct TitleReason {
    /// The noun of the table of offices that it was read by.
    pub noun: String,
    /// What sort of post the table calls it.
    pub kind: OfficeKind,
    /// What bound it to the person.
    pub held: Held,
}

/// Why a person is said to hold an office.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleReason {
    /// The office and what bound it to the person.
    pub title: TitleReason,
    /// What bound it to its organisation, when it has one.
    pub organisation: Option<OrganisationReason>,
}
