//! Sources to commits: which releases are new, extraction on all cores, releases committed in small batches.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::connect::{Changes, Telling, add_place, is_known};
use super::names::Names;
use super::near_copies::Sketches;
use super::reader::Reader;
use super::recent::Recent;
use super::releases::release_key;
use crate::database::Database;
use crate::database::judgements::in_force;
use crate::error::Error;
use crate::graph::{Draft, Graph};
use crate::model::Facts;
use crate::text::Release;

/// How many releases are extracted at a time, on all cores.
const WINDOW: usize = 64;

/// How many releases share a commit at most: a commit waits for the disk, and waiting costs more than a release.
const BATCH: usize = 16;

/// Reads releases into a database.
///
/// Releases are committed whole, some at a time: whatever stops the ingest, the database holds all of the releases that
/// were reported and none in part. A text that is on record is not read again; reading the same sources twice changes nothing,
/// and neither their order nor the number of threads changes the graph.
///
/// ```
/// use std::ops::ControlFlow;
/// use shezhire::{Database, Ingest, Release};
///
/// let db = Database::in_memory();
/// let text = "2024 жылғы 5 наурыз\nАйгүл Тілеубаева Астанада Марат Омаровпен кездесті.";
/// let report = Ingest::new(&db).add(Release::from_text("хабар.txt", text)?, |_| ControlFlow::Continue(()))?;
/// assert_eq!(report.releases_new, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Ingest<'db> {
    database: &'db Database,
    reader: Reader,
    names: Names,
    sketches: Sketches,
    recent: Recent,
    /// Entries of the journal that the names were read under.
    journal: usize,
    pool: Option<ThreadPool>,
    report: IngestReport,
    began: Instant,
}

/// What an ingest has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IngestReport {
    /// Releases that were not on record.
    pub releases_new: usize,
    /// Releases whose text was on record, or stood in the input before.
    pub releases_known: usize,
    /// Bytes of the releases read.
    pub bytes: usize,
    /// Persons on record now.
    pub persons: usize,
    /// Organisations on record now.
    pub organisations: usize,
    /// Places on record now.
    pub places: usize,
    /// Events on record now, named ones included.
    pub events: usize,
    /// Dates on record now.
    pub dates: usize,
    /// Time since the ingest began.
    pub elapsed: Duration,
    /// Whether the observer ended it.
    pub interrupted: bool,
}

impl<'db> Ingest<'db> {
    /// Prepares to read into a database. Cost: proportional to the names on record.
    #[must_use]
    pub fn new(database: &'db Database) -> Self {
        let draft = Draft::new(database.snapshot().graph().clone());
        let in_force = in_force(draft.graph());
        Self {
            database,
            reader: in_force.reader(),
            names: Names::on_record(&draft, in_force.identities),
            sketches: Sketches::on_record(&draft),
            recent: Recent::default(),
            journal: draft.graph().journal().len(),
            pool: None,
            report: IngestReport::default(),
            began: Instant::now(),
        }
    }

    /// Extracts on this number of threads; on as many as there are cores when not said.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        // No pool of that size can be had: the shared one does as well, only with another number of threads.
        self.pool = ThreadPoolBuilder::new().num_threads(threads).build().ok();
        self
    }

    /// Reads releases, in order. `observer` hears after every commit and can end the ingest there.
    ///
    /// # Errors
    /// [`Error::Store`] when a commit cannot be made durable; the releases before it are in the database.
    pub fn add(
        &mut self,
        releases: impl IntoIterator<Item = Release>,
        mut observer: impl FnMut(&IngestReport) -> ControlFlow<()>,
    ) -> Result<IngestReport, Error> {
        let mut releases = releases.into_iter();
        loop {
            let window: Vec<Release> = releases.by_ref().take(WINDOW).collect();
            if window.is_empty() || self.report.interrupted {
                break;
            }
            let keys: Vec<String> = window.iter().map(release_key).collect();
            let facts = self.extract(&window, &keys);
            let all: Vec<_> = window.iter().zip(&keys).zip(&facts).collect();
            for batch in all.chunks(BATCH) {
                self.commit(batch)?;
                if observer(&self.report).is_break() {
                    self.report.interrupted = true;
                    break;
                }
            }
        }
        Ok(self.report)
    }

    /// The facts of those releases of a window that are new.
    fn extract(&self, window: &[Release], keys: &[String]) -> Vec<Option<Arc<Facts>>> {
        let draft = Draft::new(self.database.snapshot().graph().clone());
        let mut seen = HashSet::new();
        let new: Vec<Option<&Release>> =
            window.iter().zip(keys).map(|(r, k)| (seen.insert(k) && !is_known(&draft, k)).then_some(r)).collect();
        let new: Vec<_> = new.into_iter().zip(keys).collect();
        let one = |(release, key): &(Option<&Release>, &String)| release.map(|r| Arc::new(self.reader.read(key, r)));
        match &self.pool {
            Some(pool) => pool.install(|| new.par_iter().map(one).collect()),
            None => new.par_iter().map(one).collect(),
        }
    }

    /// Commits releases with their facts; those without are on record.
    fn commit(&mut self, batch: &[Read<'_>]) -> Result<(), Error> {
        let mut transaction = self.database.transaction();
        let draft = transaction.draft();
        if draft.graph().journal().len() != self.journal {
            // Somebody has judged names or facts since. What was extracted before is of the old judgements.
            let in_force = in_force(draft.graph());
            self.reader = in_force.reader();
            self.names = Names::on_record(draft, in_force.identities);
            self.recent = Recent::default();
            self.journal = draft.graph().journal().len();
        }
        let mut changes = Changes::default();
        let mut telling = Telling::default();
        for ((release, key), facts) in batch {
            if let Some(facts) = facts {
                let node = telling.add(draft, (&mut self.names.index, &mut self.names.wholes), key, release, facts);
                self.sketches.add(draft, node, release.text.as_str());
            } else {
                if telling.awaits(key) {
                    let telling = std::mem::take(&mut telling);
                    changes.extend(telling.tell(draft, &self.names.index, &self.reader, &mut self.recent));
                }
                add_place(draft, &self.reader, &mut self.recent, key, release);
            }
        }
        changes.extend(telling.tell(draft, &self.names.index, &self.reader, &mut self.recent));
        self.names.settle(draft, changes, &self.reader, &self.recent);
        let counts = Counts::of(transaction.graph());
        transaction.commit()?;
        for ((release, _), facts) in batch {
            self.report.bytes += release.span.len();
            if facts.is_some() {
                self.report.releases_new += 1;
            } else {
                self.report.releases_known += 1;
            }
        }
        counts.put(&mut self.report);
        self.report.elapsed = self.began.elapsed();
        Ok(())
    }
}

/// A release, its key, and its facts unless it is on record.
type Read<'a> = ((&'a Release, &'a String), &'a Option<Arc<Facts>>);

/// How many nodes of each label there are.
struct Counts([usize; 5]);

impl Counts {
    fn of(graph: &Graph) -> Self {
        Self(["Person", "Organisation", "Place", "Event", "Date"].map(|label| graph.label_count(label)))
    }

    fn put(self, report: &mut IngestReport) {
        [report.persons, report.organisations, report.places, report.events, report.dates] = self.0;
    }
}
