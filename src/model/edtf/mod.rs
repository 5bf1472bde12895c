//! Text to dates as imprecise as their source: Extended Date/Time Format (ISO 8601-2:2019, level 2), as far as releases need it.

mod part;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use jiff::civil::Date;

use part::{End, Form, Part, Rest, Year};

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

fn year_text(year: i16) -> String {
    if year < 0 { format!("-{:04}", year.unsigned_abs()) } else { format!("{year:04}") }
}

impl FromStr for Edtf {
    type Err = ParseEdtfError;

    fn from_str(text: &str) -> Result<Self, ParseEdtfError> {
        let form = Form::parse(text);
        form.map(|form| Self { text: text.to_owned(), form }).ok_or_else(|| ParseEdtfError { text: text.to_owned() })
    }
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
