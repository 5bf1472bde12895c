//! Full names of one block to groups that stand for one person each, and pairs that may be one.

use std::collections::{BTreeMap, BTreeSet};

use super::person_name::{PersonName, are_alike, differ_in_vowels};
use crate::text::latin::search_key;

/// How likely a name without patronymic stands for one of several that differ in it.
const PATRONYMIC_MISSING: f64 = 0.5;
/// How likely a name that leaves out given names stands for one of several that have more.
const GIVEN_MISSING: f64 = 0.5;
/// How likely a surname with and one without ending are of one person who has the same given name.
const ENDING_MISSING: f64 = 0.5;
/// How likely surnames that differ in a letter are of one person who has the same given name.
const SURNAME_SIMILAR: f64 = 0.4;

/// Names that stand for one person.
#[derive(Debug)]
pub(super) struct Group<'a> {
    /// The names, the fullest first.
    pub names: Vec<PersonName>,
    /// The forms, and whether they write out given name and surname.
    pub forms: BTreeMap<&'a str, bool>,
}

/// Two groups that may be one: their numbers, how likely, why.
pub(super) type Unsure = (usize, usize, f64, String);

/// What two full names are to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Relation {
    One,
    Perhaps(f64, &'static str),
    Two,
}

impl<'a> Group<'a> {
    pub fn new(form: &'a str, name: &PersonName) -> Self {
        Self { names: vec![name.clone()], forms: BTreeMap::from([(form, name.is_full())]) }
    }

    pub fn add(&mut self, form: &'a str, name: &PersonName) {
        self.forms.insert(form, name.is_full());
        if !self.names.contains(name) {
            self.names.push(name.clone());
        }
    }

    /// The fullest name with the patronymic, whichever of the names has it.
    pub fn fullest(&self) -> PersonName {
        let mut name = self.names.iter().min_by_key(|n| rank(n)).cloned().unwrap_or_default();
        if name.patronymic.is_none() {
            name.patronymic = self.names.iter().filter_map(|n| n.patronymic.clone()).min();
        }
        name
    }

    /// Whether a full name can be of this person: one with the fullest name, and with each other but those that leave out
    /// other of its given names.
    fn takes(&self, name: &PersonName) -> bool {
        let full = self.fullest();
        let leaves_out = |n: &PersonName| is_part(&n.given, &full.given) && is_part(&name.given, &full.given);
        relation(&full, name) == Relation::One
            && self.names.iter().all(|n| leaves_out(n) || relation(n, name) == Relation::One)
    }

    /// Whether the surname is one of its surnames.
    pub fn has_surname(&self, surname: &str) -> bool {
        self.names.iter().any(|n| variant(&n.surname) == variant(surname))
    }

    /// Whether initials stand for it.
    pub fn is_abbreviated_by(&self, name: &PersonName) -> bool {
        let patronymic = self.fullest().patronymic;
        let with_father = |n: &PersonName| PersonName { patronymic: patronymic.clone(), ..n.clone() };
        self.has_surname(&name.surname) && self.names.iter().any(|n| name.abbreviates(&with_father(n)))
    }
}

/// The fullest names first, in an order that does not depend on how they came.
fn rank(name: &PersonName) -> (std::cmp::Reverse<(usize, bool)>, &PersonName) {
    (std::cmp::Reverse((name.given.split(' ').count(), name.patronymic.is_some())), name)
}

/// Groups of the full names. A name joins the only group all of whose names it can be one with, the fuller first; where
/// several can be, it stays apart from each of them, doubtfully.
pub(super) fn group<'a>(full: &[(&'a str, &PersonName)]) -> (Vec<Group<'a>>, Vec<Unsure>) {
    let mut sorted: Vec<_> = full.to_vec();
    sorted.sort_by(|a, b| (rank(a.1), a.0).cmp(&(rank(b.1), b.0)));
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut unsure: Vec<Unsure> = Vec::new();
    for (form, name) in sorted {
        if let Some(same) = groups.iter_mut().find(|g| g.names.contains(name)) {
            same.add(form, name);
            continue;
        }
        let own = groups.len();
        let fitting: Vec<usize> = (0..own).filter(|g| groups[*g].takes(name)).collect();
        let like = |g: &usize| groups[*g].names.iter().any(|n| rank(n).0 == rank(name).0);
        let alike: Vec<usize> = fitting.iter().copied().filter(like).collect();
        if let ([only], _) | ([_, _, ..] | [], [only]) = (fitting.as_slice(), alike.as_slice()) {
            groups[*only].add(form, name);
            continue;
        }
        for (other, group) in groups.iter().enumerate() {
            let perhaps = group.names.iter().filter_map(|n| match relation(n, name) {
                Relation::One if fitting.contains(&other) => Some(reason(n, name)),
                Relation::Perhaps(score, why) => Some((score, why)),
                _ => None,
            });
            if let Some((score, why)) = perhaps.max_by(|a, b| a.0.total_cmp(&b.0)) {
                unsure.push((own, other, score, why.to_owned()));
            }
        }
        groups.push(Group::new(form, name));
    }
    (groups, unsure)
}

