//! What values mean to the language: three-valued `=` and `<`, the total order of `ORDER BY`, equivalence for `DISTINCT`.

mod comparison;
mod key;
mod order;

pub use comparison::{Comparison, compare, equal};
pub use key::{Key, equivalent, hash_value};
pub use order::order;
