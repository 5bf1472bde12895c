//! What is encoded is decoded again; what is not ours is refused without harm.

use std::sync::Arc;

use jiff::civil::{Date, DateTime, Time};
use proptest::prelude::*;

use super::value::TokenV1;
use super::*;
use crate::model::{
    Change, Duration, NodeContent, NodeId, OffsetTime, Properties, RelationshipContent, RelationshipId, RuleKind,
    SchemaRule, Value, ZonedDateTime,
};

const LIMIT: u64 = 1 << 24;

fn date() -> impl Strategy<Value = Date> {
    (-9999_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
}

fn time() -> impl Strategy<Value = Time> {
    (0_i8..24, 0_i8..60, 0_i8..60, 0_i32..1_000_000_000).prop_map(|(h, m, s, n)| Time::new(h, m, s, n).unwrap())
}

fn local() -> impl Strategy<Value = DateTime> {
    (date(), time()).prop_map(|(d, t)| DateTime::from_parts(d, t))
}

fn zoned() -> impl Strategy<Value = ZonedDateTime> {
    (local(), -64_800_i32..=64_800, proptest::option::of("[A-Z][a-z]+/[A-Z][a-z]+"))
        .prop_map(|(local, offset, zone)| ZonedDateTime { local, offset, zone: zone.map(Arc::from) })
}

fn duration() -> impl Strategy<Value = Duration> {
    (any::<i64>(), any::<i64>(), any::<i64>(), 0_i32..1_000_000_000)
        .prop_map(|(months, days, seconds, nanoseconds)| Duration { months, days, seconds, nanoseconds })
}

fn value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(Value::Integer),
        (-1e300..1e300).prop_map(Value::Float),
        Just(Value::Float(f64::INFINITY)),
        ".*".prop_map(Value::from),
        date().prop_map(Value::Date),
        time().prop_map(Value::LocalTime),
        (time(), -64_800_i32..=64_800).prop_map(|(time, offset)| Value::Time(OffsetTime { time, offset })),
        local().prop_map(Value::LocalDateTime),
        zoned().prop_map(Value::DateTime),
        duration().prop_map(Value::Duration),
    ];
    scalar.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::list),
            proptest::collection::btree_map("[a-zқ]{0,4}".prop_map(Arc::from), inner, 0..4)
                .prop_map(|map| Value::Map(Arc::new(map))),
        ]
    })
}

fn name() -> impl Strategy<Value = Arc<str>> {
    "[a-dә]{1,2}".prop_map(Arc::from)
}

fn properties() -> impl Strategy<Value = Properties> {
    proptest::collection::btree_map(name(), value(), 0..4)
}

fn labels() -> impl Strategy<Value = Vec<Arc<str>>> {
    proptest::collection::btree_set(name(), 0..3).prop_map(|set| set.into_iter().collect())
}

fn change() -> impl Strategy<Value = Change> {
    let (node, relationship) = (any::<u64>().prop_map(NodeId), any::<u64>().prop_map(RelationshipId));
    prop_oneof![
        (node.clone(), labels(), properties()).prop_map(|(id, labels, properties)| Change::CreateNode {
            id,
            labels,
            properties
        }),
        (relationship.clone(), node.clone(), node.clone(), name(), properties()).prop_map(
            |(id, start, end, relationship_type, properties)| Change::CreateRelationship {
                id,
                start,
                end,
                relationship_type,
                properties
            }
        ),
        (node.clone(), name(), value()).prop_map(|(id, key, value)| Change::SetNodeProperty { id, key, value }),
        (relationship.clone(), name(), value()).prop_map(|(id, key, value)| Change::SetRelationshipProperty {
            id,
            key,
            value
        }),
        (node.clone(), name()).prop_map(|(id, label)| Change::AddLabel { id, label }),
        (node.clone(), name()).prop_map(|(id, label)| Change::RemoveLabel { id, label }),
        node.prop_map(|id| Change::DeleteNode { id }),
        relationship.prop_map(|id| Change::DeleteRelationship { id }),
        (any::<u64>(), value()).prop_map(|(number, entry)| Change::Journal { number, entry }),
        rule().prop_map(|rule| Change::AddRule { rule }),
        name().prop_map(|name| Change::DropRule { name }),
    ]
}

fn rule() -> impl Strategy<Value = SchemaRule> {
    let kind = prop_oneof![Just(RuleKind::Index), Just(RuleKind::Unique)];
    let properties = proptest::collection::vec(name(), 1..4);
    (name(), kind, name(), properties).prop_map(|(name, kind, label, properties)| SchemaRule {
        name,
        kind,
        label,
        properties,
    })
}

