//! `shezhire extract PATH...`: releases to their facts, one JSON object a line; with `--explain`, to why each is told.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::CommandError;
use super::explain_json::explain_field;
use super::explain_text::write_text;
use super::facts_json::release_record;
use super::labelled;
use super::train::{LabelSet, no_model, read_model};
use crate::extract::tagger::{Model, Scheme, built_in};
use crate::extract::{Explanation, Extractor, NameModel};
use crate::model::{Edtf, Facts};
use crate::text::{Blocks, Deduplicator, Release, inputs};

/// Print what releases say, without a database: one JSON object a line, one line a release.
///
/// A line holds the persons, organisations, places and named events of a release with their mentions, its dates, what
/// happened, and who holds which office. Spans count bytes of the source. An exact copy of an earlier release and a
/// release that is not Kazakh have empty lists.
///
/// With --explain it says of each fact what decided: of a name the rule that proposed it, whether rules or model told it,
/// and what joined it to its entity; of a calendar expression the rule that read it; of an event its row of triggers,
/// why each took part, where and when, and why it counts as real or not; of a role the office and what binds it to the
/// person. The figures before features are their weights in log-odds: above 0 they speak for the fact.
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
    /// Say why each fact is told, as text, or with --format jsonl in a field `explain`; `all`: also which names and
    /// events were weighed and not told
    #[arg(
        long, value_enum, value_name = "WHAT", num_args = 0..=1, require_equals = true, default_missing_value = "told"
    )]
    explain: Option<Explain>,
    /// How to print [default: jsonl, with --explain text]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Explain {
    /// The facts that are told
    Told,
    /// Also names and events that were weighed and not told
    All,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// One JSON object a line
    Jsonl,
    /// For --explain: a block a release, a line a fact with its line and column, and the reasons below it
    Text,
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
    let usual = if arguments.explain.is_some() { Format::Text } else { Format::Jsonl };
    let format = arguments.format.unwrap_or(usual);
    match (arguments.labels, format, arguments.explain) {
        (LabelSet::Releases, Format::Jsonl, _) | (LabelSet::Releases, Format::Text, Some(_)) => {}
        (LabelSet::Kaznerd, Format::Iob2, None) => {
            let own = arguments.model.as_deref().map(read_model).transpose()?;
            let bytes = own.as_deref().unwrap_or(built_in(Scheme::Classes));
            let model = Model::read(bytes).map_err(no_model(arguments.model.as_deref()))?;
            labelled::run(&model, &arguments.paths, out)?;
            return Ok(ExitCode::SUCCESS);
        }
        (LabelSet::Releases, Format::Text, None) => {
            writeln!(err, "shezhire: --format text is for --explain; add it, or take --format jsonl")?;
            return Ok(ExitCode::from(2));
        }
        (LabelSet::Kaznerd, _, Some(_)) => {
            writeln!(err, "shezhire: --explain is for the facts of releases; leave out --labels kaznerd")?;
            return Ok(ExitCode::from(2));
        }
        (LabelSet::Releases, Format::Iob2, _) | (LabelSet::Kaznerd, ..) => {
            writeln!(err, "shezhire: --labels kaznerd and --format iob2 go together; give both or neither")?;
            return Ok(ExitCode::from(2));
        }
    }
    let extractor = Extractor::with_names(names(arguments.model.as_deref())?);
    let mut copies = Deduplicator::new();
    let mut failed = false;
    for input in arguments.paths.iter().flat_map(|path| inputs(path)) {
        let blocks = input.and_then(|input| Blocks::open(&input, arguments.date.as_ref()));
        let (blocks, unread) = blocks.map_or_else(|error| (None, Some(Err(error))), |blocks| (Some(blocks), None));
        let mut line = 1;
        for source in blocks.into_iter().flatten().chain(unread) {
            let source = match source {
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
            let mut read = 0;
            for mut release in source.releases {
                copies.mark(&mut release);
                let copy = release.duplicate_of.is_some();
                let Some(explain) = arguments.explain else {
                    let facts = if copy { Facts::default() } else { extractor.extract(&release) };
                    serde_json::to_writer(&mut *out, &release_record(&release, &facts)).map_err(io::Error::from)?;
                    out.write_all(b"\n")?;
                    continue;
                };
                let (facts, why) = if copy { Default::default() } else { extractor.explain(&release) };
                let start = release.span.start.saturating_sub(source.start);
                line += lines(source.text.get(read..start));
                read = start;
                match format {
                    Format::Text => write_text(out, &release, line, &facts, &why, explain == Explain::All)?,
                    _ => write_json(out, &release, &facts, &why, explain)?,
                }
            }
            line += lines(source.text.get(read..));
        }
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The line ends of a text.
fn lines(text: Option<&str>) -> usize {
    text.map_or(0, |text| text.matches('\n').count())
}

/// The line of a release with its reasons.
fn write_json(
    out: &mut dyn Write,
    release: &Release,
    facts: &Facts,
    why: &Explanation,
    explain: Explain,
) -> io::Result<()> {
    let record = release_record(release, facts).explained(explain_field(why, explain == Explain::All));
    serde_json::to_writer(&mut *out, &record)?;
    out.write_all(b"\n")
}
