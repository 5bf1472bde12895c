//! What was found and what would have fitted, to the words of a syntax error.

use std::collections::BTreeSet;

use super::clauses::FIRST_WORDS;
use super::input::{Expected, Source};
use super::lex::{Token, TokenKind};
use crate::query::QueryError;

/// The error at the furthest token that was reached.
pub(super) fn unexpected(source: &Source<'_>) -> QueryError {
    let (found, expected) = source.furthest();
    let Some(token) = found else {
        let message = format!("the statement ends too early; {}", wanted(&expected));
        return QueryError::compile("SyntaxError", "UnexpectedSyntax", source.text.trim_end().len(), message);
    };
    let at = token.start as usize;
    let text = source.text.get(at..token.end as usize).unwrap_or_default();
    let (detail, message) = match token.kind {
        TokenKind::Unterminated => ("UnexpectedSyntax", unterminated(text)),
        TokenKind::BadCharacter if !text.is_ascii() => (
            "InvalidUnicodeCharacter",
            format!("the character {} is no part of the language{}", shown(text), look_alike(text)),
        ),
        _ => ("UnexpectedSyntax", unfitting(token, text, &expected)),
    };
    QueryError::compile("SyntaxError", detail, at, message)
}

fn unfitting(token: Token, text: &str, expected: &[Expected]) -> String {
    let mut message = format!("unexpected {}", shown(text));
    if token.kind == TokenKind::Identifier {
        if let Some(word) = closest(text, expected) {
            return format!("{message}, did you mean {word}? {}", capital(&wanted(expected)));
        } else if super::names::is_reserved(text) && expected.contains(&Expected::Rule("a variable")) {
            message.push_str(&format!("; to use it as a name, write `{text}` in back-ticks"));
        }
    }
    if text == "!" {
        message.push_str("; unequal is written <>");
    }
    format!("{message}; {}", wanted(expected))
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or(String::new(), |first| first.to_uppercase().chain(characters).collect())
}

fn unterminated(text: &str) -> String {
    let (what, end) = match text.chars().next() {
        Some('`') => ("this name", "`"),
        Some('/') => ("this comment", "*/"),
        Some('\'') => ("this string", "'"),
        _ => ("this string", "\""),
    };
    format!("{what} does not end; {end} is missing")
}

/// What an editor may have put in the place of a sign of the language.
fn look_alike(text: &str) -> &'static str {
    match text {
        "‐" | "‑" | "‒" | "–" | "—" | "−" => "; minus is written -",
        "‘" | "’" | "“" | "”" | "«" | "»" | "„" => "; strings stand between ' and ' or \" and \"",
        "≤" => "; write <=",
        "≥" => "; write >=",
        "≠" => "; write <>",
        "→" | "←" => "; arrows are written --> and <--",
        _ => "",
    }
}

/// The text in quotation marks, cut when long, and without control characters.
fn shown(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut short: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    format!("'{short}'")
}

/// The expected keyword that was most likely meant.
fn closest(word: &str, expected: &[Expected]) -> Option<&'static str> {
    let upper = word.to_uppercase();
    let distance = |keyword: &str| strsim::damerau_levenshtein(&upper, &keyword.to_uppercase());
    let words = expected.iter().filter_map(|e| match e {
        Expected::Keyword(w) | Expected::Operator(w) if w.starts_with(char::is_alphabetic) => Some(*w),
        _ => None,
    });
    // One slip in a short word, two in a longer one: more would suggest at random.
    words.map(|w| (distance(w), w)).filter(|(d, w)| *d <= if w.len() > 4 { 2 } else { 1 }).min().map(|(_, w)| w)
}

/// "expected …" with what would have fitted, the most telling first.
fn wanted(expected: &[Expected]) -> String {
    let mut rules = BTreeSet::new();
    let mut symbols = BTreeSet::new();
    let mut words = BTreeSet::new();
    for one in expected {
        match one {
            Expected::Rule(rule) => rules.insert((*rule).to_owned()),
            Expected::Operator(_) => rules.insert("an operator".to_owned()),
            Expected::Symbol(symbol) => symbols.insert(format!("'{symbol}'")),
            Expected::Keyword(word) => words.insert((*word).to_owned()),
        };
    }
    // Where a clause may begin, the names of all clauses would hide the rest.
    if FIRST_WORDS.iter().all(|word| words.contains(*word)) {
        words.retain(|word| !FIRST_WORDS.contains(&word.as_str()));
        rules.insert("a clause such as MATCH, WITH or RETURN".to_owned());
    }
    let all: Vec<String> = rules.into_iter().chain(symbols).chain(words).collect();
    match all.split_last() {
        None => "nothing more was expected".to_owned(),
        Some((only, [])) => format!("expected {only}"),
        Some((last, others)) => format!("expected {} or {last}", others.join(", ")),
    }
}
