//! An office as a release names it to its name in full and its bare title.

use crate::model::EntityKind;
use crate::text::letters::lower;
use crate::text::morphology::{Case, inflect, possessed, unpossessed};

/// An office's names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionName {
    /// In full: "Жамбыл облысының әкімі".
    pub full: String,
    /// Without its body or place: "әкім".
    pub title: String,
}

/// The names of an office ("әкім", "облыс әкімі") of a body or place ("Жамбыл облысы").
#[must_use]
pub fn position_name(position: &str, body: Option<(EntityKind, &str)>) -> PositionName {
    let Some((kind, body)) = body else {
        return PositionName { full: position.to_owned(), title: position.to_owned() };
    };
    let title = without_kind_of(position, body);
    let full = format!("{} {}", inflect(body, Case::Genitive, Some(kind)), possessed(&title));
    PositionName { full, title }
}

/// "облыс әкімі" of "Жамбыл облысы" is "әкім": the body's name says already what kind of body it is.
fn without_kind_of(position: &str, body: &str) -> String {
    let kind = body.split_whitespace().next_back().unwrap_or_default();
    match position.split_once(' ') {
        Some((first, rest)) if lower(kind).starts_with(&lower(first)) => unpossessed(rest),
        _ => position.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn office_is_named_in_full_and_bare() {
        let akim = position_name("облыс әкімі", Some((EntityKind::Place, "Жамбыл облысы")));
        assert_eq!((&*akim.full, &*akim.title), ("Жамбыл облысының әкімі", "әкім"));
        let same = position_name("Облыс әкімі", Some((EntityKind::Place, "Жамбыл облысы")));
        assert_eq!(same, akim);
        let president = position_name("Президент", Some((EntityKind::Place, "Қазақстан")));
        assert_eq!(president.full, "Қазақстанның Президенті");
        let minister = position_name("Әділет министрі", None);
        assert_eq!(minister.full, "Әділет министрі");
    }
}
