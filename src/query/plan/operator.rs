//! The steps of a plan that read: each turns batches of rows into batches of rows.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::formula::{Aggregate, Formula};
use crate::model::Direction;
use crate::query::procedures::Procedure;

/// One step and what it works on.
#[derive(Clone, Debug, PartialEq)]
pub struct Operator {
    /// What is done.
    pub step: Step,
    /// Where its rows come from; `None` only for [`Step::Argument`].
    pub input: Option<Box<Operator>>,
    /// How many rows are expected.
    pub rows: f64,
    /// Slots that later steps read, sorted. Others are not carried along.
    pub keep: Vec<usize>,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The rows that the plan is started with.
    Argument,
    /// For each row, each node of a kind.
    Scan {
        /// Where the node goes.
        slot: usize,
        /// Which nodes.
        nodes: Nodes,
    },
    /// For each row, each relationship of a node.
    Expand(Expand),
    /// For each row, each path of relationships from a node.
    ExpandPath(ExpandPath),
    /// For each row, the ends of a relationship, or of a list of them, that it already has.
    Follow(Follow),
    /// For each row, shortest paths between two nodes that it has.
    ShortestPath(ShortestPath),
    /// Rows for which a condition is true.
    Filter(Formula),
    /// Rows of an inner plan for each row; with nulls when there are none.
    Optional {
        /// The inner plan; its argument is the row.
        inner: Box<Operator>,
        /// A slot for the number of the row.
        ordinal: usize,
        /// Slots that the inner plan fills.
        fills: Vec<usize>,
    },
    /// Each row with each row of a plan that does not depend on it.
    Join {
        /// The other plan; it is run once.
        other: Box<Operator>,
        /// Pairs of formulas on the row and on the other row that must be equal.
        keys: Vec<(Formula, Formula)>,
        /// Slots that the other plan fills.
        fills: Vec<usize>,
    },
    /// New slots computed from the row.
    Extend(Vec<(usize, Formula)>),
    /// A new row: slot `i` is formula `i`.
    Project(Vec<Formula>),
    /// Rows that differ in all of the first `n` slots.
    Distinct(usize),
    /// A row for each group: keys, then aggregates.
    Aggregate {
        /// What rows are grouped by.
        keys: Vec<Formula>,
        /// What is computed for each group.
        aggregates: Vec<Aggregate>,
    },
    /// Rows in order; with a limit, only the first of them.
    Sort {
        /// Formulas, and whether the greatest comes first.
        keys: Vec<(Formula, bool)>,
        /// Sum of these many rows at most.
        limit: Vec<Formula>,
    },
    /// Rows after the first few.
    Skip(Formula),
    /// The first few rows.
    Limit(Formula),
    /// For each row, each element of a list.
    Unwind {
        /// The list.
        list: Formula,
        /// Where the element goes.
        slot: usize,
    },
    /// For each row, each row of a procedure.
    Call {
        /// Which.
        procedure: Procedure,
        /// Its arguments.
        arguments: Vec<Formula>,
        /// Number of an output and the slot where it goes.
        yields: Vec<(usize, usize)>,
    },
}

/// Where nodes are taken from.
#[derive(Clone, Debug, PartialEq)]
pub enum Nodes {
    /// Every node.
    All,
    /// Those with a label.
    Label(Arc<str>),
    /// Those with a label whose property equals a value.
    Property {
        /// The label.
        label: Arc<str>,
        /// The property.
        key: Arc<str>,
        /// The value, or a list of values.
        value: Formula,
        /// Whether `value` is a list of which any may be the value.
        any: bool,
    },
    /// Those with a label whose property lies between two values, bounds included: an index that the schema names finds
    /// them.
    Range {
        /// The label.
        label: Arc<str>,
        /// The property.
        key: Arc<str>,
        /// What it is not below.
        low: Option<Formula>,
        /// What it is not above.
        high: Option<Formula>,
    },
    /// The one with an identity.
    Identity(Formula),
}

/// One relationship from a node that the row has.
#[derive(Clone, Debug, PartialEq)]
pub struct Expand {
    /// Where it begins.
    pub from: usize,
    /// The relationship.
    pub relationship: usize,
    /// The node at its other end.
    pub to: usize,
    /// Whether the row already has `to`.
    pub into: bool,
    /// Which way.
    pub direction: Direction,
    /// Which types; any when empty.
    pub types: Vec<Arc<str>>,
    /// Relationships, or lists of them, of the same clause: the new one differs from all.
    pub differs: Vec<usize>,
}

/// A path of relationships from a node that the row has.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpandPath {
    /// The single relationships that it is made of; `relationship` gets their list.
    pub hop: Expand,
    /// Fewest relationships.
    pub min: u64,
    /// Most relationships.
    pub max: u64,
    /// A condition on each relationship, which stands in local 0.
    pub condition: Option<Formula>,
    /// Whether the pattern was written from the other end: the list is turned round.
    pub reversed: bool,
}

