//! Texts of statements to checked statements, the last ones remembered.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::query::ast::Statement;
use crate::query::{self, Procedures, QueryError};

/// How many statements are remembered; when there are more, all are forgotten.
const MOST: usize = 256;
/// Longer statements are not remembered: they are not likely to come again.
const LONGEST: usize = 4096;

/// Checked statements by text, for one set of procedures.
#[derive(Debug, Default)]
pub(super) struct Statements {
    known: Mutex<FxHashMap<Box<str>, Arc<Statement>>>,
}

impl Statements {
    /// The statement of a text.
    pub fn get(&self, text: &str, procedures: &Procedures) -> Result<Arc<Statement>, QueryError> {
        if let Some(known) = self.lock().get(text) {
            return Ok(Arc::clone(known));
        }
        let statement = query::parse(text)?;
        query::check(&statement, procedures).map_err(|e| e.located(text))?;
        let statement = Arc::new(statement);
        if text.len() <= LONGEST {
            let mut known = self.lock();
            if known.len() >= MOST {
                known.clear();
            }
            known.insert(text.into(), Arc::clone(&statement));
        }
        Ok(statement)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, FxHashMap<Box<str>, Arc<Statement>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
