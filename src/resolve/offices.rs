//! Offices that releases give to persons by a form of their name: what tells whom initials or a surname alone stand for.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashMap;

use super::plain_key;
use super::tables::rows;
use crate::text::morphology::unpossessed;

/// Between the title and the body or place in the key of an office.
const OF: char = '@';

/// What the home country adds to a key: "Ішкі істер министрі" is that of Қазақстан, whether a release says so or not.
const AT_HOME: &str = "@қазақстан";

/// Offices that a state has one of, whose name says by itself whose they are.
const SOLE: [&str; 8] = [
    "бас прокурор",
    "мемлекеттік хатшы",
    "мемлекеттік кеңесші",
    "премьер министр",
    "бас мүфти",
    "елбасы",
    "тұңғыш президент",
    "жоғарғы бас қолбасшы",
];

/// The last words of offices that few hold at a time.
static OF_FEW: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let mut words = HashSet::new();
    for row in rows(include_str!("../../grammar/kk/offices.tsv")) {
        if let ["state" | "office" | "deputy", all] = row.as_slice() {
            words.extend(all.split(", ").map(|office| last_word(&plain_key(office)).to_owned()));
        }
    }
    words
});

/// Forms of persons' names with the offices that releases give them: key of the office → how many releases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offices {
    by_form: FxHashMap<String, BTreeMap<Arc<str>, u64>>,
}

/// A form of a name as releases have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sighting<'a> {
    /// The form.
    pub form: &'a str,
    /// How many mentions are of it.
    pub mentions: u64,
    /// The offices that are given to it, by so many releases: those that [`tells_who`] lets pass.
    pub offices: BTreeMap<Arc<str>, u64>,
}

impl<'a> From<(&'a str, u64)> for Sighting<'a> {
    fn from((form, mentions): (&'a str, u64)) -> Self {
        Self { form, mentions, offices: BTreeMap::new() }
    }
}

/// Whether the key of an office says who somebody is, beside a name: few hold it at a time, and it is of one body or place.
/// "Министр" alone is anybody's, and thousands are members of one council.
#[must_use]
pub fn tells_who(office: &str) -> bool {
    let (title, whose) = office.split_once(OF).unwrap_or((office, ""));
    let of_one = || !whose.is_empty() || SOLE.contains(&title) || is_minister_of(title);
    let last = last_word(title);
    (OF_FEW.contains(last) || OF_FEW.contains(unpossessed(last).as_str())) && of_one()
}

/// "Әділет министрі": the field of a minister is as good as a body.
fn is_minister_of(title: &str) -> bool {
    title.ends_with(" министрі")
}

fn last_word(title: &str) -> &str {
    title.rsplit(' ').next().unwrap_or(title)
}

/// The keys under which releases tell of one office: with the home country, and without.
#[must_use]
pub fn keys_of_office(office: &str) -> [String; 2] {
    let office = compared(office);
    [office.to_owned(), format!("{office}{AT_HOME}")]
}

/// An office as it is compared, and shown where there is no better name.
fn compared(office: &str) -> &str {
    office.strip_suffix(AT_HOME).unwrap_or(office)
}

impl Offices {
    /// Notes that so many releases give the form this office; tells whether none had before.
    pub fn add(&mut self, form: &str, office: &Arc<str>, releases: u64) -> bool {
        let Some(offices) = self.by_form.get_mut(form) else {
            self.by_form.insert(form.to_owned(), [(Arc::clone(office), releases)].into());
            return true;
        };
        if let Some(known) = offices.get_mut(office) {
            *known += releases;
            return false;
        }
        offices.insert(Arc::clone(office), releases);
        true
    }

    /// Takes back what so many releases said.
    pub fn remove(&mut self, form: &str, office: &str, releases: u64) {
        let Some(offices) = self.by_form.get_mut(form) else { return };
        if let Some(known) = offices.get_mut(office) {
            *known = known.saturating_sub(releases);
            if *known == 0 {
                offices.remove(office);
            }
        }
        if offices.is_empty() {
            self.by_form.remove(form);
        }
    }

    /// Forgets all offices of a form.
    pub fn forget(&mut self, form: &str) {
        self.by_form.remove(form);
    }

    /// The offices of a form, in order of their keys, and how many releases say so.
    pub fn of(&self, form: &str) -> impl Iterator<Item = (&Arc<str>, u64)> {
        self.by_form.get(form).into_iter().flatten().map(|(office, releases)| (office, *releases))
    }

    /// The offices that any of these forms was seen in, as they are compared.
    pub(super) fn seen<'a>(&self, forms: impl IntoIterator<Item = &'a str>) -> BTreeSet<&str> {
        if self.by_form.is_empty() {
            return BTreeSet::new();
        }
        forms.into_iter().flat_map(|form| self.of(form)).map(|(office, _)| compared(office)).collect()
    }

    /// Whether any of these forms was seen in one of the offices.
    pub(super) fn any_in<'a, 'o>(
        &self,
        forms: impl IntoIterator<Item = &'a str>,
        offices: impl Iterator<Item = &'o Arc<str>> + Clone,
    ) -> bool {
        let mut seen = forms.into_iter().flat_map(|form| self.of(form));
        seen.any(|(office, _)| offices.clone().any(|o| compared(o) == compared(office)))
    }
}

/// The first of the offices that are in both sets, for a person to read: "төраға (жоғарғы сот)".
pub(super) fn shared_office(one: &BTreeSet<&str>, other: &BTreeSet<&str>) -> Option<String> {
    let shared = one.intersection(other).next()?;
    Some(match shared.split_once(OF) {
        Some((title, whose)) => format!("{title} ({whose})"),
        None => (*shared).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_of_a_body_tells_who_and_one_of_many_does_not() {
        for office in [
            "төраға@жоғарғы сот",
            "әкім@маңғыстау облысы",
            "бас прокурор",
            "ішкі істер министрі",
            "премьер министр@армения",
            "қорғаныс министрінің орынбасары@қазақстан",
            "вице министр@әділет министрлігі",
        ] {
            assert!(tells_who(office), "{office}");
        }
        for office in ["министр", "төрағаның орынбасары", "мүше@қха", "депутат@мәжіліс", "ақын", "облыс әкімі", ""]
        {
            assert!(!tells_who(office), "{office}");
        }
    }

    #[test]
    fn what_is_added_can_be_taken_back() {
        let mut offices = Offices::default();
        let office: Arc<str> = "төраға@сенат".into();
        assert!(offices.add("Ж. Асанов", &office, 2));
        let before = offices.clone();
        assert!(!offices.add("Ж. Асанов", &office, 1));
        offices.remove("Ж. Асанов", &office, 1);
        assert_eq!(offices, before);
        offices.remove("Ж. Асанов", &office, 2);
        assert_eq!(offices, Offices::default());
    }

    #[test]
    fn the_home_country_may_be_left_out() {
        let mut offices = Offices::default();
        offices.add("Ж. Асанов", &"бас прокурор@қазақстан".into(), 1);
        offices.add("Жақып Асанов", &"бас прокурор".into(), 1);
        let (short, full) = (offices.seen(["Ж. Асанов"]), offices.seen(["Жақып Асанов"]));
        assert_eq!(shared_office(&short, &full).as_deref(), Some("бас прокурор"));
    }
}
