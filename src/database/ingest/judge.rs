//! Judgements to the graph: identities that they bring together or part, and releases whose facts they correct, are told anew.

use std::sync::Arc;

use super::connect::Telling;
use super::dates::drop_unused;
use super::forget::{rejoin_wholes, with_fellows, withdraw};
use super::names::Names;
use super::recent::Recent;
use super::relations::find;
use super::releases::stored_release;
use super::same_events::Happenings;
use crate::database::judgements::InForce;
use crate::extract::Extractor;
use crate::graph::Draft;
use crate::model::{EntityKind, NodeId, Span};
use crate::resolve::{FactPlace, facts_at};

/// Brings a draft in which `before` held in line with what is in force `now`.
pub fn judge(draft: &mut Draft, before: InForce, now: InForce) {
    let Names { mut index, mut wholes, .. } = Names::on_record(draft, before.identities.clone());
    let mut telling = Telling::default();
    for (kind, change) in index.judge(now.identities.clone()) {
        telling.follow(draft, &index, kind, &change);
        if kind == EntityKind::Organisation {
            wholes.apply(draft, &index, std::slice::from_ref(&change));
        }
    }
    let (old, new) = (before.reader(), now.reader());
    let corrected = old.differing(&new).into_iter().filter_map(|key| find(draft, "Release", key)).collect();
    let corrected: Vec<(String, NodeId)> = with_fellows(draft, corrected)
        .into_iter()
        .filter_map(|node| Some((draft.graph().node_property(node, "key").as_str()?.to_owned(), node)))
        .collect();
    let nodes: Vec<NodeId> = corrected.iter().map(|(_, node)| *node).collect();
    let dates = withdraw(draft, &mut index, &mut telling, &nodes);
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
    facts_at(&Extractor::new().extract(&release), &release, key, span)
}
