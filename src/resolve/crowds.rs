//! Forms on record to the blocks that they are resolved in: a block with too many full names parts level by level.
//!
//! [`super::resolve`] compares only what falls in one part; here the parts are blocks of their own, so that a form that is
//! added makes few others be resolved again. Which blocks are crowded follows from the forms on record alone.

use rustc_hash::FxHashMap;

use super::person_key::{LEVELS, counted, is_crowded, part_of};
use super::person_name::PersonName;
use super::{block_of, person};
use crate::model::EntityKind;

/// Between a block and its part; no block's name has it.
const PART: char = '/';

/// Where a form belongs.
#[derive(Clone, Debug, Default)]
pub(super) struct Placement {
    /// The block that the rules see in it.
    pub rule: String,
    /// Its words, when it is a person's.
    name: Option<Box<PersonName>>,
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
        let widest = Self::count(&mut self.full_names, &placement, true);
        of_kind.insert(form.to_owned(), placement);
        widest
    }

    /// Forgets a form; gives the block or part that is no longer crowded, the widest.
    pub fn leave(&mut self, kind: EntityKind, form: &str) -> Option<String> {
        let placement = self.placements.get_mut(&kind)?.remove(form)?;
        Self::count(&mut self.full_names, &placement, false)
    }

    /// Counts a form in its block and all parts; gives the widest that became crowded or ceased to be.
    fn count(
        full_names: &mut FxHashMap<String, FxHashMap<String, usize>>,
        placement: &Placement,
        more: bool,
    ) -> Option<String> {
        let name = placement.name.as_deref()?;
        let full_name = counted(name)?;
        let mut path = placement.rule.clone();
        let mut widest = None;
        for level in 0..LEVELS {
            let names = full_names.entry(path.clone()).or_default();
            let before = is_crowded(names.len());
            let forms = names.entry(full_name.clone()).or_insert(0);
            *forms = if more { *forms + 1 } else { forms.saturating_sub(1) };
            if *forms == 0 {
                names.remove(&full_name);
            }
            if widest.is_none() && is_crowded(names.len()) != before {
                widest = Some(path.clone());
            }
            path.push(PART);
            path.push_str(&part_of(name, level));
        }
        widest
    }

    /// The words of a form on record of a person's name.
    pub fn name_of(&self, form: &str) -> Option<&PersonName> {
        self.placements.get(&EntityKind::Person)?.get(form)?.name.as_deref()
    }

    /// The block that the rules see in a form on record.
    pub fn rule_of(&self, kind: EntityKind, form: &str) -> Option<&str> {
        Some(&self.placements.get(&kind)?.get(form)?.rule)
    }

    /// The part of its block that a form on record is resolved in.
    pub fn part_of(&self, kind: EntityKind, form: &str) -> Option<String> {
        let placement = self.placements.get(&kind)?.get(form)?;
        let mut path = placement.rule.clone();
        let Some(name) = placement.name.as_deref() else { return Some(path) };
        for level in 0..LEVELS {
            if !self.full_names.get(&path).is_some_and(|names| is_crowded(names.len())) {
                break;
            }
            path.push(PART);
            path.push_str(&part_of(name, level));
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
            let (name, rule) = person::placement(form);
            Placement { rule, name: Some(Box::new(name)) }
        }
        _ => Placement { rule: block_of(kind, form), ..Placement::default() },
    }
}
