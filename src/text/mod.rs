//! Bytes to releases to sentences to tokens.

mod release;

pub use release::{DateSource, Language, Mended, Release};
