//! All forms on record, resolved block by block: what one more form changes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use petgraph::unionfind::UnionFind;

use super::judgement::{Judgement, resolve_judged};
use super::{Cluster, Doubt, Forms, Resolution, block_of};
use crate::model::EntityKind;

/// All forms on record with their identities. Cost: a form that is added makes its block be resolved again.
#[derive(Debug, Default)]
pub struct Index {
    /// By kind and name; of blocks that a judgement joins the one that sorts first.
    blocks: HashMap<(EntityKind, String), Block>,
    judgements: Judgements,
}

/// What persons judge, and the blocks that it joins.
#[derive(Debug, Default)]
struct Judgements {
    all: Vec<Judgement>,
    /// For blocks with judged forms that are joined to others: the one that stands for them.
    joined: HashMap<(EntityKind, String), String>,
}

/// Forms that are resolved together.
#[derive(Debug, Default)]
struct Block {
    /// By the block that the rules see in them: one, unless a judgement joins several.
    forms: BTreeMap<String, Forms>,
    resolution: Resolution,
    /// Key of the identity of each form.
    keys: HashMap<String, String>,
}

/// What an addition changed in one block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// Identities that kept their forms and got another key: (before, now).
    pub renamed: Vec<(String, String)>,
    /// Identities some of whose forms went to another, or that got forms of another: keys before.
    pub dissolved: BTreeSet<String>,
    /// Identities that hold forms of those that dissolved: keys now. All that is known of them is told anew.
    pub retold: BTreeSet<String>,
    /// The identities of the block that are not as they were, or whose forms were added to.
    pub clusters: Vec<Cluster>,
    /// Pairs of the block that may be one, as they are now.
    pub doubts: Vec<Doubt>,
    /// Pairs that were doubted before and are no longer: keys before.
    pub settled: Vec<(String, String)>,
}

impl Index {
    /// An index of forms that were resolved before: `(kind, form, mentions)` of every identity on record, under the
    /// judgements that are in force.
    #[must_use]
    pub fn new(on_record: impl IntoIterator<Item = (EntityKind, String, u64)>, judgements: Vec<Judgement>) -> Self {
        let mut index = Self { judgements: Judgements::new(judgements), ..Self::default() };
        for (kind, form, mentions) in on_record {
            let (name, rule) = index.judgements.block_of(kind, &form);
            let block = index.blocks.entry((kind, name)).or_default();
            *block.forms.entry(rule).or_default().entry(form).or_insert(0) += mentions;
        }
        for ((kind, name), block) in &mut index.blocks {
            block.settle(index.judgements.resolve(*kind, name, &block.forms));
        }
        index
    }

