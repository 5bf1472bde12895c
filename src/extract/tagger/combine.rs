//! The rules' names and the model's to those that a release is said to have.
//!
//! The model reads what the rules say among its features, so its names are the decision. The rules know how a name is
//! built, so a name that both have is told as the rules tell it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::candidate::{Candidate, Form};
use super::super::conflicts::choose;
use super::super::endings::{self, Case};
use super::super::headed::text_of;
use super::super::name_words::NameWord;
use super::super::persons::person;
use super::super::reading::Reading;
use super::super::tables::HeadSort;
use super::evidence::Evidence;
use super::features::Features;
use super::labels::{LABELS, Stretch, first_label, stretches};
use super::lattice::{Row, Sums, best};
use super::lesson::sentences_of;
use super::model::Model;
use crate::model::EntityKind;
use crate::text::TokenKind;
use crate::text::morphology::base_form;

/// How likely a name of the model must be which no rule proposes.
const NEW: f32 = 0.6;

/// How likely a name of the rules must be which is not among the model's.
const KEPT: f32 = 0.3;

/// The names of a document by rules and model: `proposed` are all candidates of the rules, `by_rules` those they choose.
///
/// Cost: linear in the tokens.
#[must_use]
pub fn combine(
    reading: &Reading<'_>,
    model: &Model<'_>,
    proposed: Vec<Candidate>,
    by_rules: Vec<Candidate>,
) -> Vec<Candidate> {
    let evidence = Evidence::new(reading, &proposed, &by_rules);
    let features = Features::new(reading, &evidence);
    let mut surest: FxHashMap<(usize, usize, EntityKind), Candidate> = FxHashMap::default();
    let rules: FxHashSet<(usize, usize, EntityKind)> = by_rules.iter().map(|c| (c.first, c.last, c.kind)).collect();
    for candidate in proposed.into_iter().chain(by_rules) {
        let known =
            surest.entry((candidate.first, candidate.last, candidate.kind)).or_insert_with(|| candidate.clone());
        if candidate.score >= known.score {
            *known = candidate;
        }
    }
    let mut of_rules: Vec<_> = rules.into_iter().collect();
    of_rules.sort_unstable_by_key(|(first, ..)| *first);
    let mut of_rules = of_rules.into_iter().peekable();
    let mut names: Vec<Candidate> = Vec::new();
    for (first, end) in sentences_of(reading.tokens) {
        let mut own = Vec::new();
        while let Some(name) = of_rules.next_if(|(at, ..)| *at < end) {
            own.push(name);
        }
        if own.is_empty() && !(first..end).any(|at| reading.is_capital(at) || reading.is(at, TokenKind::OpenQuote)) {
            continue;
        }
        let scores: Vec<Row> = (first..end)
            .map(|at| {
                let mut row = [0; LABELS];
                features.each(at, (first, end), &mut |feature| model.add(feature, &mut row));
                model.scores(row)
            })
            .collect();
        let found = stretches(&best(&scores, &model.transitions), first);
        let sums = Sums::new(&scores, &model.transitions);
        let likely = |a: usize, b: usize, kind: EntityKind| {
            sums.name(&scores, &model.transitions, a - first, b.min(end - 1) - first, first_label(kind))
        };
        let mut taken: Vec<(usize, usize)> = Vec::new();
        for Stretch { first, last, label } in found {
            let Some(kind) = (Stretch { first, last, label }).kind() else { continue };
            let probability = likely(first, last, kind);
            let name = match surest.get(&(first, last, kind)) {
                Some(name) => name.clone(),
                None if probability >= NEW => new_name(reading, first, last, kind),
                None => continue,
            };
            taken.push((first, last));
            names.push(Candidate { score: name.score.max(f64::from(probability)), ..name });
        }
        for (a, b, kind) in own {
            let free = taken.iter().all(|(first, last)| b < *first || *last < a);
            if free && b < end && likely(a, b, kind) >= KEPT {
                names.extend(surest.get(&(a, b, kind)).cloned());
            }
        }
    }
    choose(reading, names)
}

/// A name that no rule knows.
fn new_name(reading: &Reading<'_>, first: usize, last: usize, kind: EntityKind) -> Candidate {
    let score = f64::from(NEW);
    if kind == EntityKind::Person {
        let word = NameWord::read(reading, last);
        let before = (first..last).map(|at| reading.word(at).to_owned());
        return person(first, last, word.case, before.chain([word.stem.to_owned()]).collect(), score);
    }
    let suffix = reading.is(last, TokenKind::Suffix) && first < last;
    let end = if suffix { last - 1 } else { last };
    let head = reading.heads_at(end, kind).into_iter().find(|h| h.first > first);
    let text = text_of(reading, first, end);
    let name = match &head {
        Some(head) if head.head.sort == HeadSort::TownPlace => text_of(reading, first, head.first - 1),
        _ if suffix => text,
        _ => base_form(&text, Some(kind)),
    };
    let case = head.as_ref().map_or_else(|| case_of(reading.word(end), &name), |h| h.case);
    let form = match head {
        Some(head) => Form::Headed { head: head.head.text, possessed: !head.bare, owned: None },
        None if reading.is(first, TokenKind::OpenQuote) => Form::Quoted,
        None => Form::Known,
    };
    Candidate { first, last, kind, score, case, name, group: None, form }
}

/// In which case `word` stands when `name` ends with its nominative.
fn case_of(word: &str, name: &str) -> Case {
    let nominative = name.split_whitespace().next_back().unwrap_or("");
    let mut readings = endings::stems(word).into_iter().chain(endings::possessed_stems(word));
    readings.find(|(stem, _)| *stem == nominative).map_or(Case::Nominative, |(_, case)| case)
}
