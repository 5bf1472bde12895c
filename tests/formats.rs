//! A store of every format that there was is read as it was written.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::{date, time};
use shezhire::Value;
use shezhire::model::{
    Change, Duration, NodeContent, NodeId, OffsetTime, RelationshipContent, RelationshipId, RuleKind, SchemaRule,
    ZonedDateTime,
};
use shezhire::store::{Contents, Store, StoreOptions, check};

/// Today's format.
const FORMAT: u32 = 3;

fn stored(format: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/stores/format-{format}"))
}

/// A value of every kind that can be stored.
fn values() -> Vec<Value> {
    let nested = [("тізім".into(), Value::list([Value::Null, Value::list([])])), ("х".into(), Value::Float(-0.5))];
    let (day, clock) = (date(2026, 11, 25), time(7, 5, 59, 123_456_789));
    let local = day.to_datetime(clock);
    vec![
        Value::Boolean(true),
        Value::Boolean(false),
        Value::Integer(i64::MIN),
        Value::Float(f64::INFINITY),
        "Қазақстан".into(),
        Value::list([Value::from(1), Value::from("екі")]),
        Value::Map(Arc::new(nested.into())),
        Value::Date(date(-44, 3, 15)),
        Value::LocalTime(clock),
        Value::Time(OffsetTime { time: clock, offset: 18_000 }),
        Value::LocalDateTime(local),
        Value::DateTime(ZonedDateTime { local, offset: 18_000, zone: Some("Asia/Almaty".into()) }),
        Value::DateTime(ZonedDateTime { local, offset: -3600, zone: None }),
        Value::Duration(Duration { months: -14, days: 3, seconds: i64::MAX, nanoseconds: 999_999_999 }),
    ]
}

fn nodes() -> impl Iterator<Item = (NodeId, NodeContent)> {
    (3..).zip(values()).map(|(id, value)| {
        let labels = if id % 2 == 0 { vec!["Even".into(), "Value".into()] } else { vec![] };
        (NodeId(id * 2), NodeContent { labels, properties: [("value".into(), value)].into() })
    })
}

fn relationships() -> impl Iterator<Item = (RelationshipId, RelationshipContent)> {
    (0..40_u64).map(|id| {
        let properties =
            (0..id % 3).map(|n| (format!("key{n}").into(), Value::Integer((id * n).cast_signed()))).collect();
        let relationship_type = if id % 2 == 0 { "NEXT" } else { "АЛДЫ" }.into();
        let (start, end) = (NodeId(6 + id * 6 % 28), NodeId(6 + id * 4 % 28));
        (RelationshipId(100 + id), RelationshipContent { start, end, relationship_type, properties })
    })
}

/// The journal's entries in packs; there was none in format 1.
fn journal(format: u32) -> Vec<Value> {
    if format < 2 { Vec::new() } else { values() }
}

/// The rules in the manifest; there were none before format 3.
fn rules(format: u32) -> Vec<SchemaRule> {
    let rule = |name: &str, kind, label: &str, keys: &[&str]| SchemaRule {
        name: name.into(),
        kind,
        label: label.into(),
        properties: keys.iter().map(|key| Arc::from(*key)).collect(),
    };
    if format < 3 {
        return Vec::new();
    }
    vec![rule("мән", RuleKind::Index, "Value", &["value"]), rule("бір", RuleKind::Unique, "New", &["text", "кілт"])]
}

