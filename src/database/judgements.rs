//! The log of what persons judge: read from the journal, written with what it changes in the graph.

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Database;
use super::ingest;
use crate::error::Error;
use crate::graph::{Draft, Graph};
use crate::model::{NodeId, Span, Value};
use crate::resolve::{Correction, FactPlace, HappeningJudgement, Judgement};

/// One record of the log. As a line of JSON:
/// `{"number":1,"act":1,"at":"2026-11-25T09:30:00Z","by":"person","kind":"person","first":"Ж. Асанов","second":"Жақып Асанов","verdict":"same","score":1.0,"reason":"…"}`,
/// or, when it takes an act back, `{"number":2,"act":2,"at":"…","by":"person","undoes":1}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JudgementRecord {
    /// Its place in the log, from 1.
    pub number: u64,
    /// What was done at once is one act; records of one act have one number here.
    pub act: u64,
    /// When, in UTC.
    pub at: Timestamp,
    /// By whom.
    pub by: Judge,
    /// What.
    #[serde(flatten)]
    pub what: Judged,
}

/// Who judges. What a person says wins over what a rule says, whichever came last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Judge {
    /// A human being.
    Person,
    /// A program, which may be overruled.
    Rule,
}

/// What a record says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Judged {
    /// That two names stand for one, for two, or perhaps for one.
    Identity(Judgement),
    /// That two tellings are of one happening, or of two.
    Happening(HappeningJudgement),
    /// That a fact of a release is wrong, or what it should say.
    Fact(Correction),
    /// That an act is taken back.
    Undo {
        /// Its number.
        undoes: u64,
    },
}

/// Why a line is no judgement.
#[derive(Debug, thiserror::Error)]
#[error("line {line} is no judgement ({reason}); `shezhire judgements DB` prints what they look like")]
pub struct JudgementError {
    /// The line, from 1.
    pub line: usize,
    reason: serde_json::Error,
}

impl fmt::Display for JudgementRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

/// Reads a log from lines of JSON; empty lines are passed over.
///
/// ```
/// use shezhire::{Database, read_judgements};
///
/// let line = r#"{"number":1,"act":1,"at":"2026-11-25T09:30:00Z","by":"person","kind":"person","first":"Ж. Асанов","second":"Жақып Асанов","verdict":"same","score":1.0,"reason":"one office"}"#;
/// let db = Database::in_memory();
/// db.import_judgements(read_judgements(line)?)?;
/// assert_eq!(db.judgements()[0].to_string(), line);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`JudgementError`] names the first line that is no record.
pub fn read_judgements(text: &str) -> Result<Vec<JudgementRecord>, JudgementError> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(line, text)| serde_json::from_str(text).map_err(|reason| JudgementError { line, reason })).collect()
}

impl Database {
    /// The log, in order.
    #[must_use]
    pub fn judgements(&self) -> Vec<JudgementRecord> {
        on_record(self.snapshot().graph())
    }

    /// Writes judgements as one act and brings the graph in line with them. Names that are not on record are judged when
    /// they come. What a person says wins over the rules, and holds whatever is read later.
    ///
    /// Cost: the names on record are read, and the releases that name those whose identity changes are told anew.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use shezhire::model::EntityKind;
    /// use shezhire::{Database, Ingest, Judge, Judgement, Parameters, Release, Verdict};
    ///
    /// let db = Database::in_memory();
    /// let text = "Әнші Роза Мұқанова мен Роза Мұратова Астанада кездесті.";
    /// Ingest::new(&db).add(Release::from_text("хабар.txt", text)?, |_| ControlFlow::Continue(()))?;
    /// let persons = || db.run("MATCH (p:Person) RETURN p", &Parameters::new()).map(|rows| rows.len());
    /// assert_eq!(persons()?, 2);
    ///
    /// let (first, second) = ("Роза Мұқанова".to_owned(), "Роза Мұратова".to_owned());
    /// let reason = "her name before she married".to_owned();
    /// db.judge([Judgement { kind: EntityKind::Person, first, second, verdict: Verdict::Same, score: 1.0, reason }], Judge::Person)?;
    /// assert_eq!(persons()?, 1);
    /// db.undo_judgement()?;
    /// assert_eq!(persons()?, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Store`] when they cannot be made durable; nothing is changed then.
    pub fn judge(
        &self,
        judgements: impl IntoIterator<Item = Judgement>,
        by: Judge,
    ) -> Result<Vec<JudgementRecord>, Error> {
        self.write_judgements(|log| {
            let (at, act) = (Timestamp::now(), next_act(log));
            let judged = judgements.into_iter().map(Judged::Identity);
            (next_number(log)..)
                .zip(judged)
                .map(|(number, what)| JudgementRecord { number, act, at, by, what })
                .collect()
        })
    }

