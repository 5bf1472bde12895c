//! Tokens to statements and to the clauses that read.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt, value};
use nom::multi::{many0, many1, separated_list1};
use nom::sequence::{delimited, preceded};

use super::atoms::arguments;
use super::expressions::expression;
use super::input::{Expected, Parsed, Tokens, beside, keyword, symbol};
use super::names::{dotted_name, name, variable};
use super::patterns::pattern;
use super::projections::projection;
use super::schema::schema_command;
use super::updates::{create_clause, delete_clause, foreach_clause, merge_clause, remove_clause, set_clause};
use crate::query::ast::{Clause, ClauseKind, Expression, Mode, SingleQuery, Statement, Union, Variable, Yield};

pub(super) fn statement<'a>(input: Tokens<'a>) -> Parsed<'a, Statement> {
    let mode = alt((value(Mode::Explain, keyword("EXPLAIN")), value(Mode::Profile, keyword("PROFILE"))));
    let (input, mode) = opt(mode).parse(input)?;
    let schema = map(schema_command, |command| (command, Vec::new()));
    let (input, (first, unions)) = alt((schema, query)).parse(input)?;
    let (input, _) = opt(symbol(";")).parse(input)?;
    match input.peek(0) {
        None => Ok((input, Statement { mode: mode.unwrap_or_default(), first, unions })),
        Some(_) => Err(input.mismatch(Expected::Rule("the end of the statement"))),
    }
}

pub(super) fn query<'a>(input: Tokens<'a>) -> Parsed<'a, (SingleQuery, Vec<Union>)> {
    single_query.and(many0(beside(union))).parse(input)
}

pub(super) fn union<'a>(input: Tokens<'a>) -> Parsed<'a, Union> {
    let at = input.offset();
    let (input, _) = keyword("UNION")(input)?;
    let (input, all) = opt(keyword("ALL")).parse(input)?;
    let (input, query) = single_query(input)?;
    Ok((input, Union { at, all: all.is_some(), query }))
}

pub(super) fn single_query<'a>(input: Tokens<'a>) -> Parsed<'a, SingleQuery> {
    map(many1(beside(clause)), |clauses| SingleQuery { clauses }).parse(input)
}

/// The words that clauses begin with.
#[rustfmt::skip]
pub(super) const FIRST_WORDS: [&str; 13] = [
    "MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CREATE", "MERGE", "SET", "REMOVE", "DELETE", "DETACH", "FOREACH",
    "CALL",
];

/// Whether a clause begins here.
pub(super) fn begins_clause(input: Tokens<'_>) -> bool {
    FIRST_WORDS.iter().any(|word| input.is_keyword(0, word)) && !input.is_symbol(1, "=")
}

pub(super) fn clause<'a>(input: Tokens<'a>) -> Parsed<'a, Clause> {
    let at = input.offset();
    let reading = alt((match_clause, unwind_clause, with_clause, return_clause, call_clause));
    let set = map(set_clause, ClauseKind::Set);
    let writing = alt((create_clause, merge_clause, set, remove_clause, delete_clause, foreach_clause));
    map(alt((reading, writing)), |kind| Clause { at, kind }).parse(input)
}

pub(super) fn match_clause<'a>(input: Tokens<'a>) -> Parsed<'a, ClauseKind> {
    let (input, optional) = opt(keyword("OPTIONAL")).parse(input)?;
    let (input, patterns) = preceded(keyword("MATCH"), pattern).parse(input)?;
    let (input, predicate) = opt(condition).parse(input)?;
    Ok((input, ClauseKind::Match { optional: optional.is_some(), patterns, predicate }))
}

pub(super) fn condition<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    preceded(keyword("WHERE"), expression).parse(input)
}

pub(super) fn unwind_clause<'a>(input: Tokens<'a>) -> Parsed<'a, ClauseKind> {
    let (input, list) = preceded(keyword("UNWIND"), expression).parse(input)?;
    let (input, variable) = preceded(keyword("AS"), variable).parse(input)?;
    Ok((input, ClauseKind::Unwind { list, variable }))
}

pub(super) fn with_clause<'a>(input: Tokens<'a>) -> Parsed<'a, ClauseKind> {
    let (input, projection) = preceded(keyword("WITH"), projection).parse(input)?;
    let (input, predicate) = opt(condition).parse(input)?;
    Ok((input, ClauseKind::With { projection, predicate }))
}

pub(super) fn return_clause<'a>(input: Tokens<'a>) -> Parsed<'a, ClauseKind> {
    map(preceded(keyword("RETURN"), projection), ClauseKind::Return).parse(input)
}

pub(super) fn call_clause<'a>(input: Tokens<'a>) -> Parsed<'a, ClauseKind> {
    let (input, name) = preceded(keyword("CALL"), dotted_name).parse(input)?;
    let in_parentheses = delimited(symbol("("), opt(arguments), symbol(")"));
    let (input, arguments) = opt(in_parentheses).parse(input)?;
    let arguments = arguments.map(Option::unwrap_or_default);
    let (input, yields) = opt(yield_part).parse(input)?;
    Ok((input, ClauseKind::Call { name, arguments, yields }))
}

pub(super) fn yield_part<'a>(input: Tokens<'a>) -> Parsed<'a, Yield> {
    let (input, _) = keyword("YIELD")(input)?;
    let all = map(symbol("*"), |_| (true, Vec::new()));
    let listed = map(separated_list1(symbol(","), yield_item), |items| (false, items));
    let (input, (all, items)) = alt((all, listed)).parse(input)?;
    let (input, predicate) = opt(condition).parse(input)?;
    Ok((input, Yield { all, items, predicate }))
}

pub(super) fn yield_item<'a>(input: Tokens<'a>) -> Parsed<'a, (String, Variable)> {
    let at = input.offset();
    let (input, column) = name(input)?;
    let (input, alias) = opt(preceded(keyword("AS"), variable)).parse(input)?;
    let output = column.to_string();
    Ok((input, (output, alias.unwrap_or(Variable { at, name: column }))))
}
