//! Forms of one surname to persons.

use std::collections::{BTreeMap, BTreeSet};

use super::person_name::PersonName;
use super::{Cluster, Doubt, Forms, Resolution, plain_key, shown};

/// How likely initials that fit several persons stand for one of them.
const INITIALS_OF_SEVERAL: f64 = 0.5;
/// How likely a surname alone stands for the only person who bears it.
const SURNAME_ALONE: f64 = 0.6;
/// How likely a name without patronymic stands for one of several that differ in it.
const PATRONYMIC_MISSING: f64 = 0.5;

/// The surname's key; the whole name's where there is no surname.
pub(super) fn block_of(form: &str) -> String {
    let name = PersonName::parse(form);
    if name.surname.is_empty() { plain_key(form) } else { name.surname }
}

/// Forms that agree in every part that they write out are one person; initials join the only person whom they
/// fit, and are a person of their own, doubtfully, where they fit several.
pub(super) fn resolve(forms: &Forms) -> Resolution {
    let parsed: Vec<(&String, PersonName)> = forms.keys().map(|f| (f, PersonName::parse(f))).collect();
    let mut groups = full_names(&parsed);
    let known = groups.len();
    let mut unsure = patronymic_doubts(&groups);
    for (form, name) in parsed.iter().filter(|(_, n)| !n.is_full()) {
        let fits: Vec<usize> = (0..known).filter(|g| fits(name, &groups[*g])).collect();
        match fits.as_slice() {
            [only] if name.initial.is_some() => groups[*only].add(form, name),
            several => {
                let own = own_group(&mut groups, known, form, name);
                let (score, why) = if name.initial.is_some() {
                    (INITIALS_OF_SEVERAL, "initials fit several persons of this surname")
                } else {
                    (SURNAME_ALONE / several.len().max(1) as f64, "the surname alone fits")
                };
                unsure.extend(several.iter().map(|other| (own, *other, score, why)));
            }
        }
    }
    finish(forms, &groups, &unsure)
}

/// Names that stand for one person.
struct Group<'a> {
    name: PersonName,
    forms: BTreeSet<&'a str>,
}

impl<'a> Group<'a> {
    fn add(&mut self, form: &'a str, name: &PersonName) {
        self.forms.insert(form);
        if self.name.patronymic.is_none() {
            self.name.patronymic.clone_from(&name.patronymic);
        }
        // The key is made of the fullest of the names, whichever came first.
        if name.given.split(' ').count() > self.name.given.split(' ').count() {
            self.name.given.clone_from(&name.given);
        }
    }
}

/// Groups of the full names: by given names, then by patronymic where several are known for one given name. A name that
/// leaves out some of the given names ("Режеп Ердоған" beside "Режеп Тайып Ердоған") joins the fuller one, if it is the
/// only one that begins alike.
fn full_names<'a>(parsed: &[(&'a String, PersonName)]) -> Vec<Group<'a>> {
    let mut by_first: BTreeMap<&str, Vec<(&'a str, &PersonName)>> = BTreeMap::new();
    for (form, name) in parsed.iter().filter(|(_, n)| n.is_full()) {
        let first = name.given.split(' ').next().unwrap_or_default();
        by_first.entry(first).or_default().push((form, name));
    }
    let mut groups: Vec<Group<'a>> = Vec::new();
    for members in by_first.into_values() {
        let fullest = members.iter().map(|(_, n)| &n.given).max_by_key(|g| g.split(' ').count());
        let nested = fullest.is_some_and(|full| members.iter().all(|(_, n)| is_part(&n.given, full)));
        let fathers: BTreeSet<&String> = members.iter().filter_map(|(_, n)| n.patronymic.as_ref()).collect();
        let from = groups.len();
        for (form, name) in members {
            let same = |g: &Group<'_>| {
                (nested || g.name.given == name.given) && (fathers.len() < 2 || g.name.patronymic == name.patronymic)
            };
            match groups[from..].iter_mut().find(|g| same(g)) {
                Some(group) => group.add(form, name),
                None => groups.push(Group { name: name.clone(), forms: BTreeSet::from([form]) }),
            }
        }
    }
    groups
}

/// Whether all given names of `part` are among those of `whole`.
fn is_part(part: &str, whole: &str) -> bool {
    let whole: BTreeSet<&str> = whole.split(' ').collect();
    part.split(' ').all(|word| whole.contains(word))
}

/// Pairs (one, other, score, why) of a name without patronymic and those that differ in it.
fn patronymic_doubts(groups: &[Group<'_>]) -> Vec<(usize, usize, f64, &'static str)> {
    let mut unsure = Vec::new();
    for (a, one) in groups.iter().enumerate().filter(|(_, g)| g.name.patronymic.is_none()) {
        let others = groups.iter().enumerate();
        for (b, _) in others.filter(|(b, g)| *b != a && g.name.given == one.name.given) {
            unsure.push((a, b, PATRONYMIC_MISSING, "the same name, with several patronymics on record"));
        }
    }
    unsure
}

/// Whether a name that is not full may stand for the person of a group.
fn fits(name: &PersonName, group: &Group<'_>) -> bool {
    if name.initial.is_some() { name.abbreviates(&group.name) } else { !name.surname.is_empty() }
}

/// The group of forms with equal parts among those after `known`, made when there is none.
fn own_group<'a>(groups: &mut Vec<Group<'a>>, known: usize, form: &'a str, name: &PersonName) -> usize {
    let found = groups.iter().enumerate().skip(known).find(|(_, g)| {
        let (a, b) = (&g.name, name);
        (&a.initial, &a.given, &a.patronymic) == (&b.initial, &b.given, &b.patronymic)
            && (a.patronymic_initial.is_none()
                || b.patronymic_initial.is_none()
                || a.patronymic_initial == b.patronymic_initial)
    });
    if let Some((at, _)) = found {
        groups[at].forms.insert(form);
        return at;
    }
    groups.push(Group { name: name.clone(), forms: BTreeSet::from([form]) });
    groups.len() - 1
}

