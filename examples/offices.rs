//! The bundled releases in a database on disk, a parameter, a transaction of one's own.
//!
//! `cargo run --example offices -- "Ғалым Ержанов"`

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::ops::ControlFlow;
use std::path::Path;

use shezhire::{Database, Ingest, Parameters, Release, Value};

fn main() -> Result<(), Box<dyn Error>> {
    let name = std::env::args().nth(1).unwrap_or_else(|| "Ғалым Ержанов".to_owned());
    let folder = std::env::temp_dir().join(format!("shezhire-offices-{}.kg", std::process::id()));
    let database = Database::open(&folder)?;

    let releases = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/releases");
    let mut ingest = Ingest::new(&database);
    for entry in std::fs::read_dir(releases)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "txt") {
            let source = path.file_name().unwrap_or_default().to_string_lossy();
            ingest
                .add(Release::from_text(&source, &std::fs::read_to_string(&path)?)?, |_| ControlFlow::Continue(()))?;
        }
    }

    let parameters = Parameters::from([("name".to_owned(), Value::from(name))]);
    let question = "MATCH (p:Person {name: $name})-[h:HELD]->(o:Position)
                    RETURN o.name AS office, h.first AS first, h.last AS last ORDER BY first";
    for row in &database.snapshot().query(question, &parameters)? {
        let seen = [row.get::<Option<String>>("first")?, row.get("last")?].map(|d| d.unwrap_or_else(|| "?".to_owned()));
        println!("{} ({} – {})", row.get::<String>("office")?, seen[0], seen[1]);
    }

    // Notes of one's own live in the same graph; a transaction that is dropped leaves no trace.
    let mut transaction = database.transaction();
    transaction.run("MATCH (p:Person {name: $name}) SET p.watched = true", &parameters)?;
    transaction.commit()?;

    drop(ingest);
    drop(database);
    std::fs::remove_dir_all(folder)?;
    Ok(())
}
