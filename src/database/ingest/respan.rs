//! A release that was met again at a smaller place: its spans, wherever they are noted, follow it there.

use std::collections::{BTreeMap, BTreeSet};

use super::reader::Reader;
use super::relations::{count, neighbours};
use super::releases::{evidence, stored_release};
use crate::graph::Draft;
use crate::model::{Direction, Facts, NodeId, RelationshipId, Span, Value};
use crate::text::Release;

/// Where each span of the text stood, and where it stands now.
struct Moves {
    spans: BTreeMap<Span, Span>,
}

/// Moves all spans of a release on record to where `now` stands: another copy, equal after mending.
pub(super) fn move_release(draft: &mut Draft, reader: &Reader, key: &str, node: NodeId, now: &Release) {
    let before = reader.read(key, &stored_release(draft, node));
    let moves = Moves::new(&before, &reader.read(key, now));
    let persons =
        BTreeSet::from_iter(neighbours(draft, node, Direction::Outgoing, "MENTIONS").into_iter().map(|(_, p)| p));
    for (mention, _) in neighbours(draft, node, Direction::Outgoing, "MENTIONS") {
        moves.move_offsets(draft, mention, Some(now));
    }
    for (report, event) in neighbours(draft, node, Direction::Outgoing, "REPORTS") {
        moves.move_offsets(draft, report, None);
        for relationship_type in ["TOOK_PART_IN", "HELD_IN", "ON"] {
            for (relationship, _) in neighbours(draft, event, Direction::Both, relationship_type) {
                moves.move_evidence(draft, relationship, key);
            }
        }
    }
    for person in persons {
        for (held, _) in neighbours(draft, person, Direction::Outgoing, "HELD") {
            moves.move_evidence(draft, held, key);
        }
    }
}

impl Moves {
    /// The two texts are equal after mending, so their facts are equal but for their spans.
    fn new(before: &Facts, now: &Facts) -> Self {
        let spans = |facts: &Facts| {
            let mentions = facts.entities.iter().flat_map(|e| e.mentions.iter().map(|m| m.span));
            let events =
                facts.events.iter().flat_map(|e| [e.span, e.evidence].into_iter().chain(e.named_in.values().copied()));
            let titles = facts.unnamed.iter().flat_map(|title| {
                title.spans.iter().copied().chain(title.parts.iter().filter_map(|part| part.named_in))
            });
            let roles = facts.roles.iter().flat_map(|r| [r.span, r.evidence]);
            mentions.chain(events).chain(titles).chain(roles).collect::<Vec<_>>()
        };
        Self { spans: spans(before).into_iter().zip(spans(now)).collect() }
    }

    fn move_offsets(&self, draft: &mut Draft, relationship: RelationshipId, text_of: Option<&Release>) {
        let graph = draft.graph();
        let offset = |key: &str| graph.relationship_property(relationship, key).as_integer();
        let span = offset("byte_start").zip(offset("byte_end"));
        let span =
            span.and_then(|(start, end)| Some(Span::new(usize::try_from(start).ok()?, usize::try_from(end).ok()?)));
        let Some(now) = span.and_then(|s| self.spans.get(&s)) else { return };
        draft.set_relationship_property(relationship, &"byte_start".into(), count(now.start));
        draft.set_relationship_property(relationship, &"byte_end".into(), count(now.end));
        if let Some(release) = text_of {
            draft.set_relationship_property(relationship, &"text".into(), release.cut(*now).into());
        }
    }

    fn move_evidence(&self, draft: &mut Draft, relationship: RelationshipId, key: &str) {
        let Value::List(proofs) = draft.graph().relationship_property(relationship, "evidence") else { return };
        let mut moved: Vec<String> = proofs.iter().filter_map(Value::as_str).map(|p| self.moved(p, key)).collect();
        // Those of an event keep their order: the sentence that states it is the first.
        if draft.graph().relationship_type(relationship).as_deref() == Some("HELD") {
            moved.sort();
        }
        let moved = Value::list(moved.into_iter().map(Value::from));
        draft.set_relationship_property(relationship, &"evidence".into(), moved);
    }

    fn moved(&self, proof: &str, key: &str) -> String {
        let span = proof.strip_prefix(key).and_then(|rest| rest.strip_prefix('#')).and_then(|rest| {
            let (start, end) = rest.split_once('-')?;
            Some(Span::new(start.parse().ok()?, end.parse().ok()?))
        });
        span.and_then(|s| self.spans.get(&s)).map_or_else(|| proof.to_owned(), |now| evidence(key, *now))
    }
}
