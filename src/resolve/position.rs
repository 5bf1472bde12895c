//! An office as a release names it to its name in full and its bare title.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::institutions::GENITIVES;
use super::tables::rows;
use crate::model::EntityKind;
use crate::text::letters::lower;
use crate::text::morphology::{Case, analyse, inflect, possessed, unpossessed};

/// An office's names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionName {
    /// In full: "Жамбыл облысының әкімі".
    pub full: String,
    /// Without its body or place: "әкім".
    pub title: String,
}

/// Words for offices, in lower case.
static OFFICES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let offices = rows(include_str!("../../grammar/kk/offices.tsv"));
    let named = |row: Vec<&'static str>| match row.as_slice() {
        ["state" | "office" | "deputy" | "member", all] => all.split(", ").collect(),
        _ => Vec::new(),
    };
    offices.flat_map(named).collect()
});

/// The names of an office ("әкім", "облыс әкімі") of a body or place ("Жамбыл облысы").
///
/// An office of somebody there is said of the body in one chain: "төрағаның орынбасары" of "Дала қоры" is "Дала қоры
/// төрағасының орынбасары".
#[must_use]
pub fn position_name(position: &str, body: Option<(EntityKind, &str)>) -> PositionName {
    let Some((kind, body)) = body else {
        let full = with_head_of_owner(position);
        return PositionName { title: full.clone(), full };
    };
    let title = with_head_of_owner(&without_kind_of(position, body));
    let full = match superior(&title) {
        Some((superior, rest)) => {
            let superior = inflect(&possessed(&superior), Case::Genitive, Some(EntityKind::Organisation));
            format!("{body} {superior} {}", possessed(rest))
        }
        None => format!("{} {}", inflect(body, Case::Genitive, Some(kind)), possessed(&title)),
    };
    PositionName { full, title }
}

/// The office in the nominative that an office belongs to, and the rest: "төрағаның орынбасары" is of "төраға". None for
/// one that says already whose it is ("министрінің орынбасары").
fn superior(title: &str) -> Option<(String, &str)> {
    let (at, word) = title.match_indices(' ').find_map(|(at, _)| {
        let word = title.get(..at)?.rsplit(' ').next()?;
        is_genitive(word).then_some((at, word))
    })?;
    let reading = analyse(word).into_iter().find(|r| r.case() == Case::Genitive && r.possessive().is_none())?;
    if reading.is_plural() || !OFFICES.contains(&*lower(&reading.stem)) {
        return None;
    }
    let before = title.get(..at)?.strip_suffix(word)?;
    // The stem as it is written: "Басшының" keeps its capital.
    let stem = word.get(..reading.stem.len()).filter(|s| lower(s) == lower(&reading.stem)).unwrap_or(&reading.stem);
    Some((format!("{before}{stem}"), title.get(at + 1..)?))
}

/// An office whose owner stands before it keeps the ending that this asks for: "орталығының басшысы".
fn with_head_of_owner(position: &str) -> String {
    let owner = position.rsplit_once(' ').is_some_and(|(before, _)| before.split(' ').any(is_genitive));
    if owner { possessed(position) } else { position.to_owned() }
}

fn is_genitive(word: &str) -> bool {
    GENITIVES.iter().any(|e| word.ends_with(e))
        && analyse(word).first().is_some_and(|best| best.case() == Case::Genitive)
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
    #[test]
    fn an_office_of_an_office_is_one_chain() {
        let full = |position: &str, kind, body: &str| position_name(position, Some((kind, body))).full;
        for (position, kind, body, expected) in [
            (
                "Басшының орынбасары",
                EntityKind::Organisation,
                "Президент Әкімшілігі",
                "Президент Әкімшілігі Басшысының орынбасары",
            ),
            (
                "төрағаның бірінші орынбасары",
                EntityKind::Organisation,
                "Дала қоры",
                "Дала қоры төрағасының бірінші орынбасары",
            ),
            ("Бас хатшының орынбасары", EntityKind::Organisation, "БҰҰ", "БҰҰ Бас хатшысының орынбасары"),
            ("директордың орынбасары", EntityKind::Organisation, "«Дала» ЖШС", "«Дала» ЖШС директорының орынбасары"),
            ("әкімнің орынбасары", EntityKind::Place, "Астана", "Астана әкімінің орынбасары"),
            ("Президенттің кеңесшісі", EntityKind::Place, "Қазақстан", "Қазақстан Президентінің кеңесшісі"),
            (
                "Қорғаныс министрінің орынбасары",
                EntityKind::Place,
                "Қазақстан",
                "Қазақстанның Қорғаныс министрінің орынбасары",
            ),
            (
                "директорлар кеңесінің төрағасы",
                EntityKind::Organisation,
                "«Дала» ЖШС",
                "«Дала» ЖШС-тің директорлар кеңесінің төрағасы",
            ),
            (
                "әйелдердің құқықтары жөніндегі елші",
                EntityKind::Place,
                "Финляндия",
                "Финляндияның әйелдердің құқықтары жөніндегі елшісі",
            ),
        ] {
            assert_eq!(full(position, kind, body), expected);
        }
        assert_eq!(position_name("орталығының басшы", None).full, "орталығының басшысы");
        assert_eq!(position_name("төрағаның орынбасары", None).full, "төрағаның орынбасары");
    }
}
