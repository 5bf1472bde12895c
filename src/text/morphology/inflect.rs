//! A name in the nominative to the name in any case.

use super::acronym::{heard, is_acronym};
use super::ending::Ending;
use super::nominative::is_possessed_head;
use super::sounds::{Harmony, class, harmony, is_vowel, voiced};
use super::table::TABLE;
use super::{Case, Person, Suffix};
use crate::model::EntityKind;
use crate::text::letters::lower_char;

/// The name in a case.
///
/// The ending goes by the vowels and the last sound of the last word; after a name's possessive head it takes the
/// pronominal н ("министрлігі" → "министрлігінің"). Acronyms, quoted and Latin names and numbers take it behind a
/// hyphen, by how they are read out. A name that ends in no letter or digit stays as it is.
///
/// ```
/// use shezhire::model::EntityKind::{Organisation, Person};
/// use shezhire::text::morphology::{Case, inflect};
/// assert_eq!(inflect("Марат Бекетаев", Case::Genitive, Some(Person)), "Марат Бекетаевтың");
/// assert_eq!(inflect("Әділет министрлігі", Case::Dative, Some(Organisation)), "Әділет министрлігіне");
/// assert_eq!(inflect("АҚШ", Case::Dative, None), "АҚШ-қа");
/// ```
#[must_use]
pub fn inflect(name: &str, case: Case, kind: Option<EntityKind>) -> String {
    if case == Case::Nominative {
        return name.to_owned();
    }
    let hyphen = needs_hyphen(name);
    let letters = heard(name);
    let possessed = !hyphen && is_possessed_head(name, kind);
    let Some(ending) = fitting(&letters, Suffix::Case(case), possessed, harmony(&letters)) else {
        return name.to_owned();
    };
    // A name in capitals goes on in capitals; an acronym does not.
    let capitals = !hyphen && is_acronym(name);
    let ending: String = ending.letters.iter().collect();
    let ending = if capitals { ending.to_uppercase() } else { ending };
    format!("{name}{}{ending}", if hyphen { "-" } else { "" })
}

/// Every form of a noun in both numbers, bare or in the possessive of the third person, in every case and with
/// -ғы; each with its endings from the stem outwards. Fewer than eighty forms; the stem itself comes first.
///
/// ```
/// use shezhire::text::morphology::{Case, Person, Suffix, declension};
/// let forms = declension("қыркүйек");
/// let endings = [Suffix::Possessive(Person::Third), Suffix::Case(Case::Locative)];
/// assert!(forms.contains(&("қыркүйегінде".to_owned(), endings.to_vec())));
/// ```
#[must_use]
pub fn declension(stem: &str) -> Vec<(String, Vec<Suffix>)> {
    let theirs = Suffix::Possessive(Person::Third);
    let cases = Case::ALL.into_iter().filter(|&case| case != Case::Nominative).map(Suffix::Case);
    let outer: Vec<Suffix> = cases.chain([Suffix::Temporal]).collect();
    let bare: Vec<char> = stem.chars().map(lower_char).collect();
    let mut forms = Vec::new();
    for inner in [&[][..], &[Suffix::Plural], &[theirs], &[Suffix::Plural, theirs]] {
        let Some(noun) = inner.iter().try_fold(bare.clone(), |word, &suffix| attach(&word, suffix, false)) else {
            continue;
        };
        let possessed = inner.contains(&theirs);
        forms.push((noun.iter().collect(), inner.to_vec()));
        for &suffix in &outer {
            if let Some(form) = attach(&noun, suffix, possessed) {
                forms.push((form.iter().collect(), [inner, &[suffix]].concat()));
            }
        }
    }
    forms
}

/// The word with one more ending; `None` when none fits. `possessed` says that it ends in a possessive.
pub(super) fn attach(word: &[char], suffix: Suffix, possessed: bool) -> Option<Vec<char>> {
    attach_in(word, suffix, possessed, harmony(word))
}

/// As [`attach`], with the vowels of the ending told.
pub(super) fn attach_in(word: &[char], suffix: Suffix, possessed: bool, harmony: Harmony) -> Option<Vec<char>> {
    let ending = fitting(word, suffix, possessed, harmony)?;
    let mut form = word.to_vec();
    if let (Suffix::Possessive(_), Some('ы' | 'і')) = (suffix, ending.letters.first()) {
        // қ, к and п are voiced before a vowel, and some words lose one.
        let mut elided = false;
        if let Some((short, full)) = TABLE.elided.iter().find(|(_, full)| form == *full) {
            form.truncate(form.len() - full.len());
            form.extend(short);
            elided = true;
        }
        if form.ends_with(&['л', 'ь']) {
            form.pop();
        }
        // Behind a consonant they stand in loanwords, which keep them: "банкі".
        let behind_vowel = form.iter().rev().nth(1).is_some_and(|&c| is_vowel(c));
        if let Some(last) = form.last_mut().filter(|_| behind_vowel && !elided) {
            *last = voiced(*last).unwrap_or(*last);
        }
    }
    form.extend(&ending.letters);
    Some(form)
}

/// The variant of an ending with these vowels that the word's last sound asks for.
fn fitting(word: &[char], suffix: Suffix, possessed: bool, harmony: Harmony) -> Option<&'static Ending> {
    let class = class(word)?;
    TABLE.endings.iter().find(|e| {
        let follows = if possessed { e.possessed } else { e.follows(class) };
        e.suffix == suffix && e.harmony.is_none_or(|h| h == harmony) && follows
    })
}

