//! Tokens to numbers and strings.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, value};

use super::input::{Expected, Parsed, Tokens, keyword, kind};
use super::lex::TokenKind;
use crate::model::Value;
use crate::query::ast::{Expression, ExpressionKind};

pub(super) fn literal<'a>(input: Tokens<'a>) -> Parsed<'a, Expression> {
    let at = input.offset();
    let truth = value(Value::Boolean(true), keyword("TRUE"));
    let falsity = value(Value::Boolean(false), keyword("FALSE"));
    let null = value(Value::Null, keyword("NULL"));
    let (rest, value) = match input.peek(0).map(|t| t.kind) {
        Some(TokenKind::Identifier) => alt((truth, falsity, null)).parse(input)?,
        Some(TokenKind::String | TokenKind::BadString) => map(string, Value::from).parse(input)?,
        _ => number(input)?,
    };
    Ok((rest, Expression { at, kind: ExpressionKind::Literal(value) }))
}

pub(super) fn number<'a>(input: Tokens<'a>) -> Parsed<'a, Value> {
    signed(input, input, false)
}

/// A number whose signs begin at `from`: the least integer has no positive counterpart.
pub(super) fn signed<'a>(input: Tokens<'a>, from: Tokens<'a>, negative: bool) -> Parsed<'a, Value> {
    let Some(token) = input.peek(0) else { return Err(input.mismatch(Expected::Rule("a number"))) };
    let text = input.text_of(token);
    let rest = input.skip(1);
    match token.kind {
        TokenKind::Integer => match magnitude(text).and_then(|m| with_sign(m, negative)) {
            Some(integer) => Ok((rest, Value::Integer(integer))),
            None => Err(from.fatal("IntegerOverflow", format!("{text} does not fit into 64 bits"))),
        },
        TokenKind::Float => match text.parse::<f64>() {
            Ok(float) if float.is_finite() => Ok((rest, Value::Float(if negative { -float } else { float }))),
            _ => Err(from.fatal("FloatingPointOverflow", format!("{text} is greater than any float"))),
        },
        TokenKind::BadNumber => Err(input.fatal("InvalidNumberLiteral", bad_number(text))),
        _ => Err(input.mismatch(Expected::Rule("a number"))),
    }
}

fn bad_number(text: &str) -> String {
    let decimal = text.bytes().all(|b| b.is_ascii_digit());
    let hint = if decimal {
        "a number does not begin with 0; octal numbers are written 0o17"
    } else {
        "letters follow digits"
    };
    format!("{text} is not a number: {hint}")
}

/// The value of a decimal, hexadecimal or octal integer without its sign.
fn magnitude(text: &str) -> Option<u64> {
    match text.get(..2) {
        Some("0x" | "0X") => u64::from_str_radix(&text[2..], 16).ok(),
        Some("0o" | "0O") => u64::from_str_radix(&text[2..], 8).ok(),
        _ => text.parse().ok(),
    }
}

fn with_sign(magnitude: u64, negative: bool) -> Option<i64> {
    if negative { 0_i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() }
}

pub(super) fn count<'a>(input: Tokens<'a>) -> Parsed<'a, u64> {
    let (rest, token) = kind(TokenKind::Integer, "a number")(input)?;
    match magnitude(input.text_of(token)) {
        Some(count) => Ok((rest, count)),
        None => Err(input.fatal("IntegerOverflow", format!("{} does not fit into 64 bits", input.text_of(token)))),
    }
}

pub(super) fn string<'a>(input: Tokens<'a>) -> Parsed<'a, String> {
    match input.peek(0) {
        Some(token) if matches!(token.kind, TokenKind::String | TokenKind::BadString) => {
            let quoted = input.text_of(token);
            match unescape(quoted.get(1..quoted.len() - 1).unwrap_or_default()) {
                Ok(text) => Ok((input.skip(1), text)),
                Err((detail, message)) => Err(input.fatal(detail, message)),
            }
        }
        _ => Err(input.mismatch(Expected::Rule("a string"))),
    }
}

/// The characters that a string stands for, or the detail and message of what is wrong with it.
fn unescape(text: &str) -> Result<String, (&'static str, String)> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        plain.push_str(before);
        let mut characters = escape.chars();
        characters.next();
        let code = characters.next().unwrap_or_default();
        rest = characters.as_str();
        plain.push(match code {
            '\\' | '\'' | '"' | '`' => code,
            'b' | 'B' => '\u{8}',
            'f' | 'F' => '\u{c}',
            'n' | 'N' => '\n',
            'r' | 'R' => '\r',
            't' | 'T' => '\t',
            'u' | 'U' => {
                let (character, length) = unicode(escape).ok_or_else(|| {
                    let shown: String = escape.chars().take(10).collect();
                    ("InvalidUnicodeLiteral", format!("{shown} names no character: write \\uXXXX or \\UXXXXXXXX"))
                })?;
                rest = escape.get(length..).unwrap_or_default();
                character
            }
            _ => {
                let message = format!("\\{code} is not an escape of a string; a backslash itself is written \\\\");
                return Err(("UnexpectedSyntax", message));
            }
        });
    }
    plain.push_str(rest);
    Ok(plain)
}

/// The character that `\uXXXX`, a pair of those, or `\UXXXXXXXX` stands for, and the escape's length.
fn unicode(escape: &str) -> Option<(char, usize)> {
    let hexadecimal = |from: usize, to: usize| {
        let digits = escape.get(from..to).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
        u32::from_str_radix(digits, 16).ok()
    };
    if escape.starts_with("\\U") {
        return char::from_u32(hexadecimal(2, 10)?).map(|c| (c, 10));
    }
    let first = hexadecimal(2, 6)?;
    if let Some(character) = char::from_u32(first) {
        return Some((character, 6));
    }
    let second = escape.get(6..8).filter(|s| *s == "\\u").and_then(|_| hexadecimal(8, 12))?;
    let units = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
    let mut characters = char::decode_utf16(units);
    characters.next()?.ok().map(|c| (c, 12))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_stand_for_their_characters() {
        assert_eq!(unescape(r"a\n\t\\\'\u0041\U0001F9D0\uD83E\uDDD0").as_deref(), Ok("a\n\t\\'A🧐🧐"));
        assert_eq!(unescape(r"\uD83E").map_err(|e| e.0), Err("InvalidUnicodeLiteral"));
        assert_eq!(unescape(r"\d+").map_err(|e| e.0), Err("UnexpectedSyntax"));
    }

    #[test]
    fn the_least_integer_has_no_positive_counterpart() {
        assert_eq!(magnitude("9223372036854775808").and_then(|m| with_sign(m, true)), Some(i64::MIN));
        assert_eq!(magnitude("9223372036854775808").and_then(|m| with_sign(m, false)), None);
        assert_eq!(magnitude("0x8000000000000001").and_then(|m| with_sign(m, true)), None);
        assert_eq!(magnitude("0o17"), Some(15));
    }
}
