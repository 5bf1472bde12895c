//! The README's promise: a name in any case is brought to its nominative. Measured on annotated releases and on UD Kazakh.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use shezhire::model::EntityKind;
use shezhire::text::letters::{lower, mend_lookalikes};
use shezhire::text::morphology::{Case, analyse, lemma, nominative};

fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if !path.exists() {
        println!("skipped: {} is missing", path.display());
        return None;
    }
    Some(path)
}

fn kind(name: &str) -> Option<EntityKind> {
    match name {
        "person" => Some(EntityKind::Person),
        "organisation" => Some(EntityKind::Organisation),
        "place" => Some(EntityKind::Place),
        "event" => Some(EntityKind::Event),
        _ => None,
    }
}

fn tidy(name: &str) -> String {
    let mended = mend_lookalikes(name);
    mended.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn last_word(name: &str) -> &str {
    name.rsplit([' ', '.']).next().unwrap_or(name)
}

/// Pairs (kind, surface form, nominative of its last word): the forms whose last word is that of the entity's name.
fn pairs(folder: &Path) -> BTreeSet<(String, String, String)> {
    let mut pairs = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "json") {
            continue;
        }
        let gold: serde_json::Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        for entity in gold["entities"].as_array().unwrap() {
            let mentions: Vec<String> =
                entity["mentions"].as_array().unwrap().iter().filter_map(|m| m.as_str()).map(tidy).collect();
            let name = tidy(entity["name"].as_str().unwrap());
            for form in &mentions {
                let (stem, word) = (lower(last_word(&name)), lower(last_word(form)));
                let bare = stem.trim_matches(['«', '»', '"']);
                if word.trim_matches(['«', '»', '"']).starts_with(bare) && bare.chars().count() > 1 {
                    pairs.insert((entity["kind"].as_str().unwrap().to_owned(), form.clone(), stem));
                }
            }
        }
    }
    pairs
}

#[test]
fn names_in_releases_lose_their_endings() {
    for folder in ["gold/items", "gold/train"] {
        let Some(folder) = shared(folder) else { return };
        let pairs = pairs(&folder);
        let (mut right, mut inflected, mut inflected_right) = (0, 0, 0);
        for (kind_name, form, stem) in &pairs {
            let best = nominative(form, kind(kind_name), &|_| false).remove(0).name;
            let found = lower(last_word(&best));
            let ok = found.trim_matches(['«', '»', '"']) == stem.trim_matches(['«', '»', '"']);
            right += usize::from(ok);
            if lower(last_word(form)) != *stem {
                inflected += 1;
                inflected_right += usize::from(ok);
            }
            if !ok {
                println!("{kind_name}: {form} → {found}, not {stem}");
            }
        }
        println!(
            "{}: {right} of {} right; of the inflected {inflected_right} of {inflected}",
            folder.display(),
            pairs.len()
        );
        assert!(right * 100 >= pairs.len() * 98);
    }
}

#[test]
fn proper_nouns_of_universal_dependencies_lose_their_endings() {
    let Some(file) = shared("ud-kazakh/train.conllu") else { return };
    let (mut all, mut right) = (0, 0);
    for line in fs::read_to_string(file).unwrap().lines() {
        let fields: Vec<_> = line.split('\t').collect();
        if fields.len() < 6 || fields[3] != "PROPN" || fields[5].contains("psor") || fields[5].contains("Number=Plur") {
            continue;
        }
        let best = nominative(fields[1], None, &|_| false).remove(0).name;
        all += 1;
        if lower(&best) == lower(fields[2]) {
            right += 1;
        } else {
            println!("{} → {best}, not {}", fields[1], fields[2]);
        }
    }
    println!("UD: {right} of {all} right");
    assert!(right * 100 >= all * 95);
}

#[test]
fn nouns_of_universal_dependencies_are_analysed() {
    let Some(file) = shared("ud-kazakh/train.conllu") else { return };
    // What stands in a place (-дағы) is in the locative there.
    let cases = ["Nom", "Gen", "Dat", "Acc", "Loc", "Abl", "Ins", "Loc"];
    let (mut all, mut stems, mut right_cases, mut lemmas, mut written) = (0, 0, 0, 0, 0);
    for line in fs::read_to_string(file).unwrap().lines() {
        let fields: Vec<_> = line.split('\t').collect();
        if fields.len() < 6 || !matches!(fields[3], "NOUN" | "PROPN") || fields[0].contains('-') {
            continue;
        }
        let best = analyse(fields[1]).remove(0);
        let case = fields[5].split('|').find_map(|f| f.strip_prefix("Case=")).unwrap_or("Nom");
        let ours = Case::ALL.iter().position(|&c| c == best.case()).unwrap();
        all += 1;
        stems += usize::from(lower(&best.stem) == lower(fields[2]));
        right_cases += usize::from(cases[ours] == case);
        let lemma = lemma(fields[1]).stem;
        lemmas += usize::from(lower(&lemma) == lower(fields[2]));
        written += usize::from(lemma == fields[2]);
    }
    println!("UD: of {all} nouns {stems} have the right stem first, {right_cases} the right case");
    println!("UD: {lemmas} have the right dictionary form, {written} with its capitals");
    assert!(stems * 100 >= all * 92 && right_cases * 100 >= all * 95);
    assert!(lemmas * 100 >= all * 92);
}
