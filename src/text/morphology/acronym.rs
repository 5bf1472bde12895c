//! Acronyms, numbers and Latin names to the letters that are heard at their end.

use super::sounds::is_vowel;
use crate::text::letters::lower_char;

/// The letters by which an ending is chosen: those of the word itself, or of how its end is read out.
///
/// ҚР is read "қа-эр", so that "эр" is heard; "ЭКСПО-2017" ends in "жеті".
pub(super) fn heard(word: &str) -> Vec<char> {
    let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    if bare.ends_with(|c: char| c.is_ascii_digit()) {
        return read_number(bare);
    }
    let tail: Vec<char> = bare.chars().rev().take_while(|c| c.is_alphabetic()).collect();
    let letters: Vec<char> = tail.iter().rev().map(|&c| cyrillic(lower_char(c))).collect();
    if is_acronym(bare) && !is_read_as_word(&letters) {
        return letters.last().map_or_else(Vec::new, |&c| letter_name(c));
    }
    letters
}

/// At least two letters, all capitals.
pub(super) fn is_acronym(word: &str) -> bool {
    let mut letters = word.chars().rev().take_while(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.clone().nth(1).is_some() && letters.all(char::is_uppercase)
}

/// "ОПЕК", "БАҚ", "ЮНЕСКО" are read as words: they end in consonant, vowel, consonant, or hold two vowels among consonants.
fn is_read_as_word(letters: &[char]) -> bool {
    match letters {
        [.., a, b, c] => is_vowel(*b) && !is_vowel(*a) && !is_vowel(*c) || is_vowel(*c) && !is_vowel(*b),
        _ => false,
    }
}

/// A consonant as its name is read: ш and қ are heard as they are written (АҚШ-қа, АҚ-қа).
fn letter_name(c: char) -> Vec<char> {
    match c {
        'л' | 'м' | 'н' | 'р' | 'с' | 'ф' => vec!['э', c],
        'х' | 'һ' => vec!['х', 'а'],
        'ш' | 'щ' | 'қ' | 'ғ' => vec!['а', c],
        _ if is_vowel(c) => vec![c],
        _ => vec![c, 'е'],
    }
}

/// What is heard at the end of a number.
fn read_number(text: &str) -> Vec<char> {
    let mut digits = text.bytes().rev().take_while(u8::is_ascii_digit);
    let (ones, tens) = (digits.next().unwrap_or(b'0'), digits.next().unwrap_or(b'0'));
    let hundreds = digits.next().unwrap_or(b'0');
    let word = match (ones, tens, hundreds) {
        (b'1', ..) => "бір",
        (b'2', ..) => "екі",
        (b'3', ..) => "үш",
        (b'4', ..) => "төрт",
        (b'5', ..) => "бес",
        (b'6', ..) => "алты",
        (b'7', ..) => "жеті",
        (b'8', ..) => "сегіз",
        (b'9', ..) => "тоғыз",
        (_, b'1', _) => "он",
        (_, b'2', _) => "жиырма",
        (_, b'3', _) => "отыз",
        (_, b'4', _) => "қырық",
        (_, b'5', _) => "елу",
        (_, b'6', _) => "алпыс",
        (_, b'7', _) => "жетпіс",
        (_, b'8', _) => "сексен",
        (_, b'9', _) => "тоқсан",
        (_, _, b'1'..=b'9') => "жүз",
        _ if text.ends_with("000") => "мың",
        _ => "нөл",
    };
    word.chars().collect()
}

/// A Latin letter as it sounds, roughly; others stay.
const fn cyrillic(c: char) -> char {
    match c {
        'a' => 'а',
        'b' => 'б',
        'c' | 'k' | 'q' => 'к',
        'd' => 'д',
        'e' => 'е',
        'f' => 'ф',
        'g' => 'г',
        'h' => 'х',
        'i' | 'y' => 'и',
        'j' => 'ж',
        'l' => 'л',
        'm' => 'м',
        'n' => 'н',
        'o' => 'о',
        'p' => 'п',
        'r' => 'р',
        's' | 'x' => 'с',
        't' => 'т',
        'u' => 'у',
        'v' | 'w' => 'в',
        'z' => 'з',
        _ => c,
    }
}
