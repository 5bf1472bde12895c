//! Forms of one block of surnames to persons.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::person_groups::{Group, Unsure, group};
use super::person_key;
use super::person_name::PersonName;
use super::person_short::{join_short, strengthen};
use super::{Cluster, Doubt, Forms, Known, Offices, Resolution, plain_key, shown};

/// The code of the surname; the whole name's key where there is no surname.
pub(super) fn block_of(form: &str) -> String {
    block(form, &PersonName::parse(form))
}

fn block(form: &str, name: &PersonName) -> String {
    if name.surname.is_empty() { plain_key(form) } else { person_key::block_of(name) }
}

/// The parts of a form, and its block.
pub(super) fn placement(form: &str) -> (PersonName, String) {
    let name = PersonName::parse(form);
    let block = block(form, &name);
    (name, block)
}

/// A form and its parts.
pub(super) type Parsed<'a> = (&'a str, &'a PersonName);

/// Forms that agree in every part that they write out are one person; initials join the only person whom they
/// fit, or the only one of these who was seen in an office of theirs, and are a person of their own, doubtfully, where
/// they fit several.
///
/// Of many full names, only those of one surname, one first letter, at last one given name are compared, so that the
/// cost for a block of any size is linear in its forms.
pub(super) fn resolve(forms: &Forms, known: Known<'_>) -> Resolution {
    // Forms that an index has on record are parsed already.
    let on_record = |form: &String| known.crowds.and_then(|crowds| crowds.name_of(form));
    let on_record: Vec<Option<&PersonName>> = forms.keys().map(on_record).collect();
    let new = forms.keys().zip(&on_record).filter(|(_, name)| name.is_none());
    let new: Vec<PersonName> = new.map(|(form, _)| PersonName::parse(form)).collect();
    let mut new = new.iter();
    let parsed = forms.keys().zip(on_record);
    let parsed = parsed.filter_map(|(form, name)| Some((form.as_str(), name.or_else(|| new.next())?))).collect();
    let mut resolution = Resolution::default();
    part((forms, known.offices), parsed, 0, &mut resolution);
    resolution.clusters.sort_by(|a, b| a.key.cmp(&b.key));
    resolution.doubts.sort_by(|a, b| (&a.first, &a.second).cmp(&(&b.first, &b.second)));
    resolution
}

/// Parts crowded forms by the next level.
fn part(known: (&Forms, &Offices), parsed: Vec<Parsed<'_>>, level: usize, into: &mut Resolution) {
    let full_names: BTreeSet<String> = parsed.iter().filter_map(|(_, n)| person_key::counted(n)).collect();
    if level >= person_key::LEVELS || !person_key::is_crowded(full_names.len()) {
        let Resolution { clusters, doubts } = resolve_few(known, &parsed);
        into.clusters.extend(clusters);
        into.doubts.extend(doubts);
        return;
    }
    let mut parts: BTreeMap<Cow<'_, str>, Vec<Parsed<'_>>> = BTreeMap::new();
    for (form, name) in parsed {
        parts.entry(person_key::part_of(name, level)).or_default().push((form, name));
    }
    for parsed in parts.into_values() {
        part(known, parsed, level + 1, into);
    }
}

