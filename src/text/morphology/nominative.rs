//! A name in any case to its nominative.

use rustc_hash::FxHashMap;

use super::sounds::{Class, Fit, class, is_vowel, suits};
use super::table::{Ending, TABLE};
use super::whole::{ends_as_head, is_land, is_whole};
use super::{Case, Person, Suffix};
use crate::model::EntityKind;
use crate::text::letters::{is_capitalised, lower_char};

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
                Suffix::Attributive => Some(Case::Locative),
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

/// Whether this ending is no part of a name.
const fn takes_off(ending: &Ending) -> bool {
    matches!(ending.suffix, Suffix::Case(_) | Suffix::Attributive | Suffix::Belonging | Suffix::Copula(_))
}

/// How much more often a name's last word ends like this because it is inflected than because it is made so.
fn prior(ending: &Ending) -> f32 {
    match (ending.suffix, ending.letters.len()) {
        (Suffix::Case(Case::Genitive) | Suffix::Attributive, _) => 5.0,
        (Suffix::Belonging, _) => 4.0,
        (Suffix::Case(Case::Instrumental), _) => 3.5,
        (Suffix::Case(Case::Dative | Case::Accusative), 2) => 3.0,
        (Suffix::Case(Case::Ablative), _) => 2.5,
        (Suffix::Case(Case::Locative), 2) => 1.5,
        (Suffix::Case(Case::Locative), _) => 2.5,
        // The possessive's н.
        (Suffix::Case(Case::Accusative), _) => 0.5,
        (Suffix::Copula(Person::FirstSingular | Person::FirstPlural), _) => -2.0,
        _ => -4.0,
    }
}

/// Ends of surnames, patronymics and given names: a stem that ends so is a person's name.
const PERSON_ENDS: &[&str] = &[
    "ов",
    "ев",
    "ёв",
    "ин",
    "ова",
    "ева",
    "ина",
    "ский",
    "ская",
    "ич",
    "вна",
    "ұлы",
    "улы",
    "қызы",
    "кызы",
    "бай",
    "бек",
    "хан",
    "жан",
    "гүл",
    "нұр",
    "бет",
    "мет",
    "тай",
    "әлі",
    "али",
    "ғали",
    "енко",
    "швили",
    "ян",
    "зода",
];

/// The last word of a name, ready to be compared.
struct Word<'a> {
    prefix: &'a str,
    text: &'a str,
    /// Closing quotes behind the word.
    closing: &'a str,
    letters: Vec<char>,
    /// The letters as a text.
    whole: String,
    kind: Option<EntityKind>,
}

impl<'a> Word<'a> {
    fn new(prefix: &'a str, word: &'a str, kind: Option<EntityKind>) -> Self {
        let text = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let closing = word.strip_prefix(text).unwrap_or("");
        let letters: Vec<char> = text.chars().map(lower_char).collect();
        Self { prefix, text, closing, whole: letters.iter().collect(), letters, kind }
    }

    fn candidates(&self) -> Vec<Nominative> {
        let whole = self.whole.as_str();
        let country = !matches!(self.kind, Some(EntityKind::Person)) && is_land(whole);
        let mut as_it_stands = if country || is_whole(whole) { 6.0 } else { 0.0 };
        if !self.closing.is_empty() {
            // The case of a quoted name stands behind the quotes, as a rule.
            as_it_stands += 1.5;
        }
        let mut found: Vec<Nominative> = Vec::new();
        for ending in TABLE.endings.iter().filter(|e| takes_off(e)) {
            let Some(rest) = self.letters.strip_suffix(ending.letters.as_slice()).filter(|rest| !rest.is_empty())
            else {
                continue;
            };
            let Some(score) = self.score(rest, ending) else { continue };
            // "Арыстан" is a man's name, and the ablative of the town Арыс.
            let town = self.kind == Some(EntityKind::Place) && is_whole(&rest.iter().collect::<String>());
            let score = if town { score } else { score - as_it_stands };
            self.push(&mut found, rest.len(), vec![ending.suffix], score);
            if let Some((stem, person)) = self.possessor(rest) {
                self.push(&mut found, stem, vec![Suffix::Possessive(person), ending.suffix], score + 2.0);
            }
        }
        if let Some((stem, person)) = self.possessor(&self.letters) {
            self.push(&mut found, stem, vec![Suffix::Possessive(person)], 2.0 - as_it_stands);
        }
        found
    }

