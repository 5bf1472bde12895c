//! Offices that stand alone in releases to whoever is known to have held them then.
//!
//! Who held an office is told by releases that name its holders (`HELD`); a release that names only the office speaks of that
//! person, if it can be told who. What follows from that is marked with the office: `MENTIONS`, `TOOK_PART_IN` and, of
//! happenings in which nobody else is known to have taken part, `REPORTS`. It makes no `HELD` and adds no form of a name,
//! so that nothing rests on itself, and it follows from the rest of the graph alone, whatever came first.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::connect::{Changes, Told};
use super::dates::drop_unused;
use super::entities::{label, mention, node_key, strip};
use super::events::{event_key, prove, sentences, tell_event, tell_role};
use super::forget::with_fellows;
use super::reader::Reader;
use super::recent::Recent;
use super::relations::{find, neighbours};
use super::releases::{Source, stored_release};
use super::roles::key_of_unnamed;
use super::same_events::Happenings;
use crate::graph::Draft;
use crate::model::{Direction, Edtf, Entity, EntityKind, Mention, MentionForm, NodeId, RelationshipId, Unnamed, Value};
use crate::resolve::{Days, Holders, Index, Meant, Tenure, keys_of_office};

/// Marks what rests on who held an office: its key.
pub(super) const OFFICE: &str = "office";
/// The offices that a release leaves alone, as a property of its node.
pub(super) const UNNAMED: &str = "unnamed_offices";

/// Which releases speak of the holders of which offices without naming them.
#[derive(Debug, Default)]
pub(super) struct Titles {
    offices: BTreeMap<Arc<str>, Office>,
    /// Release → the offices.
    asked: BTreeMap<NodeId, BTreeSet<Arc<str>>>,
}

/// An office: who was seen in it, and the releases that leave it alone.
#[derive(Debug, Default)]
struct Office {
    holders: Holders<NodeId>,
    releases: BTreeMap<NodeId, Asked>,
    /// Those of the releases that were not asked yet.
    new: BTreeSet<NodeId>,
}

impl Office {
    /// Asks anew who is meant; gives the releases in which it is somebody else, or otherwise sure.
    fn ask(&mut self, holders: Holders<NodeId>) -> Vec<NodeId> {
        let mut others = Vec::new();
        let mut ask = |release: NodeId, asked: &mut Asked| {
            let meant = asked.days.and_then(|days| holders.on(days));
            if meant != asked.meant {
                asked.meant = meant;
                others.push(release);
            }
        };
        let new = std::mem::take(&mut self.new);
        if holders == self.holders {
            for release in new {
                if let Some(asked) = self.releases.get_mut(&release) {
                    ask(release, asked);
                }
            }
        } else {
            self.releases.iter_mut().for_each(|(release, asked)| ask(*release, asked));
        }
        self.holders = holders;
        others
    }
}

/// A release that speaks of the holder of an office.
#[derive(Debug)]
struct Asked {
    /// When it can be from.
    days: Option<Days>,
    /// Who is meant, as far as it was told.
    meant: Option<Meant<NodeId>>,
}

/// What rests on the rest of a graph, and what that needs.
pub(super) struct Rest<'a> {
    pub index: &'a Index,
    pub happenings: &'a mut Happenings,
    pub reader: &'a Reader,
    pub recent: &'a Recent,
}

impl Titles {
    /// The offices that stand alone in a graph. Cost: proportional to the releases.
    pub fn on_record(draft: &Draft) -> Self {
        let mut titles = Self::default();
        for release in draft.graph().nodes_with_label("Release") {
            titles.note(draft, release);
        }
        for (key, office) in &mut titles.offices {
            office.ask(holders(draft, key));
        }
        titles
    }

    /// Takes in which offices stand alone in a release; those that did before may be others.
    fn note(&mut self, draft: &Draft, release: NodeId) {
        self.forget(release);
        let keys: BTreeSet<Arc<str>> = match draft.graph().node_property(release, UNNAMED) {
            Value::List(keys) => keys.iter().filter_map(Value::as_str).map(Arc::from).collect(),
            _ => return,
        };
        let date = draft.graph().node_property(release, "date");
        let days = date.as_str().and_then(|date| date.parse::<Edtf>().ok()).and_then(|date| date.bounds());
        for key in &keys {
            let asked = Asked { days, meant: None };
            let office = self.offices.entry(Arc::clone(key)).or_default();
            office.releases.insert(release, asked);
            office.new.insert(release);
        }
        self.asked.insert(release, keys);
    }

