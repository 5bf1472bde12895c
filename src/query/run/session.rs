//! What all steps of one run share: graph, parameters, limits, the statement's clock.

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use regex::Regex;
use rustc_hash::FxHashMap;

use super::columns::Memory;
use crate::graph::{Deleted, Graph};
use crate::model::Value;
use crate::query::functions::Texts;
use crate::query::plan::{Formula, Operator};
use crate::query::{Control, QueryError};

/// One run of one statement.
#[derive(Debug)]
pub struct Session<'s> {
    /// Values of the parameters, by their number in the plan.
    pub parameters: Vec<Value>,
    /// Limits.
    pub control: &'s Control,
    /// The one moment that the statement takes for now.
    pub now: Timestamp,
    /// Texts of releases, for the sentences that prove something.
    pub(in crate::query) texts: Texts,
    ticks: Cell<u32>,
    held: Cell<usize>,
    patterns: RefCell<FxHashMap<Arc<str>, Regex>>,
    memories: RefCell<FxHashMap<usize, Memory>>,
    profile: Option<RefCell<FxHashMap<usize, (usize, Duration)>>>,
}

/// A stretch of a run in which the graph stays as it is.
#[derive(Clone, Copy, Debug)]
pub struct Run<'g> {
    /// The graph.
    pub graph: &'g Graph,
    /// What the statement has deleted so far; rows may still hold it.
    pub deleted: Option<&'g Deleted>,
    /// What is the same through the whole run.
    pub session: &'g Session<'g>,
}

impl<'s> Session<'s> {
    /// A run with these parameters and limits that starts now.
    #[must_use]
    pub fn new(parameters: Vec<Value>, control: &'s Control, profile: bool) -> Self {
        Self {
            parameters,
            control,
            now: Timestamp::now(),
            texts: Texts::default(),
            ticks: Cell::new(0),
            held: Cell::new(0),
            patterns: RefCell::default(),
            memories: RefCell::default(),
            profile: profile.then(RefCell::default),
        }
    }

    /// What a function of the plan gave so far; to be given back by [`Session::remember`].
    pub(super) fn memory_of(&self, formula: &Formula) -> Memory {
        self.memories.borrow_mut().remove(&std::ptr::from_ref(formula).addr()).unwrap_or_default()
    }

    /// Keeps what a function of the plan gave so far.
    pub(super) fn remember(&self, formula: &Formula, memory: Memory) {
        self.memories.borrow_mut().insert(std::ptr::from_ref(formula).addr(), memory);
    }

    /// Whether rows and time of each operator are noted.
    #[must_use]
    pub const fn profiles(&self) -> bool {
        self.profile.is_some()
    }

    /// Notes that an operator gave rows and took time.
    pub fn note(&self, operator: &Operator, rows: usize, time: Duration) {
        if let Some(profile) = &self.profile {
            let mut profile = profile.borrow_mut();
            let noted = profile.entry(std::ptr::from_ref(operator).addr()).or_default();
            noted.0 += rows;
            noted.1 += time;
        }
    }

    /// Rows and time that were noted of an operator.
    #[must_use]
    pub fn noted(&self, operator: &Operator) -> Option<(usize, Duration)> {
        self.profile.as_ref()?.borrow().get(&std::ptr::from_ref(operator).addr()).copied()
    }

    /// To be called for each small piece of work; looks at the limits now and then.
    ///
    /// # Errors
    /// `Interrupted`.
    pub fn tick(&self) -> Result<(), QueryError> {
        let ticks = self.ticks.get().wrapping_add(1);
        self.ticks.set(ticks);
        if ticks.is_multiple_of(512) { self.control.check() } else { Ok(()) }
    }

    /// Notes that `bytes` more are held.
    ///
    /// # Errors
    /// `ResourceExhausted` (`Memory`) when that is more than the limit.
    pub fn hold(&self, bytes: usize) -> Result<(), QueryError> {
        let held = self.held.get().saturating_add(bytes);
        self.held.set(held);
        match self.control.memory_limit {
            Some(limit) if held > limit => {
                let message =
                    format!("the statement holds more than {limit} bytes of rows; raise the limit or ask for less");
                Err(QueryError::runtime("ResourceExhausted", "Memory", message))
            }
            _ => Ok(()),
        }
    }

    /// Notes that `bytes` are held no longer.
    pub fn release(&self, bytes: usize) {
        self.held.set(self.held.get().saturating_sub(bytes));
    }

    /// Whether a regular expression matches the whole of a text. Each expression is compiled once a run.
    ///
    /// # Errors
    /// When the expression is not one.
    pub fn matches(&self, pattern: &Arc<str>, text: &str) -> Result<bool, QueryError> {
        if let Some(regex) = self.patterns.borrow().get(pattern) {
            return Ok(regex.is_match(text));
        }
        let regex = Regex::new(&format!("^(?:{pattern})$")).map_err(|e| {
            let message = format!("`{pattern}` is not a regular expression: {e}");
            QueryError::runtime("ArgumentError", "InvalidRegularExpression", message)
        })?;
        let outcome = regex.is_match(text);
        self.patterns.borrow_mut().insert(Arc::clone(pattern), regex);
        Ok(outcome)
    }
}
