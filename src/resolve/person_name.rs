//! A person's name to its parts: given names, initials, patronymic, surname.

use super::bynames::full_name_of;
use super::person_key::{is_vowel, letter_of};
use crate::text::latin::search_key;
use crate::text::letters::lower;

/// Endings that only surnames have, in lower case.
const SURNAME_ENDINGS: [&str; 12] =
    ["ов", "ев", "ёв", "ова", "ева", "ёва", "ский", "ская", "цкий", "цкая", "ин", "ина"];

/// Endings of patronymics, in lower case.
const PATRONYMIC_ENDINGS: [&str; 10] = ["ұлы", "улы", "қызы", "кызы", "ович", "евич", "овна", "евна", "оғлы", "оглы"];

/// Of these, the ones that Slavic surnames have as well: "Зоран Миланович".
const SURNAMES_TOO: [&str; 2] = ["ович", "евич"];

/// Words between a name and the name of the father.
const SON_OF: [&str; 6] = ["бен", "бин", "ибн", "бинт", "ибну", "бинти"];

/// Particles of names, which are left out as often as not.
const PARTICLES: [&str; 22] = [
    "әл", "ал", "аль", "эль", "ас", "аш", "ат", "ад", "ар", "ан", "де", "ди", "да", "ду", "дю", "дос", "ла", "ле",
    "ван", "фон", "дер", "ден",
];

/// Bynames, which are written small and are words of their own.
const BYNAMES: [&str; 12] =
    ["хан", "би", "батыр", "ата", "сал", "ақын", "қажы", "баба", "ана", "шешен", "сері", "бахадүр"];

/// Endings of the genitive, which no name in the nominative has.
const GENITIVES: [&str; 6] = ["ның", "нің", "дың", "дің", "тың", "тің"];

/// The parts of a name, each as a key that does not depend on case, look-alike letters or spelling.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PersonName {
    /// Surname, or the only word; its words are joined by a hyphen.
    pub surname: String,
    /// Given names written out, joined by a space; empty when there are none.
    pub given: String,
    /// Patronymic without its ending.
    pub patronymic: Option<String>,
    /// First letter of the given name, where it is not written out.
    pub initial: Option<String>,
    /// First letter of the patronymic, where it is not written out.
    pub patronymic_initial: Option<String>,
    /// Of kings of one name, which.
    pub number: Option<String>,
}

/// A word of a name as it is written, in small letters.
struct Word {
    lower: String,
    key: String,
}

impl PersonName {
    /// Reads a name in the nominative. Linear time.
    pub fn parse(form: &str) -> Self {
        let mut name = Self::default();
        let mut initials: Vec<String> = Vec::new();
        let mut words: Vec<Word> = Vec::new();
        let mut father_follows = false;
        let full = full_name_of(form);
        let pieces = pieces(full.unwrap_or(form));
        for (at, part) in pieces.iter().enumerate() {
            let inside = at > 0 && at + 1 < pieces.len();
            let lower = lower(part.trim_matches(|c: char| !c.is_alphanumeric()));
            if lower.is_empty() {
                continue;
            }
            if let Some(number) = number(part) {
                name.number = Some(number);
            } else if part.ends_with('.') || (lower.chars().count() == 1 && words.is_empty()) {
                initials.push(letter_of(&search_key(&lower)).to_owned());
            } else if SON_OF.contains(&lower.as_str()) && !words.is_empty() {
                father_follows = true;
            } else if std::mem::take(&mut father_follows) {
                if name.patronymic.is_none() {
                    name.patronymic = Some(search_key(&lower));
                }
            } else if let Some(stem) = father_of(&lower, &words, &initials, at + 1 == pieces.len()) {
                // "Ақан ұлы": the ending stands alone, the word before it is the father's name.
                let father = if stem.is_empty() { words.pop().map(|w| w.lower) } else { Some(stem.to_owned()) };
                name.patronymic = father.map(|f| search_key(&f));
            } else if !(inside && PARTICLES.contains(&lower.as_str())) {
                words.push(Word { key: search_key(without_article(&lower)), lower });
            }
        }
        name.take(words, initials);
        name
    }

