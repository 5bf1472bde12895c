//! Text to dates as imprecise as their source: Extended Date/Time Format (ISO 8601-2:2019, level 2), as far as releases need it.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use jiff::civil::Date;

/// A date in EDTF: a day, month, year, decade, century, half, quarter, part with unknown year, or an interval of these.
///
/// Compares and prints by its canonical text. What is read: `YYYY`, `YYYY-MM`, `YYYY-MM-DD`; `X` for any digit of the
/// year, for a whole month or a whole day (`199X`, `XXXX-11-18`, `2017-XX`); seasons 21–24, quarters 33–36 and halves
/// 40–41 in place of a month; one of `?`, `~`, `%` at the end; and two of these joined by `/`, where either side may
/// be `..` (open) or empty (unknown).
///
/// ```
/// use shezhire::model::{Edtf, Precision};
/// let date: Edtf = "2023-40".parse().unwrap();
/// assert_eq!(date.precision(), Precision::Half);
/// assert_eq!(date.bounds().unwrap().1.to_string(), "2023-06-30");
/// assert!("2023-02-30".parse::<Edtf>().is_err());
/// ```
#[derive(Clone, Debug)]
pub struct Edtf {
    text: String,
    form: Form,
}

/// How finely a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // the names say it all
pub enum Precision {
    Day,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
    Interval,
}

/// A text is not EDTF as this crate reads it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is not a date in EDTF: write 2017-01-03, 2017-01, 2017, 199X, XXXX-11-18, 2023-34 or two of them with `/`"
)]
pub struct ParseEdtfError {
    /// What was read.
    pub text: String,
}

/// What a canonical text says.
#[derive(Clone, Copy, Debug)]
enum Form {
    One(Part),
    Interval(End, End),
}

/// One side of an interval.
#[derive(Clone, Copy, Debug)]
enum End {
    Known(Part),
    Open,
    Unknown,
}

/// A date that is no interval.
#[derive(Clone, Copy, Debug)]
struct Part {
    year: Year,
    rest: Rest,
}

/// The earliest and the latest year that the digits allow, and how many digits are unknown.
#[derive(Clone, Copy, Debug)]
struct Year {
    first: i16,
    last: i16,
    unknown: u8,
}

/// What follows the year.
#[derive(Clone, Copy, Debug)]
enum Rest {
    Nothing,
    /// Season, quarter or half: its code.
    Season(i8),
    /// Month; `None` is `XX`.
    Month(Option<i8>),
    /// Month and day; `None` is `XX`.
    Day(Option<i8>, Option<i8>),
}

impl Edtf {
    /// A day.
    #[must_use]
    pub fn day(date: Date) -> Self {
        let (text, year) = (year_text(date.year()), Year::exactly(date.year()));
        let rest = Rest::Day(Some(date.month()), Some(date.day()));
        Self { text: format!("{text}-{:02}-{:02}", date.month(), date.day()), form: Form::One(Part { year, rest }) }
    }

    /// A year between −9999 and 9999; years beyond are brought to that range.
    #[must_use]
    pub fn year(year: i16) -> Self {
        let year = year.clamp(-9999, 9999);
        let part = Part { year: Year::exactly(year), rest: Rest::Nothing };
        Self { text: year_text(year), form: Form::One(part) }
    }

    /// Its canonical text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// First and last day that it can span; `None` when the year is unknown (`XXXX-11-18`).
    ///
    /// An open or unknown side of an interval reaches to the first or last day that the calendar has.
    #[must_use]
    pub fn bounds(&self) -> Option<(Date, Date)> {
        match self.form {
            Form::One(part) => part.bounds(),
            Form::Interval(start, end) => {
                let first = match start {
                    End::Known(part) => part.bounds()?.0,
                    End::Open | End::Unknown => Date::MIN,
                };
                let last = match end {
                    End::Known(part) => part.bounds()?.1,
                    End::Open | End::Unknown => Date::MAX,
                };
                Some((first, last))
            }
        }
    }

    /// How finely it is known. A season counts as a quarter.
    #[must_use]
    pub fn precision(&self) -> Precision {
        match self.form {
            Form::Interval(..) => Precision::Interval,
            Form::One(part) => part.precision(),
        }
    }

