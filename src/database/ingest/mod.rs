//! Releases to the graph that contracts describe: read, extracted on all cores, resolved and committed one by one.

mod connect;
mod dates;
mod entities;
mod events;
mod forget;
mod judge;
mod names;
mod near_copies;
mod offices;
mod reader;
mod rebuild;
mod recent;
mod relations;
mod releases;
mod respan;
mod roles;
mod same_events;
mod session;
mod titles;
mod wholes;

pub(super) use forget::forget;
pub(super) use judge::{facts_of, judge};
pub(super) use reader::Reader;
pub(super) use rebuild::rebuild;
pub use rebuild::{Changed, RebuildReport};
pub use session::{Ingest, IngestReport};
