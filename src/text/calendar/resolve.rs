//! What an expression says, and the release's date, to the calendar date meant.

use jiff::Span as Length;
use jiff::civil::Date;

use super::{FoundDate, YearHint};
use crate::model::{DateValue, Edtf, Precision, RelativeDate};

impl FoundDate {
    /// The calendar date meant in a release of that date; `None` when it can't be told.
    ///
    /// A day or month without any year ("18 қарашада") is taken from the year that brings it nearest to the release;
    /// "биылғы" and the like name the year.
    ///
    /// ```
    /// use shezhire::text::calendar::find_dates;
    /// let release = "2018-01-05".parse().unwrap();
    /// let resolved = |text| find_dates(text)[0].resolve(Some(&release)).unwrap().to_string();
    /// assert_eq!(resolved("28 желтоқсанда"), "2017-12-28");
    /// assert_eq!(resolved("биылғы 28 желтоқсанда"), "2018-12-28");
    /// assert_eq!(resolved("былтыр"), "2017");
    /// ```
    #[must_use]
    pub fn resolve(&self, release: Option<&Edtf>) -> Option<Edtf> {
        match (&self.value, self.year, release) {
            (DateValue::Edtf(date), _, _) if date.bounds().is_some() => Some(date.clone()),
            (_, _, None) => None,
            (DateValue::Edtf(date), YearHint::FromRelease(years), Some(release)) => {
                date.in_year(year_after(release, years)?)
            }
            (DateValue::Edtf(date), YearHint::None, Some(release)) => nearest(date, release),
            (value, YearHint::None | YearHint::FromRelease(_), Some(release)) => resolve(value, release),
        }
    }
}

/// The calendar date meant by a value alone in a release of that date: an unknown year is the release's, a distance is
/// counted from it. `None` when the release's date is too coarse, or when there is no such day.
///
/// [`FoundDate::resolve`] knows more of what the text says.
///
/// ```
/// use shezhire::model::{DateValue, RelativeDate};
/// use shezhire::text::calendar::resolve;
/// let release = "2017-01-03".parse().unwrap();
/// let value = DateValue::Relative(RelativeDate::Days(-1));
/// assert_eq!(resolve(&value, &release).unwrap().as_str(), "2017-01-02");
/// ```
#[must_use]
pub fn resolve(value: &DateValue, release: &Edtf) -> Option<Edtf> {
    match value {
        DateValue::Edtf(date) => date.resolve(release),
        DateValue::Relative(RelativeDate::Years(years)) => year_after(release, *years).map(Edtf::year),
        DateValue::Relative(RelativeDate::Months(months)) => {
            let (first, last) = release.bounds()?;
            let one_month = (first.year(), first.month()) == (last.year(), last.month());
            let month = first.first_of_month().checked_add(Length::new().try_months(*months).ok()?).ok()?;
            one_month.then(|| format!("{:04}-{:02}", month.year(), month.month()).parse().ok()).flatten()
        }
        DateValue::Relative(RelativeDate::Days(days)) => {
            let day = day_of(release)?;
            day.checked_add(Length::new().try_days(*days).ok()?).ok().map(Edtf::day)
        }
    }
}

fn day_of(date: &Edtf) -> Option<Date> {
    date.bounds().filter(|(first, last)| first == last).map(|(first, _)| first)
}

fn year_after(release: &Edtf, years: i32) -> Option<i16> {
    i16::try_from(i32::from(release.known_year()?).checked_add(years)?).ok()
}

/// The date in the year that brings it nearest to the release, when that is known to the month; else in its year.
fn nearest(date: &Edtf, release: &Edtf) -> Option<Edtf> {
    let year = release.known_year()?;
    let coarse = !matches!(release.precision(), Precision::Day | Precision::Month);
    let (first, last) = release.bounds()?;
    let distance = |candidate: &Edtf| {
        let (from, to) = candidate.bounds()?;
        let gap = if to < first { first.since(to) } else { from.since(last) };
        gap.ok().map(|g| g.get_days().max(0))
    };
    let years = if coarse { year..=year } else { year.checked_sub(1)?..=year.checked_add(1)? };
    years
        .filter_map(|y| date.in_year(y))
        .filter_map(|d| Some((distance(&d)?, d)))
        .min_by_key(|(gap, _)| *gap)
        .map(|(_, d)| d)
}
