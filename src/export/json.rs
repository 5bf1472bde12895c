//! A subgraph to node-link JSON.

use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use super::attributes::field_name;
use super::{Exporter, Subgraph, plain};
use crate::model::Properties;

/// Node-link JSON, as NetworkX 3.4 and later read it: `node_link_graph(data, edges="edges")`, the default since 3.6.
///
/// A node is an object with its `id`, `labels` and properties; a relationship one with `source`, `target`, its identity
/// as `key`, its `type` and properties. A property that is called like one of these is called `property_NAME`. Integers
/// beyond 2^53 are written in full: readers that know only doubles round them.
#[derive(Clone, Copy, Debug, Default)]
pub struct NodeLink;

impl Exporter for NodeLink {
    fn export(&self, subgraph: &Subgraph<'_>, out: &mut dyn Write) -> io::Result<()> {
        let graph = subgraph.graph();
        // An element a line, written as it comes: a large graph needs no second copy in memory.
        write!(out, "{{\"directed\": true, \"multigraph\": true, \"graph\": {{}},\n\"nodes\": [")?;
        let nodes = subgraph.nodes().iter().map(|id| {
            let mut object =
                Map::from_iter([("id".to_owned(), json!(id.0)), ("labels".to_owned(), json!(graph.labels(*id)))]);
            add(&mut object, graph.node_properties(*id), &["id", "labels"]);
            object
        });
        write_list(out, nodes)?;
        write!(out, "],\n\"edges\": [")?;
        let edges = subgraph.relationships().iter().filter_map(|id| {
            let relationship = graph.relationship(*id)?;
            let mut object = Map::from_iter([
                ("source".to_owned(), json!(relationship.start.0)),
                ("target".to_owned(), json!(relationship.end.0)),
                ("key".to_owned(), json!(id.0)),
                ("type".to_owned(), json!(relationship.relationship_type)),
            ]);
            add(&mut object, relationship.properties, &["source", "target", "key", "type"]);
            Some(object)
        });
        write_list(out, edges)?;
        writeln!(out, "]}}")
    }
}

fn write_list(out: &mut dyn Write, objects: impl Iterator<Item = Map<String, Json>>) -> io::Result<()> {
    for (at, object) in objects.enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &object)?;
    }
    Ok(())
}

fn add(object: &mut Map<String, Json>, properties: Properties, reserved: &[&str]) {
    for (key, value) in properties {
        object.insert(field_name(&key, reserved), plain::json(&value));
    }
}
