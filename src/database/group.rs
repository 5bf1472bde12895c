//! Commits that are written to commits that are durable and seen: one sync for all that wait for it.
//!
//! Whoever finds nobody syncing syncs for all that are written by then; the others wait. Meanwhile the next writers have
//! their turns, on the graph of the commit before theirs.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::error::Error;
use crate::graph::Graph;
use crate::store::{StoreError, Written};

/// What readers see, and the commits after it that are not durable yet.
#[derive(Debug)]
pub(super) struct Group {
    /// What was acknowledged last: snapshots are clones of it.
    published: RwLock<Graph>,
    state: Mutex<State>,
    changed: Condvar,
    /// Whether commits are seen before they are durable.
    eager: bool,
}

#[derive(Debug, Default)]
struct State {
    /// The last commit that was written, and its graph, until it is durable.
    newest: Option<Newest>,
    /// The last commit that is durable.
    durable: u64,
    /// Whether some thread syncs.
    syncing: bool,
    /// Why nothing becomes durable any more.
    failed: Option<String>,
    /// Whether the database is dropped.
    closed: bool,
}

#[derive(Clone, Debug)]
struct Newest {
    commit: Arc<Written>,
    graph: Graph,
}

impl State {
    fn check(&self) -> Result<(), StoreError> {
        self.failed.clone().map_or(Ok(()), |reason| Err(StoreError::Poisoned { reason }))
    }
}

impl Group {
    /// All that is there is durable.
    pub fn new(graph: Graph, eager: bool) -> Self {
        Self { published: RwLock::new(graph), state: Mutex::default(), changed: Condvar::new(), eager }
    }

    /// The graph that readers see.
    pub fn published(&self) -> Graph {
        self.published.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The graph that the next writer goes on from: with all commits, also those that are not durable yet.
    pub fn newest(&self) -> Graph {
        let state = self.state();
        state.newest.as_ref().map_or_else(|| self.published(), |newest| newest.graph.clone())
    }

    /// Shows readers a graph.
    pub fn show(&self, graph: Graph) {
        *self.published.write().unwrap_or_else(PoisonError::into_inner) = graph;
    }

    /// Takes a commit that was written, in its writer's turn.
    pub fn add(&self, commit: Written, graph: Graph) {
        let mut state = self.state();
        if state.failed.is_some() {
            return;
        }
        if self.eager {
            self.show(graph.clone());
            self.changed.notify_all();
        }
        state.newest = Some(Newest { commit: Arc::new(commit), graph });
    }

    /// Waits until all that was added is durable and seen.
    pub fn settle(&self) -> Result<(), Error> {
        let number = {
            let state = self.state();
            state.check()?;
            state.newest.as_ref().map_or(0, |newest| newest.commit.number())
        };
        self.wait(number)
    }

    /// Waits until a commit is durable and seen; syncs when nobody else does.
    pub fn wait(&self, number: u64) -> Result<(), Error> {
        let mut state = self.state();
        loop {
            if state.durable >= number {
                return Ok(());
            }
            state.check()?;
            match state.newest.clone().filter(|_| !state.syncing) {
                None => state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(newest) => {
                    state.syncing = true;
                    drop(state);
                    let synced = newest.commit.make_durable();
                    state = self.state();
                    self.note(&mut state, newest, synced)?;
                }
            }
        }
    }

    /// Notes how a sync ended, for all that wait.
    fn note(&self, state: &mut State, synced: Newest, result: Result<(), StoreError>) -> Result<(), Error> {
        state.syncing = false;
        let number = synced.commit.number();
        match &result {
            Ok(()) => {
                state.durable = number;
                state.newest.take_if(|newest| newest.commit.number() == number);
                if !self.eager {
                    self.show(synced.graph);
                }
            }
            Err(e) => {
                state.failed = Some(e.to_string());
                state.newest = None;
            }
        }
        self.changed.notify_all();
        Ok(result?)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The thread that makes commits durable from time to time; it ends, when all are, with this.
#[derive(Debug)]
pub(super) struct Beat {
    group: Arc<Group>,
    thread: Option<JoinHandle<()>>,
}

impl Beat {
    /// Begins to make the commits of `group` durable, `every` so long after the first that is not.
    pub fn start(group: &Arc<Group>, every: Duration) -> std::io::Result<Self> {
        let beating = Arc::clone(group);
        let thread = thread::Builder::new().name("shezhire-sync".to_owned()).spawn(move || beating.beat(every))?;
        Ok(Self { group: Arc::clone(group), thread: Some(thread) })
    }
}

impl Drop for Beat {
    fn drop(&mut self) {
        self.group.state().closed = true;
        self.group.changed.notify_all();
        // A panic of that thread has been told where it happened; the commits that it left are lost as in a crash.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

impl Group {
    fn beat(&self, every: Duration) {
        let mut state = self.state();
        while !state.closed || state.newest.is_some() {
            let idle = |state: &mut State| !state.closed && state.newest.is_none();
            state = self.changed.wait_while(state, idle).unwrap_or_else(PoisonError::into_inner);
            let open = |state: &mut State| !state.closed;
            state = self.changed.wait_timeout_while(state, every, open).unwrap_or_else(PoisonError::into_inner).0;
            drop(state);
            // A failure is kept for the next commit and for `Database::sync`.
            let _ = self.settle();
            state = self.state();
        }
    }
}
