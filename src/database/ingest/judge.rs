//! Judgements to the graph: identities that they bring together or part are told anew.

use std::collections::BTreeSet;

use super::connect::follow;
use super::names::Names;
use crate::extract::Extractor;
use crate::graph::Draft;
use crate::model::EntityKind;
use crate::resolve::Judgement;

/// Brings a draft in which the judgements `before` held in line with those that are in force `now`.
pub fn judge(draft: &mut Draft, before: Vec<Judgement>, now: Vec<Judgement>) {
    let Names { mut index, mut wholes, mut happenings } = Names::on_record(draft, before);
    let extractor = Extractor::new();
    let mut told = BTreeSet::new();
    for (kind, change) in index.judge(now) {
        told.extend(follow(draft, &index, &extractor, kind, &change, None));
        if kind == EntityKind::Organisation {
            wholes.apply(draft, &index, std::slice::from_ref(&change));
        }
    }
    happenings.update(draft, &told);
}
