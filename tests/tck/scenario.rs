//! A scenario of the kit: its steps, run against a database in memory.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use shezhire::graph::Graph;
use shezhire::query::signature::{Field, Kind, ProcedureSignature};
use shezhire::query::{Procedure, QueryError};
use shezhire::{Database, Error, Options, Parameters, Rows, Value};

use super::feature::{Feature, Step};
use super::notation::{of_notation, of_value};

/// How a scenario went.
pub enum Outcome {
    /// As the kit says.
    Passed,
    /// Otherwise.
    Failed(String),
}

/// The scenarios of a feature, one for each example, with its values filled in.
pub fn expand(feature: &Feature) -> Vec<(String, Vec<Step>)> {
    let mut out = Vec::new();
    for scenario in &feature.scenarios {
        let mut examples: Vec<Vec<(String, String)>> = Vec::new();
        for table in &scenario.examples {
            let (head, rows) = table.split_first().unwrap();
            examples.extend(rows.iter().map(|row| head.iter().cloned().zip(row.iter().cloned()).collect()));
        }
        if examples.is_empty() {
            examples.push(Vec::new());
        }
        for example in examples {
            let fill = |text: &String| {
                example.iter().fold(text.clone(), |text, (key, value)| text.replace(&format!("<{key}>"), value))
            };
            let steps = feature.background.iter().chain(&scenario.steps).map(|step| Step {
                text: fill(&step.text),
                document: fill(&step.document),
                table: step.table.iter().map(|row| row.iter().map(fill).collect()).collect(),
            });
            out.push((scenario.name.clone(), steps.collect()));
        }
    }
    out
}

/// Runs a scenario.
pub fn run(steps: &[Step], graphs: &Path) -> Outcome {
    match try_run(steps, graphs) {
        Ok(()) => Outcome::Passed,
        Err(why) => Outcome::Failed(why),
    }
}

fn try_run(steps: &[Step], graphs: &Path) -> Result<(), String> {
    let mut options = Options::default();
    for step in steps {
        if let Some(declaration) = step.text.strip_prefix("there exists a procedure ") {
            options = options.procedure(procedure(declaration, &step.table));
        }
    }
    let database = Database::in_memory_with(options);
    let mut parameters = Parameters::new();
    let mut answer: Option<Result<Rows, QueryError>> = None;
    let mut before = Seen::default();
    let mut after = Seen::default();
    for step in steps {
        let text = step.text.as_str();
        if let Some(name) = text.strip_prefix("the ").and_then(|t| t.strip_suffix(" graph")) {
            let script = graphs.join(name).join(format!("{name}.cypher"));
            let script = fs::read_to_string(script).map_err(|e| e.to_string())?;
            ask(&database, &script, &parameters).map_err(|e| format!("graph {name}: {e}"))?;
        } else if text == "having executed" {
            ask(&database, &step.document, &parameters).map_err(|e| format!("setup: {e}"))?;
        } else if text == "parameters are" {
            for row in &step.table {
                let rows = ask(&Database::in_memory(), &format!("RETURN {} AS x", row[1]), &Parameters::new());
                parameters.insert(row[0].clone(), rows.map_err(|e| e.to_string())?.rows[0][0].clone());
            }
        } else if text == "executing query" || text == "executing control query" {
            if text == "executing query" {
                before = Seen::of(database.snapshot().graph());
            }
            answer = Some(ask(&database, &step.document, &parameters));
            if text == "executing query" {
                after = Seen::of(database.snapshot().graph());
            }
        } else if text.starts_with("the result should be") {
            let rows = answer.as_ref().ok_or("no answer")?.as_ref().map_err(|e| format!("{text}: {e}"))?;
            compare(rows, text, &step.table)?;
        } else if text == "no side effects" {
            effects(&before, &after, &[])?;
        } else if text == "the side effects should be" {
            effects(&before, &after, &step.table)?;
        } else if text.contains(" should be raised at ") {
            raised(answer.as_ref().ok_or("no answer")?, text)?;
        } else if !(text == "an empty graph" || text == "any graph" || text.starts_with("there exists a procedure")) {
            return Err(format!("unknown step: {text}"));
        }
    }
    Ok(())
}

fn ask(database: &Database, statement: &str, parameters: &Parameters) -> Result<Rows, QueryError> {
    database.run(statement, parameters).map_err(|error| match error {
        Error::Query(error) => error,
        other => panic!("{other}"),
    })
}

fn compare(rows: &Rows, how: &str, table: &[Vec<String>]) -> Result<(), String> {
    if how.ends_with("empty") {
        return if rows.is_empty() { Ok(()) } else { Err(format!("{} rows instead of none", rows.len())) };
    }
    let (head, body) = table.split_first().ok_or("a result without columns")?;
    if rows.columns != *head {
        return Err(format!("columns {:?} instead of {head:?}", rows.columns));
    }
    let unordered = how.contains("ignoring element order");
    let mut want: Vec<Vec<String>> =
        body.iter().map(|row| row.iter().map(|cell| of_notation(cell, unordered)).collect()).collect();
    let mut got: Vec<Vec<String>> =
        rows.rows.iter().map(|row| row.iter().map(|value| of_value(value, unordered)).collect()).collect();
    if !how.contains("in order") {
        want.sort();
        got.sort();
    }
    if want == got { Ok(()) } else { Err(format!("{got:?} instead of {want:?}")) }
}

