//! Sentences to mentions to facts.

mod annotate;
mod candidate;
mod chains;
mod conflicts;
mod coreference;
mod document;
mod events;
mod headed;
mod known;
mod name_words;
mod named;
mod nominals;
mod offices;
mod persons;
mod places;
mod reach;
mod reading;
mod roles;
mod single_names;
mod tables;
pub mod tagger;
mod titles;

use std::sync::Arc;

use crate::model::{DateMention, Facts, Span};
use crate::text::calendar::{FoundDate, find_dates};
use crate::text::{Language, Release};
use candidate::Candidate;
use named::Named;
use reading::Reading;

pub use annotate::annotate;
pub use document::{Document, Shape, Token};
pub use events::find_events;

/// Reads releases: what a release says, and nothing but that release.
///
/// Making one is cheap: the tables are parsed once a process and shared.
///
/// ```
/// use shezhire::{Extractor, Release};
///
/// let text = "Айгүл Тілеубаева Астанада елші Анна Вебермен кездесті. Кездесуде сауда мәселелері талқыланды.";
/// let release = Release::from_text("хабар.txt", text)?.remove(0);
/// let facts = Extractor::new().extract(&release);
/// let names: Vec<&str> = facts.entities.iter().map(|entity| entity.name.as_str()).collect();
/// assert_eq!(names, ["Айгүл Тілеубаева", "Астана", "Анна Вебер"]);
/// assert_eq!(release.cut(facts.entities[2].mentions[0].span), "Анна Вебермен");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Extractor {
    names: NameModel,
}

/// What weighs the rules' names.
#[derive(Clone, Debug, Default)]
pub enum NameModel {
    /// The model that is built in.
    #[default]
    Shipped,
    /// None: the rules decide alone.
    None,
    /// A model that `shezhire train` made.
    Own(Arc<tagger::Model<'static>>),
}

impl NameModel {
    fn model(&self) -> Option<&tagger::Model<'static>> {
        match self {
            Self::Shipped => tagger::shipped(),
            Self::None => None,
            Self::Own(model) => Some(model),
        }
    }
}

impl Extractor {
    /// An extractor with the tables of `grammar/kk`.
    #[must_use]
    pub fn new() -> Self {
        Self::with_names(NameModel::Shipped)
    }

    /// An extractor whose names another model weighs.
    #[must_use]
    pub fn with_names(names: NameModel) -> Self {
        let _ = tables::tables();
        Self { names }
    }

    /// The facts of a release, their spans in bytes of its source. A release that is not Kazakh has none.
    #[must_use]
    pub fn extract(&self, release: &Release) -> Facts {
        if matches!(release.language, Language::Russian | Language::English) {
            return Facts::default();
        }
        let mut document = annotate(release);
        document.dates = dates(&document);
        name(&mut document, self.names.model());
        let events = find_events(&document);
        let facts = Facts { entities: document.entities, dates: document.dates, events, roles: document.roles };
        to_source(release, facts)
    }
}

/// The calendar expressions of a document.
fn dates(document: &Document<'_>) -> Vec<DateMention> {
    let found = find_dates(document.text).into_iter();
    let mention = |found: FoundDate| {
        let resolved = found.resolve(document.release.date.as_ref());
        DateMention { span: found.span, value: found.value, resolved }
    };
    found.map(mention).collect()
}

/// Recognises names, and tells who holds which office and which titles stand for whom.
fn name(document: &mut Document<'_>, model: Option<&tagger::Model<'_>>) {
    let reading = Reading::new(document);
    let proposed = candidates(&reading);
    let by_rules = conflicts::choose(&reading, proposed.clone());
    let chosen = match model {
        Some(model) => tagger::combine(&reading, model, proposed, by_rules),
        None => by_rules,
    };
    let (mut entities, entity_of) = coreference::entities(&reading, &chosen);
    let named = Named::new(&reading, &chosen, &entities, &entity_of);
    let offices = offices::offices(&reading, &named);
    let holdings = roles::holdings(&reading, &named, &offices);
    let titles = titles::titles(document.release, &reading, &named, &offices, &holdings);
    let roles = roles::roles(document, &reading, &named, &offices, &holdings, &titles);
    let nominals = nominals::nominals(&reading, &named);
    for (entity, mention) in nominals {
        if let Some(entity) = entities.get_mut(entity) {
            entity.mentions.push(mention);
        }
    }
    for title in &titles {
        if let (Some(entity), Some(office)) = (entities.get_mut(title.entity), offices.get(title.office)) {
            entity.mentions.push(titles::mention(&reading, office));
        }
    }
    for entity in &mut entities {
        entity.mentions.sort_by_key(|m| m.span);
    }
    document.entities = entities;
    document.roles = roles;
}

/// What all rules propose. The model of [`tagger`] weighs them.
fn candidates(reading: &Reading<'_>) -> Vec<Candidate> {
    let persons = persons::persons(reading);
    let mut candidates = known::known(reading);
    candidates.extend(headed::headed(reading, &persons));
    candidates.extend(persons);
    let quoted = known::quoted(reading, &candidates);
    candidates.extend(quoted);
    let owned = chains::chains(reading, &candidates);
    candidates.extend(owned);
    let introduced = known::introduced(reading, &candidates);
    candidates.extend(introduced);
    candidates.extend(known::latin_lists(reading));
    candidates
}

/// Spans of the mended text to spans of the source: the one place where that happens.
fn to_source(release: &Release, mut facts: Facts) -> Facts {
    let map = |span: &mut Span| *span = release.to_source(*span);
    facts.entities.iter_mut().flat_map(|e| &mut e.mentions).for_each(|m| map(&mut m.span));
    facts.dates.iter_mut().for_each(|d| map(&mut d.span));
    for event in &mut facts.events {
        map(&mut event.span);
        map(&mut event.evidence);
    }
    for role in &mut facts.roles {
        map(&mut role.span);
        map(&mut role.evidence);
    }
    facts
}
