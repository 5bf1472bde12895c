//! A graph to lines of JSON that a person can read and that outlive the stored format, and back.
//!
//! | line | what it is |
//! |---|---|
//! | first | `{"format":"shezhire dump","version":1,"rules":…,"entries":…,"nodes":…,"relationships":…,"next_node":…,"next_relationship":…}`: how many lines of each follow, in this order, and the ids that are given next |
//! | a rule | `{"rule":NAME,"kind":"index" or "unique","label":…,"properties":[…]}` |
//! | an entry of the journal | `{"entry":NUMBER,"value":…}` |
//! | a node | `{"node":ID,"labels":[…],"properties":{…}}`, ids ascending |
//! | a relationship | `{"relationship":ID,"start":ID,"end":ID,"type":…,"properties":{…}}`, ids ascending |
//! | last | `{"end":LINES,"crc32c":HEX}`: how many lines stand before it, and the checksum of their bytes |
//!
//! How values are written says [`value`]. A line ends with a line feed, the last too.

mod error;
mod lines;
mod load;
mod value;

use std::io::Write;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::{Database, Snapshot};
use crate::model::RuleKind;
pub use error::{DumpError, LoadError};

/// What the first line calls the format.
const FORMAT: &str = "shezhire dump";
/// The version of the format that is written and read.
const VERSION: u32 = 1;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    format: String,
    version: u32,
    rules: u64,
    entries: u64,
    nodes: u64,
    relationships: u64,
    next_node: u64,
    next_relationship: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleLine {
    rule: Arc<str>,
    kind: Kind,
    label: Arc<str>,
    properties: Vec<Arc<str>>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Index,
    Unique,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryLine {
    entry: u64,
    value: Json,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NodeLine {
    node: u64,
    labels: Vec<Arc<str>>,
    properties: Map<String, Json>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RelationshipLine {
    relationship: u64,
    start: u64,
    end: u64,
    r#type: Arc<str>,
    properties: Map<String, Json>,
}

/// The last line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EndLine {
    end: u64,
    crc32c: String,
}

impl Database {
    /// Writes the whole graph, as it was last committed, as lines of JSON: the schema, the journal of judgements, nodes
    /// and relationships with their ids. [`load`](Self::load) reads them. Writers go on meanwhile.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use shezhire::{Database, Parameters};
    ///
    /// let folder = std::env::temp_dir().join(format!("shezhire-dump-{}", std::process::id()));
    /// let db = Database::in_memory();
    /// db.run("CREATE (:Person {name: 'Абай', born: date('1845-08-10')})", &Parameters::new())?;
    /// let mut dump = Vec::new();
    /// db.dump(&mut dump)?;
    ///
    /// let loaded = Database::load(&folder, dump.as_slice(), |_| ControlFlow::Continue(()))?;
    /// let mut again = Vec::new();
    /// loaded.dump(&mut again)?;
    /// assert_eq!(dump, again);
    /// # drop(loaded);
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`DumpError`]: the output cannot be written, or what is stored is damaged.
    pub fn dump(&self, out: impl Write) -> Result<(), DumpError> {
        self.snapshot().dump(out)
    }
}

impl Snapshot {
    /// Writes the whole graph of this snapshot, as [`Database::dump`] does.
    ///
    /// # Errors
    /// As [`Database::dump`].
    pub fn dump(&self, out: impl Write) -> Result<(), DumpError> {
        let graph = self.graph();
        // What is damaged must not be left out in silence.
        graph.unpack().map_err(crate::error::Error::from)?;
        let mut out = lines::Writer::new(out);
        out.write(&Head {
            format: FORMAT.to_owned(),
            version: VERSION,
            rules: graph.rules().count() as u64,
            entries: graph.journal().len() as u64,
            nodes: graph.node_count() as u64,
            relationships: graph.relationship_count() as u64,
            next_node: graph.next_node_id().0,
            next_relationship: graph.next_relationship_id().0,
        })?;
        for rule in graph.rules() {
            let kind = match rule.kind {
                RuleKind::Index => Kind::Index,
                RuleKind::Unique => Kind::Unique,
            };
            let (rule, label, properties) = (rule.name.clone(), rule.label.clone(), rule.properties.clone());
            out.write(&RuleLine { rule, kind, label, properties })?;
        }
        for (entry, said) in (0..).zip(graph.journal()) {
            out.write(&EntryLine { entry, value: value::write(said)? })?;
        }
        for id in graph.nodes() {
            let Some(mut node) = graph.node(id) else { continue };
            node.labels.sort_unstable();
            let properties = value::write_properties(&node.properties)?;
            out.write(&NodeLine { node: id.0, labels: node.labels, properties })?;
        }
        for id in graph.relationships() {
            let Some(content) = graph.relationship(id) else { continue };
            out.write(&RelationshipLine {
                relationship: id.0,
                start: content.start.0,
                end: content.end.0,
                r#type: content.relationship_type,
                properties: value::write_properties(&content.properties)?,
            })?;
        }
        out.finish()
    }
}
