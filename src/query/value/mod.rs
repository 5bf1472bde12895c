//! What values mean to the language: three-valued `=` and `<`, the total order of `ORDER BY`, equivalence for `DISTINCT`.

mod comparison;
mod key;
mod order;

pub use comparison::{Comparison, compare, equal};
pub use key::Key;
pub use order::order;
