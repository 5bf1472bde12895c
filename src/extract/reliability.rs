//! What was said with which confidence, and whether it was right, to how far the confidence can be trusted.

/// Facts with their confidence, by tenths of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reliability {
    tenths: [Tenth; 10],
}

/// The facts with a confidence from one tenth to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tenth {
    /// How many.
    pub facts: usize,
    /// The sum of their confidences.
    said: f64,
    /// How many are right.
    pub right: usize,
}

impl Tenth {
    /// Their mean confidence.
    #[must_use]
    pub fn said(&self) -> f64 {
        self.said / self.facts.max(1) as f64
    }

    /// The share of them that is right.
    #[must_use]
    pub fn found(&self) -> f64 {
        self.right as f64 / self.facts.max(1) as f64
    }
}

impl Reliability {
    /// Adds a fact that was told with a confidence of 0 to 1.
    pub fn add(&mut self, confidence: f64, right: bool) {
        let at = ((confidence.clamp(0.0, 1.0) * 10.0) as usize).min(9);
        if let Some(tenth) = self.tenths.get_mut(at) {
            tenth.facts += 1;
            tenth.said += confidence;
            tenth.right += usize::from(right);
        }
    }

    /// The tenths that hold facts, from the least sure on.
    pub fn curve(&self) -> impl Iterator<Item = &Tenth> {
        self.tenths.iter().filter(|tenth| tenth.facts > 0)
    }

    /// Expected calibration error (Naeini et al. 2015): how far confidence and share of right ones are apart, weighed by
    /// the facts of each tenth.
    #[must_use]
    pub fn error(&self) -> f64 {
        let facts: usize = self.tenths.iter().map(|t| t.facts).sum();
        let apart = |t: &Tenth| t.facts as f64 * (t.said() - t.found()).abs();
        self.tenths.iter().map(apart).sum::<f64>() / facts.max(1) as f64
    }
}

impl std::fmt::Display for Reliability {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for tenth in self.curve() {
            write!(f, "{:.2} said {:.2} right of {}; ", tenth.said(), tenth.found(), tenth.facts)?;
        }
        write!(f, "error {:.3}", self.error())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_in_ten_right_at_nine_tenths_is_no_error() {
        let mut good = Reliability::default();
        (0..10).for_each(|n| good.add(0.9, n > 0));
        assert!(good.error() < 1e-9);
        let mut bad = Reliability::default();
        (0..10).for_each(|n| bad.add(0.9, n % 2 == 0));
        assert!((bad.error() - 0.4).abs() < 1e-9);
        assert_eq!(bad.to_string(), "0.90 said 0.50 right of 10; error 0.400");
    }

    #[test]
    fn confidences_out_of_bounds_are_in_the_outer_tenths() {
        let mut all = Reliability::default();
        [1.0, 1.5, 0.0, -1.0].into_iter().for_each(|confidence| all.add(confidence, true));
        assert_eq!(all.curve().map(|t| t.facts).collect::<Vec<_>>(), [2, 2]);
    }
}
