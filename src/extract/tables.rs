//! The Kazakh tables of `grammar/kk` to look-ups: parsed once, shared by all extractors.

use std::sync::{Arc, LazyLock};

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::EntityKind;
use crate::text::morphology::unpossessed_stems;

const COUNTRIES: &str = include_str!("../../grammar/kk/countries.tsv");
const REGIONS: &str = include_str!("../../grammar/kk/regions.tsv");
const WORLD_PLACES: &str = include_str!("../../grammar/kk/world_places.tsv");
const PLACE_HEADS: &str = include_str!("../../grammar/kk/place_heads.tsv");
const ORGANISATION_HEADS: &str = include_str!("../../grammar/kk/organisation_heads.tsv");
const EVENT_HEADS: &str = include_str!("../../grammar/kk/event_heads.tsv");
const ACRONYMS: &str = include_str!("../../grammar/kk/acronyms.tsv");
const INSTITUTIONS: &str = include_str!("../../grammar/kk/institutions.tsv");
const GIVEN_NAMES: &str = include_str!("../../grammar/kk/given_names.txt");
const SURNAME_ENDINGS: &str = include_str!("../../grammar/kk/surname_endings.txt");
const PATRONYMIC_ENDINGS: &str = include_str!("../../grammar/kk/patronymic_endings.txt");
const KNOWN_PERSONS: &str = include_str!("../../grammar/kk/known_persons.txt");
const OFFICES: &str = include_str!("../../grammar/kk/offices.tsv");
const OFFICE_MODIFIERS: &str = include_str!("../../grammar/kk/office_modifiers.tsv");
const STATE_TITLES: &str = include_str!("../../grammar/kk/state_titles.tsv");
const FUNCTION_WORDS: &str = include_str!("../../grammar/kk/function_words.txt");
const COMMON_WORDS: &str = include_str!("../../grammar/kk/common_words.txt");

/// Look-ups over all tables.
#[derive(Debug)]
pub struct Tables {
    /// Names known by themselves, by their first word.
    phrases: FxHashMap<&'static str, Vec<Phrase>>,
    /// Heads of names, by their last word with its possessive ending.
    heads: FxHashMap<&'static str, Vec<Arc<Head>>>,
    /// Heads of names, by their last word without that ending.
    bare_heads: FxHashMap<String, Vec<Arc<Head>>>,
    /// Names of regions and districts that need their head word.
    regions: FxHashSet<&'static str>,
    given_names: FxHashSet<&'static str>,
    doubtful_given_names: FxHashSet<&'static str>,
    /// Each with whether it is a sure sign.
    surname_endings: Vec<(&'static str, bool)>,
    patronymic_endings: Vec<&'static str>,
    offices: FxHashMap<&'static str, OfficeKind>,
    office_modifiers: FxHashMap<&'static str, Modifier>,
    common_words: FxHashSet<&'static str>,
    function_words: FxHashSet<&'static str>,
    state_titles: FxHashMap<&'static str, Turn>,
    holders: Vec<Holder>,
}

/// A name that is known by itself.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// Its words in the nominative; only the last one is inflected.
    pub words: Vec<&'static str>,
    /// Its nominative as a whole.
    pub name: &'static str,
    /// What it names.
    pub topic: Topic,
    /// Phrases of one group name the same thing ("Ресей", "Ресей Федерациясы", "РФ").
    pub group: Option<u32>,
}

/// What a known phrase names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// A country.
    Country,
    /// A town, sea, building or the like.
    Place,
    /// A place whose name is also a word or a person's name: needs a sign that a place is meant.
    DoubtfulPlace,
    /// An institution that each state or organisation has.
    Institution,
    /// An institution of which there is one in the world.
    World,
    /// A company, newspaper, party: a name that may stand in quotation marks.
    Brand,
    /// An acronym of an institution.
    Acronym,
    /// A holiday or other named event.
    Event,
    /// A person of history.
    Person,
}

/// A noun that ends names of a kind ("министрлігі", "ауданы", "форумы").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its words in lower case, the last one with the third-person possessive ending.
    pub words: Vec<&'static str>,
    /// As the table writes it.
    pub text: &'static str,
    /// What sort of names it ends.
    pub sort: HeadSort,
}

/// What may stand before a head to make a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeadSort {
    /// Of a state office: attributes in lower case, commas.
    Office,
    /// Of an organisation with attributes of which one begins with a capital or stands in quotation marks.
    Named,
    /// Of an organisation only with a capital of its own or a named parent.
    Council,
    /// Of an organisation only after quotation marks or Latin letters.
    Brand,
    /// A legal form after a name.
    Legal,
    /// "қаласы": a place, no part of the canonical name.
    TownPlace,
    /// Of a place after a plain name.
    Place,
    /// Of a place only after quotation marks or capitals.
    QuotedPlace,
    /// Of an event with attributes.
    Gathering,
    /// Of an event only after quotation marks.
    QuotedEvent,
    /// A day, holiday or year.
    Day,
}

