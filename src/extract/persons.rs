//! Capitalised words to names of persons.

use super::candidate::{Candidate, Form};
use super::name_words::{NameWord, Part, is_common_word, is_name_word, is_vocabulary, may_begin};
use super::reach;
use super::reading::Reading;
use super::reasons::{Decided, Rule};
use super::single_names::single_names;
use super::tables::Topic;
use crate::model::EntityKind;
use crate::text::TokenKind;
use crate::text::morphology::Case;

/// The longest name, in words.
const LONGEST: usize = 6;

/// Words within foreign names, in lower case.
const PARTICLES: &[&str] = &[
    "бен", "бин", "ибн", "әл", "аль", "эль", "ал", "әс", "ас", "ад", "ван", "дер", "фон", "де", "ди", "да", "ду",
    "дос", "ла", "ос", "оглы", "тер",
];

/// Titles of those who go by one name.
const RULERS: &[&str] = &[
    "король",
    "патшайым",
    "император",
    "папа",
    "патриарх",
    "каталикос",
    "әмір",
    "сұлтан",
    "патша",
    "митрополит",
    "архиепископ",
    "шейх",
    "ханша",
];

/// Proposes the names of persons.
#[must_use]
pub fn persons(reading: &Reading<'_>) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut at = 0;
    while at < reading.tokens.len() {
        let name =
            initials_first(reading, at).or_else(|| surname_first(reading, at)).or_else(|| full_name(reading, at));
        match name {
            Some(name) => {
                at = name.last + 1;
                found.push(name);
            }
            None => at += 1,
        }
    }
    found.extend(single_names(reading, &found));
    found.sort_by_key(|c| c.first);
    found
}

/// "Ж.Асанов", "Н.Ә.Назарбаевтың".
fn initials_first(reading: &Reading<'_>, at: usize) -> Option<Candidate> {
    let count = initials(reading, at);
    let last = at + count;
    if !(1..=3).contains(&count) || !reading.same_sentence(at, last) || !is_name_word(reading, last) {
        return None;
    }
    let word = NameWord::read(reading, last);
    let mut parts: Vec<_> = (at..last).map(|i| reading.word(i).to_owned()).collect();
    parts.push(word.stem.to_owned());
    Some(person(at, last, word.case, parts, 0.97, Rule::Initials))
}

/// "Асанов Ж.": a surname with initials behind it, not those of the next name.
fn surname_first(reading: &Reading<'_>, at: usize) -> Option<Candidate> {
    if !is_name_word(reading, at) || NameWord::read(reading, at).part != Part::Surname {
        return None;
    }
    let count = initials(reading, at + 1);
    let last = at + count;
    if !(1..=2).contains(&count)
        || !reading.same_sentence(at, last)
        || reading.after(last).is_some_and(|next| reading.is_capital(next))
    {
        return None;
    }
    let mut parts: Vec<_> = (at + 1..=last).map(|i| reading.word(i).to_owned()).collect();
    parts.push(reading.word(at).to_owned());
    Some(person(at, last, Case::Nominative, parts, 0.9, Rule::InitialsBehind))
}

/// How many initials stand in a row from `at` on.
fn initials(reading: &Reading<'_>, at: usize) -> usize {
    (at..).take_while(|i| reading.is(*i, TokenKind::Initial) && reading.same_sentence(at, *i)).count()
}

/// Two words or more: given name, patronymic, surname in the orders that releases use, or foreign words after an office.
fn full_name(reading: &Reading<'_>, at: usize) -> Option<Candidate> {
    let regnal = reach::is_roman(reading.word(at)) && reading.is(at, TokenKind::Word);
    let start = if regnal { at + 1 } else { at };
    if !may_begin(reading, start) || !reading.same_sentence(at, start) {
        return None;
    }
    let title = reading.before(at).and_then(|before| reading.office_at(before));
    let title = title.filter(|office| office.case == Case::Nominative && !office.plural);
    let mut name = Name {
        reading,
        words: vec![NameWord::read(reading, start)],
        titled: title.is_some(),
        ruler: title.is_some_and(|office| RULERS.contains(&office.noun.to_lowercase().as_str())),
        regnal,
    };
    name.extend();
    name.leave_attributes()?;
    let score = name.score()?;
    let (last, words) = name.words.split_last()?;
    let regnal = regnal.then(|| reading.word(at).to_owned());
    let before = words.iter().map(|w| reading.word(w.at).to_owned());
    let parts = regnal.into_iter().chain(before).chain([last.stem.to_owned()]).collect();
    Some(person(at, last.at, last.case, parts, score, Rule::FullName))
}

