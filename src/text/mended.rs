//! A text as a reader would read it, and the way from each of its characters back to the source.

use crate::model::Span;

/// A mended text and the way back: every character of `text` stands for bytes of the raw text.
///
/// A line break of `text` ends a paragraph, a heading or a list item; lines that a page layout broke are joined.
/// The way back never turns round: of two characters of `text`, the later one stands for the same or later bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mended {
    text: String,
    /// Ascending; empty when nothing was mended. The first begins at 0 of `text`, each reaches to the next.
    pieces: Vec<Piece>,
}

/// A stretch of the mended text and what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// Where it begins in the mended text.
    text: usize,
    /// What it stands for.
    raw: Span,
    /// Whether it is a copy, byte by byte; otherwise all of it stands for all of `raw`.
    copied: bool,
}

impl Mended {
    /// A text that needed no mending.
    #[must_use]
    pub fn unchanged(text: &str) -> Self {
        Self { text: text.to_owned(), pieces: Vec::new() }
    }

    /// The mended text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// A span of the mended text as the span of the raw text from its first character to its last.
    ///
    /// Where `span` begins and ends between characters, so does the answer. An empty span stands for an empty one.
    /// Costs a binary search.
    #[must_use]
    pub fn to_raw(&self, span: Span) -> Span {
        if self.pieces.is_empty() {
            return span;
        }
        let start = match self.piece_at(span.start) {
            Some(piece) if piece.copied => (piece.raw.start + span.start - piece.text).min(piece.raw.end),
            Some(piece) => piece.raw.start,
            None => 0,
        };
        if span.is_empty() {
            return Span::new(start, start);
        }
        let end = match self.piece_at(span.end - 1) {
            Some(piece) if piece.copied => (piece.raw.start + span.end - piece.text).min(piece.raw.end),
            Some(piece) => piece.raw.end,
            None => start,
        };
        Span::new(start, end.max(start))
    }

    /// The span of the mended text that stands for the raw bytes of `span`: from the first character that stands for
    /// one of them to the last; empty when none does. Costs a binary search.
    #[must_use]
    pub fn to_mended(&self, span: Span) -> Span {
        if self.pieces.is_empty() {
            return span;
        }
        let first = self.pieces.partition_point(|piece| piece.raw.end <= span.start);
        let start = match self.pieces.get(first) {
            Some(piece) if piece.copied => piece.text + span.start.saturating_sub(piece.raw.start),
            Some(piece) => piece.text,
            None => self.text.len(),
        };
        let after = self.pieces.partition_point(|piece| piece.raw.start < span.end);
        let end = match after.checked_sub(1).and_then(|last| self.pieces.get(last)) {
            Some(piece) if piece.copied => piece.text + span.end.min(piece.raw.end) - piece.raw.start,
            Some(_) => self.pieces.get(after).map_or(self.text.len(), |next| next.text),
            None => 0,
        };
        Span::new(start, end.max(start))
    }

    /// This mending followed by another one of its outcome: the other's text, with the way back to this one's raw text.
    #[must_use]
    pub(super) fn then(self, next: Self) -> Self {
        if next.pieces.is_empty() {
            return if next.text.is_empty() { next } else { self };
        }
        if self.pieces.is_empty() {
            return next;
        }
        let mut built = Mending::with_capacity(next.text.len());
        let mut at = 0;
        for (i, piece) in next.pieces.iter().enumerate() {
            let end = next.pieces.get(i + 1).map_or(next.text.len(), |following| following.text);
            let text = Span::new(piece.text, end).cut(&next.text);
            if !piece.copied {
                built.replace(self.to_raw(piece.raw), text);
                continue;
            }
            // Pieces of `next` ascend in this text, so the search for the first overlapping one moves forward only.
            while self.pieces.get(at + 1).is_some_and(|following| following.text <= piece.raw.start) {
                at += 1;
            }
            let mut from = piece.raw.start;
            while from < piece.raw.end {
                let Some(under) = self.pieces.get(at) else { break };
                let under_end = self.pieces.get(at + 1).map_or(self.text.len(), |following| following.text);
                let to = piece.raw.end.min(under_end);
                let part = Span::new(from, to);
                if under.copied {
                    let raw = under.raw.start + from - under.text;
                    built.copy(Span::new(raw, raw + part.len()), part.cut(&self.text));
                } else {
                    built.replace(under.raw, part.cut(&self.text));
                }
                from = to;
                if to == under_end {
                    at += 1;
                }
            }
        }
        built.finish()
    }

