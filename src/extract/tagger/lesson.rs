//! Annotated text to lessons: features and labels of its tokens, with what the annotation and the rules take for names.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::super::candidate::Candidate;
use super::super::document::{Document, Token};
use super::super::reading::Reading;
use super::super::{annotate, candidates, conflicts};
use super::combine::combine;
use super::evidence::Evidence;
use super::features::{Features, Key, is_of_rules};
use super::labels::{KINDS, OUTSIDE, Scheme, Stretch, first_label, stretches};
use super::model::Model;
use crate::model::{EntityKind, Span};
use crate::text::{Language, Mended, Release, TokenKind, mend, tokens};

/// Where a lesson is from; what is learnt from one sort of text holds for the other only in part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Releases, annotated by character.
    Releases,
    /// Sentences of other text, annotated by token.
    Sentences,
}

/// A release or sentence to learn from or to be measured on.
#[derive(Debug)]
pub struct Lesson {
    /// Where it is from.
    pub domain: Domain,
    /// Lessons of one group are held out together.
    pub group: u64,
    /// Its text, as it was given.
    pub text: Arc<str>,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// The annotated names, in bytes of the text, each with its first label.
    pub names: Vec<(Span, usize)>,
    /// The names that the rules find.
    pub rules: Vec<(Span, usize)>,
    /// Where its tokens are.
    pub tokens: Vec<Span>,
    /// What a lexicon looks at of them.
    pub keys: Vec<Key>,
}

/// A name as rules and model tell it together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ToldName {
    /// Where, in bytes of the mended text.
    pub span: Span,
    /// Its first label.
    pub label: usize,
    /// How likely it is for the model.
    pub probability: f32,
}

/// A sentence of a lesson.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    /// Its first token.
    pub first: usize,
    /// Features of its tokens, by their numbers in [`Numbers`].
    pub features: Vec<Vec<u32>>,
    /// Labels of its tokens.
    pub labels: Vec<usize>,
}

impl Sentence {
    /// First and last token, counted from the start of the sentence, and label of its names.
    pub fn names(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        stretches(&self.labels, 0).into_iter().map(|name| (name.first, name.last, name.label))
    }
}

/// Numbers of features.
#[derive(Debug, Default)]
pub struct Numbers {
    numbers: FxHashMap<u64, u32>,
    /// The features by their numbers.
    pub features: Vec<u64>,
}

impl Numbers {
    /// The number of a feature.
    pub fn number(&mut self, feature: u64) -> u32 {
        let next = self.features.len() as u32;
        let number = *self.numbers.entry(feature).or_insert(next);
        if number == next {
            self.features.push(feature);
        }
        number
    }
}

/// Why lessons cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LessonError {
    /// A file or folder cannot be read.
    #[error("{} cannot be read ({source}); check the path and the permissions", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// An annotation is not what the guide says.
    #[error("{} is no annotation ({source}); it needs entities, each with a kind and mentions", path.display())]
    Annotation {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// A line is not a token and its label.
    #[error("{}, line {line}: expected a token, a blank and a label such as B-PERSON, found {found:?}", path.display())]
    Line {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// What stands there.
        found: String,
    },
}

#[derive(Deserialize)]
struct Annotation {
    entities: Vec<AnnotatedEntity>,
}

#[derive(Deserialize)]
struct AnnotatedEntity {
    kind: String,
    mentions: Vec<String>,
}

fn read_file(path: &Path) -> Result<String, LessonError> {
    std::fs::read_to_string(path).map_err(|source| LessonError::Read { path: path.to_owned(), source })
}