/// Every kind of change, in two commits.
fn commits(format: u32) -> [Vec<Change>; 2] {
    let (id, other) = (NodeId(1000), NodeId(1001));
    let relationship = RelationshipId(1000);
    let create = |id| Change::CreateNode {
        id,
        labels: vec!["New".into()],
        properties: [("text".into(), "ұзақ мәтін ".repeat(2000).into())].into(),
    };
    let set = |value| Change::SetNodeProperty { id, key: "value".into(), value };
    let first = [create(id), create(other)].into_iter().chain(values().into_iter().map(set)).collect();
    let mut second = vec![
        Change::CreateRelationship {
            id: relationship,
            start: id,
            end: other,
            relationship_type: "NEXT".into(),
            properties: [("weight".into(), Value::Float(0.25))].into(),
        },
        Change::SetRelationshipProperty { id: relationship, key: "weight".into(), value: Value::Null },
        Change::AddLabel { id, label: "Added".into() },
        Change::RemoveLabel { id, label: "New".into() },
        Change::DeleteRelationship { id: relationship },
        Change::DeleteNode { id: other },
    ];
    let number = journal(format).len() as u64;
    second.extend((format > 1).then(|| Change::Journal { number, entry: "соңғы".into() }));
    second.extend(rules(format).into_iter().map(|rule| {
        let name = format!("{}2", rule.name).into();
        Change::AddRule { rule: SchemaRule { name, ..rule } }
    }));
    second.extend((format > 2).then(|| Change::DropRule { name: "мән".into() }));
    [first, second]
}

fn all(format: u32) -> Vec<Change> {
    let rules = rules(format).into_iter().map(|rule| Change::AddRule { rule });
    let journal = (0..).zip(journal(format)).map(|(number, entry)| Change::Journal { number, entry });
    let nodes = nodes().map(|(id, NodeContent { labels, properties })| Change::CreateNode { id, labels, properties });
    let relationships = relationships().map(|(id, r)| {
        let RelationshipContent { start, end, relationship_type, properties } = r;
        Change::CreateRelationship { id, start, end, relationship_type, properties }
    });
    rules.chain(journal).chain(nodes).chain(relationships).chain(commits(format).into_iter().flatten()).collect()
}

fn write(path: &Path) {
    let (mut store, _) = Store::open(path, StoreOptions::default()).unwrap();
    let contents = Contents {
        rules: rules(FORMAT),
        journal: journal(FORMAT).into_iter(),
        nodes: nodes(),
        relationships: relationships(),
        next_node: NodeId(900),
        next_relationship: RelationshipId(901),
    };
    store.checkpoint(contents).unwrap();
    for changes in commits(FORMAT) {
        store.commit(&changes).unwrap();
    }
}

fn assert_read(path: &Path, format: u32) {
    assert_eq!(check(path).unwrap().damages, []);
    let (_store, recovered) = Store::open(path, StoreOptions::default()).unwrap();
    assert_eq!(recovered.commit(), 2);
    assert_eq!(recovered.next_ids(), (NodeId(900), RelationshipId(901)));
    let mut changes = Vec::new();
    recovered.replay(|change| changes.push(change)).unwrap();
    assert_eq!(changes, all(format));
}

#[test]
fn a_store_is_read_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    assert_read(folder.path(), FORMAT);
}

/// A copy of the store of a format that is checked in.
fn copy_of(format: u32) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in walkdir::WalkDir::new(stored(format)) {
        let entry = entry.unwrap();
        let target = folder.path().join(entry.path().strip_prefix(stored(format)).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
    folder
}

#[test]
fn stores_of_all_formats_are_read() {
    for format in 1..=FORMAT {
        assert_read(copy_of(format).path(), format);
    }
}

/// Byte 8 of the head is the format: reading leaves it, writing brings it to today's.
#[test]
fn a_store_of_an_older_format_is_of_todays_once_it_is_written() {
    let folder = copy_of(1);
    let format = || std::fs::read(folder.path().join("head")).unwrap()[8];
    let open = || Store::open(folder.path(), StoreOptions::default()).unwrap();
    drop(open());
    assert_eq!(format(), 1);
    let entry = Change::Journal { number: 0, entry: "бірінші".into() };
    open().0.commit(std::slice::from_ref(&entry)).unwrap();
    assert_eq!(u32::from(format()), FORMAT);
    let mut changes = Vec::new();
    open().1.replay(|change| changes.push(change)).unwrap();
    assert_eq!(changes, all(1).into_iter().chain([entry]).collect::<Vec<_>>());
}

/// Run once for a new format, by hand: `cargo test --test formats -- --ignored`.
#[test]
#[ignore = "writes the store that is checked in"]
fn write_the_store_of_this_format() {
    let path = stored(FORMAT);
    assert!(!path.exists(), "the store of this format is there already");
    std::fs::create_dir_all(&path).unwrap();
    write(&path);
}
