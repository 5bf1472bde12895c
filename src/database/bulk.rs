//! Nodes and relationships by the million to packs, without a commit in the log.

use std::sync::{Arc, MutexGuard};

use super::Database;
use super::handle::Writer;
use crate::error::Error;
use crate::graph::{Graph, GraphBuilder};
use crate::model::{NodeId, RelationshipId, Value};

/// Takes nodes and relationships by the million, and makes them durable and visible all at once, or not at all.
///
/// What is added stands in columns in memory, once, and goes from there straight into the packs of the store: the log,
/// where commits stand, is not used. It is the writer's turn as long as it lives; readers go on with what they had.
/// Dropped without [`finish`](Self::finish) it changes nothing.
///
/// Cost: about 1 µs a node or relationship, most of it compression; memory for the graph that comes out, beside the one
/// that readers have until then. Since all packs are written anew, it is for much: for a few thousand changes use a
/// [`Transaction`](super::Transaction).
///
/// ```
/// use shezhire::{Database, Value};
///
/// let db = Database::in_memory();
/// let mut loader = db.bulk_load()?;
/// let person = loader.add_node(&["Person".into()], [("name".into(), Value::from("Абай"))]);
/// let place = loader.add_node(&["Place".into()], [("name".into(), Value::from("Семей"))]);
/// loader.add_relationship(person, place, &"BORN_IN".into(), []).ok_or("an end is missing")?;
/// loader.finish()?;
/// assert_eq!(db.snapshot().graph().relationship_count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct BulkLoader<'db> {
    database: &'db Database,
    turn: MutexGuard<'db, Writer>,
    builder: GraphBuilder,
}

impl Database {
    /// Begins to load much at once; waits while another writer has its turn.
    ///
    /// # Errors
    /// [`Error::Store`]: `ReadOnly` when the database is opened so, and when commits before cannot be made durable.
    pub fn bulk_load(&self) -> Result<BulkLoader<'_>, Error> {
        let turn = self.turn();
        self.refuse_when_read_only(&turn)?;
        self.sync_written()?;
        let graph = self.published();
        graph.unpack()?;
        Ok(BulkLoader { database: self, turn, builder: GraphBuilder::from_graph(&graph) })
    }
}

impl BulkLoader<'_> {
    /// A new node. Labels may come in any order and repeat; null properties are left out, and of properties of one key
    /// the last counts.
    pub fn add_node(&mut self, labels: &[Arc<str>], properties: impl IntoIterator<Item = (Arc<str>, Value)>) -> NodeId {
        self.builder.add_node(labels, properties)
    }

    /// A new relationship; `None`, and nothing is added, when an end does not exist. Null properties are left out, and of
    /// properties of one key the last counts.
    pub fn add_relationship(
        &mut self,
        start: NodeId,
        end: NodeId,
        relationship_type: &Arc<str>,
        properties: impl IntoIterator<Item = (Arc<str>, Value)>,
    ) -> Option<RelationshipId> {
        self.builder.add_relationship(start, end, relationship_type, properties)
    }

    /// Makes all that was added durable and visible.
    ///
    /// # Errors
    /// [`Error::Constraint`] when it would break a constraint, [`Error::Store`] when it cannot be made durable; nothing is
    /// changed then.
    pub fn finish(self) -> Result<(), Error> {
        let Self { database, turn, builder } = self;
        database.put_in_turn(turn, builder.finish())
    }
}

impl Database {
    /// Puts a graph, which is to have all that is in this database, straight into packs.
    pub(super) fn put(&self, graph: Graph) -> Result<(), Error> {
        self.put_in_turn(self.turn(), graph)
    }

    fn put_in_turn(&self, mut turn: MutexGuard<'_, Writer>, graph: Graph) -> Result<(), Error> {
        for rule in graph.rules() {
            graph.verify_rule(rule).map_err(|violation| Error::Constraint(Box::new(violation)))?;
        }
        turn.fold(&graph)?;
        self.show(graph);
        Ok(())
    }
}
