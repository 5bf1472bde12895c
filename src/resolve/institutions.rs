//! Words of organisations' names to what the tables say of them: heads, legal forms, bodies of the state, countries.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::plain_key;
use super::tables::{country_of, rows};
use crate::text::morphology::{possessed, unpossessed};

/// What a head says of the name before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// It heads offices of the state: what stands before it is no name.
    Office,
    /// It heads organisations that have names of their own.
    Named,
}

/// Heads of organisations as they stand after a name → what they say of it.
static HEADS: LazyLock<HashMap<String, Head>> = LazyLock::new(|| {
    let mut heads = HashMap::new();
    for row in rows(include_str!("../../grammar/kk/organisation_heads.tsv")) {
        if let [kind, all] = row.as_slice()
            && *kind != "legal"
        {
            let says = if *kind == "office" { Head::Office } else { Head::Named };
            for head in all.split(", ") {
                heads.entry(plain_key(head)).or_insert(says);
            }
        }
    }
    heads
});

/// Last words of heads, after a name and standing alone.
static HEAD_WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let last = |head: &String| head.rsplit(' ').next().unwrap_or(head).to_owned();
    let mut words: HashSet<String> = HEADS.keys().map(last).collect();
    words.extend(words.iter().map(|w| unpossessed(w)).collect::<Vec<_>>());
    words.extend(OFFICES.map(str::to_owned));
    for name in OWN_NAMES.values().filter(|n| !n.contains(' ')) {
        words.extend([name.clone(), possessed(name)]);
    }
    words
});

/// Offices that own bodies: "Президент Әкімшілігі".
const OFFICES: [&str; 4] = ["президент", "президенті", "министр", "министрі"];

/// Names of institutions, as they stand alone and after a country's name → as they stand alone.
static OWN_NAMES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for row in rows(include_str!("../../grammar/kk/institutions.tsv")) {
        let [kind, all] = row.as_slice() else { continue };
        if *kind == "brand" {
            continue;
        }
        for name in all.split(", ") {
            let own = plain_key(name);
            if *kind == "state" {
                names.insert(plain_key(&possessed(name)), own.clone());
            }
            names.insert(own.clone(), own);
        }
    }
    for office in ["президент", "премьер министр"] {
        names.insert(possessed(office), office.to_owned());
    }
    names
});

/// Legal forms, written out and short, the longest first.
static LEGAL_FORMS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let of_kind = |row: Vec<&'static str>| if let ["form", all] = row.as_slice() { Some(*all) } else { None };
    let all = legal_rows().filter_map(of_kind).flat_map(|all| all.split(", "));
    let mut forms: Vec<String> = all.map(plain_key).collect();
    forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
    forms
});

/// Heads that are written short → in full.
static SHORT_HEADS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let pair = |row: Vec<&'static str>| match row.as_slice() {
        ["head", short, full] => Some((plain_key(short), plain_key(full))),
        _ => None,
    };
    legal_rows().filter_map(pair).collect()
});

fn legal_rows() -> impl Iterator<Item = Vec<&'static str>> {
    rows(include_str!("../../grammar/kk/legal_forms.tsv"))
}

/// The name before the head, the head and what it says; none for a name without head or before it.
pub(super) fn head_of(key: &str) -> Option<(&str, &str, Head)> {
    let mut starts = key.match_indices(' ').map(|(at, _)| at);
    starts.find_map(|at| {
        let (own, head) = (key.get(..at)?, key.get(at + 1..)?);
        HEADS.get(head).map(|says| (own, head, *says))
    })
}

/// Whether a word says what kind of organisation a name that ends in it is of.
pub(super) fn is_head_word(word: &str) -> bool {
    HEAD_WORDS.contains(word)
}

/// The name that an institution bears when it stands alone.
pub(super) fn own_name(key: &str) -> Option<&'static str> {
    OWN_NAMES.get(key).map(String::as_str)
}

/// What stands before legal forms, and whether there was one. One that is described ("ұлттық компаниясы") is a head.
pub(super) fn without_legal_form(key: &str) -> (&str, bool) {
    let mut rest = key;
    while let Some(shorter) = LEGAL_FORMS.iter().find_map(|form| {
        let before = rest.strip_suffix(form.as_str())?;
        (before.is_empty() || (before.ends_with(' ') && !describes(before.trim_end()))).then_some(before)
    }) {
        rest = shorter.trim_end();
    }
    (rest, rest.len() < key.len())
}

/// A head with its short words written out.
pub(super) fn expanded(head: &str) -> String {
    let words = head.split(' ').map(|word| SHORT_HEADS.get(word).map_or(word, String::as_str));
    words.collect::<Vec<_>>().join(" ")
}

/// A key that begins with the name of an institution as it stands after a country's, as it stands alone.
pub(super) fn nominative_owner(key: &str) -> String {
    let ends = key.match_indices(' ').map(|(at, _)| at).chain([key.len()]).collect::<Vec<_>>();
    let owned = ends.into_iter().rev().find_map(|at| Some((own_name(key.get(..at)?)?, key.get(at..)?)));
    owned.map_or_else(|| key.to_owned(), |(own, rest)| format!("{own}{rest}"))
}

/// Code of the country whose institutions need not say so.
const HOME: &str = "KZ";

/// Most words of a country's name.
const LONGEST_COUNTRY: usize = 5;

/// The usual name of the country that a key begins with, empty for the home country, and the rest. A country's name
/// alone says whose something is only before an institution that each country has ("Қазақстан Үкіметі", but "Қазақстан
/// халқы Ассамблеясы").
pub(super) fn country_and_rest(key: &str) -> (String, String) {
    let ends: Vec<usize> = key.match_indices(' ').map(|(at, _)| at).take(LONGEST_COUNTRY).collect();
    for at in ends.into_iter().rev() {
        let (Some(begin), Some(rest)) = (key.get(..at), key.get(at + 1..)) else { continue };
        let base = GENITIVES.iter().find_map(|e| begin.strip_suffix(e));
        let owner = base.and_then(country_of);
        let Some(country) = owner.or_else(|| country_of(begin)) else { continue };
        let is_full = owner.is_some() || begin.contains(' ') || begin == "қр";
        let own = nominative_owner(rest);
        let is_own = own != rest || own_name(rest).is_some();
        if !is_full && !is_own {
            continue;
        }
        let rest = if is_own { own } else { alone(rest) };
        let name = if country.code == HOME { String::new() } else { plain_key(country.name) };
        return (name, rest);
    }
    (String::new(), key.to_owned())
}

/// A name without the ending that its country's name asked for: "республикасының ұлттық музейі" and "ұлттық музей".
fn alone(rest: &str) -> String {
    let described = rest.rsplit_once(' ').is_none_or(|(before, _)| describes(before));
    if described && rest.split(' ').count() < 3 { unpossessed(rest) } else { rest.to_owned() }
}

/// Whether a word, or the last of several, has the ending of an adjective made of a noun.
pub(super) fn describes(words: &str) -> bool {
    ["лық", "лік", "дық", "дік", "тық", "тік"].iter().any(|e| words.ends_with(e))
}

/// Endings of the genitive.
pub(super) const GENITIVES: [&str; 6] = ["ның", "нің", "дың", "дің", "тың", "тің"];
