//! Dates, times and durations: made from maps, strings and one another, taken apart, added, compared, cut off.

mod arithmetic;
mod between;
mod component;
mod construct;
mod duration;
mod fields;
mod functions;
mod parse;
mod text;
mod truncate;
mod zone;

use crate::query::QueryError;

pub use arithmetic::{add_durations, is_moment, scale_duration, shift};
pub use component::component;
pub(in crate::query) use functions::FUNCTIONS;
pub use text::{Temporal, read_temporal};

/// A temporal value that cannot be made.
fn invalid(message: impl Into<String>) -> QueryError {
    QueryError::runtime("ArgumentError", "InvalidArgumentValue", message)
}

/// A result beyond the years −9999 to 9999, or beyond what a duration holds.
fn out_of_range() -> QueryError {
    QueryError::runtime("ArithmeticError", "NumberOutOfRange", "the result is outside the range of temporal values")
}
