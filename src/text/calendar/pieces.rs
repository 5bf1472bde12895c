//! Text to what the calendar's grammar reads: numbers, words with their roles, signs.

use super::words::{Form, Role, forms};
use crate::model::Span;

/// A run of digits, a run of letters, or one other character that is no blank.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub span: Span,
    pub kind: Kind,
    /// Line breaks between this piece and the one before.
    pub breaks: u8,
    /// Whether it touches the piece before.
    pub glued: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// Its value (0 when it has more than nine digits) and the count of its digits.
    Number(u32, usize),
    /// The readings that have a role; empty for most words.
    Word(&'static [Form]),
    Sign(char),
}

/// The pieces of a text, in order. Linear time.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut breaks = 0u8;
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if is_blank(c) {
            breaks = breaks.saturating_add(u8::from(c == '\n'));
            continue;
        }
        let class = class(c);
        let mut end = start + c.len_utf8();
        while let Some(&(at, next)) = chars.peek() {
            // Soft hyphens do not part a word.
            if class == Class::Sign || !(self::class(next) == class || (next == '\u{AD}' && class == Class::Letter)) {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        let span = Span::new(start, end);
        let part = span.cut(text);
        let kind = match class {
            Class::Digit => Kind::Number(part.parse().unwrap_or(0), part.len()),
            Class::Letter => Kind::Word(forms(part)),
            Class::Sign => Kind::Sign(c),
        };
        let glued = pieces.last().is_some_and(|last| last.span.end == start);
        pieces.push(Piece { span, kind, breaks: std::mem::take(&mut breaks), glued });
    }
    pieces
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Letter,
    Sign,
}

fn class(c: char) -> Class {
    if c.is_ascii_digit() {
        Class::Digit
    } else if c.is_alphabetic() {
        Class::Letter
    } else {
        Class::Sign
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{AD}' | '\u{200B}' | '\u{FEFF}')
}

impl Piece {
    /// The reading of a word that has this role.
    pub(super) fn form(&self, role: Role) -> Option<Form> {
        self.form_where(|r| r == role)
    }

    /// The first reading of a word whose role is wanted.
    pub(super) fn form_where(&self, wanted: impl Fn(Role) -> bool) -> Option<Form> {
        match &self.kind {
            Kind::Word(forms) => forms.iter().copied().find(|f| wanted(f.role)),
            _ => None,
        }
    }

    pub(super) fn is_sign(&self, sign: char) -> bool {
        matches!(self.kind, Kind::Sign(c) if c == sign)
    }

    pub(super) fn is_dash(&self) -> bool {
        matches!(self.kind, Kind::Sign('-' | '–' | '—' | '‑' | '‒' | '−'))
    }
}

/// The value of a Roman numeral up to 99, in Latin capitals or the Cyrillic letters that look like them.
pub(super) fn roman(word: &str) -> Option<u32> {
    if word.chars().nth(8).is_some() {
        return None;
    }
    let digit = |c| match c {
        'I' | 'І' => Some(1),
        'V' => Some(5),
        'X' | 'Х' => Some(10),
        'L' => Some(50),
        _ => None,
    };
    let (mut sum, mut before) = (0u32, 0);
    for value in word.chars().rev().map(digit) {
        let value = value?;
        if value < before {
            sum = sum.checked_sub(value)?
        } else {
            sum += value
        }
        before = before.max(value);
    }
    (1..100).contains(&sum).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numerals_of_both_scripts_are_read() {
        for (text, value) in
            [("XX", 20), ("ХХ", 20), ("ХІХ", 19), ("ХIХ", 19), ("IV", 4), ("ХХІ", 21), ("I", 1), ("XV", 15)]
        {
            assert_eq!(roman(text), Some(value), "{text}");
        }
        for text in ["", "А", "xx", "ХА", "XXXXXXXXXX"] {
            assert_eq!(roman(text), None, "{text}");
        }
    }

    #[test]
    fn pieces_cut_back_to_the_text() {
        let text = "2017 жылғы\n\n3-ші қаңтарда1";
        let cut: Vec<&str> = pieces(text).iter().map(|p| p.span.cut(text)).collect();
        assert_eq!(cut, ["2017", "жылғы", "3", "-", "ші", "қаңтарда", "1"]);
        assert_eq!(pieces(text)[2].breaks, 2);
    }
}
