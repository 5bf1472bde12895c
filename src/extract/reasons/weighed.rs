//! Weights of features as they are added up to those that count most.

/// A feature that was present, with the weight that it had.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// The feature.
    pub feature: String,
    /// Its weight in log-odds: above 0 it speaks for the fact.
    pub weight: f32,
}

/// The same with features of one name added up, the strongest first; those that weigh nothing are left out.
pub fn merge(mut weights: Vec<Weighed>) -> Vec<Weighed> {
    weights.sort_by(|a, b| a.feature.cmp(&b.feature));
    let mut merged: Vec<Weighed> = Vec::new();
    for w in weights {
        match merged.last_mut() {
            Some(last) if last.feature == w.feature => last.weight += w.weight,
            _ => merged.push(w),
        }
    }
    merged.retain(|w| w.weight != 0.0);
    merged.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    merged
}
