//! Graph or rows to files: one trait, one file a format.
//!
//! ```
//! use shezhire::export::{Exporter, Format, Subgraph};
//! use shezhire::graph::Graph;
//! use shezhire::model::{Change, NodeId, Value};
//!
//! let mut graph = Graph::new();
//! let properties = [("name".into(), Value::from("Абай"))].into();
//! graph.apply(&Change::CreateNode { id: NodeId(0), labels: vec!["Person".into()], properties });
//! let mut file = Vec::new();
//! "dot".parse::<Format>()?.export(&Subgraph::from_graph(&graph), &mut file)?;
//! assert!(String::from_utf8(file)?.contains("Абай"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod appearance;
mod attributes;
mod dot;
mod file;
mod gexf;
mod graphml;
mod html;
mod json;
mod plain;
mod subgraph;
#[cfg(test)]
mod tests;
mod xml;

use std::io::{self, Write};
use std::str::FromStr;

pub use dot::Dot;
pub use file::write_file;
pub use gexf::Gexf;
pub use graphml::GraphMl;
pub use html::{Html, MOST_NODES};
pub use json::NodeLink;
pub use subgraph::Subgraph;

/// Writes graphs in one format.
pub trait Exporter {
    /// Writes a subgraph. The same subgraph gives the same bytes each time. Cost: linear in it.
    ///
    /// # Errors
    /// When `out` cannot be written.
    fn export(&self, subgraph: &Subgraph<'_>, out: &mut dyn Write) -> io::Result<()>;
}

/// The formats that graphs are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// GraphML: see [`GraphMl`].
    GraphMl,
    /// GEXF 1.3: see [`Gexf`].
    Gexf,
    /// Graphviz: see [`Dot`].
    Dot,
    /// Node-link JSON: see [`NodeLink`].
    Json,
    /// A page that draws the graph: see [`Html`].
    Html,
}

/// No format has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is no export format; there are {}", Format::ALL.map(Format::name).join(", "))]
pub struct UnknownFormat {
    /// The name that was asked for.
    pub name: String,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 5] = [Self::GraphMl, Self::Gexf, Self::Dot, Self::Json, Self::Html];

    /// Its name, which is also the usual ending of its files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GraphMl => "graphml",
            Self::Gexf => "gexf",
            Self::Dot => "dot",
            Self::Json => "json",
            Self::Html => "html",
        }
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        let same = |format: &Self| format.name().eq_ignore_ascii_case(name);
        Self::ALL.into_iter().find(same).ok_or_else(|| UnknownFormat { name: name.to_owned() })
    }
}

impl Exporter for Format {
    fn export(&self, subgraph: &Subgraph<'_>, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::GraphMl => GraphMl.export(subgraph, out),
            Self::Gexf => Gexf.export(subgraph, out),
            Self::Dot => Dot.export(subgraph, out),
            Self::Json => NodeLink.export(subgraph, out),
            Self::Html => Html.export(subgraph, out),
        }
    }
}
