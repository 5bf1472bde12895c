//! A misspelt word to the words on record that at most two edits make of it.

use std::collections::BTreeSet;

use xxhash_rust::xxh3::xxh3_64;

/// Letters of a word that are looked at: what follows differs too seldom to pay for.
const PREFIX: usize = 10;

/// Words with up to two letters left out, by the hash of what is left.
///
/// Two words within two edits of each other have a common rest when up to two letters are left out of both (Garbe's symmetric
/// deletions): asking costs about fifty searches, however many words there are.
#[derive(Debug, Default)]
pub(super) struct Similar {
    /// Hash of a rest and number of the word, sorted.
    rests: Vec<(u32, u32)>,
}

impl Similar {
    /// The words by their numbers. Cost: about forty entries of eight bytes a word.
    pub fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut rests = Vec::new();
        for (word, number) in words.zip(0_u32..) {
            rests.extend(rests_of(word).into_iter().map(|rest| (rest, number)));
        }
        rests.sort_unstable();
        rests.dedup();
        Self { rests }
    }

    /// Numbers of the words that may be within two edits, each once; the caller compares them.
    pub fn to(&self, word: &str) -> BTreeSet<u32> {
        let mut found = BTreeSet::new();
        for rest in rests_of(word) {
            let from = self.rests.partition_point(|(hash, _)| *hash < rest);
            let same = self.rests.iter().skip(from).take_while(|(hash, _)| *hash == rest);
            found.extend(same.map(|(_, number)| *number));
        }
        found
    }
}

/// Hashes of what is left of the beginning of a word when up to two letters are left out. The first letter stays: another
/// one makes another name.
fn rests_of(word: &str) -> BTreeSet<u32> {
    let letters: Vec<u8> = word.bytes().take(PREFIX).collect();
    let mut rests = BTreeSet::new();
    let mut rest = Vec::with_capacity(PREFIX);
    for one in 0..letters.len() {
        for other in one..letters.len() {
            // 0 stands for none, as the first letter stays.
            let kept = letters.iter().enumerate().filter(|(at, _)| *at == 0 || (*at != one && *at != other));
            rest.clear();
            rest.extend(kept.map(|(_, letter)| *letter));
            #[allow(clippy::cast_possible_truncation)] // a part of the hash will do
            rests.insert(xxh3_64(&rest) as u32);
        }
    }
    rests
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn two_edits_are_always_found(word in "[a-c]{5,14}", one in 1_usize..14, other in 1_usize..14, letters in "[a-d]{2}", how in 0..4_u8) {
            let mut edited: Vec<u8> = word.clone().into_bytes();
            for (at, (letter, kind)) in [one, other].into_iter().zip(letters.bytes().zip([how % 2, how / 2])) {
                let at = at.min(edited.len() - 1);
                if kind == 0 { edited[at] = letter } else { edited.insert(at, letter) }
            }
            let edited = String::from_utf8(edited).unwrap();
            let words = ["abacus", word.as_str()];
            proptest::prop_assert!(Similar::of(words.into_iter()).to(&edited).contains(&1), "{} {}", word, edited);
        }
    }
}
