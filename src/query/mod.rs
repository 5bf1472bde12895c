//! Text to rows: openCypher parsed, checked and run on a graph.

pub mod ast;
mod error;

pub use error::{Phase, QueryError};
