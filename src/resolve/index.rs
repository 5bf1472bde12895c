//! All forms on record, resolved block by block: what one more form changes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::block::{Block, Change};
use super::crowds::{Crowds, is_within};
use super::judged_blocks::{Judgements, touched};
use super::judgement::Judgement;
use super::offices::{Offices, Sighting};
use super::{Known, Resolution};
use crate::model::EntityKind;

/// All forms on record with their identities. Cost: a form that is added makes its block be resolved again; one that is on
/// record already is only counted, unless it is seen in an office that is new to it and not to another of its block.
#[derive(Debug, Default)]
pub struct Index {
    /// By kind and name: parts of crowded blocks; of blocks that a judgement joins the one that sorts first.
    blocks: FxHashMap<(EntityKind, String), Block>,
    crowds: Crowds,
    judgements: Judgements,
    /// Of persons.
    offices: Offices,
}

impl Index {
    /// An index of forms that were resolved before: `(kind, form, mentions)` of every identity on record, and the offices
    /// of persons, under the judgements that are in force.
    #[must_use]
    pub fn new(
        on_record: impl IntoIterator<Item = (EntityKind, String, u64)>,
        offices: Offices,
        judgements: Vec<Judgement>,
    ) -> Self {
        let mut index = Self { judgements: Judgements::new(judgements), offices, ..Self::default() };
        let on_record: Vec<_> = on_record.into_iter().collect();
        for (kind, form, _) in &on_record {
            index.crowds.enter(*kind, form);
        }
        for (kind, form, mentions) in on_record {
            index.put(kind, form, mentions);
        }
        for ((kind, name), block) in &mut index.blocks {
            let known = Known { offices: &index.offices, crowds: Some(&index.crowds) };
            block.settle(index.judgements.resolve(*kind, name, &block.forms, known));
        }
        index
    }

    /// Adds forms of one kind with their mentions; tells what that changes, a change a block.
    pub fn add<'a, S: Into<Sighting<'a>>>(
        &mut self,
        kind: EntityKind,
        forms: impl IntoIterator<Item = S>,
    ) -> Vec<Change> {
        let forms: Vec<Sighting<'_>> = forms.into_iter().map(Into::into).collect();
        let parted = forms.iter().filter_map(|seen| self.crowds.enter(kind, seen.form)).collect();
        let mut again = self.regroup(kind, parted);
        let mut changes = Vec::new();
        for Sighting { form, mentions, offices } in forms {
            let Some((name, rule)) = self.place(kind, form) else { continue };
            let told = self.note_offices(kind, &name, form, &offices);
            let known = self.blocks.get_mut(&(kind, name.clone())).filter(|b| b.forms.len() == 1);
            let group = again.iter_mut().find(|group| is_within(&name, &group.name));
            if let (None, Some(block)) = (&group, known)
                && !told
                && !self.judgements.joins(kind, &rule)
                && let Some(change) = block.count(form, mentions)
            {
                changes.push(change);
                continue;
            }
            self.put(kind, form.to_owned(), mentions);
            match group {
                Some(group) => group.touch(name, form),
                None => again.push(Regrouped::of(name, form)),
            }
        }
        changes.extend(self.resolve_again(kind, again));
        changes
    }

