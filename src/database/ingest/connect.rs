//! Releases into the graph: their nodes, then what they tell, and what their names changed for others.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::entities::{KINDS, apply_change, forms_of, forms_told, label, mention, node_key, nodes_of, strip};
use super::events::tell_events;
use super::offices::{OfficesTold, offices_told};
use super::reader::Reader;
use super::recent::Recent;
use super::relations::{count, find, find_or_create};
use super::releases::{Source, place_of, places, release_properties, standing, stored_release};
use super::roles::{drop_unheld, tell_roles};
use super::titles::{UNNAMED, is_marked, unnamed_offices};
use super::wholes::Wholes;
use crate::graph::Draft;
use crate::model::{Direction, Entity, EntityKind, Facts, NodeId, Value};
use crate::resolve::{Change, Index};
use crate::text::Release;

/// A release that is being told, and the nodes of its entities.
pub(super) struct Told<'a> {
    /// Key of the release.
    pub key: &'a str,
    /// Node of the release.
    pub release_node: NodeId,
    /// The release.
    pub source: Source,
    /// What it says.
    pub facts: &'a Facts,
    /// Node of each entity; none for those that are not told this time.
    nodes: Vec<Option<NodeId>>,
    /// The first organisation or place of each name.
    bodies: HashMap<&'a str, usize>,
    /// The offices that tell its persons from namesakes.
    offices: OfficesTold,
}

impl<'a> Told<'a> {
    /// A release that is to be told, with the nodes of its entities as far as it tells of them.
    pub fn new(
        key: &'a str,
        release_node: NodeId,
        source: Source,
        facts: &'a Facts,
        nodes: Vec<Option<NodeId>>,
    ) -> Self {
        let bodies = [EntityKind::Organisation, EntityKind::Place];
        // From the last to the first: the first of a name stays.
        let bodies = facts.entities.iter().enumerate().rev().filter(|(_, e)| bodies.contains(&e.kind));
        let bodies = bodies.map(|(at, e)| (e.name.as_str(), at)).collect();
        let mut told = Self { key, release_node, source, facts, nodes, bodies, offices: OfficesTold::new() };
        told.offices = offices_told(&told);
        told
    }

    /// The node of an entity, if it is told this time.
    pub fn node(&self, entity: usize) -> Option<NodeId> {
        self.nodes.get(entity).copied().flatten()
    }

    /// The kind of an entity.
    pub fn kind(&self, entity: usize) -> Option<EntityKind> {
        self.facts.entities.get(entity).map(|e| e.kind)
    }

    /// The first organisation or place of this name among the entities.
    pub fn body(&self, name: &str) -> Option<usize> {
        self.bodies.get(name).copied()
    }
}

/// What was told.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// The releases of which something was told.
    pub releases: BTreeSet<NodeId>,
    /// Keys of the offices that somebody may hold now who did not, or the other way round.
    pub offices: BTreeSet<Arc<str>>,
    /// Releases of which something that rests on who held an office went.
    pub untold: BTreeSet<NodeId>,
}

impl Changes {
    /// Takes in others.
    pub fn extend(&mut self, others: Self) {
        self.releases.extend(others.releases);
        self.offices.extend(others.offices);
        self.untold.extend(others.untold);
    }
}

/// Whether the text of this key is on record.
pub(super) fn is_known(draft: &Draft, key: &str) -> bool {
    find(draft, "Release", key).is_some()
}

/// The releases of a commit: their names are added one by one, and when all are, they are told. A release on record whose
/// names they changed is told anew once, however often they did.
#[derive(Default)]
pub(super) struct Telling<'a> {
    /// Releases that were not on record, whose entities have no nodes yet.
    new: Vec<(Told<'a>, &'a Release, &'a Arc<Facts>)>,
    /// Releases on record → the nodes that they have to tell of anew.
    again: BTreeMap<NodeId, BTreeSet<NodeId>>,
    /// Offices of nodes that lost all that was told of them.
    offices: BTreeSet<NodeId>,
    /// Releases that spoke of such nodes by an office alone.
    untold: BTreeSet<NodeId>,
}