    /// The length of the stem before a possessive that is no part of the name, and whose it is: "Қазақстанымыз",
    /// "(Қазақстан) Парламенті".
    fn possessor(&self, word: &[char]) -> Option<(usize, Person)> {
        if let Some(ours) = our(word) {
            return Some(ours);
        }
        let stem = match (self.kind, word) {
            (Some(EntityKind::Place), [stem @ .., 'с', 'ы']) => stem.ends_with(&['и', 'я']).then_some(stem),
            (Some(EntityKind::Organisation), [stem @ .., 'ы' | 'і']) => {
                let stem = stem.strip_suffix(&['с']).filter(|s| class(s) == Some(Class::Vowel)).unwrap_or(stem);
                // A softened consonant would have to be guessed back.
                (!matches!(stem.last(), None | Some('ғ' | 'г' | 'б'))).then_some(stem)
            }
            _ => None,
        }?;
        let name = word.iter().collect::<String>();
        (self.alone() && stem.len() > 2 && !is_whole(&name) && !name.ends_with("ұлы"))
            .then_some((stem.len(), Person::Third))
    }

    /// Whether the name is one word.
    fn alone(&self) -> bool {
        self.prefix.trim().is_empty() && !self.letters.contains(&'-')
    }

    fn push(&self, found: &mut Vec<Nominative>, letters: usize, suffixes: Vec<Suffix>, score: f32) {
        let stem: String = self.text.chars().take(letters).collect();
        let name = format!("{}{stem}{}", self.prefix, self.closing);
        match found.iter_mut().find(|n| n.name == name) {
            Some(known) if known.score >= score => {}
            Some(known) => (known.suffixes, known.score) = (suffixes, score),
            None => found.push(Nominative { name, suffixes, score }),
        }
    }

    /// How likely the ending is one, after this stem; `None` when the stem can't take it.
    fn score(&self, rest: &[char], ending: &Ending) -> Option<f32> {
        let mut score = prior(ending);
        if self.kind == Some(EntityKind::Person) && ending.suffix == Suffix::Case(Case::Locative) {
            // Persons are seldom places, and many names end in -ида.
            score = if matches!(self.letters.as_slice(), [.., 'и', 'д', 'а']) { -0.5 } else { 0.8 };
        }
        if ending.harmony.map_or(Some(Fit::Regular), |harmony| suits(rest, harmony))? == Fit::Loose {
            score -= 1.0;
        }
        let possessed = self.possessed(rest);
        let class = class(rest)?;
        if ending.follows(class) {
            // "министрлігіні" would be no Kazakh: after a possessive stands "н" alone.
            if possessed > 0.0 && !ending.possessed && !matches!(ending.suffix, Suffix::Copula(_)) {
                score -= 1.0;
            }
            // "министрлігінде" is no "министрлігін" with "де".
            if matches!(rest, [stem @ .., 'н'] if self.possessed(stem) > 0.0) {
                score -= 3.0;
            }
        } else if ending.possessed && matches!(rest, [.., 'ы' | 'і']) {
            score += possessed;
        } else if ending.mine {
            return None;
        } else if matches!(rest, [.., 'и' | 'у']) && ending.follows(Class::Vowel) {
            score -= 2.0;
        } else {
            return None;
        }
        if matches!(self.letters.as_slice(), [.., 'н', 'ы' | 'і']) && self.possessed(&self.letters) > 0.0 {
            // "күні" at the end of a compound name is "күн" in the possessive, not "кү" in the accusative.
            let proper = self.kind == Some(EntityKind::Place) && is_capitalised(self.text);
            score -= if proper { 1.0 } else { 4.0 };
        }
        Some(score + self.stem(rest))
    }

