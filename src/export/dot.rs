//! A subgraph to the language of Graphviz.

use std::io::{self, Write};

use super::{Exporter, Subgraph, appearance, plain};

/// Graphviz' language: `dot -Tsvg`, or `sfdp -Tsvg` for more than a few hundred nodes.
///
/// A node has a short caption and the colour of its label, a relationship its type; other properties are left out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dot;

const CAPTION: usize = 40;

impl Exporter for Dot {
    fn export(&self, subgraph: &Subgraph<'_>, out: &mut dyn Write) -> io::Result<()> {
        let graph = subgraph.graph();
        writeln!(out, "digraph shezhire {{")?;
        writeln!(out, "  graph [charset=\"UTF-8\", overlap=\"prism\", splines=\"true\", outputorder=\"edgesfirst\"];")?;
        writeln!(out, "  node [shape=\"box\", style=\"rounded,filled\", fontname=\"sans-serif\", fontsize=\"10\"];")?;
        writeln!(out, "  edge [fontname=\"sans-serif\", fontsize=\"8\", color=\"#888888\", fontcolor=\"#555555\"];")?;
        for id in subgraph.nodes() {
            let label = quote(&appearance::caption(graph, *id, CAPTION));
            let main = appearance::main_label(graph, *id);
            let tooltip = quote(&plain::shorten(&graph.labels(*id).join(", "), CAPTION));
            // A light ground, so that black letters can be read on every colour.
            let (fill, edge) = (tint(main.as_deref()), appearance::colour(main.as_deref()).hex());
            writeln!(out, "  n{id} [label={label}, tooltip={tooltip}, fillcolor=\"{fill}\", color=\"{edge}\"];")?;
        }
        for id in subgraph.relationships() {
            let Some(relationship) = graph.relationship(*id) else { continue };
            let label = quote(&plain::shorten(&relationship.relationship_type, CAPTION));
            writeln!(out, "  n{} -> n{} [label={label}];", relationship.start, relationship.end)?;
        }
        writeln!(out, "}}")
    }
}

fn tint(label: Option<&str>) -> String {
    let appearance::Colour(r, g, b) = appearance::colour(label);
    let light = |c: u8| 255 - (255 - c) / 4;
    appearance::Colour(light(r), light(g), light(b)).hex()
}

/// A quoted string whose text Graphviz shows as it is: backslashes begin its escapes, `&` its entities.
fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '&' => quoted.push_str("&amp;"),
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
