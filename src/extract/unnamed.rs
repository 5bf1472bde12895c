//! Titles that stand alone to persons whom nobody names, to the parts that they took, and to what is told of them only.

use rustc_hash::FxHashSet;

use super::document::Document;
use super::events::find_events;
use super::named::Named;
use super::offices::Office;
use super::reading::Reading;
use super::roles::Holding;
use super::tables::{OfficeKind, Turn};
use super::titles::{StateHeads, Title, is_state_office, mention, stands_alone};
use crate::model::{
    Entity, EntityKind, Event, EventType, Mention, MentionForm, Span, Unnamed, UnnamedPart, UnnamedTitle,
};
use crate::text::morphology::{Case, likely_case};
use crate::text::{Release, TokenKind};

/// Words behind an office that speak of who is to hold it, or holds it for another.
const NOT_THE_HOLDER: [&str; 8] =
    ["етіп", "міндетін", "м", "қызметін", "қызметі", "лауазымын", "орынбасары", "тағайындау"];

/// What is said of an office that somebody held or is to hold.
const NOT_NOW: [&str; 7] = ["бұрынғы", "экс", "тұңғыш", "болашақ", "жаңа", "вице", "сайланған"];

/// The persons whom a release calls by offices that stand alone, and whom it does not name. `titles` are those that stand for
/// somebody named.
#[must_use]
pub fn unnamed(
    release: &Release,
    reading: &Reading<'_>,
    named: &Named<'_>,
    offices: &[Office],
    holdings: &[Holding],
    titles: &[Title],
) -> Vec<Unnamed> {
    let state = StateHeads::new(release, reading, named, offices, holdings);
    let explained: FxHashSet<usize> =
        holdings.iter().map(|h| h.office).chain(titles.iter().map(|t| t.office)).collect();
    let held = || holdings.iter().filter_map(|h| offices.get(h.office));
    let head_named = !named.holders().is_empty() || held().any(|office| is_state_office(reading, office));
    let mut found: Vec<Unnamed> = Vec::new();
    for (index, office) in offices.iter().enumerate() {
        if explained.contains(&index) || !stands_alone(reading, named, office) {
            continue;
        }
        let title = match state.holder(reading, named, office) {
            Some(_) => head(reading, office).filter(|_| !head_named),
            None => other(reading, named, office).filter(|_| !held().any(|held| may_be_one(held, office))),
        };
        let Some(title) = title else { continue };
        let span = mention(reading, office).span;
        match found.iter_mut().find(|known| known.title == title) {
            Some(known) => known.spans.push(span),
            None => found.push(Unnamed { title, spans: vec![span], parts: Vec::new() }),
        }
    }
    found
}

/// A title of the home country's head of state; "Президент" is one of many, unless its country is told.
fn head(reading: &Reading<'_>, office: &Office) -> Option<UnnamedTitle> {
    if reading.tables.state_title(&office.position) == Some(Turn::First) {
        return Some(UnnamedTitle::FirstHead);
    }
    let told = office.organisation.is_some() || office.position.contains(' ');
    told.then_some(UnnamedTitle::Head)
}

/// Any other office that its holder can be told by: its body or its field is said.
fn other(reading: &Reading<'_>, named: &Named<'_>, office: &Office) -> Option<UnnamedTitle> {
    let of_few = matches!(office.kind, OfficeKind::State | OfficeKind::Office);
    // "Жоғарғы Бас қолбасшы" is the head of state.
    let of_few = of_few && !office.noun.to_lowercase().ends_with("қолбасшы");
    // "Премьер-Министр" is that of the home country.
    let told = office.organisation.is_some() || office.position.contains(' ') || office.position == "Премьер-Министр";
    if !of_few || office.open || office.pronoun || !told {
        return None;
    }
    let next = reading.after(office.last);
    // A name that was not recognised: "Бас прокурор Қ.Қожамжаров".
    let beside = |next| reading.is_capital(next) && named.at(next).is_none() || reading.is(next, TokenKind::Initial);
    if next.is_some_and(|next| beside(next) || NOT_THE_HOLDER.contains(&reading.lower(next))) {
        return None;
    }
    // "Премьер-Министр Кеңсесі" is a body.
    if next.and_then(|next| named.at(next)).is_some_and(|name| name.name.kind == EntityKind::Organisation) {
        return None;
    }
    let not_now = |word: &str| NOT_NOW.iter().any(|stem| word.starts_with(stem));
    let position = office.position.to_lowercase();
    if position.split(' ').any(not_now) || reading.before(office.first).is_some_and(|b| not_now(reading.lower(b))) {
        return None;
    }
    let organisation = match office.organisation {
        Some(entity) => Some(named.entities.get(entity)?.name.clone()),
        None => None,
    };
    Some(UnnamedTitle::Office { position: office.position.clone(), organisation })
}

/// Whether an office that somebody is named with may be the one that stands alone.
fn may_be_one(held: &Office, office: &Office) -> bool {
    let one_body =
        held.organisation == office.organisation || held.organisation.is_none() || office.organisation.is_none();
    one_body
        && held.noun.to_lowercase() == office.noun.to_lowercase()
        && (held.position.to_lowercase() == office.position.to_lowercase() || !held.field || !office.field)
}