/// Reads a folder of annotated releases: `ID.txt` with the text, `ID.json` with its entities and their mentions.
///
/// # Errors
/// [`LessonError`] when a file cannot be read or is no annotation.
pub fn releases(folder: &Path, numbers: &mut Numbers) -> Result<Vec<Lesson>, LessonError> {
    let failed = |source| LessonError::Read { path: folder.to_owned(), source };
    let entries = std::fs::read_dir(folder).map_err(failed)?;
    let mut paths = entries.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>().map_err(failed)?;
    paths.retain(|p| p.extension().is_some_and(|e| e == "json"));
    paths.sort();
    let mut lessons = Vec::new();
    for (group, path) in (0..).zip(&paths) {
        let annotation: Annotation = serde_json::from_str(&read_file(path)?)
            .map_err(|source| LessonError::Annotation { path: path.clone(), source })?;
        let text = read_file(&path.with_extension("txt"))?;
        let mut spans = Vec::new();
        for entity in annotation.entities {
            let Some(kind) = KINDS.into_iter().find(|k| k.as_str() == entity.kind) else { continue };
            spans.extend(entity.mentions.iter().flat_map(|m| occurrences(&text, m)).map(|span| (span, kind)));
        }
        let release = release(&text, mend(&text));
        let document = annotate(&release);
        let names = outermost(spans)
            .into_iter()
            .map(|(span, kind)| (release.text.to_mended(span), first_label(kind)))
            .collect();
        lessons.push(lesson(&document, names, (Domain::Releases, group), Scheme::Kinds, numbers));
    }
    Ok(lessons)
}

/// Reads sentences with a token and its label a line and a blank line between sentences (CoNLL, IOB2). A first token such as `AID283875` is
/// no word but says which sentences are renderings of one.
///
/// # Errors
/// [`LessonError`] when the file cannot be read or has another form.
pub fn sentences(path: &Path, scheme: Scheme, numbers: &mut Numbers) -> Result<Vec<Lesson>, LessonError> {
    let text = read_file(path)?;
    let mut lessons = Vec::new();
    let mut sentence: Vec<(&str, &str)> = Vec::new();
    let mut group = 0;
    for (line, content) in (1..).zip(text.lines().chain([""])) {
        if content.trim().is_empty() {
            if !sentence.is_empty() {
                lessons.push(labelled(&sentence, group, scheme, numbers));
            }
            sentence.clear();
            group = lessons.len() as u64;
            continue;
        }
        let parts = content.trim_end().split_once([' ', '\t']).filter(|(_, label)| is_label(label));
        let Some((token, label)) = parts else {
            return Err(LessonError::Line { path: path.to_owned(), line, found: content.to_owned() });
        };
        match rendering(token).filter(|_| sentence.is_empty()) {
            Some(number) => group = number,
            None => sentence.push((token, label)),
        }
    }
    Ok(lessons)
}

/// Whether this is a label: `O`, `B-PERSON`, `I-PERSON`.
fn is_label(text: &str) -> bool {
    let class = text.strip_prefix("B-").or_else(|| text.strip_prefix("I-"));
    text == "O" || class.is_some_and(|class| !class.contains(char::is_whitespace))
}

/// The number of the sentence that this is a rendering of: `AID283875`.
pub fn rendering(token: &str) -> Option<u64> {
    let rest = token.strip_prefix(|c: char| c.is_ascii_uppercase())?;
    rest.strip_prefix("ID")?.parse().ok()
}

fn labelled(sentence: &[(&str, &str)], group: u64, scheme: Scheme, numbers: &mut Numbers) -> Lesson {
    let words: Vec<&str> = sentence.iter().map(|(word, _)| *word).collect();
    let (release, spans) = release_of(&words);
    let document = document_of(&release, &spans);
    let mut names: Vec<(Span, usize)> = Vec::new();
    let mut open = None;
    for (span, (_, label)) in spans.iter().zip(sentence) {
        let (mark, class) = label.split_once('-').unwrap_or((label, ""));
        let first = scheme.label(class);
        match (mark, first, names.last_mut()) {
            ("I", Some(_), Some(name)) if open == Some(class) => name.0 = Span::new(name.0.start, span.end),
            ("B" | "I", Some(first), _) => names.push((*span, first)),
            _ => {}
        }
        open = first.map(|_| class);
    }
    lesson(&document, names, (Domain::Sentences, group), scheme, numbers)
}

