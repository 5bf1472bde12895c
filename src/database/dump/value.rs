//! Values to JSON and back, each exactly.
//!
//! Null, booleans, integers, strings and lists are those of JSON. A map is an object in which a key that begins with `$` gets
//! one more. The rest are objects with one key that begins with a single `$`: `{"$float":"1.5"}` (`NaN`, `inf`, `-inf`; a NaN
//! of other bits as `nan:` and these in hexadecimal), `{"$date":"1845-08-10"}`, `{"$localtime":"12:00:00"}`,
//! `{"$localdatetime":"1845-08-10T12:00:00"}`, and with more keys beside it `{"$time":"12:00:00","offset":SECONDS}`,
//! `{"$datetime":"1845-08-10T12:00:00","offset":SECONDS,"zone":NAME or null}`,
//! `{"$duration":{"months":…,"days":…,"seconds":…,"nanoseconds":…}}`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use crate::error::Error;
use crate::model::{Duration, OffsetTime, Properties, Value, ZonedDateTime};
use crate::store::StoreError;

/// Deepest nesting that is written: more than a store takes, less than JSON is read with.
const DEEPEST: usize = 100;

/// Properties as an object.
pub(super) fn write_properties(properties: &Properties) -> Result<Map<String, Json>, Error> {
    properties.iter().map(|(key, value)| Ok((key.to_string(), write(value)?))).collect()
}

/// A value as JSON.
pub(super) fn write(value: &Value) -> Result<Json, Error> {
    write_at(value, 0)
}

fn write_at(value: &Value, depth: usize) -> Result<Json, Error> {
    if depth > DEEPEST {
        return Err(StoreError::TooDeep { limit: DEEPEST }.into());
    }
    Ok(match value {
        Value::Null => Json::Null,
        Value::Boolean(truth) => Json::Bool(*truth),
        Value::Integer(number) => json!(number),
        Value::Float(number) => json!({ "$float": write_float(*number) }),
        Value::String(text) => Json::String(text.to_string()),
        Value::List(items) => items.iter().map(|item| write_at(item, depth + 1)).collect::<Result<_, _>>()?,
        Value::Map(map) => {
            let entry = |(key, value): (&Arc<str>, &Value)| {
                let key = if key.starts_with('$') { format!("${key}") } else { key.to_string() };
                Ok::<_, Error>((key, write_at(value, depth + 1)?))
            };
            Json::Object(map.iter().map(entry).collect::<Result<_, _>>()?)
        }
        Value::Date(date) => json!({ "$date": date.to_string() }),
        Value::LocalTime(time) => json!({ "$localtime": time.to_string() }),
        Value::Time(time) => json!({ "$time": time.time.to_string(), "offset": time.offset }),
        Value::LocalDateTime(local) => json!({ "$localdatetime": local.to_string() }),
        Value::DateTime(zoned) => {
            json!({ "$datetime": zoned.local.to_string(), "offset": zoned.offset, "zone": zoned.zone.as_deref() })
        }
        Value::Duration(Duration { months, days, seconds, nanoseconds }) => json!({
            "$duration": { "months": months, "days": days, "seconds": seconds, "nanoseconds": nanoseconds }
        }),
        Value::Node(_) | Value::Relationship(_) | Value::Path(_) => {
            return Err(StoreError::NotStorable { kind: value.type_name() }.into());
        }
    })
}

fn write_float(number: f64) -> String {
    if number.is_nan() && number.to_bits() != f64::NAN.to_bits() {
        format!("nan:{:016x}", number.to_bits())
    } else {
        format!("{number:?}")
    }
}

/// An object as properties; what is wrong with it if it is none.
pub(super) fn read_properties(object: Map<String, Json>) -> Result<Properties, String> {
    let mut properties = Properties::new();
    for (key, json) in object {
        let value = read(json).map_err(|e| format!("property `{key}`: {e}"))?;
        if value.is_null() {
            return Err(format!("property `{key}`: null is no value of a property"));
        }
        properties.insert(key.into(), value);
    }
    Ok(properties)
}

/// JSON, whose parser bounds its nesting, as a value; what is wrong with it if it is none.
pub(super) fn read(json: Json) -> Result<Value, String> {
    Ok(match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Boolean(truth),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::Integer(number),
            None => return Err(format!("{number} is no integer of 64 bits; others are {{\"$float\":\"…\"}}")),
        },
        Json::String(text) => text.into(),
        Json::Array(items) => Value::List(items.into_iter().map(read).collect::<Result<_, _>>()?),
        Json::Object(object) => read_object(object)?,
    })
}

fn read_object(object: Map<String, Json>) -> Result<Value, String> {
    if let Some((tag, content)) = object.iter().next()
        && tag.starts_with('$')
        && !tag.starts_with("$$")
    {
        return read_tagged(tag, content, &object)
            .ok_or_else(|| format!("`{}` is no value", Json::Object(object.clone())));
    }
    let mut map = BTreeMap::new();
    for (key, json) in object {
        let key = match key.strip_prefix('$') {
            Some(escaped) if escaped.starts_with('$') => escaped.into(),
            Some(_) => return Err(format!("`{key}` stands where it means nothing")),
            None => Arc::from(key),
        };
        map.insert(key, read(json)?);
    }
    Ok(Value::Map(map.into()))
}

fn read_tagged(tag: &str, content: &Json, object: &Map<String, Json>) -> Option<Value> {
    let offset = || object.get("offset")?.as_i64().and_then(|offset| i32::try_from(offset).ok());
    let (value, keys) = match tag {
        "$float" => (Value::Float(read_float(content.as_str()?)?), 1),
        "$date" => (Value::Date(content.as_str()?.parse().ok()?), 1),
        "$localtime" => (Value::LocalTime(content.as_str()?.parse().ok()?), 1),
        "$localdatetime" => (Value::LocalDateTime(content.as_str()?.parse().ok()?), 1),
        "$time" => (Value::Time(OffsetTime { time: content.as_str()?.parse().ok()?, offset: offset()? }), 2),
        "$datetime" => {
            let zone = match object.get("zone")? {
                Json::Null => None,
                zone => Some(zone.as_str()?.into()),
            };
            let local = content.as_str()?.parse().ok()?;
            (Value::DateTime(ZonedDateTime { local, offset: offset()?, zone }), 3)
        }
        "$duration" => {
            let part = |name: &str| content.get(name)?.as_i64();
            let nanoseconds = i32::try_from(part("nanoseconds")?).ok()?;
            let (months, days, seconds) = (part("months")?, part("days")?, part("seconds")?);
            let exact = content.as_object()?.len() == 4;
            (Value::Duration(exact.then_some(Duration { months, days, seconds, nanoseconds })?), 1)
        }
        _ => return None,
    };
    (object.len() == keys).then_some(value)
}

fn read_float(text: &str) -> Option<f64> {
    match text.strip_prefix("nan:") {
        Some(bits) => Some(f64::from_bits(u64::from_str_radix(bits, 16).ok()?)).filter(|number| number.is_nan()),
        None => text.parse().ok(),
    }
}
