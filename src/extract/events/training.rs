//! Annotated releases to the weights of `grammar/kk/event_weights.tsv`, and the figures that they reach.
//!
//! `cargo test --release --lib event_weights -- --ignored --nocapture` reads `../shared/gold/train`, prints figures of
//! a cross-validation over it and those on `../shared/gold/items`, and writes the table anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::annotated::{Item, Lesson, gold, shown};
use super::happening::{Happening, Likely};
use super::regression::{Case, fit};
use super::scene::Scene;
use super::score::{Model, Sink, Weights};
use super::{company, prospect, setting, triggers, worth};
use crate::extract::Reliability;
use crate::model::{Event, Modality};

/// Collects the features of a case.
struct Learnt<'a> {
    names: &'a mut Names,
    features: Vec<u32>,
}

#[derive(Default)]
struct Names {
    numbers: FxHashMap<String, u32>,
    names: Vec<String>,
}

impl Sink for Learnt<'_> {
    fn add(&mut self, parts: &[&str]) {
        let name = parts.join("|");
        if name.contains(['\t', '\n']) {
            return;
        }
        let next = self.names.names.len() as u32;
        let number = *self.names.numbers.entry(name.clone()).or_insert(next);
        if number == next {
            self.names.names.push(name);
        }
        self.features.push(number);
    }
}

/// Cases of one model: features, release, answer.
struct Cases {
    model: Model,
    names: Names,
    cases: Vec<(Vec<u32>, usize, bool)>,
}

impl Cases {
    fn of(model: Model) -> Self {
        Self { model, names: Names::default(), cases: Vec::new() }
    }

    fn add(&mut self, release: usize, answer: bool, fill: impl FnOnce(&mut Learnt)) {
        let mut learnt = Learnt { names: &mut self.names, features: Vec::new() };
        fill(&mut learnt);
        let mut features = learnt.features;
        features.sort_unstable();
        if self.model.counts_once() {
            features.dedup();
        }
        self.cases.push((features, release, answer));
    }

    /// Logistic regression on the cases of `wanted` releases, with the features that several of them have.
    fn learn(&self, wanted: impl Fn(usize) -> bool) -> Vec<f64> {
        let cases = self.cases.iter().filter(|c| wanted(c.1)).collect::<Vec<_>>();
        let mut releases: Vec<FxHashSet<usize>> = vec![FxHashSet::default(); self.names.names.len()];
        for (features, release, _) in &cases {
            for f in features {
                releases[*f as usize].insert(*release);
            }
        }
        let known = |f: &u32| releases[*f as usize].len() >= LEAST;
        let seen = cases.iter().map(|c| c.0.iter().copied().filter(known).collect::<Vec<_>>()).collect::<Vec<_>>();
        let cases = seen.iter().zip(&cases);
        let cases = cases.map(|(features, c)| Case { features, weight: COUNTS, answer: c.2 }).collect::<Vec<_>>();
        // What squares of weights cost: the best F1 in cross-validation.
        let penalty = match self.model {
            Model::Event => 10.0,
            Model::Participant | Model::Date => 4.0,
            Model::Place => 2.0,
        };
        fit(&cases, releases.len(), penalty)
    }

    fn write(&self, weights: &[f64], table: &mut String) {
        let mut rows = self.names.names.iter().zip(weights).filter(|(_, w)| w.abs() >= SMALL).collect::<Vec<_>>();
        rows.sort_by(|a, b| a.0.cmp(b.0));
        for (name, weight) in rows {
            writeln!(table, "{}\t{name}\t{weight:.3}", self.model.name()).expect("a string takes all");
        }
    }
}

/// The cases of all models.
struct Lessons {
    event: Cases,
    participant: Cases,
    place: Cases,
    date: Cases,
}

