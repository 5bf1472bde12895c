//! grammar/kk/suffixes.tsv to endings in both harmonies.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::ending::Ending;
use super::sounds::{Class, Harmony};
use super::verbs::{VerbForm, VerbSuffix};
use super::{Case, Person, Suffix};

/// All endings, and stems that lose a vowel before some of them.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Of nouns and names.
    pub endings: Vec<Ending>,
    /// Of verbs.
    pub verbs: Vec<Ending<VerbSuffix>>,
    /// (stem as before a vowel, stem).
    pub elided: Vec<(Vec<char>, Vec<char>)>,
}

pub(super) static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::parse(include_str!("../../../grammar/kk/suffixes.tsv")));

/// Endings by the letter that they begin with.
type ByLetter<S> = FxHashMap<char, Vec<&'static Ending<S>>>;

fn by_letter<S>(endings: &'static [Ending<S>]) -> ByLetter<S> {
    let mut by_letter: ByLetter<S> = FxHashMap::default();
    for ending in endings {
        if let Some(&first) = ending.letters.first() {
            by_letter.entry(first).or_default().push(ending);
        }
    }
    by_letter
}

static NOUNS: LazyLock<ByLetter<Suffix>> = LazyLock::new(|| by_letter(&TABLE.endings));
static VERBS: LazyLock<ByLetter<VerbSuffix>> = LazyLock::new(|| by_letter(&TABLE.verbs));

/// The endings of nouns that begin with the letter that `rest` begins with, in the order of the table.
pub(super) fn nouns_like(rest: &str) -> &'static [&'static Ending] {
    rest.chars().next().and_then(|first| NOUNS.get(&first)).map_or(&[], Vec::as_slice)
}

/// The endings of verbs that begin with the letter that `rest` begins with, in the order of the table.
pub(super) fn verbs_like(rest: &str) -> &'static [&'static Ending<VerbSuffix>] {
    rest.chars().next().and_then(|first| VERBS.get(&first)).map_or(&[], Vec::as_slice)
}

impl Table {
    /// A stem that lost a vowel before a possessive, whole again: "халқ" is "халық". Short ones end no other stem.
    pub(super) fn restore_vowel(&self, stem: &[char]) -> Option<Vec<char>> {
        self.elided.iter().find_map(|(short, full)| {
            let before = stem.strip_suffix(short.as_slice())?;
            (before.is_empty() || short.len() > 3).then(|| [before, full].concat())
        })
    }

    /// The stem as it is before a possessive, when it loses a vowel there: "халық" is "халқ".
    pub(super) fn shortened(&self, stem: &str) -> Option<String> {
        let found = self.elided.iter().find(|(_, full)| full.iter().copied().eq(stem.chars()));
        found.map(|(short, _)| short.iter().collect())
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
                table.endings.extend(variants(suffix, classes, form));
            } else if let Some(suffix) = verb_suffix_named(feature) {
                table.verbs.extend(variants(suffix, classes, form));
            }
        }
        table
    }
}

/// The ending after back vowels and after front ones.
fn variants<S: Copy>(suffix: S, classes: &str, form: &str) -> impl Iterator<Item = Ending<S>> {
    let letters = |back: bool| form.chars().map(|c| letter(c, back)).collect::<Vec<_>>();
    let (back, front) = (letters(true), letters(false));
    let variants = if back == front {
        vec![(back, None)]
    } else {
        vec![(back, Some(Harmony::Back)), (front, Some(Harmony::Front))]
    };
    variants.into_iter().map(move |(letters, harmony)| Ending {
        suffix,
        text: letters.iter().collect(),
        letters,
        harmony,
        classes: classes.split(' ').filter_map(class_named).collect(),
        possessed: classes.split(' ').any(|c| c == "possessed"),
        mine: classes.split(' ').any(|c| c == "mine"),
    })
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

/// A feature and, behind a full stop, its person.
fn with_person(name: &str) -> (&str, Option<Person>) {
    let (feature, person) = name.split_once('.').unwrap_or((name, ""));
    let person = match person {
        "1s" => Some(Person::FirstSingular),
        "2s" => Some(Person::SecondSingular),
        "2f" => Some(Person::SecondFormal),
        "1p" => Some(Person::FirstPlural),
        "3" => Some(Person::Third),
        _ => None,
    };
    (feature, person)
}

fn suffix_named(name: &str) -> Option<Suffix> {
    let (feature, person) = with_person(name);
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

fn verb_suffix_named(name: &str) -> Option<VerbSuffix> {
    let (feature, person) = with_person(name);
    Some(match feature {
        "passive" | "reflexive" | "reciprocal" | "causative" => VerbSuffix::Voice,
        "negation" => VerbSuffix::Negation,
        "past" => VerbSuffix::Form(VerbForm::Past),
        "perfect" => VerbSuffix::Form(VerbForm::Perfect),
        "converb" => VerbSuffix::Form(VerbForm::Converb),
        "habitual" => VerbSuffix::Form(VerbForm::Habitual),
        "infinitive" => VerbSuffix::Form(VerbForm::Infinitive),
        "conditional" => VerbSuffix::Form(VerbForm::Conditional),
        "intention" => VerbSuffix::Form(VerbForm::Intention),
        "wish" => VerbSuffix::Wish(person?),
        "agreement" => VerbSuffix::Agreement(person?),
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
            let known = suffix_named(fields[0]).is_some() || verb_suffix_named(fields[0]).is_some();
            assert!(fields[0] == "elided" || known, "{line}");
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
