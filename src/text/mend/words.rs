//! Lines with blanks and breaks to words: which of those stand between two words, and which tear one.

use super::layout::Break;
use super::lines::Line;
use super::torn;
use crate::model::Span;
use crate::text::Mended;
use crate::text::letters::lower;
use crate::text::lexicon::LEXICON;
use crate::text::mended::Mending;

/// What a gap is, where the words around it tell what to make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Blanks within a line.
    Blank,
    /// The end of a line.
    Line,
    /// The end of a line with a hyphen before it.
    Hyphen,
}

/// What is made of a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// A line break.
    Paragraph,
    /// A space.
    Space,
    /// A hyphen.
    Hyphen,
    /// Nothing.
    Nothing,
}

/// A gap between two stretches of text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gap {
    /// Where; with the hyphen before a line break.
    pub span: Span,
    /// What it is, if it is still open what is made of it.
    pub open: Option<Kind>,
    /// What is made of it; of an open one, if the words tell nothing.
    pub outcome: Outcome,
}

/// Mends `text`, which has these lines with these breaks between them.
pub(super) fn mend(text: &str, lines: &[Line], breaks: &[Break]) -> Mended {
    let mut gaps = gaps(text, lines, breaks);
    let end = lines.last().map_or(0, |line| line.span.start + line.span.cut(text).trim_end_matches('\u{ad}').len());
    torn::decide(text, end, &mut gaps);
    let mut mending = Mending::with_capacity(text.len());
    let mut at = lines.first().map_or(0, |line| line.span.start);
    for gap in gaps {
        let before = Span::new(at, gap.span.start);
        mending.copy(before, before.cut(text));
        let whole = gap.span.cut(text);
        match gap.outcome {
            Outcome::Space if whole == " " => mending.copy(gap.span, whole),
            Outcome::Hyphen if whole.starts_with('-') => {
                mending.copy(Span::new(gap.span.start, gap.span.start + 1), "-");
            }
            Outcome::Paragraph => mending.replace(gap.span, "\n"),
            Outcome::Space => mending.replace(gap.span, " "),
            Outcome::Hyphen if whole.is_empty() => mending.append("-"),
            Outcome::Hyphen => mending.replace(gap.span, "-"),
            Outcome::Nothing => {}
        }
        at = gap.span.end;
    }
    let rest = Span::new(at, end.max(at));
    mending.copy(rest, rest.cut(text));
    mending.finish()
}

/// All gaps of a text, in order: blanks, line breaks, and places where a hyphen got lost.
fn gaps(text: &str, lines: &[Line], breaks: &[Break]) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut following = breaks.iter().zip(lines.iter().skip(1));
    for line in lines {
        push_gaps_within(text, line.span, &mut gaps);
        let Some((end, next)) = following.next() else { continue };
        let content = line.span.cut(text);
        let without = |marks: &[char]| line.span.start + content.trim_end_matches(marks).len();
        let span = Span::new(without(&['\u{ad}']), next.span.start);
        let from_hyphen = Span::new(without(&['-', '\u{ad}']), next.span.start);
        gaps.push(match end {
            Break::Paragraph => Gap { span, open: None, outcome: Outcome::Paragraph },
            Break::Line => Gap { span, open: Some(Kind::Line), outcome: Outcome::Space },
            Break::Hyphen => Gap { span: from_hyphen, open: Some(Kind::Hyphen), outcome: Outcome::Nothing },
            Break::OwnHyphen => Gap { span: from_hyphen, open: None, outcome: Outcome::Hyphen },
            Break::SoftHyphen => Gap { span: from_hyphen, open: None, outcome: Outcome::Nothing },
            Break::Glued => Gap { span, open: None, outcome: Outcome::Nothing },
        });
    }
    gaps
}

fn push_gaps_within(text: &str, line: Span, gaps: &mut Vec<Gap>) {
    let mut blank: Option<usize> = None;
    // Where the word or its last capital letter begins.
    let mut part = line.start;
    let mut small = false;
    for (offset, c) in line.cut(text).char_indices() {
        let at = line.start + offset;
        if c == ' ' {
            blank.get_or_insert(at);
            small = false;
            continue;
        }
        if let Some(start) = blank.take() {
            gaps.push(Gap { span: Span::new(start, at), open: Some(Kind::Blank), outcome: Outcome::Space });
            part = at;
        }
        if c.is_uppercase() {
            if small && lost_hyphen(Span::new(part, at).cut(text), Span::new(at, line.end).cut(text)) {
                gaps.push(Gap { span: Span::new(at, at), open: None, outcome: Outcome::Hyphen });
            }
            part = at;
        }
        small = c.is_lowercase();
    }
}

/// Whether a word that goes on with a capital letter is known with a hyphen there: ПремьерМинистр.
fn lost_hyphen(first: &str, rest: &str) -> bool {
    let first = first.trim_start_matches(|c: char| !c.is_alphabetic());
    let mut letters = rest.chars();
    let capital = letters.next().map_or(0, char::len_utf8);
    let small = letters.as_str().find(|c: char| !c.is_lowercase()).unwrap_or(letters.as_str().len());
    let second = rest.get(..capital + small).unwrap_or("");
    LEXICON.is_compound(&lower(first), &lower(second))
}
