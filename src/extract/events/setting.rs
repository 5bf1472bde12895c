//! A happening to where and when.

use std::ops::Range;

use super::around::{Reach, is_clause_end, surroundings};
use super::clause::own_clause;
use super::happening::Happening;
use super::scene::{Scene, Seen};
use super::score::{Model, Sink, Weights, few};
use crate::extract::reasons::Chosen;
use crate::model::{EntityKind, EventType};
use crate::text::morphology::Case;

/// The likeliest place.
pub(super) fn place(scene: &Scene, h: &Happening, weights: &Weights) -> Option<(usize, Chosen)> {
    let own = own_clause(scene, &h.candidate).and_then(|clause| place_in(scene, h, clause));
    if let Some(own) = own {
        return Some((own, Chosen::Clause));
    }
    let score = |entity: usize| {
        let mut score = weights.ask(Model::Place);
        place_features(scene, h, entity, &mut score);
        (score.probability(), entity)
    };
    best(places(scene, h).into_iter().map(score), PLACE)
}

/// The likeliest date.
pub(super) fn date(scene: &Scene, h: &Happening, weights: &Weights) -> Option<(usize, Chosen)> {
    let own = own_clause(scene, &h.candidate).and_then(|clause| date_in(scene, h, clause));
    if let Some(own) = own {
        return Some((own, Chosen::Clause));
    }
    let score = |(date, reach): (usize, &'static str)| {
        let mut score = weights.ask(Model::Date);
        date_features(scene, h, date, reach, &mut score);
        (score.probability(), date)
    };
    best(dates(scene, h).into_iter().map(score), DATE)
}

/// The place in the locative that a clause says of what takes place.
fn place_in(scene: &Scene, h: &Happening, clause: Range<usize>) -> Option<usize> {
    let mentions = scene.mentions_of(h.candidate.sentence).iter().filter(|m| clause.contains(&m.first));
    let mut places = mentions.filter(|m| m.kind == EntityKind::Place && m.case == Case::Locative);
    places.next_back().map(|m| m.entity)
}

/// The date of a clause that says that something takes place.
fn date_in(scene: &Scene, h: &Happening, clause: Range<usize>) -> Option<usize> {
    let document = scene.document;
    let from = document.tokens.get(clause.start)?.span.start;
    let to = document.tokens.get(clause.end)?.span.start;
    let inside = |d: &usize| document.dates.get(*d).is_some_and(|d| from <= d.span.start && d.span.end <= to);
    let mut dates = scene.dates_of(h.candidate.sentence).filter(inside);
    let date = dates.next()?;
    dates.next().is_none().then_some(date)
}

/// The first of the best that is at least as likely as `threshold`.
fn best(scored: impl Iterator<Item = (f64, usize)>, threshold: f64) -> Option<(usize, Chosen)> {
    let mut found: Option<(f64, usize)> = None;
    for (probability, which) in scored {
        if probability >= threshold && found.is_none_or(|(p, _)| probability > p) {
            found = Some((probability, which));
        }
    }
    found.map(|(p, which)| (which, Chosen::Likely(p)))
}

// Thresholds with the best F1 on annotated releases in cross-validation.
const PLACE: f64 = 0.33;
const DATE: f64 = 0.4;

