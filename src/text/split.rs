//! A source's text to the stretches that are its releases.

use super::articles::articles;
use crate::model::Span;

/// The longest release, in bytes.
pub(super) const LIMIT: usize = 1 << 20;

/// A stretch of the source that is one release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Where it stands in the source.
    pub span: Span,
    /// Whether it was cut because it is longer than [`LIMIT`]; the rest is the next part.
    pub cut: bool,
    /// Where its title stands, if a magazine set it apart.
    pub title: Option<Span>,
}

/// Parts `text` where a line begins with three or more slashes, or else where the articles of a magazine begin; parts
/// of nothing are left out, and blanks around one of several. A part above [`LIMIT`] is cut after a sentence, or else a
/// word.
///
/// Without `whole`, `text` is a block of a source that has slashes.
pub(super) fn split(text: &str, whole: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut slashed = !whole;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start();
        let slashes = content.len() - content.trim_start_matches('/').len();
        if slashes >= 3 {
            push(text, Span::new(start, at), None, &mut parts);
            start = at + line.len() - content.len() + slashes;
            slashed = true;
        }
        at += line.len();
    }
    let articles = if slashed { Vec::new() } else { articles(text) };
    let mut title = None;
    for article in articles {
        push(text, Span::new(start, article.start), title, &mut parts);
        (start, title) = (article.start, article.title);
    }
    push(text, Span::new(start, text.len()), title, &mut parts);
    if parts.len() > 1 || !whole {
        for part in &mut parts {
            part.span = trimmed(text, part.span);
        }
    }
    parts
}

/// The stretch without blanks around it.
fn trimmed(text: &str, span: Span) -> Span {
    let content = span.cut(text);
    let start = span.start + content.len() - content.trim_start().len();
    Span::new(start, start + content.trim().len())
}

fn push(text: &str, mut span: Span, title: Option<Span>, parts: &mut Vec<Part>) {
    while span.len() > LIMIT {
        let end = span.start + cut(span.cut(text));
        parts.push(Part { span: Span::new(span.start, end), cut: true, title });
        span.start = end;
    }
    if !span.cut(text).trim().is_empty() {
        parts.push(Part { span, cut: false, title });
    }
}

/// Where to cut a text above [`LIMIT`]: after the last sentence that ends in the second half of the limit, else after
/// the last blank there, else after the last whole character.
fn cut(text: &str) -> usize {
    let mut limit = LIMIT;
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let mut half = LIMIT / 2;
    while !text.is_char_boundary(half) {
        half -= 1;
    }
    let window = text.get(half..limit).unwrap_or("");
    let sentence = window.char_indices().rev().find(|&(at, c)| {
        let rest = window.get(at + c.len_utf8()..).unwrap_or("");
        c == '\n' || (matches!(c, '.' | '!' | '?' | '…') && rest.starts_with(char::is_whitespace))
    });
    let blank = || window.char_indices().rev().find(|&(_, c)| c.is_whitespace());
    sentence.or_else(blank).map_or(limit, |(at, c)| half + at + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        split(text, true).into_iter().map(|part| part.span.cut(text)).collect()
    }

    #[test]
    fn slashes_at_the_beginning_of_a_line_part_releases() {
        assert_eq!(texts("Бірінші.\n\n///Екінші.\n//////Үшінші.\n\n///\n"), ["Бірінші.", "Екінші.", "Үшінші."]);
        assert_eq!(texts("file:///tmp деген және/немесе"), ["file:///tmp деген және/немесе"]);
    }

    #[test]
    fn one_release_reaches_over_the_whole_source() {
        let text = " Бір ғана хабар.\n";
        assert_eq!(split(text, true), [Part { span: Span::new(0, text.len()), cut: false, title: None }]);
    }

    #[test]
    fn release_above_the_limit_is_cut_after_a_sentence() {
        let text = "Ауыл шаруашылығы дамып келеді. ".repeat(60_000);
        let parts = split(&text, true);
        assert!(parts.len() > 2);
        for (i, part) in parts.iter().enumerate() {
            assert!(part.span.len() <= LIMIT);
            assert_eq!(part.cut, i + 1 < parts.len());
            assert!(part.span.cut(&text).ends_with('.'));
        }
        let sentences = |text: &str| text.matches("келеді.").count();
        assert_eq!(parts.iter().map(|part| sentences(part.span.cut(&text))).sum::<usize>(), 60_000);
    }

    #[test]
    fn one_word_above_the_limit_is_cut_between_characters() {
        let text = "ә".repeat(1_500_000);
        let parts = split(&text, true);
        assert_eq!(parts.iter().map(|part| part.span.cut(&text).chars().count()).sum::<usize>(), 1_500_000);
    }
}
