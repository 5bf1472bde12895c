//! Promises: the evidence of a participant states the event first, and then names the participant; a title stands for who held it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::ops::ControlFlow;

use shezhire::{Correction, Database, FactKind, Ingest, Parameters, Release, Row, Says};

fn read(name: &str, text: &str) -> Vec<Release> {
    Release::from_text(name, text).unwrap()
}

fn add(db: &Database, releases: Vec<Release>) {
    Ingest::new(db).threads(1).add(releases, |_| ControlFlow::Continue(())).unwrap();
}

fn names(db: &Database, statement: &str) -> Vec<String> {
    let rows = db.snapshot().query(statement, &Parameters::new()).unwrap();
    rows.iter().map(|r| r.get::<String>("name").unwrap()).collect()
}

/// The sentences that a `TOOK_PART_IN` of a signing lists, in their order.
fn proofs_of_signing(db: &Database) -> Vec<String> {
    let proofs = "MATCH (p:Person)-[t:TOOK_PART_IN]->(:Event {type: 'signing'}) UNWIND t.evidence AS proof \
                  MATCH (r:Release {key: split(proof, '#')[0]}) RETURN split(proof, '#')[1] AS span, r.text AS text, \
                  r.byte_start AS start ORDER BY p.name";
    let rows = db.snapshot().query(proofs, &Parameters::new()).unwrap();
    let sentence = |row: Row<'_>| {
        let (span, text) = (row.get::<String>("span").unwrap(), row.get::<String>("text").unwrap());
        let from = usize::try_from(row.get::<i64>("start").unwrap()).unwrap();
        let (start, end) = span.split_once('-').unwrap();
        text[start.parse::<usize>().unwrap() - from..end.parse::<usize>().unwrap() - from].to_owned()
    };
    rows.iter().map(sentence).collect()
}

const SIGNING: &str = "Айгүл Тілеубаева Шымкентте елші Анна Вебермен кездесті. Кездесуде сауда мәселелері талқыланды. \
                       Содан соң екі тарап меморандумға қол қойды.";

#[test]
fn evidence_states_the_event_first_and_then_names_who_took_part() {
    let db = Database::in_memory();
    add(&db, read("а.txt", SIGNING));
    let (signed, named) =
        ("Содан соң екі тарап меморандумға қол қойды.", "Айгүл Тілеубаева Шымкентте елші Анна Вебермен кездесті.");
    assert_eq!(proofs_of_signing(&db), [signed, named, signed, named]);
    let sentences = "MATCH (:Person {name: 'Анна Вебер'})-[t:TOOK_PART_IN]->(:Event {type: 'signing'}) \
                     UNWIND evidence(t) AS e RETURN e.sentence AS name";
    assert_eq!(names(&db, sentences), [named, signed]);
    let met = "MATCH (p)-[t:TOOK_PART_IN]->(:Event {type: 'meeting'}) WHERE size(t.evidence) > 1 RETURN p.name AS name";
    assert_eq!(names(&db, met), Vec::<String>::new());
}

#[test]
fn evidence_keeps_its_order_when_a_copy_at_a_smaller_place_comes() {
    let spaced = SIGNING.replace(' ', "   ");
    let copies = [("а.txt", &*spaced), ("б.txt", SIGNING)];
    let proofs = [[0, 1], [1, 0]].map(|order| {
        let db = Database::in_memory();
        add(&db, order.into_iter().flat_map(|at| read(copies[at].0, copies[at].1)).collect());
        let rows = names(&db, "MATCH (r:Release) WHERE r.copies = 2 RETURN r.source AS name");
        assert_eq!(rows, ["а.txt"]);
        proofs_of_signing(&db)
    });
    assert!(proofs[0][0].starts_with("Содан   соң") && proofs[0][1].starts_with("Айгүл   "), "{:?}", proofs[0]);
    assert_eq!(proofs[0], proofs[1]);
}

/// Whom a title of the head of state stands for, in a release of that day that names nobody.
fn head(text: &str) -> Vec<(String, f64)> {
    let db = Database::in_memory();
    add(&db, read("а.txt", text));
    let rows = db.run(
        "MATCH (:Release)-[m:MENTIONS {form: 'title'}]->(p:Person) RETURN p.name, m.confidence",
        &Parameters::new(),
    );
    rows.unwrap().iter().map(|row| (row.get("p.name").unwrap(), row.get("m.confidence").unwrap())).collect()
}

