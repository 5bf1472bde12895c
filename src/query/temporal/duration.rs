//! Maps, text and parts with fractions to durations.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{construct, invalid, out_of_range, parse};
use crate::model::{Duration, Value};
use crate::query::QueryError;

type Result<T> = std::result::Result<T, QueryError>;

/// Seconds of an average month: a twelfth of 365.2425 days.
const MONTH: f64 = 2_629_746.0;
const DAY: f64 = 86_400.0;

/// Parts of a duration that may have fractions; what a part has too much goes to the next smaller one.
#[derive(Clone, Copy, Default)]
pub(super) struct Parts {
    pub months: f64,
    pub days: f64,
    pub seconds: f64,
    pub nanoseconds: f64,
}

impl Parts {
    pub(super) fn duration(self) -> Result<Duration> {
        let whole_months = self.months.trunc();
        // A fraction of a month becomes whole days and what is left of them.
        let rest = (self.months - whole_months) * MONTH;
        let month_days = (rest / DAY).trunc();
        let rest = rest - month_days * DAY;
        let whole_days = self.days.trunc();
        let rest = rest + (self.days - whole_days) * DAY;
        let whole_seconds = self.seconds.trunc();
        let fraction = (self.seconds - whole_seconds) + rest.fract();
        let whole = whole_seconds + rest.trunc();
        let nanoseconds = (fraction * 1e9).round() + self.nanoseconds;
        Duration::new(
            integer(whole_months)?,
            integer(whole_days + month_days)?,
            integer(whole)?,
            integer(nanoseconds.trunc())?,
        )
        .ok_or_else(out_of_range)
    }
}

#[allow(clippy::cast_possible_truncation)] // in range as checked
fn integer(x: f64) -> Result<i64> {
    if x.abs() < 9.2e18 { Ok(x as i64) } else { Err(out_of_range()) }
}

/// `duration(value)`
pub(super) fn duration(value: &Value) -> Result<Duration> {
    match value {
        Value::Duration(d) => Ok(*d),
        Value::String(text) => {
            read(text).ok_or_else(|| invalid(format!("`{text}` is not a duration as P1Y2M10DT2H30M")))?
        }
        Value::Map(map) => from_map(map),
        other => Err(construct::wrong("duration", other)),
    }
}

fn from_map(map: &BTreeMap<Arc<str>, Value>) -> Result<Duration> {
    let mut parts = Parts::default();
    // Whole numbers are added as such: a float of nanoseconds would not be exact.
    let (mut seconds, mut nanoseconds) = (0i64, 0i64);
    for (key, value) in map {
        #[allow(clippy::cast_precision_loss)] // months and days that do not fit are out of range anyway
        let (float, whole) = match value {
            Value::Integer(i) => (*i as f64, Some(*i)),
            Value::Float(x) => (*x, None),
            other => return Err(invalid(format!("`{key}` is a number, not {}", other.type_name()))),
        };
        let add = |unit: i64, to: &mut i64, part: &mut f64| {
            match whole {
                Some(whole) => {
                    *to = whole.checked_mul(unit).and_then(|w| to.checked_add(w)).ok_or_else(out_of_range)?;
                }
                #[allow(clippy::cast_precision_loss)] // units are small
                None => *part += float * unit as f64,
            }
            Ok::<(), QueryError>(())
        };
        match &**key {
            "years" => parts.months += float * 12.0,
            "quarters" => parts.months += float * 3.0,
            "months" => parts.months += float,
            "weeks" => parts.days += float * 7.0,
            "days" => parts.days += float,
            "hours" => add(3600, &mut seconds, &mut parts.seconds)?,
            "minutes" => add(60, &mut seconds, &mut parts.seconds)?,
            "seconds" => add(1, &mut seconds, &mut parts.seconds)?,
            "milliseconds" => add(1_000_000, &mut nanoseconds, &mut parts.nanoseconds)?,
            "microseconds" => add(1_000, &mut nanoseconds, &mut parts.nanoseconds)?,
            "nanoseconds" => add(1, &mut nanoseconds, &mut parts.nanoseconds)?,
            other => return Err(invalid(format!("a duration has no component `{other}`"))),
        }
    }
    let rest = parts.duration()?;
    let seconds = rest.seconds.checked_add(seconds).ok_or_else(out_of_range)?;
    let nanoseconds = nanoseconds.checked_add(i64::from(rest.nanoseconds)).ok_or_else(out_of_range)?;
    Duration::new(rest.months, rest.days, seconds, nanoseconds).ok_or_else(out_of_range)
}