    /// Tells given names and surname apart.
    fn take(&mut self, mut words: Vec<Word>, initials: Vec<String>) {
        if let Some(last) = words.last_mut()
            && let Some(stem) = GENITIVES.iter().find_map(|e| last.lower.strip_suffix(e))
            && stem.chars().count() > 1
        {
            last.key = search_key(stem);
        }
        words.retain(|w| !w.key.is_empty());
        let surname_at = surname_at(&words, self.patronymic.is_some());
        self.surname = surname_at.map(|at| words.remove(at).key.replace(' ', "-")).unwrap_or_default();
        self.given = words.into_iter().map(|w| w.key).collect::<Vec<_>>().join(" ");
        let mut initials = initials.into_iter();
        if self.given.is_empty() {
            self.initial = initials.next();
        }
        self.patronymic_initial = initials.next().filter(|_| self.patronymic.is_none());
        // "Бауыржан Момышұлы": who has no other surname is told apart by the father's name.
        if self.surname.is_empty()
            && let Some(father) = self.patronymic.take()
        {
            self.surname = format!("{father}~");
        }
    }

    /// Whether given name and surname are both written out.
    pub fn is_full(&self) -> bool {
        !self.given.is_empty() && !self.surname.is_empty()
    }

    /// Whether initials of `self` agree with the full name `full`.
    pub fn abbreviates(&self, full: &Self) -> bool {
        let given = self.initial.as_ref().is_some_and(|i| letter_of(&full.given) == i);
        let father = match (&self.patronymic_initial, &full.patronymic, &self.patronymic) {
            (Some(i), Some(p), _) => letter_of(p) == i,
            (None, Some(p), Some(own)) => p == own,
            _ => true,
        };
        // "А. И." may be two given names as well.
        let second = || self.patronymic_initial.as_deref() == full.given.split(' ').nth(1).map(letter_of);
        given && (father || second())
    }
}

/// The words of a form. What a PDF has torn off, written small, is put to what it was torn from.
fn pieces(form: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for part in form.replace('.', ". ").replace(". -", ".-").split_whitespace() {
        let lower = lower(part);
        let torn = part.chars().next().is_some_and(char::is_lowercase)
            && !part.contains('-')
            && !BYNAMES.contains(&lower.as_str())
            && !PARTICLES.contains(&lower.as_str())
            && !SON_OF.contains(&lower.as_str())
            && !PATRONYMIC_ENDINGS.contains(&lower.as_str());
        match pieces.last_mut() {
            Some(last) if torn => {
                let kept = last.trim_end_matches(['.', '-', '‐', '\u{AD}']).len();
                last.truncate(kept);
                last.push_str(part);
            }
            _ => pieces.push(part.to_owned()),
        }
    }
    pieces
}

/// Which of the kings of one name: "ІІ", "XVI", in Latin letters or in Cyrillic ones that look alike.
fn number(part: &str) -> Option<String> {
    let numeral: String = part
        .chars()
        .map(|c| {
            if c == 'І' {
                'I'
            } else if c == 'Х' {
                'X'
            } else {
                c
            }
        })
        .collect();
    (numeral.chars().count() > 1 && numeral.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))).then_some(numeral)
}

/// The father's name, when a word is a patronymic: the first of a name is none, nor a last "-ович" behind a given name
/// or an initial alone.
fn father_of<'a>(lower: &'a str, before: &[Word], initials: &[String], is_last: bool) -> Option<&'a str> {
    let end = PATRONYMIC_ENDINGS.iter().find(|e| lower.ends_with(**e))?;
    let stem = lower.strip_suffix(end)?;
    if before.is_empty() && (initials.is_empty() || stem.is_empty()) {
        return None;
    }
    let surname = is_last && SURNAMES_TOO.contains(end) && before.len() < 2;
    (!surname || before.iter().any(|w| is_spelt_as_surname(&w.lower))).then_some(stem)
}

