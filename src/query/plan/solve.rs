//! A graph of what must be found to a plan that finds it: the cheapest start, then the cheapest next relationship.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Planner;
use super::formula::Formula;
use super::operator::{Expand, ExpandPath, Follow, Nodes, Operator, ShortestPath, Step};
use super::pattern::{PatternGraph, PatternRelationship};
use crate::model::Direction;
use crate::query::QueryError;
use crate::query::ast::{BinaryOperator, ComparisonOperator, LabelExpression};

/// What part of the rows an equality, and any other condition, is expected to leave.
const EQUALITY: f64 = 0.1;
const CONDITION: f64 = 0.4;

impl Planner<'_> {
    /// `input` followed by what finds `graph`, when the row has the slots `bound`.
    pub(super) fn solve(
        &self,
        input: Operator,
        mut graph: PatternGraph,
        mut bound: BTreeSet<usize>,
    ) -> Result<Operator, QueryError> {
        let mut operator = apply(input, &mut graph, &bound);
        for i in 0..graph.relationships.len() {
            if graph.relationships[i].bound {
                self.control.check()?;
                operator = follow(operator, &mut graph, i, &mut bound);
                operator = apply(operator, &mut graph, &bound);
            }
        }
        loop {
            // Each turn looks at all that is open.
            self.control.check()?;
            if let Some(i) = self.next_relationship(&graph, &bound) {
                operator = self.expand(operator, &mut graph, i, &mut bound);
            } else if let Some(slot) = self.next_node(&graph, &bound) {
                operator = self.begin(operator, &mut graph, slot, &mut bound)?;
            } else {
                return Ok(operator);
            }
            operator = apply(operator, &mut graph, &bound);
        }
    }

    /// The cheapest relationship that hangs on a node that is found.
    fn next_relationship(&self, graph: &PatternGraph, bound: &BTreeSet<usize>) -> Option<usize> {
        let open = graph.relationships.iter().enumerate().filter(|(_, r)| {
            let (left, right) = (bound.contains(&r.left), bound.contains(&r.right));
            !r.solved && if r.shortest.is_some() { left && right } else { left || right }
        });
        open.min_by(|(_, a), (_, b)| self.growth(a, graph, bound).total_cmp(&self.growth(b, graph, bound)))
            .map(|(i, _)| i)
    }

    /// How many rows a relationship is expected to make of one.
    fn growth(&self, r: &PatternRelationship, graph: &PatternGraph, bound: &BTreeSet<usize>) -> f64 {
        let from_left = bound.contains(&r.left);
        let from = if from_left { r.left } else { r.right };
        let degree = self.degree(&r.types, r.direction, graph.nodes.get(&from).map_or(&[], Vec::as_slice));
        let into = bound.contains(&r.left) && bound.contains(&r.right);
        let rows = match r.length {
            // Longer paths are rarely asked for without need; three hops show how fast they grow.
            #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)] // at most 3
            Some((min, max)) => degree.max(1.1).powi(max.min(3).max(min.min(3)) as i32),
            None => degree,
        };
        if into { rows * 0.01 } else { rows }
    }

    fn degree(&self, types: &[Arc<str>], direction: Direction, labels: &[Arc<str>]) -> f64 {
        let relationships = if types.is_empty() {
            self.graph.relationship_count()
        } else {
            types.iter().map(|t| self.graph.type_count(t)).sum()
        };
        let nodes = labels.iter().map(|l| self.graph.label_count(l)).min().unwrap_or(self.graph.node_count());
        let both = if direction == Direction::Both { 2.0 } else { 1.0 };
        both * count(relationships) / count(nodes).max(1.0)
    }

    /// The node that is cheapest to find among those that no found node leads to.
    fn next_node(&self, graph: &PatternGraph, bound: &BTreeSet<usize>) -> Option<usize> {
        let open = graph.nodes.keys().copied().filter(|slot| !bound.contains(slot));
        let cost = |slot: usize| {
            let (nodes, rows) = self.source(graph, slot, bound);
            // Of few nodes a seek still beats looking at all: a plan may outlive a small graph.
            rows.max(1.0) + if matches!(nodes, Nodes::All | Nodes::Label(_)) { 0.5 } else { 0.0 }
        };
        open.map(|slot| (slot, cost(slot))).min_by(|a, b| a.1.total_cmp(&b.1)).map(|(slot, _)| slot)
    }

    /// The best way to find a node by itself, and how many rows it is expected to give.
    fn source(&self, graph: &PatternGraph, slot: usize, bound: &BTreeSet<usize>) -> (Nodes, f64) {
        let labels = graph.nodes.get(&slot).map_or(&[][..], Vec::as_slice);
        let label = labels.iter().min_by_key(|l| self.graph.label_count(l));
        let mut best = match label {
            Some(label) => (Nodes::Label(Arc::clone(label)), count(self.graph.label_count(label))),
            None => (Nodes::All, count(self.graph.node_count())),
        };
        let mut filtered: f64 = 1.0;
        for condition in &graph.conditions {
            let others: BTreeSet<usize> = condition.slots.iter().copied().filter(|s| *s != slot).collect();
            if !condition.slots.contains(&slot) || !others.is_subset(bound) {
                continue;
            }
            let Some((sought, value, any)) = equality(&condition.formula, slot) else {
                if !matches!(condition.formula, Formula::HasLabels(..)) {
                    filtered *= CONDITION;
                }
                continue;
            };
            match (sought, label) {
                (Sought::Identity, _) => return (Nodes::Identity(value.clone()), 1.0),
                (Sought::Property(key), Some(label)) => {
                    let rows = if any { 5.0 } else { 1.0 };
                    if !matches!(best.0, Nodes::Property { .. }) {
                        let (label, key) = (Arc::clone(label), Arc::clone(key));
                        best = (Nodes::Property { label, key, value: value.clone(), any }, rows);
                    }
                }
                (Sought::Property(_), None) => filtered *= EQUALITY,
            }
        }
        if !matches!(best.0, Nodes::Property { .. })
            && let Some(range) = self.range(graph, slot, bound)
            && range.1 < best.1
        {
            best = range;
        }
        best.1 *= filtered;
        best
    }

    /// Finds a node by itself, and joins what hangs on it when that does not depend on the row.
    fn begin(
        &self,
        operator: Operator,
        graph: &mut PatternGraph,
        slot: usize,
        bound: &mut BTreeSet<usize>,
    ) -> Result<Operator, QueryError> {
        let (nodes, rows) = self.source(graph, slot, bound);
        let dependent = match &nodes {
            Nodes::Property { value, .. } | Nodes::Identity(value) => {
                let mut slots = BTreeSet::new();
                value.slots(&mut slots);
                !slots.is_empty()
            }
            Nodes::Range { low, high, .. } => {
                let mut slots = BTreeSet::new();
                low.iter().chain(high).for_each(|bound| bound.slots(&mut slots));
                !slots.is_empty()
            }
            Nodes::All | Nodes::Label(_) => false,
        };
        if !dependent
            && operator.rows > 1.5
            && let Some(part) = separate(graph, slot, bound)
        {
            return self.join(operator, part, graph, bound);
        }
        forget_label(graph, slot, &nodes);
        bound.insert(slot);
        let rows = operator.rows * rows.max(1.0);
        Ok(operator.then(Step::Scan { slot, nodes }, rows))
    }

    /// Runs a separate part of the pattern once and joins it to each row.
    fn join(
        &self,
        operator: Operator,
        part: PatternGraph,
        graph: &mut PatternGraph,
        bound: &mut BTreeSet<usize>,
    ) -> Result<Operator, QueryError> {
        let fills: BTreeSet<usize> =
            part.nodes.keys().copied().chain(part.relationships.iter().map(|r| r.slot)).collect();
        let other = self.solve(Operator::argument(), part, BTreeSet::new())?;
        let mut keys = Vec::new();
        graph.conditions.retain(|condition| {
            let Formula::Comparison(a, chain) = &condition.formula else { return true };
            let [(ComparisonOperator::Equal, b)] = chain.as_slice() else { return true };
            let (mut left, mut right) = (BTreeSet::new(), BTreeSet::new());
            a.slots(&mut left);
            b.slots(&mut right);
            if left.is_empty() || right.is_empty() {
                true
            } else if left.is_subset(bound) && right.is_subset(&fills) {
                keys.push(((**a).clone(), b.clone()));
                false
            } else if right.is_subset(bound) && left.is_subset(&fills) {
                keys.push((b.clone(), (**a).clone()));
                false
            } else {
                true
            }
        });
        let rows = operator.rows * other.rows * EQUALITY.powi(i32::from(!keys.is_empty()));
        bound.extend(&fills);
        Ok(operator.then(Step::Join { other: Box::new(other), keys, fills: fills.into_iter().collect() }, rows))
    }

    /// One relationship further.
    fn expand(
        &self,
        operator: Operator,
        graph: &mut PatternGraph,
        index: usize,
        bound: &mut BTreeSet<usize>,
    ) -> Operator {
        let growth = self.growth(&graph.relationships[index], graph, bound);
        let differs = differs(graph, index);
        let r = &mut graph.relationships[index];
        r.solved = true;
        // From the left unless only the right is there.
        let reversed = !bound.contains(&r.left);
        let (from, to) = if reversed { (r.right, r.left) } else { (r.left, r.right) };
        let direction = match (r.direction, reversed) {
            (Direction::Outgoing, true) => Direction::Incoming,
            (Direction::Incoming, true) => Direction::Outgoing,
            (direction, _) => direction,
        };
        let into = bound.contains(&to);
        bound.extend([r.slot, to]);
        let rows = operator.rows * growth;
        let hop = Expand { from, relationship: r.slot, to, into, direction, types: r.types.clone(), differs };
        let condition = r.condition.clone();
        let step = match (r.length, r.shortest) {
            (Some((min, max)), Some(all)) => Step::ShortestPath(ShortestPath { hop, min, max, all, condition }),
            (Some((min, max)), None) => Step::ExpandPath(ExpandPath { hop, min, max, condition, reversed }),
            (None, _) => Step::Expand(hop),
        };
        operator.then(step, rows)
    }
}

