//! Transactions are whole or nothing, snapshots stay as they were, readers never see half a commit.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use shezhire::model::{Change, NodeId, Properties};
use shezhire::store::StoreOptions;
use shezhire::{Database, Error, Options, Parameters, StoreError, Value};

fn named(db: &Database, name: &str) -> NodeId {
    let mut transaction = db.transaction();
    let id = transaction.draft().create_node(vec!["Person".into()], [("name".into(), name.into())].into());
    transaction.commit().unwrap();
    id
}

#[test]
fn a_snapshot_stays_as_it_was() {
    let db = Database::in_memory();
    let id = named(&db, "Абай");
    let before = db.snapshot();
    let mut transaction = db.transaction();
    transaction.draft().set_node_property(id, &"name".into(), "Шоқан".into());
    transaction.draft().create_node(vec![], Properties::new());
    assert_eq!(db.snapshot().graph().node_property(id, "name"), "Абай".into());
    transaction.commit().unwrap();
    assert_eq!(before.graph().node_property(id, "name"), "Абай".into());
    assert_eq!(before.graph().node_count(), 1);
    assert_eq!(db.snapshot().graph().node_property(id, "name"), "Шоқан".into());
}

#[test]
fn a_transaction_that_is_rolled_back_or_dropped_changes_nothing_and_lets_the_next_write() {
    let folder = tempfile::tempdir().unwrap();
    let db = Database::open(folder.path()).unwrap();
    let mut transaction = db.transaction();
    transaction.draft().create_node(vec!["Person".into()], Properties::new());
    transaction.rollback();
    let mut transaction = db.transaction();
    transaction.draft().create_node(vec!["Person".into()], Properties::new());
    drop(transaction);
    assert_eq!(db.snapshot().graph().node_count(), 0);
    named(&db, "Абай");
    drop(db);
    assert_eq!(Database::open(folder.path()).unwrap().snapshot().graph().node_count(), 1);
}

#[test]
fn a_commit_that_the_store_refuses_changes_nothing_and_the_store_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = StoreOptions::default();
    store.commit_limit = 10_000;
    let mut options = Options::default();
    options.store = store;
    let db = Database::open_with(folder.path(), options).unwrap();
    let mut transaction = db.transaction();
    let text = [("text".into(), Value::from("ұзақ мәтін ".repeat(1000)))];
    transaction.draft().create_node(vec!["Release".into()], text.into());
    match transaction.commit() {
        Err(Error::Store(StoreError::TooLarge { len, limit: 10_000 })) => assert!(len > 10_000),
        other => panic!("{other:?}"),
    }
    assert_eq!(db.snapshot().graph().node_count(), 0);
    named(&db, "Абай");
    drop(db);
    assert_eq!(Database::open(folder.path()).unwrap().snapshot().graph().node_count(), 1);
}

#[test]
fn identities_are_not_used_again_after_a_fold() {
    let folder = tempfile::tempdir().unwrap();
    let db = Database::open(folder.path()).unwrap();
    let (first, last) = (named(&db, "бірінші"), named(&db, "соңғы"));
    let mut transaction = db.transaction();
    assert!(transaction.draft().delete_node(last));
    transaction.commit().unwrap();
    db.checkpoint().unwrap();
    drop(db);
    let db = Database::open(folder.path()).unwrap();
    assert!(db.snapshot().graph().contains_node(first));
    let next = named(&db, "келесі");
    assert!(next > last, "{next} after {last}");
}

#[test]
fn a_store_opened_read_only_refuses_commits() {
    let folder = tempfile::tempdir().unwrap();
    named(&Database::open(folder.path()).unwrap(), "Абай");
    let db = Database::open_with(folder.path(), Options::default().read_only()).unwrap();
    assert_eq!(db.snapshot().graph().node_count(), 1);
    let mut transaction = db.transaction();
    transaction.draft().create_node(vec![], Properties::new());
    assert!(matches!(transaction.commit(), Err(Error::Store(StoreError::ReadOnly { .. }))));
    assert!(matches!(db.checkpoint(), Err(Error::Store(StoreError::ReadOnly { .. }))));
    assert_eq!(db.snapshot().graph().node_count(), 1);
}

