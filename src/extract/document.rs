//! A release to what its recognisers share: sentences and tokens, then entities, dates and roles, all in spans of the mended text.

use crate::model::{DateMention, Entity, Role, Span, Unnamed};
use crate::text::{Release, TokenKind};

/// A release on its way to [`Facts`](crate::model::Facts): each stage reads what those before it found.
///
/// Every span counts bytes of [`Document::text`], the mended text; they become spans of the source in one place, at
/// the end of [`Extractor::extract`](super::Extractor::extract).
#[derive(Debug)]
pub struct Document<'a> {
    /// The release.
    pub release: &'a Release,
    /// Its mended text.
    pub text: &'a str,
    /// Sentences in order; they do not overlap.
    pub sentences: Vec<Span>,
    /// Tokens in order.
    pub tokens: Vec<Token>,
    /// Entities in order of first mention, each with its mentions in order.
    pub entities: Vec<Entity>,
    /// Calendar expressions in order.
    pub dates: Vec<DateMention>,
    /// Person – office – organisation, in order.
    pub roles: Vec<Role>,
    /// Persons whom it calls by their titles alone and does not name, in order; the parts they took are not known yet.
    pub unnamed: Vec<Unnamed>,
}

/// A word, number or mark with what the recognisers ask of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Index of its sentence in [`Document::sentences`].
    pub sentence: usize,
    /// What it looks like.
    pub shape: Shape,
    /// Its text; a word of a heading in capitals as if it were written as usual.
    pub word: String,
    /// Its text in lower case.
    pub lower: String,
}

/// What a token looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A word in lower case ("кездесу").
    Lower,
    /// A word that begins with a capital ("Астана", "Премьер-Министр").
    Capitalised,
    /// Two or more capitals and nothing in lower case, perhaps with a hyphenated ending ("БҰҰ", "АҚШ-қа", "ТОҚАЕВ").
    Capitals,
    /// The first letter or two of a name with its full stop ("Ж.").
    Initial,
    /// Begins with a digit ("2017", "2-ЖЭО").
    Number,
    /// A mark of punctuation or any other sign.
    Mark,
}

impl Document<'_> {
    /// The text of a token.
    #[must_use]
    pub fn surface(&self, token: &Token) -> &str {
        token.span.cut(self.text)
    }

    /// The tokens that lie within `span`.
    #[must_use]
    pub fn tokens_in(&self, span: Span) -> &[Token] {
        let from = self.tokens.partition_point(|t| t.span.start < span.start);
        let to = self.tokens.partition_point(|t| t.span.end <= span.end);
        self.tokens.get(from..to.max(from)).unwrap_or(&[])
    }

    /// The sentence that holds the first byte of `span`: its index and extent.
    #[must_use]
    pub fn sentence_of(&self, span: Span) -> Option<(usize, Span)> {
        let next = self.sentences.partition_point(|s| s.start <= span.start);
        let index = next.checked_sub(1)?;
        self.sentences.get(index).map(|s| (index, *s))
    }

    /// Indexes in [`Document::dates`] of the calendar expressions that begin within `span`.
    pub fn dates_in(&self, span: Span) -> impl Iterator<Item = usize> + '_ {
        let from = self.dates.partition_point(|d| d.span.start < span.start);
        let to = self.dates.partition_point(|d| d.span.start < span.end);
        from..to
    }
}
