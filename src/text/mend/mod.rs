//! Raw text to the text that a reader reads: characters first, then lines and the words they break, with the way back.

mod characters;
mod layout;
mod lexicon;
mod lines;
mod torn;
mod words;

use super::Mended;

/// Mends `raw`: line ends, blanks and look-alike letters; words that a line break or a blank tears apart; lines that a
/// page layout broke. What remains as a line break ends a paragraph, a heading or a list item.
///
/// Costs time linear in the length of `raw`, however long its lines are. Never fails: what is not understood stays as
/// it is.
///
/// ```
/// use shezhire::model::Span;
///
/// let raw = "Ол Астанада бол-\nған cәтті айтты.";
/// let mended = shezhire::text::mend(raw);
/// assert_eq!(mended.as_str(), "Ол Астанада болған сәтті айтты.");
/// let word = Span::new(22, 34);
/// assert_eq!(word.cut(mended.as_str()), "болған");
/// assert_eq!(mended.to_raw(word).cut(raw), "бол-\nған");
/// ```
#[must_use]
pub fn mend(raw: &str) -> Mended {
    let characters = characters::mend(raw);
    let lines = lines::lines(characters.as_str());
    let breaks = layout::breaks(characters.as_str(), &lines);
    let words = words::mend(characters.as_str(), &lines, &breaks);
    characters.then(words)
}
