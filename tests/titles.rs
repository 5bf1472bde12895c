//! The README's promise: an office that stands alone is said of whoever is known to have held it then, and nothing rests on itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod dump;

use std::ops::ControlFlow;

use dump::{differing, dump, dump_with_ids};
use shezhire::model::EntityKind;
use shezhire::{Correction, Database, FactKind, Ingest, Judgement, Parameters, Release, Says, Verdict};

/// Two sightings of a prosecutor, releases that speak of one between, before and long after, a successor, one of that time
/// too, and the akim of a region.
const TEXTS: [&str; 10] = [
    "2017 жылғы 3 наурыз\nБас прокурор Жақып Асанов Оралда Марат Бекетаевпен кездесті. Сөз тәртіп туралы болды.",
    "2018 жылғы 2 мамыр\nБас прокурор Ж. Асанов Семейде тұрғындарды қабылдады. Сөз тәртіп туралы болды.",
    "2017 жылғы 9 тамыз\nБас прокурор Таразда елші Анна Веберді қабылдады. Сөз сауда туралы болды.",
    "2017 жылғы 11 тамыз\nБас прокурор Шымкентте жастарды қабылдады.",
    "2017 жылғы 1 наурыз\n– Тәртіп қатал болады, – деді Бас прокурор.",
    "2024 жылғы 1 наурыз\nБас прокурор Ақтауда жастарды қабылдады.",
    "2020 жылғы 6 маусым\nБас прокурор Ғизат Нұров Атырауда Марат Бекетаевпен кездесті. Сөз тәртіп туралы болды.",
    "2017 жылғы 10 тамыз\nБас прокурор Дәулет Жанов Көкшетауда жиын өткізді. Жиынға қала тұрғындары қатысты.",
    "2017 жылғы 5 тамыз\nЖамбыл облысының әкімі Асқар Мырзаев Таразда жиын өткізді. Жиынға қала тұрғындары қатысты.",
    "2017 жылғы 25 тамыз\nЖамбыл облысының әкімі Таразда елші Анна Веберді қабылдады. Сөз сауда туралы болды.",
];

/// The release in which somebody else holds the office at the same time.
const RIVAL: usize = 7;

fn releases(number: usize) -> Vec<Release> {
    Release::from_text(&format!("{number}.txt"), TEXTS[number]).unwrap()
}

fn read(db: &Database, numbers: impl IntoIterator<Item = usize>) {
    let releases = numbers.into_iter().flat_map(releases).collect::<Vec<_>>();
    Ingest::new(db).threads(1).add(releases, |_| ControlFlow::Continue(())).unwrap();
}

fn graph(numbers: impl IntoIterator<Item = usize>) -> Database {
    let db = Database::in_memory();
    read(&db, numbers);
    db
}

fn strings(db: &Database, statement: &str) -> Vec<String> {
    let rows = db.snapshot().query(statement, &Parameters::new()).unwrap();
    rows.iter().map(|r| r.get::<String>("x").unwrap()).collect()
}

/// Which titles stand for whom: release, person, how sure.
fn meant(db: &Database) -> Vec<String> {
    strings(
        db,
        "MATCH (r:Release)-[m:MENTIONS {form: 'title'}]->(p:Person) WHERE m.office IS NOT NULL AND m.why STARTS WITH 'held' \
         RETURN r.source + ' ' + p.name + ' ' + toString(m.confidence) AS x ORDER BY x",
    )
}

/// What whoever a title stands for took part in: release, person, type, part.
fn parts(db: &Database) -> Vec<String> {
    strings(
        db,
        "MATCH (r:Release)-[:REPORTS]->(e:Event)<-[t:TOOK_PART_IN]-(p:Person) WHERE t.office IS NOT NULL \
         AND t.confidence < e.confidence AND t.evidence[0] STARTS WITH r.key \
         RETURN r.source + ' ' + p.name + ' ' + e.type + ' ' + coalesce(t.role, '-') AS x ORDER BY x",
    )
}

fn all_but(left_out: &[usize]) -> Vec<usize> {
    (0..TEXTS.len()).filter(|n| !left_out.contains(n)).collect()
}

#[test]
fn an_office_alone_is_said_of_whom_other_releases_name_before_and_after() {
    let db = graph(all_but(&[RIVAL]));
    assert_eq!(
        meant(&db),
        ["2.txt Жақып Асанов 0.7", "3.txt Жақып Асанов 0.7", "4.txt Жақып Асанов 0.7", "9.txt Асқар Мырзаев 0.68"]
    );
    assert_eq!(
        parts(&db),
        [
            "2.txt Жақып Асанов meeting host",
            "3.txt Жақып Асанов meeting host",
            "4.txt Жақып Асанов statement speaker",
            "9.txt Асқар Мырзаев meeting host"
        ]
    );
    // What is told of a title alone is no sighting, and no form of a name.
    let seen = "MATCH (p:Person {name: 'Жақып Асанов'})-[h:HELD]->() \
                RETURN h.first + ' ' + h.last + ' ' + toString(h.releases) + ' ' + toString(p.mentions) AS x";
    assert_eq!(strings(&db, seen), ["2017-03-03 2018-05-02 2 2"]);
}

