//! Each row with each row of another plan, all of them or those with equal keys.

use rustc_hash::FxHashMap;

use super::batch::Batch;
use super::columns::column;
use super::session::Run;
use super::source::{Rows, Source, open};
use crate::model::Value;
use crate::query::QueryError;
use crate::query::plan::{Formula, Operator};
use crate::query::value::{Key, equal};

type Result<T> = std::result::Result<T, QueryError>;

/// Runs the other plan once and keeps its rows.
pub struct JoinRows<'g> {
    input: Rows<'g>,
    run: Run<'g>,
    other: &'g Operator,
    keys: &'g [(Formula, Formula)],
    fills: &'g [usize],
    keep: &'g [usize],
    built: Option<Built>,
    current: Option<Current>,
}

/// The rows of the other plan, and where to find them.
struct Built {
    rows: Batch,
    keys: Vec<Vec<Value>>,
    table: FxHashMap<Vec<Key>, Vec<u32>>,
    all: Vec<u32>,
}

struct Current {
    batch: Batch,
    keys: Vec<Vec<Value>>,
    row: usize,
    /// How many of the row's partners were given.
    given: usize,
}

/// How many rows are made at a time.
const MOST: usize = 1024;

impl<'g> JoinRows<'g> {
    /// `keys` pairs formulas on rows of `input` and of `other`; `fills` are the slots that `other` fills.
    pub const fn new(
        input: Rows<'g>,
        run: Run<'g>,
        other: &'g Operator,
        keys: &'g [(Formula, Formula)],
        fills: &'g [usize],
        keep: &'g [usize],
    ) -> Self {
        Self { input, run, other, keys, fills, keep, built: None, current: None }
    }

    fn build(&self) -> Result<Built> {
        let mut rows = Batch::of_rows(0);
        let mut source = open(self.other, vec![Batch::unit()], self.run)?;
        while let Some(batch) = source.next()? {
            self.run.session.hold(batch.size())?;
            rows.append(&batch, self.run.graph);
        }
        let keys = key_rows(&self.run, self.keys.iter().map(|(_, f)| f), &rows)?;
        let mut table: FxHashMap<Vec<Key>, Vec<u32>> = FxHashMap::default();
        for (row, key) in keys.iter().enumerate() {
            if !key.is_empty() && !key.iter().any(Value::is_null) {
                let row = u32::try_from(row).unwrap_or(u32::MAX);
                table.entry(key.iter().cloned().map(Key).collect()).or_default().push(row);
            }
        }
        let all = (0..rows.rows()).map(|row| u32::try_from(row).unwrap_or(u32::MAX)).collect();
        Ok(Built { rows, keys, table, all })
    }
}

/// The keys of each row.
fn key_rows<'f>(run: &Run<'_>, formulas: impl Iterator<Item = &'f Formula>, rows: &Batch) -> Result<Vec<Vec<Value>>> {
    let columns = formulas.map(|f| column(run, f, rows)).collect::<Result<Vec<_>>>()?;
    Ok((0..rows.rows()).map(|row| columns.iter().map(|c| c.value(row, run.graph)).collect()).collect())
}

impl Source for JoinRows<'_> {
    fn next(&mut self) -> Result<Option<Batch>> {
        loop {
            let mut current = match self.current.take() {
                Some(current) => current,
                None => {
                    let Some(batch) = self.input.next()? else { return Ok(None) };
                    let keys = key_rows(&self.run, self.keys.iter().map(|(f, _)| f), &batch)?;
                    Current { batch, keys, row: 0, given: 0 }
                }
            };
            if self.built.is_none() {
                self.built = Some(self.build()?);
            }
            let Some(built) = &self.built else { return Ok(None) };
            let (mut left, mut right): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
            while current.row < current.batch.rows() && left.len() < MOST {
                self.run.session.tick()?;
                let key = current.keys.get(current.row).map_or(&[][..], Vec::as_slice);
                let partners = if key.is_empty() {
                    built.all.as_slice()
                } else {
                    let key: Vec<Key> = key.iter().cloned().map(Key).collect();
                    built.table.get(&key).map_or(&[][..], Vec::as_slice)
                };
                let rest = partners.get(current.given..).unwrap_or_default();
                let taken = rest.len().min(MOST - left.len());
                for partner in rest.iter().take(taken) {
                    // Equivalent keys need not be equal: not-a-number, and lists with nulls.
                    let other = built.keys.get(*partner as usize).map_or(&[][..], Vec::as_slice);
                    if key.iter().zip(other).all(|(a, b)| equal(a, b) == Some(true)) {
                        left.push(u32::try_from(current.row).unwrap_or(u32::MAX));
                        right.push(*partner);
                    }
                }
                current.given += taken;
                if taken == rest.len() {
                    current.row += 1;
                    current.given = 0;
                }
            }
            let out = (!left.is_empty()).then(|| {
                let mut out = current.batch.gather(&left, self.keep);
                for slot in self.fills.iter().filter(|slot| self.keep.binary_search(slot).is_ok()) {
                    out.set(*slot, built.rows.column(*slot).gather(&right));
                }
                out
            });
            if current.row < current.batch.rows() {
                self.current = Some(current);
            }
            if out.is_some() {
                return Ok(out);
            }
        }
    }
}
