//! Tokens to expressions: operators, from the loosest to the tightest.

use std::sync::Arc;

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt, value};
use nom::multi::many0;
use nom::sequence::preceded;

use super::atoms::atom;
use super::input::{Parsed, Tokens, beside, keyword, nested, operator, symbol, with_bar};
use super::lex::TokenKind;
use super::literals::signed;
use super::names::name;
use super::patterns::{balanced, label_bar, label_conjunction};
use crate::query::ast::{
    BinaryOperator, ComparisonOperator, Expression, ExpressionKind, LabelExpression, UnaryOperator,
};

type Rule<'a> = fn(Tokens<'a>) -> Parsed<'a, Expression>;

pub(super) fn expression<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    nested(input, or_expression)
}

pub(super) fn or_expression<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    junction(input, xor_expression, "OR", |a, b| binary(BinaryOperator::Or, a, b))
}

pub(super) fn xor_expression<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    junction(input, and_expression, "XOR", |a, b| binary(BinaryOperator::Xor, a, b))
}

pub(super) fn and_expression<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    junction(input, not_expression, "AND", |a, b| binary(BinaryOperator::And, a, b))
}

fn binary(operator: BinaryOperator, left: Box<Expression>, right: Box<Expression>) -> Expression {
    Expression { at: left.at, kind: ExpressionKind::Binary(operator, left, right) }
}

/// Operands joined by an associative word, as a balanced tree: thousands of alternatives stay shallow.
fn junction<'a>(
    input: Tokens<'a>,
    operand: Rule<'a>,
    word: &'static str,
    join: fn(Box<Expression>, Box<Expression>) -> Expression,
) -> Parsed<'a, Expression> {
    let mut operand = beside(operand);
    let (mut input, first) = operand(input)?;
    let mut rest = Vec::new();
    while let Ok((after, _)) = operator(word)(input) {
        let (next, right) = operand(after)?;
        rest.push(right);
        input = next;
    }
    if rest.is_empty() { Ok((input, first)) } else { Ok((input, balanced(first, rest, join))) }
}

pub(super) fn not_expression<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    let mut signs = Vec::new();
    let mut rest = input;
    while let Ok((after, token)) = keyword("NOT")(rest) {
        rest.link()?;
        signs.push(token.start as usize);
        rest = after;
    }
    let (rest, mut expression) = comparison(rest)?;
    for at in signs.into_iter().rev() {
        expression = Expression { at, kind: ExpressionKind::Unary(UnaryOperator::Not, Box::new(expression)) };
    }
    Ok((rest, expression))
}

pub(super) fn comparison<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    let mut operand = beside(predicate);
    let (mut input, first) = operand(input)?;
    let mut chain = Vec::new();
    while let Ok((after, operator)) = comparison_operator(input) {
        let (next, right) = operand(after)?;
        chain.push((operator, right));
        input = next;
    }
    if chain.is_empty() {
        return Ok((input, first));
    }
    Ok((input, Expression { at: first.at, kind: ExpressionKind::Comparison(Box::new(first), chain) }))
}

pub(super) fn comparison_operator<'a>(input: Tokens<'a>) -> Parsed<'a, ComparisonOperator> {
    alt((
        value(ComparisonOperator::Equal, operator("=")),
        value(ComparisonOperator::NotEqual, operator("<>")),
        value(ComparisonOperator::LessOrEqual, operator("<=")),
        value(ComparisonOperator::GreaterOrEqual, operator(">=")),
        value(ComparisonOperator::Less, operator("<")),
        value(ComparisonOperator::Greater, operator(">")),
    ))
    .parse(input)
}

/// What follows an operand and makes a predicate of it.
pub(super) enum Suffix {
    Binary(BinaryOperator, Expression),
    /// The flag of [`ExpressionKind::IsNull`].
    Null(bool),
}

pub(super) fn predicate<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    let (mut input, mut left) = sum(input)?;
    loop {
        let (rest, suffix) = match alt((text_predicate, in_predicate, null_predicate)).parse(input) {
            Ok(found) => found,
            Err(nom::Err::Error(_)) => return Ok((input, left)),
            Err(fatal) => return Err(fatal),
        };
        input.link()?;
        let at = left.at;
        let left_side = Box::new(left);
        let kind = match suffix {
            Suffix::Binary(operator, right) => ExpressionKind::Binary(operator, left_side, Box::new(right)),
            Suffix::Null(not) => ExpressionKind::IsNull(left_side, not),
        };
        left = Expression { at, kind };
        input = rest;
    }
}

pub(super) fn text_predicate<'a>(input: Tokens<'a>) -> Parsed<'a, Suffix> {
    let (input, operator) = alt((
        value(BinaryOperator::StartsWith, operator("STARTS").and(keyword("WITH"))),
        value(BinaryOperator::EndsWith, operator("ENDS").and(keyword("WITH"))),
        value(BinaryOperator::Contains, operator("CONTAINS")),
        value(BinaryOperator::Matches, operator("=~")),
    ))
    .parse(input)?;
    map(sum, |right| Suffix::Binary(operator, right)).parse(input)
}

pub(super) fn in_predicate<'a>(input: Tokens<'a>) -> Parsed<'a, Suffix> {
    map(preceded(operator("IN"), sum), |right| Suffix::Binary(BinaryOperator::In, right)).parse(input)
}

