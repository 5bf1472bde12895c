//! Property values to a flat stream of tokens and back; names to numbers of a table.
//!
//! A list or a map is a token with its length, followed by its items: nothing nests in the stored form, so that
//! reading it needs no recursion of the decoder, and ours is bounded.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::{Date, DateTime, Time};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{MAX_DEPTH, Malformed};
use crate::model::{Duration, OffsetTime, Properties, Value, ZonedDateTime};
use crate::store::StoreError;

/// One step of a value. Variants are numbered in this order in stored bytes: new ones go to the end.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum TokenV1<'a> {
    Null,
    False,
    True,
    Integer(i64),
    /// The bits of the number.
    Float(u64),
    Text(&'a str),
    /// That many values follow.
    List(u32),
    /// That many pairs of `Key` and value follow.
    Map(u32),
    /// A map's key: a number in the table of names.
    Key(u32),
    Date(DayV1),
    /// Nanoseconds since midnight.
    LocalTime(u64),
    /// Nanoseconds since midnight, seconds east of UTC.
    Time(u64, i32),
    LocalDateTime(DayV1, u64),
    DateTime(DayV1, u64, i32, Option<&'a str>),
    /// Months, days, seconds, nanoseconds.
    Duration(i64, i64, i64, i32),
}

/// Year, month, day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct DayV1(i16, i8, i8);

/// Collects names and tokens.
#[derive(Default)]
pub(super) struct Encoder<'a> {
    numbers: FxHashMap<&'a str, u32>,
    /// Names in order of their numbers.
    pub symbols: Vec<&'a str>,
    /// The values' tokens.
    pub values: Vec<TokenV1<'a>>,
}

impl<'a> Encoder<'a> {
    /// The number of a name.
    pub fn symbol(&mut self, name: &'a str) -> u32 {
        // A table of 2³² names would pass every limit of size long before.
        let next = u32::try_from(self.symbols.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(name).or_insert_with(|| {
            self.symbols.push(name);
            next
        })
    }

    /// The numbers of names.
    pub fn symbol_list(&mut self, names: impl IntoIterator<Item = &'a Arc<str>>) -> Vec<u32> {
        names.into_iter().map(|name| self.symbol(name)).collect()
    }

    /// Appends the tokens of a value.
    pub fn value(&mut self, value: &'a Value) -> Result<(), StoreError> {
        self.nested(value, 0)
    }

    fn nested(&mut self, value: &'a Value, depth: usize) -> Result<(), StoreError> {
        if depth > MAX_DEPTH {
            return Err(StoreError::TooDeep { limit: MAX_DEPTH });
        }
        let token = match value {
            Value::Null => TokenV1::Null,
            Value::Boolean(false) => TokenV1::False,
            Value::Boolean(true) => TokenV1::True,
            Value::Integer(i) => TokenV1::Integer(*i),
            Value::Float(x) => TokenV1::Float(x.to_bits()),
            Value::String(s) => TokenV1::Text(s),
            Value::Date(d) => TokenV1::Date(day(*d)),
            Value::LocalTime(t) => TokenV1::LocalTime(nanoseconds(*t)),
            Value::Time(t) => TokenV1::Time(nanoseconds(t.time), t.offset),
            Value::LocalDateTime(t) => TokenV1::LocalDateTime(day(t.date()), nanoseconds(t.time())),
            Value::DateTime(t) => {
                TokenV1::DateTime(day(t.local.date()), nanoseconds(t.local.time()), t.offset, t.zone.as_deref())
            }
            Value::Duration(d) => TokenV1::Duration(d.months, d.days, d.seconds, d.nanoseconds),
            Value::List(items) => {
                self.values.push(TokenV1::List(length(items.len())?));
                return items.iter().try_for_each(|item| self.nested(item, depth + 1));
            }
            Value::Map(map) => {
                self.values.push(TokenV1::Map(length(map.len())?));
                return map.iter().try_for_each(|(key, item)| {
                    let key = self.symbol(key);
                    self.values.push(TokenV1::Key(key));
                    self.nested(item, depth + 1)
                });
            }
            Value::Node(_) => return Err(StoreError::NotStorable { kind: "node" }),
            Value::Relationship(_) => return Err(StoreError::NotStorable { kind: "relationship" }),
            Value::Path(_) => return Err(StoreError::NotStorable { kind: "path" }),
        };
        self.values.push(token);
        Ok(())
    }
}

fn length(len: usize) -> Result<u32, StoreError> {
    u32::try_from(len).map_err(|_| StoreError::TooLarge { len: len as u64, limit: u64::from(u32::MAX) })
}

fn day(date: Date) -> DayV1 {
    DayV1(date.year(), date.month(), date.day())
}

fn nanoseconds(time: Time) -> u64 {
    let part = |n: i8| u64::from(n.unsigned_abs());
    let seconds = (part(time.hour()) * 60 + part(time.minute())) * 60 + part(time.second());
    seconds * 1_000_000_000 + u64::from(time.subsec_nanosecond().unsigned_abs())
}

/// Takes values from a stream of tokens.
pub(super) struct Decoder<'t, 'a, I> {
    names: &'t [Arc<str>],
    tokens: I,
    marker: std::marker::PhantomData<TokenV1<'a>>,
}

impl<'t, 'a, I: Iterator<Item = TokenV1<'a>>> Decoder<'t, 'a, I> {
    /// A decoder of `tokens` whose names are in `names`.
    pub const fn new(names: &'t [Arc<str>], tokens: I) -> Self {
        Self { names, tokens, marker: std::marker::PhantomData }
    }

