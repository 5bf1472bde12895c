//! Pairs that may be one to what speaks for it and against it, as the graph has it at that moment.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::graph::Graph;
use crate::model::{Direction, Edtf, EntityKind, NodeId, RelationshipId, Value};
use crate::resolve::{is_country, rests_on_office, tells_who};

/// How many times likelier one office of one body makes two names one person.
const OFFICE: f64 = 3.0;
/// An office that many hold, or that is said of no body.
const OFFICE_OF_MANY: f64 = 1.2;
/// Other offices of one body.
const BODY: f64 = 1.5;
/// Each organisation that few releases name and some of both sides do.
const ORGANISATION: f64 = 1.2;
/// Most organisations that count, the rarest first.
const ORGANISATIONS: usize = 3;
/// Releases that name an organisation which tells little: so many, or more than one of so many.
const RARE: (usize, usize) = (10, 20);
/// Years in common.
const SAME_YEARS: f64 = 1.2;
/// So many years between the last of one and the first of the other tell against it.
const YEARS_APART: i16 = 15;
/// As many times less likely.
const APART: f64 = 0.5;
/// A release that names both, as two.
const NAMED_TOGETHER: f64 = 0.2;
/// Likelihoods that evidence can still change.
const OPEN: (f64, f64) = (0.01, 0.99);

/// Two identities that may be one, with the reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct DoubtedPair {
    /// What they are.
    pub kind: EntityKind,
    /// How likely they are one, 0 to 1: the odds of `by_name`, times the weights of all evidence.
    pub score: f64,
    /// The one whose key sorts first.
    pub first: DoubtedSide,
    /// The other.
    pub second: DoubtedSide,
    /// How likely their names alone, with the offices of those names, make it: as `MAYBE_SAME_AS` has it.
    pub by_name: f64,
    /// Why, as `MAYBE_SAME_AS` has it.
    pub why: String,
    /// What else speaks for it (weights above 1) and against it (below 1), the weightiest first.
    pub evidence: Vec<DoubtEvidence>,
}

/// One of two that may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoubtedSide {
    /// Key of its node.
    pub key: String,
    /// How it is called: its name; type and date of an event without one.
    pub name: String,
    /// How many mentions it has, where they are counted.
    pub mentions: Option<i64>,
    /// The first and the last year in which a release that gives its date names this person.
    pub years: Option<(i16, i16)>,
}

/// One reason for or against two being one.
#[derive(Clone, Debug, PartialEq)]
pub struct DoubtEvidence {
    /// For a person to read.
    pub what: String,
    /// How many times likelier it makes it.
    pub weight: f64,
}

/// All pairs that may be one, the likeliest first. Cost: for each person of a pair, the releases that mention it and what
/// else they mention.
pub(super) fn review(graph: &Graph) -> Vec<DoubtedPair> {
    let mut company = BTreeMap::new();
    let doubts = graph.relationships_with_type("MAYBE_SAME_AS");
    let mut pairs: Vec<DoubtedPair> = doubts.filter_map(|doubt| pair(graph, doubt, &mut company)).collect();
    pairs.sort_by(|a, b| {
        let place = |p: &DoubtedPair| (p.kind.as_str(), p.first.key.clone(), p.second.key.clone());
        b.score.total_cmp(&a.score).then_with(|| place(a).cmp(&place(b)))
    });
    pairs
}

fn pair(graph: &Graph, doubt: RelationshipId, company: &mut BTreeMap<NodeId, Company>) -> Option<DoubtedPair> {
    let (a, b) = graph.ends(doubt)?;
    let kind = EntityKind::ALL.iter().copied().find(|kind| graph.has_label(a, label(*kind)))?;
    let by_name = match graph.relationship_property(doubt, "score") {
        Value::Float(score) => score,
        Value::Integer(score) => score as f64,
        _ => return None,
    };
    let why = text(&graph.relationship_property(doubt, "why"));
    let (mut first, mut second) = (side(graph, a), side(graph, b));
    let mut evidence = Vec::new();
    if kind == EntityKind::Person {
        for node in [a, b] {
            company.entry(node).or_insert_with(|| Company::of(graph, node));
        }
        let (one, other) = (company.get(&a)?, company.get(&b)?);
        (first.years, second.years) = (one.years, other.years);
        evidence = weigh(graph, one, other, rests_on_office(&why));
    }
    evidence.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.what.cmp(&b.what)));
    let score = evidence.iter().fold(odds(by_name), |odds, e| odds * e.weight);
    let score = if evidence.is_empty() { by_name } else { (score / (1.0 + score) * 100.0).round() / 100.0 };
    Some(DoubtedPair { kind, score, first, second, by_name, why, evidence })
}

fn odds(likelihood: f64) -> f64 {
    let likelihood = likelihood.clamp(OPEN.0, OPEN.1);
    likelihood / (1.0 - likelihood)
}

const fn label(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "Person",
        EntityKind::Organisation => "Organisation",
        EntityKind::Place => "Place",
        EntityKind::Event => "Event",
    }
}

