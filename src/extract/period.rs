//! Who holds office in a release, and what it says happened, to the days on which it can have been written.

use std::sync::LazyLock;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::model::{DateValue, Edtf, EntityKind, Facts, Modality, Period, Precision};
use crate::text::latin::search_key;
use crate::text::letters::lower;
use crate::text::morphology::unpossessed;

/// One term of office.
struct Term {
    /// Whose: a country or a body.
    whose: &'static str,
    office: String,
    name: String,
    first: Date,
    /// The day after the last; none for who is in office still.
    end: Option<Date>,
}

/// Terms of heads of state, of government and of world bodies by the key of the surname, or of the only name.
static TERMS: LazyLock<FxHashMap<String, Vec<Term>>> = LazyLock::new(|| {
    let mut terms: FxHashMap<String, Vec<Term>> = FxHashMap::default();
    for line in include_str!("../../grammar/kk/terms.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(whose), Some(office), Some(name), Some(first)) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        let Ok(first) = first.parse() else { continue };
        let end = fields.next().and_then(|day| day.parse().ok());
        let (office, name) = (lower(office), name.to_owned());
        terms.entry(search_key(last_word(&name))).or_default().push(Term { whose, office, name, first, end });
    }
    terms
});

/// Words before an office that say that somebody else holds it, or somebody did.
const FORMER: [&str; 6] = ["экс", "бұрынғы", "тұңғыш", "орынбасар", "вице", "міндет"];

/// The days on which a release that has no date of its own can have been written: when all, or all but a few, whom it calls
/// heads of state or government were in office, and not before the last of the dated happenings that it says are past.
///
/// It is an EDTF interval; its end is open where nothing bounds it. None when nothing is known or what is known
/// contradicts itself. Cost: linear in roles and events.
pub(super) fn period(facts: &Facts) -> Option<Period> {
    let mut why = Vec::new();
    let (mut first, mut end) = (None, None);
    if let Some((days, holders)) = in_office(facts) {
        (first, end) = (Some(days.0), days.1);
        why.extend(holders);
    }
    if let Some((day, text)) = latest_past(facts) {
        if end.is_some_and(|end| day >= end) {
            return None;
        }
        if first.is_none_or(|first| day > first) {
            first = Some(day);
            why.push(format!("tells of {text}"));
        }
    }
    let first = first?;
    let last = end.and_then(|end| end.yesterday().ok()).map_or_else(|| "..".to_owned(), |day| day.to_string());
    Some(Period { date: format!("{first}/{last}").parse().ok()?, why })
}

/// The country or body of which a person is on record as head of state or government by that office, where the text does
/// not say: "Президент" of "Қасым-Жомарт Тоқаев".
#[must_use]
pub fn whose_head(name: &str, position: &str) -> Option<&'static str> {
    let mut terms = terms_of(name, position);
    let whose = terms.next()?.whose;
    terms.all(|term| term.whose == whose).then_some(whose)
}

/// Who was the home country's head of state on all of the days that a date can span, and the term as EDTF; the first one
/// for `None`.
#[must_use]
pub fn head_of_state(date: Option<&Edtf>) -> Option<(&'static str, String)> {
    let holders = super::tables::tables().holders();
    let holder = match date {
        None => holders.first()?,
        Some(date) => {
            let (first, last) = date.bounds()?;
            holders.iter().find(|h| h.from.is_none_or(|from| from <= first) && h.to.is_none_or(|to| last < to))?
        }
    };
    let day = |day: Option<Date>| day.map_or_else(|| "..".to_owned(), |day| day.to_string());
    Some((holder.name, format!("{}/{}", day(holder.from), day(holder.to.and_then(|to| to.yesterday().ok())))))
}

/// Who held an office of a country or body on all of the days that a date can span, as the table of terms has it, and the
/// term as EDTF; `is_whose` says whether the office is of the one that the table names. None for one with several holders.
#[must_use]
pub fn head_by_table(position: &str, is_whose: impl Fn(&str) -> bool, date: &Edtf) -> Option<(&'static str, String)> {
    let (first, last) = date.bounds()?;
    let position = lower(position);
    let in_office = |term: &&Term| term.first <= first && term.end.is_none_or(|end| last < end);
    let terms = TERMS.values().flatten();
    let mut terms = terms.filter(|term| term.office == position && in_office(term) && is_whose(term.whose));
    // A name of several spellings has a term each: the first of them is as good as any.
    let term = terms.by_ref().min_by_key(|term| &term.name)?;
    let end = term.end.and_then(|end| end.yesterday().ok()).map_or_else(|| "..".to_owned(), |day| day.to_string());
    Some((&term.name, format!("{}/{end}", term.first)))
}

/// A span of days: the first, and the day after the last.
type Days = (Date, Option<Date>);

