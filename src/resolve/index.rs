//! All forms on record, resolved block by block: what one more form changes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Cluster, Doubt, Forms, block_of, resolve};
use crate::model::EntityKind;

/// All forms on record with their identities. Cost: a form that is added makes its block be resolved again.
#[derive(Debug, Default)]
pub struct Index {
    blocks: HashMap<(EntityKind, String), Block>,
}

#[derive(Debug, Default)]
struct Block {
    forms: Forms,
    /// Key of the identity of each form.
    keys: HashMap<String, String>,
}

/// What an addition changed in one block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// Identities that kept their forms and got another key: (before, now).
    pub renamed: Vec<(String, String)>,
    /// Identities some of whose forms went to another: keys before. All that was known under them is told anew.
    pub dissolved: BTreeSet<String>,
    /// The identities of the block as they are now.
    pub clusters: Vec<Cluster>,
    /// Pairs of the block that may be one, as they are now.
    pub doubts: Vec<Doubt>,
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
            block.resolve(*kind);
        }
        index
    }

    /// Adds forms of one kind with their mentions; tells what that changes, a change a block.
    pub fn add<'a>(&mut self, kind: EntityKind, forms: impl IntoIterator<Item = (&'a str, u64)>) -> Vec<Change> {
        let mut touched = BTreeSet::new();
        for (form, mentions) in forms {
            let name = block_of(kind, form);
            let block = self.blocks.entry((kind, name.clone())).or_default();
            *block.forms.entry(form.to_owned()).or_insert(0) += mentions;
            touched.insert(name);
        }
        let blocks = touched.into_iter();
        blocks.filter_map(|name| self.blocks.get_mut(&(kind, name)).map(|b| b.resolve(kind))).collect()
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
    fn resolve(&mut self, kind: EntityKind) -> Change {
        let resolution = resolve(kind, &self.forms);
        let mut keys = HashMap::new();
        let mut sources: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut targets: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for cluster in &resolution.clusters {
            for form in &cluster.forms {
                keys.insert(form.clone(), cluster.key.clone());
                if let Some(before) = self.keys.get(form) {
                    sources.entry(&cluster.key).or_default().insert(before);
                    targets.entry(before).or_default().insert(&cluster.key);
                }
            }
        }
        let mut change = Change::default();
        for (before, now) in &targets {
            match now.first() {
                Some(only) if now.len() == 1 && sources.get(only).is_some_and(|s| s.len() == 1) => {
                    if only != before {
                        change.renamed.push(((*before).to_owned(), (*only).to_owned()));
                    }
                }
                _ => {
                    change.dissolved.insert((*before).to_owned());
                }
            }
        }
        change.clusters = resolution.clusters;
        change.doubts = resolution.doubts;
        self.keys = keys;
        change
    }
}
