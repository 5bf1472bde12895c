//! A place's name to its key, its country, and the place that it is part of.

use super::plain_key;
use super::tables::country_of;

/// Code of the country whose regions need not say so.
const HOME: &str = "KZ";

/// Heads of names of regions, which the press of a country uses without naming the country.
const REGION_HEADS: [&str; 3] = ["облысы", "ауданы", "ауылы"];

/// One key for all names of a country, else the name without what does not distinguish it.
pub(super) fn key_of(form: &str) -> String {
    let key = plain_key(form);
    country_of(&key).map_or(key, |c| plain_key(c.name))
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
    let region = || REGION_HEADS.iter().any(|head| key.ends_with(head)).then_some(HOME);
    country_of(&key).map(|c| c.code).filter(|code| !code.is_empty()).or_else(region)
}

/// Whether a key is that of a country.
#[must_use]
pub fn is_country(key: &str) -> bool {
    country_of(key).is_some()
}
