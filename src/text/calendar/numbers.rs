//! Numbers in figures, words and Roman numerals: "3", "1-ші", "жиырма бесінші", "екі мың он жетінші", "IV".

use super::pieces::{Kind, Piece, roman};
use super::words::Role;
use super::{Reach, Reader};

/// Letters of the longest ending of an ordinal in figures: "2020-сыншы".
const LONGEST_ENDING: usize = 5;

impl Reader<'_> {
    /// A number in figures, as it stands.
    pub(super) fn number(&self, at: usize) -> Option<(u32, usize)> {
        match self.piece(at, Reach::Line)?.kind {
            Kind::Number(value, digits) => Some((value, digits)),
            _ => None,
        }
    }

    /// Skips "-ші", "шы", "-інші", "-сыншы" behind a number.
    pub(super) fn skip_ordinal_ending(&self, at: usize) -> usize {
        let word = at + usize::from(self.is_dash(at));
        let text = self.text_at(word);
        let ending = (text.ends_with("ші") || text.ends_with("шы")) && text.chars().count() <= LONGEST_ENDING;
        let glued = self.pieces.get(word).is_some_and(|p| p.glued);
        if ending && glued { word + 1 } else { at }
    }

    /// An ordinal in words, figures or Roman numerals: the piece after it, and its number; -1 is the last.
    pub(super) fn ordinal(&self, at: usize) -> Option<(usize, i32)> {
        let piece = self.pieces.get(at)?;
        if let Kind::Number(value, 1..=2) = piece.kind {
            return Some((self.skip_ordinal_ending(at + 1), i32::try_from(value).ok()?));
        }
        if piece.form(Role::Ordinal(-1)).is_some_and(|f| f.is_bare()) {
            return Some((at + 1, -1));
        }
        let (next, n) = match self.in_words(at) {
            Some((next, n, true)) => (next, n),
            _ => (at + 1, roman(piece.span.cut(self.text))?),
        };
        Some((next, i32::try_from(n).ok()?))
    }

    /// A cardinal in figures or words ("жиырма бес", "екі жүз"): the piece after it, and its number.
    pub(super) fn cardinal(&self, at: usize) -> Option<(usize, u32)> {
        if let Some((value, _)) = self.number(at) {
            return Some((at + 1, value));
        }
        self.in_words(at).filter(|(_, _, ordinal)| !ordinal).map(|(next, n, _)| (next, n))
    }

    /// A number in words: the piece after it, its value, and whether it is an ordinal.
    pub(super) fn in_words(&self, at: usize) -> Option<(usize, u32, bool)> {
        let (mut thousands, mut sum, mut next) = (0u32, 0u32, at);
        // The longest that is said of a year: "бір мың тоғыз жүз тоқсан жетінші".
        while next < at + 6 {
            let numeral = |p: &Piece| p.form_where(|r| matches!(r, Role::Cardinal(_) | Role::Ordinal(1..)));
            let Some(form) = self.piece(next, Reach::Line).and_then(numeral).filter(|f| f.is_bare()) else { break };
            let (n, ordinal) = match form.role {
                Role::Cardinal(n) => (n, false),
                Role::Ordinal(n) => (u32::try_from(n).ok()?, true),
                _ => break,
            };
            match n {
                1000 => (thousands, sum) = (thousands.checked_add(sum.max(1).checked_mul(1000)?)?, 0),
                100 => sum = sum.max(1).checked_mul(100)?,
                _ => sum = sum.checked_add(n)?,
            }
            next += 1;
            if ordinal {
                return Some((next, thousands.checked_add(sum)?, true));
            }
        }
        (next > at).then(|| thousands.checked_add(sum)).flatten().map(|value| (next, value, false))
    }
}
