//! `:merge`, `:split`, `:undo` to judgements by a person.

use std::io;

use super::command::{Done, fail, table};
use super::format::visible;
use super::session::{Output, Session};
use crate::database::{Judge, Judged, JudgementRecord, Parameters};
use crate::error::Error;
use crate::model::{EntityKind, Value};
use crate::resolve::{Correction, FactKind, FactPlace, HappeningJudgement, Judgement, Says, Verdict};

/// An identity that a command names.
struct Named {
    kind: EntityKind,
    key: String,
    name: String,
    aliases: Vec<String>,
}

impl Named {
    /// Whether it is something that happened, without a name of its own.
    fn is_happening(&self) -> bool {
        self.kind == EntityKind::Event && self.aliases.is_empty()
    }
}

impl Session {
    /// `:merge A B [REASON]`
    pub(super) fn merge(&self, rest: &str, output: &mut Output<'_>) -> io::Result<Done> {
        let usage = ":merge 'Ж. Асанов' 'Жақып Асанов' ['one office']: two names or keys, each in quotes";
        let words = match words(rest) {
            Some(words) if (2..=3).contains(&words.len()) => words,
            _ => return fail(output, usage),
        };
        let (one, other) = match (self.named(&words[0]), self.named(&words[1])) {
            (Ok(one), Ok(other)) => (one, other),
            (Err(why), _) | (_, Err(why)) => return fail(output, &why),
        };
        if one.kind != other.kind {
            return fail(output, &format!("{} and {} are of two kinds and cannot be one", one.key, other.key));
        }
        if one.key == other.key {
            return fail(output, &format!("{} and {} are one already", words[0], words[1]));
        }
        match (one.is_happening(), other.is_happening()) {
            (true, true) => {
                let tellings = [self.tellings(&one.key), self.tellings(&other.key)];
                let [Ok(first), Ok(second)] = tellings else { return fail(output, usage) };
                let pair = first.into_iter().next().zip(second.into_iter().next());
                return self.judge_tellings(pair.into_iter().collect(), Verdict::Same, words.get(2), output);
            }
            (false, false) => {}
            _ => return fail(output, "a happening and what has a name of its own cannot be one"),
        }
        let form = |named: &Named, word: &str| named.aliases.iter().find(|a| *a == word).unwrap_or(&named.name).clone();
        let (first, second) = (form(&one, &words[0]), form(&other, &words[1]));
        let judgement = judgement(one.kind, first, second, Verdict::Same, words.get(2));
        self.judge(vec![judgement], output)
    }

    /// `:split A [B] [REASON]`
    pub(super) fn split(&self, rest: &str, output: &mut Output<'_>) -> io::Result<Done> {
        let usage = ":split 'Жақып Асанов' ['Ж. Асанов']: a name or key, and which of its names is another's (all, if not said); or an \
             event, and another that it is not";
        let words = match words(rest) {
            Some(words) if (1..=3).contains(&words.len()) => words,
            _ => return fail(output, usage),
        };
        let whole = match self.named(&words[0]) {
            Ok(whole) => whole,
            Err(why) => return fail(output, &why),
        };
        let other = words.get(1).and_then(|word| self.named(word).ok());
        if let Some(other) =
            other.filter(|other| whole.is_happening() && other.is_happening() && other.key != whole.key)
        {
            let (these, those) = match (self.tellings(&whole.key), self.tellings(&other.key)) {
                (Ok(these), Ok(those)) => (these, those),
                (Err(why), _) | (_, Err(why)) => return fail(output, &why),
            };
            let pairs = these.iter().flat_map(|a| those.iter().map(|b| (a.clone(), b.clone()))).collect();
            return self.judge_tellings(pairs, Verdict::Different, words.get(2), output);
        }
        if whole.is_happening() {
            let tellings = match self.tellings(&whole.key) {
                Ok(tellings) if tellings.len() > 1 => tellings,
                Ok(_) => return fail(output, &format!("{} is told by one release only", whole.key)),
                Err(why) => return fail(output, &why),
            };
            let apart = |(n, first): (usize, &FactPlace)| {
                tellings.iter().skip(n + 1).map(|second| (first.clone(), second.clone())).collect::<Vec<_>>()
            };
            let pairs = tellings.iter().enumerate().flat_map(apart).collect();
            return self.judge_tellings(pairs, Verdict::Different, words.get(1), output);
        }
        let stays = whole.aliases.iter().find(|a| **a == words[0]).unwrap_or(&whole.name).clone();
        let leaving: Vec<String> = match words.get(1) {
            Some(form) if *form == stays => {
                return fail(output, &format!("say which other name of {} is not {stays}", whole.key));
            }
            Some(form) if whole.aliases.contains(form) => vec![form.clone()],
            Some(form) => {
                let names = whole.aliases.join(", ");
                return fail(output, &format!("{form} is no name of {}; it has {names}", whole.key));
            }
            None => whole.aliases.iter().filter(|a| **a != stays).cloned().collect(),
        };
        if leaving.is_empty() {
            return fail(output, &format!("{} has one name only, {stays}; there is nothing to part", whole.key));
        }
        let apart = |form| judgement(whole.kind, stays.clone(), form, Verdict::Different, words.get(2));
        self.judge(leaving.into_iter().map(apart).collect(), output)
    }

