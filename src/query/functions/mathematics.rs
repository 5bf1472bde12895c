//! Functions of numbers.

use std::f64::consts;

use super::{Function, integer, string, take, wrong_type};
use crate::model::Value;
use crate::query::QueryError;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::strict("abs", |_, a| match take::<1>(a)[0] {
        Value::Integer(i) => i.checked_abs().map(Value::Integer).ok_or_else(overflow),
        other => Ok(Value::Float(number("abs", other)?.abs())),
    }),
    Function::strict("sign", |_, a| {
        let x = number("sign", take::<1>(a)[0])?;
        Ok(Value::Integer(if x > 0.0 {
            1
        } else if x < 0.0 {
            -1
        } else {
            0
        }))
    }),
    Function::strict("ceil", |_, a| float("ceil", a, f64::ceil)),
    Function::strict("floor", |_, a| float("floor", a, f64::floor)),
    Function::strict("round", |_, a| round(a)),
    Function::strict("sqrt", |_, a| float("sqrt", a, f64::sqrt)),
    Function::strict("exp", |_, a| float("exp", a, f64::exp)),
    Function::strict("log", |_, a| float("log", a, f64::ln)),
    Function::strict("log10", |_, a| float("log10", a, f64::log10)),
    Function::strict("sin", |_, a| float("sin", a, f64::sin)),
    Function::strict("cos", |_, a| float("cos", a, f64::cos)),
    Function::strict("tan", |_, a| float("tan", a, f64::tan)),
    Function::strict("cot", |_, a| float("cot", a, |x| 1.0 / x.tan())),
    Function::strict("asin", |_, a| float("asin", a, f64::asin)),
    Function::strict("acos", |_, a| float("acos", a, f64::acos)),
    Function::strict("atan", |_, a| float("atan", a, f64::atan)),
    Function::strict("atan2", |_, a| {
        let [y, x] = take(a);
        Ok(Value::Float(number("atan2", y)?.atan2(number("atan2", x)?)))
    }),
    Function::strict("degrees", |_, a| float("degrees", a, f64::to_degrees)),
    Function::strict("radians", |_, a| float("radians", a, f64::to_radians)),
    Function::strict("haversin", |_, a| float("haversin", a, |x| (1.0 - x.cos()) / 2.0)),
    Function::strict("isNaN", |_, a| Ok(Value::Boolean(number("isNaN", take::<1>(a)[0])?.is_nan()))),
    Function::strict("pi", |_, _| Ok(Value::Float(consts::PI))),
    Function::strict("e", |_, _| Ok(Value::Float(consts::E))),
    Function::strict("rand", |_, _| Ok(Value::Float(fastrand::f64()))),
];

#[allow(clippy::cast_precision_loss)] // functions of floats take integers as the nearest float
fn number(function: &str, value: &Value) -> Result<f64, QueryError> {
    match value {
        Value::Integer(i) => Ok(*i as f64),
        Value::Float(x) => Ok(*x),
        other => Err(wrong_type(function, "a number", other)),
    }
}

fn float(function: &str, arguments: &[Value], f: fn(f64) -> f64) -> Result<Value, QueryError> {
    Ok(Value::Float(f(number(function, take::<1>(arguments)[0])?)))
}

/// `round(x)`, `round(x, digits)`, `round(x, digits, mode)`; without a mode, halves go up, or away from zero when
/// digits are given.
fn round(arguments: &[Value]) -> Result<Value, QueryError> {
    let [x, digits, mode] = take(arguments);
    let x = number("round", x)?;
    if arguments.len() < 2 {
        return Ok(Value::Float((x + 0.5).floor()));
    }
    let digits = integer("round", digits)?.clamp(0, 15);
    let mode = if arguments.len() > 2 { string("round", mode)?.to_ascii_uppercase() } else { "HALF_UP".to_owned() };
    #[allow(clippy::cast_possible_truncation)] // at most 15
    let scale = 10f64.powi(digits as i32);
    // The decimal digits as written decide about halves, not the binary number near them.
    let scaled = format!("{:.6}", x * scale).parse().unwrap_or(x * scale);
    let half = (scaled - scaled.trunc()).abs() == 0.5;
    let rounded = match mode.as_str() {
        "UP" if scaled > 0.0 => scaled.ceil(),
        "UP" => scaled.floor(),
        "DOWN" => scaled.trunc(),
        "CEILING" => scaled.ceil(),
        "FLOOR" => scaled.floor(),
        "HALF_UP" => scaled.round(),
        "HALF_DOWN" if half => scaled.trunc(),
        "HALF_EVEN" if half => 2.0 * (scaled / 2.0).round(),
        "HALF_DOWN" | "HALF_EVEN" => scaled.round(),
        _ => {
            let message = "round() knows UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN and HALF_EVEN";
            return Err(QueryError::runtime("ArgumentError", "InvalidArgumentValue", message));
        }
    };
    Ok(Value::Float(rounded / scale))
}

fn overflow() -> QueryError {
    QueryError::runtime("ArithmeticError", "IntegerOverflow", "the result of abs() is beyond the integers")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_rounded_as_the_mode_says() {
        let round = |x: f64, digits: i64, mode: &str| round(&[x.into(), digits.into(), mode.into()]).unwrap();
        assert_eq!(round(1.249, 1, "UP"), Value::Float(1.3));
        assert_eq!(round(-1.251, 1, "UP"), Value::Float(-1.3));
        assert_eq!(round(1.25, 1, "HALF_EVEN"), Value::Float(1.2));
        assert_eq!(round(1.35, 1, "HALF_EVEN"), Value::Float(1.4));
        assert_eq!(round(1.25, 1, "HALF_DOWN"), Value::Float(1.2));
        assert_eq!(round(1.25, 1, "HALF_UP"), Value::Float(1.3));
    }
}