    /// The name of a number.
    pub fn name(&self, number: u32) -> Result<Arc<str>, Malformed> {
        self.names.get(number as usize).cloned().ok_or(Malformed("a name is not in its table"))
    }

    /// The names of numbers.
    pub fn name_list(&self, numbers: &[u32]) -> Result<Vec<Arc<str>>, Malformed> {
        numbers.iter().map(|n| self.name(*n)).collect()
    }

    /// The properties of keys, whose values come next.
    pub fn properties(&mut self, keys: &[u32]) -> Result<Properties, Malformed> {
        keys.iter().map(|key| Ok((self.name(*key)?, self.value()?))).collect()
    }

    /// The next value.
    pub fn value(&mut self) -> Result<Value, Malformed> {
        self.nested(0)
    }

    /// Passes over the next value.
    pub fn skip(&mut self) -> Result<(), Malformed> {
        let mut left = 1_u64;
        while left > 0 {
            left -= 1;
            match self.tokens.next().ok_or(Malformed("it has fewer values than properties"))? {
                TokenV1::List(len) => left += u64::from(len),
                // A key and a value for each entry.
                TokenV1::Map(len) => left += 2 * u64::from(len),
                _ => {}
            }
        }
        Ok(())
    }

    /// That no token is left.
    pub fn finish(mut self) -> Result<(), Malformed> {
        if self.tokens.next().is_none() { Ok(()) } else { Err(Malformed("it has more values than properties")) }
    }

    fn nested(&mut self, depth: usize) -> Result<Value, Malformed> {
        if depth > MAX_DEPTH {
            return Err(Malformed("a value is nested too deep"));
        }
        Ok(match self.tokens.next().ok_or(Malformed("it has fewer values than properties"))? {
            TokenV1::Null => Value::Null,
            TokenV1::False => Value::Boolean(false),
            TokenV1::True => Value::Boolean(true),
            TokenV1::Integer(i) => Value::Integer(i),
            TokenV1::Float(bits) => Value::Float(f64::from_bits(bits)),
            TokenV1::Text(s) => Value::String(s.into()),
            TokenV1::List(len) => {
                let items = (0..len).map(|_| self.nested(depth + 1)).collect::<Result<Vec<_>, _>>()?;
                Value::List(items.into())
            }
            TokenV1::Map(len) => {
                let mut map = BTreeMap::new();
                for _ in 0..len {
                    let Some(TokenV1::Key(key)) = self.tokens.next() else {
                        return Err(Malformed("a map lacks a key"));
                    };
                    map.insert(self.name(key)?, self.nested(depth + 1)?);
                }
                Value::Map(Arc::new(map))
            }
            TokenV1::Key(_) => return Err(Malformed("a key stands outside of a map")),
            TokenV1::Date(d) => Value::Date(date(d)?),
            TokenV1::LocalTime(n) => Value::LocalTime(time(n)?),
            TokenV1::Time(n, offset) => Value::Time(OffsetTime { time: time(n)?, offset }),
            TokenV1::LocalDateTime(d, n) => Value::LocalDateTime(DateTime::from_parts(date(d)?, time(n)?)),
            TokenV1::DateTime(d, n, offset, zone) => {
                let local = DateTime::from_parts(date(d)?, time(n)?);
                Value::DateTime(ZonedDateTime { local, offset, zone: zone.map(Arc::from) })
            }
            TokenV1::Duration(months, days, seconds, nanoseconds) => {
                Value::Duration(Duration { months, days, seconds, nanoseconds })
            }
        })
    }
}

fn date(DayV1(year, month, day): DayV1) -> Result<Date, Malformed> {
    Date::new(year, month, day).map_err(|_| Malformed("a day is not in the calendar"))
}

fn time(nanoseconds: u64) -> Result<Time, Malformed> {
    let bad = Malformed("a time is past the end of the day");
    let (seconds, fraction) = (nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000);
    let part = |n: u64| i8::try_from(n).map_err(|_| bad);
    let fraction = i32::try_from(fraction).map_err(|_| bad)?;
    Time::new(part(seconds / 3600)?, part(seconds / 60 % 60)?, part(seconds % 60)?, fraction).map_err(|_| bad)
}
