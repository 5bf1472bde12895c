//! The README's promise: initials and surnames alone find their person among namesakes by the office that releases name.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod dump;

use std::ops::ControlFlow;

use dump::{differing, dump};
use proptest::prelude::*;
use shezhire::model::EntityKind;
use shezhire::{Correction, Database, FactKind, Ingest, Judge, Judgement, Parameters, Release, Says, Verdict};

/// Two namesakes, one of whom initials and a surname alone name by office.
const TEXTS: [&str; 8] = [
    "2017 жылғы 4 мамыр\nБас прокурор Ж. Асанов Алматыда тұрғындарды қабылдады.",
    "2021 жылғы 9 маусым\nЖоғарғы Сот төрағасы Жақып Асанов Астанада баспасөз мәслихатын өткізді.",
    "2018 жылғы 1 ақпан\nБас прокурор Жақып Асанов Семейде сөз сөйледі.",
    "2019 жылғы 3 ақпан\nАуыл шаруашылығы министрі Жанар Асанов Оралда көрме ашты.",
    "2022 жылғы 5 ақпан\nЖоғарғы Сот төрағасы Асанов Таразда судьялармен кездесті.",
    "2022 жылғы 7 наурыз\nЖ. Асанов Ақтауда студенттермен кездесті.",
    "2020 жылғы 8 сәуір\nСуретші Жомарт Асанов Қостанайда көрме ашты.",
    "2023 жылғы 8 сәуір\nБас прокурор Жанар Асанов Қызылордада сөз сөйледі.",
];

fn read(db: &Database, numbers: impl IntoIterator<Item = usize>) {
    let releases: Vec<_> =
        numbers.into_iter().flat_map(|n| Release::from_text(&format!("{n}.txt"), TEXTS[n]).unwrap()).collect();
    Ingest::new(db).threads(1).add(releases, |_| ControlFlow::Continue(())).unwrap();
}

fn graph(numbers: impl IntoIterator<Item = usize>) -> Database {
    let db = Database::in_memory();
    read(&db, numbers);
    db
}

/// The forms of each person.
fn persons(db: &Database) -> Vec<Vec<String>> {
    let statement = "MATCH (p:Person) RETURN p.aliases AS names ORDER BY p.key";
    let rows = db.snapshot().query(statement, &Parameters::new()).unwrap();
    rows.iter().map(|row| row.get("names").unwrap()).collect()
}

/// Whom a person may be, how likely and why.
fn doubts(db: &Database, name: &str) -> Vec<(String, f64, String)> {
    let statement = format!(
        "MATCH (:Person {{name: '{name}'}})-[m:MAYBE_SAME_AS]-(b) \
         RETURN b.name AS name, m.score AS score, m.why AS why ORDER BY name"
    );
    let rows = db.snapshot().query(&statement, &Parameters::new()).unwrap();
    rows.iter().map(|row| (row.get("name").unwrap(), row.get("score").unwrap(), row.get("why").unwrap())).collect()
}

fn key_of(db: &Database, number: usize) -> String {
    let statement = format!("MATCH (r:Release {{source: '{number}.txt'}}) RETURN r.key AS key");
    db.snapshot().query(&statement, &Parameters::new()).unwrap().first().unwrap().get("key").unwrap()
}

#[test]
fn initials_and_a_surname_alone_join_who_held_their_office() {
    let db = graph(0..7);
    assert_eq!(
        persons(&db),
        [vec!["Асанов", "Ж. Асанов", "Жақып Асанов"], vec!["Жанар Асанов"], vec!["Жомарт Асанов"]]
    );
    assert_eq!(doubts(&db, "Жақып Асанов"), []);
    let held = "MATCH (:Person {name: 'Жақып Асанов'})-[h:HELD]->(:Position {name: 'Бас прокурор'}) \
         RETURN h.first AS first, h.last AS last, h.releases AS releases";
    let rows = db.snapshot().query(held, &Parameters::new()).unwrap();
    let row = rows.first().unwrap();
    let seen: (String, String, i64) =
        (row.get("first").unwrap(), row.get("last").unwrap(), row.get("releases").unwrap());
    assert_eq!(seen, ("2017-05-04".to_owned(), "2018-02-01".to_owned(), 2));
}

#[test]
fn an_office_that_two_namesakes_held_leaves_a_doubt_that_says_so() {
    let db = graph(0..8);
    assert!(persons(&db).contains(&vec!["Ж. Асанов".to_owned()]), "{:?}", persons(&db));
    let (fit, office) = ("initials fit several persons of this surname", "; both were бас прокурор");
    let expected = [("Жанар Асанов", 0.45, office), ("Жақып Асанов", 0.45, office), ("Жомарт Асанов", 0.1, "")];
    let expected = expected.map(|(name, score, office)| (name.to_owned(), score, format!("{fit}{office}")));
    assert_eq!(doubts(&db, "Ж. Асанов"), expected);
}

