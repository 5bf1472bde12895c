//! Judgements to the blocks that they join: forms of several blocks that are resolved together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use petgraph::unionfind::UnionFind;

use super::judgement::{Judgement, resolve_judged};
use super::{Forms, Known, Resolution, block_of};
use crate::model::EntityKind;

/// What persons judge, and the blocks that it joins.
#[derive(Debug, Default)]
pub(super) struct Judgements {
    all: Vec<Judgement>,
    /// For blocks with judged forms that are joined to others: the one that stands for them.
    joined: HashMap<(EntityKind, String), String>,
}

impl Judgements {
    pub fn new(all: Vec<Judgement>) -> Self {
        let mut blocks: BTreeSet<(EntityKind, String)> = BTreeSet::new();
        for judgement in &all {
            blocks.extend([&judgement.first, &judgement.second].map(|f| (judgement.kind, block_of(judgement.kind, f))));
        }
        let blocks: Vec<_> = blocks.into_iter().collect();
        let place = |kind: EntityKind, form: &str| blocks.binary_search(&(kind, block_of(kind, form))).ok();
        let mut joined = UnionFind::<usize>::new(blocks.len());
        // Who are different or perhaps one may be of two blocks as well: a doubt between them has to see both.
        for judgement in &all {
            if let (Some(a), Some(b)) =
                (place(judgement.kind, &judgement.first), place(judgement.kind, &judgement.second))
            {
                joined.union(a, b);
            }
        }
        let mut first: BTreeMap<usize, &str> = BTreeMap::new();
        let labels = joined.into_labeling();
        for ((_, name), label) in blocks.iter().zip(&labels) {
            first.entry(*label).or_insert(name);
        }
        let joined = blocks.iter().zip(&labels);
        let joined = joined.filter_map(|(block, label)| Some((block.clone(), (*first.get(label)?).to_owned())));
        let joined = joined.collect();
        Self { all, joined }
    }

    /// The block that a form is resolved in, and the one that the rules see in it.
    pub fn block_of(&self, kind: EntityKind, form: &str) -> (String, String) {
        let rule = block_of(kind, form);
        (self.representative(kind, &rule), rule)
    }

    /// Whether a block has judged forms, so that it is resolved whole.
    pub fn joins(&self, kind: EntityKind, rule: &str) -> bool {
        !self.joined.is_empty() && self.joined.contains_key(&(kind, rule.to_owned()))
    }

    pub fn representative(&self, kind: EntityKind, rule: &str) -> String {
        if self.joined.is_empty() {
            return rule.to_owned();
        }
        self.joined.get(&(kind, rule.to_owned())).map_or_else(|| rule.to_owned(), String::clone)
    }

    pub fn resolve(
        &self,
        kind: EntityKind,
        name: &str,
        forms: &BTreeMap<String, Forms>,
        known: Known<'_>,
    ) -> Resolution {
        let of_block = |j: &&Judgement| j.kind == kind && self.block_of(kind, &j.first).0 == name;
        let judgements: Vec<&Judgement> =
            if self.joined.is_empty() { Vec::new() } else { self.all.iter().filter(of_block).collect() };
        resolve_judged(kind, &forms.values().collect::<Vec<_>>(), known, &judgements)
    }
}

/// The rules' blocks that either of two sets of judgements speaks of, those together that either of them joins.
pub(super) fn touched(before: &Judgements, now: &Judgements) -> Vec<(EntityKind, Vec<String>)> {
    let all: BTreeSet<&(EntityKind, String)> = before.joined.keys().chain(now.joined.keys()).collect();
    let all: Vec<_> = all.into_iter().collect();
    let mut groups = UnionFind::<usize>::new(all.len());
    for judgements in [before, now] {
        for (at, (kind, rule)) in all.iter().enumerate() {
            let name = (*kind, judgements.representative(*kind, rule));
            if let Ok(other) = all.binary_search(&&name) {
                groups.union(at, other);
            }
        }
    }
    let mut by_group: BTreeMap<usize, (EntityKind, Vec<String>)> = BTreeMap::new();
    for ((kind, rule), group) in all.into_iter().zip(groups.into_labeling()) {
        by_group.entry(group).or_insert_with(|| (*kind, Vec::new())).1.push(rule.clone());
    }
    by_group.into_values().collect()
}
