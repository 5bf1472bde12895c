//! `shezhire evaluate`: annotated text to precision, recall and F1 of names.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::CommandError;
use super::train::{AnnotatedText, no_model, read_model};
use crate::extract::tagger::{
    CLASS_LABELS, Count, LABELS, Lesson, Model, ModelError, Numbers, Scheme, built_in, learn,
};
use crate::model::Span;

/// Measure on annotated text how well names are recognised: by the rules alone, by the model alone, and by the model
/// that is told what the rules say.
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

type Names = Vec<(Span, usize)>;

/// A lesson with the names that the model finds alone and with what the rules say.
type Told<'l> = (&'l Lesson, Names, Names);

/// Runs the command.
///
/// # Errors
/// When the text or the model cannot be read, or `out` cannot be written.
pub fn run(arguments: &EvaluateArguments, out: &mut dyn Write) -> Result<ExitCode, CommandError> {
    let mut numbers = Numbers::default();
    let lessons = arguments.annotated.read(&mut numbers)?;
    let scheme = arguments.annotated.labels();
    let own = arguments.model.as_deref().map(read_model).transpose()?;
    let failed = no_model(arguments.model.as_deref());
    let all: Vec<&Lesson> = lessons.iter().collect();
    let mut told: Vec<Told<'_>> = Vec::new();
    match (arguments.folds, own) {
        (Some(folds), _) => {
            for fold in 0..folds {
                let (held, rest): (Vec<&Lesson>, Vec<&Lesson>) = lessons.iter().partition(|l| l.group % folds == fold);
                let bytes = learn(scheme, &rest, &mut numbers);
                tell(scheme, &held, &bytes, &numbers, &mut told).map_err(&failed)?;
            }
        }
        (None, Some(bytes)) => tell(scheme, &all, &bytes, &numbers, &mut told).map_err(&failed)?,
        (None, None) => tell(scheme, &all, built_in(scheme), &numbers, &mut told).map_err(&failed)?,
    }
    report(out, scheme, &told)?;
    Ok(ExitCode::SUCCESS)
}

/// Adds the names that the model finds in lessons.
fn tell<'l>(
    scheme: Scheme,
    lessons: &[&'l Lesson],
    bytes: &[u8],
    numbers: &Numbers,
    told: &mut Vec<Told<'l>>,
) -> Result<(), ModelError> {
    match scheme {
        Scheme::Kinds => {
            let model = Model::<LABELS>::read(bytes)?;
            let names = |lesson: &Lesson, alone| lesson.names_by(&model, numbers, alone);
            told.extend(lessons.iter().map(|lesson| (*lesson, names(lesson, true), names(lesson, false))));
        }
        Scheme::Classes => {
            let model = Model::<CLASS_LABELS>::read(bytes)?;
            let names = |lesson: &Lesson, alone| lesson.names_by(&model, numbers, alone);
            told.extend(lessons.iter().map(|lesson| (*lesson, names(lesson, true), names(lesson, false))));
        }
    }
    Ok(())
}

fn report(out: &mut dyn Write, scheme: Scheme, told: &[Told<'_>]) -> Result<(), CommandError> {
    writeln!(
        out,
        "{:14}{:7}{:>7}{:>7}{:>7}{:>7}{:>7}{:>11}",
        "kind", "by", "P", "R", "F1", "right", "found", "annotated"
    )?;
    let mut all = Count::default();
    for (label, kind) in (1..).step_by(2).zip(scheme.names()) {
        let (mut rules, mut alone, mut model) = (Count::default(), Count::default(), Count::default());
        for (lesson, by_itself, names) in told {
            rules.add(&lesson.rules, &lesson.names, label);
            alone.add(by_itself, &lesson.names, label);
            model.add(names, &lesson.names, label);
            all.add(names, &lesson.names, label);
        }
        if scheme == Scheme::Kinds {
            row(out, kind, "rules", rules)?;
            row(out, kind, "model", alone)?;
        }
        row(out, kind, "both", model)?;
    }
    row(out, "all", "both", all)
}

fn row(out: &mut dyn Write, kind: &str, by: &str, count: Count) -> Result<(), CommandError> {
    let (p, r, f1) = (count.precision(), count.recall(), count.f1());
    let (right, found, annotated) = (count.right, count.found, count.annotated);
    Ok(writeln!(out, "{kind:14}{by:7}{p:7.1}{r:7.1}{f1:7.1}{right:7}{found:7}{annotated:11}")?)
}