pub(super) fn null_predicate<'a>(input: Tokens<'a>) -> Parsed<'a, Suffix> {
    let (input, _) = operator("IS")(input)?;
    let (input, not) = opt(keyword("NOT")).parse(input)?;
    map(keyword("NULL"), |_| Suffix::Null(not.is_some())).parse(input)
}

/// Operands joined by operators of one precedence, grouped from the left.
fn chain<'a>(
    input: Tokens<'a>,
    operand: Rule<'a>,
    operators: &[(&'static str, BinaryOperator)],
) -> Parsed<'a, Expression> {
    let mut operand = beside(operand);
    let (mut input, mut left) = operand(input)?;
    let mut links = 0;
    'operators: loop {
        for (sign, operator_kind) in operators {
            if let Ok((after, _)) = operator(sign)(input) {
                links += 1;
                input.links_above(links)?;
                let (rest, right) = operand(after)?;
                left = binary(*operator_kind, Box::new(left), Box::new(right));
                input = rest;
                continue 'operators;
            }
        }
        input.add_links(links);
        return Ok((input, left));
    }
}

pub(super) fn sum<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    chain(input, product, &[("+", BinaryOperator::Add), ("-", BinaryOperator::Subtract)])
}

pub(super) fn product<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    const OPERATORS: [(&str, BinaryOperator); 3] =
        [("*", BinaryOperator::Multiply), ("/", BinaryOperator::Divide), ("%", BinaryOperator::Modulo)];
    chain(input, power, &OPERATORS)
}

pub(super) fn power<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    chain(input, unary, &[("^", BinaryOperator::Power)])
}

pub(super) fn unary<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    let mut signs = Vec::new();
    let mut rest = input;
    while let Some(token) = rest.peek(0).filter(|_| rest.is_symbol(0, "-") || rest.is_symbol(0, "+")) {
        rest.link()?;
        signs.push((
            token.start as usize,
            if rest.is_symbol(0, "-") { UnaryOperator::Negate } else { UnaryOperator::Plus },
        ));
        rest = rest.skip(1);
    }
    let number =
        rest.peek(0).is_some_and(|t| matches!(t.kind, TokenKind::Integer | TokenKind::Float | TokenKind::BadNumber))
            && ![".", "[", ":"].iter().any(|sign| rest.is_symbol(1, sign));
    let (rest, mut expression) = match signs.last() {
        // The sign next to a number is part of it: the least integer can be written.
        Some(&(at, UnaryOperator::Negate)) if number => {
            signs.pop();
            let sign = input.skip(u32::try_from(signs.len()).unwrap_or(0));
            let (rest, value) = signed(rest, sign, true)?;
            (rest, Expression { at, kind: ExpressionKind::Literal(value) })
        }
        _ => postfix(rest)?,
    };
    for (at, operator) in signs.into_iter().rev() {
        expression = Expression { at, kind: ExpressionKind::Unary(operator, Box::new(expression)) };
    }
    Ok((rest, expression))
}

pub(super) fn postfix<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    let (mut input, mut subject) = atom(input)?;
    let at = subject.at;
    loop {
        let kind = if input.is_symbol(0, ".") {
            let (rest, key) = property_lookup(input)?;
            input.link()?;
            input = rest;
            ExpressionKind::Property(Box::new(subject), key)
        } else if input.is_symbol(0, "[") {
            input.link()?;
            let (rest, range) = index(input)?;
            input = rest;
            match range {
                Range::At(index) => ExpressionKind::Index(Box::new(subject), Box::new(index)),
                Range::Between(from, to) => {
                    ExpressionKind::Slice(Box::new(subject), from.map(Box::new), to.map(Box::new))
                }
            }
        } else {
            break;
        };
        subject = Expression { at, kind };
    }
    let (input, labels) = opt(label_predicate).parse(input)?;
    if let Some(labels) = labels {
        subject = Expression { at, kind: ExpressionKind::HasLabels(Box::new(subject), labels) };
    }
    Ok((input, subject))
}

pub(super) fn property_lookup<'a>(input: Tokens<'a>) -> Parsed<'a, Arc<str>> {
    preceded(operator("."), name).parse(input)
}

/// What stands between the brackets after a list.
pub(super) enum Range {
    At(Expression),
    Between(Option<Expression>, Option<Expression>),
}

pub(super) fn index<'a>(input: Tokens<'a>) -> Parsed<'a, Range> {
    let (input, _) = operator("[")(input)?;
    let inner = |input| with_bar(false, input, expression);
    let (input, from) = if input.is_symbol(0, "..") { (input, None) } else { map(inner, Some).parse(input)? };
    let (input, from) = match (from, symbol("]")(input)) {
        (Some(index), Ok((rest, _))) => return Ok((rest, Range::At(index))),
        (from, _) => (input, from),
    };
    let (input, _) = symbol("..")(input)?;
    let (input, to) = if input.is_symbol(0, "]") { (input, None) } else { map(inner, Some).parse(input)? };
    let (input, _) = symbol("]")(input)?;
    Ok((input, Range::Between(from, to)))
}

pub(super) fn label_predicate<'a>(input: Tokens<'a>) -> Parsed<'a, LabelExpression> {
    let (input, first) = preceded(operator(":"), label_conjunction).parse(input)?;
    let (input, rest) = if input.bar_awaited() {
        (input, Vec::new())
    } else {
        many0(preceded(label_bar, beside(label_conjunction))).parse(input)?
    };
    Ok((input, balanced(first, rest, LabelExpression::Or)))
}
