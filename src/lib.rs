//! Press releases in, a graph of persons, organisations, events and dates out, questioned in openCypher.
//!
#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

// The rooms of the house, from the ground up: each imports only those before it. What programs need of them is re-exported
// below; `model` and `graph` are there to be read as well.
#[doc(hidden)]
pub mod cli;
#[doc(hidden)]
pub mod database;
#[doc(hidden)]
pub mod error;
#[doc(hidden)]
pub mod export;
#[doc(hidden)]
pub mod extract;
pub mod graph;
pub mod model;
#[doc(hidden)]
pub mod query;
#[doc(hidden)]
pub mod resolve;
#[doc(hidden)]
pub mod shell;
#[doc(hidden)]
pub mod store;
#[doc(hidden)]
pub mod text;

pub use database::{
    BadLine, BulkLoader, Changed, Database, DoubtEvidence, DoubtedPair, DoubtedSide, DumpError, FileKind, FromValue,
    Import, ImportError, ImportObserver, ImportOptions, ImportReport, Ingest, IngestReport, Judge, Judged,
    JudgementError, JudgementRecord, LoadError, Options, Parameters, RebuildReport, Row, Rows, Snapshot, Stats,
    Transaction, read_judgements,
};
pub use error::Error;
pub use extract::Extractor;
pub use model::Value;
pub use resolve::{Correction, CorrectionError, FactKind, FactPlace, HappeningJudgement, Judgement, Says, Verdict};
pub use store::{Durability, StoreError, StoreOptions};
pub use text::Release;
