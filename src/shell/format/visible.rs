//! Text to text that a terminal only shows: control characters and hidden changes of direction made visible.

use std::borrow::Cow;
use std::fmt::Write;

/// The text with everything that a terminal would obey written as an escape: `\n`, `\u{1b}`.
///
/// Names and sentences come from documents of others: an escape sequence in them could retitle, repaint or command the
/// terminal, and a change of direction could make text look like other text.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            // Writing into a string cannot fail.
            c if is_obeyed(c) => {
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
            }
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Whether a terminal does something else than show the character.
pub fn is_obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_written_out() {
        assert_eq!(visible("Абай\u{1b}[31m\n\u{9b}2J\u{202e}"), "Абай\\u{1b}[31m\\n\\u{9b}2J\\u{202e}");
        assert!(matches!(visible("Қасым-Жомарт Тоқаев 🧐"), Cow::Borrowed(_)));
    }
}
