//! The rules' names and the model's to those that a release is said to have.
//!
//! The model reads what the rules say among its features. Where it is all but sure, its names are the decision; where
//! it is not, those of the rules are, which know how a name is built. A name that a rule proposes is told as the rule
//! tells it.

use rustc_hash::FxHashMap;

use super::super::candidate::{Candidate, Form};
use super::super::conflicts::choose;
use super::super::headed::text_of;
use super::super::name_words::NameWord;
use super::super::persons::person;
use super::super::reading::Reading;
use super::super::reasons::{Decided, Rule, Weighed, merge};
use super::super::tables::HeadSort;
use super::evidence::Evidence;
use super::features::Features;
use super::labels::{LABELS, OUTSIDE, Stretch, first_label, further_label, stretches};
use super::lattice::{Row, Sums, best};
use super::lesson::sentences_of;
use super::model::Model;
use super::templates::describe;
use crate::model::EntityKind;
use crate::text::TokenKind;
use crate::text::morphology::{Case, base_form, possessed_stems, stems};

/// How likely a name must be. Chosen by cross-validation over annotated releases, through the whole of extraction.
struct Least {
    /// One of the model that no rule proposes.
    new: f32,
    /// One of the model that a rule proposes, but that the rules do not choose.
    proposed: f32,
    /// One of the model where the rules choose another one.
    other: f32,
    /// One of the rules that is not among the model's.
    kept: f32,
}

const NAMES: Least = Least { new: 0.97, proposed: 0.5, other: 0.9, kept: 0.02 };

/// The rules know institutions by heads, quotes and where they are introduced, often sentences before.
const ORGANISATIONS: Least = Least { kept: 0.0, ..NAMES };

/// Of named events there are too few in the lessons to doubt the rules.
const EVENTS: Least = Least { new: 0.97, proposed: 0.9, other: 0.95, kept: 0.0 };

const fn least(kind: EntityKind) -> Least {
    match kind {
        EntityKind::Organisation => ORGANISATIONS,
        EntityKind::Event => EVENTS,
        EntityKind::Person | EntityKind::Place => NAMES,
    }
}

/// First token, last token and kind of a name.
pub type Combined = (usize, usize, EntityKind);

/// What the model went by, for those who ask.
#[derive(Debug, Default)]
pub struct Trace {
    /// Weights for the names that are told.
    pub weights: FxHashMap<Combined, Vec<Weighed>>,
    /// What model or rules took for a name and the other of them ruled out, with the model's probability.
    pub untold: Vec<(Combined, f32)>,
}

