//! What a graph hears of the index of names, change by change, against what a fresh one makes of the same names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;

use super::*;

/// What a graph knows that only hears of changes.
#[derive(Debug, Default, PartialEq)]
struct Heard {
    clusters: BTreeMap<String, Vec<String>>,
    doubts: BTreeSet<(String, String, String)>,
}

impl Heard {
    fn hear(&mut self, change: &Change) {
        for pair in &change.settled {
            self.doubts.retain(|(first, second, _)| (first, second) != (&pair.0, &pair.1));
        }
        let gone: Vec<String> =
            change.dissolved.iter().cloned().chain(change.renamed.iter().map(|r| r.0.clone())).collect();
        for key in &gone {
            self.clusters.remove(key);
        }
        self.clusters.extend(change.clusters.iter().map(|c| (c.key.clone(), c.forms.clone())));
        for Doubt { first, second, why, .. } in &change.doubts {
            // Between the two the reason that was heard last holds.
            self.doubts.retain(|(a, b, _)| (a, b) != (first, second));
            self.doubts.insert((first.clone(), second.clone(), why.clone()));
        }
    }
}

/// The forms on record, with what is said of them.
type Seen = BTreeMap<String, (u64, BTreeMap<Arc<str>, u64>)>;

/// All that a fresh index makes of forms.
fn fresh(seen: &Seen) -> Heard {
    let mut heard = Heard::default();
    let mut blocks: BTreeMap<String, Forms> = BTreeMap::new();
    let mut offices = Offices::default();
    for (form, (mentions, held)) in seen {
        let block = super::block_of(EntityKind::Person, form);
        blocks.entry(block).or_default().insert(form.clone(), *mentions);
        for (office, releases) in held {
            offices.add(form, office, *releases);
        }
    }
    for block in blocks.values() {
        let Resolution { clusters, doubts } = super::resolve(EntityKind::Person, block, &offices);
        heard.clusters.extend(clusters.into_iter().map(|c| (c.key, c.forms)));
        heard.doubts.extend(doubts.into_iter().map(|d| (d.first, d.second, d.why)));
    }
    heard
}

const GIVEN: [&str; 14] = [
    "Асан ",
    "Айдос ",
    "Арман ",
    "Асқар ",
    "Ахат ",
    "Әлия ",
    "Айгүл ",
    "Азат ",
    "Абай ",
    "Ақан ",
    "Марат ",
    "Мұрат ",
    "А. ",
    "",
];
const OFFICES: [&str; 6] = ["", "", "", "төраға@сенат", "әкім@астана", "бас прокурор"];
const SURNAMES: [&str; 4] = ["Ахметов", "Ахмедов", "Ахмет", "Сапаров"];

proptest! {
    #[test]
    fn blocks_part_and_meet_again_as_if_they_had_always_been_so(
        steps in prop::collection::vec(
            (0..14_usize, 0..3_usize, 0..4_usize, prop::sample::select(OFFICES.to_vec()), 0..4_u8), 1..60)
    ) {
        let mut index = Index::default();
        let mut heard = Heard::default();
        let mut seen = Seen::new();
        for (given, father, surname, office, step) in steps {
            let father = ["", "Ерланұлы ", "Серікұлы "][father];
            let form = format!("{}{father}{}", GIVEN[given], SURNAMES[surname]);
            let offices: BTreeMap<Arc<str>, u64> =
                if office.is_empty() { BTreeMap::new() } else { [(office.into(), 1)].into() };
            let one = Sighting { form: &form, mentions: 1, offices: offices.clone() };
            let known = seen.get(&form).cloned();
            let changes = if let (0, Some((mentions, offices))) = (step, &known) {
                seen.remove(&form);
                let all = Sighting { form: &form, mentions: *mentions, offices: offices.clone() };
                index.remove(EntityKind::Person, [all])
            } else if let (1, Some((2.., held))) = (step, &known)
                && offices.keys().all(|office| held.contains_key(office))
            {
                let (mentions, held) = seen.get_mut(&form).unwrap();
                *mentions -= 1;
                for office in offices.keys() {
                    *held.get_mut(office).unwrap() -= 1;
                }
                held.retain(|_, releases| *releases > 0);
                index.remove(EntityKind::Person, [one])
            } else {
                let (mentions, held) = seen.entry(form.clone()).or_default();
                *mentions += 1;
                offices.keys().for_each(|office| *held.entry(Arc::clone(office)).or_default() += 1);
                index.add(EntityKind::Person, [one])
            };
            changes.iter().for_each(|change| heard.hear(change));
            prop_assert_eq!(&heard, &fresh(&seen));
            for (key, members) in &heard.clusters {
                for form in members {
                    prop_assert_eq!(index.key_of(EntityKind::Person, form), Some(key.as_str()));
                    let (mentions, offices) = &seen[form];
                    prop_assert_eq!(index.mentions_of(EntityKind::Person, form), *mentions);
                    let held: BTreeMap<_, _> = index.offices().of(form).map(|(o, n)| (Arc::clone(o), n)).collect();
                    prop_assert_eq!(&held, offices);
                }
            }
        }
    }
}
