//! Promise: bad input gets a clear error that says what, where and what to do, and nothing that is stored is lost.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn shezhire(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_shezhire")).current_dir(folder).args(arguments).output().unwrap()
}

/// Runs the command, which must fail with status 1 and one complaint that has all of the words.
fn assert_complains(folder: &Path, arguments: &[&str], words: &[&str]) {
    let output = shezhire(folder, arguments);
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {complaint}");
    assert_eq!(complaint.lines().count(), 1, "{arguments:?}: {complaint}");
    assert!(complaint.starts_with("shezhire: "), "{complaint}");
    for word in words {
        assert!(complaint.contains(word), "{arguments:?}: `{word}` is not in: {complaint}");
    }
}

const TEXT: &str = "Айгүл Тілеубаева Астанада елші Анна Вебермен кездесті. Кездесуде сауда мәселелері талқыланды.";

#[test]
fn missing_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    assert_complains(folder.path(), &["extract", "none.txt"], &["none.txt"]);
    assert_complains(folder.path(), &["ingest", "a.kg", "none.txt"], &["none.txt"]);
}

#[test]
fn empty_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("empty.txt", &b""[..]),
        ("blank.txt", b" \n\t\n"),
        ("mark.txt", b"\xef\xbb\xbf"),
        ("parted.txt", b"///\n\n /////\r\n///"),
    ] {
        fs::write(folder.path().join(name), bytes).unwrap();
        assert_complains(folder.path(), &["extract", name], &[name, "holds no text"]);
        assert_complains(folder.path(), &["ingest", "a.kg", name], &[name, "holds no text"]);
    }
}

#[test]
fn binary_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let bytes: Vec<u8> = (0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    fs::write(folder.path().join("image.txt"), bytes).unwrap();
    assert_complains(folder.path(), &["extract", "image.txt"], &["image.txt", "text"]);
}

#[test]
fn what_could_be_read_is_read_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.txt"), TEXT).unwrap();
    let output = shezhire(folder.path(), &["extract", "none.txt", "good.txt"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().contains("Айгүл Тілеубаева"));

    let output = shezhire(folder.path(), &["ingest", "a.kg", "none.txt", "good.txt"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().contains("1 new"));
}

#[test]
fn hundred_megabytes_on_one_line_are_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("line.txt"), "lorem ipsum ".repeat(100 << 20 >> 4)).unwrap();
    let output = shezhire(folder.path(), &["extract", "line.txt"]);
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{complaint}");
    assert!(complaint.lines().all(|l| l.contains("line.txt") && l.contains("1 MiB")), "{complaint}");
    assert!(output.stdout.iter().filter(|b| **b == b'\n').count() > 50);
}

#[test]
fn text_that_teaches_nothing_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("gold")).unwrap();
    for arguments in [&["train", "--out", "m", "--gold", "gold"][..], &["evaluate", "--gold", "gold"]] {
        assert_complains(folder.path(), arguments, &["gold", "no annotated text", "ID.json"]);
    }
    let output = shezhire(folder.path(), &["train", "--out", "m", "--labels", "kaznerd"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--gold <DIR>..."));
    fs::write(folder.path().join("prose.txt"), format!("Астана B-GPE\n{TEXT}\n")).unwrap();
    let arguments = ["train", "--out", "m", "--conll", "prose.txt"];
    assert_complains(folder.path(), &arguments, &["prose.txt", "line 2", "B-PERSON"]);
    assert!(!folder.path().join("m").exists());
}

#[test]
fn statements_that_cannot_be_read_are_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("more")).unwrap();
    for name in ["more", "none.cypher"] {
        let arguments = ["shell", ":memory:", "--file", name];
        assert_complains(folder.path(), &arguments, &[name, "cannot be read", "check the path"]);
    }
    let output = shezhire(folder.path(), &["shell", ":memory:", "-c", ":source more"]);
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(complaint.contains("more cannot be read (is a directory); check the path"), "{complaint}");
    fs::write(folder.path().join("latin.cypher"), b"RETURN 1;\nRETURN '\xe9';\n").unwrap();
    let output = shezhire(folder.path(), &["shell", ":memory:", "--file", "latin.cypher"]);
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(
        complaint.contains("line 2") && complaint.contains("not UTF-8") && complaint.contains("save"),
        "{complaint}"
    );
}

#[test]
fn place_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.txt"), TEXT).unwrap();
    // A file where the folder of the database should be: nobody may write there, root included.
    assert_complains(folder.path(), &["ingest", "good.txt/a.kg", "good.txt"], &["good.txt/a.kg"]);
    assert_eq!(fs::read_to_string(folder.path().join("good.txt")).unwrap(), TEXT);
}

#[test]
fn folder_of_another_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("other")).unwrap();
    fs::write(folder.path().join("other/notes.md"), "мои заметки").unwrap();
    fs::write(folder.path().join("good.txt"), TEXT).unwrap();
    assert_complains(folder.path(), &["ingest", "other", "good.txt"], &["other"]);
    let left: Vec<_> = fs::read_dir(folder.path().join("other")).unwrap().collect();
    assert_eq!(left.len(), 1);
}

#[test]
fn database_in_use_says_by_whom() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.txt"), TEXT).unwrap();
    let held = shezhire::Database::open(folder.path().join("a.kg")).unwrap();
    let process = std::process::id().to_string();
    assert_complains(folder.path(), &["ingest", "a.kg", "good.txt"], &["a.kg", &process]);
    drop(held);
    assert!(shezhire(folder.path(), &["ingest", "a.kg", "good.txt"]).status.success());
}

#[test]
fn wrong_arguments_have_a_status_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in
        [&["ingest"][..], &["ingest", "a.kg"], &["extract", "--date", "кеше", "a.txt"], &["exprot", "a.kg"]]
    {
        let output = shezhire(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn script_in_a_release_is_text_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = format!("{TEXT} </script><script>alert(1)</script> <!-- ]]> \u{1b}[2J");
    fs::write(folder.path().join("hostile.txt"), hostile).unwrap();
    assert!(shezhire(folder.path(), &["ingest", "a.kg", "hostile.txt"]).status.success());
    assert!(shezhire(folder.path(), &["export", "a.kg", "-o", "a.html"]).status.success());
    let page = fs::read_to_string(folder.path().join("a.html")).unwrap();
    assert!(page.contains("Айгүл Тілеубаева"));
    assert!(!page.contains("<script>alert"), "a script of a release stands in the page as a script");
    let table =
        shezhire(folder.path(), &["shell", "a.kg", "--format", "table", "-c", "MATCH (r:Release) RETURN r.text"]);
    assert!(!table.stdout.contains(&0x1b), "an escape sequence of a release reaches the terminal");
}
