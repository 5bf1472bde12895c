//! Happenings of two releases to pairs that may be one: `MAYBE_SAME_AS` between events.
//!
//! Two releases that tell of a happening of one type on one day with two of the same participants, or with one at the
//! same place, may tell of the same; near copies of a release tell nothing of their own. Only events that share a day
//! and a type are compared. Two that a person told apart are not doubted.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use super::reader::Reader;
use super::relations::{between, join, neighbours, properties};
use super::releases::stored_release;
use crate::graph::Draft;
use crate::model::{Direction, EventType, Modality, NodeId, Span, Value};
use crate::resolve::{FactPlace, event_place};

/// Most days that a date may span to tell happenings apart: "2017" says nothing.
const LONGEST: i32 = 7;
/// Most events of a type and day that are compared with each other: a busier day tells nothing apart.
const BUSIEST: usize = 256;
/// How likely two events of one type and day with two of the same participants are one.
const LIKELY: f64 = 0.5;
/// How much likelier with each further participant, up to two.
const EACH_MORE: f64 = 0.1;
/// How much likelier at the same place.
const SAME_PLACE: f64 = 0.2;

/// The events of each type and day on record.
#[derive(Debug, Default)]
pub(super) struct Happenings {
    days: HashMap<(Arc<str>, Date), BTreeSet<NodeId>>,
    /// Events of days that are no longer too busy.
    again: BTreeSet<NodeId>,
}

/// Who, where and in which release.
#[derive(Debug)]
struct Company {
    who: BTreeSet<NodeId>,
    places: BTreeSet<NodeId>,
    release: Option<NodeId>,
    /// Where it is told, for what was told apart from something.
    tellings: Vec<FactPlace>,
}

impl Happenings {
    /// The events of a graph. Cost: proportional to their number.
    pub fn on_record(draft: &Draft) -> Self {
        let mut happenings = Self::default();
        for event in draft.graph().nodes_with_label("Event") {
            for day in days_of(draft, event) {
                happenings.days.entry(day).or_default().insert(event);
            }
        }
        happenings
    }

    /// Leaves out an event that is about to go.
    pub fn forget(&mut self, draft: &Draft, event: NodeId) {
        for day in days_of(draft, event) {
            if let Some(events) = self.days.get_mut(&day) {
                events.remove(&event);
                if events.len() == BUSIEST {
                    self.again.extend(events.iter().copied());
                }
            }
        }
        self.again.remove(&event);
    }

    /// Makes the `MAYBE_SAME_AS` of the events of releases that were told, or told anew, exactly those that are doubted
    /// now. What is doubted follows from the graph and from what was judged of happenings.
    pub fn update(&mut self, draft: &mut Draft, releases: &BTreeSet<NodeId>, reader: &Reader) {
        let mut touched = std::mem::take(&mut self.again);
        for release in releases {
            for (_, event) in neighbours(draft, *release, Direction::Outgoing, "REPORTS") {
                touched.insert(event);
                for day in days_of(draft, event) {
                    let events = self.days.entry(day).or_default();
                    // The day becomes too busy now: what was doubted of it is no longer.
                    if events.insert(event) && events.len() == BUSIEST + 1 {
                        touched.extend(events.iter().copied());
                    }
                }
            }
        }
        let mut companies = HashMap::new();
        for event in touched {
            self.doubt(draft, event, reader, &mut companies);
        }
    }

    fn doubt(&self, draft: &mut Draft, event: NodeId, reader: &Reader, companies: &mut HashMap<NodeId, Company>) {
        let days = days_of(draft, event);
        let others = days.iter().filter_map(|d| self.days.get(d)).filter(|events| events.len() <= BUSIEST).flatten();
        let others: BTreeSet<NodeId> = others.copied().filter(|other| *other != event).collect();
        let mut wanted = BTreeMap::new();
        for other in others {
            for one in [event, other] {
                companies.entry(one).or_insert_with(|| company(draft, one, reader));
            }
            if let (Some(a), Some(b)) = (companies.get(&event), companies.get(&other))
                && let Some(doubt) = likeness(draft, a, b)
                && !reader.are_parted(&a.tellings, &b.tellings)
            {
                wanted.insert(other, doubt);
            }
        }
        let before: Vec<_> = draft.graph().neighbours(event, Direction::Both, &["MAYBE_SAME_AS".into()]).collect();
        for (relationship, other) in before {
            if !wanted.contains_key(&other) {
                draft.delete_relationship(relationship);
            }
        }
        for (other, (score, why)) in wanted {
            connect(draft, event, other, score, &why);
        }
    }
}

