//! Initials and surnames alone to the persons of one block that they stand for.
//!
//! Initials join the only person whom they fit. Where several fit, and for a surname alone, an office decides: they join
//! the only one whose full names were seen in an office that releases give to them. Else they are a person of their own,
//! doubtfully, beside each whom they fit.

use std::collections::{BTreeMap, BTreeSet};

use super::offices::{Offices, shared_office};
use super::person::Parsed;
use super::person_groups::{Group, Unsure, is_common};
use super::person_name::PersonName;

/// How likely initials that fit one of so many persons stand for a certain one.
const INITIALS_OF_SEVERAL: f64 = 1.0;
/// How likely a surname alone stands for the only person who bears it.
const SURNAME_ALONE: f64 = 0.6;
/// How likely a name of several stands for one of those who were seen in its office.
const IN_OFFICE: f64 = 0.9;

/// Joins the names that are not full to `groups` of full ones, or makes groups of them and notes whom they may stand for.
pub(super) fn join_short<'a>(
    offices: &Offices,
    parsed: &[Parsed<'a>],
    groups: &mut Vec<Group<'a>>,
    unsure: &mut Vec<Unsure>,
) {
    let known = groups.len();
    let mut short: Vec<Parsed<'a>> = parsed.iter().filter(|(_, n)| !n.is_full()).copied().collect();
    // Those with the initial of the patronymic first: "Ж. Асанов" joins "Ж.Қ. Асанов" where that is the only one.
    short.sort_by_key(|(form, name)| (name.patronymic_initial.is_none() && name.patronymic.is_none(), *form));
    let said = said(offices, &short);
    let none = BTreeSet::new();
    for (form, name) in short {
        let offices_of_name = said.get(name).unwrap_or(&none);
        let fits: Vec<usize> = (0..known).filter(|g| fits(name, &groups[*g])).collect();
        // What full names say: one short name that was joined says nothing for the next.
        let full = |g: usize| groups[g].forms.iter().filter(|(_, is_full)| **is_full).map(|(form, _)| *form);
        let held = |g: usize| shared_office(offices_of_name, &offices.seen(full(g)));
        let held: Vec<Option<String>> = match fits.as_slice() {
            [_] if name.initial.is_some() => vec![None],
            _ if offices_of_name.is_empty() || is_given(name, groups) => vec![None; fits.len()],
            several => several.iter().map(|g| held(*g)).collect(),
        };
        let in_office: Vec<usize> = fits.iter().zip(&held).filter(|(_, o)| o.is_some()).map(|(g, _)| *g).collect();
        match (fits.as_slice(), in_office.as_slice()) {
            ([only], _) if name.initial.is_some() => groups[*only].add(form, name),
            (_, [only]) => groups[*only].add(form, name),
            _ => {
                let own = own_group(groups, known, form, name);
                unsure.extend(fits.iter().zip(held).map(|(other, office)| {
                    let (score, why) = doubt(name, fits.len(), in_office.len(), office.is_some());
                    (own, *other, score, office.map_or_else(|| why.to_owned(), |o| with_office(why, &o)))
                }));
            }
        }
    }
}

/// Whether a name alone is a given name: of somebody in the groups, or a common one. "Шейх Сабах" is none of the Сабахs for
/// the surname.
fn is_given(name: &PersonName, groups: &[Group<'_>]) -> bool {
    let alone = name.initial.is_none();
    let given = |n: &PersonName| n.given.split(' ').any(|word| word == name.surname);
    alone && (is_common(&name.surname) || groups.iter().flat_map(|g| &g.names).any(given))
}

/// The offices of short names that have any. "Ж. Асанов" and "Ж.Асанов" are one name: what is said of one spelling is said
/// of the other.
fn said<'a>(offices: &'a Offices, short: &[Parsed<'a>]) -> BTreeMap<&'a PersonName, BTreeSet<&'a str>> {
    let mut said: BTreeMap<&PersonName, BTreeSet<&str>> = BTreeMap::new();
    for (form, name) in short {
        let seen = offices.seen([*form]);
        if !seen.is_empty() {
            said.entry(name).or_default().extend(seen);
        }
    }
    said
}

/// How likely a name stands for one of those whom it fits, some of whom were seen in an office of its, and why.
fn doubt(name: &PersonName, fitting: usize, in_office: usize, is_in_office: bool) -> (f64, &'static str) {
    let (all, why) = if name.initial.is_some() {
        (INITIALS_OF_SEVERAL, "initials fit several persons of this surname")
    } else {
        (SURNAME_ALONE, "the surname alone fits")
    };
    let (share, among) = match (in_office, is_in_office) {
        (0, _) => (1.0, fitting),
        (some, true) if some < fitting => (IN_OFFICE, some),
        (some, true) => (1.0, some),
        (some, false) => (1.0 - IN_OFFICE, fitting - some),
    };
    ((all * share / among.max(1) as f64 * 1000.0).round() / 1000.0, why)
}

/// Between why names may be of one person and the office that says so too.
const BOTH_WERE: &str = "; both were ";

fn with_office(why: &str, office: &str) -> String {
    format!("{why}{BOTH_WERE}{office}")
}

/// Whether the reason of a doubt between persons names an office, which its score then counts.
#[must_use]
pub fn rests_on_office(why: &str) -> bool {
    why.contains(BOTH_WERE)
}

/// A doubt between two who were seen in one office is half less of one.
pub(super) fn strengthen((score, why): (f64, &str), one: &BTreeSet<&str>, other: &BTreeSet<&str>) -> (f64, String) {
    match shared_office(one, other) {
        Some(office) => (f64::midpoint(score, 1.0), with_office(why, &office)),
        None => (score, why.to_owned()),
    }
}

/// Whether a name that is not full may stand for the person of a group.
fn fits(name: &PersonName, group: &Group<'_>) -> bool {
    if name.initial.is_some() {
        group.is_abbreviated_by(name)
    } else {
        !name.surname.is_empty() && group.has_surname(&name.surname)
    }
}

/// The group of forms with equal parts among those after `known`, made when there is none or there are several.
fn own_group<'a>(groups: &mut Vec<Group<'a>>, known: usize, form: &'a str, name: &PersonName) -> usize {
    let equal = |g: &Group<'_>| {
        g.names.iter().all(|n| {
            let numbers = (&n.number, &name.number);
            (&n.surname, &n.initial, &n.given) == (&name.surname, &name.initial, &name.given)
                && (n.patronymic == name.patronymic || n.patronymic.is_none() || name.patronymic.is_none())
                && (n.patronymic_initial == name.patronymic_initial
                    || n.patronymic_initial.is_none()
                    || name.patronymic_initial.is_none())
                && (numbers.0 == numbers.1 || numbers.0.is_none() || numbers.1.is_none())
        })
    };
    let found: Vec<usize> = (known..groups.len()).filter(|g| equal(&groups[*g])).collect();
    let same = found.iter().find(|g| groups[**g].names.contains(name)).or(match found.as_slice() {
        [only] => Some(only),
        _ => None,
    });
    if let Some(at) = same {
        groups[*at].add(form, name);
        return *at;
    }
    groups.push(Group::new(form, name));
    groups.len() - 1
}
