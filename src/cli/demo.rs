//! `shezhire demo`: the bundled releases to a database, four questions with their proofs, and two pictures.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use include_dir::{Dir, include_dir};

use super::{CommandError, ingest};
use crate::database::{Database, Ingest, Parameters, Snapshot};
use crate::export::{Exporter, Format, Subgraph, write_file};
use crate::model::Value;
use crate::text::{ReadOptions, Release, Sidecar, read_source};

/// Releases written for this project; the people and happenings in them are invented.
static RELEASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/examples/releases");

/// The column of a demo question whose values are sentences.
const PROOF: &str = "proof";

/// What is asked: in words, and in openCypher.
const QUESTIONS: [(&str, &str); 4] = [
    (
        "Who met whom, and where?",
        "MATCH (a:Person)-[:TOOK_PART_IN]->(e:Event {type: 'meeting'})<-[:TOOK_PART_IN]-(b:Person),
      (r:Release)-[:REPORTS]->(e)
WHERE a.name < b.name
OPTIONAL MATCH (e)-[:HELD_IN]->(p:Place)
RETURN r.date AS reported, a.name AS one, b.name AS other, p.name AS place, [e.evidence] AS proof
ORDER BY reported LIMIT 5",
    ),
    (
        "Who went from one office to another?",
        "MATCH (old:Position)<-[before:HELD]-(p:Person)-[after:HELD]->(new:Position)
WHERE before.last < after.first AND new.name CONTAINS ' '
  AND left(last(split(new.title, ' ')), 4) <> left(last(split(old.title, ' ')), 4)
RETURN p.name AS person, old.name AS was, before.last AS until, new.name AS became, after.first AS since,
       [x IN evidence(after) | x.sentence][..1] AS proof
ORDER BY since LIMIT 5",
    ),
    (
        "Who followed whom in an office?",
        "MATCH (a:Person)-[before:HELD]->(o:Position)<-[after:HELD]-(b:Person)
WHERE before.last < after.first AND o.name CONTAINS ' ' AND NOT (a)-[:MAYBE_SAME_AS]-(b)
RETURN o.name AS office, a.name AS held_by, before.last AS until, b.name AS then_by, after.first AS since,
       [x IN evidence(after) | x.sentence][..1] AS proof
ORDER BY since LIMIT 5",
    ),
    (
        "How is an ambassador connected with a boxer?",
        "MATCH path = shortestPath(
  (:Person {name: 'Анна Вебер'})-[:TOOK_PART_IN*..8]-(:Person {name: 'Алмас Төлегенов'}))
RETURN [n IN nodes(path) WHERE n:Person | n.name] AS through,
       [n IN nodes(path) WHERE n:Event | n.evidence] AS proof",
    ),
];

/// Try it: build a graph from bundled example releases, question it, draw it.
///
/// Makes demo.kg (a database), demo.html (a page that draws the graph) and demo.gexf (for Gephi) in a folder. Run again
/// it changes nothing.
#[derive(Args, Debug)]
pub struct DemoArguments {
    /// Where to make the three
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    directory: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// When the database or a picture cannot be written.
pub fn run(arguments: &DemoArguments, out: &mut dyn Write) -> Result<ExitCode, CommandError> {
    let path = |name: &str| arguments.directory.join(name);
    let database_path = path("demo.kg");
    let database = Database::open(&database_path)?;
    writeln!(out, "Reading the example releases into {} …\n", database_path.display())?;
    let report = Ingest::new(&database).add(bundled_releases()?, |_| ControlFlow::Continue(()))?;
    database.checkpoint()?;
    ingest::summarise(&report, &database_path, out)?;

    let snapshot = database.snapshot();
    for (words, statement) in QUESTIONS {
        ask(&snapshot, words, statement, out)?;
    }

    writeln!(out, "\nPictures:")?;
    for (name, format) in [("demo.html", Format::Html), ("demo.gexf", Format::Gexf)] {
        let file = path(name);
        let whole = Subgraph::from_graph(snapshot.graph());
        write_file(&file, |to| format.export(&whole, to))
            .map_err(|source| CommandError::File { path: file.clone(), source })?;
        writeln!(out, "  {}", file.display())?;
    }
    let database = database_path.display();
    writeln!(out, "\nNext:")?;
    writeln!(out, "  open {} in a browser", path("demo.html").display())?;
    writeln!(out, "  shezhire shell {database}          ask your own questions (:help says how)")?;
    writeln!(out, "  shezhire ingest my.kg FOLDER       read your own releases")?;
    writeln!(out, "  shezhire --help                    all commands")?;
    Ok(ExitCode::SUCCESS)
}

/// The releases in the order of their files, each with what its sidecar says.
fn bundled_releases() -> Result<Vec<Release>, CommandError> {
    let mut files: Vec<_> = RELEASES.files().filter(|f| f.path().extension().is_some_and(|e| e == "txt")).collect();
    files.sort_by_key(|f| f.path());
    let mut releases = Vec::new();
    for file in files {
        let sidecar = RELEASES.get_file(Sidecar::path_for(file.path()));
        let sidecar = sidecar.map(|s| Sidecar::parse(s.path(), s.contents())).transpose()?;
        let options = ReadOptions { sidecar, ..ReadOptions::default() };
        let name = file.path().to_string_lossy();
        releases.extend(read_source(&name, file.contents().to_vec(), &options)?.releases);
    }
    Ok(releases)
}

/// Prints a question, the statement, and a line for each row with its proof below.
fn ask(snapshot: &Snapshot, words: &str, statement: &str, out: &mut dyn Write) -> Result<(), CommandError> {
    writeln!(out, "\n{words}\n")?;
    for line in statement.lines() {
        writeln!(out, "  {line}")?;
    }
    writeln!(out)?;
    let rows = snapshot.query(statement, &Parameters::new())?;
    for row in &rows {
        let told = rows.columns.iter().zip(row.values()).filter(|(c, v)| *c != PROOF && !v.is_null());
        let told: Vec<String> = told.map(|(column, value)| format!("{column}: {}", plain(value))).collect();
        writeln!(out, "  • {}", told.join(" · "))?;
        for sentence in row.get::<Vec<String>>(PROOF)? {
            writeln!(out, "      “{}”", sentence.trim())?;
        }
    }
    Ok(())
}

/// A value as a reader would write it.
fn plain(value: &Value) -> String {
    match value {
        Value::List(items) => items.iter().map(plain).collect::<Vec<_>>().join(" → "),
        Value::String(text) => text.to_string(),
        Value::Integer(number) => number.to_string(),
        other => other.type_name().to_owned(),
    }
}
