//! What an embedding program holds: databases, transactions, snapshots, rows, and the ingest that joins the rooms.

mod bulk;
mod dump;
mod group;
mod handle;
mod import;
mod ingest;
mod judgements;
mod options;
mod review;
mod rows;
mod snapshot;
mod statements;
mod transaction;

pub use bulk::BulkLoader;
pub use dump::{DumpError, LoadError};
pub use handle::{Database, DatabaseStats};
pub use import::{BadLine, FileKind, Import, ImportError, ImportObserver, ImportOptions, ImportReport};
pub use ingest::{Changed, Ingest, IngestReport, RebuildReport};
pub use judgements::{Judge, Judged, JudgementError, JudgementRecord, read_judgements};
pub use options::Options;
pub use review::{DoubtEvidence, DoubtedPair, DoubtedSide};
pub use rows::{FromValue, Row, Rows};
pub use snapshot::Snapshot;
pub use transaction::Transaction;

pub use crate::query::{Control, Parameters, Procedure, Procedures, Stats};
