//! Lines of a page layout to paragraphs: which line breaks end a paragraph, stand for a space, or tear a word.

use crate::model::Span;
use crate::text::Mended;
use crate::text::mended::Mending;

/// What a line break is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Break {
    /// The end of a paragraph, a heading, a list item.
    Paragraph,
    /// A blank between two words.
    Space,
    /// Nothing: a word goes on, and the hyphen at the end of the line is its own.
    Nothing,
    /// Nothing: a word goes on; the hyphen at the end of the line came with the break.
    Hyphen,
}

/// A line that holds more than blanks.
#[derive(Clone, Copy, Debug)]
struct Line {
    /// Without the blanks around.
    span: Span,
    /// Whether blanks follow before its end.
    blank_at_end: bool,
    /// How many lines of nothing stand before it.
    empty_before: usize,
}

/// Joins lines. `text` has no line end but `\n` and no blank but the space.
pub(super) fn mend(text: &str) -> Mended {
    let mut mending = Mending::with_capacity(text.len());
    let mut lines = lines(text).peekable();
    while let Some(mut line) = lines.next() {
        let next = lines.peek().copied();
        let end = next.map(|next| (break_between(line, next, text), next.span.start));
        if matches!(end, Some((Break::Hyphen, _))) || line.span.cut(text).ends_with('\u{ad}') {
            let hyphen = line.span.cut(text).chars().next_back().map_or(0, char::len_utf8);
            line.span.end -= hyphen;
        }
        copy_line(text, line, &mut mending);
        match end {
            Some((Break::Paragraph, start)) => mending.replace(Span::new(line.span.end, start), "\n"),
            Some((Break::Space, start)) => mending.replace(Span::new(line.span.end, start), " "),
            Some((Break::Nothing | Break::Hyphen, _)) | None => {}
        }
    }
    mending.finish()
}

/// Takes over a line, each run of blanks as one space.
fn copy_line(text: &str, line: Line, mending: &mut Mending) {
    let mut at = line.span.start;
    let end = line.span.end;
    while at < end {
        let rest = Span::new(at, end).cut(text);
        let word = rest.find(' ').unwrap_or(rest.len());
        mending.copy(Span::new(at, at + word), rest.get(..word).unwrap_or(""));
        let blanks = rest.get(word..).map_or(0, |rest| rest.len() - rest.trim_start_matches(' ').len());
        let gap = Span::new(at + word, at + word + blanks);
        match blanks {
            0 => {}
            1 => mending.copy(gap, " "),
            _ => mending.replace(gap, " "),
        }
        at = gap.end;
    }
}

fn lines(text: &str) -> impl Iterator<Item = Line> {
    let mut at = 0;
    let mut empty_before = 0;
    text.split('\n').filter_map(move |line| {
        let start = at;
        at += line.len() + 1;
        let content = line.trim_matches(' ');
        if content.is_empty() {
            empty_before += 1;
            return None;
        }
        let from = start + line.len() - line.trim_start_matches(' ').len();
        let span = Span::new(from, from + content.len());
        let line = Line { span, blank_at_end: span.end < start + line.len(), empty_before };
        empty_before = 0;
        Some(line)
    })
}

fn break_between(before: Line, after: Line, text: &str) -> Break {
    let (first, second) = (before.span.cut(text), after.span.cut(text));
    let goes_on = second.chars().next().is_some_and(char::is_lowercase);
    let last = first.chars().next_back().unwrap_or(' ');
    if goes_on && last == '\u{ad}' {
        return Break::Nothing;
    }
    if goes_on && last == '-' {
        return Break::Hyphen;
    }
    if goes_on && !matches!(last, '.' | '!' | '?' | ':' | ';') {
        return Break::Space;
    }
    if before.blank_at_end && after.empty_before == 0 && last.is_alphabetic() {
        return Break::Space;
    }
    Break::Paragraph
}
