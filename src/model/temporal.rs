//! Temporal values of openCypher that the calendar library has no type for, and how the language prints them.

use std::fmt;
use std::sync::Arc;

use jiff::civil::{Date, DateTime, Time};

/// A time of day with an offset from UTC in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OffsetTime {
    /// Local time of day.
    pub time: Time,
    /// Seconds east of UTC.
    pub offset: i32,
}

/// A day and time with an offset from UTC in seconds and perhaps the IANA name of its zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZonedDateTime {
    /// Local day and time.
    pub local: DateTime,
    /// Seconds east of UTC.
    pub offset: i32,
    /// Name of the zone, when the value was made with one.
    pub zone: Option<Arc<str>>,
}

/// An openCypher duration: its four parts do not convert into one another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Duration {
    /// Months.
    pub months: i64,
    /// Days.
    pub days: i64,
    /// Seconds.
    pub seconds: i64,
    /// Nanoseconds, 0 to 999,999,999; a negative fraction borrows a second.
    pub nanoseconds: i32,
}

impl Duration {
    /// A duration of four parts, with its nanoseconds brought into 0 to 999,999,999 by borrowing from the seconds;
    /// `None` when a part leaves its range.
    #[must_use]
    pub fn new(months: i64, days: i64, seconds: i64, nanoseconds: i64) -> Option<Self> {
        let seconds = seconds.checked_add(nanoseconds.div_euclid(1_000_000_000))?;
        let nanoseconds = i32::try_from(nanoseconds.rem_euclid(1_000_000_000)).ok()?;
        Some(Self { months, days, seconds, nanoseconds })
    }
}

/// A calendar day as openCypher prints it: `1984-10-11`.
#[must_use]
pub fn format_date(date: Date) -> String {
    date.to_string()
}

/// A time of day as openCypher prints it: seconds only when they are not zero, a fraction without its closing zeros.
#[must_use]
pub fn format_time(time: Time) -> String {
    let mut out = format!("{:02}:{:02}", time.hour(), time.minute());
    if time.second() != 0 || time.subsec_nanosecond() != 0 {
        out += &format!(":{:02}", time.second());
    }
    if time.subsec_nanosecond() != 0 {
        out += format!(".{:09}", time.subsec_nanosecond()).trim_end_matches('0');
    }
    out
}

/// A day and time as openCypher prints it: `1984-10-11T12:31`.
#[must_use]
pub fn format_date_time(local: DateTime) -> String {
    format!("{}T{}", format_date(local.date()), format_time(local.time()))
}

/// An offset from UTC in seconds as openCypher prints it: `Z`, `+05:00`, `-01:30:15`.
#[must_use]
pub fn format_offset(offset: i32) -> String {
    if offset == 0 {
        return "Z".to_owned();
    }
    let (sign, seconds) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs());
    let mut out = format!("{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
    if seconds % 60 != 0 {
        out += &format!(":{:02}", seconds % 60);
    }
    out
}

impl fmt::Display for OffsetTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", format_time(self.time), format_offset(self.offset))
    }
}

impl fmt::Display for ZonedDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", format_date_time(self.local), format_offset(self.offset))?;
        match &self.zone {
            Some(zone) => write!(f, "[{zone}]"),
            None => Ok(()),
        }
    }
}

/// `P12Y5M14DT16H13M10.5S`; `PT0S` for nothing. Months carry into years and seconds into minutes and hours, days do
/// not carry.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        let part = |f: &mut fmt::Formatter<'_>, amount: i64, unit: char| match amount {
            0 => Ok(()),
            _ => write!(f, "{amount}{unit}"),
        };
        part(f, self.months / 12, 'Y')?;
        part(f, self.months % 12, 'M')?;
        part(f, self.days, 'D')?;
        // The whole in nanoseconds, so that seconds and their fraction share one sign.
        let total = i128::from(self.seconds) * 1_000_000_000 + i128::from(self.nanoseconds);
        if total == 0 {
            return if self.months == 0 && self.days == 0 { f.write_str("T0S") } else { Ok(()) };
        }
        f.write_str("T")?;
        let seconds = total / 1_000_000_000;
        let fraction = (total % 1_000_000_000).unsigned_abs();
        for (amount, unit) in [(seconds / 3600, 'H'), (seconds / 60 % 60, 'M')] {
            if amount != 0 {
                write!(f, "{amount}{unit}")?;
            }
        }
        let rest = seconds % 60;
        if fraction != 0 {
            let sign = if total < 0 && rest == 0 { "-" } else { "" };
            write!(f, "{sign}{rest}.{}S", format!("{fraction:09}").trim_end_matches('0'))
        } else if rest != 0 {
            write!(f, "{rest}S")
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn duration(months: i64, days: i64, seconds: i64, nanoseconds: i64) -> String {
        Duration::new(months, days, seconds, nanoseconds).unwrap().to_string()
    }

    #[test]
    fn durations_print_without_zero_parts() {
        assert_eq!(duration(0, 0, 0, 0), "PT0S");
        assert_eq!(duration(149, 14, 58_390, 0), "P12Y5M14DT16H13M10S");
        assert_eq!(duration(-13, 0, 0, 0), "P-1Y-1M");
        assert_eq!(duration(0, 1, 0, 0), "P1D");
    }

    #[test]
    fn seconds_and_their_fraction_share_one_sign() {
        assert_eq!(duration(0, 0, 0, -500_000_000), "PT-0.5S");
        assert_eq!(duration(0, 0, -1, -500_000_000), "PT-1.5S");
        assert_eq!(duration(0, 0, 1, -1), "PT0.999999999S");
        assert_eq!(duration(0, 0, -3600, 1), "PT-59M-59.999999999S");
    }

    #[test]
    fn times_print_only_what_is_not_zero() {
        assert_eq!(format_time(Time::constant(12, 0, 0, 0)), "12:00");
        assert_eq!(format_time(Time::constant(12, 0, 1, 0)), "12:00:01");
        assert_eq!(format_time(Time::constant(12, 0, 0, 120_000_000)), "12:00:00.12");
        assert_eq!(format_offset(-5_415), "-01:30:15");
    }
}
