//! The text of a date, time or duration to its value, for readers of other formats than statements.

use super::duration::duration;
use super::parse::{read_date, read_date_time, read_offset_time, read_time, read_zoned};
use crate::model::Value;
use crate::query::QueryError;

/// A kind of temporal value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Temporal {
    /// A calendar day.
    Date,
    /// A time of day without a zone.
    LocalTime,
    /// A time of day with an offset.
    Time,
    /// A day and time without a zone.
    LocalDateTime,
    /// A day and time with an offset or zone.
    DateTime,
    /// A span of time.
    Duration,
}

/// The value that a text says, in the forms that the functions of statements read.
///
/// # Errors
/// When it is none, with the text.
pub fn read_temporal(kind: Temporal, text: &str) -> Result<Value, QueryError> {
    Ok(match kind {
        Temporal::Date => Value::Date(read_date(text)?),
        Temporal::LocalTime => Value::LocalTime(read_time(text)?),
        Temporal::Time => Value::Time(read_offset_time(text)?),
        Temporal::LocalDateTime => Value::LocalDateTime(read_date_time(text)?),
        Temporal::DateTime => Value::DateTime(read_zoned(text)?),
        Temporal::Duration => Value::Duration(duration(&Value::from(text))?),
    })
}
