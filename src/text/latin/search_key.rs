//! Names of any script and romanisation to one key (grammar/kk/search_fold.tsv).

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::text::letters::{lower_char, mend_lookalikes};

/// The longest sequence in the table has so many letters.
const LONGEST: usize = 4;

/// A sequence of letters, with `^` before those that begin a word; what is left of the array is blank.
type Sequence = [char; LONGEST + 1];

static FOLDS: LazyLock<FxHashMap<Sequence, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../../grammar/kk/search_fold.tsv").lines();
    let rows = lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    rows.map(|(letters, key)| (sequence(letters.chars()), key)).collect()
});

fn sequence(letters: impl Iterator<Item = char>) -> Sequence {
    let mut sequence = [' '; LONGEST + 1];
    sequence.iter_mut().zip(letters).for_each(|(slot, letter)| *slot = letter);
    sequence
}

/// Ends of patronymics in the key's letters, longest first.
const PATRONYMICS: &[&str] = &["ovich", "evich", "ovna", "evna", "kizi", "uli"];

/// The key under which a name is looked up: names that differ by script, romanisation, Russian or Kazakh spelling,
/// capitals, hyphens or quotes share it.
///
/// Small ASCII letters and digits, words parted by one blank; a patronymic ends in `~` whether it is written with -ұлы,
/// -қызы or with -ович, -овна. Different names can share a key, so that it finds candidates and proves nothing.
/// Case endings are not taken off. Linear time.
///
/// ```
/// use shezhire::text::latin::search_key;
/// for form in ["Тоқаев", "Токаев", "Tokayev", "Toqaev", "ТОҚАЕВ"] {
///     assert_eq!(search_key(form), "tokaev");
/// }
/// assert_eq!(search_key("Си Цзиньпин"), search_key("Xi Jinping"));
/// assert_eq!(search_key("Әбішұлы"), search_key("Абишевич"));
/// ```
#[must_use]
pub fn search_key(name: &str) -> String {
    let composed: Cow<'_, str> = match is_nfc_quick(name.chars()) {
        IsNormalized::Yes => Cow::Borrowed(name),
        IsNormalized::No | IsNormalized::Maybe => Cow::Owned(name.nfc().collect()),
    };
    let mended = mend_lookalikes(&composed);
    let mut key = String::with_capacity(mended.len());
    for word in mended.split(|c: char| !matches!(c, 'Ѐ'..='ҁ' | 'Ҋ'..='ԯ') && !c.is_alphanumeric() && !is_mark(c)) {
        let letters: Vec<char> = word.chars().filter(|&c| !is_mark(c)).map(lower_char).collect();
        let folded = tidied(&folded(&letters));
        let (stem, mark) = patronymic(&folded);
        if stem.is_empty() && !mark.is_empty() {
            // "Әбіш ұлы" in two words.
            if key.ends_with(|c: char| c.is_ascii_alphabetic()) {
                key.push_str(mark);
            }
            continue;
        }
        if stem.is_empty() {
            continue;
        }
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(stem);
        key.push_str(mark);
    }
    key
}

