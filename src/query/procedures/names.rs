//! The names of a graph, word by word, to be searched.

use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::Context;
use super::find::KINDS;
use super::similar::Similar;
use crate::graph::Graph;
use crate::model::{NodeId, Value};
use crate::query::QueryError;
use crate::resolve::{foreign_names, is_country};
use crate::text::latin::search_key;

/// So many names are compared with what is asked; they are chosen by how many of its words they share.
const COMPARED: usize = 100;
/// So many that share one word of several are compared as well, the most mentioned.
const WITH_ONE_WORD: usize = 30;
/// A word that is as long may be the beginning of one that is meant.
const BEGINNING: usize = 4;
/// So many words are taken for what a word may be meant by.
const MEANT: usize = 20;
/// First letters of so many words of a name are kept at hand.
const LETTERS: usize = 8;

/// All names of nodes of one version of a graph.
pub(super) struct Names {
    /// Of the graph.
    pub version: u64,
    /// Those of few words first, then the most mentioned.
    entries: Vec<Entry>,
    /// First letters of the words of each entry.
    letters: Vec<[u8; LETTERS]>,
    /// Words in order, with the numbers of the names that have them, in order.
    words: Vec<(Box<str>, Vec<u32>)>,
    /// Number of each word.
    numbers: FxHashMap<Box<str>, u32>,
    /// Made when a word is asked for that there is not.
    similar: OnceLock<Similar>,
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

/// What a country is called in English and in Russian, when the node is one.
fn foreign_forms(graph: &Graph, node: NodeId) -> Vec<Arc<str>> {
    let (code, key) = (graph.node_property(node, "country"), graph.node_property(node, "key"));
    match (code.as_str(), key.as_str().and_then(|key| key.strip_prefix("place:"))) {
        (Some(code), Some(key)) if is_country(key) => foreign_names(code).map(Arc::from).collect(),
        _ => Vec::new(),
    }
}

impl Names {
    /// The names of a graph. Cost: linear in their number, about 5 µs each.
    pub fn of(context: Context<'_>) -> Result<Self, QueryError> {
        let graph = context.graph;
        let mut entries = Vec::new();
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
                forms.extend(foreign_forms(graph, node));
                for form in forms {
                    let key = search_key(&form);
                    let words: Vec<Box<str>> = key.split(' ').filter(|w| !w.is_empty()).map(Box::from).collect();
                    if !words.is_empty() && seen.insert(key) {
                        entries.push(Entry { node, kind, name: Arc::clone(&name), form, mentions, words });
                    }
                }
            }
        }
        Ok(Self::new(graph.version(), entries))
    }

    fn new(version: u64, mut entries: Vec<Entry>) -> Self {
        entries.sort_by(|a, b| (a.words.len(), b.mentions, &a.form).cmp(&(b.words.len(), a.mentions, &b.form)));
        let mut words: FxHashMap<Box<str>, Vec<u32>> = FxHashMap::default();
        let mut letters = Vec::with_capacity(entries.len());
        for (number, entry) in (0_u32..).zip(&entries) {
            let mut first = [0; LETTERS];
            for (word, slot) in entry.words.iter().zip(&mut first) {
                *slot = word.bytes().next().unwrap_or(0);
            }
            letters.push(first);
            for word in &entry.words {
                let with = words.entry(word.clone()).or_default();
                if with.last() != Some(&number) {
                    with.push(number);
                }
            }
        }
        let mut words: Vec<_> = words.into_iter().collect();
        words.sort_unstable();
        let numbers = words.iter().zip(0..).map(|((word, _), number)| (word.clone(), number)).collect();
        Self { version, entries, letters, words, numbers, similar: OnceLock::new() }
    }

    /// A name by its number.
    pub fn entry(&self, number: u32) -> &Entry {
        // Numbers come from `candidates` alone.
        &self.entries[number as usize]
    }

    /// Whether a word occurs in a name.
    pub fn knows(&self, word: &str) -> bool {
        self.numbers.contains_key(word)
    }

    /// Names that share a word with `words`, or have one that it may be meant by where it is not known at all: those that
    /// share the most. Cost: proportional to the names of the rarest of the words.
    pub fn candidates(&self, words: &[&str]) -> Vec<u32> {
        let solid = words.iter().filter(|word| word.chars().count() > 1);
        let mut lists: Vec<Vec<&[u32]>> = solid.map(|word| self.lists_of(word)).collect();
        let length = |lists: &Vec<&[u32]>| lists.iter().map(|list| list.len()).sum::<usize>();
        lists.retain(|lists| length(lists) > 0);
        lists.sort_by_key(length);
        let Some((rarest, others)) = lists.split_first() else { return Vec::new() };
        let mut asked = [0; LETTERS];
        words.iter().zip(&mut asked).for_each(|(word, slot)| *slot = word.bytes().next().unwrap_or(0));
        // Names by how many of the words they share, then by how many of the first letters; in order among equals.
        let mut ranked: Vec<(u16, u32)> = Vec::new();
        for number in rarest.iter().flat_map(|list| list.iter()) {
            let shared =
                others.iter().filter(|lists| lists.iter().any(|list| list.binary_search(number).is_ok())).count();
            let first = self.letters.get(*number as usize).copied().unwrap_or_default();
            let letters = asked.iter().filter(|letter| **letter != 0 && first.contains(letter)).count();
            #[allow(clippy::cast_possible_truncation)] // at most as many as there are words
            let rank = u16::MAX - ((shared * (LETTERS + 1) + letters) as u16);
            ranked.push((rank, *number));
        }
        if ranked.len() > COMPARED {
            ranked.select_nth_unstable(COMPARED);
            ranked.truncate(COMPARED);
        }
        let mut found: Vec<u32> = ranked.into_iter().map(|(_, number)| number).collect();
        found.extend(others.iter().flatten().flat_map(|list| list.iter().take(WITH_ONE_WORD)));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The names with a word, or with the words that it may be meant by.
    fn lists_of(&self, word: &str) -> Vec<&[u32]> {
        if let Some(number) = self.numbers.get(word) {
            return self.list(*number).into_iter().collect();
        }
        let mut meant: Vec<u32> = Vec::new();
        if word.len() >= BEGINNING {
            // Words that begin so, and those that it begins with.
            let from = self.words.partition_point(|(other, _)| &**other < word);
            let on = self.words.iter().zip(0..).skip(from).take_while(|((other, _), _)| other.starts_with(word));
            meant.extend(on.take(MEANT).map(|(_, number)| number));
            let shorter = (BEGINNING..word.len()).filter_map(|end| self.numbers.get(word.get(..end)?));
            meant.extend(shorter.copied());
        }
        let similar = self.similar.get_or_init(|| Similar::of(self.words.iter().map(|(word, _)| &**word)));
        let within = similar
            .to(word)
            .into_iter()
            .filter(|number| self.words.get(*number as usize).is_some_and(|(other, _)| alike(word, other).is_some()));
        meant.extend(within.take(MEANT));
        meant.sort_unstable();
        meant.dedup();
        meant.into_iter().filter_map(|number| self.list(number)).collect()
    }

    fn list(&self, number: u32) -> Option<&[u32]> {
        self.words.get(number as usize).map(|(_, with)| with.as_slice())
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
    if short.len() >= BEGINNING && long.starts_with(short) {
        // Nearly the whole word, or only how it begins.
        #[allow(clippy::cast_precision_loss)] // words are short
        let part = short.len() as f64 / long.len() as f64;
        return Some((0.4 + 0.45 * part, How::Beginning));
    }
    let allowed = match short.len() {
        0..=3 => 0,
        4..=5 => 1,
        _ => 2,
    };
    // Another first letter makes another name.
    if allowed == 0 || long.len() - short.len() > allowed || !long.starts_with(short.get(..1)?) {
        return None;
    }
    let distance = strsim::osa_distance(a, b);
    (distance <= allowed).then_some((if distance < 2 { 0.65 } else { 0.55 }, How::Similar))
}
