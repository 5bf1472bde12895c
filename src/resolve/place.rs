//! A place's name to its key, its country, and the places that it may be.

use std::collections::BTreeMap;

use super::place_tables::{former_name, head_of, is_home, is_town, old_base};
use super::tables::{EXONYMS, country_of};
use super::{Cluster, Doubt, Forms, Resolution, plain_key, shown};

/// Code of the country whose regions need not say so.
const HOME: &str = "KZ";

/// Head of a village, which the press of a country names without naming the country.
const VILLAGE: &str = " ауылы";

/// How likely a bare name stands for the only thing of that name that has a head.
const BARE: f64 = 0.6;
/// How likely names of one place with heads of one kind ("кен орны" and "газ кен орны") stand for one.
const LIKE_HEADS: f64 = 0.7;
/// How likely a name that one place had for a time, and others have too, stands for that one.
const FORMER: f64 = 0.4;

/// One key for all names of a country and for names that a place has borne one after another, else the name without what
/// does not distinguish it.
pub(super) fn key_of(form: &str) -> String {
    let key = plain_key(form);
    if let Some(country) = country_of(&key) {
        return plain_key(country.name);
    }
    former_name(&key).map_or(key, str::to_owned)
}

/// The name without its head: places that share it may be one. A country shares it with nothing.
pub(super) fn block_of(form: &str) -> String {
    let key = key_of(form);
    if is_country(&key) {
        return key;
    }
    let base = head_of(&key).map_or(&*key, |(base, _)| base);
    old_base(base).map_or_else(|| base.to_owned(), str::to_owned)
}

/// Each key is a place; a bare name is doubtfully that of what has it with a head, unless it is a known town.
pub(super) fn resolve(forms: &Forms) -> Resolution {
    let mut of_key: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for form in forms.keys() {
        of_key.entry(key_of(form)).or_default().push(form);
    }
    let keys: Vec<&String> = of_key.keys().collect();
    let mut doubts = Vec::new();
    for (at, one) in keys.iter().enumerate() {
        for other in keys.iter().skip(at + 1) {
            if let Some((score, why)) = doubt(one, other) {
                let (first, second) = ((*one).clone(), (*other).clone());
                doubts.push(Doubt { first, second, score, why: why.to_owned() });
            }
        }
    }
    let cluster = |(key, own): (&String, &Vec<&String>)| {
        let usual = own.first().and_then(|form| usual_name(form)).map(str::to_owned);
        // Of the names that a place has borne, that of today is shown where it is told.
        let todays = |form: &&String| plain_key(form) == *key;
        let name = usual.unwrap_or_else(|| {
            let today = own.iter().copied().any(|form| todays(&form));
            shown(forms.iter().filter(|(form, _)| own.contains(form) && (!today || todays(form))))
        });
        Cluster { key: key.clone(), name, forms: own.iter().map(|form| (*form).clone()).collect() }
    };
    Resolution { clusters: of_key.iter().map(cluster).collect(), doubts }
}

/// Why two keys of one block may be one place, if they may.
fn doubt(one: &str, other: &str) -> Option<(f64, &'static str)> {
    if is_country(one) || is_country(other) {
        return None;
    }
    match (head_of(one), head_of(other)) {
        // "Шу өзені" and "Шу көлі" are two, "Теңіз кен орны" and "Теңіз кеніші" may be one.
        (Some((a, x)), Some((b, y))) if a == b => {
            (x == y && x != "nature").then_some((LIKE_HEADS, "one name, heads of one kind"))
        }
        (Some((_, x)), Some((_, y))) => (x == y).then_some((LIKE_HEADS, "one is a former name of the other")),
        (None, None) => Some((FORMER, "one is a former name of the other")),
        (Some((base, kind)), None) => bare(other, base, kind),
        (None, Some((base, kind))) => bare(one, base, kind),
    }
}

