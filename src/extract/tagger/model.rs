//! The bytes of a model to the weights of features, read where they lie.

use std::borrow::Cow;

use super::features::Key;
use super::labels::LABELS;
use super::lattice::{Row, Transitions, best};
use super::lexicon::{self, Verdict};

/// The first bytes of a model.
const MAGIC: &[u8; 8] = b"SHZTAG02";

/// Bytes before the transitions: magic, number of labels, logarithm of the number of drawers, scale.
const HEAD: usize = 16;

/// Bytes of a weight: a mark of two bytes that tells features of a drawer apart, its label, its weight.
const ENTRY: usize = 4;

/// Why bytes are no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// It does not begin as models do.
    #[error("this is no tagger model, or one of another version or label set; make one with `shezhire train`")]
    Foreign,
    /// It is shorter or longer than its head says.
    #[error("the tagger model has {found} bytes where its head promises {promised}; copy it again")]
    Length {
        /// How long it is.
        found: usize,
        /// How long it should be.
        promised: usize,
    },
}

/// Weights of features. The file is a chest of drawers: the upper bits of a feature say in which its weights lie.
/// Nothing is parsed but the head.
#[derive(Clone, Debug)]
pub struct Model<'a, const L: usize = LABELS> {
    /// Where each drawer ends, four bytes each.
    ends: Cow<'a, [u8]>,
    entries: Cow<'a, [u8]>,
    shift: u32,
    scale: f32,
    /// How well labels follow one another.
    pub transitions: Transitions<L>,
    /// The same as factors.
    pub factors: Transitions<L>,
}

impl<'a, const L: usize> Model<'a, L> {
    const FIXED: usize = HEAD + 4 * L * (L + 1);

    /// Reads the head of a model; the cost does not depend on its size.
    ///
    /// # Errors
    /// [`ModelError`] when the bytes are none, or one for other labels.
    pub fn read(bytes: &'a [u8]) -> Result<Self, ModelError> {
        let (head, rest) = bytes.split_at_checked(Self::FIXED).ok_or(ModelError::Foreign)?;
        let mut numbers = head.chunks_exact(4).skip(2).filter_map(|c| <[u8; 4]>::try_from(c).ok());
        let mut next = || numbers.next().unwrap_or_default();
        let (sizes, scale) = (next(), f32::from_le_bytes(next()));
        let bits = u32::from(sizes[1]);
        if !head.starts_with(MAGIC) || usize::from(sizes[0]) != L || !(1..28).contains(&bits) {
            return Err(ModelError::Foreign);
        }
        let start = std::array::from_fn(|_| f32::from_le_bytes(next()));
        let step = std::array::from_fn(|_| std::array::from_fn(|_| f32::from_le_bytes(next())));
        let length = |entries: usize| Self::FIXED + (4 << bits) + ENTRY * entries;
        let (ends, entries) =
            rest.split_at_checked(4 << bits).ok_or(ModelError::Length { found: bytes.len(), promised: length(0) })?;
        let promised = length(number(ends, (1 << bits) - 1));
        if bytes.len() != promised {
            return Err(ModelError::Length { found: bytes.len(), promised });
        }
        let transitions = Transitions { start, step };
        let factors = transitions.factors();
        let (ends, entries) = (Cow::Borrowed(ends), Cow::Borrowed(entries));
        Ok(Self { ends, entries, shift: 64 - bits, scale, transitions, factors })
    }

    /// The same model, with bytes of its own.
    #[must_use]
    pub fn into_owned(self) -> Model<'static, L> {
        Model {
            ends: Cow::Owned(self.ends.into_owned()),
            entries: Cow::Owned(self.entries.into_owned()),
            shift: self.shift,
            scale: self.scale,
            transitions: self.transitions,
            factors: self.factors,
        }
    }

    /// Adds the weights of a feature to `row`, in steps of the scale; [`Model::scores`] makes scores of them.
    pub fn add(&self, feature: u64, row: &mut [i32; L]) {
        let drawer = (feature >> self.shift) as usize;
        let first = drawer.checked_sub(1).map_or(0, |before| number(&self.ends, before));
        let last = number(&self.ends, drawer);
        let [low, high] = mark(feature).to_le_bytes();
        let drawer = self.entries.get(first.saturating_mul(ENTRY)..last.saturating_mul(ENTRY)).unwrap_or_default();
        for entry in drawer.chunks_exact(ENTRY) {
            if let [a, b, label, weight] = entry
                && (*a, *b) == (low, high)
                && let Some(sum) = row.get_mut(usize::from(*label))
            {
                *sum += i32::from(weight.cast_signed());
            }
        }
    }

    /// Sums of weights as scores.
    #[must_use]
    pub fn scores(&self, row: [i32; L]) -> Row<L> {
        row.map(|sum| sum as f32 * self.scale)
    }
}

impl<const L: usize> Model<'_, L> {
    /// What its lexicon knows of a name or word, by its hash.
    #[must_use]
    pub fn verdict(&self, hash: u64) -> Option<Verdict> {
        let mut row = [0; L];
        self.add(hash, &mut row);
        row.iter().position(|sure| *sure != 0).map(|label| (label, row[label].unsigned_abs() as u8))
    }

    /// The best labels of a sentence, by the sums of the weights of its tokens' features and by its lexicon.
    #[must_use]
    pub fn labels(&self, keys: &[Key], mut sums: Vec<[i32; L]>) -> Vec<usize> {
        lexicon::features(keys, &|hash| self.verdict(hash), &mut |at, feature| {
            if let Some(sum) = sums.get_mut(at) {
                self.add(feature, sum);
            }
        });
        let scores: Vec<Row<L>> = sums.into_iter().map(|sum| self.scores(sum)).collect();
        best(&scores, &self.transitions)
    }
}

