//! Raw text to the text that a reader reads: characters first, then lines and the words they break, with the way back.

mod characters;
mod layout;
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

#[cfg(test)]
mod tests {
    use super::mend;
    use crate::model::Span;
    use proptest::prelude::*;

    /// Text with all that mending looks for: torn words, hyphens, drop capitals, look-alikes, blanks, strays.
    fn raw() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("мемле кет тік"),
            Just("бол\nды"),
            Just("уа-\nқыт"),
            Just("әлеу¬мет"),
            Just("Қ\nазақстан"),
            Just("cәйкеc"),
            Just("Қасым-\nЖомарт"),
            Just("ПремьерМинистр"),
            Just("\r\n"),
            Just("\n\n"),
            Just(" \n"),
            Just("  "),
            Just("\u{a0}"),
            Just("\u{ad}\n"),
            Just("Фото: a.kz\n"),
            Just("г\n"),
            Just("и\u{306}"),
            Just(". "),
            Just("– "),
            Just("12"),
            Just("\u{feff}"),
            Just("БҰҰ-\nның"),
            Just(" А\nғымдағы"),
            Just("• "),
            Just("gov.\nkz"),
            Just("«"),
            Just("»"),
            Just(","),
        ];
        let known = proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat());
        prop_oneof![known, "\\PC{0,60}", "[а-яқғ\u{306}\u{ad}¬ \\n\\r-]{0,80}"]
    }

    proptest! {
        #[test]
        fn every_character_stands_for_whole_characters_of_the_raw_text_in_order(raw in raw()) {
            let mended = mend(&raw);
            let text = mended.as_str();
            let mut last = Span::new(0, 0);
            for (at, c) in text.char_indices() {
                let span = mended.to_raw(Span::new(at, at + c.len_utf8()));
                prop_assert!(raw.get(span.start..span.end).is_some(), "{span:?} is no stretch of {raw:?}");
                prop_assert!(last.start <= span.start && last.end <= span.end, "{span:?} after {last:?}");
                last = span;
            }
        }

        #[test]
        fn any_stretch_stands_for_a_stretch_that_holds_its_parts(raw in raw(), from in 0..80_usize, length in 0..40_usize) {
            let mended = mend(&raw);
            let starts: Vec<usize> = mended.as_str().char_indices().map(|(at, _)| at).chain([mended.as_str().len()]).collect();
            let (Some(&start), Some(&end)) = (starts.get(from), starts.get(from + length)) else { return Ok(()) };
            let span = mended.to_raw(Span::new(start, end));
            prop_assert!(raw.get(span.start..span.end).is_some());
            let back = mended.to_mended(span);
            prop_assert!(start == end || back.contains(Span::new(start, end)), "{span:?} leads back to {back:?}, not {start}..{end}");
        }

        #[test]
        fn mended_text_has_plain_blanks_and_no_empty_line(raw in raw()) {
            let mended = mend(&raw);
            let text = mended.as_str();
            for unwanted in ["\n\n", "  ", "\r", "\u{ad}", " \n", "\n "] {
                prop_assert!(!text.contains(unwanted), "{unwanted:?} in {text:?}");
            }
            prop_assert!(!text.starts_with([' ', '\n']) && !text.ends_with([' ', '\n']));
        }
    }

    #[test]
    fn long_line_is_mended_in_linear_time() {
        // Quadratic work on these would take hours.
        for piece in ["ә", "сөз ", "мемле кет ", "\u{ad}", "а.", "Қ\n", "-\n", "аБ", "\u{306}"] {
            let raw = piece.repeat(100_000 / piece.len());
            let started = std::time::Instant::now();
            let _ = mend(&raw);
            assert!(started.elapsed().as_secs() < 20, "{piece:?} took {:?}", started.elapsed());
        }
    }
}
