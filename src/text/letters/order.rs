//! Names to keys that sort as the Kazakh alphabet does.

use std::cmp::Ordering;

use super::lower_char;

/// The 42 letters of the Kazakh Cyrillic alphabet, in order.
pub const ALPHABET: &str = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";

/// A key whose bytes sort as names sort in Kazakh: digits and Latin letters first, then the alphabet with ә after а,
/// ғ after г and so on; capitals count only between names that are else the same. Costs one pass over the name.
///
/// ```
/// use shezhire::text::letters::sort_key;
/// let mut names = ["Бауыржан", "Әлия", "Асқар", "Қанат", "Кенже"];
/// names.sort_by_key(|name| sort_key(name));
/// assert_eq!(names, ["Асқар", "Әлия", "Бауыржан", "Кенже", "Қанат"]);
/// ```
#[must_use]
pub fn sort_key(name: &str) -> String {
    let mut key: String = name.chars().map(weight).collect();
    // Below every letter, so that a name sorts before those that begin with it.
    key.push('\0');
    key.push_str(name);
    key
}

/// Compares as [`sort_key`] does, without building keys.
#[must_use]
pub fn compare(a: &str, b: &str) -> Ordering {
    let ended = std::iter::once('\0');
    a.chars().map(weight).chain(ended.clone()).cmp(b.chars().map(weight).chain(ended)).then_with(|| a.cmp(b))
}

/// A character that stands where the letter does in the alphabet: U+0400 and on, in order. Cyrillic letters that the
/// alphabet lacks follow, as small ones lie at U+0452 and above.
fn weight(c: char) -> char {
    // The end of a name is marked by the one character below it.
    let small = if c == '\0' { '\u{1}' } else { lower_char(c) };
    let place = ALPHABET.chars().position(|letter| letter == small).and_then(|n| u32::try_from(n).ok());
    place.and_then(|n| char::from_u32(0x400 + n)).unwrap_or(small)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alphabet_is_whole() {
        assert_eq!(ALPHABET.chars().count(), 42);
    }

    #[test]
    fn shorter_names_and_small_letters_have_their_place() {
        assert!(compare("Ан", "Анар").is_lt());
        assert!(compare("анар", "Анара").is_lt());
        assert!(compare("Zoom", "Абай").is_lt());
        assert!(compare("Ыбырай", "Ілияс").is_lt());
        assert!(compare("Яссауи", "ўзбек").is_lt());
        assert!(compare("АБАЙ", "абай").is_ne());
    }

    proptest::proptest! {
        #[test]
        fn keys_sort_as_compare_does(a in "[АаӘәБб я\\x00a]{0,6}|\\PC{0,8}", b in "[АаӘәБб я\\x00a]{0,6}|\\PC{0,8}") {
            proptest::prop_assert_eq!(sort_key(&a).cmp(&sort_key(&b)), compare(&a, &b));
        }
    }
}
