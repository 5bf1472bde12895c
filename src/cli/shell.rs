//! `shezhire shell DB`: statements in, answers out.

use std::io::{self, BufReader, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;

use super::CommandError;
use crate::database::{Database, Options};
use crate::error::Error;
use crate::shell::{Ended, Format, Output, Session, open_script, refuse_script, usual_history};
use crate::store::Durability;

/// Question a database in openCypher, or change it.
///
/// On a terminal it is a dialogue: statements end with ; and :help says more. From a pipe, a file or -c it runs the
/// same statements and commands, and stops at the first that fails. Results go to standard output, everything else to
/// standard error.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    shezhire shell press.kg\n  \
    shezhire shell press.kg -c \"MATCH (p:Person) RETURN p.name LIMIT 5\" --format csv\n  \
    shezhire shell press.kg --param name=\"'Абай'\" -f questions.cypher > answers.jsonl")]
pub struct ShellArguments {
    /// Folder of the database, made when there is none; :memory: for one that vanishes at the end
    #[arg(value_name = "DB")]
    database: PathBuf,
    /// Run these statements and leave; may be repeated
    #[arg(short = 'c', long = "command", value_name = "STATEMENT")]
    commands: Vec<String>,
    /// Run the statements of this file and leave
    #[arg(short = 'f', long = "file", value_name = "FILE")]
    file: Option<PathBuf>,
    /// How results are printed; table on a terminal and jsonl elsewhere when not given
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = false)]
    format: Option<Format>,
    /// What $NAME stands for: a literal of the query language, text in quotes; may be repeated
    #[arg(short = 'P', long = "param", value_name = "NAME=LITERAL")]
    parameters: Vec<String>,
    /// Keep what is typed in this file; $XDG_STATE_HOME/shezhire/history when not given
    #[arg(long, value_name = "FILE", conflicts_with = "no_history")]
    history: Option<PathBuf>,
    /// Keep nothing of what is typed
    #[arg(long)]
    no_history: bool,
    /// Go on after a statement that failed
    #[arg(long)]
    keep_going: bool,
    /// What a commit survives: full (a power cut), process (a kill), batched=MS (a power cut, but for the last so many
    /// milliseconds; faster)
    #[arg(long, value_name = "HOW", default_value = "full")]
    durability: Durability,
    /// Refuse to change the database; it may then lie where nothing may be written
    #[arg(long, visible_alias = "readonly")]
    read_only: bool,
    /// Stop a statement that takes longer, such as 2.5
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
    /// Refuse an answer of more rows
    #[arg(long, value_name = "N")]
    row_limit: Option<usize>,
    /// Stop a statement that holds more than about so much memory
    #[arg(long, value_name = "MB", default_value_t = 4096)]
    memory_limit: usize,
}

/// Runs the command.
///
/// # Errors
/// When the database cannot be opened or `out` cannot be written.
pub fn run(arguments: &ShellArguments, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitCode, CommandError> {
    let terminal = io::stdout().is_terminal();
    let made = !arguments.database.exists() && arguments.database != Path::new(":memory:");
    let database = match open(arguments) {
        Err(CommandError::Database(error)) if arguments.format == Some(Format::TypedJson) => {
            refuse(arguments, &error, out)?;
            return Err(error.into());
        }
        opened => opened?,
    };
    let mut session = Session::new(database, arguments.format, terminal);
    if made {
        writeln!(err, "shezhire: {} is a new database", arguments.database.display())?;
    }
    for definition in &arguments.parameters {
        let Some((name, literal)) = definition.split_once('=').filter(|(name, _)| !name.trim().is_empty()) else {
            writeln!(err, "shezhire: --param {definition}: write --param NAME=LITERAL, such as --param x=1")?;
            return Ok(ExitCode::from(2));
        };
        if let Err(error) = session.set_parameter(name, literal) {
            writeln!(
                err,
                "shezhire: --param {definition}: {error}\nText is written in quotes: --param {name}=\"'…'\""
            )?;
            return Ok(ExitCode::from(2));
        }
    }
    session.listen();
    let mut output = Output { out, err, terminal };
    let keep_going = arguments.keep_going;
    let mut failed = false;
    for command in &arguments.commands {
        match session.run_script(&mut command.as_bytes(), &mut output, keep_going)? {
            Ended::Succeeded => {}
            Ended::Failed if keep_going => failed = true,
            Ended::Failed => return Ok(ExitCode::FAILURE),
            Ended::Quit => return Ok(status(failed)),
        }
    }
    if let Some(path) = &arguments.file {
        let file = open_script(path).map_err(|source| CommandError::Unreadable { path: path.clone(), source })?;
        failed |= session.run_script(&mut BufReader::new(file), &mut output, keep_going)? == Ended::Failed;
    } else if arguments.commands.is_empty() && terminal && io::stdin().is_terminal() {
        let history = arguments.history.clone().or_else(usual_history).filter(|_| !arguments.no_history);
        greet(&session, &arguments.database, &mut output)?;
        let name = arguments.database.file_stem().unwrap_or_default().to_string_lossy();
        session.converse(&name, history.as_deref(), &mut output)?;
    } else if arguments.commands.is_empty() {
        failed |= session.run_script(&mut io::stdin().lock(), &mut output, keep_going)? == Ended::Failed;
    }
    Ok(status(failed))
}

/// Gives every statement that would be run the answer that there is no database.
fn refuse(arguments: &ShellArguments, error: &Error, out: &mut dyn Write) -> io::Result<()> {
    let keep_going = arguments.keep_going;
    for command in &arguments.commands {
        if refuse_script(&mut command.as_bytes(), error, out, keep_going)? == Ended::Failed && !keep_going {
            return Ok(());
        }
    }
    match &arguments.file {
        Some(path) => {
            let Ok(file) = open_script(path) else { return Ok(()) };
            refuse_script(&mut BufReader::new(file), error, out, keep_going)?;
        }
        None if arguments.commands.is_empty() && !io::stdin().is_terminal() => {
            refuse_script(&mut io::stdin().lock(), error, out, keep_going)?;
        }
        None => {}
    }
    Ok(())
}

fn greet(session: &Session, path: &Path, output: &mut Output<'_>) -> io::Result<()> {
    let (nodes, relationships) = session.size();
    let version = env!("CARGO_PKG_VERSION");
    writeln!(
        output.err,
        "shezhire {version}, {}: {nodes} nodes, {relationships} relationships. Statements end with ; — :help says more.",
        path.display()
    )
}

fn status(failed: bool) -> ExitCode {
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Seconds and parts of them.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.ok_or_else(|| "write seconds, such as 30 or 0.5".to_owned())
}

fn open(arguments: &ShellArguments) -> Result<Database, CommandError> {
    let mut options = Options::default().memory_limit(arguments.memory_limit.saturating_mul(1 << 20));
    options = options.durability(arguments.durability);
    if arguments.read_only {
        options = options.read_only();
    }
    if let Some(time) = arguments.timeout {
        options = options.time_limit(time);
    }
    if let Some(rows) = arguments.row_limit {
        options = options.row_limit(rows);
    }
    if arguments.database == Path::new(":memory:") {
        return Ok(Database::in_memory_with(options));
    }
    if arguments.read_only {
        return super::open_existing(&arguments.database, options);
    }
    Ok(Database::open_with(&arguments.database, options)?)
}
