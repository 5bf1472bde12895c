//! The graph of a database leaves as a file in every format, whole, and what cannot be written is said.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::path::Path;

use assert_cmd::Command;
use serde_json::Value as Json;

fn shezhire(arguments: &[&str]) -> assert_cmd::assert::Assert {
    Command::cargo_bin("shezhire").unwrap().args(arguments).assert()
}

fn ingested(folder: &Path) -> String {
    let database = folder.join("examples.kg").to_str().unwrap().to_owned();
    shezhire(&["ingest", &database, "examples/releases", "--quiet"]).success();
    database
}

#[test]
fn every_format_holds_as_many_nodes_and_relationships_as_stats_says() {
    let folder = tempfile::tempdir().unwrap();
    let database = ingested(folder.path());
    let stats = shezhire(&["stats", &database, "--json"]).success().get_output().stdout.clone();
    let stats: Json = serde_json::from_slice(&stats).unwrap();
    let (nodes, relationships) = (stats["nodes"].as_u64().unwrap(), stats["relationships"].as_u64().unwrap());
    assert!(nodes > 100 && relationships > 200, "{stats}");
    let of_labels: u64 = stats["labels"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(of_labels, nodes, "every node of a release graph has one label");
    let count = |text: &str, what: &str| text.matches(what).count() as u64;
    for (format, node, edge) in
        [("graphml", "<node ", "<edge "), ("gexf", "<node ", "<edge "), ("dot", " [label=", " -> ")]
    {
        let file = folder.path().join(format!("graph.{format}"));
        shezhire(&["export", &database, "-o", file.to_str().unwrap()]).success();
        let text = std::fs::read_to_string(&file).unwrap();
        let edges = count(&text, edge);
        let nodes_written = if format == "dot" { count(&text, node) - edges } else { count(&text, node) };
        assert_eq!((nodes_written, edges), (nodes, relationships), "{format}");
    }
    let json = shezhire(&["export", &database, "--format", "json"]).success().get_output().stdout.clone();
    let json: Json = serde_json::from_slice(&json).unwrap();
    let lengths = ["nodes", "edges"].map(|part| json[part].as_array().unwrap().len() as u64);
    assert_eq!(lengths, [nodes, relationships]);
    let page = folder.path().join("page.html");
    shezhire(&["export", &database, "-o", page.to_str().unwrap()]).success();
    assert!(std::fs::read_to_string(page).unwrap().contains(&format!("\"total\": [{nodes}, {relationships}]")));
}

#[test]
fn what_cannot_be_exported_is_said_and_harms_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    shezhire(&["export", &path("none.kg"), "-o", &path("a.dot")])
        .code(1)
        .stderr(predicates::str::contains("there is no database at"));
    assert!(!folder.path().join("none.kg").exists(), "reading makes no database");
    let database = ingested(folder.path());
    shezhire(&["export", &database, "-o", &path("a.pdf")]).code(2).stderr(predicates::str::contains("--format gexf"));
    shezhire(&["export", &database, "--format", "pdf"]).code(2).stderr(predicates::str::contains("graphml"));
    let nowhere = path("no/such/folder/a.dot");
    shezhire(&["export", &database, "-o", &nowhere]).code(1).stderr(predicates::str::contains(nowhere.as_str()));
    // A directory stands where the file is to go: nothing is left beside it.
    std::fs::create_dir(folder.path().join("taken.dot")).unwrap();
    shezhire(&["export", &database, "-o", &path("taken.dot")]).code(1);
    assert!(!folder.path().join("taken.dot.part").exists());
}
