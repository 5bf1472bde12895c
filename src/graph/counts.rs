//! How many nodes a label has, relationships a type, carriers a property key.

/// Counts by symbol, kept up to date by every change.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    pub(super) labels: Tally,
    pub(super) types: Tally,
    pub(super) keys: Tally,
    pub(super) nodes: usize,
    pub(super) relationships: usize,
}

/// One count a symbol.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally(Vec<usize>);

impl Tally {
    pub(super) fn get(&self, at: usize) -> usize {
        self.0.get(at).copied().unwrap_or(0)
    }

    pub(super) fn add(&mut self, at: usize, by: isize) {
        if self.0.len() <= at {
            self.0.resize(at + 1, 0);
        }
        if let Some(count) = self.0.get_mut(at) {
            *count = count.saturating_add_signed(by);
        }
    }
}
