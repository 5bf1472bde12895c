//! Tokens to the statements that change and show the schema.

use std::sync::Arc;

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt};
use nom::multi::separated_list1;
use nom::sequence::{delimited, preceded, separated_pair};

use super::clauses::yield_part;
use super::input::{Parsed, Tokens, keyword, symbol};
use super::names::{name, variable};
use crate::model::RuleKind;
use crate::query::ast::{Clause, ClauseKind, SchemaCommand, SingleQuery, Variable};

pub(super) fn schema_command<'a>(input: Tokens<'a>) -> Parsed<'a, SingleQuery> {
    let at = input.offset();
    let change = alt((create_index, create_constraint, drop_index, drop_constraint));
    let kind = alt((map(change, ClauseKind::Schema), show_indexes, show_constraints));
    map(kind, |kind| SingleQuery { clauses: vec![Clause { at, kind }] }).parse(input)
}

pub(super) fn create_index<'a>(input: Tokens<'a>) -> Parsed<'a, SchemaCommand> {
    let words = (keyword("CREATE"), opt(keyword("RANGE")), keyword("INDEX"));
    let (input, (name, if_not_exists)) = preceded(words, schema_name).parse(input)?;
    let (input, (variable, label)) = preceded(keyword("FOR"), schema_pattern).parse(input)?;
    let properties = delimited(symbol("("), separated_list1(symbol(","), schema_property), symbol(")"));
    let (input, properties) = preceded(keyword("ON"), properties).parse(input)?;
    let kind = RuleKind::Index;
    Ok((input, SchemaCommand::Create { name, if_not_exists, kind, variable, label, properties }))
}

pub(super) fn create_constraint<'a>(input: Tokens<'a>) -> Parsed<'a, SchemaCommand> {
    let words = (keyword("CREATE"), keyword("CONSTRAINT"));
    let (input, (name, if_not_exists)) = preceded(words, schema_name).parse(input)?;
    let (input, (variable, label)) = preceded(keyword("FOR"), schema_pattern).parse(input)?;
    let (input, properties) = preceded(keyword("REQUIRE"), schema_properties).parse(input)?;
    let (input, _) = (keyword("IS"), keyword("UNIQUE")).parse(input)?;
    let kind = RuleKind::Unique;
    Ok((input, SchemaCommand::Create { name, if_not_exists, kind, variable, label, properties }))
}

/// The name, which may be missing, and whether `IF NOT EXISTS` follows it.
pub(super) fn schema_name<'a>(input: Tokens<'a>) -> Parsed<'a, (Option<Arc<str>>, bool)> {
    let unnamed = (input.is_keyword(0, "FOR") && input.is_symbol(1, "("))
        || (input.is_keyword(0, "IF") && input.is_keyword(1, "NOT"));
    let (input, name) = if unnamed { (input, None) } else { opt(name).parse(input)? };
    let (input, condition) = opt((keyword("IF"), keyword("NOT"), keyword("EXISTS"))).parse(input)?;
    Ok((input, (name, condition.is_some())))
}

pub(super) fn schema_pattern<'a>(input: Tokens<'a>) -> Parsed<'a, (Variable, Arc<str>)> {
    delimited(symbol("("), separated_pair(variable, symbol(":"), name), symbol(")")).parse(input)
}

pub(super) fn schema_properties<'a>(input: Tokens<'a>) -> Parsed<'a, Vec<(Variable, Arc<str>)>> {
    let several = delimited(symbol("("), separated_list1(symbol(","), schema_property), symbol(")"));
    alt((several, map(schema_property, |one| vec![one]))).parse(input)
}

pub(super) fn schema_property<'a>(input: Tokens<'a>) -> Parsed<'a, (Variable, Arc<str>)> {
    separated_pair(variable, symbol("."), name).parse(input)
}

pub(super) fn drop_index<'a>(input: Tokens<'a>) -> Parsed<'a, SchemaCommand> {
    let (input, (name, if_exists)) = preceded((keyword("DROP"), keyword("INDEX")), dropped_name).parse(input)?;
    Ok((input, SchemaCommand::Drop { kind: RuleKind::Index, name, if_exists }))
}

pub(super) fn drop_constraint<'a>(input: Tokens<'a>) -> Parsed<'a, SchemaCommand> {
    let (input, (name, if_exists)) = preceded((keyword("DROP"), keyword("CONSTRAINT")), dropped_name).parse(input)?;
    Ok((input, SchemaCommand::Drop { kind: RuleKind::Unique, name, if_exists }))
}

/// The name, and whether `IF EXISTS` follows it.
pub(super) fn dropped_name<'a>(input: Tokens<'a>) -> Parsed<'a, (Arc<str>, bool)> {
    let (input, name) = name(input)?;
    let (input, condition) = opt((keyword("IF"), keyword("EXISTS"))).parse(input)?;
    Ok((input, (name, condition.is_some())))
}

/// What is shown is what a procedure lists.
pub(super) fn show_indexes<'a>(input: Tokens<'a>) -> Parsed<'a, ClauseKind> {
    let which = opt(alt((keyword("ALL"), keyword("RANGE"))));
    let words = (keyword("SHOW"), which, alt((keyword("INDEXES"), keyword("INDEX"))));
    let (input, yields) = preceded(words, opt(yield_part)).parse(input)?;
    Ok((input, ClauseKind::Call { name: "db.indexes".to_owned(), arguments: Some(Vec::new()), yields }))
}

/// What is shown is what a procedure lists.
pub(super) fn show_constraints<'a>(input: Tokens<'a>) -> Parsed<'a, ClauseKind> {
    let which = opt(alt((keyword("ALL"), keyword("UNIQUENESS"), keyword("UNIQUE"))));
    let words = (keyword("SHOW"), which, alt((keyword("CONSTRAINTS"), keyword("CONSTRAINT"))));
    let (input, yields) = preceded(words, opt(yield_part)).parse(input)?;
    Ok((input, ClauseKind::Call { name: "db.constraints".to_owned(), arguments: Some(Vec::new()), yields }))
}