fn raised(answer: &Result<Rows, QueryError>, step: &str) -> Result<(), String> {
    let words: Vec<&str> = step.split_whitespace().collect();
    let class = words[1];
    let detail = words[words.len() - 1];
    let phase = words[words.len() - 3];
    match answer {
        Ok(rows) => Err(format!("{step}, but there were {} rows", rows.len())),
        Err(e) if e.class != class || (detail != "*" && e.detail != detail) => Err(format!("{step}, but: {e}")),
        Err(e) if step.contains(" at runtime") && e.phase.as_str() != "runtime" => {
            Err(format!("{step}, but before: {e}"))
        }
        Err(e) if phase == "compile" && e.phase.as_str() != "compile" => Err(format!("{step}, but later: {e}")),
        Err(_) => Ok(()),
    }
}

/// What a query would see of a graph, as the kit counts side effects.
#[derive(Default)]
struct Seen(BTreeMap<&'static str, BTreeSet<String>>);

impl Seen {
    fn of(graph: &Graph) -> Self {
        let mut seen: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        let mut note = |what, text| {
            seen.entry(what).or_default().insert(text);
        };
        for id in graph.nodes() {
            note("nodes", id.to_string());
            graph.labels(id).iter().for_each(|label| note("labels", label.to_string()));
            graph.node_properties(id).iter().for_each(|(k, v)| note("properties", format!("n{id} {k} {v:?}")));
        }
        for id in graph.relationships() {
            note("relationships", id.to_string());
            graph.relationship_properties(id).iter().for_each(|(k, v)| note("properties", format!("r{id} {k} {v:?}")));
        }
        Self(seen)
    }
}

fn effects(before: &Seen, after: &Seen, table: &[Vec<String>]) -> Result<(), String> {
    let nothing = BTreeSet::new();
    for what in ["nodes", "relationships", "labels", "properties"] {
        let (b, a) = (before.0.get(what).unwrap_or(&nothing), after.0.get(what).unwrap_or(&nothing));
        for (sign, count) in [("+", a.difference(b).count()), ("-", b.difference(a).count())] {
            let name = format!("{sign}{what}");
            let wanted = table.iter().find(|row| row[0] == name).map_or(0, |row| row[1].parse().unwrap());
            if count != wanted {
                return Err(format!("side effect {name}: {count} instead of {wanted}"));
            }
        }
    }
    Ok(())
}

/// `test.my.proc(name :: STRING?, in :: INTEGER?) :: (out :: STRING?)` with its rows.
fn procedure(declaration: &str, table: &[Vec<String>]) -> Procedure {
    let (name, rest) = declaration.split_once('(').unwrap();
    let (inputs, outputs) = rest.split_once(") :: (").unwrap();
    let inputs = fields(inputs);
    let outputs = fields(outputs.trim_end_matches([':', ' ', ')']));
    let value = |cell: &String| {
        let rows = ask(&Database::in_memory(), &format!("RETURN {cell} AS x"), &Parameters::new()).unwrap();
        rows.rows[0][0].clone()
    };
    let rows: Vec<Vec<Value>> = table.iter().skip(1).map(|row| row.iter().map(value).collect()).collect();
    let (given, required) = (inputs.len(), inputs.len());
    let signature = ProcedureSignature { name: Cow::Owned(name.to_owned()), inputs, outputs, required };
    Procedure::new(signature, move |_, arguments| {
        let same = |a: &Value, b: &Value| match (a, b) {
            (Value::Integer(i), Value::Float(x)) | (Value::Float(x), Value::Integer(i)) => *i as f64 == *x,
            (a, b) => a == b,
        };
        let fits = |row: &&Vec<Value>| row.iter().zip(arguments).all(|(a, b)| same(a, b));
        Ok(rows.iter().filter(fits).map(|row| row[given..].to_vec()).collect())
    })
}

fn fields(list: &str) -> Vec<Field> {
    let field = |text: &str| {
        let (name, kind) = text.split_once("::").unwrap();
        let kind = match kind.trim().trim_end_matches('?') {
            "STRING" => Kind::String,
            "INTEGER" => Kind::Integer,
            "FLOAT" => Kind::Float,
            "NUMBER" => Kind::Number,
            "BOOLEAN" => Kind::Boolean,
            _ => Kind::Any,
        };
        Field { name: Cow::Owned(name.trim().to_owned()), kind }
    };
    list.split(',').map(str::trim).filter(|text| !text.is_empty()).map(field).collect()
}
