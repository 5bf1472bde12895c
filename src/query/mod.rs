//! Text to rows: openCypher parsed, checked and run on a graph.

pub mod ast;
mod check;
mod depth;
mod error;
mod parse;
pub mod signature;
mod value;

pub use check::check;
pub use error::{Phase, QueryError};
pub use parse::{MAX_STATEMENT, Pieces, parse, split};
