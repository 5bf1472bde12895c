//! The time that a name takes to be found among 10,000 and 100,000 persons: as it is on record, in a case form, in Latin letters,
//! misspelt, with initials, and one that hundreds share. `cargo bench --bench find`; the statement's parsing is part of it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod names;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use names::{Dice, form, persons};
use shezhire::{Database, Parameters, Value};

fn graph(count: usize) -> Database {
    let database = Database::in_memory();
    let mut dice = Dice::new();
    let rows = persons(count, &mut dice).into_iter().enumerate().map(|(number, person)| {
        let mut aliases = vec![form(&person, &mut dice), form(&person, &mut dice)];
        aliases.dedup();
        let name = format!("{} {}", person[0], person[2]);
        let row = [
            ("name".into(), Value::from(name.as_str())),
            ("aliases".into(), Value::list(aliases.iter().map(|alias| Value::from(alias.as_str())))),
            ("mentions".into(), Value::Integer(i64::try_from(count / (number + 1)).unwrap())),
        ];
        Value::Map(std::sync::Arc::new(row.into()))
    });
    let mut parameters = Parameters::new();
    parameters.insert("rows".to_owned(), Value::list(rows));
    database.run("UNWIND $rows AS row CREATE (p:Person) SET p = row", &parameters).unwrap();
    database
}

fn find(criterion: &mut Criterion) {
    for count in [10_000, 100_000] {
        let database = graph(count);
        let mut dice = Dice::new();
        let [given, _, surname] = persons(count, &mut dice).into_iter().nth(count / 2).expect("as many as asked for");
        let mut misspelt: Vec<char> = surname.chars().collect();
        misspelt.swap(2, 3);
        let texts = [
            ("same", format!("{given} {surname}")),
            ("case form", format!("{given} {surname}тың")),
            ("latin", shezhire::text::latin::to_latin(&format!("{given} {surname}"))),
            ("misspelt", misspelt.into_iter().collect()),
            ("initials", format!("{}. {surname}", given.chars().next().unwrap())),
            ("given name", given.clone()),
            ("nobody", "Гваделупеңко".to_owned()),
        ];
        let snapshot = database.snapshot();
        let mut group = criterion.benchmark_group(format!("find/{count}"));
        group.sample_size(20);
        for (what, text) in texts {
            let mut parameters = Parameters::new();
            parameters.insert("text".to_owned(), Value::from(text.as_str()));
            let statement = "CALL shezhire.find($text) YIELD node, name, score RETURN name, score";
            group.bench_function(what, |b| b.iter(|| black_box(snapshot.query(statement, &parameters).unwrap())));
        }
        group.finish();
    }
}

criterion_group!(benches, find);
criterion_main!(benches);
