//! Expressions to types: what is known of a value before the run.

use std::fmt;
use std::sync::Arc;

use crate::model::Value;
use crate::query::signature::Kind;

/// What is known of a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Type {
    /// Null, which is let through everywhere.
    Null,
    /// Nothing: it may be anything.
    Any,
    /// A value of that kind; never `Kind::Any` or `Kind::List`.
    Of(Kind),
    /// A list whose elements are of that type.
    List(Arc<Type>),
}

impl Type {
    pub const BOOLEAN: Self = Self::Of(Kind::Boolean);
    pub const NODE: Self = Self::Of(Kind::Node);
    pub const RELATIONSHIP: Self = Self::Of(Kind::Relationship);
    pub const PATH: Self = Self::Of(Kind::Path);

    pub fn list(element: Self) -> Self {
        Self::List(Arc::new(element))
    }

    /// The type that a signature's kind stands for.
    pub fn of_kind(kind: Kind) -> Self {
        match kind {
            Kind::Any => Self::Any,
            Kind::List => Self::list(Self::Any),
            kind => Self::Of(kind),
        }
    }

    pub fn of_value(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Boolean(_) => Self::BOOLEAN,
            Value::Integer(_) => Self::Of(Kind::Integer),
            Value::Float(_) => Self::Of(Kind::Float),
            Value::String(_) => Self::Of(Kind::String),
            Value::List(items) => Self::list(Self::join(items.iter().map(Self::of_value))),
            Value::Map(_) => Self::Of(Kind::Map),
            _ => Self::Any,
        }
    }

    /// What is known of a value that has one of these types.
    pub fn join(types: impl IntoIterator<Item = Self>) -> Self {
        types.into_iter().fold(Self::Null, |a, b| match (a, b) {
            (Self::Null, other) | (other, Self::Null) => other,
            (a, b) if a == b => a,
            (Self::List(a), Self::List(b)) => Self::list(Self::join([(*a).clone(), (*b).clone()])),
            (a, b) if a.is_number() && b.is_number() => Self::Of(Kind::Number),
            _ => Self::Any,
        })
    }

    /// What is known of a list's elements.
    pub fn element(&self) -> Self {
        match self {
            Self::List(element) if **element != Self::Null => (**element).clone(),
            _ => Self::Any,
        }
    }

    pub const fn is_number(&self) -> bool {
        matches!(self, Self::Of(Kind::Integer | Kind::Float | Kind::Number))
    }

    /// Whether nothing is known: null and anything fit everywhere.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Null | Self::Any)
    }

    /// Whether a value of this type may be of one of these kinds; all of them when none is given.
    pub fn may_be(&self, kinds: &[Kind]) -> bool {
        kinds.is_empty()
            || kinds.iter().any(|kind| match (self, kind) {
                (Self::Null | Self::Any, _) | (_, Kind::Any) | (Self::List(_), Kind::List) => true,
                // An integer is taken for a float, but not the other way round.
                (_, Kind::Number | Kind::Float) => self.is_number(),
                (Self::Of(Kind::Number), Kind::Integer) => true,
                (Self::Of(own), kind) => own == kind,
                (Self::List(_), _) => false,
            })
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Any => f.write_str("any value"),
            Self::Of(kind) => kind.fmt(f),
            Self::List(_) => f.write_str("a list"),
        }
    }
}
