//! The releases on record, read anew by today's extractor: what that changes is changed, what was written by hand stays.
//!
//! The graph that today's extractor makes of the releases is built beside the one on record, under the same judgements, and
//! the two are compared by key. So a rebuild of a graph that this extractor made changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use super::releases::stored_release;
use super::session::Ingest;
use super::titles::{OFFICE, UNNAMED};
use crate::database::Database;
use crate::error::Error;
use crate::graph::{Draft, Graph};
use crate::model::{Direction, NodeId, Properties, RelationshipId, Value};

/// Labels of nodes that an ingest makes.
const LABELS: [&str; 7] = ["Release", "Person", "Organisation", "Place", "Event", "Date", "Position"];

/// Types of relationships that an ingest makes.
const TYPES: [&str; 10] =
    ["MENTIONS", "REPORTS", "TOOK_PART_IN", "HELD_IN", "ON", "PART_OF", "HELD", "IN", "MAYBE_SAME_AS", "NEAR_COPY_OF"];

/// Types whose relationships carry evidence when an ingest made them.
const PROVEN: [&str; 4] = ["TOOK_PART_IN", "HELD_IN", "ON", "HELD"];

/// Properties that an ingest gives to nodes and that are made anew. Where a release stands is kept.
const MADE: [&str; 23] = [
    "name",
    "aliases",
    "alias_mentions",
    "alias_offices",
    "alias_office_releases",
    "latin",
    "mentions",
    "country",
    "type",
    "trigger",
    "date",
    "date_from",
    "date_why",
    "start",
    "end",
    "modality",
    "evidence",
    "confidence",
    "precision",
    "extractor",
    "language",
    "sketch",
    UNNAMED,
];

/// Properties that an ingest gives to some mentions and parts and not to others.
const SOMETIMES: [&str; 4] = ["offices", "confidence", "why", OFFICE];

/// What a rebuild changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RebuildReport {
    /// Releases that were read anew.
    pub releases: usize,
    /// Nodes by label: how many came, went, and were changed.
    pub nodes: BTreeMap<&'static str, Changed>,
    /// Relationships by type, likewise.
    pub relationships: BTreeMap<&'static str, Changed>,
    /// Nodes that nothing speaks of any more, kept because of what was written to them by hand.
    pub kept: usize,
}

/// How many came, went, and were changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// New ones.
    pub added: usize,
    /// Those that are gone.
    pub removed: usize,
    /// Those with other properties.
    pub changed: usize,
}

/// Reads the releases of a draft anew.
///
/// # Errors
/// None that a database in memory does not have.
pub fn rebuild(
    draft: &mut Draft,
    mut observer: impl FnMut(usize) -> ControlFlow<()>,
) -> Result<Option<RebuildReport>, Error> {
    let fresh = Database::in_memory();
    let mut transaction = fresh.transaction();
    draft.graph().journal().for_each(|entry| transaction.draft().append_to_journal(entry.clone()));
    transaction.commit()?;
    let nodes: Vec<NodeId> = draft.graph().nodes_with_label("Release").collect();
    let releases = nodes.iter().map(|node| stored_release(draft, *node));
    let read = Ingest::new(&fresh).add(releases, |report| observer(report.releases_new))?;
    if read.interrupted {
        return Ok(None);
    }
    let snapshot = fresh.snapshot();
    let mut rebuild = Rebuild { fresh: snapshot.graph(), report: RebuildReport::default(), places: BTreeMap::new() };
    rebuild.report.releases = nodes.len();
    rebuild.nodes(draft);
    rebuild.relationships(draft);
    rebuild.drop_nodes(draft);
    Ok(Some(rebuild.report))
}

/// The graph of today beside the one on record.
struct Rebuild<'a> {
    fresh: &'a Graph,
    report: RebuildReport,
    /// Nodes of the fresh graph → those on record.
    places: BTreeMap<NodeId, NodeId>,
}

