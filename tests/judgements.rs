//! The README's promise: what a person judges of identities wins, survives whatever is read later, and can be taken back.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod dump;

use std::ops::ControlFlow;

use assert_cmd::Command;
use dump::{differing, dump};
use proptest::prelude::*;
use shezhire::model::EntityKind;
use shezhire::{
    Correction, Database, FactKind, Ingest, Judge, Judgement, Parameters, Release, Says, Verdict, read_judgements,
};

/// Releases with namesakes, initials, a changed surname and bodies under several names.
const TEXTS: [&str; 8] = [
    "2021 жылғы 4 мамыр\nДенсаулық сақтау министрі Айжан Сәрсенова Қарағандыда дәрігерлермен кездесті.",
    "2023 жылғы 9 маусым\nДенсаулық сақтау министрі Айжан Төлегенова Астанада баспасөз мәслихатын өткізді.",
    "2022 жылғы 1 ақпан\nПрокурор Жанат Мұсаев Семейде тұрғындарды қабылдады. Кездесуден кейін Ж. Мұсаев сөз сөйледі.",
    "2022 жылғы 3 ақпан\nСуретші Жомарт Мұсаев Оралда көрме ашты.",
    "2022 жылғы 5 ақпан\nЖ. Мұсаев Таразда Айжан Сәрсеновамен кездесті.",
    "2022 жылғы 7 наурыз\nҚазақстанның Сыртқы істер министрлігі Өзбекстан елшісі Саид Каримовты қабылдады.",
    "2022 жылғы 8 наурыз\nСІМ өкілі Қанат Бектұров Алматыда Саид Каримовпен келіссөз жүргізді.",
    "2022 жылғы 9 наурыз\nҚанат Бектұров Бірлескен кеңесте сөз сөйледі. Кеңес Астанада өтті.",
];

fn releases(number: usize) -> Vec<Release> {
    Release::from_text(&format!("{number}.txt"), TEXTS[number]).unwrap()
}

fn read(db: &Database, numbers: impl IntoIterator<Item = usize>) {
    let releases: Vec<_> = numbers.into_iter().flat_map(releases).collect();
    Ingest::new(db).threads(1).add(releases, |_| ControlFlow::Continue(())).unwrap();
}

fn names(db: &Database, label: &str) -> Vec<String> {
    let statement = format!("MATCH (n:{label}) RETURN n.name AS name ORDER BY name");
    let rows = db.snapshot().query(&statement, &Parameters::new()).unwrap();
    rows.iter().map(|row| row.get("name").unwrap()).collect()
}

fn judge(kind: EntityKind, first: &str, second: &str, verdict: Verdict) -> Judgement {
    let (first, second, reason) = (first.to_owned(), second.to_owned(), "белгілі".to_owned());
    Judgement { kind, first, second, verdict, score: 1.0, reason }
}

fn person(first: &str, second: &str, verdict: Verdict) -> Judgement {
    judge(EntityKind::Person, first, second, verdict)
}

#[test]
fn who_is_judged_one_is_one_with_all_that_is_told_of_both() {
    let db = Database::in_memory();
    read(&db, 0..TEXTS.len());
    let before = dump(&db);
    db.judge([person("Айжан Сәрсенова", "Айжан Төлегенова", Verdict::Same)], Judge::Person).unwrap();
    let rows = db.run(
        "MATCH (p:Person)-[h:HELD]->(o) WHERE 'Айжан Төлегенова' IN p.aliases \
         RETURN p.aliases AS names, h.first AS first, h.last AS last, h.releases AS releases",
        &Parameters::new(),
    );
    let rows = rows.unwrap();
    let row = rows.first().unwrap();
    assert_eq!(row.get::<Vec<String>>("names").unwrap(), ["Айжан Сәрсенова", "Айжан Төлегенова"]);
    let held: (String, String, i64) =
        (row.get("first").unwrap(), row.get("last").unwrap(), row.get("releases").unwrap());
    assert_eq!(held, ("2021-05-04".to_owned(), "2023-06-09".to_owned(), 2));
    assert_eq!(db.undo_judgement().unwrap().len(), 1);
    assert_eq!(dump(&db), before);
    assert_eq!(db.undo_judgement().unwrap(), [], "there is nothing left to take back");
}

