//! A folder of CSV to a database, and questions about it a JSON line each: what a benchmark of databases asks of a program.
//!
//! ```console
//! $ bench_serve load --db DB --csv DIR
//! $ bench_serve serve --db DB
//! {"q": "Q2", "params": {"id": 17}, "cypher": "MATCH (p:Person {id: $id})-[:PARTICIPATED_IN]->(e:Event) RETURN e.id"}
//! ```
//!
//! A file of nodes is named for their label and begins with `id`; one of relationships is named for their type and begins
//! with the `id`s of both ends. Each statement is answered with `{"rows": [[…]], "us": microseconds}` or `{"error": "…"}`;
//! one that writes is answered when it is durable.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::HashMap;
use std::error::Error;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::{Parser, Subcommand};
use serde_json::{Value as Json, json};
use shezhire::model::NodeId;
use shezhire::{BulkLoader, Database, Parameters, Value};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build a database from a folder of CSV
    Load {
        #[arg(long)]
        db: PathBuf,
        #[arg(long)]
        csv: PathBuf,
    },
    /// Answer statements that come as JSON lines
    Serve {
        #[arg(long)]
        db: PathBuf,
    },
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Load { db, csv } => load(&db, &csv),
        Command::Serve { db } => serve(&Database::open(db)?),
    }
}

fn load(db: &Path, folder: &Path) -> Result<()> {
    let database = Database::open(db)?;
    let mut loader = database.bulk_load()?;
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "csv"));
    // Files of nodes first; the order decides the ids, and so is not left to the folder.
    files.sort();
    let (nodes, relationships) =
        files.into_iter().map(Table::open).collect::<Result<Vec<_>>>()?.into_iter().partition(Table::is_of_nodes);
    let mut ids = HashMap::new();
    Vec::into_iter(nodes).try_for_each(|table: Table| load_nodes(table, &mut loader, &mut ids))?;
    Vec::into_iter(relationships).try_for_each(|table: Table| load_relationships(table, &mut loader, &ids))?;
    Ok(loader.finish()?)
}

/// A file of CSV after its header.
struct Table {
    name: Arc<str>,
    columns: Vec<Arc<str>>,
    reader: csv::Reader<std::fs::File>,
}

impl Table {
    fn open(path: PathBuf) -> Result<Self> {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into();
        let mut reader = csv::ReaderBuilder::new().buffer_capacity(1 << 20).from_path(&path)?;
        let columns = reader.headers()?.iter().map(Arc::from).collect();
        Ok(Self { name, columns, reader })
    }

    fn is_of_nodes(&self) -> bool {
        self.columns.first().is_some_and(|column| **column == *"id")
    }
}

fn load_nodes(mut table: Table, loader: &mut BulkLoader<'_>, ids: &mut HashMap<i64, NodeId>) -> Result<()> {
    let labels = [table.name];
    let mut record = csv::StringRecord::new();
    while table.reader.read_record(&mut record)? {
        let properties = table.columns.iter().zip(&record).map(|(column, text)| (Arc::clone(column), value(text)));
        let node = loader.add_node(&labels, properties);
        ids.insert(record.get(0).unwrap_or_default().parse()?, node);
    }
    Ok(())
}

fn load_relationships(mut table: Table, loader: &mut BulkLoader<'_>, ids: &HashMap<i64, NodeId>) -> Result<()> {
    let mut record = csv::StringRecord::new();
    while table.reader.read_record(&mut record)? {
        let end = |at: usize| -> Result<NodeId> {
            let id = record.get(at).unwrap_or_default();
            ids.get(&id.parse()?).copied().ok_or_else(|| format!("{}: there is no node {id}", table.name).into())
        };
        let properties =
            table.columns.iter().zip(&record).skip(2).map(|(column, text)| (Arc::clone(column), value(text)));
        loader.add_relationship(end(0)?, end(1)?, &table.name, properties);
    }
    Ok(())
}

/// Numbers as numbers, all else as text.
fn value(text: &str) -> Value {
    let number = text.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    match (number, text.parse(), text.parse()) {
        (true, Ok(integer), _) => Value::Integer(integer),
        (true, _, Ok(float)) => Value::Float(float),
        _ => Value::from(text),
    }
}

fn serve(database: &Database) -> Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let answer =
            answer(database, &serde_json::from_str(&line?)?).unwrap_or_else(|e| json!({"error": e.to_string()}));
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn answer(database: &Database, request: &Json) -> Result<Json> {
    let statement = request["cypher"].as_str().ok_or("a request has its statement in `cypher`")?;
    let parameters = request["params"].as_object().into_iter().flatten();
    let parameters: Parameters = parameters.map(|(name, value)| (name.clone(), from_json(value))).collect();
    let begun = Instant::now();
    let rows = database.run(statement, &parameters)?;
    let microseconds = begun.elapsed().as_secs_f64() * 1e6;
    let rows: Vec<Vec<Json>> = rows.rows.iter().map(|row| row.iter().map(to_json).collect()).collect();
    Ok(json!({"rows": rows, "us": microseconds}))
}

fn from_json(value: &Json) -> Value {
    match value {
        Json::Bool(b) => Value::Boolean(*b),
        Json::Number(n) => n.as_i64().map_or_else(|| n.as_f64().map_or(Value::Null, Value::Float), Value::Integer),
        Json::String(s) => s.as_str().into(),
        Json::Array(items) => Value::list(items.iter().map(from_json)),
        Json::Null | Json::Object(_) => Value::Null,
    }
}

fn to_json(value: &Value) -> Json {
    match value {
        Value::Boolean(b) => json!(b),
        Value::Integer(i) => json!(i),
        Value::Float(x) => json!(x),
        Value::String(s) => json!(&**s),
        Value::Date(day) => json!(day.to_string()),
        Value::List(items) => items.iter().map(to_json).collect(),
        _ => Json::Null,
    }
}