/// A name of several words in the making.
struct Name<'r, 'a> {
    reading: &'r Reading<'a>,
    words: Vec<NameWord<'a>>,
    /// Whether an office stands before it.
    titled: bool,
    /// Whether that office is a ruler's, who may go by one name.
    ruler: bool,
    /// Whether a number stands before it ("ІІ Елизавета").
    regnal: bool,
}

impl Name<'_, '_> {
    fn has(&self, part: Part) -> bool {
        self.words.iter().any(|w| w.part == part)
    }

    /// Adds words to the right as long as they belong to the name.
    fn extend(&mut self) {
        while self.words.len() < LONGEST {
            let Some(previous) = self.words.last().copied() else { return };
            let sure = self.words.len() > 1 || !matches!(previous.part, Part::Unknown | Part::Doubtful);
            if previous.case != Case::Nominative && sure {
                return;
            }
            let Some(next) = self.reading.after(previous.at) else { return };
            let word = if self.is_particle(previous, next) || self.is_regnal_number(next) {
                NameWord::as_it_stands(self.reading, next)
            } else if self.belongs(previous, next) {
                NameWord::read(self.reading, next)
            } else {
                return;
            };
            self.words.push(word);
        }
    }

    /// "бен", "ван дер", "де" between words of a name.
    fn is_particle(&self, previous: NameWord<'_>, at: usize) -> bool {
        let reading = self.reading;
        let lower = reading.lower(at);
        if !PARTICLES.contains(&lower) || (self.has(Part::Surname) && self.words.len() > 1) {
            return false;
        }
        let Some(beyond) = reading.after(at) else { return false };
        let next = is_name_word(reading, beyond) || PARTICLES.contains(&reading.lower(beyond));
        let place = reading.phrase_around(beyond).is_some_and(|p| p.phrase.topic == Topic::Country);
        if !next || place {
            return false;
        }
        match lower {
            // "Рамазбен бірге" is "with": after "з" and "ж" the word is a postposition.
            "бен" => !reading.word(previous.at).ends_with(['з', 'ж']),
            // "да" and "де" are also "too".
            "да" | "де" | "ал" => {
                let begun = previous.part == Part::Given || self.words.len() > 1;
                begun && NameWord::read(reading, beyond).part == Part::Unknown
            }
            _ => true,
        }
    }

    /// "Гарегин ІІ", "Карл XVI Густав".
    fn is_regnal_number(&self, at: usize) -> bool {
        let reading = self.reading;
        let number = reading.is(at, TokenKind::Word) && reach::is_roman(reading.word(at));
        number
            && (self.titled || self.words.len() > 1)
            && !reading.after(at).is_some_and(|b| reading.is_lower(b) && reading.lower(b).starts_with("дәреже"))
            && !heads_follow(reading, at + 1)
    }

    fn belongs(&self, previous: NameWord<'_>, at: usize) -> bool {
        let reading = self.reading;
        if !is_name_word(reading, at) {
            return false;
        }
        let word = NameWord::read(reading, at);
        // "… Мемлекет басшысына": the word belongs to the office behind it.
        let of_office = reading.after(at).and_then(|next| reading.office_at(next)).is_some_and(|o| o.possessed);
        if of_office && word.part == Part::Unknown {
            return false;
        }
        let surname = self.words.iter().skip(1).any(|w| w.part == Part::Surname)
            || (self.words.len() > 1 && self.has(Part::Surname));
        let sure = self.words.len() > 1
            && self
                .words
                .iter()
                .any(|w| w.part == Part::Surname && reading.tables.is_surely_surname(&w.stem.to_lowercase()));
        let arabic = ["Әл-", "Әс-", "Ас-", "Ал-", "Аль-", "Эль-"].iter().any(|article| word.stem.starts_with(article));
        // After given name and surname only a patronymic may come; an ending that is no sure sign of a surname does not stop foreign names.
        if surname && word.part != Part::Patronymic && !arabic && (sure || !self.titled || word.part != Part::Unknown) {
            return false;
        }
        if self.has(Part::Patronymic) && self.has(Part::Given) && word.part != Part::Surname && self.words.len() > 2 {
            return false;
        }
        // A given name with a surname behind it begins the next person.
        let next_person = word.part == Part::Given
            && (self.words.len() > 1 || previous.part == Part::Given)
            && reading.after(at).is_some_and(|b| {
                is_name_word(reading, b) && matches!(NameWord::read(reading, b).part, Part::Surname | Part::Patronymic)
            });
        if next_person {
            return false;
        }
        // "Ұлттық", "Халықаралық" begin the name of an institution; right after a given name the word may be a surname.
        let second = self.words.len() == 1 && previous.part == Part::Given;
        let explained = reading.follows_initial(word.stem) || (second && self.titled);
        let plain = if second { is_vocabulary(reading, reading.lower(at)) } else { is_common_word(reading, at) };
        word.part != Part::Unknown || explained || !plain
    }

