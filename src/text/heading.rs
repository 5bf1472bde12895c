//! The first lines of a release to its title and date.

use crate::model::Edtf;

/// What the first lines of a release say about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Heading {
    pub title: Option<String>,
    pub date: Option<Edtf>,
}

/// Longest title, in characters.
const LONGEST_TITLE: usize = 160;

/// Reads the heading of a mended text: a line that is short and no sentence, with paragraphs below it, is the title.
pub(super) fn read(text: &str) -> Heading {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next();
    let below = lines.next();
    let title = first.filter(|line| below.is_some() && is_title(line)).map(str::to_owned);
    Heading { title, date: None }
}

fn is_title(line: &str) -> bool {
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 4
        && line.chars().count() <= LONGEST_TITLE
        && !line.ends_with(['.', ',', ';', ':', '…'])
        && !line.starts_with(['–', '—', '-', '•', '*'])
        && line.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_numeric())
}
