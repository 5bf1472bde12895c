//! `shezhire review DB`: pairs that may be one, for a person to judge.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::CommandError;
use crate::database::Options;
use crate::shell::{Format, Output, Session};

/// List pairs of persons, bodies, places and events that may be one, the likeliest first.
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
    /// How the pairs are printed; table on a terminal and jsonl elsewhere when not given
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

/// Pairs with how they are called, why they may be one, and how often each is mentioned.
const PAIRS: &str = "MATCH (a)-[m:MAYBE_SAME_AS]->(b) \
    WHERE m.score >= $least AND ($kind IS NULL OR $kind IN labels(a)) \
    WITH a, b, m, coalesce(a.name, a.type + ' ' + a.date) AS first, coalesce(b.name, b.type + ' ' + b.date) AS second \
    RETURN labels(a)[0] AS kind, m.score AS score, first, second, m.why AS why, \
    a.mentions AS first_mentions, b.mentions AS second_mentions, a.key AS first_key, b.key AS second_key \
    ORDER BY score DESC, kind, first_key, second_key";

/// Runs the command.
///
/// # Errors
/// When the database cannot be opened or the output written.
pub fn run(arguments: &ReviewArguments, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitCode, CommandError> {
    let database = super::open_existing(&arguments.database, Options::default().read_only())?;
    let terminal = std::io::stdout().is_terminal();
    let mut session = Session::new(database, arguments.format, terminal);
    let kind = arguments.kind.map_or("null", |kind| match kind {
        Kind::Person => "'Person'",
        Kind::Organisation => "'Organisation'",
        Kind::Place => "'Place'",
        Kind::Event => "'Event'",
    });
    session.set_parameter("kind", kind)?;
    session.set_parameter("least", &format!("{:?}", arguments.least))?;
    let done = session.run_statement(PAIRS, &mut Output { out, err, terminal })?;
    Ok(if done { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
