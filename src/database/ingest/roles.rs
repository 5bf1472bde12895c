//! Person – office – organisation to `HELD` and `Position` nodes.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::connect::Told;
use super::relations::{between, find_or_create, join, properties};
use super::releases::evidence;
use crate::extract::whose_head;
use crate::graph::Draft;
use crate::model::{Direction, EntityKind, NodeId, RelationshipId, Role, Span, Unnamed, UnnamedTitle, Value};
use crate::resolve::{PositionName, keys_of_office, name_key, position_name, tells_who, usual_name};
use crate::text::letters;
use crate::text::morphology::{possessed, unpossessed};

/// Kinds of places that an office may name without saying which.
const BODY_KINDS: [&str; 2] = ["облыс", "аудан"];

/// Tells the roles of a release: all of persons and organisations that `told` tells.
pub(super) fn tell_roles(draft: &mut Draft, told: &Told<'_>) {
    for role in &told.facts.roles {
        let body = body_of(told, role);
        let body_node = body.and_then(|b| told.node(b));
        let person = told.node(role.person);
        if (person.is_none() && body_node.is_none()) || said_better(told, role) {
            continue;
        }
        let position = position_node(draft, told, role, body);
        if let Some(body) = body_node {
            join(draft, position, body, "IN", Default::default);
        }
        if let Some(person) = person {
            hold(draft, told, role, person, position);
        }
    }
}

/// Deletes those of the positions that nobody holds any more.
pub(super) fn drop_unheld(draft: &mut Draft, positions: &BTreeSet<NodeId>) {
    let held = [Arc::from("HELD")];
    for position in positions {
        if draft.graph().degree(*position, Direction::Incoming, &held) == 0 {
            let rest: Vec<_> = draft.graph().neighbours(*position, Direction::Both, &[]).map(|(r, _)| r).collect();
            for relationship in rest {
                draft.delete_relationship(relationship);
            }
            draft.delete_node(*position);
        }
    }
}

/// Whether the release names the same office of the same person more fully: "министр" beside "Әділет министрі".
fn said_better(told: &Told<'_>, role: &Role) -> bool {
    let head = |position: &str| {
        let lower = letters::lower(position);
        unpossessed(lower.rsplit(' ').next().unwrap_or(&lower))
    };
    let fullness = |r: &Role| (r.organisation.is_some(), r.position.split(' ').count());
    let own = head(&role.position);
    let same = |other: &&Role| other.person == role.person && head(&other.position) == own;
    role.organisation.is_none() && told.facts.roles.iter().filter(same).any(|other| fullness(other) > fullness(role))
}

/// The organisation or place that the office belongs to, among the release's entities.
fn body_of(told: &Told<'_>, role: &Role) -> Option<usize> {
    let Some(name) = &role.organisation else { return only_body_of_kind(told, &role.position) };
    told.body(name)
}

/// "Облыс әкімі" in a release that names one region only is the head of that one.
fn only_body_of_kind(told: &Told<'_>, position: &str) -> Option<usize> {
    let lower = letters::lower(position);
    let kind = BODY_KINDS.iter().find(|k| lower.strip_prefix(**k).is_some_and(|rest| rest.starts_with(' ')))?;
    let head = possessed(kind);
    let of_kind = |name: &str| name.rsplit(' ').next().is_some_and(|last| letters::lower(last) == head);
    let mut fitting =
        told.facts.entities.iter().enumerate().filter(|(_, e)| e.kind == EntityKind::Place && of_kind(&e.name));
    let (only, _) = fitting.next()?;
    fitting.next().is_none().then_some(only)
}

/// The key of the office of a role; none for one that the release names more fully.
pub(super) fn office_key(told: &Told<'_>, role: &Role) -> Option<String> {
    (!said_better(told, role)).then(|| position(told, role, body_of(told, role)).0)
}

/// The key of the office that a release leaves alone, the one without the home country, if it says of whom it is.
pub(super) fn key_of_unnamed(told: &Told<'_>, title: &Unnamed) -> Option<String> {
    let UnnamedTitle::Office { position, organisation } = &title.title else { return None };
    let (position, organisation) = (position.clone(), organisation.clone());
    let (span, evidence, person) = (Span::default(), Span::default(), usize::MAX);
    let nobody = Role { span, evidence, person, position, organisation, confidence: 0.0 };
    let key = office_key(told, &nobody).filter(|key| tells_who(key))?;
    let [key, _] = keys_of_office(&key);
    Some(key)
}

