//! Text to rows: openCypher parsed, checked and run on a graph.

pub mod ast;
mod error;
pub mod signature;

pub use error::{Phase, QueryError};
