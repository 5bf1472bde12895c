//! Functions of the rows of a group: values one after another to one value.

use rustc_hash::FxHashSet;

use super::wrong_type;
use crate::graph::{Graph, NodeIndex};
use crate::model::{Duration, Value};
use crate::query::QueryError;
use crate::query::value::{Key, order};

/// Which function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AggregateFunction {
    /// `count(x)`, and `count(*)` when it has no argument.
    Count,
    /// `sum(x)`
    Sum,
    /// `avg(x)`
    Avg,
    /// `min(x)`
    Min,
    /// `max(x)`
    Max,
    /// `collect(x)`
    Collect,
    /// `stDev(x)`: of a sample
    StDev,
    /// `stDevP(x)`: of a whole population
    StDevP,
    /// `percentileDisc(x, p)`: a value that occurs
    PercentileDisc,
    /// `percentileCont(x, p)`: between two values
    PercentileCont,
}

impl AggregateFunction {
    /// The function of that name, whatever its case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "count" => Self::Count,
            "sum" => Self::Sum,
            "avg" => Self::Avg,
            "min" => Self::Min,
            "max" => Self::Max,
            "collect" => Self::Collect,
            "stdev" => Self::StDev,
            "stdevp" => Self::StDevP,
            "percentiledisc" => Self::PercentileDisc,
            "percentilecont" => Self::PercentileCont,
            _ => return None,
        })
    }
}

/// A group's state under one aggregation.
#[derive(Clone, Debug)]
pub struct Accumulator {
    state: State,
    /// What came already, when equal values count once; nodes by their row.
    seen: Option<Box<Seen>>,
}

#[derive(Clone, Debug, Default)]
struct Seen {
    nodes: FxHashSet<NodeIndex>,
    others: FxHashSet<Key>,
}

#[derive(Clone, Debug)]
enum State {
    Count(i64),
    Sum(Sum),
    Avg(Sum, i64),
    Extreme {
        greatest: bool,
        best: Option<Value>,
    },
    Collect(Vec<Value>),
    /// Welford's running mean and sum of squared distances.
    Deviation {
        population: bool,
        count: f64,
        mean: f64,
        squares: f64,
    },
    Percentile {
        continuous: bool,
        values: Vec<Value>,
        at: Option<f64>,
    },
}

/// A sum stays an integer until a float comes, and may be one of durations.
#[derive(Clone, Copy, Debug)]
enum Sum {
    Integer(i64),
    Float(f64),
    Duration(Duration),
}

impl Accumulator {
    /// The state of an empty group.
    #[must_use]
    pub fn new(function: AggregateFunction, distinct: bool) -> Self {
        let state = match function {
            AggregateFunction::Count => State::Count(0),
            AggregateFunction::Sum => State::Sum(Sum::Integer(0)),
            AggregateFunction::Avg => State::Avg(Sum::Integer(0), 0),
            AggregateFunction::Min => State::Extreme { greatest: false, best: None },
            AggregateFunction::Max => State::Extreme { greatest: true, best: None },
            AggregateFunction::Collect => State::Collect(Vec::new()),
            AggregateFunction::StDev => State::Deviation { population: false, count: 0.0, mean: 0.0, squares: 0.0 },
            AggregateFunction::StDevP => State::Deviation { population: true, count: 0.0, mean: 0.0, squares: 0.0 },
            AggregateFunction::PercentileDisc => State::Percentile { continuous: false, values: Vec::new(), at: None },
            AggregateFunction::PercentileCont => State::Percentile { continuous: true, values: Vec::new(), at: None },
        };
        Self { state, seen: distinct.then(Box::default) }
    }

    /// One row more for `count(*)`.
    pub const fn count_row(&mut self) {
        if let State::Count(n) = &mut self.state {
            *n += 1;
        }
    }

    /// Whether it is `count(x)`, which asks of its argument only whether it is there.
    #[must_use]
    pub const fn counts(&self) -> bool {
        matches!(self.state, State::Count(_))
    }

