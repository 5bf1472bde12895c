//! A subgraph to one page that draws it.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::{Exporter, Subgraph, appearance, plain};
use crate::graph::Graph;
use crate::model::{NodeId, Properties, RelationshipContent, Value};
use crate::query;

/// One self-contained page: the graph laid out by forces, to move, search and click through, in Kazakh and English.
///
/// It asks nothing of any network, and its content security policy lets no script run but the page's own: what stands in
/// a release cannot. Values are cut after 400 characters. Of a graph of more than [`MOST_NODES`] nodes the best
/// connected are drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct Html;

/// How many nodes a page draws at most: browsers lay out this many in a few seconds.
pub const MOST_NODES: usize = 5000;

/// How many characters of a value a page shows at most.
const VALUE: usize = 400;
const CAPTION: usize = 80;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// What the policy lets run: the digests of the two files above. A test says what they are when these change.
const STYLE_HASH: &str = "sha256-yqvKaDkDlCebmpvl3bbVhTq0r80mF45hB550yljNME0=";
const SCRIPT_HASH: &str = "sha256-TON3HIeueP9V4G3d9hV6HlbpifESXGzybY2vHjAsB84=";

impl Exporter for Html {
    fn export(&self, subgraph: &Subgraph<'_>, out: &mut dyn Write) -> io::Result<()> {
        let head = PAGE.replace("{script_hash}", SCRIPT_HASH).replace("{style_hash}", STYLE_HASH);
        out.write_all(head.replace("{style}", STYLE).as_bytes())?;
        write_data(subgraph, out)?;
        write!(out, "</script>\n<script>{SCRIPT}</script>\n</body>\n</html>\n")
    }
}

/// The data as JSON in which no character means anything to HTML: `<`, `>` and `&` are escaped, so that neither
/// `</script>` nor `<!--` can occur.
fn write_data(subgraph: &Subgraph<'_>, out: &mut dyn Write) -> io::Result<()> {
    let graph = subgraph.graph();
    let mut out = Inert(out);
    let shown = best_connected(subgraph);
    let places: BTreeMap<NodeId, usize> = shown.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut labels = Numbers::default();
    write!(out, "{{\"total\": [{}, {}],\n\"nodes\": [", subgraph.nodes().len(), subgraph.relationships().len())?;
    for (at, id) in shown.iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        let names = graph.labels(*id);
        let label = names.first().map_or(json!(-1), |name| json!(labels.number(name)));
        let caption = appearance::caption(graph, *id, CAPTION);
        let kinds: Vec<String> = names.iter().map(|name| plain::shorten(name, CAPTION)).collect();
        let node = json!({"l": label, "c": caption, "k": kinds, "p": shortened(graph, graph.node_properties(*id))});
        serde_json::to_writer(&mut out, &node)?;
    }
    write!(out, "],\n\"edges\": [")?;
    let mut types = Numbers::default();
    let ends = |r: RelationshipContent| Some((*places.get(&r.start)?, *places.get(&r.end)?, r));
    let drawn = subgraph.relationships().iter().filter_map(|id| ends(graph.relationship(*id)?));
    for (at, (start, end, relationship)) in drawn.enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        let properties = shortened(graph, relationship.properties);
        let edge = json!([start, end, types.number(&relationship.relationship_type), properties]);
        serde_json::to_writer(&mut out, &edge)?;
    }
    let colour = |name: &Arc<str>| json!({"name": plain::shorten(name, CAPTION), "colour": appearance::colour(Some(name)).hex()});
    let labels: Vec<Json> = labels.names.iter().map(colour).collect();
    write!(out, "],\n\"labels\": ")?;
    serde_json::to_writer(&mut out, &labels)?;
    write!(out, ",\n\"types\": ")?;
    let types: Vec<String> = types.names.iter().map(|name| plain::shorten(name, CAPTION)).collect();
    serde_json::to_writer(&mut out, &types)?;
    writeln!(out, "}}")
}

/// The nodes with the most relationships within the subgraph, in order of identity.
fn best_connected(subgraph: &Subgraph<'_>) -> Vec<NodeId> {
    if subgraph.nodes().len() <= MOST_NODES {
        return subgraph.nodes().to_vec();
    }
    let mut degrees: BTreeMap<NodeId, usize> = subgraph.nodes().iter().map(|id| (*id, 0)).collect();
    for (start, end) in subgraph.relationships().iter().filter_map(|id| subgraph.graph().ends(*id)) {
        for id in [start, end] {
            degrees.entry(id).and_modify(|degree| *degree += 1);
        }
    }
    let mut nodes: Vec<(usize, NodeId)> = degrees.into_iter().map(|(id, degree)| (degree, id)).collect();
    nodes.sort_unstable_by_key(|(degree, id)| (std::cmp::Reverse(*degree), *id));
    nodes.truncate(MOST_NODES);
    let mut best: Vec<NodeId> = nodes.into_iter().map(|(_, id)| id).collect();
    best.sort_unstable();
    best
}

/// Properties as short texts; for evidence the sentences that it names.
fn shortened(graph: &Graph, mut properties: Properties) -> Map<String, Json> {
    if let Some(proofs) = properties.get_mut("evidence") {
        let sentences = query::sentences(graph, proofs);
        *proofs = Value::String(sentences.join(" … ").into());
    }
    let short = |(key, value): (&Arc<str>, &Value)| {
        (plain::shorten(key, CAPTION), Json::String(plain::shorten(&plain::text(value), VALUE)))
    };
    properties.iter().map(short).collect()
}

/// Names numbered in order of first use.
#[derive(Default)]
struct Numbers {
    names: Vec<Arc<str>>,
    numbers: BTreeMap<Arc<str>, usize>,
}

impl Numbers {
    fn number(&mut self, name: &Arc<str>) -> usize {
        let next = self.names.len();
        let names = &mut self.names;
        *self.numbers.entry(Arc::clone(name)).or_insert_with(|| {
            names.push(Arc::clone(name));
            next
        })
    }
}

/// Escapes, within JSON, what means something to HTML. These characters occur in JSON within strings only.
struct Inert<W>(W);

impl<W: Write> Write for Inert<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut rest = bytes;
        while let Some(at) = rest.iter().position(|byte| matches!(byte, b'<' | b'>' | b'&')) {
            let (before, after) = rest.split_at(at);
            self.0.write_all(before)?;
            if let Some((special, after)) = after.split_first() {
                write!(self.0, "\\u{special:04x}")?;
                rest = after;
            }
        }
        self.0.write_all(rest)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use sha2::Digest;

    #[test]
    fn the_policy_names_the_files_that_the_page_holds() {
        for (text, hash) in [(STYLE, STYLE_HASH), (SCRIPT, SCRIPT_HASH)] {
            let digest = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(text.as_bytes()));
            assert_eq!(hash, format!("sha256-{digest}"), "put the right side into this module");
        }
    }

    #[test]
    fn the_pages_own_files_end_no_element_early() {
        assert!(!SCRIPT.contains("</script") && !SCRIPT.contains("<!--"));
        assert!(!STYLE.contains("</style"));
    }
}
