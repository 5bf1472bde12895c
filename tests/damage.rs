//! A store that is damaged says so: it never serves less in silence, and never panics.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::fs;
use std::path::{Path, PathBuf};

use shezhire::model::{Change, NodeContent, NodeId, Properties, RelationshipContent, RelationshipId};
use shezhire::store::{self, Contents, Store, StoreOptions};
use shezhire::{Error, StoreError, Value};

/// Node `id`, told apart from all others, with text that does not compress.
fn node(id: u64) -> (NodeId, NodeContent) {
    let mut state = id + 1;
    let noise: String = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'!' + u8::try_from(state >> 58).unwrap())
    })
    .take(100)
    .collect();
    let properties: Properties =
        [("name".into(), Value::from(format!("Тұлға {id}"))), ("noise".into(), Value::from(noise))].into();
    (NodeId(id), NodeContent { labels: vec!["Person".into()], properties })
}

fn relationship(id: u64) -> (RelationshipId, RelationshipContent) {
    let (start, end) = (NodeId(id), NodeId(id + 1));
    let properties = [("since".into(), Value::Integer(id.cast_signed()))].into();
    (RelationshipId(id), RelationshipContent { start, end, relationship_type: "KNOWS".into(), properties })
}

fn create(id: u64) -> Vec<Change> {
    let (node_id, content) = node(id);
    vec![Change::CreateNode { id: node_id, labels: content.labels, properties: content.properties }]
}

/// A store with packs of 600 nodes and relationships, and 20 commits after them.
fn make(path: &Path) {
    let (mut store, _) = Store::open(path, StoreOptions::default()).unwrap();
    store.commit(&create(0)).unwrap();
    let contents = Contents {
        rules: Vec::new(),
        journal: std::iter::empty(),
        nodes: (0..600).map(node),
        relationships: (0..599).map(relationship),
        next_node: NodeId(600),
        next_relationship: RelationshipId(600),
    };
    store.checkpoint(contents).unwrap();
    for id in 600..620 {
        store.commit(&create(id)).unwrap();
    }
}

/// All that a store holds, when it opens and says that it is whole.
fn read(path: &Path) -> Result<Vec<Change>, StoreError> {
    let (_store, recovered) = Store::open(path, StoreOptions::default())?;
    let mut changes = Vec::new();
    recovered.replay(|change| changes.push(change))?;
    Ok(changes)
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Files of a store with their lengths, those that it could be hurt by.
fn files(path: &Path) -> Vec<(PathBuf, u64)> {
    let files = walkdir::WalkDir::new(path).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    let sizes = files.map(|e| (e.path().strip_prefix(path).unwrap().to_owned(), e.metadata().unwrap().len()));
    sizes.filter(|(name, _)| name != Path::new("lock")).collect()
}

/// Hurts copies of a store and demands of each: an error, or all that was there. Gives how many opened whole and how
/// many were refused.
fn hurt(damages: impl Iterator<Item = (PathBuf, u64)>, hurt: impl Fn(&Path, u64)) -> (u32, u32) {
    let folder = tempfile::tempdir().unwrap();
    let (sound, hurt_one) = (folder.path().join("sound"), folder.path().join("hurt"));
    make(&sound);
    let all = read(&sound).unwrap();
    assert_eq!(all.len(), 600 + 599 + 20);
    let (mut whole, mut refused) = (0, 0);
    for (name, at) in damages {
        copy(&sound, &hurt_one);
        hurt(&hurt_one.join(&name), at);
        let checked = store::check(&hurt_one);
        match read(&hurt_one) {
            Ok(found) => {
                assert!(found == all, "{} at {at}: {} of {} in silence", name.display(), found.len(), all.len());
                whole += 1;
            }
            Err(e) => {
                assert!(matches!(e, StoreError::Corrupt { .. } | StoreError::NotAStore { .. }), "{e:?}");
                let named = checked.as_ref().map_or(true, |report| !report.is_whole());
                assert!(named, "{} at {at}: open says {e}, check says nothing", name.display());
                refused += 1;
            }
        }
    }
    (whole, refused)
}

fn places(every: u64) -> impl Iterator<Item = (PathBuf, u64)> {
    let folder = tempfile::tempdir().unwrap();
    make(folder.path());
    let at = move |(name, len): (PathBuf, u64)| {
        let step = if len > 1000 { every } else { 11 };
        (0..len / step).map(move |n| (name.clone(), n * step + n * 7 % step))
    };
    files(folder.path()).into_iter().flat_map(at)
}

fn flip(name: &Path, at: u64) {
    let mut bytes = fs::read(name).unwrap();
    bytes[usize::try_from(at).unwrap()] ^= 0x55;
    fs::write(name, bytes).unwrap();
}

#[test]
fn a_flipped_byte_is_reported_or_harmless() {
    let (whole, refused) = hurt(places(700), flip);
    assert!(whole > 0 && refused > 0, "{whole} {refused}");
    println!("flipped: {whole} whole, {refused} refused");
}

/// Every so many bytes that a test hurts; a longer run, with the environment variable, hurts more.
fn every(short: u64, long: u64) -> usize {
    usize::try_from(if std::env::var_os("SHEZHIRE_TEST_LONG").is_some() { long } else { short }).unwrap()
}

/// The tree's file and its length.
fn tree_file() -> (PathBuf, u64) {
    let folder = tempfile::tempdir().unwrap();
    make(folder.path());
    files(folder.path()).into_iter().find(|(name, _)| name.ends_with("db")).unwrap()
}

#[test]
fn a_file_cut_anywhere_in_its_last_8_kib_is_reported_or_harmless() {
    let (name, len) = tree_file();
    let ends = (len.saturating_sub(8192)..len).step_by(every(97, 1)).map(|at| (name.clone(), at));
    let (whole, refused) = hurt(ends, |name, at| {
        fs::OpenOptions::new().write(true).open(name).unwrap().set_len(at).unwrap();
    });
    assert!(refused > 0);
    println!("cut in the last 8 KiB: {whole} whole, {refused} refused");
}

#[test]
fn a_byte_flipped_at_random_is_reported_or_harmless() {
    let (name, len) = tree_file();
    let mut state = 5_u64;
    let anywhere = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (name.clone(), (state >> 16) % len)
    });
    let (whole, refused) = hurt(anywhere.take(1_000 / every(20, 1)), flip);
    assert!(refused > 0);
    println!("flipped at random: {whole} whole, {refused} refused");
}