    /// The facts that a release tells exactly at bytes `start` to `end` of its source, to be corrected: an event at its
    /// trigger, a role where the office is named, a date, a mention.
    #[must_use]
    pub fn facts_at(&self, release: &str, start: usize, end: usize) -> Vec<FactPlace> {
        let draft = Draft::new(self.snapshot().graph().clone());
        let node: Option<NodeId> =
            draft.graph().nodes_with_property("Release", "key", &release.into()).first().copied();
        node.map(|node| ingest::facts_of(&draft, node, Span::new(start, end))).unwrap_or_default()
    }

    /// Writes corrections of facts as one act, by a person, and tells the releases anew under them. They hold whatever is
    /// read later, also by a better extractor as long as it tells something at the same place.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use shezhire::{Correction, Database, Ingest, Parameters, Release, Says};
    ///
    /// let db = Database::in_memory();
    /// let text = "Айгүл Тілеубаева Астанада елші Анна Вебермен кездесті.";
    /// Ingest::new(&db).add(Release::from_text("хабар.txt", text)?, |_| ControlFlow::Continue(()))?;
    /// let rows = db.run("MATCH (r:Release)-[t:REPORTS]->() RETURN r.key, t.byte_start, t.byte_end", &Parameters::new())?;
    /// let row = rows.first().ok_or("no event")?;
    /// let (key, start, end): (String, i64, i64) = (row.get("r.key")?, row.get("t.byte_start")?, row.get("t.byte_end")?);
    /// let place = db.facts_at(&key, usize::try_from(start)?, usize::try_from(end)?).remove(0);
    /// db.correct([Correction { place, says: Says::Rejected, reason: "they telephoned".to_owned() }])?;
    /// assert_eq!(db.snapshot().graph().label_count("Event"), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Correction`] when one says what cannot be said of such a fact, and as [`judge`](Self::judge).
    pub fn correct(&self, corrections: impl IntoIterator<Item = Correction>) -> Result<Vec<JudgementRecord>, Error> {
        let corrections: Vec<Correction> = corrections.into_iter().collect();
        corrections.iter().try_for_each(Correction::check)?;
        self.write_judgements(|log| {
            let (at, act, by) = (Timestamp::now(), next_act(log), Judge::Person);
            let judged = corrections.into_iter().map(Judged::Fact);
            (next_number(log)..)
                .zip(judged)
                .map(|(number, what)| JudgementRecord { number, act, at, by, what })
                .collect()
        })
    }

    /// Writes that tellings are of one happening, or of two, as one act by a person. Those of one happening are one `Event`,
    /// which all their releases report; it is shown as the release tells it whose key sorts first.
    ///
    /// # Errors
    /// As [`judge`](Self::judge).
    pub fn judge_happenings(
        &self,
        judgements: impl IntoIterator<Item = HappeningJudgement>,
    ) -> Result<Vec<JudgementRecord>, Error> {
        self.write_judgements(|log| {
            let (at, act, by) = (Timestamp::now(), next_act(log), Judge::Person);
            let judged = judgements.into_iter().map(Judged::Happening);
            (next_number(log)..)
                .zip(judged)
                .map(|(number, what)| JudgementRecord { number, act, at, by, what })
                .collect()
        })
    }

    /// Takes the last act back that was not taken back before, as a record of its own; gives what it was. The graph is
    /// then what it would be without it.
    ///
    /// # Errors
    /// As [`judge`](Self::judge).
    pub fn undo_judgement(&self) -> Result<Vec<JudgementRecord>, Error> {
        let mut undone = Vec::new();
        self.write_judgements(|log| {
            let Some(act) = holding(log).map(|record| record.act).max() else { return Vec::new() };
            undone = log.iter().filter(|record| record.act == act).cloned().collect();
            let (number, at) = (next_number(log), Timestamp::now());
            vec![JudgementRecord {
                number,
                act: next_act(log),
                at,
                by: Judge::Person,
                what: Judged::Undo { undoes: act },
            }]
        })?;
        Ok(undone)
    }

