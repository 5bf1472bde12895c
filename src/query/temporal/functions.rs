//! The temporal functions by name.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Time;

use super::between::{Units, between};
use super::construct::{self, clock, date_of, time_of, wrong, zone_of};
use super::duration::duration;
use super::fields::Fields;
use super::zone::Zone;
use super::{invalid, out_of_range, truncate};
use crate::model::{OffsetTime, Value};
use crate::query::QueryError;
use crate::query::functions::{Function, take};
use crate::query::run::Run;

type Result<T> = std::result::Result<T, QueryError>;

/// Of which type a function's value is.
#[derive(Clone, Copy)]
enum Type {
    Date,
    LocalTime,
    Time,
    LocalDateTime,
    DateTime,
}

macro_rules! family {
    ($name:literal, $type:expr) => {
        [
            Function::strict($name, |run, a| match a {
                [] => Ok(now($type, run.session.now, &Zone::UTC)),
                [value, ..] => of($type, value, run.session.now),
            }),
            Function::strict(concat!($name, ".statement"), |run, a| clocked($type, run.session.now, a)),
            Function::strict(concat!($name, ".transaction"), |run, a| clocked($type, run.session.now, a)),
            Function::strict(concat!($name, ".realtime"), |_, a| clocked($type, Timestamp::now(), a)),
            Function::strict(concat!($name, ".truncate"), |run, a| truncated($type, run, a)),
        ]
    };
}

/// The functions, in families of one type each.
pub(in crate::query) static FUNCTIONS: &[&[Function]] = &[
    &family!("date", Type::Date),
    &family!("localtime", Type::LocalTime),
    &family!("time", Type::Time),
    &family!("localdatetime", Type::LocalDateTime),
    &family!("datetime", Type::DateTime),
    &[
        Function::strict("datetime.fromepoch", |_, a| {
            let [seconds, nanoseconds] = take(a);
            let total = i128::from(number(seconds)?) * 1_000_000_000 + i128::from(number(nanoseconds)?);
            Ok(now(Type::DateTime, Timestamp::from_nanosecond(total).map_err(|_| out_of_range())?, &Zone::UTC))
        }),
        Function::strict("datetime.fromepochmillis", |_, a| {
            let moment = Timestamp::from_millisecond(number(take::<1>(a)[0])?).map_err(|_| out_of_range())?;
            Ok(now(Type::DateTime, moment, &Zone::UTC))
        }),
        Function::strict("duration", |_, a| duration(take::<1>(a)[0]).map(Value::Duration)),
        Function::strict("duration.between", |_, a| {
            let [a, b] = take(a);
            between(a, b, Units::All).map(Value::Duration)
        }),
        Function::strict("duration.inMonths", |_, a| {
            let [a, b] = take(a);
            between(a, b, Units::Months).map(Value::Duration)
        }),
        Function::strict("duration.inDays", |_, a| {
            let [a, b] = take(a);
            between(a, b, Units::Days).map(Value::Duration)
        }),
        Function::strict("duration.inSeconds", |_, a| {
            let [a, b] = take(a);
            between(a, b, Units::Seconds).map(Value::Duration)
        }),
    ],
];

fn number(value: &Value) -> Result<i64> {
    value.as_integer().ok_or_else(|| invalid(format!("an integer is wanted, not {}", value.type_name())))
}

/// A value of a type, made of another value.
fn of(kind: Type, value: &Value, now: Timestamp) -> Result<Value> {
    Ok(match kind {
        Type::Date => Value::Date(construct::date(value)?),
        Type::LocalTime => Value::LocalTime(construct::local_time(value)?),
        Type::Time => Value::Time(construct::offset_time(value, now)?),
        Type::LocalDateTime => Value::LocalDateTime(construct::local_date_time(value)?),
        Type::DateTime => Value::DateTime(construct::date_time(value)?),
    })
}

/// A moment as a value of a type, seen from a zone.
fn now(kind: Type, moment: Timestamp, zone: &Zone) -> Value {
    let zoned = zone.at(moment);
    match kind {
        Type::Date => Value::Date(zoned.local.date()),
        Type::LocalTime => Value::LocalTime(zoned.local.time()),
        Type::Time => Value::Time(clock(&zoned)),
        Type::LocalDateTime => Value::LocalDateTime(zoned.local),
        Type::DateTime => Value::DateTime(zoned),
    }
}

/// `date.statement()`, `date.statement('+01:00')`
fn clocked(kind: Type, moment: Timestamp, arguments: &[Value]) -> Result<Value> {
    let zone = match arguments {
        [] => Zone::UTC,
        [Value::String(name), ..] => Zone::read(name)?,
        [other, ..] => return Err(invalid(format!("a time zone is a string, not {}", other.type_name()))),
    };
    Ok(now(kind, moment, &zone))
}

/// `date.truncate(unit, value, fields)`
fn truncated(kind: Type, run: &Run<'_>, arguments: &[Value]) -> Result<Value> {
    let [unit, value, map] = take(arguments);
    let unit = unit.as_str().ok_or_else(|| invalid("a unit to cut off at is a string"))?;
    let present = now(Type::DateTime, run.session.now, &Zone::UTC);
    let value = if arguments.len() > 1 { value } else { &present };
    let empty = Arc::new(BTreeMap::new());
    let map = match map {
        Value::Map(map) => map,
        Value::Null => &empty,
        other => return Err(wrong("truncate", other)),
    };
    let fields = Fields::new(map)?;
    let day = || -> Result<_> {
        let date = date_of(value).ok_or_else(|| wrong("truncate", value))?;
        construct::date_from(fields, Some(truncate::date(unit, date)?))
    };
    let clock = || -> Result<_> {
        let time = time_of(value).unwrap_or(Time::midnight());
        construct::time_from(fields, Some(truncate::time(unit, time)?))
    };
    if time_of(value).is_none() && date_of(value).is_none() {
        return Err(wrong("truncate", value));
    }
    // The zone that the fields name takes the place of the value's own; clocks show the same.
    let zone = || -> Result<Zone> { Ok(fields.zone()?.or_else(|| zone_of(value)).unwrap_or(Zone::UTC)) };
    Ok(match kind {
        Type::Date => Value::Date(day()?),
        Type::LocalTime => Value::LocalTime(clock()?),
        Type::Time => {
            let date = date_of(value).unwrap_or_else(|| Zone::UTC.at(run.session.now).local.date());
            let zoned = zone()?.at_local(date.to_datetime(clock()?))?;
            Value::Time(OffsetTime { time: zoned.local.time(), offset: zoned.offset })
        }
        Type::LocalDateTime => Value::LocalDateTime(day()?.to_datetime(clock()?)),
        Type::DateTime => Value::DateTime(zone()?.at_local(day()?.to_datetime(clock()?))?),
    })
}
