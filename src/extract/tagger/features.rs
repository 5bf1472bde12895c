//! Tokens with what the tables and the rules say of them to features, as 64-bit hashes.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::super::reading::Reading;
use super::evidence::Evidence;
use crate::text::calendar::find_dates;

/// How many tokens on each side are looked at.
const SIDE: usize = 2;

/// A feature in the making: the number of its template and its parts, mixed.
#[must_use]
pub const fn mix(a: u64, b: u64) -> u64 {
    let x = (a ^ b.rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x ^ (x >> 31)
}

/// A feature of one part.
#[must_use]
pub const fn feature(template: u64, part: u64) -> u64 {
    mix(mix(template, part), 0x2545_F491_4F6C_DD1D).wrapping_mul(0xD6E8_FEB8_6659_FD93) & !OF_RULES
}

/// The bit of a feature that tells of the rules.
const OF_RULES: u64 = 1 << 32;

/// Whether a feature tells what the rules say.
#[must_use]
pub const fn is_of_rules(feature: u64) -> bool {
    feature & OF_RULES != 0
}

const fn of_rules(feature: u64) -> u64 {
    feature | OF_RULES
}

/// The hash of a text.
#[must_use]
pub fn hash(text: &str) -> u64 {
    xxh3_64_with_seed(text.as_bytes(), 17)
}

/// What a lexicon looks at, hashed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Key {
    /// The stem.
    pub stem: u64,
    /// What follows it.
    pub ending: u64,
    /// What the token looks like.
    pub shape: u64,
}

/// What a token contributes to its own features and to those of its neighbours, hashed.
#[derive(Clone, Copy, Debug, Default)]
struct Traits {
    word: u64,
    stem: u64,
    ending: u64,
    shape: u64,
    listed: u64,
    rule: u64,
    head: u64,
    office: u64,
    number: u64,
    date: u64,
}

/// The features of all tokens of a document.
#[derive(Debug)]
pub struct Features<'r, 'a> {
    reading: &'r Reading<'a>,
    evidence: &'r Evidence<'r>,
    traits: Vec<Traits>,
    /// Whether to tell more of neighbours and numbers, as classes beyond names need it.
    wide: bool,
}

impl<'r, 'a> Features<'r, 'a> {
    /// Prepares a document; costs time linear in its tokens.
    #[must_use]
    pub fn new(reading: &'r Reading<'a>, evidence: &'r Evidence<'r>) -> Self {
        let traits = (0..reading.tokens.len()).map(|at| traits(reading, evidence, at)).collect();
        Self { reading, evidence, traits, wide: false }
    }

    /// The same with more of neighbours, numbers and calendar expressions.
    #[must_use]
    pub fn wide(reading: &'r Reading<'a>, evidence: &'r Evidence<'r>, text: &str) -> Self {
        let mut features = Self { wide: true, ..Self::new(reading, evidence) };
        for (at, traits) in features.traits.iter_mut().enumerate() {
            traits.number = number_shape(reading.lower(at));
        }
        for found in find_dates(text) {
            let from = reading.tokens.partition_point(|t| t.span.end <= found.span.start);
            let tokens = reading.tokens.iter().zip(&mut features.traits).skip(from);
            for (token, traits) in tokens.take_while(|(t, _)| t.span.start < found.span.end) {
                let first = token.span.start <= found.span.start;
                let last = token.span.end >= found.span.end;
                traits.date = 2 + u64::from(first) + 2 * u64::from(last);
            }
        }
        features
    }

    /// What of a token goes into the features of a lexicon.
    #[must_use]
    pub fn key(&self, at: usize) -> Key {
        self.traits.get(at).map_or_else(Key::default, |t| Key { stem: t.stem, ending: t.ending, shape: t.shape })
    }

    /// The token so many places from `at`; `^` where there is none.
    #[must_use]
    pub fn word(&self, at: usize, offset: isize) -> String {
        let token = at.checked_add_signed(offset).and_then(|at| self.reading.token(at));
        token.map_or_else(|| "^".to_owned(), |token| token.word.clone())
    }

