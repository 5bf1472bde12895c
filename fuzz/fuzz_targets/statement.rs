//! Arbitrary text as a statement on a small graph: answered or refused in bounded time and memory, never a panic.
#![no_main]

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use libfuzzer_sys::fuzz_target;
use shezhire::query::Control;
use shezhire::{Database, Parameters, Snapshot};

static GRAPH: LazyLock<Snapshot> = LazyLock::new(|| {
    let database = Database::in_memory();
    let people = "CREATE (a:Person {name: 'Асан'})-[:KNOWS {since: 2020}]->(b:Person {name: 'Үсен'})-[:KNOWS]->(a)";
    database.run(people, &Parameters::new()).expect("the graph is made");
    database.snapshot()
});

fuzz_target!(|text: &str| {
    let mut control = Control::default();
    control.deadline = Some(Instant::now() + Duration::from_secs(1));
    control.memory_limit = Some(64 << 20);
    drop(GRAPH.query_with(text, &Parameters::new(), &control));
});
