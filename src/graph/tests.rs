//! Base and delta against the plainest implementation: whatever happens, in whatever order, folded or not, both read alike.

use std::sync::Arc;

use proptest::prelude::*;

use super::naive::Naive;
use super::{Graph, GraphBuilder, TypeSet};
use crate::model::{Change, Direction, NodeId, Properties, RelationshipId, RuleKind, SchemaRule, Value};

const LABELS: [&str; 4] = ["Person", "Event", "Place", "Қызмет"];
const TYPES: [&str; 3] = ["TOOK_PART_IN", "HELD_IN", "KNOWS"];
const KEYS: [&str; 4] = ["key", "name", "year", "тізім"];

#[derive(Clone, Debug)]
enum Step {
    Change(Change),
    Fold,
    Snapshot,
    /// Look a value up, which makes its key an indexed one.
    Ask(usize, usize, Value),
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => (0_i64..4).prop_map(Value::Integer),
        1 => (0_u8..3).prop_map(|x| Value::Float(f64::from(x))),
        4 => "[абв]{1,2}".prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::Boolean),
        1 => proptest::collection::vec(0_i64..3, 0..3).prop_map(|v| Value::list(v.into_iter().map(Value::Integer))),
    ]
}

fn properties() -> impl Strategy<Value = Properties> {
    proptest::collection::btree_map((0..KEYS.len()).prop_map(|k| Arc::from(KEYS[k])), value(), 0..4)
}

fn labels() -> impl Strategy<Value = Vec<Arc<str>>> {
    proptest::collection::btree_set((0..LABELS.len()).prop_map(|l| Arc::from(LABELS[l])), 0..3)
        .prop_map(|set| set.into_iter().collect())
}

fn node() -> impl Strategy<Value = NodeId> {
    (0_u64..24).prop_map(NodeId)
}

fn relationship() -> impl Strategy<Value = RelationshipId> {
    (0_u64..40).prop_map(RelationshipId)
}

fn key() -> impl Strategy<Value = Arc<str>> {
    (0..KEYS.len()).prop_map(|k| Arc::from(KEYS[k]))
}

fn label() -> impl Strategy<Value = Arc<str>> {
    (0..LABELS.len()).prop_map(|l| Arc::from(LABELS[l]))
}

/// Of a rule.
fn name() -> impl Strategy<Value = Arc<str>> {
    prop_oneof![Just("бірінші"), Just("екінші")].prop_map(Arc::from)
}

fn change() -> impl Strategy<Value = Change> {
    let null_or_value = prop_oneof![1 => Just(Value::Null), 3 => value()];
    prop_oneof![
        6 => (node(), labels(), properties()).prop_map(|(id, labels, properties)| Change::CreateNode { id, labels, properties }),
        8 => (relationship(), node(), node(), 0..TYPES.len(), properties()).prop_map(|(id, start, end, t, properties)| {
            Change::CreateRelationship { id, start, end, relationship_type: TYPES[t].into(), properties }
        }),
        3 => (node(), key(), null_or_value.clone()).prop_map(|(id, key, value)| Change::SetNodeProperty { id, key, value }),
        3 => (relationship(), key(), null_or_value)
            .prop_map(|(id, key, value)| Change::SetRelationshipProperty { id, key, value }),
        1 => (node(), label()).prop_map(|(id, label)| Change::AddLabel { id, label }),
        1 => (node(), label()).prop_map(|(id, label)| Change::RemoveLabel { id, label }),
        2 => node().prop_map(|id| Change::DeleteNode { id }),
        3 => relationship().prop_map(|id| Change::DeleteRelationship { id }),
        1 => (0..4_u64, value()).prop_map(|(number, entry)| Change::Journal { number, entry }),
        1 => (name(), any::<bool>(), label(), key()).prop_map(|(name, unique, label, key)| {
            let kind = if unique { RuleKind::Unique } else { RuleKind::Index };
            Change::AddRule { rule: SchemaRule { name, kind, label, properties: vec![key] } }
        }),
        1 => name().prop_map(|name| Change::DropRule { name }),
    ]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        20 => change().prop_map(Step::Change),
        1 => Just(Step::Fold),
        1 => Just(Step::Snapshot),
        1 => (0..LABELS.len(), 0..KEYS.len(), value()).prop_map(|(l, k, v)| Step::Ask(l, k, v)),
    ];
    proptest::collection::vec(step, 0..120)
}

