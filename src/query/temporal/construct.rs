//! Maps and other temporal values to dates, times, days with times.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};

use super::fields::Fields;
use super::parse::{ordinal_date, quarter_date, week_date};
use super::zone::{Zone, moment};
use super::{invalid, out_of_range, parse};
use crate::model::{OffsetTime, Value, ZonedDateTime};
use crate::query::QueryError;

type Result<T> = std::result::Result<T, QueryError>;

const DATES: [&str; 3] = ["date", "datetime", "localdatetime"];
const TIMES: [&str; 4] = ["time", "datetime", "localtime", "localdatetime"];

/// The day of a value that has one.
pub(super) fn date_of(value: &Value) -> Option<Date> {
    match value {
        Value::Date(d) => Some(*d),
        Value::LocalDateTime(t) => Some(t.date()),
        Value::DateTime(t) => Some(t.local.date()),
        _ => None,
    }
}

/// The time of day of a value that has one.
pub(super) fn time_of(value: &Value) -> Option<Time> {
    match value {
        Value::LocalTime(t) => Some(*t),
        Value::Time(t) => Some(t.time),
        Value::LocalDateTime(t) => Some(t.time()),
        Value::DateTime(t) => Some(t.local.time()),
        _ => None,
    }
}

/// The zone of a value that has one.
pub(super) fn zone_of(value: &Value) -> Option<Zone> {
    match value {
        Value::Time(t) => Some(Zone::Offset(t.offset)),
        Value::DateTime(t) => Some(Zone::of(t)),
        _ => None,
    }
}

/// `date(value)`
pub(super) fn date(value: &Value) -> Result<Date> {
    match value {
        Value::String(text) => parse::read_date(text),
        Value::Map(map) => date_from(Fields::new(map)?, None),
        other => date_of(other).ok_or_else(|| wrong("date", other)),
    }
}

/// `localtime(value)`
pub(super) fn local_time(value: &Value) -> Result<Time> {
    match value {
        Value::String(text) => parse::read_time(text),
        Value::Map(map) => time_from(Fields::new(map)?, None),
        other => time_of(other).ok_or_else(|| wrong("localtime", other)),
    }
}

/// `time(value)`
pub(super) fn offset_time(value: &Value, now: Timestamp) -> Result<OffsetTime> {
    match value {
        Value::String(text) => parse::read_offset_time(text),
        Value::Map(map) => {
            let fields = Fields::new(map)?;
            let source = fields.base(&TIMES).and_then(zone_of);
            let date = fields.base(&DATES).and_then(date_of).unwrap_or_else(|| Zone::UTC.at(now).local.date());
            let local = date.to_datetime(time_from(fields, None)?);
            Ok(clock(&in_zone(local, source, fields.zone()?)?))
        }
        other => {
            let time = time_of(other).ok_or_else(|| wrong("time", other))?;
            let offset = match other {
                Value::Time(t) => t.offset,
                Value::DateTime(t) => t.offset,
                _ => 0,
            };
            Ok(OffsetTime { time, offset })
        }
    }
}

/// `localdatetime(value)`
pub(super) fn local_date_time(value: &Value) -> Result<DateTime> {
    match value {
        Value::String(text) => parse::read_date_time(text),
        Value::Map(map) => {
            let fields = Fields::new(map)?;
            Ok(date_from(fields, None)?.to_datetime(time_from(fields, None)?))
        }
        other => {
            let date = date_of(other).ok_or_else(|| wrong("localdatetime", other))?;
            Ok(date.to_datetime(time_of(other).unwrap_or(Time::midnight())))
        }
    }
}

/// `datetime(value)`
pub(super) fn date_time(value: &Value) -> Result<ZonedDateTime> {
    match value {
        Value::String(text) => parse::read_zoned(text),
        Value::Map(map) => {
            let fields = Fields::new(map)?;
            if let Some(moment) = epoch(fields)? {
                return Ok(fields.zone()?.unwrap_or(Zone::UTC).at(moment));
            }
            let local = date_from(fields, None)?.to_datetime(time_from(fields, None)?);
            let source = fields.base(&TIMES).and_then(zone_of);
            in_zone(local, source, fields.zone()?)
        }
        Value::DateTime(t) => Ok(t.clone()),
        other => {
            let date = date_of(other).ok_or_else(|| wrong("datetime", other))?;
            Zone::UTC.at_local(date.to_datetime(time_of(other).unwrap_or(Time::midnight())))
        }
    }
}

/// A local time in the zone it comes from, seen from the zone that is asked for. Without a zone of its own it is taken
/// to be one of the zone that is asked for.
fn in_zone(local: DateTime, source: Option<Zone>, wanted: Option<Zone>) -> Result<ZonedDateTime> {
    match (source, wanted) {
        (Some(source), Some(wanted)) => Ok(wanted.at(moment(&source.at_local(local)?)?)),
        (source, wanted) => wanted.or(source).unwrap_or(Zone::UTC).at_local(local),
    }
}

/// The time of day of a day and time.
pub(super) fn clock(value: &ZonedDateTime) -> OffsetTime {
    OffsetTime { time: value.local.time(), offset: value.offset }
}

fn epoch(fields: Fields<'_>) -> Result<Option<Timestamp>> {
    let nanoseconds = fields.number("nanosecond")?.unwrap_or(0);
    let nanoseconds = i128::from(nanoseconds);
    let total = match (fields.number("epochSeconds")?, fields.number("epochMillis")?) {
        (Some(seconds), _) => i128::from(seconds) * 1_000_000_000 + nanoseconds,
        (None, Some(millis)) => i128::from(millis) * 1_000_000 + nanoseconds,
        (None, None) => return Ok(None),
    };
    Timestamp::from_nanosecond(total).map(Some).map_err(|_| out_of_range())
}

