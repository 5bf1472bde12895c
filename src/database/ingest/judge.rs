//! Judgements to the graph: identities that they bring together or part, and releases whose facts they correct, are told anew.

use std::collections::BTreeSet;

use super::connect::Telling;
use super::forget::read_again;
use super::names::Names;
use super::recent::Recent;
use super::relations::find;
use super::releases::stored_release;
use crate::database::judgements::InForce;
use crate::extract::Extractor;
use crate::graph::Draft;
use crate::model::{EntityKind, NodeId, Span};
use crate::resolve::{FactPlace, facts_at};

/// Brings a draft in which `before` held in line with what is in force `now`.
pub fn judge(draft: &mut Draft, before: InForce, now: InForce) {
    let (old, new) = (before.reader(), now.reader());
    let mut names = Names::on_record(draft, before.identities);
    let mut telling = Telling::default();
    for (kind, change) in names.index.judge(now.identities) {
        telling.follow(draft, &names.index, kind, &change);
        if kind == EntityKind::Organisation {
            names.wholes.apply(draft, &names.index, std::slice::from_ref(&change));
        }
    }
    let told = telling.tell(draft, &names.index, &old, &mut Recent::default());
    names.settle(draft, told, &old, &Recent::default());

    let corrected: BTreeSet<NodeId> =
        old.differing(&new).into_iter().filter_map(|key| find(draft, "Release", key)).collect();
    if !corrected.is_empty() {
        read_again(draft, &mut names, &new, corrected, None);
    }
}

/// The facts that the release of this node tells at a stretch of its source, as the extractor finds them.
pub fn facts_of(draft: &Draft, release: NodeId, span: Span) -> Vec<FactPlace> {
    let key = draft.graph().node_property(release, "key");
    let key = key.as_str().unwrap_or_default();
    let release = stored_release(draft, release);
    facts_at(&Extractor::new().extract(&release), &release, key, span)
}