/// The days on which most of those whom a release calls by their offices held them, and who they are.
fn in_office(facts: &Facts) -> Option<(Days, Vec<String>)> {
    let mut holders: FxHashMap<usize, Vec<&Term>> = FxHashMap::default();
    for role in &facts.roles {
        let name = facts.entities.get(role.person).filter(|e| e.kind == EntityKind::Person).map(|e| &e.name);
        for term in name.map(|name| terms_of(name, &role.position)).into_iter().flatten() {
            holders.entry(role.person).or_default().push(term);
        }
    }
    // Between two days on which somebody comes or goes nothing changes: the first days of such spans are looked at.
    let mut days: Vec<Date> =
        holders.values().flatten().flat_map(|t| [Some(t.first), t.end].into_iter().flatten()).collect();
    days.sort_unstable();
    days.dedup();
    let holds = |term: &Term, day: Date| term.first <= day && term.end.is_none_or(|end| day < end);
    let count = |day: Date| holders.values().filter(|terms| terms.iter().any(|t| holds(t, day))).count();
    let most = days.iter().map(|day| count(*day)).max()?;
    if most * 4 < holders.len() * 3 {
        return None;
    }
    let first = *days.iter().find(|day| count(**day) == most)?;
    let last = days.iter().rposition(|day| count(*day) == most)?;
    let end = days.get(last + 1).copied();
    let mut why: Vec<String> = holders
        .values()
        .filter_map(|terms| terms.iter().find(|t| holds(t, first)))
        .map(|t| format!("{}, {}, {}/{}", t.name, t.office, t.first, t.end.map_or("..".to_owned(), |d| d.to_string())))
        .collect();
    why.sort_unstable();
    Some(((first, end), why))
}

/// The terms of a person in an office: "Н. Назарбаев", "Назарбаев", "Қазақстан Президенті".
fn terms_of(name: &str, position: &str) -> impl Iterator<Item = &'static Term> {
    let position = lower(position);
    let former = FORMER.iter().any(|word| position.contains(word));
    let head = unpossessed(last_word(&position));
    let key = search_key(last_word(name));
    let given = search_key(name).chars().next().filter(|_| name.contains([' ', '.']));
    let terms = if former { None } else { TERMS.get(&key) };
    let terms = terms.into_iter().flatten();
    terms.filter(move |term| {
        let office = term.office == head || (term.office == "бас хатшы" && position.ends_with("бас хатшы"));
        office && given.is_none_or(|given| search_key(&term.name).starts_with(given))
    })
}

fn last_word(text: &str) -> &str {
    text.rsplit([' ', '.']).next().unwrap_or(text)
}

/// The first day of the latest dated happening that is past, and its date.
fn latest_past(facts: &Facts) -> Option<(Date, &Edtf)> {
    let past = facts.events.iter().filter(|event| event.modality == Modality::Actual);
    let dates = past.filter_map(|event| match &facts.dates.get(event.date?)?.value {
        DateValue::Edtf(date) => Some(date),
        DateValue::Relative(_) => None,
    });
    let days = dates.filter(|date| matches!(date.precision(), Precision::Day | Precision::Month | Precision::Year));
    days.filter_map(|date| Some((date.bounds()?.0, date))).max_by_key(|(day, _)| *day)
}

#[cfg(test)]
mod tests {
    use super::head_by_table;
    use crate::Extractor;
    use crate::text::Release;

    fn period(text: &str) -> Option<String> {
        let release = Release::from_text("хабар.txt", text).unwrap().remove(0);
        Extractor::new().extract(&release).period.map(|p| p.date.as_str().to_owned())
    }

    #[test]
    fn those_in_office_together_bound_the_days() {
        let text = "Қазақстан Президенті Нұрсұлтан Назарбаев Түркия Президенті Режеп Тайып Ердоғанмен кездесті. \
                    Кездесуге Премьер-Министр Бақытжан Сағынтаев қатысты.";
        assert_eq!(period(text).as_deref(), Some("2016-09-09/2019-02-20"));
    }

    #[test]
    fn initials_and_spellings_are_known() {
        let text = "Қырғызстан Президенті А. Атамбаев Астанаға келді. Оны Премьер-Министр К. Мәсімов қарсы алды.";
        assert_eq!(period(text).as_deref(), Some("2011-12-01/2016-09-07"));
        assert_eq!(period("Президент Атамбаев Астанаға келді.").as_deref(), Some("2011-12-01/2017-11-23"));
        assert_eq!(period("Президент С. Атамбаев Астанаға келді."), None);
    }

    #[test]
    fn what_happened_bounds_the_beginning() {
        let text = "Президент Қасым-Жомарт Тоқаев сөз сөйледі. 2021 жылғы 14 мамырда Таразда жаңа мектеп ашылды.";
        assert_eq!(period(text).as_deref(), Some("2021-05-14/.."));
    }

    #[test]
    fn the_table_tells_who_held_an_office() {
        let head = |office: &str, whose: &str, date: &str| {
            head_by_table(office, |known| known == whose, &date.parse().unwrap())
                .map(|(name, term)| format!("{name} {term}"))
        };
        assert_eq!(head("Президент", "Ресей", "2017-05-01").as_deref(), Some("Владимир Путин 2012-05-07/.."));
        assert_eq!(head("премьер-министр", "Қазақстан", "2012-09").as_deref(), None);
        assert_eq!(head("Бас хатшы", "БҰҰ", "2016").as_deref(), Some("Пан Ги Мун 2007-01-01/2016-12-31"));
        assert_eq!(head("Президент", "Франция", "2018").as_deref(), Some("Эммануэль Макрон 2017-05-14/.."));
    }

    #[test]
    fn who_was_in_office_once_says_nothing() {
        assert_eq!(period("АҚШ-тың экс-президенті Барак Обама дәріс оқыды."), None);
        assert_eq!(period("Қазақстанның Тұңғыш Президенті Нұрсұлтан Назарбаев хат жолдады."), None);
        assert_eq!(period("Әнші Марат Омаров Семейде ән салды."), None);
    }
}
