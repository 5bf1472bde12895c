//! Names to signatures: the functions and procedures of the language, what they take and what they give.
//!
//! The checker refuses unknown names, wrong counts and impossible types by this table; the executor implements each row.

use std::borrow::Cow;
use std::fmt;

/// What is known of a value before the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the names say it all
pub enum Kind {
    Any,
    Boolean,
    Integer,
    Float,
    /// An integer or a float.
    Number,
    String,
    List,
    Map,
    Node,
    Relationship,
    Path,
    Date,
    LocalTime,
    Time,
    LocalDateTime,
    DateTime,
    Duration,
}

/// A function: its names are matched without regard to case.
#[derive(Clone, Copy, Debug)]
pub struct FunctionSignature {
    /// Its name in the customary spelling, with namespaces.
    pub name: &'static str,
    /// The kinds that each argument may have; an empty list means any. What is not listed fails before the run,
    /// except that null is always let through.
    pub arguments: &'static [&'static [Kind]],
    /// Fewest arguments.
    pub min: usize,
    /// Most arguments; `usize::MAX` for no end (the last kinds repeat).
    pub max: usize,
    /// What it gives.
    pub result: Kind,
    /// Whether it is computed over the rows of a group.
    pub aggregate: bool,
    /// Whether two calls with the same arguments may differ.
    pub volatile: bool,
}

/// A procedure that `CALL` knows, built in or registered by the host program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcedureSignature {
    /// Its name with namespaces, matched exactly.
    pub name: Cow<'static, str>,
    /// What it takes.
    pub inputs: Vec<Field>,
    /// The columns that it yields; empty for a procedure without a result.
    pub outputs: Vec<Field>,
    /// Inputs from this one on may be left out.
    pub required: usize,
}

/// A named input or output of a procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: Cow<'static, str>,
    /// Its kind.
    pub kind: Kind,
}

/// Where the checker looks procedures up.
pub trait Procedures {
    /// The signature of the procedure of that name.
    fn signature(&self, name: &str) -> Option<&ProcedureSignature>;
    /// All names, for "did you mean" and completion.
    fn names(&self) -> Vec<&str>;
}

impl Procedures for Vec<ProcedureSignature> {
    fn signature(&self, name: &str) -> Option<&ProcedureSignature> {
        self.iter().find(|p| p.name == name)
    }

    fn names(&self) -> Vec<&str> {
        self.iter().map(|p| &*p.name).collect()
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "any value",
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Float => "a float",
            Self::Number => "a number",
            Self::String => "a string",
            Self::List => "a list",
            Self::Map => "a map",
            Self::Node => "a node",
            Self::Relationship => "a relationship",
            Self::Path => "a path",
            Self::Date => "a date",
            Self::LocalTime => "a local time",
            Self::Time => "a time",
            Self::LocalDateTime => "a local datetime",
            Self::DateTime => "a datetime",
            Self::Duration => "a duration",
        })
    }
}

/// The function of that name, whatever its case. Cost: one binary search.
#[must_use]
pub fn function(name: &str) -> Option<&'static FunctionSignature> {
    let order = |f: &FunctionSignature| {
        f.name.bytes().map(|b| b.to_ascii_lowercase()).cmp(name.bytes().map(|b| b.to_ascii_lowercase()))
    };
    FUNCTIONS.binary_search_by(order).ok().and_then(|i| FUNCTIONS.get(i))
}

/// All functions, in order of their names without regard to case.
#[must_use]
pub const fn functions() -> &'static [FunctionSignature] {
    FUNCTIONS
}

type Kinds = &'static [Kind];

const fn plain(name: &'static str, arguments: &'static [Kinds], result: Kind) -> FunctionSignature {
    let count = arguments.len();
    FunctionSignature { name, arguments, min: count, max: count, result, aggregate: false, volatile: false }
}

impl FunctionSignature {
    const fn from(mut self, min: usize) -> Self {
        self.min = min;
        self
    }

    const fn endless(mut self) -> Self {
        self.max = usize::MAX;
        self
    }

    const fn aggregate(mut self) -> Self {
        self.aggregate = true;
        self
    }

    const fn volatile(mut self) -> Self {
        self.volatile = true;
        self
    }

    /// The kinds that argument number `index` (from 0) may have; empty for any.
    #[must_use]
    pub fn kinds(&self, index: usize) -> Kinds {
        self.arguments.get(index.min(self.arguments.len().saturating_sub(1))).copied().unwrap_or(&[])
    }
}

