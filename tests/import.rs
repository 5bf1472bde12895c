//! Files of CSV with the headers of neo4j-admin are taken whole or not at all, and what is wrong with them is said.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use predicates::str::contains;
use shezhire::{Database, ImportError, ImportOptions, Parameters, Value};
use tempfile::TempDir;

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        fs::write(self.path(name), content).unwrap();
        self.path(name)
    }

    fn import(&self, arguments: &[&str]) -> assert_cmd::assert::Assert {
        let mut command = Command::cargo_bin("shezhire").unwrap();
        command.current_dir(self.0.path()).arg("import").arg("db").args(arguments).assert()
    }

    fn ask(&self, statement: &str) -> Vec<Vec<Value>> {
        ask(&self.path("db"), statement)
    }
}

fn ask(db: &Path, statement: &str) -> Vec<Vec<Value>> {
    Database::open(db).unwrap().run(statement, &Parameters::new()).unwrap().rows
}

const PEOPLE: &str = "\u{feff}no:ID(Person),name,born:int,tags:string[],:LABEL,secret:IGNORE\n\
    1,\"Құнанбаев, Абай\",1845,ақын;ойшыл,Poet;Thinker,x\n\
    2,\"Мағжан\nЖұмабаев\",1893,,Poet,y\n\
    \n\
    3,Сәбит,,прозашы,,\n";

#[test]
fn people_events_and_what_joins_them_are_taken() {
    let folder = Folder::new();
    folder.file("people.csv", PEOPLE);
    folder.file("events.csv", ":ID(Event),day:date,started:datetime,rate:double\n1,2021-05-04,2021-05-04T10:00Z,0.5\n");
    folder.file("joins.csv", ":START_ID(Person),:END_ID(Event),:TYPE,role\n1,1,TOOK_PART_IN,speaker\n2,1,,guest\n");
    let all = ["--nodes", "Person=people.csv", "--nodes=Event=events.csv", "--relationships", "MISSED=joins.csv"];
    folder.import(&all).success().stdout(contains("nodes                   4")).stderr("");
    assert_eq!(
        folder.ask("MATCH (p:Person) RETURN p.no, p.name, p.born, p.tags, labels(p), p.secret ORDER BY p.no"),
        [
            vec![
                "1".into(),
                "Құнанбаев, Абай".into(),
                1845.into(),
                Value::list(["ақын".into(), "ойшыл".into()]),
                Value::list(["Person".into(), "Poet".into(), "Thinker".into()]),
                Value::Null
            ],
            vec![
                "2".into(),
                "Мағжан\nЖұмабаев".into(),
                1893.into(),
                Value::Null,
                Value::list(["Person".into(), "Poet".into()]),
                Value::Null
            ],
            vec![
                "3".into(),
                "Сәбит".into(),
                Value::Null,
                Value::list(["прозашы".into()]),
                Value::list(["Person".into()]),
                Value::Null
            ],
        ]
    );
    assert_eq!(
        folder.ask(
            "MATCH (p)-[r]->(e:Event {day: date('2021-05-04'), rate: 0.5}) RETURN p.no, type(r), r.role ORDER BY p.no"
        ),
        [["1".into(), "TOOK_PART_IN".into(), "speaker".into()], ["2".into(), "MISSED".into(), "guest".into()]]
    );
    // Into what is there: ids are of one import.
    folder.file("more.csv", "name|:ID\nІлияс|1\n");
    folder.import(&["more.csv", "--delimiter", "|", "--quiet"]).success().stdout("");
    assert_eq!(folder.ask("MATCH (n) RETURN count(*)"), [[Value::Integer(5)]]);
}

