//! Text to rows: openCypher parsed, checked and run on a graph.

pub mod ast;
mod check;
mod control;
mod depth;
mod error;
mod functions;
mod parse;
mod plan;
mod procedures;
mod run;
pub mod signature;
mod table;
mod temporal;
mod value;

pub use check::check;
pub use control::Control;
pub use error::{Phase, QueryError};
pub use functions::sentences;
pub use parse::{MAX_STATEMENT, Splitter, parse};
pub use procedures::{Context, Procedure, Procedures};
pub use run::{Parameters, read, run};
pub use table::{Stats, Table};
pub use temporal::{Temporal, read_temporal};