const ANY: Kinds = &[];
const NUMBER: Kinds = &[Kind::Number];
const INTEGER: Kinds = &[Kind::Integer];
const STRING: Kinds = &[Kind::String];
const LIST: Kinds = &[Kind::List];
const NODE: Kinds = &[Kind::Node];
const RELATIONSHIP: Kinds = &[Kind::Relationship];
const PATH: Kinds = &[Kind::Path];
const ENTITY: Kinds = &[Kind::Node, Kind::Relationship];
const KEYED: Kinds = &[Kind::Node, Kind::Relationship, Kind::Map];
const COUNTABLE: Kinds = &[Kind::String, Kind::List];
const EMPTIABLE: Kinds = &[Kind::String, Kind::List, Kind::Map];
const SUMMABLE: Kinds = &[Kind::Number, Kind::Duration];

// In order of the names without regard to case: `function` searches it by halves, and a test checks the order.
#[rustfmt::skip]
static FUNCTIONS: &[FunctionSignature] = &[
    plain("abs", &[NUMBER], Kind::Number),
    plain("acos", &[NUMBER], Kind::Float),
    plain("asin", &[NUMBER], Kind::Float),
    plain("atan", &[NUMBER], Kind::Float),
    plain("atan2", &[NUMBER, NUMBER], Kind::Float),
    plain("avg", &[SUMMABLE], Kind::Any).aggregate(),
    plain("ceil", &[NUMBER], Kind::Float),
    plain("char_length", &[STRING], Kind::Integer),
    plain("coalesce", &[ANY], Kind::Any).endless(),
    plain("collect", &[ANY], Kind::List).aggregate(),
    plain("cos", &[NUMBER], Kind::Float),
    plain("cot", &[NUMBER], Kind::Float),
    plain("count", &[ANY], Kind::Integer).aggregate(),
    plain("date", &[ANY], Kind::Date).from(0),
    plain("date.realtime", &[ANY], Kind::Date).from(0),
    plain("date.statement", &[ANY], Kind::Date).from(0),
    plain("date.transaction", &[ANY], Kind::Date).from(0),
    plain("date.truncate", &[STRING, ANY, ANY], Kind::Date).from(1),
    plain("datetime", &[ANY], Kind::DateTime).from(0),
    plain("datetime.fromepoch", &[NUMBER, NUMBER], Kind::DateTime),
    plain("datetime.fromepochmillis", &[NUMBER], Kind::DateTime),
    plain("datetime.realtime", &[ANY], Kind::DateTime).from(0),
    plain("datetime.statement", &[ANY], Kind::DateTime).from(0),
    plain("datetime.transaction", &[ANY], Kind::DateTime).from(0),
    plain("datetime.truncate", &[STRING, ANY, ANY], Kind::DateTime).from(1),
    plain("degrees", &[NUMBER], Kind::Float),
    plain("duration", &[ANY], Kind::Duration),
    plain("duration.between", &[ANY, ANY], Kind::Duration),
    plain("duration.inDays", &[ANY, ANY], Kind::Duration),
    plain("duration.inMonths", &[ANY, ANY], Kind::Duration),
    plain("duration.inSeconds", &[ANY, ANY], Kind::Duration),
    plain("e", &[], Kind::Float),
    plain("elementId", &[ENTITY], Kind::String),
    plain("endNode", &[RELATIONSHIP], Kind::Node),
    plain("evidence", &[ENTITY], Kind::List),
    plain("exists", &[ANY], Kind::Boolean),
    plain("exp", &[NUMBER], Kind::Float),
    plain("floor", &[NUMBER], Kind::Float),
    plain("haversin", &[NUMBER], Kind::Float),
    plain("head", &[LIST], Kind::Any),
    plain("id", &[ENTITY], Kind::Integer),
    plain("isEmpty", &[EMPTIABLE], Kind::Boolean),
    plain("isNaN", &[NUMBER], Kind::Boolean),
    plain("keys", &[KEYED], Kind::List),
    plain("labels", &[NODE], Kind::List),
    plain("last", &[LIST], Kind::Any),
    plain("left", &[STRING, INTEGER], Kind::String),
    plain("length", &[PATH], Kind::Integer),
    plain("localdatetime", &[ANY], Kind::LocalDateTime).from(0),
    plain("localdatetime.realtime", &[ANY], Kind::LocalDateTime).from(0),
    plain("localdatetime.statement", &[ANY], Kind::LocalDateTime).from(0),
    plain("localdatetime.transaction", &[ANY], Kind::LocalDateTime).from(0),
    plain("localdatetime.truncate", &[STRING, ANY, ANY], Kind::LocalDateTime).from(1),
    plain("localtime", &[ANY], Kind::LocalTime).from(0),
    plain("localtime.realtime", &[ANY], Kind::LocalTime).from(0),
    plain("localtime.statement", &[ANY], Kind::LocalTime).from(0),
    plain("localtime.transaction", &[ANY], Kind::LocalTime).from(0),
    plain("localtime.truncate", &[STRING, ANY, ANY], Kind::LocalTime).from(1),
    plain("log", &[NUMBER], Kind::Float),
    plain("log10", &[NUMBER], Kind::Float),
    plain("lower", &[STRING], Kind::String),
    plain("lTrim", &[STRING], Kind::String),
    plain("max", &[ANY], Kind::Any).aggregate(),
    plain("min", &[ANY], Kind::Any).aggregate(),
    plain("nodes", &[PATH], Kind::List),
    plain("nullIf", &[ANY, ANY], Kind::Any),
    plain("percentileCont", &[NUMBER, NUMBER], Kind::Float).aggregate(),
    plain("percentileDisc", &[NUMBER, NUMBER], Kind::Number).aggregate(),
    plain("pi", &[], Kind::Float),
    plain("properties", &[KEYED], Kind::Map),
    plain("radians", &[NUMBER], Kind::Float),
    plain("rand", &[], Kind::Float).volatile(),
    plain("range", &[ANY, ANY, ANY], Kind::List).from(2),
    plain("relationships", &[PATH], Kind::List),
    plain("replace", &[STRING, STRING, STRING], Kind::String),
    plain("reverse", &[COUNTABLE], Kind::Any),
    plain("right", &[STRING, INTEGER], Kind::String),
    plain("round", &[NUMBER, INTEGER, STRING], Kind::Float).from(1),
    plain("rTrim", &[STRING], Kind::String),
    plain("sign", &[NUMBER], Kind::Integer),
    plain("sin", &[NUMBER], Kind::Float),
    plain("size", &[COUNTABLE], Kind::Integer),
    plain("split", &[STRING, ANY], Kind::List),
    plain("sqrt", &[NUMBER], Kind::Float),
    plain("startNode", &[RELATIONSHIP], Kind::Node),
    plain("stDev", &[NUMBER], Kind::Float).aggregate(),
    plain("stDevP", &[NUMBER], Kind::Float).aggregate(),
    plain("substring", &[STRING, INTEGER, INTEGER], Kind::String).from(2),
    plain("sum", &[SUMMABLE], Kind::Any).aggregate(),
    plain("tail", &[LIST], Kind::List),
    plain("tan", &[NUMBER], Kind::Float),
    plain("time", &[ANY], Kind::Time).from(0),
    plain("time.realtime", &[ANY], Kind::Time).from(0),
    plain("time.statement", &[ANY], Kind::Time).from(0),
    plain("time.transaction", &[ANY], Kind::Time).from(0),
    plain("time.truncate", &[STRING, ANY, ANY], Kind::Time).from(1),
    plain("timestamp", &[], Kind::Integer),
    plain("toBoolean", &[ANY], Kind::Boolean),
    plain("toBooleanOrNull", &[ANY], Kind::Boolean),
    plain("toFloat", &[ANY], Kind::Float),
    plain("toFloatOrNull", &[ANY], Kind::Float),
    plain("toInteger", &[ANY], Kind::Integer),
    plain("toIntegerOrNull", &[ANY], Kind::Integer),
    plain("toLower", &[STRING], Kind::String),
    plain("toString", &[ANY], Kind::String),
    plain("toStringOrNull", &[ANY], Kind::String),
    plain("toUpper", &[STRING], Kind::String),
    plain("trim", &[STRING], Kind::String),
    plain("type", &[RELATIONSHIP], Kind::String),
    plain("upper", &[STRING], Kind::String),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_stand_in_the_order_that_the_search_relies_on() {
        for pair in FUNCTIONS.windows(2) {
            assert!(pair[0].name.to_ascii_lowercase() < pair[1].name.to_ascii_lowercase(), "{}", pair[1].name);
        }
    }

    #[test]
    fn a_function_is_found_whatever_its_case() {
        assert_eq!(function("DURATION.INDAYS").map(|f| f.name), Some("duration.inDays"));
        assert_eq!(function("rtrim").map(|f| f.name), Some("rTrim"));
        assert!(function("foo").is_none());
    }
}