/// A release of these words, one blank between two, and where they are.
#[must_use]
pub fn release_of(words: &[&str]) -> (Release, Vec<Span>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    for word in words {
        if !text.is_empty() {
            text.push(' ');
        }
        spans.push(Span::new(text.len(), text.len() + word.len()));
        text.push_str(word);
    }
    (release(&text, Mended::unchanged(&text)), spans)
}

/// A release as one sentence whose tokens are where the spans say.
#[must_use]
pub fn document_of<'r>(release: &'r Release, spans: &[Span]) -> Document<'r> {
    let mut document = annotate(release);
    let template: Vec<Token> = std::mem::take(&mut document.tokens);
    document.tokens.extend(spans.iter().map(|span| one_token(document.text, *span, &template)));
    document.tokens.iter_mut().for_each(|t| t.sentence = 0);
    document.sentences = vec![Span::new(0, document.text.len())];
    document
}

/// The token of a span: that of the template, or one that looks like the one that begins there.
fn one_token(text: &str, span: Span, template: &[Token]) -> Token {
    let near = template.get(template.partition_point(|t| t.span.start < span.start));
    if let Some(token) = near.filter(|t| t.span == span) {
        return token.clone();
    }
    let kind = tokens(text, span).first().map_or(TokenKind::Punctuation, |t| t.kind);
    let surface = span.cut(text);
    Token {
        span,
        kind,
        sentence: 0,
        shape: near.map_or(super::super::Shape::Mark, |t| t.shape),
        word: surface.to_owned(),
        lower: crate::text::letters::lower(surface),
    }
}

fn lesson(
    document: &Document<'_>,
    names: Vec<(Span, usize)>,
    (domain, group): (Domain, u64),
    scheme: Scheme,
    numbers: &mut Numbers,
) -> Lesson {
    let reading = Reading::new(document);
    let proposed = candidates(&reading);
    let chosen = conflicts::choose(&reading, proposed.clone());
    let rules = chosen.iter().map(|c| (reading.span(c.first, c.last), first_label(c.kind))).collect();
    let evidence = Evidence::new(&reading, &proposed, &chosen);
    let features = match scheme {
        Scheme::Kinds => Features::new(&reading, &evidence),
        Scheme::Classes => Features::wide(&reading, &evidence, document.text),
    };
    let keys = (0..reading.tokens.len()).map(|at| features.key(at)).collect();
    let tokens: Vec<Span> = reading.tokens.iter().map(|t| t.span).collect();
    let mut labels = vec![OUTSIDE; tokens.len()];
    for (span, first) in &names {
        let from = tokens.partition_point(|t| t.end <= span.start);
        for (n, label) in labels.iter_mut().enumerate().skip(from) {
            if tokens.get(n).is_none_or(|t| t.start >= span.end) {
                break;
            }
            *label = if n == from { *first } else { first + 1 };
        }
    }
    let mut sentences = Vec::new();
    for (first, end) in sentences_of(reading.tokens) {
        let mut sentence = Sentence { first, ..Sentence::default() };
        for at in first..end {
            let mut own = Vec::new();
            features.each(at, (first, end), &mut |_, feature| own.push(numbers.number(feature)));
            own.sort_unstable();
            own.dedup();
            sentence.features.push(own);
        }
        sentence.labels = labels.get(first..end).unwrap_or_default().to_vec();
        sentences.push(sentence);
    }
    let text = Arc::clone(&document.release.raw);
    Lesson { domain, group, text, sentences, names, rules, tokens, keys }
}

/// First token of each sentence, and the one behind its last.
#[must_use]
pub fn sentences_of(tokens: &[Token]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut first = 0;
    for part in tokens.chunk_by(|a, b| a.sentence == b.sentence) {
        found.push((first, first + part.len()));
        first += part.len();
    }
    found
}

impl Lesson {
    /// Whether it is a release, and not a sentence of other text.
    #[must_use]
    pub fn is_release(&self) -> bool {
        self.domain == Domain::Releases
    }

