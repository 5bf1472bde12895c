//! Forms on record to the blocks that they are resolved in: a block with too many full names parts level by level.
//!
//! [`super::resolve`] compares only what falls in one part; here the parts are blocks of their own, so that a form that is
//! added makes few others be resolved again. Which blocks are crowded follows from the forms on record alone.

use rustc_hash::FxHashMap;

use super::person_key::is_crowded;
use super::{block_of, person};
use crate::model::EntityKind;

/// Between a block and its part; no block's name has it.
const PART: char = '/';

/// Where a form belongs.
#[derive(Clone, Debug, Default)]
pub(super) struct Placement {
    /// The block that the rules see in it.
    pub rule: String,
    /// Its part at each level.
    levels: Vec<String>,
    /// The full name that it counts for.
    full_name: Option<String>,
}

/// Full names in each block and part of it, with the number of forms of each.
#[derive(Debug, Default)]
pub(super) struct Crowds {
    placements: FxHashMap<EntityKind, FxHashMap<String, Placement>>,
    full_names: FxHashMap<String, FxHashMap<String, usize>>,
}

impl Crowds {
    /// Takes note of a form that was not on record; gives the block or part that became crowded, the widest.
    pub fn enter(&mut self, kind: EntityKind, form: &str) -> Option<String> {
        let of_kind = self.placements.entry(kind).or_default();
        if of_kind.contains_key(form) {
            return None;
        }
        let placement = placement(kind, form);
        of_kind.insert(form.to_owned(), placement.clone());
        self.count(&placement, true)
    }

    /// Forgets a form; gives the block or part that is no longer crowded, the widest.
    pub fn leave(&mut self, kind: EntityKind, form: &str) -> Option<String> {
        let placement = self.placements.get_mut(&kind)?.remove(form)?;
        self.count(&placement, false)
    }

    /// Counts a form in its block and all parts; gives the widest that became crowded or ceased to be.
    fn count(&mut self, placement: &Placement, more: bool) -> Option<String> {
        let full_name = placement.full_name.as_ref()?;
        let mut path = placement.rule.clone();
        let mut widest = None;
        for level in &placement.levels {
            let names = self.full_names.entry(path.clone()).or_default();
            let before = is_crowded(names.len());
            let forms = names.entry(full_name.clone()).or_insert(0);
            *forms = if more { *forms + 1 } else { forms.saturating_sub(1) };
            if *forms == 0 {
                names.remove(full_name);
            }
            if widest.is_none() && is_crowded(names.len()) != before {
                widest = Some(path.clone());
            }
            path.push(PART);
            path.push_str(level);
        }
        widest
    }

    /// The block that the rules see in a form on record.
    pub fn rule_of(&self, kind: EntityKind, form: &str) -> Option<&str> {
        Some(&self.placements.get(&kind)?.get(form)?.rule)
    }

    /// The part of its block that a form on record is resolved in.
    pub fn part_of(&self, kind: EntityKind, form: &str) -> Option<String> {
        let placement = self.placements.get(&kind)?.get(form)?;
        let mut path = placement.rule.clone();
        for level in &placement.levels {
            if !self.full_names.get(&path).is_some_and(|names| is_crowded(names.len())) {
                break;
            }
            path.push(PART);
            path.push_str(level);
        }
        Some(path)
    }
}

/// Whether one name of a block is that of another or of a part of it.
pub(super) fn is_within(name: &str, block: &str) -> bool {
    name.strip_prefix(block).is_some_and(|rest| rest.is_empty() || rest.starts_with(PART))
}

fn placement(kind: EntityKind, form: &str) -> Placement {
    match kind {
        EntityKind::Person => {
            let (rule, levels, full_name) = person::placement(form);
            Placement { rule, levels: levels.into(), full_name }
        }
        _ => Placement { rule: block_of(kind, form), ..Placement::default() },
    }
}
