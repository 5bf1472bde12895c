//! `shezhire extract PATH...`: releases to their facts, one JSON object a line.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::CommandError;
use super::facts_json::release_record;
use crate::extract::Extractor;
use crate::model::{Edtf, Facts};
use crate::text::{Deduplicator, inputs, read_input};

/// Print what releases say, without a database: one JSON object a line, one line a release.
///
/// A line holds the persons, organisations, places and named events of a release with their mentions, its dates, what
/// happened, and who holds which office. Spans count bytes of the source. An exact copy of an earlier release and a
/// release that is not Kazakh have empty lists.
#[derive(Args, Debug)]
pub struct ExtractArguments {
    /// Files, folders (with all .txt below them) or - for standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Date of releases that do not give their own: 2017-01-03, 2017-01, 2017
    #[arg(long, value_name = "DATE")]
    date: Option<Edtf>,
    /// How to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Jsonl)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// One JSON object a line
    Jsonl,
}

/// Runs the command. What cannot be read is a line on `err` each; the rest is printed all the same.
///
/// # Errors
/// When `out` cannot be written.
pub fn run(arguments: &ExtractArguments, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitCode, CommandError> {
    let Format::Jsonl = arguments.format;
    let extractor = Extractor::new();
    let mut copies = Deduplicator::new();
    let mut failed = false;
    for input in arguments.paths.iter().flat_map(|path| inputs(path)) {
        let source = match input.and_then(|input| read_input(&input, arguments.date.as_ref())) {
            Ok(source) => source,
            Err(error) => {
                writeln!(err, "shezhire: {error}")?;
                failed = true;
                continue;
            }
        };
        for warning in &source.warnings {
            writeln!(err, "shezhire: {warning}")?;
        }
        for mut release in source.releases {
            copies.mark(&mut release);
            let facts = if release.duplicate_of.is_some() { Facts::default() } else { extractor.extract(&release) };
            serde_json::to_writer(&mut *out, &release_record(&release, &facts)).map_err(io::Error::from)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
