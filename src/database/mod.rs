//! What an embedding program holds: databases, transactions, snapshots, rows, and the ingest that joins the rooms.

mod handle;
mod ingest;
mod options;
mod rows;
mod snapshot;
mod transaction;

use std::collections::BTreeMap;

use crate::model::Value;

pub use handle::{Database, DatabaseStats};
pub use ingest::{Ingest, IngestReport};
pub use options::Options;
pub use rows::{FromValue, Row, Rows, Stats};
pub use snapshot::Snapshot;
pub use transaction::Transaction;

/// Values for the `$name`s of a statement.
pub type Parameters = BTreeMap<String, Value>;
