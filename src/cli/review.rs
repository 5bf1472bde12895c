//! `shezhire review DB`: pairs that may be one, for a person to judge.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::CommandError;
use crate::database::{DoubtEvidence, DoubtedPair, DoubtedSide, Options, Rows};
use crate::model::{EntityKind, Value};
use crate::shell::{Format, Output, Session};

/// List pairs of persons, bodies, places and events that may be one, the likeliest first.
///
/// Of two persons it says what in the database speaks for it and against it: offices, bodies and organisations that both have
/// to do with, the years in which they are seen, releases that name both. `score` is how likely all of it makes them one:
/// the odds that their names give (`by_name`, with the reason in `why`), times N for each ×N.
///
/// Judge a pair in the shell: `:merge 'A' 'B'` makes one of them, `:split` parts, `:undo` takes back. What is judged is
/// listed no longer.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    shezhire review press.kg --kind person\n  \
    shezhire shell press.kg -c \":merge 'Ж. Асанов' 'Жақып Асанов' 'one office'\"")]
pub struct ReviewArguments {
    /// The database
    #[arg(value_name = "DB")]
    database: PathBuf,
    /// Pairs of this kind only
    #[arg(long, value_enum, value_name = "KIND")]
    kind: Option<Kind>,
    /// Pairs at least this likely, 0 to 1
    #[arg(long, value_name = "SCORE", default_value_t = 0.0)]
    least: f64,
    /// How the pairs are printed; line on a terminal and jsonl elsewhere when not given
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
}

/// Labels of what can be judged.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Person,
    Organisation,
    Place,
    Event,
}

impl From<Kind> for EntityKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Person => Self::Person,
            Kind::Organisation => Self::Organisation,
            Kind::Place => Self::Place,
            Kind::Event => Self::Event,
        }
    }
}

/// What is told of a pair.
const COLUMNS: [&str; 14] = [
    "kind",
    "score",
    "first",
    "second",
    "why",
    "by_name",
    "for",
    "against",
    "first_years",
    "second_years",
    "first_mentions",
    "second_mentions",
    "first_key",
    "second_key",
];

/// Runs the command.
///
/// # Errors
/// When the database cannot be opened or the output written.
pub fn run(arguments: &ReviewArguments, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitCode, CommandError> {
    let database = super::open_existing(&arguments.database, Options::default().read_only())?;
    let pairs = database.snapshot().doubts().into_iter();
    let wanted = arguments.kind.map(EntityKind::from);
    let pairs = pairs.filter(|p| p.score >= arguments.least && wanted.is_none_or(|kind| kind == p.kind));
    let rows = Rows { columns: COLUMNS.map(str::to_owned).to_vec(), rows: pairs.map(row).collect(), ..Rows::default() };
    let terminal = std::io::stdout().is_terminal();
    let format = arguments.format.or(terminal.then_some(Format::Line));
    let session = Session::new(database, format, terminal);
    session.print_rows(&rows, &mut Output { out, err, terminal })?;
    Ok(ExitCode::SUCCESS)
}

/// A pair under the columns.
fn row(pair: DoubtedPair) -> Vec<Value> {
    let (speak_for, against): (Vec<_>, Vec<_>) = pair.evidence.iter().partition(|e| e.weight >= 1.0);
    let weighed = |e: &DoubtEvidence| Value::from(format!("{} (×{})", e.what, e.weight));
    let years = |side: &DoubtedSide| match side.years {
        Some((first, last)) if first == last => first.to_string().into(),
        Some((first, last)) => format!("{first}–{last}").into(),
        None => Value::Null,
    };
    let mentions = |side: &DoubtedSide| side.mentions.map_or(Value::Null, Value::Integer);
    let label = pair.kind.as_str();
    let label = label.get(..1).unwrap_or_default().to_uppercase() + label.get(1..).unwrap_or_default();
    vec![
        label.into(),
        pair.score.into(),
        pair.first.name.as_str().into(),
        pair.second.name.as_str().into(),
        pair.why.as_str().into(),
        pair.by_name.into(),
        Value::list(speak_for.into_iter().map(weighed)),
        Value::list(against.into_iter().map(weighed)),
        years(&pair.first),
        years(&pair.second),
        mentions(&pair.first),
        mentions(&pair.second),
        pair.first.key.into(),
        pair.second.key.into(),
    ]
}
