//! A full name to the acronym that Kazakh usage makes of it.

use crate::text;

/// Words that an acronym passes over.
const PASSED_OVER: [&str; 6] = ["және", "мен", "пен", "бен", "жөніндегі", "атындағы"];

/// The first letters of the words in capitals ("Біріккен Ұлттар Ұйымы" → "БҰҰ"); empty for a name of one word.
pub(super) fn initials(name: &str) -> String {
    let words: Vec<&str> = name
        .split(|c: char| !c.is_alphabetic())
        .filter(|w| !w.is_empty() && !PASSED_OVER.contains(&text::letters::lower(w).as_str()))
        .collect();
    if words.len() < 2 {
        return String::new();
    }
    words.iter().filter_map(|w| w.chars().next()).flat_map(char::to_uppercase).collect()
}

/// Whether a form is an acronym: two to seven capitals and nothing else.
pub(super) fn is_acronym(form: &str) -> bool {
    let length = form.chars().count();
    (2..=7).contains(&length) && form.chars().all(char::is_uppercase)
}
