//! Syntax tree to verdict: what is wrong with a statement whatever the graph holds, by the rules of openCypher.

mod clauses;
mod expression;
mod grouping;
mod pattern;
mod projection;
mod scope;
#[cfg(test)]
mod tests;
mod types;
mod walk;

use super::QueryError;
use super::ast::Statement;
use super::signature::{Kind, Procedures};
use types::Type;

/// Refuses a statement that cannot be run: undefined variables, wrong types, aggregates where there are no groups, …
///
/// Cost: linear in the size of the statement.
///
/// # Errors
/// The class and detail that openCypher's test kit gives; `at` says where. Use [`QueryError::located`] for line and
/// column.
pub fn check(statement: &Statement, procedures: &dyn Procedures) -> Result<(), QueryError> {
    Checker { procedures }.statement(statement)
}

/// What checking needs to know.
struct Checker<'a> {
    procedures: &'a dyn Procedures,
}

fn syntax(detail: &'static str, at: usize, message: impl Into<String>) -> QueryError {
    QueryError::compile("SyntaxError", detail, at, message)
}

fn type_error(found: &Type, kinds: &[Kind], at: usize, what: &str) -> QueryError {
    let kinds: Vec<String> = kinds.iter().map(Kind::to_string).collect();
    let kinds = match kinds.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => kinds.concat(),
    };
    syntax("InvalidArgumentType", at, format!("{what} {kinds}, not {found}"))
}