    /// Leaves a release out.
    pub fn forget(&mut self, release: NodeId) {
        for key in self.asked.remove(&release).into_iter().flatten() {
            if let Some(office) = self.offices.get_mut(&key) {
                office.releases.remove(&release);
                office.new.remove(&release);
                if office.releases.is_empty() {
                    self.offices.remove(&key);
                }
            }
        }
    }

    /// Brings what rests on the holders of offices in line with the rest of a graph, after what changed; adds the releases
    /// of which something else is told now to those of `changes`.
    ///
    /// Cost: of each office whose holders changed the releases that leave it alone are looked up in memory; only those that
    /// speak of somebody else now, and those that were told, are told.
    pub fn update(&mut self, draft: &mut Draft, changes: &mut Changes, mut rest: Rest<'_>) {
        let mut stale: BTreeSet<NodeId> = changes.releases.union(&changes.untold).copied().collect();
        for release in &changes.releases {
            self.note(draft, *release);
        }
        let told = changes.releases.iter().filter_map(|release| self.asked.get(release)).flatten();
        let touched = changes.offices.iter().map(|key| Arc::from(keys_of_office(key)[0].as_str()));
        let touched: BTreeSet<Arc<str>> = touched.chain(told.cloned()).collect();
        for key in touched {
            let Some(office) = self.offices.get_mut(&key) else { continue };
            stale.extend(office.ask(holders(draft, &key)));
        }
        stale.retain(|release| self.asked.contains_key(release));
        let stale = with_fellows(draft, stale);
        let mut dates = BTreeSet::new();
        for release in &stale {
            clear(draft, *release, rest.happenings, &mut dates);
        }
        for release in &stale {
            self.tell(draft, *release, &mut rest);
        }
        drop_unused(draft, &dates);
        changes.releases.extend(stale);
    }

    /// Tells what a release says of those who held the offices that it leaves alone.
    fn tell(&self, draft: &mut Draft, release: NodeId, rest: &mut Rest<'_>) {
        let meant = |key: &Arc<str>| Some((Arc::clone(key), self.offices.get(key)?.releases.get(&release)?.meant?));
        let meant: BTreeMap<Arc<str>, Meant<NodeId>> =
            self.asked.get(&release).into_iter().flatten().filter_map(meant).collect();
        if meant.is_empty() {
            return;
        }
        let key = draft.graph().node_property(release, "key");
        let key = key.as_str().unwrap_or_default();
        let facts = rest.recent.facts(release);
        let facts = facts.unwrap_or_else(|| Arc::new(rest.reader.read(key, &stored_release(draft, release))));
        let node_of = |e: &Entity| {
            let key = rest.index.key_of(e.kind, &e.name).filter(|_| !e.mentions.is_empty())?;
            find(draft, label(e.kind), &node_key(e.kind, key))
        };
        let nodes = facts.entities.iter().map(node_of).collect();
        let told = Told::new(key, release, Source::on_record(draft, release), &facts, nodes);
        for title in &facts.unnamed {
            let office = key_of_unnamed(&told, title).and_then(|key| meant.get_key_value(key.as_str()));
            if let Some((office, meant)) = office {
                tell_title(draft, &told, title, office, *meant);
            }
        }
    }
}

/// The keys of the offices that a release leaves alone, if they say of whom they are.
pub(super) fn unnamed_offices(told: &Told<'_>) -> Value {
    let keys: BTreeSet<String> = told.facts.unnamed.iter().filter_map(|title| key_of_unnamed(told, title)).collect();
    if keys.is_empty() { Value::Null } else { Value::list(keys.into_iter().map(Value::from)) }
}

fn tell_title(draft: &mut Draft, told: &Told<'_>, title: &Unnamed, office: &Arc<str>, meant: Meant<NodeId>) {
    let Meant { person, sure, why } = meant;
    let why = why.to_string();
    let mark = [
        (Arc::from(OFFICE), Value::String(Arc::clone(office))),
        (Arc::from("confidence"), sure.into()),
        (Arc::from("why"), why.as_str().into()),
    ];
    let nobody = Entity { kind: EntityKind::Person, name: String::new(), mentions: Vec::new() };
    for span in &title.spans {
        let one = Mention { span: *span, form: MentionForm::Title };
        let mut properties = mention(&nobody, &one, told.source.cut(*span));
        // It is of no form of a name.
        properties.remove("name");
        properties.extend(mark.clone());
        draft.create_relationship(told.release_node, person, "MENTIONS".into(), properties);
    }
    for part in &title.parts {
        let Some(event) = told.facts.events.get(part.event).filter(|_| !told.facts.rejected.contains(&part.event))
        else {
            continue;
        };
        let known = find(draft, "Event", &event_key(told, part.event));
        let node = known.unwrap_or_else(|| {
            let node = tell_event(draft, told, part.event, event);
            let reports = draft.graph().neighbours(node, Direction::Incoming, &["REPORTS".into()]).next();
            if let Some((reports, _)) = reports {
                draft.set_relationship_property(reports, &OFFICE.into(), Value::String(Arc::clone(office)));
            }
            node
        });
        let parts = took_part(draft, person, node);
        // Who is named as one of them took part, whatever the title says.
        if parts.iter().any(|part| !is_marked(draft, *part)) {
            continue;
        }
        let known = parts.first().copied();
        let part_of = known
            .unwrap_or_else(|| draft.create_relationship(person, node, "TOOK_PART_IN".into(), mark.clone().into()));
        let sure = ((sure * event.confidence).into(), why.as_str().into(), office);
        surer(draft, part_of, known.is_none(), sure);
        prove(draft, told, part_of, sentences(told, [Some(event.evidence), part.named_in]));
        tell_role(draft, part_of, part.role.map_or(Value::Null, |role| role.as_str().into()));
    }
}

