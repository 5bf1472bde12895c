//! Graph to sled and back: the only room that knows sled.

mod error;
mod options;

pub use error::StoreError;
pub use options::{Durability, StoreOptions};
