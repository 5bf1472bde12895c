//! What was acknowledged is there after a kill, whole; what was not is there whole or not at all.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::convert::Infallible;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use shezhire::model::{Change, NodeId, RelationshipId};
use shezhire::{Database, Durability, Error, Options, StoreError, Value};

/// Set for the child: the store to write to.
const STORE: &str = "SHEZHIRE_TEST_STORE";
/// Set for the child: what its commits are to survive.
const DURABILITY: &str = "SHEZHIRE_TEST_DURABILITY";

/// Nodes of one commit.
const NODES: u64 = 20;

/// Set for the child: how many threads write.
const WRITERS: &str = "SHEZHIRE_TEST_WRITERS";
/// Set for the child: after how many commits the log is folded.
const FOLD: &str = "SHEZHIRE_TEST_FOLD";

/// Kills in a test; more with the environment variable, for a longer run.
fn rounds() -> u32 {
    std::env::var("SHEZHIRE_TEST_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(20)
}

fn number<T: std::str::FromStr>(name: &str, otherwise: T) -> T {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(otherwise)
}

fn options(durability: Durability) -> Options {
    let mut options = Options::default().durability(durability);
    // Small, so that kills also fall into folds.
    options.store.fold_at = 40_000;
    options
}

/// Commit `number`: nodes in a chain, all with the commit's number.
fn changes(number: u64) -> Vec<Change> {
    let text = "Мемлекет басшысы кездесу өткізді. ".repeat(usize::try_from(number % 60).unwrap());
    let properties = |n: u64| {
        let numbers = [("commit", number), ("n", n)].map(|(key, n)| (key.into(), Value::Integer(n.cast_signed())));
        numbers.into_iter().chain([("text".into(), Value::from(text.as_str()))]).collect()
    };
    let first = number * NODES;
    let node =
        |n| Change::CreateNode { id: NodeId(first + n), labels: vec!["Event".into()], properties: properties(n) };
    let relationship = |n| Change::CreateRelationship {
        id: RelationshipId(first + n),
        start: NodeId(first + n - 1),
        end: NodeId(first + n),
        relationship_type: "NEXT".into(),
        properties: properties(n),
    };
    (0..NODES).map(node).chain((1..NODES).map(relationship)).collect()
}

/// Not a promise but the child of the tests below: writes commits and says so, until it is killed.
#[test]
fn child_that_writes() {
    let Ok(path) = std::env::var(STORE) else { return };
    let durability = std::env::var(DURABILITY).unwrap().parse().unwrap();
    let db = match Database::open_with(path, options(durability)) {
        Ok(db) => db,
        Err(e) => return println!("failed {e:?}"),
    };
    println!("open");
    let fold = number(FOLD, u64::MAX);
    std::thread::scope(|scope| {
        for _ in 0..number(WRITERS, 1) {
            // A writer that fails says so and ends; the others are still to say what they learn.
            scope.spawn(|| {
                let Err(e) = write(&db, fold);
                println!("failed {e:?}");
            });
        }
    });
}

/// Writes commits, and says of each that it is acknowledged, until one fails.
fn write(db: &Database, fold: u64) -> Result<Infallible, Error> {
    loop {
        let mut transaction = db.transaction();
        let number = transaction.graph().node_count() as u64 / NODES;
        transaction.apply(changes(number));
        transaction.commit()?;
        println!("{number}");
        std::io::stdout().flush().unwrap();
        if number % fold == fold - 1 {
            db.checkpoint()?;
        }
    }
}

fn child(path: &Path, durability: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["child_that_writes", "--exact", "--nocapture"]).env(STORE, path).env(DURABILITY, durability);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// Reads what the child says, kills it after so many acknowledgements, and gives the last one, and what its writers failed with.
fn watch(child: &mut Child, kill_after: usize) -> (Option<u64>, Vec<String>) {
    let (mut last, mut failed, mut count) = (None, Vec::new(), 0);
    for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
        if let Ok(number) = line.parse() {
            last = last.max(Some(number));
            count += 1;
            if count == kill_after {
                child.kill().unwrap();
            }
        } else if line.starts_with("failed") {
            failed.push(line);
        }
    }
    child.wait().unwrap();
    (last, failed)
}

