//! `shezhire export DB`: a database, or what a statement returns, to a file that other programs open.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;

use super::CommandError;
use crate::database::{Options, Parameters, Snapshot};
use crate::error::Error;
use crate::export::{Exporter, Format, Subgraph, write_file};

/// Write a graph as a file for other programs, or as a page that draws it.
///
/// graphml and gexf (with times) are for Gephi, Cytoscape and their like, json is node-link as NetworkX reads it, dot is
/// for Graphviz, html is one page that needs no network and no other program than a browser.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    shezhire export news.kg -o news.html\n  \
    shezhire export news.kg -o met.gexf --query \"MATCH p = (:Person)-[:TOOK_PART_IN]->(:Event {type: 'meeting'}) RETURN p\"")]
pub struct ExportArguments {
    /// The database
    #[arg(value_name = "DB")]
    database: PathBuf,
    /// How to write; the ending of FILE says it when this does not
    #[arg(long, short, value_name = "FORMAT", value_parser = format_parser())]
    format: Option<Format>,
    /// Where to write; standard output when absent or -
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only the nodes, relationships and paths that this statement returns; the whole graph when absent
    #[arg(long, short, value_name = "STATEMENT")]
    query: Option<String>,
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    let names = PossibleValuesParser::new(Format::ALL.map(Format::name));
    names.try_map(|name| name.parse::<Format>())
}

/// Runs the command.
///
/// # Errors
/// When the database cannot be opened, the statement fails or returns no part of the graph, or the output cannot be
/// written.
pub fn run(arguments: &ExportArguments, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitCode, CommandError> {
    let file = arguments.output.as_deref().filter(|path| *path != Path::new("-"));
    let Some(format) = arguments.format.or_else(|| format_of(file?)) else {
        writeln!(
            err,
            "shezhire: say how to write: {}",
            Format::ALL.map(|f| format!("--format {}", f.name())).join(", ")
        )?;
        return Ok(ExitCode::from(2));
    };
    let snapshot = super::open_existing(&arguments.database, Options::default().read_only())?.snapshot();
    let subgraph = select(&snapshot, arguments.query.as_deref())?;
    match file {
        None => format.export(&subgraph, out)?,
        Some(path) => {
            write_file(path, |file| format.export(&subgraph, file))
                .map_err(|source| CommandError::File { path: path.to_owned(), source })?;
            let (nodes, relationships) = (subgraph.nodes().len(), subgraph.relationships().len());
            writeln!(err, "{}: {nodes} nodes, {relationships} relationships", path.display())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn format_of(path: &Path) -> Option<Format> {
    path.extension()?.to_str()?.parse().ok()
}

fn select<'a>(snapshot: &'a Snapshot, statement: Option<&str>) -> Result<Subgraph<'a>, CommandError> {
    let Some(statement) = statement else {
        // What is damaged must not be left out in silence.
        snapshot.graph().unpack().map_err(Error::from)?;
        return Ok(Subgraph::from_graph(snapshot.graph()));
    };
    let rows = snapshot.query(statement.trim_end().trim_end_matches(';'), &Parameters::new())?;
    let subgraph = Subgraph::from_values(snapshot.graph(), rows.rows.iter().flatten());
    if subgraph.nodes().is_empty() && !rows.rows.is_empty() {
        return Err(CommandError::NothingToExport { columns: rows.columns.join(", ") });
    }
    Ok(subgraph)
}