/// Finds what those whom the document does not name took part in, besides `events`; gives the happenings in which nobody
/// else did that it names, or none that are told for that alone.
///
/// The events are found once more with the unnamed among the persons. What was told without them stays as it is.
pub fn take_part(document: &mut Document<'_>, events: &[Event]) -> Vec<Event> {
    if document.unnamed.is_empty() {
        return Vec::new();
    }
    let named = document.entities.len();
    let person = |spans: &Vec<_>| {
        let mentions = spans.iter().map(|span| Mention { span: *span, form: MentionForm::Title }).collect();
        Entity { kind: EntityKind::Person, name: String::new(), mentions }
    };
    let persons: Vec<Entity> = document.unnamed.iter().map(|unnamed| person(&unnamed.spans)).collect();
    document.entities.extend(persons);
    let all = find_events(document);
    document.entities.truncate(named);

    let mut supposed: Vec<Event> = Vec::new();
    let mut told = Told::new(events, &all);
    for mut event in all {
        let (mut unnamed, participants) =
            event.participants.iter().copied().partition::<Vec<_>, _>(|who| *who >= named);
        unnamed.retain(|who| acts(document, *who - named, &event, event.named_in.get(who)));
        if unnamed.is_empty() {
            continue;
        }
        let number = told.same(&event);
        for who in unnamed {
            let part = UnnamedPart {
                event: number.unwrap_or(events.len() + supposed.len()),
                role: event.participant_roles.remove(&who),
                named_in: event.named_in.remove(&who),
            };
            if let Some(unnamed) = document.unnamed.get_mut(who - named) {
                unnamed.parts.push(part);
            }
        }
        if number.is_none() {
            supposed.push(Event { participants, ..event });
        }
    }
    supposed
}

/// The events that are told without the unnamed.
struct Told<'e> {
    events: &'e [Event],
    /// Those that are not told at the same words with the unnamed.
    elsewhere: Vec<usize>,
}

impl<'e> Told<'e> {
    fn new(events: &'e [Event], all: &[Event]) -> Self {
        let again = |event: &Event| all.iter().any(|other| is_same(event, other));
        let elsewhere = events.iter().enumerate().filter(|(_, event)| !again(event)).map(|(number, _)| number);
        Self { events, elsewhere: elsewhere.collect() }
    }

    /// The number of the event that is told with the unnamed as `event`: at the same words, or at others of one type.
    fn same(&mut self, event: &Event) -> Option<usize> {
        let same = self.events.iter().position(|told| is_same(told, event));
        if let Some(number) = same.or_else(|| self.events.iter().position(|told| told.span == event.span)) {
            return Some(number);
        }
        let of_type = |number: &usize| self.events.get(*number).is_some_and(|e| e.event_type == event.event_type);
        let at = self.elsewhere.iter().position(of_type)?;
        Some(self.elsewhere.remove(at))
    }
}

/// Whether two events are told at the same words, as one type and place.
fn is_same(one: &Event, other: &Event) -> bool {
    one.span == other.span && one.event_type == other.event_type && one.place == other.place
}

/// Whether a sentence that tells an event says something of the person himself, and not only of what is his: "Мемлекет
/// басшысының алғысын", "Президент жүктеген міндеттер". `named_in` is the sentence with the title when it is another.
fn acts(document: &Document<'_>, unnamed: usize, event: &Event, named_in: Option<&Span>) -> bool {
    // Of a flood an official speaks, or sends condolences.
    if event.event_type == EventType::Disaster {
        return false;
    }
    let sentence = named_in.unwrap_or(&event.evidence);
    let spans = document.unnamed.get(unnamed).map_or(&[][..], |unnamed| &unnamed.spans);
    spans.iter().filter(|span| sentence.contains(**span)).any(|span| {
        let title = document.tokens_in(*span).last();
        let case = title.map_or(Case::Nominative, |token| likely_case(&token.lower).base());
        let behind = document.tokens_in(Span::new(span.end, sentence.end));
        match case {
            Case::Genitive => behind.first().is_some_and(|next| {
                event.span.contains(next.span) || HIS_DEEDS.iter().any(|stem| next.lower.starts_with(stem))
            }),
            Case::Nominative => {
                let mut words = behind.windows(2).take(NEAR);
                !words.any(|pair| matches!(pair, [verb, next] if is_attribute(&verb.lower) && next.kind == TokenKind::Word && !event.span.contains(verb.span)))
            }
            _ => true,
        }
    })
}

/// Words behind a title within which it is said what is done.
const NEAR: usize = 3;

/// What is said of a person in the genitive who takes part: "Мемлекет басшысының төрағалығымен".
const HIS_DEEDS: [&str; 6] = ["төрағалығ", "қатысу", "басшылығ", "атына", "қабылдауын", "жетекшілігі"];

/// Whether a word looks like a participle before what it describes.
fn is_attribute(word: &str) -> bool {
    ["ған", "ген", "қан", "кен"].iter().any(|ending| word.ends_with(ending)) && word.chars().count() > 4
}
