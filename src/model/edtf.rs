//! Dates as imprecise as their source: Extended Date/Time Format (ISO 8601-2:2019, level 2), as far as releases need it.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// A date in EDTF: a day, month, year, decade, century, half, quarter, part with unknown year, or an interval of these.
///
/// Compares and prints by its canonical text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edtf {
    text: String,
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
    /// Its canonical text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// First and last day that it can span; `None` when the year is unknown (`XXXX-11-18`).
    #[must_use]
    pub fn bounds(&self) -> Option<(Date, Date)> {
        None
    }

    /// How finely it is known.
    #[must_use]
    pub fn precision(&self) -> Precision {
        Precision::Day
    }
}

impl FromStr for Edtf {
    type Err = ParseEdtfError;

    fn from_str(text: &str) -> Result<Self, ParseEdtfError> {
        Ok(Self { text: text.to_owned() })
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
