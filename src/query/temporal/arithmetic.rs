//! Temporal values plus, minus and times.

use jiff::civil::{DateTime, Time};
use jiff::{SignedDuration, Span};

use super::duration::Parts;
use super::zone::{Zone, moment};
use super::{construct, out_of_range};
use crate::model::{Duration, OffsetTime, Value, ZonedDateTime};
use crate::query::QueryError;

type Result<T> = std::result::Result<T, QueryError>;

/// Whether a duration can be added to a value.
#[must_use]
pub fn is_moment(value: &Value) -> bool {
    construct::date_of(value).is_some() || construct::time_of(value).is_some()
}

/// `moment + sign · duration`. A date ignores what is less than a day, a time of day what is more.
///
/// # Errors
/// When the result is out of range.
pub fn shift(value: &Value, duration: &Duration, sign: i64) -> Result<Value> {
    Ok(match value {
        Value::Date(date) => {
            // Whole days of the seconds count too.
            let days = sign * duration.days + sign * duration_seconds(duration) / 86_400;
            let months = sign * duration.months;
            let moved = months_and_days(date.to_datetime(Time::midnight()), months, days)?;
            Value::Date(moved.date())
        }
        Value::LocalTime(time) => Value::LocalTime(turn(*time, duration, sign)),
        Value::Time(t) => Value::Time(OffsetTime { time: turn(t.time, duration, sign), offset: t.offset }),
        Value::LocalDateTime(local) => {
            let moved = months_and_days(*local, sign * duration.months, sign * duration.days)?;
            Value::LocalDateTime(moved.checked_add(exact(duration, sign)).map_err(|_| out_of_range())?)
        }
        Value::DateTime(t) => Value::DateTime(shift_zoned(t, duration, sign)?),
        other => return Err(construct::wrong("+", other)),
    })
}

fn shift_zoned(t: &ZonedDateTime, duration: &Duration, sign: i64) -> Result<ZonedDateTime> {
    let zone = Zone::of(t);
    let moved = match (duration.months, duration.days) {
        // Nothing of the calendar: the offset of the moment itself counts.
        (0, 0) => t.clone(),
        (months, days) => zone.at_local(months_and_days(t.local, sign * months, sign * days)?)?,
    };
    let moment = moment(&moved)?.checked_add(exact(duration, sign)).map_err(|_| out_of_range())?;
    Ok(zone.at(moment))
}

/// Months, then days; a day that the month lacks becomes its last.
pub(super) fn months_and_days(local: DateTime, months: i64, days: i64) -> Result<DateTime> {
    let span = |span: std::result::Result<Span, jiff::Error>| span.map_err(|_| out_of_range());
    let local = local.checked_add(span(Span::new().try_months(months))?).map_err(|_| out_of_range())?;
    local.checked_add(span(Span::new().try_days(days))?).map_err(|_| out_of_range())
}

fn exact(duration: &Duration, sign: i64) -> SignedDuration {
    let exact = SignedDuration::new(duration.seconds, duration.nanoseconds);
    if sign < 0 { exact.checked_neg().unwrap_or(SignedDuration::MAX) } else { exact }
}

/// Seconds without their fraction, cut off towards zero.
const fn duration_seconds(duration: &Duration) -> i64 {
    if duration.seconds < 0 && duration.nanoseconds > 0 { duration.seconds + 1 } else { duration.seconds }
}

/// A clock turned by the seconds of a duration.
fn turn(time: Time, duration: &Duration, sign: i64) -> Time {
    time.wrapping_add(exact(duration, sign))
}

/// `a + sign · b`
///
/// # Errors
/// When the result is out of range.
pub fn add_durations(a: &Duration, b: &Duration, sign: i64) -> Result<Duration> {
    let add = |a: i64, b: i64| b.checked_mul(sign).and_then(|b| a.checked_add(b)).ok_or_else(out_of_range);
    let nanoseconds = i64::from(a.nanoseconds) + sign * i64::from(b.nanoseconds);
    Duration::new(add(a.months, b.months)?, add(a.days, b.days)?, add(a.seconds, b.seconds)?, nanoseconds)
        .ok_or_else(out_of_range)
}

/// Each part of a duration changed by `scale`; what is no whole number then goes to the next smaller part.
///
/// # Errors
/// When the result is out of range.
#[allow(clippy::cast_precision_loss)] // parts are small beside what a float holds
pub fn scale_duration(duration: &Duration, scale: impl Fn(f64) -> f64) -> Result<Duration> {
    let seconds = scale(duration.seconds as f64);
    let nanoseconds = scale(f64::from(duration.nanoseconds));
    Parts {
        months: scale(duration.months as f64),
        days: scale(duration.days as f64),
        seconds,
        nanoseconds: nanoseconds.trunc(),
    }
    .duration()
}
