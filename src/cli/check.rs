//! `shezhire check DB`: whether all that a database has stored can be read, and what is damaged if not.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::CommandError;
use crate::error::Error;
use crate::store::{self, Damage, Report};

/// Verify everything that a database has stored, and name each damage.
#[derive(Args, Debug)]
pub struct CheckArguments {
    /// The database
    #[arg(value_name = "DB")]
    database: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Runs the command. The status is 1 when something is damaged.
///
/// # Errors
/// When the database is in use, is none, or cannot be read at all.
pub fn run(arguments: &CheckArguments, out: &mut dyn Write) -> Result<ExitCode, CommandError> {
    if !arguments.database.exists() {
        return Err(CommandError::NoDatabase { path: arguments.database.clone() });
    }
    let report = store::check(&arguments.database).map_err(Error::from)?;
    let Report { entries, nodes, relationships, packs, commits, damages } = &report;
    if arguments.json {
        let damage = |d: &Damage| json!({"key": d.key, "reason": d.reason, "affects": d.affects});
        let damages: Vec<_> = damages.iter().map(damage).collect();
        let all = json!({"entries": entries, "nodes": nodes, "relationships": relationships, "packs": packs, "commits": commits,
            "damages": damages});
        writeln!(out, "{all}")?;
    } else {
        for damage in damages {
            writeln!(out, "damaged: {}: {}; affects {}", damage.key, damage.reason, damage.affects)?;
        }
        let read =
            format!("{nodes} nodes and {relationships} relationships in {packs} packs, {commits} commits in the log");
        let verdict = if report.is_whole() { "all is whole" } else { "the rest can be read" };
        writeln!(out, "{read}: {verdict}")?;
    }
    Ok(if report.is_whole() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
