//! A person's name to its parts: given names, initials, patronymic, surname.

use crate::text;

/// Endings that only surnames have, in lower case.
const SURNAME_ENDINGS: [&str; 12] =
    ["ов", "ев", "ёв", "ова", "ева", "ёва", "ский", "ская", "цкий", "цкая", "ин", "ина"];

/// Endings of patronymics, in lower case.
const PATRONYMIC_ENDINGS: [&str; 10] = ["ұлы", "улы", "қызы", "кызы", "ович", "евич", "овна", "евна", "оғлы", "оглы"];

/// The parts of a name, each as a key that does not depend on case, look-alike letters or spelling.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PersonName {
    /// Given names and particles written out, joined by a space; empty when there are none.
    pub given: String,
    /// Initial of the given name, where it is not written out.
    pub initial: Option<String>,
    /// Patronymic without its ending.
    pub patronymic: Option<String>,
    /// Initial of the patronymic, where it is not written out.
    pub patronymic_initial: Option<String>,
    /// Surname, or the only word.
    pub surname: String,
}

impl PersonName {
    /// Reads a name in the nominative.
    pub fn parse(form: &str) -> Self {
        let mut initials = Vec::new();
        let mut patronymic = None;
        let mut words: Vec<(String, String)> = Vec::new();
        for part in form.replace('.', ". ").replace(". -", ".-").split_whitespace() {
            let lower = text::letters::lower(part.trim_matches(|c: char| !c.is_alphanumeric()));
            if lower.is_empty() {
                continue;
            }
            if part.ends_with('.') || lower.chars().count() == 1 {
                initials.push(key(&lower));
            } else if let Some(stem) = PATRONYMIC_ENDINGS.iter().find_map(|e| lower.strip_suffix(*e)) {
                // "Ақан ұлы": the ending stands alone, the word before it is the father's name.
                let father = if stem.is_empty() { words.pop().map(|w| w.0) } else { Some(stem.to_owned()) };
                patronymic = father.map(|f| key(&f));
            } else {
                let word = key(&lower);
                words.push((lower, word));
            }
        }
        let surname_at = Self::surname_at(&words, patronymic.is_some());
        let surname = surname_at.map(|at| words.remove(at).1).unwrap_or_default();
        let given = words.into_iter().map(|w| w.1).collect::<Vec<_>>().join(" ");
        let mut initials = initials.into_iter();
        let initial = if given.is_empty() { initials.next() } else { None };
        Self { given, initial, patronymic, patronymic_initial: initials.next(), surname }
    }

    /// Which of the words is the surname: the last, unless only the first is spelt like one.
    fn surname_at(words: &[(String, String)], has_patronymic: bool) -> Option<usize> {
        let spelt = |w: &(String, String)| SURNAME_ENDINGS.iter().any(|e| w.0.ends_with(e));
        match words {
            [] => None,
            // "Берік Уәлиұлы" has no surname; "Назарбаев Әбішұлы" would be odd.
            [only] if has_patronymic && !spelt(only) => None,
            [first, .., last] if spelt(first) && !spelt(last) => Some(0),
            _ => Some(words.len() - 1),
        }
    }

    /// Whether given name and surname are both written out.
    pub fn is_full(&self) -> bool {
        !self.given.is_empty() && !self.surname.is_empty()
    }

    /// Whether initials of `self` agree with the full name `full`.
    pub fn abbreviates(&self, full: &Self) -> bool {
        let given = self.initial.as_ref().is_some_and(|i| full.given.starts_with(i.as_str()));
        let father = match (&self.patronymic_initial, &full.patronymic) {
            (Some(i), Some(p)) => p.starts_with(i.as_str()),
            _ => true,
        };
        given && father
    }
}

/// A word without case, look-alikes and the difference of Kazakh and Russian spelling.
fn key(word: &str) -> String {
    text::latin::search_key(word)
}
