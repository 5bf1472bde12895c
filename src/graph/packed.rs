//! Values of one property key that stand in packs until they are asked for.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::Value;
use crate::store::PackValues;

/// So many packs are opened for single values before all of a column are.
const MOST_PACKS: usize = 64;
/// So many single values are given before all of a column are unpacked.
const MOST_ASKED: u32 = 4096;

/// What was found to be damaged when it was first read; shared by all columns of a graph.
pub(super) type Damage = Arc<OnceLock<String>>;

/// A row and its value.
type Entry = (u32, Value);

/// A column as it stands in packs.
#[derive(Debug)]
pub(super) struct PackedColumn {
    key: Arc<str>,
    parts: Vec<Part>,
    damage: Damage,
    /// Packs that were opened for single values, by their place in `parts`.
    opened: Mutex<FxHashMap<usize, Arc<[Entry]>>>,
    asked: AtomicU32,
}

/// The values in one pack.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The row of the table that the pack begins at.
    pub(super) first: u32,
    /// How many rows have a value.
    pub(super) count: u32,
    pub(super) values: Arc<PackValues>,
}

impl PackedColumn {
    /// From packs in order of their rows.
    pub(super) fn new(key: Arc<str>, parts: Vec<Part>, damage: Damage) -> Self {
        Self { key, parts, damage, opened: Mutex::default(), asked: AtomicU32::new(0) }
    }

    /// How many values there are.
    pub(super) fn len(&self) -> usize {
        self.parts.iter().map(|part| part.count as usize).sum()
    }

    /// The value of a row that has one; `None` when so much was asked that all should be unpacked.
    pub(super) fn get(&self, row: u32) -> Option<Value> {
        if self.asked.fetch_add(1, Ordering::Relaxed) >= MOST_ASKED {
            self.asked.store(MOST_ASKED, Ordering::Relaxed);
            return None;
        }
        let at = self.parts.partition_point(|part| part.first <= row).checked_sub(1)?;
        let part = self.parts.get(at)?;
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if !opened.contains_key(&at) && opened.len() >= MOST_PACKS {
            return None;
        }
        let values = Arc::clone(opened.entry(at).or_insert_with(|| self.read(part).into()));
        drop(opened);
        let found = values.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        values.get(found).map(|(_, value)| value.clone())
    }

    /// All values with their rows, ascending. Cost: linear in the packs; they are read on all cores.
    pub(super) fn all(&self) -> Vec<Vec<Entry>> {
        let parts = self.parts.par_iter().map(|part| {
            let values = self.read(part);
            // What could not be read leaves its places, so that the rest keeps theirs; the damage is noted.
            if values.is_empty() { vec![(part.first, Value::Null); part.count as usize] } else { values }
        });
        let all = parts.collect();
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).clear();
        all
    }

    /// The values of some rows, which ascend.
    pub(super) fn of_rows(&self, rows: &[u32]) -> Vec<Vec<Entry>> {
        let bounds: Vec<usize> = self.parts.iter().map(|part| rows.partition_point(|row| *row < part.first)).collect();
        let ends = bounds.iter().skip(1).copied().chain([rows.len()]);
        let wanted: Vec<(&Part, &[u32])> = self
            .parts
            .iter()
            .zip(bounds.iter().zip(ends))
            .filter_map(|(part, (from, to))| Some((part, rows.get(*from..to).filter(|rows| !rows.is_empty())?)))
            .collect();
        let found = wanted.par_iter().map(|(part, rows)| {
            let mut values = self.read(part);
            let mut wanted = rows.iter().peekable();
            values.retain(|(row, _)| {
                while wanted.next_if(|wanted| **wanted < *row).is_some() {}
                wanted.peek() == Some(&row)
            });
            values
        });
        found.collect()
    }

    /// Bytes in memory, for which the columns of a table share their packs.
    pub(super) fn bytes(&self, columns: usize) -> usize {
        self.parts.iter().map(|part| part.values.len()).sum::<usize>() / columns.max(1)
    }

    /// The values of a pack with the rows of the table; none, and the damage noted, when they are not what they should be.
    fn read(&self, part: &Part) -> Vec<Entry> {
        match part.values.read(&self.key) {
            Ok(mut values) if values.len() == part.count as usize => {
                values.iter_mut().for_each(|(row, _)| *row += part.first);
                values
            }
            outcome => {
                let reason = outcome.err().map_or_else(
                    || {
                        format!(
                            "a pack has another number of values of `{}` than of rows that should have one",
                            self.key
                        )
                    },
                    |e| e.to_string(),
                );
                // The first that was found stays.
                let _ = self.damage.set(reason);
                Vec::new()
            }
        }
    }
}