impl<'a> Telling<'a> {
    /// Whether a release of this key waits to be told.
    pub fn awaits(&self, key: &str) -> bool {
        self.new.iter().any(|(told, ..)| told.key == key)
    }

    /// Adds a release that is not on record, and its names; gives its node.
    pub fn add(
        &mut self,
        draft: &mut Draft,
        (index, wholes): (&mut Index, &mut Wholes),
        key: &'a str,
        release: &'a Release,
        facts: &'a Arc<Facts>,
    ) -> NodeId {
        let node = find_or_create(draft, "Release", key, || release_properties(release, facts));
        let told = Told::new(key, node, Source::of(release, facts), facts, Vec::new());
        draft.set_node_property(node, &UNNAMED.into(), unnamed_offices(&told));
        for kind in KINDS {
            let changes = index.add(kind, forms_told(facts, &told.offices, kind));
            for change in &changes {
                self.follow(draft, index, kind, change);
            }
            if kind == EntityKind::Organisation {
                wholes.apply(draft, index, &changes);
            }
        }
        self.new.push((told, release, facts));
        node
    }

    /// Leaves out a release that was to be told anew: all of it is told, or none.
    pub fn withdraw(&mut self, release: NodeId) {
        self.again.remove(&release);
    }

    /// Takes off nodes all that is told of them; the releases that name them tell it anew with the others.
    pub fn dissolve(&mut self, draft: &mut Draft, nodes: &[NodeId]) {
        let witnesses = self.witnesses(draft, nodes);
        nodes.iter().for_each(|node| strip(draft, *node));
        for witness in witnesses {
            self.again.entry(witness).or_default().extend(nodes);
        }
    }

    /// Brings the nodes in line with what changed in the identities of one kind. Those who dissolved lose all that was told
    /// of them; the releases that name them are told anew with the others.
    pub fn follow(&mut self, draft: &mut Draft, index: &Index, kind: EntityKind, change: &Change) {
        let dissolved = nodes_of(draft, kind, &change.dissolved);
        let mut witnesses = self.witnesses(draft, &dissolved);
        // What dissolves before it was told anew is still to be told by those who would have.
        let waiting = self.again.iter().filter(|(_, nodes)| dissolved.iter().any(|n| nodes.contains(n)));
        witnesses.extend(waiting.map(|(witness, _)| *witness));
        apply_change(draft, index, kind, change);
        let fresh = nodes_of(draft, kind, &change.retold);
        for witness in witnesses {
            self.again.entry(witness).or_default().extend(&fresh);
        }
    }

    /// The releases that name any of the nodes. Takes in those that speak of them by an office alone, and the offices that any
    /// of the nodes holds or has.
    fn witnesses(&mut self, draft: &Draft, nodes: &[NodeId]) -> BTreeSet<NodeId> {
        let graph = draft.graph();
        let (mentions, offices) = (["MENTIONS".into()], ["HELD".into(), "IN".into()]);
        let offices = nodes.iter().flat_map(|n| graph.neighbours(*n, Direction::Both, &offices).map(|(_, p)| p));
        self.offices.extend(offices.filter(|p| graph.has_label(*p, "Position")));
        let mentions = nodes.iter().flat_map(|n| graph.neighbours(*n, Direction::Incoming, &mentions));
        let (by_office, by_name): (Vec<_>, Vec<_>) = mentions.partition(|(mention, _)| is_marked(draft, *mention));
        self.untold.extend(by_office.into_iter().map(|(_, release)| release));
        by_name.into_iter().map(|(_, release)| release).collect()
    }

