//! Judgements to the graph: identities that they bring together or part are told anew.

use super::connect::Telling;
use super::names::Names;
use super::recent::Recent;
use crate::extract::Extractor;
use crate::graph::Draft;
use crate::model::EntityKind;
use crate::resolve::Judgement;

/// Brings a draft in which the judgements `before` held in line with those that are in force `now`.
pub fn judge(draft: &mut Draft, before: Vec<Judgement>, now: Vec<Judgement>) {
    let Names { mut index, mut wholes, mut happenings } = Names::on_record(draft, before);
    let mut telling = Telling::default();
    for (kind, change) in index.judge(now) {
        telling.follow(draft, &index, kind, &change);
        if kind == EntityKind::Organisation {
            wholes.apply(draft, &index, std::slice::from_ref(&change));
        }
    }
    let told = telling.tell(draft, &index, &Extractor::new(), &mut Recent::default());
    happenings.update(draft, &told);
}