#[test]
fn an_office_of_anybody_tells_nothing() {
    let text = |name| format!("2020 жылғы 2 мамыр\nМинистр {name} Астанада сөз сөйледі.");
    let db = Database::in_memory();
    for (number, name) in ["Ж. Асанов", "Жақып Асанов"].into_iter().enumerate() {
        let releases = Release::from_text(&format!("{number}.txt"), &text(name)).unwrap();
        Ingest::new(&db).add(releases, |_| ControlFlow::Continue(())).unwrap();
    }
    read(&db, [3]);
    assert_eq!(persons(&db).len(), 3, "{:?}", persons(&db));
}

#[test]
fn a_surname_alone_is_the_head_of_state_whom_it_is_on_record_of() {
    let db = Database::in_memory();
    let texts = [
        "Президент Тоқаев Атырауда тұрғындармен кездесті.",
        "Қазақстан Президенті Қасым-Жомарт Тоқаев Семейде сөз сөйледі.",
        "Әнші Марат Тоқаев Тараздағы кешке қатысты.",
    ];
    for (number, text) in texts.into_iter().enumerate() {
        let releases = Release::from_text(&format!("{number}.txt"), text).unwrap();
        Ingest::new(&db).add(releases, |_| ControlFlow::Continue(())).unwrap();
    }
    assert_eq!(persons(&db), [vec!["Тоқаев", "Қасым-Жомарт Тоқаев"], vec!["Марат Тоқаев"]]);
}

#[test]
fn what_an_office_says_is_forgotten_with_the_release_that_says_it() {
    for forgotten in 0..TEXTS.len() {
        let (db, without) = (graph(0..TEXTS.len()), graph((0..TEXTS.len()).filter(|n| *n != forgotten)));
        assert!(db.forget(&key_of(&db, forgotten)).unwrap());
        assert_eq!(differing(&dump(&db), &dump(&without)), [""; 0], "{forgotten}");
    }
}

#[test]
fn a_rebuild_and_a_reopening_keep_what_offices_say() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Database::open(folder.path().join("a.kg")).unwrap();
    let db = open();
    read(&db, 0..5);
    let before = dump(&db);
    let report = db.rebuild(|_| ControlFlow::Continue(())).unwrap().unwrap();
    assert!(report.nodes.values().all(|n| (n.added, n.removed, n.changed) == (0, 0, 0)), "{report:?}");
    assert_eq!(differing(&dump(&db), &before), [""; 0]);
    drop(db);
    let db = open();
    read(&db, 5..8);
    assert_eq!(differing(&dump(&db), &dump(&graph(0..8))), [""; 0]);
}

#[test]
fn a_person_who_judges_wins_over_an_office() {
    let db = graph(0..7);
    let (first, second, reason) = ("Жақып Асанов".to_owned(), "Ж. Асанов".to_owned(), "басқа адам".to_owned());
    let different =
        Judgement { kind: EntityKind::Person, first, second, verdict: Verdict::Different, score: 1.0, reason };
    let before = dump(&db);
    db.judge([different.clone()], Judge::Person).unwrap();
    assert!(persons(&db).contains(&vec!["Ж. Асанов".to_owned()]), "{:?}", persons(&db));

    let judged_first = Database::in_memory();
    judged_first.judge([different], Judge::Person).unwrap();
    read(&judged_first, (0..7).rev());
    assert_eq!(differing(&dump(&judged_first), &dump(&db)), [""; 0]);
    db.undo_judgement().unwrap();
    assert_eq!(differing(&dump(&db), &before), [""; 0]);
}

#[test]
fn a_role_that_a_person_rejects_says_nothing() {
    let db = graph([0, 2, 3]);
    assert_eq!(persons(&db).len(), 2);
    let (key, start) = (key_of(&db, 2), TEXTS[2].find("Бас прокурор").unwrap());
    let place = db.facts_at(&key, start, start + "Бас прокурор".len());
    let place = place.into_iter().find(|place| place.fact == FactKind::Role).unwrap();
    let before = dump(&db);
    db.correct([Correction { place, says: Says::Rejected, reason: "ол емес".to_owned() }]).unwrap();
    assert_eq!(persons(&db).len(), 3, "{:?}", persons(&db));
    db.undo_judgement().unwrap();
    assert_eq!(differing(&dump(&db), &before), [""; 0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_order_of_releases_does_not_matter(
        order in Just((0..TEXTS.len()).collect::<Vec<_>>()).prop_shuffle(),
        sessions in 1..4_usize,
        forgotten in 0..TEXTS.len(),
    ) {
        let db = Database::in_memory();
        for part in order.chunks(order.len().div_ceil(sessions)) {
            read(&db, part.iter().copied());
        }
        prop_assert_eq!(differing(&dump(&db), &dump(&graph(0..TEXTS.len()))), [""; 0]);
        db.forget(&key_of(&db, forgotten)).unwrap();
        let without = graph(order.into_iter().filter(|n| *n != forgotten));
        prop_assert_eq!(differing(&dump(&db), &dump(&without)), [""; 0]);
    }
}
