//! Clauses that write to their plans.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Planner;
use super::formula::{Formula, PathPart};
use super::operator::Operator;
use super::schema::SchemaWrite;
use super::scope::Scope;
use crate::model::{Direction, Value};
use crate::query::QueryError;
use crate::query::ast::{
    Clause, ClauseKind, Expression, ExpressionKind, LabelExpression, NodePattern, PathPattern, RemoveItem, SetItem,
    Variable,
};

type Result<T> = std::result::Result<T, QueryError>;

/// What a writing clause does with each row.
#[derive(Clone, Debug, PartialEq)]
pub enum Write {
    /// Creates what a pattern shows.
    Create(Vec<Creation>),
    /// Finds what a pattern shows, or creates it.
    Merge(Box<Merge>),
    /// Sets or removes properties and labels.
    Set(Vec<Assignment>),
    /// Deletes.
    Delete {
        /// Whether relationships of the nodes go too.
        detach: bool,
        /// What goes.
        targets: Vec<Formula>,
    },
    /// Changes the schema, once, whatever the rows are.
    Schema(SchemaWrite),
    /// Writes for each element of a list.
    Foreach {
        /// The list.
        list: Formula,
        /// Where the element goes.
        slot: usize,
        /// What is written.
        writes: Vec<Write>,
    },
}

/// One thing to be created.
#[derive(Clone, Debug, PartialEq)]
pub enum Creation {
    /// A node.
    Node {
        /// Where it goes.
        slot: usize,
        /// Its labels.
        labels: Vec<Arc<str>>,
        /// A map of its properties.
        properties: Option<Formula>,
    },
    /// A relationship between two nodes that the row has by then.
    Relationship {
        /// Where it goes.
        slot: usize,
        /// Where it starts.
        start: usize,
        /// Where it ends.
        end: usize,
        /// Its type.
        relationship_type: Arc<str>,
        /// A map of its properties.
        properties: Option<Formula>,
    },
    /// The path of what has been created.
    Path {
        /// Where it goes.
        slot: usize,
        /// A formula for it.
        path: Formula,
    },
}

/// How a `MERGE` is run.
#[derive(Clone, Debug, PartialEq)]
pub struct Merge {
    /// Finds what is there.
    pub find: Operator,
    /// Slots that finding or creating fills.
    pub fills: Vec<usize>,
    /// Creates what is not.
    pub create: Vec<Creation>,
    /// What is set after that.
    pub on_create: Vec<Assignment>,
    /// What is set on what was found.
    pub on_match: Vec<Assignment>,
}

/// One thing to be set or removed.
#[derive(Clone, Debug, PartialEq)]
pub enum Assignment {
    /// A property; null removes it.
    Property {
        /// Whose.
        target: Formula,
        /// Which.
        key: Arc<str>,
        /// Its value.
        value: Formula,
    },
    /// Several properties from a map, node or relationship.
    Properties {
        /// Whose.
        target: Formula,
        /// The map.
        value: Formula,
        /// Whether properties that the map lacks go.
        replace: bool,
    },
    /// Labels.
    Labels {
        /// Which node.
        target: Formula,
        /// Which labels.
        labels: Vec<Arc<str>>,
        /// Whether they are removed.
        remove: bool,
    },
}

