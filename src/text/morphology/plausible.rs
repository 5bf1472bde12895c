//! A reading of a word to what it costs: how unlikely it is beside the others.

use super::analyse::Analysis;
use super::sounds::{class, is_vowel};
use super::table::TABLE;
use super::whole::{ends_as_head, is_whole};
use super::{Case, Person, Suffix};
use crate::text::letters::lower_char;

/// What one ending costs: cases are everywhere, copulas are rare in the press.
pub(super) const fn suffix_cost(suffix: Suffix) -> f32 {
    match suffix {
        Suffix::Case(Case::Attributive) => 0.2,
        Suffix::Case(_) => 0.0,
        Suffix::Plural | Suffix::Belonging => 0.5,
        Suffix::Possessive(Person::Third) => 0.7,
        Suffix::Temporal => 2.0,
        Suffix::Possessive(_) | Suffix::Abstract | Suffix::Like => 2.5,
        Suffix::Without | Suffix::Copula(_) => 3.0,
    }
}

/// What speaks against the stem as a word. Weighed by hand on annotated names and on UD Kazakh.
pub(super) fn stem_cost(reading: &Analysis, capitalised: bool) -> f32 {
    let stem: Vec<char> = reading.stem.chars().map(lower_char).collect();
    let acronym = reading.stem.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let mut cost = if acronym { 0.0 } else { shape_cost(&stem, capitalised) };
    if reading.is_bare() {
        cost += if capitalised { 2.0 } else { 2.5 };
    }
    if is_whole(&stem.iter().collect::<String>()) {
        return cost;
    }
    // Other stems are anybody's guess.
    cost += 4.0 + looks_inflected(&stem, capitalised);
    if capitalised && !acronym {
        // Names are seldom possessed or many.
        let unusual = |s: &&Suffix| !matches!(s, Suffix::Case(_) | Suffix::Belonging);
        cost += 0.8 * reading.suffixes.iter().filter(unusual).count() as f32;
    } else if !capitalised {
        cost += match (stem.as_slice(), reading.suffixes.first()) {
            // "ауданында" is "ауданы" with "нда", seldom "ауданын" with "да".
            ([.., 'ы' | 'і', 'н'], Some(Suffix::Case(_))) => 2.0,
            // "әкесі" is of "әке", seldom of "әкес".
            ([.., 'а' | 'е', 'с'], Some(Suffix::Possessive(_))) => 0.3,
            _ => 0.0,
        };
    }
    cost
}

/// By length and letters: stems are seldom shorter than three letters, have a vowel, and do not end in just any sounds.
fn shape_cost(stem: &[char], capitalised: bool) -> f32 {
    let open = stem.last().is_some_and(|&c| is_vowel(c));
    let by_length = match (stem.len(), capitalised) {
        (0 | 1, _) => 6.0,
        (2, true) => 3.0,
        // Few words are as short as "ту".
        (2, false) if open => 2.0,
        (2, false) => 0.6,
        (3, _) => 0.2,
        _ => 0.0,
    };
    let voiceless = if stem.iter().any(|&c| is_vowel(c)) { 0.0 } else { 5.0 };
    let by_end = match stem {
        [.., 'ғ'] => 4.0,
        [.., before, 'б' | 'г' | 'д'] if !is_vowel(*before) => 0.5,
        [.., 'қ' | 'к' | 'т' | 'п' | 'ш' | 'з', 'с' | 'ш' | 'қ' | 'к' | 'п' | 'т'] => 1.0,
        _ => 0.0,
    };
    by_length + voiceless + by_end
}

/// What speaks for the stem having endings still.
fn looks_inflected(stem: &[char], capitalised: bool) -> f32 {
    let text: String = stem.iter().collect();
    // "қаласы" and "қаласын" are forms of "қала".
    if ends_as_head(text.strip_suffix('н').unwrap_or(&text)) || (!capitalised && is_plural(stem)) {
        return 2.0;
    }
    // Few common nouns end in ы or і of themselves.
    if !capitalised && stem.len() > 3 && matches!(stem, [.., 'ы' | 'і']) { 1.0 } else { 0.0 }
}

fn is_plural(stem: &[char]) -> bool {
    TABLE.endings.iter().filter(|e| e.suffix == Suffix::Plural).any(|e| {
        let rest = stem.strip_suffix(e.letters.as_slice()).filter(|rest| rest.len() > 1);
        rest.and_then(class).is_some_and(|class| e.follows(class))
    })
}
