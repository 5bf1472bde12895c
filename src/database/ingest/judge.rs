//! Judgements to the graph: identities that they bring together or part, and releases whose facts they correct, are told anew.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::connect::Telling;
use super::dates::drop_unused;
use super::forget::{rejoin_wholes, withdraw};
use super::names::Names;
use super::reader::Reader;
use super::recent::Recent;
use super::relations::find;
use super::releases::stored_release;
use super::same_events::Happenings;
use crate::database::judgements::InForce;
use crate::graph::Draft;
use crate::model::{EntityKind, NodeId, Span};
use crate::resolve::{FactPlace, facts_at};

/// Brings a draft in which `before` held in line with what is in force `now`.
pub fn judge(draft: &mut Draft, before: InForce, now: InForce) {
    let Names { mut index, mut wholes, .. } = Names::on_record(draft, before.identities);
    let mut telling = Telling::default();
    for (kind, change) in index.judge(now.identities) {
        telling.follow(draft, &index, kind, &change);
        if kind == EntityKind::Organisation {
            wholes.apply(draft, &index, std::slice::from_ref(&change));
        }
    }
    let (old, new) = (Reader::new(before.corrections), Reader::new(now.corrections));
    let corrected: BTreeSet<&str> = old.corrected().chain(new.corrected()).collect();
    let corrected = corrected.into_iter().filter(|key| old.corrections_of(key) != new.corrections_of(key));
    let corrected: Vec<(&str, NodeId)> =
        corrected.filter_map(|key| Some((key, find(draft, "Release", key)?))).collect();
    let mut dates = BTreeSet::new();
    for (_, node) in &corrected {
        dates.extend(withdraw(draft, &mut index, &mut telling, *node));
    }
    let releases: Vec<_> = corrected.iter().map(|(_, node)| stored_release(draft, *node)).collect();
    let facts: Vec<_> = corrected.iter().zip(&releases).map(|((key, _), r)| Arc::new(new.read(key, r))).collect();
    for (((key, _), release), facts) in corrected.iter().zip(&releases).zip(&facts) {
        telling.add(draft, (&mut index, &mut wholes), key, release, facts);
    }
    if !corrected.is_empty() {
        rejoin_wholes(draft, &index);
    }
    let told = telling.tell(draft, &index, &new, &mut Recent::default());
    drop_unused(draft, &dates);
    Happenings::on_record(draft).update(draft, &told);
}

/// The facts that the release of this node tells at a stretch of its source, as the extractor finds them.
pub fn facts_of(draft: &Draft, release: NodeId, span: Span) -> Vec<FactPlace> {
    let key = draft.graph().node_property(release, "key");
    let key = key.as_str().unwrap_or_default();
    let release = stored_release(draft, release);
    facts_at(&Reader::default().read(key, &release), &release, key, span)
}
