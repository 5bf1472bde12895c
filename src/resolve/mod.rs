//! Facts of many releases to identities: which forms of a name stand for one person, organisation, place or named event.
//!
//! A *form* is the fullest nominative name that one release gives an entity. Forms fall into *blocks* that can be told
//! apart at sight (persons by surname, organisations by initials or quoted name, places by name without head); [`resolve`] makes clusters of one
//! block. It is a pure function of the set of forms, and of the offices that releases give to persons by them, so that the
//! outcome depends neither on the order in which releases were read nor on the number of threads.

mod acronym;
mod block;
mod bynames;
mod correction;
mod crowds;
mod index;
mod institutions;
mod judged_blocks;
mod judgement;
mod offices;
mod organisation;
mod organisation_name;
mod person;
mod person_groups;
mod person_key;
mod person_name;
mod person_short;
mod place;
mod place_tables;
mod position;
mod tables;
mod tenure;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use block::Change;
pub use correction::{
    Correction, CorrectionError, FactKind, FactPlace, HappeningJudgement, Says, event_place, facts_at,
    parted_happenings, share, shared_happenings,
};
pub use index::Index;
pub use judgement::{Judgement, Verdict, in_force};
pub use offices::{Offices, Sighting, keys_of_office, tells_who};
pub use organisation::wholes_of;
pub use person_short::rests_on_office;
pub use place::{country_code, foreign_names, is_country, usual_name};
pub use position::{PositionName, position_name};
pub use tenure::{Days, Holders, Meant, Tenure};

use crate::model::EntityKind;
use crate::text;

/// The forms of one block, each with the number of mentions of entities that bear it.
pub type Forms = BTreeMap<String, u64>;

/// What the forms of a block stand for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolution {
    /// The identities, in order of their keys.
    pub clusters: Vec<Cluster>,
    /// Pairs of identities too doubtful to merge.
    pub doubts: Vec<Doubt>,
}

impl Resolution {
    /// Takes in what other forms stand for.
    fn extend(&mut self, other: &Self) {
        self.clusters.extend(other.clusters.iter().cloned());
        self.doubts.extend(other.doubts.iter().cloned());
    }
}

/// Forms that stand for one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Derived from the forms; unique among identities of one kind.
    pub key: String,
    /// The form that is shown: of the fullest kind, the most frequent.
    pub name: String,
    /// All forms, sorted.
    pub forms: Vec<String>,
}

/// Two identities that may be one.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// Key of the one that sorts first.
    pub first: String,
    /// Key of the other.
    pub second: String,
    /// How likely they are one, 0 to 1.
    pub score: f64,
    /// Why they may be one, for a person to read.
    pub why: String,
}

/// The block that a form belongs to: only forms of one block can stand for one thing.
#[must_use]
pub fn block_of(kind: EntityKind, form: &str) -> String {
    match kind {
        EntityKind::Person => person::block_of(form),
        EntityKind::Organisation => organisation::block_of(form),
        EntityKind::Place => place::block_of(form),
        EntityKind::Event => plain_key(form),
    }
}

/// What a name says by itself, whatever other names are on record: equal for names that are always alike.
#[must_use]
pub fn name_key(kind: EntityKind, form: &str) -> String {
    match kind {
        EntityKind::Place => place::key_of(form),
        EntityKind::Organisation => organisation::name_key(form),
        EntityKind::Person | EntityKind::Event => plain_key(form),
    }
}

/// Makes clusters of the forms of one block; of persons also by the offices that their forms were seen in.
#[must_use]
pub fn resolve(kind: EntityKind, forms: &Forms, offices: &Offices) -> Resolution {
    resolve_known(kind, forms, Known::of(offices))
}

/// What is known of forms of persons' names, besides how often they occur.
#[derive(Clone, Copy, Debug)]
struct Known<'a> {
    offices: &'a Offices,
    /// Where their parts are on record, when they are.
    crowds: Option<&'a crowds::Crowds>,
}

impl<'a> Known<'a> {
    const fn of(offices: &'a Offices) -> Self {
        Self { offices, crowds: None }
    }
}

fn resolve_known(kind: EntityKind, forms: &Forms, known: Known<'_>) -> Resolution {
    match kind {
        EntityKind::Person => person::resolve(forms, known),
        EntityKind::Organisation => organisation::resolve(forms),
        EntityKind::Place => place::resolve(forms),
        EntityKind::Event => one_cluster(forms),
    }
}

/// A name without what does not distinguish it: case, look-alike letters, quotes, marks.
fn plain_key(form: &str) -> String {
    let folded = text::letters::mend_lookalikes(form);
    let lower = text::letters::lower(&folded);
    let kept = lower.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect::<String>();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All forms of a block as one cluster, for kinds whose block already says what they are.
fn one_cluster(forms: &Forms) -> Resolution {
    let Some(first) = forms.keys().next() else { return Resolution::default() };
    let cluster = Cluster { key: plain_key(first), name: shown(forms.iter()), forms: forms.keys().cloned().collect() };
    Resolution { clusters: vec![cluster], doubts: Vec::new() }
}

/// The most frequent form; of equally frequent ones the longest, then the first in order.
fn shown<'a>(forms: impl Iterator<Item = (&'a String, &'a u64)>) -> String {
    forms
        .max_by(|a, b| (a.1, a.0.chars().count(), b.0).cmp(&(b.1, b.0.chars().count(), a.0)))
        .map(|(form, _)| form.clone())
        .unwrap_or_default()
}
