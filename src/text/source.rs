//! The bytes of one source to its releases.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::encoding::{self, NotText};
use super::language;
use super::sidecar::Sidecar;
use super::split::{self, Part};
use super::{DateSource, Release, heading, mend};
use crate::model::{Edtf, Span};

/// A source that was read: a file, or standard input.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path as it was given, with `/`; `-` for standard input.
    pub name: Arc<str>,
    /// The decoded text, without a byte order mark. All spans count its bytes; of a block, those of the blocks before it
    /// as well.
    pub text: Arc<str>,
    /// Where `text` begins in the source: 0, but for later [`Blocks`](super::Blocks).
    pub start: usize,
    /// What it was encoded in: `utf-8`, `kz-1048`, `windows-1251`, `utf-16le`, `utf-16be`.
    pub encoding: &'static str,
    /// How many characters U+FFFD stand for bytes that say nothing in that encoding.
    pub replaced: usize,
    /// Its releases in order, copies included.
    pub releases: Vec<Release>,
    /// What the reader of the releases should know.
    pub warnings: Vec<Warning>,
}

/// What is known of a source besides its bytes.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// Date of releases that have none of their own, nor one in a sidecar.
    pub date: Option<Edtf>,
    /// What the sidecar says.
    pub sidecar: Option<Sidecar>,
}

/// Something about a source that was read all the same.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Warning {
    /// Bytes that say nothing.
    #[error("{source_name}: {count} bytes or characters make no sense in {encoding} and were read as U+FFFD")]
    Undecodable {
        /// Which source.
        source_name: Arc<str>,
        /// What it was read as.
        encoding: &'static str,
        /// How many.
        count: usize,
    },
    /// A release that is too long to be one.
    #[error(
        "{source_name}: release {index} is longer than 1 MiB and was cut at byte {at}; the rest follows as a release of its own"
    )]
    Cut {
        /// Which source.
        source_name: Arc<str>,
        /// Which release.
        index: usize,
        /// Where in the source.
        at: usize,
    },
    /// A sidecar that was passed over.
    #[error("sidecar passed over: {reason}")]
    Sidecar {
        /// Why.
        reason: String,
    },
}

/// Why a source was not read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Nothing in it.
    #[error("{source_name}: holds no text; give a file with at least one release")]
    Empty {
        /// Which source.
        source_name: String,
    },
    /// Not text.
    #[error(
        "{source_name}: is a binary file, not text; give plain text in UTF-8, UTF-16 (with a byte order mark), Windows-1251 or KZ-1048"
    )]
    Binary {
        /// Which source.
        source_name: String,
    },
    /// A file of a format that programs turn into text.
    #[error("{source_name}: is a {format} file, not text; convert it to plain text first")]
    Format {
        /// Which source.
        source_name: String,
        /// Which format.
        format: &'static str,
    },
    /// Not there.
    #[error("{source_name}: no such file or folder; check the path")]
    Missing {
        /// Which path.
        source_name: String,
    },
    /// A folder without sources.
    #[error(
        "{source_name}: no text file in this folder or below it (.txt, .text); give such files, or name others one by one"
    )]
    NoSources {
        /// Which folder.
        source_name: String,
    },
    /// There, and the system does not let us read it.
    #[error("{source_name}: cannot be read ({error}); check its permissions")]
    Io {
        /// Which path.
        source_name: String,
        /// What the system says.
        #[source]
        error: std::io::Error,
    },
}

/// Reads `bytes` as the source `name`: decodes them, parts them into releases and mends each.
///
/// A release's title, date, address and publisher are those of its own first lines; else the sidecar's; a date else that
/// of the options. `duplicate_of` is left to a
/// [`Deduplicator`](super::Deduplicator), which knows the sources before this one. Costs time linear in `bytes`.
///
/// # Errors
///
/// [`ReadError::Empty`], [`ReadError::Binary`] or [`ReadError::Format`] when `bytes` are no text.
pub fn read_source(name: &str, bytes: Vec<u8>, options: &ReadOptions) -> Result<Source, ReadError> {
    read_block(name, bytes, options, &mut Place { whole: true, ..Place::default() })
}