/// What is read by columns is what is read by rows.
fn assert_columns(rows: Rows, column: impl Fn(&str) -> Vec<(u32, Value)>, expected: &[Change]) {
    let numbers = |numbers: &Numbers| {
        let mut all = Vec::new();
        numbers.for_each(|number| all.push(number));
        all
    };
    let (mut ids, mut starts, mut ends) = (Vec::new(), Vec::new(), Vec::new());
    let mut columns: std::collections::BTreeMap<Arc<str>, Vec<(u32, Value)>> = Default::default();
    for (row, change) in (0..).zip(expected) {
        let (names, properties) = match change {
            Change::CreateNode { id, labels, properties } => {
                ids.push(id.0);
                (labels.clone(), properties)
            }
            Change::CreateRelationship { id, start, end, relationship_type, properties } => {
                ids.push(id.0);
                starts.push(start.0);
                ends.push(end.0);
                (vec![Arc::clone(relationship_type)], properties)
            }
            other => panic!("{other:?}"),
        };
        let shape = &rows.shapes[rows.shape_of.get(row as usize).map_or(0, |shape| *shape as usize)];
        assert!(shape.names.iter().map(|name| &**name).eq(names.iter().map(|name| &**name)));
        assert!(shape.keys.iter().map(|key| &**key).eq(properties.keys().map(|key| &**key)));
        for (key, value) in properties {
            columns.entry(Arc::clone(key)).or_default().push((row, value.clone()));
        }
    }
    assert_eq!((numbers(&rows.ids), numbers(&rows.starts), numbers(&rows.ends)), (ids, starts, ends));
    assert_eq!(column("жоқ"), []);
    for (key, values) in columns {
        assert_eq!(column(&key), values);
    }
}

/// Identities in order, from differences.
fn ascending(differences: &[u64]) -> impl Iterator<Item = u64> {
    differences.iter().scan(0_u64, |id, difference| {
        *id += difference;
        Some(*id)
    })
}

fn create_node(id: NodeId, content: NodeContent) -> Change {
    Change::CreateNode { id, labels: content.labels, properties: content.properties }
}

fn create_relationship(id: RelationshipId, r: RelationshipContent) -> Change {
    let RelationshipContent { start, end, relationship_type, properties } = r;
    Change::CreateRelationship { id, start, end, relationship_type, properties }
}

proptest! {
    #[test]
    fn a_commit_is_read_as_it_was_written(after in any::<u32>(), changes in proptest::collection::vec(change(), 0..12)) {
        let bytes = encode_commit(after, &changes, LIMIT).unwrap();
        prop_assert_eq!(commit_after(&bytes).unwrap(), after);
        prop_assert_eq!(decode_commit(&bytes, &mut Names::default()).unwrap(), (after, changes));
    }

    #[test]
    fn a_pack_of_the_journal_is_read_as_it_was_written(
        first in 0..1000_u64, entries in proptest::collection::vec(value(), 0..12)
    ) {
        let entries: Vec<_> = (first..).zip(entries).collect();
        let bytes = encode_journal(&entries, LIMIT).unwrap();
        let expected: Vec<_> = entries.into_iter().map(|(number, entry)| Change::Journal { number, entry }).collect();
        prop_assert_eq!(decode_journal(&bytes, &mut Names::default()).unwrap(), expected);
    }

    #[test]
    fn a_pack_of_nodes_is_read_as_it_was_written(
        rows in proptest::collection::vec((1_u64..1000, labels(), properties()), 0..12)
    ) {
        let differences: Vec<_> = rows.iter().map(|row| row.0).collect();
        let contents = rows.into_iter().map(|(_, labels, properties)| NodeContent { labels, properties });
        let nodes: Vec<_> = ascending(&differences).map(NodeId).zip(contents).collect();
        let bytes = encode_nodes(&nodes, LIMIT).unwrap();
        let expected: Vec<_> = nodes.into_iter().map(|(id, content)| create_node(id, content)).collect();
        assert_columns(decode_node_rows(&bytes).unwrap(), |key| decode_node_column(&bytes, key).unwrap(), &expected);
        prop_assert_eq!(decode_nodes(&bytes, &mut Names::default()).unwrap(), expected);
    }

    #[test]
    fn a_pack_of_relationships_is_read_as_it_was_written(
        rows in proptest::collection::vec((1_u64..1000, any::<u64>(), any::<u64>(), name(), properties()), 0..12)
    ) {
        let differences: Vec<_> = rows.iter().map(|row| row.0).collect();
        let contents = rows.into_iter().map(|(_, start, end, relationship_type, properties)| {
            RelationshipContent { start: NodeId(start), end: NodeId(end), relationship_type, properties }
        });
        let relationships: Vec<_> = ascending(&differences).map(RelationshipId).zip(contents).collect();
        let bytes = encode_relationships(&relationships, LIMIT).unwrap();
        let expected: Vec<_> = relationships.into_iter().map(|(id, r)| create_relationship(id, r)).collect();
        let column = |key: &str| decode_relationship_column(&bytes, key).unwrap();
        assert_columns(decode_relationship_rows(&bytes).unwrap(), column, &expected);
        prop_assert_eq!(decode_relationships(&bytes, &mut Names::default()).unwrap(), expected);
    }

    #[test]
    fn a_manifest_is_read_as_it_was_written(counts in any::<[u64; 9]>(), rules in proptest::collection::vec(rule(), 0..4)) {
        let [generation, folded, entries, nodes, relationships, next_node, next_relationship, bytes, chain] = counts;
        let chain = chain as u32;
        let packs = [chain.wrapping_add(1), chain.wrapping_add(2), chain.wrapping_add(3), chain.wrapping_add(4)];
        let [journal_packs, node_packs, relationship_packs, digest] = packs;
        let manifest = Manifest {
            generation, folded, chain, journal_packs, node_packs, relationship_packs, entries, nodes, relationships,
            next_node, next_relationship, bytes, digest, rules,
        };
        prop_assert_eq!(decode_manifest(&encode_manifest(&manifest, LIMIT).unwrap()).unwrap(), manifest);
    }

    #[test]
    fn arbitrary_bytes_are_refused_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let bytes = [&[RECORD_VERSION], bytes.as_slice()].concat();
        let _ = decode_commit(&bytes, &mut Names::default());
        let _ = decode_nodes(&bytes, &mut Names::default());
        let _ = decode_relationships(&bytes, &mut Names::default());
        let _ = decode_manifest(&bytes);
        let _ = (decode_node_rows(&bytes), decode_node_column(&bytes, "a"));
        let _ = (decode_relationship_rows(&bytes), decode_relationship_column(&bytes, "a"));
    }

    #[test]
    fn changed_bytes_of_a_commit_never_panic(
        changes in proptest::collection::vec(change(), 1..6), at in any::<prop::sample::Index>(), byte in any::<u8>()
    ) {
        let mut bytes = encode_commit(0, &changes, LIMIT).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = decode_commit(&bytes, &mut Names::default());
    }
}

