//! Forms of one block to organisations: by quoted name and head, by full name and acronym.

use std::collections::{BTreeMap, BTreeSet};

use super::acronym::is_acronym;
use super::organisation_name::{Name, is_medium};
use super::{Cluster, Doubt, Forms, Resolution, shown};

/// How likely a quoted name alone, or an acronym, stands for one of several that it fits.
const FITS_SEVERAL: f64 = 0.5;
/// How likely two organisations of one quoted name are one when only what stands before the head differs.
const LONGER_HEAD: f64 = 0.7;

/// The block that a name tells: its quoted name, else its acronym or initials.
pub(super) fn block_of(form: &str) -> String {
    Name::parse(form).block()
}

/// The identity that the name alone tells.
pub(super) fn name_key(form: &str) -> String {
    Name::parse(form).identity()
}

/// The identities of the organisations that a name says its bearer is part of, the nearest first.
#[must_use]
pub fn wholes_of(form: &str) -> Vec<String> {
    Name::parse(form).wholes()
}

/// Names of one quoted name are one organisation unless their heads differ; names of one acronym are one organisation
/// each by their words, and the acronym or bare name joins the only one that it fits.
pub(super) fn resolve(forms: &Forms) -> Resolution {
    let parsed: BTreeMap<&str, Name> = forms.keys().map(|f| (f.as_str(), Name::parse(f))).collect();
    let mut groups: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut short: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (form, name) in &parsed {
        let into = if name.is_short() { &mut short } else { &mut groups };
        into.entry(name.identity()).or_default().insert(form);
    }
    let name_of = |form: &&str| parsed.get(*form);
    let mut doubts = Vec::new();
    let known: Vec<String> = groups.keys().cloned().collect();
    for (key, own) in short {
        let published = own.iter().filter_map(name_of).any(|n| n.is_company) && known.iter().any(|k| is_medium(k));
        match known.as_slice() {
            [only] if !published => groups.entry(only.clone()).or_default().extend(own),
            several => {
                let why = "the short name fits several organisations";
                doubts.extend(several.iter().map(|other| doubt(&key, other, FITS_SEVERAL, why)));
                groups.entry(key).or_default().extend(own);
            }
        }
    }
    let quoted: Vec<&String> = known
        .iter()
        .filter(|k| groups.get(*k).is_some_and(|g| g.iter().filter_map(name_of).any(|n| n.quoted.is_some())))
        .collect();
    for (i, a) in quoted.iter().enumerate() {
        let alike = quoted.iter().skip(i + 1).filter(|b| head_noun(a) == head_noun(b));
        doubts.extend(alike.map(|b| doubt(a, b, LONGER_HEAD, "one quoted name, one head, more said of it")));
    }
    doubts.sort_by(|a, b| (&a.first, &a.second).cmp(&(&b.first, &b.second)));
    let clusters = groups.into_iter().map(|(key, own)| cluster(forms, key, &own)).collect();
    Resolution { clusters, doubts }
}

fn head_noun(key: &str) -> &str {
    key.rsplit(' ').next().unwrap_or(key)
}

fn doubt(a: &str, b: &str, score: f64, why: &str) -> Doubt {
    let (first, second) = if a <= b { (a, b) } else { (b, a) };
    Doubt { first: first.to_owned(), second: second.to_owned(), score, why: why.to_owned() }
}

fn cluster(forms: &Forms, key: String, own: &BTreeSet<&str>) -> Cluster {
    let counted = |full: bool| forms.iter().filter(move |(f, _)| own.contains(f.as_str()) && !(full && is_acronym(f)));
    let full = shown(counted(true));
    let name = if full.is_empty() { shown(counted(false)) } else { full };
    Cluster { key, name, forms: own.iter().map(|f| (*f).to_owned()).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clusters(forms: &[&str]) -> Vec<Vec<String>> {
        let forms: Forms = forms.iter().map(|f| ((*f).to_owned(), 1)).collect();
        resolve(&forms).clusters.into_iter().map(|c| c.forms).collect()
    }

    #[test]
    fn acronym_and_full_name_meet() {
        assert_eq!(block_of("БҰҰ"), block_of("Біріккен Ұлттар Ұйымы"));
        assert_eq!(clusters(&["БҰҰ", "Біріккен Ұлттар Ұйымы"]).len(), 1);
        // Not in the table: only the letters tell.
        assert_eq!(block_of("АҚҰ"), block_of("Ауыл қоғамдастықтары ұйымы"));
        assert_eq!(clusters(&["АҚҰ", "Ауыл қоғамдастықтары ұйымы"]).len(), 1);
        assert_eq!(clusters(&["АҚҰ", "Ауыл қоғамдастықтары ұйымы", "Ақын-жыраулар қауымының ұйымы"]).len(), 3);
    }

    #[test]
    fn quoted_names_meet_unless_their_heads_differ() {
        assert_eq!(clusters(&["«Дала энерго»", "«Дала энерго» АҚ", "«Дала энерго» акционерлік қоғамы"]).len(), 1);
        assert_eq!(clusters(&["«Дала таңы» газеті", "«Дала таңы» ЖШС"]).len(), 2);
        assert_ne!(block_of("«Дала энерго»"), block_of("«Дала таңы»"));
        assert_eq!(block_of("«Жарық» партиясы"), block_of("Жарық партиясы"));
        assert_eq!(clusters(&["«Жарық» партиясы", "Жарық партиясы", "«Жарық» газеті"]).len(), 2);
    }

    #[test]
    fn names_of_two_blocks_have_two_keys() {
        let forms = ["«Дала таңы»", "Дала таңы", "«Дала» қоры", "Дала қоры", "ДТ", "«ДТ»", "Жарық партиясы", "«Жарық»"];
        for a in forms {
            for b in forms {
                assert!(block_of(a) == block_of(b) || name_key(a) != name_key(b), "{a} and {b}");
            }
        }
    }

    #[test]
    fn the_country_of_an_institution_may_be_left_out() {
        let forms = [
            "Сыртқы істер министрлігі",
            "Қазақстан Республикасының Сыртқы істер министрлігі",
            "ҚР Сыртқы істер министрлігі",
        ];
        assert_eq!(clusters(&forms).len(), 1);
        assert!(forms.iter().all(|f| block_of(f) == block_of(forms[0])));
        assert_eq!(clusters(&["Үкімет", "Қазақстан Республикасының Үкіметі", "ҚР Үкіметі"]).len(), 1);
    }
}