/// That the store holds commits 0, 1, 2, …, each whole, and `last` among them; how many.
fn assert_whole(path: &Path, last: Option<u64>) -> u64 {
    let db = Database::open(path).unwrap();
    let snapshot = db.snapshot();
    let graph = snapshot.graph();
    let commits = graph.node_count() as u64 / NODES;
    assert!(last.is_none_or(|last| commits > last), "commit {last:?} was acknowledged, {commits} are there");
    assert_eq!(graph.node_count() as u64, commits * NODES);
    assert_eq!(graph.relationship_count() as u64, commits * (NODES - 1));
    for change in (0..commits).flat_map(changes) {
        match change {
            Change::CreateNode { id, properties, .. } => assert_eq!(graph.node_properties(id), properties),
            Change::CreateRelationship { id, start, end, properties, .. } => {
                assert_eq!(graph.ends(id), Some((start, end)));
                assert_eq!(graph.relationship_properties(id), properties);
            }
            _ => {}
        }
    }
    assert_eq!(db.check().unwrap().damages, []);
    commits
}

/// Kills writers again and again; `settings` say how they write. Gives how many commits there are in the end.
fn kill_many_times(durability: &str, settings: &[(&str, &str)]) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let mut seed = 7_u64;
    let (mut last, mut commits) = (None, 0);
    for round in 0..rounds() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut child = child(&path, durability).envs(settings.iter().copied()).spawn().unwrap();
        if round % 5 == 4 {
            // At any moment, also while it opens.
            std::thread::sleep(Duration::from_micros(seed >> 49));
            child.kill().unwrap();
        }
        let (acknowledged, failed) = watch(&mut child, usize::try_from(1 + (seed >> 60)).unwrap());
        assert_eq!(failed, Vec::<String>::new());
        last = acknowledged.or(last);
        if round % 10 == 9 || round + 1 == rounds() {
            // Whoever batches has given no word of the last commits.
            last = last.filter(|_| !durability.starts_with("batched"));
            commits = assert_whole(&path, last);
        }
    }
    println!("{} kills, {commits} commits", rounds());
    commits
}

#[test]
fn acknowledged_commit_survives_kill() {
    assert!(kill_many_times("full", &[]) > 40);
}

#[test]
fn acknowledged_commit_survives_kill_without_sync() {
    assert!(kill_many_times("process", &[]) > 40);
}

#[test]
fn acknowledged_commits_of_writers_that_share_a_sync_survive_kill() {
    assert!(kill_many_times("full", &[(WRITERS, "5")]) > 40);
}

#[test]
fn acknowledged_commit_survives_kill_in_folds() {
    assert!(kill_many_times("full", &[(FOLD, "1")]) > 40);
}

#[test]
fn what_is_left_of_batched_commits_after_a_kill_is_whole() {
    kill_many_times("batched=5", &[]);
}

#[test]
#[cfg(unix)]
fn a_full_disk_is_an_error_and_what_was_acknowledged_remains() {
    fill_disk("process", "1");
}

#[test]
#[cfg(unix)]
fn a_full_disk_fails_all_writers_that_wait_and_what_was_acknowledged_remains() {
    fill_disk("full", "5");
}

#[cfg(unix)]
fn fill_disk(durability: &str, writers: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    // A limit of file size stands for the full disk: 1,500 blocks of 512 bytes.
    let script = "trap '' XFSZ; ulimit -f 1500; exec \"$0\" child_that_writes --exact --nocapture";
    let mut command = Command::new("sh");
    command.args(["-c", script]).arg(std::env::current_exe().unwrap());
    command
        .env(STORE, &path)
        .env(DURABILITY, durability)
        .env(WRITERS, writers)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let (last, failed) = watch(&mut command.spawn().unwrap(), usize::MAX);
    assert!(last.is_some(), "{failed:?}");
    // One writer is refused by the disk; those who come after learn why nothing more is written.
    assert!(failed.iter().any(|f| f.contains("Full {")), "{failed:?}");
    assert!(failed.iter().all(|f| f.contains("Full {") || f.contains("there is no room left")), "{failed:?}");
    assert_whole(&path, last);
}

#[test]
fn a_second_process_learns_who_holds_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let mut child = child(&path, "process").spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    while !lines.next().unwrap().unwrap().contains("open") {}
    match Database::open(&path) {
        Err(Error::Store(StoreError::Locked { pid, path: locked })) => {
            assert_eq!((pid, locked), (Some(child.id()), path.clone()));
        }
        other => panic!("{other:?}"),
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // A holder that crashed leaves no lock.
    Database::open(&path).unwrap();
}
