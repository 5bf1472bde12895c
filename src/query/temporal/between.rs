//! Two temporal values to the duration between them.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Unit};

use super::arithmetic::months_and_days;
use super::construct::{date_of, time_of, wrong, zone_of};
use super::out_of_range;
use super::zone::moment;
use crate::model::{Duration, Value};
use crate::query::QueryError;

type Result<T> = std::result::Result<T, QueryError>;

/// In which units a duration is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Units {
    /// Months, days and seconds.
    All,
    /// Whole months alone.
    Months,
    /// Whole days alone.
    Days,
    /// Seconds alone.
    Seconds,
}

/// `duration.between(a, b)` and its sisters. What one value lacks of day and zone it has from the other.
pub(super) fn between(a: &Value, b: &Value, units: Units) -> Result<Duration> {
    for value in [a, b] {
        if date_of(value).is_none() && time_of(value).is_none() {
            return Err(wrong("duration.between", value));
        }
    }
    let day = date_of(a).or(date_of(b)).unwrap_or(Date::constant(1970, 1, 1));
    let local = |value: &Value| {
        let date = date_of(value).filter(|_| date_of(a).is_some() && date_of(b).is_some()).unwrap_or(day);
        date.to_datetime(time_of(value).unwrap_or(Time::midnight()))
    };
    let (zone_a, zone_b) = (zone_of(a), zone_of(b));
    let Some(zone) = zone_a.clone().or(zone_b.clone()) else {
        return plain(local(a), local(b), units);
    };
    let zone_b = zone_b.unwrap_or_else(|| zone.clone());
    let start = match a {
        Value::DateTime(t) => t.clone(),
        _ => zone_a.unwrap_or_else(|| zone.clone()).at_local(local(a))?,
    };
    let end = match b {
        Value::DateTime(t) if local(b) == t.local => t.clone(),
        _ => zone_b.at_local(local(b))?,
    };
    // Both seen from the first one's zone.
    let zone = if matches!(a, Value::DateTime(_) | Value::Time(_)) { zone_of(a).unwrap_or(zone) } else { zone };
    let (start, end) = (zone.at(moment(&start)?), zone.at(moment(&end)?));
    let exact =
        |from: DateTime| -> Result<SignedDuration> { Ok(moment(&end)?.duration_since(moment(&zone.at_local(from)?)?)) };
    match units {
        Units::Seconds => seconds(moment(&end)?.duration_since(moment(&start)?)),
        _ => {
            let (months, days) = calendar(start.local, end.local, units)?;
            let reached = months_and_days(start.local, months, days)?;
            let rest =
                if months == 0 && days == 0 { moment(&end)?.duration_since(moment(&start)?) } else { exact(reached)? };
            with_rest(months, days, rest, units)
        }
    }
}

fn plain(start: DateTime, end: DateTime, units: Units) -> Result<Duration> {
    if units == Units::Seconds {
        return seconds(end.duration_since(start));
    }
    let (months, days) = calendar(start, end, units)?;
    with_rest(months, days, end.duration_since(months_and_days(start, months, days)?), units)
}

/// Whole months and days from one local time to another.
fn calendar(start: DateTime, end: DateTime, units: Units) -> Result<(i64, i64)> {
    let largest = if units == Units::Days { Unit::Day } else { Unit::Month };
    let span = start.until((largest, end)).map_err(|_| out_of_range())?;
    Ok((i64::from(span.get_months()), i64::from(span.get_days())))
}

fn with_rest(months: i64, days: i64, rest: SignedDuration, units: Units) -> Result<Duration> {
    match units {
        Units::Months => Ok(Duration { months, ..Duration::default() }),
        Units::Days => Ok(Duration { days, ..Duration::default() }),
        Units::All | Units::Seconds => {
            Duration::new(months, days, rest.as_secs(), i64::from(rest.subsec_nanos())).ok_or_else(out_of_range)
        }
    }
}

fn seconds(exact: SignedDuration) -> Result<Duration> {
    Duration::new(0, 0, exact.as_secs(), i64::from(exact.subsec_nanos())).ok_or_else(out_of_range)
}

/// The zone in which two values are compared, for tests of the rule.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ZonedDateTime;

    fn zoned(text: &str) -> Value {
        let value: ZonedDateTime = super::super::parse::read_zoned(text).unwrap();
        Value::DateTime(value)
    }

    #[test]
    fn a_day_with_twenty_five_hours_has_them() {
        let start = zoned("2017-10-29T00:00[Europe/Stockholm]");
        let end = Value::Date(jiff::civil::date(2017, 10, 30));
        assert_eq!(between(&start, &end, Units::Seconds).unwrap().to_string(), "PT25H");
        assert_eq!(between(&start, &end, Units::All).unwrap().to_string(), "P1D");
    }

    #[test]
    fn offsets_are_brought_together() {
        let start = zoned("2014-07-21T21:40:36.143+02:00");
        let end = zoned("2015-07-21T21:40:32.142+01:00");
        assert_eq!(between(&start, &end, Units::All).unwrap().to_string(), "P1YT59M55.999S");
    }
}
