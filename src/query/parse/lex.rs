//! Characters to tokens: the rules of grammar/query.ebnf after "Tokens".

use nom::branch::alt;
use nom::bytes::complete::{is_not, tag, tag_no_case, take_until, take_while, take_while_m_n, take_while1};
use nom::character::complete::{char, one_of, satisfy};
use nom::combinator::{opt, recognize};
use nom::multi::{many0_count, many1_count};
use nom::sequence::{delimited, pair, preceded};
use nom::{IResult, Parser};
use unicode_normalization::char::is_combining_mark;

/// The text that a rule took.
type Lexed<'a> = IResult<&'a str, &'a str>;

/// A token: what it is and its bytes in the statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) struct Token {
    pub kind: TokenKind,
    pub start: u32,
    pub end: u32,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum TokenKind {
    Identifier,
    EscapedIdentifier,
    Integer,
    Float,
    String,
    Symbol,
    /// Digits that letters follow: no number of the language.
    BadNumber,
    /// A string with an escape that the language does not know.
    BadString,
    /// A string, name or comment that does not end.
    Unterminated,
    /// A character that the language does not use.
    BadCharacter,
}

/// Longest first, so that `<=` is not read as `<`.
const SYMBOLS: [&str; 29] = [
    "..", "<>", "<=", ">=", "=~", "+=", "(", ")", "[", "]", "{", "}", ",", ".", ":", ";", "|", "=", "<", ">", "+", "-",
    "*", "/", "%", "^", "$", "&", "!",
];

/// The first token of `text` that begins after space and comments, with its offset; `None` when only those are left.
/// `at` is the offset of `text` in the statement.
pub(in crate::query) fn next_token(text: &str, at: usize) -> Option<Token> {
    let rest = many0_count(space).parse(text).map_or(text, |(rest, _)| rest);
    let start = at + (text.len() - rest.len());
    let (kind, length) = token(rest)?;
    let offset = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Some(Token { kind, start: offset(start), end: offset(start + length) })
}

/// What the token at the beginning of `text` is, and its length in bytes.
fn token(text: &str) -> Option<(TokenKind, usize)> {
    let first = text.chars().next()?;
    let length = |result: Lexed<'_>| result.ok().map(|(_, taken)| taken.len());
    let found = |kind| move |n| (kind, n);
    match first {
        '0'..='9' | '.' => number_or_dots(text),
        '\'' | '"' => length(string(text))
            .map(found(TokenKind::String))
            .or_else(|| length_of_closed_string(text).map(found(TokenKind::BadString)))
            .or(Some((TokenKind::Unterminated, text.len()))),
        '`' => length(escaped_identifier(text))
            .map(found(TokenKind::EscapedIdentifier))
            .or(Some((TokenKind::Unterminated, text.len()))),
        '/' if text.starts_with("/*") => Some((TokenKind::Unterminated, text.len())),
        _ => length(identifier(text))
            .map(found(TokenKind::Identifier))
            .or_else(|| symbol(text))
            .or(Some((TokenKind::BadCharacter, first.len_utf8()))),
    }
}

fn symbol(text: &str) -> Option<(TokenKind, usize)> {
    SYMBOLS.iter().find(|s| text.starts_with(**s)).map(|s| (TokenKind::Symbol, s.len()))
}

/// A number, unless a letter follows it; `.` and `..` where no digit follows.
fn number_or_dots(text: &str) -> Option<(TokenKind, usize)> {
    let kind = |kind| move |taken: &str| (kind, taken.len());
    let number = alt((float.map(kind(TokenKind::Float)), integer.map(kind(TokenKind::Integer)))).parse(text);
    match number {
        Ok((rest, found)) => {
            let more = take_while::<_, _, nom::error::Error<&str>>(is_identifier_part).parse(rest);
            match more {
                Ok((_, letters)) if !letters.is_empty() => Some((TokenKind::BadNumber, found.1 + letters.len())),
                _ => Some(found),
            }
        }
        Err(_) => symbol(text),
    }
}

fn is_identifier_start(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

fn is_identifier_part(c: char) -> bool {
    c == '_' || c.is_alphanumeric() || is_combining_mark(c)
}

pub(super) fn integer(text: &str) -> Lexed<'_> {
    alt((hexadecimal, octal, decimal)).parse(text)
}

pub(super) fn hexadecimal(text: &str) -> Lexed<'_> {
    recognize(pair(tag_no_case("0x"), many1_count(hexadecimal_digit))).parse(text)
}

pub(super) fn hexadecimal_digit(text: &str) -> Lexed<'_> {
    take_while_m_n(1, 1, |c: char| c.is_ascii_hexdigit()).parse(text)
}

pub(super) fn octal(text: &str) -> Lexed<'_> {
    recognize(pair(tag_no_case("0o"), many1_count(octal_digit))).parse(text)
}

pub(super) fn octal_digit(text: &str) -> Lexed<'_> {
    take_while_m_n(1, 1, |c: char| c.is_digit(8)).parse(text)
}

pub(super) fn decimal(text: &str) -> Lexed<'_> {
    alt((tag("0"), recognize(pair(nonzero_digit, many0_count(digit))))).parse(text)
}

pub(super) fn nonzero_digit(text: &str) -> Lexed<'_> {
    recognize(one_of("123456789")).parse(text)
}

