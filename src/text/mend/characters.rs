//! Characters to the ones meant: line ends, blanks, soft hyphens, composed letters, Latin letters in Cyrillic words.

use std::borrow::Cow;

use unicode_normalization::char::{compose, is_combining_mark};

use crate::model::Span;
use crate::text::Mended;
use crate::text::letters::mend_lookalikes;
use crate::text::mended::Mending;

/// Mends single characters. The outcome has no line end but `\n`, no blank but the space, no invisible character but
/// the soft hyphen (U+00AD) before a line break.
pub(super) fn mend(raw: &str) -> Mended {
    let mut mending = Mending::with_capacity(raw.len());
    let mut characters = raw.char_indices().peekable();
    while let Some(&(start, c)) = characters.peek() {
        if c.is_alphabetic() {
            let mut end = start;
            while let Some(&(at, c)) = characters.peek() {
                let hidden = is_hidden_in_word(c) && followed_by_letter(raw, at + c.len_utf8());
                if !(c.is_alphabetic() || is_combining_mark(c) || hidden) {
                    break;
                }
                end = at + c.len_utf8();
                characters.next();
            }
            mend_word(raw, Span::new(start, end), &mut mending);
            continue;
        }
        characters.next();
        let mut span = Span::new(start, start + c.len_utf8());
        match c {
            '\r' => {
                if let Some((at, _)) = characters.next_if(|&(_, next)| next == '\n') {
                    span.end = at + 1;
                }
                mending.replace(span, "\n");
            }
            '\n' | ' ' => mending.copy(span, span.cut(raw)),
            '\u{0b}' | '\u{0c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => mending.replace(span, "\n"),
            '\u{ad}' | '¬' if after_letter(raw, start) && line_ends(raw, span.end) => mending.replace(span, "\u{ad}"),
            c if is_invisible(c) => {}
            c if c.is_whitespace() => mending.replace(span, " "),
            '\u{2010}' | '\u{2011}' => mending.replace(span, "-"),
            _ => mending.copy(span, span.cut(raw)),
        }
    }
    mending.finish()
}

/// Soft hyphens, also as the sign `¬` that stands in their place after a wrong conversion, and characters of no width.
fn is_hidden_in_word(c: char) -> bool {
    c == '¬' || is_invisible(c)
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
        || (c.is_control() && !c.is_whitespace())
}

/// How far ahead a character looks for what follows it: far enough for any text, and a bound on time for no text.
const AHEAD: usize = 64;

fn followed_by_letter(raw: &str, at: usize) -> bool {
    let rest = raw.get(at..).unwrap_or("");
    rest.chars().take(AHEAD).find(|&c| !is_hidden_in_word(c)).is_some_and(char::is_alphabetic)
}

fn after_letter(raw: &str, at: usize) -> bool {
    raw.get(..at).and_then(|before| before.chars().next_back()).is_some_and(char::is_alphabetic)
}

fn line_ends(raw: &str, at: usize) -> bool {
    let rest = raw.get(at..).unwrap_or("");
    let next = rest.chars().take(AHEAD).find(|&c| !matches!(c, ' ' | '\t' | '\u{a0}'));
    next.is_some_and(|c| c == '\n' || c == '\r')
}

fn mend_word(raw: &str, word: Span, mending: &mut Mending) {
    let text = word.cut(raw);
    let after = raw.get(word.end..).unwrap_or("");
    if !text.chars().any(|c| is_combining_mark(c) || is_hidden_in_word(c)) {
        match meant(text, after) {
            None => mending.copy(word, text),
            Some(meant) => {
                let spans =
                    text.char_indices().map(|(at, c)| Span::new(word.start + at, word.start + at + c.len_utf8()));
                replace_all(raw, spans.zip(meant.chars()), mending);
            }
        }
        return;
    }
    let mut letters: Vec<(Span, char)> = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices().filter(|&(_, c)| !is_hidden_in_word(c)) {
        let span = Span::new(word.start + at, word.start + at + c.len_utf8());
        match letters.last_mut() {
            Some((last, base)) if compose(*base, c).is_some() => {
                *base = compose(*base, c).unwrap_or(*base);
                last.end = span.end;
            }
            _ => letters.push((span, c)),
        }
    }
    let visible: String = letters.iter().map(|&(_, c)| c).collect();
    let meant = meant(&visible, after).unwrap_or(visible);
    replace_all(raw, letters.iter().map(|&(span, _)| span).zip(meant.chars()), mending);
}

