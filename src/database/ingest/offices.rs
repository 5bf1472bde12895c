//! Roles of a release to the offices by which its persons are told from namesakes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::connect::Told;
use super::roles::office_key;
use crate::resolve::tells_who;

/// Number of an entity → keys of the offices that one release gives it.
pub(super) type OfficesTold = BTreeMap<usize, BTreeSet<Arc<str>>>;

/// The offices that a release gives to its persons, those that tell who somebody is.
pub(super) fn offices_told(told: &Told<'_>) -> OfficesTold {
    let mut offices = OfficesTold::new();
    for role in &told.facts.roles {
        if let Some(office) = office_key(told, role).filter(|office| tells_who(office)) {
            offices.entry(role.person).or_default().insert(office.into());
        }
    }
    offices
}
