//! Mended characters to lines of text: without photo credits, page numbers and other strays of a page.

use crate::model::Span;

/// A line that holds text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Without the blanks around.
    pub span: Span,
    /// Length in characters.
    pub length: usize,
    /// Whether blanks follow before its end.
    pub blank_at_end: bool,
    /// How many lines without text stand before it.
    pub empty_before: usize,
    /// Whether blanks stand before it in its line, as at the top of a page.
    pub indented: bool,
}

/// What credits of photos and films begin with, in small letters.
const CREDITS: [&str; 16] = [
    "фото:",
    "фото ©",
    "фото–",
    "фото –",
    "фото -",
    "фотода:",
    "фото авторы",
    "фотосурет:",
    "сурет:",
    "сурет авторы",
    "суреттер:",
    "видео:",
    "бейне:",
    "инфографика:",
    "коллаж:",
    "photo:",
];

/// Longest credit, in characters: a longer line is a caption that tells something.
const LONGEST_CREDIT: usize = 60;

/// What notes of the kind "continued on page 3" begin with, in small letters.
const CONTINUATIONS: [&str; 4] = ["жалғасы", "басы", "соңы", "(жалғасы"];

/// The lines of `text` that hold text; `text` has no line end but `\n` and no blank but the space.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut at = 0;
    let mut empty_before = 0;
    let mut rest = text.split('\n').peekable();
    while let Some(line) = rest.next() {
        let start = at;
        at += line.len() + 1;
        let content = line.trim_matches(' ');
        let next = rest.peek().map_or("", |next| next.trim());
        let apart = empty_before > 0 || lines.is_empty() || next.is_empty();
        if content.is_empty() || is_stray(content, apart, next) {
            empty_before += 1;
            continue;
        }
        let from = start + line.len() - line.trim_start_matches(' ').len();
        let span = Span::new(from, from + content.len());
        let blank_at_end = span.end < start + line.len();
        let indented = from > start;
        lines.push(Line { span, length: content.chars().count(), blank_at_end, empty_before, indented });
        empty_before = 0;
    }
    lines
}

/// Whether a line belongs to the page and not to the text. `apart` says that an empty line is before or after it.
fn is_stray(line: &str, apart: bool, next: &str) -> bool {
    if line.len() > LONGEST_CREDIT * 2 {
        return false;
    }
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 0 && line.chars().any(char::is_numeric) {
        // A page number; a year may be a heading.
        return apart
            && line.chars().filter(|c| !matches!(c, ' ' | '-' | '–' | '|' | '.')).all(char::is_numeric)
            && line.chars().filter(|c| c.is_numeric()).count() <= 3;
    }
    // What is left of a picture: a small letter alone.
    if letters == 1 && line.chars().count() == 1 {
        return line.chars().all(char::is_lowercase) && (apart || is_credit(next));
    }
    is_credit(line) || is_continuation(line)
}

fn is_credit(line: &str) -> bool {
    let small = line.to_lowercase();
    line.chars().count() <= LONGEST_CREDIT && CREDITS.iter().any(|credit| small.starts_with(credit))
}

fn is_continuation(line: &str) -> bool {
    let small = line.to_lowercase();
    let mut words = small.split_whitespace();
    line.chars().count() <= 40
        && words.next().is_some_and(|word| CONTINUATIONS.contains(&word))
        && words.any(|word| word.contains("бет"))
        && small.chars().any(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<&str> {
        lines(text).into_iter().map(|line| line.span.cut(text)).collect()
    }

    #[test]
    fn credits_page_numbers_and_strays_are_left_out() {
        let text = "Ол сөйледі.\n\nп\nФото: agency.kz\n\n– Иә.\n\n 12 \n\nЖалғасы 3-ші бетте\n\nСоңы.";
        assert_eq!(read(text), ["Ол сөйледі.", "– Иә.", "Соңы."]);
    }

    #[test]
    fn text_that_looks_like_them_stays() {
        for text in [
            "2017",
            "Фото көрмесі ашылды",
            "Жалғасы бар",
            "Басы ауырды",
            "Ә",
            "фото: бұл суретте президент пен премьер-министр жаңа зауыттың ашылуында тұр",
        ] {
            assert_eq!(read(text), [text]);
        }
    }

    #[test]
    fn lines_know_what_is_around_them() {
        let lines = lines("Бір \n\n\n  екі");
        assert_eq!((lines[0].length, lines[0].blank_at_end, lines[0].empty_before), (3, true, 0));
        assert_eq!((lines[1].length, lines[1].blank_at_end, lines[1].empty_before), (3, false, 2));
    }
}
