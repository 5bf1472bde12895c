//! Graph content to bytes and back: stored structs of their own, versioned, in bincode.
//!
//! A record is one byte of format version and then bincode 1.3 (variable-length integers, little-endian, no trailing
//! bytes). Nothing here trusts what it reads: lengths are bounded by the bytes that are there, nesting by
//! [`MAX_DEPTH`], symbols by their table.

mod columns;
mod commit;
mod manifest;
mod numbers;
mod pack;
mod rule;
#[cfg(test)]
mod tests;
mod value;

use std::sync::Arc;

use bincode::Options;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::StoreError;

pub use columns::PackShape;
pub(super) use columns::{
    Rows, decode_node_column, decode_node_rows, decode_relationship_column, decode_relationship_rows,
};
pub(super) use commit::{commit_after, decode_commit, encode_commit};
pub(super) use manifest::{Manifest, decode_manifest, encode_manifest};
pub use numbers::Numbers;
pub(super) use pack::{
    decode_journal, decode_nodes, decode_relationships, encode_journal, encode_nodes, encode_relationships, weight,
    weight_of,
};

/// Deepest nesting of lists and maps in a property.
pub(super) const MAX_DEPTH: usize = 64;

/// The version byte that a record begins with.
const RECORD_VERSION: u8 = 1;

/// What is wrong with bytes that passed their checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct Malformed(pub &'static str);

/// Names met before, so that each is kept once in memory.
#[derive(Debug, Default)]
pub(super) struct Names(FxHashSet<Arc<str>>);

impl Names {
    fn intern(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.0.get(name) {
            return Arc::clone(known);
        }
        let new: Arc<str> = name.into();
        self.0.insert(Arc::clone(&new));
        new
    }

    fn table(&mut self, symbols: &[&str]) -> Vec<Arc<str>> {
        symbols.iter().map(|s| self.intern(s)).collect()
    }
}

/// A record as bytes, when they are not more than `limit`.
fn encode<T: Serialize>(record: &T, limit: u64) -> Result<Vec<u8>, StoreError> {
    encode_as(RECORD_VERSION, record, limit)
}

/// A record of a version of its own.
fn encode_as<T: Serialize>(version: u8, record: &T, limit: u64) -> Result<Vec<u8>, StoreError> {
    let options = bincode::DefaultOptions::new().with_limit(u64::MAX);
    let len = options.serialized_size(record).unwrap_or(u64::MAX);
    if len >= limit {
        return Err(StoreError::TooLarge { len, limit });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or(0) + 1);
    bytes.push(version);
    options.serialize_into(&mut bytes, record).map_err(|_| StoreError::TooLarge { len, limit })?;
    Ok(bytes)
}

/// Bytes as a record.
fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, Malformed> {
    decode_body(body(bytes)?)
}

fn decode_body<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Malformed> {
    let options = bincode::DefaultOptions::new().with_limit(body.len() as u64);
    options.deserialize(body).map_err(|_| Malformed("its fields do not decode"))
}

/// The first field of a record.
fn decode_start<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, Malformed> {
    let body = body(bytes)?;
    let options = bincode::DefaultOptions::new().with_limit(body.len() as u64).allow_trailing_bytes();
    options.deserialize(body).map_err(|_| Malformed("its first field does not decode"))
}

fn body(bytes: &[u8]) -> Result<&[u8], Malformed> {
    match bytes.split_first() {
        Some((&RECORD_VERSION, body)) => Ok(body),
        Some(_) => Err(Malformed("it is of an unknown version")),
        None => Err(Malformed("it is empty")),
    }
}
