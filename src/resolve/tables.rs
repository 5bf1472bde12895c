//! Tables of names to what they stand for: acronyms of organisations, names of countries.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::plain_key;

/// Key of a full name or of an acronym → acronym.
static ACRONYMS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut acronyms = HashMap::new();
    for row in rows(include_str!("../../grammar/kk/acronyms.tsv")) {
        if let ["organisation", acronym, names] = row.as_slice() {
            acronyms.insert(plain_key(acronym), *acronym);
            acronyms.extend(names.split('|').map(|name| (plain_key(name), *acronym)));
        }
    }
    acronyms
});

/// Key of the acronym of a body that each state has → key of the full name that it has at home.
static STATE_ACRONYMS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for row in rows(include_str!("../../grammar/kk/acronyms.tsv")) {
        if let ["state", acronym, full, ..] = row.as_slice() {
            names.insert(plain_key(acronym), plain_key(full.split('|').next().unwrap_or(full)));
        }
    }
    names
});

/// Key of the acronym or a full name of an organisation that has a quoted name → that name.
static QUOTED_NAMES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut quoted = HashMap::new();
    for row in rows(include_str!("../../grammar/kk/acronyms.tsv")) {
        if let ["organisation", acronym, names] = row.as_slice()
            && let Some(name) = names.split('|').find(|name| name.contains('«'))
        {
            quoted.insert(plain_key(acronym), name);
            quoted.extend(names.split('|').map(|full| (plain_key(full), name)));
        }
    }
    quoted
});

/// Key of any name of a country → the country. Two names of one code are one country.
static COUNTRIES: LazyLock<HashMap<String, Country>> = LazyLock::new(|| {
    let mut coded = HashMap::new();
    for row in rows(include_str!("../../grammar/kk/country_codes.tsv")) {
        if let [code, name, others @ ..] = row.as_slice() {
            let country = Country { name, code };
            coded.extend(others.iter().chain([name]).map(|n| (*n, country)));
        }
    }
    let mut countries = HashMap::new();
    for row in rows(include_str!("../../grammar/kk/countries.tsv")) {
        if let [name, others, acronyms, ..] = row.as_slice() {
            let country = coded.get(name).copied().unwrap_or(Country { name, code: "" });
            let all = [*name].into_iter().chain(others.split('|')).chain(acronyms.split('|'));
            countries.extend(all.filter(|n| !n.is_empty()).map(|n| (plain_key(n), country)));
        }
    }
    countries
});

/// Code of a country → its English and Russian names, parted by "|".
pub(super) static EXONYMS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let table = rows(include_str!("../../grammar/kk/country_exonyms.tsv"));
    table.filter_map(|row| if let [code, names] = row.as_slice() { Some((*code, *names)) } else { None }).collect()
});

/// A country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Country {
    /// Its usual name.
    pub name: &'static str,
    /// Its ISO 3166-1 alpha-2 code; empty for what is or was no such country.
    pub code: &'static str,
}

/// The acronym that the table gives for a name, by the name's key.
pub(super) fn acronym_of(key: &str) -> Option<&'static str> {
    ACRONYMS.get(key).copied()
}

/// The quoted name of an organisation, by the key of its acronym or of any full name.
pub(super) fn quoted_name_of(key: &str) -> Option<&'static str> {
    QUOTED_NAMES.get(key).copied()
}

/// The key of the full name of a body of the state, by its acronym's key.
pub(super) fn full_name_of(key: &str) -> Option<&'static str> {
    STATE_ACRONYMS.get(key).map(String::as_str)
}

/// The country that a name stands for, by the name's key.
pub(super) fn country_of(key: &str) -> Option<Country> {
    COUNTRIES.get(key).copied()
}

/// The rows of a table of `grammar/kk`, without its comments.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(|l| l.split('\t').collect())
}
