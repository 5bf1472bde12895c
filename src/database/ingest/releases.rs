//! A release to its node, and back: what is kept, what another copy of the same text changes.

use std::sync::Arc;

use super::relations::{count, properties, text_or_null};
use crate::graph::Draft;
use crate::model::{NodeId, Properties, Span, Value};
use crate::text::{self, Language, Release};

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
pub(super) fn release_properties(release: &Release) -> Properties {
    let mut all = properties([
        ("title", text_or_null(release.title.as_deref())),
        ("date", text_or_null(release.date.as_ref().map(|d| d.as_str()))),
        ("date_from", text_or_null(release.date_from.map(|d| d.as_str()))),
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

/// The release that a node keeps, to be extracted once more.
pub(super) fn stored_release(draft: &Draft, node: NodeId) -> Release {
    let graph = draft.graph();
    let string = |key: &str| match graph.node_property(node, key) {
        Value::String(s) => s,
        _ => Arc::from(""),
    };
    let number = |key: &str| {
        let n = graph.node_property(node, key).as_integer().unwrap_or(0);
        usize::try_from(n).unwrap_or(0)
    };
    let raw = string("text");
    let text = text::mend(&raw);
    Release {
        source: string("source"),
        index: number("index"),
        span: Span::new(number("byte_start"), number("byte_end")),
        raw,
        text,
        encoding: "utf-8",
        language: Language::Kazakh,
        title: None,
        date: string("date").parse().ok(),
        date_from: None,
        url: None,
        publisher: None,
        duplicate_of: None,
    }
}
