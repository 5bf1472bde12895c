//! Letters of a word to what Kazakh endings obey: vowel harmony and the class of the last sound.

use crate::text::letters::lower_char;

/// Which vowels the endings of a word have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Harmony {
    /// а, ы (and ғ, қ).
    Back,
    /// е, і (and г, к).
    Front,
}

/// How well an ending suits a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// As the rule says.
    Regular,
    /// As writers vary it with loanwords ("Бакуге", "Бакуға").
    Loose,
}

/// The sound that an ending follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Vowel,
    Glide,
    Lateral,
    Nasal,
    Sibilant,
    Hard,
}

/// Lower-case letters only.
pub(super) const fn is_vowel(c: char) -> bool {
    matches!(c, 'а' | 'ә' | 'е' | 'ё' | 'и' | 'о' | 'ө' | 'у' | 'ұ' | 'ү' | 'ы' | 'і' | 'э' | 'ю' | 'я')
}

/// The harmony of a vowel that has one of its own; и, у, ю and ё go with their word.
const fn strict(c: char) -> Option<Harmony> {
    match c {
        'а' | 'о' | 'ұ' | 'ы' | 'я' => Some(Harmony::Back),
        'ә' | 'е' | 'ө' | 'ү' | 'і' | 'э' => Some(Harmony::Front),
        _ => None,
    }
}

fn last_strict(word: &[char]) -> Option<Harmony> {
    word.iter().rev().find_map(|&c| strict(c))
}

/// The harmony that careful writers give the word's endings.
pub(super) fn harmony(word: &[char]) -> Harmony {
    if let [rest @ .., 'о' | 'е' | 'ё', 'в'] = word {
        // Surnames: "Тоқаевтың" and "Мәсімовтің", by the name inside, not by -ев and -ов.
        let own = if word.ends_with(&['о', 'в']) { Harmony::Back } else { Harmony::Front };
        return last_strict(rest).unwrap_or(own);
    }
    if softened(word) {
        return Harmony::Front;
    }
    let last_vowel = word.iter().rev().copied().find(|&c| is_vowel(c));
    match last_vowel {
        // и of loanwords is front ("Парижге"); in words with қ, ғ, ұ it stands for ый ("Ғалиға").
        Some('и') if word.iter().any(|c| matches!(c, 'қ' | 'ғ' | 'ұ')) => Harmony::Back,
        Some('и' | 'ё') => Harmony::Front,
        Some(_) if word.contains(&'и') => last_strict(word).unwrap_or(Harmony::Front),
        Some(_) => last_strict(word).unwrap_or(Harmony::Back),
        None => Harmony::Front,
    }
}

/// Loanwords whose last consonants are soft whatever their vowel: "банкі", "паркі", "Нью-Йоркте", "Петербургке", "рольге".
fn softened(word: &[char]) -> bool {
    matches!(word, [.., 'н' | 'р', 'к'] | [.., 'р', 'г'] | [.., 'ь'])
        // қырқ, түрк and the like are not loanwords.
        && !word.iter().any(|c| matches!(c, 'қ' | 'ғ' | 'ң' | 'ұ' | 'ү' | 'ы'))
}

/// Whether endings of this harmony suit the word.
pub(super) fn suits(word: &[char], wanted: Harmony) -> Option<Fit> {
    if harmony(word) == wanted {
        return Some(Fit::Regular);
    }
    let last_vowel = word.iter().rev().copied().find(|&c| is_vowel(c));
    let undecided = last_vowel.is_none_or(|c| strict(c).is_none()) || softened(word);
    let foreign = word.iter().any(|c| matches!(c, 'в' | 'ф' | 'ц' | 'щ' | 'э' | 'ё' | 'ю' | 'я' | 'ь' | 'ъ'))
        || matches!(word, [.., 'б' | 'г' | 'д'] | [.., 'н' | 'р' | 'л' | 'с' | 'к', 'к' | 'т']);
    (undecided || foreign).then_some(Fit::Loose)
}

/// The class of the last sound; `None` for a word that ends in no letter of the alphabet.
pub(super) fn class(word: &[char]) -> Option<Class> {
    word.iter().rev().copied().find(|&c| !is_sign(c)).and_then(class_of)
}

/// The classes that the last sound of a text passes for where writers disagree: a loanword's в is voiced in print and
/// voiceless in speech, its и a vowel and a glide. Twice the same for all others.
pub(super) fn loose_classes(text: &str) -> Option<[Class; 2]> {
    let last = text.chars().rev().map(lower_char).find(|&c| !is_sign(c))?;
    let class = class_of(last)?;
    let other = match last {
        'б' | 'в' | 'г' | 'д' => Class::Sibilant,
        'и' | 'у' => Class::Vowel,
        'ю' => Class::Glide,
        _ => class,
    };
    Some([class, other])
}

/// қ, к and п as they sound between vowels: ғ, г and б.
pub(super) const fn voiced(c: char) -> Option<char> {
    match c {
        'қ' => Some('ғ'),
        'к' => Some('г'),
        'п' => Some('б'),
        _ => None,
    }
}

/// ғ, г and б as they are at the end of a word: қ, к and п.
pub(super) const fn hardened(c: char) -> Option<char> {
    match c {
        'ғ' => Some('қ'),
        'г' => Some('к'),
        'б' => Some('п'),
        _ => None,
    }
}

/// Signs tell how the letter before them sounds, and have no sound of their own.
const fn is_sign(c: char) -> bool {
    matches!(c, 'ь' | 'ъ')
}

const fn class_of(letter: char) -> Option<Class> {
    Some(match letter {
        'р' | 'й' | 'у' | 'и' => Class::Glide,
        'л' => Class::Lateral,
        'м' | 'н' | 'ң' => Class::Nasal,
        'з' | 'ж' => Class::Sibilant,
        c if is_vowel(c) => Class::Vowel,
        'б' | 'в' | 'г' | 'ғ' | 'д' | 'к' | 'қ' | 'п' | 'с' | 'т' | 'ф' | 'х' | 'һ' | 'ц' | 'ч' | 'ш' | 'щ' => {
            Class::Hard
        }
        _ => return None,
    })
}
