//! Letters to how likely they are one Kazakh word: word forms with their frequencies, and the letters of words they do
//! not hold.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The model of Kazakh words, learnt at first use from `grammar/kk/words.tsv`; that takes some hundredths of a second.
pub(super) static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::learn(include_str!("../../grammar/kk/words.tsv")));

/// How many letters tell which one follows (Witten–Bell interpolated n-grams over word forms, each counted once).
const CONTEXT: usize = 4;

/// What part of running words is in no list.
const UNLISTED: f64 = 0.2;

/// Words with frequencies, and a model of their letters for all other words.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// Word forms in small letters, forms with a hyphen, and pairs of words with a space between.
    counts: FxHashMap<&'static str, u32>,
    /// How often a part came first in a form with a hyphen.
    first_parts: FxHashMap<&'static str, u32>,
    /// Running words.
    total: f64,
    /// Those with a hyphen.
    compounds: f64,
    /// What followed a context of up to four letters.
    contexts: FxHashMap<u64, Followed>,
    /// How often a letter followed a context.
    letters: FxHashMap<u64, u32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Followed {
    /// By a letter, all told.
    times: u32,
    /// By how many different letters.
    kinds: u32,
}

/// Longest parts of a form with a hyphen, in bytes.
const LONGEST_COMPOUND: usize = 80;

/// Marks the beginning and the end of a word among its letters.
const EDGE: u64 = 1;

impl Lexicon {
    fn learn(table: &'static str) -> Self {
        let rows = || {
            let lines = table.lines().filter(|line| !line.starts_with('#'));
            lines.filter_map(|line| line.split_once('\t')).filter_map(|(word, n)| Some((word, n.parse::<u32>().ok()?)))
        };
        let mut lexicon = Self::default();
        for (word, n) in rows() {
            *lexicon.counts.entry(word).or_default() += n;
        }
        for (word, n) in rows().filter(|(word, _)| word.contains('-')) {
            lexicon.compounds += f64::from(n);
            if let Some((first, _)) = word.split_once('-') {
                *lexicon.first_parts.entry(first).or_default() += n;
            }
            // The parts of a compound are words, but its ending may be no more than that: БҰҰ-ның.
            for (i, part) in word.split('-').enumerate() {
                if i == 0 || lexicon.counts.contains_key(part) {
                    *lexicon.counts.entry(part).or_default() += n;
                }
            }
        }
        let words: Vec<&str> = lexicon.counts.keys().copied().filter(|word| !word.contains(['-', ' '])).collect();
        for word in words {
            lexicon.total += f64::from(lexicon.counts.get(word).copied().unwrap_or(0));
            lexicon.learn_letters(word);
        }
        lexicon
    }

    fn learn_letters(&mut self, word: &str) {
        for (context, letter) in steps(word) {
            for length in 0..=context.length {
                let key = context.last(length);
                let times = self.letters.entry(key << 6 | letter).or_default();
                *times += 1;
                let first = *times == 1;
                let followed = self.contexts.entry(key).or_default();
                followed.times += 1;
                followed.kinds += u32::from(first);
            }
        }
    }

    /// How often a form, a form with a hyphen, or a pair of words was met.
    pub(super) fn count(&self, form: &str) -> u32 {
        self.counts.get(form).copied().unwrap_or(0)
    }

    /// Logarithm of the part of running words that a form in small letters makes up.
    pub(super) fn log_probability(&self, word: &str) -> f64 {
        let count = f64::from(self.count(word));
        let listed = (count - 0.5).max(0.0) / self.total.max(1.0);
        // The letters of a frequent word add nothing that counts.
        if count >= 20.0 { listed.ln() } else { (listed + UNLISTED * self.spelling(word)).ln() }
    }

    /// Logarithm of how often two words stand side by side, where that was counted.
    pub(super) fn log_pair(&self, first: &str, second: &str) -> Option<f64> {
        let count = self.count(&format!("{first} {second}"));
        (count > 0).then(|| (f64::from(count) / self.total.max(1.0)).ln())
    }