    /// Says of pairs of tellings whether they are of one happening.
    fn judge_tellings(
        &self,
        pairs: Vec<(FactPlace, FactPlace)>,
        verdict: Verdict,
        reason: Option<&String>,
        output: &mut Output<'_>,
    ) -> io::Result<Done> {
        let reason = reason.cloned().unwrap_or_default();
        let judge = |(first, second)| HappeningJudgement { first, second, verdict, reason: reason.clone() };
        match self.database.judge_happenings(pairs.into_iter().map(judge)) {
            Ok(records) => {
                records.iter().try_for_each(|record| writeln!(output.err, "{}", told(record)))?;
                Ok(Done::Succeeded)
            }
            Err(error) => fail(output, &error.to_string()),
        }
    }

    /// Where releases tell of the event of a key.
    fn tellings(&self, key: &str) -> Result<Vec<FactPlace>, String> {
        let parameters: Parameters = [("key".to_owned(), Value::from(key))].into();
        let statement = "MATCH (r:Release)-[t:REPORTS]->(e:Event {key: $key}) RETURN r.key AS release, \
                         t.byte_start AS start, t.byte_end AS end ORDER BY release";
        let rows = self.database.snapshot().query(statement, &parameters).map_err(|e| e.to_string())?;
        if rows.is_empty() {
            return Err(format!("there is no event {key}; its key is what `RETURN e.key` gives"));
        }
        let place = |row: crate::database::Row<'_>| {
            let byte = |name| row.get::<i64>(name).ok().and_then(|n| usize::try_from(n).ok());
            let (start, end) = (byte("start")?, byte("end")?);
            let places = self.database.facts_at(&row.get::<String>("release").ok()?, start, end);
            places.into_iter().find(|place| place.fact == FactKind::Event)
        };
        Ok(rows.iter().filter_map(place).collect())
    }

    /// `:reject FACT [REASON]`
    pub(super) fn reject(&self, rest: &str, output: &mut Output<'_>) -> io::Result<Done> {
        let usage = ":reject FACT ['reason']: the key of an event, or RELEASEKEY#start-end of a mention, role or date";
        match words(rest).as_deref() {
            Some([fact]) => self.correct(fact, None, Says::Rejected, "", output),
            Some([fact, reason]) => self.correct(fact, None, Says::Rejected, reason, output),
            _ => fail(output, usage),
        }
    }

    /// `:correct FACT PROPERTY VALUE [REASON]`
    pub(super) fn correct_fact(&self, rest: &str, output: &mut Output<'_>) -> io::Result<Done> {
        let usage = ":correct FACT PROPERTY VALUE ['reason']: type, modality or date of an event by its key; position, date or name \
                     of what stands at RELEASEKEY#start-end";
        let (fact, property, value, reason) = match words(rest) {
            Some(words) if (3..=4).contains(&words.len()) => {
                (words[0].clone(), words[1].clone(), words[2].clone(), words.get(3).cloned().unwrap_or_default())
            }
            _ => return fail(output, usage),
        };
        let kind = match property.as_str() {
            "type" | "modality" => Some(FactKind::Event),
            "position" => Some(FactKind::Role),
            "name" => Some(FactKind::Mention),
            _ => None,
        };
        self.correct(&fact, kind, Says::Corrected { property, value }, &reason, output)
    }

    /// Says something of the facts that `fact` names, of those of one kind when that is told.
    fn correct(
        &self,
        fact: &str,
        kind: Option<FactKind>,
        says: Says,
        reason: &str,
        output: &mut Output<'_>,
    ) -> io::Result<Done> {
        let mut places = match self.places_of(fact) {
            Ok(places) => places,
            Err(why) => return fail(output, &why),
        };
        if let Some(kind) = kind {
            places.retain(|place| place.fact == kind);
        }
        // Where an office is named a person may be mentioned by it: what is meant is the office.
        places.dedup_by(|second, first| second.release == first.release);
        if places.is_empty() {
            return fail(output, &format!("nothing of that sort is told at {fact}"));
        }
        let correct = |place| Correction { place, says: says.clone(), reason: reason.to_owned() };
        match self.database.correct(places.into_iter().map(correct)) {
            Ok(records) => {
                records.iter().try_for_each(|record| writeln!(output.err, "{}", told(record)))?;
                Ok(Done::Succeeded)
            }
            Err(error) => fail(output, &error.to_string()),
        }
    }

    /// The facts that an event's key, or `RELEASEKEY#start-end` as evidence has it, names.
    fn places_of(&self, fact: &str) -> Result<Vec<FactPlace>, String> {
        let Some((release, span)) = fact.split_once('#') else { return self.tellings(fact) };
        let Some((Ok(start), Ok(end))) = span.split_once('-').map(|(start, end)| (start.parse(), end.parse())) else {
            return Err(format!(
                "{fact} is no place; write RELEASEKEY#start-end, as in the evidence of a relationship"
            ));
        };
        Ok(self.database.facts_at(release, start, end))
    }

    /// `:undo`
    pub(super) fn undo(&self, output: &mut Output<'_>) -> io::Result<Done> {
        match self.database.undo_judgement() {
            Ok(undone) if undone.is_empty() => fail(output, "nothing was judged that is not taken back already"),
            Ok(undone) => {
                undone.iter().try_for_each(|record| writeln!(output.err, "taken back: {}", told(record)))?;
                Ok(Done::Succeeded)
            }
            Err(error) => fail(output, &error.to_string()),
        }
    }

    /// `:judgements`
    pub(super) fn judgements(&self, output: &mut Output<'_>) -> io::Result<Done> {
        let rows = self.database.judgements().into_iter().map(|record| {
            let number = |n: u64| Value::Integer(i64::try_from(n).unwrap_or(i64::MAX));
            let by = if record.by == Judge::Person { "person" } else { "rule" };
            let what = told(&record);
            vec![number(record.number), number(record.act), record.at.to_string().into(), by.into(), what.into()]
        });
        self.show(&table(["number", "act", "at", "by", "what"], rows.collect()), output)
    }

    fn judge(&self, judgements: Vec<Judgement>, output: &mut Output<'_>) -> io::Result<Done> {
        match self.database.judge(judgements, Judge::Person) {
            Ok(records) => {
                records.iter().try_for_each(|record| writeln!(output.err, "{}", told(record)))?;
                Ok(Done::Succeeded)
            }
            Err(error) => fail(output, &error.to_string()),
        }
    }

    /// The identity of this key or name, or why there is not exactly one.
    fn named(&self, word: &str) -> Result<Named, String> {
        let parameters: Parameters = [("word".to_owned(), Value::from(word))].into();
        let ask = |statement: &str| self.database.snapshot().query(statement, &parameters).map_err(|e| e.to_string());
        let rows = ask("MATCH (n) WHERE (n:Person OR n:Organisation OR n:Place OR n:Event) \
                        AND (n.key = $word OR $word IN n.aliases) \
                        RETURN labels(n)[0] AS label, n.key AS key, n.name AS name, n.aliases AS aliases ORDER BY key")?;
        let read = |row: crate::database::Row<'_>| {
            let kind = match row.get::<String>("label")?.as_str() {
                "Person" => EntityKind::Person,
                "Organisation" => EntityKind::Organisation,
                "Place" => EntityKind::Place,
                _ => EntityKind::Event,
            };
            Ok::<_, Error>(Named {
                kind,
                key: row.get("key")?,
                name: row.get("name").unwrap_or_default(),
                aliases: row.get("aliases").unwrap_or_default(),
            })
        };
        let mut found = rows.iter().map(read).collect::<Result<Vec<_>, _>>().map_err(|e| e.to_string())?;
        match found.len() {
            1 => found.pop().ok_or_else(String::new),
            0 => {
                let near = ask("CALL shezhire.find($word, {limit: 3}) YIELD node, name RETURN name, node.key AS key")?;
                let near = near.iter().filter_map(|row| {
                    Some(format!("{} ({})", row.get::<String>("name").ok()?, row.get::<String>("key").ok()?))
                });
                let near: Vec<_> = near.collect();
                let hint =
                    if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) };
                Err(format!("nobody and nothing is called {word}{hint}"))
            }
            _ => {
                let keys: Vec<_> = found.into_iter().map(|named| named.key).collect();
                Err(format!("several are called {word}; name one by its key: {}", keys.join(", ")))
            }
        }
    }
}

