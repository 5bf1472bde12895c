//! Tokens to what `WITH` and `RETURN` pass on.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt, value};
use nom::multi::{many0, separated_list1};
use nom::sequence::preceded;

use super::expressions::expression;
use super::input::{Parsed, Tokens, beside, keyword, symbol};
use super::names::variable;
use crate::query::ast::{Expression, Projection, ProjectionItem, SortItem};

pub(super) fn projection<'a>(input: Tokens<'a>) -> Parsed<'a, Projection> {
    let (input, distinct) = opt(keyword("DISTINCT")).parse(input)?;
    let (input, (all, items)) = projection_items(input)?;
    let (input, order) = opt(order).parse(input)?;
    let (input, skip) = opt(skip).parse(input)?;
    let (input, limit) = opt(limit).parse(input)?;
    let order = order.unwrap_or_default();
    Ok((input, Projection { distinct: distinct.is_some(), all, items, order, skip, limit }))
}

pub(super) fn projection_items<'a>(input: Tokens<'a>) -> Parsed<'a, (bool, Vec<ProjectionItem>)> {
    let all = preceded(symbol("*"), many0(preceded(symbol(","), beside(projection_item))));
    let listed = separated_list1(symbol(","), beside(projection_item));
    alt((map(all, |items| (true, items)), map(listed, |items| (false, items)))).parse(input)
}

pub(super) fn projection_item<'a>(input: Tokens<'a>) -> Parsed<'a, ProjectionItem> {
    let (rest, expression) = expression(input)?;
    let text = input.text_until(rest).into();
    let (rest, alias) = opt(preceded(keyword("AS"), variable)).parse(rest)?;
    Ok((rest, ProjectionItem { expression, alias, text }))
}

pub(super) fn order<'a>(input: Tokens<'a>) -> Parsed<'a, Vec<SortItem>> {
    let items = separated_list1(symbol(","), beside(sort_item));
    preceded(keyword("ORDER").and(keyword("BY")), items).parse(input)
}

pub(super) fn sort_item<'a>(input: Tokens<'a>) -> Parsed<'a, SortItem> {
    let (input, expression) = expression(input)?;
    let up = value(false, alt((keyword("ASCENDING"), keyword("ASC"))));
    let down = value(true, alt((keyword("DESCENDING"), keyword("DESC"))));
    let (input, descending) = opt(alt((up, down))).parse(input)?;
    Ok((input, SortItem { expression, descending: descending.unwrap_or_default() }))
}

pub(super) fn skip<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    preceded(keyword("SKIP"), expression).parse(input)
}

pub(super) fn limit<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    preceded(keyword("LIMIT"), expression).parse(input)
}
