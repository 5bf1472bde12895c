//! Text to calendar dates: every expression of the calendar, as EDTF or as a distance from the release's date.

mod days;
mod numbers;
mod pieces;
mod relative;
mod resolve;
mod rule;
#[cfg(test)]
mod tests;
mod words;
mod years;

pub use resolve::resolve;
pub use rule::DateRule;

use crate::model::{DateValue, Edtf, Span};
use pieces::{Kind, Piece, pieces};
use words::{Form, Role};

/// A calendar expression and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDate {
    /// Where, in bytes of the text that was searched.
    pub span: Span,
    /// What it says by itself.
    pub value: DateValue,
    /// Whose year it is, when `value` leaves the year open.
    pub year: YearHint,
    /// The rule of the grammar that read it.
    pub rule: DateRule,
}

/// What an expression without a year says of its year all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearHint {
    /// Nothing: "18 қарашада".
    None,
    /// The year as many years after that of the release: 0 for "биылғы 18 қарашада", −1 for "былтыр қазанда".
    FromRelease(i32),
}

/// Every calendar expression of a text, in order, none inside another.
///
/// Full and partial dates in words and figures, ranges, halves and quarters, decades, centuries, and deictic words; no
/// durations ("45 жыл"), anniversaries ("30 жылдығы") or ages. Spans take the whole last word with its ending and the
/// words that place a date within its year or month ("2019 жылдың соңында"), not "дейін" or "бастап". A day that there
/// is not ("2024 жылғы 30 ақпан") is no date, nor is its year by itself. Linear time;
/// expressions may run over one line break, and over a blank line behind "жылғы" or "жылдың".
///
/// ```
/// use shezhire::text::calendar::find_dates;
/// let text = "Жиын 2017 жылғы 3 қаңтарда өтті, келесісі биылғы 17-18 қазанда болады.";
/// let found: Vec<_> = find_dates(text).iter().map(|d| (d.span.cut(text), d.value.to_string())).collect();
/// assert_eq!(found, [
///     ("2017 жылғы 3 қаңтарда", "2017-01-03".to_owned()),
///     ("биылғы 17-18 қазанда", "XXXX-10-17/XXXX-10-18".to_owned()),
/// ]);
/// ```
#[must_use]
pub fn find_dates(text: &str) -> Vec<FoundDate> {
    let mut reader = Reader { text, pieces: pieces(text), start: 0 };
    let mut found = Vec::new();
    let mut at = 0;
    while at < reader.pieces.len() {
        reader.start = at;
        let Some((rule, read)) = reader.expression(at).filter(|(_, read)| read.next > at) else {
            at += 1;
            continue;
        };
        let ends = reader.pieces.get(at).zip(reader.pieces.get(read.next - 1));
        if let (Some((first, last)), Some(value)) = (ends, read.value) {
            let span = Span::new(first.span.start, last.span.end);
            found.push(FoundDate { span, value, year: read.year, rule });
        }
        at = read.next;
    }
    found
}

/// An expression that was read: the piece after it, and what it says.
#[derive(Clone, Debug)]
struct Read {
    next: usize,
    /// Nothing when the expression speaks of a day that the calendar does not have.
    value: Option<DateValue>,
    year: YearHint,
}

impl Read {
    /// An expression that says a date by itself; `None` when there is no such date.
    fn edtf(next: usize, text: &str) -> Option<Self> {
        let value = DateValue::Edtf(text.parse::<Edtf>().ok()?);
        Some(Self { next, value: Some(value), year: YearHint::None })
    }

    /// An expression that names days of a month. A writer's slip ("30 ақпан", "45 қаңтар") says no date, and neither do
    /// its year and month alone: nobody knows which part of it is wrong.
    fn days(next: usize, text: &str) -> Self {
        Self { next, value: text.parse().ok().map(DateValue::Edtf), year: YearHint::None }
    }
}

/// How far the next piece of an expression may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// On the same line or the next.
    Line,
    /// Behind a blank line too: a page break in the midst of an expression.
    Page,
}

/// The grammar's rules are its methods: each reads from a piece on.
struct Reader<'a> {
    text: &'a str,
    pieces: Vec<Piece>,
    /// Where the expression begins that is being read.
    start: usize,
}

impl Reader<'_> {
    /// The longest expression that begins here; of equals, the first rule's.
    fn expression(&self, at: usize) -> Option<(DateRule, Read)> {
        let piece = self.pieces.get(at)?;
        match &piece.kind {
            Kind::Sign(_) => return None,
            // Most words have no role, and of these only Roman numerals and "а.ж." begin an expression.
            Kind::Word(forms) if forms.is_empty() && piece.span.len() > 12 => return None,
            _ => {}
        }
        if matches!(piece.kind, Kind::Number(..)) && !self.begins_number(at) {
            return None;
        }
        type Rule<'a> = fn(&Reader<'a>, usize) -> Option<Read>;
        let rules: [(DateRule, Rule<'_>); 10] = [
            (DateRule::Numeric, Self::numeric),
            (DateRule::YearRange, Self::year_range),
            (DateRule::WithYear, Self::with_year),
            (DateRule::Century, Self::century),
            (DateRule::Decade, Self::decade),
            (DateRule::DayMonth, Self::day_month),
            (DateRule::MonthAlone, Self::month_alone),
            (DateRule::PeriodAlone, Self::period_alone),
            (DateRule::Distance, Self::distance),
            (DateRule::Deictic, Self::deictic),
        ];
        let mut best: Option<(DateRule, Read)> = None;
        for (rule, read) in rules.iter().filter_map(|(rule, reads)| Some((*rule, reads(self, at)?))) {
            if best.as_ref().is_none_or(|(_, b)| read.next > b.next) {
                best = Some((rule, read));
            }
        }
        best
    }

    /// The piece at `at`, when it continues the expression before it.
    fn piece(&self, at: usize, reach: Reach) -> Option<&Piece> {
        let piece = self.pieces.get(at)?;
        let most = if reach == Reach::Page { 2 } else { 1 };
        (piece.breaks <= most || at == self.start).then_some(piece)
    }

    /// The piece before `at`.
    fn before(&self, at: usize) -> Option<&Piece> {
        self.pieces.get(at.checked_sub(1)?)
    }

    fn form(&self, at: usize, role: Role) -> Option<Form> {
        self.piece(at, Reach::Line)?.form(role)
    }

    fn text_at(&self, at: usize) -> &str {
        self.pieces.get(at).map_or("", |piece| piece.span.cut(self.text))
    }

    fn is_sign(&self, at: usize, sign: char) -> bool {
        self.piece(at, Reach::Line).is_some_and(|p| p.is_sign(sign))
    }

    fn is_dash(&self, at: usize) -> bool {
        self.piece(at, Reach::Line).is_some_and(Piece::is_dash)
    }

    /// Whether the digits here are no part of a longer number, code or decimal.
    fn begins_number(&self, at: usize) -> bool {
        let Some(before) = self.before(at) else { return true };
        let glued = self.pieces.get(at).is_some_and(|p| p.glued);
        !glued || !matches!(before.kind, Kind::Sign('-' | '.' | ',' | '/' | '№' | '+' | '$' | '‑' | '–'))
    }
}
