//! A participant whom the sentence of the trigger does not mention to the sentence that does.

use super::around::surroundings;
use super::happening::Happening;
use super::scene::Scene;
use crate::model::Span;

/// The sentence by whose mention an entity was taken to have taken part; none when the trigger's own mentions it.
///
/// It is the first that does of those that were weighed, nearest first. An entity that is mentioned in none of them is one
/// that the release is about, or the person who speaks or is spoken of: its last mention before the trigger led there, or the
/// first after it.
pub(super) fn named_in(scene: &Scene, h: &Happening, entity: usize) -> Option<Span> {
    let here = h.candidate.sentence;
    let mentions = |sentence: usize| scene.mentions_of(sentence).iter().any(|m| m.entity == entity);
    let near = surroundings(scene, h).into_iter().map(|(_, sentence)| sentence).find(|sentence| mentions(*sentence));
    let sentence = near.or_else(|| nearest(scene, here, entity)).filter(|sentence| *sentence != here)?;
    scene.document.sentences.get(sentence).copied()
}

/// The sentence with the last mention of an entity before another sentence, or the first after it.
fn nearest(scene: &Scene, here: usize, entity: usize) -> Option<usize> {
    let document = scene.document;
    let from = document.sentences.get(here)?.start;
    let mentions = &document.entities.get(entity)?.mentions;
    let after = mentions.partition_point(|m| m.span.start < from);
    let mention = after.checked_sub(1).and_then(|before| mentions.get(before)).or_else(|| mentions.get(after))?;
    Some(document.sentences.partition_point(|s| s.end <= mention.span.start))
}
