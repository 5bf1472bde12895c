//! Temporal values cut off at a unit: `date.truncate('month', d)`.

use jiff::Span;
use jiff::civil::{Date, Time};

use super::construct::quarter_of;
use super::parse::week_date;
use super::{invalid, out_of_range};
use crate::query::QueryError;

type Result<T> = std::result::Result<T, QueryError>;

/// The first day of the unit that a day lies in; the day itself for units below a day.
pub(super) fn date(unit: &str, date: Date) -> Result<Date> {
    let year = |step: i16| Date::new(date.year() - date.year().rem_euclid(step), 1, 1).map_err(|_| out_of_range());
    Ok(match unit {
        "millennium" => year(1000)?,
        "century" => year(100)?,
        "decade" => year(10)?,
        "year" => year(1)?,
        "weekYear" => week_date(date.iso_week_date().year(), 1, 1).ok_or_else(out_of_range)?,
        "quarter" => {
            let month = i8::try_from(quarter_of(date) * 3 - 2).map_err(|_| out_of_range())?;
            Date::new(date.year(), month, 1).map_err(|_| out_of_range())?
        }
        "month" => date.first_of_month(),
        "week" => {
            let back = i64::from(date.weekday().to_monday_zero_offset());
            date.checked_sub(Span::new().days(back)).map_err(|_| out_of_range())?
        }
        "day" | "hour" | "minute" | "second" | "millisecond" | "microsecond" => date,
        _ => return Err(unknown(unit)),
    })
}

/// The start of the unit that a time of day lies in; midnight for units from a day up.
pub(super) fn time(unit: &str, time: Time) -> Result<Time> {
    let (hour, minute, second, fraction) = (time.hour(), time.minute(), time.second(), time.subsec_nanosecond());
    let cut = match unit {
        "millennium" | "century" | "decade" | "year" | "weekYear" | "quarter" | "month" | "week" | "day" => {
            return Ok(Time::midnight());
        }
        "hour" => Time::new(hour, 0, 0, 0),
        "minute" => Time::new(hour, minute, 0, 0),
        "second" => Time::new(hour, minute, second, 0),
        "millisecond" => Time::new(hour, minute, second, fraction / 1_000_000 * 1_000_000),
        "microsecond" => Time::new(hour, minute, second, fraction / 1_000 * 1_000),
        _ => return Err(unknown(unit)),
    };
    cut.map_err(|_| out_of_range())
}

fn unknown(unit: &str) -> QueryError {
    invalid(format!(
        "`{unit}` is no unit to cut off at; there are millennium, century, decade, year, weekYear, quarter, month, week, day, hour, minute, second, millisecond and microsecond"
    ))
}