#[test]
fn a_cut_file_is_reported_or_harmless() {
    let (whole, refused) = hurt(places(4_000), |name, at| {
        fs::OpenOptions::new().write(true).open(name).unwrap().set_len(at).unwrap();
    });
    assert!(refused > 0);
    println!("cut: {whole} whole, {refused} refused");
}

#[test]
fn a_zeroed_block_is_reported_or_harmless() {
    let (whole, refused) = hurt(places(4_096), |name, at| {
        let mut bytes = fs::read(name).unwrap();
        let start = usize::try_from(at / 4096 * 4096).unwrap();
        let end = bytes.len().min(start + 4096);
        bytes[start..end].fill(0);
        fs::write(name, bytes).unwrap();
    });
    assert!(refused > 0);
    println!("zeroed: {whole} whole, {refused} refused");
}

#[test]
fn a_missing_file_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    make(folder.path());
    let database =
        files(folder.path()).into_iter().filter(|(name, _)| name.ends_with("db") || name == Path::new("head"));
    let (whole, refused) = hurt(database, |name, _| fs::remove_file(name).unwrap());
    assert_eq!((whole, refused), (0, 2));
}

#[test]
fn a_store_that_lost_its_tail_opens_when_the_loss_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    make(folder.path());
    // The witness says that two more commits were acknowledged than the tree below remembers.
    let head = fs::read(folder.path().join("head")).unwrap();
    Store::open(folder.path(), StoreOptions::default()).unwrap().0.commit(&create(620)).unwrap();
    let newer = fs::read(folder.path().join("head")).unwrap();
    assert_ne!(head, newer);
    let lost = tempfile::tempdir().unwrap();
    make(lost.path());
    fs::write(lost.path().join("head"), newer).unwrap();
    let refused = Store::open(lost.path(), StoreOptions::default()).unwrap_err();
    assert!(refused.to_string().contains("the log ends at commit 21, 1 acknowledged after it"), "{refused}");
    let mut options = StoreOptions::default();
    options.accept_loss = true;
    let (mut store, recovered) = Store::open(lost.path(), options).unwrap();
    assert_eq!(recovered.lost_commits(), 1);
    store.commit(&create(620)).unwrap();
    drop((store, recovered));
    assert_eq!(read(lost.path()).unwrap().len(), 600 + 599 + 21);
}

#[test]
fn a_store_of_another_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let sled = folder.path().join("sled");
    sled::open(&sled).unwrap().insert("key", "value").unwrap();
    let papers = folder.path().join("papers");
    fs::create_dir(&papers).unwrap();
    fs::write(papers.join("letter.txt"), "Құрметті").unwrap();
    for path in [sled.clone(), papers.clone(), papers.join("letter.txt")] {
        let before = files(&path);
        match shezhire::Database::open(&path) {
            Err(Error::Store(StoreError::NotAStore { path: named, .. })) => assert_eq!(named, path),
            other => panic!("{other:?}"),
        }
        assert_eq!(files(&path), before);
    }
    let error = shezhire::Database::open(&sled).unwrap_err().to_string();
    assert!(error.contains("a sled database of another program"), "{error}");
}

#[test]
fn a_path_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let path = folder.path().join("file").join("store");
    match shezhire::Database::open(&path) {
        Err(Error::Store(StoreError::Io { path: named, .. })) => assert_eq!(named, path),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_check_command_names_the_damage_and_fails() {
    let folder = tempfile::tempdir().unwrap();
    make(folder.path());
    let check = || assert_cmd::Command::cargo_bin("shezhire").unwrap().arg("check").arg(folder.path()).assert();
    check().success().stdout("600 nodes and 599 relationships in 7 packs, 20 commits in the log: all is whole\n");
    let head = folder.path().join("head");
    flip(&head, 70);
    let slot = "damaged: head, slot 0: its checksum does not fit; affects nothing: the other slot is whole\n";
    check().code(1).stdout(predicates::str::starts_with(slot));
}
