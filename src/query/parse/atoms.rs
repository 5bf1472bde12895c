//! Tokens to what operators join: literals, calls, lists, maps, comprehensions, patterns, subqueries.

use std::sync::Arc;

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map as into, opt, value};
use nom::multi::{many1, separated_list0, separated_list1};
use nom::sequence::{delimited, preceded, separated_pair};

use super::clauses::{begins_clause, condition, single_query};
use super::expressions::expression;
use super::input::{Expected, Mismatch, Parsed, Tokens, beside, keyword, symbol, with_bar};
use super::lex::TokenKind;
use super::literals::literal;
use super::names::{dotted_name, is_variable, name, parameter, variable};
use super::patterns::{
    begins_pattern, begins_shortest_path, node_pattern, pattern, pattern_element, relationship_pattern, shortest_path,
};
use crate::query::ast::{
    Clause, ClauseKind, Expression, ExpressionKind, MapProjectionItem, PathPattern, PathSelector, Quantifier,
    SingleQuery,
};

/// An expression of that kind from a rule that gives its parts.
fn made<'a, O>(
    input: Tokens<'a>,
    mut rule: impl Parser<Tokens<'a>, Output = O, Error = Mismatch>,
    kind: impl FnOnce(O) -> ExpressionKind,
) -> Parsed<'a, Expression> {
    let at = input.offset();
    let (rest, parts) = rule.parse(input)?;
    Ok((rest, Expression { at, kind: kind(parts) }))
}

pub(super) fn atom<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    let Some(token) = input.peek(0) else { return Err(input.mismatch(Expected::Rule("an expression"))) };
    match token.kind {
        TokenKind::Identifier => word(input),
        TokenKind::EscapedIdentifier => named(input),
        TokenKind::Symbol => match input.text_of(token) {
            "(" if begins_pattern(input) => pattern_predicate(input),
            "(" => parenthesized(input),
            "[" => bracket(input),
            "{" => map(input),
            "$" => parameter(input),
            _ => Err(input.mismatch(Expected::Rule("an expression"))),
        },
        TokenKind::Unterminated | TokenKind::BadCharacter => Err(input.mismatch(Expected::Rule("an expression"))),
        TokenKind::Integer | TokenKind::Float | TokenKind::String | TokenKind::BadNumber | TokenKind::BadString => {
            literal(input)
        }
    }
}

/// What begins with a word outside back-ticks.
fn word<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    let is = |word| input.is_keyword(0, word);
    let then = |text| input.is_symbol(1, text);
    if is("TRUE") || is("FALSE") || is("NULL") {
        return literal(input);
    }
    if is("CASE") {
        return case_expression(input);
    }
    if is("EXISTS") && (then("{") || (then("(") && begins_pattern(input.skip(2)))) {
        return exists_subquery(input);
    }
    if is("COUNT") && then("{") {
        return count_subquery(input);
    }
    if is("COUNT") && then("(") && input.is_symbol(2, "*") {
        return count_all(input);
    }
    if then("(") && is_variable(input, 2) {
        if input.is_keyword(3, "IN") && (is("ALL") || is("ANY") || is("NONE") || is("SINGLE")) {
            return quantifier(input);
        }
        if input.is_symbol(3, "=") && is("REDUCE") {
            return reduce(input);
        }
    }
    if begins_shortest_path(input) {
        return made(input, shortest_path, |pattern| ExpressionKind::Pattern(Box::new(pattern)));
    }
    named(input)
}

/// A call, a map projection or a variable.
fn named<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    let mut ahead = 1;
    while input.is_symbol(ahead, ".") && input.is_name(ahead + 1) {
        ahead += 2;
    }
    if input.is_symbol(ahead, "(") {
        function_call(input)
    } else if !is_variable(input, 0) {
        Err(input.mismatch(Expected::Rule("an expression")))
    } else if input.is_symbol(1, "{") {
        map_projection(input)
    } else {
        made(input, variable, |variable| ExpressionKind::Variable(variable.name))
    }
}

/// What begins with a square bracket: a comprehension has no comma of its own.
fn bracket<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    if has_comma(input) {
        list(input)
    } else if is_variable(input, 1) && input.is_keyword(2, "IN") {
        list_comprehension(input)
    } else if begins_pattern(input.skip(1))
        || (is_variable(input, 1) && input.is_symbol(2, "=") && begins_pattern(input.skip(3)))
    {
        pattern_comprehension(input)
    } else {
        list(input)
    }
}