    /// Takes mentions of forms of one kind away, and forms that have none left; tells what that changes, a change a block.
    pub fn remove<'a, S: Into<Sighting<'a>>>(
        &mut self,
        kind: EntityKind,
        forms: impl IntoIterator<Item = S>,
    ) -> Vec<Change> {
        let mut again: Vec<Regrouped> = Vec::new();
        let mut gone: Vec<&str> = Vec::new();
        for Sighting { form, mentions, offices } in forms.into_iter().map(Into::into) {
            if kind == EntityKind::Person {
                offices.iter().for_each(|(office, releases)| self.offices.remove(form, office, *releases));
            }
            let Some((name, rule)) = self.place(kind, form) else { continue };
            let forms = self.blocks.get_mut(&(kind, name.clone())).and_then(|block| block.forms.get_mut(&rule));
            let Some(count) = forms.and_then(|forms| forms.get_mut(form)) else { continue };
            *count = count.saturating_sub(mentions);
            if *count == 0 {
                gone.push(form);
            }
            match again.iter_mut().find(|group| group.name == name) {
                Some(group) => group.touch(name, form),
                None => again.push(Regrouped::of(name, form)),
            }
        }
        let mut joined = BTreeSet::new();
        for form in gone {
            let Some((name, rule)) = self.place(kind, form) else { continue };
            if let Some(forms) = self.blocks.get_mut(&(kind, name)).and_then(|block| block.forms.get_mut(&rule)) {
                forms.remove(form);
            }
            if kind == EntityKind::Person {
                self.offices.forget(form);
            }
            joined.extend(self.crowds.leave(kind, form));
        }
        // Forms that stay are in other blocks where one is no longer crowded.
        let mut groups = self.regroup(kind, joined);
        for group in again {
            match groups.iter_mut().find(|wide| is_within(&group.name, &wide.name)) {
                Some(wide) => wide.added.extend(group.added),
                None => groups.push(group),
            }
        }
        self.resolve_again(kind, groups)
    }

    /// Notes offices of a form of this block; tells whether they are news that may change who is who or is doubted: those in
    /// which a form of another identity of the block was seen.
    fn note_offices(&mut self, kind: EntityKind, name: &str, form: &str, told: &BTreeMap<Arc<str>, u64>) -> bool {
        if kind != EntityKind::Person || told.is_empty() {
            return false;
        }
        let news: Vec<&Arc<str>> =
            told.iter().filter(|(office, n)| self.offices.add(form, office, **n)).map(|(office, _)| office).collect();
        let Some(block) = self.blocks.get(&(kind, name.to_owned())).filter(|_| !news.is_empty()) else { return false };
        let own = block.keys.get(form);
        let others = block.keys.iter().filter(|(_, key)| Some(*key) != own).map(|(other, _)| other.as_str());
        self.offices.any_in(others, news.into_iter())
    }

    /// Puts mentions of a form to the block that it belongs to.
    fn put(&mut self, kind: EntityKind, form: String, mentions: u64) {
        if let Some((name, rule)) = self.place(kind, &form) {
            let block = self.blocks.entry((kind, name)).or_default();
            *block.forms.entry(rule).or_default().entry(form).or_insert(0) += mentions;
        }
    }

    /// The block that a form on record is resolved in, and the one that the rules see in it.
    fn place(&self, kind: EntityKind, form: &str) -> Option<(String, String)> {
        let rule = self.crowds.rule_of(kind, form)?;
        let joined = self.judgements.joins(kind, rule);
        let name = if joined { self.judgements.representative(kind, rule) } else { self.crowds.part_of(kind, form)? };
        Some((name, rule.to_owned()))
    }

    /// Puts the forms of blocks, of whose parts other things are true than before, to the parts that they belong to now.
    fn regroup(&mut self, kind: EntityKind, changed: BTreeSet<String>) -> Vec<Regrouped> {
        let mut groups: Vec<Regrouped> = Vec::new();
        for name in changed {
            if groups.iter().any(|group| is_within(&name, &group.name)) {
                continue;
            }
            let mut group = Regrouped { name, ..Regrouped::default() };
            for key in self.within(kind, &group.name) {
                if let Some(block) = self.blocks.remove(&key) {
                    group.before.absorb(block);
                }
            }
            let forms = group.before.forms.values().flatten();
            let forms: Vec<(String, u64)> = forms.map(|(form, mentions)| (form.clone(), *mentions)).collect();
            for (form, mentions) in forms {
                group.blocks.extend(self.place(kind, &form).map(|(name, _)| name));
                self.put(kind, form, mentions);
            }
            groups.push(group);
        }
        groups
    }

    /// The keys of a block that is not joined to others and of all its parts.
    fn within(&self, kind: EntityKind, name: &str) -> Vec<(EntityKind, String)> {
        let whole = (kind, name.to_owned());
        // A block that has not parted has no parts; what has parted comes together again only when releases are withdrawn.
        if self.blocks.contains_key(&whole) {
            return if self.judgements.joins(kind, name) { Vec::new() } else { vec![whole] };
        }
        let parts = self.blocks.keys().filter(|(k, n)| *k == kind && is_within(n, name));
        parts.filter(|(_, n)| !self.judgements.joins(kind, n)).cloned().collect()
    }

