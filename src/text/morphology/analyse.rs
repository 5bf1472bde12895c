//! A word to its possible stems and endings.

use super::ending::Ending;
use super::plausible::{stem_cost, suffix_cost};
use super::sounds::{Class, Fit, class, is_vowel, suits};
use super::table::TABLE;
use super::{Case, Person, Suffix};
use crate::text::letters::{is_capitalised, lower_char};

/// A longer word is not analysed: no Kazakh word has as many letters.
const LONGEST: usize = 64;

/// One way to read a word.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// The stem as a dictionary has it: "министрлік" for "министрлігінің".
    pub stem: String,
    /// The endings from the stem outwards.
    pub suffixes: Vec<Suffix>,
    /// How unlikely the reading is beside the others: 0 and more, in no unit.
    pub cost: f32,
}

impl Analysis {
    /// The outermost case; nominative when there is none.
    #[must_use]
    pub fn case(&self) -> Case {
        let case = self.suffixes.iter().rev().find_map(|suffix| match suffix {
            Suffix::Case(case) => Some(*case),
            _ => None,
        });
        case.unwrap_or_default()
    }

    /// Whose it is.
    #[must_use]
    pub fn possessive(&self) -> Option<Person> {
        self.suffixes.iter().find_map(|s| if let Suffix::Possessive(person) = s { Some(*person) } else { None })
    }

    /// Who is it.
    #[must_use]
    pub fn copula(&self) -> Option<Person> {
        self.suffixes.iter().find_map(|s| if let Suffix::Copula(person) = s { Some(*person) } else { None })
    }

    /// Whether it is in the plural.
    #[must_use]
    pub fn is_plural(&self) -> bool {
        self.suffixes.contains(&Suffix::Plural)
    }

    /// Whether the word is read as bare of endings.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.suffixes.is_empty()
    }
}

/// All readings of a word, best first; the last resort, the word as a bare stem, is always among them.
///
/// The stem keeps the capitals of the word. Endings behind a hyphen ("БҰҰ-ның", "АҚШ-қа") and behind a closing quote
/// ("«Қазпошта»-ның") are read as well, whatever their vowels. Words of more than 64 letters come back as bare stems.
///
/// ```
/// use shezhire::text::morphology::{Case, Person, Suffix, analyse};
/// let best = &analyse("министрлігінің")[0];
/// assert_eq!(best.stem, "министрлік");
/// assert_eq!(best.suffixes, [Suffix::Possessive(Person::Third), Suffix::Case(Case::Genitive)]);
/// assert_eq!(analyse("АҚШ-қа")[0].stem, "АҚШ");
/// ```
#[must_use]
pub fn analyse(word: &str) -> Vec<Analysis> {
    analyse_known(word, &|_| false)
}

/// As [`analyse`]; stems that `known` holds for (asked in the capitals of the word) come first.
#[must_use]
pub fn analyse_known(word: &str, known: &dyn Fn(&str) -> bool) -> Vec<Analysis> {
    let bare = Analysis { stem: word.to_owned(), suffixes: Vec::new(), cost: 13.0 };
    if word.is_empty() || word.chars().nth(LONGEST).is_some() {
        return vec![bare];
    }
    let original: Vec<char> = word.chars().collect();
    let letters: Vec<char> = original.iter().map(|&c| lower_char(c)).collect();
    let mut search =
        Search { original: &original, letters: &letters, boundary: 0, taken: Vec::new(), found: Vec::new() };
    if let Some(boundary) = ending_boundary(&original) {
        // Only readings that take the hyphen's whole tail as endings.
        search.boundary = boundary;
        search.strip(letters.clone(), OUTERMOST, Need::Any, 0.0);
    }
    if search.found.is_empty() {
        search.boundary = 0;
        search.strip(letters.clone(), OUTERMOST, Need::Any, 0.0);
    }
    let capitalised = is_capitalised(word);
    let mut found = search.found;
    for analysis in &mut found {
        analysis.cost += stem_cost(analysis, capitalised);
        if known(&analysis.stem) {
            analysis.cost = (analysis.cost - 5.0).max(0.0);
        }
    }
    found.sort_by(|a, b| a.cost.total_cmp(&b.cost).then_with(|| b.suffixes.len().cmp(&a.suffixes.len())));
    found.dedup_by(|b, a| a.stem == b.stem && a.suffixes == b.suffixes);
    if found.is_empty() {
        found.push(bare);
    }
    found
}

