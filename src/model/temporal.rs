//! Temporal values of openCypher that the calendar library has no type for.

use std::sync::Arc;

use jiff::civil::{DateTime, Time};

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
