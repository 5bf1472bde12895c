//! Sentences to mentions to facts.

mod document;

pub use document::{Document, Shape, Token};