#[test]
fn the_log_is_folded_by_itself_and_nothing_changes() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = Options::default();
    options.store.fold_at = 20_000;
    let db = Database::open_with(folder.path(), options).unwrap();
    for n in 0..500 {
        named(&db, &format!("Тұлға {n}"));
    }
    let stats = db.stats().unwrap().store.unwrap();
    assert!(stats.generation > 0 && stats.log_bytes <= 40_000, "{stats:?}");
    assert_eq!(stats.commits, 500);
    assert_eq!(db.check().unwrap().damages, []);
    drop(db);
    let db = Database::open(folder.path()).unwrap();
    let snapshot = db.snapshot();
    let names: Vec<_> = snapshot.graph().nodes().map(|id| snapshot.graph().node_property(id, "name")).collect();
    assert_eq!(names, (0..500).map(|n| Value::from(format!("Тұлға {n}"))).collect::<Vec<_>>());
}

#[test]
fn readers_never_see_half_a_commit() {
    let db = Database::in_memory();
    let mut transaction = db.transaction();
    let (a, b) = (
        transaction.draft().create_node(vec![], Properties::new()),
        transaction.draft().create_node(vec![], Properties::new()),
    );
    for id in [a, b] {
        transaction.draft().set_node_property(id, &"balance".into(), Value::Integer(0));
    }
    transaction.commit().unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let mut last = 0;
                while !done.load(Ordering::Relaxed) {
                    let snapshot = db.snapshot();
                    let balance = |id| snapshot.graph().node_property(id, "balance").as_integer().unwrap();
                    assert_eq!(balance(a) + balance(b), 0);
                    assert!(balance(a) >= last, "time went back");
                    last = balance(a);
                }
            });
        }
        for n in 1..=2000_i64 {
            let mut transaction = db.transaction();
            let set = |id, n| Change::SetNodeProperty { id, key: "balance".into(), value: Value::Integer(n) };
            transaction.apply([set(a, n), set(b, -n)]);
            transaction.commit().unwrap();
        }
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(db.snapshot().graph().node_property(a, "balance"), Value::Integer(2000));
}

#[test]
fn what_a_transaction_changed_before_a_failing_statement_is_kept_and_rolled_back_with_it() {
    let db = Database::in_memory();
    let none = Parameters::new();
    named(&db, "Абай");
    let mut transaction = db.transaction();
    transaction.run("MATCH (n:Person) SET n.name = 'Шоқан'", &none).unwrap();
    // Deletes, creates and sets before it fails: all of that is undone, what was before it is not.
    let failing = "MATCH (n:Person) SET n:Seen CREATE (m:Person) DELETE n WITH m UNWIND [1, 0] AS d SET m.x = 1 / d";
    transaction.run(failing, &none).unwrap_err();
    let rows = transaction.run("MATCH (n) RETURN n.name AS name, labels(n) AS labels", &none).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows.first().unwrap().get::<String>("name").unwrap(), "Шоқан");
    assert_eq!(rows.first().unwrap().get::<Vec<String>>("labels").unwrap(), ["Person"]);
    transaction.rollback();
    let names = db.run("MATCH (n) RETURN n.name AS name", &none).unwrap();
    assert_eq!(names.first().unwrap().get::<String>("name").unwrap(), "Абай");
}

#[test]
fn writers_take_turns() {
    let db = Database::in_memory();
    let first = db.transaction();
    std::thread::scope(|scope| {
        let second = scope.spawn(|| named(&db, "екінші"));
        std::thread::sleep(Duration::from_millis(30));
        assert!(!second.is_finished());
        first.commit().unwrap();
        second.join().unwrap();
    });
    assert_eq!(db.snapshot().graph().node_count(), 1);
}

