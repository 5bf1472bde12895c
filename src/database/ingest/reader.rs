//! Releases to the facts that are told of them: what the extractor finds, as persons have corrected it.

use std::collections::HashMap;

use crate::extract::Extractor;
use crate::model::Facts;
use crate::resolve::Correction;
use crate::text::Release;

/// An extractor, and what was said of single facts.
#[derive(Debug, Default)]
pub(super) struct Reader {
    extractor: Extractor,
    /// By release.
    corrections: HashMap<String, Vec<Correction>>,
}

impl Reader {
    /// Reads under these corrections, of which the later win.
    pub fn new(corrections: impl IntoIterator<Item = Correction>) -> Self {
        let mut reader = Self::default();
        for correction in corrections {
            reader.corrections.entry(correction.place.release.clone()).or_default().push(correction);
        }
        reader
    }

    /// The facts of the release of this key.
    pub fn read(&self, key: &str, release: &Release) -> Facts {
        let mut facts = self.extractor.extract(release);
        for correction in self.corrections.get(key).into_iter().flatten() {
            correction.apply(&mut facts, release);
        }
        facts
    }

    /// What is said of a release's facts.
    pub fn corrections_of(&self, key: &str) -> &[Correction] {
        self.corrections.get(key).map_or(&[], Vec::as_slice)
    }

    /// The keys of the releases of which something is said.
    pub fn corrected(&self) -> impl Iterator<Item = &str> {
        self.corrections.keys().map(String::as_str)
    }
}
