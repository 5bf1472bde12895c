//! The time and memory that names take to become identities, release by release. `cargo bench --bench resolve`
//!
//! Each release names five persons of as many as there are mentions by ten, a third of them by their offices, of which ten
//! hold each. Then the opening of a session on all of their
//! forms, and one release more. The last figure is the most memory that the process has taken so far, releases included.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod names;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use names::{Dice, form, persons};
use shezhire::model::EntityKind;
use shezhire::resolve::{Index, Offices, Sighting};

fn main() {
    println!(
        "{:>9} {:>8} {:>8} {:>9} {:>11} {:>10} {:>8}",
        "mentions", "persons", "forms", "seconds", "µs/mention", "opening s", "MB"
    );
    for mentions in [10_000, 100_000, 1_000_000] {
        let mut dice = Dice::new();
        let persons = persons(mentions / 10, &mut dice);
        let posts: Vec<Arc<str>> = (0..persons.len().div_ceil(10)).map(|n| format!("әкім@{n}").into()).collect();
        let seen = |dice: &mut Dice| {
            let person = dice.uneven(persons.len());
            let office = dice.happens(1.0 / 3.0).then(|| Arc::clone(&posts[person % posts.len()]));
            (form(&persons[person], dice), office)
        };
        let releases: Vec<Vec<(String, Option<Arc<str>>)>> =
            (0..mentions / 5).map(|_| (0..5).map(|_| seen(&mut dice)).collect()).collect();
        let begun = Instant::now();
        let mut index = Index::default();
        for release in &releases {
            let sightings = release.iter().map(|(form, office)| Sighting {
                form,
                mentions: 1,
                offices: office.iter().map(|office| (Arc::clone(office), 1)).collect(),
            });
            index.add(EntityKind::Person, sightings);
        }
        let seconds = begun.elapsed().as_secs_f64();
        let mut forms: BTreeMap<&str, u64> = BTreeMap::new();
        let mut offices = Offices::default();
        for (form, office) in releases.iter().flatten() {
            *forms.entry(form).or_default() += 1;
            office.iter().for_each(|office| _ = offices.add(form, office, 1));
        }
        let begun = Instant::now();
        let opened =
            Index::new(forms.iter().map(|(form, n)| (EntityKind::Person, (*form).to_owned(), *n)), offices, Vec::new());
        let opening = begun.elapsed().as_secs_f64();
        drop(opened);
        println!(
            "{mentions:>9} {:>8} {:>8} {seconds:>9.2} {:>11.1} {opening:>10.2} {:>8}",
            persons.len(),
            forms.len(),
            seconds * 1e6 / mentions as f64,
            peak_megabytes()
        );
    }
}

/// The most memory that this process has taken, where the system tells; 0 elsewhere.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|p| p.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) / 1024
}
