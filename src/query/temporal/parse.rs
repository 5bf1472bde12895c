//! Text to dates, times, offsets: the ISO 8601 forms that openCypher knows, with and without separators.

use jiff::civil::{Date, DateTime, ISOWeekDate, Time, Weekday};

use super::invalid;
use super::zone::{Zone, moment};
use crate::model::{OffsetTime, ZonedDateTime};
use crate::query::QueryError;

type Result<T> = std::result::Result<T, QueryError>;

/// A date, or an error that quotes the text.
pub(super) fn read_date(text: &str) -> Result<Date> {
    date(text).ok_or_else(|| invalid(format!("`{text}` is not a date as 2015-07-21, 2015-W30-2, 2015-202 or 2015")))
}

/// A time of day, or an error that quotes the text.
pub(super) fn read_time(text: &str) -> Result<Time> {
    time(text).ok_or_else(|| invalid(format!("`{text}` is not a time as 21:40:32.142 or 2140")))
}

/// A time of day with an offset; UTC when it has none.
pub(super) fn read_offset_time(text: &str) -> Result<OffsetTime> {
    let (clock, offset) = split_offset(text);
    let offset = if offset.is_empty() { Some(0) } else { self::offset(offset) };
    match (time(clock), offset) {
        (Some(time), Some(offset)) => Ok(OffsetTime { time, offset }),
        _ => Err(invalid(format!("`{text}` is not a time as 21:40:32.142+01:00 or 2140Z"))),
    }
}

/// A day and time.
pub(super) fn read_date_time(text: &str) -> Result<DateTime> {
    date_time(text).ok_or_else(|| invalid(format!("`{text}` is not a day and time as 2015-07-21T21:40:32.142")))
}

fn date_time(text: &str) -> Option<DateTime> {
    match text.split_once('T') {
        Some((day, clock)) => Some(date(day)?.to_datetime(time(clock)?)),
        None => Some(date(text)?.to_datetime(Time::midnight())),
    }
}

/// A day and time with an offset, a named zone or both; UTC when it has none.
pub(super) fn read_zoned(text: &str) -> Result<ZonedDateTime> {
    let wrong =
        || invalid(format!("`{text}` is not a day and time as 2015-07-21T21:40:32.142+02:00[Europe/Stockholm]"));
    let (rest, name) = match text.strip_suffix(']').and_then(|t| t.split_once('[')) {
        Some((rest, name)) => (rest, Some(name)),
        None => (text, None),
    };
    let (day, clock) = rest.split_once('T').unwrap_or((rest, ""));
    let (clock, offset_text) = split_offset(clock);
    let clock = if clock.is_empty() { Some(Time::midnight()) } else { time(clock) };
    let local = date(day).ok_or_else(wrong)?.to_datetime(clock.ok_or_else(wrong)?);
    let offset = match offset_text {
        "" => None,
        text => Some(offset(text).ok_or_else(wrong)?),
    };
    match (name, offset) {
        (Some(name), Some(offset)) => {
            // The offset says which of two equal clock times is meant; a wrong one gives way to the zone's.
            let zone = Zone::named(name)?;
            let at_offset = zone.at(moment(&Zone::Offset(offset).at_local(local)?)?);
            if at_offset.local == local { Ok(at_offset) } else { zone.at_local(local) }
        }
        (Some(name), None) => Zone::named(name)?.at_local(local),
        (None, offset) => Zone::Offset(offset.unwrap_or(0)).at_local(local),
    }
}

/// Where the offset of a time begins.
fn split_offset(text: &str) -> (&str, &str) {
    match text.find(['Z', '+', '-']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    }
}

/// `Z`, `+01:00`, `+0100`, `+01`, `+01:00:30`, in seconds east of UTC.
pub(super) fn offset(text: &str) -> Option<i32> {
    if text == "Z" {
        return Some(0);
    }
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let parts: Vec<&str> = if rest.contains(':') {
        rest.split(':').collect()
    } else if rest.len() % 2 == 0 && rest.is_ascii() {
        rest.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap_or_default()).collect()
    } else {
        return None;
    };
    let mut seconds = 0;
    if parts.is_empty() || parts.len() > 3 {
        return None;
    }
    for (part, (unit, most)) in parts.iter().zip([(3600, 18), (60, 59), (1, 59)]) {
        let value = digits(part, 2)?;
        if value > most {
            return None;
        }
        seconds += value * unit;
    }
    (seconds <= 18 * 3600).then_some(sign * seconds)
}

