//! What is opened from packs reads as what was written, whichever property is asked for first.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::path::Path;

use shezhire::graph::Graph;
use shezhire::{Database, Parameters, Value};

fn run(db: &Database, statement: &str) -> Vec<Vec<Value>> {
    db.run(statement, &Parameters::new()).unwrap().rows
}

/// Nodes and relationships of several shapes, so many that they take many packs; some deleted, some of several labels.
fn write(path: &Path) -> Database {
    let db = Database::open(path).unwrap();
    run(
        &db,
        "UNWIND range(0, 1500) AS n CREATE (p:Person {no: n, name: 'тұлға ' + toString(n * 7919 % 1511), \
         kind: ['ақын', 'жазушы', 'ғалым'][n % 3]}) FOREACH (x IN CASE n % 5 WHEN 0 THEN [n] ELSE [] END | SET p:Fifth, p.odd = [x, 'x'])",
    );
    run(&db, "UNWIND range(0, 240) AS n CREATE (:Place {no: toFloat(n), at: date({year: 1000 + n % 900})})");
    run(
        &db,
        "MATCH (a:Person), (b:Person) WHERE b.no = (a.no * 31 + 7) % 1501 CREATE (a)-[r:KNOWS {since: a.no % 50}]->(b) \
         FOREACH (x IN CASE a.no % 4 WHEN 0 THEN [1] ELSE [] END | SET r.why = a.name)",
    );
    run(&db, "MATCH (a:Person), (p:Place) WHERE a.no = toInteger(p.no) * 6 CREATE (a)-[:BORN_IN]->(p)");
    run(&db, "MATCH (p:Person) WHERE p.no % 97 = 3 DETACH DELETE p");
    db.checkpoint().unwrap();
    db
}

fn assert_same(a: &Graph, b: &Graph) {
    assert_eq!(a.label_counts(), b.label_counts());
    assert_eq!(a.type_counts(), b.type_counts());
    assert_eq!(a.property_keys(), b.property_keys());
    assert_eq!((a.next_node_id(), a.next_relationship_id()), (b.next_node_id(), b.next_relationship_id()));
    assert!(a.nodes().eq(b.nodes()) && a.relationships().eq(b.relationships()));
    for id in a.nodes() {
        assert_eq!(a.node(id), b.node(id));
    }
    for id in a.relationships() {
        assert_eq!(a.relationship(id), b.relationship(id));
    }
}

#[test]
fn an_opened_graph_is_the_one_that_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let db = write(&path);
    let before = db.snapshot();
    drop(db);
    let questions = [
        "MATCH (p:Person {name: 'тұлға 5'}) RETURN p.no, p.kind, p.odd, labels(p)",
        "MATCH (p:Place {no: 77})<-[:BORN_IN]-(q) RETURN q.name, p.at",
        "MATCH (p:Fifth) WHERE p.odd[0] < 50 RETURN p.no ORDER BY p.no",
        "MATCH (a)-[r:KNOWS]->(b) WHERE r.why IS NOT NULL AND r.since = 48 RETURN count(*), min(r.why)",
        "MATCH (n) RETURN n.kind AS kind, count(*) AS n ORDER BY kind",
    ];
    // Each question is once the first, before anything is unpacked.
    for first in 0..questions.len() {
        let db = Database::open(&path).unwrap();
        for question in questions[first..].iter().chain(&questions[..first]) {
            let expected = before.query(question, &Parameters::new()).unwrap().rows;
            assert_eq!(run(&db, question), expected, "{question}");
        }
    }
    let db = Database::open(&path).unwrap();
    assert_same(db.snapshot().graph(), before.graph());
    db.snapshot().graph().unpack().unwrap();
    assert_same(db.snapshot().graph(), before.graph());
}

#[test]
fn changes_over_packs_that_are_not_unpacked_last() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    drop(write(&path));
    let db = Database::open(&path).unwrap();
    run(&db, "MATCH (p:Person {no: 1242}) SET p.name = 'басқа', p.new = true REMOVE p.kind");
    run(&db, "MATCH (:Person {no: 11})-[r:KNOWS]->() DELETE r");
    run(&db, "CREATE INDEX FOR (p:Person) ON (p.no)");
    let expected = run(&db, "MATCH (p:Person) WHERE 1230 < p.no < 1250 RETURN properties(p) AS p ORDER BY p.no");
    let before = db.snapshot();
    drop(db);
    for _ in 0..2 {
        let db = Database::open(&path).unwrap();
        let question = "MATCH (p:Person) WHERE 1230 < p.no < 1250 RETURN properties(p) AS p ORDER BY p.no";
        assert_eq!(run(&db, question), expected);
        assert_same(db.snapshot().graph(), before.graph());
        drop(db);
        // From packs to packs without a look at them.
        Database::open(&path).unwrap().checkpoint().unwrap();
    }
    assert!(shezhire::store::check(&path).unwrap().is_whole());
}