/// Lets the surest of several titles say how sure a part is.
fn surer(draft: &mut Draft, part: RelationshipId, new: bool, sure: (Value, Value, &Arc<str>)) {
    let (confidence, why, office) = sure;
    let graph = draft.graph();
    let before = |key| graph.relationship_property(part, key);
    let (known, known_office) = (before("confidence"), before(OFFICE));
    let better = match (&known, &confidence) {
        (Value::Float(known), Value::Float(now)) if known == now => Some(&**office) < known_office.as_str(),
        (Value::Float(known), Value::Float(now)) => now > known,
        _ => true,
    };
    if new || better {
        draft.set_relationship_property(part, &"confidence".into(), confidence);
        draft.set_relationship_property(part, &"why".into(), why);
        draft.set_relationship_property(part, &OFFICE.into(), Value::String(Arc::clone(office)));
    }
}

/// Takes away what a release says of those who held the offices that it leaves alone.
fn clear(draft: &mut Draft, release: NodeId, happenings: &mut Happenings, dates: &mut BTreeSet<NodeId>) {
    for (mention, _) in neighbours(draft, release, Direction::Outgoing, "MENTIONS") {
        if is_marked(draft, mention) {
            draft.delete_relationship(mention);
        }
    }
    for (report, event) in neighbours(draft, release, Direction::Outgoing, "REPORTS") {
        if is_marked(draft, report) {
            dates.extend(neighbours(draft, event, Direction::Outgoing, "ON").into_iter().map(|(_, date)| date));
            happenings.forget(draft, event);
            strip(draft, event);
            draft.delete_node(event);
            continue;
        }
        for (part, _) in neighbours(draft, event, Direction::Incoming, "TOOK_PART_IN") {
            if is_marked(draft, part) {
                draft.delete_relationship(part);
            }
        }
    }
}

/// Whether a relationship rests on who held an office.
pub(super) fn is_marked(draft: &Draft, relationship: RelationshipId) -> bool {
    !draft.graph().relationship_property(relationship, OFFICE).is_null()
}

/// The parts of a person in an event.
fn took_part(draft: &Draft, person: NodeId, event: NodeId) -> Vec<RelationshipId> {
    let parts = neighbours(draft, event, Direction::Incoming, "TOOK_PART_IN");
    parts.into_iter().filter(|(_, who)| *who == person).map(|(part, _)| part).collect()
}

/// Persons beyond which it is no office that one of them holds at a time.
const MOST_HOLDERS: usize = 64;

/// When persons were seen in the office of a key; whoever was seen in it under both of its keys is one. None of them when they
/// are too many.
fn holders(draft: &Draft, key: &str) -> Holders<NodeId> {
    let graph = draft.graph();
    let positions: Vec<NodeId> = keys_of_office(key).iter().filter_map(|key| find(draft, "Position", key)).collect();
    let held = ["HELD".into()];
    if positions.iter().any(|position| graph.degree(*position, Direction::Incoming, &held) > MOST_HOLDERS) {
        return Holders::default();
    }
    let mut holders: BTreeMap<NodeId, Tenure<NodeId>> = BTreeMap::new();
    for position in positions {
        for (held, person) in neighbours(draft, position, Direction::Incoming, "HELD") {
            let days = |key| graph.relationship_property(held, key).as_str()?.parse::<Edtf>().ok()?.bounds();
            let releases = graph.relationship_property(held, "releases").as_integer();
            let releases = releases.and_then(|n| u64::try_from(n).ok()).unwrap_or(1);
            let seen = Tenure { person, seen: days("first").zip(days("last")), releases };
            holders.entry(person).and_modify(|known| *known = known.with(seen)).or_insert(seen);
        }
    }
    Holders::new(holders.into_values().collect())
}
