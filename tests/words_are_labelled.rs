//! The README's promise: words to their dictionary forms, tokens to labels, annotations of one's own to a model that names follow.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::{Value, json};

fn run(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let output = Command::cargo_bin("shezhire").unwrap().args(arguments).write_stdin(input).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_word_a_line_gives_a_line_with_its_dictionary_form() {
    let (status, out, err) = run(&["lemma"], "министрлігінде\r\n\nАлматыға\tкөрші баған\nҚалаларымыздың".as_bytes());
    assert_eq!(
        out,
        "министрлігінде\tминистрлік\tCase=Loc|Person[psor]=3\n\nАлматыға\tАлматы\tCase=Dat\n\
         Қалаларымыздың\tқала\tCase=Gen|Number=Plur|Number[psor]=Plur|Person[psor]=1\n"
    );
    assert_eq!((status, err.as_str()), (0, ""));
}

#[test]
fn what_is_no_word_keeps_its_line_and_what_is_no_text_is_told() {
    let (status, out, err) = run(&["lemma", "-", "missing.txt"], b"2024\n\xff\xfe\n<script>\n");
    assert_eq!(out.lines().count(), 3);
    assert_eq!(out.lines().nth(1), Some(""));
    assert_eq!(status, 1);
    assert!(err.contains("line 2") && err.contains("UTF-8") && err.contains("missing.txt"), "{err}");
}

#[test]
fn tokens_get_one_of_the_labels_each() {
    let tokens = "Айгүл\nТілеубаева\nҚызылордаға\nкелді\n.\n\nҮкімет\nотырысы\nөтті\n";
    let (status, out, _) = run(&["extract", "--labels", "kaznerd", "--format", "iob2", "-"], tokens.as_bytes());
    assert_eq!(status, 0);
    let lines: Vec<_> = out.lines().collect();
    assert_eq!(&lines[..3], ["Айгүл B-PERSON", "Тілеубаева I-PERSON", "Қызылордаға B-GPE"]);
    let words: Vec<_> = lines.iter().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(words.join("\n").trim_end(), tokens.trim_end());
    assert!(lines.iter().all(|l| l.is_empty() || l.ends_with(" O") || l.contains(" B-") || l.contains(" I-")));
}

/// An annotated release in the form that `train --gold` reads: the text, and beside it what names stand in it.
fn annotate(folder: &Path, id: &str, text: &str, name: &str) {
    let entity = json!({ "key": "g1", "kind": "organisation", "name": name, "mentions": [name], "nominal": [] });
    fs::write(folder.join(id).with_extension("txt"), text).unwrap();
    fs::write(folder.join(id).with_extension("json"), json!({ "id": id, "entities": [entity] }).to_string()).unwrap();
}

#[test]
fn a_model_of_own_annotations_names_what_they_name() {
    let folder = tempfile::tempdir().unwrap();
    let gold = folder.path().join("gold");
    fs::create_dir(&gold).unwrap();
    let firsts = ["Боз", "Көк", "Ақ", "Сары", "Тұлпар", "Арғымақ"];
    let seconds = ["інген", "сұңқар", "бұлақ", "қайың", "дала", "қоныс", "тұйғын"];
    for (number, first) in firsts.iter().enumerate() {
        for second in seconds {
            let name = format!("{first}{second} серіктестігі");
            let text = format!("Кеше {name} жаңа зауыт ашты. Бұл туралы кейін хабарланды.");
            annotate(&gold, &format!("{number}-{second}"), &text, &name);
        }
    }
    let model = folder.path().join("own.bin");
    let (gold, model) = (gold.to_str().unwrap(), model.to_str().unwrap());
    let (status, _, err) = run(&["train", "--gold", gold, "--out", model], b"");
    assert_eq!(status, 0, "{err}");

    let text = "Кеше Боздағұм серіктестігі жаңа зауыт ашты.";
    let organisations = |model: &str| {
        let (status, out, err) = run(&["extract", "--model", model, "-"], text.as_bytes());
        assert_eq!(status, 0, "{err}");
        let record: Value = serde_json::from_str(&out).unwrap();
        let entities = record["entities"].as_array().unwrap().clone();
        let named = entities.into_iter().filter(|e| e["kind"] == "organisation").map(|e| e["name"].clone());
        named.collect::<Vec<_>>()
    };
    assert_eq!(organisations("none"), Vec::<Value>::new());
    assert_eq!(organisations(model), [json!("Боздағұм серіктестігі")]);

    let broken = folder.path().join("broken.bin");
    fs::write(&broken, &fs::read(model).unwrap()[..40]).unwrap();
    let (status, _, err) = run(&["extract", "--model", broken.to_str().unwrap(), "-"], text.as_bytes());
    assert_eq!(status, 1);
    assert!(err.contains("broken.bin"), "{err}");
}