#[test]
fn who_is_judged_two_is_two_and_no_longer_doubted() {
    let db = Database::in_memory();
    read(&db, [2, 4]);
    assert!(!names(&db, "Person").contains(&"Ж. Мұсаев".to_owned()));
    db.judge([person("Жанат Мұсаев", "Ж. Мұсаев", Verdict::Different)], Judge::Person).unwrap();
    assert_eq!(names(&db, "Person"), ["Айжан Сәрсенова", "Ж. Мұсаев", "Жанат Мұсаев"]);

    // The rules doubt initials that fit two; the person has settled one of the doubts.
    read(&db, [3]);
    let doubts = "MATCH (a:Person)-[m:MAYBE_SAME_AS]-(b) WHERE a.name = 'Ж. Мұсаев' RETURN collect(b.name) AS names";
    let rows = db.run(doubts, &Parameters::new()).unwrap();
    assert_eq!(rows.first().unwrap().get::<Vec<String>>("names").unwrap(), ["Жомарт Мұсаев"]);
}

#[test]
fn a_person_wins_over_a_rule_whichever_comes_last() {
    let db = Database::in_memory();
    read(&db, [0, 1]);
    let pair = |verdict| person("Айжан Сәрсенова", "Айжан Төлегенова", verdict);
    db.judge([pair(Verdict::Different)], Judge::Person).unwrap();
    db.judge([pair(Verdict::Same)], Judge::Rule).unwrap();
    assert_eq!(names(&db, "Person").len(), 2);
    db.undo_judgement().unwrap();
    db.undo_judgement().unwrap();
    db.judge([pair(Verdict::Same)], Judge::Rule).unwrap();
    assert_eq!(names(&db, "Person").len(), 1);
    assert_eq!(db.judgements().len(), 5);
}

#[test]
fn judgements_hold_for_names_that_come_later_and_leave_as_lines() {
    let (db, later) = (Database::in_memory(), Database::in_memory());
    read(&db, 0..TEXTS.len());
    let judged = [
        person("Жомарт Мұсаев", "Ж. Мұсаев", Verdict::Same),
        judge(EntityKind::Organisation, "Қазақстанның Сыртқы істер министрлігі", "СІМ", Verdict::Same),
    ];
    db.judge(judged, Judge::Person).unwrap();
    db.judge([person("Саид Каримов", "Қанат Бектұров", Verdict::Unsure)], Judge::Person).unwrap();
    let lines: String = db.judgements().iter().map(|record| format!("{record}\n")).collect();

    later.import_judgements(read_judgements(&lines).unwrap()).unwrap();
    read(&later, (0..TEXTS.len()).rev());
    assert_eq!(dump(&later), dump(&db));
    assert!(later.import_judgements(read_judgements(&lines).unwrap()).unwrap().is_empty(), "they are there already");
    assert!(read_judgements("{}\n").unwrap_err().to_string().contains("line 1"));
}

#[test]
fn a_judgement_survives_a_re_read_and_a_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Database::open(folder.path().join("a.kg")).unwrap();
    let db = open();
    read(&db, 0..TEXTS.len());
    db.judge([person("Айжан Сәрсенова", "Айжан Төлегенова", Verdict::Same)], Judge::Person).unwrap();
    let judged = dump(&db);
    drop(db);
    let db = open();
    db.checkpoint().unwrap();
    read(&db, 0..TEXTS.len());
    drop(db);
    let db = open();
    assert_eq!(dump(&db), judged);
    db.undo_judgement().unwrap();
    let fresh = Database::in_memory();
    read(&fresh, 0..TEXTS.len());
    assert_eq!(dump(&db), dump(&fresh));
}