    /// The one year that it lies in; `None` when that is not known, or for an interval over years.
    #[must_use]
    pub fn known_year(&self) -> Option<i16> {
        match self.form {
            Form::One(part) => (part.year.unknown == 0).then_some(part.year.first),
            Form::Interval(..) => {
                let (first, last) = self.bounds()?;
                (first.year() == last.year()).then_some(first.year())
            }
        }
    }

    /// The same date with its unknown year taken to be `year`; `None` when its year is not wholly unknown, or when that
    /// year has no such day. An interval that then runs backwards (28 December to 3 January) ends in the year after.
    ///
    /// ```
    /// # use shezhire::model::Edtf;
    /// let date: Edtf = "XXXX-11-18".parse().unwrap();
    /// assert_eq!(date.in_year(2017).unwrap().as_str(), "2017-11-18");
    /// ```
    #[must_use]
    pub fn in_year(&self, year: i16) -> Option<Self> {
        let fill = |text: &str, year: i16| text.strip_prefix("XXXX-").map(|rest| format!("{}-{rest}", year_text(year)));
        match self.text.split_once('/') {
            None => fill(&self.text, year)?.parse().ok(),
            Some((start, end)) => {
                let start = fill(start, year)?;
                let same = format!("{start}/{}", fill(end, year)?);
                let next = format!("{start}/{}", fill(end, year.checked_add(1)?)?);
                same.parse().ok().or_else(|| next.parse().ok())
            }
        }
    }

    /// The calendar date meant by a text of `reference`'s date: an unknown year becomes the reference's year, all else
    /// stays. `None` when a year is needed and the reference has none.
    #[must_use]
    pub fn resolve(&self, reference: &Self) -> Option<Self> {
        if self.bounds().is_some() {
            return Some(self.clone());
        }
        self.in_year(reference.known_year()?)
    }

    /// The next coarser date that holds it: a day's month, a month's, quarter's or half's year; `None` for the others.
    ///
    /// ```
    /// # use shezhire::model::Edtf;
    /// let day: Edtf = "2017-01-03".parse().unwrap();
    /// assert_eq!(day.enclosing().unwrap().as_str(), "2017-01");
    /// ```
    #[must_use]
    pub fn enclosing(&self) -> Option<Self> {
        let Form::One(part) = self.form else { return None };
        if matches!(part.rest, Rest::Nothing) {
            return None;
        }
        // The month of an unknown year lies in no year: `XXXX` is no date.
        self.text.trim_end_matches(['?', '~', '%']).rsplit_once('-')?.0.parse().ok()
    }
}