/// The number at a place of a list of them.
fn number(list: &[u8], at: usize) -> usize {
    let bytes = list.get(4 * at..4 * at + 4).and_then(|b| <[u8; 4]>::try_from(b).ok());
    bytes.map_or(0, u32::from_le_bytes) as usize
}

/// What tells features apart that share a drawer.
const fn mark(feature: u64) -> u16 {
    (feature & 0xFFFF) as u16
}

/// The bytes of a model with these weights, the largest of them, as many as fit into `most` bytes with the lexicon.
#[must_use]
pub fn write<const L: usize>(
    (weights, transitions): &(Vec<(u64, Row<L>)>, Transitions<L>),
    lexicon: &[(u64, Verdict)],
    most: usize,
) -> Vec<u8> {
    let mut flat: Vec<(u64, u8, f32)> = Vec::new();
    for (feature, row) in weights {
        flat.extend((0..).zip(row).filter(|(_, w)| **w != 0.0).map(|(label, w)| (*feature, label, *w)));
    }
    let greatest = flat.iter().fold(1e-6_f32, |most, (_, _, w)| most.max(w.abs()));
    let scale = greatest / 127.0;
    flat.retain(|(_, _, w)| (w / scale).round() != 0.0);
    flat.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()).then(a.0.cmp(&b.0)).then(a.1.cmp(&b.1)));
    // About three weights a drawer.
    let drawers = |entries: usize| (entries / 3).max(2).next_power_of_two();
    let fixed = Model::<L>::FIXED;
    let mut kept = flat.len().min(most / ENTRY);
    let size = |kept: usize| fixed + 4 * drawers(kept) + ENTRY * kept;
    while kept > 0 && size(kept + lexicon.len()) > most {
        kept -= kept.div_ceil(100);
    }
    flat.truncate(kept);
    // A verdict is kept as the weight of its label.
    flat.extend(lexicon.iter().map(|(hash, (label, sure))| (*hash, *label as u8, f32::from(*sure) * scale)));
    let kept = flat.len();
    let bits = drawers(kept).trailing_zeros();
    flat.sort_by_key(|(feature, label, _)| (feature >> (64 - bits), mark(*feature), *label));
    let mut bytes = Vec::with_capacity(fixed + (4 << bits) + ENTRY * kept);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&[L as u8, bits as u8, 0, 0]);
    bytes.extend_from_slice(&scale.to_le_bytes());
    for row in std::iter::once(&transitions.start).chain(&transitions.step) {
        row.iter().for_each(|w| bytes.extend_from_slice(&w.to_le_bytes()));
    }
    for drawer in 0..1_u64 << bits {
        let end = flat.partition_point(|(feature, ..)| feature >> (64 - bits) <= drawer);
        bytes.extend_from_slice(&(end as u32).to_le_bytes());
    }
    for (feature, label, weight) in flat {
        bytes.extend_from_slice(&mark(feature).to_le_bytes());
        bytes.extend_from_slice(&[label, ((weight / scale).round() as i8).cast_unsigned()]);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feature(n: u64) -> u64 {
        (n + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }

    #[test]
    fn what_is_written_is_read() {
        let weights: Vec<(u64, Row)> = (0..100).map(|n| (feature(n), [n as f32 / 100.0; LABELS])).collect();
        let bytes = write(&(weights.clone(), Transitions::default()), &[], 1 << 20);
        let model = Model::<LABELS>::read(&bytes).unwrap();
        assert_eq!(model.transitions, Transitions::default());
        for (feature, row) in weights {
            let mut sum = [0; LABELS];
            model.add(feature, &mut sum);
            assert!((model.scores(sum)[0] - row[0]).abs() < 0.01);
        }
    }

    #[test]
    fn a_model_that_must_be_small_keeps_its_largest_weights() {
        let weights: Vec<(u64, Row)> = (0..1000).map(|n| (feature(n), [n as f32; LABELS])).collect();
        let bytes = write(&(weights, Transitions::default()), &[], 4000);
        assert!(bytes.len() <= 4000);
        let model = Model::<LABELS>::read(&bytes).unwrap();
        let sum = |n| {
            let mut sum = [0; LABELS];
            model.add(feature(n), &mut sum);
            sum[1]
        };
        assert_eq!((sum(999), sum(10)), (127, 0));
    }

    #[test]
    fn other_bytes_are_errors() {
        assert_eq!(Model::<LABELS>::read(b"PK").unwrap_err(), ModelError::Foreign);
        let mut bytes = write(&(vec![(7, [1.0; LABELS])], Transitions::default()), &[], 1 << 20);
        assert_eq!(Model::<3>::read(&bytes).unwrap_err(), ModelError::Foreign);
        bytes.pop();
        assert!(matches!(Model::<LABELS>::read(&bytes), Err(ModelError::Length { .. })));
    }
}
