//! `shezhire stats DB`: how large a database is, on disk and in memory, and what is in it.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::CommandError;
use crate::database::{DatabaseStats, Options};

/// Say how large a database is: nodes by label, relationships by type, bytes on disk and in memory.
#[derive(Args, Debug)]
pub struct StatsArguments {
    /// The database
    #[arg(value_name = "DB")]
    database: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// When the database cannot be opened or the output written.
pub fn run(arguments: &StatsArguments, out: &mut dyn Write) -> Result<ExitCode, CommandError> {
    let database = super::open_existing(&arguments.database, Options::default().read_only())?;
    let stats = database.stats()?;
    if arguments.json {
        print_json(&stats, out)?
    } else {
        print_text(&stats, out)?
    }
    Ok(ExitCode::SUCCESS)
}

fn print_text(stats: &DatabaseStats, out: &mut dyn Write) -> io::Result<()> {
    for (title, total, parts) in
        [("nodes", stats.nodes, &stats.labels), ("relationships", stats.relationships, &stats.types)]
    {
        writeln!(out, "{title:<24}{total:>12}")?;
        for (name, count) in parts {
            writeln!(out, "  {name:<22}{count:>12}")?;
        }
    }
    if let Some(store) = &stats.store {
        writeln!(out, "disk                    {:>12}", size(store.disk_bytes))?;
        writeln!(out, "  packs and log         {:>12}", size(store.live_bytes))?;
        writeln!(out, "  log                   {:>12}", size(store.log_bytes))?;
        writeln!(out, "commits                 {:>12}", store.commits)?;
    }
    let memory = &stats.memory;
    writeln!(out, "memory                  {:>12}", size(memory.total() as u64))?;
    for (name, bytes) in memory.parts() {
        writeln!(out, "  {name:<22}{:>12}", size(bytes as u64))?;
    }
    let share = |bytes: usize, count: usize| bytes / count.max(1);
    writeln!(out, "  a node                {:>10} B", share(memory.of_nodes(), stats.nodes))?;
    writeln!(out, "  a relationship        {:>10} B", share(memory.of_relationships(), stats.relationships))
}

fn print_json(stats: &DatabaseStats, out: &mut dyn Write) -> io::Result<()> {
    let counts = |parts: &[(std::sync::Arc<str>, usize)]| {
        parts.iter().map(|(name, count)| (name.to_string(), json!(count))).collect::<serde_json::Map<_, _>>()
    };
    let memory: serde_json::Map<_, _> =
        stats.memory.parts().into_iter().map(|(name, bytes)| (name.replace(' ', "_"), json!(bytes))).collect();
    let store = stats.store.as_ref().map(|s| {
        json!({"disk_bytes": s.disk_bytes, "live_bytes": s.live_bytes, "log_bytes": s.log_bytes, "commits": s.commits,
            "log_commits": s.log_commits, "generation": s.generation})
    });
    let all = json!({"nodes": stats.nodes, "relationships": stats.relationships, "labels": counts(&stats.labels),
        "types": counts(&stats.types), "memory": memory, "store": store});
    writeln!(out, "{all}")
}

/// Bytes as people read them.
pub(super) fn size(bytes: u64) -> String {
    #[allow(clippy::cast_precision_loss)] // three digits are shown
    let mut left = bytes as f64;
    for unit in ["B", "KB", "MB", "GB"] {
        if left < 1000.0 || unit == "GB" {
            return if unit == "B" { format!("{bytes} B") } else { format!("{left:.1} {unit}") };
        }
        left /= 1000.0;
    }
    format!("{bytes} B")
}
