//! The README's promise: `review` lists who may be one with what in the graph speaks for it and against it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::ops::ControlFlow;

use assert_cmd::Command;
use shezhire::{Database, DoubtedPair, Ingest, Release};

/// Namesakes with initials that fit two, with and without the ending of a surname, named together and far apart.
const TEXTS: [&str; 9] = [
    "2017 жылғы 4 мамыр\nБас прокурор Ж. Асанов Алматыда тұрғындарды қабылдады.",
    "2018 жылғы 1 ақпан\nБас прокурор Жақып Асанов Семейде сөз сөйледі.",
    "2023 жылғы 8 сәуір\nБас прокурор Жанар Асанов Қызылордада сөз сөйледі.",
    "2022 жылғы 7 наурыз\nЖ. Асанов «Жасыл дала» қорында студенттермен кездесті.",
    "2021 жылғы 9 маусым\nЖақып Асанов «Жасыл дала» қорының жұмысымен танысты.",
    "2001 жылғы 9 маусым\nАлматы қаласының әкімі Айдар Оспанов Астанаға барды.",
    "2021 жылғы 9 маусым\nАлматы қаласының әкімі Айдар Оспан Астанаға барды.",
    "2020 жылғы 5 тамыз\nМарат Тілеу мен Марат Тілеуов Шымкентте кездесті.",
    "2020 жылғы 6 тамыз\nҚазақстанның Сыртқы істер министрлігі Өзбекстан елшісін қабылдады.",
];

fn read(db: &Database, numbers: impl IntoIterator<Item = usize>) {
    let releases: Vec<_> =
        numbers.into_iter().flat_map(|n| Release::from_text(&format!("{n}.txt"), TEXTS[n]).unwrap()).collect();
    Ingest::new(db).threads(1).add(releases, |_| ControlFlow::Continue(())).unwrap();
}

fn pair<'a>(pairs: &'a [DoubtedPair], one: &str, other: &str) -> &'a DoubtedPair {
    let is = |p: &&DoubtedPair| [[one, other], [other, one]].contains(&[p.first.name.as_str(), p.second.name.as_str()]);
    pairs.iter().find(is).unwrap_or_else(|| panic!("{one}, {other}: {pairs:#?}"))
}

fn evidence(pair: &DoubtedPair) -> Vec<(&str, f64)> {
    pair.evidence.iter().map(|e| (e.what.as_str(), e.weight)).collect()
}

#[test]
fn a_doubt_says_what_speaks_for_it_and_against_it() {
    let db = Database::in_memory();
    read(&db, 0..TEXTS.len());
    let pairs = db.snapshot().doubts();

    let likely = pair(&pairs, "Ж. Асанов", "Жақып Асанов");
    assert_eq!(
        evidence(likely),
        [
            ("both are named with «Жасыл дала» қоры", 1.2),
            ("seen in the same years: 2017–2022, 2018–2021", 1.2),
            ("both were Бас прокурор, counted in by_name", 1.0),
        ]
    );
    assert_eq!((likely.by_name, likely.score), (0.5, 0.59));
    let less = pair(&pairs, "Ж. Асанов", "Жанар Асанов");
    assert_eq!(evidence(less), [("both were Бас прокурор, counted in by_name", 1.0)]);
    assert_eq!((less.by_name, less.score), (0.5, 0.5));
    assert_eq!(less.second.years.or(less.first.years), Some((2023, 2023)));

    let apart = pair(&pairs, "Айдар Оспанов", "Айдар Оспан");
    assert_eq!(
        evidence(apart),
        [("both were Алматының әкімі, counted in by_name", 1.0), ("seen 20 years apart: 2021, 2001", 0.5)]
    );
    assert_eq!((apart.by_name, apart.score), (0.75, 0.6));

    let together = pair(&pairs, "Марат Тілеу", "Марат Тілеуов");
    assert_eq!(
        evidence(together),
        [("seen in the same years: 2020, 2020", 1.2), ("1 release names both, as two", 0.2)]
    );
    assert_eq!((together.by_name, together.score), (0.5, 0.19));

    assert!(pairs.is_sorted_by(|a, b| a.score >= b.score), "{pairs:#?}");
}

#[test]
fn doubts_do_not_depend_on_the_order_of_releases() {
    let (forward, backward) = (Database::in_memory(), Database::in_memory());
    read(&forward, 0..TEXTS.len());
    for number in (0..TEXTS.len()).rev() {
        read(&backward, [number]);
    }
    assert_eq!(forward.snapshot().doubts(), backward.snapshot().doubts());
}

#[test]
fn the_program_lists_them_the_likeliest_first() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.kg");
    read(&Database::open(&path).unwrap(), 0..TEXTS.len());
    let review = |arguments: &[&str]| {
        let output = Command::cargo_bin("shezhire").unwrap().arg("review").arg(&path).args(arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let lines = review(&["--kind", "person"]);
    let pairs: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(pairs.len(), 4, "{lines}");
    let scores: Vec<f64> = pairs.iter().map(|pair| pair["score"].as_f64().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    let last = &pairs[3];
    assert_eq!(last["against"], serde_json::json!(["1 release names both, as two (×0.2)"]));
    assert_eq!(last["for"], serde_json::json!(["seen in the same years: 2020, 2020 (×1.2)"]));
    assert_eq!((&last["first_years"], &last["by_name"]), (&"2020".into(), &0.5.into()));

    assert_eq!(review(&["--kind", "person", "--least", "0.55"]).lines().count(), 2);
    assert_eq!(review(&["--kind", "place"]), "");
    let table = review(&["--kind", "person", "--format", "line"]);
    assert!(table.contains("against = ['1 release names both, as two (×0.2)']"), "{table}");
}
