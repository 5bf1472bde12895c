//! What persons say of identities, and what the rules make of names under it.
//!
//! A judgement is about two *forms* of names, not about nodes: forms are what releases say, so that a judgement holds
//! whatever else is read later. The clusters of the rules are taken as they are; then forms that are judged the same
//! bring their clusters together, and of two that are judged different the second leaves, with all that is judged the
//! same as it. The outcome depends on the set of forms and on the judgements alone.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::unionfind::UnionFind;
use serde::{Deserialize, Serialize};

use super::{Cluster, Doubt, Forms, Known, Resolution, resolve_known};
use crate::model::EntityKind;

/// What is said of two names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// They stand for one.
    Same,
    /// They stand for two.
    Different,
    /// They may stand for one.
    Unsure,
}

/// One judgement on the identity of two forms of names of one kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The kind of what they name.
    pub kind: EntityKind,
    /// A form, as `aliases` has it.
    pub first: String,
    /// The other form; the one that leaves when they are different.
    pub second: String,
    /// What is said.
    pub verdict: Verdict,
    /// How likely they are one, 0 to 1.
    pub score: f64,
    /// Why.
    pub reason: String,
}

impl Judgement {
    /// Whether it speaks of these two forms, in whichever order.
    fn is_of(&self, other: &Self) -> bool {
        self.kind == other.kind
            && ((&self.first, &self.second) == (&other.first, &other.second)
                || (&self.first, &self.second) == (&other.second, &other.first))
    }
}

/// The judgements that hold: of several on one pair the last.
#[must_use]
pub fn in_force(judgements: impl IntoIterator<Item = Judgement>) -> Vec<Judgement> {
    let mut holding: Vec<Judgement> = Vec::new();
    for judgement in judgements {
        holding.retain(|before| !before.is_of(&judgement));
        holding.push(judgement);
    }
    holding
}

/// Makes clusters of forms of one kind under judgements. `blocks` are forms that the rules can tell apart at sight.
pub(super) fn resolve_judged(
    kind: EntityKind,
    blocks: &[&Forms],
    known: Known<'_>,
    judgements: &[&Judgement],
) -> Resolution {
    let mut resolution = Resolution::default();
    let mut block_of = Vec::new();
    for (block, forms) in blocks.iter().enumerate() {
        let Resolution { clusters, doubts } = resolve_known(kind, forms, known);
        block_of.resize(block_of.len() + clusters.len(), block);
        resolution.clusters.extend(clusters);
        resolution.doubts.extend(doubts);
    }
    if judgements.is_empty() {
        return resolution;
    }
    let all: Forms = blocks.iter().flat_map(|forms| forms.iter().map(|(f, n)| (f.clone(), *n))).collect();
    Judged::new(kind, (&all, known), &resolution, judgements).resolution(&resolution.doubts, &block_of)
}

/// The forms on the way from the clusters of the rules to those that are judged.
struct Judged<'a> {
    kind: EntityKind,
    forms: &'a Forms,
    known: Known<'a>,
    names: Vec<&'a str>,
    judgements: Vec<(usize, usize, &'a Judgement)>,
    /// Number of the rules' cluster of each form.
    by_rule: Vec<usize>,
    rules: &'a [Cluster],
    /// Number of the cluster of each form.
    cluster_of: Vec<usize>,
}