/// A label and a key.
type Key = (&'static str, Arc<str>);

impl Rebuild<'_> {
    /// Makes nodes that are missing and gives all of them the properties of today.
    fn nodes(&mut self, draft: &mut Draft) {
        let known: BTreeMap<Key, NodeId> = keyed(draft.graph()).collect();
        for (key, node) in keyed(self.fresh) {
            let counts = self.report.nodes.entry(key.0).or_default();
            let properties = self.fresh.node_properties(node);
            let Some(old) = known.get(&key).copied() else {
                counts.added += 1;
                self.places.insert(node, draft.create_node(vec![key.0.into()], properties));
                continue;
            };
            let mut changed = false;
            for name in MADE.map(Arc::<str>::from) {
                let value = properties.get(&name).cloned().unwrap_or_default();
                changed |= draft.set_node_property(old, &name, value);
            }
            counts.changed += usize::from(changed);
            self.places.insert(node, old);
        }
    }

    /// Makes relationships of the types of an ingest those of today, but for those that were written by hand.
    fn relationships(&mut self, draft: &mut Draft) {
        for relationship_type in TYPES {
            let mut wanted: BTreeMap<(NodeId, NodeId), Vec<Properties>> = BTreeMap::new();
            for relationship in self.fresh.relationships_with_type(relationship_type) {
                let Some((start, end)) = self.fresh.ends(relationship) else { continue };
                if let (Some(start), Some(end)) = (self.places.get(&start), self.places.get(&end)) {
                    let mut properties = self.fresh.relationship_properties(relationship);
                    if ["MENTIONS", "TOOK_PART_IN", "REPORTS"].contains(&relationship_type) {
                        // What is said no longer has to go.
                        for name in SOMETIMES {
                            properties.entry(name.into()).or_default();
                        }
                    }
                    wanted.entry((*start, *end)).or_default().push(properties);
                }
            }
            let mut known: BTreeMap<(NodeId, NodeId), Vec<RelationshipId>> = BTreeMap::new();
            for relationship in draft.graph().relationships_with_type(relationship_type) {
                if let Some(ends) = draft.graph().ends(relationship)
                    && is_made(draft.graph(), relationship_type, relationship, ends)
                {
                    known.entry(ends).or_default().push(relationship);
                }
            }
            let counts = self.report.relationships.entry(relationship_type).or_default();
            for ((start, end), wanted) in wanted {
                let mut known = known.remove(&(start, end)).unwrap_or_default();
                // Those that are as they should be are not touched, so that a rebuild without news changes nothing.
                let rest: Vec<Properties> = wanted
                    .into_iter()
                    .filter(|properties| {
                        let same = |r: &RelationshipId| has_all(draft.graph(), *r, properties);
                        known.iter().position(same).map(|at| known.remove(at)).is_none()
                    })
                    .collect();
                for properties in rest {
                    match known.pop() {
                        Some(old) => {
                            counts.changed += 1;
                            for (key, value) in properties {
                                draft.set_relationship_property(old, &key, value);
                            }
                        }
                        None => {
                            counts.added += 1;
                            let properties = properties.into_iter().filter(|(_, value)| !value.is_null()).collect();
                            draft.create_relationship(start, end, relationship_type.into(), properties);
                        }
                    }
                }
                counts.removed += known.len();
                for old in known {
                    draft.delete_relationship(old);
                }
            }
            for old in known.into_values().flatten() {
                counts.removed += 1;
                draft.delete_relationship(old);
            }
        }
    }

    /// Deletes the nodes of an ingest that are not of today, unless something that was written by hand is at them.
    fn drop_nodes(&mut self, draft: &mut Draft) {
        let kept: BTreeSet<NodeId> = self.places.values().copied().collect();
        let old: Vec<(Key, NodeId)> = keyed(draft.graph()).filter(|(_, node)| !kept.contains(node)).collect();
        for ((label, _), node) in old {
            let graph = draft.graph();
            let by_hand = |key: &Arc<str>| !MADE.contains(&&**key) && !["key", "title"].contains(&&**key);
            let made = label != "Release" && !graph.node_properties(node).keys().any(by_hand);
            if made && graph.degree(node, Direction::Both, &[]) == 0 && draft.delete_node(node) {
                self.report.nodes.entry(label).or_default().removed += 1;
            } else {
                self.report.kept += 1;
            }
        }
    }
}

/// Nodes of an ingest by label and key.
fn keyed(graph: &Graph) -> impl Iterator<Item = (Key, NodeId)> + '_ {
    LABELS.into_iter().flat_map(move |label| {
        graph.nodes_with_label(label).filter_map(move |node| match graph.node_property(node, "key") {
            Value::String(key) => Some(((label, key), node)),
            _ => None,
        })
    })
}

/// Whether an ingest made a relationship: what it says with evidence has some, and both ends have keys.
fn is_made(graph: &Graph, relationship_type: &str, id: RelationshipId, (start, end): (NodeId, NodeId)) -> bool {
    let keyed = |node| !graph.node_property(node, "key").is_null();
    let proven = !PROVEN.contains(&relationship_type) || !graph.relationship_property(id, "evidence").is_null();
    proven && keyed(start) && keyed(end)
}

fn has_all(graph: &Graph, relationship: RelationshipId, properties: &Properties) -> bool {
    properties.iter().all(|(key, value)| graph.relationship_property(relationship, key) == *value)
}
