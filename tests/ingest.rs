//! Promise: reading releases gives one graph, whatever the order, the number of threads, and how often they are read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod dump;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use dump::{differing, dump};
use shezhire::{Database, Ingest, Parameters, Release};

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/releases")
}

/// The bundled releases, in order of their sources.
fn example_releases() -> Vec<Release> {
    let mut paths: Vec<_> = std::fs::read_dir(examples()).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    assert!(paths.len() >= 30, "{} releases found", paths.len());
    paths
        .iter()
        .flat_map(|p| read(p.file_name().unwrap().to_str().unwrap(), &std::fs::read_to_string(p).unwrap()))
        .collect()
}

fn read(name: &str, text: &str) -> Vec<Release> {
    Release::from_text(name, text).unwrap()
}

fn add(db: &Database, releases: Vec<Release>, threads: usize) {
    Ingest::new(db).threads(threads).add(releases, |_| ControlFlow::Continue(())).unwrap();
}

fn assert_same(one: &Database, other: &Database) {
    let (one, other) = (dump(one), dump(other));
    assert_eq!(differing(&one, &other), [""; 0]);
    assert!(!one.is_empty());
}

#[test]
fn order_and_threads_do_not_change_the_graph() {
    let forward = Database::in_memory();
    add(&forward, example_releases(), 1);

    let backward = Database::in_memory();
    add(&backward, example_releases().into_iter().rev().collect(), 2);
    assert_same(&forward, &backward);

    // One release a session, every third first: each session begins from what the graph holds.
    let piecemeal = Database::in_memory();
    let all = example_releases();
    for from in 0..3 {
        for release in all.iter().skip(from).step_by(3) {
            add(&piecemeal, vec![release.clone()], 1);
        }
    }
    assert_same(&forward, &piecemeal);
}

#[test]
fn reading_twice_changes_nothing() {
    let db = Database::in_memory();
    add(&db, example_releases(), 2);
    let before = dump(&db);
    add(&db, example_releases(), 2);
    assert_eq!(before, dump(&db));
}

#[test]
fn ended_ingest_keeps_what_was_finished() {
    let db = Database::in_memory();
    let all = example_releases();
    let report = Ingest::new(&db).add(all.clone(), |_| ControlFlow::Break(())).unwrap();
    assert!(report.interrupted);
    assert!((1..all.len()).contains(&report.releases_new), "{} of {}", report.releases_new, all.len());
    let rows = db.snapshot().query("MATCH (r:Release) RETURN count(r) AS n", &Parameters::new()).unwrap();
    assert_eq!(rows.first().unwrap().get::<i64>("n").unwrap(), i64::try_from(report.releases_new).unwrap());
}

fn names(db: &Database, statement: &str) -> Vec<String> {
    let rows = db.snapshot().query(statement, &Parameters::new()).unwrap();
    rows.iter().map(|r| r.get::<String>("name").unwrap()).collect()
}

const PERSONS: &str = "MATCH (p:Person) RETURN p.name AS name ORDER BY name";
const FULL: &str =
    "Бас прокурор Жақып Асанов Астанада Марат Бекетаевпен кездесті. Кездесуде екі жақ бірқатар мәселені талқылады.";
const INITIALS: &str =
    "Бас прокурор Ж. Асанов Алматыда Марат Бекетаевты қабылдады. Кездесуде екі жақ бірқатар мәселені талқылады.";
const NO_OFFICE: &str = "Ж. Асанов Алматыда Марат Бекетаевты қабылдады. Кездесуде екі жақ бірқатар мәселені талқылады.";
const NAMESAKE: &str =
    "Әділет министрі Жанар Асанов Шымкентте Марат Бекетаевпен кездесті. Кездесуде екі жақ бірқатар мәселені талқылады.";

#[test]
fn initials_join_the_only_person_they_fit() {
    let db = Database::in_memory();
    add(&db, read("initials.txt", INITIALS), 1);
    assert_eq!(names(&db, PERSONS), ["Ж. Асанов", "Марат Бекетаев"]);
    add(&db, read("full.txt", FULL), 1);
    assert_eq!(names(&db, PERSONS), ["Жақып Асанов", "Марат Бекетаев"]);
    let both = "MATCH (p:Person {name: 'Жақып Асанов'})-[:TOOK_PART_IN]->(e:Event)<-[:REPORTS]-(r:Release) \
                RETURN DISTINCT r.source AS name ORDER BY name";
    assert_eq!(names(&db, both), ["full.txt", "initials.txt"]);
}

