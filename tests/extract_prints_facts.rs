//! The README's promise: `shezhire extract` prints what releases say, as the format says, and reads on past what it cannot read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::{Value, json};

fn extract(folder: &Path, arguments: &[&str]) -> (Vec<Value>, String, i32) {
    let mut command = Command::cargo_bin("shezhire").unwrap();
    let output = command.arg("extract").args(arguments).current_dir(folder).output().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let records = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    (records, String::from_utf8(output.stderr).unwrap(), output.status.code().unwrap())
}

fn one(text: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), text).unwrap();
    let (mut records, stderr, status) = extract(folder.path(), &["a.txt"]);
    assert_eq!((stderr.as_str(), status, records.len()), ("", 0, 1));
    let record = records.remove(0);
    assert_spans_cut_back(text, &record);
    record
}

/// Every span with a `text` beside it cuts that text out of the source.
fn assert_spans_cut_back(source: &str, record: &Value) {
    match record {
        Value::Object(map) => {
            if let (Some(span), Some(text)) = (map.get("span"), map.get("text")) {
                let at = |i: usize| usize::try_from(span[i].as_u64().unwrap()).unwrap();
                assert_eq!(source.get(at(0)..at(1)), text.as_str());
            }
            map.values().for_each(|v| assert_spans_cut_back(source, v));
        }
        Value::Array(list) => list.iter().for_each(|v| assert_spans_cut_back(source, v)),
        _ => {}
    }
}

/// Entities as `kind: name = mention, (title), …`.
fn entities(record: &Value) -> Vec<String> {
    let mention = |m: &Value| {
        let text = m["text"].as_str().unwrap();
        if m["form"] == "title" { format!("({text})") } else { text.to_owned() }
    };
    let line = |e: &Value| {
        let mentions: Vec<_> = e["mentions"].as_array().unwrap().iter().map(mention).collect();
        format!("{}: {} = {}", e["kind"].as_str().unwrap(), e["name"].as_str().unwrap(), mentions.join(", "))
    };
    record["entities"].as_array().unwrap().iter().map(line).collect()
}

/// Roles as `person – position – organisation`.
fn roles(record: &Value) -> Vec<String> {
    let name = |id: &Value| {
        let entity = record["entities"].as_array().unwrap().iter().find(|e| e["id"] == *id).unwrap();
        entity["name"].as_str().unwrap().to_owned()
    };
    let line = |r: &Value| {
        let organisation = r["organisation"].as_str().unwrap_or("?");
        format!("{} – {} – {organisation}", name(&r["person"]), r["position"].as_str().unwrap())
    };
    record["roles"].as_array().unwrap().iter().map(line).collect()
}

