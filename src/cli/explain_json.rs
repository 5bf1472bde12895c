//! Why the facts of a release are told to the field `explain` of its JSON object, keyed by the ids of the facts.

use serde_json::{Map, Value, json};

use crate::extract::{Explanation, MentionReason, SettingReason, TitleReason, UntoldEvent, UntoldName, Weighed};
use crate::model::Span;

/// The field; `all`: also what is not told.
#[must_use]
pub fn explain_field(why: &Explanation, all: bool) -> Value {
    let mut field = json!({
        "entities": by_id('e', why.entities.iter().map(|mentions| mentions.iter().map(mention).collect())),
        "dates": by_id('d', why.dates.iter().map(|d| json!({"rule": d.rule.as_str(), "from_release": d.from_release}))),
        "events": by_id('v', why.events.iter().map(|e| json!({
            "trigger": e.row,
            "sense": e.sense,
            "ending": e.ending,
            "probability": rounded(e.probability),
            "weights": weights(&e.weights),
            "parts": e.parts.iter().map(|(entity, part)| (id('e', *entity), json!({
                "taken": part.taken.as_str(),
                "probability": part.taken.probability().map(rounded),
                "weights": weights(&part.weights),
            }))).collect::<Map<_, _>>(),
            "place": e.place.as_ref().map(setting),
            "date": e.date.as_ref().map(setting),
            "modality": e.modality.as_str(),
        }))),
        "roles": by_id('r', why.roles.iter().map(|r| {
            let mut role = title(&r.title);
            role.insert("organisation".to_owned(), json!(r.organisation.map(|o| o.as_str())));
            Value::Object(role)
        })),
    });
    if let (true, Some(field)) = (all, field.as_object_mut()) {
        field.insert("untold_names".to_owned(), why.untold_names.iter().map(untold_name).collect());
        field.insert("untold_events".to_owned(), why.untold_events.iter().map(untold_event).collect());
    }
    field
}

fn mention(reason: &MentionReason) -> Value {
    match reason {
        MentionReason::Name(name) => json!({
            "rule": name.rule.as_str(),
            "by": name.by,
            "score": rounded(name.score),
            "decided": name.decided.as_str(),
            "probability": name.decided.probability().map(|p| rounded(p.into())),
            "joined": name.joined.as_str(),
            "weights": weights(&name.weights),
        }),
        MentionReason::Title(reason) => Value::Object(title(reason)),
        MentionReason::Noun(noun) => json!({"noun": noun.as_str()}),
    }
}

fn title(reason: &TitleReason) -> Map<String, Value> {
    let fields = [("office", reason.noun.as_str()), ("kind", reason.kind.as_str()), ("held", reason.held.as_str())];
    fields.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect()
}

fn setting(reason: &SettingReason) -> Value {
    let probability = reason.chosen.probability().map(rounded);
    json!({"chosen": reason.chosen.as_str(), "probability": probability, "weights": weights(&reason.weights)})
}

fn untold_name(name: &UntoldName) -> Value {
    json!({
        "span": ends(name.span),
        "kind": name.kind.as_str(),
        "rule": name.proposed.0.as_str(),
        "score": rounded(name.proposed.1),
        "probability": name.probability.map(|p| rounded(p.into())),
    })
}

fn untold_event(event: &UntoldEvent) -> Value {
    json!({
        "span": ends(event.span),
        "type": event.event_type.as_str(),
        "because": event.because.as_str(),
        "trigger": event.row,
        "probability": rounded(event.probability),
        "confidence": rounded(event.confidence),
        "weights": weights(&event.weights),
    })
}

/// Pairs of a feature and its weight, the strongest first.
fn weights(weights: &[Weighed]) -> Vec<Value> {
    weights.iter().map(|w| json!([w.feature, rounded(w.weight.into())])).collect()
}

fn by_id(letter: char, values: impl Iterator<Item = Value>) -> Map<String, Value> {
    values.enumerate().map(|(index, value)| (id(letter, index), value)).collect()
}

fn id(letter: char, index: usize) -> String {
    format!("{letter}{}", index + 1)
}

const fn ends(span: Span) -> [usize; 2] {
    [span.start, span.end]
}

/// Thousandths are enough to compare.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
