//! Forms that are resolved together, and what another resolution of them changes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rustc_hash::FxHashMap;

use super::{Cluster, Doubt, Forms, Resolution};

/// Forms that are resolved together.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// By the block that the rules see in them: one, unless a judgement joins several.
    pub forms: BTreeMap<String, Forms>,
    pub resolution: Resolution,
    /// Key of the identity of each form.
    pub keys: FxHashMap<String, String>,
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

impl Block {
    /// What another resolution of the forms, to some of which mentions were added, changes.
    pub fn change(&self, now: &Resolution, added: &BTreeSet<&str>) -> Change {
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

    /// Counts mentions of a form that is on record, if that changes nothing but the count of its identity.
    pub fn count(&mut self, form: &str, mentions: u64) -> Option<Change> {
        let forms = self.forms.values_mut().next()?;
        let key = self.keys.get(form)?;
        let at = self.resolution.clusters.binary_search_by(|c| c.key.cmp(key)).ok()?;
        let cluster = self.resolution.clusters.get(at)?;
        let now = *forms.get(form)? + mentions;
        // A form is shown for being frequent: it stays while no other has as many mentions.
        if form != cluster.name && forms.get(&cluster.name).is_none_or(|shown| now >= *shown) {
            return None;
        }
        *forms.get_mut(form)? = now;
        Some(Change { clusters: vec![cluster.clone()], ..Change::default() })
    }

    /// Takes a resolution for its own.
    pub fn settle(&mut self, now: Resolution) {
        let key_of_forms = |c: &Cluster| c.forms.iter().map(|f| (f.clone(), c.key.clone())).collect::<Vec<_>>();
        self.keys = now.clusters.iter().flat_map(key_of_forms).collect();
        self.resolution = now;
    }

    /// Takes in all of another block.
    pub fn absorb(&mut self, other: Self) {
        for (rule, forms) in other.forms {
            self.forms.entry(rule).or_default().extend(forms);
        }
        self.keys.extend(other.keys);
        self.resolution.extend(&other.resolution);
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
