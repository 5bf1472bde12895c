//! A record to compressed parts under checksums, and back.
//!
//! Every stored value is small, since the tree below keeps large ones badly: a record longer than a part takes several
//! keys. Each part carries a CRC32C of its key and content, so that a byte that is wrong, or right in a wrong place, shows.

use std::borrow::Cow;

use super::StoreError;

/// Most bytes of a part's content in the log.
pub(super) const LOG_PART: usize = 4096;
/// Most bytes of a part's content in a pack.
pub(super) const PACK_PART: usize = 12 << 10;

/// Bytes of a part's checksum.
const CHECKSUM: usize = 4;
/// Bytes before the content in part 0: encoding, number of parts, length of the record.
const HEADER: usize = 1 + 4 + 4;
/// Records shorter than this are not worth compressing.
const COMPRESS_FROM: usize = 96;
/// LZ4 cannot grow a byte to more than this.
const MOST_GROWTH: usize = 255;

const PLAIN: u8 = 0;
const LZ4: u8 = 1;

/// A key of the tree and its value.
pub(super) type Entry = (Vec<u8>, Vec<u8>);

/// The parts of a record: `prefix` and a part number are their keys.
pub(super) fn split(prefix: &[u8], record: &[u8], part_size: usize) -> Result<Vec<Entry>, StoreError> {
    let compressed = (record.len() >= COMPRESS_FROM).then(|| lz4_flex::block::compress(record));
    let (encoding, body) = match &compressed {
        Some(compressed) if compressed.len() < record.len() => (LZ4, compressed.as_slice()),
        _ => (PLAIN, record),
    };
    let too_large = || StoreError::TooLarge { len: record.len() as u64, limit: u64::from(u32::MAX) };
    let length = u32::try_from(record.len()).map_err(|_| too_large())?;
    let first = body.len().min(part_size.saturating_sub(HEADER));
    let (head, rest) = body.split_at(first);
    let parts = u32::try_from(1 + rest.len().div_ceil(part_size)).map_err(|_| too_large())?;

    let mut content = Vec::with_capacity(HEADER + first);
    content.push(encoding);
    content.extend(parts.to_le_bytes());
    content.extend(length.to_le_bytes());
    content.extend(head);
    let mut entries = vec![seal(prefix, 0, &content)];
    entries.extend((1..).zip(rest.chunks(part_size)).map(|(number, content)| seal(prefix, number, content)));
    Ok(entries)
}

fn seal(prefix: &[u8], number: u32, content: &[u8]) -> Entry {
    let key = [prefix, &number.to_be_bytes()].concat();
    let checksum = crc32c::crc32c_append(crc32c::crc32c(&key), content);
    (key, [&checksum.to_le_bytes(), content].concat())
}

/// Why parts do not make a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum BrokenFrame {
    #[error("the checksum of part {0} does not fit")]
    Checksum(u32),
    #[error("part {0} is missing")]
    Missing(u32),
    #[error("part {0} is one too many")]
    Surplus(u32),
    #[error("it does not decompress")]
    Compression,
}

/// Parts of one record, as they come in order of their keys.
#[derive(Debug, Default)]
pub(super) struct Joiner {
    next: u32,
    parts: u32,
    encoding: u8,
    length: usize,
    body: Vec<u8>,
    broken: Option<BrokenFrame>,
}

impl Joiner {
    /// Takes the next part.
    pub fn push(&mut self, key: &[u8], value: &[u8]) {
        if self.broken.is_none() {
            self.broken = self.take(key, value).err();
        }
    }

    fn take(&mut self, key: &[u8], value: &[u8]) -> Result<(), BrokenFrame> {
        let number = key.last_chunk().map_or(u32::MAX, |bytes| u32::from_be_bytes(*bytes));
        if number != self.next {
            return Err(BrokenFrame::Missing(self.next));
        }
        let (checksum, content) = value.split_first_chunk::<CHECKSUM>().ok_or(BrokenFrame::Checksum(number))?;
        if u32::from_le_bytes(*checksum) != crc32c::crc32c_append(crc32c::crc32c(key), content) {
            return Err(BrokenFrame::Checksum(number));
        }
        let content = if number == 0 { self.header(content)? } else { content };
        if number >= self.parts {
            return Err(BrokenFrame::Surplus(number));
        }
        self.body.extend_from_slice(content);
        self.next += 1;
        Ok(())
    }

