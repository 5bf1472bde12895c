//! A checked statement and a graph to a table.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::batch::{Batch, value_size};
use super::materialise::Materialiser;
use super::session::{Run, Session};
use super::source::open;
use super::write::Writer;
use crate::graph::{Draft, Graph};
use crate::model::Value;
use crate::query::ast::{Mode, Statement};
use crate::query::plan::{self, Operator, Part, Plan, Stage};
use crate::query::table::{Stats, Table};
use crate::query::value::Key;
use crate::query::{Control, QueryError};

type Result<T> = std::result::Result<T, QueryError>;

/// Values for the `$name`s of a statement.
pub type Parameters = BTreeMap<String, Value>;

/// Runs a checked statement on a draft. `text` is what it was parsed from, for the place of an error.
///
/// # Errors
/// What the TCK calls runtime errors; a constraint that would be broken; `Interrupted`; `ResourceExhausted`. The draft is
/// then as it was before.
pub fn run(
    statement: &Statement,
    text: &str,
    draft: &mut Draft,
    parameters: &Parameters,
    control: &Control,
) -> Result<Table> {
    let plan = plan::plan(statement, draft.graph(), control).map_err(|e| e.located(text))?;
    let savepoint = plan.writes().then(|| draft.savepoint());
    let before = draft.changes().len();
    let outcome = execute(&plan, statement.mode, Target::Draft(draft), parameters, control).and_then(|table| {
        // What the statement has made of the graph as a whole counts, not what it was on the way there.
        let changes = draft.changes().get(before..).unwrap_or_default();
        draft.graph().verify_changes(changes).map(|()| table).map_err(QueryError::violation)
    });
    if let (Err(_), Some(savepoint)) = (&outcome, savepoint) {
        draft.rollback_to(savepoint);
    }
    outcome.map_err(|error| error.located(text))
}

/// Runs a checked statement that only reads on a graph.
///
/// # Errors
/// As [`run`]; also when the statement writes.
pub fn read(
    statement: &Statement,
    text: &str,
    graph: &Graph,
    parameters: &Parameters,
    control: &Control,
) -> Result<Table> {
    let plan = plan::plan(statement, graph, control).map_err(|e| e.located(text))?;
    if plan.writes() && statement.mode != Mode::Explain {
        let message = "the statement writes, and only reading is allowed here";
        return Err(QueryError::runtime("StoreError", "ReadOnly", message));
    }
    execute(&plan, statement.mode, Target::Graph(graph), parameters, control).map_err(|e| e.located(text))
}

