//! Tokens to patterns.

use std::sync::Arc;

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt, value, verify};
use nom::multi::{many0, separated_list1};
use nom::sequence::{delimited, preceded, terminated};

use super::atoms::map as map_of;
use super::input::{Parsed, Tokens, beside, keyword, nested, symbol};
use super::literals::count;
use super::names::{is_variable, name, parameter, variable};
use crate::model::Direction;
use crate::query::ast::{
    Expression, LabelExpression, Length, NodePattern, PathPattern, PathSelector, RelationshipPattern, Variable,
};

/// First node, and relationships each with the node after it.
pub(super) type Element = (NodePattern, Vec<(RelationshipPattern, NodePattern)>);

pub(super) fn pattern<'a>(input: Tokens<'a>) -> Parsed<'a, Vec<PathPattern>> {
    separated_list1(symbol(","), beside(path_pattern)).parse(input)
}

pub(super) fn path_pattern<'a>(input: Tokens<'a>) -> Parsed<'a, PathPattern> {
    let at = input.offset();
    let (input, variable) = opt(terminated(variable, symbol("="))).parse(input)?;
    if begins_shortest_path(input) {
        let (input, pattern) = shortest_path(input)?;
        return Ok((input, PathPattern { at, variable, ..pattern }));
    }
    let (input, selector) = opt(path_selector).parse(input)?;
    let (input, (start, steps)) = pattern_element(input)?;
    Ok((input, PathPattern { at, variable, selector: selector.unwrap_or_default(), start, steps }))
}

pub(super) fn path_selector<'a>(input: Tokens<'a>) -> Parsed<'a, PathSelector> {
    let any = value(PathSelector::AnyShortest, keyword("ANY").and(keyword("SHORTEST")));
    let all = value(PathSelector::AllShortest, keyword("ALL").and(keyword("SHORTEST")));
    let one = verify(count, |n| *n == 1);
    let one = value(PathSelector::AnyShortest, keyword("SHORTEST").and(one));
    terminated(alt((any, all, one)), opt(alt((keyword("PATHS"), keyword("PATH"))))).parse(input)
}

/// Whether `shortestPath(` or `allShortestPaths(` stands here.
pub(super) fn begins_shortest_path(input: Tokens<'_>) -> bool {
    (input.is_keyword(0, "shortestPath") || input.is_keyword(0, "allShortestPaths")) && input.is_symbol(1, "(")
}

pub(super) fn shortest_path<'a>(input: Tokens<'a>) -> Parsed<'a, PathPattern> {
    let at = input.offset();
    let any = value(PathSelector::AnyShortest, keyword("shortestPath"));
    let all = value(PathSelector::AllShortest, keyword("allShortestPaths"));
    let (input, selector) = alt((any, all)).parse(input)?;
    let (input, (start, steps)) = delimited(symbol("("), pattern_element, symbol(")")).parse(input)?;
    Ok((input, PathPattern { at, variable: None, selector, start, steps }))
}

pub(super) fn pattern_element<'a>(input: Tokens<'a>) -> Parsed<'a, Element> {
    if input.is_symbol(0, "(") && input.is_symbol(1, "(") {
        return nested(input, |input| delimited(symbol("("), pattern_element, symbol(")")).parse(input));
    }
    node_pattern.and(many0(relationship_pattern.and(beside(node_pattern)))).parse(input)
}

/// Whether a node, a relationship and a node stand here; decided by the brackets alone, so that nothing is read twice.
pub(super) fn begins_pattern(input: Tokens<'_>) -> bool {
    let closes = |ahead: u32, inner: &[&str]| inner.iter().any(|s| input.is_symbol(ahead, s));
    let inner = [")", ":", "{", "$"];
    let node = closes(1, &inner) || (is_variable(input, 1) && closes(2, &inner));
    if !node || !input.is_symbol(0, "(") {
        return false;
    }
    let Some(end) = input.partner(0) else { return false };
    let mut next = end + 1;
    next += u32::from(input.is_symbol(next, "<"));
    if !input.is_symbol(next, "-") {
        return false;
    }
    next += 1;
    if input.is_symbol(next, "[") {
        let detail = ["]", ":", "*", "{", "..", "$"];
        let relationship = closes(next + 1, &detail) || (is_variable(input, next + 1) && closes(next + 2, &detail));
        match input.partner(next) {
            Some(end) if relationship => next = end + 1,
            _ => return false,
        }
    }
    if !input.is_symbol(next, "-") {
        return false;
    }
    next += 1;
    next += u32::from(input.is_symbol(next, ">"));
    next += u32::from(input.is_symbol(next, "+") || input.is_symbol(next, "*"));
    if input.is_symbol(next, "{") {
        next = input.partner(next).map_or(next, |end| end + 1);
    }
    input.is_symbol(next, "(")
}

pub(super) fn node_pattern<'a>(input: Tokens<'a>) -> Parsed<'a, NodePattern> {
    let at = input.offset();
    let (input, _) = symbol("(")(input)?;
    let (input, variable) = opt(variable).parse(input)?;
    let (input, labels) = opt(label_filter).parse(input)?;
    let (input, properties) = opt(properties).parse(input)?;
    let (input, _) = symbol(")")(input)?;
    Ok((input, NodePattern { at, variable, labels, properties }))
}

pub(super) fn label_filter<'a>(input: Tokens<'a>) -> Parsed<'a, LabelExpression> {
    preceded(symbol(":"), label_expression).parse(input)
}