/// `P1Y2M3W4DT5H6M7.5S` with signs and fractions, or `P2012-02-02T14:37:21.545`.
fn read(text: &str) -> Option<Result<Duration>> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let rest = rest.strip_prefix('P')?;
    if let Some(parts) = dated(rest) {
        return Some(
            Parts { months: sign * parts.months, days: sign * parts.days, seconds: sign * parts.seconds, ..parts }
                .duration(),
        );
    }
    let (days, clock) = match rest.split_once('T') {
        Some((_, "")) => return None,
        Some((days, clock)) => (days, clock),
        None => (rest, ""),
    };
    if rest.is_empty() {
        return None;
    }
    let mut parts = Parts::default();
    for (amount, unit) in amounts(days)? {
        let amount = sign * amount;
        match unit {
            'Y' => parts.months += amount * 12.0,
            'Q' => parts.months += amount * 3.0,
            'M' => parts.months += amount,
            'W' => parts.days += amount * 7.0,
            'D' => parts.days += amount,
            _ => return None,
        }
    }
    for (amount, unit) in amounts(clock)? {
        let amount = sign * amount;
        match unit {
            'H' => parts.seconds += amount * 3600.0,
            'M' => parts.seconds += amount * 60.0,
            'S' => parts.seconds += amount,
            _ => return None,
        }
    }
    Some(parts.duration())
}

fn amounts(mut text: &str) -> Option<Vec<(f64, char)>> {
    let mut out = Vec::new();
    while !text.is_empty() {
        let end = text.find(|c: char| c.is_ascii_alphabetic())?;
        let (number, rest) = text.split_at_checked(end)?;
        let clean = number.replace(',', ".");
        if clean.is_empty() || !clean.bytes().all(|b| b.is_ascii_digit() || b".-+".contains(&b)) {
            return None;
        }
        out.push((clean.parse().ok()?, rest.chars().next()?));
        text = rest.get(1..)?;
    }
    Some(out)
}

/// A duration written as a day and time.
fn dated(text: &str) -> Option<Parts> {
    let (day, clock) = text.split_once('T')?;
    let mut numbers = day.splitn(3, '-');
    let mut number = |digits: usize| {
        numbers.next().filter(|n| n.len() == digits && n.bytes().all(|b| b.is_ascii_digit()))?.parse::<f64>().ok()
    };
    let (years, months, days) = (number(4)?, number(2)?, number(2)?);
    let clock = parse::read_time(clock).ok()?;
    let whole = f64::from(clock.hour()) * 3600.0 + f64::from(clock.minute()) * 60.0 + f64::from(clock.second());
    let seconds = whole + f64::from(clock.subsec_nanosecond()) / 1e9;
    Some(Parts { months: years * 12.0 + months, days, seconds, nanoseconds: 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        duration(&text.into()).unwrap().to_string()
    }

    #[test]
    fn fractions_go_to_the_next_smaller_part() {
        assert_eq!(text("P0.75M"), "P22DT19H51M49.5S");
        assert_eq!(text("P2.5W"), "P17DT12H");
        assert_eq!(text("PT0.75M"), "PT45S");
        assert_eq!(text("-P1DT1.5S"), "P-1DT-1.5S");
        assert_eq!(text("P2012-02-02T14:37:21.545"), "P2012Y2M2DT14H37M21.545S");
    }

    #[test]
    fn what_is_not_a_duration_is_refused() {
        for wrong in ["", "P", "PT", "P1", "1D", "P1X", "PT1D", "P--1D", "Pnan"] {
            assert!(duration(&wrong.into()).is_err(), "{wrong}");
        }
    }
}