impl Planner<'_> {
    /// The plan of a writing clause and the slots that it and what follows may read; `None` for clauses that read.
    pub(super) fn write(&mut self, clause: &Clause, scope: &mut Scope) -> Result<Option<(Write, BTreeSet<usize>)>> {
        let before: BTreeSet<usize> = scope.variables().into_iter().map(|(_, slot)| slot).collect();
        let write = match &clause.kind {
            ClauseKind::Create(patterns) => {
                let mut creations = Vec::new();
                for pattern in patterns {
                    self.creations(pattern, &before, scope, &mut creations)?;
                }
                Write::Create(creations)
            }
            ClauseKind::Merge { pattern, on_create, on_match } => {
                let patterns = std::slice::from_ref(pattern);
                let mut find = self.match_patterns(Operator::argument(), patterns, None, scope)?;
                let mut create = Vec::new();
                self.creations(pattern, &before, scope, &mut create)?;
                let all: BTreeSet<usize> = scope.variables().into_iter().map(|(_, slot)| slot).collect();
                let fills = all.difference(&before).copied().collect();
                find.carry(all);
                let (on_create, on_match) = (self.assignments(on_create, scope)?, self.assignments(on_match, scope)?);
                Write::Merge(Box::new(Merge { find, fills, create, on_create, on_match }))
            }
            ClauseKind::Set(items) => Write::Set(self.assignments(items, scope)?),
            ClauseKind::Remove(items) => Write::Set(
                items
                    .iter()
                    .map(|item| {
                        Ok(match item {
                            RemoveItem::Property { target, key } => Assignment::Property {
                                target: self.formula(target, scope)?,
                                key: Arc::clone(key),
                                value: Formula::Literal(Value::Null),
                            },
                            RemoveItem::Labels { variable, labels } => Assignment::Labels {
                                target: self.variable(variable, scope)?,
                                labels: labels.clone(),
                                remove: true,
                            },
                        })
                    })
                    .collect::<Result<_>>()?,
            ),
            ClauseKind::Delete { detach, targets } => {
                Write::Delete { detach: *detach, targets: self.formulas(targets, scope)? }
            }
            ClauseKind::Foreach { variable, list, clauses } => {
                let list = self.formula(list, scope)?;
                let mut inner = scope.clone();
                let slot = inner.bind(&variable.name);
                let mut writes = Vec::new();
                for clause in clauses {
                    match self.write(clause, &mut inner)? {
                        Some((write, _)) => writes.push(write),
                        None => {
                            let message = "only clauses that write can stand in FOREACH";
                            let detail = "InvalidClauseComposition";
                            return Err(QueryError::compile("SyntaxError", detail, clause.at, message));
                        }
                    }
                }
                Write::Foreach { list, slot, writes }
            }
            ClauseKind::Schema(command) => Write::Schema(SchemaWrite::of(command)),
            _ => return Ok(None),
        };
        Ok(Some((write, before)))
    }

    fn creations(
        &mut self,
        pattern: &PathPattern,
        before: &BTreeSet<usize>,
        scope: &mut Scope,
        out: &mut Vec<Creation>,
    ) -> Result<()> {
        let mut left = self.create_node(&pattern.start, before, scope, out)?;
        let mut parts = vec![PathPart::Node(left)];
        for (relationship, node) in &pattern.steps {
            let right = self.create_node(node, before, scope, out)?;
            let properties = relationship.properties.as_ref().map(|p| self.formula(p, scope)).transpose()?;
            let slot = match &relationship.variable {
                Some(v) => scope.slot(&v.name).unwrap_or_else(|| scope.bind(&v.name)),
                None => scope.fresh(),
            };
            let Some(relationship_type) = relationship.types.first().cloned() else {
                let message = "a relationship that is created needs exactly one type";
                let detail = "NoSingleRelationshipType";
                return Err(QueryError::compile("SyntaxError", detail, relationship.at, message));
            };
            let (start, end) =
                if relationship.direction == Direction::Incoming { (right, left) } else { (left, right) };
            out.push(Creation::Relationship { slot, start, end, relationship_type, properties });
            parts.extend([PathPart::Relationship(slot), PathPart::Node(right)]);
            left = right;
        }
        if let Some(variable) = &pattern.variable {
            let slot = scope.slot(&variable.name).unwrap_or_else(|| scope.bind(&variable.name));
            out.push(Creation::Path { slot, path: Formula::Path(parts) });
        }
        Ok(())
    }

    fn create_node(
        &mut self,
        pattern: &NodePattern,
        before: &BTreeSet<usize>,
        scope: &mut Scope,
        out: &mut Vec<Creation>,
    ) -> Result<usize> {
        let known = pattern.variable.as_ref().and_then(|v| scope.slot(&v.name));
        if let Some(slot) = known {
            let created = out.iter().any(|c| matches!(c, Creation::Node { slot: s, .. } if *s == slot));
            if created || before.contains(&slot) {
                return Ok(slot);
            }
        }
        let properties = pattern.properties.as_ref().map(|p| self.formula(p, scope)).transpose()?;
        let slot = match (known, &pattern.variable) {
            (Some(slot), _) => slot,
            (None, Some(variable)) => scope.bind(&variable.name),
            (None, None) => scope.fresh(),
        };
        let mut labels = Vec::new();
        if let Some(expression) = &pattern.labels {
            all_labels(expression, &mut labels);
        }
        out.push(Creation::Node { slot, labels, properties });
        Ok(slot)
    }

    fn assignments(&mut self, items: &[SetItem], scope: &mut Scope) -> Result<Vec<Assignment>> {
        items
            .iter()
            .map(|item| {
                Ok(match item {
                    SetItem::Property { target, key, value } => Assignment::Property {
                        target: self.formula(target, scope)?,
                        key: Arc::clone(key),
                        value: self.formula(value, scope)?,
                    },
                    SetItem::Replace { variable, value } | SetItem::Add { variable, value } => Assignment::Properties {
                        target: self.variable(variable, scope)?,
                        value: self.formula(value, scope)?,
                        replace: matches!(item, SetItem::Replace { .. }),
                    },
                    SetItem::Labels { variable, labels } => Assignment::Labels {
                        target: self.variable(variable, scope)?,
                        labels: labels.clone(),
                        remove: false,
                    },
                })
            })
            .collect()
    }

    fn variable(&mut self, variable: &Variable, scope: &mut Scope) -> Result<Formula> {
        let kind = ExpressionKind::Variable(Arc::clone(&variable.name));
        self.formula(&Expression { at: variable.at, kind }, scope)
    }
}

fn all_labels(labels: &LabelExpression, out: &mut Vec<Arc<str>>) {
    super::expression::required_labels(labels, out);
}
