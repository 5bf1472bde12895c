//! A surname to its block: a code that spellings of one surname share; and the levels at which big blocks part.

use std::borrow::Cow;

use super::person_name::PersonName;

/// A block whose full names are more than so many parts: by surname, then by first letter, then by given name.
const FEW: usize = 8;

/// How often a block can part.
pub(super) const LEVELS: usize = 3;

/// The code of the consonants, letters that are confused as one; what begins with a vowel begins with `a`. A surname
/// shares it with and without "-ов", "-ұлы"; women's surnames have their own.
pub(super) fn block_of(name: &PersonName) -> String {
    let surname = name.surname.as_str();
    let (stem, female) = match ["ova", "eva", "ina"].iter().find(|e| surname.ends_with(**e) && surname.len() > 5) {
        Some(end) => (surname.strip_suffix(end.trim_start_matches(['o', 'e'])).unwrap_or(surname), true),
        None => (surname, false),
    };
    let stem = stem.trim_end_matches('~');
    let stem = ["ov", "ev", "uli"].iter().find_map(|e| stem.strip_suffix(e)).filter(|s| s.len() > 2).unwrap_or(stem);
    let mark = if female { "+" } else { "" };
    format!("{}{mark}", code(stem))
}

/// The part of its block that a name is in at one of the levels: by surname, first letter, given name.
pub(super) fn part_of(name: &PersonName, level: usize) -> Cow<'_, str> {
    match level {
        0 => Cow::Borrowed(&name.surname),
        1 => {
            let letter = name.initial.as_deref().unwrap_or_else(|| letter_of(&name.given));
            Cow::Borrowed(if letter.starts_with(is_vowel) { "a" } else { letter })
        }
        _ => Cow::Owned(code(&name.given)),
    }
}

/// What is counted to tell whether a block is big: full names by surname and given name.
pub(super) fn counted(name: &PersonName) -> Option<String> {
    name.is_full().then(|| format!("{} {}", name.surname, code(&name.given)))
}

/// Whether so many full names part.
pub(super) const fn is_crowded(full_names: usize) -> bool {
    full_names > FEW
}

fn code(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for (at, c) in key.char_indices() {
        let class = match c {
            'a' | 'e' | 'i' | 'o' | 'u' if at == 0 => 'a',
            'b' | 'p' | 'f' | 'v' | 'w' => 'b',
            'd' | 't' => 'd',
            'g' | 'k' | 'q' | 'h' => 'k',
            's' | 'z' | 'c' | 'x' => 's',
            'j' | 'l' | 'm' | 'n' | 'r' => c,
            '0'..='9' => c,
            _ => continue,
        };
        if !out.ends_with(class) {
            out.push(class);
        }
    }
    out
}

/// The first letter of a key, as an initial would be written: one that is two in the key stays whole.
pub(super) fn letter_of(key: &str) -> &str {
    const DOUBLE: [&str; 6] = ["sh", "ch", "ts", "iu", "ia", "io"];
    let length = if DOUBLE.iter().any(|d| key.starts_with(d)) { 2 } else { 1 };
    key.get(..length).unwrap_or(key)
}

pub(super) const fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(form: &str) -> String {
        block_of(&PersonName::parse(form))
    }

    #[test]
    fn spellings_of_one_surname_share_a_block() {
        for (one, other) in [
            ("Қасым-Жомарт Тоқаев", "Касым-Жомарт Токаев"),
            ("Режеп Ердоған", "Реджеп Эрдоган"),
            ("Шавкат Мирзиёев", "Шавкат Мирзияев"),
            ("Томаш Гродзкий", "Томаш Гродзский"),
            ("Матамела Рамафоза", "Матамела Рамапоза"),
            ("Ахмет Байтұрсынұлы", "Ахмет Байтұрсынов"),
        ] {
            assert_eq!(block(one), block(other), "{one}, {other}");
        }
        assert_ne!(block("Нұрсұлтан Назарбаев"), block("Дариға Назарбаева"));
    }
}
