//! Bytes to releases to sentences to tokens.

pub mod letters;
mod release;

pub use release::{DateSource, Language, Mended, Release};
