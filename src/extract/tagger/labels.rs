//! Kinds of names to the labels of their tokens (BIO: first token, further ones, none), and back.

use crate::model::EntityKind;

/// The kinds that the model tells apart, in the order of their labels.
pub const KINDS: [EntityKind; 4] = [EntityKind::Person, EntityKind::Organisation, EntityKind::Place, EntityKind::Event];

/// Number of labels: none, and first and further for each kind.
pub const LABELS: usize = 1 + 2 * KINDS.len();

/// The classes of KazNERD, in the order of their labels.
pub const CLASSES: [&str; 25] = [
    "PERSON",
    "ORGANISATION",
    "GPE",
    "LOCATION",
    "FACILITY",
    "EVENT",
    "POSITION",
    "DATE",
    "TIME",
    "CARDINAL",
    "ORDINAL",
    "MONEY",
    "PERCENTAGE",
    "QUANTITY",
    "NORP",
    "ART",
    "PROJECT",
    "PRODUCT",
    "LAW",
    "LANGUAGE",
    "DISEASE",
    "CONTACT",
    "ADAGE",
    "MISCELLANEOUS",
    "NON_HUMAN",
];

/// Number of labels of [`CLASSES`].
pub const CLASS_LABELS: usize = 1 + 2 * CLASSES.len();

/// A set of labels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// [`KINDS`]: what releases need.
    #[default]
    Kinds,
    /// [`CLASSES`].
    Classes,
}

impl Scheme {
    /// What the names are called that begin with each of the labels 1, 3, 5, …
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        match self {
            Self::Kinds => KINDS.iter().map(|kind| kind.as_str()).collect(),
            Self::Classes => CLASSES.to_vec(),
        }
    }

    /// The label of the first token of a name that an annotation in KazNERD's classes calls so; `None`: it does not
    /// count as a name.
    #[must_use]
    pub fn label(self, class: &str) -> Option<usize> {
        let kind = match (self, class) {
            (Self::Classes, _) => return CLASSES.iter().position(|c| *c == class).map(|at| 1 + 2 * at),
            (_, "PERSON") => EntityKind::Person,
            (_, "ORGANISATION") => EntityKind::Organisation,
            (_, "GPE" | "LOCATION" | "FACILITY") => EntityKind::Place,
            (_, "EVENT") => EntityKind::Event,
            _ => return None,
        };
        Some(first_label(kind))
    }
}

/// The label of tokens in no name.
pub const OUTSIDE: usize = 0;

/// The label of the first token of a name.
#[must_use]
pub fn first_label(kind: EntityKind) -> usize {
    KINDS.iter().position(|k| *k == kind).map_or(OUTSIDE, |at| 1 + 2 * at)
}

/// The label of a further token of a name.
#[must_use]
pub fn further_label(kind: EntityKind) -> usize {
    match first_label(kind) {
        OUTSIDE => OUTSIDE,
        first => first + 1,
    }
}

/// Whether `label` may follow `before`, which is `None` at the start of a sentence: a name goes on only where it began.
#[must_use]
pub fn may_follow(before: Option<usize>, label: usize) -> bool {
    let further = label != OUTSIDE && label.is_multiple_of(2);
    !further || before.is_some_and(|b| b == label || b + 1 == label)
}

/// Tokens of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stretch {
    /// First token.
    pub first: usize,
    /// Last token.
    pub last: usize,
    /// Label of the first token, which tells the kind.
    pub label: usize,
}

impl Stretch {
    /// What sort of thing it names.
    #[must_use]
    pub fn kind(&self) -> Option<EntityKind> {
        KINDS.get(self.label.checked_sub(1)? / 2).copied()
    }
}

/// The names that labels mark; `from` is the index of the first token.
#[must_use]
pub fn stretches(labels: &[usize], from: usize) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut open = false;
    for (at, label) in labels.iter().enumerate() {
        match *label {
            OUTSIDE => open = false,
            first if first % 2 == 1 => {
                found.push(Stretch { first: from + at, last: from + at, label: first });
                open = true;
            }
            further => match found.last_mut() {
                Some(name) if open && name.label + 1 == further => name.last = from + at,
                _ => open = false,
            },
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_mark_names_and_names_give_their_labels() {
        let (b, i) = (first_label(EntityKind::Place), further_label(EntityKind::Place));
        let found = stretches(&[OUTSIDE, b, i, b, OUTSIDE, i], 10);
        assert_eq!(found, [Stretch { first: 11, last: 12, label: b }, Stretch { first: 13, last: 13, label: b }]);
        assert!(found.iter().all(|s| s.kind() == Some(EntityKind::Place)));
    }

    #[test]
    fn a_name_goes_on_only_where_it_began() {
        let (b, i) = (first_label(EntityKind::Person), further_label(EntityKind::Person));
        assert!(may_follow(Some(b), i) && may_follow(Some(i), i) && may_follow(None, b));
        assert!(!may_follow(None, i) && !may_follow(Some(OUTSIDE), i));
        assert!(!may_follow(Some(first_label(EntityKind::Event)), i));
    }
}