#[test]
fn a_bad_line_is_named_and_nothing_is_kept() {
    let folder = Folder::new();
    for (name, nodes, joins, told) in [
        ("width", ":ID,name\n1,Абай\n2,Мағжан,x\n", "", "nodes.csv, line 3: it has 3 fields, not 2"),
        ("twice", ":ID,name\n1,a\n\n1,b\n", "", "nodes.csv, line 4: a node with the id 1 was there before"),
        (
            "int",
            ":ID,born:int\n\"1\n2\",1\n3,жүз\n",
            "",
            "nodes.csv, line 4: column 2 (born): `жүз` is no whole number",
        ),
        ("empty id", ":ID(P),name\n,a\n", "", "line 2: column 1 (:ID) is empty; each node in P needs an id"),
        (
            "end",
            ":ID\n1\n",
            ":START_ID,:END_ID,:TYPE\n1,1,R\n1,7,R\n",
            "joins.csv, line 3: column 2 (:END_ID): there is no node with the id 7",
        ),
        ("space", ":ID(A)\n1\n", ":START_ID(A),:END_ID(B),:TYPE\n1,1,R\n", "in B; no file of nodes has such ids"),
        ("type", ":ID\n1\n", ":START_ID,:END_ID,:TYPE\n1,1,\n", "joins.csv, line 2: :TYPE is empty"),
        ("no type", ":ID\n1\n", ":START_ID,:END_ID\n1,1\n", "no column is :TYPE"),
        ("header", ":ID,x:sting\n", "", "nodes.csv, line 1: column 2: `sting` is no type; did you mean string?"),
        ("point", ":ID,x:point\n", "", "points are not kept"),
        ("nameless", ":ID,,x\n", "", "column 2: it has no name"),
        ("same", ":ID,x,x:int\n", "", "two columns are `x`"),
        ("none", "name,born:int\nАбай,1845\n", "", "0 columns are :ID"),
        ("empty", "", "", "nodes.csv, line 1: the file is empty; it has to begin with a header"),
    ] {
        folder.file("nodes.csv", nodes);
        let mut arguments = vec!["--nodes", "nodes.csv"];
        if !joins.is_empty() {
            folder.file("joins.csv", joins);
            arguments.extend(["--relationships", "joins.csv"]);
        }
        folder.import(&arguments).code(1).stdout("").stderr(contains(told));
        assert_eq!(folder.ask("MATCH (n) RETURN count(*)"), [[Value::Integer(0)]], "{name}");
    }
    folder.file("nodes.csv", b":ID,name\n1,\xd0\xd0\n");
    folder.import(&["nodes.csv"]).code(1).stderr(contains("line 2: column 2 (name) is not UTF-8 from its byte 0 on"));
    folder.import(&["--nodes", "missing.csv"]).code(1).stderr(contains("missing.csv cannot be read"));
    folder.import(&["--nodes", "nodes.csv", "--delimiter", "ә"]).code(2);
    folder.import(&[]).code(2);
}

#[test]
fn bad_lines_are_left_out_when_that_is_asked() {
    let folder = Folder::new();
    folder.file("people.csv", ":ID,born:int\n1,1845\n2,жүз\n1,1900\n3,\n");
    folder.file("knows.csv", ":START_ID,:END_ID,:TYPE\n1,3,KNOWS\n1,2,KNOWS\n");
    let told = "bad lines               3, left out: bad.csv";
    folder.import(&["people.csv", "knows.csv", "--bad-lines", "bad.csv"]).code(1).stdout(contains(told));
    assert_eq!(folder.ask("MATCH (n) RETURN count(*)"), [[Value::Integer(2)]]);
    assert_eq!(folder.ask("MATCH ()-[r:KNOWS]->() RETURN count(*)"), [[Value::Integer(1)]]);
    let bad = fs::read_to_string(folder.path("bad.csv")).unwrap();
    let lines: Vec<&str> = bad.lines().collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0], "people.csv,3,column 2 (born): `жүз` is no whole number,2,жүз");
    assert!(lines[1].starts_with("people.csv,4,") && lines[1].ends_with(",1,1900"), "{}", lines[1]);
    assert!(lines[2].starts_with("knows.csv,3,"), "{}", lines[2]);
    // Another time nothing is bad, and the status says so.
    folder.file("people.csv", ":ID\n9\n");
    folder.import(&["people.csv", "--bad-lines", "bad.csv"]).success();
}

#[test]
fn files_of_one_group_share_the_header_of_the_first() {
    let folder = Folder::new();
    folder.file("head.csv", "no:ID\tname\n");
    folder.file("a.csv", "1\tАбай\n");
    folder.file("b.csv", "2\tІлияс\n3\t\n4\n");
    let arguments = ["--nodes", "A:B=head.csv,a.csv,b.csv", "--delimiter", "TAB", "--integer-ids"];
    folder.import(&arguments).code(1).stderr(contains("b.csv, line 3: it has 1 fields, not 2"));
    folder.file("b.csv", "2\tІлияс\n3\t\n");
    folder.import(&arguments).success();
    assert_eq!(folder.ask("MATCH (n:A:B) RETURN n.no ORDER BY n.no"), [[1.into()], [2.into()], [Value::Integer(3)]]);
}

#[test]
fn a_quote_that_is_not_closed_ends_in_an_error_that_says_where() {
    let folder = Folder::new();
    let mut content = b":ID,name\n1,a\n2,\"b\n".to_vec();
    content.resize(100 << 20, b'x');
    let path = folder.file("long.csv", content);
    let db = Database::in_memory();
    let mut import = db.import(ImportOptions::default()).unwrap();
    match import.nodes(&[], &[path], &mut ()) {
        Err(ImportError::LongLine { line: 3, .. }) => {}
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_constraint_refuses_an_import_whole() {
    let folder = Folder::new();
    ask(&folder.path("db"), "CREATE CONSTRAINT once FOR (p:Person) REQUIRE p.name IS UNIQUE");
    folder.file("people.csv", ":ID,name\n1,Абай\n2,Абай\n");
    folder.import(&["--nodes", "Person=people.csv"]).code(1).stderr(contains("`once`"));
    assert_eq!(folder.ask("MATCH (n) RETURN count(*)"), [[Value::Integer(0)]]);
}
