//! Planned matches equal a search that tries everything, on random graphs and patterns.

use std::fmt::Write as _;

use proptest::prelude::*;

use crate::graph::Draft;
use crate::model::{Direction, NodeId, Properties, RelationshipId, Value};
use crate::query::{Control, Parameters, check, parse, read};

const LABELS: [&str; 2] = ["A", "B"];
const TYPES: [&str; 2] = ["R", "S"];
const NAMES: [&str; 4] = ["a", "b", "c", "d"];

/// Nodes (has label A, has label B, property x) and relationships (start, end, type).
type Drawn = (Vec<(bool, bool, i64)>, Vec<(usize, usize, usize)>);

/// One relationship, or path of up to `longest`, of a pattern.
#[derive(Clone, Debug)]
struct Edge {
    left: usize,
    right: usize,
    direction: Direction,
    kind: Option<usize>,
    /// Bounds of a path; `None` for a single relationship.
    length: Option<(usize, usize)>,
}

/// A pattern over the variables a to d, each perhaps with a label, and conditions `x < y` or `x = y` on properties.
#[derive(Clone, Debug)]
struct Pattern {
    edges: Vec<Edge>,
    labels: Vec<Option<usize>>,
    conditions: Vec<(usize, bool, usize)>,
}

fn graphs() -> impl Strategy<Value = Drawn> {
    (prop::collection::vec((any::<bool>(), any::<bool>(), 0..3_i64), 1..6)).prop_flat_map(|nodes| {
        let count = nodes.len();
        (Just(nodes), prop::collection::vec((0..count, 0..count, 0..TYPES.len()), 0..8))
    })
}

fn patterns() -> impl Strategy<Value = Pattern> {
    let direction = prop_oneof![Just(Direction::Outgoing), Just(Direction::Incoming), Just(Direction::Both)];
    let length = prop_oneof![4 => Just(None), 1 => Just(Some((1, 2))), 1 => Just(Some((0, 2)))];
    let edge = (0..NAMES.len(), 0..NAMES.len(), direction, prop::option::of(0..TYPES.len()), length);
    let edge = edge.prop_map(|(left, right, direction, kind, length)| Edge { left, right, direction, kind, length });
    let labels = prop::collection::vec(prop::option::weighted(0.3, 0..LABELS.len()), NAMES.len());
    let conditions = prop::collection::vec((0..NAMES.len(), any::<bool>(), 0..NAMES.len()), 0..2);
    (prop::collection::vec(edge, 1..4), labels, conditions).prop_map(|(edges, labels, conditions)| Pattern {
        edges,
        labels,
        conditions,
    })
}

impl Pattern {
    fn variables(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self.edges.iter().flat_map(|e| [e.left, e.right]).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn conditions(&self) -> impl Iterator<Item = &(usize, bool, usize)> {
        let variables = self.variables();
        self.conditions.iter().filter(move |(a, _, b)| variables.contains(a) && variables.contains(b))
    }

    fn statement(&self) -> String {
        let node = |name: usize| match self.labels[name] {
            Some(label) => format!("({}:{})", NAMES[name], LABELS[label]),
            None => format!("({})", NAMES[name]),
        };
        let mut text = String::from("MATCH ");
        for (i, e) in self.edges.iter().enumerate() {
            let kind = e.kind.map_or(String::new(), |t| format!(":{}", TYPES[t]));
            let length = e.length.map_or(String::new(), |(min, max)| format!("*{min}..{max}"));
            let (left, right) = match e.direction {
                Direction::Outgoing => ("-", "->"),
                Direction::Incoming => ("<-", "-"),
                Direction::Both => ("-", "-"),
            };
            let comma = if i > 0 { ", " } else { "" };
            let _ = write!(text, "{comma}{}{left}[{kind}{length}]{right}{}", node(e.left), node(e.right));
        }
        for (i, (a, equal, b)) in self.conditions().enumerate() {
            let word = if i > 0 { "AND" } else { "WHERE" };
            let _ = write!(text, " {word} {}.x {} {}.x", NAMES[*a], if *equal { "=" } else { "<" }, NAMES[*b]);
        }
        let columns: Vec<_> = self.variables().iter().map(|v| format!("id({})", NAMES[*v])).collect();
        text + " RETURN " + &columns.join(", ")
    }
}

/// Tries everything.
struct Naive<'a> {
    draft: &'a Draft,
    pattern: &'a Pattern,
    found: Vec<Vec<u64>>,
}