/// The example of the format's description: its release, entities, dates and roles to the letter.
#[test]
fn the_example_of_the_format_is_printed() {
    let record = one("2017 жылғы 3 қаңтар\nМемлекет басшысы Нұрсұлтан Назарбаев Әділет министрі \n\
                      Марат Бекетаевты қабылдады. Келесі кездесу Астанада биылғы 18 қарашада өтеді, – деді Президент.\n");
    let expected = json!({
        "format": 1,
        "release": {"source": "a.txt", "index": 0, "span": [0, 307], "encoding": "utf-8", "language": "kk", "title": null,
            "date": "2017-01-03", "date_from": "heading", "duplicate_of": null},
        "entities": [
            {"id": "e1", "kind": "person", "name": "Нұрсұлтан Назарбаев", "mentions": [
                {"span": [63, 100], "text": "Нұрсұлтан Назарбаев", "form": "name"},
                {"span": [287, 305], "text": "Президент", "form": "title"}]},
            {"id": "e2", "kind": "person", "name": "Марат Бекетаев", "mentions": [
                {"span": [132, 163], "text": "Марат Бекетаевты", "form": "name"}]},
            {"id": "e3", "kind": "place", "name": "Астана", "mentions": [
                {"span": [212, 228], "text": "Астанада", "form": "name"}]}],
        "dates": [
            {"id": "d1", "span": [0, 30], "text": "2017 жылғы 3 қаңтар", "edtf": "2017-01-03", "relative": null,
                "resolved": "2017-01-03"},
            {"id": "d2", "span": [229, 261], "text": "биылғы 18 қарашада", "edtf": "XXXX-11-18", "relative": null,
                "resolved": "2017-11-18"}],
        "roles": [
            {"id": "r1", "span": [101, 130], "person": "e2", "position": "Әділет министрі", "organisation": null,
                "confidence": 0.97},
            {"id": "r2", "span": [287, 305], "person": "e1", "position": "Президент", "organisation": null,
                "confidence": 0.9}]});
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(record[field], *value, "{field}");
    }
    let meeting = &record["events"][0];
    assert_eq!((&meeting["type"], &meeting["trigger"]), (&json!("meeting"), &json!("қабылдады")));
    assert_eq!(
        (&meeting["participants"], &meeting["participant_roles"]),
        (&json!(["e1", "e2"]), &json!({"e1": "host"}))
    );
    let next = &record["events"][1];
    assert_eq!((&next["type"], &next["trigger"]), (&json!("meeting"), &json!("кездесу")));
    assert_eq!(
        (&next["participants"], &next["place"], &next["modality"]),
        (&json!([]), &json!("e3"), &json!("planned"))
    );
    assert_eq!(
        (&next["date"], &next["date_id"], &next["resolved"]),
        (&json!("XXXX-11-18"), &json!("d2"), &json!("2017-11-18"))
    );
}

/// What the example of the format shows of events, in other words: what was has its company, what is to come its day and place.
#[test]
fn what_was_has_its_company_and_what_is_to_come_its_day_and_place() {
    for (text, kind, trigger, place, date, resolved) in [
        (
            "2021 жылғы 14 сәуір\nПремьер-Министр Ерлан Сәтбаев Көлік министрі \nҚанат Әлібековті қабылдады. \
             Келесі кездесу Қостанайда биылғы 5 мамырда өтеді, – деді Премьер-Министр.",
            "meeting",
            "кездесу",
            "Қостанай",
            "XXXX-05-05",
            "2021-05-05",
        ),
        (
            "2019 жылғы 2 ақпан\nҚорғаныс министрі Асан Жүнісов Түркия елшісі Мехмет Йылмазбен кездесті. \
             Келесі сапар Анкарада биылғы 7 наурызда басталады, – деді министр.",
            "visit",
            "сапар",
            "Анкара",
            "XXXX-03-07",
            "2019-03-07",
        ),
    ] {
        let record = one(text);
        let [was, next] = [&record["events"][0], &record["events"][1]];
        let persons: Vec<_> = record["entities"].as_array().unwrap().iter().filter(|e| e["kind"] == "person").collect();
        assert_eq!((&was["type"], &was["modality"]), (&json!("meeting"), &json!("actual")));
        assert_eq!(was["participants"], json!(persons.iter().map(|p| &p["id"]).collect::<Vec<_>>()));
        let place = record["entities"].as_array().unwrap().iter().find(|e| e["name"] == place).unwrap();
        assert_eq!(
            (&next["type"], &next["trigger"], &next["modality"], &next["participants"], &next["place"]),
            (&json!(kind), &json!(trigger), &json!("planned"), &json!([]), &place["id"])
        );
        assert_eq!((&next["date"], &next["resolved"]), (&json!(date), &json!(resolved)));
    }
}

#[test]
fn a_person_is_one_by_full_name_initials_and_title() {
    let record = one("Кездесуге Бас прокурор Арман Тілеуұлы Сейітов келді. А.Сейітов атқарылған жұмысты баяндады. \
                      – Тәртіп күшейді, – деді Бас прокурор. Соңында Сейітовке тапсырма берілді.");
    assert_eq!(
        entities(&record),
        ["person: Арман Тілеуұлы Сейітов = Арман Тілеуұлы Сейітов, А.Сейітов, (Бас прокурор), Сейітовке"]
    );
    assert_eq!(roles(&record), ["Арман Тілеуұлы Сейітов – Бас прокурор – ?"]);
}