/// Where a block stands in its source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Bytes of decoded text before it.
    pub bytes: usize,
    /// Releases before it.
    pub releases: usize,
    /// Whether the block is all of the source.
    pub whole: bool,
}

/// Reads a block of a source, and moves `place` behind it.
pub(super) fn read_block(
    name: &str,
    bytes: Vec<u8>,
    options: &ReadOptions,
    place: &mut Place,
) -> Result<Source, ReadError> {
    let source_name = || name.to_owned();
    let Place { bytes: start, releases: earlier, whole } = *place;
    let decoded = if start == 0 { encoding::decode(&bytes) } else { encoding::decode_utf8(&bytes) };
    place.bytes += bytes.len();
    let decoded = decoded.map_err(|why| match why {
        NotText::Empty => ReadError::Empty { source_name: source_name() },
        NotText::Binary => ReadError::Binary { source_name: source_name() },
        NotText::Format(format) => ReadError::Format { source_name: source_name(), format },
    })?;
    drop(bytes);
    let name: Arc<str> = name.into();
    let text: Arc<str> = decoded.text.into();
    place.bytes = start + text.len();
    let encoding = decoded.encoding;
    let mut warnings = Vec::new();
    if decoded.replaced > 0 {
        let count = decoded.replaced;
        warnings.push(Warning::Undecodable { source_name: Arc::clone(&name), encoding, count });
    }
    let mut releases: Vec<Release> = Vec::new();
    let mut read: FxHashMap<&str, usize> = FxHashMap::default();
    for (index, part) in split::split(&text, whole).into_iter().enumerate() {
        if part.cut {
            let (index, at) = (earlier + index, start + part.span.end);
            warnings.push(Warning::Cut { source_name: Arc::clone(&name), index, at });
        }
        // Sources hold many a release twice; the second time there is nothing to find out.
        let first = *read.entry(part.span.cut(&text)).or_insert(index);
        let known = releases.get(first).filter(|known| part.title.is_none() && known.index != index).cloned();
        releases.push(match known {
            Some(known) => Release { index, span: part.span, ..known },
            None => read_release(&name, index, part, &text, encoding, options),
        });
    }
    if releases.is_empty() {
        // Separators with nothing between them.
        return Err(ReadError::Empty { source_name: name.to_string() });
    }
    place.releases += releases.len();
    for release in releases.iter_mut().filter(|_| start > 0) {
        release.index += earlier;
        release.span = Span::new(release.span.start + start, release.span.end + start);
    }
    Ok(Source { name, text, start, encoding, replaced: decoded.replaced, releases, warnings })
}

fn read_release(
    source: &Arc<str>,
    index: usize,
    part: Part,
    text: &Arc<str>,
    encoding: &'static str,
    options: &ReadOptions,
) -> Release {
    let whole = part.span == Span::new(0, text.len());
    let raw = if whole { Arc::clone(text) } else { part.span.cut(text).into() };
    let text = mend(&raw);
    let heading = heading::read(text.as_str());
    let title = part.title.map(|title| {
        let from = part.span.start;
        let title = text.to_mended(Span::new(title.start - from, title.end - from)).cut(text.as_str());
        title.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    let sidecar = options.sidecar.as_ref();
    let (date, date_from) = heading
        .date
        .or_else(|| sidecar.and_then(|s| s.date.clone()).map(|date| (date, DateSource::Sidecar)))
        .or_else(|| options.date.clone().map(|date| (date, DateSource::Option)))
        .unzip();
    Release {
        source: Arc::clone(source),
        index,
        span: part.span,
        raw,
        encoding,
        language: language::detect(text.as_str()),
        title: title.or(heading.title).or_else(|| sidecar.and_then(|s| s.title.clone())),
        date,
        date_from,
        url: heading.url.or_else(|| sidecar.and_then(|s| s.url.clone())),
        publisher: heading.publisher.or_else(|| sidecar.and_then(|s| s.publisher.clone())),
        duplicate_of: None,
        text,
    }
}