    /// Adds forms of one kind with their mentions; tells what that changes, a change a block.
    pub fn add<'a>(&mut self, kind: EntityKind, forms: impl IntoIterator<Item = (&'a str, u64)>) -> Vec<Change> {
        let mut touched: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for (form, mentions) in forms {
            let (name, rule) = self.judgements.block_of(kind, form);
            let block = self.blocks.entry((kind, name.clone())).or_default();
            *block.forms.entry(rule).or_default().entry(form.to_owned()).or_insert(0) += mentions;
            touched.entry(name).or_default().insert(form);
        }
        self.resolve_again(kind, touched)
    }

    /// Resolves blocks again, to or from some of whose forms mentions were added or taken.
    fn resolve_again(&mut self, kind: EntityKind, touched: BTreeMap<String, BTreeSet<&str>>) -> Vec<Change> {
        let mut changes = Vec::new();
        for (name, added) in touched {
            if let Some(block) = self.blocks.get_mut(&(kind, name.clone())) {
                let now = self.judgements.resolve(kind, &name, &block.forms);
                changes.push(block.change(&now, &added));
                block.settle(now);
            }
        }
        changes
    }

    /// Takes mentions of forms of one kind away, and forms that have none left; tells what that changes, a change a block.
    pub fn remove<'a>(&mut self, kind: EntityKind, forms: impl IntoIterator<Item = (&'a str, u64)>) -> Vec<Change> {
        let mut touched: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for (form, mentions) in forms {
            let (name, rule) = self.judgements.block_of(kind, form);
            let forms = self.blocks.get_mut(&(kind, name.clone())).and_then(|block| block.forms.get_mut(&rule));
            let Some(forms) = forms else { continue };
            if let Some(count) = forms.get_mut(form) {
                *count = count.saturating_sub(mentions);
                if *count == 0 {
                    forms.remove(form);
                }
                touched.entry(name).or_default().insert(form);
            }
        }
        self.resolve_again(kind, touched)
    }

    /// Puts other judgements in the place of those that held; tells what that changes, for each group of blocks that they
    /// touch. Forms that are not on record are judged when they come.
    pub fn judge(&mut self, judgements: Vec<Judgement>) -> Vec<(EntityKind, Change)> {
        let before = std::mem::replace(&mut self.judgements, Judgements::new(judgements));
        let mut changes = Vec::new();
        for (kind, rules) in touched(&before, &self.judgements) {
            let mut old = Block::default();
            for rule in &rules {
                if let Some(block) = self.blocks.remove(&(kind, before.representative(kind, rule))) {
                    old.absorb(block);
                }
            }
            let mut new: BTreeMap<String, Block> = BTreeMap::new();
            for (rule, forms) in std::mem::take(&mut old.forms) {
                let name = self.judgements.representative(kind, &rule);
                new.entry(name).or_default().forms.insert(rule, forms);
            }
            let mut now = Resolution::default();
            for (name, block) in &mut new {
                let resolution = self.judgements.resolve(kind, name, &block.forms);
                now.clusters.extend(resolution.clusters.iter().cloned());
                now.doubts.extend(resolution.doubts.iter().cloned());
                block.settle(resolution);
            }
            changes.push((kind, old.change(&now, &BTreeSet::new())));
            self.blocks.extend(new.into_iter().map(|(name, block)| ((kind, name), block)));
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

    fn block(&self, kind: EntityKind, form: &str) -> Option<&Block> {
        self.blocks.get(&(kind, self.judgements.block_of(kind, form).0))
    }
}

impl Judgements {
    fn new(all: Vec<Judgement>) -> Self {
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
    fn block_of(&self, kind: EntityKind, form: &str) -> (String, String) {
        let rule = block_of(kind, form);
        (self.representative(kind, &rule), rule)
    }

    fn representative(&self, kind: EntityKind, rule: &str) -> String {
        if self.joined.is_empty() {
            return rule.to_owned();
        }
        self.joined.get(&(kind, rule.to_owned())).map_or_else(|| rule.to_owned(), String::clone)
    }

    fn resolve(&self, kind: EntityKind, name: &str, forms: &BTreeMap<String, Forms>) -> Resolution {
        let of_block = |j: &&Judgement| j.kind == kind && self.block_of(kind, &j.first).0 == name;
        let judgements: Vec<&Judgement> =
            if self.joined.is_empty() { Vec::new() } else { self.all.iter().filter(of_block).collect() };
        resolve_judged(kind, &forms.values().collect::<Vec<_>>(), &judgements)
    }
}

/// The rules' blocks that either of two sets of judgements speaks of, those together that either of them joins.
fn touched(before: &Judgements, now: &Judgements) -> Vec<(EntityKind, Vec<String>)> {
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

impl Block {
    /// What another resolution of the forms, to some of which mentions were added, changes.
    fn change(&self, now: &Resolution, added: &BTreeSet<&str>) -> Change {
        let mut change = self.moves(now);
        let before: HashMap<&str, &Cluster> = self.resolution.clusters.iter().map(|c| (c.key.as_str(), c)).collect();
        let was = |cluster: &Cluster| before.get(cluster.key.as_str()).is_some_and(|c| *c == cluster);
        let added_to = |cluster: &Cluster| cluster.forms.iter().any(|f| added.contains(f.as_str()));
        change.clusters = now.clusters.iter().filter(|c| added_to(c) || !was(c)).cloned().collect();
        change.doubts.clone_from(&now.doubts);
        let pair = |d: &Doubt| (d.first.clone(), d.second.clone());
        let doubted: BTreeSet<_> = now.doubts.iter().map(pair).collect();
        change.settled = self.resolution.doubts.iter().map(pair).filter(|p| !doubted.contains(p)).collect();
        change
    }

    /// Takes a resolution for its own.
    fn settle(&mut self, now: Resolution) {
        let key_of_forms = |c: &Cluster| c.forms.iter().map(|f| (f.clone(), c.key.clone())).collect::<Vec<_>>();
        self.keys = now.clusters.iter().flat_map(key_of_forms).collect();
        self.resolution = now;
    }

    /// Takes in all of another block.
    fn absorb(&mut self, other: Self) {
        self.forms.extend(other.forms);
        self.keys.extend(other.keys);
        self.resolution.clusters.extend(other.resolution.clusters);
        self.resolution.doubts.extend(other.resolution.doubts);
    }

    /// Which identities were renamed, and which dissolved, on the way to `now`.
    fn moves(&self, now: &Resolution) -> Change {
        let mut sources: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut targets: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for cluster in &now.clusters {
            for before in cluster.forms.iter().filter_map(|f| self.keys.get(f)) {
                sources.entry(&cluster.key).or_default().insert(before);
                targets.entry(before).or_default().insert(&cluster.key);
            }
        }
        let mut change = Change::default();
        let before = self.resolution.clusters.iter().map(|c| c.key.as_str());
        change.dissolved = before.filter(|key| !targets.contains_key(key)).map(str::to_owned).collect();
        for (before, now) in targets {
            match now.first() {
                Some(only) if now.len() == 1 && sources.get(only).is_some_and(|s| s.len() == 1) => {
                    if *only != before {
                        change.renamed.push((before.to_owned(), (*only).to_owned()));
                    }
                }
                _ => {
                    change.dissolved.insert(before.to_owned());
                    change.retold.extend(now.into_iter().map(str::to_owned));
                }
            }
        }
        change
    }
}