    /// Passes each feature of the token at `at`, with the number of its template before it, to `sink`; `sentence` are the first token and the one behind the last.
    pub fn each(&self, at: usize, sentence: (usize, usize), sink: &mut dyn FnMut(u64, u64)) {
        let edge = Traits {
            word: 1,
            stem: 1,
            ending: 1,
            shape: 1,
            listed: 1,
            rule: 1,
            head: 1,
            office: 1,
            number: 1,
            date: 1,
        };
        let near = |offset: usize| {
            // `offset` counts from SIDE tokens before.
            let index = (at + offset).checked_sub(SIDE).filter(|i| (sentence.0..sentence.1).contains(i));
            index.and_then(|i| self.traits.get(i)).copied().unwrap_or(edge)
        };
        let [b2, b1, own, a1, a2] = [near(0), near(1), near(2), near(3), near(4)];
        sink(1, feature(1, 0));
        let one = [b2, b1, own, a1, a2];
        for (template, t) in (10_u64..).step_by(10).zip(one) {
            sink(template, feature(template, t.word));
            sink(template + 1, feature(template + 1, t.stem));
            sink(template + 2, feature(template + 2, t.ending));
            sink(template + 3, feature(template + 3, t.shape));
            sink(template + 4, feature(template + 4, t.listed));
            sink(template + 5, of_rules(feature(template + 5, t.rule)));
            sink(template + 6, feature(template + 6, t.head));
            sink(template + 7, feature(template + 7, t.office));
        }
        let pairs = [
            (b1.stem, own.stem),
            (own.stem, a1.stem),
            (b1.shape, own.shape),
            (own.shape, a1.shape),
            (b1.listed, own.listed),
            (own.listed, a1.listed),
            (own.shape, own.ending),
            (own.shape, a1.head),
            (own.shape, a2.head),
            (own.shape, b1.office),
            (b1.ending, own.shape),
            (b1.ending, own.ending),
            (own.ending, a1.shape),
            (own.shape, own.head),
            (own.listed, a1.stem),
            (own.listed, b1.stem),
        ];
        for (template, (a, b)) in (100..).zip(pairs) {
            sink(template, feature(template, mix(a, b)));
        }
        let triples = [
            (b1.shape, own.shape, a1.shape),
            (b1.listed, own.listed, a1.listed),
            (own.shape, a1.shape, a2.shape),
            (b2.shape, b1.shape, own.shape),
        ];
        for (template, (a, b, c)) in (150..).zip(triples) {
            sink(template, feature(template, mix(mix(a, b), c)));
        }
        let rule_pairs = [
            (b1.rule, own.rule),
            (own.rule, a1.rule),
            (own.rule, own.shape),
            (own.rule, own.listed),
            (own.rule, own.stem),
            (own.rule, own.ending),
            (own.rule, a1.head),
            (own.rule, b1.stem),
            (own.rule, a1.stem),
        ];
        for (template, (a, b)) in (130..).zip(rule_pairs) {
            sink(template, of_rules(feature(template, mix(a, b))));
        }
        let rule_triples = [(b1.rule, own.rule, a1.rule), (own.rule, b1.shape, a1.shape)];
        for (template, (a, b, c)) in (160..).zip(rule_triples) {
            sink(template, of_rules(feature(template, mix(mix(a, b), c))));
        }
        if self.wide {
            let b3 = at.checked_sub(3).filter(|i| *i >= sentence.0).and_then(|i| self.traits.get(i)).unwrap_or(&edge);
            let a3 = Some(at + 3).filter(|i| *i < sentence.1).and_then(|i| self.traits.get(i)).unwrap_or(&edge);
            let parts = [
                mix(b1.word, own.word),
                mix(own.word, a1.word),
                b3.stem,
                a3.stem,
                own.number,
                b1.number,
                a1.number,
                mix(own.number, a1.stem),
                mix(own.number, b1.stem),
                mix(own.number, mix(b1.number, a1.number)),
                own.date,
                mix(own.date, own.word),
                mix(b1.date, own.date),
                mix(own.date, a1.date),
                mix(own.date, own.number),
                mix(b2.stem, b1.stem),
                mix(a1.stem, a2.stem),
                mix(mix(b1.stem, own.stem), a1.stem),
                mix(b2.ending, mix(b1.ending, own.ending)),
            ];
            for (template, part) in (400..).zip(parts) {
                sink(template, feature(template, part));
            }
        }
        self.affixes(at, own, sink);
        self.surroundings(at, own, sentence, sink);
    }

