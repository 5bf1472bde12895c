//! The witness beside the tree: which generation is current, and up to which commit the store has given its word.
//!
//! The tree below forgets the end of its log without a word when that is damaged, and would forget a record of counts
//! kept inside it just so. This file is written after the tree, in two slots by turns: a slot that tears leaves the other.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::StoreError;

/// The file's name.
pub(super) const NAME: &str = "head";
/// Its name while it is made.
pub(super) const NEW: &str = "head.new";
/// The format of the whole store.
pub(super) const FORMAT: u32 = 3;
/// The oldest format that is read: it has no journal, and neither it nor the next has a schema.
const OLDEST: u32 = 1;

const MAGIC: &[u8; 8] = b"shezhire";
const SLOT: usize = 64;
const LENGTH: usize = 3 * SLOT;

/// What the store has given its word for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// Grows with every writing of the file.
    pub sequence: u64,
    /// The generation that is current.
    pub generation: u64,
    /// The last acknowledged commit.
    pub commit: u64,
    /// The chain at that commit.
    pub chain: u32,
}

/// The open file.
#[derive(Debug)]
pub(super) struct Head {
    path: PathBuf,
    file: File,
    /// The format that the store has now.
    format: u32,
    /// What it says.
    pub word: Word,
    /// Slots that cannot be read.
    pub broken_slots: Vec<usize>,
}

impl Head {
    /// Makes the file of a new store in the folder `path`.
    pub fn create(path: &Path) -> Result<(), StoreError> {
        let (new, name) = (path.join(NEW), path.join(NAME));
        let mut bytes = identity().to_vec();
        bytes.extend(encode(Word::default()));
        bytes.extend([0; SLOT]);
        let failed = |e| StoreError::io(&new, e);
        let mut file = File::create(&new).map_err(failed)?;
        file.write_all(&bytes).map_err(failed)?;
        file.sync_all().map_err(failed)?;
        fs::rename(&new, &name).map_err(failed)?;
        sync_folder(path)
    }

    /// Opens the file in the folder `path`.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let name = path.join(NAME);
        let failed = |e| StoreError::io(&name, e);
        let mut file = OpenOptions::new().read(true).write(true).open(&name).map_err(failed)?;
        let mut bytes = Vec::with_capacity(LENGTH);
        Read::by_ref(&mut file).take(LENGTH as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
        let (identity, slots) = bytes.split_at(bytes.len().min(SLOT));
        let format = check_identity(path, identity)?;
        let words: Vec<_> = (0..2).map(|n| slots.get(n * SLOT..(n + 1) * SLOT).map_or(Slot::Broken, decode)).collect();
        let broken_slots = (0..2).filter(|n| words.get(*n) == Some(&Slot::Broken)).collect();
        let latest = words.iter().filter_map(|slot| if let Slot::Word(w) = slot { Some(*w) } else { None });
        let word =
            latest.max_by_key(|w| w.sequence).ok_or_else(|| StoreError::corrupt(NAME, "neither slot can be read"))?;
        Ok(Self { path: name, file, format, word, broken_slots })
    }

    /// Writes down that `commit` was acknowledged. It reaches the disk when the system likes: until then only damage
    /// to the last commits could go unnoticed, no commit is lost.
    pub fn write(&mut self, generation: u64, commit: u64, chain: u32) -> Result<(), StoreError> {
        let word = Word { sequence: self.word.sequence + 1, generation, commit, chain };
        // The slot of sequence 0 is the first one.
        let at = SLOT as u64 * (1 + word.sequence % 2);
        self.file
            .seek(SeekFrom::Start(at))
            .and_then(|_| self.file.write_all(&encode(word)))
            .map_err(|e| StoreError::io(&self.path, e))?;
        self.word = word;
        Ok(())
    }

    /// Says that the store is of today's format from here on, which an older program does not read. It is on the disk
    /// when this returns; the block that changes is written whole, and is shorter than a sector.
    pub fn upgrade(&mut self) -> Result<(), StoreError> {
        if self.format == FORMAT {
            return Ok(());
        }
        let write = self.file.seek(SeekFrom::Start(0)).and_then(|_| self.file.write_all(&identity()));
        write.map_err(|e| StoreError::io(&self.path, e))?;
        self.sync()?;
        self.format = FORMAT;
        Ok(())
    }

    /// Brings the file to the disk.
    pub fn sync(&self) -> Result<(), StoreError> {
        self.file.sync_data().map_err(|e| StoreError::io(&self.path, e))
    }
}

