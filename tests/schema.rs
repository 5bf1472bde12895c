//! Indexes and constraints last, hold whatever is written, and say what is in their way.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use shezhire::model::{Change, NodeId};
use shezhire::{Database, Error, Parameters, Rows, Value};

fn run(db: &Database, statement: &str) -> Result<Rows, Error> {
    db.run(statement, &Parameters::new())
}

fn texts(rows: &Rows, column: &str) -> Vec<String> {
    rows.iter().map(|row| row.get::<String>(column).unwrap()).collect()
}

const UNIQUE: &str = "CREATE CONSTRAINT тұлға_аты FOR (p:Person) REQUIRE p.name IS UNIQUE";

#[test]
fn rules_last_over_checkpoint_and_open() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let db = Database::open(&path).unwrap();
    run(&db, "CREATE (:Person {name: 'Абай', born: 1845})").unwrap();
    run(&db, UNIQUE).unwrap();
    db.checkpoint().unwrap();
    run(&db, "CREATE INDEX FOR (p:Person) ON (p.born, p.name)").unwrap();
    run(&db, "CREATE INDEX кетеді FOR (p:Place) ON (p.name)").unwrap();
    run(&db, "DROP INDEX кетеді").unwrap();
    drop(db);
    for _ in 0..2 {
        let db = Database::open(&path).unwrap();
        let indexes = run(&db, "SHOW INDEXES").unwrap();
        assert_eq!(texts(&indexes, "name"), ["index_Person_born_name", "тұлға_аты"]);
        assert_eq!(indexes.rows[0][7], Value::list(["born".into(), "name".into()]));
        let constraints = run(&db, "SHOW CONSTRAINTS YIELD name, type WHERE type = 'UNIQUENESS'").unwrap();
        assert_eq!(texts(&constraints, "name"), ["тұлға_аты"]);
        let error = run(&db, "CREATE (:Person {name: 'Абай'})").unwrap_err();
        assert_eq!((error.class(), error.detail()), ("ConstraintVerificationFailed", "ConstraintViolation"));
        db.checkpoint().unwrap();
    }
}

#[test]
fn a_broken_constraint_names_both_nodes_and_changes_nothing() {
    let db = Database::in_memory();
    run(&db, UNIQUE).unwrap();
    run(&db, "CREATE (:Person {name: 'Абай'}), (:Person {name: 'Мағжан'})").unwrap();
    for statement in [
        "CREATE (:Event), (:Person {name: 'Абай'})",
        "UNWIND ['Ілияс', 'Ілияс'] AS name CREATE (:Person {name: name})",
        "CREATE (e:Event) WITH e MATCH (p:Person {name: 'Мағжан'}) SET p.name = 'Абай'",
        "CREATE (n:Жаңа {name: 'Абай'}) SET n:Person",
        "MERGE (p:Person {name: 'Мағжан'}) ON MATCH SET p += {name: 'Абай'}",
    ] {
        let Err(Error::Constraint(found)) = run(&db, statement) else { panic!("{statement} must fail") };
        assert_eq!((&*found.constraint, &*found.label, &*found.properties[0]), ("тұлға_аты", "Person", "name"));
        assert!(found.holder < found.node);
        let said = found.to_string();
        assert!(said.contains("(:Person {name: '") && said.contains("`тұлға_аты`"), "{said}");
        assert_eq!(db.snapshot().graph().node_count(), 2, "{statement}");
    }
    // What counts is what a statement leaves, not what it was on the way there.
    run(&db, "MATCH (a:Person {name: 'Абай'}), (b:Person {name: 'Мағжан'}) SET a.name = 'Мағжан', b.name = 'Абай'")
        .unwrap();
    run(&db, "MERGE (p:Person {name: 'Абай'}) ON CREATE SET p.new = true").unwrap();
    assert_eq!(db.snapshot().graph().node_count(), 2);
}

#[test]
fn a_transaction_goes_on_after_a_broken_constraint_and_checks_changes_that_bypass_statements() {
    let db = Database::in_memory();
    run(&db, UNIQUE).unwrap();
    let mut transaction = db.transaction();
    transaction.run("CREATE (:Person {name: 'Абай'})", &Parameters::new()).unwrap();
    assert!(transaction.run("CREATE (:Person {name: 'Абай'})", &Parameters::new()).is_err());
    transaction.run("CREATE (:Person {name: 'Мағжан'})", &Parameters::new()).unwrap();
    transaction.commit().unwrap();
    assert_eq!(db.snapshot().graph().node_count(), 2);

    let mut transaction = db.transaction();
    let id = transaction.graph().next_node_id();
    let properties = [("name".into(), "Абай".into())].into();
    transaction.apply([Change::CreateNode { id, labels: vec!["Person".into()], properties }]);
    let Err(Error::Constraint(found)) = transaction.commit() else { panic!("the commit must fail") };
    assert_eq!((found.holder, found.node), (NodeId(0), id));
    assert_eq!(db.snapshot().graph().node_count(), 2);
    // A rule that is rolled back binds nobody.
    let mut transaction = db.transaction();
    transaction.run("CREATE CONSTRAINT FOR (p:Person) REQUIRE p.born IS UNIQUE", &Parameters::new()).unwrap();
    transaction.rollback();
    run(&db, "MATCH (p:Person) SET p.born = 1900").unwrap();
}

