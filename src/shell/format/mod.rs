//! Rows to text: one file a format.

mod csv_text;
mod json;
mod line;
mod markdown;
mod plain;
mod table;
mod typed_json;
mod visible;

use std::io::{self, Write};

use crate::database::Rows;

pub(super) use plain::{literal, name, plain};
pub(super) use typed_json::write_error;
pub(super) use visible::visible;

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A table for people
    Table,
    /// One array of objects a statement
    Json,
    /// One object a row and line
    Jsonl,
    /// Comma-separated values with a header
    Csv,
    /// Tab-separated values with a header
    Tsv,
    /// One column a line, rows apart
    Line,
    /// A table for Markdown
    Markdown,
    /// One line a statement, with the type of each value: for programs
    TypedJson,
}

/// How much of a table is shown.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct View {
    /// Most rows; the rest is counted.
    pub rows: Option<usize>,
    /// Columns of the terminal.
    pub width: Option<u16>,
    /// Whether the output is a terminal, which must not be given control characters.
    pub terminal: bool,
}

/// Prints rows.
pub(super) fn write_rows(out: &mut dyn Write, rows: &Rows, format: Format, view: View) -> io::Result<()> {
    match format {
        Format::Table => table::write(out, rows, view),
        Format::Json => json::write_array(out, rows),
        Format::Jsonl => json::write_lines(out, rows),
        Format::Csv => csv_text::write(out, rows, b',', view),
        Format::Tsv => csv_text::write(out, rows, b'\t', view),
        Format::Line => line::write(out, rows),
        Format::Markdown => markdown::write(out, rows),
        Format::TypedJson => typed_json::write_rows(out, rows),
    }
}
