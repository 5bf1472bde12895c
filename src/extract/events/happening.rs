//! Prospects to happenings: those that are likely, each told once.

use rustc_hash::FxHashMap;

use super::prospect::Prospect;
use super::scene::Scene;
use super::score::{Model, Weights};
use super::triggers::Candidate;
use super::worth::event_features;
use crate::extract::reasons::{PassedOver, Weighed};

/// A candidate that was found to tell of a happening.
#[derive(Clone, Debug)]
pub(super) struct Happening {
    /// The candidate that tells it best.
    pub(super) candidate: Candidate,
    /// Who speaks, when it is a statement.
    pub(super) speaker: Option<usize>,
    /// The probability that it is worth telling.
    pub(super) probability: f64,
    /// Sentences of other phrases that tell of the same happening.
    pub(super) elsewhere: Vec<usize>,
    /// What went into the probability, when that is asked.
    pub(super) weights: Vec<Weighed>,
}

/// The happenings among the prospects: the best of each cluster if it is likely, and others of it that are very likely.
/// With `untold` the happenings say what went into their probabilities, and those that are not chosen go there.
pub(super) fn choose(
    scene: &Scene,
    prospects: Vec<Prospect>,
    weights: &Weights,
    likely: Likely,
    mut untold: Option<&mut Vec<(Happening, PassedOver)>>,
) -> Vec<Happening> {
    let mut clusters: FxHashMap<usize, Vec<Happening>> = FxHashMap::default();
    for p in prospects {
        let mut score = weights.ask(Model::Event);
        event_features(scene, &p, &mut score);
        let probability = score.probability();
        let heard = match untold {
            Some(_) => weights.weigh(Model::Event, |sink| event_features(scene, &p, sink)),
            None => Vec::new(),
        };
        let h = Happening {
            candidate: p.candidate,
            speaker: p.speaker,
            probability,
            elsewhere: Vec::new(),
            weights: heard,
        };
        clusters.entry(p.cluster).or_default().push(h);
    }
    let mut chosen = Vec::new();
    for (_, mut cluster) in clusters {
        let sentences = cluster.iter().map(|h| h.candidate.sentence).collect::<Vec<_>>();
        cluster.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.candidate.first.cmp(&b.candidate.first)));
        let mut taken: Vec<usize> = Vec::new();
        for mut h in cluster {
            // A person's words are told once, however often they are quoted.
            let again = if h.speaker.is_some() { 1.0 } else { likely.again };
            let threshold = if taken.is_empty() { likely.first } else { again };
            if h.probability < threshold || taken.contains(&h.candidate.sentence) {
                if let Some(untold) = &mut untold {
                    let unlikely = taken.is_empty() || h.probability < likely.first;
                    untold.push((h, if unlikely { PassedOver::Unlikely } else { PassedOver::ToldOnce }));
                }
                continue;
            }
            taken.push(h.candidate.sentence);
            if taken.len() == 1 {
                h.elsewhere = sentences.iter().copied().filter(|s| *s != h.candidate.sentence).collect();
            }
            chosen.push(h);
        }
    }
    chosen.sort_by(|a, b| {
        let key = |h: &Happening| (h.candidate.first, h.candidate.last, h.speaker);
        key(a).cmp(&key(b)).then(b.probability.total_cmp(&a.probability))
    });
    // The same words tell of one happening only: the likelier type.
    let mut kept: Vec<Happening> = Vec::new();
    for h in chosen {
        match kept.last_mut() {
            Some(k) if h.candidate.first <= k.candidate.last && (h.speaker.is_none() || k.speaker.is_none()) => {
                let other = if h.probability > k.probability { std::mem::replace(k, h) } else { h };
                if let Some(untold) = &mut untold {
                    untold.push((other, PassedOver::OtherType));
                }
            }
            _ => kept.push(h),
        }
    }
    kept
}

/// From which probability on a happening is told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Likely {
    /// The best candidate of a cluster.
    pub(super) first: f64,
    /// Another candidate of a cluster, in another sentence.
    pub(super) again: f64,
}