#[test]
fn initials_leave_a_person_when_a_namesake_appears() {
    let texts = [("full.txt", FULL), ("initials.txt", NO_OFFICE), ("namesake.txt", NAMESAKE)];
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let graphs = orders.map(|order| {
        let db = Database::in_memory();
        for at in order {
            add(&db, read(texts[at].0, texts[at].1), 1);
        }
        db
    });
    for db in &graphs {
        assert_eq!(names(db, PERSONS), ["Ж. Асанов", "Жанар Асанов", "Жақып Асанов", "Марат Бекетаев"]);
        let doubts = "MATCH (:Person {name: 'Ж. Асанов'})-[:MAYBE_SAME_AS]-(p) RETURN p.name AS name ORDER BY name";
        assert_eq!(names(db, doubts), ["Жанар Асанов", "Жақып Асанов"]);
        assert_same(&graphs[0], db);
    }
}

#[test]
fn others_of_the_surname_are_not_told_twice() {
    let both =
        "Бас прокурор Ж. Асанов Алматыда Ерлан Асановты қабылдады. Кездесуде екі жақ бірқатар мәселені талқылады.";
    let texts = [("full.txt", FULL), ("both.txt", both), ("namesake.txt", NAMESAKE)];
    let graphs = [[0, 1, 2], [2, 1, 0], [1, 2, 0]].map(|order| {
        let db = Database::in_memory();
        for at in order {
            add(&db, read(texts[at].0, texts[at].1), 1);
        }
        db
    });
    let mentions = "MATCH (r:Release)-[:MENTIONS]->(:Person {name: 'Ерлан Асанов'}) RETURN r.source AS name";
    for db in &graphs {
        assert_eq!(names(db, mentions), ["both.txt"]);
        assert_same(&graphs[0], db);
    }
}

#[test]
fn copies_are_counted_and_the_smallest_place_is_kept() {
    let graphs = [["а.txt", "б.txt"], ["б.txt", "а.txt"]].map(|order| {
        let db = Database::in_memory();
        for name in order {
            // The copies differ in what mending takes away: their spans differ.
            let text = if name == "а.txt" { FULL.to_owned() } else { FULL.replace(' ', "  ") };
            add(&db, read(name, &text), 1);
            add(&db, read(name, &text), 1);
        }
        db
    });
    let rows = graphs[0]
        .snapshot()
        .query("MATCH (r:Release) RETURN r.copies AS n, r.source AS s", &Parameters::new())
        .unwrap();
    let row = rows.first().unwrap();
    assert_eq!((rows.len(), row.get::<i64>("n").unwrap(), row.get::<String>("s").unwrap().as_str()), (1, 2, "а.txt"));
    assert_same(&graphs[0], &graphs[1]);
}

#[test]
fn near_copies_are_joined() {
    let db = Database::in_memory();
    let text = "Мемлекет басшысы Ауыл шаруашылығы министрі Ғалым Ержановты қабылдады. Президентке көктемгі егіс науқанының \
                барысы, техника сатып алуды қаржыландыру және суару жүйелерін жаңғырту туралы баяндалды. Кездесу соңында \
                Мемлекет басшысы министрге бірқатар нақты тапсырма берді.";
    add(&db, read("a.txt", text), 1);
    add(&db, read("b.txt", &format!("{text} Кездесу Ақордада өтті.")), 1);
    add(&db, read("c.txt", FULL), 1);
    let joined = "MATCH (a:Release)-[n:NEAR_COPY_OF]->(b:Release) WHERE n.similarity > 0.7 AND a.key < b.key \
                  UNWIND [a.source, b.source] AS name RETURN name ORDER BY name";
    assert_eq!(names(&db, joined), ["a.txt", "b.txt"]);
}

/// The graphs of the texts read in every order, each text in a session of its own, and all at once; all the same.
fn in_every_order(texts: &[(&str, &str)]) -> Database {
    let mut orders: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in texts {
        let longer = orders.iter().flat_map(|o| (0..texts.len()).filter(|n| !o.contains(n)).map(|n| (o.clone(), n)));
        orders = longer.map(|(order, n)| [order, vec![n]].concat()).collect();
    }
    let first = Database::in_memory();
    add(&first, texts.iter().flat_map(|(name, text)| read(name, text)).collect(), 1);
    for order in orders {
        let db = Database::in_memory();
        for at in order {
            add(&db, read(texts[at].0, texts[at].1), 1);
        }
        assert_same(&first, &db);
    }
    first
}

const WHOLES: &str =
    "MATCH (a:Organisation)-[:PART_OF]->(b:Organisation) RETURN a.name + ' → ' + b.name AS name ORDER BY name";