#[test]
fn a_session_that_is_under_way_hears_of_a_judgement() {
    let db = Database::in_memory();
    let mut session = Ingest::new(&db);
    let mut add = |number| session.add(releases(number), |_| ControlFlow::Continue(())).map(drop).unwrap();
    add(0);
    db.judge([person("Айжан Сәрсенова", "Айжан Төлегенова", Verdict::Same)], Judge::Person).unwrap();
    add(1);
    assert_eq!(names(&db, "Person").len(), 1);
}

/// All forms of persons and organisations in the texts.
fn forms() -> Vec<(EntityKind, String)> {
    let db = Database::in_memory();
    read(&db, 0..TEXTS.len());
    let rows = db.run(
        "MATCH (n) WHERE n:Person OR n:Organisation OR n:Place UNWIND n.aliases AS form RETURN labels(n)[0] AS kind, form",
        &Parameters::new(),
    );
    let kind = |label: &str| match label {
        "Person" => EntityKind::Person,
        "Organisation" => EntityKind::Organisation,
        _ => EntityKind::Place,
    };
    rows.unwrap().iter().map(|row| (kind(&row.get::<String>("kind").unwrap()), row.get("form").unwrap())).collect()
}

/// What the program prints and says for people, and its exit status.
fn program(arguments: &[&str]) -> (String, String, i32) {
    let output = Command::cargo_bin("shezhire").unwrap().args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

#[test]
fn the_shell_merges_splits_and_takes_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.kg");
    let db = Database::open(&path).unwrap();
    read(&db, 0..TEXTS.len());
    drop(db);
    let path = path.to_str().unwrap();
    let shell = |command: &str| program(&["shell", path, "-c", command]);

    let (pairs, _, _) = program(&["review", path, "--kind", "person", "--format", "csv"]);
    assert!(pairs.lines().count() == 3 && pairs.contains("Ж. Мұсаев"), "{pairs}");
    let (_, said, status) = shell(":merge 'Ж. Мұсаев' 'person:musaev janat' 'бір сапар'");
    assert_eq!((said.as_str(), status), ("Ж. Мұсаев is the same as Жанат Мұсаев: бір сапар\n", 0));
    let (pairs, _, _) = program(&["review", path, "--kind", "person", "--format", "csv"]);
    assert_eq!(pairs.lines().count(), 1, "{pairs}");
    let (_, said, _) = shell(":split 'Жанат Мұсаев'");
    assert_eq!(said, "Жанат Мұсаев is not Ж. Мұсаев\n");
    let (log, _, _) = shell(":judgements");
    assert_eq!(log.lines().count(), 2, "{log}");

    let (lines, _, _) = program(&["judgements", path]);
    let file = folder.path().join("judged.jsonl");
    std::fs::write(&file, &lines).unwrap();
    let other = folder.path().join("b.kg");
    drop(Database::open(&other).unwrap());
    let import = ["judgements", other.to_str().unwrap(), "--import", file.to_str().unwrap()];
    assert_eq!(program(&import).0, "2 of 2 judgements are new\n");
    assert_eq!(program(&import).0, "0 of 2 judgements are new\n");

    assert_eq!(shell(":undo").1, "taken back: Жанат Мұсаев is not Ж. Мұсаев\n");
    assert_eq!(shell(":undo").1, "taken back: Ж. Мұсаев is the same as Жанат Мұсаев: бір сапар\n");
    assert_eq!(shell(":undo").2, 1);
}

/// Keys of events of a type.
fn events(db: &Database, event_type: &str) -> Vec<String> {
    let statement = format!("MATCH (e:Event {{type: '{event_type}'}}) RETURN e.key AS key ORDER BY key");
    db.snapshot().query(&statement, &Parameters::new()).unwrap().iter().map(|row| row.get("key").unwrap()).collect()
}

/// The place of a word in a release, as the source counts bytes.
fn place_of(db: &Database, number: usize, word: &str) -> (String, usize, usize) {
    let statement = format!("MATCH (r:Release {{source: '{number}.txt'}}) RETURN r.key AS key");
    let key = db.snapshot().query(&statement, &Parameters::new()).unwrap().first().unwrap().get("key").unwrap();
    let start = TEXTS[number].find(word).unwrap();
    (key, start, start + word.len())
}

