//! A name in any case to its nominative.

use rustc_hash::FxHashMap;

use super::last_word::{Word, takes_off};
use super::table::TABLE;
use super::{Case, Suffix};
use crate::model::EntityKind;
use crate::text::letters::lower_char;

/// A last word of more letters is taken as it stands.
const LONGEST: usize = 64;

/// A name that may be the nominative of what was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Nominative {
    /// The name, nothing but the endings of its last word taken off.
    pub name: String,
    /// What was taken off, from the stem outwards; empty for the name as it stood.
    pub suffixes: Vec<Suffix>,
    /// How likely beside the others, as natural log-odds against the name as it stood (which has 0).
    pub score: f32,
}

impl Nominative {
    /// The case that the name stood in.
    #[must_use]
    pub fn case(&self) -> Case {
        self.suffixes
            .iter()
            .find_map(|s| match s {
                Suffix::Case(case) => Some(*case),
                Suffix::Belonging => Some(Case::Genitive),
                _ => None,
            })
            .unwrap_or_default()
    }
}

/// The nominatives that a name can have, likeliest first; the name itself is always among them.
///
/// Takes off case endings, -дағы, -нікі and copulas of the last word, and keeps a possessive of the third person: it
/// belongs to the head of a compound name ("министрлігі"). `kind` tells what the name is of, where that is known;
/// `known` says whether a nominative is known from elsewhere: a lexicon, or the other names of the release.
///
/// ```
/// use shezhire::model::EntityKind::{Organisation, Person};
/// use shezhire::text::morphology::nominative;
/// let best = |name, kind| nominative(name, Some(kind), &|_| false)[0].name.clone();
/// assert_eq!(best("Әділет министрлігінің", Organisation), "Әділет министрлігі");
/// assert_eq!(best("Марат Бекетаевты", Person), "Марат Бекетаев");
/// assert_eq!(best("«Самұрық-Қазына»-ның", Organisation), "«Самұрық-Қазына»");
/// ```
#[must_use]
pub fn nominative(name: &str, kind: Option<EntityKind>, known: &dyn Fn(&str) -> bool) -> Vec<Nominative> {
    let mut found = vec![Nominative { name: name.to_owned(), suffixes: Vec::new(), score: 0.0 }];
    let last = last_word(name);
    let Some(prefix) = name.strip_suffix(last).filter(|_| last.chars().nth(LONGEST).is_none()) else { return found };
    let (stem, tail) = hyphenated(last);
    if tail.is_empty() {
        found.extend(Word::new(prefix, last, kind).candidates());
    } else {
        found.extend(hyphenated_candidates(prefix, stem, tail));
    }
    let as_it_stood = if known(name) || known(last) { 4.0 } else { 0.0 };
    for candidate in found.iter_mut().skip(1) {
        let stem = candidate.name.strip_prefix(prefix).unwrap_or("");
        candidate.score += if known(&candidate.name) || known(stem) { 4.0 } else { 0.0 } - as_it_stood;
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    found
}

/// The likeliest nominative of a name, when nothing else is known.
#[must_use]
pub fn base_form(name: &str, kind: Option<EntityKind>) -> String {
    nominative(name, kind, &|_| false).into_iter().next().map_or_else(|| name.to_owned(), |best| best.name)
}

/// The nominative that explains several forms of one name best: "Арыстанға" and "Арыстан" share "Арыстан", though the
/// second alone could come from "Арыс". `None` when there are no forms.
///
/// ```
/// use shezhire::text::morphology::common_base_form;
/// let forms = ["Гүлденге", "Гүлден"];
/// assert_eq!(common_base_form(&forms, None, &|_| false).unwrap(), "Гүлден");
/// ```
#[must_use]
pub fn common_base_form(forms: &[&str], kind: Option<EntityKind>, known: &dyn Fn(&str) -> bool) -> Option<String> {
    // The nominative that explains most forms, then the likeliest, then the first found.
    let mut sums: FxHashMap<String, (usize, f32, usize)> = FxHashMap::default();
    for form in forms {
        for candidate in nominative(form, kind, known) {
            let next = sums.len();
            let sum = sums.entry(candidate.name).or_insert((0, 0.0, next));
            sum.0 += 1;
            sum.1 += candidate.score;
        }
    }
    let best = sums.into_iter().max_by(|(_, a), (_, b)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(b.2.cmp(&a.2)));
    best.map(|(name, _)| name)
}

/// What follows the last space or full stop ("Ж.Асановтың").
fn last_word(name: &str) -> &str {
    let cut = |c: char| c.is_whitespace() || c == '.';
    name.rsplit(cut).next().unwrap_or(name)
}

/// The word in two at its last hyphen or closing quote, when what follows is an ending; else the word and nothing.
fn hyphenated(word: &str) -> (&str, &str) {
    let Some((at, sign)) = word.char_indices().rev().find(|&(_, c)| matches!(c, '-' | '‑' | '»' | '”' | '"' | '’'))
    else {
        return (word, "");
    };
    let (stem, tail) = word.split_at(at + sign.len_utf8());
    let is_ending =
        TABLE.endings.iter().any(|e| takes_off(e) && e.letters.iter().copied().eq(tail.chars().map(lower_char)));
    // "Нұр-Дан" is no ablative: an ending is small, unless the whole name is in capitals.
    let small = !tail.chars().next().is_some_and(char::is_uppercase)
        || stem.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    if is_ending && small && at > 0 { (stem, tail) } else { (word, "") }
}

fn hyphenated_candidates(prefix: &str, stem: &str, tail: &str) -> Vec<Nominative> {
    let endings =
        TABLE.endings.iter().filter(|e| takes_off(e) && e.letters.iter().copied().eq(tail.chars().map(lower_char)));
    let name = format!("{prefix}{}", stem.trim_end_matches(['-', '‑']));
    endings.take(1).map(|e| Nominative { name: name.clone(), suffixes: vec![e.suffix], score: 6.0 }).collect()
}

/// Whether the name's last word is the head of a compound, in the possessive of the third person.
pub(super) fn is_possessed_head(name: &str, kind: Option<EntityKind>) -> bool {
    let last = last_word(name);
    let Some(prefix) = name.strip_suffix(last) else { return false };
    Word::new(prefix, last, kind).is_possessed_head()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EntityKind::{Event, Organisation, Person, Place};

    fn best(name: &str, kind: EntityKind) -> String {
        base_form(name, Some(kind))
    }

    #[test]
    fn persons_lose_their_case() {
        for (form, name) in [
            ("Ж.Асановтың", "Ж.Асанов"),
            ("Си Цзиньпинмен", "Си Цзиньпин"),
            ("Ван Имен", "Ван И"),
            ("Қайрат Нұрпейісовке", "Қайрат Нұрпейісов"),
            ("Ерлан Қариннен", "Ерлан Қарин"),
            ("Сәкен Әбішұлына", "Сәкен Әбішұлы"),
            ("Дастан", "Дастан"),
            ("Құдайберді", "Құдайберді"),
            ("Тұрсын", "Тұрсын"),
            ("Мұқтар", "Мұқтар"),
            ("БЕКЕТОВТЫ", "БЕКЕТОВ"),
            ("Назарбаевпын", "Назарбаевпын"),
        ] {
            assert_eq!(best(form, Person), name);
        }
    }

    #[test]
    fn places_lose_their_case_and_keep_their_heads() {
        for (form, name) in [
            ("Алматыда", "Алматы"),
            ("Астанадағы", "Астана"),
            ("Қарағанды", "Қарағанды"),
            ("Қарағандыда", "Қарағанды"),
            ("Қазақстан", "Қазақстан"),
            ("Өзбекстаннан", "Өзбекстан"),
            ("Арыстан", "Арыс"),
            ("Қытай Халық Республикасының", "Қытай Халық Республикасы"),
            ("Шығыс Қазақстан облысындағы", "Шығыс Қазақстан облысы"),
            ("Қазақстанымызға", "Қазақстан"),
            ("АҚШ-тан", "АҚШ"),
            ("Нұр-Сұлтанда", "Нұр-Сұлтан"),
        ] {
            assert_eq!(best(form, Place), name);
        }
    }

    #[test]
    fn organisations_and_events_keep_their_heads() {
        assert_eq!(best("Еңбек министрлігінде", Organisation), "Еңбек министрлігі");
        assert_eq!(best("Ұлттық банкпен", Organisation), "Ұлттық банк");
        assert_eq!(best("Үкіметінің", Organisation), "Үкімет");
        assert_eq!(best("«Назарбаев Университетінің»", Organisation), "«Назарбаев Университеті»");
        assert_eq!(best("Тәуелсіздік күні", Event), "Тәуелсіздік күні");
        assert_eq!(best("Астана экономикалық форумында", Event), "Астана экономикалық форумы");
    }

    #[test]
    fn what_the_caller_knows_decides() {
        let known = |name: &str| name == "Гүл";
        assert_eq!(nominative("Гүлден", Some(Person), &known)[0].name, "Гүл");
        assert_eq!(nominative("Гүлден", Some(Person), &|_| false)[0].name, "Гүлден");
        let forms = ["Алдан", "Алдаға", "Алданың"];
        assert_eq!(common_base_form(&forms, Some(Person), &|_| false).unwrap(), "Алда");
        assert_eq!(common_base_form(&[], None, &|_| false), None);
    }

    #[test]
    fn cases_are_told() {
        let case = |form: &str| nominative(form, None, &|_| false)[0].case();
        assert_eq!(case("Тоқаевпен"), Case::Instrumental);
        assert_eq!(case("Тоқаев"), Case::Nominative);
        assert_eq!(case("Астанадағы"), Case::Attributive);
    }

    proptest::proptest! {
        #[test]
        fn the_name_itself_is_always_a_candidate(name in "[А-яәіңғүұқөһ «».-]{0,24}|\\PC{0,24}") {
            for kind in [None, Some(Person), Some(Place), Some(Organisation), Some(Event)] {
                let found = nominative(&name, kind, &|_| false);
                proptest::prop_assert!(found.iter().any(|n| n.name == name && n.suffixes.is_empty()));
            }
        }
    }
}
