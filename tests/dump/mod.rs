//! A graph as sorted lines: two graphs are the same when these are.

#![allow(dead_code)] // not every test asks for all of it

use shezhire::{Database, Parameters};

/// Every node and relationship as text, without the identities that the order of creation gives.
pub fn dump(db: &Database) -> Vec<String> {
    lines(
        db,
        [
            "MATCH (n) RETURN labels(n) AS a, properties(n) AS b",
            "MATCH (a)-[r]->(b) RETURN a.key AS a, type(r) AS b, b.key AS c, properties(r) AS d",
        ],
    )
}

/// The same with the identities.
pub fn dump_with_ids(db: &Database) -> Vec<String> {
    lines(
        db,
        [
            "MATCH (n) RETURN id(n) AS i, labels(n) AS a, properties(n) AS b",
            "MATCH (a)-[r]->(b) RETURN id(r) AS i, a.key AS a, type(r) AS b, b.key AS c, properties(r) AS d",
        ],
    )
}

fn lines(db: &Database, statements: [&str; 2]) -> Vec<String> {
    let mut lines = Vec::new();
    for statement in statements {
        let rows = db.snapshot().query(statement, &Parameters::new()).unwrap();
        lines.extend(rows.iter().map(|row| format!("{:?}", row.values())));
    }
    lines.sort();
    lines
}

/// Lines that only one of two graphs has, with a sign which.
pub fn differing(one: &[String], other: &[String]) -> Vec<String> {
    let only = |sign, a: &[String], b: &[String]| {
        a.iter().filter(|line| !b.contains(line)).map(|line| format!("{sign} {line}")).collect::<Vec<_>>()
    };
    let mut lines = [only('-', one, other), only('+', other, one)].concat();
    if lines.is_empty() && one.len() != other.len() {
        lines.push("some lines are there more than once".to_owned());
    }
    lines
}