impl HeadSort {
    /// The kind of entity that such a head makes.
    #[must_use]
    pub const fn kind(self) -> EntityKind {
        match self {
            Self::Office | Self::Named | Self::Council | Self::Brand | Self::Legal => EntityKind::Organisation,
            Self::TownPlace | Self::Place | Self::QuotedPlace => EntityKind::Place,
            Self::Gathering | Self::QuotedEvent | Self::Day => EntityKind::Event,
        }
    }
}

/// What sort of post an office noun names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OfficeKind {
    /// Head of a state.
    State,
    /// A post in an organisation, place or field.
    Office,
    /// A post that belongs to another post.
    Deputy,
    /// A post that many hold at once.
    Member,
    /// A calling.
    Occupation,
    /// A word of address.
    Honorific,
}

impl OfficeKind {
    /// Its name in machine-readable explanations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Office => "office",
            Self::Deputy => "deputy",
            Self::Member => "member",
            Self::Occupation => "occupation",
            Self::Honorific => "honorific",
        }
    }
}

/// What an attribute before an office does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Modifier {
    /// It belongs to the office's name ("Бас хатшы").
    Part,
    /// It says something of the person ("көрнекті ғалым").
    Epithet,
}

/// Which holder a title of the head of state is for, when several are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Turn {
    /// The first one.
    First,
    /// The one in office.
    Sitting,
}

/// A head of state and the days of the term.
#[derive(Clone, Debug)]
pub struct Holder {
    /// Name in the nominative.
    pub name: &'static str,
    /// First day in office.
    pub from: Option<Date>,
    /// The day after the last one.
    pub to: Option<Date>,
}

/// The tables, parsed at first use.
#[must_use]
pub fn tables() -> &'static Tables {
    static TABLES: LazyLock<Tables> = LazyLock::new(Tables::parse);
    &TABLES
}

/// Rows of a table without its comment, cut at tabs.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).map(|l| l.split('\t').collect())
}

/// Rows of `kind, tab, names parted by commas`, one name at a time.
fn lists(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    rows(table).filter_map(|row| Some((*row.first()?, *row.get(1)?))).flat_map(|(kind, names)| {
        names.split(',').map(str::trim).filter(|n| !n.is_empty()).map(move |name| (kind, name))
    })
}

/// Words of a table that parts them by spaces.
fn words(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace)
}

impl Tables {
    fn parse() -> Self {
        let mut tables = Self {
            phrases: FxHashMap::default(),
            heads: FxHashMap::default(),
            bare_heads: FxHashMap::default(),
            regions: FxHashSet::default(),
            given_names: FxHashSet::default(),
            doubtful_given_names: FxHashSet::default(),
            surname_endings: rows(SURNAME_ENDINGS).filter_map(|row| Some((*row.first()?, row.len() > 1))).collect(),
            patronymic_endings: words(PATRONYMIC_ENDINGS).collect(),
            offices: FxHashMap::default(),
            office_modifiers: FxHashMap::default(),
            common_words: words(COMMON_WORDS).collect(),
            function_words: words(FUNCTION_WORDS).collect(),
            state_titles: FxHashMap::default(),
            holders: Vec::new(),
        };
        tables.read_places();
        tables.read_organisations();
        tables.read_events();
        tables.read_persons();
        tables.read_offices();
        tables
    }

    fn read_places(&mut self) {
        for (group, row) in (0..).zip(rows(COUNTRIES)) {
            for name in row.iter().flat_map(|cell| cell.split('|')).filter(|n| !n.is_empty()) {
                self.add_phrase(name, Topic::Country, Some(group));
            }
        }
        for (kind, name) in lists(REGIONS) {
            match kind {
                "қала" | "ауыл" => self.add_phrase(name, Topic::Place, None),
                "күмәнді" => self.add_phrase(name, Topic::DoubtfulPlace, None),
                _ => {
                    self.regions.insert(name);
                }
            }
        }
        for (kind, name) in lists(WORLD_PLACES) {
            let topic = if kind == "күмәнді" { Topic::DoubtfulPlace } else { Topic::Place };
            self.add_phrase(name, topic, None);
        }
        for (kind, head) in lists(PLACE_HEADS) {
            let sort = match kind {
                "drop" => HeadSort::TownPlace,
                "quoted" => HeadSort::QuotedPlace,
                _ => HeadSort::Place,
            };
            self.add_head(head, sort);
        }
    }