fn count(db: &Database) -> i64 {
    let rows = db.run("MATCH (n) RETURN count(n) AS n", &Parameters::new()).unwrap();
    rows.first().unwrap().get("n").unwrap()
}

#[test]
fn a_statement_that_fails_changes_nothing_and_the_transaction_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let db = Database::open(folder.path()).unwrap();
    let none = Parameters::new();
    let failing = "UNWIND [1, 2, 0] AS n CREATE (:Number {value: 10 / n})";
    let error = db.run(failing, &none).unwrap_err();
    assert_eq!(error.phase(), shezhire::query::Phase::Runtime);
    assert_eq!(count(&db), 0);
    let mut transaction = db.transaction();
    transaction.run("CREATE (:Number {value: 1})", &none).unwrap();
    transaction.run(failing, &none).unwrap_err();
    assert_eq!(transaction.graph().node_count(), 1);
    transaction.run("MATCH (n:Number) CREATE (n)-[:NEXT]->(:Number {value: n.value + 1})", &none).unwrap();
    transaction.commit().unwrap();
    drop(db);
    let db = Database::open(folder.path()).unwrap();
    assert_eq!(count(&db), 2);
    assert_eq!(db.stats().unwrap().store.unwrap().commits, 1);
}

#[test]
fn reading_waits_for_no_writer() {
    let db = Database::in_memory();
    let mut transaction = db.transaction();
    transaction.run("CREATE ()", &Parameters::new()).unwrap();
    // This would wait for ever if it took the writer's turn.
    assert_eq!(count(&db), 0);
    transaction.commit().unwrap();
    assert_eq!(count(&db), 1);
}

#[test]
fn a_snapshot_refuses_to_write() {
    let db = Database::in_memory();
    let error = db.snapshot().query("CREATE ()", &Parameters::new()).unwrap_err();
    assert_eq!((error.class(), error.detail()), ("StoreError", "ReadOnly"));
    assert_eq!(count(&db), 0);
}

#[test]
fn limits_of_rows_and_time_are_kept() {
    let options = Options::default().row_limit(10).time_limit(Duration::from_millis(50));
    let db = Database::in_memory_with(options);
    let none = Parameters::new();
    assert_eq!(db.run("UNWIND range(1, 10) AS n RETURN n", &none).unwrap().len(), 10);
    let error = db.run("UNWIND range(1, 11) AS n RETURN n", &none).unwrap_err();
    assert_eq!((error.class(), error.detail()), ("ResourceExhausted", "Rows"));
    let long = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a WHERE a < 0 RETURN count(*) AS n";
    let error = db.run(long, &none).unwrap_err();
    assert_eq!((error.class(), error.detail()), ("Interrupted", "Timeout"));
}

#[test]
fn what_a_statement_wrote_is_there_after_it_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let write = "CREATE (a:Person {name: 'Абай', born: date('1845-08-10')})-[:WROTE {at: 1890}]->(:Book {tags: ['өлең', 'қара сөз']})";
    let read = "MATCH (a)-[r]->(b) RETURN a, r, b, a.born AS born, b.tags AS tags";
    let db = Database::open(folder.path()).unwrap();
    let stats = db.run(write, &Parameters::new()).unwrap().stats;
    assert_eq!((stats.nodes_created, stats.relationships_created, stats.properties_set), (2, 1, 4));
    let before = db.run(read, &Parameters::new()).unwrap();
    assert_eq!(before.len(), 1);
    drop(db);
    let db = Database::open(folder.path()).unwrap();
    let after = db.run(read, &Parameters::new()).unwrap();
    assert_eq!(after, before);
    db.checkpoint().unwrap();
    drop(db);
    let rows = Database::open(folder.path()).unwrap().run(read, &Parameters::new()).unwrap();
    assert_eq!(rows, before);
    let person: shezhire::model::Node = rows.first().unwrap().get("a").unwrap();
    assert_eq!(person.property("name"), "Абай".into());
}
