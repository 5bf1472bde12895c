//! A subgraph to GraphML.

use std::io::{self, Write};

use super::attributes::{AttributeType, Attributes, attribute_text, attributes, weight, without_weight};
use super::xml::Xml;
use super::{Exporter, Subgraph, appearance, plain};
use crate::model::Properties;

/// GraphML 1.0, as Gephi, yEd, Cytoscape, NetworkX and igraph read it.
///
/// Every attribute is declared with its name and type before the graph. Nodes have `label` (a caption) and `labels`,
/// relationships `label` and `type` (their type) and `weight` (their property of that name, else 1). GraphML has neither
/// lists nor dates: lists are joined by `; `, dates written in ISO 8601. Characters that XML can't hold become U+FFFD.
#[derive(Clone, Copy, Debug, Default)]
pub struct GraphMl;

const CAPTION: usize = 80;

impl Exporter for GraphMl {
    fn export(&self, subgraph: &Subgraph<'_>, out: &mut dyn Write) -> io::Result<()> {
        let graph = subgraph.graph();
        let nodes = attributes(subgraph.nodes().iter().map(|id| graph.node_properties(*id)), "n", &["label", "labels"]);
        let of_relationships = subgraph.relationships().iter().map(|id| graph.relationship_properties(*id));
        let relationships = attributes(of_relationships.map(without_weight), "r", &["label", "type"]);
        let mut xml = Xml::new(out)?;
        xml.open(
            "graphml",
            &[
                ("xmlns", "http://graphml.graphdrawing.org/xmlns"),
                ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
                (
                    "xsi:schemaLocation",
                    "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd",
                ),
            ],
        )?;
        declare(&mut xml, "node", "label", "label", "string")?;
        declare(&mut xml, "node", "labels", "labels", "string")?;
        declare_all(&mut xml, "node", &nodes)?;
        declare(&mut xml, "edge", "edge_label", "label", "string")?;
        declare(&mut xml, "edge", "edge_type", "type", "string")?;
        declare(&mut xml, "edge", "edge_weight", "weight", "double")?;
        declare_all(&mut xml, "edge", &relationships)?;
        xml.open("graph", &[("id", "shezhire"), ("edgedefault", "directed")])?;
        for id in subgraph.nodes() {
            xml.open("node", &[("id", &format!("n{id}"))])?;
            xml.text("data", &[("key", "label")], &appearance::caption(graph, *id, CAPTION))?;
            xml.text("data", &[("key", "labels")], &graph.labels(*id).join("; "))?;
            data(&mut xml, &graph.node_properties(*id), &nodes)?;
            xml.close("node")?;
        }
        for id in subgraph.relationships() {
            let Some(relationship) = graph.relationship(*id) else { continue };
            let (source, target) = (format!("n{}", relationship.start), format!("n{}", relationship.end));
            xml.open("edge", &[("id", &format!("r{id}")), ("source", &source), ("target", &target)])?;
            xml.text("data", &[("key", "edge_label")], &relationship.relationship_type)?;
            xml.text("data", &[("key", "edge_type")], &relationship.relationship_type)?;
            let weight = weight(&relationship.properties);
            xml.text("data", &[("key", "edge_weight")], &plain::float_text(weight))?;
            data(&mut xml, &without_weight(relationship.properties), &relationships)?;
            xml.close("edge")?;
        }
        xml.close("graph")?;
        xml.close("graphml")?;
        xml.finish()
    }
}

fn declare_all(xml: &mut Xml<'_>, class: &str, attributes: &Attributes) -> io::Result<()> {
    for attribute in attributes.values() {
        let kind = match attribute.kind {
            AttributeType::Boolean => "boolean",
            AttributeType::Long => "long",
            AttributeType::Double => "double",
            AttributeType::Strings | AttributeType::String => "string",
        };
        declare(xml, class, &attribute.id, &attribute.name, kind)?;
    }
    Ok(())
}

fn declare(xml: &mut Xml<'_>, class: &str, id: &str, name: &str, kind: &str) -> io::Result<()> {
    xml.empty("key", &[("id", id), ("for", class), ("attr.name", name), ("attr.type", kind)])
}

fn data(xml: &mut Xml<'_>, properties: &Properties, attributes: &Attributes) -> io::Result<()> {
    for (key, value) in properties {
        if let Some(attribute) = attributes.get(key) {
            xml.text("data", &[("key", &attribute.id)], &attribute_text(value, attribute.kind))?;
        }
    }
    Ok(())
}