#[test]
fn facts_are_rejected_and_corrected_and_that_survives_what_is_read_later() {
    let db = Database::in_memory();
    read(&db, 0..TEXTS.len());
    let before = dump(&db);
    let correct = |number: usize, word: &str, fact: FactKind, says: Says| {
        let (key, start, end) = place_of(&db, number, word);
        let place = db.facts_at(&key, start, end).into_iter().find(|place| place.fact == fact).unwrap();
        db.correct([Correction { place, says, reason: String::new() }]).unwrap();
    };
    let set = |property: &str, value: &str| Says::Corrected { property: property.to_owned(), value: value.to_owned() };
    let meetings = events(&db, "meeting").len();
    correct(0, "кездесті", FactKind::Event, Says::Rejected);
    correct(4, "кездесті", FactKind::Event, set("type", "call"));
    correct(4, "кездесті", FactKind::Event, set("date", "2022-02-04"));
    correct(3, "Суретші", FactKind::Role, set("position", "мүсінші"));
    correct(5, "Өзбекстан", FactKind::Mention, Says::Rejected);
    assert_eq!((events(&db, "meeting").len(), events(&db, "call").len()), (meetings - 2, 1));
    let told =
        db.run("MATCH (e:Event {type: 'call'})-[:ON]->(d:Date) RETURN d.value AS date", &Parameters::new()).unwrap();
    assert_eq!(told.first().unwrap().get::<String>("date").unwrap(), "2022-02-04");
    assert!(names(&db, "Position").contains(&"мүсінші".to_owned()));
    assert!(!names(&db, "Place").contains(&"Өзбекстан".to_owned()));

    let lines: String = db.judgements().iter().map(|record| format!("{record}\n")).collect();
    let later = Database::in_memory();
    later.import_judgements(read_judgements(&lines).unwrap()).unwrap();
    read(&later, (0..TEXTS.len()).rev());
    assert_eq!(differing(&dump(&later), &dump(&db)), [""; 0]);
    let corrected = dump(&db);
    db.rebuild(|_| ControlFlow::Continue(())).unwrap();
    assert_eq!(differing(&dump(&db), &corrected), [""; 0]);

    for _ in 0..5 {
        assert_eq!(db.undo_judgement().unwrap().len(), 1);
    }
    assert_eq!(differing(&dump(&db), &before), [""; 0]);
}

/// Three releases that tell of one meeting, each with something of its own.
const MEETING: [&str; 3] = [
    "2021 жылғы 4 мамыр\nМинистр Айжан Сәрсенова Қарағандыда елші Саид Каримовпен кездесті.",
    "2021 жылғы 4 мамыр\nБүгін Айжан Сәрсенова, Саид Каримов және Қанат Бектұров Қарағандыда кездесті.",
    "2021 жылғы 5 мамыр\n4 мамырда Айжан Сәрсенова Саид Каримовпен кездесті.",
];

fn read_meetings(db: &Database, numbers: &[usize]) {
    for number in numbers {
        let releases = Release::from_text(&format!("m{number}.txt"), MEETING[*number]).unwrap();
        Ingest::new(db).threads(1).add(releases, |_| ControlFlow::Continue(())).unwrap();
    }
}

