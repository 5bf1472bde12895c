//! Words to their roles in calendar expressions, by the tables months, numerals and calendar of grammar/kk.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::text::letters::lower_char;
use crate::text::morphology::{Case, Suffix, declension};

/// What a word does in a calendar expression. Numbers are those of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    MonthName(u8),
    Cardinal(u32),
    /// `-1` is the last.
    Ordinal(i32),
    /// A part in hundredths: "ширек", "жарты".
    Fraction(u32),
    Year,
    Month,
    Day,
    Week,
    Century,
    HalfYear,
    Quarter,
    /// Beginning, middle, end, inside, course.
    Edge,
    Season,
    ThisYear,
    LastYear,
    Today,
    Yesterday,
    Tomorrow,
    AfterTomorrow,
    This,
    Last,
    Next,
    Recent,
    Ago,
    Later,
    And,
    Time,
}

/// A word that has a role, and what its endings say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    pub role: Role,
    pub case: Case,
    pub plural: bool,
    pub possessed: bool,
    /// -дағы or -ғы: it goes with what follows.
    pub attributive: bool,
}

impl Form {
    /// Whether the word has no ending.
    pub(super) fn is_bare(self) -> bool {
        self.case == Case::Nominative && !self.plural && !self.possessed && !self.attributive
    }
}

/// Every form of every word that has a role; one form may have several ("тоқсан" is 90 and a quarter).
static FORMS: LazyLock<FxHashMap<String, Vec<Form>>> = LazyLock::new(|| {
    let mut forms: FxHashMap<String, Vec<Form>> = FxHashMap::default();
    let mut add = |stem: &str, role: Option<Role>| {
        for (word, suffixes) in role.map_or_else(Vec::new, |_| declension(stem)) {
            forms.entry(word).or_default().extend(role.map(|role| form(role, &suffixes)));
        }
    };
    for fields in rows(include_str!("../../../grammar/kk/months.tsv")) {
        if let [stem, number] = fields.as_slice() {
            add(stem, number.parse().ok().map(Role::MonthName));
        }
    }
    for fields in rows(include_str!("../../../grammar/kk/numerals.tsv")) {
        if let [kind, stem, number] = fields.as_slice() {
            add(stem, numeral(kind, number));
        }
    }
    for fields in rows(include_str!("../../../grammar/kk/calendar.tsv")) {
        if let [role, stem] = fields.as_slice() {
            add(stem, role_named(role));
        }
    }
    forms
});

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

fn numeral(kind: &str, number: &str) -> Option<Role> {
    Some(match kind {
        "cardinal" => Role::Cardinal(number.parse().ok()?),
        "ordinal" => Role::Ordinal(number.parse().ok()?),
        "fraction" => Role::Fraction(number.parse().ok()?),
        _ => return None,
    })
}

fn role_named(name: &str) -> Option<Role> {
    Some(match name {
        "year" => Role::Year,
        "month" => Role::Month,
        "day" => Role::Day,
        "week" => Role::Week,
        "century" => Role::Century,
        "half-year" => Role::HalfYear,
        "quarter" => Role::Quarter,
        "edge" => Role::Edge,
        "season" => Role::Season,
        "this-year" => Role::ThisYear,
        "last-year" => Role::LastYear,
        "today" => Role::Today,
        "yesterday" => Role::Yesterday,
        "tomorrow" => Role::Tomorrow,
        "after-tomorrow" => Role::AfterTomorrow,
        "this" => Role::This,
        "last" => Role::Last,
        "next" => Role::Next,
        "recent" => Role::Recent,
        "ago" => Role::Ago,
        "later" => Role::Later,
        "and" => Role::And,
        "time" => Role::Time,
        _ => return None,
    })
}

/// The readings of a word that has a role in calendar expressions; mostly none. One look-up.
pub(super) fn forms(word: &str) -> &'static [Form] {
    // The longest is "жартыжылдықтарындағы".
    if word.chars().nth(24).is_some() {
        return &[];
    }
    let small: String = word.chars().filter(|&c| c != '\u{AD}').map(lower_char).collect();
    FORMS.get(&small).map_or(&[], Vec::as_slice)
}

fn form(role: Role, suffixes: &[Suffix]) -> Form {
    let mut form = Form { role, case: Case::Nominative, plural: false, possessed: false, attributive: false };
    for suffix in suffixes {
        match suffix {
            Suffix::Plural => form.plural = true,
            Suffix::Possessive(_) => form.possessed = true,
            Suffix::Case(Case::Attributive) | Suffix::Temporal => form.attributive = true,
            Suffix::Case(case) => form.case = *case,
            _ => {}
        }
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(word: &str) -> Vec<Role> {
        forms(word).iter().map(|f| f.role).collect()
    }

    #[test]
    fn forms_of_calendar_words_are_known() {
        assert_eq!(roles("қаңтарда"), [Role::MonthName(1)]);
        assert_eq!(roles("қыркүйегінде"), [Role::MonthName(9)]);
        assert_eq!(roles("Жылғы"), [Role::Year]);
        assert_eq!(roles("жылдарындағы"), [Role::Year]);
        assert_eq!(roles("басынан"), [Role::Edge]);
        assert_eq!(roles("аяғына"), [Role::Edge]);
        assert_eq!(roles("ғасырдың"), [Role::Century]);
        assert_eq!(roles("жартыжылдығында"), [Role::HalfYear]);
        assert_eq!(roles("былтырмен"), [Role::LastYear]);
        assert!(forms("жылғы")[0].attributive);
    }

    #[test]
    fn words_that_begin_alike_have_no_role() {
        for word in
            ["жылдық", "айтты", "бастап", "басшысы", "жылжымайтын", "күнделікті", "айлық", "қазақ", "Айман", "ортақ"]
        {
            assert!(roles(word).iter().all(|r| matches!(r, Role::Cardinal(_))), "{word}: {:?}", roles(word));
        }
    }

    #[test]
    fn every_line_of_the_tables_is_understood() {
        for fields in rows(include_str!("../../../grammar/kk/calendar.tsv")) {
            assert!(fields.len() == 2 && role_named(fields[0]).is_some(), "{fields:?}");
        }
        for fields in rows(include_str!("../../../grammar/kk/numerals.tsv")) {
            assert!(fields.len() == 3 && numeral(fields[0], fields[2]).is_some(), "{fields:?}");
        }
        assert_eq!(rows(include_str!("../../../grammar/kk/months.tsv")).count(), 12);
    }
}