    /// Adds the records of another log behind those that there are, with new numbers; those that are on record already
    /// are passed over. Gives the records that were added.
    ///
    /// # Errors
    /// As [`judge`](Self::judge).
    pub fn import_judgements(
        &self,
        records: impl IntoIterator<Item = JudgementRecord>,
    ) -> Result<Vec<JudgementRecord>, Error> {
        self.write_judgements(|log| {
            let known = |record: &JudgementRecord| {
                let like = |r: &JudgementRecord| (r.at, r.by, &r.what) == (record.at, record.by, &record.what);
                !matches!(record.what, Judged::Undo { .. }) && log.iter().any(like)
            };
            let before = next_act(log) - 1;
            let mut added: Vec<JudgementRecord> = records.into_iter().filter(|record| !known(record)).collect();
            for (number, record) in (next_number(log)..).zip(&mut added) {
                record.number = number;
                record.act += before;
                if let Judged::Undo { undoes } = &mut record.what {
                    *undoes += before;
                }
            }
            added
        })
    }

    fn write_judgements(
        &self,
        make: impl FnOnce(&[JudgementRecord]) -> Vec<JudgementRecord>,
    ) -> Result<Vec<JudgementRecord>, Error> {
        let mut transaction = self.transaction();
        let mut log = on_record(transaction.graph());
        let before = holds(&log);
        let added = make(&log);
        log.extend(added.iter().cloned());
        let draft = transaction.draft();
        ingest::judge(draft, before, holds(&log));
        for record in &added {
            draft.append_to_journal(Value::from(record.to_string()));
        }
        transaction.commit()?;
        Ok(added)
    }
}

/// The log in a graph's journal. Entries that are no judgements, which a later version may write, are passed over.
fn on_record(graph: &Graph) -> Vec<JudgementRecord> {
    graph.journal().filter_map(|entry| serde_json::from_str(entry.as_str()?).ok()).collect()
}

/// What holds of what was judged.
#[derive(Debug, Default)]
pub(super) struct InForce {
    /// Who is who.
    pub identities: Vec<Judgement>,
    /// What single facts say.
    pub corrections: Vec<Correction>,
    /// Which tellings are of one happening.
    pub happenings: Vec<HappeningJudgement>,
}

impl InForce {
    /// What reads releases under it.
    pub fn reader(&self) -> ingest::Reader {
        ingest::Reader::new(self.corrections.iter().cloned(), &self.happenings)
    }
}

/// What holds in a graph.
pub(super) fn in_force(graph: &Graph) -> InForce {
    holds(&on_record(graph))
}

fn next_number(log: &[JudgementRecord]) -> u64 {
    log.last().map_or(0, |record| record.number) + 1
}

fn next_act(log: &[JudgementRecord]) -> u64 {
    log.iter().map(|record| record.act).max().unwrap_or(0) + 1
}

/// The records that say something and were not taken back.
fn holding(log: &[JudgementRecord]) -> impl Iterator<Item = &JudgementRecord> {
    let undone: BTreeSet<u64> =
        log.iter().filter_map(|r| if let Judged::Undo { undoes } = r.what { Some(undoes) } else { None }).collect();
    log.iter().filter(move |r| !matches!(r.what, Judged::Undo { .. }) && !undone.contains(&r.act))
}

/// What of a log holds: of several judgements on a pair the last, a person's before a rule's.
fn holds(log: &[JudgementRecord]) -> InForce {
    let by = |judge: Judge| holding(log).filter(move |r| r.by == judge).map(|r| &r.what);
    let (mut identities, mut corrections, mut happenings) = (Vec::new(), Vec::new(), Vec::new());
    for what in by(Judge::Rule).chain(by(Judge::Person)) {
        match what {
            Judged::Identity(judgement) => identities.push(judgement.clone()),
            Judged::Fact(correction) => corrections.push(correction.clone()),
            Judged::Happening(judgement) => happenings.push(judgement.clone()),
            Judged::Undo { .. } => {}
        }
    }
    InForce { identities: crate::resolve::in_force(identities), corrections, happenings }
}