/// Why a name that fits several is not joined to one of them.
fn reason(one: &PersonName, other: &PersonName) -> (f64, &'static str) {
    if one.patronymic.is_some() == other.patronymic.is_some() {
        (GIVEN_MISSING, "the same name, with several given names on record")
    } else {
        (PATRONYMIC_MISSING, "the same name, with several patronymics on record")
    }
}

fn relation(one: &PersonName, other: &PersonName) -> Relation {
    let fathers = match (&one.patronymic, &other.patronymic) {
        (Some(a), Some(b)) if a == b || are_alike(a, b) => Some(true),
        (Some(_), Some(_)) => return Relation::Two,
        _ => None,
    };
    if one.number.is_some() && other.number.is_some() && one.number != other.number {
        return Relation::Two;
    }
    let same_given = squeezed(&one.given) == squeezed(&other.given);
    if variant(&one.surname) == variant(&other.surname) {
        let nested = same_given || is_part(&one.given, &other.given) || is_part(&other.given, &one.given);
        let spelt = || (fathers == Some(true) || !is_home(&one.surname)) && given_alike(&one.given, &other.given);
        return if nested || spelt() { Relation::One } else { Relation::Two };
    }
    if !same_given {
        return Relation::Two;
    }
    if stem(&one.surname) == stem(&other.surname) {
        return Relation::Perhaps(ENDING_MISSING, "the same name, with and without the ending of the surname");
    }
    if !are_alike(&one.surname, &other.surname) || one.surname.ends_with('~') != other.surname.ends_with('~') {
        return Relation::Two;
    }
    if fathers == Some(true) || !is_home(&one.surname) && !is_home(&other.surname) {
        Relation::One
    } else {
        Relation::Perhaps(SURNAME_SIMILAR, "the same given name and a similar surname")
    }
}

/// A surname as it is compared: "Мирзиёев" and "Мирзияев" are one.
fn variant(surname: &str) -> String {
    surname.replace("io", "ia")
}

/// Names in one word and in two: "Қасымжомарт", "Қасым-Жомарт".
fn squeezed(given: &str) -> String {
    given.replace(' ', "")
}

/// Whether a surname has an ending that thousands have: one other letter makes it another surname.
fn is_home(surname: &str) -> bool {
    ["ov", "ev", "ova", "eva", "in", "ina", "~"].iter().any(|e| surname.ends_with(e))
}

fn stem(surname: &str) -> &str {
    let stem = surname.trim_end_matches('~');
    ["ova", "eva", "ov", "ev", "a"].iter().find_map(|e| stem.strip_suffix(e)).filter(|s| s.len() > 3).unwrap_or(stem)
}

/// Whether all given names of `part` are among those of `whole`.
fn is_part(part: &str, whole: &str) -> bool {
    let whole: BTreeSet<&str> = whole.split(' ').collect();
    part.split(' ').all(|word| whole.contains(word))
}

/// Whether given names differ in spelling alone, word by word.
fn given_alike(one: &str, other: &str) -> bool {
    let (a, b): (Vec<&str>, Vec<&str>) = (one.split(' ').collect(), other.split(' ').collect());
    // A second name that is the same says much: "Абдель Фаттах", "Абдул Фаттах".
    let shortest = if a.iter().zip(&b).any(|(x, y)| x == y) { 5 } else { 6 };
    let alike = |x: &str, y: &str| {
        are_alike(x, y)
            && (differ_in_vowels(x, y) && x.len().min(y.len()) >= shortest || !(is_common(x) && is_common(y)))
    };
    a.len() == b.len() && a.iter().zip(&b).all(|(x, y)| x == y || alike(x, y))
}

/// Whether a key is that of a given name in common use: two such are two names, however alike.
pub(super) fn is_common(key: &str) -> bool {
    COMMON.contains(key)
}

static COMMON: std::sync::LazyLock<std::collections::HashSet<String>> = std::sync::LazyLock::new(|| {
    let table = include_str!("../../grammar/kk/given_names.txt").lines().filter(|l| !l.starts_with('#'));
    table.flat_map(|l| l.trim_start_matches('?').split_whitespace()).map(search_key).collect()
});
