//! Temporal values to their components: `d.year`, `t.hour`, `x.epochMillis`, …

use jiff::civil::{Date, Time};

use super::construct::{date_of, day_of_quarter, quarter_of, time_of};
use super::zone::moment;
use crate::model::{Duration, Value, format_offset};
use crate::query::QueryError;

/// A component of a temporal value.
///
/// # Errors
/// When the value has no such component.
pub fn component(value: &Value, key: &str) -> Result<Value, QueryError> {
    let found = match value {
        Value::Duration(d) => of_duration(d, key).map(Value::Integer),
        _ => date_of(value)
            .and_then(|date| of_date(date, key).map(Value::Integer))
            .or_else(|| time_of(value).and_then(|time| of_time(time, key).map(Value::Integer)))
            .or_else(|| of_zone(value, key)),
    };
    found.ok_or_else(|| {
        let message = format!("{} has no component `{key}`", value.type_name());
        QueryError::runtime("TypeError", "InvalidArgumentType", message)
    })
}

fn of_date(date: Date, key: &str) -> Option<i64> {
    let week = date.iso_week_date();
    Some(match key {
        "year" => date.year().into(),
        "quarter" => quarter_of(date).into(),
        "month" => date.month().into(),
        "week" => week.week().into(),
        "weekYear" => week.year().into(),
        "day" => date.day().into(),
        "ordinalDay" => date.day_of_year().into(),
        "weekDay" | "dayOfWeek" => date.weekday().to_monday_one_offset().into(),
        "dayOfQuarter" => day_of_quarter(date).into(),
        _ => return None,
    })
}

fn of_time(time: Time, key: &str) -> Option<i64> {
    Some(match key {
        "hour" => time.hour().into(),
        "minute" => time.minute().into(),
        "second" => time.second().into(),
        "millisecond" => (time.subsec_nanosecond() / 1_000_000).into(),
        "microsecond" => (time.subsec_nanosecond() / 1_000).into(),
        "nanosecond" => time.subsec_nanosecond().into(),
        _ => return None,
    })
}

fn of_zone(value: &Value, key: &str) -> Option<Value> {
    let (offset, zone, moment) = match value {
        Value::Time(t) => (t.offset, None, None),
        Value::DateTime(t) => (t.offset, t.zone.as_deref(), moment(t).ok()),
        _ => return None,
    };
    Some(match key {
        "timezone" => zone.map_or_else(|| format_offset(offset).into(), Value::from),
        "offset" => format_offset(offset).into(),
        "offsetMinutes" => Value::Integer((offset / 60).into()),
        "offsetSeconds" => Value::Integer(offset.into()),
        "epochSeconds" => Value::Integer(moment?.as_second()),
        "epochMillis" => Value::Integer(moment?.as_millisecond()),
        _ => return None,
    })
}

fn of_duration(d: &Duration, key: &str) -> Option<i64> {
    let nanoseconds = i64::from(d.nanoseconds);
    // All of the seconds in a smaller unit.
    let total = |unit: i64| d.seconds.checked_mul(unit)?.checked_add(nanoseconds / (1_000_000_000 / unit));
    Some(match key {
        "years" => d.months / 12,
        "quarters" => d.months / 3,
        "months" => d.months,
        "weeks" => d.days / 7,
        "days" => d.days,
        "hours" => d.seconds / 3600,
        "minutes" => d.seconds / 60,
        "seconds" => d.seconds,
        "milliseconds" => total(1_000)?,
        "microseconds" => total(1_000_000)?,
        "nanoseconds" => total(1_000_000_000)?,
        "quartersOfYear" => d.months / 3 % 4,
        "monthsOfQuarter" => d.months % 3,
        "monthsOfYear" => d.months % 12,
        "daysOfWeek" => d.days % 7,
        "minutesOfHour" => d.seconds / 60 % 60,
        "secondsOfMinute" => d.seconds % 60,
        "millisecondsOfSecond" => nanoseconds / 1_000_000,
        "microsecondsOfSecond" => nanoseconds / 1_000,
        "nanosecondsOfSecond" => nanoseconds,
        _ => return None,
    })
}