/// Whether a comma stands between the bracket here and its partner, outside brackets within. What is within is leapt
/// over, so that all brackets of a statement together cost no more than its length.
fn has_comma(input: Tokens<'_>) -> bool {
    let Some(end) = input.partner(0) else { return false };
    let mut ahead = 1;
    while ahead < end {
        if input.is_symbol(ahead, ",") {
            return true;
        }
        ahead = input.partner(ahead).unwrap_or(ahead) + 1;
    }
    false
}

/// An expression in which a `|` is its own.
fn inner<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    with_bar(false, input, expression)
}

/// An expression that a `|` ends.
fn before_bar<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    with_bar(true, input, expression)
}

pub(super) fn case_expression<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    let at = input.offset();
    let (input, _) = keyword("CASE")(input)?;
    let (input, subject) = if input.is_keyword(0, "WHEN") { (input, None) } else { into(inner, Some).parse(input)? };
    let (input, branches) = many1(beside(case_branch)).parse(input)?;
    let (input, otherwise) = opt(preceded(keyword("ELSE"), inner)).parse(input)?;
    let (input, _) = keyword("END")(input)?;
    let (subject, otherwise) = (subject.map(Box::new), otherwise.map(Box::new));
    Ok((input, Expression { at, kind: ExpressionKind::Case { subject, branches, otherwise } }))
}

pub(super) fn case_branch<'a>(input: Tokens<'a>) -> Parsed<'a, (Expression, Expression)> {
    preceded(keyword("WHEN"), separated_pair(inner, keyword("THEN"), inner)).parse(input)
}

pub(super) fn exists_subquery<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    let at = input.offset();
    let (input, _) = keyword("EXISTS")(input)?;
    if input.is_symbol(0, "{") {
        let (rest, query) = subquery(input)?;
        return Ok((rest, Expression { at, kind: ExpressionKind::Exists(Box::new(query)) }));
    }
    let (input, _) = symbol("(")(input)?;
    let start = input.offset();
    let (input, (node, steps)) = pattern_element(input)?;
    let (input, _) = symbol(")")(input)?;
    let pattern = PathPattern { at: start, variable: None, selector: PathSelector::All, start: node, steps };
    let query = match_of(start, vec![pattern], None);
    Ok((input, Expression { at, kind: ExpressionKind::Exists(Box::new(query)) }))
}

pub(super) fn count_subquery<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    made(input, preceded(keyword("COUNT"), subquery), |query| ExpressionKind::Count(Box::new(query)))
}

fn match_of(at: usize, patterns: Vec<PathPattern>, predicate: Option<Expression>) -> SingleQuery {
    SingleQuery { clauses: vec![Clause { at, kind: ClauseKind::Match { optional: false, patterns, predicate } }] }
}

pub(super) fn subquery<'a>(input: Tokens<'a>) -> Parsed<'a, SingleQuery> {
    let content = |input: Tokens<'a>| {
        if begins_clause(input) {
            return single_query(input);
        }
        let at = input.offset();
        let (input, patterns) = pattern(input)?;
        let (input, predicate) = opt(condition).parse(input)?;
        Ok((input, match_of(at, patterns, predicate)))
    };
    let content = |input| with_bar(false, input, content);
    delimited(symbol("{"), content, symbol("}")).parse(input)
}

pub(super) fn count_all<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    made(input, (keyword("COUNT"), symbol("("), symbol("*"), symbol(")")), |_| ExpressionKind::CountAll)
}

pub(super) fn quantifier<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    let at = input.offset();
    let (input, quantifier) = alt((
        value(Quantifier::All, keyword("ALL")),
        value(Quantifier::Any, keyword("ANY")),
        value(Quantifier::None, keyword("NONE")),
        value(Quantifier::Single, keyword("SINGLE")),
    ))
    .parse(input)?;
    let (input, variable) = preceded(symbol("("), variable).parse(input)?;
    let (input, list) = preceded(keyword("IN"), inner).parse(input)?;
    let (input, predicate) = with_bar(false, input, |input| opt(condition).parse(input))?;
    let (input, _) = symbol(")")(input)?;
    let (list, predicate) = (Box::new(list), predicate.map(Box::new));
    Ok((input, Expression { at, kind: ExpressionKind::Quantifier { quantifier, variable, list, predicate } }))
}

pub(super) fn reduce<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    let at = input.offset();
    let (input, _) = keyword("REDUCE").and(symbol("(")).parse(input)?;
    let (input, (accumulator, start)) = separated_pair(variable, symbol("="), inner).parse(input)?;
    let (input, variable) = preceded(symbol(","), variable).parse(input)?;
    let (input, list) = preceded(keyword("IN"), before_bar).parse(input)?;
    let (input, step) = delimited(symbol("|"), inner, symbol(")")).parse(input)?;
    let (start, list, step) = (Box::new(start), Box::new(list), Box::new(step));
    Ok((input, Expression { at, kind: ExpressionKind::Reduce { accumulator, start, variable, list, step } }))
}