    fn read_organisations(&mut self) {
        for (kind, head) in lists(ORGANISATION_HEADS) {
            let sort = match kind {
                "office" => HeadSort::Office,
                "council" => HeadSort::Council,
                "brand" => HeadSort::Brand,
                "legal" => HeadSort::Legal,
                _ => HeadSort::Named,
            };
            self.add_head(head, sort);
        }
        // Groups of organisations lie above those of countries.
        for (group, row) in (10_000..).zip(rows(ACRONYMS)) {
            let [kind, acronym, names @ ..] = row.as_slice() else { continue };
            if *kind == "place" {
                continue;
            }
            self.add_phrase(acronym, Topic::Acronym, Some(group));
            for name in names.iter().flat_map(|cell| cell.split('|')).filter(|n| !n.is_empty()) {
                self.add_phrase(name, if *kind == "state" { Topic::Institution } else { Topic::World }, Some(group));
            }
        }
        for (kind, name) in lists(INSTITUTIONS) {
            let topic = match kind {
                "state" => Topic::Institution,
                "brand" => Topic::Brand,
                _ => Topic::World,
            };
            self.add_phrase(name, topic, None);
        }
    }

    fn read_events(&mut self) {
        for (kind, text) in lists(EVENT_HEADS) {
            match kind {
                "alone" => self.add_phrase(text, Topic::Event, None),
                "quoted" => self.add_head(text, HeadSort::QuotedEvent),
                "day" => self.add_head(text, HeadSort::Day),
                _ => self.add_head(text, HeadSort::Gathering),
            }
        }
    }

    fn read_persons(&mut self) {
        for line in GIVEN_NAMES.lines().filter(|l| !l.starts_with('#')) {
            match line.strip_prefix('?') {
                Some(names) => self.doubtful_given_names.extend(names.split_whitespace()),
                None => self.given_names.extend(line.split_whitespace()),
            }
        }
        for name in KNOWN_PERSONS.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
            self.add_phrase(name, Topic::Person, None);
        }
    }

    fn read_offices(&mut self) {
        for (kind, noun) in lists(OFFICES) {
            let kind = match kind {
                "state" => OfficeKind::State,
                "deputy" => OfficeKind::Deputy,
                "member" => OfficeKind::Member,
                "occupation" => OfficeKind::Occupation,
                "honorific" => OfficeKind::Honorific,
                _ => OfficeKind::Office,
            };
            self.offices.entry(noun).or_insert(kind);
        }
        for (kind, word) in lists(OFFICE_MODIFIERS) {
            let modifier = if kind == "epithet" { Modifier::Epithet } else { Modifier::Part };
            self.office_modifiers.insert(word, modifier);
        }
        for row in rows(STATE_TITLES) {
            match row.as_slice() {
                ["title", title, turn] => {
                    self.state_titles.insert(title, if *turn == "first" { Turn::First } else { Turn::Sitting });
                }
                ["holder", name, from, to @ ..] => {
                    let to = to.first().and_then(|day| day.parse().ok());
                    self.holders.push(Holder { name, from: from.parse().ok(), to });
                }
                _ => {}
            }
        }
    }

    fn add_phrase(&mut self, name: &'static str, topic: Topic, group: Option<u32>) {
        let words: Vec<_> = name.split_whitespace().collect();
        let Some(first) = words.first().copied() else { return };
        let entry = self.phrases.entry(first).or_default();
        if let Some(known) = entry.iter_mut().find(|p| p.words == words) {
            known.group = known.group.or(group);
            return;
        }
        entry.push(Phrase { words, name, topic, group });
        entry.sort_by_key(|p| std::cmp::Reverse(p.words.len()));
    }

    fn add_head(&mut self, text: &'static str, sort: HeadSort) {
        let words: Vec<_> = text.split_whitespace().collect();
        let Some(last) = words.last().copied() else { return };
        let head = Arc::new(Head { words, text, sort });
        for bare in unpossessed_stems(last) {
            self.bare_heads.entry(bare).or_default().push(Arc::clone(&head));
        }
        self.heads.entry(last).or_default().push(head);
    }

    /// Known phrases that begin with `word`, longer ones first.
    #[must_use]
    pub fn phrases(&self, word: &str) -> &[Phrase] {
        self.phrases.get(word).map_or(&[], Vec::as_slice)
    }

    /// Heads whose last word, with its possessive ending, is `word` in lower case.
    #[must_use]
    pub fn heads(&self, word: &str) -> &[Arc<Head>] {
        self.heads.get(word).map_or(&[], Vec::as_slice)
    }

    /// Heads whose last word, without its possessive ending, is `word` in lower case.
    #[must_use]
    pub fn bare_heads(&self, word: &str) -> &[Arc<Head>] {
        self.bare_heads.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether `name` is a region or district of Kazakhstan, without its head word.
    #[must_use]
    pub fn is_region(&self, name: &str) -> bool {
        self.regions.contains(name)
    }

    /// Whether `word` is a given name; `Some(false)` when it is also something else.
    #[must_use]
    pub fn given_name(&self, word: &str) -> Option<bool> {
        if self.given_names.contains(word) {
            Some(true)
        } else {
            self.doubtful_given_names.contains(word).then_some(false)
        }
    }

    /// Whether a word in lower case ends like a surname; at least two letters stand before the ending.
    #[must_use]
    pub fn ends_like_surname(&self, lower: &str) -> bool {
        self.surname_endings.iter().any(|(ending, _)| ends_with(lower, ending))
    }

    /// Whether a word in lower case ends as hardly another word than a surname does.
    #[must_use]
    pub fn is_surely_surname(&self, lower: &str) -> bool {
        self.surname_endings.iter().any(|(ending, sure)| *sure && ends_with(lower, ending))
    }

    /// Whether a word in lower case ends like a patronymic.
    #[must_use]
    pub fn ends_like_patronymic(&self, lower: &str) -> bool {
        self.patronymic_endings.iter().any(|ending| ends_with(lower, ending))
    }

    /// What post a noun in the nominative names.
    #[must_use]
    pub fn office(&self, noun: &str) -> Option<OfficeKind> {
        self.offices.get(noun).copied()
    }

    /// What a word says of the office that it stands before; `None` when it is no attribute of offices.
    #[must_use]
    pub fn office_modifier(&self, word: &str) -> Option<Modifier> {
        self.office_modifiers.get(word).copied()
    }

    /// Whether a word in lower case is common in news text and no name.
    #[must_use]
    pub fn is_common(&self, lower: &str) -> bool {
        self.common_words.contains(lower)
    }

    /// Whether a word in lower case is never part of a name.
    #[must_use]
    pub fn is_function_word(&self, lower: &str) -> bool {
        self.function_words.contains(lower)
    }

    /// Which holder a title of the head of state is for.
    #[must_use]
    pub fn state_title(&self, title: &str) -> Option<Turn> {
        self.state_titles.get(title).copied()
    }

    /// The heads of state, in order of their terms.
    #[must_use]
    pub fn holders(&self) -> &[Holder] {
        &self.holders
    }
}

