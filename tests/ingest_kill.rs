//! Promise: an ingest that is killed leaves every release that it reported and none in part; the same command goes on.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Stdio};

use shezhire::{Database, Ingest, Parameters, Release};

/// Set for the child: the store to ingest into.
const STORE: &str = "SHEZHIRE_TEST_INGEST_STORE";

const GIVEN: [&str; 6] = ["Жақып", "Марат", "Айгүл", "Нұрлан", "Сәкен", "Бауыржан"];
const SURNAMES: [&str; 5] = ["Асанов", "Бекетаев", "Омаров", "Исаев", "Сариев"];
const TOWNS: [&str; 4] = ["Астанада", "Алматыда", "Шымкентте", "Таразда"];

/// Kills in the test; more with the environment variable, for a longer run.
fn rounds() -> u32 {
    std::env::var("SHEZHIRE_TEST_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(50)
}

/// Releases that share persons, so that commits touch what earlier ones wrote.
fn releases() -> Vec<Release> {
    let one = |n: usize| {
        let pick = |list: &[&'static str], by: usize| list[(n * by + n / list.len()) % list.len()];
        let (guest, host) = (pick(&SURNAMES, 3), pick(&SURNAMES, 2));
        let text = format!(
            "Бас прокурор {} {host} {} {} {guest}пен кездесті. Кездесуде №{n} мәселе талқыланды.",
            pick(&GIVEN, 1),
            pick(&TOWNS, 1),
            pick(&GIVEN, 5),
        );
        Release::from_text(&format!("{n:04}.txt"), &text).unwrap()
    };
    (0..160).flat_map(one).collect()
}

/// Not a promise but the child of the test below: ingests and says how far it is, until it is killed.
#[test]
fn child_that_ingests() {
    let Ok(path) = std::env::var(STORE) else { return };
    let db = Database::open(path).unwrap();
    let report = |r: &shezhire::IngestReport| {
        // What earlier rounds stored passes in silence, so that every round gets further.
        if r.releases_new > 0 {
            println!("{}", r.releases_new + r.releases_known);
        }
        std::io::stdout().flush().unwrap();
        ControlFlow::Continue(())
    };
    Ingest::new(&db).threads(1).add(releases(), report).unwrap();
    println!("done");
}

/// Starts an ingest and kills it after so many commits; how many releases it reported, and whether it came to its end.
fn ingest_and_kill(path: &Path, kill_after: u32) -> (usize, bool) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["child_that_ingests", "--exact", "--nocapture"]).env(STORE, path);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let (mut reported, mut done, mut commits) = (0, false, 0);
    for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
        done |= line == "done";
        if let Ok(number) = line.parse() {
            reported = number;
            commits += 1;
            if commits == kill_after {
                child.kill().unwrap();
            }
        }
    }
    child.wait().unwrap();
    (reported, done)
}

fn dump(db: &Database) -> Vec<String> {
    let snapshot = db.snapshot();
    let nodes = "MATCH (n) RETURN labels(n) AS a, properties(n) AS b";
    let relationships = "MATCH (a)-[r]->(b) RETURN a.key AS a, type(r) AS b, b.key AS c, properties(r) AS d";
    let rows = [nodes, relationships].map(|s| snapshot.query(s, &Parameters::new()).unwrap());
    let mut lines: Vec<String> = rows.iter().flatten().map(|row| format!("{:?}", row.values())).collect();
    lines.sort();
    lines
}

#[test]
fn killed_ingest_keeps_whole_releases_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let all = releases();
    let mut expected = BTreeMap::new();
    let mut kills = 0;
    let mut store = 0;
    while kills < rounds() {
        let path = folder.path().join(format!("{store}.kg"));
        let (reported, done) = ingest_and_kill(&path, 1 + kills % 4);
        kills += 1;
        let db = Database::open(&path).unwrap();
        let sources =
            db.snapshot().query("MATCH (r:Release) RETURN r.source AS s ORDER BY s", &Parameters::new()).unwrap();
        assert!(sources.len() >= reported, "{reported} releases were reported, {} are there", sources.len());
        // Whole: what the store holds is what reading just these releases gives.
        let whole = expected.entry(sources.len()).or_insert_with(|| {
            let whole = Database::in_memory();
            Ingest::new(&whole).add(all[..sources.len()].to_vec(), |_| ControlFlow::Continue(())).unwrap();
            dump(&whole)
        });
        assert!(*whole == dump(&db), "after {} releases the store is not what they give", sources.len());
        if done || sources.len() == all.len() {
            store += 1;
        }
    }
    assert!(store > 0, "no ingest came to its end in {kills} rounds");
}