    /// Whether a form with a hyphen between two parts was met, perhaps without the last endings of the second.
    pub(super) fn is_compound(&self, first: &str, second: &str) -> bool {
        if first.len() + second.len() > LONGEST_COMPOUND || !self.first_parts.contains_key(first) {
            return false;
        }
        let stems = second.char_indices().skip(3).map(|(at, _)| at).chain([second.len()]);
        stems.filter_map(|end| second.get(..end)).any(|stem| self.count(&format!("{first}-{stem}")) > 0)
    }

    /// Logarithm of how often two parts make a form with a hyphen, among all such forms.
    pub(super) fn log_compound(&self, first: &str, second: &str) -> f64 {
        let part = |count: u32| (f64::from(count) / self.compounds.max(1.0)).ln();
        let second_word = self.log_probability(second);
        let apart = self.log_probability(first) + second_word;
        let begun = part(self.first_parts.get(first).copied().unwrap_or(0)) + second_word;
        let whole = part(self.count(&format!("{first}-{second}")));
        apart.max(begun).max(whole)
    }

    /// How likely a word has these letters.
    fn spelling(&self, word: &str) -> f64 {
        let step = |(context, letter): (Context, u64)| {
            let mut probability = 1.0 / 50.0;
            for length in 0..=context.length {
                let key = context.last(length);
                let Some(followed) = self.contexts.get(&key) else { break };
                let times = f64::from(self.letters.get(&(key << 6 | letter)).copied().unwrap_or(0));
                let kinds = f64::from(followed.kinds);
                probability = (times + kinds * probability) / (f64::from(followed.times) + kinds);
            }
            probability
        };
        steps(word).map(step).product()
    }
}

/// Up to [`CONTEXT`] letters, six bits each.
#[derive(Clone, Copy, Debug, Default)]
struct Context {
    letters: u64,
    length: usize,
}

impl Context {
    fn push(self, letter: u64) -> Self {
        Self { letters: self.letters << 6 | letter, length: (self.length + 1).min(CONTEXT) }
    }

    /// The key of its last `length` letters; no two lengths share one.
    fn last(self, length: usize) -> u64 {
        let bits = 6 * length;
        1 << bits | (self.letters & ((1 << bits) - 1))
    }
}

/// Each letter of a word and its end, with the letters before it.
fn steps(word: &str) -> impl Iterator<Item = (Context, u64)> {
    let letters = word.chars().map(code).chain(std::iter::once(EDGE));
    letters.scan(Context::default().push(EDGE), |context, letter| {
        let before = *context;
        *context = context.push(letter);
        Some((before, letter))
    })
}

/// A letter in six bits: the small Cyrillic ones of Kazakh their own, all others one together.
fn code(letter: char) -> u64 {
    match letter {
        'а'..='я' => u64::from(letter) - u64::from('а') + 3,
        'ә' => 35,
        'ғ' => 36,
        'қ' => 37,
        'ң' => 38,
        'ө' => 39,
        'ұ' => 40,
        'ү' => 41,
        'һ' => 42,
        'і' => 43,
        'ё' => 44,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How much more likely the letters of both are one word than two.
    fn odds(first: &str, second: &str) -> f64 {
        let whole = LEXICON.log_probability(&format!("{first}{second}"));
        whole - LEXICON.log_probability(first) - LEXICON.log_probability(second)
    }

    #[test]
    fn torn_words_are_one() {
        for (first, second) in
            [("мемле", "кет"), ("жұмыс", "тары"), ("та", "залық"), ("шығар", "машылық"), ("бө", "ліп")]
        {
            assert!(odds(first, second) > 2.0, "{first} {second}: {}", odds(first, second));
        }
    }

    #[test]
    fn words_side_by_side_are_two() {
        for (first, second) in [("жаңа", "мектеп"), ("ауыл", "тұрғындары"), ("екі", "ел"), ("су", "қоймасы")]
        {
            assert!(odds(first, second) < -2.0, "{first} {second}: {}", odds(first, second));
        }
    }

    #[test]
    fn spelling_sums_to_one_over_what_can_follow() {
        let context = "қазақ";
        let alphabet = crate::text::letters::ALPHABET.chars();
        let prefix: f64 = alphabet.map(|next| LEXICON.spelling(&format!("{context}{next}"))).sum();
        assert!(prefix > 0.0 && prefix < 1.0);
    }
}
