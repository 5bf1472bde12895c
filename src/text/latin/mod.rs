//! Cyrillic names to the Kazakh Latin alphabet, and names of any script to keys for look-up.

mod alphabet;
mod search_key;

pub use alphabet::to_latin;
pub use search_key::search_key;
