//! Rules that propose names, decisions between them and the model, and what joins names to one entity.

use super::Weighed;

/// Which rule proposed a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// It stands in a table of names.
    Listed,
    /// A head of names ends it ("министрлігі", "ауданы").
    Headed,
    /// It shares the head of the list that it stands in ("Алматы, Жамбыл және Павлодар облыстары").
    SharedHead,
    /// An owner stands before a name ("Қазақстанның" + "Қаржы министрлігі").
    Owned,
    /// A known institution in quotation marks.
    QuotedListed,
    /// The quoted part of a name that the release has in full.
    QuotedPart,
    /// An acronym that the release introduces in brackets.
    Introduced,
    /// A name in Latin letters among others.
    LatinList,
    /// Initials and a surname.
    Initials,
    /// A surname and initials behind it.
    InitialsBehind,
    /// Words in the order of given name, patronymic, surname, or capitals after an office.
    FullName,
    /// A person of history known by one name.
    Historic,
    /// A surname or given name of someone whom the release names in full.
    ShortName,
    /// A word that ends as only surnames do.
    Surname,
    /// None: the model alone.
    Model,
}

impl Rule {
    /// Its name in machine-readable explanations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Headed => "headed",
            Self::SharedHead => "shared-head",
            Self::Owned => "owned",
            Self::QuotedListed => "quoted-listed",
            Self::QuotedPart => "quoted-part",
            Self::Introduced => "introduced",
            Self::LatinList => "latin-list",
            Self::Initials => "initials",
            Self::InitialsBehind => "initials-behind",
            Self::FullName => "full-name",
            Self::Historic => "historic",
            Self::ShortName => "short-name",
            Self::Surname => "surname",
            Self::Model => "model",
        }
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Listed => "stands in a table of names",
            Self::Headed => "a head of names ends it",
            Self::SharedHead => "shares the head of its list",
            Self::Owned => "an owner stands before a name",
            Self::QuotedListed => "a known institution in quotation marks",
            Self::QuotedPart => "the quoted part of a name that the release has in full",
            Self::Introduced => "an acronym that the release introduces in brackets",
            Self::LatinList => "one of several names in Latin letters",
            Self::Initials => "initials and a surname",
            Self::InitialsBehind => "a surname and initials",
            Self::FullName => "words built as a full name",
            Self::Historic => "a person of history known by one name",
            Self::ShortName => "part of a name that the release has in full",
            Self::Surname => "ends as only surnames do",
            Self::Model => "no rule proposes it",
        })
    }
}

/// Who decided that a name is told, with the probability that the model gave it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Decided {
    /// The rules: no model was asked.
    #[default]
    Rules,
    /// Rules and model agree.
    Both(f32),
    /// The rules: the model would not tell it, but is not sure enough.
    Kept(f32),
    /// The model, which overruled the rules where they told another name or none; a rule proposes the name all the same.
    Model(f32),
    /// The model alone.
    ModelAlone(f32),
}

impl Decided {
    /// Its name in machine-readable explanations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::Both(_) => "both",
            Self::Kept(_) => "rules-over-model",
            Self::Model(_) => "model-over-rules",
            Self::ModelAlone(_) => "model",
        }
    }

    /// What the model says.
    #[must_use]
    pub const fn probability(self) -> Option<f32> {
        match self {
            Self::Rules => None,
            Self::Both(p) | Self::Kept(p) | Self::Model(p) | Self::ModelAlone(p) => Some(p),
        }
    }
}

impl std::fmt::Display for Decided {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rules => f.write_str("the rules tell it; no model was asked"),
            Self::Both(p) => write!(f, "rules and model agree; the model gives it {p:.2}"),
            Self::Kept(p) => write!(f, "the rules' name is kept; the model gives it only {p:.2}"),
            Self::Model(p) => write!(f, "the model overrules the rules' choice; it gives it {p:.2}"),
            Self::ModelAlone(p) => write!(f, "the model alone tells it, with {p:.2}"),
        }
    }
}

/// What joined a name to its entity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Joined {
    /// Nothing: it is the fullest name, which the others are joined to.
    #[default]
    First,
    /// The same words.
    Words,
    /// The release says what the acronym is short for.
    Introduced,
    /// A row of a table has both names.
    Table,
    /// The same quoted words.
    Quoted,
    /// The same name after any of its owner's names.
    Owner,
    /// The same occasion.
    Occasion,
    /// Names of one person: surname and given name or initial agree.
    Person,
}

impl Joined {
    /// Its name in machine-readable explanations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Words => "words",
            Self::Introduced => "introduced",
            Self::Table => "table",
            Self::Quoted => "quoted",
            Self::Owner => "owner",
            Self::Occasion => "occasion",
            Self::Person => "person",
        }
    }
}

impl std::fmt::Display for Joined {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::First => "the fullest name of its entity",
            Self::Words => "joined to its entity by the same words",
            Self::Introduced => "joined to its entity by the brackets that introduce it",
            Self::Table => "joined to its entity by a table of names",
            Self::Quoted => "joined to its entity by the same quoted words",
            Self::Owner => "joined to its entity by the same name after its owner",
            Self::Occasion => "joined to its entity as the same occasion",
            Self::Person => "joined to its entity as parts of one person's name",
        })
    }
}

/// Why a name is one.
#[derive(Clone, Debug, PartialEq)]
pub struct NameReason {
    /// The rule that proposed it.
    pub rule: Rule,
    /// What the rule went by: the head, the words that an acronym stands for.
    pub by: Option<String>,
    /// How sure the rule was, 0 to 1; 0 when no rule proposes the name.
    pub score: f64,
    /// Who decided.
    pub decided: Decided,
    /// What joined it to its entity.
    pub joined: Joined,
    /// What the model went by, the strongest first: weight for the labels of this name above that for none.
    pub weights: Vec<Weighed>,
}

/// Why a common noun stands for an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NounReason {
    /// One entity only has a name that this noun ends.
    Only,
    /// It is the last one named before, of several.
    LastNamed,
}

impl NounReason {
    /// Its name in machine-readable explanations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Only => "only",
            Self::LastNamed => "last-named",
        }
    }
}

impl std::fmt::Display for NounReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Only => "the noun ends the name of this entity alone",
            Self::LastNamed => "the noun ends names of several entities; this one was named last",
        })
    }
}