    /// Words that belong to the head behind them are no part of the name: "Асан Үсенов Әділет министрлігіне".
    fn leave_attributes(&mut self) -> Option<()> {
        let last = self.words.last()?.at;
        if !heads_follow(self.reading, last + 1) {
            return Some(());
        }
        let named = |w: &NameWord<'_>| matches!(w.part, Part::Surname | Part::Patronymic);
        let complete = self.words.iter().rposition(named).filter(|i| *i >= 1)?;
        if complete + 1 < self.words.len() {
            self.words.truncate(complete + 1);
        } else if !self.titled && !self.has(Part::Given) {
            return None;
        }
        Some(())
    }

    /// How likely the words are a name; `None` when nothing speaks for it. The figures are the shares of right ones among
    /// such names in annotated releases, rounded.
    fn score(&self) -> Option<f64> {
        let first = self.words.first()?;
        let (opening, given, surname) = (first.part, self.has(Part::Given), self.has(Part::Surname));
        if self.words.len() == 1 {
            if self.regnal && (self.titled || matches!(opening, Part::Given | Part::Doubtful)) {
                return Some(0.9);
            }
            let one = self.ruler && !is_common_word(self.reading, first.at);
            return one.then_some(0.75);
        }
        Some(match () {
            () if given && (surname || self.has(Part::Patronymic)) => 0.98,
            () if self.has(Part::Patronymic) || (self.has(Part::Doubtful) && surname) => 0.95,
            () if opening == Part::Given || self.titled => 0.9,
            () if opening == Part::Unknown && self.reading.opens_sentence(first.at) => {
                let again = self.reading.stands_alone(first.stem)
                    && self.words.iter().any(|w| looks_foreign(self.reading.lower(w.at)));
                if given || surname {
                    0.6
                } else if again {
                    0.5
                } else {
                    return None;
                }
            }
            () if surname => 0.85,
            () if given => 0.75,
            () if opening == Part::Doubtful => 0.55,
            () if self.words.iter().any(|w| looks_foreign(self.reading.lower(w.at))) => 0.6,
            () => 0.45,
        })
    }
}

/// A candidate for a person whose name has these parts.
pub fn person(first: usize, last: usize, case: Case, parts: Vec<String>, score: f64, rule: Rule) -> Candidate {
    let name = parts.join(" ");
    let (kind, form) = (EntityKind::Person, Form::Person { parts });
    Candidate { first, last, kind, score, case, name, group: None, form, rule, decided: Decided::Rules }
}

/// Whether a head of names begins at `at`: the words before it are its attributes.
#[must_use]
pub fn heads_follow(reading: &Reading<'_>, at: usize) -> bool {
    let adjacent = at > 0 && reading.same_sentence(at - 1, at);
    let begins = |end: usize, kind| reading.heads_at(end, kind).iter().any(|h| h.first == at && !h.bare);
    adjacent
        && (reading.is_lower(at) || reading.is_capital(at))
        && (at..at + 3).any(|end| begins(end, EntityKind::Organisation) || begins(end, EntityKind::Place))
}

/// Letters that Kazakh words seldom have.
fn looks_foreign(lower: &str) -> bool {
    lower.contains(['в', 'ф', 'э', 'ц', 'щ', 'ч', 'ё', 'ю', 'ь', 'х'])
}