/// A number of exactly `count` digits.
fn digits(text: &str, count: usize) -> Option<i32> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn date(text: &str) -> Option<Date> {
    // A year may have a sign, and then more than four digits, which must be parted from what follows.
    let (year, rest) = match text.strip_prefix(['+', '-']) {
        Some(unsigned) => {
            let end = unsigned.find(|c: char| !c.is_ascii_digit()).unwrap_or(unsigned.len());
            let end = if unsigned.get(end..)?.starts_with('W') || end <= 4 { end.min(4) } else { end };
            let (year, rest) = unsigned.split_at_checked(end)?;
            let year: i16 = year.parse().ok()?;
            (if text.starts_with('-') { -year } else { year }, rest)
        }
        None => {
            let (year, rest) = text.split_at_checked(4)?;
            (i16::try_from(digits(year, 4)?).ok()?, rest)
        }
    };
    let dashed = rest.strip_prefix('-');
    let rest = dashed.unwrap_or(rest);
    if let Some(week) = rest.strip_prefix('W') {
        let (number, day) = week.split_at_checked(2)?;
        let day = day.strip_prefix('-').unwrap_or(day);
        let day = if day.is_empty() { 1 } else { digits(day, 1)? };
        return week_date(year, digits(number, 2)?, day);
    }
    match (rest.len(), rest.split_once('-')) {
        (0, _) if dashed.is_none() => Date::new(year, 1, 1).ok(),
        (3, None) => ordinal_date(year, digits(rest, 3)?),
        (2, None) => Date::new(year, small(digits(rest, 2)?)?, 1).ok(),
        (4, None) if dashed.is_none() => {
            let (month, day) = rest.split_at_checked(2)?;
            Date::new(year, small(digits(month, 2)?)?, small(digits(day, 2)?)?).ok()
        }
        (_, Some((month, day))) => {
            if let Some(quarter) = month.strip_prefix('Q') {
                return quarter_date(year, digits(quarter, 1)?, digits(day, 2)?);
            }
            Date::new(year, small(digits(month, 2)?)?, small(digits(day, 2)?)?).ok()
        }
        _ => None,
    }
}

fn small(value: i32) -> Option<i8> {
    i8::try_from(value).ok()
}

/// The day of an ISO week.
pub(super) fn week_date(year: i16, week: i32, day: i32) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(small(day)?).ok()?;
    Some(ISOWeekDate::new(year, small(week)?, weekday).ok()?.date())
}

/// A day by its number in the year.
pub(super) fn ordinal_date(year: i16, day: i32) -> Option<Date> {
    Date::new(year, 1, 1).ok()?.with().day_of_year(i16::try_from(day).ok()?).build().ok()
}

/// A day by its number in the quarter.
pub(super) fn quarter_date(year: i16, quarter: i32, day: i32) -> Option<Date> {
    if !(1..=4).contains(&quarter) || !(1..=92).contains(&day) {
        return None;
    }
    let start = Date::new(year, small(quarter * 3 - 2)?, 1).ok()?;
    start.checked_add(jiff::Span::new().days(day - 1)).ok()
}

fn time(text: &str) -> Option<Time> {
    let (clock, fraction) = match text.split_once(['.', ',']) {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (text, None),
    };
    let parts: Vec<&str> = if clock.contains(':') {
        clock.split(':').collect()
    } else if clock.is_ascii() && clock.len() % 2 == 0 {
        clock.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap_or_default()).collect()
    } else {
        return None;
    };
    let mut values = [0i8; 3];
    if parts.is_empty() || parts.len() > 3 || (fraction.is_some() && parts.len() < 3) {
        return None;
    }
    for (part, value) in parts.iter().zip(&mut values) {
        *value = small(digits(part, 2)?)?;
    }
    let nanoseconds = match fraction {
        Some(f) if f.is_empty() || f.len() > 9 => return None,
        Some(f) => format!("{f:0<9}").parse().ok().filter(|_| f.bytes().all(|b| b.is_ascii_digit()))?,
        None => 0,
    };
    let [hour, minute, second] = values;
    Time::new(hour, minute, second, nanoseconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_with_and_without_separators() {
        let day = Some(jiff::civil::date(2015, 7, 21));
        for text in ["2015-07-21", "20150721", "2015-202", "2015202", "2015-W30-2", "2015W302", "2015-Q3-21"] {
            assert_eq!(date(text), day, "{text}");
        }
        assert_eq!(date("2015-07"), Some(jiff::civil::date(2015, 7, 1)));
        assert_eq!(date("2015"), Some(jiff::civil::date(2015, 1, 1)));
        for text in ["", "2015-", "2015-13", "2015-02-30", "201", "2015-7-1", "2015-W54"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn offsets_are_read_up_to_eighteen_hours() {
        assert_eq!(offset("-01:30"), Some(-5400));
        assert_eq!(offset("+0100"), Some(3600));
        assert_eq!(offset("+02:05:59"), Some(7559));
        assert_eq!(offset("+19"), None);
        assert_eq!(offset("+1"), None);
    }
}
