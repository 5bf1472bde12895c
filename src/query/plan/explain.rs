//! Plans to lines of text, for `EXPLAIN` and `PROFILE`.

use std::sync::Arc;

use super::formula::{Aggregate, Formula};
use super::operator::{Expand, Nodes, Operator, Step};
use super::show::Names;
use super::update::Write;
use super::{Plan, Stage};
use crate::model::Direction;

/// One line of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Line<'p> {
    /// The step, indented below what uses it.
    pub step: String,
    /// What it works on.
    pub details: String,
    /// How many rows are expected.
    pub rows: f64,
    /// The operator, for what was noted of it.
    pub operator: Option<&'p Operator>,
}

impl Line<'_> {
    fn plain(step: &str, details: String) -> Self {
        Self { step: step.to_owned(), details, rows: 0.0, operator: None }
    }
}

/// The lines of a plan: what is done last stands first, each step above what feeds it.
#[must_use]
pub fn explain(plan: &Plan) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for (i, part) in plan.parts.iter().enumerate() {
        if i > 0 {
            lines.push(Line::plain(if plan.distinct { "Union" } else { "Union all" }, String::new()));
        }
        let mut layouts = part.layouts.as_slice();
        for stage in part.stages.iter().rev() {
            match stage {
                Stage::Read(operator) => read_lines(operator, 0, plan, &mut layouts, &mut lines),
                Stage::Write(write) => lines.push(write_line(write)),
            }
        }
    }
    lines
}

/// The lines of an operator and of what feeds it. `layouts` ends with the names of the slots that it gives.
fn read_lines<'p>(
    operator: &'p Operator,
    depth: usize,
    plan: &'p Plan,
    layouts: &mut &'p [Vec<(usize, Arc<str>)>],
    lines: &mut Vec<Line<'p>>,
) {
    // A projection and a grouping read another layout than they give.
    if matches!(operator.step, Step::Project(_) | Step::Aggregate { .. })
        && let [before @ .., _] = *layouts
        && !before.is_empty()
    {
        *layouts = before;
    }
    let names = Names { slots: layouts.last().map_or(&[], Vec::as_slice), parameters: &plan.parameters };
    let (step, details) = describe(&operator.step, &names);
    let step = format!("{}{step}", "  ".repeat(depth));
    lines.push(Line { step, details, rows: operator.rows, operator: Some(operator) });
    if let Step::Optional { inner: other, .. } | Step::Join { other, .. } = &operator.step {
        let mut same = *layouts;
        read_lines(other, depth + 1, plan, &mut same, lines);
    }
    if let Some(input) = &operator.input
        && input.input.is_some()
    {
        read_lines(input, depth, plan, layouts, lines);
    }
}

fn describe(step: &Step, names: &Names<'_>) -> (&'static str, String) {
    let slot = |slot: &usize| names.slot(*slot);
    let all = |formulas: &[Formula]| formulas.iter().map(|f| names.show(f)).collect::<Vec<_>>().join(", ");
    match step {
        Step::Argument => ("Argument", String::new()),
        Step::Scan { slot: to, nodes } => match nodes {
            Nodes::All => ("AllNodes", slot(to)),
            Nodes::Label(label) => ("NodesByLabel", format!("{}:{label}", slot(to))),
            Nodes::Property { label, key, value, any } => {
                let operator = if *any { "IN" } else { "=" };
                ("NodesByProperty", format!("{}:{label}.{key} {operator} {}", slot(to), names.show(value)))
            }
            Nodes::Range { label, key, low, high } => {
                let left = low.as_ref().map_or(String::new(), |low| format!("{} <= ", names.show(low)));
                let right = high.as_ref().map_or(String::new(), |high| format!(" <= {}", names.show(high)));
                ("NodesByRange", format!("{}:{label} {left}{key}{right}", slot(to)))
            }
            Nodes::Identity(value) => ("NodeById", format!("id({}) = {}", slot(to), names.show(value))),
        },
        Step::Expand(e) => (if e.into { "ExpandInto" } else { "Expand" }, hop(e, "", names)),
        Step::ExpandPath(e) => ("ExpandPath", hop(&e.hop, &range(e.min, e.max), names)),
        Step::ShortestPath(s) => {
            (if s.all { "AllShortestPaths" } else { "ShortestPath" }, hop(&s.hop, &range(s.min, s.max), names))
        }
        Step::Follow(f) => ("Follow", format!("({})-[{}]-({})", slot(&f.from.0), slot(&f.relationship), slot(&f.to.0))),
        Step::Filter(condition) => ("Filter", names.show(condition)),
        Step::Optional { .. } => ("Optional", String::new()),
        Step::Join { keys, .. } => {
            let keys: Vec<_> = keys.iter().map(|(a, b)| format!("{} = {}", names.show(a), names.show(b))).collect();
            (if keys.is_empty() { "CartesianProduct" } else { "HashJoin" }, keys.join(", "))
        }
        Step::Extend(items) => {
            let items = items.iter().map(|(to, f)| format!("{} = {}", slot(to), names.show(f)));
            ("Extend", items.collect::<Vec<_>>().join(", "))
        }
        Step::Project(items) => ("Project", all(items)),
        Step::Distinct(_) => ("Distinct", String::new()),
        Step::Aggregate { keys, aggregates } => {
            let aggregates =
                aggregates.iter().map(|a: &Aggregate| names.show(&Formula::Aggregate(Box::new(a.clone()))));
            let details: Vec<_> = keys.iter().map(|f| names.show(f)).chain(aggregates).collect();
            ("Aggregate", details.join(", "))
        }
        Step::Sort { keys, limit } => {
            let key = |(f, down): &(Formula, bool)| names.show(f) + if *down { " DESC" } else { "" };
            let keys = keys.iter().map(key).collect::<Vec<_>>().join(", ");
            (if limit.is_empty() { "Sort" } else { "Top" }, keys)
        }
        Step::Skip(f) => ("Skip", names.show(f)),
        Step::Limit(f) => ("Limit", names.show(f)),
        Step::Unwind { list, slot: to } => ("Unwind", format!("{} IN {}", slot(to), names.show(list))),
        Step::Call { procedure, arguments, .. } => {
            ("Call", format!("{}({})", procedure.signature().name, all(arguments)))
        }
    }
}

fn write_line(write: &Write) -> Line<'_> {
    match write {
        Write::Create(items) => Line::plain("Create", format!("{} elements", items.len())),
        Write::Merge(merge) => Line::plain("Merge", format!("{} elements", merge.create.len())),
        Write::Set(items) => Line::plain("Set", format!("{} assignments", items.len())),
        Write::Delete { detach, .. } => Line::plain(if *detach { "DetachDelete" } else { "Delete" }, String::new()),
        Write::Schema(write) => Line::plain("Schema", write.to_string()),
        Write::Foreach { writes, .. } => Line::plain("Foreach", format!("{} clauses", writes.len())),
    }
}

fn hop(e: &Expand, range: &str, names: &Names<'_>) -> String {
    let types = if e.types.is_empty() { String::new() } else { format!(":{}", e.types.join("|")) };
    let (left, right) = match e.direction {
        Direction::Outgoing => ("-", "->"),
        Direction::Incoming => ("<-", "-"),
        Direction::Both => ("-", "-"),
    };
    let name = names.name(e.relationship).unwrap_or_default();
    format!("({}){left}[{name}{types}{range}]{right}({})", names.slot(e.from), names.slot(e.to))
}

fn range(min: u64, max: u64) -> String {
    if max == u64::MAX { format!("*{min}..") } else { format!("*{min}..{max}") }
}