impl<'a> Judged<'a> {
    fn new(
        kind: EntityKind,
        (forms, known): (&'a Forms, Known<'a>),
        rules: &'a Resolution,
        judgements: &[&'a Judgement],
    ) -> Self {
        let names: Vec<&str> = forms.keys().map(String::as_str).collect();
        let place = |form: &str| names.binary_search(&form).ok();
        let of_forms = judgements.iter().filter_map(|j| Some((place(&j.first)?, place(&j.second)?, *j)));
        let judgements: Vec<_> = of_forms.filter(|(a, b, _)| a != b).collect();
        let mut by_rule = vec![0; names.len()];
        for (number, cluster) in rules.clusters.iter().enumerate() {
            for slot in cluster.forms.iter().filter_map(|form| place(form)) {
                if let Some(rule) = by_rule.get_mut(slot) {
                    *rule = number;
                }
            }
        }
        let mut judged = Self {
            kind,
            forms,
            known,
            names,
            judgements,
            cluster_of: by_rule.clone(),
            by_rule,
            rules: &rules.clusters,
        };
        judged.divide();
        judged
    }

    /// Brings together and parts.
    fn divide(&mut self) {
        let mut bound = UnionFind::<usize>::new(self.names.len());
        for (a, b, _) in self.judgements.iter().filter(|(.., j)| j.verdict == Verdict::Same) {
            bound.union(*a, *b);
        }
        let bound = bound.into_labeling();
        let mut together = UnionFind::<usize>::new(self.rules.len());
        for (form, representative) in bound.iter().enumerate() {
            let clusters = self.by_rule.get(form).zip(self.by_rule.get(*representative));
            if let Some((one, other)) = clusters {
                together.union(*one, *other);
            }
        }
        let together = together.into_labeling();
        self.cluster_of = self.by_rule.iter().map(|rule| together.get(*rule).copied().unwrap_or(*rule)).collect();
        let mut next = self.rules.len();
        let apart = self.judgements.iter().filter(|(.., j)| j.verdict != Verdict::Same);
        for (stays, leaves, _) in apart {
            let one = self.cluster_of.get(*stays).copied();
            if one != self.cluster_of.get(*leaves).copied() || bound.get(*stays) == bound.get(*leaves) {
                continue;
            }
            let leaving = bound.get(*leaves).copied();
            for (form, representative) in bound.iter().enumerate() {
                if Some(*representative) == leaving
                    && let Some(cluster) = self.cluster_of.get_mut(form)
                {
                    *cluster = next;
                }
            }
            next += 1;
        }
    }

    fn resolution(&self, doubts: &[Doubt], block_of: &[usize]) -> Resolution {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (form, cluster) in self.cluster_of.iter().enumerate() {
            members.entry(*cluster).or_default().push(form);
        }
        let mut taken = BTreeSet::new();
        let mut keys: BTreeMap<usize, String> = BTreeMap::new();
        let mut clusters = Vec::new();
        for (number, forms) in members {
            let mut cluster = self.cluster(&forms);
            if !taken.insert(cluster.key.clone()) {
                // Two who bear one name: the smallest of its forms tells them apart, whatever else is read.
                let form = cluster.forms.first().cloned().unwrap_or_default();
                cluster.key = format!("{} ({form})", cluster.key);
                taken.insert(cluster.key.clone());
            }
            keys.insert(number, cluster.key.clone());
            clusters.push(cluster);
        }
        clusters.sort_by(|a, b| a.key.cmp(&b.key));
        Resolution { clusters, doubts: self.doubts(doubts, block_of, &keys) }
    }

    /// A cluster as the rules have it, or, of other forms, with the key and name that the rules give those.
    fn cluster(&self, forms: &[usize]) -> Cluster {
        let rule = forms.first().and_then(|f| self.by_rule.get(*f)).and_then(|rule| self.rules.get(*rule));
        let names: Vec<String> = forms.iter().filter_map(|f| self.names.get(*f)).map(|f| (*f).to_owned()).collect();
        if let Some(rule) = rule.filter(|rule| rule.forms == names) {
            return rule.clone();
        }
        let counted: Forms =
            names.iter().map(|f| (f.clone(), self.forms.get(f).copied().unwrap_or_default())).collect();
        let parts = resolve_known(self.kind, &counted, self.known).clusters;
        let mentions = |c: &Cluster| c.forms.iter().filter_map(|f| self.forms.get(f)).sum::<u64>();
        let shown = parts.iter().max_by(|a, b| (mentions(a), &b.key).cmp(&(mentions(b), &a.key)));
        let name = shown.map(|c| c.name.clone()).unwrap_or_default();
        Cluster { key: parts.into_iter().map(|c| c.key).min().unwrap_or_default(), name, forms: names }
    }

    /// The doubts of the rules that are not settled, and those of persons.
    fn doubts(&self, by_rules: &[Doubt], block_of: &[usize], keys: &BTreeMap<usize, String>) -> Vec<Doubt> {
        let rule_of = |key: &str| self.rules.iter().position(|c| c.key == key);
        let cluster_of_rule = |rule: usize| {
            // The most of a cluster is where most of its forms are.
            let mut count: BTreeMap<usize, usize> = BTreeMap::new();
            for (form, _) in self.by_rule.iter().enumerate().filter(|(_, r)| **r == rule) {
                *count.entry(*self.cluster_of.get(form)?).or_default() += 1;
            }
            count.into_iter().max_by_key(|(cluster, n)| (*n, std::cmp::Reverse(*cluster))).map(|(cluster, _)| cluster)
        };
        let clusters = |a: usize, b: usize| Some((*self.cluster_of.get(a)?, *self.cluster_of.get(b)?));
        let pair = |(a, b): (usize, usize)| (a.min(b), a.max(b));
        let mut wanted: BTreeMap<(usize, usize), (f64, String)> = BTreeMap::new();
        for doubt in by_rules {
            if let Some((a, b)) = rule_of(&doubt.first).zip(rule_of(&doubt.second))
                && let (Some(a), Some(b)) = (cluster_of_rule(a), cluster_of_rule(b))
            {
                wanted.insert(pair((a, b)), (doubt.score, doubt.why.clone()));
            }
        }
        // Whoever has been told apart by the rules is not doubted for the sake of initials that a person gave to one.
        let doubted: BTreeSet<_> =
            by_rules.iter().filter_map(|d| rule_of(&d.first).zip(rule_of(&d.second))).map(pair).collect();
        let rules_of = |cluster: usize| {
            let forms = self.cluster_of.iter().zip(&self.by_rule).filter(move |(c, _)| **c == cluster);
            forms.map(|(_, rule)| *rule).collect::<BTreeSet<_>>()
        };
        wanted.retain(|(a, b), _| {
            let (one, other) = (rules_of(*a), rules_of(*b));
            let mut pairs = one.iter().flat_map(|x| other.iter().map(move |y| (*x, *y)));
            pairs.all(|(x, y)| x == y || block_of.get(x) != block_of.get(y) || doubted.contains(&pair((x, y))))
        });
        for (a, b, judgement) in &self.judgements {
            let Some(two) = clusters(*a, *b).map(pair) else { continue };
            match judgement.verdict {
                Verdict::Unsure => drop(wanted.insert(two, (judgement.score, judgement.reason.clone()))),
                Verdict::Same | Verdict::Different => drop(wanted.remove(&two)),
            }
        }
        let named = wanted.into_iter().filter(|((a, b), _)| a != b).filter_map(|((a, b), (score, why))| {
            let (a, b) = (keys.get(&a)?.clone(), keys.get(&b)?.clone());
            let (first, second) = if a <= b { (a, b) } else { (b, a) };
            Some(Doubt { first, second, score, why })
        });
        let mut doubts: Vec<Doubt> = named.collect();
        doubts.sort_by(|a, b| (&a.first, &a.second).cmp(&(&b.first, &b.second)));
        doubts
    }
}

#[cfg(test)]
mod tests {
    use super::super::Offices;
    use super::*;

