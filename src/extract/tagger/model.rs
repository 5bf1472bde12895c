//! The bytes of a model to the weights of features, read where they lie.

use super::labels::LABELS;
use super::lattice::{Row, Transitions};

/// The first bytes of a model.
const MAGIC: &[u8; 8] = b"SHZTAG01";

/// Bytes before the slots: magic, number of labels, logarithm of the number of slots, scale, transitions.
const HEAD: usize = 16 + 4 * LABELS * (LABELS + 1);

/// Bytes of a slot: a mark of two bytes that tells features apart, a weight of one byte for each label.
const SLOT: usize = 2 + LABELS;

/// Why bytes are no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// It does not begin as models do.
    #[error("this is no tagger model, or one of another version; make one with `shezhire train`")]
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

/// Weights of features. The file is a hash table: nothing is parsed but its head.
#[derive(Clone, Debug)]
pub struct Model<'a> {
    slots: &'a [u8],
    shift: u32,
    scale: f32,
    /// How well labels follow one another.
    pub transitions: Transitions,
}

impl<'a> Model<'a> {
    /// Reads the head of a model; the cost does not depend on its size.
    ///
    /// # Errors
    /// [`ModelError`] when the bytes are none.
    pub fn read(bytes: &'a [u8]) -> Result<Self, ModelError> {
        let head = bytes.get(..HEAD).ok_or(ModelError::Foreign)?;
        let mut numbers = head.chunks_exact(4).skip(2).filter_map(|c| <[u8; 4]>::try_from(c).ok());
        let mut next = || numbers.next().unwrap_or_default();
        let (sizes, scale) = (next(), f32::from_le_bytes(next()));
        let bits = u32::from(sizes[1]);
        if !head.starts_with(MAGIC) || usize::from(sizes[0]) != LABELS || !(1..32).contains(&bits) {
            return Err(ModelError::Foreign);
        }
        let start = std::array::from_fn(|_| f32::from_le_bytes(next()));
        let step = std::array::from_fn(|_| std::array::from_fn(|_| f32::from_le_bytes(next())));
        let slots = bytes.get(HEAD..).unwrap_or_default();
        if slots.len() != SLOT << bits {
            return Err(ModelError::Length { found: bytes.len(), promised: HEAD + (SLOT << bits) });
        }
        Ok(Self { slots, shift: 64 - bits, scale, transitions: Transitions { start, step } })
    }

    /// Adds the weights of a feature to `row`, in steps of [`Model::scale`].
    pub fn add(&self, feature: u64, row: &mut [i32; LABELS]) {
        let count = self.slots.len() / SLOT;
        let mark = mark(feature);
        let mut at = (feature >> self.shift) as usize;
        // A table has empty slots; the count bounds the search in one that lies.
        for _ in 0..count {
            let Some(slot) = self.slots.get(at * SLOT..(at + 1) * SLOT) else { return };
            let [low, high, weights @ ..] = slot else { return };
            match u16::from_le_bytes([*low, *high]) {
                0 => return,
                found if found == mark => {
                    row.iter_mut().zip(weights).for_each(|(sum, w)| *sum += i32::from(w.cast_signed()));
                    return;
                }
                _ => at = (at + 1) & (count - 1),
            }
        }
    }

    /// Sums of weights as scores.
    #[must_use]
    pub fn scores(&self, row: [i32; LABELS]) -> Row {
        row.map(|sum| sum as f32 * self.scale)
    }
}

/// What tells features apart that share a slot; never 0, which is an empty slot.
const fn mark(feature: u64) -> u16 {
    let mark = (feature & 0xFFFF) as u16;
    if mark == 0 { 1 } else { mark }
}

/// The bytes of a model with these weights; those too small for a step of its scale are left out.
#[must_use]
pub fn write(weights: &[(u64, Row)], transitions: &Transitions) -> Vec<u8> {
    let most = weights.iter().flat_map(|(_, row)| row).fold(1e-6_f32, |most, w| most.max(w.abs()));
    let scale = most / 127.0;
    let small = |row: &Row| row.map(|w| (w / scale).round() as i8);
    let kept: Vec<(u64, [i8; LABELS])> =
        weights.iter().map(|(f, row)| (*f, small(row))).filter(|(_, row)| row.iter().any(|w| *w != 0)).collect();
    let slots = (kept.len() * 5 / 4).max(2).next_power_of_two();
    let bits = slots.trailing_zeros();
    let mut bytes = Vec::with_capacity(HEAD + slots * SLOT);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&[LABELS as u8, bits as u8, 0, 0]);
    bytes.extend_from_slice(&scale.to_le_bytes());
    for row in std::iter::once(&transitions.start).chain(&transitions.step) {
        row.iter().for_each(|w| bytes.extend_from_slice(&w.to_le_bytes()));
    }
    let mut table = vec![(0_u16, [0_i8; LABELS]); slots];
    for (feature, row) in kept {
        let mut at = (feature >> (64 - bits)) as usize;
        while let Some(slot) = table.get_mut(at) {
            if slot.0 == 0 {
                *slot = (mark(feature), row);
                break;
            }
            at = (at + 1) & (slots - 1);
        }
    }
    for (mark, row) in table {
        bytes.extend_from_slice(&mark.to_le_bytes());
        bytes.extend(row.map(|w| w.cast_unsigned()));
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let feature = |n: u64| (n + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let weights: Vec<(u64, Row)> = (0..100).map(|n| (feature(n), [n as f32 / 100.0; LABELS])).collect();
        let bytes = write(&weights, &Transitions::default());
        let model = Model::read(&bytes).unwrap();
        assert_eq!(model.transitions, Transitions::default());
        for (feature, row) in weights {
            let mut sum = [0; LABELS];
            model.add(feature, &mut sum);
            assert!((model.scores(sum)[0] - row[0]).abs() < 0.01);
        }
    }

    #[test]
    fn other_bytes_are_errors() {
        assert_eq!(Model::read(b"PK").unwrap_err(), ModelError::Foreign);
        let mut bytes = write(&[(7, [1.0; LABELS])], &Transitions::default());
        bytes.pop();
        assert!(matches!(Model::read(&bytes), Err(ModelError::Length { .. })));
    }
}