/// Where the stem ends in a word whose ending stands behind a hyphen or a closing quote.
fn ending_boundary(word: &[char]) -> Option<usize> {
    let at = word.iter().rposition(|&c| matches!(c, '-' | '‑' | '»' | '”' | '"' | '’'))?;
    let tail = word.get(at + 1..)?;
    (at > 0 && !tail.is_empty() && tail.iter().all(|c| c.is_alphabetic())).then_some(at + 1)
}

/// The letters before the sign that parts a stem from its ending: without hyphen, with the quote.
fn before_boundary(word: &[char], boundary: usize) -> &[char] {
    let stem = word.get(..boundary).unwrap_or(word);
    match stem {
        [rest @ .., '-' | '‑'] => rest,
        _ => stem,
    }
}

/// What the next ending inwards has to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    Any,
    /// The possessive of the third person: "нда" was taken off.
    Third,
    /// Not that one: "да" was taken off, not "нда".
    NotThird,
    /// The possessive of the first or second person singular: "а" was taken off.
    Mine,
}

/// Above the place of every ending.
const OUTERMOST: u8 = 5;

/// Where an ending stands: those further in have smaller numbers.
const fn place(suffix: Suffix) -> u8 {
    match suffix {
        Suffix::Abstract | Suffix::Without => 0,
        Suffix::Plural => 1,
        Suffix::Possessive(_) => 2,
        Suffix::Case(_) | Suffix::Temporal | Suffix::Belonging | Suffix::Like => 3,
        Suffix::Copula(_) => 4,
    }
}

/// These make a noun of a form, which takes endings anew: "облысындағылардың".
const fn makes_noun(suffix: Suffix) -> bool {
    matches!(suffix, Suffix::Case(Case::Attributive) | Suffix::Temporal | Suffix::Belonging)
}

struct Search<'a> {
    original: &'a [char],
    letters: &'a [char],
    /// Endings are to end here, when not 0.
    boundary: usize,
    /// Endings taken off, outermost first.
    taken: Vec<Suffix>,
    found: Vec<Analysis>,
}

