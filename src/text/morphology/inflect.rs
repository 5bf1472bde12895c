//! A name in the nominative to the name in any case.

use super::acronym::{heard, is_acronym};
use super::nominative::is_possessed_head;
use super::sounds::{class, harmony};
use super::table::TABLE;
use super::{Case, Suffix};
use crate::model::EntityKind;

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
    let Some(ending) = ending_for(&letters, case, possessed) else { return name.to_owned() };
    // A name in capitals goes on in capitals; an acronym does not.
    let capitals = !hyphen && is_acronym(name);
    let ending = if capitals { ending.to_uppercase() } else { ending };
    format!("{name}{}{ending}", if hyphen { "-" } else { "" })
}

fn ending_for(letters: &[char], case: Case, possessed: bool) -> Option<String> {
    let (harmony, class) = (harmony(letters), class(letters)?);
    let fits = |e: &&super::table::Ending| {
        e.suffix == Suffix::Case(case)
            && e.harmony.is_none_or(|h| h == harmony)
            && if possessed { e.possessed } else { e.follows(class) }
    };
    TABLE.endings.iter().find(fits).map(|e| e.letters.iter().collect())
}

/// Whether an ending is written apart: after acronyms, quotes, Latin letters and digits.
fn needs_hyphen(name: &str) -> bool {
    let last = name.chars().next_back().unwrap_or(' ');
    let word = name.rsplit(char::is_whitespace).next().unwrap_or(name);
    let in_capitals = name.split_whitespace().nth(1).is_some() && !name.chars().any(char::is_lowercase);
    // An acronym is short or has no vowels to be a word in capitals.
    !last.is_alphabetic()
        || matches!(last, 'A'..='Z' | 'a'..='z' | '\u{00C0}'..='\u{024F}')
        || (is_acronym(word) && !in_capitals)
}
