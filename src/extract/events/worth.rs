//! A prospect to what speaks for and against its being told as an event.

use rustc_hash::FxHashSet;

use super::neighbours::add_neighbours;
use super::prospect::Prospect;
use super::scene::Scene;
use super::score::{Sink, few};
use super::triggers::Ending;
use crate::model::EntityKind;

/// What speaks for and against a prospect.
pub(super) fn event_features(scene: &Scene, p: &Prospect, sink: &mut impl Sink) {
    let c = &p.candidate;
    let t = p.event_type.as_str();
    let ending = c.ending.name();
    sink.add(&[t]);
    sink.add(&[t, c.sense]);
    sink.add(&[t, "stem", c.stem]);
    sink.add(&[t, "ending", ending]);
    sink.add(&[t, c.sense, "ending", ending]);
    sink.add(&[t, "stem", c.stem, ending]);
    sink.add(&[t, "words", few(c.last - c.first)]);
    if let Ending::Verb(verb) = c.ending {
        if verb.negated {
            sink.add(&["negated"]);
        }
        if verb.is_first_person() {
            sink.add(&["first person"]);
            sink.add(&[t, "first person"]);
        }
    }
    let tokens = scene.tokens_of(c.sentence);
    let next = scene.gist(c.last + 1);
    let after_next = scene.gist(c.last + 2);
    let previous = if c.first > tokens.start { scene.gist(c.first - 1) } else { "^" };
    sink.add(&["next", next]);
    sink.add(&[t, "next", next]);
    sink.add(&[t, c.sense, "next", next]);
    sink.add(&[t, c.sense, ending, "next", next]);
    sink.add(&[t, "next two", next, after_next]);
    sink.add(&[t, "first word", scene.gist(tokens.start)]);
    sink.add(&["next but one", after_next]);
    sink.add(&["previous", previous]);
    sink.add(&[t, "previous", previous]);
    sink.add(&[t, "from start", few(c.first.saturating_sub(tokens.start))]);
    sink.add(&[t, "to end", few(tokens.end.saturating_sub(c.last + 1))]);
    sink.add(&[t, "sentence", few(c.sentence)]);
    sink.add(&[t, "paragraph", few(scene.paragraph.get(c.sentence).copied().unwrap_or(0))]);
    let remaining = scene.document.sentences.len().saturating_sub(c.sentence + 1);
    sink.add(&[t, "sentences left", few(remaining)]);
    sink.add(&[t, "earlier", few(p.earlier)]);
    sink.add(&[t, c.sense, "earlier", few(p.earlier)]);
    sink.add(&[t, "earlier here", few(p.earlier_in_cluster)]);
    sink.add(&[t, "cluster", few(p.cluster_size), few(p.earlier_in_cluster)]);
    sink.add(&[t, c.sense, "earlier of sense", few(p.earlier_of_sense)]);
    for sense in &p.senses {
        sink.add(&[t, c.sense, "cluster has", sense]);
        sink.add(&[t, c.sense, few(p.earlier_of_sense), "cluster has", sense]);
    }
    if p.speakers > 1 {
        sink.add(&[t, c.sense, "speakers", few(p.speakers)]);
        sink.add(&[t, c.stem, "speakers", few(p.speakers)]);
    }
    for at in (c.last + 1..tokens.end).take(NEAR) {
        sink.add(&[t, "word after", scene.gist(at)]);
    }
    for at in (tokens.start..c.first).rev().take(NEAR) {
        sink.add(&[t, "word before", scene.gist(at)]);
    }
    let end = (c.last + 1..tokens.end).rev().find(|at| scene.word(*at).chars().count() > 2);
    sink.add(&[t, c.sense, "last word", end.map_or("$", |at| scene.gist(at))]);
    sink.add(&["last word", end.map_or("$", |at| scene.gist(at))]);
    // The opening says what a release is about: the words there tell a call from a meeting further down.
    sink.add(&[t, "opening word", scene.gist(0)]);
    for at in scene.tokens_of(0).take(LONGEST_OPENING) {
        sink.add(&[t, "opening sentence", scene.gist(at)]);
    }
    if let Some(rival) = p.rival {
        sink.add(&[t, "rival", rival.as_str()]);
    }
    let best_named = if p.best_named { "yes" } else { "no" };
    sink.add(&[t, "best named", best_named]);
    sink.add(&[t, c.sense, "best named", best_named, few(p.earlier_in_cluster)]);
    sink.add(&[t, "later in cluster", few(p.cluster_size.saturating_sub(p.earlier_in_cluster + 1))]);
    if p.new_person {
        sink.add(&[t, "new person"]);
        sink.add(&[t, c.sense, "new person"]);
    }
    let quoted = scene.quoted.get(c.first).copied().unwrap_or(false);
    if quoted {
        sink.add(&["quoted"]);
        sink.add(&[t, "quoted"]);
        sink.add(&[t, c.sense, "quoted"]);
    }
    add_company(scene, p, sink);
    add_neighbours(p, sink);
}

