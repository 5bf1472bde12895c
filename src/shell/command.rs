//! Lines that begin with a colon to settings of the session and facts about the database.

use std::io::{self, BufReader, Write};
use std::path::Path;
use std::time::Duration;

use clap::ValueEnum;

use super::format::{Format, visible};
use super::script::{Ended, MAX_SOURCES, open_script};
use super::session::{Output, Session, lines_visible};
use crate::database::{Rows, Stats};
use crate::export::{self, Exporter, Subgraph, write_file};
use crate::model::Value;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    Succeeded,
    Failed,
    Quit,
}

/// Names of the commands with what follows them and what they do.
pub(super) const COMMANDS: [(&str, &str, &str); 18] = [
    (":help", "", "this list"),
    (":quit", "", "leave; also :exit, Ctrl-D"),
    (":param", "NAME => EXPRESSION", "set what $NAME stands for"),
    (":params", "", "what parameters stand for"),
    (":mode", "FORMAT", "print as table, json, jsonl, csv, tsv, line, markdown or typed-json"),
    (":limit", "N", "rows that a table shows; 0 for all"),
    (":timing", "on|off", "print how long statements take"),
    (":schema", "", "labels, relationship types and property keys"),
    (":stats", "", "how many nodes and relationships there are"),
    (
        ":export",
        "FORMAT FILE [STATEMENT]",
        "the graph, or what a statement returns, as gexf, graphml, dot, json or html",
    ),
    (":merge", "A B [REASON]", "judge that two names, keys or events are one"),
    (":split", "A [B] [REASON]", "judge that B, or every other name of A, is somebody else's, or that events are two"),
    (":reject", "FACT [REASON]", "judge that an event (its key), or what stands at RELEASEKEY#start-end, is wrong"),
    (":correct", "FACT PROPERTY VALUE [REASON]", "judge what type, modality, date, position or name it is"),
    (":undo", "", "take the last judgement back"),
    (":judgements", "", "what persons and rules have judged"),
    (":source", "FILE", "run the statements of a file"),
    (":clear", "", "forget all parameters"),
];

