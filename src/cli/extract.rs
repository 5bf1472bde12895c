//! `shezhire extract PATH...`: releases to their facts, one JSON object a line.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::CommandError;
use super::facts_json::release_record;
use super::labelled;
use super::train::{LabelSet, no_model, read_model};
use crate::extract::tagger::{Model, Scheme, built_in};
use crate::extract::{Extractor, NameModel};
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
    /// A model that `shezhire train` made, to weigh names in the place of the one that is built in; `none`: the rules
    /// decide alone
    #[arg(long, value_name = "MODEL")]
    model: Option<PathBuf>,
    /// Which labels to give; `kaznerd` goes with --format iob2
    #[arg(long, value_enum, value_name = "SET", default_value_t = LabelSet::Releases)]
    labels: LabelSet,
    /// How to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Jsonl)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// One JSON object a line
    Jsonl,
    /// For --labels kaznerd: sentences in tokens, one a line, to a token and its label a line
    Iob2,
}

/// The model that weighs names.
///
/// # Errors
/// When the file cannot be read or is no model.
fn names(path: Option<&Path>) -> Result<NameModel, CommandError> {
    let Some(path) = path else { return Ok(NameModel::Shipped) };
    if path.as_os_str() == "none" {
        return Ok(NameModel::None);
    }
    let bytes = read_model(path)?;
    let model = Model::read(&bytes).map_err(no_model(Some(path)))?;
    Ok(NameModel::Own(Arc::new(model.into_owned())))
}

/// Runs the command. What cannot be read is a line on `err` each; the rest is printed all the same.
///
/// # Errors
/// When `out` cannot be written.
pub fn run(arguments: &ExtractArguments, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitCode, CommandError> {
    match (arguments.labels, arguments.format) {
        (LabelSet::Releases, Format::Jsonl) => {}
        (LabelSet::Kaznerd, Format::Iob2) => {
            let own = arguments.model.as_deref().map(read_model).transpose()?;
            let bytes = own.as_deref().unwrap_or(built_in(Scheme::Classes));
            let model = Model::read(bytes).map_err(no_model(arguments.model.as_deref()))?;
            labelled::run(&model, &arguments.paths, out)?;
            return Ok(ExitCode::SUCCESS);
        }
        (LabelSet::Releases, Format::Iob2) | (LabelSet::Kaznerd, Format::Jsonl) => {
            writeln!(err, "shezhire: --labels kaznerd and --format iob2 go together; give both or neither")?;
            return Ok(ExitCode::from(2));
        }
    }
    let extractor = Extractor::with_names(names(arguments.model.as_deref())?);
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
