//! `shezhire evaluate`: annotated text to precision, recall and F1 of names.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::CommandError;
use super::train::{AnnotatedText, no_model, read_model};
use crate::extract::Reliability;
use crate::extract::tagger::{
    CLASS_LABELS, Confusion, Count, Draws, Fate, LABELS, Lesson, Model, ModelError, Numbers, Scheme, ToldName,
    built_in, learn,
};
use crate::model::Span;

/// Measure on annotated text how well names are recognised: by the rules alone, by the model alone, by the model that is
/// told what the rules say, and by `shezhire extract`, which weighs both.
///
/// A name counts as right when its first and last character and its kind are. With --folds, the model is learnt anew
/// from the rest of the text for each part; without, the text must not be what the model was learnt from. Releases and
/// sentences are learnt from together and measured each for themselves.
///
/// The interval behind an F1 is where it lies in 95 of 100 draws of as many texts (bootstrap, 1000 draws, always the
/// same); the last column is how far it lies above the F1 of the rules on the same draws. What is said last is whether
/// the model's probabilities can be trusted: of the names that extract tells with 0.9, how many are right, and how far
/// the two are apart on average.
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

/// A lesson with what was found in it.
struct Told<'l> {
    lesson: &'l Lesson,
    /// By the model alone.
    alone: Names,
    /// By the model that is told what the rules say.
    both: Names,
    /// What `shezhire extract` tells of it; classes beyond those of releases are labels of the model only.
    extract: Vec<ToldName>,
}

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
    let (releases, sentences): (Vec<_>, Vec<_>) = told.into_iter().partition(|t| t.lesson.is_release());
    let both = !releases.is_empty() && !sentences.is_empty();
    for (name, told) in [("releases", releases), ("sentences", sentences)] {
        if both {
            writeln!(out, "{name}: {}", told.len())?;
        }
        if !told.is_empty() {
            report(out, scheme, &told)?;
        }
    }
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
            told.extend(lessons.iter().map(|lesson| Told {
                alone: lesson.names_by(&model, numbers, true),
                both: lesson.names_by(&model, numbers, false),
                extract: lesson.told_by(&model),
                lesson,
            }));
        }
        Scheme::Classes => {
            let model = Model::<CLASS_LABELS>::read(bytes)?;
            told.extend(lessons.iter().map(|lesson| Told {
                alone: Vec::new(),
                both: lesson.names_by(&model, numbers, false),
                extract: Vec::new(),
                lesson,
            }));
        }
    }
    Ok(())
}

/// Who finds the names, for each kind of them in turn.
const BY: [&str; 4] = ["rules", "model", "both", "extract"];

