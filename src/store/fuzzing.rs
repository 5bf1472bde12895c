//! Arbitrary bytes to every decoder of stored bytes: what `fuzz/fuzz_targets/stored.rs` sees of this room.

use super::codec::{self, Names};
use super::frame::Joiner;
use super::head;

/// Lets every decoder read `bytes`: as a record of each kind, as the parts of one under checksums that fit, as a slot of
/// `head`. A commit that decodes must be writable again.
pub fn decode(bytes: &[u8]) {
    head::decode_slot(bytes);
    decode_record(bytes);
    let mut joiner = Joiner::default();
    let (first, rest) = bytes.split_at(bytes.first().map_or(0, |n| bytes.len().min(1 + usize::from(*n))));
    for (number, content) in (0_u32..).zip([first.get(1..).unwrap_or_default(), rest]) {
        let key = number.to_be_bytes();
        let checksum = crc32c::crc32c_append(crc32c::crc32c(&key), content);
        joiner.push(&key, &[&checksum.to_le_bytes(), content].concat());
    }
    if let Ok(packed) = joiner.finish()
        && let Ok(record) = packed.unpack()
    {
        decode_record(&record);
    }
}

fn decode_record(bytes: &[u8]) {
    let names = &mut Names::default();
    let _ = codec::decode_manifest(bytes);
    let _ = codec::commit_after(bytes);
    if let Ok((after, changes)) = codec::decode_commit(bytes, names) {
        let again =
            codec::encode_commit(after, &changes, u64::MAX).map(|record| codec::decode_commit(&record, names).is_ok());
        assert!(matches!(again, Ok(true)), "a commit that was read cannot be written");
    }
    for decode in [codec::decode_nodes, codec::decode_relationships, codec::decode_journal] {
        let _ = decode(bytes, names);
    }
    for decode in [codec::decode_node_rows, codec::decode_relationship_rows] {
        let _ = decode(bytes);
    }
    for decode in [codec::decode_node_column, codec::decode_relationship_column] {
        let _ = decode(bytes, "a");
    }
}
