//! Releases to pairs that tell almost the same: `NEAR_COPY_OF`.
//!
//! A text is the set of its runs of four words; two texts are near copies when these sets agree to seven tenths (Jaccard).
//! Pairs worth the comparison are found by MinHash with bands (Broder 1997; Leskovec, Rajaraman, Ullman, *Mining of
//! Massive Datasets*, ch. 3): two texts that agree to 0.7 meet in a band with a probability of 0.99.

use std::collections::{BTreeSet, HashMap, HashSet};

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::relations::{join, properties};
use crate::graph::Draft;
use crate::model::{NodeId, Value};
use crate::text::letters;

/// Words in a run.
const RUN: usize = 4;
/// Bands of a sketch.
const BANDS: usize = 16;
/// Least hashes that make a band.
const ROWS: usize = 4;
/// Fewest runs of a text that can be a near copy: short texts agree by chance.
const FEWEST: usize = 16;
/// Least similarity of near copies.
const SIMILAR: f64 = 0.7;

/// The bands of all releases on record.
#[derive(Debug, Default)]
pub(super) struct Sketches {
    bands: HashMap<(usize, i64), Vec<NodeId>>,
}

impl Sketches {
    /// The sketches that the releases of a graph carry. Cost: proportional to their number.
    pub fn on_record(draft: &Draft) -> Self {
        let mut sketches = Self::default();
        for node in draft.graph().nodes_with_label("Release") {
            if let Value::List(sketch) = draft.graph().node_property(node, "sketch") {
                let sketch: Vec<i64> = sketch.iter().filter_map(Value::as_integer).collect();
                sketches.insert(node, &sketch);
            }
        }
        sketches
    }

    /// Joins a release with those on record that tell almost the same, and puts it on record.
    pub fn add(&mut self, draft: &mut Draft, node: NodeId, text: &str) {
        let runs = runs(text);
        let sketch = sketch(&runs);
        let near: BTreeSet<NodeId> = sketch
            .iter()
            .enumerate()
            .filter_map(|(band, hash)| self.bands.get(&(band, *hash)))
            .flatten()
            .copied()
            .collect();
        for other in near {
            let Value::String(text) = draft.graph().node_property(other, "text") else { continue };
            let similarity = jaccard(&runs, &self::runs(crate::text::mend(&text).as_str()));
            if similarity >= SIMILAR {
                connect(draft, node, other, similarity);
            }
        }
        self.insert(node, &sketch);
        let sketch = Value::list(sketch.into_iter().map(Value::Integer));
        draft.set_node_property(node, &"sketch".into(), sketch);
    }

    fn insert(&mut self, node: NodeId, sketch: &[i64]) {
        for (band, hash) in sketch.iter().enumerate() {
            self.bands.entry((band, *hash)).or_default().push(node);
        }
    }
}

/// From the smaller key to the greater, whichever came first.
fn connect(draft: &mut Draft, one: NodeId, other: NodeId, similarity: f64) {
    let key = |node| draft.graph().node_property(node, "key").as_str().map(str::to_owned);
    let (from, to) = if key(one) <= key(other) { (one, other) } else { (other, one) };
    let rounded = (similarity * 1000.0).round() / 1000.0;
    join(draft, from, to, "NEAR_COPY_OF", || properties([("similarity", rounded.into())]));
}

/// Hashes of the runs of words of a text, without regard to case and punctuation.
fn runs(text: &str) -> HashSet<u64> {
    let lower = letters::lower(text);
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.windows(RUN).map(|run| xxh3_64(run.join(" ").as_bytes())).collect()
}

/// A hash for each band; none for a text that is too short.
fn sketch(runs: &HashSet<u64>) -> Vec<i64> {
    if runs.len() < FEWEST {
        return Vec::new();
    }
    let least = |seed: usize| {
        runs.iter()
            .map(|run| xxh3_64_with_seed(&run.to_le_bytes(), u64::try_from(seed).unwrap_or(0)))
            .min()
            .unwrap_or(0)
    };
    let band = |band: usize| {
        let rows: Vec<u8> = (0..ROWS).flat_map(|row| least(band * ROWS + row).to_le_bytes()).collect();
        xxh3_64(&rows).cast_signed()
    };
    (0..BANDS).map(band).collect()
}

fn jaccard(one: &HashSet<u64>, other: &HashSet<u64>) -> f64 {
    let both = one.intersection(other).count();
    let all = one.len() + other.len() - both;
    if all == 0 { 0.0 } else { both as f64 / all as f64 }
}
