//! One ending of the table, and where it may stand.

use super::Suffix;
use super::sounds::{Class, Harmony, loose_classes};

/// One ending as it is written: of a noun, if `S` is not told.
#[derive(Clone, Debug)]
pub(super) struct Ending<S = Suffix> {
    pub suffix: S,
    pub letters: Vec<char>,
    /// The letters as a text.
    pub text: String,
    /// `None` when the ending is the same after all vowels ("мен", "нікі").
    pub harmony: Option<Harmony>,
    /// The sounds that it may follow.
    pub classes: Vec<Class>,
    /// May follow the possessive of the third person.
    pub possessed: bool,
    /// May follow the possessive of the first or second person singular only.
    pub mine: bool,
}

impl<S> Ending<S> {
    /// Whether it may follow this sound (which is no possessive).
    pub(super) fn follows(&self, class: Class) -> bool {
        self.classes.contains(&class)
    }

    /// Whether it may follow one of the sounds that a last letter passes for.
    pub(super) fn fits(&self, classes: Option<[Class; 2]>) -> bool {
        classes.is_some_and(|classes| classes.iter().any(|&class| self.follows(class)))
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
        let acronym = || self.is_bare() && stem.chars().all(|c| c.is_uppercase() || c.is_ascii());
        (self.fits(loose_classes(stem)) || acronym()).then_some(stem)
    }
}