impl Year {
    const fn exactly(year: i16) -> Self {
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

    fn bounds(self) -> Option<(Date, Date)> {
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

    const fn precision(self) -> Precision {
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

fn year_text(year: i16) -> String {
    if year < 0 { format!("-{:04}", year.unsigned_abs()) } else { format!("{year:04}") }
}

impl FromStr for Edtf {
    type Err = ParseEdtfError;

    fn from_str(text: &str) -> Result<Self, ParseEdtfError> {
        let form = match text.split_once('/') {
            None => Part::parse(text).map(Form::One),
            Some((start, end)) => match (End::parse(start), End::parse(end)) {
                (Some(End::Known(a)), Some(End::Known(b))) if runs_backwards(a, b) => None,
                (Some(a), Some(b)) if matches!(a, End::Known(_)) || matches!(b, End::Known(_)) => {
                    Some(Form::Interval(a, b))
                }
                _ => None,
            },
        };
        form.map(|form| Self { text: text.to_owned(), form }).ok_or_else(|| ParseEdtfError { text: text.to_owned() })
    }
}

fn runs_backwards(start: Part, end: Part) -> bool {
    matches!((start.bounds(), end.bounds()), (Some((first, _)), Some((_, last))) if first > last)
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

// The text says all, so it alone is compared.
impl PartialEq for Edtf {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Edtf {}

impl PartialOrd for Edtf {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Edtf {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl Hash for Edtf {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edtf(text: &str) -> Edtf {
        text.parse().unwrap()
    }

    fn bounds(text: &str) -> Option<String> {
        edtf(text).bounds().map(|(a, b)| format!("{a} {b}"))
    }

    #[test]
    fn text_survives_parsing() {
        for text in [
            "2017-01-03",
            "2017-01",
            "2017",
            "199X",
            "19XX",
            "XXXX-11-18",
            "XXXX-10-17/XXXX-10-18",
            "2023-40",
            "2023-34",
            "2023/2027",
            "0977",
            "-0043-03-15",
            "2016-02-29",
            "XXXX-02-29",
            "201X-02-29",
            "2020/..",
            "../2020",
            "2020/",
            "2017-XX",
            "2017-03-XX",
            "1984?",
            "2004-06~",
            "2023-21",
        ] {
            assert_eq!(edtf(text).to_string(), text);
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "/",
            "../..",
            "17",
            "2017-13",
            "2017-00",
            "2017-02-29",
            "2017-1-3",
            "2017-01-03-04",
            "XXXX",
            "XXXX-XX",
            "2017/01/03",
            "2027/2023",
            "2017-01-32",
            "2017-04-31",
            "20171",
            "2017-",
            "-0000",
            "2017-22-03",
            "xxxx-11-18",
            "2017 ",
            "２０１７",
            "2017-01-03T10:00",
            "2023-45",
            "-",
            "-201",
            "?",
        ] {
            assert!(text.parse::<Edtf>().is_err(), "{text}");
        }
    }

    #[test]
    fn bounds_hold_every_day_that_is_possible() {
        assert_eq!(bounds("2016-02").unwrap(), "2016-02-01 2016-02-29");
        assert_eq!(bounds("199X").unwrap(), "1990-01-01 1999-12-31");
        assert_eq!(bounds("19XX").unwrap(), "1900-01-01 1999-12-31");
        assert_eq!(bounds("2023-36").unwrap(), "2023-10-01 2023-12-31");
        assert_eq!(bounds("2023-41").unwrap(), "2023-07-01 2023-12-31");
        assert_eq!(bounds("2023-24").unwrap(), "2023-12-01 2024-02-29");
        assert_eq!(bounds("2023/2027").unwrap(), "2023-01-01 2027-12-31");
        assert_eq!(bounds("199X-02-29").unwrap(), "1992-02-29 1996-02-29");
        assert_eq!(bounds("2020/..").unwrap(), "2020-01-01 9999-12-31");
        assert_eq!(bounds("XXXX-11-18"), None);
        assert_eq!(bounds("XXXX-11-18/XXXX-11-19"), None);
    }

    #[test]
    fn precision_is_that_of_the_finest_known_part() {
        let precision = |text| edtf(text).precision();
        assert_eq!(precision("XXXX-11-18"), Precision::Day);
        assert_eq!(precision("XXXX-11"), Precision::Month);
        assert_eq!(precision("2023-34"), Precision::Quarter);
        assert_eq!(precision("2023-40"), Precision::Half);
        assert_eq!(precision("2023"), Precision::Year);
        assert_eq!(precision("2023-XX"), Precision::Year);
        assert_eq!(precision("202X"), Precision::Decade);
        assert_eq!(precision("20XX"), Precision::Century);
        assert_eq!(precision("2020/2021"), Precision::Interval);
    }

    #[test]
    fn unknown_year_is_taken_from_the_reference() {
        let resolved = |text: &str, reference: &str| edtf(text).resolve(&edtf(reference)).map(|e| e.to_string());
        assert_eq!(resolved("XXXX-11-18", "2017-01-03").unwrap(), "2017-11-18");
        assert_eq!(resolved("XXXX-10-17/XXXX-10-18", "2017-01").unwrap(), "2017-10-17/2017-10-18");
        assert_eq!(resolved("XXXX-12-28/XXXX-01-03", "2017").unwrap(), "2017-12-28/2018-01-03");
        assert_eq!(resolved("XXXX-02-29", "2017"), None);
        assert_eq!(resolved("XXXX-11-18", "2017/2019"), None);
        assert_eq!(resolved("2012-05", "2017/2019").unwrap(), "2012-05");
    }

    #[test]
    fn days_lie_in_months_and_months_in_years() {
        let up = |text| edtf(text).enclosing().map(|e| e.to_string());
        assert_eq!(up("2017-01-03").unwrap(), "2017-01");
        assert_eq!(up("2017-01").unwrap(), "2017");
        assert_eq!(up("2017-34").unwrap(), "2017");
        assert_eq!(up("XXXX-11-18").unwrap(), "XXXX-11");
        assert_eq!(up("XXXX-11"), None);
        assert_eq!(up("2017"), None);
        assert_eq!(up("2017/2019"), None);
    }
}
