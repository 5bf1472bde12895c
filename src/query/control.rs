//! What a run may use: time, rows, memory, procedures; and how it is told to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::QueryError;
use super::procedures::Procedures;

/// Limits of a run. The default has none.
#[derive(Clone, Debug, Default)]
pub struct Control {
    /// Set to `true` from any thread, it stops the run soon.
    pub cancelled: Arc<AtomicBool>,
    /// When the run must be over.
    pub deadline: Option<Instant>,
    /// Most rows that a statement may give.
    pub row_limit: Option<usize>,
    /// About how many bytes of rows a statement may hold at a time.
    pub memory_limit: Option<usize>,
    /// Procedures that `CALL` knows.
    pub procedures: Arc<Procedures>,
}

impl Control {
    /// Fails when the run was cancelled or its time is over.
    ///
    /// # Errors
    /// `Interrupted` (`Cancelled`, `Timeout`).
    pub fn check(&self) -> Result<(), QueryError> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(QueryError::runtime("Interrupted", "Cancelled", "the statement was cancelled"));
        }
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            let message = "the statement took longer than the time limit allows";
            return Err(QueryError::runtime("Interrupted", "Timeout", message));
        }
        Ok(())
    }
}