fn lessons(sets: &[&[Lesson]]) -> Lessons {
    let mut l = Lessons {
        event: Cases::of(Model::Event),
        participant: Cases::of(Model::Participant),
        place: Cases::of(Model::Place),
        date: Cases::of(Model::Date),
    };
    for (release, lesson) in sets.iter().flat_map(|set| set.iter().enumerate()) {
        let Lesson { document, events } = &lesson;
        let scene = Scene::new(document);
        let prospects = prospect::prospects(&scene, triggers::candidates(document));
        let mut elsewhere: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for p in &prospects {
            elsewhere.entry(p.cluster).or_default().push(p.candidate.sentence);
        }
        let mut told: FxHashSet<usize> = FxHashSet::default();
        for p in prospects {
            let span = scene.span_of(p.candidate.first, p.candidate.last).expect("tokens");
            let span = document.release.text.to_raw(span);
            let type_name = p.event_type.as_str();
            let matching = events
                .iter()
                .enumerate()
                .filter(|(_, g)| g.event_type == type_name && g.zones.iter().any(|z| z.overlaps(span)));
            let matching = matching.collect::<Vec<_>>();
            l.event.add(release, !matching.is_empty(), |sink| worth::event_features(&scene, &p, sink));
            let Some((which, g)) = matching.into_iter().find(|(i, _)| !told.contains(i)) else { continue };
            told.insert(which);
            let sentence = p.candidate.sentence;
            let mut elsewhere = elsewhere.get(&p.cluster).cloned().unwrap_or_default();
            elsewhere.retain(|s| *s != sentence);
            let h = Happening {
                candidate: p.candidate,
                speaker: p.speaker,
                probability: 1.0,
                elsewhere,
                weights: Vec::new(),
            };
            for entity in company::who(&scene, &h) {
                let answer = g.who.contains(&entity);
                l.participant.add(release, answer, |s| company::participant_features(&scene, &h, entity, s));
            }
            for place in setting::places(&scene, &h) {
                l.place.add(release, g.place == Some(place), |s| setting::place_features(&scene, &h, place, s));
            }
            for (date, reach) in setting::dates(&scene, &h) {
                let answer = g.date == Some(shown(&document.dates[date].value));
                l.date.add(release, answer, |s| setting::date_features(&scene, &h, date, reach, s));
            }
        }
    }
    l
}

/// Releases that must have a feature for it to get a weight.
const LEAST: usize = 3;
/// How much a case counts: each release is read twice, with annotated and with recognised names.
const COUNTS: f64 = 0.5;
/// Weights below this are left out of the table.
const SMALL: f64 = 0.02;

fn table(l: &Lessons, wanted: impl Fn(usize) -> bool + Copy) -> String {
    let mut table = String::new();
    for cases in [&l.event, &l.participant, &l.place, &l.date] {
        cases.write(&cases.learn(wanted), &mut table);
    }
    table
}

/// True, predicted and annotated.
type Count = (usize, usize, usize);

#[derive(Default)]
struct Tally {
    layers: BTreeMap<String, Count>,
    /// How likely an event was said to be, and whether it is annotated.
    outcomes: Vec<(f64, bool)>,
}

impl Tally {
    fn add(&mut self, layer: &str, tp: usize, told: usize, gold: usize) {
        let c = self.layers.entry(layer.to_owned()).or_default();
        *c = (c.0 + tp, c.1 + told, c.2 + gold);
    }

    fn item(&mut self, lesson: &Lesson, events: &[Event]) {
        let told = events.iter().filter(|e| !matches!(e.modality, Modality::Negated | Modality::Hypothetical));
        let events = told.collect::<Vec<_>>();
        let mut free = (0..events.len()).collect::<Vec<_>>();
        let counted = lesson.events.iter().filter(|g| g.event_type != "other").collect::<Vec<_>>();
        let got = |e: &Event| e.participants.iter().chain(&e.organisations).copied().collect::<FxHashSet<_>>();
        let source = |e: &Event| lesson.document.release.text.to_raw(e.span);
        for g in &counted {
            let fits =
                |e: &Event| e.event_type.as_str() == g.event_type && g.zones.iter().any(|z| z.overlaps(source(e)));
            self.add(&format!("  {}", g.event_type), 0, 0, 1);
            let fitting = free.iter().copied().filter(|i| fits(events[*i])).rev();
            let Some(best) = fitting.max_by_key(|i| got(events[*i]).intersection(&g.who).count()) else {
                self.add("participant", 0, 0, g.who.len());
                continue;
            };
            free.retain(|i| *i != best);
            let e = events[best];
            let one = usize::from;
            self.add("event", 1, 0, 0);
            self.add(&format!("  {}", g.event_type), 1, 0, 0);
            self.add("participant", got(e).intersection(&g.who).count(), got(e).len(), g.who.len());
            let place = e.place.is_some();
            self.add("event.place", one(place && e.place == g.place), one(place), one(g.place.is_some()));
            let date = e.date.map(|d| shown(&lesson.document.dates[d].value));
            self.add("event.date", one(date.is_some() && date == g.date), one(date.is_some()), one(g.date.is_some()));
        }
        self.add("event", 0, events.len(), counted.len());
        for (i, e) in events.iter().enumerate() {
            self.outcomes.push((e.confidence, !free.contains(&i)));
            self.add(&format!("  {}", e.event_type), 0, 1, 0);
        }
    }