    /// One node, or null, more for `count(x)`. Returns how many bytes the group has grown by, about.
    pub fn count_node(&mut self, index: NodeIndex) -> usize {
        if index == NodeIndex::end() {
            return 0;
        }
        let mut grown = 0;
        if let Some(seen) = &mut self.seen {
            if !seen.nodes.insert(index) {
                return 0;
            }
            grown = 2 * size_of::<NodeIndex>();
        }
        self.count_row();
        grown
    }

    /// One value more; nulls are left out. `second` is the second argument, where the function has one. Returns how
    /// many bytes the group has grown by, about.
    ///
    /// # Errors
    /// `TypeError` and `ArgumentError` for values that the function cannot take.
    pub fn add(&mut self, value: Value, second: Option<&Value>, graph: &Graph) -> Result<usize, QueryError> {
        if let State::Percentile { at, .. } = &mut self.state {
            *at = Some(percentile(second)?);
        }
        if value.is_null() {
            return Ok(0);
        }
        let mut grown = 0;
        if let Some(seen) = &mut self.seen {
            let index = if let Value::Node(node) = &value { graph.node_index(node.id) } else { None };
            let new = match index {
                Some(index) => seen.nodes.insert(index),
                None => seen.others.insert(Key(value.clone())),
            };
            if !new {
                return Ok(0);
            }
            grown += crate::query::run::value_size(&value);
        }
        match &mut self.state {
            State::Count(n) => *n += 1,
            State::Sum(sum) => sum.add("sum", &value)?,
            State::Avg(sum, count) => {
                sum.add("avg", &value)?;
                *count += 1;
            }
            State::Extreme { greatest, best } => {
                let better = best.as_ref().is_none_or(|best| {
                    let order = order(&value, best);
                    if *greatest { order.is_gt() } else { order.is_lt() }
                });
                if better {
                    *best = Some(value);
                }
            }
            State::Collect(values) => {
                grown += crate::query::run::value_size(&value);
                values.push(value);
            }
            State::Deviation { count, mean, squares, .. } => {
                let x = number("stDev", &value)?;
                *count += 1.0;
                let distance = x - *mean;
                *mean += distance / *count;
                *squares += distance * (x - *mean);
            }
            State::Percentile { values, continuous, .. } => {
                number(if *continuous { "percentileCont" } else { "percentileDisc" }, &value)?;
                grown += size_of::<Value>();
                values.push(value);
            }
        }
        Ok(grown)
    }

    /// The value of the group.
    #[must_use]
    pub fn finish(self) -> Value {
        match self.state {
            State::Count(n) => Value::Integer(n),
            State::Sum(sum) => sum.value(),
            State::Avg(_, 0) => Value::Null,
            State::Avg(sum, count) => sum.divided(count),
            State::Extreme { best, .. } => best.unwrap_or_default(),
            State::Collect(values) => Value::list(values),
            State::Deviation { population, count, squares, .. } => {
                let divisor = if population { count } else { count - 1.0 };
                Value::Float(if divisor > 0.0 { (squares / divisor).sqrt() } else { 0.0 })
            }
            State::Percentile { values, at: Some(at), .. } if values.is_empty() || at.is_nan() => Value::Null,
            State::Percentile { continuous, values, at: Some(at) } => percentile_of(values, at, continuous),
            State::Percentile { .. } => Value::Null,
        }
    }
}

