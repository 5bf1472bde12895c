//! Promise: when a disk has no room the program says so and what to do, and loses nothing that it acknowledged.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs the program where no file may grow beyond so many blocks of 512 or 1024 bytes: a disk that is full for all that
/// the program can tell.
fn run(folder: &Path, blocks: Option<u32>, arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_shezhire");
    let limit = blocks.map_or_else(String::new, |blocks| format!("trap '' XFSZ; ulimit -f {blocks};"));
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{limit} exec \"$0\" \"$@\""), program]).args(arguments).current_dir(folder);
    command.stdin(Stdio::null()).output().unwrap()
}

fn told(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!text.contains("panicked") && !text.contains("Os {"), "{text}");
    text
}

#[test]
fn no_room_is_told_with_what_to_do_and_what_was_acknowledged_stays() {
    let folder = tempfile::tempdir().unwrap();
    let run = |blocks, arguments: &[&str]| run(folder.path(), blocks, arguments);
    let count = || {
        let output = run(None, &["shell", "a.kg", "--format", "csv", "-c", "MATCH (n:T) RETURN count(n) AS n"]);
        String::from_utf8(output.stdout).unwrap().lines().last().unwrap().trim().parse::<usize>().unwrap()
    };
    assert!(run(None, &["shell", "a.kg", "-c", "CREATE (:T)"]).status.success());

    // Texts that cannot be packed smaller, a commit each, until one finds no room.
    let statement = "CREATE (:T {s: reduce(s = '', i IN range(1, 4000) | s + toString(rand()))}) RETURN 1 AS done;\n";
    std::fs::write(folder.path().join("many.cypher"), statement.repeat(100)).unwrap();
    let output = run(Some(2048), &["shell", "a.kg", "--file", "many.cypher"]);
    assert_eq!(output.status.code(), Some(1));
    let text = told(&output);
    assert!(text.contains("there is no room left to write a.kg") && text.contains("make room"), "{text}");

    let acknowledged = String::from_utf8_lossy(&output.stdout).matches("done").count();
    let kept = count();
    // The one that found no room may be there or not.
    assert!(acknowledged > 0 && (acknowledged + 1..=acknowledged + 2).contains(&kept), "{kept}, {acknowledged} and 1");
    assert!(run(None, &["check", "a.kg"]).status.success());
    assert!(run(None, &["shell", "a.kg", "-c", "CREATE (:T)"]).status.success());
    assert_eq!(count(), kept + 1);
}
