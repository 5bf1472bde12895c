//! A word to its dictionary form and endings: the readings of [`analyse`] weighed by which of their forms are met.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::analyse::{Analysis, analyse};
use super::inflect::declension;
use super::{Person, Suffix};
use crate::text::letters::{is_capitalised, lower};
use crate::text::lexicon::LEXICON;

/// Forms that are names wherever they are met.
static NAMES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../../grammar/kk/name_words.txt").lines().filter(|line| !line.starts_with('#')).collect()
});

/// What speaks for "our" and "your", in the unit of the costs.
const OF_OURS: f32 = 4.0;
/// What speaks for the plural.
const OF_MANY: f32 = 2.0;

/// The reading of a noun or name that is likeliest in a text of today's press, its stem as a dictionary has it.
///
/// Number, possessive, case and copula are endings; what makes another word (-лық, -сыз) belongs to the stem. Capitals stay
/// where the stem is a name's and go where it is a common noun's. Some tens of microseconds a word; the first call reads the
/// counts of word forms in `grammar/kk/words.tsv`, which takes some hundredths of a second.
///
/// ```
/// use shezhire::text::morphology::lemma;
/// let reading = lemma("министрлігінде");
/// assert_eq!(reading.stem, "министрлік");
/// assert_eq!(reading.features(), "Case=Loc|Person[psor]=3");
/// assert_eq!((lemma("Алматыға").stem, lemma("Қалаға").stem), ("Алматы".to_owned(), "қала".to_owned()));
/// ```
#[must_use]
pub fn lemma(word: &str) -> Analysis {
    let form = lower(word);
    let mut best: Option<(Analysis, Met)> = None;
    for mut reading in analyse(word).into_iter().filter(is_inflection) {
        let met = Met::of(&lower(&reading.stem), &form);
        reading.cost -= met.weight();
        // Nor does one end as "қалалар" does.
        if met.forms > 0 && reading.is_plural() {
            reading.cost -= OF_MANY;
        }
        // Hardly a dictionary form ends as "халқымыз" does, however often the press writes "халқымыз" for "халық".
        if met.forms > 0 && matches!(reading.possessive(), Some(Person::FirstPlural | Person::SecondFormal)) {
            reading.cost -= OF_OURS;
        }
        if best.as_ref().is_none_or(|(b, _)| reading.cost < b.cost) {
            best = Some((reading, met));
        }
    }
    let Some((mut reading, met)) = best else {
        return Analysis { stem: word.to_owned(), suffixes: Vec::new(), cost: 0.0 };
    };
    if is_capitalised(word) && met.common > met.names {
        reading.stem = lower(&reading.stem);
    }
    reading
}

/// Whether the endings leave the word that it is.
fn is_inflection(reading: &Analysis) -> bool {
    let locative = ["да", "де", "та", "те"].iter().any(|end| reading.stem.ends_with(end));
    !reading.suffixes.iter().any(|suffix| match suffix {
        Suffix::Abstract | Suffix::Without => true,
        // "тарихындағы" is no "тарихында" of some time.
        Suffix::Temporal => locative,
        _ => false,
    })
}

/// How much of a stem's declension is met in texts.
struct Met {
    /// How often the stem stands alone, where it is not the form that is asked about.
    alone: u32,
    /// How many other forms of it are met.
    forms: u32,
    /// How often its forms are met as common nouns.
    common: u32,
    /// How often as names.
    names: u32,
}

impl Met {
    fn of(stem: &str, asked: &str) -> Self {
        let mut met = Self { alone: 0, forms: 0, common: 0, names: 0 };
        for (form, _) in declension(stem) {
            let count = LEXICON.count(&form);
            if NAMES.contains(form.as_str()) {
                met.names += count
            } else {
                met.common += count
            }
            if form == asked || count == 0 {
                continue;
            }
            met.forms += 1;
            if form == stem {
                met.alone = count;
            }
        }
        met
    }

    /// What speaks for the stem, in the unit of the costs. Weighed on sentences of UD Kazakh.
    fn weight(&self) -> f32 {
        0.2 * (self.alone as f32).ln_1p() + 0.5 * (self.forms as f32).ln_1p()
    }
}