/// What a statement works on.
enum Target<'t> {
    Draft(&'t mut Draft),
    Graph(&'t Graph),
}

fn execute(
    plan: &Plan,
    mode: Mode,
    mut target: Target<'_>,
    parameters: &Parameters,
    control: &Control,
) -> Result<Table> {
    if mode == Mode::Explain {
        return Ok(shown(plan, None));
    }
    let session = Session::new(values(plan, parameters)?, control, mode == Mode::Profile);
    let mut table = Table { columns: plan.columns.iter().map(ToString::to_string).collect(), ..Table::default() };
    let mut output = Output { rows: Vec::new(), seen: plan.distinct.then(FxHashSet::default), session: &session };
    match &mut target {
        Target::Graph(graph) => {
            for part in &plan.parts {
                read_part(part, Run { graph, deleted: None, session: &session }, &mut output)?;
            }
        }
        Target::Draft(draft) => {
            for part in &plan.parts {
                write_part(part, draft, &session, &mut table.stats, &mut output)?;
            }
        }
    }
    table.rows = output.rows;
    if let Some(damage) = match &target {
        Target::Draft(draft) => draft.graph().damage(),
        Target::Graph(graph) => graph.damage(),
    } {
        return Err(QueryError::runtime("StoreError", "Corrupt", damage.to_string()));
    }
    if mode == Mode::Profile {
        let stats = table.stats;
        table = shown(plan, Some(&session));
        table.stats = stats;
    }
    Ok(table)
}

/// The values of the plan's parameters.
fn values(plan: &Plan, parameters: &Parameters) -> Result<Vec<Value>> {
    let value = |(name, at): &(std::sync::Arc<str>, usize)| {
        parameters.get(&**name).cloned().ok_or_else(|| {
            let message = format!("no value was given for the parameter ${name}");
            QueryError::compile("ParameterMissing", "MissingParameter", *at, message)
        })
    };
    plan.parameters.iter().map(value).collect()
}

fn read_part(part: &Part, run: Run<'_>, output: &mut Output<'_>) -> Result<()> {
    let mut materialiser = Materialiser::new(run);
    match part.stages.as_slice() {
        [Stage::Read(operator)] => {
            let mut rows = open(operator, vec![Batch::unit()], run)?;
            while let Some(batch) = rows.next()? {
                output.add(&mut materialiser, &batch, &part.outputs)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn write_part(
    part: &Part,
    draft: &mut Draft,
    session: &Session<'_>,
    stats: &mut Stats,
    output: &mut Output<'_>,
) -> Result<()> {
    let mut writer = Writer { draft, session, stats };
    if let [Stage::Read(_)] = part.stages.as_slice() {
        return read_part(part, writer.run(), output);
    }
    let mut batches = vec![Batch::unit()];
    for stage in &part.stages {
        batches = match stage {
            Stage::Read(operator) => {
                let run = writer.run();
                let batches = batches.into_iter().map(|batch| batch.attach(run.graph)).collect();
                let mut rows = open(operator, batches, run)?;
                let mut out = Vec::new();
                while let Some(batch) = rows.next()? {
                    let batch = batch.detach(run.graph);
                    session.hold(batch.size())?;
                    out.push(batch);
                }
                out
            }
            Stage::Write(write) => writer.apply(write, batches)?,
        };
    }
    if part.outputs.is_empty() {
        return Ok(());
    }
    let mut materialiser = Materialiser::new(writer.run());
    batches.iter().try_for_each(|batch| output.add(&mut materialiser, batch, &part.outputs))
}

/// Rows that leave the engine.
struct Output<'s> {
    rows: Vec<Vec<Value>>,
    seen: Option<FxHashSet<Vec<Key>>>,
    session: &'s Session<'s>,
}

impl Output<'_> {
    fn add(&mut self, materialiser: &mut Materialiser<'_>, batch: &Batch, slots: &[usize]) -> Result<()> {
        if slots.is_empty() {
            return Ok(());
        }
        for row in 0..batch.rows() {
            self.session.tick()?;
            let values = materialiser.row(batch, row, slots);
            if let Some(seen) = &mut self.seen
                && !seen.insert(values.iter().cloned().map(Key).collect())
            {
                continue;
            }
            if let Some(limit) = self.session.control.row_limit
                && self.rows.len() >= limit
            {
                let message = format!("the statement has more than {limit} rows; add a LIMIT or raise the limit");
                return Err(QueryError::runtime("ResourceExhausted", "Rows", message));
            }
            self.session.hold(values.iter().map(value_size).sum())?;
            self.rows.push(values);
        }
        Ok(())
    }
}

/// A plan as a table, with what was noted of its run.
fn shown(plan: &Plan, session: Option<&Session<'_>>) -> Table {
    let mut columns = vec!["step".to_owned(), "details".to_owned(), "estimated rows".to_owned()];
    if session.is_some() {
        columns.extend(["rows".to_owned(), "milliseconds".to_owned()]);
    }
    let row = |line: plan::Line<'_>| {
        let mut row = vec![line.step.into(), line.details.into(), Value::Float(line.rows.round())];
        if let Some(session) = session {
            let noted = line.operator.and_then(|operator: &Operator| session.noted(operator));
            row.push(noted.map_or(Value::Null, |(rows, _)| Value::Integer(i64::try_from(rows).unwrap_or(i64::MAX))));
            row.push(noted.map_or(Value::Null, |(_, time)| Value::Float(time.as_secs_f64() * 1000.0)));
        }
        row
    };
    Table { columns, rows: plan::explain(plan).into_iter().map(row).collect(), stats: Stats::default() }
}