impl Session {
    /// Runs a command. Its results go to `out` as rows do when it gives rows; messages go to `err`.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub(super) fn run_command(&mut self, line: &str, output: &mut Output<'_>, depth: usize) -> io::Result<Done> {
        let line = line.trim_end_matches(';').trim_end();
        let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let name = &name.replacen('.', ":", 1);
        let rest = rest.trim();
        let done = match (name.as_str(), rest) {
            (":quit" | ":exit" | ":q", _) => Ok(Done::Quit),
            (":help" | ":h" | ":?", topic) => help(topic, output.err).map(|()| Done::Succeeded),
            (":param", rest) if rest.contains("=>") => return self.param(rest, output),
            (":params" | ":param", _) => self.params(output.err).map(|()| Done::Succeeded),
            (":clear", _) => {
                self.parameters.clear();
                Ok(Done::Succeeded)
            }
            (":mode", mode) => return self.mode(mode, output),
            (":limit", limit) => return self.limit(limit, output),
            (":timing", "on" | "") => {
                self.timing = true;
                Ok(Done::Succeeded)
            }
            (":timing", "off") => {
                self.timing = false;
                Ok(Done::Succeeded)
            }
            (":schema", _) => self.show(&self.schema(), output),
            (":stats", _) => self.show(&self.statistics(), output),
            (":export", rest) if !rest.is_empty() => return self.export(rest, output),
            (":merge", rest) => return self.merge(rest, output),
            (":split", rest) => return self.split(rest, output),
            (":reject", rest) => return self.reject(rest, output),
            (":correct", rest) => return self.correct_fact(rest, output),
            (":undo", "") => return self.undo(output),
            (":judgements", "") => return self.judgements(output),
            (":source", path) if !path.is_empty() => return self.source(path, output, depth),
            _ => {
                let near = COMMANDS
                    .iter()
                    .map(|(command, ..)| (strsim::damerau_levenshtein(command, name), *command))
                    .min()
                    .filter(|(distance, _)| *distance <= 2);
                let hint = near.map_or(String::new(), |(_, command)| format!(" did you mean {command}?"));
                return fail(output, &format!("{line} is no command;{hint} :help lists them"));
            }
        };
        output.err.flush()?;
        done
    }

    fn param(&mut self, definition: &str, output: &mut Output<'_>) -> io::Result<Done> {
        let (name, expression) = definition.split_once("=>").unwrap_or((definition, ""));
        let name = name.trim().trim_start_matches('$').trim_matches('`');
        if name.is_empty() {
            return fail(output, "a parameter needs a name: :param NAME => 'text'");
        }
        match self.set_parameter(name, expression.trim()) {
            Ok(()) => Ok(Done::Succeeded),
            Err(error) => fail(output, &format!("parameter {name} is not set: {error}")),
        }
    }

    fn params(&self, err: &mut dyn Write) -> io::Result<()> {
        self.parameters.iter().try_for_each(|(name, value)| {
            let text = super::format::literal(value);
            writeln!(err, "${} = {}", visible(name), visible(&text))
        })
    }

    fn mode(&mut self, mode: &str, output: &mut Output<'_>) -> io::Result<Done> {
        match Format::from_str(mode, true) {
            Ok(format) => {
                self.format = format;
                Ok(Done::Succeeded)
            }
            Err(_) => {
                let modes = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
                let names: Vec<String> = modes.map(|mode| mode.get_name().to_owned()).collect();
                fail(output, &format!("there is no mode {mode:?}; choose one of {}", names.join(", ")))
            }
        }
    }

    fn limit(&mut self, limit: &str, output: &mut Output<'_>) -> io::Result<Done> {
        match limit.parse() {
            Ok(limit) => {
                self.limit = limit;
                Ok(Done::Succeeded)
            }
            Err(_) => fail(output, ":limit takes a number of rows, 0 for all of them"),
        }
    }

    fn source(&mut self, path: &str, output: &mut Output<'_>, depth: usize) -> io::Result<Done> {
        if depth >= MAX_SOURCES {
            return fail(output, &format!("{path} is not run: scripts call each other {MAX_SOURCES} deep"));
        }
        let file = match open_script(Path::new(path)) {
            Ok(file) => file,
            Err(error) => {
                return fail(output, &format!("{path} cannot be read ({error}); check the path and the permissions"));
            }
        };
        match self.run_sourced(&mut BufReader::new(file), output, false, depth + 1) {
            Ok(Ended::Failed) => Ok(Done::Failed),
            Ok(Ended::Succeeded | Ended::Quit) => Ok(Done::Succeeded),
            Err(error) => fail(output, &format!("{path}: {error}")),
        }
    }

    fn export(&self, rest: &str, output: &mut Output<'_>) -> io::Result<Done> {
        let (format, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let (path, statement) = rest.trim().split_once(char::is_whitespace).unwrap_or((rest.trim(), ""));
        let format = match format.parse::<export::Format>() {
            Ok(_) if path.is_empty() => return fail(output, ":export FORMAT FILE [STATEMENT] needs a file"),
            Ok(format) => format,
            Err(error) => return fail(output, &error.to_string()),
        };
        let snapshot = self.database.snapshot();
        let rows = match statement.trim() {
            "" => match snapshot.graph().unpack() {
                Ok(()) => None,
                Err(error) => return fail(output, &error.to_string()),
            },
            statement => match snapshot.query(statement, &self.parameters) {
                Ok(rows) => Some(rows),
                Err(error) => return fail(output, &error.to_string()),
            },
        };
        let subgraph = match &rows {
            None => Subgraph::from_graph(snapshot.graph()),
            Some(rows) => Subgraph::from_values(snapshot.graph(), rows.rows.iter().flatten()),
        };
        match write_file(Path::new(path), |file| format.export(&subgraph, file)) {
            Ok(()) => {
                let (nodes, relationships) = (subgraph.nodes().len(), subgraph.relationships().len());
                writeln!(output.err, "{path}: {nodes} nodes, {relationships} relationships")?;
                Ok(Done::Succeeded)
            }
            Err(error) => fail(output, &format!("{path} cannot be written: {error}")),
        }
    }

    pub(super) fn show(&self, rows: &Rows, output: &mut Output<'_>) -> io::Result<Done> {
        // A program reads answers of statements only: it counts their lines.
        let mut to_err = Output { out: &mut io::sink(), err: &mut io::sink(), terminal: output.terminal };
        if self.format == Format::TypedJson {
            to_err.out = output.err;
        } else {
            to_err.out = output.out;
        }
        self.print(rows, Duration::ZERO, &mut to_err)?;
        Ok(Done::Succeeded)
    }

    fn schema(&self) -> Rows {
        let snapshot = self.database.snapshot();
        let graph = snapshot.graph();
        let labels = graph.label_counts().into_iter().map(|(name, count)| ("label", name, Some(count)));
        let types = graph.type_counts().into_iter().map(|(name, count)| ("type", name, Some(count)));
        let keys = graph.property_keys().into_iter().map(|name| ("property", name, None));
        let rows = labels.chain(types).chain(keys).map(|(kind, name, count)| {
            let count = count.and_then(|n| i64::try_from(n).ok()).map_or(Value::Null, Value::Integer);
            vec![Value::from(kind), Value::String(name), count]
        });
        table(["kind", "name", "count"], rows.collect())
    }

    fn statistics(&self) -> Rows {
        let snapshot = self.database.snapshot();
        let graph = snapshot.graph();
        let count = |n: usize| Value::Integer(i64::try_from(n).unwrap_or(i64::MAX));
        let rows = [
            ("nodes", graph.node_count()),
            ("relationships", graph.relationship_count()),
            ("labels", graph.label_counts().len()),
            ("relationship types", graph.type_counts().len()),
            ("property keys", graph.property_keys().len()),
        ];
        table(["what", "count"], rows.into_iter().map(|(what, n)| vec![Value::from(what), count(n)]).collect())
    }
}

