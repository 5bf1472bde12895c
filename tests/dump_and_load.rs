//! A dump loads to the same database; cut or changed it is refused with the line, and nothing is made.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::ops::ControlFlow;
use std::path::Path;

use assert_cmd::Command;
use proptest::prelude::*;
use shezhire::{Database, LoadError, Parameters, Value};

fn dump(db: &Database) -> Vec<u8> {
    let mut bytes = Vec::new();
    db.dump(&mut bytes).unwrap();
    bytes
}

fn load(path: &Path, bytes: &[u8]) -> Result<Database, LoadError> {
    Database::load(path, bytes, |_| ControlFlow::Continue(()))
}

fn run(db: &Database, statement: &str) {
    db.run(statement, &Parameters::new()).unwrap();
}

/// All kinds of values, gaps in the ids, last ids that are gone, a schema.
fn example() -> Database {
    let db = Database::in_memory();
    run(&db, "CREATE CONSTRAINT once FOR (p:Person) REQUIRE p.name IS UNIQUE");
    run(&db, "CREATE INDEX born FOR (p:Person) ON (p.born)");
    run(
        &db,
        "CREATE (:Gone), (:Person:Ақын {name: 'Абай \"А\"\n', born: date('1845-08-10'), at: datetime('2024-01-01T10:00[Asia/Almaty]')})",
    );
    run(
        &db,
        "CREATE (:Person {name: 'Мағжан', t: time('10:00:01.5+05:00'), lt: localtime('10:00'), d: duration('P1Y-2M3DT-0.5S')})",
    );
    run(
        &db,
        "MATCH (a {name: 'Мағжан'}), (b:Ақын) CREATE (a)-[:READ {n: -9223372036854775807, x: [1.5, 1e300, -0.0, 0.0/0.0, 1.0/0.0]}]->(b)",
    );
    run(&db, "MATCH (a:Ақын) CREATE (a)-[:SELF {at: localdatetime('-0044-03-15T12:00')}]->(a)-[:LAST]->(:Gone)");
    run(&db, "MATCH (n:Gone) DETACH DELETE n");
    db
}

#[test]
fn a_dump_loads_to_the_same_database_with_the_same_ids_to_come() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let db = example();
    let first = dump(&db);
    drop(load(&path, &first).unwrap());
    let loaded = Database::open(&path).unwrap();
    assert_eq!(String::from_utf8(dump(&loaded)).unwrap(), String::from_utf8(first).unwrap());
    assert!(loaded.check().unwrap().is_whole());
    let made = |db: &Database| {
        let rows = db.run("CREATE (a)-[r:R]->(a) RETURN id(a), id(r)", &Parameters::new()).unwrap();
        rows.rows[0].clone()
    };
    assert_eq!(made(&loaded), made(&db));
    assert_eq!(
        loaded.run("CREATE (:Person {name: 'Мағжан'})", &Parameters::new()).unwrap_err().class(),
        "ConstraintVerificationFailed"
    );
}

#[test]
fn a_dump_that_is_cut_anywhere_is_refused_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let whole = dump(&example());
    for end in 0..whole.len() {
        let line = whole[..end].iter().filter(|b| **b == b'\n').count() as u64 + 1;
        match load(&path, &whole[..end]).unwrap_err() {
            LoadError::Line { line: told, .. } => assert_eq!(told, line, "cut at {end}"),
            other => panic!("cut at {end}: {other}"),
        }
        assert!(!path.exists(), "cut at {end}");
    }
}

#[test]
fn a_dump_with_a_changed_byte_is_refused_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let whole = dump(&example());
    let lines = whole.iter().filter(|b| **b == b'\n').count() as u64;
    for at in 0..whole.len() {
        for flip in [0x01, 0x20] {
            let mut changed = whole.clone();
            changed[at] ^= flip;
            match load(&path, &changed) {
                Err(LoadError::Line { line, .. }) => assert!((1..=lines + 2).contains(&line)),
                Err(LoadError::Version { .. }) => {}
                other => panic!("byte {at} changed: {other:?}"),
            }
            assert!(!path.exists(), "byte {at} changed");
        }
    }
    let mut longer = whole.clone();
    longer.push(b'\n');
    assert!(matches!(load(&path, &longer), Err(LoadError::Line { line, .. }) if line == lines + 1));
}

#[test]
fn nothing_is_loaded_over_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = dump(&example());
    let path = folder.path().join("db");
    run(&Database::open(&path).unwrap(), "CREATE (:Person {name: 'Ілияс'})");
    assert!(matches!(load(&path, &bytes), Err(LoadError::NotEmpty { .. })));
    let empty = folder.path().join("empty");
    drop(Database::open(&empty).unwrap());
    assert_eq!(dump(&load(&empty, &bytes).unwrap()), bytes);
}

#[test]
fn the_commands_go_there_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two, file) = (folder.path().join("one"), folder.path().join("two"), folder.path().join("dump.jsonl"));
    drop(load(&one, &dump(&example())).unwrap());
    let shezhire = || Command::cargo_bin("shezhire").unwrap();
    shezhire().args(["dump"]).arg(&one).arg("-o").arg(&file).assert().success();
    shezhire().args(["load", "-q"]).arg(&two).arg(&file).assert().success().stdout("");
    let printed = shezhire().arg("dump").arg(&two).assert().success();
    assert_eq!(printed.get_output().stdout, std::fs::read(&file).unwrap());
    let again = shezhire().arg("load").arg(&two).arg(&file).assert().code(1);
    assert!(String::from_utf8_lossy(&again.get_output().stderr).contains("is not empty"));
}

fn value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(Value::Integer),
        any::<u64>().prop_map(|bits| Value::Float(f64::from_bits(bits))),
        any::<f64>().prop_map(Value::Float),
        ".*".prop_map(Value::from),
        Just(Value::Null),
    ];
    scalar.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::list),
            prop::collection::btree_map("[$a]{0,3}", inner, 0..4)
                .prop_map(|map| Value::Map(std::sync::Arc::new(map.into_iter().map(|(k, v)| (k.into(), v)).collect()))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn dump_load_dump_is_the_same_to_the_byte(values in prop::collection::vec(value(), 1..6)) {
        let folder = tempfile::tempdir().unwrap();
        let db = Database::in_memory();
        let mut loader = db.bulk_load().unwrap();
        for value in values {
            let node = loader.add_node(&["B".into(), "A".into()], [("v".into(), value.clone())]);
            loader.add_relationship(node, node, &"R".into(), [("$v".into(), value)]).unwrap();
        }
        loader.finish().unwrap();
        let first = dump(&db);
        let loaded = load(&folder.path().join("db"), &first).unwrap();
        prop_assert_eq!(dump(&loaded), first);
    }
}
