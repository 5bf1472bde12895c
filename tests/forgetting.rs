//! The README's promise: a release that is forgotten leaves nothing that rests on it alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod dump;

use std::ops::ControlFlow;

use assert_cmd::Command;
use dump::{differing, dump};
use shezhire::{Database, Ingest, Parameters, Release};

/// Releases that share persons, offices, dates, bodies and a happening.
const TEXTS: [&str; 7] = [
    "2021 жылғы 4 мамыр\nДенсаулық сақтау министрі Айжан Сәрсенова Қарағандыда елші Саид Каримовпен кездесті.",
    "2021 жылғы 4 мамыр\nБүгін министр Айжан Сәрсенова мен елші Саид Каримов Қарағандыда кездесті.",
    "2023 жылғы 9 маусым\nДенсаулық сақтау министрі Айжан Сәрсенова Астанада баспасөз мәслихатын өткізді.",
    "2022 жылғы 1 ақпан\nПрокурор Жанат Мұсаев Семейде тұрғындарды қабылдады. Кездесуден кейін Ж. Мұсаев сөз сөйледі.",
    "2022 жылғы 3 ақпан\nСуретші Жомарт Мұсаев Оралда көрме ашты. Көрмеге Ж. Мұсаевтың достары келді.",
    "2022 жылғы 5 ақпан\nЖ. Мұсаев Таразда Айжан Сәрсеновамен кездесті. Қазақстан мен Өзбекстан келісімге қол қойды.",
    "2022 жылғы 7 наурыз\nҚазақстан Республикасы Денсаулық сақтау министрлігінің Ғылым комитеті Алматыда отырыс өткізді.",
];

fn read(db: &Database, numbers: impl IntoIterator<Item = usize>) {
    let releases: Vec<_> =
        numbers.into_iter().flat_map(|n| Release::from_text(&format!("{n}.txt"), TEXTS[n]).unwrap()).collect();
    Ingest::new(db).threads(1).add(releases, |_| ControlFlow::Continue(())).unwrap();
}

fn key_of(db: &Database, number: usize) -> String {
    let statement = format!("MATCH (r:Release {{source: '{number}.txt'}}) RETURN r.key AS key");
    db.snapshot().query(&statement, &Parameters::new()).unwrap().first().unwrap().get("key").unwrap()
}

#[test]
fn what_is_forgotten_was_never_read() {
    for forgotten in 0..TEXTS.len() {
        let (db, without) = (Database::in_memory(), Database::in_memory());
        read(&db, 0..TEXTS.len());
        read(&without, (0..TEXTS.len()).filter(|n| *n != forgotten));
        assert!(db.forget(&key_of(&db, forgotten)).unwrap());
        assert_eq!(differing(&dump(&db), &dump(&without)), [""; 0], "{forgotten}");
    }
}

#[test]
fn all_forgotten_nothing_is_left_and_it_can_be_read_again() {
    let (db, fresh) = (Database::in_memory(), Database::in_memory());
    read(&fresh, 0..TEXTS.len());
    read(&db, 0..TEXTS.len());
    for number in 0..TEXTS.len() {
        assert!(db.forget(&key_of(&db, number)).unwrap());
    }
    assert_eq!(db.snapshot().graph().node_count(), 0);
    assert!(!db.forget("0123").unwrap(), "there is no such release");
    read(&db, (0..TEXTS.len()).rev());
    assert_eq!(dump(&db), dump(&fresh));
}

#[test]
fn the_program_forgets_by_file_and_says_what_it_does_not_know() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.kg");
    let db = Database::open(&path).unwrap();
    read(&db, [0, 2]);
    drop(db);
    let forget = |releases: &[&str]| {
        let mut command = Command::cargo_bin("shezhire").unwrap();
        let output = command.arg("forget").arg(&path).args(releases).output().unwrap();
        (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
    };
    let (status, told) = forget(&["0.txt", "9.txt"]);
    assert_eq!(status, Some(1));
    assert!(told.starts_with("forgotten: 0.txt, ") && told.contains("9.txt is not on record"), "{told}");
    assert_eq!(forget(&["2.txt#0"]).0, Some(0));
    assert_eq!(Database::open(&path).unwrap().snapshot().graph().node_count(), 0);
}