impl Search<'_> {
    /// Notes `stem` as a reading and takes every further ending off it. Every call but the first has taken an ending,
    /// and places fall from call to call, with one exception a word, so that the depth is at most ten.
    fn strip(&mut self, stem: Vec<char>, limit: u8, need: Need, cost: f32) {
        let at_boundary = self.boundary > 0 && stem.len() <= self.boundary;
        if matches!(need, Need::Any | Need::NotThird) && (self.boundary == 0 || at_boundary) {
            self.note(&stem, cost);
        }
        if at_boundary {
            return;
        }
        for ending in &TABLE.endings {
            let again = makes_noun(ending.suffix) && !self.taken.iter().any(|&s| makes_noun(s));
            if place(ending.suffix) >= limit && !(again && limit > 0) {
                continue;
            }
            let fits_need = match need {
                Need::Any => true,
                Need::Third => ending.suffix == Suffix::Possessive(Person::Third),
                Need::NotThird => ending.suffix != Suffix::Possessive(Person::Third),
                Need::Mine => {
                    matches!(ending.suffix, Suffix::Possessive(Person::FirstSingular | Person::SecondSingular))
                }
            };
            let Some(rest) = stem.strip_suffix(ending.letters.as_slice()).filter(|rest| fits_need && !rest.is_empty())
            else {
                continue;
            };
            if let (Suffix::Possessive(_), Some('і'), [.., 'л']) = (ending.suffix, ending.letters.first(), rest) {
                // "королі" is of "король".
                let soft = [rest, &['ь']].concat();
                self.taken.push(ending.suffix);
                self.strip(soft, place(ending.suffix), Need::Any, cost + suffix_cost(ending.suffix) + 0.5);
                self.taken.pop();
            }
            if let Some((need, extra)) = self.joins(rest, ending) {
                let cost = cost + extra + suffix_cost(ending.suffix);
                self.taken.push(ending.suffix);
                for (stem, extra) in restored(rest, ending) {
                    self.strip(stem, place(ending.suffix), need, cost + extra);
                }
                self.taken.pop();
            }
        }
    }

    /// Whether the ending may stand after `rest`, what must follow inwards, and what that costs.
    fn joins(&self, rest: &[char], ending: &Ending) -> Option<(Need, f32)> {
        if self.boundary > 0 && rest.len() <= self.boundary {
            // Writers disagree how an acronym is read out, so that any variant of the ending may follow it.
            return (rest.len() == self.boundary).then_some((Need::Any, 0.0));
        }
        let fit = ending.harmony.map_or(Some(Fit::Regular), |harmony| suits(rest, harmony))?;
        let mut cost = if fit == Fit::Loose { 1.0 } else { 0.0 };
        let class = class(rest)?;
        let possessed = matches!(rest, [.., 'ы' | 'і']);
        if ending.follows(class) {
            let differs = matches!(ending.suffix, Suffix::Case(_));
            return Some((if ending.possessed || !differs { Need::Any } else { Need::NotThird }, cost));
        }
        if ending.possessed && possessed {
            return Some((Need::Third, cost));
        }
        if ending.mine && matches!(rest, [.., 'м' | 'ң']) {
            return Some((Need::Mine, cost));
        }
        // "Тбилисиның" for "Тбилисидің".
        cost += 1.0;
        (class == Class::Glide && matches!(rest, [.., 'и' | 'у']) && ending.follows(Class::Vowel))
            .then_some((Need::Any, cost))
    }

    fn note(&mut self, stem: &[char], cost: f32) {
        let stem = if self.boundary > 0 { before_boundary(stem, self.boundary) } else { stem };
        let common = stem.iter().zip(self.letters).take_while(|(a, b)| a == b).count();
        let kept = self.original.get(..common).unwrap_or(self.original);
        // A letter that was restored takes the case of the one before it.
        let capitals = kept.len() > 1 && kept.last().is_some_and(|c| c.is_uppercase());
        let mut text: String = kept.iter().collect();
        for &c in stem.get(common..).unwrap_or(&[]) {
            if capitals { text.extend(c.to_uppercase()) } else { text.push(c) }
        }
        self.found.push(Analysis { stem: text, suffixes: self.taken.iter().rev().copied().collect(), cost });
    }
}

