//! `shezhire extract --format iob2`: sentences in tokens to their labels, a token and its label a line.

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use super::CommandError;
use crate::extract::tagger::{CLASS_LABELS, Model, tag};

/// Labels the tokens of files: one a line (what follows a blank on the line is left out), a blank line between
/// sentences. `-` is standard input.
///
/// # Errors
/// When a file cannot be read or `out` cannot be written.
pub fn run(model: &Model<'_, CLASS_LABELS>, paths: &[PathBuf], out: &mut dyn Write) -> Result<(), CommandError> {
    for path in paths {
        let failed = |source| CommandError::Unreadable { path: path.clone(), source };
        if path == Path::new("-") {
            label(model, &mut std::io::stdin().lock(), out, failed)?;
        } else {
            let file = std::fs::File::open(path).map_err(failed)?;
            label(model, &mut std::io::BufReader::new(file), out, failed)?;
        }
    }
    Ok(())
}

fn label(
    model: &Model<'_, CLASS_LABELS>,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    failed: impl Fn(std::io::Error) -> CommandError,
) -> Result<(), CommandError> {
    let mut sentence: Vec<String> = Vec::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = input.read_until(b'\n', &mut line).map_err(&failed)?;
        let text = String::from_utf8_lossy(&line);
        let word = text.split_whitespace().next();
        if let Some(word) = word {
            sentence.push(word.to_owned());
            continue;
        }
        let words: Vec<&str> = sentence.iter().map(String::as_str).collect();
        for (word, label) in words.iter().zip(tag(model, &words)) {
            writeln!(out, "{word} {label}")?;
        }
        sentence.clear();
        if read == 0 {
            return Ok(());
        }
        writeln!(out)?;
    }
}