/// Words of the opening sentence that are looked at: each candidate reads them.
const LONGEST_OPENING: usize = 64;

/// Words on either side that are looked at.
const NEAR: usize = 4;

/// Who and what stands in the sentence of a prospect.
fn add_company(scene: &Scene, p: &Prospect, sink: &mut impl Sink) {
    let c = &p.candidate;
    let t = p.event_type.as_str();
    let mut persons = FxHashSet::default();
    let (mut organisations, mut places, mut events) = (0, 0, 0);
    let mut names_before = false;
    for m in scene.mentions_of(c.sentence) {
        let inside = m.first <= c.first && c.last <= m.last;
        let kind = m.kind.as_str();
        if inside {
            sink.add(&["inside", kind]);
            sink.add(&[t, "inside", kind]);
            sink.add(&[t, c.sense, "inside", kind]);
            sink.add(&[t, c.sense, "inside", kind, c.ending.name()]);
            sink.add(&["inside", kind, "next", scene.gist(m.last + 1)]);
            sink.add(&["inside", kind, "last", if m.last == c.last { "yes" } else { "no" }]);
        }
        match m.kind {
            EntityKind::Person => {
                persons.insert(m.entity);
            }
            EntityKind::Organisation => organisations += 1,
            EntityKind::Place => places += 1,
            EntityKind::Event => events += 1,
        }
        let case = m.case.name();
        if m.last < c.first {
            let near = if c.first - m.last < 3 { "near" } else { "far" };
            names_before |= m.kind == EntityKind::Person;
            sink.add(&[t, kind, case]);
            sink.add(&[t, kind, case, near]);
            sink.add(&[t, c.sense, kind, case]);
            sink.add(&[t, c.sense, kind, case, near]);
        } else if m.first > c.last {
            let near = if m.first - c.last < 3 { "after near" } else { "after" };
            sink.add(&[t, kind, near]);
            sink.add(&[t, c.sense, kind, case, near]);
        }
    }
    if !names_before {
        sink.add(&[t, c.sense, "no person before"]);
    }
    sink.add(&[t, "persons", few(persons.len())]);
    sink.add(&[t, c.sense, "persons", few(persons.len())]);
    sink.add(&[t, c.sense, c.ending.name(), "persons", few(persons.len())]);
    sink.add(&[t, "organisations", few(organisations)]);
    sink.add(&[t, "places", few(places)]);
    sink.add(&[t, "events", few(events)]);
    let named = persons.len() + organisations + events;
    let dates = scene.dates_of(c.sentence).len();
    sink.add(&[t, "dates", few(dates)]);
    if named == 0 {
        sink.add(&[t, "nobody"]);
        sink.add(&[t, c.sense, "nobody"]);
        sink.add(&[t, "nobody", few(places), few(dates)]);
    }
    let rank = persons.iter().filter_map(|e| scene.rank.get(*e)).min();
    sink.add(&[t, "leader", rank.map_or("none", |r| few(*r))]);
    let remote = scene
        .tokens_of(c.sentence)
        .any(|at| ["бейне", "видео", "онлайн", "телефон", "телекөпір"].iter().any(|w| scene.word(at).starts_with(w)));
    if remote {
        sink.add(&[t, "remote"]);
        sink.add(&[t, c.sense, "remote"]);
    }
    if scene.speaks_by_phone {
        sink.add(&[t, "by phone"]);
        sink.add(&[t, c.sense, "by phone"]);
        sink.add(&[t, c.stem, "by phone"]);
        sink.add(&[t, "by phone", few(p.earlier_in_cluster)]);
        sink.add(&[t, c.sense, "by phone", few(p.earlier_in_cluster)]);
        sink.add(&[t, "by phone", "cluster", few(p.cluster_size)]);
    }
    if scene.quotes_a_message {
        sink.add(&[t, "message"]);
    }
    sink.add(&[t, "persons in all", few(scene.persons)]);
}