/// "ас-Сиси" without "ас-".
fn without_article(lower: &str) -> &str {
    match lower.split_once('-') {
        Some((article, rest)) if PARTICLES.contains(&article) => rest,
        _ => lower,
    }
}

fn is_spelt_as_surname(lower: &str) -> bool {
    SURNAME_ENDINGS.iter().any(|e| lower.ends_with(e))
}

/// Which of the words is the surname: the last, unless only the first is spelt like one.
fn surname_at(words: &[Word], has_patronymic: bool) -> Option<usize> {
    match words {
        [] => None,
        // "Берік Уәлиұлы" has no surname; "Назарбаев Әбішұлы" would be odd.
        [only] if has_patronymic && !is_spelt_as_surname(&only.lower) => None,
        [first, .., last] if is_spelt_as_surname(&first.lower) && !is_spelt_as_surname(&last.lower) => Some(0),
        _ => Some(words.len() - 1),
    }
}

/// Whether two words are one but for vowels, or but for one letter; endings tell women from men, so they count.
pub(super) fn are_alike(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.len() < 5 || long.len() - short.len() > 2 {
        return false;
    }
    let first = |w: &str| w.chars().next().map(|c| if is_vowel(c) { 'a' } else { c });
    let ends_open = |w: &str| w.ends_with(is_vowel);
    if first(short) != first(long) || ends_open(short) != ends_open(long) {
        return false;
    }
    differ_in_vowels(short, long) && short.len() > 5 || strsim::osa_distance(short, long) <= 1
}

/// Whether two words have the same consonants.
pub(super) fn differ_in_vowels(one: &str, other: &str) -> bool {
    one.chars().filter(|c| !is_vowel(*c)).eq(other.chars().filter(|c| !is_vowel(*c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(form: &str) -> (String, String, String) {
        let name = PersonName::parse(form);
        (name.surname, name.given, name.patronymic.unwrap_or_default())
    }

    #[test]
    fn order_initials_and_patronymics_are_read() {
        let of = |s: &str, g: &str, p: &str| (s.to_owned(), g.to_owned(), p.to_owned());
        assert_eq!(parts("Асанов Жақып Қажманұлы"), of("asanov", "jakip", "kajman"));
        assert_eq!(parts("Жақып Қажманович Асанов"), of("asanov", "jakip", "kajman"));
        assert_eq!(parts("Қайрат ДОСЫМОВ"), of("dosimov", "kairat", ""));
        assert_eq!(parts("Зоран Миланович"), of("milan~", "zoran", ""));
        assert_eq!(parts("Бауыржан Момышұлы").1, "bauirjan");
        assert_eq!(parts("Гурбангулы Бердімұхамедов").0, "berdimuhamedov");
    }

    #[test]
    fn particles_numbers_and_torn_words_do_not_count() {
        assert_eq!(parts("Абдель Фаттах Ас-Сиси").0, parts("А. Сиси").0);
        assert_eq!(parts("Александр Ван дер Беллен"), parts("Александр Беллен"));
        assert_eq!(PersonName::parse("Карл XVI Густав").given, PersonName::parse("Карл Густав").given);
        assert_eq!(parts("Серік Ахме тов"), parts("Серік Ахметов"));
        assert_eq!(parts("Х. иллари Клинтон").1, parts("Хиллари Клинтон").1);
        assert_eq!(parts("Мун Чжэ Иннің"), parts("Мун Чжэ Ин"));
    }

    #[test]
    fn initials_are_letters_not_beginnings() {
        let fits = |short: &str, full: &str| PersonName::parse(short).abbreviates(&PersonName::parse(full));
        assert!(fits("Ш. Мирзиёев", "Шавкат Мирзиёев"));
        assert!(!fits("С. Мирзиёев", "Шавкат Мирзиёев"));
        assert!(!fits("И. Келигов", "Юсуп Келигов"));
        assert!(fits("Ж.Қ. Асанов", "Жақып Қажманұлы Асанов"));
        assert!(!fits("Ж.С. Асанов", "Жақып Қажманұлы Асанов"));
    }
}
