//! Features to a probability: a logistic model whose weights stand in `grammar/kk/event_weights.tsv`.

use std::hash::Hasher;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use crate::extract::reasons::{Weighed, merge};

/// The four questions that are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Model {
    /// Does this phrase name a happening worth telling?
    Event,
    /// Did this person or organisation take part?
    Participant,
    /// Was it here?
    Place,
    /// Was it then?
    Date,
}

impl Model {
    /// Whether a feature is there or not, however often it is told. Who took part is told by each of their mentions.
    pub(super) const fn counts_once(self) -> bool {
        matches!(self, Self::Event)
    }

    /// Its name in the table of weights.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Participant => "participant",
            Self::Place => "place",
            Self::Date => "date",
        }
    }
}

/// What takes the features of a case: the sum of their weights, or a list when the weights are being learnt.
pub(super) trait Sink {
    /// A feature is present; its name is `parts` joined.
    fn add(&mut self, parts: &[&str]);
}

/// Groups of a number that a weight can be learnt for.
pub(super) const fn few(n: usize) -> &'static str {
    match n {
        0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        4..=5 => "4-5",
        6..=9 => "6-9",
        10..=15 => "10-15",
        _ => "16+",
    }
}

/// A feature's name as a number. Names of features hold no `|`.
pub(super) fn feature_key(model: Model, parts: &[&str]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u8(model as u8);
    for part in parts {
        hasher.write(part.as_bytes());
        hasher.write_u8(b'|');
    }
    hasher.finish()
}

/// Weights of features.
#[derive(Debug)]
pub(super) struct Weights {
    weights: FxHashMap<u64, f32>,
    /// What the log-odds of an event are multiplied with to be its confidence.
    slope: f64,
    /// What is then added.
    shift: f64,
}

impl Weights {
    /// Those of the table, read at first use.
    pub(super) fn shipped() -> &'static Self {
        static WEIGHTS: OnceLock<Weights> = OnceLock::new();
        WEIGHTS.get_or_init(|| Self::read(include_str!("../../../grammar/kk/event_weights.tsv")))
    }

    /// Reads a table: model, feature and weight parted by tabs.
    pub(super) fn read(table: &str) -> Self {
        let (mut slope, mut shift) = (1.0, 0.0);
        let rows = table.lines().filter(|l| !l.starts_with('#')).filter_map(|line| {
            let mut columns = line.split('\t');
            let (name, feature, weight) = (columns.next()?, columns.next()?, columns.next()?);
            match (name, feature) {
                ("confidence", "slope") => slope = weight.parse().ok()?,
                ("confidence", "shift") => shift = weight.parse().ok()?,
                _ => {}
            }
            let model = MODELS.into_iter().find(|m| m.name() == name)?;
            let parts = feature.split('|').collect::<Vec<_>>();
            Some((feature_key(model, &parts), weight.parse().ok()?))
        });
        let weights = rows.collect();
        Self { weights, slope, shift }
    }

    /// The probability of an event as it is told: what held-out releases show for such a one.
    pub(super) fn confidence(&self, probability: f64) -> f64 {
        let probability = probability.clamp(1e-6, 1.0 - 1e-6);
        let odds = (probability / (1.0 - probability)).ln();
        1.0 / (1.0 + (-(self.slope * odds + self.shift)).exp())
    }

    /// The weights that `fill` adds up when it is asked, the strongest first.
    pub(super) fn weigh(&self, model: Model, fill: impl FnOnce(&mut Heard)) -> Vec<Weighed> {
        let mut heard = Heard { score: self.ask(model), weights: Vec::new() };
        fill(&mut heard);
        merge(heard.weights)
    }

    /// A sum that is still without features.
    pub(super) fn ask(&self, model: Model) -> Score<'_> {
        Score { model, weights: self, sum: 0.0, seen: FxHashSet::default() }
    }
}

const MODELS: [Model; 4] = [Model::Event, Model::Participant, Model::Place, Model::Date];

/// Adds up the weights of features.
#[derive(Debug)]
pub(super) struct Score<'w> {
    model: Model,
    weights: &'w Weights,
    sum: f32,
    /// Features that were counted: a feature is there or not, however often it is told.
    seen: FxHashSet<u64>,
}

impl Score<'_> {
    /// The weight of a feature that was not counted yet.
    fn weight(&mut self, parts: &[&str]) -> Option<f32> {
        let key = feature_key(self.model, parts);
        let weight = self.weights.weights.get(&key).copied()?;
        (!self.model.counts_once() || self.seen.insert(key)).then_some(weight)
    }

    /// The probability of yes.
    pub(super) fn probability(&self) -> f64 {
        1.0 / (1.0 + f64::from(-self.sum).exp())
    }
}

impl Sink for Score<'_> {
    fn add(&mut self, parts: &[&str]) {
        if let Some(weight) = self.weight(parts) {
            self.sum += weight;
        }
    }
}

/// Adds up the weights of features, and remembers which.
#[derive(Debug)]
pub(super) struct Heard<'w> {
    score: Score<'w>,
    weights: Vec<Weighed>,
}

impl Sink for Heard<'_> {
    fn add(&mut self, parts: &[&str]) {
        if let Some(weight) = self.score.weight(parts) {
            self.weights.push(Weighed { feature: parts.join("|"), weight });
        }
    }
}
