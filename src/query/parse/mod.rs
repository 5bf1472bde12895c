//! Text to syntax tree, by the rules of grammar/query.ebnf: each is a function of the same name.

mod atoms;
mod clauses;
mod expressions;
#[cfg(test)]
mod grammar;
mod input;
mod lex;
mod literals;
mod message;
mod names;
mod patterns;
mod projections;
mod schema;
mod split;
#[cfg(test)]
mod tests;
mod updates;

pub use split::Splitter;

use input::Source;

use super::QueryError;
use super::ast::Statement;

/// Longest statement in bytes. While it is parsed, a list of one-digit numbers takes up to 160 times its length.
pub const MAX_STATEMENT: usize = 4 << 20;

/// The syntax tree of a statement, which may end with `;`.
///
/// Cost: linear in the length of the text, and bounded: statements above [`MAX_STATEMENT`], or nested deeper than a
/// hundred levels, are refused.
///
/// ```
/// use shezhire::query::parse;
///
/// assert!(parse("MATCH (p:Person) RETURN p.name").is_ok());
/// let error = parse("MTACH (p) RETURN p").unwrap_err();
/// assert!(error.message.contains("did you mean MATCH"), "{error}");
/// ```
///
/// # Errors
/// `SyntaxError` with line, column and what was expected there; `ResourceExhausted` when a limit is passed.
pub fn parse(text: &str) -> Result<Statement, QueryError> {
    if text.len() > MAX_STATEMENT {
        let message = format!(
            "the statement has {} bytes, more than the {MAX_STATEMENT} that are read; pass data as parameters",
            text.len()
        );
        return Err(QueryError::compile("ResourceExhausted", "Memory", 0, message));
    }
    let source = Source::new(text);
    let result = clauses::statement(source.tokens());
    match result {
        Ok((_, statement)) => Ok(statement),
        Err(_) => Err(source.take_fatal().unwrap_or_else(|| message::unexpected(&source)).located(text)),
    }
}
