//! Kazakh Cyrillic to the Latin alphabet of 2021 (grammar/kk/latin.tsv).

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::text::letters::lower_char;

static LETTERS: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../../grammar/kk/latin.tsv").lines();
    lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')).collect()
});

/// The text in the Kazakh Latin alphabet of 2021; what is not Cyrillic stays. Linear time.
///
/// A function one way only: `i` stands for и and й, `h` for х and һ. A word in capitals keeps them in letters that become
/// two (ЯҚ → İAQ), another word has the first alone (Якуб → İakub).
///
/// ```
/// use shezhire::text::latin::to_latin;
/// assert_eq!(to_latin("Қасым-Жомарт Тоқаев"), "Qasym-Jomart Toqaev");
/// assert_eq!(to_latin("Әділет министрлігі"), "Ädılet ministrlıgı");
/// assert_eq!(to_latin("ИНДОНЕЗИЯ"), "İNDONEZİA");
/// ```
#[must_use]
pub fn to_latin(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before_capital = false;
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let pair = next.and_then(|n| latin(&[c, n]));
        let Some(letters) = pair.or_else(|| latin(&[c])) else {
            out.push(c);
            before_capital = false;
            continue;
        };
        if pair.is_some() {
            chars.next();
        }
        // Letters that become two are capitals throughout where their neighbours are.
        let in_capitals = match (pair, chars.peek()) {
            (Some(_), _) => next.is_some_and(char::is_uppercase),
            (None, Some(n)) if n.is_alphabetic() => n.is_uppercase(),
            (None, _) => before_capital,
        };
        if c.is_uppercase() {
            out.extend(letters.chars().enumerate().map(|(i, l)| if i == 0 || in_capitals { capital(l) } else { l }));
        } else {
            out.push_str(letters);
        }
        before_capital = c.is_uppercase();
    }
    out
}

fn latin(letters: &[char]) -> Option<&'static str> {
    let key: String = letters.iter().map(|&c| lower_char(c)).collect();
    LETTERS.get(key.as_str()).copied()
}

/// The capital of a letter of the alphabet.
fn capital(c: char) -> char {
    if c == 'i' { 'İ' } else { c.to_uppercase().next().unwrap_or(c) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alphabet_is_whole() {
        for c in crate::text::letters::ALPHABET.chars() {
            assert!(LETTERS.contains_key(c.to_string().as_str()), "{c}");
        }
    }

    #[test]
    fn the_declaration_of_human_rights_reads_as_published() {
        assert_eq!(
            to_latin("Барлық адамдар тумысынан азат және қадір-қасиеті мен құқықтары тең болып дүниеге келеді."),
            "Barlyq adamdar tumysynan azat jäne qadır-qasietı men qūqyqtary teñ bolyp düniege keledı."
        );
    }

    #[test]
    fn capitals_follow_the_word() {
        assert_eq!(to_latin("Якуб ЮНЕСКО Ющенко ЯҚ Юля"), "İakub İUNESKO İuşenko İAQ İulia");
        assert_eq!(to_latin("Иран ІЛЕ Ілияс"), "İran ILE Ilias");
    }

    #[test]
    fn other_scripts_stay() {
        assert_eq!(to_latin("G20, «ЭКСПО-2017» COVID"), "G20, «EKSPO-2017» COVID");
    }

    proptest::proptest! {
        #[test]
        fn no_cyrillic_of_the_alphabet_is_left(text in "[А-яӘәҒғҚқҢңӨөҰұҮүҺһІі ]{0,30}|\\PC{0,30}") {
            let latin = to_latin(&text);
            proptest::prop_assert!(!latin.chars().any(|c| crate::text::letters::ALPHABET.contains(lower_char(c))));
        }
    }
}