/// Makes names that were made, changed or removed in a folder durable.
pub(super) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    File::open(path).and_then(|folder| folder.sync_all()).map_err(|e| StoreError::io(path, e))?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

fn identity() -> [u8; SLOT] {
    let mut bytes = [0; SLOT];
    bytes[..8].copy_from_slice(MAGIC);
    bytes[8..12].copy_from_slice(&FORMAT.to_le_bytes());
    seal(bytes)
}

/// The format that the block tells.
fn check_identity(path: &Path, bytes: &[u8]) -> Result<u32, StoreError> {
    let not_ours = || StoreError::NotAStore { path: path.into(), reason: format!("its file `{NAME}` is not ours") };
    let bytes: &[u8; SLOT] = bytes.try_into().map_err(|_| not_ours())?;
    if bytes[..8] != MAGIC[..] {
        return Err(not_ours());
    }
    if seal(*bytes) != *bytes {
        return Err(StoreError::corrupt(NAME, "the checksum of its identity does not fit"));
    }
    let found = u32::from_le_bytes([bytes[8], bytes[9], bytes[10], bytes[11]]);
    if (OLDEST..=FORMAT).contains(&found) { Ok(found) } else { Err(StoreError::Version { found, supported: FORMAT }) }
}

/// The block with its checksum in the last four bytes.
fn seal(mut block: [u8; SLOT]) -> [u8; SLOT] {
    let checksum = crc32c::crc32c(&block[..SLOT - 4]);
    block[SLOT - 4..].copy_from_slice(&checksum.to_le_bytes());
    block
}

fn encode(word: Word) -> [u8; SLOT] {
    let mut block = [0; SLOT];
    block[..8].copy_from_slice(&word.sequence.to_le_bytes());
    block[8..16].copy_from_slice(&word.generation.to_le_bytes());
    block[16..24].copy_from_slice(&word.commit.to_le_bytes());
    block[24..28].copy_from_slice(&word.chain.to_le_bytes());
    seal(block)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Empty,
    Word(Word),
    Broken,
}

fn decode(bytes: &[u8]) -> Slot {
    let Ok(block) = <[u8; SLOT]>::try_from(bytes) else { return Slot::Broken };
    if block == [0; SLOT] {
        return Slot::Empty;
    }
    if seal(block) != block {
        return Slot::Broken;
    }
    let number = |at: usize| block.get(at..).and_then(|b| b.first_chunk()).map_or(0, |b| u64::from_le_bytes(*b));
    let chain = block.get(24..).and_then(|b| b.first_chunk()).map_or(0, |b| u32::from_le_bytes(*b));
    Slot::Word(Word { sequence: number(0), generation: number(8), commit: number(16), chain })
}

/// Reads a slot and forgets it.
#[cfg(fuzzing)]
pub(super) fn decode_slot(bytes: &[u8]) {
    let _ = decode(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_one_flipped_byte_of_a_slot_leaves_the_word_before() {
        let folder = tempfile::tempdir().unwrap();
        Head::create(folder.path()).unwrap();
        let mut head = Head::open(folder.path()).unwrap();
        head.write(1, 41, 7).unwrap();
        head.write(1, 42, 8).unwrap();
        drop(head);
        let name = folder.path().join(NAME);
        let whole = fs::read(&name).unwrap();
        assert_eq!(whole.len(), LENGTH);
        for at in 0..LENGTH {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x40;
            fs::write(&name, &bytes).unwrap();
            match Head::open(folder.path()) {
                Ok(head) => assert!(head.word.commit >= 41 && head.broken_slots.len() == 1, "{at}"),
                Err(StoreError::NotAStore { .. } | StoreError::Corrupt { .. }) => assert!(at < SLOT, "{at}"),
                Err(e) => panic!("{at}: {e}"),
            }
        }
    }

    #[test]
    fn another_version_is_named() {
        let folder = tempfile::tempdir().unwrap();
        Head::create(folder.path()).unwrap();
        let name = folder.path().join(NAME);
        let mut bytes = fs::read(&name).unwrap();
        bytes[8] = 9;
        let block = seal(bytes[..SLOT].try_into().unwrap());
        bytes[..SLOT].copy_from_slice(&block);
        fs::write(&name, &bytes).unwrap();
        assert!(matches!(Head::open(folder.path()), Err(StoreError::Version { found: 9, supported: FORMAT })));
    }
}
