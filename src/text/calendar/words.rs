//! Words to their roles in calendar expressions, by the tables months, numerals and calendar of grammar/kk.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::text::letters::lower_char;
use crate::text::morphology::{Case, Suffix, inflection_of};

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

#[derive(Default)]
struct Words {
    /// Stems with their roles; a stem may have two ("тоқсан" is 90 and a quarter).
    stems: FxHashMap<&'static str, Vec<Role>>,
    /// Letters of the longest stem.
    longest: usize,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    for fields in rows(include_str!("../../../grammar/kk/months.tsv")) {
        if let [stem, number] = fields.as_slice() {
            words.add(stem, number.parse().ok().map(Role::MonthName));
        }
    }
    for fields in rows(include_str!("../../../grammar/kk/numerals.tsv")) {
        if let [kind, stem, number] = fields.as_slice() {
            words.add(stem, numeral(kind, number));
        }
    }
    for fields in rows(include_str!("../../../grammar/kk/calendar.tsv")) {
        if let [role, stem] = fields.as_slice() {
            words.add(stem, role_named(role));
        }
    }
    words
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

impl Words {
    fn add(&mut self, stem: &'static str, role: Option<Role>) {
        self.stems.entry(stem).or_default().extend(role);
        self.longest = self.longest.max(stem.chars().count());
    }
}

/// The readings of a word that has a role in calendar expressions; mostly none.
///
/// Costs a few look-ups for a word that begins like no stem.
pub(super) fn forms(word: &str) -> Vec<Form> {
    let words = &*WORDS;
    // The longest word of the calendar with its endings: "жартыжылдықтарындағылардың".
    if word.chars().nth(28).is_some() {
        return Vec::new();
    }
    let letters: String = word.chars().map(lower_char).collect();
    if let Some(roles) = words.stems.get(letters.as_str()) {
        let bare = |&role| Form { role, case: Case::Nominative, plural: false, possessed: false, attributive: false };
        return roles.iter().map(bare).collect();
    }
    let mut found = Vec::new();
    // Longest stem first: "айында" is of "ай", "биылғыдай" of "биылғы".
    let ends: Vec<usize> = letters.char_indices().map(|(at, _)| at).skip(2).take(words.longest).collect();
    for end in ends.into_iter().rev() {
        let prefix = letters.get(..end).unwrap_or("");
        for stem in [Some(prefix.to_owned()), softened(prefix)].into_iter().flatten() {
            let Some((&stem, roles)) = words.stems.get_key_value(stem.as_str()) else { continue };
            let Some(suffixes) = inflection_of(&letters, stem) else { continue };
            found.extend(roles.iter().filter_map(|&role| form(role, &suffixes)));
        }
        if !found.is_empty() {
            break;
        }
    }
    found
}

/// "қыркүйег" as "қыркүйек": the stem before a possessive.
fn softened(prefix: &str) -> Option<String> {
    let back = prefix.strip_suffix('ғ').map(|s| format!("{s}қ"));
    back.or_else(|| prefix.strip_suffix('г').map(|s| format!("{s}к")))
}

fn form(role: Role, suffixes: &[Suffix]) -> Option<Form> {
    let mut form = Form { role, case: Case::Nominative, plural: false, possessed: false, attributive: false };
    for suffix in suffixes {
        match suffix {
            Suffix::Plural => form.plural = true,
            Suffix::Possessive(_) => form.possessed = true,
            Suffix::Case(case) => form.case = *case,
            Suffix::Attributive | Suffix::Temporal => form.attributive = true,
            // "жылдық" is an anniversary, "айлық" a wage, "жылдай" about a year.
            Suffix::Belonging | Suffix::Abstract | Suffix::Without | Suffix::Like | Suffix::Copula(_) => return None,
        }
    }
    Some(form)
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
