//! `shezhire train`: annotated text to a tagger model.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{ArgGroup, Args, ValueEnum};

use super::CommandError;
use crate::extract::tagger::{Lesson, ModelError, Numbers, Scheme, learn, releases, sentences};

/// Learn to recognise names from annotated text.
///
/// The same text gives the same model, byte by byte.
#[derive(Args, Debug)]
pub struct TrainArguments {
    #[command(flatten)]
    annotated: AnnotatedText,
    /// Where the model goes
    #[arg(long, value_name = "MODEL")]
    out: PathBuf,
}

/// Where annotated text is.
#[derive(Args, Debug)]
#[group(skip)]
#[command(group = ArgGroup::new("text").args(["gold", "conll"]).required(true).multiple(true))]
pub struct AnnotatedText {
    /// Folders of annotated releases: ID.txt with the text, ID.json with its entities and their mentions
    #[arg(long, value_name = "DIR", num_args = 1..)]
    gold: Vec<PathBuf>,
    /// Files with a token and its label (IOB2: B-PERSON, I-PERSON, O) a line, a blank line between sentences
    #[arg(long, value_name = "FILE", num_args = 1..)]
    conll: Vec<PathBuf>,
    /// Which labels to learn
    #[arg(long, value_enum, value_name = "SET", default_value_t = LabelSet::Releases)]
    labels: LabelSet,
}

/// Sets of labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LabelSet {
    /// Persons, organisations, places and named events, as releases need them
    Releases,
    /// The 25 classes of KazNERD
    Kaznerd,
}

impl AnnotatedText {
    /// The set of labels that is asked for.
    #[must_use]
    pub const fn labels(&self) -> Scheme {
        match self.labels {
            LabelSet::Releases => Scheme::Kinds,
            LabelSet::Kaznerd => Scheme::Classes,
        }
    }

    /// Reads all of it.
    ///
    /// # Errors
    /// When a file cannot be read or has another form, or there is no annotated text at all.
    pub fn read(&self, numbers: &mut Numbers) -> Result<Vec<Lesson>, CommandError> {
        let mut lessons = Vec::new();
        for folder in &self.gold {
            lessons.extend(releases(folder, numbers)?);
        }
        for file in &self.conll {
            lessons.extend(sentences(file, self.labels(), numbers)?);
        }
        if lessons.is_empty() {
            let paths: Vec<_> = self.gold.iter().chain(&self.conll).map(|path| path.display().to_string()).collect();
            return Err(CommandError::NoAnnotations { paths: paths.join(", ") });
        }
        Ok(lessons)
    }
}

/// The bytes of a model in a file.
///
/// # Errors
/// When the file cannot be read.
pub fn read_model(path: &Path) -> Result<Vec<u8>, CommandError> {
    std::fs::read(path).map_err(|source| CommandError::Unreadable { path: path.to_owned(), source })
}

/// That the model in this file, or the one that is built in, cannot be used.
pub fn no_model(path: Option<&Path>) -> impl Fn(ModelError) -> CommandError + use<> {
    let path = path.unwrap_or_else(|| Path::new("the built-in model")).to_owned();
    move |source| CommandError::Tagger { path: path.clone(), source }
}

/// Runs the command.
///
/// # Errors
/// When the text cannot be read or the model cannot be written.
pub fn run(arguments: &TrainArguments, out: &mut dyn Write) -> Result<ExitCode, CommandError> {
    let mut numbers = Numbers::default();
    let lessons = arguments.annotated.read(&mut numbers)?;
    let model = learn(arguments.annotated.labels(), &lessons.iter().collect::<Vec<_>>(), &mut numbers);
    let path = &arguments.out;
    std::fs::write(path, &model).map_err(|source| CommandError::File { path: path.clone(), source })?;
    writeln!(out, "learnt from {} texts: {}, {} bytes", lessons.len(), path.display(), model.len())?;
    Ok(ExitCode::SUCCESS)
}
