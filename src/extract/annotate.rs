//! A release to its document: sentences, and tokens with their shapes.

use super::document::{Document, Shape, Token};
use super::tables::{Topic, tables};
use crate::model::Span;
use crate::text::letters::{lower, title_case};
use crate::text::morphology;
use crate::text::{Release, TokenKind, sentences, tokens};

/// The document of a release, with nothing recognised yet.
#[must_use]
pub fn annotate(release: &Release) -> Document<'_> {
    let text = release.text.as_str();
    let mut document = Document {
        release,
        text,
        sentences: Vec::new(),
        tokens: Vec::new(),
        entities: Vec::new(),
        dates: Vec::new(),
        roles: Vec::new(),
        unnamed: Vec::new(),
    };
    for (index, sentence) in sentences(text).into_iter().enumerate() {
        document.sentences.push(sentence.span);
        let first = document.tokens.len();
        for token in tokens(text, sentence.span) {
            if let Some(parts) = joined_countries(token, text) {
                document.tokens.extend(parts.map(|(span, kind)| read(text, span, kind, index)));
                continue;
            }
            document.tokens.push(read(text, token.span, token.kind, index));
        }
        if let Some(words) = document.tokens.get_mut(first..) {
            read_capitals(words);
        }
    }
    document
}

fn read(text: &str, span: Span, kind: TokenKind, sentence: usize) -> Token {
    let surface = span.cut(text);
    Token { span, kind, sentence, shape: shape_of(surface, kind), word: surface.to_owned(), lower: lower(surface) }
}

/// "Қазақстан-Қытай шекарасы" names two countries: its token in three.
fn joined_countries(token: crate::text::Token, text: &str) -> Option<[(Span, TokenKind); 3]> {
    let surface = token.text(text);
    let at = surface.find('-').filter(|_| token.kind == TokenKind::Word)?;
    let (first, second) = (surface.get(..at)?, surface.get(at + 1..)?);
    let country = |word: &str| {
        let mut stems = morphology::stems(word).into_iter();
        stems.any(|(stem, _)| tables().phrases(stem).iter().any(|p| p.words.len() == 1 && p.topic == Topic::Country))
    };
    let (start, end) = (token.span.start, token.span.end);
    let parts = [
        (Span::new(start, start + at), TokenKind::Word),
        (Span::new(start + at, start + at + 1), TokenKind::Dash),
        (Span::new(start + at + 1, end), TokenKind::Word),
    ];
    (country(first) && country(second)).then_some(parts)
}

fn shape_of(surface: &str, kind: TokenKind) -> Shape {
    match kind {
        TokenKind::Number => Shape::Number,
        TokenKind::Initial => Shape::Initial,
        TokenKind::Word => {
            let stem = surface.split(['-', '–', '—']).next().unwrap_or(surface);
            let letters = stem.chars().filter(|c| c.is_alphabetic()).count();
            let capitals = stem.chars().filter(|c| c.is_uppercase()).count();
            match surface.chars().next() {
                Some(c) if c.is_uppercase() && letters > 1 && capitals == letters => Shape::Capitals,
                Some(c) if c.is_uppercase() => Shape::Capitalised,
                _ => Shape::Lower,
            }
        }
        _ => Shape::Mark,
    }
}

/// A heading or a name in capitals is read as if it were written as usual; acronyms among it are short.
fn read_capitals(words: &mut [Token]) {
    let long = |t: &Token| t.shape == Shape::Capitals && t.word.chars().filter(|c| c.is_alphabetic()).count() > 3;
    let all = words.iter().filter(|t| t.kind == TokenKind::Word).count();
    let heading = all > 1 && words.iter().filter(|t| long(t)).count() * 2 >= all;
    let mut previous = false;
    for at in 0..words.len() {
        let next = words.get(at + 1).is_some_and(long);
        let Some(token) = words.get_mut(at) else { break };
        let this = long(token);
        // Two long words in capitals in a row are a name; one alone may be an acronym.
        if this && (heading || previous || next) {
            token.word = title_case(&token.word);
            token.shape = Shape::Capitalised;
        }
        previous = this;
    }
}
