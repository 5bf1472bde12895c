//! Tokens to names: variables, labels, keys, parameters.

use std::sync::Arc;

use nom::Parser;
use nom::branch::alt;
use nom::combinator::map;
use nom::multi::{many0, separated_list1};
use nom::sequence::preceded;

use super::input::{Expected, Parsed, Tokens, kind, symbol};
use super::lex::TokenKind;
use crate::query::ast::{Expression, ExpressionKind, Variable};

/// Words that a variable can have as its name only in back-ticks: elsewhere they begin, join or end what stands before,
/// and as names they would turn a slip into a puzzle. Others, such as `end` or `all`, are free.
#[rustfmt::skip]
const RESERVED: [&str; 31] = [
    "AND", "AS", "CASE", "CREATE", "DELETE", "DETACH", "DISTINCT", "ELSE", "FALSE", "IN", "IS", "LIMIT", "MATCH",
    "MERGE", "NOT", "NULL", "OPTIONAL", "OR", "ORDER", "REMOVE", "RETURN", "SET", "SKIP", "THEN", "TRUE", "UNION",
    "UNWIND", "WHEN", "WHERE", "WITH", "XOR",
];

/// Whether a variable of that name needs back-ticks.
pub(in crate::query) fn is_reserved(word: &str) -> bool {
    RESERVED.iter().any(|r| r.eq_ignore_ascii_case(word))
}

pub(super) fn variable<'a>(input: Tokens<'a>) -> Parsed<'a, Variable> {
    if !is_variable(input, 0) {
        return Err(input.mismatch(Expected::Rule("a variable")));
    }
    let at = input.offset();
    map(name, |name| Variable { at, name }).parse(input)
}

/// Whether a variable stands `ahead` places on.
pub(super) fn is_variable(input: Tokens<'_>, ahead: u32) -> bool {
    input.is_name(ahead)
        && input.peek(ahead).is_some_and(|t| t.kind == TokenKind::EscapedIdentifier || !is_reserved(input.text_of(t)))
}

pub(super) fn name<'a>(input: Tokens<'a>) -> Parsed<'a, Arc<str>> {
    let plain = map(kind(TokenKind::Identifier, "a name"), move |t| Arc::from(input.text_of(t)));
    let escaped = map(kind(TokenKind::EscapedIdentifier, "a name"), move |t| {
        let text = input.text_of(t);
        Arc::from(text.get(1..text.len() - 1).unwrap_or_default().replace("``", "`"))
    });
    alt((plain, escaped)).parse(input)
}

pub(super) fn dotted_name<'a>(input: Tokens<'a>) -> Parsed<'a, String> {
    map(separated_list1(symbol("."), name), |parts| parts.join(".")).parse(input)
}

pub(super) fn labels<'a>(input: Tokens<'a>) -> Parsed<'a, Vec<Arc<str>>> {
    let (input, first) = preceded(symbol(":"), name).parse(input)?;
    let (input, mut rest) = many0(preceded(symbol(":"), name)).parse(input)?;
    rest.insert(0, first);
    Ok((input, rest))
}

pub(super) fn parameter<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    let at = input.offset();
    let number = map(kind(TokenKind::Integer, "a name"), move |t| Arc::from(input.text_of(t)));
    let (rest, name) = preceded(symbol("$"), alt((name, number))).parse(input)?;
    Ok((rest, Expression { at, kind: ExpressionKind::Parameter(name) }))
}