#[test]
fn a_constraint_that_the_graph_breaks_is_refused_with_the_nodes_that_do() {
    let db = Database::in_memory();
    run(&db, "UNWIND [1, 2, 2.0] AS n CREATE (:Person {name: n}) CREATE (:Person)").unwrap();
    let Err(Error::Constraint(found)) = run(&db, UNIQUE) else { panic!("it must fail") };
    let held: Vec<_> = [found.holder, found.node].map(|id| db.snapshot().graph().node_property(id, "name")).into();
    assert_eq!(held, [Value::Integer(2), Value::Float(2.0)]);
    assert_eq!(run(&db, "SHOW CONSTRAINTS").unwrap().rows.len(), 0);
}

#[test]
fn what_is_there_already_or_not_there_is_said() {
    let db = Database::in_memory();
    run(&db, "CREATE INDEX a FOR (p:P) ON (p.x)").unwrap();
    for (statement, detail, told) in [
        ("CREATE INDEX a FOR (p:Q) ON (p.y)", "AlreadyExists", "`a`"),
        ("CREATE INDEX b FOR (p:P) ON (p.x)", "AlreadyExists", "DROP INDEX `a`"),
        ("CREATE CONSTRAINT FOR (p:P) REQUIRE (p.x) IS UNIQUE", "AlreadyExists", "DROP INDEX `a`"),
        ("DROP INDEX aa", "NotFound", "did you mean `a`"),
        ("DROP CONSTRAINT a", "NotFound", "DROP INDEX"),
        ("CREATE INDEX FOR (p:P) ON (q.x)", "UndefinedVariable", "variable q"),
        ("CREATE INDEX FOR (p:P) ON (p.x, p.x)", "UnexpectedSyntax", "twice"),
        ("CREATE INDEX FOR (p:P) ON p.x", "UnexpectedSyntax", "'('"),
    ] {
        let error = run(&db, statement).unwrap_err();
        assert_eq!(error.detail(), detail, "{statement}: {error}");
        assert!(error.to_string().contains(told), "{statement}: {error}");
    }
    for statement in [
        "CREATE INDEX a IF NOT EXISTS FOR (p:Q) ON (p.y)",
        "CREATE RANGE INDEX IF NOT EXISTS FOR (p:P) ON (p.x)",
        "DROP INDEX жоқ IF EXISTS",
        "DROP CONSTRAINT жоқ IF EXISTS",
    ] {
        assert_eq!(run(&db, statement).unwrap().stats, Default::default(), "{statement}");
    }
    assert_eq!(run(&db, "DROP INDEX a").unwrap().stats.indexes_removed, 1);
    // `index` stays a name like any other.
    run(&db, "CREATE index = (:P {x: 1}) RETURN index").unwrap();
}

#[test]
fn ranges_of_an_indexed_property_are_sought_and_give_what_a_scan_gives() {
    let (plain, indexed) = (Database::in_memory(), Database::in_memory());
    run(&indexed, "CREATE INDEX FOR (e:Event) ON (e.x)").unwrap();
    for db in [&plain, &indexed] {
        run(
            db,
            "UNWIND range(0, 2000) AS n CREATE (:Event {n: n, x: CASE n % 5 WHEN 0 THEN n WHEN 1 THEN n / 2.0 \
             WHEN 2 THEN toString(n) WHEN 3 THEN date({year: 2000 + n % 30}) ELSE [n] END})",
        )
        .unwrap();
        // Enough that part of it stands in the base and part in what is newer.
        run(db, "UNWIND range(0, 9000) AS n CREATE (:Event {n: -n, x: n})").unwrap();
        run(db, "MATCH (e:Event) WHERE e.n % 7 = 3 SET e.x = e.x + 1").ok();
        run(db, "MATCH (e:Event) WHERE e.n < -8900 SET e.x = null").unwrap();
    }
    for condition in [
        "e.x > 500 AND e.x <= 510.5",
        "500 < e.x < 505",
        "e.x >= '1990'",
        "e.x < date('2003-01-01')",
        "e.x > 3 AND e.x < 'a'",
        "e.x < 10 AND e.x < 5 AND e.x > -1",
        "e.x > null",
        "e.x > [7]",
    ] {
        let statement = format!("MATCH (e:Event) WHERE {condition} RETURN e.n AS n ORDER BY n");
        let (a, b) = (run(&plain, &statement).unwrap(), run(&indexed, &statement).unwrap());
        assert_eq!(a.rows, b.rows, "{condition}");
        let plan = run(&indexed, &format!("EXPLAIN {statement}")).unwrap();
        assert!(texts(&plan, "step").iter().any(|step| step.trim() == "NodesByRange"), "{condition}");
    }
}
