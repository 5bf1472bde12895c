//! A verb whose stem is known to what its endings say: when, whether, and who.

use super::after_stem::{Before, noun, sounds_before};
use super::sounds;
use super::table::{TABLE, nouns_like, verbs_like};
use super::{Person, Suffix};

/// What the endings of a verb say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct VerbEnding {
    /// Its form.
    pub form: VerbForm,
    /// Whether it says that the thing is not done ("кездеспеді").
    pub negated: bool,
    /// Who does it, as far as the ending says; the possessor of an infinitive or participle.
    pub person: Option<Person>,
}

impl VerbEnding {
    /// Whether it speaks in the first person ("қол қойдым").
    #[must_use]
    pub const fn is_first_person(self) -> bool {
        matches!(self.person, Some(Person::FirstSingular | Person::FirstPlural))
    }
}

/// Forms of the verb, as far as they tell when and whether.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VerbForm {
    /// кездесті
    Past,
    /// кездескен (and its cases)
    Perfect,
    /// кездесіп, кездесе
    Converb,
    /// кездеседі
    Future,
    /// кездесетін (and its cases)
    Habitual,
    /// кездесу (and its cases)
    Infinitive,
    /// кездессе
    Conditional,
    /// кездеспек
    Intention,
    /// кездессін
    Wish,
}

/// What an ending of verbs means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum VerbSuffix {
    /// Passive, reflexive, reciprocal, causative.
    Voice,
    /// -ма.
    Negation,
    /// Any form but the wish.
    Form(VerbForm),
    /// The wish of a person: -йын, -сын.
    Wish(Person),
    /// Who, behind a past or a condition (-м, -ң, -қ), or behind a converb (-ды).
    Agreement(Person),
}

impl VerbForm {
    /// Its short name: `past`, `perf`, `conv` …
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Past => "past",
            Self::Perfect => "perf",
            Self::Converb => "conv",
            Self::Future => "fut",
            Self::Habitual => "habit",
            Self::Infinitive => "inf",
            Self::Conditional => "cond",
            Self::Intention => "int",
            Self::Wish => "wish",
        }
    }
}

/// What the endings of a verb with this stem say: a voice, negation, form and person, or the endings of a noun behind an
/// infinitive or participle. `None` when these are no endings of a verb.
///
/// Consonants decide, as in [`stems`](super::stems()). A few dozen comparisons.
///
/// ```
/// use shezhire::text::morphology::{VerbForm, verb_after};
/// let verb = verb_after("кездес", "кездеспедік").unwrap();
/// assert!(verb.form == VerbForm::Past && verb.negated && verb.is_first_person());
/// assert_eq!(verb_after("кездес", "кездейсоқ"), None);
/// ```
#[must_use]
pub fn verb_after(stem: &str, word: &str) -> Option<VerbEnding> {
    verb(word, word.strip_prefix(stem)?, false, false)
}

/// `voiced` says that a voice was met: a second one makes another word, "салыстыру" is no "салу".
fn verb(word: &str, rest: &str, voiced: bool, negated: bool) -> Option<VerbEnding> {
    let classes = sounds_before(word, rest);
    let mut inner = None;
    for ending in verbs_like(rest) {
        let Some(tail) = rest.strip_prefix(ending.text.as_str()).filter(|_| ending.fits(classes)) else { continue };
        let found = match ending.suffix {
            // The form is looked for first: the т of "ты" is no voice.
            VerbSuffix::Voice if !voiced && !negated => {
                inner = inner.or_else(|| verb(word, tail, true, false));
                None
            }
            VerbSuffix::Negation if !negated => {
                inner = inner.or_else(|| verb(word, tail, voiced, true));
                None
            }
            VerbSuffix::Form(form) => person(word, tail, form, &ending.text),
            VerbSuffix::Wish(person) => tail.is_empty().then_some((VerbForm::Wish, Some(person))),
            _ => None,
        };
        if let Some((form, person)) = found {
            return Some(VerbEnding { form, negated, person });
        }
    }
    inner
}

