//! `shezhire evaluate`: annotated text to precision, recall and F1 of names.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::CommandError;
use super::train::{AnnotatedText, learn};
use crate::extract::tagger::{Count, KINDS, Lesson, Model, ModelError, Numbers, shipped};
use crate::model::{EntityKind, Span};

/// Measure on annotated text how well names are recognised, by the rules alone and by the model that weighs them.
///
/// A name counts as right when its first and last character and its kind are. With --folds, the model is learnt anew
/// from the rest of the text for each part; without, the text must not be what the model was learnt from.
#[derive(Args, Debug)]
pub struct EvaluateArguments {
    #[command(flatten)]
    annotated: AnnotatedText,
    /// A model that `shezhire train` made, in the place of the one that is built in
    #[arg(long, value_name = "MODEL", conflicts_with = "folds")]
    model: Option<PathBuf>,
    /// Cross-validate: hold out one part in so many, in turn
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=100))]
    folds: Option<u64>,
}

type Names = Vec<(Span, EntityKind)>;

/// Runs the command.
///
/// # Errors
/// When the text or the model cannot be read, or `out` cannot be written.
pub fn run(arguments: &EvaluateArguments, out: &mut dyn Write) -> Result<ExitCode, CommandError> {
    let mut numbers = Numbers::default();
    let lessons = arguments.annotated.read(&mut numbers)?;
    let mut told: Vec<(&Lesson, Names)> = Vec::new();
    if let Some(folds) = arguments.folds {
        for fold in 0..folds {
            let (held, rest): (Vec<&Lesson>, Vec<&Lesson>) = lessons.iter().partition(|l| l.group % folds == fold);
            let bytes = learn(&rest, &numbers);
            tell(&held, &Model::read(&bytes)?, &numbers, &mut told);
        }
    } else {
        let all: Vec<&Lesson> = lessons.iter().collect();
        match (&arguments.model, shipped()) {
            (Some(path), _) => {
                let bytes = std::fs::read(path).map_err(|source| CommandError::Model { path: path.clone(), source })?;
                tell(&all, &Model::read(&bytes)?, &numbers, &mut told);
            }
            (None, Some(model)) => tell(&all, model, &numbers, &mut told),
            (None, None) => return Err(ModelError::Foreign.into()),
        }
    }
    report(out, &told)?;
    Ok(ExitCode::SUCCESS)
}

/// Adds the names that the model finds in lessons.
fn tell<'l>(lessons: &[&'l Lesson], model: &Model<'_>, numbers: &Numbers, told: &mut Vec<(&'l Lesson, Names)>) {
    told.extend(lessons.iter().map(|lesson| (*lesson, lesson.names_by(model, numbers))));
}

fn report(out: &mut dyn Write, told: &[(&Lesson, Names)]) -> Result<(), CommandError> {
    writeln!(
        out,
        "{:14}{:7}{:>7}{:>7}{:>7}{:>7}{:>7}{:>11}",
        "kind", "by", "P", "R", "F1", "right", "found", "annotated"
    )?;
    for kind in KINDS {
        let (mut rules, mut model) = (Count::default(), Count::default());
        for (lesson, names) in told {
            rules.add(&lesson.rules, &lesson.names, kind);
            model.add(names, &lesson.names, kind);
        }
        for (by, count) in [("rules", rules), ("model", model)] {
            let (p, r, f1) = (count.precision(), count.recall(), count.f1());
            let (right, found, annotated) = (count.right, count.found, count.annotated);
            writeln!(out, "{:14}{by:7}{p:7.1}{r:7.1}{f1:7.1}{right:7}{found:7}{annotated:11}", kind.as_str())?;
        }
    }
    Ok(())
}