/// Adds the paths and conditions that can be worked out now.
fn apply(mut operator: Operator, graph: &mut PatternGraph, bound: &BTreeSet<usize>) -> Operator {
    let mut known = bound.clone();
    let mut paths = Vec::new();
    graph.paths.retain(|(slot, parts)| {
        let formula = Formula::Path(parts.clone());
        let mut slots = BTreeSet::new();
        formula.slots(&mut slots);
        let ready = slots.is_subset(bound);
        if ready {
            known.insert(*slot);
            paths.push((*slot, formula));
        }
        !ready
    });
    if !paths.is_empty() {
        let rows = operator.rows;
        operator = operator.then(Step::Extend(paths.clone()), rows);
    }
    // A path, once there, stays known: conditions on it may come ready only now.
    let pending: BTreeSet<usize> = graph.paths.iter().map(|(slot, _)| *slot).collect();
    let unknown: BTreeSet<usize> = graph
        .nodes
        .keys()
        .copied()
        .chain(graph.relationships.iter().map(|r| r.slot))
        .chain(pending)
        .filter(|slot| !known.contains(slot))
        .collect();
    let (ready, rest) = std::mem::take(&mut graph.conditions)
        .into_iter()
        .partition::<Vec<_>, _>(|condition| condition.slots.is_disjoint(&unknown));
    graph.conditions = rest;
    for condition in ready {
        let part = match &condition.formula {
            Formula::Comparison(_, chain) if matches!(chain.as_slice(), [(ComparisonOperator::Equal, _)]) => EQUALITY,
            _ => CONDITION,
        };
        let rows = operator.rows * part;
        operator = operator.then(Step::Filter(condition.formula), rows);
    }
    operator
}

