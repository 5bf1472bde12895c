//! A release taken out of the graph again, with all that rests on it alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::connect::Telling;
use super::dates::drop_unused;
use super::entities::{KINDS, forms_on_record, label, strip};
use super::events::tellers;
use super::names::Names;
use super::reader::Reader;
use super::recent::Recent;
use super::relations::neighbours;
use super::releases::stored_release;
use super::same_events::Happenings;
use super::wholes::Wholes;
use crate::database::judgements::InForce;
use crate::graph::Draft;
use crate::model::{Direction, EntityKind, NodeId, RelationshipId, Value};
use crate::resolve::{Index, Sighting};

/// Withdraws a release. The graph is then what it would be had it never been read, but for the capitals in which an office
/// is shown.
///
/// Cost: the names on record are read, and the releases that name those who hold an office in this one are told anew.
pub fn forget(draft: &mut Draft, in_force: InForce, release: NodeId) {
    let reader = in_force.reader();
    let mut names = Names::on_record(draft, in_force.identities);
    read_again(draft, &mut names, &reader, BTreeSet::from([release]), Some(release));
}

/// Withdraws releases, and those that tell of the same happenings as they, and tells anew what `reader` reads in all of them
/// but the one that is forgotten.
pub(super) fn read_again(
    draft: &mut Draft,
    names: &mut Names,
    reader: &Reader,
    releases: BTreeSet<NodeId>,
    forgotten: Option<NodeId>,
) {
    let withdrawn = with_fellows(draft, releases);
    let mut telling = Telling::default();
    let dates = withdraw(draft, &mut names.index, &mut telling, &withdrawn);
    if let Some(release) = forgotten {
        names.titles.forget(release);
        strip(draft, release);
        draft.delete_node(release);
    }
    let read = |node: &NodeId| {
        let key = draft.graph().node_property(*node, "key").as_str()?.to_owned();
        let release = stored_release(draft, *node);
        let facts = Arc::new(reader.read(&key, &release));
        Some((key, release, facts))
    };
    let again: Vec<_> = withdrawn.iter().filter(|node| Some(**node) != forgotten).filter_map(read).collect();
    for (key, release, facts) in &again {
        telling.add(draft, (&mut names.index, &mut names.wholes), key, release, facts);
    }
    rejoin_wholes(draft, &names.index);
    let mut recent = Recent::default();
    let changes = telling.tell(draft, &names.index, reader, &mut recent);
    drop_unused(draft, &dates);
    names.happenings = Happenings::on_record(draft);
    names.settle(draft, changes, reader, &recent);
}

/// Releases with all that tell of the same happenings as they, by themselves or through others.
pub(super) fn with_fellows(draft: &Draft, mut releases: BTreeSet<NodeId>) -> BTreeSet<NodeId> {
    let mut waiting: Vec<NodeId> = releases.iter().copied().collect();
    while let Some(release) = waiting.pop() {
        for (_, event) in neighbours(draft, release, Direction::Outgoing, "REPORTS") {
            waiting.extend(tellers(draft, event).into_iter().filter(|fellow| releases.insert(*fellow)));
        }
    }
    releases
}

/// Takes away all that releases told, but for their nodes; gives the dates that lost something.
fn withdraw(
    draft: &mut Draft,
    index: &mut Index,
    telling: &mut Telling<'_>,
    releases: &BTreeSet<NodeId>,
) -> BTreeSet<NodeId> {
    let (mut dates, mut named) = (BTreeSet::new(), BTreeSet::new());
    let mut forms = FormsMentioned::new();
    for release in releases {
        telling.withdraw(*release);
        dates.extend(forget_happenings(draft, *release));
        let mentions = neighbours(draft, *release, Direction::Outgoing, "MENTIONS");
        count_forms(draft, &mentions, &mut forms);
        for (mention, node) in mentions {
            draft.delete_relationship(mention);
            named.insert(node);
        }
    }
    let holds = |node: &NodeId| releases.iter().any(|release| holds_by(draft, *node, *release));
    let holders: Vec<NodeId> = named.into_iter().filter(holds).collect();
    telling.dissolve(draft, &holders);
    for kind in KINDS {
        let of_kind = forms.iter().filter(|((k, _), _)| *k == kind).map(|((_, form), (n, offices))| Sighting {
            form,
            mentions: *n,
            offices: offices.clone(),
        });
        for change in index.remove(kind, of_kind) {
            telling.follow(draft, index, kind, &change);
        }
    }
    dates
}

/// Joins all organisations to what they are part of, when some of those on record are gone.
fn rejoin_wholes(draft: &mut Draft, index: &Index) {
    let forms = forms_on_record(draft);
    let organisations = forms.iter().filter(|f| f.0 == EntityKind::Organisation).map(|f| f.1.as_str());
    Wholes::on_record(organisations).rejoin_all(draft, index);
}

/// The forms of names, with the number of their mentions and the offices that releases give them.
type FormsMentioned = BTreeMap<(EntityKind, String), (u64, BTreeMap<Arc<str>, u64>)>;

/// Counts the forms of names that mentions are of: what was told, whatever an extractor of today would tell.
fn count_forms(draft: &Draft, mentions: &[(RelationshipId, NodeId)], forms: &mut FormsMentioned) {
    let graph = draft.graph();
    for (mention, node) in mentions {
        let kind = KINDS.into_iter().find(|kind| graph.has_label(*node, label(*kind)));
        let form = graph.relationship_property(*mention, "name");
        let (Some(kind), Some(form)) = (kind, form.as_str()) else { continue };
        let (n, offices) = forms.entry((kind, form.to_owned())).or_default();
        *n += 1;
        if let Value::List(told) = graph.relationship_property(*mention, "offices") {
            for office in told.iter().filter_map(Value::as_str) {
                *offices.entry(office.into()).or_insert(0) += 1;
            }
        }
    }
}

/// Deletes what a release reports, but for named events, which are told by name; gives the dates that lost something.
fn forget_happenings(draft: &mut Draft, release: NodeId) -> BTreeSet<NodeId> {
    let mut dates = BTreeSet::new();
    for (_, event) in neighbours(draft, release, Direction::Outgoing, "REPORTS") {
        dates.extend(neighbours(draft, event, Direction::Outgoing, "ON").into_iter().map(|(_, date)| date));
        strip(draft, event);
        draft.delete_node(event);
    }
    dates
}

/// Whether somebody holds an office by the word of this release.
fn holds_by(draft: &Draft, person: NodeId, release: NodeId) -> bool {
    let graph = draft.graph();
    let key = graph.node_property(release, "key");
    let said = |held: RelationshipId| match graph.relationship_property(held, "evidence") {
        Value::List(proofs) => proofs.iter().filter_map(Value::as_str).any(|p| p.split('#').next() == key.as_str()),
        _ => false,
    };
    neighbours(draft, person, Direction::Outgoing, "HELD").into_iter().any(|(held, _)| said(held))
}
