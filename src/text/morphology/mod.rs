//! Inflected Kazakh nouns and names to stems and endings, and back.
//!
//! Rules, the table `grammar/kk/suffixes.tsv` and a short list of exceptions, no dictionary of the language: an analysis
//! says how a word *can* be read, best reading first. `nominative` is the part that extraction needs most: the case ending off, the rest of
//! the name as it stands.

mod acronym;
mod after_stem;
mod analyse;
mod ending;
mod features;
mod inflect;
mod last_word;
mod lemma;
mod nominative;
mod plausible;
mod possess;
mod sounds;
mod stems;
mod table;
mod verbs;
mod whole;

pub use after_stem::{case_after, likely_case};
pub use analyse::{Analysis, analyse, analyse_known};
pub use inflect::{declension, inflect};
pub use lemma::lemma;
pub use nominative::{Nominative, base_form, common_base_form, nominative};
pub use possess::{possessed, unpossessed};
pub use stems::{is_possessed, plural_stem, possessed_stems, singular, stems, unpossessed_stems};
pub use verbs::{VerbEnding, VerbForm, verb_after};

/// The seven cases, and -дағы, which stands where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Case {
    /// Атау: no ending.
    #[default]
    Nominative,
    /// Ілік: -ның.
    Genitive,
    /// Барыс: -ға.
    Dative,
    /// Табыс: -ны.
    Accusative,
    /// Жатыс: -да.
    Locative,
    /// Шығыс: -дан.
    Ablative,
    /// Көмектес: -мен.
    Instrumental,
    /// -дағы: what is there.
    Attributive,
}

impl Case {
    /// All, in the order of the grammars.
    pub const ALL: [Self; 8] = [
        Self::Nominative,
        Self::Genitive,
        Self::Dative,
        Self::Accusative,
        Self::Locative,
        Self::Ablative,
        Self::Instrumental,
        Self::Attributive,
    ];

    /// The case that its ending is made of: -дағы is -да and more.
    #[must_use]
    pub const fn base(self) -> Self {
        match self {
            Self::Attributive => Self::Locative,
            case => case,
        }
    }

    /// Its short name, as glosses have it: `nom`, `gen` …
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nominative => "nom",
            Self::Genitive => "gen",
            Self::Dative => "dat",
            Self::Accusative => "acc",
            Self::Locative => "loc",
            Self::Ablative => "abl",
            Self::Instrumental => "ins",
            Self::Attributive => "attr",
        }
    }
}

/// Whose (possessive) or who (copula).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Person {
    /// Менің: -ым; -мын.
    FirstSingular,
    /// Сенің: -ың; -сың.
    SecondSingular,
    /// Сіздің: -ыңыз; -сыз.
    SecondFormal,
    /// Біздің: -ымыз; -мыз.
    FirstPlural,
    /// Оның: -ы, -сы; -дыр.
    Third,
}

/// What an ending means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Suffix {
    /// -лар.
    Plural,
    /// -ым, -сы …
    Possessive(Person),
    /// -ның, -ға …; never [`Case::Nominative`].
    Case(Case),
    /// -ғы: what is of that time ("жылғы").
    Temporal,
    /// -нікі: what belongs to it.
    Belonging,
    /// -лық: a quality, a post, someone from there.
    Abstract,
    /// -сыз: without it.
    Without,
    /// -дай: like it.
    Like,
    /// -мын, -сыз, -дыр: "I am", "you are", "is".
    Copula(Person),
}
