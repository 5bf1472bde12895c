//! A word as it is written to the stems that it may be a form of: fast, by consonants alone.
//!
//! Names are open: "Цзиньпинмен" or "Пуяннеге" stand in no dictionary, and foreign ones break vowel harmony. So only what
//! `grammar/kk/suffixes.tsv` says of the sound before an ending decides here, and every stem that it allows is given; which
//! is meant, the caller's tables or the other words of a release tell. [`analyse`](super::analyse) weighs whole readings.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::ending::Ending;
use super::inflect::attach_in;
use super::sounds::{Harmony, hardened};
use super::table::TABLE;
use super::{Case, Person, Suffix};

const THEIRS: Suffix = Suffix::Possessive(Person::Third);

/// Case endings by their last letter: most words end in a letter of none.
static CASES: LazyLock<FxHashMap<char, Vec<(&'static Ending, Case)>>> = LazyLock::new(|| {
    let mut cases: FxHashMap<char, Vec<_>> = FxHashMap::default();
    for ending in &TABLE.endings {
        if let (Suffix::Case(case), Some(&last)) = (ending.suffix, ending.letters.last()) {
            cases.entry(last).or_default().push((ending, case));
        }
    }
    cases
});

/// The endings of a table that mean one thing.
struct Endings(Vec<&'static Ending>);

impl Endings {
    fn of(suffix: Suffix) -> Self {
        Self(TABLE.endings.iter().filter(|e| e.suffix == suffix).collect())
    }

    /// The stems that these endings leave.
    fn strip<'a>(&'static self, word: &'a str) -> impl Iterator<Item = (&'a str, &'static Ending)> {
        self.0.iter().filter_map(move |e| e.strip_from(word).map(|stem| (stem, *e)))
    }
}

static PLURAL: LazyLock<Endings> = LazyLock::new(|| Endings::of(Suffix::Plural));
static OURS: LazyLock<Endings> = LazyLock::new(|| Endings::of(Suffix::Possessive(Person::FirstPlural)));
static ITS: LazyLock<Endings> = LazyLock::new(|| Endings::of(THEIRS));

fn cases_of(word: &str) -> &'static [(&'static Ending, Case)] {
    word.chars().next_back().and_then(|last| CASES.get(&last)).map_or(&[], Vec::as_slice)
}

/// The stems that `word` may be a case of, the whole word first: each is a prefix of `word`, also without "our"
/// ("Астанамыздың"). Linear in the word, a handful of comparisons.
///
/// ```
/// use shezhire::text::morphology::{Case, stems};
/// assert_eq!(stems("Цзиньпинмен"), [("Цзиньпинмен", Case::Nominative), ("Цзиньпин", Case::Instrumental)]);
/// assert_eq!(stems("БҰҰ-дағы")[1], ("БҰҰ", Case::Attributive));
/// ```
#[must_use]
pub fn stems(word: &str) -> Vec<(&str, Case)> {
    let mut found = vec![(word, Case::Nominative)];
    found.extend(cases_of(word).iter().filter_map(|(e, case)| e.strip_from(word).map(|stem| (stem, *case))));
    for at in 0..found.len() {
        let Some(&(stem, case)) = found.get(at).filter(|(stem, _)| stem.ends_with('з')) else { continue };
        found.extend(OURS.strip(stem).map(|(name, _)| (name, case)));
    }
    found
}

/// The stems with a possessive of the third person that `word` may be a case of, the whole word first.
///
/// ```
/// use shezhire::text::morphology::{Case, possessed_stems};
/// assert!(possessed_stems("министрлігінде").contains(&("министрлігі", Case::Locative)));
/// ```
#[must_use]
pub fn possessed_stems(word: &str) -> Vec<(&str, Case)> {
    let mut found = vec![(word, Case::Nominative)];
    for (ending, case) in cases_of(word).iter().filter(|(ending, _)| ending.possessed) {
        if let Some(stem) = word.strip_suffix(ending.text.as_str()).filter(|stem| is_possessed(stem)) {
            found.push((stem, *case));
        }
    }
    found
}

/// Whether a word may end in a possessive of the third person.
#[must_use]
pub fn is_possessed(word: &str) -> bool {
    word.ends_with(['ы', 'і'])
}

