//! Releases in order to which of them were there before.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

use super::Release;

/// Marks exact copies: releases whose text after mending was seen before. Feed it the releases in input order.
#[derive(Clone, Debug, Default)]
pub struct Deduplicator {
    seen: FxHashMap<u128, (Arc<str>, usize)>,
}

impl Deduplicator {
    /// One that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `duplicate_of` of a release: the first one with the same text, or none.
    pub fn mark(&mut self, release: &mut Release) {
        let this = (Arc::clone(&release.source), release.index);
        let first = self.seen.entry(text_hash(release.text.as_str())).or_insert_with(|| this.clone());
        release.duplicate_of = (*first != this).then(|| first.clone());
    }
}

/// The hash by which a mended text is known: equal for texts that differ in blanks and line breaks only.
#[must_use]
pub fn text_hash(mended: &str) -> u128 {
    let words: Vec<&str> = mended.split_whitespace().collect();
    xxh3_128(words.join(" ").as_bytes())
}
