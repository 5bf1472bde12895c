//! Tokens to the clauses that write.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt};
use nom::multi::{many0, many1, separated_list1};
use nom::sequence::{delimited, preceded, separated_pair};

use super::atoms::atom;
use super::expressions::{expression, property_lookup};
use super::input::{Parsed, Tokens, beside, keyword, nested, symbol, with_bar};
use super::names::{is_variable, labels, variable};
use super::patterns::{path_pattern, pattern};
use crate::query::ast::{Clause, ClauseKind, Expression, ExpressionKind, RemoveItem, SetItem};

pub(super) fn create_clause<'a>(input: Tokens<'a>) -> Parsed<'a, ClauseKind> {
    map(preceded(keyword("CREATE"), pattern), ClauseKind::Create).parse(input)
}

pub(super) fn merge_clause<'a>(input: Tokens<'a>) -> Parsed<'a, ClauseKind> {
    let (input, pattern) = preceded(keyword("MERGE"), path_pattern).parse(input)?;
    let (input, actions) = many0(merge_action).parse(input)?;
    let (mut on_create, mut on_match) = (Vec::new(), Vec::new());
    for (created, items) in actions {
        if created { on_create.extend(items) } else { on_match.extend(items) }
    }
    Ok((input, ClauseKind::Merge { pattern, on_create, on_match }))
}

pub(super) fn merge_action<'a>(input: Tokens<'a>) -> Parsed<'a, (bool, Vec<SetItem>)> {
    let when = alt((map(keyword("CREATE"), |_| true), map(keyword("MATCH"), |_| false)));
    preceded(keyword("ON"), when.and(set_clause)).parse(input)
}

pub(super) fn set_clause<'a>(input: Tokens<'a>) -> Parsed<'a, Vec<SetItem>> {
    preceded(keyword("SET"), separated_list1(symbol(","), beside(set_item))).parse(input)
}

pub(super) fn set_item<'a>(input: Tokens<'a>) -> Parsed<'a, SetItem> {
    if is_variable(input, 0) && input.is_symbol(1, ":") {
        return map(variable.and(labels), |(variable, labels)| SetItem::Labels { variable, labels }).parse(input);
    }
    if is_variable(input, 0) && input.is_symbol(1, "=") {
        let replace = separated_pair(variable, symbol("="), expression);
        return map(replace, |(variable, value)| SetItem::Replace { variable, value }).parse(input);
    }
    if is_variable(input, 0) && input.is_symbol(1, "+=") {
        let add = separated_pair(variable, symbol("+="), expression);
        return map(add, |(variable, value)| SetItem::Add { variable, value }).parse(input);
    }
    let property = separated_pair(property_target, symbol("="), expression);
    map(property, |((target, key), value)| SetItem::Property { target, key, value }).parse(input)
}

pub(super) fn property_target<'a>(input: Tokens<'a>) -> Parsed<'a, (Expression, std::sync::Arc<str>)> {
    let at = input.offset();
    let (input, mut target) = nested(input, atom)?;
    let (mut input, mut key) = property_lookup(input)?;
    while let Ok((rest, next)) = property_lookup(input) {
        input.link()?;
        target = Expression { at, kind: ExpressionKind::Property(Box::new(target), key) };
        (input, key) = (rest, next);
    }
    Ok((input, (target, key)))
}

pub(super) fn remove_clause<'a>(input: Tokens<'a>) -> Parsed<'a, ClauseKind> {
    let items = separated_list1(symbol(","), beside(remove_item));
    map(preceded(keyword("REMOVE"), items), ClauseKind::Remove).parse(input)
}

pub(super) fn remove_item<'a>(input: Tokens<'a>) -> Parsed<'a, RemoveItem> {
    if is_variable(input, 0) && input.is_symbol(1, ":") {
        return map(variable.and(labels), |(variable, labels)| RemoveItem::Labels { variable, labels }).parse(input);
    }
    map(property_target, |(target, key)| RemoveItem::Property { target, key }).parse(input)
}

pub(super) fn delete_clause<'a>(input: Tokens<'a>) -> Parsed<'a, ClauseKind> {
    let (input, detach) = opt(keyword("DETACH")).parse(input)?;
    let targets = separated_list1(symbol(","), beside(expression));
    let (input, targets) = preceded(keyword("DELETE"), targets).parse(input)?;
    Ok((input, ClauseKind::Delete { detach: detach.is_some(), targets }))
}

pub(super) fn foreach_clause<'a>(input: Tokens<'a>) -> Parsed<'a, ClauseKind> {
    let (input, _) = keyword("FOREACH").and(symbol("(")).parse(input)?;
    let (input, variable) = variable(input)?;
    let list = |input| with_bar(true, input, expression);
    let (input, list) = delimited(keyword("IN"), list, symbol("|")).parse(input)?;
    let updating = |input| with_bar(false, input, |input| many1(beside(updating_clause)).parse(input));
    let (input, clauses) = nested(input, updating)?;
    let (input, _) = symbol(")")(input)?;
    Ok((input, ClauseKind::Foreach { variable, list, clauses }))
}

pub(super) fn updating_clause<'a>(input: Tokens<'a>) -> Parsed<'a, Clause> {
    let at = input.offset();
    let set = map(set_clause, ClauseKind::Set);
    let kind = alt((create_clause, merge_clause, set, remove_clause, delete_clause, foreach_clause));
    map(kind, |kind| Clause { at, kind }).parse(input)
}
