//! Sentences to mentions to facts.

mod annotate;
mod document;
mod endings;
mod tables;

pub use annotate::annotate;
pub use document::{Document, Shape, Token};