    /// What speaks for the stem as the last word of a name.
    fn stem(&self, rest: &[char]) -> f32 {
        // A person's last name can be short: "Ван И".
        let short_name = !self.alone() && matches!(self.kind, None | Some(EntityKind::Person));
        let mut score = match (rest.len(), short_name) {
            (1, true) => -2.0,
            (1, false) => -6.0,
            (2, true) => -0.5,
            (2, false) if !self.alone() => -1.0,
            (2, false) => -2.0,
            (3, _) => -0.3,
            _ => 0.0,
        };
        let acronym = self.text.chars().take(rest.len()).all(char::is_uppercase);
        if !acronym && !rest.iter().any(|&c| is_vowel(c)) {
            score -= 5.0;
        }
        if rest.last() == Some(&'ғ') {
            score -= 4.0;
        }
        let stem: String = rest.iter().collect();
        if is_whole(&stem) {
            score += 2.0;
        }
        if matches!(self.kind, None | Some(EntityKind::Person)) && PERSON_ENDS.iter().any(|end| stem.ends_with(end)) {
            score += 2.0;
        }
        score
    }

    /// Whether the last word is a name itself, or a whole word that looks possessed, and no head.
    fn ends_in_name(&self) -> bool {
        is_whole(&self.whole) || (is_capitalised(self.text) && !self.letters.contains(&'-'))
    }

    /// What speaks for the letters ending in a possessive of the third person: below 0 when all is against it.
    fn possessed(&self, rest: &[char]) -> f32 {
        if !matches!(rest, [.., 'ы' | 'і']) {
            return -4.0;
        }
        let text: String = rest.iter().collect();
        if self.kind == Some(EntityKind::Person) {
            // Persons have no heads but patronymics: "Тұрсын" is no form of "Тұрсы".
            return if ["ұлы", "улы", "қызы", "кызы"].iter().any(|end| text.ends_with(end)) {
                2.0
            } else {
                -4.0
            };
        }
        let compound = !self.alone() && self.closing.is_empty();
        match self.kind {
            _ if ends_as_head(&text) => 2.0,
            // The last word of "Үлкен Нарын" is a name, not a head.
            Some(EntityKind::Place) if compound && self.ends_in_name() => -1.0,
            _ if compound => 1.0,
            Some(EntityKind::Organisation) if self.closing.is_empty() => 0.5,
            _ => -3.5,
        }
    }
}

/// The length of the stem before "our" or "your": "Қазақстанымыз".
fn our(word: &[char]) -> Option<(usize, Person)> {
    let endings = TABLE.endings.iter().filter_map(|e| match e.suffix {
        Suffix::Possessive(person @ (Person::FirstPlural | Person::SecondFormal)) => Some((e, person)),
        _ => None,
    });
    endings
        .filter_map(|(e, person)| {
            let rest = word.strip_suffix(e.letters.as_slice())?;
            let fits = e.harmony.is_none_or(|h| suits(rest, h) == Some(Fit::Regular)) && e.follows(class(rest)?);
            (fits && rest.len() > 3).then_some((rest.len(), person))
        })
        .min()
}

/// Whether the name's last word is the head of a compound, in the possessive of the third person.
pub(super) fn is_possessed_head(name: &str, kind: Option<EntityKind>) -> bool {
    let last = last_word(name);
    let Some(prefix) = name.strip_suffix(last) else { return false };
    let word = Word::new(prefix, last, kind);
    word.possessed(&word.letters) > 0.0
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
        assert_eq!(case("Астанадағы"), Case::Locative);
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