/// From the smaller key to the greater, whichever came first.
fn connect(draft: &mut Draft, one: NodeId, other: NodeId, score: f64, why: &str) {
    let key = |node| draft.graph().node_property(node, "key").as_str().map(str::to_owned);
    let (from, to) = if key(one) <= key(other) { (one, other) } else { (other, one) };
    let doubt = properties([("score", score.into()), ("why", why.into())]);
    let relationship = join(draft, from, to, "MAYBE_SAME_AS", || doubt.clone());
    for (key, value) in doubt {
        draft.set_relationship_property(relationship, &key, value);
    }
}

/// How likely two events of one type and day are one, and why; none when they are not like each other.
fn likeness(draft: &Draft, one: &Company, other: &Company) -> Option<(f64, String)> {
    let (a, b) = (one.release?, other.release?);
    let shared = one.who.intersection(&other.who).count();
    let same_place = !one.places.is_disjoint(&other.places);
    if a == b || !(shared >= 2 || (shared == 1 && same_place)) {
        return None;
    }
    if between(draft, a, b, "NEAR_COPY_OF").or_else(|| between(draft, b, a, "NEAR_COPY_OF")).is_some() {
        return None;
    }
    let more = shared.saturating_sub(2).min(2) as f64 * EACH_MORE;
    let place = if same_place { SAME_PLACE } else { 0.0 };
    let score = ((LIKELY + more + place) * 100.0).round() / 100.0;
    let at = if same_place { ", at the same place" } else { "" };
    let who = if shared == 1 { "participant" } else { "participants" };
    Some((score, format!("one type, one day, {shared} {who} in common{at}")))
}

fn company(draft: &Draft, event: NodeId, reader: &Reader) -> Company {
    let who = neighbours(draft, event, Direction::Incoming, "TOOK_PART_IN").into_iter().map(|(_, who)| who).collect();
    let is_country = |place: &NodeId| {
        draft.graph().node_property(*place, "key").as_str().is_some_and(super::entities::is_country_key)
    };
    // A country is no place that two happenings share by chance alone.
    let held = neighbours(draft, event, Direction::Outgoing, "HELD_IN");
    let places = held.into_iter().map(|(_, place)| place).filter(|p| !is_country(p)).collect();
    let release = neighbours(draft, event, Direction::Incoming, "REPORTS").first().map(|(_, release)| *release);
    Company { who, places, release, tellings: tellings(draft, event, reader) }
}

/// Where an event is told by releases that tell something which was told apart.
fn tellings(draft: &Draft, event: NodeId, reader: &Reader) -> Vec<FactPlace> {
    let graph = draft.graph();
    let telling = |(report, release)| {
        let key = graph.node_property(release, "key");
        let key = key.as_str().filter(|key| reader.parts(key))?;
        let byte = |name| usize::try_from(graph.relationship_property(report, name).as_integer()?).ok();
        let span = Span::new(byte("byte_start")?, byte("byte_end")?);
        Some(event_place(&stored_release(draft, release), key, span))
    };
    graph.neighbours(event, Direction::Incoming, &["REPORTS".into()]).filter_map(telling).collect()
}

/// Type and day of an event that is told as real, for each of its days; none for one whose days are not known well
/// enough, or whose type says too little: one person says many things in a day.
fn days_of(draft: &Draft, event: NodeId) -> Vec<(Arc<str>, Date)> {
    let graph = draft.graph();
    let Value::String(event_type) = graph.node_property(event, "type") else { return Vec::new() };
    let modality = graph.node_property(event, "modality");
    let real = [Modality::Actual, Modality::Planned].iter().any(|m| modality.as_str() == Some(m.as_str()));
    if !real || [EventType::Statement, EventType::Other].iter().any(|t| *event_type == *t.as_str()) {
        return Vec::new();
    }
    let (start, end) = (graph.node_property(event, "start"), graph.node_property(event, "end"));
    let (Value::Date(start), Value::Date(end)) = (start, end) else { return Vec::new() };
    if start.until(end).map_or(i32::MAX, |span| span.get_days()) >= LONGEST {
        return Vec::new();
    }
    start
        .series(jiff::Span::new().days(1))
        .take_while(|day| *day <= end)
        .map(|day| (Arc::clone(&event_type), day))
        .collect()
}
