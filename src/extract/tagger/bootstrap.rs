//! Counts of single texts to intervals: what the figures would be on other texts of the kind (Efron 1979).

use super::measure::Count;

/// How many times the texts are drawn anew.
pub const DRAWS: usize = 1000;

/// F1 figures of rows, in percent, each over the same draws of texts.
#[derive(Debug)]
pub struct Draws {
    f1: Vec<Vec<f64>>,
}

impl Draws {
    /// Draws as many texts as there are, with repetition, [`DRAWS`] times. `texts` holds a count for each row of each text;
    /// the same counts give the same draws.
    #[must_use]
    pub fn new(texts: &[Vec<Count>], rows: usize) -> Self {
        let mut f1 = vec![Vec::with_capacity(DRAWS); rows];
        let mut seed = 0x5EED_u64;
        for _ in 0..DRAWS {
            let mut sums = vec![Count::default(); rows];
            for _ in 0..texts.len() {
                let drawn = texts.get((next(&mut seed) % texts.len() as u64) as usize);
                for (sum, count) in sums.iter_mut().zip(drawn.into_iter().flatten()) {
                    *sum += *count;
                }
            }
            f1.iter_mut().zip(sums).for_each(|(row, sum)| row.push(sum.f1()));
        }
        Self { f1 }
    }

    /// Between which bounds the F1 of a row lies in 95 of 100 draws.
    #[must_use]
    pub fn interval(&self, row: usize) -> (f64, f64) {
        bounds(self.f1.get(row).cloned().unwrap_or_default())
    }

    /// The same for how far a row is above another one: both on the same draws, so that what is hard for both does not
    /// count (paired bootstrap).
    #[must_use]
    pub fn gain(&self, row: usize, over: usize) -> (f64, f64) {
        let (Some(row), Some(over)) = (self.f1.get(row), self.f1.get(over)) else { return (0.0, 0.0) };
        bounds(row.iter().zip(over).map(|(a, b)| a - b).collect())
    }
}

/// The 2.5th and 97.5th percentile.
fn bounds(mut values: Vec<f64>) -> (f64, f64) {
    values.sort_by(f64::total_cmp);
    let cut = values.len() / 40;
    let at = |index: Option<usize>| index.and_then(|i| values.get(i)).copied().unwrap_or(0.0);
    (at(Some(cut)), at(values.len().checked_sub(cut + 1)))
}

/// The next random number (splitmix64).
const fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (*seed ^ (*seed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(right: usize, found: usize, annotated: usize) -> Count {
        Count { right, found, annotated }
    }

    #[test]
    fn texts_that_are_all_alike_leave_nothing_open() {
        let texts = vec![vec![count(3, 4, 4), count(1, 2, 2)]; 20];
        let draws = Draws::new(&texts, 2);
        assert_eq!(draws.interval(0), (75.0, 75.0));
        assert_eq!(draws.gain(0, 1), (25.0, 25.0));
    }

    #[test]
    fn an_interval_holds_the_figure_and_narrows_with_more_texts() {
        let texts = |n: usize| (0..n).map(|i| vec![count(i % 4, 3, 3)]).collect::<Vec<_>>();
        let (low, high) = Draws::new(&texts(40), 1).interval(0);
        let (closer_low, closer_high) = Draws::new(&texts(400), 1).interval(0);
        assert!(low < 50.0 && 50.0 < high, "{low} {high}");
        assert!((high - low) / 2.0 > closer_high - closer_low, "{low}–{high}, {closer_low}–{closer_high}");
    }

    #[test]
    fn what_is_hard_for_both_does_not_count_in_a_gain() {
        let texts: Vec<_> = (0..60).map(|i| vec![count(5 + i % 5, 10, 10), count(4 + i % 5, 10, 10)]).collect();
        let draws = Draws::new(&texts, 2);
        let (low, high) = draws.gain(0, 1);
        assert!((low - 10.0).abs() < 1e-6 && (high - 10.0).abs() < 1e-6);
        let (low, high) = draws.interval(0);
        assert!(high - low > 0.5, "either alone is unsure: {low}–{high}");
    }
}