/// The names of a document by rules and model: `proposed` are all candidates of the rules, `by_rules` those they choose.
///
/// Each name says who decided. Cost: linear in the tokens.
#[must_use]
pub fn combine(
    reading: &Reading<'_>,
    model: &Model<'_>,
    proposed: Vec<Candidate>,
    by_rules: Vec<Candidate>,
    mut trace: Option<&mut Trace>,
) -> Vec<Candidate> {
    let evidence = Evidence::new(reading, &proposed, &by_rules);
    let features = Features::new(reading, &evidence);
    let mut surest: FxHashMap<(usize, usize, EntityKind), Candidate> = FxHashMap::default();
    let mut of_rules: Vec<(usize, usize, EntityKind)> = by_rules.iter().map(|c| (c.first, c.last, c.kind)).collect();
    of_rules.sort_unstable_by_key(|(first, ..)| *first);
    let mut of_rules = of_rules.into_iter().peekable();
    for candidate in proposed.into_iter().chain(by_rules) {
        let known =
            surest.entry((candidate.first, candidate.last, candidate.kind)).or_insert_with(|| candidate.clone());
        if candidate.score >= known.score {
            *known = candidate;
        }
    }
    let mut names: Vec<Candidate> = Vec::new();
    for (start, end) in sentences_of(reading.tokens) {
        let mut own = Vec::new();
        while let Some(name) = of_rules.next_if(|(at, ..)| *at < end) {
            own.push(name);
        }
        if own.is_empty() && !(start..end).any(|at| reading.is_capital(at) || reading.is(at, TokenKind::OpenQuote)) {
            continue;
        }
        let scores: Vec<Row> = (start..end)
            .map(|at| {
                let mut row = [0; LABELS];
                features.each(at, (start, end), &mut |_, feature| model.add(feature, &mut row));
                model.scores(row)
            })
            .collect();
        let found = stretches(&best(&scores, &model.transitions), start);
        let sums = Sums::new(&scores, &model.factors);
        let likely =
            |a: usize, b: usize, kind: EntityKind| sums.name(a - start, b.min(end - 1) - start, first_label(kind));
        let mut taken: Vec<(usize, usize, EntityKind)> = Vec::new();
        for Stretch { first, last, label } in found {
            let Some(kind) = (Stretch { first, last, label }).kind() else { continue };
            let probability = likely(first, last, kind);
            let proposed = surest.get(&(first, last, kind));
            let Least { new, proposed: known, other, .. } = least(kind);
            let (wanted, decided) = match (proposed, overlapping(&own, first, last)) {
                (_, Some(same)) if same == (first, last, kind) => (0.0, Decided::Both(probability)),
                (None, _) => (new, Decided::ModelAlone(probability)),
                (Some(_), Some(_)) => (other, Decided::Model(probability)),
                (Some(_), None) => (known, Decided::Model(probability)),
            };
            if probability < wanted {
                if let Some(trace) = &mut trace {
                    trace.untold.push(((first, last, kind), probability));
                }
                continue;
            }
            if let Some(trace) = &mut trace {
                let weights = weights(&features, model, (start, end), (first, last, kind));
                trace.weights.insert((first, last, kind), weights);
            }
            let name = match proposed {
                Some(name) => name.clone(),
                None => new_name(reading, first, last, kind),
            };
            taken.push((first, last, kind));
            names.push(Candidate { score: name.score.max(f64::from(probability)), decided, ..name });
        }
        for (a, b, kind) in own {
            if overlapping(&taken, a, b).is_some() || b >= end {
                continue;
            }
            let probability = likely(a, b, kind);
            if probability >= least(kind).kept {
                let decided = Decided::Kept(probability);
                names.extend(surest.get(&(a, b, kind)).map(|name| Candidate { decided, ..name.clone() }));
            }
            if let Some(trace) = &mut trace {
                if probability >= least(kind).kept {
                    let weights = weights(&features, model, (start, end), (a, b, kind));
                    trace.weights.insert((a, b, kind), weights);
                } else {
                    trace.untold.push(((a, b, kind), probability));
                }
            }
        }
    }
    choose(reading, names)
}

/// What spoke for and against a name: for each feature of its tokens the weight for the label that the name gives the
/// token, above that for none.
fn weights(
    features: &Features<'_, '_>,
    model: &Model<'_>,
    sentence: (usize, usize),
    (first, last, kind): Combined,
) -> Vec<Weighed> {
    let mut found = Vec::new();
    for at in first..=last {
        let label = if at == first { first_label(kind) } else { further_label(kind) };
        features.each(at, sentence, &mut |template, feature| {
            let mut row = [0; LABELS];
            model.add(feature, &mut row);
            let row = model.scores(row);
            let weight = row.get(label).zip(row.get(OUTSIDE)).map_or(0.0, |(own, none)| own - none);
            if weight != 0.0 {
                found.push(Weighed { feature: describe(template, &|offset| features.word(at, offset)), weight });
            }
        });
    }
    merge(found)
}

/// The first of `names`, which stand in order and do not overlap, that shares a token with those from `first` to `last`.
fn overlapping(names: &[(usize, usize, EntityKind)], first: usize, last: usize) -> Option<(usize, usize, EntityKind)> {
    let at = names.partition_point(|(_, end, _)| *end < first);
    names.get(at).copied().filter(|(start, ..)| *start <= last)
}

/// A name that no rule knows.
fn new_name(reading: &Reading<'_>, first: usize, last: usize, kind: EntityKind) -> Candidate {
    let score = f64::from(least(kind).new);
    let (rule, decided) = (Rule::Model, Decided::Rules);
    if kind == EntityKind::Person {
        let word = NameWord::read(reading, last);
        let before = (first..last).map(|at| reading.word(at).to_owned());
        return person(first, last, word.case, before.chain([word.stem.to_owned()]).collect(), score, rule);
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
    Candidate { first, last, kind, score, case, name, group: None, form, rule, decided }
}

/// In which case `word` stands when `name` ends with its nominative.
fn case_of(word: &str, name: &str) -> Case {
    let nominative = name.split_whitespace().next_back().unwrap_or("");
    let mut readings = stems(word).into_iter().chain(possessed_stems(word));
    readings.find(|(stem, _)| *stem == nominative).map_or(Case::Nominative, |(_, case)| case)
}
