//! grammar/kk/suffixes.tsv to endings in both harmonies.

use std::sync::LazyLock;

use super::sounds::{Class, Harmony, loose_classes};
use super::{Case, Person, Suffix};

/// One ending as it is written.
#[derive(Clone, Debug)]
pub(super) struct Ending {
    pub suffix: Suffix,
    pub letters: Vec<char>,
    /// The letters as a text.
    pub text: String,
    /// `None` when the ending is the same after all vowels ("мен", "нікі").
    pub harmony: Option<Harmony>,
    classes: Vec<Class>,
    /// May follow the possessive of the third person.
    pub possessed: bool,
    /// May follow the possessive of the first or second person singular only.
    pub mine: bool,
}

impl Ending {
    /// Whether it may follow this sound (which is no possessive).
    pub(super) fn follows(&self, class: Class) -> bool {
        self.classes.contains(&class)
    }

    /// Whether it may follow a word that has no possessive.
    pub(super) fn is_bare(&self) -> bool {
        !self.classes.is_empty()
    }

    /// `word` without this ending, when its consonants agree with what is before it, whatever the vowels; also behind a
    /// hyphen, and behind an acronym, which is read aloud letter by letter.
    pub(super) fn strip_from<'a>(&self, word: &'a str) -> Option<&'a str> {
        let stem = word.strip_suffix(self.text.as_str()).filter(|stem| !stem.is_empty())?;
        if let Some(name) = stem.strip_suffix(['-', '–', '’', '\'']) {
            return self.is_bare().then_some(name);
        }
        let agrees = loose_classes(stem).is_some_and(|classes| classes.iter().any(|&class| self.follows(class)));
        let acronym = || self.is_bare() && stem.chars().all(|c| c.is_uppercase() || c.is_ascii());
        (agrees || acronym()).then_some(stem)
    }
}

/// All endings, and stems that lose a vowel before some of them.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub endings: Vec<Ending>,
    /// (stem as before a vowel, stem).
    pub elided: Vec<(Vec<char>, Vec<char>)>,
}

pub(super) static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::parse(include_str!("../../../grammar/kk/suffixes.tsv")));

impl Table {
    /// A stem that lost a vowel before a possessive, whole again: "халқ" is "халық". Short ones end no other stem.
    pub(super) fn restore_vowel(&self, stem: &[char]) -> Option<Vec<char>> {
        self.elided.iter().find_map(|(short, full)| {
            let before = stem.strip_suffix(short.as_slice())?;
            (before.is_empty() || short.len() > 3).then(|| [before, full].concat())
        })
    }

    fn parse(text: &str) -> Self {
        let mut table = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let (Some(feature), Some(classes), Some(form)) = (fields.next(), fields.next(), fields.next()) else {
                continue;
            };
            if feature == "elided" {
                table.elided.push((classes.chars().collect(), form.chars().collect()));
            } else if let Some(suffix) = suffix_named(feature) {
                table.add(suffix, classes, form);
            }
        }
        table
    }

    fn add(&mut self, suffix: Suffix, classes: &str, form: &str) {
        let letters = |back: bool| form.chars().map(move |c| letter(c, back)).collect::<Vec<_>>();
        let (back, front) = (letters(true), letters(false));
        let variants = if back == front {
            vec![(back, None)]
        } else {
            vec![(back, Some(Harmony::Back)), (front, Some(Harmony::Front))]
        };
        for (letters, harmony) in variants {
            self.endings.push(Ending {
                suffix,
                text: letters.iter().collect(),
                letters,
                harmony,
                classes: classes.split(' ').filter_map(class_named).collect(),
                possessed: classes.split(' ').any(|c| c == "possessed"),
                mine: classes.split(' ').any(|c| c == "mine"),
            });
        }
    }
}

const fn letter(c: char, back: bool) -> char {
    match (c, back) {
        ('A', true) => 'а',
        ('A', false) => 'е',
        ('I', true) => 'ы',
        ('I', false) => 'і',
        ('Ғ', true) => 'ғ',
        ('Ғ', false) => 'г',
        ('Қ', true) => 'қ',
        ('Қ', false) => 'к',
        _ => c,
    }
}

fn class_named(name: &str) -> Option<Class> {
    Some(match name {
        "vowel" => Class::Vowel,
        "glide" => Class::Glide,
        "lateral" => Class::Lateral,
        "nasal" => Class::Nasal,
        "sibilant" => Class::Sibilant,
        "hard" => Class::Hard,
        _ => return None,
    })
}

fn suffix_named(name: &str) -> Option<Suffix> {
    let (feature, person) = name.split_once('.').unwrap_or((name, ""));
    let person = match person {
        "1s" => Some(Person::FirstSingular),
        "2s" => Some(Person::SecondSingular),
        "2f" => Some(Person::SecondFormal),
        "1p" => Some(Person::FirstPlural),
        "3" => Some(Person::Third),
        _ => None,
    };
    Some(match feature {
        "plural" => Suffix::Plural,
        "possessive" => Suffix::Possessive(person?),
        "genitive" => Suffix::Case(Case::Genitive),
        "dative" => Suffix::Case(Case::Dative),
        "accusative" => Suffix::Case(Case::Accusative),
        "locative" => Suffix::Case(Case::Locative),
        "ablative" => Suffix::Case(Case::Ablative),
        "instrumental" => Suffix::Case(Case::Instrumental),
        "attributive" => Suffix::Case(Case::Attributive),
        "temporal" => Suffix::Temporal,
        "belonging" => Suffix::Belonging,
        "abstract" => Suffix::Abstract,
        "without" => Suffix::Without,
        "like" => Suffix::Like,
        "copula" => Suffix::Copula(person?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood() {
        let text = include_str!("../../../grammar/kk/suffixes.tsv");
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<_> = line.split('\t').collect();
            assert_eq!(fields.len(), 3, "{line}");
            assert!(fields[0] == "elided" || suffix_named(fields[0]).is_some(), "{line}");
            let known = |c: &str| class_named(c).is_some() || matches!(c, "possessed" | "mine");
            assert!(fields[0] == "elided" || fields[1].split(' ').all(known), "{line}");
        }
    }

    #[test]
    fn cases_follow_every_sound() {
        let classes = [Class::Vowel, Class::Glide, Class::Lateral, Class::Nasal, Class::Sibilant, Class::Hard];
        for case in Case::ALL.into_iter().filter(|&c| c != Case::Nominative) {
            for class in classes {
                let n = TABLE.endings.iter().filter(|e| e.suffix == Suffix::Case(case) && e.follows(class)).count();
                assert!((1..=2).contains(&n), "{case:?} after {class:?}: {n}");
            }
        }
    }
}
