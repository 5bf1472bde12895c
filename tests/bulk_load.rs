//! What is loaded in bulk is there whole after it is finished, and not at all before.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use shezhire::model::NodeId;
use shezhire::{Database, Error, Options, Parameters, Value};

fn run(db: &Database, statement: &str) -> Vec<Vec<Value>> {
    db.run(statement, &Parameters::new()).unwrap().rows
}

/// A thousand numbers, each with the next.
fn load(db: &Database) -> Result<(), Error> {
    let mut loader = db.bulk_load()?;
    let nodes: Vec<NodeId> = (0..1000)
        .map(|n| {
            let twice =
                [("n".into(), Value::Integer(-1)), ("n".into(), Value::Integer(n)), ("none".into(), Value::Null)];
            loader.add_node(&["Number".into(), "A".into(), "Number".into()], twice)
        })
        .collect();
    for pair in nodes.windows(2) {
        loader.add_relationship(pair[0], pair[1], &"NEXT".into(), [("step".into(), 1.into())]).unwrap();
    }
    assert_eq!(loader.add_relationship(nodes[0], NodeId(u64::MAX), &"NEXT".into(), []), None);
    loader.finish()
}

#[test]
fn a_finished_load_lasts_beside_what_was_there_and_leaves_no_log() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let db = Database::open(&path).unwrap();
    run(&db, "CREATE (:Person {name: 'Абай'})-[:KNOWS]->(:Person {name: 'Ілияс'})");
    run(&db, "MATCH (p:Person {name: 'Ілияс'}) DETACH DELETE p");
    load(&db).unwrap();
    let question = "MATCH (a:Number)-[r:NEXT]->(b:A) WHERE b.n = a.n + r.step AND a.none IS NULL RETURN count(*) AS n";
    assert_eq!(run(&db, question), [[Value::Integer(999)]]);
    run(&db, "MATCH (n:Number {n: 7}) CREATE (n)-[:KNOWS]->(:Person {name: 'Мағжан'})");
    let stats = db.stats().unwrap().store.unwrap();
    assert_eq!(stats.log_commits, 1);
    drop(db);
    let db = Database::open(&path).unwrap();
    assert_eq!(run(&db, question), [[Value::Integer(999)]]);
    assert_eq!(db.snapshot().graph().node_count(), 1002);
    // Ids of what was deleted are not given again.
    assert_eq!(run(&db, "MATCH (n) RETURN count(DISTINCT id(n)) AS n"), [[Value::Integer(1002)]]);
    assert!(db.check().unwrap().is_whole());
}

#[test]
fn a_load_that_is_not_finished_leaves_nothing() {
    let db = Database::in_memory();
    let mut loader = db.bulk_load().unwrap();
    loader.add_node(&["Number".into()], []);
    assert_eq!(db.snapshot().graph().node_count(), 0);
    drop(loader);
    run(&db, "CREATE (:Person)");
    assert_eq!(db.snapshot().graph().node_count(), 1);
}

#[test]
fn a_load_keeps_to_the_constraints_and_to_read_only() {
    let db = Database::in_memory();
    run(&db, "CREATE (:Number {n: 7})");
    run(&db, "CREATE CONSTRAINT once FOR (n:Number) REQUIRE n.n IS UNIQUE");
    let Err(Error::Constraint(found)) = load(&db) else { panic!("7 is there already") };
    assert_eq!((found.holder, found.values.as_slice()), (NodeId(0), &[Value::Integer(7)][..]));
    assert_eq!(db.snapshot().graph().node_count(), 1);
    let read_only = Database::in_memory_with(Options::default().read_only());
    assert_eq!(load(&read_only).unwrap_err().detail(), "ReadOnly");
}
