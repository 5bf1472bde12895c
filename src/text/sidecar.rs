//! The file beside a source (`a.txt.meta.json`) to what it says about the releases in it.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::model::Edtf;

/// What `a.txt.meta.json` says about `a.txt`. Every field may be missing; others are passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sidecar {
    /// Date of the release.
    pub date: Option<Edtf>,
    /// Where it was published.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its heading.
    pub title: Option<String>,
}

/// A sidecar that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SidecarError {
    /// It is there and cannot be read.
    #[error("{path}: cannot be read ({source}); check its permissions", path = path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// It is not the JSON that is expected.
    #[error("{path}: {source}; expected an object with `date`, `url`, `publisher`, `title`", path = path.display())]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// Where and how.
        source: serde_json::Error,
    },
    /// Its date is no date.
    #[error("{path}: {source}", path = path.display())]
    Date {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        source: crate::model::ParseEdtfError,
    },
}

#[derive(Deserialize)]
struct Fields {
    date: Option<String>,
    url: Option<String>,
    publisher: Option<String>,
    title: Option<String>,
}

impl Sidecar {
    /// Where the sidecar of `source` is.
    #[must_use]
    pub fn path_for(source: &Path) -> PathBuf {
        let mut name = source.as_os_str().to_owned();
        name.push(".meta.json");
        PathBuf::from(name)
    }

    /// Reads the sidecar of `source`; `None` when there is none.
    ///
    /// # Errors
    ///
    /// [`SidecarError`] when there is one that cannot be used.
    pub fn beside(source: &Path) -> Result<Option<Self>, SidecarError> {
        let path = Self::path_for(source);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(SidecarError::Unreadable { path, source }),
        };
        Self::parse(&path, &bytes).map(Some)
    }

    /// What the bytes of a sidecar say; `path` is for the errors.
    ///
    /// # Errors
    ///
    /// [`SidecarError`] when it is not the JSON that is expected or its date is no date.
    pub fn parse(path: &Path, bytes: &[u8]) -> Result<Self, SidecarError> {
        let path = path.to_owned();
        let json = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let fields: Fields = match serde_json::from_slice(json) {
            Ok(fields) => fields,
            Err(source) => return Err(SidecarError::Malformed { path, source }),
        };
        let given = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
        let date = match given(fields.date).map(|date| date.parse()).transpose() {
            Ok(date) => date,
            Err(source) => return Err(SidecarError::Date { path, source }),
        };
        let (url, publisher, title) = (given(fields.url), given(fields.publisher), given(fields.title));
        Ok(Self { date, url, publisher, title })
    }
}