    fn piece_at(&self, offset: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.text <= offset);
        after.checked_sub(1).and_then(|i| self.pieces.get(i))
    }
}

/// A mended text in the making: raw text is copied, replaced or left out, from front to back.
#[derive(Debug, Default)]
pub(super) struct Mending {
    text: String,
    pieces: Vec<Piece>,
}

impl Mending {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), pieces: Vec::new() }
    }

    /// Takes over `text`, which the raw text has at `raw`.
    pub(super) fn copy(&mut self, raw: Span, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.pieces.last_mut() {
            Some(last) if last.copied && last.raw.end == raw.start => last.raw.end = raw.end,
            _ => self.pieces.push(Piece { text: self.text.len(), raw, copied: true }),
        }
        self.text.push_str(text);
    }

    /// Lets `text` stand for the bytes `raw`.
    pub(super) fn replace(&mut self, raw: Span, text: &str) {
        if text.is_empty() {
            return;
        }
        self.pieces.push(Piece { text: self.text.len(), raw, copied: false });
        self.text.push_str(text);
    }

    /// Adds `text`, which stands for nothing, to what the last character stands for.
    pub(super) fn append(&mut self, text: &str) {
        let Some(character) = self.text.chars().next_back().map(char::len_utf8) else { return };
        if let Some(last) = self.pieces.last_mut().filter(|last| last.copied) {
            let raw = Span::new(last.raw.end - character, last.raw.end);
            last.raw.end = raw.start;
            if last.raw.is_empty() {
                self.pieces.pop();
            }
            self.pieces.push(Piece { text: self.text.len() - character, raw, copied: false });
        }
        self.text.push_str(text);
    }

    /// The mended text.
    pub(super) fn finish(self) -> Mended {
        Mended { text: self.text, pieces: self.pieces }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Mended {
        // "қа-\nла  сы" → "қала сы"
        let raw = "қа-\nла  сы";
        let mut mending = Mending::with_capacity(raw.len());
        mending.copy(Span::new(0, 4), &raw[0..4]);
        mending.copy(Span::new(6, 10), &raw[6..10]);
        mending.replace(Span::new(10, 12), " ");
        mending.copy(Span::new(12, 16), &raw[12..16]);
        mending.finish()
    }

    #[test]
    fn word_broken_by_a_line_maps_to_both_halves_and_the_break() {
        let mended = sample();
        assert_eq!(mended.as_str(), "қала сы");
        assert_eq!(mended.to_raw(Span::new(0, 8)), Span::new(0, 10));
        assert_eq!(mended.to_raw(Span::new(4, 8)), Span::new(6, 10));
        assert_eq!(mended.to_raw(Span::new(8, 9)), Span::new(10, 12));
        assert_eq!(mended.to_raw(Span::new(2, 4)), Span::new(2, 4));
        assert_eq!(mended.to_raw(Span::new(9, 9)), Span::new(12, 12));
    }

    #[test]
    fn raw_span_maps_to_the_characters_that_stand_for_it() {
        let mended = sample();
        assert_eq!(mended.to_mended(Span::new(0, 10)), Span::new(0, 8));
        assert_eq!(mended.to_mended(Span::new(4, 6)), Span::new(4, 4));
        assert_eq!(mended.to_mended(Span::new(12, 16)), Span::new(9, 13));
    }

    #[test]
    fn second_mending_keeps_the_way_to_the_first_raw_text() {
        let first = sample();
        let mut second = Mending::default();
        second.copy(Span::new(0, 8), "қала");
        second.copy(Span::new(9, 13), "сы");
        let both = first.then(second.finish());
        assert_eq!(both.as_str(), "қаласы");
        assert_eq!(both.to_raw(Span::new(0, 12)), Span::new(0, 16));
        assert_eq!(both.to_raw(Span::new(8, 12)), Span::new(12, 16));
    }
}