/// The stems that `rest` can stand for before this ending, with what each costs: before a vowel қ, к and п were softened
/// ("министрлігі"), and some words lost a vowel ("халқы").
fn restored(rest: &[char], ending: &Ending) -> Vec<(Vec<char>, f32)> {
    let as_is = rest.to_vec();
    if !(matches!(ending.suffix, Suffix::Possessive(_)) && matches!(ending.letters.first(), Some('ы' | 'і'))) {
        return vec![(as_is, 0.0)];
    }
    let mut stems = Vec::new();
    let mut with_last = |c: char, cost: f32| {
        let mut stem = as_is.clone();
        stem.pop();
        stem.push(c);
        stems.push((stem, cost));
    };
    let after_vowel = rest.len() > 1 && rest.iter().rev().nth(1).is_some_and(|&c| is_vowel(c));
    // "-дағы" is seldom the possessive of a word in -дақ.
    let attributive = matches!(rest, [.., 'д' | 'т', 'а', 'ғ'] | [.., 'д' | 'т', 'е', 'г']);
    let kept_cost = match rest.last() {
        Some('ғ') => {
            with_last('қ', if attributive { 1.5 } else { 0.0 });
            4.0
        }
        Some('г') => {
            with_last(
                'к',
                if attributive {
                    1.5
                } else if after_vowel {
                    0.0
                } else {
                    1.0
                },
            );
            if after_vowel { 1.0 } else { 0.0 }
        }
        Some('б') => {
            with_last('п', if after_vowel { 0.0 } else { 1.0 });
            if after_vowel { 0.5 } else { 0.0 }
        }
        _ => 0.0,
    };
    stems.extend(TABLE.restore_vowel(rest).map(|stem| (stem, 0.0)));
    stems.push((as_is, kept_cost));
    stems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(word: &str) -> (String, Vec<Suffix>) {
        let first = analyse(word).remove(0);
        (first.stem, first.suffixes)
    }

    const THEIRS: Suffix = Suffix::Possessive(Person::Third);

    #[test]
    fn names_in_cases_are_read() {
        for (word, stem, case) in [
            ("Назарбаевтың", "Назарбаев", Case::Genitive),
            ("Порошенкодан", "Порошенко", Case::Ablative),
            ("Рахмонға", "Рахмон", Case::Dative),
            ("Келиговпен", "Келигов", Case::Instrumental),
            ("Алматының", "Алматы", Case::Genitive),
            ("Армениядан", "Армения", Case::Ablative),
            ("Мәсімовтің", "Мәсімов", Case::Genitive),
            ("АЛМАТЫДА", "АЛМАТЫ", Case::Locative),
        ] {
            assert_eq!(best(word), (stem.to_owned(), vec![Suffix::Case(case)]), "{word}");
        }
    }

    #[test]
    fn possessed_heads_are_read() {
        for (word, stem, suffixes) in [
            ("министрлігінің", "министрлік", vec![THEIRS, Suffix::Case(Case::Genitive)]),
            ("облысының", "облыс", vec![THEIRS, Suffix::Case(Case::Genitive)]),
            ("қаласындағы", "қала", vec![THEIRS, Suffix::Case(Case::Attributive)]),
            ("халқына", "халық", vec![THEIRS, Suffix::Case(Case::Dative)]),
            ("кітабын", "кітап", vec![THEIRS, Suffix::Case(Case::Accusative)]),
            ("банкінің", "банк", vec![THEIRS, Suffix::Case(Case::Genitive)]),
            ("елдеріне", "ел", vec![Suffix::Plural, THEIRS, Suffix::Case(Case::Dative)]),
            ("МИНИСТРЛІГІНІҢ", "МИНИСТРЛІК", vec![THEIRS, Suffix::Case(Case::Genitive)]),
        ] {
            assert_eq!(best(word), (stem.to_owned(), suffixes), "{word}");
        }
    }

    #[test]
    fn endings_behind_hyphens_and_quotes_are_read() {
        for (word, stem) in [
            ("БҰҰ-ның", "БҰҰ"),
            ("АҚШ-қа", "АҚШ"),
            ("ТМД-нің", "ТМД"),
            ("«Қазпошта»-ның", "«Қазпошта»"),
            ("АҚ-сының", "АҚ"),
        ] {
            assert_eq!(best(word).0, stem, "{word}");
        }
        assert_eq!(best("Нұр-Сұлтаннан").0, "Нұр-Сұлтан");
    }

    #[test]
    fn the_word_itself_is_always_a_reading() {
        for word in ["Қазақстан", "а", "", "-", "ның", "123", "дадада", &"ның".repeat(21), &"а".repeat(1000)]
        {
            assert!(analyse(word).iter().any(|a| a.stem == word || word.contains('-')), "{word}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_word_is_read(word in "[абілдғкнсыңе-]{0,20}|\\PC{0,20}") {
            proptest::prop_assert!(!analyse(&word).is_empty());
        }
    }
}
