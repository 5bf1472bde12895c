//! Letters as typed to letters as meant: look-alikes, capitals, alphabetical order.

mod case;
mod fold;
mod order;

pub use case::{is_capitalised, lower, lower_char, title_case, upper};
pub use fold::mend_lookalikes;
pub use order::{ALPHABET, compare, sort_key};