fn assert_alike(graph: &Graph, naive: &Naive) {
    assert!(graph.journal().eq(naive.journal()));
    assert!(graph.rules().eq(naive.rules()));
    assert_eq!(graph.node_count(), naive.node_count());
    assert_eq!(graph.relationship_count(), naive.relationship_count());
    assert_eq!(graph.next_node_id(), naive.next_node_id());
    assert_eq!(graph.next_relationship_id(), naive.next_relationship_id());
    assert_eq!(graph.nodes().collect::<Vec<_>>(), naive.nodes().collect::<Vec<_>>());
    assert_eq!(graph.relationships().collect::<Vec<_>>(), naive.relationships().collect::<Vec<_>>());
    assert_eq!(graph.label_counts(), naive.label_counts());
    assert_eq!(graph.type_counts(), naive.type_counts());
    assert_eq!(graph.property_keys(), naive.property_keys());
    for name in LABELS.into_iter().chain(["Жоқ"]) {
        assert_eq!(graph.nodes_with_label(name).collect::<Vec<_>>(), naive.nodes_with_label(name).collect::<Vec<_>>());
        assert_eq!(graph.label_count(name), naive.label_count(name));
    }
    for name in TYPES.into_iter().chain(["ЖОҚ"]) {
        let expected: Vec<_> =
            naive.relationships().filter(|r| naive.relationship_type(*r).as_deref() == Some(name)).collect();
        assert_eq!(graph.relationships_with_type(name).collect::<Vec<_>>(), expected);
        assert_eq!(graph.type_count(name), expected.len());
    }
    for id in (0..26).map(NodeId) {
        assert_eq!(graph.node(id), naive.node(id));
        assert_eq!(graph.contains_node(id), naive.contains_node(id));
        assert_eq!(graph.labels(id), naive.labels(id));
        assert_eq!(graph.node_properties(id), naive.node_properties(id));
        for key in KEYS {
            assert_eq!(graph.node_property(id, key), naive.node_property(id, key));
        }
        assert!(LABELS.iter().all(|l| graph.has_label(id, l) == naive.has_label(id, l)));
        assert_neighbours_alike(graph, naive, id);
    }
    for id in (0..42).map(RelationshipId) {
        assert_eq!(graph.relationship(id), naive.relationship(id));
        assert_eq!(graph.contains_relationship(id), naive.contains_relationship(id));
        assert_eq!(graph.ends(id), naive.ends(id));
        assert_eq!(graph.relationship_type(id), naive.relationship_type(id));
        assert_eq!(graph.relationship_properties(id), naive.relationship_properties(id));
        for key in KEYS {
            assert_eq!(graph.relationship_property(id, key), naive.relationship_property(id, key));
        }
    }
}

/// Nodes above and below a number or string are those that a look at all nodes of the label finds.
fn assert_ranges_alike(graph: &Graph, naive: &Naive, label: &str, key: &str, bound: &Value) {
    let Some((label_id, key_id)) = graph.label_id(label).zip(graph.key_id(key)) else { return };
    let number = |v: &Value| match v {
        Value::Integer(i) => Some(*i as f64),
        Value::Float(x) => Some(*x),
        _ => None,
    };
    let order = |v: Value| match (&v, bound) {
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        (a, b) => number(a)?.partial_cmp(&number(b)?),
    };
    for (low, high) in [(Some(bound), None), (None, Some(bound)), (Some(bound), Some(bound))] {
        let Some(found) = graph.indexes_between(label_id, key_id, low, high) else { continue };
        let found: std::collections::BTreeSet<_> = found.into_iter().filter_map(|index| graph.node_id(index)).collect();
        let fits = |id: &NodeId| {
            order(naive.node_property(*id, key))
                .is_some_and(|o| (low.is_none() || o.is_ge()) && (high.is_none() || o.is_le()))
        };
        assert_eq!(found, naive.nodes_with_label(label).filter(fits).collect());
    }
}

fn assert_neighbours_alike(graph: &Graph, naive: &Naive, id: NodeId) {
    let sets: [Vec<Arc<str>>; 4] =
        [vec![], vec![TYPES[0].into()], vec![TYPES[2].into(), TYPES[0].into(), TYPES[2].into()], vec!["ЖОҚ".into()]];
    for types in &sets {
        for direction in [Direction::Outgoing, Direction::Incoming, Direction::Both] {
            let mut got: Vec<_> = graph.neighbours(id, direction, types).collect();
            let mut expected: Vec<_> = naive.neighbours(id, direction, types).collect();
            got.sort_unstable();
            expected.sort_unstable();
            assert_eq!(got, expected, "{id} {direction:?} {types:?}");
            assert_eq!(graph.degree(id, direction, types), expected.len());
            let Some(index) = graph.node_index(id) else { continue };
            let mut visited = Vec::new();
            graph.for_each_neighbour(index, direction, &graph.type_set(types), |relationship, node| {
                visited.push((graph.relationship_id(relationship).unwrap(), graph.node_id(node).unwrap()));
                true
            });
            visited.sort_unstable();
            assert_eq!(visited, expected);
        }
    }
}

