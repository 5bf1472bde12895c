//! New columns computed from rows, beside the old ones or in their place.

use super::batch::{Batch, Column};
use super::columns::column;
use super::session::Run;
use super::source::{Rows, Source};
use crate::query::QueryError;
use crate::query::plan::Formula;

type Result<T> = std::result::Result<T, QueryError>;

/// Adds columns.
pub struct ExtendRows<'g> {
    input: Rows<'g>,
    run: Run<'g>,
    items: &'g [(usize, Formula)],
}

impl<'g> ExtendRows<'g> {
    /// `items` are slots and what goes there.
    pub const fn new(input: Rows<'g>, run: Run<'g>, items: &'g [(usize, Formula)]) -> Self {
        Self { input, run, items }
    }
}

impl Source for ExtendRows<'_> {
    fn next(&mut self) -> Result<Option<Batch>> {
        let Some(mut batch) = self.input.next()? else { return Ok(None) };
        self.run.session.control.check()?;
        let columns = self.items.iter().map(|(_, f)| column(&self.run, f, &batch)).collect::<Result<Vec<_>>>()?;
        for ((slot, _), column) in self.items.iter().zip(columns) {
            batch.set(*slot, column);
        }
        Ok(Some(batch))
    }
}

/// Makes new rows.
pub struct ProjectRows<'g> {
    input: Rows<'g>,
    run: Run<'g>,
    items: &'g [Formula],
}

impl<'g> ProjectRows<'g> {
    /// Slot `i` of the new row is item `i`.
    pub const fn new(input: Rows<'g>, run: Run<'g>, items: &'g [Formula]) -> Self {
        Self { input, run, items }
    }
}

impl Source for ProjectRows<'_> {
    fn next(&mut self) -> Result<Option<Batch>> {
        let Some(mut batch) = self.input.next()? else { return Ok(None) };
        self.run.session.control.check()?;
        let mut out = Batch::of_rows(batch.rows());
        for (slot, item) in self.items.iter().enumerate() {
            let last = |s: &usize| !self.items.iter().skip(slot + 1).any(|later| reads(later, *s));
            let column = match item {
                // A column that no later item reads moves.
                Formula::Slot(s) if last(s) && !matches!(batch.column(*s), Column::Absent) => batch.take(*s),
                item => column(&self.run, item, &batch)?,
            };
            out.set(slot, column);
        }
        Ok(Some(out))
    }
}

fn reads(formula: &Formula, slot: usize) -> bool {
    match formula {
        Formula::Slot(s) => *s == slot,
        Formula::Literal(_) | Formula::Parameter(_) => false,
        other => {
            let mut slots = std::collections::BTreeSet::new();
            other.slots(&mut slots);
            slots.contains(&slot)
        }
    }
}