fn side(graph: &Graph, node: NodeId) -> DoubtedSide {
    let property = |key: &str| graph.node_property(node, key);
    let name = match property("name") {
        Value::String(name) => name.to_string(),
        _ => [property("type"), property("date")].iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
    };
    DoubtedSide { key: text(&property("key")), name, mentions: property("mentions").as_integer(), years: None }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// With whom and what, and when, a person is seen.
#[derive(Debug, Default)]
struct Company {
    releases: BTreeSet<NodeId>,
    offices: BTreeSet<NodeId>,
    /// Those that the offices are of, but for countries.
    bodies: BTreeSet<NodeId>,
    organisations: BTreeSet<NodeId>,
    years: Option<(i16, i16)>,
}

impl Company {
    fn of(graph: &Graph, person: NodeId) -> Self {
        let mut company = Self {
            releases: neighbours(graph, person, Direction::Incoming, "MENTIONS").into_iter().collect(),
            offices: neighbours(graph, person, Direction::Outgoing, "HELD").into_iter().collect(),
            ..Self::default()
        };
        let is_country = |place: &NodeId| {
            graph
                .node_property(*place, "key")
                .as_str()
                .and_then(|key| key.strip_prefix("place:"))
                .is_some_and(is_country)
        };
        let bodies = company.offices.iter().flat_map(|o| neighbours(graph, *o, Direction::Outgoing, "IN"));
        company.bodies = bodies.filter(|body| !is_country(body)).collect();
        for release in &company.releases {
            let named = neighbours(graph, *release, Direction::Outgoing, "MENTIONS");
            company.organisations.extend(named.into_iter().filter(|n| graph.has_label(*n, "Organisation")));
            if let Some((first, last)) = years_of(graph, *release) {
                let (from, to) = company.years.unwrap_or((first, last));
                company.years = Some((from.min(first), to.max(last)));
            }
        }
        company
    }
}

/// The years of a release that gives its date; those that were inferred are of whoever is named in it.
fn years_of(graph: &Graph, release: NodeId) -> Option<(i16, i16)> {
    if graph.node_property(release, "date_from").as_str() == Some("inferred") {
        return None;
    }
    let date: Edtf = graph.node_property(release, "date").as_str()?.parse().ok()?;
    date.bounds().map(|(first, last): (Date, Date)| (first.year(), last.year()))
}

/// What speaks for two persons being one and against it.
fn weigh(graph: &Graph, one: &Company, other: &Company, office_counts: bool) -> Vec<DoubtEvidence> {
    let mut evidence = Vec::new();
    let mut say = |weight: f64, what: String| evidence.push(DoubtEvidence { what, weight });
    let name = |node: &NodeId| text(&graph.node_property(*node, "name"));
    let tells = |office: &NodeId| tells_who(&text(&graph.node_property(*office, "key")));

    let (telling, of_many): (Vec<NodeId>, Vec<NodeId>) =
        one.offices.intersection(&other.offices).partition(|o| tells(o));
    let mut names: Vec<String> = telling.iter().map(name).collect();
    names.sort();
    for (nth, office) in names.into_iter().enumerate() {
        // One office is in the likelihood of the names already.
        let (weight, counted) = if office_counts && nth == 0 { (1.0, ", counted in by_name") } else { (OFFICE, "") };
        say(weight, format!("both were {office}{counted}"));
    }
    for office in &of_many {
        say(OFFICE_OF_MANY, format!("both were {}", name(office)));
    }
    let of_offices: BTreeSet<NodeId> =
        telling.iter().chain(&of_many).flat_map(|o| neighbours(graph, *o, Direction::Outgoing, "IN")).collect();
    for body in one.bodies.intersection(&other.bodies).filter(|body| !of_offices.contains(body)) {
        say(BODY, format!("both had offices in {}", name(body)));
    }

    let releases = graph.label_count("Release");
    let naming = |node: &NodeId| neighbours(graph, *node, Direction::Incoming, "MENTIONS");
    let named = |node: &NodeId| naming(node).into_iter().collect::<BTreeSet<_>>().len();
    let shared = one.organisations.intersection(&other.organisations);
    let mut rare: Vec<(usize, String)> = shared
        .filter(|o| !one.bodies.contains(o) && !other.bodies.contains(o))
        .map(|o| (named(o), name(o)))
        .filter(|(n, _)| *n <= RARE.0.max(releases / RARE.1))
        .collect();
    rare.sort();
    for (_, organisation) in rare.into_iter().take(ORGANISATIONS) {
        say(ORGANISATION, format!("both are named with {organisation}"));
    }

    if let (Some(a), Some(b)) = (one.years, other.years) {
        let apart = (b.0 - a.1).max(a.0 - b.1);
        if apart <= 0 {
            say(SAME_YEARS, format!("seen in the same years: {}, {}", shown(a), shown(b)));
        } else if apart >= YEARS_APART {
            say(APART, format!("seen {apart} years apart: {}, {}", shown(a), shown(b)));
        }
    }
    let together = one.releases.intersection(&other.releases).count();
    if together > 0 {
        let releases = if together == 1 { "1 release names" } else { &format!("{together} releases name") };
        say(NAMED_TOGETHER, format!("{releases} both, as two"));
    }
    evidence
}

fn shown((first, last): (i16, i16)) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}

fn neighbours(graph: &Graph, node: NodeId, direction: Direction, relationship_type: &str) -> Vec<NodeId> {
    graph.neighbours(node, direction, &[relationship_type.into()]).map(|(_, other)| other).collect()
}