/// Signs inside a word that do not part it: apostrophes of the alphabet of 2017, soft hyphens, stray accents.
fn is_mark(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘' | '`' | '\u{AD}' | '\u{0300}'..='\u{036F}')
}

/// The word by the table, longest match first.
fn folded(word: &[char]) -> String {
    let mut out = String::with_capacity(word.len());
    let mut at = 0;
    while at < word.len() {
        // Soft, behind a consonant: "Fyodorov".
        if matches!(word.get(at..at + 2), Some(['y', 'o']))
            && out.ends_with(|c: char| c.is_ascii_alphabetic() && !is_vowel(c))
        {
            out.push('e');
            at += 2;
            continue;
        }
        let found = (1..=LONGEST.min(word.len() - at)).rev().find_map(|len| {
            let letters = word.get(at..at + len)?;
            let first = if at == 0 { fold(letters, Some('^')) } else { None };
            first.or_else(|| fold(letters, None)).map(|key| (len, key))
        });
        match found {
            Some((len, key)) => {
                out.push_str(key);
                at += len;
            }
            None => {
                let other = word.get(at).copied().unwrap_or(' ');
                // Other letters of the Latin script lose their accents; what has no ASCII letter is left out.
                out.extend(std::iter::once(other).nfd().filter(char::is_ascii_alphanumeric));
                at += 1;
            }
        }
    }
    out
}

fn fold(letters: &[char], before: Option<char>) -> Option<&'static str> {
    FOLDS.get(&sequence(before.into_iter().chain(letters.iter().copied()))).copied()
}

const fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// Doubled letters once, "ng" as "n", and no "i" between a vowel and "e" ("Tokayev").
fn tidied(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for c in key.chars() {
        if c == 'e' && out.ends_with('i') && out.chars().rev().nth(1).is_some_and(is_vowel) {
            out.pop();
        }
        let again = c.is_ascii_alphabetic() && out.ends_with(c);
        let nasal = c == 'g' && out.ends_with('n');
        if !again && !nasal {
            out.push(c);
        }
    }
    out
}

/// The stem and mark of a patronymic; the word and nothing for others.
fn patronymic(key: &str) -> (&str, &str) {
    let stem = PATRONYMICS.iter().find_map(|end| key.strip_suffix(end));
    match stem {
        // "Ұлы дала" begins with no patronymic, but "Әбіш ұлы" ends in one: the caller decides.
        Some(stem) if stem.is_empty() || stem.len() > 2 => (stem, "~"),
        _ => (key, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(forms: &[&str]) {
        let keys: Vec<String> = forms.iter().map(|form| search_key(form)).collect();
        assert!(keys.windows(2).all(|pair| pair[0] == pair[1]), "{forms:?} → {keys:?}");
    }

    #[test]
    fn scripts_and_romanisations_meet() {
        meet(&["Назарбаев", "Nazarbayev", "Nazarbaev", "НАЗАРБАЕВ"]);
        meet(&[
            "Қасым-Жомарт Тоқаев",
            "Kassym-Jomart Tokayev",
            "Касым-Жомарт Токаев",
            "Qasym-Jomart Toqaev",
            "Qasym-Jomart Toqaıev",
        ]);
        meet(&["Нұрсұлтан", "Нурсултан", "Nursultan", "Nūrsūltan", "Nu'rsu'ltan"]);
        meet(&["Ержан", "Yerzhan", "Erzhan", "Erjan"]);
        meet(&["Әлихан Смайылов", "Alikhan Smailov", "Алихан Смаилов"]);
        meet(&["Чжан Гаоли", "Zhang Gaoli"]);
        meet(&["Ван И", "Wang Yi"]);
        meet(&["Шавкат Мирзиёев", "Shavkat Mirziyoyev"]);
        meet(&["Дмитрий", "Dmitri", "Dmitry", "Dmitriy"]);
        meet(&["Маңғыстау", "Mangystau", "Mangistau", "Мангистау"]);
        meet(&["Алексей", "Aleksey", "Alexei", "Aleksei"]);
        meet(&["Фёдоров", "Федоров", "Fyodorov", "Fedorov"]);
    }

    #[test]
    fn patronymics_of_both_languages_meet() {
        meet(&["Қабиболла Қабенұлы", "Қабиболла Қабен ұлы", "Кабиболла Кабенович"]);
        meet(&["Дариға Нұрсұлтанқызы", "Дарига Нурсултановна"]);
        assert_eq!(search_key("Ұлы дала"), "dala");
    }

    #[test]
    fn signs_do_not_count() {
        assert_eq!(search_key("  «Самұрық-Қазына»  АҚ "), "samurik kazina ak");
        assert_eq!(search_key("ЭКСПО-2017"), "ekspo 2017");
        assert_eq!(search_key("Қ. Тоқаев"), "k tokaev");
        assert_eq!(search_key("习近平"), "");
    }

    #[test]
    fn the_alphabet_is_whole() {
        for c in crate::text::letters::ALPHABET.chars().chain('a'..='z') {
            assert!(FOLDS.contains_key(&sequence(std::iter::once(c))), "{c}");
        }
    }

    proptest::proptest! {
        #[test]
        fn keys_are_plain(name in "[абжйеёқңұіцхья A-z'-]{0,20}|\\PC{0,30}") {
            let key = search_key(&name);
            let plain = |c: char| matches!(c, 'a'..='z' | '0'..='9' | ' ' | '~');
            proptest::prop_assert!(key.chars().all(plain), "{}", key);
            proptest::prop_assert!(!key.contains("  ") && key.trim() == key);
        }

        #[test]
        fn the_latin_alphabet_keeps_the_key(name in "([бвгғджзйкқлмнңпрстфхчш][аәеиоөуұүыія]){1,6}") {
            proptest::prop_assert_eq!(search_key(&crate::text::latin::to_latin(&name)), search_key(&name), "{}", name);
        }
    }
}