fn report(out: &mut dyn Write, scheme: Scheme, told: &[Told<'_>]) -> Result<(), CommandError> {
    let kinds = scheme.names();
    // KazNERD's classes are labels of the model only.
    let shown: &[usize] = if scheme == Scheme::Kinds { &[0, 1, 2, 3] } else { &[2] };
    let rows = BY.len() * (kinds.len() + 1);
    let texts = counts(kinds.len(), told);
    let mut sums = vec![Count::default(); rows];
    texts.iter().for_each(|text| sums.iter_mut().zip(text).for_each(|(sum, count)| *sum += *count));
    let draws = Draws::new(&texts, rows);
    writeln!(
        out,
        "{:14}{:9}{:>6}{:>7}{:>7}{:>15}{:>7}{:>7}{:>11}  above the rules",
        "kind", "by", "P", "R", "F1", "95 %", "right", "found", "annotated"
    )?;
    for (index, kind) in kinds.iter().copied().chain(["all"]).enumerate() {
        for by in shown.iter().copied() {
            let row = index * BY.len() + by;
            let Some(count) = sums.get(row) else { continue };
            let (low, high) = draws.interval(row);
            let (p, r, f1) = (count.precision(), count.recall(), count.f1());
            let (right, found, annotated) = (count.right, count.found, count.annotated);
            let by_name = BY.get(by).copied().unwrap_or("");
            write!(out, "{kind:14}{by_name:9}{p:6.1}{r:7.1}{f1:7.1}{:>15}", format!("{low:.1}–{high:.1}"))?;
            write!(out, "{right:7}{found:7}{annotated:11}")?;
            if by > 0 && shown.contains(&0) {
                let (low, high) = draws.gain(row, index * BY.len());
                write!(out, "  {low:+.1} to {high:+.1}")?;
            }
            writeln!(out)?;
        }
    }
    confusion(out, scheme, told)?;
    if scheme == Scheme::Kinds {
        calibration(out, &kinds, told)?;
    }
    Ok(())
}

/// Counts of each text, or of those that are renderings of one: for each kind, then for all, in the order of [`BY`].
fn counts(kinds: usize, told: &[Told<'_>]) -> Vec<Vec<Count>> {
    let mut texts: BTreeMap<u64, Vec<Count>> = BTreeMap::new();
    for text in told {
        let key = text.lesson.group;
        let counts = texts.entry(key).or_insert_with(|| vec![Count::default(); BY.len() * (kinds + 1)]);
        let extract: Names = text.extract.iter().map(|name| (name.span, name.label)).collect();
        for (by, names) in [&text.lesson.rules, &text.alone, &text.both, &extract].into_iter().enumerate() {
            for kind in 0..kinds {
                let mut count = Count::default();
                count.add(names, &text.lesson.names, 1 + 2 * kind);
                for row in [kind, kinds] {
                    if let Some(sum) = counts.get_mut(row * BY.len() + by) {
                        *sum += count;
                    }
                }
            }
        }
    }
    texts.into_values().collect()
}

/// What was found where names are annotated: a line a kind that was mistaken, missed, or cut otherwise.
fn confusion(out: &mut dyn Write, scheme: Scheme, told: &[Told<'_>]) -> Result<(), CommandError> {
    let mut confusion = Confusion::default();
    for text in told {
        let extract: Names = text.extract.iter().map(|name| (name.span, name.label)).collect();
        confusion.add(if scheme == Scheme::Kinds { &extract } else { &text.both }, &text.lesson.names);
    }
    let kinds = scheme.names();
    let name = |label: usize| kinds.get(label.saturating_sub(1) / 2).copied().unwrap_or("?");
    let by = if scheme == Scheme::Kinds { "extract" } else { "the model" };
    writeln!(out, "\nconfusion: what {by} finds where a name is annotated")?;
    let annotated: BTreeSet<Option<usize>> = confusion.fates.keys().map(|(kind, _)| *kind).collect();
    // What is found where nothing is annotated stands last.
    for kind in annotated.iter().filter(|kind| kind.is_some()).chain(annotated.iter().filter(|kind| kind.is_none())) {
        let fates = confusion.fates.iter().filter(|((k, _), _)| k == kind).map(|((_, fate), n)| match fate {
            Fate::Kind(other) if Some(*other) == *kind => format!("{n} right"),
            Fate::Kind(other) => format!("{n} {}", name(*other)),
            Fate::Overlapping => format!("{n} with other ends"),
            Fate::Missed => format!("{n} nothing"),
        });
        writeln!(out, "{:14}{}", kind.map_or("nothing", name), fates.collect::<Vec<_>>().join(", "))?;
    }
    Ok(())
}

/// How likely names are for the model that `shezhire extract` tells, and how many of them are right.
fn calibration(out: &mut dyn Write, kinds: &[&str], told: &[Told<'_>]) -> Result<(), CommandError> {
    writeln!(out, "\nprobability of the names that extract tells, and the share of right ones")?;
    for (kind, label) in kinds.iter().zip((1..).step_by(2)) {
        let mut reliability = Reliability::default();
        for text in told {
            for name in text.extract.iter().filter(|name| name.label == label) {
                reliability.add(name.probability.into(), text.lesson.names.contains(&(name.span, label)));
            }
        }
        writeln!(out, "{kind:14}{reliability}")?;
    }
    Ok(())
}