/// The form and who, by what follows the ending of the form.
fn person(word: &str, rest: &str, form: VerbForm, ending: &str) -> Option<(VerbForm, Option<Person>)> {
    let nominal = matches!(form, VerbForm::Perfect | VerbForm::Habitual | VerbForm::Infinitive);
    if rest.is_empty() {
        return Some((form, None));
    }
    if let Some(noun) = noun(word, without_quality(rest), Before::Stem).filter(|_| nominal) {
        return Some((form, noun.possessor));
    }
    let classes = sounds_before(word, rest);
    let short = matches!(form, VerbForm::Past | VerbForm::Conditional);
    let agreed = verbs_like(rest).iter().filter(|e| e.text == rest && e.fits(classes)).find_map(|e| match e.suffix {
        VerbSuffix::Agreement(Person::Third) if form == VerbForm::Converb => Some(Person::Third),
        VerbSuffix::Agreement(person) if short && person != Person::Third => Some(person),
        _ => None,
    });
    let is = || {
        nouns_like(rest).iter().filter(|e| e.text == rest && e.fits(classes)).find_map(|e| match e.suffix {
            Suffix::Copula(person) if person != Person::Third || form != VerbForm::Converb => Some(person),
            _ => None,
        })
    };
    let agreed = if short { agreed } else { agreed.or_else(is) }?;
    // "кездесе" becomes the future with a person, "кездесіп" what one is said to have done.
    let future = form == VerbForm::Converb && !ending.ends_with('п');
    Some((if future { VerbForm::Future } else { form }, Some(agreed)))
}

/// What follows a participle without -лық: "барғандығын" says what "барғанын" says.
fn without_quality(rest: &str) -> &str {
    let endings = TABLE.endings.iter().filter(|e| e.suffix == Suffix::Abstract);
    let found = endings.filter_map(|e| {
        let (last, before) = e.letters.split_last()?;
        let tail = before.iter().try_fold(rest, |rest, &c| rest.strip_prefix(c))?;
        tail.strip_prefix(*last).or_else(|| tail.strip_prefix(sounds::voiced(*last)?))
    });
    found.min_by_key(|tail| tail.len()).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_tell_form_negation_and_person() {
        use VerbForm::*;
        for (stem, word, form, negated, first) in [
            ("кездес", "кездесті", Past, false, false),
            ("кездес", "кездестік", Past, false, true),
            ("кездес", "кездестім", Past, false, true),
            ("кездес", "кездеспеді", Past, true, false),
            ("қой", "қойдыңыз", Past, false, false),
            ("қой", "қойылды", Past, false, false),
            ("қой", "қоймады", Past, true, false),
            ("өт", "өткізді", Past, false, false),
            ("кел", "келтірді", Past, false, false),
            ("бар", "барған", Perfect, false, false),
            ("бар", "барғанбыз", Perfect, false, true),
            ("бар", "барғанда", Perfect, false, false),
            ("бар", "барғаным", Perfect, false, true),
            ("бар", "барғандығын", Perfect, false, false),
            ("кездес", "кездесіп", Converb, false, false),
            ("кездес", "кездесіпті", Converb, false, false),
            ("кездес", "кездесе", Converb, false, false),
            ("тағайында", "тағайындап", Converb, false, false),
            ("тағайында", "тағайындай", Converb, false, false),
            ("кездес", "кездеседі", Future, false, false),
            ("құттықта", "құттықтаймын", Future, false, true),
            ("бер", "береміз", Future, false, true),
            ("бер", "бермейді", Future, true, false),
            ("кездес", "кездесетін", Habitual, false, false),
            ("кездес", "кездесетінін", Habitual, false, false),
            ("кездес", "кездесетіндігі", Habitual, false, false),
            ("тағайында", "тағайындайтын", Habitual, false, false),
            ("кездес", "кездесу", Infinitive, false, false),
            ("кездес", "кездесуінде", Infinitive, false, false),
            ("кездес", "кездессе", Conditional, false, false),
            ("бар", "барсақ", Conditional, false, true),
            ("кездес", "кездеспек", Intention, false, false),
            ("бар", "бармақшы", Intention, false, false),
            ("кездес", "кездессін", Wish, false, false),
            ("бар", "барайық", Wish, false, true),
        ] {
            let found = verb_after(stem, word).map(|v| (v.form, v.negated, v.is_first_person()));
            assert_eq!(found, Some((form, negated, first)), "{word}");
        }
    }

    #[test]
    fn other_words_are_no_verbs() {
        for (stem, word) in [
            ("бар", "барлық"),
            ("бер", "берген-ау"),
            ("кел", "келісім"),
            ("ал", "алаң"),
            ("бар", "бар"),
            ("бар", "барысына"),
            ("сал", "салыстырды"),
        ] {
            assert_eq!(verb_after(stem, word), None, "{word}");
        }
    }
}
