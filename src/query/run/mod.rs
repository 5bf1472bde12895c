//! A plan and a graph to rows: operators hand batches of columns to one another, writing clauses work on all rows.

mod access;
mod aggregate;
pub(super) mod arithmetic;
mod batch;
mod builder;
mod call;
mod columns;
#[cfg(test)]
mod differential;
mod distinct;
mod evaluate;
mod expand;
mod expand_path;
mod fan;
mod filter;
mod follow;
mod groups;
mod join;
mod limit;
mod materialise;
mod optional;
mod project;
mod scan;
mod schema;
mod select;
mod session;
mod shortest;
mod sort;
mod source;
mod statement;
mod subquery;
#[cfg(test)]
mod tests;
mod unwind;
mod write;

pub use batch::value_size;
pub use session::Run;
pub use statement::{Parameters, read, run};