    /// Slope and shift of the log-odds that make a probability what was found: Platt's scaling.
    fn calibrate(&self) -> (f64, f64) {
        let (mut slope, mut shift) = (1.0, 0.0);
        for _ in 0..2000 {
            let (mut by_slope, mut by_shift) = (0.0, 0.0);
            for (probability, right) in &self.outcomes {
                let odds = (probability.clamp(1e-6, 1.0 - 1e-6) / (1.0 - probability.clamp(1e-6, 1.0 - 1e-6))).ln();
                let error = 1.0 / (1.0 + (-(slope * odds + shift)).exp()) - f64::from(u8::from(*right));
                by_slope += error * odds;
                by_shift += error;
            }
            slope -= 0.2 * by_slope / self.outcomes.len() as f64;
            shift -= 0.2 * by_shift / self.outcomes.len() as f64;
        }
        (slope, shift)
    }

    /// How sure events are said to be and how many of them are right, by tenths.
    fn reliability(&self) -> String {
        let mut reliability = Reliability::default();
        self.outcomes.iter().for_each(|(confidence, right)| reliability.add(*confidence, *right));
        reliability.to_string()
    }

    fn f1(&self, layer: &str) -> f64 {
        let (tp, told, gold) = self.layers.get(layer).copied().unwrap_or_default();
        200.0 * tp as f64 / (told + gold).max(1) as f64
    }

    fn print(&self, title: &str) {
        println!("{title}");
        for (layer, (tp, told, gold)) in &self.layers {
            let percent = |n: usize| 100.0 * *tp as f64 / n.max(1) as f64;
            println!(
                "  {layer:16} P {:5.1} R {:5.1} F1 {:5.1}  {tp} of {told} told, {gold} annotated",
                percent(*told),
                percent(*gold),
                self.f1(layer)
            );
        }
        println!("  confidence: {}", self.reliability());
    }
}

/// Told of all lessons by the weights that `weights` gives for the release.
fn tally<'w>(lessons: &[Lesson], weights: impl Fn(usize) -> &'w Weights, likely: Likely) -> Tally {
    let mut tally = Tally::default();
    for (r, lesson) in lessons.iter().enumerate() {
        tally.item(lesson, &super::find_with(&lesson.document, weights(r), likely));
    }
    tally
}

#[test]
#[ignore = "writes grammar/kk/event_weights.tsv; see the module's head"]
fn event_weights_are_learnt() {
    let (Some(train), Some(items)) = (gold("train"), gold("items")) else { return };
    let annotated = train.iter().map(Item::annotated).collect::<Vec<_>>();
    let recognised = train.iter().map(Item::recognised).collect::<Vec<_>>();
    let l = lessons(&[&annotated, &recognised]);
    const FOLDS: usize = 5;
    let folds = (0..FOLDS).map(|fold| Weights::read(&table(&l, |r| r % FOLDS != fold))).collect::<Vec<_>>();
    let fold = |r: usize| &folds[r % FOLDS];
    for (first, again) in [(0.15, 0.75), (0.2, 0.75), (0.25, 0.75), (0.27, 0.75), (0.3, 0.75), (0.35, 0.75)] {
        let tally = tally(&recognised, fold, Likely { first, again });
        let f1 = ["event", "participant", "event.place", "event.date"]
            .map(|layer| format!("{layer} {:.1}", tally.f1(layer)));
        println!("told from {first}, again from {again}: {}", f1.join(", "));
    }
    tally(&annotated, fold, super::LIKELY).print("cross-validation on train with annotated names");
    let held_out = tally(&recognised, fold, super::LIKELY);
    held_out.print("cross-validation on train with recognised names");
    let (slope, shift) = held_out.calibrate();
    let text = format!("confidence\tslope\t{slope:.3}\nconfidence\tshift\t{shift:.3}\n{}", table(&l, |_| true));
    let weights = Weights::read(&text);
    let annotated = items.iter().map(Item::annotated).collect::<Vec<_>>();
    let recognised = items.iter().map(Item::recognised).collect::<Vec<_>>();
    tally(&annotated, |_| &weights, super::LIKELY).print("items with annotated names");
    tally(&recognised, |_| &weights, super::LIKELY).print("items with recognised names");
    let none = Weights::read("");
    let train = train.iter().map(Item::recognised).collect::<Vec<_>>();
    tally(&train, |_| &none, super::LIKELY).print("rules alone: train with recognised names");
    tally(&recognised, |_| &none, super::LIKELY).print("rules alone: items with recognised names");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar/kk/event_weights.tsv");
    fs::write(path, format!("{HEAD}{text}")).expect("the table is written");
}

/// The first lines of the table.
const HEAD: &str = "\
# Weights of the logistic models that tell events, who took part, where and when: model, feature (its parts joined by
# `|`), weight, parted by tabs. src/extract/events/worth.rs, company.rs and setting.rs say what the features are; `^` is
# the start of a sentence. `confidence` scales the log-odds of an event, so that its confidence is what held-out
# releases show.
# Source: learnt from this project's annotated Kazakh press releases by
# `cargo test --release --lib event_weights -- --ignored --nocapture`.
";