#[test]
fn a_body_is_part_of_the_nearest_on_record_that_its_name_tells() {
    let db = in_every_order(&[
        (
            "а.txt",
            "Әділет министрлігінің Тіркеу комитеті Астанада кеңейтілген жиналыс өткізді. Жиналыста жыл қорытындысы шығарылды.",
        ),
        ("б.txt", "Қазақстан Республикасының Әділет министрлігі жаңа заң жобасын әзірледі. Жоба сараптамадан өтті."),
        (
            "в.txt",
            "Алматыда ҚР Әділет министрлігі Тіркеу комитетінің Сараптама басқармасы ашылды. Оны тұрғындар күткен еді.",
        ),
    ]);
    let wholes = names(&db, WHOLES);
    assert_eq!(wholes.len(), 2, "{wholes:?}");
    assert!(
        wholes
            .iter()
            .any(|w| w.starts_with("Әділет министрлігінің Тіркеу комитеті → ") && w.ends_with("Әділет министрлігі"))
    );
    assert!(wholes.iter().any(|w| w.contains("Сараптама басқармасы → ") && w.ends_with("Тіркеу комитеті")));
}

#[test]
fn a_body_alone_is_part_of_nothing() {
    let db = Database::in_memory();
    add(
        &db,
        read(
            "а.txt",
            "Әділет министрлігінің Тіркеу комитеті Астанада жиналыс өткізді. Жиналыста жыл қорытындысы шығарылды.",
        ),
        1,
    );
    assert_eq!(names(&db, WHOLES), Vec::<String>::new());
}

#[test]
fn a_chamber_is_part_of_the_parliament() {
    let db = in_every_order(&[
        ("а.txt", "ҚР Парламенті Мәжілісі заң жобасын мақұлдады. Отырыс Астанада өтті."),
        ("б.txt", "Мәжіліс депутаттары бюджетті талқылады. Парламент келесі аптада жиналады."),
    ]);
    assert_eq!(names(&db, "MATCH (o:Organisation) WHERE o.name CONTAINS 'әжіліс' RETURN o.key AS name").len(), 1);
    assert_eq!(
        names(&db, "MATCH (o:Organisation)-[:PART_OF]->(w) WHERE o.name CONTAINS 'әжіліс' RETURN w.name AS name"),
        ["Парламент"]
    );
}

#[test]
fn quotes_and_heads_of_a_name_do_not_make_two_of_one() {
    let texts = [
        (
            "а.txt",
            "«Егемен Қазақстан» газетінің бас редакторы Айгүл Тілеубаева Астанада журналистермен кездесті. Кездесуде баспасөз мәселелері талқыланды.",
        ),
        ("б.txt", "Айгүл Тілеубаева жаңа жобаны таныстырды, – деп жазды Егемен Қазақстан. Жоба Алматыда басталады."),
    ];
    let db = in_every_order(&texts);
    let papers = "MATCH (o:Organisation) WHERE o.name CONTAINS 'Егемен Қазақстан' RETURN o.name AS name ORDER BY name";
    assert_eq!(names(&db, papers).len(), 1, "{:?}", names(&db, papers));
    let several = [
        texts[0],
        texts[1],
        ("в.txt", "«Егемен Қазақстан» қоры Алматыда жаңа мектеп ашты. Ашылу рәсіміне қаланың тұрғындары қатысты."),
    ];
    let db = in_every_order(&several);
    assert_eq!(names(&db, papers).len(), 3, "{:?}", names(&db, papers));
    let doubts =
        "MATCH (o:Organisation)-[d:MAYBE_SAME_AS]->(p) WHERE d.score > 0 AND d.why <> '' RETURN o.name AS name";
    assert_eq!(names(&db, doubts).len(), 2);
}

const EVENT_DOUBTS: &str = "MATCH (a:Event)-[d:MAYBE_SAME_AS]->(b:Event) WHERE d.score > 0 AND d.why <> '' \
                            RETURN a.type + ' ' + b.type AS name";

#[test]
fn two_tellings_of_a_meeting_may_be_one() {
    let db = in_every_order(&[
        (
            "а.txt",
            "2024 жылғы 5 наурызда Айгүл Тілеубаева Шымкентте Марат Омаровпен кездесті. Олар мектеп құрылысы туралы сөйлесті.",
        ),
        (
            "б.txt",
            "2024 жылғы 5 наурызда қаржыгер Марат Омаров Айгүл Тілеубаевамен кездесті. Тараптар бірлескен жобалар жайлы айтты.",
        ),
        ("в.txt", "2024 жылғы 6 наурызда Марат Омаров Айгүл Тілеубаевамен кездесті. Бұл жолы сөз көлік туралы болды."),
    ]);
    assert_eq!(names(&db, EVENT_DOUBTS), ["meeting meeting"]);
    let days = "MATCH (a:Event)-[:MAYBE_SAME_AS]->(b:Event) UNWIND [a.date, b.date] AS name RETURN name";
    assert_eq!(names(&db, days), ["2024-03-05", "2024-03-05"]);
}

