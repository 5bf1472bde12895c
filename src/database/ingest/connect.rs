//! One release into the graph: its node, then what it tells, then whatever its names changed for others.

use std::collections::BTreeSet;

use super::entities::{KINDS, apply_change, forms_told, label, mention, node_key, nodes_of};
use super::events::tell_events;
use super::relations::{count, find, find_or_create};
use super::releases::{place_of, places, release_properties, standing, stored_release};
use super::roles::{drop_unheld, tell_roles};
use super::wholes::Wholes;
use crate::extract::Extractor;
use crate::graph::Draft;
use crate::model::{Direction, EntityKind, Facts, NodeId, Value};
use crate::resolve::{Change, Index};
use crate::text::Release;

/// A release that is being told, and the nodes of its entities.
pub(super) struct Told<'a> {
    /// Key of the release.
    pub key: &'a str,
    /// Node of the release.
    pub release_node: NodeId,
    /// The release.
    pub release: &'a Release,
    /// What it says.
    pub facts: &'a Facts,
    /// Node of each entity; none for those that are not told this time.
    nodes: Vec<Option<NodeId>>,
}

impl Told<'_> {
    /// The node of an entity, if it is told this time.
    pub fn node(&self, entity: usize) -> Option<NodeId> {
        self.nodes.get(entity).copied().flatten()
    }

    /// The kind of an entity.
    pub fn kind(&self, entity: usize) -> Option<EntityKind> {
        self.facts.entities.get(entity).map(|e| e.kind)
    }
}

/// Whether the text of this key is on record.
pub(super) fn is_known(draft: &Draft, key: &str) -> bool {
    find(draft, "Release", key).is_some()
}

/// Adds a release that is not on record; gives its node, and the nodes of all releases that were told: itself and those
/// whose names it changed.
pub(super) fn add_release(
    draft: &mut Draft,
    (index, wholes): (&mut Index, &mut Wholes),
    extractor: &Extractor,
    key: &str,
    release: &Release,
    facts: &Facts,
) -> (NodeId, BTreeSet<NodeId>) {
    let mut all_told = BTreeSet::new();
    let release_node = find_or_create(draft, "Release", key, || release_properties(release));
    for kind in KINDS {
        let changes = index.add(kind, forms_told(facts, kind));
        for change in &changes {
            all_told.extend(follow(draft, index, extractor, kind, change, Some(release_node)));
        }
        if kind == EntityKind::Organisation {
            wholes.apply(draft, index, &changes);
        }
    }
    tell(draft, index, key, release_node, release, facts, None);
    all_told.insert(release_node);
    (release_node, all_told)
}

/// Brings the graph in line with what changed in the identities of one kind; gives the releases that were told anew, all
/// that name somebody who is another now but for the one that is told later anyway.
pub(super) fn follow(
    draft: &mut Draft,
    index: &Index,
    extractor: &Extractor,
    kind: EntityKind,
    change: &Change,
    told_later: Option<NodeId>,
) -> BTreeSet<NodeId> {
    let dissolved = nodes_of(draft, kind, &change.dissolved);
    let (mut witnesses, offices) = around(draft, &dissolved);
    apply_change(draft, index, kind, change);
    let fresh: BTreeSet<NodeId> = nodes_of(draft, kind, &change.retold).into_iter().collect();
    witnesses.retain(|witness| Some(*witness) != told_later);
    for witness in &witnesses {
        retell(draft, index, extractor, *witness, &fresh);
    }
    drop_unheld(draft, &offices);
    witnesses
}

/// Notes one more place of a text that is on record. The node follows the smallest place.
pub(super) fn add_place(draft: &mut Draft, extractor: &Extractor, key: &str, release: &Release) {
    let Some(node) = find(draft, "Release", key) else { return };
    let mut all = places(draft, node);
    let place = place_of(release);
    let Err(at) = all.binary_search_by(|p| (**p).cmp(place.as_str())) else { return };
    all.insert(at, place.into());
    draft.set_node_property(node, &"copies".into(), count(all.len()));
    draft.set_node_property(node, &"places".into(), Value::list(all.into_iter().map(Value::String)));
    let graph = draft.graph();
    let (source, position) = (graph.node_property(node, "source"), graph.node_property(node, "index"));
    let stands = (source.as_str().unwrap_or(""), position.as_integer().unwrap_or(0));
    let comes = (&*release.source, i64::try_from(release.index).unwrap_or(i64::MAX));
    if comes < stands {
        super::respan::move_release(draft, extractor, key, node, release);
        for (key, value) in standing(release) {
            draft.set_node_property(node, &key, value);
        }
    }
}

/// The releases that mention any of the nodes, and the offices that any of them holds or has.
fn around(draft: &Draft, nodes: &[NodeId]) -> (BTreeSet<NodeId>, BTreeSet<NodeId>) {
    let graph = draft.graph();
    let (mentions, offices) = (["MENTIONS".into()], ["HELD".into(), "IN".into()]);
    let witnesses = nodes.iter().flat_map(|n| graph.neighbours(*n, Direction::Incoming, &mentions).map(|(_, r)| r));
    let offices = nodes.iter().flat_map(|n| graph.neighbours(*n, Direction::Both, &offices).map(|(_, p)| p));
    (witnesses.collect(), offices.filter(|p| graph.has_label(*p, "Position")).collect())
}

/// Tells a release on record once more, but only of the entities whose nodes are `fresh`.
fn retell(draft: &mut Draft, index: &Index, extractor: &Extractor, node: NodeId, fresh: &BTreeSet<NodeId>) {
    let release = stored_release(draft, node);
    let facts = extractor.extract(&release);
    let key = draft.graph().node_property(node, "key");
    tell(draft, index, key.as_str().unwrap_or_default(), node, &release, &facts, Some(fresh));
}

fn tell(
    draft: &mut Draft,
    index: &Index,
    key: &str,
    release_node: NodeId,
    release: &Release,
    facts: &Facts,
    only: Option<&BTreeSet<NodeId>>,
) {
    let node_of = |kind: EntityKind, name: &str| {
        let node = find(draft, label(kind), &node_key(kind, index.key_of(kind, name)?))?;
        only.is_none_or(|fresh| fresh.contains(&node)).then_some(node)
    };
    let nodes = facts.entities.iter().map(|e| node_of(e.kind, &e.name)).collect();
    let told = Told { key, release_node, release, facts, nodes };
    for (number, entity) in facts.entities.iter().enumerate() {
        let Some(node) = told.node(number) else { continue };
        for one in &entity.mentions {
            let properties = mention(entity, one, release.cut(one.span));
            draft.create_relationship(release_node, node, "MENTIONS".into(), properties);
        }
    }
    tell_events(draft, &told);
    tell_roles(draft, &told);
}