#[test]
fn a_byline_is_no_part_of_the_name_that_it_tells() {
    let record = one("Шет елдегі оқу туралы айттық.\n\nӘңгімелескен Ерлан Сейітов.\nСұхбаттасқан Айгүл Тілеубаева.\n");
    let persons: Vec<_> = entities(&record).into_iter().filter(|e| e.starts_with("person")).collect();
    assert_eq!(persons, ["person: Ерлан Сейітов = Ерлан Сейітов", "person: Айгүл Тілеубаева = Айгүл Тілеубаева"]);
}

#[test]
fn foreign_names_of_several_parts_keep_them() {
    let record = one("Астанаға Халид бен Фаран Әл Мансури, Марселу Перейра де Соуза және Чжан Юньфэй келді. \
                      Норвегия Королі ІІ Харальд пен Франция елшісі Одиль Рено-Бертран да қатысты. Чжан Юньфэймен сұхбат болды.");
    let persons: Vec<_> = entities(&record).into_iter().filter(|e| e.starts_with("person")).collect();
    assert_eq!(
        persons,
        [
            "person: Халид бен Фаран Әл Мансури = Халид бен Фаран Әл Мансури",
            "person: Марселу Перейра де Соуза = Марселу Перейра де Соуза",
            "person: Чжан Юньфэй = Чжан Юньфэй, Чжан Юньфэймен",
            "person: ІІ Харальд = ІІ Харальд",
            "person: Одиль Рено-Бертран = Одиль Рено-Бертран",
        ]
    );
    assert_eq!(roles(&record), ["ІІ Харальд – Король – Норвегия", "Одиль Рено-Бертран – елші – Франция"]);
}

#[test]
fn an_envoy_is_of_the_country_that_sends_and_a_counted_title_is_nobodys() {
    let record =
        one("Түркия Республикасының Қазақстандағы Төтенше және Өкілетті Елшісі Кемал Арслан мен Қытайдағы елші \
                      Ержан Оспанов кездесті. Қорытындысында екі ел басшысы құжатқа қол қойды.");
    assert_eq!(
        roles(&record),
        ["Кемал Арслан – Төтенше және Өкілетті Елші – Түркия Республикасы", "Ержан Оспанов – елші – ?"]
    );
    let titles = record["entities"].as_array().unwrap().iter().flat_map(|e| e["mentions"].as_array().unwrap());
    assert!(titles.clone().all(|m| m["form"] == "name"), "{:?}", titles.collect::<Vec<_>>());
}

#[test]
fn institutions_take_their_attributes_and_owners() {
    let record = one(
        "Жиынға Қазақстан Республикасының Цифрлық даму және инновациялар министрлігі, «Дала жолы» қоғамдық \
                      қорының, «Жетісу агро» ЖШС және Ыбырай Алтынсарин атындағы педагогика институтының өкілдері келді. \
                      Министрлік пен «Дала жолы» бірлескен жоспарын таныстырды. БҰҰ мен Ресей Үкіметінен де хат түсті.",
    );
    assert_eq!(
        entities(&record),
        [
            "organisation: Қазақстан Республикасының Цифрлық даму және инновациялар министрлігі = Қазақстан Республикасының \
             Цифрлық даму және инновациялар министрлігі, (Министрлік)",
            "organisation: «Дала жолы» қоғамдық қоры = «Дала жолы» қоғамдық\n қорының, «Дала жолы»",
            "organisation: «Жетісу агро» ЖШС = «Жетісу агро» ЖШС",
            "organisation: Ыбырай Алтынсарин атындағы педагогика институты = Ыбырай Алтынсарин атындағы педагогика институтының",
            "organisation: БҰҰ = БҰҰ",
            "organisation: Ресей Үкіметі = Ресей Үкіметінен",
        ]
        .map(|line| line.replace("\n ", " "))
    );
}