impl Naive<'_> {
    fn search(&mut self, edge: usize, bound: &mut [Option<NodeId>; 4], used: &mut Vec<RelationshipId>) {
        let Some(e) = self.pattern.edges.get(edge) else {
            let x = |v: usize| bound[v].map(|id| self.draft.graph().node_property(id, "x").as_integer().unwrap());
            if self.pattern.conditions().all(|(a, equal, b)| if *equal { x(*a) == x(*b) } else { x(*a) < x(*b) }) {
                self.found.push(self.pattern.variables().iter().map(|v| bound[*v].unwrap().0).collect());
            }
            return;
        };
        let e = e.clone();
        let nodes: Vec<NodeId> = self.draft.graph().nodes().collect();
        for start in nodes {
            self.walk(&e, edge, start, start, 0, bound, used);
        }
    }

    #[allow(clippy::too_many_arguments)] // a search with all its state in sight
    fn walk(
        &mut self,
        e: &Edge,
        edge: usize,
        start: NodeId,
        at: NodeId,
        steps: usize,
        bound: &mut [Option<NodeId>; 4],
        used: &mut Vec<RelationshipId>,
    ) {
        let (min, max) = e.length.unwrap_or((1, 1));
        if steps >= min {
            let before = *bound;
            if self.bind(e.left, start, bound) && self.bind(e.right, at, bound) {
                self.search(edge + 1, bound, used);
            }
            *bound = before;
        }
        if steps == max {
            return;
        }
        let graph = self.draft.graph();
        let relationships: Vec<RelationshipId> = graph.relationships().collect();
        for r in relationships {
            let graph = self.draft.graph();
            let (from, to) = graph.ends(r).unwrap();
            let kind = graph.relationship_type(r).unwrap();
            if used.contains(&r) || e.kind.is_some_and(|t| TYPES[t] != &*kind) {
                continue;
            }
            let forwards = e.direction != Direction::Incoming && from == at;
            let backwards = e.direction != Direction::Outgoing && to == at;
            let ways = [forwards.then_some(to), (backwards && !(forwards && from == to)).then_some(from)];
            for next in ways.into_iter().flatten() {
                used.push(r);
                self.walk(e, edge, start, next, steps + 1, bound, used);
                used.pop();
            }
        }
    }

    fn bind(&self, variable: usize, node: NodeId, bound: &mut [Option<NodeId>; 4]) -> bool {
        let labelled = self.pattern.labels[variable].is_none_or(|l| self.draft.graph().has_label(node, LABELS[l]));
        let same = bound[variable].is_none_or(|known| known == node);
        bound[variable] = Some(node);
        labelled && same
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn planned_matches_equal_a_search_that_tries_everything(drawn in graphs(), pattern in patterns(), fold: bool) {
        let mut draft = Draft::default();
        for (a, b, x) in &drawn.0 {
            let labels = [(*a, "A"), (*b, "B")].into_iter().filter(|(has, _)| *has).map(|(_, l)| l.into()).collect();
            draft.create_node(labels, Properties::from([("x".into(), Value::Integer(*x))]));
        }
        let ids: Vec<NodeId> = draft.graph().nodes().collect();
        for (start, end, kind) in &drawn.1 {
            draft.create_relationship(ids[*start], ids[*end], TYPES[*kind].into(), Properties::new());
        }
        let mut graph = draft.graph().clone();
        if fold {
            graph.fold();
        }
        let text = pattern.statement();
        let control = Control::default();
        let statement = parse(&text).unwrap();
        check(&statement, &*control.procedures).unwrap();
        let table = read(&statement, &text, &graph, &Parameters::new(), &control).unwrap();
        let id = |v: &Value| u64::try_from(v.as_integer().unwrap()).unwrap();
        let mut got: Vec<Vec<u64>> = table.rows.iter().map(|row| row.iter().map(id).collect()).collect();
        let mut naive = Naive { draft: &draft, pattern: &pattern, found: Vec::new() };
        naive.search(0, &mut [None; 4], &mut Vec::new());
        got.sort();
        naive.found.sort();
        prop_assert_eq!(got, naive.found, "{}", text);
    }
}
