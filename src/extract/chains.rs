//! An owner and what it owns to one name: "Қазақстан Республикасының" + "Қаржы министрлігі", "БҰҰ" + "Қауіпсіздік Кеңесі".

use super::candidate::{Candidate, Form};
use super::endings::Case;
use super::headed::text_of;
use super::reading::Reading;
use crate::model::EntityKind;

/// The most owners before one name.
const LONGEST: usize = 4;

/// Proposes names with their owners before them.
#[must_use]
pub fn chains(reading: &Reading<'_>, found: &[Candidate]) -> Vec<Candidate> {
    let mut ending: Vec<Vec<usize>> = vec![Vec::new(); reading.tokens.len()];
    for (index, candidate) in found.iter().enumerate().filter(|(_, c)| c.score >= 0.5) {
        if let Some(slot) = ending.get_mut(candidate.last) {
            slot.push(index);
        }
    }
    let mut proposed = Vec::new();
    for owned in found.iter().filter(|c| c.score >= 0.5 && can_be_owned(c)) {
        let mut first = owned.first;
        for _ in 0..LONGEST {
            let Some(before) = reading.before(first) else { break };
            let owner = ending.get(before).into_iter().flatten().filter_map(|i| found.get(*i));
            let Some(owner) = owner.filter(|o| owns(o, owned)).max_by_key(|o| o.length()) else { break };
            first = owner.first;
        }
        if first < owned.first {
            let before = text_of(reading, first, owned.first - 1);
            let name = format!("{before} {}", owned.name);
            proposed.push(Candidate { first, name, score: owned.score.max(0.8), ..owned.clone() });
        }
    }
    proposed
}

/// Whether an owner may stand before the name: it ends in a possessed noun and is none of the institutions of the world.
fn can_be_owned(candidate: &Candidate) -> bool {
    match (&candidate.form, candidate.kind) {
        (Form::Headed { possessed, .. }, EntityKind::Organisation) => *possessed && candidate.group.is_none(),
        _ => false,
    }
}

fn owns(owner: &Candidate, owned: &Candidate) -> bool {
    let adjacent = matches!(owner.case, Case::Genitive | Case::Nominative);
    let institution = match owner.kind {
        EntityKind::Organisation => true,
        EntityKind::Place => !matches!(owner.form, Form::Listed),
        EntityKind::Person | EntityKind::Event => false,
    };
    adjacent && institution && owned.kind == EntityKind::Organisation
}
