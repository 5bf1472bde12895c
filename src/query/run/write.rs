//! Rows and a writing clause to changes of a draft, and to rows again.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::batch::{Batch, Column};
use super::columns::column;
use super::evaluate::Frame;
use super::session::{Run, Session};
use super::source::open;
use crate::graph::Draft;
use crate::model::{Direction, Node, NodeId, Properties, Relationship, RelationshipId, Value};
use crate::query::QueryError;
use crate::query::functions::properties;
use crate::query::plan::{Assignment, Creation, Formula, Merge, Write};
use crate::query::table::Stats;

type Result<T> = std::result::Result<T, QueryError>;

/// A run that writes.
pub struct Writer<'w> {
    /// What is written to.
    pub draft: &'w mut Draft,
    /// Limits and parameters.
    pub session: &'w Session<'w>,
    /// What was changed so far.
    pub stats: &'w mut Stats,
}

impl Writer<'_> {
    /// The graph as it is now, to be read.
    pub fn run(&self) -> Run<'_> {
        let deleted = self.draft.deleted();
        let deleted = (!deleted.is_empty()).then_some(deleted);
        Run { graph: self.draft.graph(), deleted, session: self.session }
    }

    /// Does what a clause says for each row; the rows get what the clause binds. The rows are detached before and after:
    /// writing changes where the graph has its nodes.
    ///
    /// # Errors
    /// What evaluation says, and what cannot be written.
    pub fn apply(&mut self, write: &Write, batches: Vec<Batch>) -> Result<Vec<Batch>> {
        match write {
            Write::Create(creations) => {
                let mut batches = batches;
                for batch in &mut batches {
                    self.create(creations, batch, false)?;
                }
                Ok(batches)
            }
            Write::Merge(merge) => self.merge(merge, &batches),
            Write::Set(assignments) => {
                for batch in &batches {
                    self.assign(assignments, batch)?;
                }
                Ok(batches)
            }
            Write::Delete { detach, targets } => {
                self.delete(*detach, targets, &batches)?;
                Ok(batches)
            }
            Write::Schema(write) => {
                self.change_schema(write)?;
                Ok(batches)
            }
            Write::Foreach { list, slot, writes } => {
                for batch in &batches {
                    self.foreach(list, *slot, writes, batch)?;
                }
                Ok(batches)
            }
        }
    }

    fn evaluate(&self, formula: &Formula, batch: &Batch, row: usize) -> Result<Value> {
        let run = self.run();
        Frame::new(&run, batch, row).evaluate(formula)
    }

    fn create(&mut self, creations: &[Creation], batch: &mut Batch, merging: bool) -> Result<()> {
        for creation in creations {
            match creation {
                Creation::Node { slot, labels, properties } => {
                    let mut nodes = Vec::with_capacity(batch.rows());
                    for row in 0..batch.rows() {
                        self.session.tick()?;
                        let properties = self.new_properties(properties.as_ref(), batch, row, merging)?;
                        self.stats.nodes_created += 1;
                        self.stats.properties_set += properties.len() as u64;
                        let distinct: BTreeSet<_> = labels.iter().collect();
                        self.stats.labels_added += distinct.len() as u64;
                        nodes.push(Value::Node(Node::bare(self.draft.create_node(labels.clone(), properties))));
                    }
                    batch.set(*slot, Column::Values(nodes));
                }
                Creation::Relationship { slot, start, end, relationship_type, properties } => {
                    let mut relationships = Vec::with_capacity(batch.rows());
                    for row in 0..batch.rows() {
                        self.session.tick()?;
                        let graph = self.draft.graph();
                        let ends = (batch.node_id(*start, row, graph), batch.node_id(*end, row, graph));
                        let (Some(start), Some(end)) = ends else {
                            let message = "a relationship needs two nodes; one of its ends is null";
                            return Err(QueryError::runtime("SemanticError", "MissingNode", message));
                        };
                        for node in [start, end] {
                            if !self.draft.graph().contains_node(node) {
                                let message = "a relationship needs two nodes; one of its ends was deleted";
                                return Err(QueryError::runtime("EntityNotFound", "DeletedEntityAccess", message));
                            }
                        }
                        let properties = self.new_properties(properties.as_ref(), batch, row, merging)?;
                        self.stats.relationships_created += 1;
                        self.stats.properties_set += properties.len() as u64;
                        let name = Arc::clone(relationship_type);
                        let id = self.draft.create_relationship(start, end, name, properties);
                        relationships.push(Value::Relationship(Relationship::bare(id)));
                    }
                    batch.set(*slot, Column::Values(relationships));
                }
                Creation::Path { slot, path } => {
                    let paths = column(&self.run(), path, batch)?;
                    batch.set(*slot, paths);
                }
            }
        }
        Ok(())
    }

    /// The properties of something new. What is merged must not have a null among them: nothing equals null, so each
    /// run would create it again.
    fn new_properties(
        &self,
        formula: Option<&Formula>,
        batch: &Batch,
        row: usize,
        merging: bool,
    ) -> Result<Properties> {
        let Some(formula) = formula else { return Ok(Properties::new()) };
        let mut map = match self.evaluate(formula, batch, row)? {
            Value::Null => Properties::new(),
            value => properties("a pattern", &self.run(), &value)?,
        };
        if merging && let Some((key, _)) = map.iter().find(|(_, v)| v.is_null()) {
            let message = format!("MERGE cannot use null for `{key}`: nothing equals null");
            return Err(QueryError::runtime("SemanticError", "MergeReadOwnWrites", message));
        }
        map.retain(|_, value| !value.is_null());
        for (key, value) in &map {
            storable(key, value)?;
        }
        Ok(map)
    }

    fn merge(&mut self, merge: &Merge, batches: &[Batch]) -> Result<Vec<Batch>> {
        let mut out = Batch::of_rows(0);
        for batch in batches {
            for row in 0..batch.rows() {
                self.session.tick()?;
                let row = batch.rows_of(&[u32::try_from(row).unwrap_or(u32::MAX)]);
                let mut found = Batch::of_rows(0);
                {
                    let run = self.run();
                    let mut rows = open(&merge.find, vec![row.clone().attach(run.graph)], run)?;
                    while let Some(batch) = rows.next()? {
                        found.append(&batch.detach(run.graph), run.graph);
                    }
                }
                if found.rows() > 0 {
                    self.assign(&merge.on_match, &found)?;
                } else {
                    found = row;
                    self.create(&merge.create, &mut found, true)?;
                    self.assign(&merge.on_create, &found)?;
                }
                out.append(&found, self.draft.graph());
            }
        }
        Ok(vec![out])
    }

    fn assign(&mut self, assignments: &[Assignment], batch: &Batch) -> Result<()> {
        if assignments.is_empty() {
            return Ok(());
        }
        for row in 0..batch.rows() {
            self.session.tick()?;
            for assignment in assignments {
                match assignment {
                    Assignment::Property { target, key, value } => {
                        let target = self.evaluate(target, batch, row)?;
                        if target.is_null() {
                            continue;
                        }
                        let value = self.evaluate(value, batch, row)?;
                        self.set_property(&target, key, value)?;
                    }
                    Assignment::Properties { target, value, replace } => {
                        let target = self.evaluate(target, batch, row)?;
                        if target.is_null() {
                            continue;
                        }
                        let value = self.evaluate(value, batch, row)?;
                        self.set_properties(&target, &value, *replace)?;
                    }
                    Assignment::Labels { target, labels, remove } => match self.evaluate(target, batch, row)? {
                        Value::Null => {}
                        Value::Node(node) => {
                            for label in labels {
                                if *remove {
                                    self.stats.labels_removed += u64::from(self.draft.remove_label(node.id, label));
                                } else {
                                    self.stats.labels_added += u64::from(self.draft.add_label(node.id, label));
                                }
                            }
                        }
                        other => return Err(not_writable("labels", &other)),
                    },
                }
            }
        }
        Ok(())
    }

    fn set_property(&mut self, target: &Value, key: &Arc<str>, value: Value) -> Result<()> {
        storable(key, &value)?;
        let changed = match target {
            Value::Node(node) => self.draft.set_node_property(node.id, key, value),
            Value::Relationship(r) => self.draft.set_relationship_property(r.id, key, value),
            other => return Err(not_writable("properties", other)),
        };
        self.stats.properties_set += u64::from(changed);
        Ok(())
    }

    fn set_properties(&mut self, target: &Value, value: &Value, replace: bool) -> Result<()> {
        let new = match value {
            Value::Null => Properties::new(),
            value => properties("SET", &self.run(), value)?,
        };
        let old = match target {
            Value::Node(_) | Value::Relationship(_) => properties("SET", &self.run(), target)?,
            other => return Err(not_writable("properties", other)),
        };
        if replace {
            for key in old.keys().filter(|key| !new.contains_key(*key)) {
                self.set_property(target, key, Value::Null)?;
            }
        }
        for (key, value) in new {
            self.set_property(target, &key, value)?;
        }
        Ok(())
    }

    fn delete(&mut self, detach: bool, targets: &[Formula], batches: &[Batch]) -> Result<()> {
        let mut nodes: BTreeSet<NodeId> = BTreeSet::new();
        let mut relationships: BTreeSet<RelationshipId> = BTreeSet::new();
        for batch in batches {
            for row in 0..batch.rows() {
                for target in targets {
                    match self.evaluate(target, batch, row)? {
                        Value::Null => {}
                        Value::Node(node) => {
                            nodes.insert(node.id);
                        }
                        Value::Relationship(r) => {
                            relationships.insert(r.id);
                        }
                        Value::Path(path) => {
                            nodes.extend(path.nodes.iter().map(|n| n.id));
                            relationships.extend(path.relationships.iter().map(|r| r.id));
                        }
                        other => {
                            let message =
                                format!("DELETE takes nodes, relationships and paths, not {}", other.type_name());
                            return Err(QueryError::runtime("TypeError", "InvalidArgumentType", message));
                        }
                    }
                }
            }
        }
        if detach {
            for node in &nodes {
                let around = self.draft.graph().neighbours(*node, Direction::Both, &[]);
                relationships.extend(around.map(|(id, _)| id));
            }
        }
        for id in relationships {
            self.session.tick()?;
            self.stats.relationships_deleted += u64::from(self.draft.delete_relationship(id));
        }
        for id in nodes {
            self.session.tick()?;
            if self.draft.delete_node(id) {
                self.stats.nodes_deleted += 1;
            } else if self.draft.graph().contains_node(id) {
                let message = format!("node {id} still has relationships; delete them first, or say DETACH DELETE");
                return Err(QueryError::runtime("ConstraintVerificationFailed", "DeleteConnectedNode", message));
            }
        }
        Ok(())
    }

    fn foreach(&mut self, list: &Formula, slot: usize, writes: &[Write], batch: &Batch) -> Result<()> {
        for row in 0..batch.rows() {
            let items = {
                let run = self.run();
                Frame::new(&run, batch, row).list(list)?
            };
            let row = batch.rows_of(&[u32::try_from(row).unwrap_or(u32::MAX)]);
            for item in items.iter().flat_map(|items| items.iter()) {
                let mut inner = row.clone();
                inner.set(slot, Column::Values(vec![item.clone()]));
                let mut batches = vec![inner];
                for write in writes {
                    batches = self.apply(write, batches)?;
                }
            }
        }
        Ok(())
    }
}

/// Whether a value can be a property.
fn storable(key: &str, value: &Value) -> Result<()> {
    match value {
        Value::Map(_) | Value::Node(_) | Value::Relationship(_) | Value::Path(_) => {
            let message = format!(
                "`{key}` cannot hold {}; properties are numbers, strings, booleans, temporal values and lists of them",
                value.type_name()
            );
            Err(QueryError::runtime("TypeError", "InvalidPropertyType", message))
        }
        Value::List(items) => items.iter().try_for_each(|item| storable(key, item)),
        _ => Ok(()),
    }
}

fn not_writable(what: &str, value: &Value) -> QueryError {
    let message = format!("{what} are set on nodes and relationships, not on {}", value.type_name());
    QueryError::runtime("TypeError", "InvalidArgumentType", message)
}
