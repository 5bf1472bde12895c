//! EDTF dates to `Date` nodes and the months and years that they are part of.

use std::collections::BTreeSet;

use super::relations::{find, find_or_create, join, properties};
use crate::graph::Draft;
use crate::model::{Direction, Edtf, NodeId, Precision, Properties, Value};

/// The node of a date, made with its month and year when there is none.
pub(super) fn date_node(draft: &mut Draft, date: &Edtf) -> NodeId {
    if let Some(known) = find(draft, "Date", date.as_str()) {
        return known;
    }
    let node = find_or_create(draft, "Date", date.as_str(), || date_properties(date));
    if let Some(whole) = whole_of(date) {
        let whole = date_node(draft, &whole);
        join(draft, node, whole, "PART_OF", Properties::new);
    }
    node
}

/// Deletes those of the dates on which nothing happens any more and of which nothing is part, and then what they were part of.
pub(super) fn drop_unused(draft: &mut Draft, dates: &BTreeSet<NodeId>) {
    let mut dates: Vec<NodeId> = dates.iter().copied().collect();
    while let Some(date) = dates.pop() {
        if draft.graph().degree(date, Direction::Incoming, &[]) > 0 {
            continue;
        }
        let wholes: Vec<_> = draft.graph().neighbours(date, Direction::Outgoing, &["PART_OF".into()]).collect();
        for (part_of, whole) in wholes {
            draft.delete_relationship(part_of);
            dates.push(whole);
        }
        draft.delete_node(date);
    }
}

/// The first and last day of a date as values; null where the year is not known.
pub(super) fn bounds(date: Option<&Edtf>) -> (Value, Value) {
    match date.and_then(Edtf::bounds) {
        Some((start, end)) => (Value::Date(start), Value::Date(end)),
        None => (Value::Null, Value::Null),
    }
}

fn date_properties(date: &Edtf) -> Properties {
    let (start, end) = bounds(Some(date));
    let precision = match date.precision() {
        Precision::Day => "day",
        Precision::Month => "month",
        Precision::Quarter => "quarter",
        Precision::Half => "half",
        Precision::Year => "year",
        Precision::Decade => "decade",
        Precision::Century => "century",
        Precision::Interval => "interval",
    };
    properties([("value", date.as_str().into()), ("start", start), ("end", end), ("precision", precision.into())])
}

/// Day → month → year; quarter and half → year.
fn whole_of(date: &Edtf) -> Option<Edtf> {
    let text = date.as_str();
    let whole = match date.precision() {
        Precision::Day => text.get(..7)?,
        Precision::Month | Precision::Quarter | Precision::Half => text.get(..4)?,
        _ => return None,
    };
    // XXXX-11-18 is part of no year that we could name.
    whole.bytes().all(|b| b.is_ascii_digit() || b == b'-').then(|| whole.parse().ok()).flatten()
}
