//! A release to its node, and back: what is kept, what another copy of the same text changes.

use std::sync::Arc;

use super::relations::{count, properties, text_or_null};
use crate::graph::Draft;
use crate::model::{Edtf, Facts, NodeId, Properties, Span, Value};
use crate::text::{self, DateSource, Language, Release};

/// What made the facts of a release; part of the release's node.
pub(super) const EXTRACTOR: &str = concat!("shezhire ", env!("CARGO_PKG_VERSION"));

/// The key of a release: a hash of its mended text so that copies have one key.
pub(super) fn release_key(release: &Release) -> String {
    format!("{:032x}", text::text_hash(release.text.as_str()))
}

/// `RELEASEKEY#start-end`: a stretch of the source that proves something.
pub(super) fn evidence(key: &str, span: Span) -> String {
    format!("{key}#{}-{}", span.start, span.end)
}

/// Where one copy of a text stands, as the node's `places` list it.
pub(super) fn place_of(release: &Release) -> String {
    format!("{}#{}", release.source, release.index)
}

/// Properties of the node of a release that is met for the first time.
pub(super) fn release_properties(release: &Release, facts: &Facts) -> Properties {
    let inferred = facts.period.as_ref().filter(|_| release.date.is_none());
    let from = inferred.map(|_| DateSource::Inferred).or(release.date_from);
    let mut all = properties([
        ("title", text_or_null(release.title.as_deref())),
        ("date", text_or_null(date_of(release, facts).map(Edtf::as_str))),
        ("date_from", text_or_null(from.map(DateSource::as_str))),
        ("date_why", inferred.map_or(Value::Null, |p| Value::list(p.why.iter().map(|w| w.as_str().into())))),
        ("language", release.language.code().into()),
        ("url", text_or_null(release.url.as_deref())),
        ("publisher", text_or_null(release.publisher.as_deref())),
        ("copies", Value::Integer(1)),
        ("places", Value::list([place_of(release).into()])),
        ("extractor", EXTRACTOR.into()),
    ]);
    all.extend(standing(release));
    all
}

/// Properties that tell where the text stands: they follow the smallest of its places.
pub(super) fn standing(release: &Release) -> Properties {
    properties([
        ("source", Value::String(Arc::clone(&release.source))),
        ("index", count(release.index)),
        ("byte_start", count(release.span.start)),
        ("byte_end", count(release.span.end)),
        ("text", Value::String(Arc::clone(&release.raw))),
    ])
}

/// The places on record of a release's node, sorted.
pub(super) fn places(draft: &Draft, node: NodeId) -> Vec<Arc<str>> {
    match draft.graph().node_property(node, "places") {
        Value::List(items) => {
            items.iter().filter_map(|v| if let Value::String(s) = v { Some(Arc::clone(s)) } else { None }).collect()
        }
        _ => Vec::new(),
    }
}

/// When a release is from: what it says itself, or else what its contents allow.
fn date_of<'a>(release: &'a Release, facts: &'a Facts) -> Option<&'a Edtf> {
    release.date.as_ref().or_else(|| facts.period.as_ref().map(|period| &period.date))
}

/// What the graph needs of a release to tell its facts.
pub(super) struct Source {
    raw: Arc<str>,
    start: usize,
    /// Date of the release.
    pub date: Option<Edtf>,
}

impl Source {
    /// That of a release which is at hand.
    pub fn of(release: &Release, facts: &Facts) -> Self {
        let date = date_of(release, facts).cloned();
        Self { raw: Arc::clone(&release.raw), start: release.span.start, date }
    }

    /// That of a release on record.
    pub fn on_record(draft: &Draft, node: NodeId) -> Self {
        let date = string(draft, node, "date").parse().ok();
        Self { raw: string(draft, node, "text"), start: number(draft, node, "byte_start"), date }
    }

    /// The source text of `span`, which counts bytes of the source; empty when it lies outside this release.
    pub fn cut(&self, span: Span) -> &str {
        let inside = span.start.checked_sub(self.start).zip(span.end.checked_sub(self.start));
        inside.and_then(|(start, end)| self.raw.get(start..end)).unwrap_or("")
    }
}

fn string(draft: &Draft, node: NodeId, key: &str) -> Arc<str> {
    match draft.graph().node_property(node, key) {
        Value::String(s) => s,
        _ => Arc::from(""),
    }
}

fn number(draft: &Draft, node: NodeId, key: &str) -> usize {
    let n = draft.graph().node_property(node, key).as_integer().unwrap_or(0);
    usize::try_from(n).unwrap_or(0)
}

/// The release that a node keeps, to be extracted once more.
pub(super) fn stored_release(draft: &Draft, node: NodeId) -> Release {
    let string = |key| string(draft, node, key);
    let number = |key| number(draft, node, key);
    let known = |key| Some(string(key)).filter(|text| !text.is_empty());
    let raw = string("text");
    let text = text::mend(&raw);
    let from = string("date_from");
    // A date that was inferred is no date to read the text by.
    let date_from = DateSource::ALL.into_iter().find(|f| f.as_str() == &*from && *f != DateSource::Inferred);
    let language = string("language");
    let language = Language::ALL.into_iter().find(|l| l.code() == &*language);
    Release {
        source: string("source"),
        index: number("index"),
        span: Span::new(number("byte_start"), number("byte_end")),
        raw,
        text,
        encoding: "utf-8",
        language: language.unwrap_or(Language::Unknown),
        title: known("title").map(|title| title.to_string()),
        date: date_from.and_then(|_| string("date").parse().ok()),
        date_from,
        url: known("url").map(|url| url.to_string()),
        publisher: known("publisher").map(|publisher| publisher.to_string()),
        duplicate_of: None,
    }
}
