//! All forms on record, resolved block by block: what one more form changes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Cluster, Doubt, Forms, Resolution, block_of, resolve};
use crate::model::EntityKind;

/// All forms on record with their identities. Cost: a form that is added makes its block be resolved again.
#[derive(Debug, Default)]
pub struct Index {
    blocks: HashMap<(EntityKind, String), Block>,
}

#[derive(Debug, Default)]
struct Block {
    forms: Forms,
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
    /// An index of forms that were resolved before: `(kind, form, mentions)` of every identity on record.
    #[must_use]
    pub fn new(on_record: impl IntoIterator<Item = (EntityKind, String, u64)>) -> Self {
        let mut index = Self::default();
        for (kind, form, mentions) in on_record {
            let block = index.blocks.entry((kind, block_of(kind, &form))).or_default();
            *block.forms.entry(form).or_insert(0) += mentions;
        }
        for ((kind, _), block) in &mut index.blocks {
            block.resolve(*kind, &BTreeSet::new());
        }
        index
    }

    /// Adds forms of one kind with their mentions; tells what that changes, a change a block.
    pub fn add<'a>(&mut self, kind: EntityKind, forms: impl IntoIterator<Item = (&'a str, u64)>) -> Vec<Change> {
        let mut touched: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for (form, mentions) in forms {
            let name = block_of(kind, form);
            let block = self.blocks.entry((kind, name.clone())).or_default();
            *block.forms.entry(form.to_owned()).or_insert(0) += mentions;
            touched.entry(name).or_default().insert(form);
        }
        let blocks = touched.into_iter();
        blocks.filter_map(|(name, added)| self.blocks.get_mut(&(kind, name)).map(|b| b.resolve(kind, &added))).collect()
    }

    /// The key of the identity that a form stands for.
    #[must_use]
    pub fn key_of(&self, kind: EntityKind, form: &str) -> Option<&str> {
        self.blocks.get(&(kind, block_of(kind, form)))?.keys.get(form).map(String::as_str)
    }

    /// How many mentions a form has.
    #[must_use]
    pub fn mentions_of(&self, kind: EntityKind, form: &str) -> u64 {
        self.blocks.get(&(kind, block_of(kind, form))).and_then(|b| b.forms.get(form)).copied().unwrap_or(0)
    }
}

impl Block {
    /// Resolves the forms again, to some of which mentions were added.
    fn resolve(&mut self, kind: EntityKind, added: &BTreeSet<&str>) -> Change {
        let now = resolve(kind, &self.forms);
        let mut change = self.moves(&now);
        let before = &self.resolution.clusters;
        let known =
            |cluster: &Cluster| before.binary_search_by(|c| c.key.cmp(&cluster.key)).ok().and_then(|at| before.get(at));
        let was = |cluster: &Cluster| known(cluster) == Some(cluster);
        let added_to = |cluster: &Cluster| cluster.forms.iter().any(|f| added.contains(f.as_str()));
        change.clusters = now.clusters.iter().filter(|c| added_to(c) || !was(c)).cloned().collect();
        change.doubts.clone_from(&now.doubts);
        let pair = |d: &Doubt| (d.first.clone(), d.second.clone());
        let doubted: BTreeSet<_> = now.doubts.iter().map(pair).collect();
        change.settled = self.resolution.doubts.iter().map(pair).filter(|p| !doubted.contains(p)).collect();
        let key_of_forms = |c: &Cluster| c.forms.iter().map(|f| (f.clone(), c.key.clone())).collect::<Vec<_>>();
        self.keys = now.clusters.iter().flat_map(key_of_forms).collect();
        self.resolution = now;
        change
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