pub(super) fn digit(text: &str) -> Lexed<'_> {
    take_while_m_n(1, 1, |c: char| c.is_ascii_digit()).parse(text)
}

pub(super) fn digits(text: &str) -> Lexed<'_> {
    take_while1(|c: char| c.is_ascii_digit()).parse(text)
}

pub(super) fn float(text: &str) -> Lexed<'_> {
    let fraction = (opt(digits), char('.'), digits, opt(exponent));
    alt((recognize(fraction), recognize(pair(digits, exponent)))).parse(text)
}

pub(super) fn exponent(text: &str) -> Lexed<'_> {
    recognize((one_of("eE"), opt(one_of("+-")), digits)).parse(text)
}

pub(super) fn string(text: &str) -> Lexed<'_> {
    let part = |other| alt((string_character, recognize(char(other)), escape));
    alt((
        recognize(delimited(char('\''), many0_count(part('"')), char('\''))),
        recognize(delimited(char('"'), many0_count(part('\'')), char('"'))),
    ))
    .parse(text)
}

/// A run of them: one at a time would be slow in long strings.
pub(super) fn string_character(text: &str) -> Lexed<'_> {
    is_not("'\"\\").parse(text)
}

/// The length of a string whatever its escapes are: so that the message can be about the escape.
fn length_of_closed_string(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    let mut escaped = false;
    for (i, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return Some(i + 1),
            _ => {}
        }
    }
    None
}

pub(super) fn escape(text: &str) -> Lexed<'_> {
    let code = alt((
        recognize(one_of("\\'\"`bfnrtBFNRT")),
        recognize(pair(char('u'), four_digits)),
        recognize((char('U'), four_digits, four_digits)),
    ));
    recognize(preceded(char('\\'), code)).parse(text)
}

pub(super) fn four_digits(text: &str) -> Lexed<'_> {
    take_while_m_n(4, 4, |c: char| c.is_ascii_hexdigit()).parse(text)
}

pub(super) fn identifier(text: &str) -> Lexed<'_> {
    recognize(pair(identifier_start, identifier_part)).parse(text)
}

pub(super) fn identifier_start(text: &str) -> Lexed<'_> {
    recognize(satisfy(is_identifier_start)).parse(text)
}

/// A run of them.
pub(super) fn identifier_part(text: &str) -> Lexed<'_> {
    take_while(is_identifier_part).parse(text)
}

pub(super) fn escaped_identifier(text: &str) -> Lexed<'_> {
    recognize(delimited(char('`'), many0_count(alt((back_tick_character, tag("``")))), char('`'))).parse(text)
}

/// A run of them.
pub(super) fn back_tick_character(text: &str) -> Lexed<'_> {
    is_not("`").parse(text)
}

pub(super) fn space(text: &str) -> Lexed<'_> {
    // The byte order mark is no white space by Unicode, but stands where files begin.
    alt((take_while1(|c: char| c.is_whitespace() || c == '\u{feff}'), line_comment, block_comment)).parse(text)
}

pub(super) fn line_comment(text: &str) -> Lexed<'_> {
    recognize(pair(tag("//"), take_while(|c| c != '\n'))).parse(text)
}

pub(super) fn block_comment(text: &str) -> Lexed<'_> {
    recognize((tag("/*"), take_until("*/"), tag("*/"))).parse(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(TokenKind, &str)> {
        let mut tokens = Vec::new();
        let mut at = 0;
        while let Some(token) = next_token(&text[at..], at) {
            at = token.end as usize;
            tokens.push((token.kind, &text[token.start as usize..at]));
        }
        tokens
    }

    #[test]
    fn dots_between_integers_are_a_range_not_a_float() {
        use TokenKind::{Float, Integer, Symbol};
        assert_eq!(kinds("1..3"), [(Integer, "1"), (Symbol, ".."), (Integer, "3")]);
        assert_eq!(kinds(".5 1.5e-3 1e9"), [(Float, ".5"), (Float, "1.5e-3"), (Float, "1e9")]);
    }

    #[test]
    fn letters_after_digits_spoil_the_number() {
        for bad in ["0x", "0x1G", "9223372h54", "1e", "007", "0o8", "1_000"] {
            assert_eq!(kinds(bad), [(TokenKind::BadNumber, bad)], "{bad}");
        }
    }

    #[test]
    fn kazakh_names_and_back_ticks_are_names() {
        assert_eq!(
            kinds("Тұлға `бір ``екі`` үш`"),
            [(TokenKind::Identifier, "Тұлға"), (TokenKind::EscapedIdentifier, "`бір ``екі`` үш`")]
        );
    }

    #[test]
    fn comments_and_the_byte_order_mark_are_space() {
        assert_eq!(kinds("\u{feff}a // b\n/* c */ d"), [(TokenKind::Identifier, "a"), (TokenKind::Identifier, "d")]);
        assert_eq!(kinds("a /* b"), [(TokenKind::Identifier, "a"), (TokenKind::Unterminated, "/* b")]);
    }

    #[test]
    fn a_string_ends_at_its_own_quote_outside_an_escape() {
        assert_eq!(kinds(r#"'a\'"b' "c'd""#), [(TokenKind::String, r#"'a\'"b'"#), (TokenKind::String, "\"c'd\"")]);
        assert_eq!(kinds(r"'\uH'"), [(TokenKind::BadString, r"'\uH'")]);
        assert_eq!(kinds("'a"), [(TokenKind::Unterminated, "'a")]);
    }
}
