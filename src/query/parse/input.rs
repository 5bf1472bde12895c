//! Tokens as nom reads them, with what was expected at the furthest point that was reached.

use std::cell::{Cell, RefCell};
use std::iter::Copied;
use std::slice::Iter;

use nom::error::{ErrorKind, ParseError};
use nom::{IResult, Input, Needed};

use super::lex::{Token, TokenKind, next_token};
use crate::query::QueryError;
use crate::query::depth::deeper;

/// What a rule makes of tokens.
pub(super) type Parsed<'a, O> = IResult<Tokens<'a>, O, Mismatch>;

/// A rule did not fit; where and what it wanted is noted in the [`Source`].
#[derive(Debug)]
pub(super) struct Mismatch;

impl<I> ParseError<I> for Mismatch {
    fn from_error_kind(_: I, _: ErrorKind) -> Self {
        Self
    }

    fn append(_: I, _: ErrorKind, other: Self) -> Self {
        other
    }
}

/// Something that would have fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Expected {
    Keyword(&'static str),
    Symbol(&'static str),
    /// Named in words: "an expression".
    Rule(&'static str),
    /// A word or sign that would go on with an expression.
    Operator(&'static str),
}

/// A statement cut into tokens, and what the parser notes about it.
pub(super) struct Source<'a> {
    pub text: &'a str,
    tokens: Vec<Token>,
    /// For each opening bracket the index of the token that closes it, else 0.
    partners: Vec<u32>,
    furthest: Cell<u32>,
    expected: RefCell<Vec<Expected>>,
    fatal: RefCell<Option<QueryError>>,
    depth: Cell<u32>,
    links: Cell<u32>,
    bar_awaited: Cell<bool>,
}

/// What is noted at most about one place: more would only repeat.
const NOTES: usize = 128;
/// Deepest nesting of expressions, far above what people write: all that walks the tree recurses as deep.
const MAX_DEPTH: u32 = 100;
/// Longest chain of operators that each take the one before as their left side: the tree grows that much deeper.
const MAX_LINKS: u32 = 200;

impl<'a> Source<'a> {
    pub fn new(text: &'a str) -> Self {
        let mut tokens = Vec::new();
        let mut partners = Vec::new();
        let mut open: Vec<(usize, &str)> = Vec::new();
        let mut at = 0;
        while let Some(token) = text.get(at..).and_then(|rest| next_token(rest, at)) {
            at = token.end as usize;
            let index = tokens.len();
            if token.kind == TokenKind::Symbol {
                let symbol = text.get(token.start as usize..at).unwrap_or_default();
                match symbol {
                    "(" => open.push((index, ")")),
                    "[" => open.push((index, "]")),
                    "{" => open.push((index, "}")),
                    ")" | "]" | "}" => {
                        if let Some((opening, _)) = open.pop_if(|(_, closing)| *closing == symbol)
                            && let Some(partner) = partners.get_mut(opening)
                        {
                            *partner = u32::try_from(index).unwrap_or(0);
                        }
                    }
                    _ => {}
                }
            }
            tokens.push(token);
            partners.push(0);
        }
        Self {
            text,
            tokens,
            partners,
            furthest: Cell::new(0),
            expected: RefCell::default(),
            fatal: RefCell::default(),
            depth: Cell::new(0),
            links: Cell::new(0),
            bar_awaited: Cell::new(false),
        }
    }

    /// All tokens.
    pub fn tokens(&'a self) -> Tokens<'a> {
        Tokens { source: self, from: 0, to: u32::try_from(self.tokens.len()).unwrap_or(u32::MAX) }
    }

    /// The token that no rule could go on from, and all that was expected in its place.
    pub fn furthest(&self) -> (Option<Token>, Vec<Expected>) {
        let mut expected = Vec::new();
        for &one in &*self.expected.borrow() {
            if !expected.contains(&one) {
                expected.push(one);
            }
        }
        (self.tokens.get(self.furthest.get() as usize).copied(), expected)
    }

    /// The error that made the parser stop at once.
    pub fn take_fatal(&self) -> Option<QueryError> {
        self.fatal.take()
    }
}

/// A part of a statement's tokens: the input of every rule.
#[derive(Clone, Copy)]
pub(super) struct Tokens<'a> {
    source: &'a Source<'a>,
    from: u32,
    to: u32,
}

impl<'a> Tokens<'a> {
    fn as_slice(&self) -> &'a [Token] {
        self.source.tokens.get(self.from as usize..self.to as usize).unwrap_or(&[])
    }

    /// The token `ahead` places on.
    pub fn peek(&self, ahead: u32) -> Option<Token> {
        self.source.tokens.get((self.from + ahead) as usize).copied()
    }

    /// Whether the token `ahead` places on is this symbol.
    pub fn is_symbol(&self, ahead: u32, symbol: &str) -> bool {
        self.peek(ahead).is_some_and(|t| t.kind == TokenKind::Symbol && self.text_of(t) == symbol)
    }

    /// Whether the token `ahead` places on is this word, in any case.
    pub fn is_keyword(&self, ahead: u32, word: &str) -> bool {
        self.peek(ahead).is_some_and(|t| t.kind == TokenKind::Identifier && self.text_of(t).eq_ignore_ascii_case(word))
    }

    /// Whether the token `ahead` places on is a name.
    pub fn is_name(&self, ahead: u32) -> bool {
        self.peek(ahead).is_some_and(|t| matches!(t.kind, TokenKind::Identifier | TokenKind::EscapedIdentifier))
    }

    /// How many places on the bracket closes that opens `ahead` places on.
    pub fn partner(&self, ahead: u32) -> Option<u32> {
        let partner = *self.source.partners.get((self.from + ahead) as usize)?;
        partner.checked_sub(self.from).filter(|n| *n > ahead)
    }

    /// The token's characters.
    pub fn text_of(&self, token: Token) -> &'a str {
        self.source.text.get(token.start as usize..token.end as usize).unwrap_or_default()
    }

    /// The offset of the next token, or of the end.
    pub fn offset(&self) -> usize {
        self.peek(0).map_or(self.source.text.len(), |t| t.start as usize)
    }

    /// The text from the next token up to where `rest` begins, without the space before `rest`.
    pub fn text_until(&self, rest: Self) -> &'a str {
        let last = rest.from.checked_sub(1).and_then(|i| self.source.tokens.get(i as usize));
        let end = last.map_or(0, |t| t.end as usize);
        self.source.text.get(self.offset()..end).unwrap_or_default()
    }

    /// The input after `count` tokens.
    pub const fn skip(self, count: u32) -> Self {
        Self { from: self.from + count, ..self }
    }

    /// Notes what would have fitted here and gives the error of a rule that did not.
    pub fn mismatch(&self, expected: Expected) -> nom::Err<Mismatch> {
        let furthest = self.source.furthest.get();
        let mut notes = self.source.expected.borrow_mut();
        if self.from > furthest {
            self.source.furthest.set(self.from);
            notes.clear();
        }
        if self.from >= furthest && notes.len() < NOTES {
            notes.push(expected);
        }
        nom::Err::Error(Mismatch)
    }

    /// Ends the parse with an error at the next token.
    pub fn fatal(&self, detail: &'static str, message: impl Into<String>) -> nom::Err<Mismatch> {
        self.fail(QueryError::compile("SyntaxError", detail, self.offset(), message))
    }

    fn fail(&self, error: QueryError) -> nom::Err<Mismatch> {
        self.source.fatal.replace(Some(error));
        nom::Err::Failure(Mismatch)
    }

    fn too_deep(&self, what: &str, limit: u32) -> nom::Err<Mismatch> {
        let message = format!("{what} are limited to {limit}; pass long data as a parameter");
        self.fail(QueryError::compile("ResourceExhausted", "Memory", self.offset(), message))
    }

    /// Counts one more operator on the left side of which the tree grows.
    pub fn link(&self) -> Result<(), nom::Err<Mismatch>> {
        self.add_links(1);
        self.links_above(0)
    }

    /// Counts more such operators.
    pub fn add_links(&self, count: u32) {
        self.source.links.set(self.source.links.get() + count);
    }

    /// An error when `above` more operators would make the tree too deep.
    pub fn links_above(&self, above: u32) -> Result<(), nom::Err<Mismatch>> {
        let links = self.source.links.get() + above;
        if links > MAX_LINKS { Err(self.too_deep("operators in one expression", MAX_LINKS)) } else { Ok(()) }
    }

    /// Whether a `|` here belongs to what stands around the expression.
    pub fn bar_awaited(&self) -> bool {
        self.source.bar_awaited.get()
    }
}