/// A noun without its possessive of the third person: the readings that spelling allows, likeliest first.
///
/// ```
/// use shezhire::text::morphology::unpossessed_stems;
/// assert_eq!(unpossessed_stems("мектебі"), ["мектеп", "мектеб"]);
/// assert_eq!(unpossessed_stems("халқы"), ["халық", "халқ"]);
/// ```
#[must_use]
pub fn unpossessed_stems(word: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !is_possessed(word) {
        return found;
    }
    for (stem, ending) in ITS.strip(word) {
        if !matches!(ending.letters.first(), Some('ы' | 'і')) {
            found.push(stem.to_owned());
            continue;
        }
        // Native stems voice their last consonant before the ending or lose a vowel; foreign ones keep theirs.
        let mut before = stem.chars();
        if let Some(hard) = before.next_back().and_then(hardened) {
            found.push(before.as_str().chars().chain([hard]).collect());
        }
        let letters: Vec<char> = stem.chars().collect();
        found.extend(TABLE.restore_vowel(&letters).map(|whole| whole.into_iter().collect()));
        found.push(stem.to_owned());
        if stem.ends_with('л') {
            // Russian words drop their soft sign: "королі".
            found.push(format!("{stem}ь"));
        }
    }
    found
}

/// A noun without its plural ending; `None` when it has none.
#[must_use]
pub fn plural_stem(word: &str) -> Option<&str> {
    PLURAL.strip(word).map(|(stem, _)| stem).next()
}

/// A plural noun with a possessive of the third person as its singular with that ending.
///
/// ```
/// use shezhire::text::morphology::singular;
/// assert_eq!(singular("министрліктері").as_deref(), Some("министрлігі"));
/// assert_eq!(singular("министрлігі"), None);
/// ```
#[must_use]
pub fn singular(word: &str) -> Option<String> {
    let plural = word.strip_suffix(['ы', 'і'])?;
    let (noun, ending) = PLURAL.strip(plural).next()?;
    let letters: Vec<char> = noun.chars().collect();
    let one = attach_in(&letters, THEIRS, false, ending.harmony.unwrap_or(Harmony::Back))?;
    Some(one.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(word: &str, stem: &str, case: Case) -> bool {
        stems(word).contains(&(stem, case))
    }

    #[test]
    fn names_lose_their_case_endings() {
        assert!(has("Серікбаевтың", "Серікбаев", Case::Genitive));
        assert!(has("Серікбаевдың", "Серікбаев", Case::Genitive));
        assert!(has("Цзиньпинмен", "Цзиньпин", Case::Instrumental));
        assert!(has("Меркельмен", "Меркель", Case::Instrumental));
        assert!(has("Алматыдағы", "Алматы", Case::Attributive));
        assert!(has("Тбилисиның", "Тбилиси", Case::Genitive));
        assert!(has("БҰҰ-ның", "БҰҰ", Case::Genitive));
        assert!(has("АҚШқа", "АҚШ", Case::Dative));
        assert!(has("Астанамыздың", "Астана", Case::Genitive));
    }

    #[test]
    fn consonant_rules_keep_endings_that_are_none() {
        assert!(!has("Петровка", "Петров", Case::Ablative));
        assert!(!has("Сұлтан", "Сұл", Case::Ablative));
        assert!(!has("Макканы", "Мак", Case::Accusative));
        assert_eq!(stems("ның"), [("ның", Case::Nominative)]);
    }

    #[test]
    fn heads_lose_their_possessive() {
        assert!(unpossessed_stems("министрлігі").contains(&"министрлік".to_owned()));
        assert!(unpossessed_stems("компаниясы").contains(&"компания".to_owned()));
        assert!(unpossessed_stems("АҚ-сы").contains(&"АҚ".to_owned()));
        assert!(unpossessed_stems("королі").contains(&"король".to_owned()));
        assert!(possessed_stems("министрлігінің").contains(&("министрлігі", Case::Genitive)));
    }

    #[test]
    fn the_many_become_one() {
        for (many, one) in [
            ("облыстары", "облысы"),
            ("министрліктері", "министрлігі"),
            ("телеарналары", "телеарнасы"),
            ("орындары", "орны"),
            ("банктері", "банкі"),
            ("филиалдары", "филиалы"),
        ] {
            assert_eq!(singular(many).as_deref(), Some(one));
        }
        assert_eq!(plural_stem("депутаттар"), Some("депутат"));
        assert_eq!(plural_stem("Мұқар"), None);
    }

    #[test]
    fn every_case_of_the_table_is_found() {
        for case in Case::ALL {
            let form = super::super::inflect("Мейірім", case, None);
            assert!(has(&form, "Мейірім", case), "{form}");
            let form = super::super::inflect("Әділет министрлігі", case, Some(crate::model::EntityKind::Organisation));
            assert!(possessed_stems(&form).contains(&("Әділет министрлігі", case)), "{form}");
        }
    }
}
