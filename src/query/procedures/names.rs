//! The names of a graph, word by word, to be searched.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Context;
use super::find::KINDS;
use crate::model::{NodeId, Value};
use crate::query::QueryError;
use crate::text::latin::search_key;

/// All names of nodes of one version of a graph.
pub(super) struct Names {
    /// Of the graph.
    pub version: u64,
    entries: Vec<Entry>,
    /// Names by each of their words.
    words: FxHashMap<Box<str>, Vec<u32>>,
}

/// One name of one node.
pub(super) struct Entry {
    /// Whose.
    pub node: NodeId,
    /// Its label.
    pub kind: &'static str,
    /// The name that is shown.
    pub name: Arc<str>,
    /// This name.
    pub form: Arc<str>,
    /// How often the node is mentioned.
    pub mentions: i64,
    /// The words of its search key.
    words: Vec<Box<str>>,
}

/// How a name was found; what is said last is the weakest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    /// All words are the same.
    Same,
    /// An ending was taken off.
    Inflected,
    /// Some words of the name are missing.
    Part,
    /// A first letter stands for a word.
    Initials,
    /// A word goes on where the other ends.
    Beginning,
    /// Letters differ.
    Similar,
}

/// A name that may be meant.
pub(super) struct Match {
    /// Its number.
    pub entry: u32,
    /// 0 to 1.
    pub score: f64,
    /// What was the weakest about it.
    pub how: How,
}

impl Names {
    /// The names of a graph. Cost: linear in their number, about 5 µs each.
    pub fn of(context: Context<'_>) -> Result<Self, QueryError> {
        let graph = context.graph;
        let mut names = Self { version: graph.version(), entries: Vec::new(), words: FxHashMap::default() };
        for (kind, _) in KINDS {
            for (i, node) in graph.nodes_with_label(kind).enumerate() {
                if i % 256 == 0 {
                    context.control.check()?;
                }
                let Value::String(name) = graph.node_property(node, "name") else { continue };
                let mentions = graph.node_property(node, "mentions").as_integer().unwrap_or(0);
                let mut seen = FxHashSet::default();
                let mut forms = vec![Arc::clone(&name)];
                if let Value::List(aliases) = graph.node_property(node, "aliases") {
                    forms.extend(
                        aliases
                            .iter()
                            .filter_map(|a| if let Value::String(s) = a { Some(Arc::clone(s)) } else { None }),
                    );
                }
                for form in forms {
                    let key = search_key(&form);
                    let words: Vec<Box<str>> = key.split(' ').filter(|w| !w.is_empty()).map(Box::from).collect();
                    if !words.is_empty() && seen.insert(key) {
                        names.add(Entry { node, kind, name: Arc::clone(&name), form, mentions, words });
                    }
                }
            }
        }
        Ok(names)
    }

    fn add(&mut self, entry: Entry) {
        let number = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        for word in &entry.words {
            let with = self.words.entry(word.clone()).or_default();
            if with.last() != Some(&number) {
                with.push(number);
            }
        }
        self.entries.push(entry);
    }

    /// A name by its number.
    pub fn entry(&self, number: u32) -> &Entry {
        // Numbers come from `candidates` alone.
        &self.entries[number as usize]
    }

    /// Whether a word occurs in a name.
    pub fn knows(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    /// Names that share a word with `words`, or have a similar one where they are not known at all.
    pub fn candidates(&self, words: &[&str]) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        for word in words.iter().filter(|word| word.chars().count() > 1) {
            match self.words.get(*word) {
                Some(with) => found.extend(with),
                None => {
                    let similar = self.words.iter().filter(|(other, _)| alike(word, other).is_some());
                    similar.for_each(|(_, with)| found.extend(with));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// How well a name matches; `None` when nothing but initials does.
    pub fn compare(&self, number: u32, words: &[&str]) -> Option<Match> {
        let entry = self.entry(number);
        let mut free: Vec<&str> = entry.words.iter().map(|w| &**w).collect();
        let (mut sum, mut how, mut solid) = (0.0, How::Same, false);
        for word in words {
            let best = free
                .iter()
                .enumerate()
                .filter_map(|(i, other)| alike(word, other).map(|(weight, how)| (i, weight, how)))
                .max_by(|a, b| a.1.total_cmp(&b.1));
            match best {
                Some((i, weight, kind)) => {
                    free.swap_remove(i);
                    sum += weight;
                    how = how.max(kind);
                    solid = solid || kind != How::Initials;
                }
                None => how = how.max(How::Part),
            }
        }
        if !free.is_empty() {
            how = how.max(How::Part);
        }
        #[allow(clippy::cast_precision_loss)] // names have few words
        let (asked, there, left) = (words.len() as f64, entry.words.len() as f64, free.len() as f64);
        let score = 0.8 * sum / asked + 0.2 * (there - left) / there;
        solid.then_some(Match { entry: number, score, how })
    }
}

/// How alike two words are; `None` when they are not.
fn alike(word: &str, other: &str) -> Option<(f64, How)> {
    if word == other {
        return Some((1.0, How::Same));
    }
    // A patronymic and a word of the same stem: `abish~` and `abish`.
    let (a, b) = (word.trim_end_matches('~'), other.trim_end_matches('~'));
    if a == b {
        return Some((0.9, How::Part));
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() == 1 {
        return long.starts_with(short).then_some((0.6, How::Initials));
    }
    if short.len() >= 4 && long.starts_with(short) {
        // Nearly the whole word, or only how it begins.
        #[allow(clippy::cast_precision_loss)] // words are short
        let part = short.len() as f64 / long.len() as f64;
        return Some((0.4 + 0.45 * part, How::Beginning));
    }
    let allowed = match short.len() {
        0..=4 => 0,
        5..=8 => 1,
        _ => 2,
    };
    // Another first letter makes another name.
    if allowed == 0 || long.len() - short.len() > allowed || !long.starts_with(short.get(..1)?) {
        return None;
    }
    (strsim::osa_distance(a, b) <= allowed).then_some((0.65, How::Similar))
}
