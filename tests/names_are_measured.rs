//! Promise: `shezhire evaluate` tells how many names are right, how sure its figures are, and whether probabilities hold.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::fs;
use std::path::Path;

use assert_cmd::Command;

/// Annotated releases, in every third of which a name is annotated that nothing finds.
fn annotate(folder: &Path) {
    for n in 0..12 {
        let missed = n % 3 == 0;
        let name = if missed { "Ұлы Күлкіші" } else { "Айдос Бектемісов" };
        fs::write(folder.join(format!("{n}.txt")), format!("Жиынды бүгін {name} ашты.")).unwrap();
        let mentions = if missed { "бүгін" } else { name };
        let entity = format!(r#"{{"entities": [{{"kind": "person", "mentions": ["{mentions}"]}}]}}"#);
        fs::write(folder.join(format!("{n}.json")), entity).unwrap();
    }
}

fn evaluate(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::cargo_bin("shezhire").unwrap();
    let output = command.args(["evaluate", "--gold"]).arg(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn figures_come_with_intervals_and_with_the_gain_over_the_rules() {
    let folder = tempfile::tempdir().unwrap();
    annotate(folder.path());
    let report = evaluate(folder.path(), &[]);
    let row = |kind: &str, by: &str| {
        let line = report.lines().find(|l| {
            let mut words = l.split_whitespace();
            words.next() == Some(kind) && words.next() == Some(by)
        });
        line.unwrap_or_else(|| panic!("no {kind} {by} in\n{report}")).split_whitespace().collect::<Vec<_>>()
    };
    let extract = row("person", "extract");
    let figure: f64 = extract[4].parse().unwrap();
    let (low, high) = extract[5].split_once('–').unwrap();
    let (low, high): (f64, f64) = (low.parse().unwrap(), high.parse().unwrap());
    assert!(low < figure && figure < high, "{extract:?}");
    assert_eq!(extract[6], "8", "two thirds are right: {extract:?}");
    assert_eq!(extract[8], "12", "all are annotated: {extract:?}");
    assert!(extract[9..].join(" ").contains(" to "), "{extract:?}");
    assert_eq!(row("person", "rules").len(), 9, "nothing is above itself");
    assert!(report.lines().any(|l| l.starts_with("person") && l.contains("said") && l.contains("error")), "{report}");
    assert_eq!(report, evaluate(folder.path(), &[]), "the draws are always the same");
}

#[test]
fn releases_and_sentences_are_measured_each_for_themselves() {
    let folder = tempfile::tempdir().unwrap();
    annotate(folder.path());
    let sentences = folder.path().join("sentences.iob2");
    fs::write(&sentences, "Ол O\nАлматыда B-GPE\nтұрады O\n. O\n\nКеше O\nАстанаға B-GPE\nбарды O\n\n").unwrap();
    let report = evaluate(folder.path(), &["--conll", sentences.to_str().unwrap()]);
    let starts: Vec<&str> =
        report.lines().filter(|l| ["releases: ", "sentences: "].iter().any(|start| l.starts_with(start))).collect();
    assert_eq!(starts, ["releases: 12", "sentences: 2"], "{report}");
    let fates: Vec<&str> = report.lines().filter(|l| l.contains(" right") && !l.contains("said")).collect();
    let fates: Vec<String> = fates.iter().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert!(fates.contains(&"person 8 right, 4 nothing".to_owned()), "{report}");
    assert!(fates.contains(&"place 2 right".to_owned()), "{report}");
}