#[test]
fn the_head_of_state_of_the_day_is_meant_where_nobody_is_named() {
    let told = "Мемлекет басшысы Таразда тұрғындармен кездесті.";
    let first = ("Нұрсұлтан Назарбаев".to_owned(), 0.95);
    let second = ("Қасым-Жомарт Тоқаев".to_owned(), 0.95);
    assert_eq!(head(&format!("2017 жылғы 3 ақпан\n{told}")), std::slice::from_ref(&first));
    assert_eq!(head(&format!("2020 жылғы 3 ақпан\n{told}")), [second]);
    assert_eq!(head("2020 жылғы 3 ақпан\nЕлбасы Таразда тұрғындармен кездесті."), [first]);
    let inferred = format!("{told} Оны Премьер-Министр Бақытжан Сағынтаев қарсы алды.");
    assert_eq!(head(&inferred), [("Нұрсұлтан Назарбаев".to_owned(), 0.8)]);
    // Of another country, and of the government.
    let guest = "2016 жылғы 3 ақпан\nАлматыға Ресей Президенті келді. Оны Премьер-Министр қарсы алды.";
    let (their, our) = (("Владимир Путин".to_owned(), 0.95), ("Кәрім Мәсімов".to_owned(), 0.95));
    let mut meant = head(guest);
    meant.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(meant, [their, our]);
    // Somebody is called so whom no table knows.
    assert_eq!(head(&format!("2020 жылғы 3 ақпан\nПрезидент Асан Тілеуов сөйледі. {told}")), []);
    // Nothing says when, or it may have been either.
    assert_eq!(head(told), []);
    assert_eq!(head(&format!("2019 жыл\n{told}")), []);
}

/// Who took part in what as what by the word of a title alone: name, type of event, part, how sure, evidence.
fn by_title(text: &str) -> Vec<String> {
    let db = Database::in_memory();
    add(&db, read("а.txt", text));
    let told = "MATCH (p:Person)-[t:TOOK_PART_IN]->(e:Event) WHERE t.why IS NOT NULL AND t.confidence < e.confidence \
                RETURN p.name + ': ' + e.type + coalesce(' as ' + t.role, '') + ', ' + evidence(t)[0].sentence AS name ORDER BY name";
    names(&db, told)
}

#[test]
fn whoever_a_title_of_the_day_stands_for_takes_part() {
    let received = "Мемлекет басшысы Астанада елшілерді қабылдады.";
    assert_eq!(
        by_title(&format!("2017 жылғы 3 ақпан\n{received}")),
        [format!("Нұрсұлтан Назарбаев: meeting as host, {received}")]
    );
    assert_eq!(
        by_title(&format!("2021 жылғы 3 ақпан\n{received}")),
        [format!("Қасым-Жомарт Тоқаев: meeting as host, {received}")]
    );
    let said = "– Ел экономикасы өсіп келеді, – деді Мемлекет басшысы.";
    assert_eq!(
        by_title(&format!("2021 жылғы 3 ақпан\n{said}")),
        [format!("Қасым-Жомарт Тоқаев: statement as speaker, {said}")]
    );
    let with = "Мемлекет басшысы Таразда министр Айгүл Тілеубаеваны қабылдады.";
    assert_eq!(
        by_title(&format!("2021 жылғы 3 ақпан\n{with}")),
        [format!("Қасым-Жомарт Тоқаев: meeting as host, {with}")]
    );
}

#[test]
fn nothing_is_told_of_a_title_that_stands_for_nobody() {
    let db = Database::in_memory();
    add(&db, read("а.txt", "Мемлекет басшысы Астанада елшілерді қабылдады."));
    assert_eq!(names(&db, "MATCH (e:Event) RETURN e.type AS name"), [""; 0]);
}

#[test]
fn a_title_that_a_person_rejects_stands_for_nobody_and_its_event_goes() {
    let text = "2021 жылғы 3 ақпан\nМемлекет басшысы Таразда елшілерді қабылдады. Сөз сауда туралы болды.";
    let db = Database::in_memory();
    add(&db, read("а.txt", text));
    let title = "MATCH (r:Release)-[m:MENTIONS {form: 'title'}]->(p:Person) RETURN r.key AS name";
    let release = names(&db, title).remove(0);
    let start = text.find("Мемлекет").unwrap();
    let place = db.facts_at(&release, start, start + "Мемлекет басшысы".len()).remove(0);
    assert_eq!(place.fact, FactKind::Mention);
    db.correct([Correction { place, says: Says::Rejected, reason: String::new() }]).unwrap();
    assert_eq!(names(&db, title), [""; 0]);
    assert_eq!(names(&db, "MATCH (p:Person) RETURN p.name AS name"), [""; 0]);
}