fn resolve_few((forms, offices): (&Forms, &Offices), parsed: &[Parsed<'_>]) -> Resolution {
    let full: Vec<(&str, &PersonName)> = parsed.iter().filter(|(_, n)| n.is_full()).copied().collect();
    let (mut groups, mut unsure) = group(&full);
    let seen = |group: &Group<'_>| offices.seen(group.forms.keys().copied());
    for (one, other, score, why) in &mut unsure {
        if let (Some(one), Some(other)) = (groups.get(*one), groups.get(*other)) {
            (*score, *why) = strengthen((*score, why), &seen(one), &seen(other));
        }
    }
    join_short(offices, parsed, &mut groups, &mut unsure);
    finish(forms, &groups, &unsure)
}

fn finish(forms: &Forms, groups: &[Group<'_>], unsure: &[Unsure]) -> Resolution {
    let mut clusters: Vec<Cluster> = groups.iter().map(|g| cluster(forms, g)).collect();
    let mut taken = BTreeSet::new();
    for cluster in &mut clusters {
        if !taken.insert(cluster.key.clone()) {
            // Parts that are spelt alike though they are others: the smallest form tells them apart.
            cluster.key = format!("{} ({})", cluster.key, cluster.forms.first().map_or("", String::as_str));
            taken.insert(cluster.key.clone());
        }
    }
    let mut doubts: Vec<Doubt> = unsure
        .iter()
        .map(|(a, b, score, why)| {
            let (first, second) = (clusters[*a].key.clone(), clusters[*b].key.clone());
            let (first, second) = if first <= second { (first, second) } else { (second, first) };
            Doubt { first, second, score: *score, why: why.clone() }
        })
        .collect();
    // Of several reasons for one pair the strongest.
    doubts.sort_by(|a, b| (&a.first, &a.second).cmp(&(&b.first, &b.second)).then(b.score.total_cmp(&a.score)));
    doubts.dedup_by(|a, b| (&a.first, &a.second) == (&b.first, &b.second));
    Resolution { clusters, doubts }
}

fn cluster(forms: &Forms, group: &Group<'_>) -> Cluster {
    let counted = |full: bool| {
        let of_kind = group.forms.iter().filter(move |(_, is_full)| !full || **is_full);
        of_kind.filter_map(|(form, _)| forms.get_key_value(*form))
    };
    let full = shown(counted(true));
    let name = if full.is_empty() { shown(counted(false)) } else { full };
    // Parts, not the shown form, make the key: how often a form occurs must not change who somebody is.
    let n = group.fullest();
    let given = if n.given.is_empty() { n.initial.as_deref().map(|i| format!("{i}.")) } else { Some(n.given.clone()) };
    let parts: Vec<String> = [Some(n.surname.clone()).filter(|s| !s.is_empty()), given, n.patronymic, n.number]
        .into_iter()
        .flatten()
        .collect();
    Cluster { key: parts.join(" "), name, forms: group.forms.keys().map(|f| (*f).to_owned()).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clusters(forms: &[&str]) -> Vec<Vec<String>> {
        let forms: Forms = forms.iter().map(|f| ((*f).to_owned(), 1)).collect();
        resolve(&forms, Known::of(&Offices::default())).clusters.into_iter().map(|c| c.forms).collect()
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
        let resolution = resolve(&forms, Known::of(&Offices::default()));
        assert_eq!(resolution.doubts.len(), 2);
        let keys: Vec<&str> = resolution.clusters.iter().map(|c| c.key.as_str()).collect();
        assert!(resolution.doubts.iter().all(|d| keys.contains(&&*d.first) && keys.contains(&&*d.second)));
    }

    /// The clusters of forms, some of which were seen in offices.
    fn seen_in(forms: &[(&str, &[&str])]) -> Vec<Vec<String>> {
        let mut offices = Offices::default();
        for (form, held) in forms {
            held.iter().for_each(|office| _ = offices.add(form, &(*office).into(), 1));
        }
        let forms: Forms = forms.iter().map(|(form, _)| ((*form).to_owned(), 1)).collect();
        resolve(&forms, Known::of(&offices)).clusters.into_iter().map(|c| c.forms).collect()
    }

    #[test]
    fn an_office_tells_whom_initials_stand_for() {
        let one: &[&str] = &["бас прокурор"];
        let namesakes = [("Жақып Асанов", one), ("Жанар Асанов", &["төраға@сенат"]), ("Жомарт Асанов", &[])];
        let with = |form, offices| seen_in(&[&namesakes[..], &[(form, offices)]].concat());
        for (form, offices, persons) in [
            ("Ж. Асанов", one, 3),
            ("Ж. Асанов", &["бас прокурор@қазақстан"], 3),
            ("Асанов", one, 3),
            ("Асанов", &[], 4),
            ("Ж. Асанов", &["бас прокурор", "төраға@сенат"], 4),
            ("Ж. Асанов", &["бас прокурор@қырғызстан"], 4),
            ("М. Асанов", one, 4),
            ("Жанат Асанов", one, 4),
        ] {
            assert_eq!(with(form, offices).len(), persons, "{form} {offices:?}");
        }
        let spellings = seen_in(&[&namesakes[..], &[("Ж. Асанов", one), ("Ж.Асанов", &[])]].concat());
        assert!(
            spellings.contains(&["Ж. Асанов", "Ж.Асанов", "Жақып Асанов"].map(str::to_owned).to_vec()),
            "{spellings:?}"
        );
    }

    #[test]
    fn a_given_name_alone_is_nobodys_surname() {
        let emir: &[&str] = &["әмір@оман"];
        let forms = [("Фахд әл-Харуси", emir), ("Харуси әл-Халид әл-Харуси", &[][..]), ("Харуси", emir)];
        assert_eq!(seen_in(&forms).len(), 3);
        assert_eq!(seen_in(&[("Фахд әл-Харуси", emir), ("Харуси", emir)]).len(), 1);
        assert_eq!(seen_in(&[("Айдос Мұрат", emir), ("Мұрат", emir)]).len(), 2);
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
        assert_eq!(resolve(&forms, Known::of(&Offices::default())).clusters[0].name, "Жақып Асанов");
    }

    fn persons(forms: &[&str]) -> usize {
        let mut blocks: BTreeMap<String, Forms> = BTreeMap::new();
        for form in forms {
            blocks.entry(block_of(form)).or_default().insert((*form).to_owned(), 1);
        }
        blocks.values().map(|block| resolve(block, Known::of(&Offices::default())).clusters.len()).sum()
    }

    #[test]
    fn spellings_of_one_name_are_one_person() {
        for forms in [
            &[
                "Режеп Тайып Ердоған",
                "Реджеп Тайип Эрдоган",
                "Режеп Ердоған",
                "Тайып Ердоған",
                "Р.Т. Ердоған",
                "Р. Эрдоган",
            ][..],
            &["Шавкат Мирзиёев", "Шавкат Мирзияев", "Ш. Мирзияев", "Шавкат Миромонович Мирзиёев"],
            &["Эмомали Рахмон", "Имомали Рахмон", "Э. Рахмон", "Эмомали Шәріпұлы Рахмон"],
            &[
                "Қасым-Жомарт Тоқаев",
                "Қасымжомарт Тоқаев",
                "Касым-Жомарт Токаев",
                "ҚАСЫМ-ЖОМАРТ ТОҚАЕВ",
                "Қ.-Ж. Тоқаев",
                "Қ.К. Тоқаев",
                "Қасым-Жомарт Кемелұлы Тоқаев",
            ],
            &["Си Цзиньпин", "Си Цзинпин", "СИ ЦЗИНЬПИН"],
            &["Абдель Фаттах ас-Сиси", "Абдул Фаттах Сиси", "А. Сиси"],
            &[
                "Нұрсұлтан Назарбаев",
                "Назарбаев Нұрсұлтан Әбішұлы",
                "Нурсултан Абишевич Назарбаев",
                "Нұрсұлтан Назар баев",
            ],
            &["Эмманюэль Макрон", "Эммануэль Макрон", "Э. Макрон"],
            &["Карл XVI Густав", "Карл Густав"],
            &["VI Фелипе", "Фелипе"],
            &["Зоран Миланович", "З. Миланович"],
            &["Урсула фон дер Ляйен", "Урсула фон дер Лейен"],
            &["Ахмет Байтұрсынұлы", "Ахмет Байтұрсынов"],
        ] {
            assert_eq!(persons(forms), 1, "{forms:?}");
        }
    }

    #[test]
    fn names_that_are_only_alike_are_as_many_persons() {
        for forms in [
            &["Марат Ахметов", "Мұрат Ахметов", "Марат Ахмедов", "Марат Ахметова"][..],
            &["Серік Сапаров", "Серік Сапаев", "Серік Сапарұлы"],
            &["Александр Вучич", "Александра Вучич"],
            &["Нұрлан Нығматулин", "Нұрлан Нығматов", "Е. Нығматулин"],
            &["Айгүл Оспанова", "Айгүл Оспан", "Айнұр Оспанова"],
            &["Шарль Мишель", "Луи Мишель", "С. Мишель"],
            &["Хасан Рухани", "Хусейн Рухани"],
            &["Ким Чен Ын", "Ким Чен Ир"],
            &["Ли Кэцян", "Ли Цян"],
            &["Ильхам Әлиев", "Гейдар Әлиев"],
            &["Юсуп Келигов", "И. Келигов"],
            &["Владимир Путин", "Владимир Лукин"],
            &["Дмитрий Медведев", "Дмитрий Медведенко"],
            &["Михаил Мясникович", "Михаил Мишустин"],
            &["II Елизавета", "I Елизавета"],
        ] {
            assert_eq!(persons(forms), forms.len(), "{forms:?}");
        }
    }

    #[test]
    fn initials_of_a_crowded_surname_find_their_only_person() {
        let given = [
            "Асан",
            "Берік",
            "Ғалым",
            "Дәурен",
            "Ерлан",
            "Жанар",
            "Зарина",
            "Ильяс",
            "Қанат",
            "Лаура",
            "Марат",
            "Нұрлан",
        ];
        let mut forms: Vec<String> = given.iter().map(|g| format!("{g} Ахметов")).collect();
        forms.push("Қ. Ахметов".to_owned());
        let forms: Forms = forms.into_iter().map(|f| (f, 1)).collect();
        assert_eq!(resolve(&forms, Known::of(&Offices::default())).clusters.len(), given.len());
    }
}