/// One level deeper; an error when that is too deep.
pub(super) fn nested<'a, O>(input: Tokens<'a>, rule: impl FnOnce(Tokens<'a>) -> Parsed<'a, O>) -> Parsed<'a, O> {
    let depth = &input.source.depth;
    if depth.get() >= MAX_DEPTH {
        return Err(input.too_deep("levels of nesting", MAX_DEPTH));
    }
    depth.set(depth.get() + 1);
    let result = deeper(|| rule(input));
    depth.set(depth.get() - 1);
    result
}

/// The rule with a `|` left to what stands around it, or not.
pub(super) fn with_bar<'a, O>(
    awaited: bool,
    input: Tokens<'a>,
    rule: impl FnOnce(Tokens<'a>) -> Parsed<'a, O>,
) -> Parsed<'a, O> {
    let before = input.source.bar_awaited.replace(awaited);
    let result = rule(input);
    input.source.bar_awaited.set(before);
    result
}

/// A rule that may be repeated side by side, one as deep in the tree as the other: their chains do not add up.
pub(super) fn beside<'a, O>(
    mut rule: impl FnMut(Tokens<'a>) -> Parsed<'a, O>,
) -> impl FnMut(Tokens<'a>) -> Parsed<'a, O> {
    let mut start = None;
    let mut most = 0;
    move |input: Tokens<'a>| {
        let links = &input.source.links;
        let start = *start.get_or_insert_with(|| links.get());
        links.set(start);
        let result = rule(input);
        most = most.max(links.get());
        links.set(most);
        result
    }
}