impl Sum {
    #[allow(clippy::cast_precision_loss)] // an integer joins a sum of floats as the nearest float
    fn add(&mut self, function: &str, value: &Value) -> Result<(), QueryError> {
        *self = match (*self, value) {
            (Self::Integer(a), Value::Integer(b)) => match a.checked_add(*b) {
                Some(sum) => Self::Integer(sum),
                None => {
                    let message = format!("the result of {function}() is beyond the integers");
                    return Err(QueryError::runtime("ArithmeticError", "IntegerOverflow", message));
                }
            },
            (Self::Integer(a), Value::Float(b)) => Self::Float(a as f64 + b),
            (Self::Float(a), Value::Integer(b)) => Self::Float(a + *b as f64),
            (Self::Float(a), Value::Float(b)) => Self::Float(a + b),
            (Self::Integer(0), Value::Duration(b)) => Self::Duration(*b),
            (Self::Duration(a), Value::Duration(b)) => Self::Duration(crate::query::temporal::add_durations(&a, b, 1)?),
            (_, other) => return Err(wrong_type(function, "numbers, or durations alone", other)),
        };
        Ok(())
    }

    const fn value(self) -> Value {
        match self {
            Self::Integer(i) => Value::Integer(i),
            Self::Float(x) => Value::Float(x),
            Self::Duration(d) => Value::Duration(d),
        }
    }

    #[allow(clippy::cast_precision_loss)] // an average is a float
    fn divided(self, count: i64) -> Value {
        match self {
            Self::Integer(i) => Value::Float(i as f64 / count as f64),
            Self::Float(x) => Value::Float(x / count as f64),
            Self::Duration(d) => crate::query::temporal::scale_duration(&d, |part| part / count as f64)
                .map_or(Value::Null, Value::Duration),
        }
    }
}

#[allow(clippy::cast_precision_loss)] // statistics are made of floats
fn number(function: &str, value: &Value) -> Result<f64, QueryError> {
    match value {
        Value::Integer(i) => Ok(*i as f64),
        Value::Float(x) => Ok(*x),
        other => Err(wrong_type(function, "numbers", other)),
    }
}

fn percentile(value: Option<&Value>) -> Result<f64, QueryError> {
    let at = number("percentile", value.unwrap_or(&Value::Null))?;
    if (0.0..=1.0).contains(&at) {
        return Ok(at);
    }
    let message = format!("a percentile lies between 0.0 and 1.0; {at} does not");
    Err(QueryError::runtime("ArgumentError", "NumberOutOfRange", message))
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
// positions in a list that is in memory, never negative
fn percentile_of(mut values: Vec<Value>, at: f64, continuous: bool) -> Value {
    values.sort_by(order);
    let count = values.len() as f64;
    if !continuous {
        let position = (at * count).ceil().max(1.0) as usize - 1;
        return values.get(position).cloned().unwrap_or_default();
    }
    let position = at * (count - 1.0);
    let float = |i: usize| values.get(i).and_then(|v| number("percentileCont", v).ok());
    let (low, high) = (position.floor() as usize, position.ceil() as usize);
    match (float(low), float(high)) {
        (Some(a), Some(b)) => Value::Float(a + (b - a) * (position - position.floor())),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(function: AggregateFunction, values: &[f64], second: Option<f64>) -> Value {
        let mut accumulator = Accumulator::new(function, false);
        for x in values {
            accumulator.add(Value::Float(*x), second.map(Value::Float).as_ref(), &Graph::new()).unwrap();
        }
        accumulator.finish()
    }

    #[test]
    fn percentiles_of_ten_twenty_thirty() {
        let values = [30.0, 10.0, 20.0];
        let discrete = |p| of(AggregateFunction::PercentileDisc, &values, Some(p));
        let continuous = |p| of(AggregateFunction::PercentileCont, &values, Some(p));
        assert_eq!([0.0, 0.5, 1.0].map(discrete), [10.0, 20.0, 30.0].map(Value::Float));
        assert_eq!([0.0, 0.25, 1.0].map(continuous), [10.0, 15.0, 30.0].map(Value::Float));
    }

    #[test]
    fn deviation_of_a_sample_and_of_a_population() {
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        assert_eq!(of(AggregateFunction::StDevP, &values, None), Value::Float(2.0));
        assert_eq!(of(AggregateFunction::StDev, &[1.0, 3.0], None), Value::Float(2f64.sqrt()));
        assert_eq!(of(AggregateFunction::StDev, &[1.0], None), Value::Float(0.0));
    }
}