pub(super) fn pattern_predicate<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    made(input, walk, |pattern| ExpressionKind::Pattern(Box::new(pattern)))
}

/// A pattern of at least one relationship.
fn walk<'a>(input: Tokens<'a>) -> Parsed<'a, PathPattern> {
    let at = input.offset();
    let (input, start) = node_pattern(input)?;
    let (input, steps) = many1(relationship_pattern.and(beside(node_pattern))).parse(input)?;
    Ok((input, PathPattern { at, variable: None, selector: PathSelector::All, start, steps }))
}

pub(super) fn list_comprehension<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    let at = input.offset();
    let (input, variable) = preceded(symbol("["), variable).parse(input)?;
    let (input, list) = preceded(keyword("IN"), before_bar).parse(input)?;
    let (input, predicate) = with_bar(true, input, |input| opt(condition).parse(input))?;
    let (input, result) = opt(preceded(symbol("|"), inner)).parse(input)?;
    let (input, _) = symbol("]")(input)?;
    let (list, predicate, result) = (Box::new(list), predicate.map(Box::new), result.map(Box::new));
    Ok((input, Expression { at, kind: ExpressionKind::ListComprehension { variable, list, predicate, result } }))
}

pub(super) fn pattern_comprehension<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    let at = input.offset();
    let (input, _) = symbol("[")(input)?;
    let named = if input.is_symbol(1, "=") { opt(variable).parse(input)? } else { (input, None) };
    let (input, path) = named;
    let (input, _) = opt(symbol("=")).parse(input)?;
    let (input, pattern) = walk(input)?;
    let (input, predicate) = with_bar(true, input, |input| opt(condition).parse(input))?;
    let (input, result) = delimited(symbol("|"), inner, symbol("]")).parse(input)?;
    let pattern = Box::new(PathPattern { variable: path, ..pattern });
    let (predicate, result) = (predicate.map(Box::new), Box::new(result));
    Ok((input, Expression { at, kind: ExpressionKind::PatternComprehension { pattern, predicate, result } }))
}

pub(super) fn list<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    let items = separated_list0(symbol(","), beside(inner));
    made(input, delimited(symbol("["), items, symbol("]")), ExpressionKind::List)
}

pub(super) fn map<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    let entries = separated_list0(symbol(","), beside(map_entry));
    made(input, delimited(symbol("{"), entries, symbol("}")), ExpressionKind::Map)
}

pub(super) fn map_entry<'a>(input: Tokens<'a>) -> Parsed<'a, (Arc<str>, Expression)> {
    separated_pair(name, symbol(":"), inner).parse(input)
}

pub(super) fn map_projection<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    let at = input.offset();
    let (input, subject) = made(input, variable, |variable| ExpressionKind::Variable(variable.name))?;
    let entries = separated_list0(symbol(","), beside(projection_entry));
    let (input, entries) = delimited(symbol("{"), entries, symbol("}")).parse(input)?;
    Ok((input, Expression { at, kind: ExpressionKind::MapProjection(Box::new(subject), entries) }))
}

pub(super) fn projection_entry<'a>(input: Tokens<'a>) -> Parsed<'a, MapProjectionItem> {
    let all = value(MapProjectionItem::All, symbol(".").and(symbol("*")));
    let property = into(preceded(symbol("."), name), MapProjectionItem::Property);
    let entry = into(map_entry, |(key, value)| MapProjectionItem::Entry(key, value));
    let whole = into(variable, MapProjectionItem::Variable);
    if input.is_symbol(1, ":") { into(entry, |e| e).parse(input) } else { alt((all, property, whole)).parse(input) }
}

pub(super) fn function_call<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    let at = input.offset();
    let (input, name) = dotted_name(input)?;
    let (input, distinct) = preceded(symbol("("), opt(keyword("DISTINCT"))).parse(input)?;
    let (input, arguments) = if input.is_symbol(0, ")") { (input, Vec::new()) } else { arguments(input)? };
    let (input, _) = symbol(")")(input)?;
    let (name, distinct) = (name.into(), distinct.is_some());
    Ok((input, Expression { at, kind: ExpressionKind::Call { name, distinct, arguments } }))
}

pub(super) fn arguments<'a>(input: Tokens<'a>) -> Parsed<'a, Vec<Expression>> {
    separated_list1(symbol(","), beside(inner)).parse(input)
}

pub(super) fn parenthesized<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    delimited(symbol("("), inner, symbol(")")).parse(input)
}
