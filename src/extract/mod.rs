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
mod period;
mod persons;
mod places;
mod reach;
mod reading;
mod reasons;
mod reliability;
mod roles;
mod single_names;
mod tables;
pub mod tagger;
mod titles;
mod unnamed;

use std::sync::Arc;

use crate::model::{DateMention, Event, Facts, Span};
use crate::text::calendar::{FoundDate, find_dates};
use crate::text::{Language, Release};
use candidate::Candidate;
use named::Named;
use reading::Reading;
use reasons::{Marks, Naming};

pub use annotate::annotate;
pub use document::{Document, Shape, Token};
pub use events::find_events;
pub use period::{head_by_table, head_of_state, whose_head};
pub use reasons::{
    Chosen, DateReason, Decided, EventReason, Explanation, Held, Joined, MentionReason, ModalityReason, NameReason,
    NounReason, OrganisationReason, PartReason, PassedOver, RoleReason, Rule, SettingReason, Taken, TitleReason,
    UntoldEvent, UntoldName, Weighed,
};
pub use reliability::{Reliability, Tenth};
pub use tables::OfficeKind;

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
        name(&mut document, self.names.model(), None);
        let events = find_events(&document);
        let supposed = unnamed::take_part(&mut document, &events);
        to_source(release, facts(document, events, supposed))
    }

    /// The facts of a release as [`Extractor::extract`] gives them, and why each of them is told.
    ///
    /// The reasons are what the stages marked while they decided. Weights of features are read by the functions that the
    /// decisions come from. Cost: a few times that of the facts alone.
    ///
    /// ```
    /// use shezhire::extract::{MentionReason, Rule};
    /// use shezhire::{Extractor, Release};
    ///
    /// let release = Release::from_text("хабар.txt", "Жиынды Ж. Сәрсенов өткізді.")?.remove(0);
    /// let (facts, why) = Extractor::new().explain(&release);
    /// assert_eq!(facts, Extractor::new().extract(&release));
    /// let MentionReason::Name(name) = &why.entities[0][0] else { panic!("a title") };
    /// assert_eq!(name.rule, Rule::Initials);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn explain(&self, release: &Release) -> (Facts, Explanation) {
        if matches!(release.language, Language::Russian | Language::English) {
            return Default::default();
        }
        let mut document = annotate(release);
        document.dates = dates(&document);
        let found = find_dates(document.text);
        let mut naming = Naming::default();
        name(&mut document, self.names.model(), Some(&mut naming));
        let (events, of_events, mut untold_events) = events::explain_events(&document);
        let supposed = unnamed::take_part(&mut document, &events);
        let reason = |d: &FoundDate| {
            let from_release = d.resolve(document.release.date.as_ref()) != d.resolve(None);
            DateReason { rule: d.rule, from_release }
        };
        let dates = found.iter().map(reason).collect();
        let Naming { entities, roles, untold: mut untold_names } = naming;
        untold_names.iter_mut().for_each(|n| n.span = release.to_source(n.span));
        untold_events.iter_mut().for_each(|e| e.span = release.to_source(e.span));
        let why = Explanation { entities, dates, events: of_events, roles, untold_names, untold_events };
        (to_source(release, facts(document, events, supposed)), why)
    }
}

fn facts(document: Document<'_>, events: Vec<Event>, supposed: Vec<Event>) -> Facts {
    let Document { entities, dates, roles, unnamed, .. } = document;
    let facts = Facts { entities, dates, events, roles, unnamed, supposed, ..Facts::default() };
    Facts { period: period::period(&facts), ..facts }
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

/// Recognises names, and tells who holds which office and which titles stand for whom; why, to those who ask.
fn name(document: &mut Document<'_>, model: Option<&tagger::Model<'_>>, naming: Option<&mut Naming>) {
    let reading = Reading::new(document);
    let proposed = candidates(&reading);
    let by_rules = conflicts::choose(&reading, proposed.clone());
    let asked = naming.as_ref().map(|_| proposed.clone());
    let mut trace = asked.as_ref().map(|_| tagger::Trace::default());
    let chosen = match model {
        Some(model) => tagger::combine(&reading, model, proposed, by_rules, trace.as_mut()),
        None => by_rules,
    };
    let (mut entities, entity_of, joined) = coreference::entities(&reading, &chosen);
    let named = Named::new(&reading, &chosen, &entities, &entity_of);
    let offices = offices::offices(&reading, &named);
    let holdings = roles::holdings(&reading, &named, &offices);
    let titles = titles::titles(document.release, &reading, &named, &offices, &holdings);
    let roles = roles::roles(document, &reading, &named, &offices, &holdings, &titles);
    let unnamed = unnamed::unnamed(document.release, &reading, &named, &offices, &holdings, &titles);
    let nominals = nominals::nominals(&reading, &named);
    if let (Some(naming), Some(proposed), Some(trace)) = (naming, asked, trace) {
        let marks = Marks {
            reading: &reading,
            proposed: &proposed,
            trace,
            names: &chosen,
            entity_of: &entity_of,
            joined: &joined,
            nominals: &nominals,
            offices: &offices,
            titles: &titles,
            roles: &roles,
        };
        *naming = Naming::new(marks, entities.len());
    }
    for (entity, mention, _) in nominals {
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
    document.unnamed = unnamed;
    document.roles = roles.into_iter().map(|(role, _)| role).collect();
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
    for event in facts.events.iter_mut().chain(&mut facts.supposed) {
        map(&mut event.span);
        map(&mut event.evidence);
        event.named_in.values_mut().for_each(map);
    }
    for unnamed in &mut facts.unnamed {
        unnamed.spans.iter_mut().for_each(map);
        unnamed.parts.iter_mut().filter_map(|part| part.named_in.as_mut()).for_each(map);
    }
    for role in &mut facts.roles {
        map(&mut role.span);
        map(&mut role.evidence);
    }
    facts
}
