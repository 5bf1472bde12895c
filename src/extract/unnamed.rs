//! Persons who are called by their titles alone to the parts that they took, and to what is told of them only.

use super::document::Document;
use super::events::find_events;
use crate::model::{Entity, EntityKind, Event, EventType, Mention, MentionForm, Span, UnnamedPart};
use crate::text::TokenKind;
use crate::text::morphology::{Case, likely_case};

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