/// Places that a happening may have been at, with their nearest mention.
pub(super) fn places(scene: &Scene, h: &Happening) -> Vec<usize> {
    let mut found = Vec::new();
    for (_, sentence) in surroundings(scene, h) {
        found.extend(scene.mentions_of(sentence).iter().filter(|m| m.kind == EntityKind::Place).map(|m| m.entity));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What speaks for and against a happening having been at `entity`.
pub(super) fn place_features(scene: &Scene, h: &Happening, entity: usize, sink: &mut impl Sink) {
    let c = &h.candidate;
    let t = c.event_type.map_or("", EventType::as_str);
    sink.add(&[t]);
    sink.add(&[t, c.sense]);
    sink.add(&[t, c.sense, c.ending.name()]);
    let rank = few(scene.rank.get(entity).copied().unwrap_or(0));
    sink.add(&["rank", rank]);
    let mut reached = None;
    for (reach, sentence) in surroundings(scene, h) {
        for m in scene.mentions_of(sentence).iter().filter(|m| m.entity == entity) {
            if reached.is_none() {
                reached = Some(reach);
            }
            let (r, case) = (reach.name(), m.case.name());
            let next = scene.gist(m.last + 1);
            sink.add(&[r, case]);
            sink.add(&[t, r, case]);
            sink.add(&[t, c.sense, r, case]);
            sink.add(&[r, "next", next]);
            sink.add(&[r, case, "next", next]);
            let inside = scene
                .mentions_of(sentence)
                .iter()
                .any(|o| o.entity != entity && o.first <= m.first && m.last <= o.last);
            if inside {
                sink.add(&[r, "inside"]);
                sink.add(&[t, r, "inside"]);
            }
            // A country beside a title or a name: where somebody is from, not where it was.
            let title = scene
                .mentions_of(sentence)
                .iter()
                .any(|o| o.kind == EntityKind::Person && o.first > m.last && o.first < m.last + 6);
            if title {
                sink.add(&[r, case, "person follows"]);
                sink.add(&[t, r, case, "person follows"]);
            }
            if reach == Reach::Here {
                let (side, distance) = if m.last < c.first {
                    ("before", c.first - m.last)
                } else {
                    ("after", m.first.saturating_sub(c.last))
                };
                let between = if side == "before" { m.last + 1..c.first } else { c.last + 1..m.first };
                let verbs = between.filter(|at| is_clause_end(scene.word(*at))).count();
                sink.add(&[side, case, few(distance)]);
                sink.add(&[t, side, case]);
                sink.add(&[t, side, case, few(distance)]);
                sink.add(&[t, c.sense, side, case, few(distance)]);
                sink.add(&[side, case, "clauses", few(verbs)]);
                sink.add(&[t, side, case, "clauses", few(verbs)]);
            }
        }
    }
    let reach = reached.unwrap_or(Reach::Far).name();
    sink.add(&[reach]);
    sink.add(&[t, reach]);
    let number = scene.mentions_of(c.sentence).iter().filter(|m| m.kind == EntityKind::Place).count();
    sink.add(&[t, reach, "places here", few(number)]);
    if scene.quoted.get(c.first).copied().unwrap_or(false) {
        sink.add(&[t, reach, "quoted"]);
    }
}

/// The other places of the list that `place` stands in ("Алматыға, Ташкентке және Бішкекке барды"): one visit each.
pub(super) fn listed_with(scene: &Scene, h: &Happening, place: usize) -> Vec<usize> {
    let here = scene.mentions_of(h.candidate.sentence);
    let places = here.iter().filter(|m| m.kind == EntityKind::Place).collect::<Vec<_>>();
    let mut lists: Vec<Vec<&Seen>> = Vec::new();
    for m in places.into_iter().filter(|m| matches!(m.case, Case::Dative | Case::Locative)) {
        match lists.last_mut() {
            Some(list)
                if list
                    .last()
                    .is_some_and(|l| l.case == m.case && m.first > l.last && m.first - l.last < LIST_STEP) =>
            {
                list.push(m);
            }
            _ => lists.push(vec![m]),
        }
    }
    let list = lists.into_iter().find(|l| l.iter().any(|m| m.entity == place)).unwrap_or_default();
    let mut others = list.into_iter().map(|m| m.entity).filter(|e| *e != place).collect::<Vec<_>>();
    others.sort_unstable();
    others.dedup();
    others
}

/// Tokens from the end of a member of a list to the next: a comma and perhaps a word.
const LIST_STEP: usize = 4;

/// Dates that a happening may have been at.
pub(super) fn dates(scene: &Scene, h: &Happening) -> Vec<(usize, &'static str)> {
    let mut found: Vec<(usize, &'static str)> = Vec::new();
    for (reach, sentence) in surroundings(scene, h) {
        found.extend(scene.dates_of(sentence).map(|d| (d, reach.name())));
    }
    found
}

/// What speaks for and against a happening having been at date `date`, which stands `reach` of it.
pub(super) fn date_features(scene: &Scene, h: &Happening, date: usize, reach: &'static str, sink: &mut impl Sink) {
    let c = &h.candidate;
    let Some(mention) = scene.document.dates.get(date) else { return };
    let t = c.event_type.map_or("", EventType::as_str);
    let first = scene.document.tokens.partition_point(|t| t.span.end <= mention.span.start);
    let last = scene.document.tokens.partition_point(|t| t.span.start < mention.span.end).saturating_sub(1);
    let (side, distance) =
        if last < c.first { ("before", c.first - last) } else { ("after", first.saturating_sub(c.last)) };
    sink.add(&[t]);
    sink.add(&[reach]);
    sink.add(&[t, reach]);
    sink.add(&[t, c.sense, reach]);
    sink.add(&[reach, side, few(distance)]);
    sink.add(&[t, reach, side, few(distance)]);
    sink.add(&[reach, "next", scene.gist(last + 1)]);
    sink.add(&[reach, "ending", ending_of(scene.word(last))]);
    sink.add(&[reach, "words", few(last + 1 - first.min(last))]);
    sink.add(&[t, reach, "words", few(last + 1 - first.min(last))]);
    sink.add(&[t, reach, c.ending.name()]);
    if reach == "here" {
        let between = if side == "before" { last + 1..c.first } else { c.last + 1..first };
        let verbs = between.filter(|at| is_clause_end(scene.word(*at))).count();
        sink.add(&[side, "clauses", few(verbs)]);
        sink.add(&[t, side, "clauses", few(verbs)]);
    }
}

/// The last letters of a word.
pub(super) fn ending_of(word: &str) -> &str {
    word.char_indices().rev().nth(2).map_or(word, |(at, _)| word.get(at..).unwrap_or(word))
}
