//! The README's promise: a rebuild reads the releases anew, and keeps what was judged and what was written by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod dump;

use std::ops::ControlFlow;

use assert_cmd::Command;
use dump::{differing, dump, dump_with_ids};
use shezhire::model::EntityKind;
use shezhire::{Database, Ingest, Judge, Judgement, Parameters, RebuildReport, Release, Verdict};

const TEXTS: [&str; 3] = [
    "2021 жылғы 4 мамыр\nДенсаулық сақтау министрі Айжан Сәрсенова Қарағандыда елші Саид Каримовпен кездесті.",
    "2023 жылғы 9 маусым\nДенсаулық сақтау министрі Айжан Төлегенова Астанада баспасөз мәслихатын өткізді.",
    "Сегодня в Астане министр Айжан Сарсенова встретилась с послом Саидом Каримовым и обсудила с ним вопросы торговли.",
];

fn read(db: &Database) {
    for (number, text) in TEXTS.iter().enumerate() {
        let releases = Release::from_text(&format!("{number}.txt"), text).unwrap();
        Ingest::new(db).threads(1).add(releases, |_| ControlFlow::Continue(())).unwrap();
    }
    let (first, second) = ("Айжан Сәрсенова".to_owned(), "Айжан Төлегенова".to_owned());
    let (verdict, reason) = (Verdict::Same, String::new());
    let judgement = Judgement { kind: EntityKind::Person, first, second, verdict, score: 1.0, reason };
    db.judge([judgement], Judge::Person).unwrap();
}

fn run(db: &Database, statement: &str) -> usize {
    db.run(statement, &Parameters::new()).unwrap().len()
}

fn rebuild(db: &Database) -> RebuildReport {
    db.rebuild(|_| ControlFlow::Continue(())).unwrap().unwrap()
}

#[test]
fn what_this_version_made_a_rebuild_leaves_as_it_is() {
    let db = Database::in_memory();
    read(&db);
    let before = dump_with_ids(&db);
    let report = rebuild(&db);
    assert_eq!(report.releases, 3);
    assert!(report.nodes.values().chain(report.relationships.values()).all(|c| *c == Default::default()), "{report:?}");
    assert_eq!(dump_with_ids(&db), before);
}

#[test]
fn what_an_older_version_got_wrong_is_put_right() {
    let db = Database::in_memory();
    read(&db);
    let right = dump(&db);
    run(&db, "MATCH (:Person)-[t:TOOK_PART_IN]->(:Event {type: 'meeting'}) DELETE t");
    run(&db, "MATCH (e:Event {type: 'statement'}) SET e.type = 'visit', e.evidence = 'жоқ'");
    run(
        &db,
        "MATCH (r:Release) WITH r LIMIT 1 CREATE (r)-[:REPORTS {byte_start: 1, byte_end: 2}]->(:Event {key: r.key + '/9', type: 'call'})",
    );
    run(&db, "MATCH (p:Place {name: 'Астана'}) DETACH DELETE p");
    let report = rebuild(&db);
    assert_eq!((report.nodes["Event"].removed, report.nodes["Event"].changed, report.nodes["Place"].added), (1, 1, 1));
    assert_eq!(report.relationships["TOOK_PART_IN"].added, 2);
    assert_eq!(differing(&dump(&db), &right), [""; 0]);
}

#[test]
fn what_was_written_by_hand_stays() {
    let db = Database::in_memory();
    read(&db);
    run(
        &db,
        "MATCH (p:Person {name: 'Саид Каримов'}) SET p.note = 'маңызды' CREATE (p)-[:KNOWS]->(:Person {name: 'Досы'})",
    );
    run(&db, "MATCH (p:Person {name: 'Саид Каримов'}), (e:Event {type: 'statement'}) CREATE (p)-[:TOOK_PART_IN]->(e)");
    run(&db, "CREATE (:Person {key: 'person:hand', name: 'Қолдан', note: 'жазылған'})");
    let before = dump_with_ids(&db);
    let report = rebuild(&db);
    assert_eq!(report.kept, 1);
    assert_eq!(dump_with_ids(&db), before);
}

#[test]
fn stopped_it_changes_nothing_and_the_program_says_what_it_did() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.kg");
    let db = Database::open(&path).unwrap();
    read(&db);
    run(&db, "MATCH (:Person)-[t:TOOK_PART_IN]->(:Event {type: 'meeting'}) DELETE t");
    let before = dump_with_ids(&db);
    assert_eq!(db.rebuild(|_| ControlFlow::Break(())).unwrap(), None);
    assert_eq!(dump_with_ids(&db), before);
    drop(db);
    let program = || Command::cargo_bin("shezhire").unwrap().arg("rebuild").arg(&path).output().unwrap().stdout;
    let told = String::from_utf8(program()).unwrap();
    assert_eq!(told, "3 releases read anew\nTOOK_PART_IN         2 new       0 gone       0 changed\n");
    assert_eq!(program(), b"3 releases read anew\nnothing changed\n");
}