#[test]
fn of_two_at_a_time_neither_is_meant() {
    let db = graph(0..TEXTS.len());
    assert_eq!(meant(&db), ["9.txt Асқар Мырзаев 0.68"]);
    // A happening that nobody else is known to have taken part in is not told.
    let told = "MATCH (r:Release {source: '4.txt'})-[:REPORTS]->(e) RETURN e.type AS x";
    assert_eq!(strings(&db, told), [""; 0]);
}

/// Orders of reading: rotations forward and backward.
fn orders() -> Vec<Vec<usize>> {
    let n = TEXTS.len();
    let rotations = (0..n).map(|from| (0..n).map(|at| (from + at * 3) % n).collect::<Vec<_>>());
    rotations.flat_map(|order| [order.iter().rev().copied().collect(), order]).collect()
}

#[test]
fn the_order_of_reading_does_not_matter() {
    for left_out in [&[][..], &[RIVAL], &[1], &[0, RIVAL]] {
        let whole = dump(&graph(all_but(left_out)));
        for order in orders() {
            let db = Database::in_memory();
            for number in order.into_iter().filter(|n| !left_out.contains(n)) {
                read(&db, [number]);
            }
            assert_eq!(differing(&dump(&db), &whole), [""; 0], "without {left_out:?}");
        }
    }
}

fn key_of(db: &Database, number: usize) -> String {
    strings(db, &format!("MATCH (r:Release {{source: '{number}.txt'}}) RETURN r.key AS x")).remove(0)
}

#[test]
fn what_is_forgotten_was_never_read() {
    for forgotten in 0..TEXTS.len() {
        for left_out in [&[][..], &[RIVAL]] {
            if left_out.contains(&forgotten) {
                continue;
            }
            let db = graph(all_but(left_out));
            assert!(db.forget(&key_of(&db, forgotten)).unwrap());
            let without = graph(all_but(&[left_out, &[forgotten]].concat()));
            assert_eq!(differing(&dump(&db), &dump(&without)), [""; 0], "{forgotten} without {left_out:?}");
        }
    }
}

#[test]
fn a_rebuild_changes_nothing() {
    let db = graph(all_but(&[RIVAL]));
    let before = dump_with_ids(&db);
    let report = db.rebuild(|_| ControlFlow::Continue(())).unwrap().unwrap();
    assert!(report.nodes.values().chain(report.relationships.values()).all(|c| *c == Default::default()), "{report:?}");
    assert_eq!(dump_with_ids(&db), before);
}

#[test]
fn judgements_change_who_is_meant_and_are_taken_back_without_a_trace() {
    let db = graph(0..TEXTS.len());
    let before = dump(&db);
    let (first, second) = ("Жақып Асанов".to_owned(), "Дәулет Жанов".to_owned());
    let same = Judgement {
        kind: EntityKind::Person,
        first,
        second,
        verdict: Verdict::Same,
        score: 1.0,
        reason: String::new(),
    };
    db.judge([same.clone()], shezhire::Judge::Person).unwrap();
    assert_eq!(meant(&db).len(), 4, "{:?}", meant(&db));
    let judged = dump(&db);
    let fresh = Database::in_memory();
    fresh.judge([same], shezhire::Judge::Person).unwrap();
    read(&fresh, (0..TEXTS.len()).rev());
    assert_eq!(differing(&judged, &dump(&fresh)), [""; 0]);
    db.undo_judgement().unwrap();
    assert_eq!(differing(&dump(&db), &before), [""; 0]);
}

#[test]
fn a_title_that_a_person_rejects_is_said_of_nobody() {
    let db = graph(all_but(&[RIVAL]));
    let before = dump(&db);
    let key = key_of(&db, 3);
    let start = TEXTS[3].find("Бас прокурор").unwrap();
    let place = db.facts_at(&key, start, start + "Бас прокурор".len()).remove(0);
    assert_eq!(place.fact, FactKind::Mention);
    db.correct([Correction { place, says: Says::Rejected, reason: String::new() }]).unwrap();
    assert_eq!(meant(&db).len(), 3, "{:?}", meant(&db));
    db.undo_judgement().unwrap();
    assert_eq!(differing(&dump(&db), &before), [""; 0]);
}

#[test]
fn a_copy_at_a_smaller_place_takes_its_titles_along() {
    let texts = all_but(&[RIVAL]);
    let copy = || Release::from_text("0-көшірме.txt", &TEXTS[2].replace(' ', "  ")).unwrap();
    let add = |db: &Database, releases| {
        Ingest::new(db).threads(1).add(releases, |_| ControlFlow::Continue(())).unwrap();
    };
    let (last, first) = (graph(texts.clone()), Database::in_memory());
    add(&last, copy());
    add(&first, copy());
    read(&first, texts);
    assert_eq!(differing(&dump(&last), &dump(&first)), [""; 0]);
}
