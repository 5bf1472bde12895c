//! Ctrl-C to the end of the statement that runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Tells the statement that runs to stop when the person presses Ctrl-C.
#[derive(Clone, Debug, Default)]
pub(super) struct Interrupt {
    running: Arc<AtomicBool>,
    cancelled: Arc<AtomicBool>,
}

/// What a shell reports that a signal ended.
const STATUS_INTERRUPTED: i32 = 130;

impl Interrupt {
    /// Listens to the signals of the process: the first ends the statement, one more, or one between statements, the
    /// process. A second listener in the same process is ignored.
    pub fn listen(&self) {
        let Self { running, cancelled } = self.clone();
        // Without a listener, a signal ends the process at once: the store does not mind.
        let _ = ctrlc::set_handler(move || {
            if !running.load(Ordering::Relaxed) || cancelled.swap(true, Ordering::Relaxed) {
                std::process::exit(STATUS_INTERRUPTED);
            }
        });
    }

    /// What a statement is to look at.
    pub fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.cancelled)
    }

    /// Runs what a signal may stop.
    pub fn during<R>(&self, run: impl FnOnce() -> R) -> R {
        self.cancelled.store(false, Ordering::Relaxed);
        self.running.store(true, Ordering::Relaxed);
        let result = run();
        self.running.store(false, Ordering::Relaxed);
        result
    }
}