pub(super) fn label_expression<'a>(input: Tokens<'a>) -> Parsed<'a, LabelExpression> {
    let (input, first) = label_conjunction(input)?;
    let (input, rest) = many0(preceded(label_bar, beside(label_conjunction))).parse(input)?;
    Ok((input, balanced(first, rest, LabelExpression::Or)))
}

pub(super) fn label_bar<'a>(input: Tokens<'a>) -> Parsed<'a, ()> {
    value((), symbol("|").and(opt(symbol(":")))).parse(input)
}

pub(super) fn label_conjunction<'a>(input: Tokens<'a>) -> Parsed<'a, LabelExpression> {
    let (input, first) = label_term(input)?;
    let (input, rest) = many0(preceded(alt((symbol("&"), symbol(":"))), beside(label_term))).parse(input)?;
    Ok((input, balanced(first, rest, LabelExpression::And)))
}

type Join<T> = fn(Box<T>, Box<T>) -> T;

/// All joined in order, as flat a tree as can be: the operators that use it are associative.
pub(super) fn balanced<T>(first: T, rest: Vec<T>, join: Join<T>) -> T {
    let mut level = Vec::with_capacity(rest.len() + 1);
    level.push(first);
    level.extend(rest);
    while level.len() > 1 {
        let mut above = Vec::with_capacity(level.len().div_ceil(2));
        let mut pairs = level.into_iter();
        while let Some(left) = pairs.next() {
            above.push(match pairs.next() {
                Some(right) => join(Box::new(left), Box::new(right)),
                None => left,
            });
        }
        level = above;
    }
    level.swap_remove(0)
}

pub(super) fn label_term<'a>(input: Tokens<'a>) -> Parsed<'a, LabelExpression> {
    let not = preceded(symbol("!"), |input| nested(input, label_term));
    let inner = |input| nested(input, label_expression);
    alt((
        map(name, LabelExpression::Name),
        map(not, |term| LabelExpression::Not(Box::new(term))),
        delimited(symbol("("), inner, symbol(")")),
        value(LabelExpression::Any, symbol("%")),
    ))
    .parse(input)
}

pub(super) fn properties<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    alt((map_of, parameter)).parse(input)
}

pub(super) fn relationship_pattern<'a>(input: Tokens<'a>) -> Parsed<'a, RelationshipPattern> {
    let at = input.offset();
    let (input, left) = opt(symbol("<")).parse(input)?;
    let (input, _) = symbol("-")(input)?;
    let (input, detail) = opt(relationship_detail).parse(input)?;
    let (input, _) = symbol("-")(input)?;
    let (input, right) = opt(symbol(">")).parse(input)?;
    let (input, quantifier) = opt(path_quantifier).parse(input)?;
    let detail = detail.unwrap_or_default();
    if let (Some(_), Some(_)) = (detail.length, quantifier) {
        return Err(input.fatal("InvalidRelationshipPattern", "the length of the path is given twice"));
    }
    let direction = match (left, right) {
        (Some(_), None) => Direction::Incoming,
        (None, Some(_)) => Direction::Outgoing,
        _ => Direction::Both,
    };
    let Detail { variable, types, properties, length } = detail;
    Ok((input, RelationshipPattern { at, variable, types, properties, direction, length: length.or(quantifier) }))
}

/// What stands between the brackets of a relationship.
#[derive(Default)]
pub(super) struct Detail {
    variable: Option<Variable>,
    types: Vec<Arc<str>>,
    properties: Option<Expression>,
    length: Option<Length>,
}

pub(super) fn relationship_detail<'a>(input: Tokens<'a>) -> Parsed<'a, Detail> {
    let (input, _) = symbol("[")(input)?;
    let (input, variable) = opt(variable).parse(input)?;
    let (input, types) = opt(relationship_types).parse(input)?;
    let (input, length) = opt(path_length).parse(input)?;
    if length.is_none() && input.is_symbol(0, "..") {
        return Err(
            input.fatal("InvalidRelationshipPattern", "a range of lengths begins with *: write [*..] or [*1..3]")
        );
    }
    let (input, properties) = opt(properties).parse(input)?;
    let (input, _) = symbol("]")(input)?;
    Ok((input, Detail { variable, types: types.unwrap_or_default(), properties, length }))
}

pub(super) fn relationship_types<'a>(input: Tokens<'a>) -> Parsed<'a, Vec<Arc<str>>> {
    let (input, first) = preceded(symbol(":"), name).parse(input)?;
    let (input, mut types) = many0(preceded(symbol("|").and(opt(symbol(":"))), name)).parse(input)?;
    types.insert(0, first);
    Ok((input, types))
}

pub(super) fn path_length<'a>(input: Tokens<'a>) -> Parsed<'a, Length> {
    let (input, _) = symbol("*")(input)?;
    let (input, min) = opt(count).parse(input)?;
    let (input, range) = opt(preceded(symbol(".."), opt(count))).parse(input)?;
    // `*2` is exactly two; `*2..` and `*` have no end.
    Ok((input, Length { min, max: range.unwrap_or(min) }))
}

pub(super) fn path_quantifier<'a>(input: Tokens<'a>) -> Parsed<'a, Length> {
    let plus = value(Length { min: Some(1), max: None }, symbol("+"));
    let star = value(Length { min: Some(0), max: None }, symbol("*"));
    let exactly = map(count, |n| Length { min: Some(n), max: Some(n) });
    let range = map((opt(count), symbol(","), opt(count)), |(min, _, max)| Length { min: min.or(Some(0)), max });
    alt((plus, star, delimited(symbol("{"), alt((range, exactly)), symbol("}")))).parse(input)
}
