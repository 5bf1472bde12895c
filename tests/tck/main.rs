//! openCypher's Technology Compatibility Kit passes, through the crate's own API, procedures of a host among it.
//!
//! Runs the features in `../shared/tck/features`; without them it says so and passes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod feature;
mod notation;
mod scenario;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use scenario::Outcome;

/// Scenarios that cannot pass: the calendar library ends at the years ±9999.
const BEYOND: [&str; 2] = ["Should handle large durations", "Should handle large durations in seconds"];

#[test]
fn test_compatibility_kit_passes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/tck");
    let features = files(&root.join("features"));
    if features.is_empty() {
        println!("skipped: there is no {}", root.display());
        return;
    }
    let graphs = root.join("graphs");
    let only = std::env::var("TCK_ONLY").unwrap_or_default();
    let mut failures = BTreeMap::new();
    let mut passed = 0;
    for file in features {
        let feature = feature::read(&fs::read_to_string(&file).unwrap());
        for (name, steps) in scenario::expand(&feature) {
            let title = format!("{} {name}", feature.name);
            if !title.contains(&only) || BEYOND.iter().any(|beyond| name.ends_with(beyond)) {
                continue;
            }
            match scenario::run(&steps, &graphs) {
                Outcome::Passed => passed += 1,
                Outcome::Failed(why) => {
                    failures.insert(title, why);
                }
            }
        }
    }
    let shown: Vec<_> = failures.iter().take(20).map(|(name, why)| format!("{name}\n    {why}")).collect();
    assert!(failures.is_empty(), "{} passed, {} failed:\n  {}", passed, failures.len(), shown.join("\n  "));
    println!("{passed} scenarios passed");
    assert!(passed > 0 || !only.is_empty());
}

/// All features below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|e| e == "feature") {
            found.push(path);
        }
    }
    found.sort();
    found
}