/// Whether an ending is written apart: after acronyms, quotes, Latin letters and digits.
fn needs_hyphen(name: &str) -> bool {
    let last = name.chars().next_back().unwrap_or(' ');
    let word = name.rsplit(char::is_whitespace).next().unwrap_or(name);
    let in_capitals = name.split_whitespace().nth(1).is_some() && !name.chars().any(char::is_lowercase);
    // An acronym is short or has no vowels to be a word in capitals.
    !last.is_alphabetic()
        || matches!(last, 'A'..='Z' | 'a'..='z' | '\u{00C0}'..='\u{024F}')
        || (is_acronym(word) && !(in_capitals && word.chars().any(|c| is_vowel(lower_char(c)))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EntityKind::{Organisation, Person, Place};
    use crate::text::morphology::{analyse, nominative};

    #[test]
    fn endings_follow_sound_and_harmony() {
        for (name, case, form) in [
            ("Тоқаев", Case::Genitive, "Тоқаевтың"),
            ("Мәсімов", Case::Genitive, "Мәсімовтің"),
            ("Асанов", Case::Instrumental, "Асановпен"),
            ("Асан", Case::Ablative, "Асаннан"),
            ("Қамза", Case::Instrumental, "Қамзамен"),
            ("Тараз", Case::Instrumental, "Таразбен"),
            ("Париж", Case::Dative, "Парижге"),
            ("Киев", Case::Locative, "Киевте"),
            ("Германия", Case::Ablative, "Германиядан"),
            ("Алматы", Case::Genitive, "Алматының"),
            ("Санкт-Петербург", Case::Locative, "Санкт-Петербургте"),
            ("Атырау", Case::Accusative, "Атырауды"),
            ("Тбилиси", Case::Genitive, "Тбилисидің"),
            ("Ғали", Case::Dative, "Ғалиға"),
        ] {
            assert_eq!(inflect(name, case, Some(Person)), form);
        }
    }

    #[test]
    fn possessive_heads_take_the_pronominal_n() {
        let inflected = |case| inflect("Ішкі істер министрлігі", case, Some(Organisation));
        assert_eq!(inflected(Case::Genitive), "Ішкі істер министрлігінің");
        assert_eq!(inflected(Case::Dative), "Ішкі істер министрлігіне");
        assert_eq!(inflected(Case::Accusative), "Ішкі істер министрлігін");
        assert_eq!(inflected(Case::Locative), "Ішкі істер министрлігінде");
        assert_eq!(inflected(Case::Ablative), "Ішкі істер министрлігінен");
        assert_eq!(inflected(Case::Instrumental), "Ішкі істер министрлігімен");
        assert_eq!(inflect("Абай облысы", Case::Locative, Some(Place)), "Абай облысында");
        assert_eq!(inflect("Серік Асанұлы", Case::Dative, Some(Person)), "Серік Асанұлына");
    }

    #[test]
    fn what_is_read_out_takes_its_ending_behind_a_hyphen() {
        for (name, case, form) in [
            ("БҰҰ", Case::Genitive, "БҰҰ-ның"),
            ("АҚШ", Case::Dative, "АҚШ-қа"),
            ("ОПЕК", Case::Genitive, "ОПЕК-тің"),
            ("«ТАУ» ҚБ", Case::Genitive, "«ТАУ» ҚБ-нің"),
            ("ІІМ", Case::Genitive, "ІІМ-нің"),
            ("ЮНЕСКО", Case::Locative, "ЮНЕСКО-да"),
            ("«Самұрық-Қазына»", Case::Genitive, "«Самұрық-Қазына»-ның"),
            ("«Қазақтелеком»", Case::Instrumental, "«Қазақтелеком»-мен"),
            ("ЭКСПО-2017", Case::Dative, "ЭКСПО-2017-ге"),
            ("Samsung", Case::Dative, "Samsung-қа"),
        ] {
            assert_eq!(inflect(name, case, None), form);
        }
        assert_eq!(inflect("МАРАТ АСАНОВ", Case::Genitive, Some(Person)), "МАРАТ АСАНОВТЫҢ");
        assert_eq!(inflect("***", Case::Genitive, None), "***");
    }

    #[test]
    fn every_form_is_read_back() {
        for stem in ["жыл", "ай", "қыркүйек", "орын", "ғасыр", "кітап", "бала", "көл", "банк", "жартыжылдық", "король"]
        {
            for (form, suffixes) in declension(stem) {
                let read = analyse(&form).into_iter().any(|a| a.stem == stem && a.suffixes == suffixes);
                assert!(read, "{stem} → {form} {suffixes:?}");
            }
        }
        assert_eq!(declension("кітап").len(), 36 - 2);
        assert!(declension("***").len() <= 1);
    }

    /// Names of all sounds: stems that Kazakh, Russian and other surnames and towns are made of.
    const NAME: &str = "(Қал|Бер|Нұр|Мәл|Жан|Сей|Тор|Дүй|Ик|Уль)(а|е|ы|і|о|у|ия|ы?л|ант|есе)(бек|қан|дос|ов|ев|ин|ай|ке|мыр|шыл|ұлы|за|лам)";

    proptest::proptest! {
        #[test]
        fn an_inflected_name_is_read_back(name in NAME, case in 0..Case::ALL.len()) {
            let case = Case::ALL[case];
            let form = inflect(&name, case, Some(Person));
            let read = analyse(&form).into_iter().any(|a| a.stem == name && a.case() == case)
                // A patronymic's own possessive is analysed as one.
                || (name.ends_with("ұлы") && nominative(&form, Some(Person), &|_| false).iter().any(|n| n.name == name));
            proptest::prop_assert!(read, "{} → {}", name, form);
        }

        #[test]
        fn any_text_is_inflected(name in "[А-яәіңғүұқөһA-z0-9 «».-]{0,24}|\\PC{0,24}") {
            for case in Case::ALL {
                proptest::prop_assert!(inflect(&name, case, None).starts_with(&name));
            }
        }
    }
}