fn ends_with(lower: &str, ending: &str) -> bool {
    lower.strip_suffix(ending).is_some_and(|stem| stem.chars().nth(1).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every table with how many columns its rows have at least.
    const TABLES: &[(&str, usize)] = &[
        (COUNTRIES, 1),
        (REGIONS, 2),
        (WORLD_PLACES, 2),
        (PLACE_HEADS, 2),
        (ORGANISATION_HEADS, 2),
        (EVENT_HEADS, 2),
        (ACRONYMS, 3),
        (INSTITUTIONS, 2),
        (OFFICES, 2),
        (OFFICE_MODIFIERS, 2),
        (STATE_TITLES, 3),
    ];

    #[test]
    fn every_table_says_its_source_and_every_row_has_its_columns() {
        for (table, columns) in TABLES {
            assert!(table.starts_with("# ") && table.contains("# Source: "));
            for row in rows(table) {
                assert!(row.len() >= *columns, "{row:?}");
            }
        }
        for table in [GIVEN_NAMES, KNOWN_PERSONS, SURNAME_ENDINGS, PATRONYMIC_ENDINGS, FUNCTION_WORDS, COMMON_WORDS] {
            assert!(table.starts_with("# ") && table.contains("# Source: "));
        }
    }

    #[test]
    fn heads_stand_in_the_table_with_their_possessive_ending() {
        for table in [PLACE_HEADS, ORGANISATION_HEADS, EVENT_HEADS] {
            for (kind, head) in lists(table).filter(|(kind, _)| !matches!(*kind, "legal" | "alone" | "drop")) {
                let last = head.split_whitespace().next_back().unwrap();
                assert!(
                    crate::text::morphology::is_possessed(last)
                        || last.chars().any(char::is_uppercase)
                        || last == "айт",
                    "{kind}: {head}"
                );
            }
        }
    }

    #[test]
    fn holders_of_the_office_follow_one_another() {
        let holders = tables().holders();
        assert!(holders.windows(2).all(|pair| pair[0].to == pair[1].from && pair[0].to.is_some()));
    }

    #[test]
    fn names_of_one_country_share_a_group() {
        let group = |name: &str| {
            let first = name.split(' ').next().unwrap();
            tables().phrases(first).iter().find(|p| p.name == name).unwrap().group
        };
        assert_eq!(group("Ресей"), group("Ресей Федерациясы"));
        assert_eq!(group("АҚШ"), group("Америка Құрама Штаттары"));
        assert_ne!(group("Ресей"), group("Қытай"));
    }
}