fn nested(depth: usize) -> Vec<Change> {
    let value = (0..depth).fold(Value::Null, |inner, _| Value::list([inner]));
    vec![Change::SetNodeProperty { id: NodeId(0), key: "deep".into(), value }]
}

#[test]
fn nesting_is_bounded_when_written_and_when_read() {
    let deepest = encode_commit(0, &nested(MAX_DEPTH), LIMIT).unwrap();
    decode_commit(&deepest, &mut Names::default()).unwrap();
    assert!(matches!(encode_commit(0, &nested(MAX_DEPTH + 1), LIMIT), Err(StoreError::TooDeep { .. })));
}

#[test]
fn a_million_nested_lists_do_not_overflow_the_stack() {
    let list = TokenV1::List(1);
    let bytes = bincode::DefaultOptions::new().serialize(&list).unwrap();
    let values: Vec<u8> = bytes.repeat(1_000_000);
    // A commit of one `SetNodeProperty` whose value never ends.
    let mut record = vec![RECORD_VERSION, 0, 1, 1, b'k', 1, 2, 0, 0, 253];
    record.extend(1_000_000_u64.to_le_bytes());
    record.extend(values);
    let refused = decode_commit(&record, &mut Names::default());
    assert_eq!(refused.unwrap_err(), Malformed("a value is nested too deep"));
}

#[test]
fn a_length_beyond_the_bytes_allocates_nothing() {
    for at in 1..4 {
        let mut record = vec![RECORD_VERSION, 0, 0, 0, 0];
        record.truncate(at + 1);
        record.extend([253, 255, 255, 255, 255, 255, 255, 255, 127]);
        assert!(decode_commit(&record, &mut Names::default()).is_err());
    }
}

#[test]
fn values_of_the_engine_are_no_properties() {
    let value = Value::Node(crate::model::Node::bare(NodeId(1)));
    let change = Change::SetNodeProperty { id: NodeId(0), key: "node".into(), value };
    assert!(matches!(encode_commit(0, &[change], LIMIT), Err(StoreError::NotStorable { kind: "node" })));
}

#[test]
fn a_commit_above_the_limit_is_refused_with_its_size() {
    let value = Value::from("x".repeat(1000));
    let change = Change::SetNodeProperty { id: NodeId(0), key: "long".into(), value };
    match encode_commit(0, &[change], 500) {
        Err(StoreError::TooLarge { len, limit: 500 }) => assert!(len > 1000),
        other => panic!("{other:?}"),
    }
}
