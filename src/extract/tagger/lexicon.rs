//! Annotated names to a lexicon: which labels a stem, or several in a row, had in the text that is learnt from.
//!
//! What a word of the lexicon is worth is learnt with the lexicon of the other parts of the text (jack-knife), so that
//! names that it does not have are as frequent in the lessons as in other text.

use rustc_hash::FxHashMap;

use super::features::{Key, feature, mix};
use super::labels::OUTSIDE;
use super::lesson::Lesson;

/// Parts of the text that are held out in turn.
const PARTS: u64 = 20;

/// The longest name that is looked up, in tokens.
const LONGEST: usize = 8;

/// The templates of names and of single words.
const NAME: u64 = 901;
const WORD: u64 = 902;

/// Stands among the counts of a name for how often its words occur in a row.
const SEEN: u8 = u8::MAX;

/// Names and words of annotated text.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// For each name or word: part of the text, label, how often.
    entries: FxHashMap<u64, Vec<(u8, u8, u16)>>,
}

/// A label, and how sure it is: 1 to 8.
pub type Verdict = (usize, u8);

impl Lexicon {
    /// Counts names and words.
    #[must_use]
    pub fn new(lessons: &[&Lesson]) -> Self {
        let mut lexicon = Self::default();
        for lesson in lessons {
            for sentence in &lesson.sentences {
                let keys = lesson.keys_of(sentence);
                for (first, last, label) in sentence.names() {
                    let name = keys.get(first..=last).filter(|name| name.len() <= LONGEST);
                    if let Some(name) = name {
                        lexicon.add(sequence(name), part(lesson), label as u8);
                    }
                }
                for (key, label) in keys.iter().zip(&sentence.labels) {
                    lexicon.add(feature(WORD, key.stem), part(lesson), *label as u8);
                }
            }
        }
        for lesson in lessons {
            for sentence in &lesson.sentences {
                let keys = lesson.keys_of(sentence);
                for first in 0..keys.len() {
                    for name in (1..=LONGEST).filter_map(|n| keys.get(first..first + n)) {
                        let hash = sequence(name);
                        if lexicon.entries.contains_key(&hash) {
                            lexicon.add(hash, part(lesson), SEEN);
                        }
                    }
                }
            }
        }
        lexicon
    }

    fn add(&mut self, hash: u64, part: u8, label: u8) {
        let counts = self.entries.entry(hash).or_default();
        match counts.iter_mut().find(|(p, l, _)| (*p, *l) == (part, label)) {
            Some((_, _, count)) => *count = count.saturating_add(1),
            None => counts.push((part, label, 1)),
        }
    }

    /// What is known of a name or word, by its hash, without a part of the text.
    #[must_use]
    pub fn verdict(&self, hash: u64, without: Option<u8>) -> Option<Verdict> {
        let mut sums: Vec<(u8, u32)> = Vec::new();
        for (_, label, count) in self.entries.get(&hash)?.iter().filter(|(part, ..)| Some(*part) != without) {
            match sums.iter_mut().find(|(l, _)| l == label) {
                Some((_, sum)) => *sum += u32::from(*count),
                None => sums.push((*label, u32::from(*count))),
            }
        }
        let labels = || sums.iter().filter(|(label, _)| *label != SEEN);
        let seen =
            sums.iter().find(|(label, _)| *label == SEEN).map_or_else(|| labels().map(|(_, n)| n).sum(), |s| s.1);
        let (label, count) = labels().max_by_key(|(label, n)| (*n, u8::MAX - label))?;
        let share = count * 20 / seen.max(1);
        let sure = match share {
            ..6 => 1,
            6..12 => 2,
            12..19 => 3,
            _ => 4,
        };
        Some((usize::from(*label), sure + if *count >= 3 { 4 } else { 0 }))
    }

    /// Features of the tokens of a sentence of a lesson, with what the other parts of the text know.
    pub fn teach(&self, lesson: &Lesson, keys: &[Key], sink: &mut dyn FnMut(usize, u64)) {
        features(keys, &|hash| self.verdict(hash, Some(part(lesson))), sink);
    }

    /// Everything that it knows: hash, label and how sure.
    #[must_use]
    pub fn verdicts(&self) -> Vec<(u64, Verdict)> {
        let mut all: Vec<(u64, Verdict)> =
            self.entries.keys().filter_map(|hash| Some((*hash, self.verdict(*hash, None)?))).collect();
        all.sort_unstable();
        all
    }
}

fn part(lesson: &Lesson) -> u8 {
    // Renderings of one sentence have one group.
    (lesson.group.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32).wrapping_rem(PARTS) as u8
}

fn sequence(keys: &[Key]) -> u64 {
    feature(NAME, keys.iter().fold(keys.len() as u64, |hash, key| mix(hash, key.stem)))
}

/// Passes the features of tokens that a lexicon gives, each with its token, to `sink`. `look_up` is the lexicon.
pub fn features(keys: &[Key], look_up: &dyn Fn(u64) -> Option<Verdict>, sink: &mut dyn FnMut(usize, u64)) {
    let number = |(label, sure): Verdict| (label as u64 + 1) * 64 + u64::from(sure) * 4;
    let words: Vec<u64> = keys.iter().map(|key| look_up(feature(WORD, key.stem)).map_or(0, number)).collect();
    let mut names = vec![0; keys.len()];
    let mut at = 0;
    while at < keys.len() {
        let found = (1..=LONGEST.min(keys.len() - at)).rev().find_map(|length| {
            let name = keys.get(at..at + length)?;
            let verdict = look_up(sequence(name)).filter(|(label, _)| *label != OUTSIDE)?;
            (verdict.1 % 4 != 1 || length > 1).then_some((length, verdict))
        });
        let length = found.map_or(1, |(length, _)| length);
        if let Some((_, verdict)) = found {
            for (n, name) in names.iter_mut().skip(at).take(length).enumerate() {
                *name = number(verdict) + u64::from(n == 0) + 2 * u64::from(n + 1 == length);
            }
        }
        at += length;
    }
    for (at, key) in keys.iter().enumerate() {
        let before = at.checked_sub(1);
        let near = |marks: &[u64], at: Option<usize>| at.and_then(|at| marks.get(at)).copied().unwrap_or(1);
        let (name, word) = (near(&names, Some(at)), near(&words, Some(at)));
        let (name_before, word_before) = (near(&names, before), near(&words, before));
        let (name_after, word_after) = (near(&names, Some(at + 1)), near(&words, Some(at + 1)));
        let all = [
            name,
            mix(name, key.shape),
            name_before,
            name_after,
            mix(name, name_before),
            mix(name, name_after),
            word,
            mix(word, key.shape),
            word_before,
            word_after,
            mix(word, word_before),
            mix(word, word_after),
            mix(mix(word_before, word), word_after),
            mix(name, key.ending),
            mix(word, key.ending),
        ];
        for (template, part) in (910..).zip(all) {
            sink(at, feature(template, part));
        }
    }
}