pub(super) fn table<const N: usize>(columns: [&str; N], rows: Vec<Vec<Value>>) -> Rows {
    Rows { columns: columns.map(str::to_owned).to_vec(), rows, stats: Stats::default() }
}

/// Whether a line is a command. Other shells begin theirs with a full stop, which no statement does.
pub(super) fn is_command(line: &str) -> bool {
    line.trim_start().starts_with([':', '.'])
}

/// All commands, or the ones of that name.
fn help(topic: &str, err: &mut dyn Write) -> io::Result<()> {
    let asked: Vec<_> = COMMANDS
        .iter()
        .filter(|(name, ..)| name.trim_start_matches(':') == topic.trim_start_matches([':', '.']))
        .collect();
    if !asked.is_empty() {
        return asked.into_iter().try_for_each(|(name, rest, what)| writeln!(err, "{name} {rest}: {what}"));
    }
    writeln!(err, "Statements are openCypher and end with ; — for example")?;
    writeln!(err, "  MATCH (p:Person)-[r]->(o) RETURN p.name, type(r), o.name LIMIT 10;")?;
    writeln!(err, "Commands:")?;
    COMMANDS.iter().try_for_each(|(name, rest, what)| {
        let usage = format!("{name} {rest}");
        writeln!(err, "  {usage:36}{what}")
    })?;
    writeln!(err, "Ctrl-C stops the statement that runs, Tab completes, the arrow keys bring back earlier statements.")
}

pub(super) fn fail(output: &mut Output<'_>, message: &str) -> io::Result<Done> {
    writeln!(output.err, "{}", lines_visible(message))?;
    output.err.flush()?;
    Ok(Done::Failed)
}
