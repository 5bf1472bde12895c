//! Words to what their last letters tell: whole though they end as if inflected (grammar/kk/whole.txt), land, head.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::sounds::is_vowel;

static WHOLE: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../../grammar/kk/whole.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

/// Ends of names that hold a verb or another whole word and are never a case: "Құдайберді", "Қазпошта".
const ENDS: &[&str] = &["берді", "келді", "гелді", "балды", "пошта", "почта", "команда", "бригада"];

/// Ends of words that are almost always heads of compound names in the possessive.
const HEAD_ENDS: &[&str] = &[
    "лығы", "лігі", "дығы", "дігі", "тығы", "тігі", "ұлы", "улы", "қызы", "кызы", "сы", "сі", "лары", "лері", "дары",
    "дері", "тары", "тері",
];

/// Whether the lower-case word is known to be whole, or made like such a word.
pub(super) fn is_whole(word: &str) -> bool {
    WHOLE.contains(word) || ENDS.iter().any(|end| word.len() > end.len() && word.ends_with(end))
}

/// Whether the lower-case word is a land's name in -стан ("Мажарстан"), and not the ablative of a town ("Таластан"): the
/// towns have a vowel before с. Lands that do too ("Дағыстан") are listed as whole.
pub(super) fn is_land(word: &str) -> bool {
    word.strip_suffix("стан").and_then(|stem| stem.chars().next_back()).is_some_and(|c| c != 'с' && !is_vowel(c))
}

/// Whether the lower-case word ends as heads of compound names do: in a possessive of the third person.
pub(super) fn ends_as_head(word: &str) -> bool {
    HEAD_ENDS.iter().any(|end| word.ends_with(end) && word.len() > end.len())
}