fn assert_lookups_alike(graph: &Graph, naive: &Naive, values: &[Value]) {
    for label in LABELS {
        for key in KEYS {
            for value in values {
                assert_eq!(
                    graph.nodes_with_property(label, key, value),
                    naive.nodes_with_property(label, key, value),
                    "{label} {key} {value:?}"
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn base_and_delta_read_as_the_naive_graph_does(steps in steps(), asked in proptest::collection::vec(value(), 4)) {
        let (mut graph, mut naive) = (Graph::new(), Naive::new());
        let mut builder = GraphBuilder::new();
        let mut changes = Vec::new();
        let mut snapshots = Vec::new();
        for step in steps {
            match step {
                Step::Change(change) => {
                    graph.apply(&change);
                    naive.apply(&change);
                    builder.apply(change.clone());
                    changes.push(change);
                }
                Step::Fold => graph.fold(),
                Step::Snapshot => snapshots.push((graph.clone(), naive.clone())),
                Step::Ask(label, key, value) => {
                    let expected = naive.nodes_with_property(LABELS[label], KEYS[key], &value);
                    assert_eq!(graph.nodes_with_property(LABELS[label], KEYS[key], &value), expected);
                    assert_ranges_alike(&graph, &naive, LABELS[label], KEYS[key], &value);
                }
            }
        }
        assert_alike(&graph, &naive);
        assert_lookups_alike(&graph, &naive, &asked);
        let mut folded = graph.clone();
        folded.fold();
        assert_alike(&folded, &naive);
        assert_lookups_alike(&folded, &naive, &asked);
        assert_alike(&GraphBuilder::from_graph(&graph).finish(), &naive);
        assert_alike(&builder.finish(), &naive);
        let mut at_once = Graph::new();
        at_once.apply_all(&changes);
        assert_alike(&at_once, &naive);
        // What came after a snapshot does not show in it.
        for (graph, naive) in &snapshots {
            assert_alike(graph, naive);
            assert_lookups_alike(graph, naive, &asked);
        }
    }

    #[test]
    fn applying_a_log_twice_changes_nothing(changes in proptest::collection::vec(change(), 0..80)) {
        // A log holds what had an effect, and its identities are fresh: none is created twice.
        let mut seen = std::collections::BTreeSet::new();
        let mut naive = Naive::new();
        let mut log = Vec::new();
        for change in changes {
            let fresh = match &change {
                Change::CreateNode { id, .. } => seen.insert((0, id.0)),
                Change::CreateRelationship { id, .. } => seen.insert((1, id.0)),
                _ => true,
            };
            let before = naive.clone();
            if fresh {
                naive.apply(&change);
            }
            if naive != before {
                log.push(change);
            }
        }
        let mut graph = Graph::new();
        for _ in 0..2 {
            log.iter().for_each(|change| graph.apply(change));
        }
        assert_alike(&graph, &naive);
    }
}

#[test]
fn a_large_delta_folds_by_itself_and_stays_the_same_graph() {
    let (mut graph, mut naive) = (Graph::new(), Naive::new());
    for id in 0..9000_u64 {
        let properties = Properties::from([("key".into(), Value::from(format!("k{}", id % 4000)))]);
        let create = Change::CreateNode { id: NodeId(id), labels: vec!["Person".into()], properties };
        graph.apply(&create);
        naive.apply(&create);
    }
    assert!(graph.memory().delta < graph.memory().node_properties, "not folded: {:?}", graph.memory());
    assert_eq!(graph.nodes().count(), 9000);
    let key = Value::from("k7");
    assert_eq!(graph.nodes_with_property("Person", "key", &key), naive.nodes_with_property("Person", "key", &key));
}

#[test]
fn numbers_are_found_as_equal_across_integer_and_float() {
    let mut graph = Graph::new();
    for (id, value) in [(0, Value::Integer(1)), (1, Value::Float(1.0)), (2, Value::Float(-0.0)), (3, Value::Integer(0))]
    {
        let properties = Properties::from([("n".into(), value)]);
        graph.apply(&Change::CreateNode { id: NodeId(id), labels: vec!["N".into()], properties });
    }
    for folded in [false, true] {
        if folded {
            graph.fold();
        }
        let (label, key) = (graph.label_id("N").unwrap(), graph.key_id("n").unwrap());
        assert_eq!(graph.indexes_with_value(label, key, &Value::Integer(1)).len(), 2);
        assert_eq!(graph.indexes_with_value(label, key, &Value::Float(0.0)).len(), 2);
        assert_eq!(graph.nodes_with_property("N", "n", &Value::Integer(1)), [NodeId(0)]);
    }
}

#[test]
fn slices_are_given_where_nothing_is_newer() {
    let mut graph = Graph::new();
    for id in 0..3 {
        graph.apply(&Change::CreateNode { id: NodeId(id), labels: vec![], properties: Properties::new() });
    }
    let relate = |id: u64, end: u64| Change::CreateRelationship {
        id: RelationshipId(id),
        start: NodeId(0),
        end: NodeId(end),
        relationship_type: "R".into(),
        properties: Properties::new(),
    };
    graph.apply(&relate(0, 2));
    graph.apply(&relate(1, 1));
    graph.fold();
    let types = TypeSet::One(graph.type_id("R").unwrap());
    let node = graph.node_index(NodeId(0)).unwrap();
    let (neighbours, _) = graph.row_slices(node, Direction::Outgoing, &types).unwrap();
    assert_eq!(neighbours.iter().map(|n| n.index()).collect::<Vec<_>>(), [1, 2]);
    graph.apply(&relate(2, 2));
    assert!(graph.row_slices(node, Direction::Outgoing, &types).is_none());
    assert_eq!(graph.degree_at(node, Direction::Outgoing, &types), 3);
}
