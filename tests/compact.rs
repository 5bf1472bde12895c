//! `compact` gives back what many commits left on the disk, and changes nothing else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::process::Command;

use shezhire::{Database, Durability, Options, Parameters};

fn dumped(database: &Database) -> Vec<u8> {
    let mut lines = Vec::new();
    database.dump(&mut lines).unwrap();
    lines
}

#[test]
fn many_small_commits_leave_no_more_than_three_times_what_they_hold() {
    // A million of them takes minutes: SHEZHIRE_TEST_COMMITS=1000000.
    let commits: i64 = std::env::var("SHEZHIRE_TEST_COMMITS").ok().and_then(|n| n.parse().ok()).unwrap_or(20_000);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.kg");
    let database = Database::open_with(&path, Options::default().durability(Durability::Process)).unwrap();
    for number in 0..commits {
        let parameters: Parameters = [("n".to_owned(), number.into())].into();
        database.run("CREATE (:Note {number: $n, text: 'жаңа хабар'})", &parameters).unwrap();
    }
    let before = dumped(&database);
    let grown = database.stats().unwrap().store.unwrap();
    drop(database);

    let run = Command::new(env!("CARGO_BIN_EXE_shezhire")).arg("compact").arg(&path).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(String::from_utf8_lossy(&run.stdout).contains("on disk"));

    let database = Database::open(&path).unwrap();
    assert!(dumped(&database) == before, "compact changed what is stored");
    let small = database.stats().unwrap().store.unwrap();
    println!(
        "{commits} commits: {} bytes on disk, {} when compact, {} live",
        grown.disk_bytes, small.disk_bytes, small.live_bytes
    );
    assert_eq!(small.log_bytes, 0);
    assert!(small.disk_bytes < grown.disk_bytes);
    // The tree below takes half a megabyte when it is empty.
    assert!(small.disk_bytes <= 3 * small.live_bytes + 600_000, "{small:?}");
}