#[test]
fn coordinated_regions_are_places_of_their_own() {
    let record =
        one("Су тасқыны Ақмола, Солтүстік Қазақстан және Павлодар облыстарында, Алматы қаласының маңында, сондай-ақ \
                      Сырдария мен Қапал ауданында болды. Қазақстан-Қытай шекарасы жабылған жоқ. ҚР азаматтары аман.");
    assert_eq!(
        entities(&record),
        [
            "place: Ақмола облысы = Ақмола",
            "place: Солтүстік Қазақстан облысы = Солтүстік Қазақстан",
            "place: Павлодар облысы = Павлодар облыстарында",
            "place: Алматы = Алматы қаласының",
            "place: Сырдария = Сырдария",
            "place: Қапал ауданы = Қапал ауданында",
            "place: Қазақстан = Қазақстан, ҚР",
            "place: Қытай = Қытай",
        ]
    );
}

#[test]
fn named_events_are_entities() {
    let record =
        one("Мемлекеттік хатшы «Дала үні» халықаралық фестиваліне қатысып, жұртты Тәуелсіздік күнімен құттықтады. \
                      Елордада Астана экономикалық форумы да өтеді.");
    let events: Vec<_> = entities(&record).into_iter().filter(|e| e.starts_with("event")).collect();
    assert_eq!(
        events,
        [
            "event: «Дала үні» халықаралық фестивалі = «Дала үні» халықаралық фестиваліне",
            "event: Тәуелсіздік күні = Тәуелсіздік күнімен",
            "event: Астана экономикалық форумы = Астана экономикалық форумы",
        ]
    );
}

#[test]
fn a_title_goes_to_the_one_who_holds_it() {
    let record = one(
        "Тәжікстан Президенті Эмомали Рахмон Қасым-Жомарт Тоқаевпен телефон арқылы сөйлесті. Қазақстан Президенті \
                      серіктестіктің мәнін атап өтті. Тәжікстан Президенті шақыруын қайталады. Ал Премьер-Министр шетелде болды.",
    );
    assert_eq!(
        entities(&record),
        [
            "place: Тәжікстан = Тәжікстан, Тәжікстан",
            "person: Эмомали Рахмон = Эмомали Рахмон, (Тәжікстан Президенті)",
            "person: Қасым-Жомарт Тоқаев = Қасым-Жомарт Тоқаевпен, (Қазақстан Президенті)",
            "place: Қазақстан = Қазақстан",
        ]
    );
    assert_eq!(
        roles(&record),
        ["Эмомали Рахмон – Президент – Тәжікстан", "Қасым-Жомарт Тоқаев – Президент – Қазақстан"]
    );
}

#[test]
fn offices_lose_what_only_their_organisation_possesses() {
    let record = one(
        "Қостанай облысының әкімі Айбек Жүнісов, «Егін» компаниясы басқармасының төрағасы Дана Әлиева, БҰҰ Бас \
                      хатшысының орынбасары Мирослав Новотны және Ресейдің Қорғаныс министрі Павел Громов сөз сөйледі.",
    );
    assert_eq!(
        roles(&record),
        [
            "Айбек Жүнісов – әкім – Қостанай облысы",
            "Дана Әлиева – басқарма төрағасы – «Егін» компаниясы",
            "Мирослав Новотны – Бас хатшының орынбасары – БҰҰ",
            "Павел Громов – Қорғаныс министрі – Ресей",
        ]
    );
}

#[test]
fn a_name_that_a_page_broke_is_cut_with_its_line_break() {
    let record = one("Жиында облыс әкімі Айдар Бекмаған-\nбетов өңірдегі жол құрылысы ту-\nралы айтты. \
                      Айдар Бекмағанбетов бұдан\nбөлек ұсыныстарды тыңдап, түрлі мә-\nселелерді талқылады.\n");
    assert_eq!(entities(&record), ["person: Айдар Бекмағанбетов = Айдар Бекмаған-\nбетов, Айдар Бекмағанбетов"]);
}

