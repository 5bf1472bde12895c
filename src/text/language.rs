//! A text to the language that it is in.

use super::Language;

/// How many characters of a text are looked at.
const LOOKED_AT: usize = 20_000;

/// Letters that Kazakh has and Russian has not.
const KAZAKH: &str = "әғқңөұүһіӘҒҚҢӨҰҮҺІ";

/// Detects the language by letters and frequent words. Costs time bounded by a constant.
pub(super) fn detect(text: &str) -> Language {
    let (mut kazakh, mut cyrillic, mut latin) = (0_usize, 0_usize, 0_usize);
    for c in text.chars().take(LOOKED_AT) {
        if KAZAKH.contains(c) {
            kazakh += 1;
        }
        if matches!(c, '\u{400}'..='\u{52f}') {
            cyrillic += 1;
        } else if c.is_ascii_alphabetic() {
            latin += 1;
        }
    }
    if cyrillic > latin {
        if kazakh * 40 > cyrillic { Language::Kazakh } else { Language::Russian }
    } else if latin > 0 {
        Language::English
    } else {
        Language::Unknown
    }
}
