//! Commits of one event each, a second: ours by durability and number of writers, beside SQLite's that sync as often.
//! `cargo bench --bench commit`, or with other seconds a line: `cargo bench --bench commit -- 10`. The folder for temporary files
//! (`TMPDIR`) says which disk is measured.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use shezhire::model::NodeId;
use shezhire::{Database, Durability, Options, Parameters, Value};

const STATEMENT: &str = "MATCH (p:Place {key: $place}) CREATE (:Event {key: $key, type: 'meeting'})-[:HELD_IN]->(p)";

/// Runs `commit` with growing numbers on `writers` threads for so long; commits a second.
fn measure(writers: u64, time: Duration, commit: impl Fn(u64) + Sync) -> f64 {
    let next = AtomicU64::new(0);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..writers {
            scope.spawn(|| {
                while begun.elapsed() < time {
                    commit(next.fetch_add(1, Ordering::Relaxed));
                }
            });
        }
    });
    next.into_inner() as f64 / begun.elapsed().as_secs_f64()
}

/// An event in a place, by the methods of the draft or as a statement.
fn ours(path: &Path, durability: Durability, writers: u64, by_statement: bool, time: Duration) -> f64 {
    let db = Database::open_with(path, Options::default().durability(durability)).unwrap();
    let mut transaction = db.transaction();
    let place = transaction.draft().create_node(vec!["Place".into()], [("key".into(), "астана".into())].into());
    transaction.commit().unwrap();
    let draft = |n: u64| {
        let mut transaction = db.transaction();
        let properties = [("key".into(), format!("оқиға-{n}").into()), ("type".into(), "meeting".into())];
        let event: NodeId = transaction.draft().create_node(vec!["Event".into()], properties.into());
        transaction.draft().create_relationship(event, place, "HELD_IN".into(), Default::default());
        transaction.commit().unwrap();
    };
    let statement = |n: u64| {
        let parameters: Parameters =
            [("place".to_owned(), Value::from("астана")), ("key".to_owned(), format!("оқиға-{n}").into())].into();
        db.run(STATEMENT, &parameters).unwrap();
    };
    if by_statement { measure(writers, time, statement) } else { measure(writers, time, draft) }
}

/// The same event in two tables of SQLite.
fn sqlite(path: &Path, synchronous: &str, time: Duration) -> f64 {
    let mut connection = Connection::open(path.join("events.db")).unwrap();
    connection.pragma_update(None, "journal_mode", "WAL").unwrap();
    connection.pragma_update(None, "synchronous", synchronous).unwrap();
    let tables = "CREATE TABLE event (id INTEGER PRIMARY KEY, key TEXT, type TEXT);
        CREATE TABLE held_in (event INTEGER, place INTEGER);";
    connection.execute_batch(tables).unwrap();
    let begun = Instant::now();
    let mut n = 0_u64;
    while begun.elapsed() < time {
        let transaction = connection.transaction().unwrap();
        let event = "INSERT INTO event (key, type) VALUES (?1, 'meeting')";
        transaction.prepare_cached(event).unwrap().execute([format!("оқиға-{n}")]).unwrap();
        let held = "INSERT INTO held_in VALUES (?1, 1)";
        let id = transaction.last_insert_rowid();
        transaction.prepare_cached(held).unwrap().execute([id]).unwrap();
        transaction.commit().unwrap();
        n += 1;
    }
    n as f64 / begun.elapsed().as_secs_f64()
}

fn main() {
    let seconds = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(3.0);
    let time = Duration::from_secs_f64(seconds);
    println!("{:<44} {:>8} {:>12}", "", "writers", "commits/s");
    let line = |name: &str, writers: u64, run: &dyn Fn(&Path) -> f64| {
        let folder = tempfile::tempdir().unwrap();
        println!("{name:<44} {writers:>8} {:>12.0}", run(folder.path()));
    };
    line("SQLite, WAL, synchronous=FULL", 1, &|path| sqlite(path, "FULL", time));
    line("full, as changes", 1, &|path| ours(path, Durability::Full, 1, false, time));
    line("full, as a statement", 1, &|path| ours(path, Durability::Full, 1, true, time));
    line("full, as changes", 8, &|path| ours(path, Durability::Full, 8, false, time));
    line("SQLite, WAL, synchronous=NORMAL (no sync)", 1, &|path| sqlite(path, "NORMAL", time));
    line("process, as changes", 1, &|path| ours(path, Durability::Process, 1, false, time));
    line("process, as a statement", 1, &|path| ours(path, Durability::Process, 1, true, time));
    let batched = Durability::Batched(Duration::from_millis(50));
    line("batched=50, as changes", 1, &|path| ours(path, batched, 1, false, time));
    line("SQLite, WAL, synchronous=FULL, again", 1, &|path| sqlite(path, "FULL", time));
}