    /// Tells all; gives what was told.
    pub fn tell(self, draft: &mut Draft, index: &Index, reader: &Reader, recent: &mut Recent) -> Changes {
        let mut changes = Changes { untold: self.untold, ..Changes::default() };
        let fresh = fresh_forms(draft, self.again.values().flatten().copied().collect());
        for (witness, own) in &self.again {
            let key = draft.graph().node_property(*witness, "key");
            let key = key.as_str().unwrap_or_default();
            let known = recent.facts(*witness);
            let facts = known.unwrap_or_else(|| Arc::new(reader.read(key, &stored_release(draft, *witness))));
            let node_of = |e: &Entity| {
                let node = fresh.get(&e.kind)?.get(&e.name).copied().filter(|node| own.contains(node));
                node.filter(|_| !e.mentions.is_empty())
            };
            let nodes: Vec<_> = facts.entities.iter().map(node_of).collect();
            let source = Source::on_record(draft, *witness);
            let told = Told::new(key, *witness, source, &facts, nodes);
            tell(draft, &told);
            changes.offices.extend(told.offices.into_values().flatten());
        }
        changes.releases.extend(self.again.into_keys());
        for (mut told, release, facts) in self.new {
            let node_of = |e: &Entity| {
                let key = index.key_of(e.kind, &e.name).filter(|_| !e.mentions.is_empty())?;
                find(draft, label(e.kind), &node_key(e.kind, key))
            };
            told.nodes = facts.entities.iter().map(node_of).collect();
            tell(draft, &told);
            recent.keep(told.release_node, facts, release.raw.len());
            changes.releases.insert(told.release_node);
            changes.offices.extend(told.offices.into_values().flatten());
        }
        let key = |office: &NodeId| draft.graph().node_property(*office, "key").as_str().map(Arc::from);
        changes.offices.extend(self.offices.iter().filter_map(key));
        drop_unheld(draft, &self.offices);
        changes
    }
}

/// The nodes by the forms of their names.
fn fresh_forms(draft: &Draft, nodes: BTreeSet<NodeId>) -> HashMap<EntityKind, HashMap<String, NodeId>> {
    let mut fresh: HashMap<EntityKind, HashMap<String, NodeId>> = HashMap::new();
    for node in nodes {
        if let Some(kind) = KINDS.into_iter().find(|kind| draft.graph().has_label(node, label(*kind))) {
            fresh.entry(kind).or_default().extend(forms_of(draft, node).into_iter().map(|form| (form, node)));
        }
    }
    fresh
}

/// Notes one more place of a text that is on record. The node follows the smallest place.
pub(super) fn add_place(draft: &mut Draft, reader: &Reader, recent: &mut Recent, key: &str, release: &Release) {
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
        super::respan::move_release(draft, reader, key, node, release);
        recent.forget(node);
        for (key, value) in standing(release) {
            draft.set_node_property(node, &key, value);
        }
    }
}

/// Tells a release, as far as it speaks of entities that have a node.
fn tell(draft: &mut Draft, told: &Told<'_>) {
    for (number, entity) in told.facts.entities.iter().enumerate() {
        let Some(node) = told.node(number) else { continue };
        for (nth, one) in entity.mentions.iter().enumerate() {
            let mut properties = mention(entity, one, told.source.cut(one.span));
            // What a release says of a form, so that it can be taken back: the first mention has it.
            if let Some(offices) = told.offices.get(&number).filter(|_| nth == 0 && entity.kind == EntityKind::Person) {
                let offices = offices.iter().map(|office| Value::String(Arc::clone(office)));
                properties.insert("offices".into(), Value::list(offices));
            }
            if let Some((confidence, why)) = told.facts.inferred.get(&number) {
                properties.insert("confidence".into(), (*confidence).into());
                properties.insert("why".into(), why.as_str().into());
            }
            draft.create_relationship(told.release_node, node, "MENTIONS".into(), properties);
        }
    }
    tell_events(draft, told);
    tell_roles(draft, told);
}
