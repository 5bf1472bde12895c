//! Statements to printed results: what a shell holds between two of them.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use super::format::{Format, View, visible, write_error, write_rows};
use super::interrupt::Interrupt;
use crate::database::{Database, Parameters, Rows, Stats};
use crate::error::Error;
use crate::model::Value;
use crate::query::Control;

/// A database being questioned.
#[derive(Debug)]
pub struct Session {
    pub(super) database: Database,
    pub(super) parameters: Parameters,
    pub(super) format: Format,
    /// Most rows that a table shows; all of them when 0.
    pub(super) limit: usize,
    pub(super) timing: bool,
    pub(super) interrupt: Interrupt,
}

/// Where a session prints.
pub struct Output<'a> {
    /// Results.
    pub out: &'a mut dyn Write,
    /// Everything else.
    pub err: &'a mut dyn Write,
    /// Whether `out` is a terminal.
    pub terminal: bool,
}

/// Rows that a table on a terminal shows unless told otherwise.
const ROWS_ON_TERMINAL: usize = 100;

impl Session {
    /// A session that prints in that format; by default, as a table with a limit on a terminal and as JSON lines else.
    #[must_use]
    pub fn new(database: Database, format: Option<Format>, terminal: bool) -> Self {
        let usual = if terminal { Format::Table } else { Format::Jsonl };
        Self {
            database,
            parameters: Parameters::new(),
            format: format.unwrap_or(usual),
            limit: if terminal { ROWS_ON_TERMINAL } else { 0 },
            timing: false,
            interrupt: Interrupt::default(),
        }
    }

    /// How many nodes and relationships there are.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        let snapshot = self.database.snapshot();
        (snapshot.graph().node_count(), snapshot.graph().relationship_count())
    }

    /// Lets Ctrl-C stop the statement that runs; pressed again, or between statements, it ends the process.
    pub fn listen(&self) {
        self.interrupt.listen();
    }

    /// Sets what `$name` stands for to the value of an expression, usually a literal.
    ///
    /// # Errors
    /// [`Error::Query`] when the expression is wrong.
    pub fn set_parameter(&mut self, name: &str, expression: &str) -> Result<(), Error> {
        let value = self.evaluate(expression)?;
        self.parameters.insert(name.to_owned(), value);
        Ok(())
    }

    /// The value of an expression that needs no graph.
    fn evaluate(&self, expression: &str) -> Result<Value, Error> {
        // The line feed ends a comment in the expression.
        let statement = format!("RETURN {expression}\n AS value");
        let rows = Database::in_memory().run(&statement, &self.parameters)?;
        let value = rows.rows.into_iter().next().and_then(|row| row.into_iter().next());
        Ok(value.unwrap_or_default())
    }

    /// Runs one statement and prints what it answers. Gives whether it succeeded.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn run_statement(&self, statement: &str, output: &mut Output<'_>) -> io::Result<bool> {
        let begin = Instant::now();
        let control = Control { cancelled: self.interrupt.flag(), ..self.database.control() };
        let result = self.interrupt.during(|| self.database.run_with(statement, &self.parameters, &control));
        let time = begin.elapsed();
        match &result {
            Ok(rows) => self.print(rows, time, output)?,
            Err(error) if self.format == Format::TypedJson => write_error(output.out, error)?,
            Err(error) => writeln!(output.err, "{}", lines_visible(&error.to_string()))?,
        }
        output.out.flush()?;
        output.err.flush()?;
        Ok(result.is_ok())
    }

    /// Prints rows that no statement answered.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn print_rows(&self, rows: &Rows, output: &mut Output<'_>) -> io::Result<()> {
        self.print(rows, Duration::ZERO, output)?;
        output.out.flush()?;
        output.err.flush()
    }

    /// Prints rows and, for a person, what else is to be said of them.
    pub(super) fn print(&self, rows: &Rows, time: Duration, output: &mut Output<'_>) -> io::Result<()> {
        let view = View {
            rows: (self.limit > 0).then_some(self.limit),
            width: if output.terminal { terminal_width() } else { None },
            terminal: output.terminal,
        };
        write_rows(output.out, rows, self.format, view)?;
        output.out.flush()?;
        let mut remarks = Vec::new();
        if output.terminal && matches!(self.format, Format::Table | Format::Line | Format::Markdown) {
            if !rows.columns.is_empty() {
                remarks.push(counted(rows.len() as u64, "row", "rows"));
            }
            remarks.extend(changes(rows.stats));
        }
        if self.timing {
            remarks.push(format!("{:.1} ms", time.as_secs_f64() * 1000.0));
        }
        if remarks.is_empty() { Ok(()) } else { writeln!(output.err, "{}", remarks.join(", ")) }
    }
}

fn terminal_width() -> Option<u16> {
    terminal_size::terminal_size().map(|(width, _)| width.0)
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// What a statement changed, in words.
fn changes(stats: Stats) -> Vec<String> {
    let Stats {
        nodes_created,
        nodes_deleted,
        relationships_created,
        relationships_deleted,
        properties_set,
        labels_added,
        labels_removed,
        indexes_added,
        indexes_removed,
        constraints_added,
        constraints_removed,
    } = stats;
    [
        (nodes_created, "node created", "nodes created"),
        (nodes_deleted, "node deleted", "nodes deleted"),
        (relationships_created, "relationship created", "relationships created"),
        (relationships_deleted, "relationship deleted", "relationships deleted"),
        (properties_set, "property set", "properties set"),
        (labels_added, "label added", "labels added"),
        (labels_removed, "label removed", "labels removed"),
        (indexes_added, "index added", "indexes added"),
        (indexes_removed, "index removed", "indexes removed"),
        (constraints_added, "constraint added", "constraints added"),
        (constraints_removed, "constraint removed", "constraints removed"),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(count, one, many)| counted(count, one, many))
    .collect()
}

/// A message of several lines, each shown without what a terminal would obey.
pub(super) fn lines_visible(text: &str) -> String {
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}