    /// Resolves blocks again, to or from some of whose forms mentions were added or taken.
    fn resolve_again(&mut self, kind: EntityKind, groups: Vec<Regrouped>) -> Vec<Change> {
        let mut changes = Vec::new();
        for mut group in groups {
            let mut now = Resolution::default();
            for name in &group.blocks {
                let Some(block) = self.blocks.get_mut(&(kind, name.clone())) else { continue };
                let known = Known { offices: &self.offices, crowds: Some(&self.crowds) };
                let resolution = self.judgements.resolve(kind, name, &block.forms, known);
                now.extend(&resolution);
                let before = std::mem::take(&mut block.resolution);
                group.before.resolution.extend(&before);
                group.before.keys.extend(std::mem::take(&mut block.keys));
                block.settle(resolution);
                if block.forms.values().all(BTreeMap::is_empty) {
                    self.blocks.remove(&(kind, name.clone()));
                }
            }
            let added = group.added.iter().map(String::as_str).collect();
            changes.push(group.before.change(&now, &added));
        }
        changes
    }

    /// Puts other judgements in the place of those that held; tells what that changes, for each group of blocks that they
    /// touch. Forms that are not on record are judged when they come.
    pub fn judge(&mut self, judgements: Vec<Judgement>) -> Vec<(EntityKind, Change)> {
        let now = Judgements::new(judgements);
        let groups = touched(&self.judgements, &now);
        let mut taken = Vec::new();
        for (kind, rules) in groups {
            let mut group = Regrouped::default();
            for rule in &rules {
                let joined = self.judgements.joins(kind, rule);
                let keys = if joined {
                    vec![(kind, self.judgements.representative(kind, rule))]
                } else {
                    self.within(kind, rule)
                };
                for key in keys {
                    if let Some(block) = self.blocks.remove(&key) {
                        group.before.absorb(block);
                    }
                }
            }
            taken.push((kind, group));
        }
        self.judgements = now;
        let mut changes = Vec::new();
        for (kind, mut group) in taken {
            for (form, mentions) in std::mem::take(&mut group.before.forms).into_values().flatten() {
                group.blocks.extend(self.place(kind, &form).map(|(name, _)| name));
                self.put(kind, form, mentions);
            }
            changes.extend(self.resolve_again(kind, vec![group]).into_iter().map(|change| (kind, change)));
        }
        changes
    }

    /// The key of the identity that a form stands for.
    #[must_use]
    pub fn key_of(&self, kind: EntityKind, form: &str) -> Option<&str> {
        self.block(kind, form)?.keys.get(form).map(String::as_str)
    }

    /// How many mentions a form has.
    #[must_use]
    pub fn mentions_of(&self, kind: EntityKind, form: &str) -> u64 {
        let of_block = |block: &Block| block.forms.values().find_map(|forms| forms.get(form)).copied();
        self.block(kind, form).and_then(of_block).unwrap_or(0)
    }

    /// The offices of persons.
    #[must_use]
    pub const fn offices(&self) -> &Offices {
        &self.offices
    }

    fn block(&self, kind: EntityKind, form: &str) -> Option<&Block> {
        self.blocks.get(&(kind, self.place(kind, form)?.0))
    }
}

/// Blocks that are resolved again together.
#[derive(Debug, Default)]
struct Regrouped {
    /// The block, or the one that they are parts of.
    name: String,
    /// What was taken out of the blocks that are no longer.
    before: Block,
    /// Names of the blocks.
    blocks: BTreeSet<String>,
    /// Forms whose mentions changed.
    added: BTreeSet<String>,
}

impl Regrouped {
    fn of(name: String, form: &str) -> Self {
        let mut group = Self { name: name.clone(), ..Self::default() };
        group.touch(name, form);
        group
    }

    fn touch(&mut self, name: String, form: &str) {
        self.blocks.insert(name);
        self.added.insert(form.to_owned());
    }
}
