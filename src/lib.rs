//! Press releases in, a graph of persons, organisations, events and dates out, questioned in openCypher.
#![forbid(unsafe_code)]

pub mod cli;
pub mod database;
pub mod error;
pub mod export;
pub mod extract;
pub mod graph;
pub mod model;
pub mod query;
pub mod resolve;
pub mod shell;
pub mod store;
pub mod text;

pub use database::{
    Database, FromValue, Ingest, IngestReport, Options, Parameters, Row, Rows, Snapshot, Stats, Transaction,
};
pub use error::Error;
pub use extract::Extractor;
pub use model::Value;
pub use store::{Durability, StoreError, StoreOptions};
pub use text::Release;
