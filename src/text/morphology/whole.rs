//! Words to what their last letters tell: whole though they end as if inflected (grammar/kk/whole.txt), land, head.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

static WHOLE: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../../grammar/kk/whole.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

/// Ends of names that hold a verb or a foreign word and are never a case: "Құдайберді", "Әлизаде".
const ENDS: &[&str] = &["берді", "келді", "гелді", "тұрды", "заде", "зада", "хода"];

/// Ends of words that are almost always heads of compound names in the possessive.
const HEAD_ENDS: &[&str] = &[
    "лығы", "лігі", "дығы", "дігі", "тығы", "тігі", "ұлы", "улы", "қызы", "кызы", "сы", "сі", "лары", "лері", "дары",
    "дері", "тары", "тері",
];

/// Whether the lower-case word is known to be whole, or made like such a word.
pub(super) fn is_whole(word: &str) -> bool {
    WHOLE.contains(word) || ENDS.iter().any(|end| word.len() > end.len() && word.ends_with(end))
}

/// Whether the lower-case word is a land's name in -стан, and not the ablative of a town ("Таластан").
pub(super) fn is_land(word: &str) -> bool {
    word.ends_with("стан") && word.len() > "стан".len() && !word.strip_suffix("тан").is_some_and(is_whole)
}

/// Whether the lower-case word ends as heads of compound names do: in a possessive of the third person.
pub(super) fn ends_as_head(word: &str) -> bool {
    HEAD_ENDS.iter().any(|end| word.ends_with(end) && word.len() > end.len())
}