/// A relationship, or list, that the row has: its ends are looked up.
fn follow(operator: Operator, graph: &mut PatternGraph, index: usize, bound: &mut BTreeSet<usize>) -> Operator {
    let differs = differs(graph, index);
    let r = &mut graph.relationships[index];
    r.solved = true;
    let follow = Follow {
        relationship: r.slot,
        from: (r.left, bound.contains(&r.left)),
        to: (r.right, bound.contains(&r.right)),
        direction: r.direction,
        types: r.types.clone(),
        differs,
        length: r.length,
        condition: r.condition.clone(),
    };
    bound.extend([r.left, r.right]);
    let rows = operator.rows;
    operator.then(Step::Follow(follow), rows)
}

/// Relationships of the clause that are found before this one and could be the same.
fn differs(graph: &PatternGraph, index: usize) -> Vec<usize> {
    let Some(this) = graph.relationships.get(index) else { return Vec::new() };
    graph.relationships.iter().filter(|r| r.solved && r.slot != this.slot && r.overlaps(this)).map(|r| r.slot).collect()
}

/// What an equality looks for.
enum Sought<'a> {
    Property(&'a Arc<str>),
    Identity,
}

/// `node.key = value`, `value = node.key`, `id(node) = value`, `node.key IN values` (then with `true`).
fn equality(formula: &Formula, slot: usize) -> Option<(Sought<'_>, &Formula, bool)> {
    let sought = |f| sought(f, slot);
    match formula {
        Formula::Comparison(a, chain) => match chain.as_slice() {
            [(ComparisonOperator::Equal, b)] => match (sought(a), sought(b)) {
                (Some(found), None) if !reads(b, slot) => Some((found, b, false)),
                (None, Some(found)) if !reads(a, slot) => Some((found, a, false)),
                _ => None,
            },
            _ => None,
        },
        Formula::Binary(BinaryOperator::In, a, list) if !reads(list, slot) => match sought(a)? {
            found @ Sought::Property(_) => Some((found, list, true)),
            Sought::Identity => None,
        },
        _ => None,
    }
}