    fn affixes(&self, at: usize, own: Traits, sink: &mut dyn FnMut(u64, u64)) {
        let lower = self.reading.lower(at);
        for (template, (end, _)) in (200..).zip(lower.char_indices().skip(1).take(4)) {
            sink(template, feature(template, hash(lower.get(..end).unwrap_or(""))));
        }
        for (template, (start, _)) in (210..).zip(lower.char_indices().rev().take(5)) {
            let suffix = hash(lower.get(start..).unwrap_or(""));
            sink(template, feature(template, suffix));
            sink(template + 10, feature(template + 10, mix(suffix, own.shape)));
        }
        let stem = self.evidence.stem(at);
        for (template, (start, _)) in (230..).zip(stem.char_indices().rev().skip(1).take(3)) {
            sink(template, feature(template, mix(hash(stem.get(start..).unwrap_or("")), own.shape)));
        }
    }

    fn surroundings(&self, at: usize, own: Traits, sentence: (usize, usize), sink: &mut dyn FnMut(u64, u64)) {
        let (reading, evidence) = (self.reading, self.evidence);
        let flags = [
            (reading.opens_sentence(at), 300),
            (evidence.is_quoted(at), 301),
            (reading.stands_alone(evidence.stem(at)), 302),
            (evidence.is_elsewhere_lower(at), 303),
            (reading.follows_initial(evidence.stem(at)), 304),
            (evidence.is_heading(at), 305),
        ];
        for (set, template) in flags {
            sink(template, feature(template, mix(u64::from(set), own.shape)));
        }
        // The next head and how far it is; the office before.
        for (distance, t) in self.traits.get(at..sentence.1.min(at + 9)).unwrap_or_default().iter().enumerate() {
            if t.head != 0 {
                sink(310, feature(310, mix(t.head, own.shape)));
                sink(311, feature(311, mix(t.head, distance as u64)));
                sink(312, of_rules(feature(312, mix(t.head, own.rule))));
                break;
            }
        }
        let before = self.traits.get(sentence.0.max(at.saturating_sub(5))..at).unwrap_or_default();
        if let Some((distance, t)) = before.iter().rev().enumerate().find(|(_, t)| t.office != 0) {
            sink(313, feature(313, mix(t.office, distance as u64)));
            sink(314, feature(314, mix(mix(t.office, own.shape), distance as u64)));
        }
        // What the rules thought of and dropped, and how sure they are.
        for (template, part) in evidence.proposals(at) {
            sink(320 + template, of_rules(feature(320 + template, part)));
            sink(330 + template, of_rules(feature(330 + template, mix(part, own.shape))));
        }
        if let Some(share) = evidence.elsewhere(at) {
            sink(340, of_rules(feature(340, share)));
            sink(341, of_rules(feature(341, mix(share, own.shape))));
            sink(342, of_rules(feature(342, mix(share, own.rule))));
        }
        let window = self.traits.get(sentence.0.max(at.saturating_sub(6))..sentence.1.min(at + 7)).unwrap_or_default();
        for t in window {
            sink(350, feature(350, mix(t.stem, own.shape)));
        }
    }
}

/// How many digits a token has, and which marks; 0 when it has none.
fn number_shape(word: &str) -> u64 {
    let digits = word.bytes().filter(u8::is_ascii_digit).count() as u64;
    if digits == 0 {
        return 0;
    }
    let marks = ['.', ',', '-', '%', ':', '/'].iter().fold(0, |set, mark| set * 2 + u64::from(word.contains(*mark)));
    let letters = word.chars().any(char::is_alphabetic);
    let year = digits == 4 && (word.starts_with("19") || word.starts_with("20"));
    2 + digits.min(7) * 256 + marks * 4 + u64::from(letters) * 2 + u64::from(year)
}

fn traits(reading: &Reading<'_>, evidence: &Evidence<'_>, at: usize) -> Traits {
    Traits {
        word: hash(reading.lower(at)),
        stem: hash(evidence.stem(at)),
        ending: hash(evidence.ending(at)),
        shape: evidence.shape(at),
        listed: evidence.listed(at),
        rule: evidence.rule(at),
        head: evidence.head(at),
        office: evidence.office(at),
        ..Traits::default()
    }
}