/// The letters that a word means, one for each, where they are others.
fn meant(word: &str, after: &str) -> Option<String> {
    match (initial(word, after), mend_lookalikes(word)) {
        (Some(letter), _) => Some(letter.to_string()),
        (None, Cow::Owned(meant)) => Some(meant),
        (None, Cow::Borrowed(_)) => None,
    }
}

fn replace_all(raw: &str, letters: impl Iterator<Item = (Span, char)>, mending: &mut Mending) {
    for (span, c) in letters {
        let mut bytes = [0; 4];
        let letter = c.encode_utf8(&mut bytes);
        if span.cut(raw) == letter { mending.copy(span, letter) } else { mending.replace(span, letter) }
    }
}

/// The Cyrillic letter that a single Latin capital means before a Cyrillic name: "C. Сейфуллин", "A.Мырзахметов".
fn initial(word: &str, after: &str) -> Option<char> {
    let mut letters = word.chars();
    let letter = letters.next().filter(|c| c.is_ascii_uppercase())?;
    let name = after.strip_prefix('.')?.trim_start_matches([' ', '\u{a0}']);
    let mut name = name.chars().take_while(|c| c.is_alphabetic() || *c == '.').take(3).peekable();
    if letters.next().is_some() || !name.peek()?.is_uppercase() {
        return None;
    }
    let together: String = std::iter::once(letter).chain(name).collect();
    let meant = mend_lookalikes(&together).chars().next()?;
    (meant != letter).then_some(meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(raw: &str) -> String {
        mend(raw).as_str().to_owned()
    }

    #[test]
    fn latin_letters_in_a_cyrillic_word_become_cyrillic() {
        assert_eq!(mended("cəйкeс қаhарман"), "сәйкес қаһарман");
        assert_eq!(mended("TМД елдері"), "ТМД елдері");
        assert_eq!(mended("C. Сейфуллин, A.Құнанбаев"), "С. Сейфуллин, А.Құнанбаев");
    }

    #[test]
    fn cyrillic_letters_in_a_latin_word_become_latin() {
        assert_eq!(mended("Кazinform"), "Kazinform");
    }

    #[test]
    fn words_of_one_script_stay() {
        for text in
            ["Air Astana ұшағы", "COVID-19", "əle Azərbaycan", "UNESCOның", "A. Smith", "IT-компания", "C дәрумені"]
        {
            assert_eq!(mended(text), text);
        }
    }

    #[test]
    fn line_ends_and_blanks_become_plain() {
        assert_eq!(mended("бір\r\nекі\rүш\u{2028}төрт"), "бір\nекі\nүш\nтөрт");
        assert_eq!(mended("2021\u{a0}жыл\u{2003}мен\tай"), "2021 жыл мен ай");
    }

    #[test]
    fn soft_hyphens_vanish_inside_a_word_and_stay_before_a_line_break() {
        assert_eq!(mended("қа¬тысты кез\u{ad}дескен \u{200b}Үй\u{feff}"), "қатысты кездескен Үй");
        assert_eq!(mended("қа¬\nтысты, кез\u{ad}  \nдескен"), "қа\u{ad}\nтысты, кез\u{ad}  \nдескен");
    }

    #[test]
    fn letters_of_two_characters_are_composed() {
        assert_eq!(mended("и\u{306}од Қ"), "йод Қ");
    }
}
