//! One release: its text as the source has it, and as a reader would read it.

use std::sync::Arc;

use super::Mended;
use super::source::{ReadError, ReadOptions, read_source};
use crate::model::{Edtf, Span};

/// One release of a source.
#[derive(Clone, Debug)]
pub struct Release {
    /// Path of the source as it was given, with `/`; `-` for standard input.
    pub source: Arc<str>,
    /// Which release of the source, copies included.
    pub index: usize,
    /// Where it stands in the source: UTF-8 bytes of the decoded source.
    pub span: Span,
    /// The decoded source within `span`, untouched.
    pub raw: Arc<str>,
    /// The same as a reader reads it: broken lines joined, look-alike letters mended.
    pub text: Mended,
    /// What the source was encoded in: `utf-8`, `kz-1048`, `windows-1251`, `utf-16le`, `utf-16be`.
    pub encoding: &'static str,
    /// Detected language.
    pub language: Language,
    /// A heading, where the text or a sidecar gives one.
    pub title: Option<String>,
    /// Date of the release, not of its events.
    pub date: Option<Edtf>,
    /// Who says so.
    pub date_from: Option<DateSource>,
    /// Where it was published.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// The earlier release (source, index) that has the same text after mending.
    pub duplicate_of: Option<(Arc<str>, usize)>,
}

impl Release {
    /// The releases of a text that is at hand, as they would be read from a file of this name.
    ///
    /// ```
    /// use shezhire::Release;
    ///
    /// let releases = Release::from_text("хабар.txt", "2024 жылғы 5 наурыз\nҮкімет отырысы өтті.")?;
    /// assert_eq!(releases.first().and_then(|r| r.date.as_ref()).map(|d| d.as_str()), Some("2024-03-05"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ReadError`] when there is no text in it.
    pub fn from_text(source: &str, text: &str) -> Result<Vec<Self>, ReadError> {
        Ok(read_source(source, text.as_bytes().to_vec(), &ReadOptions::default())?.releases)
    }

    /// The source text of `span`, which counts bytes of the source; empty when it lies outside this release.
    #[must_use]
    pub fn cut(&self, span: Span) -> &str {
        let from = self.span.start;
        match (span.start.checked_sub(from), span.end.checked_sub(from)) {
            (Some(start), Some(end)) => self.raw.get(start..end).unwrap_or(""),
            _ => "",
        }
    }

    /// A span of `text` as a span of the source.
    #[must_use]
    pub fn to_source(&self, span: Span) -> Span {
        let raw = self.text.to_raw(span);
        Span::new(raw.start + self.span.start, raw.end + self.span.start)
    }
}

/// Who dates a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it all
pub enum DateSource {
    Heading,
    Metadata,
    Option,
    Sidecar,
    Inferred,
}

impl DateSource {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Heading, Self::Metadata, Self::Option, Self::Sidecar, Self::Inferred];

    /// Its name in the formats that others read.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Metadata => "metadata",
            Self::Option => "option",
            Self::Sidecar => "sidecar",
            Self::Inferred => "inferred",
        }
    }
}

/// Language of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Kazakh.
    Kazakh,
    /// Russian.
    Russian,
    /// English.
    English,
    /// None of these, or too short to tell.
    Unknown,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Kazakh, Self::Russian, Self::English, Self::Unknown];

    /// Its ISO 639-1 code; `und` when unknown.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kazakh => "kk",
            Self::Russian => "ru",
            Self::English => "en",
            Self::Unknown => "und",
        }
    }
}
