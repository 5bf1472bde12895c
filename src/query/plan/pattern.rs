//! Patterns of a `MATCH` to a graph of what must be found: nodes, relationships, conditions, paths.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Planner;
use super::formula::{Formula, PathPart};
use super::operator::Operator;
use super::scope::Scope;
use crate::model::Direction;
use crate::query::QueryError;
use crate::query::ast::{
    BinaryOperator, ComparisonOperator, Expression, ExpressionKind, LabelExpression, NodePattern, PathPattern,
    PathSelector, RelationshipPattern,
};

type Result<T> = std::result::Result<T, QueryError>;

/// Most nodes and relationships of one `MATCH`: each is weighed against all others to find the best order.
const MAX_PARTS: usize = 1000;

/// What a `MATCH` must find.
#[derive(Debug, Default)]
pub(super) struct PatternGraph {
    /// Nodes by slot, with the labels that they must have.
    pub nodes: BTreeMap<usize, Vec<Arc<str>>>,
    /// Relationships in the order of the patterns.
    pub relationships: Vec<PatternRelationship>,
    /// Conditions that are not applied yet, in order.
    pub conditions: Vec<Condition>,
    /// Named paths that are not put together yet.
    pub paths: Vec<(usize, Vec<PathPart>)>,
}

/// A relationship, or path of relationships, of a pattern.
#[derive(Clone, Debug)]
pub(super) struct PatternRelationship {
    /// Its slot.
    pub slot: usize,
    /// Whether the row has it from before.
    pub bound: bool,
    /// The node before it, by slot.
    pub left: usize,
    /// The node after it, by slot.
    pub right: usize,
    /// Seen from `left`.
    pub direction: Direction,
    /// Which types; any when empty.
    pub types: Vec<Arc<str>>,
    /// Bounds when it is a path of relationships.
    pub length: Option<(u64, u64)>,
    /// A condition on each relationship of the path, which stands in local 0.
    pub condition: Option<Formula>,
    /// Whether only shortest paths count, and all of them.
    pub shortest: Option<bool>,
    /// Whether the plan has it already.
    pub solved: bool,
}

/// A condition and the slots that it reads.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    /// The condition.
    pub formula: Formula,
    /// What it reads.
    pub slots: BTreeSet<usize>,
}

impl Condition {
    fn new(formula: Formula) -> Self {
        let mut slots = BTreeSet::new();
        formula.slots(&mut slots);
        Self { formula, slots }
    }
}

impl PatternRelationship {
    /// Whether a relationship could stand in both, so that they must be told apart.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.types.is_empty() || other.types.is_empty() || self.types.iter().any(|t| other.types.contains(t))
    }
}