    fn judge(first: &str, second: &str, verdict: Verdict) -> Judgement {
        let (first, second) = (first.to_owned(), second.to_owned());
        Judgement { kind: EntityKind::Person, first, second, verdict, score: 1.0, reason: String::new() }
    }

    fn clusters(forms: &[&str], judgements: &[Judgement]) -> Vec<Vec<String>> {
        let forms: Vec<Forms> = forms.iter().map(|f| [((*f).to_owned(), 1)].into()).collect();
        // Forms of one block stand together in an index; here each has its own, unless the rules need them together.
        let mut blocks: BTreeMap<String, Forms> = BTreeMap::new();
        for form in forms {
            let name = super::super::block_of(EntityKind::Person, form.keys().next().unwrap());
            blocks.entry(name).or_default().extend(form);
        }
        let blocks: Vec<&Forms> = blocks.values().collect();
        let judgements = in_force(judgements.to_vec());
        let mut clusters: Vec<_> = resolve_judged(
            EntityKind::Person,
            &blocks,
            Known::of(&Offices::default()),
            &judgements.iter().collect::<Vec<_>>(),
        )
        .clusters
        .into_iter()
        .map(|c| c.forms)
        .collect();
        clusters.sort();
        clusters
    }

    #[test]
    fn what_is_judged_the_same_meets_across_blocks_with_all_that_the_rules_join_to_it() {
        let forms = ["Сәуле Ахметова", "С. Ахметова", "Сәуле Тілеуова", "Айгүл Тілеуова"];
        let judged = clusters(&forms, &[judge("Сәуле Ахметова", "Сәуле Тілеуова", Verdict::Same)]);
        assert_eq!(judged, [vec!["Айгүл Тілеуова"], vec!["С. Ахметова", "Сәуле Ахметова", "Сәуле Тілеуова"]]);
    }

    #[test]
    fn what_is_judged_different_leaves_with_what_is_the_same_as_it() {
        let forms = ["Жақып Асанов", "Ж. Асанов", "Ж.Асанов"];
        assert_eq!(clusters(&forms, &[]).len(), 1);
        let different = judge("Жақып Асанов", "Ж. Асанов", Verdict::Different);
        let same = judge("Ж. Асанов", "Ж.Асанов", Verdict::Same);
        assert_eq!(
            clusters(&forms, std::slice::from_ref(&different)),
            [vec!["Ж. Асанов"], vec!["Ж.Асанов", "Жақып Асанов"]]
        );
        assert_eq!(clusters(&forms, &[different, same]), [vec!["Ж. Асанов", "Ж.Асанов"], vec!["Жақып Асанов"]]);
    }

    #[test]
    fn the_last_judgement_on_a_pair_holds() {
        let forms = ["Жақып Асанов", "Жақып Асанұлы"];
        let (same, different) = (
            judge("Жақып Асанов", "Жақып Асанұлы", Verdict::Same),
            judge("Жақып Асанұлы", "Жақып Асанов", Verdict::Different),
        );
        assert_eq!(clusters(&forms, &[different.clone(), same.clone()]).len(), 1);
        assert_eq!(clusters(&forms, &[same, different]).len(), 2);
    }

    #[test]
    fn keys_are_unique_and_doubts_name_them() {
        let forms: Forms = ["Қасым Тоқаев", "Касым Токаев", "Қ. Тоқаев"].map(|f| (f.to_owned(), 1)).into();
        let two = judge("Қасым Тоқаев", "Касым Токаев", Verdict::Unsure);
        let resolution = resolve_judged(EntityKind::Person, &[&forms], Known::of(&Offices::default()), &[&two]);
        let keys: Vec<&str> = resolution.clusters.iter().map(|c| c.key.as_str()).collect();
        assert_eq!(keys.len(), 2);
        assert_ne!(keys[0], keys[1]);
        assert!(resolution.doubts.iter().any(|d| keys.contains(&&*d.first) && keys.contains(&&*d.second)));
    }
}