/// Why a bare name may be that of a place with a head.
fn bare(name: &str, base: &str, kind: &str) -> Option<(f64, &'static str)> {
    let fits = match kind {
        "settlement" => true,
        // "Қостанай" is the town, not "Қостанай облысы".
        "region" | "district" | "nature" | "deposit" => !is_town(name) || old_base(name).is_some(),
        _ => false,
    };
    (fits && name == base).then_some((BARE, "the bare name fits"))
}

/// The usual name of a country, whichever of its names is given.
#[must_use]
pub fn usual_name(form: &str) -> Option<&'static str> {
    country_of(&plain_key(form)).map(|c| c.name)
}

/// The ISO 3166-1 alpha-2 code of the country that a place is or surely lies in.
#[must_use]
pub fn country_code(form: &str) -> Option<&'static str> {
    let key = plain_key(form);
    let home = || (is_home(&key) || key.ends_with(VILLAGE)).then_some(HOME);
    country_of(&key).map(|c| c.code).filter(|code| !code.is_empty()).or_else(home)
}

/// The English and Russian names of the country of an ISO 3166-1 alpha-2 code; none where there is no such code.
///
/// ```
/// assert!(shezhire::resolve::foreign_names("KZ").any(|name| name == "Kazakhstan"));
/// ```
pub fn foreign_names(code: &str) -> impl Iterator<Item = &'static str> {
    EXONYMS.get(code).into_iter().flat_map(|names| names.split('|'))
}

/// Whether a key is that of a country.
#[must_use]
pub fn is_country(key: &str) -> bool {
    country_of(key).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubts(forms: &[&str]) -> Vec<(String, String)> {
        let block = block_of(forms[0]);
        assert!(
            forms.iter().all(|f| block_of(f) == block),
            "{:?}",
            forms.iter().map(|f| block_of(f)).collect::<Vec<_>>()
        );
        let forms: Forms = forms.iter().map(|f| ((*f).to_owned(), 1)).collect();
        resolve(&forms).doubts.into_iter().map(|d| (d.first, d.second)).collect()
    }

    #[test]
    fn a_town_is_not_its_region() {
        assert!(doubts(&["Қостанай", "Қостанай облысы", "Қостанай ауданы"]).is_empty());
        assert!(doubts(&["Ақтау", "Ақтау порты", "Ақтау көлі"]).is_empty());
    }

    #[test]
    fn a_bare_name_may_be_that_of_what_has_a_head() {
        assert_eq!(doubts(&["Қосшы", "Қосшы ауылы"]).len(), 1);
        assert_eq!(doubts(&["Мақтаарал", "Мақтаарал ауданы"]).len(), 1);
        assert_eq!(doubts(&["Каспий", "Каспий теңізі"]).len(), 1);
        assert_eq!(doubts(&["Қашаған", "Қашаған кен орны", "Қашаған кеніші"]).len(), 3);
        assert_eq!(doubts(&["Маңғыстау облысы", "Маңғыстау өңірі", "Маңғыстау ауданы"]).len(), 1);
    }

    #[test]
    fn former_names_are_one_place_where_only_one_bore_them() {
        assert_eq!(key_of("Нұр-Сұлтан"), key_of("Астана"));
        assert_eq!(key_of("Алма-Ата"), key_of("Алматы"));
        assert_ne!(key_of("Ақмола"), key_of("Астана"));
        assert_eq!(doubts(&["Ақмола", "Нұр-Сұлтан", "Ақмола облысы"]).len(), 2);
        assert_eq!(doubts(&["Оңтүстік Қазақстан облысы", "Түркістан облысы", "Түркістан"]).len(), 1);
    }

    #[test]
    fn a_place_lies_in_its_country() {
        for (form, code) in [
            ("Алматы", Some("KZ")),
            ("Нұр-Сұлтан", Some("KZ")),
            ("Абай облысы", Some("KZ")),
            ("Көксай ауылы", Some("KZ")),
            ("Омбы облысы", None),
            ("Мәскеу", None),
            ("Германия", Some("DE")),
        ] {
            assert_eq!(country_code(form), code, "{form}");
        }
    }
}