impl Planner<'_> {
    /// `input` followed by what finds the patterns. New variables are bound in `scope`.
    pub(super) fn match_patterns(
        &mut self,
        input: Operator,
        patterns: &[PathPattern],
        predicate: Option<&Expression>,
        scope: &mut Scope,
    ) -> Result<Operator> {
        let parts: usize = patterns.iter().map(|p| 1 + 2 * p.steps.len()).sum();
        if let Some(first) = patterns.first().filter(|_| parts > MAX_PARTS) {
            let message =
                format!("nodes and relationships of one MATCH are limited to {MAX_PARTS}, and here are {parts}");
            return Err(QueryError::compile("ResourceExhausted", "Memory", first.at, message));
        }
        let bound: BTreeSet<usize> = scope.variables().into_iter().map(|(_, slot)| slot).collect();
        let mut graph = PatternGraph::default();
        // All variables first: a property may speak of one that comes later.
        let slots = patterns.iter().map(|p| bind(p, scope)).collect::<Vec<_>>();
        for (pattern, slots) in patterns.iter().zip(slots) {
            self.path(pattern, &slots, &bound, scope, &mut graph)?;
        }
        if let Some(predicate) = predicate {
            let mut conjuncts = Vec::new();
            self.formula(predicate, scope)?.conjuncts(&mut conjuncts);
            graph.conditions.extend(conjuncts.into_iter().map(Condition::new));
        }
        self.note_labels(&mut graph);
        self.solve(input, graph, bound)
    }

    fn path(
        &mut self,
        pattern: &PathPattern,
        slots: &PathSlots,
        bound: &BTreeSet<usize>,
        scope: &mut Scope,
        graph: &mut PatternGraph,
    ) -> Result<()> {
        self.node(&pattern.start, slots.start, scope, graph)?;
        let mut parts = vec![PathPart::Node(slots.start)];
        let mut left = slots.start;
        for ((relationship, node), &(slot, right)) in pattern.steps.iter().zip(&slots.steps) {
            self.node(node, right, scope, graph)?;
            let shortest = match pattern.selector {
                PathSelector::All => None,
                PathSelector::AnyShortest => Some(false),
                PathSelector::AllShortest => Some(true),
            };
            let ends = (slot, left, right);
            let relationship = self.relationship(relationship, ends, shortest, bound, scope, graph)?;
            let several = relationship.length.is_some();
            parts.push(if several { PathPart::Relationships(slot) } else { PathPart::Relationship(slot) });
            parts.push(PathPart::Node(right));
            graph.relationships.push(relationship);
            left = right;
        }
        if let Some(slot) = slots.path {
            graph.paths.push((slot, parts));
        }
        Ok(())
    }

    fn node(&mut self, pattern: &NodePattern, slot: usize, scope: &mut Scope, graph: &mut PatternGraph) -> Result<()> {
        graph.nodes.entry(slot).or_default();
        if let Some(labels) = &pattern.labels {
            let mut parts = Vec::new();
            label_conjuncts(labels, &mut parts);
            let has = |label| Condition::new(Formula::HasLabels(Box::new(Formula::Slot(slot)), label));
            graph.conditions.extend(parts.into_iter().map(has));
        }
        let conditions = self.properties(pattern.properties.as_ref(), &Formula::Slot(slot), scope)?;
        graph.conditions.extend(conditions.into_iter().map(Condition::new));
        Ok(())
    }

    fn relationship(
        &mut self,
        pattern: &RelationshipPattern,
        (slot, left, right): (usize, usize, usize),
        shortest: Option<bool>,
        bound: &BTreeSet<usize>,
        scope: &mut Scope,
        graph: &mut PatternGraph,
    ) -> Result<PatternRelationship> {
        let mut length = pattern.length.map(|l| (l.min.unwrap_or(1), l.max.unwrap_or(u64::MAX)));
        if shortest.is_some() {
            length = length.or(Some((1, 1)));
        }
        let mut condition = None;
        if length.is_some() {
            // The relationship stands in local 0, so what it is compared with must not begin there.
            let local = scope.push_local(&"\n".into());
            let conditions = self.properties(pattern.properties.as_ref(), &Formula::Local(local), scope);
            scope.pop_local();
            condition = conditions?.into_iter().reduce(|a, b| Formula::Binary(BinaryOperator::And, a.into(), b.into()));
        } else {
            let conditions = self.properties(pattern.properties.as_ref(), &Formula::Slot(slot), scope)?;
            graph.conditions.extend(conditions.into_iter().map(Condition::new));
        }
        Ok(PatternRelationship {
            slot,
            bound: bound.contains(&slot),
            left,
            right,
            direction: pattern.direction,
            types: pattern.types.clone(),
            length,
            condition,
            shortest,
            solved: false,
        })
    }

    /// `{key: value, …}` as conditions on what `subject` is.
    fn properties(
        &mut self,
        properties: Option<&Expression>,
        subject: &Formula,
        scope: &mut Scope,
    ) -> Result<Vec<Formula>> {
        let Some(properties) = properties else { return Ok(Vec::new()) };
        let ExpressionKind::Map(entries) = &properties.kind else {
            let message = "properties of a pattern that is matched must be written out";
            return Err(QueryError::compile("SyntaxError", "InvalidParameterUse", properties.at, message));
        };
        entries
            .iter()
            .map(|(key, value)| {
                let property = Formula::Property(Box::new(subject.clone()), Arc::clone(key));
                let value = self.formula(value, scope)?;
                Ok(Formula::Comparison(Box::new(property), vec![(ComparisonOperator::Equal, value)]))
            })
            .collect()
    }

    /// Notes with each node the labels that the conditions demand: they say where a search may begin.
    fn note_labels(&self, graph: &mut PatternGraph) {
        for condition in &graph.conditions {
            if let Formula::HasLabels(subject, labels) = &condition.formula
                && let Formula::Slot(slot) = **subject
                && let Some(known) = graph.nodes.get_mut(&slot)
            {
                super::expression::required_labels(labels, known);
            }
        }
    }
}

/// The slots of a path pattern.
struct PathSlots {
    path: Option<usize>,
    start: usize,
    /// Of each relationship, and of the node after it.
    steps: Vec<(usize, usize)>,
}

fn bind(pattern: &PathPattern, scope: &mut Scope) -> PathSlots {
    let mut slot = |variable: Option<&Arc<str>>| match variable {
        Some(name) => scope.slot(name).unwrap_or_else(|| scope.bind(name)),
        None => scope.fresh(),
    };
    let start = slot(pattern.start.variable.as_ref().map(|v| &v.name));
    let steps = (pattern.steps.iter())
        .map(|(r, n)| (slot(r.variable.as_ref().map(|v| &v.name)), slot(n.variable.as_ref().map(|v| &v.name))))
        .collect();
    let path = pattern.variable.as_ref().map(|v| scope.bind(&v.name));
    PathSlots { path, start, steps }
}

fn label_conjuncts(labels: &LabelExpression, out: &mut Vec<LabelExpression>) {
    match labels {
        LabelExpression::And(a, b) => {
            label_conjuncts(a, out);
            label_conjuncts(b, out);
        }
        other => out.push(other.clone()),
    }
}