fn judgement(kind: EntityKind, first: String, second: String, verdict: Verdict, reason: Option<&String>) -> Judgement {
    Judgement { kind, first, second, verdict, score: 1.0, reason: reason.cloned().unwrap_or_default() }
}

/// Words of a line, those in quotes as one.
fn words(line: &str) -> Option<Vec<String>> {
    shlex::split(line)
}

/// A record for a person to read.
fn told(record: &JudgementRecord) -> String {
    let text = match &record.what {
        Judged::Identity(Judgement { first, second, verdict, reason, .. }) => {
            let verdict = match verdict {
                Verdict::Same => "is the same as",
                Verdict::Different => "is not",
                Verdict::Unsure => "may be",
            };
            let reason = if reason.is_empty() { String::new() } else { format!(": {reason}") };
            format!("{first} {verdict} {second}{reason}")
        }
        Judged::Fact(Correction { place, says, reason }) => {
            let fact = match place.fact {
                FactKind::Event => "event",
                FactKind::Role => "role",
                FactKind::Date => "date",
                FactKind::Mention => "mention",
            };
            let says = match says {
                Says::Rejected => "is wrong".to_owned(),
                Says::Corrected { property, value } => format!("has {property} {value}"),
            };
            let reason = if reason.is_empty() { String::new() } else { format!(": {reason}") };
            format!("the {fact} at bytes {}-{} of the text {} {says}{reason}", place.start, place.end, place.release)
        }
        Judged::Happening(HappeningJudgement { first, second, verdict, reason }) => {
            let one = if *verdict == Verdict::Same { "one happening" } else { "two happenings" };
            let reason = if reason.is_empty() { String::new() } else { format!(": {reason}") };
            let place = |p: &FactPlace| format!("bytes {}-{} of the text {}", p.start, p.end, p.release);
            format!("{} and {} tell of {one}{reason}", place(first), place(second))
        }
        Judged::Undo { undoes } => format!("act {undoes} is taken back"),
    };
    visible(&text).into_owned()
}