/// This word, in any case.
pub(super) fn keyword<'a>(word: &'static str) -> impl Fn(Tokens<'a>) -> Parsed<'a, Token> {
    move |input| match input.peek(0) {
        Some(token) if input.is_keyword(0, word) => Ok((input.skip(1), token)),
        _ => Err(input.mismatch(Expected::Keyword(word))),
    }
}

/// This symbol.
pub(super) fn symbol<'a>(text: &'static str) -> impl Fn(Tokens<'a>) -> Parsed<'a, Token> {
    move |input| match input.peek(0) {
        Some(token) if input.is_symbol(0, text) => Ok((input.skip(1), token)),
        _ => Err(input.mismatch(Expected::Symbol(text))),
    }
}

/// A sign or word that goes on with an expression.
pub(super) fn operator<'a>(text: &'static str) -> impl Fn(Tokens<'a>) -> Parsed<'a, Token> {
    move |input| match input.peek(0) {
        Some(token) if input.is_symbol(0, text) || input.is_keyword(0, text) => Ok((input.skip(1), token)),
        _ => Err(input.mismatch(Expected::Operator(text))),
    }
}

/// A token of this kind.
pub(super) fn kind<'a>(kind: TokenKind, named: &'static str) -> impl Fn(Tokens<'a>) -> Parsed<'a, Token> {
    move |input| match input.peek(0) {
        Some(token) if token.kind == kind => Ok((input.skip(1), token)),
        _ => Err(input.mismatch(Expected::Rule(named))),
    }
}

impl<'a> Input for Tokens<'a> {
    type Item = Token;
    type Iter = Copied<Iter<'a, Token>>;
    type IterIndices = std::iter::Enumerate<Self::Iter>;

    fn input_len(&self) -> usize {
        (self.to - self.from) as usize
    }

    fn take(&self, index: usize) -> Self {
        Self { to: self.from + u32::try_from(index).unwrap_or(0), ..*self }
    }

    fn take_from(&self, index: usize) -> Self {
        self.skip(u32::try_from(index).unwrap_or(0))
    }

    fn take_split(&self, index: usize) -> (Self, Self) {
        (self.take_from(index), self.take(index))
    }

    fn position<P: Fn(Token) -> bool>(&self, predicate: P) -> Option<usize> {
        self.iter_elements().position(predicate)
    }

    fn iter_elements(&self) -> Self::Iter {
        self.as_slice().iter().copied()
    }

    fn iter_indices(&self) -> Self::IterIndices {
        self.iter_elements().enumerate()
    }

    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        if count <= self.input_len() { Ok(count) } else { Err(Needed::new(count - self.input_len())) }
    }
}