fn sought(formula: &Formula, slot: usize) -> Option<Sought<'_>> {
    match formula {
        Formula::Property(subject, key) if **subject == Formula::Slot(slot) => Some(Sought::Property(key)),
        Formula::Function(function, arguments) if function.name == "id" && *arguments == [Formula::Slot(slot)] => {
            Some(Sought::Identity)
        }
        _ => None,
    }
}

fn reads(formula: &Formula, slot: usize) -> bool {
    let mut slots = BTreeSet::new();
    formula.slots(&mut slots);
    slots.contains(&slot)
}

/// The condition that a scan by label fulfils need not be looked at again.
fn forget_label(graph: &mut PatternGraph, slot: usize, nodes: &Nodes) {
    let (Nodes::Label(label) | Nodes::Property { label, .. } | Nodes::Range { label, .. }) = nodes else { return };
    graph.conditions.retain(|condition| match &condition.formula {
        Formula::HasLabels(subject, LabelExpression::Name(name)) => **subject != Formula::Slot(slot) || name != label,
        _ => true,
    });
}

/// Takes the part of the pattern that hangs together with `slot` out of `graph`, when it can be run by itself and has
/// more than one node: no relationship in it must be told apart from one outside.
fn separate(graph: &mut PatternGraph, slot: usize, bound: &BTreeSet<usize>) -> Option<PatternGraph> {
    let mut nodes = BTreeSet::from([slot]);
    loop {
        let size = nodes.len();
        for r in graph.relationships.iter().filter(|r| !r.solved) {
            if nodes.contains(&r.left) || nodes.contains(&r.right) {
                nodes.extend([r.left, r.right]);
            }
        }
        if nodes.len() == size {
            break;
        }
    }
    let inside = |r: &PatternRelationship| !r.solved && nodes.contains(&r.left);
    let clear = graph.relationships.iter().filter(|r| inside(r)).all(|r| {
        let outside = |s: &&PatternRelationship| !inside(s);
        !graph.relationships.iter().filter(outside).any(|s| s.overlaps(r))
            && r.condition.as_ref().is_none_or(|f| {
                let mut slots = BTreeSet::new();
                f.slots(&mut slots);
                slots.is_disjoint(bound)
            })
    });
    if !clear || !nodes.is_disjoint(bound) {
        return None;
    }
    let mut part = PatternGraph::default();
    for slot in &nodes {
        part.nodes.extend(graph.nodes.remove_entry(slot));
    }
    let (taken, left) = std::mem::take(&mut graph.relationships).into_iter().partition::<Vec<_>, _>(inside);
    (part.relationships, graph.relationships) = (taken, left);
    let slots: BTreeSet<usize> = nodes.iter().copied().chain(part.relationships.iter().map(|r| r.slot)).collect();
    let (taken, left) = std::mem::take(&mut graph.conditions)
        .into_iter()
        .partition::<Vec<_>, _>(|c| !c.slots.is_empty() && c.slots.is_subset(&slots));
    (part.conditions, graph.conditions) = (taken, left);
    Some(part)
}

#[allow(clippy::cast_precision_loss)] // an estimate
fn count(n: usize) -> f64 {
    n as f64
}