/// A day from its components; those that are missing come from `base`, or from the value that the map names.
pub(super) fn date_from(fields: Fields<'_>, base: Option<Date>) -> Result<Date> {
    let base = match (base, fields.base(&DATES)) {
        (Some(base), _) => Some(base),
        (None, Some(value)) => Some(date_of(value).ok_or_else(|| wrong("date", value))?),
        (None, None) => None,
    };
    let year = |default: Option<i16>| -> Result<i16> {
        match fields.number("year")? {
            Some(year) => i16::try_from(year).map_err(|_| out_of_range()),
            None => default.ok_or_else(|| invalid("a date needs a `year`")),
        }
    };
    let made = if fields.has(&["week", "dayOfWeek"]) {
        let base = base.map(Date::iso_week_date);
        let week = fields.small("week")?.or(base.map(|b| i32::from(b.week()))).unwrap_or(1);
        let weekday = base.map(|b| i32::from(b.weekday().to_monday_one_offset()));
        let day = fields.small("dayOfWeek")?.or(weekday).unwrap_or(1);
        week_date(year(base.map(|b| b.year()))?, week, day)
    } else if fields.has(&["ordinalDay"]) {
        ordinal_date(year(base.map(Date::year))?, fields.small("ordinalDay")?.unwrap_or(1))
    } else if fields.has(&["quarter", "dayOfQuarter"]) {
        let quarter = fields.small("quarter")?.or(base.map(quarter_of)).unwrap_or(1);
        let day = fields.small("dayOfQuarter")?.or(base.map(day_of_quarter)).unwrap_or(1);
        quarter_date(year(base.map(Date::year))?, quarter, day)
    } else {
        let month = fields.small("month")?.or(base.map(|b| i32::from(b.month()))).unwrap_or(1);
        let day = fields.small("day")?.or(base.map(|b| i32::from(b.day()))).unwrap_or(1);
        match (i8::try_from(month), i8::try_from(day)) {
            (Ok(month), Ok(day)) => Date::new(year(base.map(Date::year))?, month, day).ok(),
            _ => None,
        }
    };
    made.ok_or_else(|| invalid("there is no such day"))
}

/// The quarter of a day, from 1.
pub(super) fn quarter_of(date: Date) -> i32 {
    (i32::from(date.month()) + 2) / 3
}

/// The number of a day in its quarter, from 1.
pub(super) fn day_of_quarter(date: Date) -> i32 {
    let start = quarter_date(date.year(), quarter_of(date), 1);
    i32::from(date.day_of_year()) - start.map_or(0, |s| i32::from(s.day_of_year())) + 1
}

/// A time of day from its components; those that are missing come from `base`, or from the value that the map names.
pub(super) fn time_from(fields: Fields<'_>, base: Option<Time>) -> Result<Time> {
    let base = match (base, fields.base(&TIMES)) {
        (Some(base), _) => Some(base),
        (None, Some(value)) => Some(time_of(value).ok_or_else(|| wrong("time", value))?),
        (None, None) => None,
    };
    let part = |key: &str, of_base: fn(Time) -> i8| -> Result<i8> {
        let value = fields.small(key)?.unwrap_or_else(|| base.map_or(0, |b| i32::from(of_base(b))));
        i8::try_from(value).map_err(|_| invalid(format!("`{key}` cannot be {value}")))
    };
    let (hour, minute, second) =
        (part("hour", Time::hour)?, part("minute", Time::minute)?, part("second", Time::second)?);
    let given = ["millisecond", "microsecond", "nanosecond"].map(|key| fields.small(key));
    let [millisecond, microsecond, nanosecond] = given;
    let (millisecond, microsecond, nanosecond) = (millisecond?, microsecond?, nanosecond?);
    let fraction = base.map_or(0, Time::subsec_nanosecond);
    // A smaller unit alone may count beyond a thousand, and then stands for the larger ones too.
    let most_micro = if millisecond.is_some() { 999 } else { 999_999 };
    let most_nano = if microsecond.is_some() {
        999
    } else if millisecond.is_some() {
        999_999
    } else {
        999_999_999
    };
    let parts = [
        (millisecond, 999, 1_000_000, fraction / 1_000_000),
        (microsecond, most_micro, 1_000, fraction / 1_000 % 1_000),
        (nanosecond, most_nano, 1, fraction % 1_000),
    ];
    let mut total = 0;
    let beyond = |value: Option<i32>| value.is_some_and(|v| v > 999);
    for (i, (value, most, unit, of_base)) in parts.into_iter().enumerate() {
        let covered = (i == 0 && (beyond(microsecond) || nanosecond.is_some_and(|n| n > 999_999)))
            || (i == 1 && beyond(nanosecond));
        let value = value.unwrap_or(if covered { 0 } else { of_base });
        if !(0..=most).contains(&value) {
            return Err(invalid(format!("a fraction of a second cannot be {value}")));
        }
        total += value * unit;
    }
    Time::new(hour, minute, second, total).map_err(|_| invalid("there is no such time of day"))
}

/// A value of which a temporal value cannot be made.
pub(super) fn wrong(function: &str, value: &Value) -> QueryError {
    let message = format!("{function}() cannot be made of {}", value.type_name());
    QueryError::runtime("TypeError", "InvalidArgumentType", message)
}
