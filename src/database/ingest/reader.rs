//! Releases to the facts that are told of them: what the extractor finds, as persons have corrected it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::extract::Extractor;
use crate::model::Facts;
use crate::resolve::{Correction, FactPlace, HappeningJudgement, share, shared_happenings};
use crate::text::Release;

/// An extractor, and what was said of single facts.
#[derive(Debug, Default)]
pub struct Reader {
    extractor: Extractor,
    /// By release.
    corrections: HashMap<String, Vec<Correction>>,
    /// Tellings of happenings that are told elsewhere as well.
    shared: BTreeMap<FactPlace, String>,
}

impl Reader {
    /// Reads under corrections, of which the later win, and what is said of happenings.
    pub fn new(corrections: impl IntoIterator<Item = Correction>, happenings: &[HappeningJudgement]) -> Self {
        let mut reader = Self { shared: shared_happenings(happenings), ..Self::default() };
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
        if !self.shared.is_empty() {
            share(&mut facts, release, key, &self.shared);
        }
        facts
    }

    /// The keys of the releases that `other` reads otherwise.
    pub fn differing<'a>(&'a self, other: &'a Self) -> BTreeSet<&'a str> {
        let corrected = self.corrections.keys().chain(other.corrections.keys());
        let corrected = corrected.filter(|key| self.corrections.get(*key) != other.corrections.get(*key));
        let shared = self.shared.keys().chain(other.shared.keys());
        let shared = shared.filter(|place| self.shared.get(place) != other.shared.get(place));
        corrected.map(String::as_str).chain(shared.map(|place| place.release.as_str())).collect()
    }
}