    /// What a lexicon looks at of the tokens of a sentence.
    #[must_use]
    pub fn keys_of(&self, sentence: &Sentence) -> &[Key] {
        self.keys.get(sentence.first..sentence.first + sentence.labels.len()).unwrap_or_default()
    }

    /// The names that a model finds. `numbers` are those that the lesson was read with; `alone`: without what the rules
    /// say.
    #[must_use]
    pub fn names_by<const L: usize>(&self, model: &Model<'_, L>, numbers: &Numbers, alone: bool) -> Vec<(Span, usize)> {
        let mut names = Vec::new();
        for sentence in &self.sentences {
            let mut sums = vec![[0; L]; sentence.labels.len()];
            for (sum, features) in sums.iter_mut().zip(&sentence.features) {
                let features = features.iter().filter_map(|number| numbers.features.get(*number as usize));
                features.filter(|f| !alone || !is_of_rules(**f)).for_each(|feature| model.add(*feature, sum));
            }
            names.extend(self.spans(sentence, &model.labels(self.keys_of(sentence), sums)));
        }
        names
    }

    /// The names that [`Extractor`](super::super::Extractor) tells with a model.
    #[must_use]
    pub fn told_by(&self, model: &Model<'_>) -> Vec<ToldName> {
        let release = match self.domain {
            Domain::Releases => release(&self.text, mend(&self.text)),
            Domain::Sentences => release(&self.text, Mended::unchanged(&self.text)),
        };
        let document = match self.domain {
            Domain::Releases => annotate(&release),
            Domain::Sentences => document_of(&release, &self.tokens),
        };
        let reading = Reading::new(&document);
        let proposed = candidates(&reading);
        let by_rules = conflicts::choose(&reading, proposed.clone());
        let told = |c: Candidate| ToldName {
            span: reading.span(c.first, c.last),
            label: first_label(c.kind),
            probability: c.decided.probability().unwrap_or(0.0),
        };
        combine(&reading, model, proposed, by_rules, None).into_iter().map(told).collect()
    }

    /// Names as spans, of the labels of a sentence.
    fn spans<'s>(&'s self, sentence: &Sentence, labels: &[usize]) -> impl Iterator<Item = (Span, usize)> + 's {
        let found = stretches(labels, sentence.first);
        found.into_iter().filter_map(|name: Stretch| {
            let (first, last) = (self.tokens.get(name.first)?, self.tokens.get(name.last)?);
            Some((Span::new(first.start, last.end), name.label))
        })
    }
}

fn release(raw: &str, text: Mended) -> Release {
    Release {
        source: "".into(),
        index: 0,
        span: Span::new(0, raw.len()),
        raw: raw.into(),
        text,
        encoding: "utf-8",
        language: Language::Kazakh,
        title: None,
        date: None,
        date_from: None,
        url: None,
        publisher: None,
        duplicate_of: None,
    }
}

/// Whole occurrences of `wanted`.
fn occurrences(text: &str, wanted: &str) -> Vec<Span> {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let part_of_word = |span: &Span| {
        let before = text.get(..span.start).and_then(|t| t.chars().next_back());
        let after = text.get(span.end..).and_then(|t| t.chars().next());
        letter(before) && letter(wanted.chars().next()) || letter(after) && letter(wanted.chars().next_back())
    };
    if wanted.is_empty() {
        return Vec::new();
    }
    let found = text.match_indices(wanted).map(|(at, _)| Span::new(at, at + wanted.len()));
    found.filter(|span| !part_of_word(span)).collect()
}

/// Those that do not lie within a longer one.
fn outermost(mut spans: Vec<(Span, EntityKind)>) -> Vec<(Span, EntityKind)> {
    spans.sort_by_key(|(s, _)| (std::cmp::Reverse(s.len()), s.start));
    let mut kept: Vec<(Span, EntityKind)> = Vec::new();
    for span in spans {
        if !kept.iter().any(|k| k.0.contains(span.0)) {
            kept.push(span);
        }
    }
    kept.sort_by_key(|(span, _)| *span);
    kept
}