#[test]
fn tellings_of_one_happening_become_one_event_and_two_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.kg");
    let open = || Database::open(&path).unwrap();
    let db = open();
    read_meetings(&db, &[0, 1, 2]);
    let (before, keys) = (dump(&db), events(&db, "meeting"));
    assert_eq!(keys.len(), 3);
    drop(db);
    let shell = |command: &str| program(&["shell", path.to_str().unwrap(), "-c", command]);
    let (_, said, status) = shell(&format!(":merge {} {} 'бір кездесу'", keys[0], keys[2]));
    assert!(status == 0 && said.contains("tell of one happening: бір кездесу"), "{said}");
    let merged = events(&open(), "meeting");
    assert_eq!(merged.len(), 2);
    let whole = merged.iter().find(|key| key.contains('@')).unwrap();
    assert_eq!(shell(&format!(":merge {} {whole}", keys[1])).2, 0);
    let db = open();
    let rows = db.run(
        "MATCH (e:Event {type: 'meeting'}) \
         RETURN count { (:Release)-[:REPORTS]->(e) } AS told, count { (:Person)-[:TOOK_PART_IN]->(e) } AS who, \
                [(p:Person {name: 'Саид Каримов'})-[t:TOOK_PART_IN]->(e) | size(t.evidence)][0] AS proofs",
        &Parameters::new(),
    );
    let rows = rows.unwrap();
    let row = rows.first().unwrap();
    let counts: (i64, i64, i64) = (row.get("told").unwrap(), row.get("who").unwrap(), row.get("proofs").unwrap());
    assert_eq!((rows.len(), counts), (1, (3, 3, 3)));

    // In another order, with the judgements first; and without one of the releases.
    let lines: String = db.judgements().iter().map(|record| format!("{record}\n")).collect();
    let later = Database::in_memory();
    later.import_judgements(read_judgements(&lines).unwrap()).unwrap();
    read_meetings(&later, &[2, 0, 1]);
    let sources = |db: &Database| dump(db).into_iter().filter(|line| !line.contains("Release")).collect::<Vec<_>>();
    assert_eq!(differing(&sources(&later), &sources(&db)), [""; 0]);
    let rows = later.run("MATCH (r:Release {source: 'm1.txt'}) RETURN r.key AS key", &Parameters::new()).unwrap();
    let key: String = rows.first().unwrap().get("key").unwrap();
    later.forget(&key).unwrap();
    let without = Database::in_memory();
    without.import_judgements(read_judgements(&lines).unwrap()).unwrap();
    read_meetings(&without, &[0, 2]);
    assert_eq!(differing(&dump(&later), &dump(&without)), [""; 0]);
    drop(db);

    let whole = events(&open(), "meeting").remove(0);
    assert_eq!(shell(&format!(":split {whole}")).2, 0);
    // Those that were told apart are not doubted, whatever is read later.
    let apart: Vec<String> = before.iter().filter(|line| !line.contains("MAYBE_SAME_AS")).cloned().collect();
    assert_ne!(apart, before);
    let db = open();
    assert_eq!(differing(&dump(&db), &apart), [""; 0]);
    let lines: String = db.judgements().iter().map(|record| format!("{record}\n")).collect();
    db.rebuild(|_| ControlFlow::Continue(())).unwrap();
    assert_eq!(differing(&dump(&db), &apart), [""; 0]);
    drop(db);
    let later = Database::in_memory();
    later.import_judgements(read_judgements(&lines).unwrap()).unwrap();
    read_meetings(&later, &[1, 2, 0]);
    assert_eq!(later.snapshot().graph().relationships_with_type("MAYBE_SAME_AS").count(), 0);
    for _ in 0..3 {
        assert_eq!(shell(":undo").2, 0);
    }
    assert_eq!(differing(&dump(&open()), &before), [""; 0]);

    // Two that nobody took for one are told apart by both their keys.
    assert_eq!(shell(&format!(":split {} {}", keys[0], keys[2])).2, 0);
    let fewer = differing(&dump(&open()), &before);
    assert!(fewer.len() == 1 && fewer[0].contains("MAYBE_SAME_AS"), "{fewer:?}");
    assert_eq!(shell(":undo").2, 0);
    assert_eq!(differing(&dump(&open()), &before), [""; 0]);
}