#[test]
fn copies_and_other_languages_have_empty_lists() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Кеңесте Айгүл Серікова баяндама жасады.\n///\nКеңесте Айгүл Серікова  баяндама жасады.\n///\n\
                The President of the Republic met the ambassador in the capital and they discussed trade and transport.\n";
    fs::write(folder.path().join("a.txt"), text).unwrap();
    let (records, _, status) = extract(folder.path(), &["a.txt"]);
    assert_eq!((records.len(), status), (3, 0));
    assert_eq!(records[0]["entities"][0]["name"], "Айгүл Серікова");
    assert_eq!(records[1]["release"]["duplicate_of"], json!({"source": "a.txt", "index": 0}));
    assert_eq!(records[2]["release"]["language"], "en");
    for record in &records[1..] {
        for list in ["entities", "dates", "events", "roles"] {
            assert_eq!(record[list], json!([]));
        }
    }
}

#[test]
fn what_cannot_be_read_is_one_line_and_the_rest_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "Астанада жиын өтті.").unwrap();
    fs::write(folder.path().join("empty.txt"), "").unwrap();
    let (records, stderr, status) = extract(folder.path(), &["missing.txt", "empty.txt", "a.txt"]);
    assert_eq!((records.len(), status), (1, 1));
    let lines: Vec<_> = stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{stderr}");
    assert!(lines[0].contains("missing.txt") && lines[1].contains("empty.txt"));
}

#[test]
fn standard_input_and_a_date_are_taken() {
    let mut command = Command::cargo_bin("shezhire").unwrap();
    let output = command
        .args(["extract", "--date", "2021-05-06", "-"])
        .write_stdin("Жиын бүгін Семейде өтті.")
        .output()
        .unwrap();
    let record: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&record["release"]["source"], &record["release"]["date_from"]), (&json!("-"), &json!("option")));
    assert_eq!(
        (&record["dates"][0]["relative"], &record["dates"][0]["resolved"]),
        (&json!("P0D"), &json!("2021-05-06"))
    );
}

/// Who is in office in a text says when it can have been written; a date that is given says more.
#[test]
fn a_release_without_a_date_gets_the_days_that_its_contents_allow() {
    let text = "Қазақстан Президенті Нұрсұлтан Назарбаев Премьер-Министр Бақытжан Сағынтаевты қабылдады.";
    let dated = |record: &Value| (record["release"]["date"].clone(), record["release"]["date_from"].clone());
    assert_eq!(dated(&one(text)), (json!("2016-09-09/2019-02-20"), json!("inferred")));
    assert_eq!(dated(&one(&format!("2017 жылғы 4 мамыр\n{text}"))), (json!("2017-05-04"), json!("heading")));
    assert_eq!(dated(&one("Жиын Семейде өтті.")), (json!(null), json!(null)));
}

#[test]
fn wrong_arguments_are_status_2_and_help_is_0() {
    let status = |arguments: &[&str]| {
        Command::cargo_bin("shezhire").unwrap().args(arguments).output().unwrap().status.code().unwrap()
    };
    assert_eq!(status(&["extract"]), 2);
    assert_eq!(status(&["extract", "--date", "кеше", "a.txt"]), 2);
    assert_eq!(status(&["extract", "--help"]), 0);
    assert_eq!(status(&["--help"]), 0);
}

const EXPLAINED: &str = "2023 жылғы 4 мамыр\nКөлік министрі Айдос Бектемісов\nШымкентте Ж. Қалмырзаевты қабылдады.\n";

