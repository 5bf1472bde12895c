//! Writers that wait share a sync; readers see what is durable, in order; `batched` says when it is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use shezhire::model::{Change, NodeId, Properties};
use shezhire::{Database, Durability, Options, Value};

/// How long a test goes on; longer with the environment variable.
fn seconds() -> Duration {
    let seconds = std::env::var("SHEZHIRE_TEST_SECONDS").ok().and_then(|n| n.parse().ok());
    Duration::from_secs(seconds.unwrap_or(2))
}

fn open(path: &Path, durability: Durability) -> Database {
    let mut options = Options::default().durability(durability);
    // Small, so that the log is folded while others write and read.
    options.store.fold_at = 60_000;
    Database::open_with(path, options).unwrap()
}

fn create(db: &Database, properties: Properties) -> NodeId {
    let mut transaction = db.transaction();
    let id = transaction.draft().create_node(vec!["Account".into()], properties);
    transaction.commit().unwrap();
    id
}

fn integer(db: &shezhire::Snapshot, id: NodeId, key: &str) -> i64 {
    db.graph().node_property(id, key).as_integer().unwrap()
}

/// Accounts between which writers move amounts, and readers that check what they see: the sum is always the same, the count
/// of transfers never goes back, is that of the accounts' own, and has what the reader's thread knows to be acknowledged.
fn transfer(durability: Durability, writers: u64, readers: u64) {
    const ACCOUNTS: i64 = 10;
    let folder = tempfile::tempdir().unwrap();
    let db = open(folder.path(), durability);
    let account =
        |_| create(&db, [("balance".into(), Value::Integer(100)), ("moves".into(), Value::Integer(0))].into());
    let accounts: Vec<NodeId> = (0..ACCOUNTS).map(account).collect();
    let total = create(&db, [("moves".into(), Value::Integer(0))].into());
    let (done, acknowledged, seen) = (AtomicBool::new(false), AtomicU64::new(0), AtomicU64::new(0));
    let check = |snapshot: &shezhire::Snapshot| {
        let sum: i64 = accounts.iter().map(|id| integer(snapshot, *id, "balance")).sum();
        assert_eq!(sum, 100 * ACCOUNTS, "half a transfer");
        let moves: i64 = accounts.iter().map(|id| integer(snapshot, *id, "moves")).sum();
        let moved = integer(snapshot, total, "moves");
        assert_eq!(moves, 2 * moved, "accounts and their total are of two moments");
        moved.cast_unsigned()
    };
    std::thread::scope(|scope| {
        for _ in 0..readers {
            scope.spawn(|| {
                let mut last = 0;
                while !done.load(Ordering::Relaxed) {
                    let known = acknowledged.load(Ordering::SeqCst);
                    let snapshot = db.snapshot();
                    let moved = check(&snapshot);
                    assert!(moved >= last, "time went back from {last} to {moved}");
                    assert!(moved >= known, "{known} were acknowledged, {moved} are seen");
                    assert_eq!(check(&snapshot), moved, "a snapshot changed");
                    last = moved;
                    seen.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let writers: Vec<_> = (0..writers)
            .map(|seed| {
                let (db, accounts, acknowledged) = (&db, &accounts, &acknowledged);
                scope.spawn(move || {
                    let mut state = seed + 1;
                    let begun = Instant::now();
                    while begun.elapsed() < seconds() {
                        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                        let from = usize::try_from((state >> 33) % 10).unwrap();
                        let to = (from + 1 + usize::try_from((state >> 40) % 9).unwrap()) % 10;
                        let mut transaction = db.transaction();
                        let draft = transaction.draft();
                        let mut add = |id: NodeId, key: &str, by: i64| {
                            let now = draft.graph().node_property(id, key).as_integer().unwrap();
                            draft.set_node_property(id, &key.into(), Value::Integer(now + by));
                        };
                        add(accounts[from], "balance", -1);
                        add(accounts[to], "balance", 1);
                        add(accounts[from], "moves", 1);
                        add(accounts[to], "moves", 1);
                        add(total, "moves", 1);
                        if state >> 63 == 1 && state % 5 == 0 {
                            transaction.rollback();
                            continue;
                        }
                        transaction.commit().unwrap();
                        let now = acknowledged.fetch_add(1, Ordering::SeqCst) + 1;
                        assert!(check(&db.snapshot()) >= now, "a writer does not see its own commit");
                    }
                })
            })
            .collect();
        let ended: Vec<_> = writers.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        done.store(true, Ordering::Relaxed);
        ended.into_iter().for_each(|ended| ended.unwrap());
    });
    let (acknowledged, seen) = (acknowledged.into_inner(), seen.into_inner());
    println!("{durability:?}: {writers} writers, {acknowledged} commits, {seen} snapshots of {readers} readers");
    assert!(acknowledged > 20 && (readers == 0 || seen > 20));
    assert_eq!(check(&db.snapshot()), acknowledged);
    assert_eq!(db.check().unwrap().damages, []);
    drop(db);
    let db = open(folder.path(), durability);
    assert_eq!(check(&db.snapshot()), acknowledged);
}

#[test]
fn eight_readers_and_one_writer_see_whole_commits_in_order() {
    transfer(Durability::Full, 1, 8);
}

#[test]
fn many_writers_lose_no_transfer_and_readers_see_whole_commits_in_order() {
    transfer(Durability::Full, 6, 3);
    transfer(Durability::Process, 3, 2);
    transfer(Durability::Batched(Duration::from_millis(20)), 3, 2);
}

#[test]
fn what_was_batched_is_there_after_a_drop_and_after_a_sync() {
    let folder = tempfile::tempdir().unwrap();
    let db = open(folder.path(), Durability::Batched(Duration::from_secs(3_600)));
    for n in 0..100 {
        create(&db, [("n".into(), Value::Integer(n))].into());
        assert_eq!(db.snapshot().graph().node_count(), usize::try_from(n + 1).unwrap());
    }
    db.sync().unwrap();
    // As a kill leaves it: what stands in files now, and nothing that the process still holds.
    let copy = tempfile::tempdir().unwrap();
    copy_store(folder.path(), copy.path());
    assert_eq!(Database::open(copy.path()).unwrap().snapshot().graph().node_count(), 100);
    create(&db, [("n".into(), Value::Integer(100))].into());
    drop(db);
    assert_eq!(Database::open(folder.path()).unwrap().snapshot().graph().node_count(), 101);
}

fn copy_store(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).min_depth(1) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn what_was_batched_is_durable_after_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let db = open(folder.path(), Durability::Batched(Duration::from_millis(10)));
    create(&db, [("n".into(), Value::Integer(0))].into());
    let begun = Instant::now();
    loop {
        let copy = tempfile::tempdir().unwrap();
        copy_store(folder.path(), copy.path());
        if Database::open(copy.path()).is_ok_and(|db| db.snapshot().graph().node_count() == 1) {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "it never became durable");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_later_commit_brings_down_all_before_it() {
    use shezhire::store::{Store, StoreOptions};
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = Store::open(folder.path(), StoreOptions::default()).unwrap();
    let change = |id| [Change::CreateNode { id: NodeId(id), labels: vec![], properties: Properties::new() }];
    let written: Vec<_> = (0..5).map(|id| store.append(&change(id)).unwrap()).collect();
    assert_eq!(written.iter().map(shezhire::store::Written::number).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    written[3].make_durable().unwrap();
    let copy = tempfile::tempdir().unwrap();
    copy_store(folder.path(), copy.path());
    let (_store, recovered) = Store::open(copy.path(), StoreOptions::default()).unwrap();
    assert!(recovered.commit() >= 4, "{}", recovered.commit());
}

#[test]
fn the_shell_takes_a_durability_and_what_it_batched_is_there_when_it_ends() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let shell = |durability: &str| {
        let mut command = assert_cmd::Command::cargo_bin("shezhire").unwrap();
        command.arg("shell").arg(&path).args(["--durability", durability, "-c", "CREATE (:Account)"]).assert()
    };
    for durability in ["full", "process", "batched=3600000"] {
        shell(durability).success();
    }
    shell("none").code(2).stderr(predicates::str::contains("write full, process, or batched= and milliseconds"));
    assert_eq!(Database::open(&path).unwrap().snapshot().graph().node_count(), 3);
}