#[test]
fn what_cannot_be_said_of_a_fact_is_told_and_nothing_changes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.kg");
    let db = Database::open(&path).unwrap();
    read(&db, 0..TEXTS.len());
    let event = events(&db, "meeting").remove(0);
    let before = dump(&db);
    drop(db);
    let path_text = path.to_str().unwrap();
    for (command, told) in [
        (":reject".to_owned(), "the key of an event"),
        (":reject 0123/1".to_owned(), "there is no event 0123/1"),
        (":reject 0123#4".to_owned(), "write RELEASEKEY#start-end"),
        (":reject 0123#4-5".to_owned(), "nothing of that sort"),
        (format!(":correct {event} type кездесу"), "types are meeting"),
        (format!(":correct {event} date ертең"), "EDTF"),
        (format!(":correct {event} colour red"), "it has type, modality, date"),
    ] {
        let (_, said, status) = program(&["shell", path_text, "-c", &command]);
        assert!(status == 1 && said.contains(told), "{command}: {said}");
    }
    let (_, said, status) = program(&["shell", path_text, "-c", &format!(":reject {event} 'болмаған'")]);
    assert!(status == 0 && said.contains("is wrong: болмаған"), "{said}");
    assert_eq!(program(&["shell", path_text, "-c", ":undo"]).2, 0);
    assert_eq!(dump(&Database::open(&path).unwrap()), before);
}

#[test]
fn what_cannot_be_judged_is_told_with_what_could_be() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.kg");
    let db = Database::open(&path).unwrap();
    read(&db, 0..TEXTS.len());
    drop(db);
    let path = path.to_str().unwrap();
    for (command, told) in [
        (":merge", "two names"),
        (":merge 'Саид Каримов'", "two names"),
        (":merge 'Саид Каримов' 'Саид Каримов'", "are one already"),
        (":merge 'Саид Каримов' 'Астана'", "two kinds"),
        (":merge 'Саид Карим' 'Қанат Бектұров'", "did you mean Саид Каримов (person:karimov said)"),
        (":merge 'Саид Каримов", "two names"),
        (":split 'Саид Каримов'", "one name only"),
        (":split 'Жанат Мұсаев' 'Абай'", "is no name of"),
    ] {
        let (_, said, status) = program(&["shell", path, "-c", command]);
        assert!(status == 1 && said.contains(told), "{command}: {said}");
    }
    let file = folder.path().join("broken.jsonl");
    std::fs::write(&file, "\n{\"number\": 1}\n").unwrap();
    let (_, said, status) = program(&["judgements", path, "--import", file.to_str().unwrap()]);
    assert!(status == 1 && said.contains("broken.jsonl") && said.contains("line 2"), "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_graph_follows_from_texts_and_judgements_alone(
        order in Just((0..TEXTS.len()).collect::<Vec<_>>()).prop_shuffle(),
        acts in proptest::collection::vec((any::<usize>(), any::<usize>(), 0..3_usize, any::<bool>()), 1..6),
    ) {
        let forms = forms();
        let verdicts = [Verdict::Same, Verdict::Different, Verdict::Unsure];
        let acts: Vec<_> = acts
            .into_iter()
            .filter_map(|(a, b, verdict, undone)| {
                let (kind, first) = &forms[a % forms.len()];
                let others: Vec<_> = forms.iter().filter(|(k, f)| k == kind && f != first).collect();
                let (_, second) = others.get(b % others.len().max(1))?;
                Some((judge(*kind, first, second, verdicts[verdict]), undone))
            })
            .collect();

        // All read, then judged, with acts that are taken back at once; then all else is taken back.
        let read_first = Database::in_memory();
        read(&read_first, 0..TEXTS.len());
        let before = dump(&read_first);
        for (judgement, undone) in &acts {
            let graph = dump(&read_first);
            read_first.judge([judgement.clone()], Judge::Person).unwrap();
            if *undone {
                read_first.undo_judgement().unwrap();
                prop_assert_eq!(differing(&dump(&read_first), &graph), [""; 0]);
            }
        }

        // Judged before anything is read, then read in another order.
        let judged_first = Database::in_memory();
        for (judgement, _) in acts.iter().filter(|(_, undone)| !undone) {
            judged_first.judge([judgement.clone()], Judge::Person).unwrap();
        }
        read(&judged_first, order.iter().copied());
        prop_assert_eq!(differing(&dump(&read_first), &dump(&judged_first)), [""; 0]);

        while !read_first.undo_judgement().unwrap().is_empty() {}
        prop_assert_eq!(differing(&dump(&read_first), &before), [""; 0]);
    }
}
