//! Paths that a user gives to sources: files, folders with all below them, standard input.

use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::sidecar::Sidecar;
use super::source::{ReadError, ReadOptions, Source, Warning, read_source};
use crate::model::Edtf;

/// Endings of the files that are read from a folder. A file that is named itself may have any.
const ENDINGS: [&str; 2] = ["txt", "text"];

/// One source to be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input, given as `-`.
    StandardInput,
}

/// The sources that `path` means: itself when it is a file or `-`; the files ending in `.txt` or `.text` in and below
/// it, in order of their names, when it is a folder. Hidden files and folders are passed over, links are followed.
///
/// What cannot be looked into is an error in its place, so that the rest can be read all the same.
#[must_use]
pub fn inputs(path: &Path) -> Vec<Result<Input, ReadError>> {
    if path == Path::new("-") {
        return vec![Ok(Input::StandardInput)];
    }
    match std::fs::metadata(path) {
        Err(error) => return vec![Err(io_error(path, error))],
        Ok(metadata) if !metadata.is_dir() => return vec![Ok(Input::File(path.to_owned()))],
        Ok(_) => {}
    }
    let hidden = |name: &OsStr| name.as_encoded_bytes().starts_with(b".");
    let walk = WalkDir::new(path).follow_links(true).sort_by_file_name();
    let mut found = Vec::new();
    for entry in walk.into_iter().filter_entry(|entry| entry.depth() == 0 || !hidden(entry.file_name())) {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_source(entry.path()) => {
                found.push(Ok(Input::File(entry.into_path())));
            }
            Ok(_) => {}
            Err(error) => {
                let at = error.path().unwrap_or(path).to_owned();
                let error = error.into_io_error().unwrap_or_else(|| std::io::Error::other("a link leads back here"));
                found.push(Err(io_error(&at, error)));
            }
        }
    }
    if found.is_empty() {
        found.push(Err(ReadError::NoSources { source_name: display(path) }));
    }
    found
}

/// Reads one source with its sidecar, if there is one; `date` is for releases that have none.
///
/// # Errors
///
/// [`ReadError`] when it is missing, cannot be read, or is no text. A sidecar that cannot be used is a warning of the
/// source.
pub fn read_input(input: &Input, date: Option<&Edtf>) -> Result<Source, ReadError> {
    let mut options = ReadOptions { date: date.cloned(), sidecar: None };
    match input {
        Input::StandardInput => {
            let mut bytes = Vec::new();
            let read = std::io::stdin().lock().read_to_end(&mut bytes);
            read.map_err(|error| ReadError::Io { source_name: "standard input".to_owned(), error })?;
            read_source("-", bytes, &options)
        }
        Input::File(path) => {
            let bytes = std::fs::read(path).map_err(|error| io_error(path, error))?;
            let passed_over = match Sidecar::beside(path) {
                Ok(sidecar) => {
                    options.sidecar = sidecar;
                    None
                }
                Err(error) => Some(Warning::Sidecar { reason: error.to_string() }),
            };
            let mut source = read_source(&display(path), bytes, &options)?;
            source.warnings.extend(passed_over);
            Ok(source)
        }
    }
}

fn is_source(path: &Path) -> bool {
    let ending = path.extension().and_then(OsStr::to_str);
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

pub(super) fn io_error(path: &Path, error: std::io::Error) -> ReadError {
    let source_name = display(path);
    match error.kind() {
        std::io::ErrorKind::NotFound => ReadError::Missing { source_name },
        _ => ReadError::Io { source_name, error },
    }
}

/// A path as sources are named: with `/` on every system.
pub(super) fn display(path: &Path) -> String {
    let name = path.display().to_string();
    if std::path::MAIN_SEPARATOR == '/' { name } else { name.replace(std::path::MAIN_SEPARATOR, "/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folder_gives_its_text_files_in_order_of_name() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a/z.TXT", "a/y.text", "a.txt.meta.json", "c.pdf", ".hidden.txt", "a/.git/x.txt"] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "Хабар.").unwrap();
        }
        let found: Vec<_> = inputs(folder.path()).into_iter().map(Result::unwrap).collect();
        let names = ["a/y.text", "a/z.TXT", "b.txt"].map(|name| Input::File(folder.path().join(name)));
        assert_eq!(found, names);
    }

    #[test]
    fn path_that_is_not_there_and_folder_without_text_are_errors() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(inputs(folder.path())[..], [Err(ReadError::NoSources { .. })]));
        assert!(matches!(inputs(&folder.path().join("x.txt"))[..], [Err(ReadError::Missing { .. })]));
    }

    #[test]
    fn sidecar_dates_a_release_and_a_broken_one_is_a_warning() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "Кездесу өтті.").unwrap();
        let sidecar = Sidecar::path_for(&path);
        std::fs::write(&sidecar, r#"{"date": "2024-05-06", "url": "https://example.kz/1", "extra": 1}"#).unwrap();
        let source = read_input(&Input::File(path.clone()), None).unwrap();
        let release = &source.releases[0];
        assert_eq!(release.date.as_ref().map(Edtf::as_str), Some("2024-05-06"));
        assert_eq!(release.date_from, Some(crate::text::DateSource::Sidecar));
        assert_eq!(release.url.as_deref(), Some("https://example.kz/1"));

        std::fs::write(&sidecar, "{").unwrap();
        let source = read_input(&Input::File(path), Some(&"2023".parse().unwrap())).unwrap();
        assert!(matches!(source.warnings[..], [Warning::Sidecar { .. }]));
        assert_eq!(source.releases[0].date.as_ref().map(Edtf::as_str), Some("2023"));
    }
}
