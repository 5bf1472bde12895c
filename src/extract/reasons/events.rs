//! What told an event, who took part in it, where, when and whether it was.

use super::Weighed;

/// Why an event is told.
#[derive(Clone, Debug, PartialEq)]
pub struct EventReason {
    /// Row of the table of triggers that its words match.
    pub row: &'static str,
    /// What the rows of its type have in common.
    pub sense: &'static str,
    /// What the ending of the trigger says: a case or the form of a verb.
    pub ending: &'static str,
    /// How likely it is to be worth telling; the confidence is this, scaled.
    pub probability: f64,
    /// The weights that went into the probability, the strongest first.
    pub weights: Vec<Weighed>,
    /// Why each took part: persons, organisations and named events by their index among the entities.
    pub parts: Vec<(usize, PartReason)>,
    /// Why it was there.
    pub place: Option<SettingReason>,
    /// Why it was then.
    pub date: Option<SettingReason>,
    /// Why it is real, to come, possible or denied.
    pub modality: ModalityReason,
}

/// Why someone took part.
#[derive(Clone, Debug, PartialEq)]
pub struct PartReason {
    /// What decided.
    pub taken: Taken,
    /// The weights that went into the probability, the strongest first.
    pub weights: Vec<Weighed>,
}

/// What decided that someone took part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Taken {
    /// The probability.
    Likely(f64),
    /// Nobody is likely; this one is the likeliest of those named before.
    Likeliest(f64),
    /// The sentence speaks of two by a title in the plural, and two persons were named before.
    BothBefore,
    /// The words are this person's.
    Speaker,
}

impl Taken {
    /// Its name in machine-readable explanations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Likely(_) => "likely",
            Self::Likeliest(_) => "likeliest",
            Self::BothBefore => "both-named-before",
            Self::Speaker => "speaker",
        }
    }

    /// The probability, where that decided.
    #[must_use]
    pub const fn probability(self) -> Option<f64> {
        match self {
            Self::Likely(p) | Self::Likeliest(p) => Some(p),
            Self::BothBefore | Self::Speaker => None,
        }
    }
}

impl std::fmt::Display for Taken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Likely(p) => write!(f, "likely, with {p:.2}"),
            Self::Likeliest(p) => write!(f, "nobody is likely; the likeliest, with {p:.2}"),
            Self::BothBefore => f.write_str("a title in the plural, and two persons named before it"),
            Self::Speaker => f.write_str("the words are this person's"),
        }
    }
}

/// Why a happening was there or then.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingReason {
    /// What decided.
    pub chosen: Chosen,
    /// The weights that went into the probability, the strongest first.
    pub weights: Vec<Weighed>,
}

/// What decided where or when something was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Chosen {
    /// The clause of the trigger says it.
    Clause,
    /// It is the likeliest.
    Likely(f64),
    /// It stands in a list of places with one that was chosen.
    Listed,
}

impl Chosen {
    /// Its name in machine-readable explanations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clause => "own-clause",
            Self::Likely(_) => "likely",
            Self::Listed => "listed",
        }
    }

    /// The probability, where that decided.
    #[must_use]
    pub const fn probability(self) -> Option<f64> {
        match self {
            Self::Likely(p) => Some(p),
            Self::Clause | Self::Listed => None,
        }
    }
}

impl std::fmt::Display for Chosen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Clause => f.write_str("the clause of the trigger says it"),
            Self::Likely(p) => write!(f, "the likeliest, with {p:.2}"),
            Self::Listed => f.write_str("in one list with another that was chosen"),
        }
    }
}

/// Why a trigger is not told as an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassedOver {
    /// It is not likely enough to be worth telling.
    Unlikely,
    /// Another phrase tells of the same happening better.
    ToldOnce,
    /// The same words tell of a happening of another type.
    OtherType,
    /// Nobody took part, and place and date are not both known.
    Nobody,
}

impl PassedOver {
    /// Its name in machine-readable explanations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unlikely => "unlikely",
            Self::ToldOnce => "told-once",
            Self::OtherType => "other-type",
            Self::Nobody => "nobody",
        }
    }
}

impl std::fmt::Display for PassedOver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Unlikely => "not likely enough to be worth telling",
            Self::ToldOnce => "another phrase tells of the same happening better",
            Self::OtherType => "the same words tell of another type",
            Self::Nobody => "nobody took part, and place and date are not both known",
        })
    }
}

/// What decided whether a happening is real.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModalityReason {
    /// Words that are said are real.
    Said,
    /// The verb of the trigger is negated, or "жоқ" follows it.
    NegatedVerb,
    /// The verb of the trigger does what it says ("құттықтаймын").
    Performed,
    /// The verb of the trigger is a condition.
    Condition,
    /// The verb of the trigger speaks of what is to come.
    Coming,
    /// The verb of the trigger speaks of what is done.
    Done,
    /// The words after the trigger deny it.
    Denied,
    /// The sentence is a condition.
    IfSentence,
    /// A word after the trigger says that it is a proposal.
    Proposed,
    /// A word beside the trigger says that it is to come.
    Planned,
    /// Nothing says otherwise.
    Unmarked,
}

impl ModalityReason {
    /// Its name in machine-readable explanations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::NegatedVerb => "negated-verb",
            Self::Performed => "performed",
            Self::Condition => "condition",
            Self::Coming => "coming",
            Self::Done => "done",
            Self::Denied => "denied",
            Self::IfSentence => "if-sentence",
            Self::Proposed => "proposed",
            Self::Planned => "planned",
            Self::Unmarked => "unmarked",
        }
    }
}

impl std::fmt::Display for ModalityReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Said => "what is quoted is said",
            Self::NegatedVerb => "the verb is negated",
            Self::Performed => "the verb does what it says",
            Self::Condition => "the verb is a condition",
            Self::Coming => "the verb speaks of what is to come",
            Self::Done => "the verb speaks of what is done",
            Self::Denied => "the words behind it deny it",
            Self::IfSentence => "the sentence is a condition",
            Self::Proposed => "a word behind it says that it is a proposal",
            Self::Planned => "a word beside it says that it is to come",
            Self::Unmarked => "nothing says otherwise",
        })
    }
}
