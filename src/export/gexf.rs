//! A subgraph to GEXF 1.3.

use std::collections::BTreeMap;
use std::io::{self, Write};

use jiff::ToSpan;
use jiff::civil::Date;

use super::attributes::{AttributeType, Attributes, attribute_text, attributes, weight, without_weight};
use super::xml::Xml;
use super::{Exporter, Subgraph, appearance, plain};
use crate::model::{NodeId, Properties, RelationshipContent, Value};

/// GEXF 1.3, as Gephi reads it from version 0.9.3 on.
///
/// The graph is dynamic when some node has a `Date` called `start`: that node has a spell from that day to the end of the
/// day `end`, and so have the relationships at it, when both ends are there; the rest is always there. A spell's end is written as the day after,
/// so that a single day is not a spell of no length, which Gephi does not show. Relationships have their type as `kind`,
/// so that parallel ones of different types stay apart. Lists of strings are `liststring`, nodes coloured by label.
/// Characters that XML can't hold become U+FFFD.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gexf;

const CAPTION: usize = 80;

/// First day, and the day after the last.
type Spell = (Date, Date);

impl Exporter for Gexf {
    fn export(&self, subgraph: &Subgraph<'_>, out: &mut dyn Write) -> io::Result<()> {
        let graph = subgraph.graph();
        let spells: BTreeMap<NodeId, Spell> =
            subgraph.nodes().iter().filter_map(|id| Some((*id, spell(&graph.node_properties(*id))?))).collect();
        let nodes =
            attributes(subgraph.nodes().iter().map(|id| graph.node_properties(*id)), "n", &["id", "label", "labels"]);
        let of_relationships = subgraph.relationships().iter().map(|id| graph.relationship_properties(*id));
        let relationships = attributes(of_relationships.map(without_weight), "r", &["id", "label", "kind", "weight"]);
        let mut xml = Xml::new(out)?;
        xml.open(
            "gexf",
            &[
                ("xmlns", "http://gexf.net/1.3"),
                ("xmlns:viz", "http://gexf.net/1.3/viz"),
                ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
                ("xsi:schemaLocation", "http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd"),
                ("version", "1.3"),
            ],
        )?;
        xml.open("meta", &[])?;
        xml.text("creator", &[], concat!("shezhire ", env!("CARGO_PKG_VERSION")))?;
        let (n, r) = (subgraph.nodes().len(), subgraph.relationships().len());
        xml.text("description", &[], &format!("{n} nodes, {r} relationships"))?;
        xml.close("meta")?;
        let time: &[_] = if spells.is_empty() {
            &[("mode", "static"), ("defaultedgetype", "directed")]
        } else {
            &[
                ("mode", "dynamic"),
                ("timeformat", "date"),
                ("timerepresentation", "interval"),
                ("defaultedgetype", "directed"),
            ]
        };
        xml.open("graph", time)?;
        declare(&mut xml, "node", Some(("labels", "labels")), &nodes)?;
        declare(&mut xml, "edge", None, &relationships)?;
        xml.open("nodes", &[])?;
        for id in subgraph.nodes() {
            write_node(&mut xml, subgraph, *id, spells.get(id), &nodes)?;
        }
        xml.close("nodes")?;
        xml.open("edges", &[])?;
        for id in subgraph.relationships() {
            let Some(relationship) = graph.relationship(*id) else { continue };
            let spell = common(spells.get(&relationship.start), spells.get(&relationship.end));
            write_edge(&mut xml, &format!("r{id}"), &relationship, spell.as_ref(), &relationships)?;
        }
        xml.close("edges")?;
        xml.close("graph")?;
        xml.close("gexf")?;
        xml.finish()
    }
}

