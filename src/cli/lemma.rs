//! `shezhire lemma [PATH...]`: words, one a line, to their dictionary forms and analyses.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::CommandError;
use crate::text::morphology::lemma;

/// Print the dictionary form of Kazakh nouns and names: a word a line in, a line a word out.
///
/// A line holds the word as it was given, its dictionary form and its analysis, parted by tabs. The analysis has the
/// features of Universal Dependencies: case, number and possessor, as in `Case=Gen|Person[psor]=3`. Of a line that holds a tab, only what stands before it is read; an empty
/// line stays empty.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  \
    $ printf 'министрлігінде\\nАлматыға\\n' | shezhire lemma\n  \
    министрлігінде\tминистрлік\tCase=Loc|Person[psor]=3\n  \
    Алматыға\tАлматы\tCase=Dat")]
pub struct LemmaArguments {
    /// Files of words in UTF-8, or - for standard input, which is read when there are none
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Runs the command. What cannot be read is a line on `err` each; the rest is printed all the same.
///
/// # Errors
/// When `out` cannot be written.
pub fn run(arguments: &LemmaArguments, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitCode, CommandError> {
    let standard_input = [PathBuf::from("-")];
    let paths = if arguments.paths.is_empty() { &standard_input } else { arguments.paths.as_slice() };
    let mut failed = false;
    for path in paths {
        let mut complain = |what: &str| {
            failed = true;
            writeln!(err, "shezhire: {}{what}", path.display())
        };
        let mut source = match open(path) {
            Ok(source) => source,
            Err(error) => {
                complain(&format!(" cannot be read ({error}); check the path and the permissions"))?;
                continue;
            }
        };
        let mut line = Vec::new();
        for number in 1_u64.. {
            line.clear();
            match source.read_until(b'\n', &mut line) {
                Ok(0) => break,
                Ok(_) => match std::str::from_utf8(&line) {
                    Ok(line) => write_lemma(line.trim_start_matches('\u{FEFF}'), out)?,
                    Err(_) => {
                        complain(&format!(", line {number}: not UTF-8, printed as an empty line; convert the file"))?;
                        writeln!(out)?;
                    }
                },
                Err(error) => {
                    complain(&format!(" cannot be read beyond line {number} ({error})"))?;
                    break;
                }
            }
        }
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    Ok(Box::new(BufReader::new(File::open(path)?)))
}

fn write_lemma(line: &str, out: &mut dyn Write) -> io::Result<()> {
    let word = line.trim_end_matches(['\n', '\r']).split('\t').next().unwrap_or("");
    if word.trim().is_empty() {
        return writeln!(out);
    }
    let reading = lemma(word.trim());
    writeln!(out, "{word}\t{}\t{}", reading.stem, reading.features())
}