#[test]
fn explain_says_line_by_line_what_decided() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), format!("Алдыңғы хабар туралы мәтін.\n///\n{EXPLAINED}")).unwrap();
    let mut command = Command::cargo_bin("shezhire").unwrap();
    let output = command.args(["extract", "--explain", "a.txt"]).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty());
    let text = String::from_utf8(output.stdout).unwrap();
    let second = text.split("\n\n").nth(1).unwrap();
    assert!(second.starts_with("a.txt, release 1, line 3, dated 2023-05-04 (heading)\n"), "{second}");
    for line in [
        "  e1 Айдос Бектемісов: person",
        "    4:16 \"Айдос Бектемісов\" name",
        "      rule full-name: words built as a full name, 0.98 sure",
        "    5:11 \"Ж. Қалмырзаевты\" name",
        "      rule initials: initials and a surname, 0.97 sure",
        "  d1 3:1 \"2023 жылғы 4 мамыр\" = 2023-05-04",
        "      rule with-year: a year with what stands behind it",
        "      office \"министр\" (office): the office stands before the name",
        "      actual: the verb speaks of what is done",
    ] {
        assert!(second.lines().any(|l| l == line), "{line:?} is not in\n{second}");
    }
    assert!(!text.contains("not told"));
}

#[test]
fn explained_json_is_the_plain_line_with_one_field_more() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), EXPLAINED).unwrap();
    let (plain, ..) = extract(folder.path(), &["a.txt"]);
    let (mut explained, stderr, status) = extract(folder.path(), &["--explain=all", "--format", "jsonl", "a.txt"]);
    assert_eq!((stderr.as_str(), status), ("", 0));
    let explain = explained[0].as_object_mut().unwrap().remove("explain").unwrap();
    assert_eq!(plain, explained);
    assert_eq!(explain["entities"]["e2"][0]["rule"], "listed");
    assert_eq!(explain["roles"]["r1"]["held"], "before-name");
    assert_eq!(explain["dates"]["d1"], json!({"rule": "with-year", "from_release": false}));
    assert!(explain["events"]["v1"]["weights"][0][1].is_number());
    assert!(explain["untold_events"].is_array() && explain["untold_names"].is_array());
}

#[test]
fn explanations_are_for_facts_only() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), EXPLAINED).unwrap();
    for arguments in [
        &["--format", "text", "a.txt"][..],
        &["--explain", "--format", "iob2", "a.txt"],
        &["--explain", "--labels", "kaznerd", "--format", "iob2", "a.txt"],
    ] {
        let (records, stderr, status) = extract(folder.path(), arguments);
        assert_eq!((records.len(), status), (0, 2), "{arguments:?}");
        assert!(stderr.starts_with("shezhire: "), "{stderr}");
    }
}

#[test]
fn a_long_stream_is_read_in_blocks_and_counted_as_one() {
    let folder = tempfile::tempdir().unwrap();
    let release = "2023 жылғы 4 мамыр\nКөлік министрі Айдос Бектемісов Шымкентте Ж. Қалмырзаевты қабылдады.\n";
    // A long release in between, whose copies are not read again.
    let long = "\n".repeat(700_000);
    let mut text = String::new();
    for n in 0..13 {
        text.push_str(&format!("///\n{release}{n}-бөлім.\n///\nҰзақ.{long}хабар.\n"));
    }
    assert!(text.len() > 8 << 20, "longer than a block");
    fs::write(folder.path().join("a.txt"), &text).unwrap();
    let (records, stderr, status) = extract(folder.path(), &["a.txt"]);
    assert_eq!((stderr.as_str(), status, records.len()), ("", 0, 26));
    for (index, record) in records.iter().enumerate() {
        assert_eq!(record["release"]["index"], index);
        assert_eq!(record["release"]["duplicate_of"].is_object(), index > 1 && index % 2 == 1);
        let first = &record["entities"][0]["name"];
        assert!(index % 2 == 1 || first == "Айдос Бектемісов", "{first}");
        assert_spans_cut_back(&text, record);
    }
    let mut command = Command::cargo_bin("shezhire").unwrap();
    let output = command.args(["extract", "--explain", "a.txt"]).current_dir(folder.path()).output().unwrap();
    let explained = String::from_utf8(output.stdout).unwrap();
    let before = text.split_inclusive("2023 жылғы").take(13).collect::<String>();
    let line = before.matches('\n').count() + 1;
    assert!(explained.contains(&format!("a.txt, release 24, line {line}, ")), "line {line}");
}