    fn header<'a>(&mut self, content: &'a [u8]) -> Result<&'a [u8], BrokenFrame> {
        let damaged = BrokenFrame::Checksum(0);
        let (encoding, rest) = content.split_first().ok_or(damaged)?;
        let (parts, rest) = rest.split_first_chunk().ok_or(damaged)?;
        let (length, rest) = rest.split_first_chunk().ok_or(damaged)?;
        self.encoding = *encoding;
        self.parts = u32::from_le_bytes(*parts);
        self.length = u32::from_le_bytes(*length) as usize;
        Ok(rest)
    }

    /// The record, still compressed, when all of its parts have come whole.
    pub fn finish(self) -> Result<Packed, BrokenFrame> {
        if let Some(broken) = self.broken {
            return Err(broken);
        }
        if self.next < self.parts || self.parts == 0 {
            return Err(BrokenFrame::Missing(self.next));
        }
        Ok(Packed { encoding: self.encoding, length: self.length, body: self.body.into_boxed_slice() })
    }
}

/// A record as it is stored, its parts joined.
#[derive(Clone, Debug)]
pub(super) struct Packed {
    encoding: u8,
    length: usize,
    body: Box<[u8]>,
}

impl Packed {
    /// The record.
    pub fn unpack(&self) -> Result<Cow<'_, [u8]>, BrokenFrame> {
        match self.encoding {
            PLAIN if self.body.len() == self.length => Ok(Cow::Borrowed(&self.body)),
            LZ4 if self.length <= self.body.len().saturating_mul(MOST_GROWTH) => {
                match lz4_flex::block::decompress(&self.body, self.length) {
                    Ok(record) if record.len() == self.length => Ok(Cow::Owned(record)),
                    _ => Err(BrokenFrame::Compression),
                }
            }
            _ => Err(BrokenFrame::Compression),
        }
    }

    #[cfg(test)]
    pub fn plain(record: &[u8]) -> Self {
        Self { encoding: PLAIN, length: record.len(), body: record.into() }
    }

    /// Bytes that it takes.
    pub const fn len(&self) -> usize {
        self.body.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn join(entries: &[Entry]) -> Result<Vec<u8>, BrokenFrame> {
        let mut joiner = Joiner::default();
        entries.iter().for_each(|(key, value)| joiner.push(key, value));
        joiner.finish()?.unpack().map(Cow::into_owned)
    }

    /// Bytes that do not compress.
    fn noise(len: usize) -> Vec<u8> {
        let mut state = 1_u64;
        let step = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        };
        (0..len).map(step).collect()
    }

    #[test]
    fn no_part_is_longer_than_the_limit() {
        for len in [0, 1, LOG_PART - HEADER, LOG_PART, 5 * LOG_PART + 17] {
            let record = noise(len);
            let entries = split(b"x", &record, LOG_PART).unwrap();
            assert!(entries.iter().all(|(_, value)| value.len() <= LOG_PART + CHECKSUM));
            assert_eq!(join(&entries).unwrap(), record);
        }
    }

    #[test]
    fn every_flipped_bit_and_every_missing_part_shows() {
        let entries = split(b"x", &noise(9000), LOG_PART).unwrap();
        for part in 0..entries.len() {
            let mut fewer = entries.clone();
            fewer.remove(part);
            assert_eq!(join(&fewer), Err(BrokenFrame::Missing(u32::try_from(part).unwrap())));
            for at in 0..entries[part].1.len() {
                let mut flipped = entries.clone();
                flipped[part].1[at] ^= 1 << (at % 8);
                assert!(join(&flipped).is_err());
            }
        }
    }

    #[test]
    fn a_part_in_the_place_of_another_shows() {
        let mut entries = split(b"x", &noise(9000), LOG_PART).unwrap();
        let other = entries[1].1.clone();
        entries[2].1 = other;
        assert_eq!(join(&entries), Err(BrokenFrame::Checksum(2)));
    }

    proptest! {
        #[test]
        fn splitting_and_joining_give_the_record(record in proptest::collection::vec(0_u8..4, 0..20_000)) {
            let entries = split(b"key", &record, 512).unwrap();
            prop_assert_eq!(join(&entries).unwrap(), record);
        }

        #[test]
        fn arbitrary_parts_never_panic(
            parts in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..64), 0..4)
        ) {
            let sealed: Vec<Entry> = (0..).zip(&parts).map(|(number, content)| seal(b"x", number, content)).collect();
            let _ = join(&sealed);
        }
    }
}