#[test]
fn doubts_of_events_follow_when_a_person_becomes_two() {
    let texts = [
        (
            "а.txt",
            "2024 жылғы 5 наурызда бас прокурор Ж. Асанов Шымкентте Марат Бекетаевпен кездесті. Олар заң туралы сөйлесті.",
        ),
        (
            "б.txt",
            "2024 жылғы 5 наурызда Жақып Асанов қонағы Марат Бекетаевпен кездесті. Тараптар бірлескен жобаларды айтты.",
        ),
        (
            "в.txt",
            "Әділет министрі Жанар Асанов Ақтөбеде Марат Бекетаевпен кездесті. Кездесуде бірқатар мәселе айтылды.",
        ),
    ];
    let two = in_every_order(&texts[..2]);
    assert_eq!(names(&two, EVENT_DOUBTS), ["meeting meeting"]);
    // "Ж. Асанов" is no longer surely Жақып: one participant in common is too few.
    let three = in_every_order(&texts);
    assert_eq!(names(&three, EVENT_DOUBTS), Vec::<String>::new());
}

#[test]
fn near_copies_tell_nothing_of_their_own() {
    let text = "2024 жылғы 5 наурызда Айгүл Тілеубаева Шымкентте Марат Омаровпен кездесті. Олар мектеп құрылысы туралы сөйлесті. \
                Кездесуде жаңа оқу жылына дайындық барысы, мұғалімдердің жалақысы және ауыл мектептерін жөндеу жұмыстары \
                туралы айтылды. Соңында тараптар жұмысты жалғастыруға келісті.";
    let db = in_every_order(&[("а.txt", text), ("б.txt", &format!("{text} Кездесу ұзаққа созылды."))]);
    assert_eq!(names(&db, EVENT_DOUBTS), Vec::<String>::new());
}

#[test]
fn a_place_is_one_under_former_names_and_doubted_where_its_name_fits_another() {
    let db = in_every_order(&[
        ("а.txt", "Айгүл Тілеубаева Нұр-Сұлтан қаласында Марат Омаровпен кездесті. Кездесу Қосшы ауылында жалғасты."),
        ("б.txt", "Марат Омаров Астанада Айгүл Тілеубаевамен кездесті. Қосшыда жаңа мектеп ашылды."),
        ("в.txt", "Марат Омаров Қостанайда Айгүл Тілеубаевамен кездесті. Қостанай облысында егін жиналды."),
    ]);
    let places =
        "MATCH (p:Place) WHERE p.name STARTS WITH 'Қос' OR p.key = 'place:астана' RETURN p.name AS name ORDER BY name";
    assert_eq!(names(&db, places), ["Астана", "Қостанай", "Қостанай облысы", "Қосшы", "Қосшы ауылы"]);
    let doubts = "MATCH (a:Place)-[d:MAYBE_SAME_AS]->(b:Place) RETURN a.name + ' – ' + b.name AS name";
    assert_eq!(names(&db, doubts), ["Қосшы – Қосшы ауылы"]);
}

const OTHERS: &str = "Айгүл Тілеубаева Шымкентте елші Анна Вебермен кездесті. Кездесуде сауда мәселелері талқыланды.";

#[test]
fn names_that_part_and_meet_in_one_commit_are_told_once() {
    let witness = read("initials.txt", INITIALS);
    let later = [("full.txt", FULL), ("namesake.txt", NAMESAKE), ("copy.txt", NAMESAKE), ("again.txt", OTHERS)];
    let one_by_one = Database::in_memory();
    add(&one_by_one, witness.clone(), 1);
    for (name, text) in later {
        add(&one_by_one, read(name, text), 1);
    }
    // On record before, the name joins a person and leaves it again before the commit ends.
    let sessions = Database::in_memory();
    add(&sessions, witness.clone(), 1);
    add(&sessions, later.iter().flat_map(|(name, text)| read(name, text)).collect(), 1);
    assert_same(&one_by_one, &sessions);
    // Told in the same session, so that its facts are still at hand.
    let long = (0..16).flat_map(|n| read(&format!("{n}.txt"), &format!("{OTHERS} Шартта {n} бап бар.")));
    let filled = Database::in_memory();
    let all = witness.into_iter().chain(long.clone()).chain(later.iter().flat_map(|(name, text)| read(name, text)));
    add(&filled, all.collect(), 1);
    let alone = Database::in_memory();
    for release in
        later.iter().rev().flat_map(|(name, text)| read(name, text)).chain(long).chain(read("initials.txt", INITIALS))
    {
        add(&alone, vec![release], 1);
    }
    assert_same(&filled, &alone);
}