fn write_node(
    xml: &mut Xml<'_>,
    subgraph: &Subgraph<'_>,
    id: NodeId,
    spell: Option<&Spell>,
    attributes: &Attributes,
) -> io::Result<()> {
    let graph = subgraph.graph();
    let label = appearance::caption(graph, id, CAPTION);
    xml.open("node", &[("id", &format!("n{id}")), ("label", &label)])?;
    xml.open("attvalues", &[])?;
    let labels = list_text(&graph.labels(id).iter().map(|l| Value::String(l.clone())).collect::<Vec<_>>());
    xml.empty("attvalue", &[("for", "labels"), ("value", &labels)])?;
    write_values(xml, &graph.node_properties(id), attributes)?;
    xml.close("attvalues")?;
    write_spell(xml, spell)?;
    let colour = appearance::colour(appearance::main_label(graph, id).as_deref());
    let (r, g, b) = (colour.0.to_string(), colour.1.to_string(), colour.2.to_string());
    // Readers of older versions know r, g, b only; `hex` is 1.3's.
    xml.empty("viz:color", &[("r", &r), ("g", &g), ("b", &b), ("hex", &colour.hex())])?;
    xml.close("node")
}

fn write_edge(
    xml: &mut Xml<'_>,
    id: &str,
    relationship: &RelationshipContent,
    spell: Option<&Spell>,
    attributes: &Attributes,
) -> io::Result<()> {
    let (source, target) = (format!("n{}", relationship.start), format!("n{}", relationship.end));
    let kind = &*relationship.relationship_type;
    let weight = plain::float_text(weight(&relationship.properties));
    let fields =
        [("id", id), ("source", &source), ("target", &target), ("kind", kind), ("label", kind), ("weight", &weight)];
    xml.open("edge", &fields)?;
    xml.open("attvalues", &[])?;
    write_values(xml, &without_weight(relationship.properties.clone()), attributes)?;
    xml.close("attvalues")?;
    write_spell(xml, spell)?;
    xml.close("edge")
}

fn write_values(xml: &mut Xml<'_>, properties: &Properties, attributes: &Attributes) -> io::Result<()> {
    for (key, value) in properties {
        let Some(attribute) = attributes.get(key) else { continue };
        let text = match (value, attribute.kind) {
            (Value::List(items), AttributeType::Strings) => list_text(items),
            (value, kind) => attribute_text(value, kind),
        };
        xml.empty("attvalue", &[("for", &attribute.id), ("value", &text)])?;
    }
    Ok(())
}

fn write_spell(xml: &mut Xml<'_>, spell: Option<&Spell>) -> io::Result<()> {
    let Some((start, end)) = spell else { return Ok(()) };
    xml.open("spells", &[])?;
    xml.empty("spell", &[("start", &start.to_string()), ("end", &end.to_string())])?;
    xml.close("spells")
}

fn declare(xml: &mut Xml<'_>, class: &str, own: Option<(&str, &str)>, attributes: &Attributes) -> io::Result<()> {
    xml.open("attributes", &[("class", class), ("mode", "static")])?;
    if let Some((id, title)) = own {
        xml.empty("attribute", &[("id", id), ("title", title), ("type", "liststring")])?;
    }
    for attribute in attributes.values() {
        let kind = match attribute.kind {
            AttributeType::Boolean => "boolean",
            AttributeType::Long => "long",
            AttributeType::Double => "double",
            AttributeType::Strings => "liststring",
            AttributeType::String => "string",
        };
        xml.empty("attribute", &[("id", &attribute.id), ("title", &attribute.name), ("type", kind)])?;
    }
    xml.close("attributes")
}

/// A list as Gephi's reader of arrays takes it: `["а", "ә"]`.
fn list_text(items: &[Value]) -> String {
    let quote = |item: &Value| {
        let text = plain::text(item).replace('\\', "\\\\").replace('"', "\\\"");
        format!("\"{text}\"")
    };
    format!("[{}]", items.iter().map(quote).collect::<Vec<_>>().join(", "))
}

fn spell(properties: &Properties) -> Option<Spell> {
    let day = |key: &str| match properties.get(key) {
        Some(Value::Date(day)) => Some(*day),
        _ => None,
    };
    let start = day("start")?;
    let last = day("end").filter(|end| *end >= start).unwrap_or(start);
    Some((start, last.checked_add(1.day()).unwrap_or(last)))
}

/// When both ends of a relationship are there. Ends that never are leave it to the first.
fn common(start: Option<&Spell>, end: Option<&Spell>) -> Option<Spell> {
    let (Some(a), Some(b)) = (start, end) else { return start.or(end).copied() };
    let both = (a.0.max(b.0), a.1.min(b.1));
    Some(if both.0 < both.1 { both } else { *a })
}