/// A relationship, or list of them, that the row has, as part of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct Follow {
    /// The relationship or list.
    pub relationship: usize,
    /// The pattern's node before it, and whether the row has it already.
    pub from: (usize, bool),
    /// The pattern's node after it, and whether the row has it already.
    pub to: (usize, bool),
    /// Which way.
    pub direction: Direction,
    /// Which types; any when empty.
    pub types: Vec<Arc<str>>,
    /// Relationships of the same clause from which it must differ.
    pub differs: Vec<usize>,
    /// Bounds of the list's length; `None` for a single relationship.
    pub length: Option<(u64, u64)>,
    /// A condition on each relationship, which stands in local 0.
    pub condition: Option<Formula>,
}

/// Shortest paths between two nodes that the row has.
#[derive(Clone, Debug, PartialEq)]
pub struct ShortestPath {
    /// First node, relationships (a list) and last node.
    pub hop: Expand,
    /// Fewest relationships.
    pub min: u64,
    /// Most relationships.
    pub max: u64,
    /// All of the shortest, or one.
    pub all: bool,
    /// A condition on each relationship, which stands in local 0.
    pub condition: Option<Formula>,
}

impl Operator {
    /// The leaf.
    #[must_use]
    pub const fn argument() -> Self {
        Self { step: Step::Argument, input: None, rows: 1.0, keep: Vec::new() }
    }

    /// This operator followed by a step that is expected to give `rows` rows.
    #[must_use]
    pub fn then(self, step: Step, rows: f64) -> Self {
        Self { step, input: Some(Box::new(self)), rows, keep: Vec::new() }
    }

    /// Works out what each step must carry along when the last one must give the slots `needed`. Returns what the
    /// argument must have.
    pub fn carry(&mut self, mut needed: BTreeSet<usize>) -> BTreeSet<usize> {
        self.keep = needed.iter().copied().collect();
        match &mut self.step {
            Step::Argument => return needed,
            Step::Scan { slot, nodes } => {
                needed.remove(slot);
                match nodes {
                    Nodes::Property { value, .. } | Nodes::Identity(value) => value.slots(&mut needed),
                    Nodes::Range { low, high, .. } => low.iter().chain(&*high).for_each(|f| f.slots(&mut needed)),
                    Nodes::All | Nodes::Label(_) => {}
                }
            }
            Step::Expand(expand) => expand.inputs(&mut needed),
            Step::ExpandPath(ExpandPath { hop, condition, .. })
            | Step::ShortestPath(ShortestPath { hop, condition, .. }) => {
                hop.inputs(&mut needed);
                condition.iter().for_each(|f| f.slots(&mut needed));
            }
            Step::Follow(follow) => {
                for (slot, bound) in [follow.from, follow.to] {
                    if bound {
                        needed.insert(slot);
                    } else {
                        needed.remove(&slot);
                    }
                }
                needed.insert(follow.relationship);
                needed.extend(&follow.differs);
                follow.condition.iter().for_each(|f| f.slots(&mut needed));
            }
            Step::Filter(condition) => condition.slots(&mut needed),
            Step::Optional { inner, ordinal, fills } => {
                let mut wanted = needed.clone();
                wanted.insert(*ordinal);
                let mut used = inner.carry(wanted);
                used.remove(ordinal);
                for slot in fills {
                    needed.remove(slot);
                }
                needed.extend(used);
            }
            Step::Join { other, keys, fills } => {
                let mut right: BTreeSet<usize> = needed.iter().copied().filter(|s| fills.contains(s)).collect();
                needed.retain(|s| !fills.contains(s));
                for (a, b) in keys {
                    a.slots(&mut needed);
                    b.slots(&mut right);
                }
                other.carry(right);
            }
            Step::Extend(items) => {
                items.retain(|(slot, _)| needed.contains(slot));
                for (slot, _) in items.iter() {
                    needed.remove(slot);
                }
                items.iter().for_each(|(_, f)| f.slots(&mut needed));
            }
            Step::Project(items) => {
                needed.clear();
                items.iter().for_each(|f| f.slots(&mut needed));
            }
            Step::Distinct(width) => needed.extend(0..*width),
            Step::Aggregate { keys, aggregates } => {
                needed.clear();
                keys.iter().for_each(|f| f.slots(&mut needed));
                aggregates.iter().flat_map(|a| &a.arguments).for_each(|f| f.slots(&mut needed));
            }
            Step::Sort { keys, .. } => keys.iter().for_each(|(f, _)| f.slots(&mut needed)),
            Step::Skip(_) | Step::Limit(_) => {}
            Step::Unwind { list, slot } => {
                needed.remove(slot);
                list.slots(&mut needed);
            }
            Step::Call { arguments, yields, .. } => {
                for (_, slot) in yields {
                    needed.remove(slot);
                }
                arguments.iter().for_each(|f| f.slots(&mut needed));
            }
        }
        match &mut self.input {
            Some(input) => input.carry(needed),
            None => needed,
        }
    }

    /// Whether a later step reads what stands in `slot`.
    #[must_use]
    pub fn keeps(&self, slot: usize) -> bool {
        self.keep.binary_search(&slot).is_ok()
    }
}

impl Expand {
    fn inputs(&self, needed: &mut BTreeSet<usize>) {
        needed.remove(&self.relationship);
        if self.into {
            needed.insert(self.to);
        } else {
            needed.remove(&self.to);
        }
        needed.insert(self.from);
        needed.extend(&self.differs);
    }
}
