//! Prospects to what stands around each: other phrases of its sentence, and how often its own words come again.

use rustc_hash::FxHashMap;

use super::prospect::Prospect;
use super::scene::Scene;
use super::score::{Sink, few};

/// A phrase that may name a happening, as its neighbours see it: its type and its sense.
type Phrase = (&'static str, &'static str);

/// What stands around a prospect.
#[derive(Clone, Debug, Default)]
pub(super) struct Neighbours {
    /// Phrases of other words in its sentence, and on which side.
    beside: Vec<(Phrase, &'static str)>,
    /// Number of other candidates of its cluster with its very words.
    same_words: usize,
    /// Number of earlier ones of them.
    same_words_before: usize,
    /// Most of its cluster that share their words.
    most_same_words: usize,
    /// Number of earlier candidates of its type within the same named body or event.
    earlier_of_name: Option<usize>,
    /// Number of sentences since a candidate of its type.
    since: Option<usize>,
}

/// Phrases of a sentence that are looked at.
const MOST: usize = 8;

/// Looks around each prospect. Cost: linear in their number.
pub(super) fn find_neighbours(scene: &Scene, found: &mut [Prospect]) {
    let mut of_sentence: FxHashMap<usize, Vec<(Phrase, usize)>> = FxHashMap::default();
    let mut words: FxHashMap<(usize, String), usize> = FxHashMap::default();
    let mut most: FxHashMap<usize, usize> = FxHashMap::default();
    for p in found.iter() {
        let c = &p.candidate;
        let phrases = of_sentence.entry(c.sentence).or_default();
        let phrase = ((p.event_type.as_str(), c.sense), c.first);
        if phrases.len() < MOST && !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
        let same = words.entry((p.cluster, words_of(scene, p))).or_default();
        *same += 1;
        let most = most.entry(p.cluster).or_default();
        *most = (*same).max(*most);
    }
    let mut before: FxHashMap<(usize, String), usize> = FxHashMap::default();
    let mut of_name: FxHashMap<(&'static str, usize), usize> = FxHashMap::default();
    let mut last: FxHashMap<&'static str, usize> = FxHashMap::default();
    for p in found.iter_mut() {
        let c = &p.candidate;
        let t = p.event_type.as_str();
        let own = of_sentence.get(&c.sentence).map_or(&[][..], Vec::as_slice);
        let beside = own.iter().filter(|((of, _), first)| *first != c.first || *of != t);
        let side = |first: usize| {
            if first < c.first {
                "before"
            } else if first == c.first {
                "same"
            } else {
                "after"
            }
        };
        let key = (p.cluster, words_of(scene, p));
        let inside = scene.mentions_of(c.sentence).iter().find(|m| m.first <= c.first && c.last <= m.last);
        let earlier_of_name = inside.map(|m| {
            let count = of_name.entry((t, m.entity)).or_default();
            *count += 1;
            *count - 1
        });
        let since = last.insert(t, c.sentence).map(|s| c.sentence.saturating_sub(s));
        let company = Neighbours {
            beside: beside.map(|(phrase, first)| (*phrase, side(*first))).collect(),
            same_words: words.get(&key).copied().unwrap_or(1),
            same_words_before: before.get(&key).copied().unwrap_or(0),
            most_same_words: most.get(&p.cluster).copied().unwrap_or(1),
            earlier_of_name,
            since,
        };
        *before.entry(key).or_default() += 1;
        p.company = company;
    }
}

/// The words of a trigger; what is said after those of a speaker ("деді Мемлекет басшысы").
fn words_of(scene: &Scene, p: &Prospect) -> String {
    let c = &p.candidate;
    let last = if p.speaker.is_some() { c.last + 2 } else { c.last };
    let span = scene.span_of(c.first, last);
    span.and_then(|s| scene.document.text.get(s.start..s.end)).unwrap_or("").to_owned()
}

/// What the neighbours of a prospect say for and against it.
pub(super) fn add_neighbours(p: &Prospect, sink: &mut impl Sink) {
    let n = &p.company;
    let t = p.event_type.as_str();
    let sense = p.candidate.sense;
    for ((other, of), side) in &n.beside {
        sink.add(&[t, "beside", side, other]);
        sink.add(&[t, "beside", side, other, of]);
        sink.add(&[t, sense, "beside", side, other, of]);
    }
    sink.add(&[t, "same words", few(n.same_words), few(n.same_words_before)]);
    let share = if n.same_words == n.most_same_words { "most" } else { "fewer" };
    sink.add(&[t, "same words", share]);
    sink.add(&[t, sense, "same words", share, few(n.same_words_before)]);
    sink.add(&[t, "same words", share, few(n.most_same_words)]);
    if let Some(earlier) = n.earlier_of_name {
        sink.add(&[t, "earlier of name", few(earlier)]);
        sink.add(&[t, sense, "earlier of name", few(earlier)]);
    }
    let since = n.since.map_or("first", few);
    sink.add(&[t, "since", since]);
    sink.add(&[t, sense, "since", since]);
}