fn finish(forms: &Forms, groups: &[Group<'_>], unsure: &[(usize, usize, f64, &str)]) -> Resolution {
    let mut clusters: Vec<Cluster> = groups.iter().map(|g| cluster(forms, g)).collect();
    let mut doubts: Vec<Doubt> = unsure
        .iter()
        .map(|(a, b, score, why)| {
            let (first, second) = (clusters[*a].key.clone(), clusters[*b].key.clone());
            let (first, second) = if first <= second { (first, second) } else { (second, first) };
            Doubt { first, second, score: *score, why: (*why).to_owned() }
        })
        .collect();
    clusters.sort_by(|a, b| a.key.cmp(&b.key));
    doubts.sort_by(|a, b| (&a.first, &a.second).cmp(&(&b.first, &b.second)));
    doubts.dedup_by(|a, b| (&a.first, &a.second) == (&b.first, &b.second));
    Resolution { clusters, doubts }
}

fn cluster(forms: &Forms, group: &Group<'_>) -> Cluster {
    let counted = |full: bool| {
        forms.iter().filter(move |(f, _)| group.forms.contains(f.as_str()) && (!full || PersonName::parse(f).is_full()))
    };
    let full = shown(counted(true));
    let name = if full.is_empty() { shown(counted(false)) } else { full };
    // Parts, not the shown form, make the key: how often a form occurs must not change who somebody is.
    let n = &group.name;
    let given = if n.given.is_empty() { n.initial.as_deref().map(|i| format!("{i}.")) } else { Some(n.given.clone()) };
    let father = n.patronymic.clone();
    let parts: Vec<String> =
        [Some(n.surname.clone()).filter(|s| !s.is_empty()), given, father].into_iter().flatten().collect();
    Cluster { key: parts.join(" "), name, forms: group.forms.iter().map(|f| (*f).to_owned()).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clusters(forms: &[&str]) -> Vec<Vec<String>> {
        let forms: Forms = forms.iter().map(|f| ((*f).to_owned(), 1)).collect();
        resolve(&forms).clusters.into_iter().map(|c| c.forms).collect()
    }

    #[test]
    fn forms_of_one_person_meet() {
        let forms = ["Жақып Асанов", "Ж. Асанов", "Жақып Қажманұлы Асанов", "Ж.Қ. Асанов", "Асанов Жақып"];
        assert_eq!(clusters(&forms).len(), 1, "{:?}", clusters(&forms));
        assert!(forms.iter().all(|f| block_of(f) == block_of(forms[0])));
    }

    #[test]
    fn given_names_may_be_left_out() {
        assert_eq!(clusters(&["Режеп Ердоған", "Режеп Тайып Ердоған", "Р. Ердоған"]).len(), 1);
        assert_eq!(clusters(&["Режеп Ердоған", "Режеп Тайып Ердоған", "Режеп Али Ердоған"]).len(), 3);
    }

    #[test]
    fn namesakes_stay_apart() {
        assert_eq!(clusters(&["Жақып Асанов", "Жанар Асанов", "Ж. Асанов"]).len(), 3);
        assert_eq!(clusters(&["Жақып Асанов", "М. Асанов"]).len(), 2);
        assert_eq!(clusters(&["Жақып Қажманұлы Асанов", "Жақып Серікұлы Асанов"]).len(), 2);
        assert_ne!(block_of("Нұрсұлтан Назарбаев"), block_of("Дариға Назарбаева"));
    }

    #[test]
    fn initials_that_fit_several_are_doubted_for_each() {
        let forms: Forms = ["Жақып Асанов", "Жанар Асанов", "Ж. Асанов"].map(|f| (f.to_owned(), 1)).into();
        let resolution = resolve(&forms);
        assert_eq!(resolution.doubts.len(), 2);
        let keys: Vec<&str> = resolution.clusters.iter().map(|c| c.key.as_str()).collect();
        assert!(resolution.doubts.iter().all(|d| keys.contains(&&*d.first) && keys.contains(&&*d.second)));
    }

    #[test]
    fn spelling_of_kazakh_and_russian_meets() {
        assert_eq!(block_of("Қасым-Жомарт Тоқаев"), block_of("Касым-Жомарт Токаев"));
        assert_eq!(clusters(&["Қасым-Жомарт Тоқаев", "Касым-Жомарт Токаев"]).len(), 1);
    }

    #[test]
    fn the_shown_form_is_full_and_frequent() {
        let forms: Forms = [("Ж. Асанов", 9), ("Жақып Асанов", 3), ("Жақып Қажманұлы Асанов", 1)]
            .map(|(f, n)| (f.to_owned(), n))
            .into();
        assert_eq!(resolve(&forms).clusters[0].name, "Жақып Асанов");
    }
}
