//! Releases told lately to their facts, which are wanted again when later releases change whom a name stands for.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use crate::model::{Facts, NodeId};

/// Bytes of text whose facts are kept. Without them each release whose names change is extracted once more, a second for
/// each megabyte: a source of one long line, cut into releases that share many names, took time as its square.
const MOST: usize = 256 << 20;

/// Facts of the releases that were told last.
#[derive(Debug, Default)]
pub(super) struct Recent {
    facts: HashMap<NodeId, (Arc<Facts>, usize)>,
    order: VecDeque<NodeId>,
    bytes: usize,
}

impl Recent {
    /// Keeps the facts of a release of so many bytes; those of the oldest go when there are too many.
    pub fn keep(&mut self, release: NodeId, facts: &Arc<Facts>, bytes: usize) {
        self.forget(release);
        self.facts.insert(release, (Arc::clone(facts), bytes));
        self.order.push_back(release);
        self.bytes += bytes;
        while self.bytes > MOST
            && let Some(oldest) = self.order.front().copied()
        {
            self.forget(oldest);
        }
    }

    /// The facts of a release, if they are kept.
    pub fn facts(&self, release: NodeId) -> Option<Arc<Facts>> {
        self.facts.get(&release).map(|(facts, _)| Arc::clone(facts))
    }

    /// Forgets the facts of a release: its text stands elsewhere now.
    pub fn forget(&mut self, release: NodeId) {
        if let Some((_, bytes)) = self.facts.remove(&release) {
            self.bytes -= bytes;
            self.order.retain(|kept| *kept != release);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_facts_go_first() {
        let mut recent = Recent::default();
        let facts = Arc::new(Facts::default());
        for n in 1..=3 {
            recent.keep(NodeId(n), &facts, MOST / 2);
        }
        let kept = |recent: &Recent| [1, 2, 3].map(|n| recent.facts(NodeId(n)).is_some());
        assert_eq!(kept(&recent), [false, true, true]);
        recent.forget(NodeId(2));
        recent.keep(NodeId(1), &facts, MOST / 2);
        assert_eq!(kept(&recent), [true, false, true]);
    }
}
