//! One canonical text to what it says: year, month, day or season, or two of them.

use jiff::civil::Date;

use super::Precision;

/// What a canonical text says.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    One(Part),
    Interval(End, End),
}

/// One side of an interval.
#[derive(Clone, Copy, Debug)]
pub(super) enum End {
    Known(Part),
    Open,
    Unknown,
}

/// A date that is no interval.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub year: Year,
    pub rest: Rest,
}

/// The earliest and the latest year that the digits allow, and how many digits are unknown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Year {
    pub first: i16,
    pub last: i16,
    pub unknown: u8,
}

/// What follows the year.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rest {
    Nothing,
    /// Season, quarter or half: its code.
    Season(i8),
    /// Month; `None` is `XX`.
    Month(Option<i8>),
    /// Month and day; `None` is `XX`.
    Day(Option<i8>, Option<i8>),
}

impl Form {
    /// What a text says; `None` when it is not EDTF.
    pub fn parse(text: &str) -> Option<Self> {
        let Some((start, end)) = text.split_once('/') else { return Part::parse(text).map(Self::One) };
        match (End::parse(start)?, End::parse(end)?) {
            (End::Known(a), End::Known(b)) if runs_backwards(a, b) => None,
            (a, b) if matches!(a, End::Known(_)) || matches!(b, End::Known(_)) => Some(Self::Interval(a, b)),
            _ => None,
        }
    }
}

impl Year {
    pub const fn exactly(year: i16) -> Self {
        Self { first: year, last: year, unknown: 0 }
    }

    fn parse(text: &str) -> Option<Self> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        if digits.len() != 4 || text == "-0000" {
            return None;
        }
        let (mut low, mut high, mut unknown) = (0i16, 0i16, 0);
        for c in digits.chars() {
            let (l, h) = if c == 'X' {
                unknown += 1;
                (0, 9)
            } else {
                let digit = i16::try_from(c.to_digit(10)?).ok()?;
                (digit, digit)
            };
            (low, high) = (low * 10 + l, high * 10 + h);
        }
        let (first, last) = if sign < 0 { (-high, -low) } else { (low, high) };
        Some(Self { first, last, unknown })
    }
}

impl Part {
    fn parse(text: &str) -> Option<Self> {
        if !text.is_ascii() {
            return None;
        }
        let bare = text.strip_suffix(['?', '~', '%']).unwrap_or(text);
        let year_len = if bare.starts_with('-') { 5 } else { 4 };
        let year = Year::parse(bare.get(..year_len)?)?;
        let mut fields = bare.get(year_len..)?.split('-');
        if fields.next() != Some("") {
            return None;
        }
        let rest = match (fields.next().map(field), fields.next().map(field), fields.next()) {
            (None, None, None) => Rest::Nothing,
            (Some(month), None, None) => match month? {
                Some(code @ (21..=24 | 33..=36 | 40..=41)) => Rest::Season(code),
                month => Rest::Month(valid(month, 12)?),
            },
            (Some(month), Some(day), None) => {
                let month = valid(month?, 12)?;
                let longest = match month {
                    // A year with unknown digits can be a leap year.
                    Some(2) => 28 + i8::from(year.unknown > 0 || Date::new(year.first, 2, 29).is_ok()),
                    Some(4 | 6 | 9 | 11) => 30,
                    _ => 31,
                };
                Rest::Day(month, valid(day?, longest)?)
            }
            _ => return None,
        };
        // Nothing at all is known of such a date.
        let nothing_known =
            year.unknown == 4 && matches!(rest, Rest::Nothing | Rest::Month(None) | Rest::Day(None, None));
        (!nothing_known).then_some(Self { year, rest })
    }

    pub fn bounds(self) -> Option<(Date, Date)> {
        if self.year.unknown == 4 {
            return None;
        }
        let (first, last) = (self.year.first, self.year.last);
        let months = |from: i8, to: i8| Some((Date::new(first, from, 1).ok()?, last_of(last, to)?));
        match self.rest {
            Rest::Nothing | Rest::Month(None) => months(1, 12),
            Rest::Month(Some(month)) | Rest::Day(Some(month), None) => months(month, month),
            Rest::Day(None, None) => months(1, 12),
            Rest::Day(None, Some(day)) => Some((Date::new(first, 1, day).ok()?, Date::new(last, 12, day).ok()?)),
            Rest::Day(Some(month), Some(day)) => {
                // 29 February of a decade: its first and last leap year.
                let mut years = first..=last;
                let start = years.find_map(|y| Date::new(y, month, day).ok())?;
                let end = (first..=last).rev().find_map(|y| Date::new(y, month, day).ok())?;
                Some((start, end))
            }
            Rest::Season(code) => match code {
                21 => months(3, 5),
                22 => months(6, 8),
                23 => months(9, 11),
                24 => Some((Date::new(first, 12, 1).ok()?, last_of(last.checked_add(1)?, 2)?)),
                33..=36 => months(3 * (code - 33) + 1, 3 * (code - 33) + 3),
                _ => months(6 * (code - 40) + 1, 6 * (code - 40) + 6),
            },
        }
    }

    pub const fn precision(self) -> Precision {
        match self.rest {
            Rest::Day(_, Some(_)) => Precision::Day,
            Rest::Day(Some(_), None) | Rest::Month(Some(_)) => Precision::Month,
            Rest::Season(40 | 41) => Precision::Half,
            Rest::Season(_) => Precision::Quarter,
            Rest::Nothing | Rest::Month(None) | Rest::Day(None, None) => match self.year.unknown {
                0 => Precision::Year,
                1 => Precision::Decade,
                _ => Precision::Century,
            },
        }
    }
}

impl End {
    fn parse(text: &str) -> Option<Self> {
        match text {
            ".." => Some(Self::Open),
            "" => Some(Self::Unknown),
            _ => Part::parse(text).map(Self::Known),
        }
    }
}

/// Two digits, or `XX` as `None`.
fn field(text: &str) -> Option<Option<i8>> {
    match text.as_bytes() {
        b"XX" => Some(None),
        [b'0'..=b'9', b'0'..=b'9'] => text.parse().ok().map(Some),
        _ => None,
    }
}

/// The field, when unknown or between 1 and `max`.
fn valid(field: Option<i8>, max: i8) -> Option<Option<i8>> {
    field.is_none_or(|n| (1..=max).contains(&n)).then_some(field)
}

fn last_of(year: i16, month: i8) -> Option<Date> {
    Date::new(year, month, 1).ok().map(Date::last_of_month)
}

fn runs_backwards(start: Part, end: Part) -> bool {
    matches!((start.bounds(), end.bounds()), (Some((first, _)), Some((_, last))) if first > last)
}
