//! A dump to a new database.

use std::io::BufRead;
use std::ops::ControlFlow;
use std::path::Path;

use super::lines::Reader;
use super::{EntryLine, FORMAT, Head, Kind, LoadError, NodeLine, RelationshipLine, RuleLine, VERSION, value};
use crate::database::Database;
use crate::graph::{Graph, GraphBuilder};
use crate::model::{Change, NodeId, RelationshipId, RuleKind, SchemaRule};

impl Database {
    /// Makes the database at `path`, a folder that is new or an empty database, from what [`dump`](Self::dump) wrote.
    /// Ids are those of the dump, and those given later as well. `observer` hears how many bytes each line had and can end it.
    ///
    /// The dump is verified whole before anything is made: cut or changed, it leaves nothing behind.
    ///
    /// Cost: linear; memory for the graph and one line.
    ///
    /// # Errors
    /// [`LoadError`], with the line for what is wrong with the dump.
    pub fn load(
        path: impl AsRef<Path>,
        source: impl BufRead,
        observer: impl FnMut(u64) -> ControlFlow<()>,
    ) -> Result<Self, LoadError> {
        let path = path.as_ref();
        // What is wrong with a database that is there is said before much is read.
        let there = path.exists().then(|| open_empty(path)).transpose()?;
        let graph = read(source, observer)?;
        let database = match there {
            Some(database) => database,
            None => open_empty(path)?,
        };
        database.put(graph)?;
        Ok(database)
    }
}

fn open_empty(path: &Path) -> Result<Database, LoadError> {
    let database = Database::open(path)?;
    let snapshot = database.snapshot();
    let graph = snapshot.graph();
    let used = graph.next_node_id().0 > 0 || graph.journal().len() > 0 || graph.rules().next().is_some();
    if used { Err(LoadError::NotEmpty { path: path.into() }) } else { Ok(database) }
}

/// The graph of a dump, all of which is verified but the constraints.
fn read(source: impl BufRead, mut observer: impl FnMut(u64) -> ControlFlow<()>) -> Result<Graph, LoadError> {
    let mut lines = Reader::new(source);
    let (head, _) = lines.next::<Head>("the first line of a dump")?;
    if head.format != FORMAT {
        return Err(lines.wrong(format!("the format is `{}`, not `{FORMAT}`", head.format)));
    }
    if head.version != VERSION {
        return Err(LoadError::Version { found: head.version, supported: VERSION });
    }
    let mut builder = GraphBuilder::new();
    let mut hear = |bytes| match observer(bytes) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(LoadError::Interrupted),
    };
    for _ in 0..head.rules {
        let (RuleLine { rule: name, kind, label, properties }, bytes) = lines.next("a rule of the schema")?;
        let kind = match kind {
            Kind::Index => RuleKind::Index,
            Kind::Unique => RuleKind::Unique,
        };
        if properties.is_empty() {
            return Err(lines.wrong("a rule speaks of at least one property"));
        }
        builder.apply(Change::AddRule { rule: SchemaRule { name, kind, label, properties } });
        hear(bytes)?;
    }
    for number in 0..head.entries {
        let (line, bytes) = lines.next::<EntryLine>("an entry of the journal")?;
        if line.entry != number {
            return Err(lines.wrong(format!("entry {number} has to stand here")));
        }
        let entry = value::read(line.value).map_err(|e| lines.wrong(e))?;
        builder.apply(Change::Journal { number, entry });
        hear(bytes)?;
    }
    let mut least = 0;
    for _ in 0..head.nodes {
        let (NodeLine { node: id, labels, properties }, bytes) = lines.next("a node")?;
        if !(least..head.next_node).contains(&id) {
            return Err(lines.wrong(format!("the id has to be from {least} to below {}", head.next_node)));
        }
        least = id + 1;
        let properties = value::read_properties(properties).map_err(|e| lines.wrong(e))?;
        builder.apply(Change::CreateNode { id: NodeId(id), labels, properties });
        hear(bytes)?;
    }
    let mut least = 0;
    for _ in 0..head.relationships {
        let (line, bytes) = lines.next::<RelationshipLine>("a relationship")?;
        let id = line.relationship;
        if !(least..head.next_relationship).contains(&id) {
            return Err(lines.wrong(format!("the id has to be from {least} to below {}", head.next_relationship)));
        }
        least = id + 1;
        let (start, end) = (NodeId(line.start), NodeId(line.end));
        if let Some(missing) = [start, end].into_iter().find(|node| !builder.has_node(*node)) {
            return Err(lines.wrong(format!("there is no node {}", missing.0)));
        }
        let properties = value::read_properties(line.properties).map_err(|e| lines.wrong(e))?;
        let id = RelationshipId(id);
        builder.apply(Change::CreateRelationship { id, start, end, relationship_type: line.r#type, properties });
        hear(bytes)?;
    }
    lines.finish()?;
    builder.reserve_ids(NodeId(head.next_node), RelationshipId(head.next_relationship));
    Ok(builder.finish())
}