/// The key and the names of an office.
fn position(told: &Told<'_>, role: &Role, body: Option<usize>) -> (String, PositionName) {
    let entity = |at: usize| told.facts.entities.get(at);
    let named = role.organisation.as_deref().or_else(|| Some(&*entity(body?)?.name));
    // "Президент Қасым-Жомарт Тоқаев" is that of Қазақстан, whether the release says so or not.
    let known =
        if named.is_none() { entity(role.person).and_then(|p| whose_head(&p.name, &role.position)) } else { None };
    let kind = match known {
        Some(_) => EntityKind::Place,
        None => body.and_then(|b| told.kind(b)).unwrap_or(EntityKind::Organisation),
    };
    let body = named.or(known);
    // All names of a country make one office: it is named after the usual one.
    let named = body.map(|b| if kind == EntityKind::Place { usual_name(b).unwrap_or(b) } else { b });
    let name = position_name(&role.position, named.map(|b| (kind, b)));
    let whose = body.map(|b| name_key(kind, b)).unwrap_or_default();
    let key = format!("{}@{whose}", name_key(EntityKind::Person, &name.title));
    (key.trim_end_matches('@').to_owned(), name)
}

fn position_node(draft: &mut Draft, told: &Told<'_>, role: &Role, body: Option<usize>) -> NodeId {
    let (key, name) = position(told, role, body);
    let full = Value::from(name.full);
    let node = find_or_create(draft, "Position", &key, || {
        properties([("name", full.clone()), ("title", letters::lower(&name.title).into())])
    });
    // Spellings of one office differ in capitals: the one that sorts first is shown, whichever came first.
    if full.as_str() < draft.graph().node_property(node, "name").as_str() {
        draft.set_node_property(node, &"name".into(), full);
    }
    node
}

fn hold(draft: &mut Draft, told: &Told<'_>, role: &Role, person: NodeId, position: NodeId) {
    let proof = evidence(told.key, role.evidence);
    let date = told.source.date.as_ref().map_or(Value::Null, |d| d.as_str().into());
    let Some(known) = between(draft, person, position, "HELD") else {
        let seen = properties([
            ("first", date.clone()),
            ("last", date),
            ("releases", Value::Integer(1)),
            ("confidence", role.confidence.into()),
            ("evidence", Value::list([proof.into()])),
        ]);
        draft.create_relationship(person, position, "HELD".into(), seen);
        return;
    };
    let mut proofs = strings(draft, known, "evidence");
    proofs.insert(proof.into());
    let releases: BTreeSet<&str> = proofs.iter().map(|p| p.split('#').next().unwrap_or(p)).collect();
    let releases = super::relations::count(releases.len());
    let mut set = |key: &str, value: Value| draft.set_relationship_property(known, &key.into(), value);
    set("releases", releases);
    set("evidence", Value::list(proofs.iter().map(|p| Value::String(Arc::clone(p)))));
    let before = |draft: &Draft, key: &str| draft.graph().relationship_property(known, key);
    if !date.is_null() {
        let (first, last) = (before(draft, "first"), before(draft, "last"));
        if first.as_str().is_none_or(|first| is_earlier(date.as_str(), first)) {
            draft.set_relationship_property(known, &"first".into(), date.clone());
        }
        if last.as_str().is_none_or(|last| is_later(date.as_str(), last)) {
            draft.set_relationship_property(known, &"last".into(), date);
        }
    }
    if matches!(before(draft, "confidence"), Value::Float(c) if c < role.confidence) {
        draft.set_relationship_property(known, &"confidence".into(), role.confidence.into());
    }
}

/// Whether somebody seen on `date` was seen earlier than on `first`. A date says more than an interval that was inferred.
fn is_earlier(date: Option<&str>, first: &str) -> bool {
    // EDTF dates of releases sort as text: their years have four digits.
    date.is_some_and(|date| (is_interval(date), date) < (is_interval(first), first))
}

/// Whether somebody seen on `date` was seen later than on `last`.
fn is_later(date: Option<&str>, last: &str) -> bool {
    date.is_some_and(|date| (!is_interval(date), date) > (!is_interval(last), last))
}

fn is_interval(date: &str) -> bool {
    date.contains('/')
}

fn strings(draft: &Draft, relationship: RelationshipId, key: &str) -> BTreeSet<Arc<str>> {
    match draft.graph().relationship_property(relationship, key) {
        Value::List(items) => {
            items.iter().filter_map(|v| if let Value::String(s) = v { Some(Arc::clone(s)) } else { None }).collect()
        }
        _ => BTreeSet::new(),
    }
}
