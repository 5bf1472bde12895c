//! Plans to lines of text, for `EXPLAIN`.

use std::fmt::Write as _;

use super::formula::Formula;
use super::operator::{Nodes, Operator, Step};
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

/// The lines of a plan: what is done last stands first, each step above what feeds it.
#[must_use]
pub fn explain(plan: &Plan) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for (i, part) in plan.parts.iter().enumerate() {
        if i > 0 {
            let step = if plan.distinct { "Union" } else { "Union all" };
            lines.push(Line { step: step.to_owned(), details: String::new(), rows: 0.0, operator: None });
        }
        for stage in part.stages.iter().rev() {
            match stage {
                Stage::Read(operator) => operator_lines(operator, 0, &mut lines),
                Stage::Write(write) => lines.push(write_line(write)),
            }
        }
    }
    lines
}

fn operator_lines<'p>(operator: &'p Operator, depth: usize, lines: &mut Vec<Line<'p>>) {
    let (step, details) = describe(&operator.step);
    let step = format!("{}{step}", "  ".repeat(depth));
    lines.push(Line { step, details, rows: operator.rows, operator: Some(operator) });
    match &operator.step {
        Step::Optional { inner, .. } => operator_lines(inner, depth + 1, lines),
        Step::Join { other, .. } => operator_lines(other, depth + 1, lines),
        _ => {}
    }
    if let Some(input) = &operator.input
        && (input.input.is_some() || !matches!(input.step, Step::Argument))
    {
        operator_lines(input, depth, lines);
    }
}

fn describe(step: &Step) -> (&'static str, String) {
    match step {
        Step::Argument => ("Argument", String::new()),
        Step::Scan { slot, nodes } => match nodes {
            Nodes::All => ("AllNodes", format!("#{slot}")),
            Nodes::Label(label) => ("NodesByLabel", format!("#{slot}:{label}")),
            Nodes::Property { label, key, value, any } => {
                let operator = if *any { "IN" } else { "=" };
                ("NodesByProperty", format!("#{slot}:{label}.{key} {operator} {}", show(value)))
            }
            Nodes::Identity(value) => ("NodeById", format!("id(#{slot}) = {}", show(value))),
        },
        Step::Expand(e) if e.into => ("ExpandInto", hop(e, "")),
        Step::Expand(e) => ("Expand", hop(e, "")),
        Step::ExpandPath(e) => ("ExpandPath", hop(&e.hop, &range(e.min, e.max))),
        Step::ShortestPath(s) => {
            (if s.all { "AllShortestPaths" } else { "ShortestPath" }, hop(&s.hop, &range(s.min, s.max)))
        }
        Step::Follow(f) => ("Follow", format!("(#{})-[#{}]-(#{})", f.from.0, f.relationship, f.to.0)),
        Step::Filter(condition) => ("Filter", show(condition)),
        Step::Optional { .. } => ("Optional", String::new()),
        Step::Join { keys, .. } => {
            let keys: Vec<_> = keys.iter().map(|(a, b)| format!("{} = {}", show(a), show(b))).collect();
            (if keys.is_empty() { "CartesianProduct" } else { "HashJoin" }, keys.join(", "))
        }
        Step::Extend(items) => {
            ("Extend", items.iter().map(|(s, f)| format!("#{s} = {}", show(f))).collect::<Vec<_>>().join(", "))
        }
        Step::Project(items) => ("Project", items.iter().map(show).collect::<Vec<_>>().join(", ")),
        Step::Distinct(_) => ("Distinct", String::new()),
        Step::Aggregate { keys, aggregates } => {
            let mut details: Vec<_> = keys.iter().map(show).collect();
            details.extend(aggregates.iter().map(|a| format!("{:?}", a.function)));
            ("Aggregate", details.join(", "))
        }
        Step::Sort { keys, limit } => {
            let keys: Vec<_> =
                keys.iter().map(|(f, down)| format!("{}{}", show(f), if *down { " DESC" } else { "" })).collect();
            (if limit.is_empty() { "Sort" } else { "Top" }, keys.join(", "))
        }
        Step::Skip(f) => ("Skip", show(f)),
        Step::Limit(f) => ("Limit", show(f)),
        Step::Unwind { list, slot } => ("Unwind", format!("#{slot} IN {}", show(list))),
        Step::Call { procedure, .. } => ("Call", procedure.signature().name.to_string()),
    }
}

fn write_line(write: &Write) -> Line<'_> {
    let (step, details) = match write {
        Write::Create(items) => ("Create", format!("{} elements", items.len())),
        Write::Merge(merge) => ("Merge", format!("{} elements", merge.create.len())),
        Write::Set(items) => ("Set", format!("{} assignments", items.len())),
        Write::Delete { detach, .. } => (if *detach { "DetachDelete" } else { "Delete" }, String::new()),
        Write::Foreach { writes, .. } => ("Foreach", format!("{} clauses", writes.len())),
    };
    Line { step: step.to_owned(), details, rows: 0.0, operator: None }
}

fn hop(e: &super::operator::Expand, range: &str) -> String {
    let types = if e.types.is_empty() { String::new() } else { format!(":{}", e.types.join("|")) };
    let (left, right) = match e.direction {
        Direction::Outgoing => ("-", "->"),
        Direction::Incoming => ("<-", "-"),
        Direction::Both => ("-", "-"),
    };
    format!("(#{}){left}[#{}{types}{range}]{right}(#{})", e.from, e.relationship, e.to)
}

fn range(min: u64, max: u64) -> String {
    if max == u64::MAX { format!("*{min}..") } else { format!("*{min}..{max}") }
}

/// A formula in short: slots as `#1`, what is nested deeply as `…`.
fn show(formula: &Formula) -> String {
    let mut out = String::new();
    write_formula(formula, 0, &mut out);
    out
}

fn write_formula(formula: &Formula, depth: usize, out: &mut String) {
    if depth > 3 {
        out.push('…');
        return;
    }
    let list = |items: &[Formula], out: &mut String| {
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            write_formula(item, depth + 1, out);
        }
    };
    match formula {
        Formula::Literal(value) => {
            let _ = write!(out, "{value:?}");
        }
        Formula::Parameter(number) => {
            let _ = write!(out, "${number}");
        }
        Formula::Slot(slot) => {
            let _ = write!(out, "#{slot}");
        }
        Formula::Property(subject, key) => {
            write_formula(subject, depth + 1, out);
            let _ = write!(out, ".{key}");
        }
        Formula::HasLabels(subject, labels) => {
            write_formula(subject, depth + 1, out);
            let _ = write!(out, ":{labels:?}");
        }
        Formula::Comparison(first, chain) => {
            write_formula(first, depth + 1, out);
            for (operator, operand) in chain {
                let _ = write!(out, " {operator:?} ");
                write_formula(operand, depth + 1, out);
            }
        }
        Formula::Binary(operator, a, b) => {
            write_formula(a, depth + 1, out);
            let _ = write!(out, " {operator:?} ");
            write_formula(b, depth + 1, out);
        }
        Formula::Not(a) => {
            out.push_str("NOT ");
            write_formula(a, depth + 1, out);
        }
        Formula::Function(function, arguments) => {
            let _ = write!(out, "{}(", function.name);
            list(arguments, out);
            out.push(')');
        }
        Formula::List(items) => {
            out.push('[');
            list(items, out);
            out.push(']');
        }
        _ => out.push('…'),
    }
}
