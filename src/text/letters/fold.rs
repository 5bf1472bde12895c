//! Words of two scripts to words of one: Latin look-alikes among Cyrillic letters, and the other way round.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What a letter tells about the script of its word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    /// Cyrillic, and no Latin letter looks like it.
    Cyrillic,
    /// Latin, and no Cyrillic letter looks like it.
    Latin,
    /// Cyrillic with a Latin twin.
    LikeLatin(char),
    /// Latin with a Cyrillic twin.
    LikeCyrillic(char),
    /// Anything else.
    Other,
}

static TWINS: LazyLock<FxHashMap<char, Script>> = LazyLock::new(|| {
    let mut twins = FxHashMap::default();
    for line in include_str!("../../../grammar/kk/lookalikes.tsv").lines().filter(|l| !l.starts_with('#')) {
        let mut letters = line.chars().filter(|&c| c != '\t');
        if let (Some(latin), Some(cyrillic)) = (letters.next(), letters.next()) {
            twins.insert(latin, Script::LikeCyrillic(cyrillic));
            twins.insert(cyrillic, Script::LikeLatin(latin));
        }
    }
    twins
});

impl Script {
    fn of(c: char) -> Self {
        match TWINS.get(&c) {
            Some(&script) => script,
            None if matches!(c, '\u{0400}'..='\u{052F}') => Self::Cyrillic,
            None if matches!(c, 'A'..='Z' | 'a'..='z' | '\u{00C0}'..='\u{024F}') => Self::Latin,
            None => Self::Other,
        }
    }
}

/// Words that mix Latin and Cyrillic letters, each brought to the script that it is meant in; all else as it was.
///
/// A word is a run of letters. If some of its letters exist in one script only and all the others have twins there,
/// those are replaced by their twins; a word of letters that all have twins goes with the greater part, in doubt with
/// Cyrillic. Words of one script are never touched, nor those with sure letters of both ("БалаFest"). Every character
/// is replaced by exactly one, so that the `n`th character stays the `n`th. Linear time.
///
/// ```
/// use shezhire::text::letters::mend_lookalikes;
/// // The first letters of the first two words come from the other script.
/// assert_eq!(mend_lookalikes("c\u{04d9}йкес \u{041a}azinform COVID"), "с\u{04d9}йкес Kazinform COVID");
/// ```
#[must_use]
pub fn mend_lookalikes(text: &str) -> Cow<'_, str> {
    let mut mended: Option<String> = None;
    let mut word_start = None;
    let mut close = |start: usize, end: usize| {
        let word = text.get(start..end).unwrap_or("");
        match (mended.as_mut(), mend_word(word)) {
            (Some(all), Some(new)) => {
                // What stands before this word was appended up to it already.
                all.push_str(&new);
            }
            (Some(all), None) => all.push_str(word),
            (None, Some(new)) => mended = Some(format!("{}{new}", text.get(..start).unwrap_or(""))),
            (None, None) => {}
        }
    };
    let mut after = 0;
    for (at, c) in text.char_indices() {
        if is_letter(c) {
            if word_start.is_none() {
                close(after, at);
                word_start = Some(at);
            }
        } else if let Some(start) = word_start.take() {
            close(start, at);
            after = at;
        }
    }
    close(word_start.unwrap_or(after), text.len());
    mended.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Whether a character is a letter; that of most of ours is told without a table.
pub(super) fn is_letter(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | 'Ѐ'..='ҁ' | 'Ҋ'..='ԯ') || (!c.is_ascii() && c.is_alphabetic())
}

/// The word in one script, when it mixed two and can be mended.
fn mend_word(word: &str) -> Option<String> {
    // Most words are pure; one pass without allocation tells.
    let (mut cyrillic, mut latin, mut like_cyrillic, mut like_latin) = (0, 0, 0, 0);
    for c in word.chars() {
        match Script::of(c) {
            Script::Cyrillic => cyrillic += 1,
            Script::Latin => latin += 1,
            Script::LikeCyrillic(_) => like_cyrillic += 1,
            Script::LikeLatin(_) => like_latin += 1,
            Script::Other => {}
        }
    }
    let mixed = (cyrillic + like_latin) > 0 && (latin + like_cyrillic) > 0;
    if !mixed || (cyrillic > 0 && latin > 0) {
        return None;
    }
    let to_cyrillic = cyrillic > 0 || (latin == 0 && like_latin >= like_cyrillic);
    let fold = |c| match Script::of(c) {
        Script::LikeCyrillic(twin) if to_cyrillic => twin,
        Script::LikeLatin(twin) if !to_cyrillic => twin,
        _ => c,
    };
    Some(word.chars().map(fold).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_letters_in_cyrillic_words_are_mended() {
        assert_eq!(mend_lookalikes("мемлекеттiк қызмeт, cалық"), "мемлекеттік қызмет, салық");
        assert_eq!(mend_lookalikes("ƏДIЛЕТ жəне мəдениет"), "ӘДІЛЕТ және мәдениет");
    }

    #[test]
    fn cyrillic_letters_in_latin_words_are_mended() {
        assert_eq!(mend_lookalikes("Еuronews, іnformburo"), "Euronews, informburo");
    }

    #[test]
    fn words_of_one_script_stay() {
        for text in
            ["COVID CAP HBO", "Назарбаев Нұрсұлтан", "XX ғасыр", "ХХ ғасыр", "БалаFest", "", "123", "é", "İlham Əliyev"]
        {
            assert!(matches!(mend_lookalikes(text), Cow::Borrowed(_)), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn characters_keep_their_places(text in "[aсеxХTтқəD -]{0,40}|\\PC{0,40}") {
            let mended = mend_lookalikes(&text);
            proptest::prop_assert_eq!(mended.chars().count(), text.chars().count());
            proptest::prop_assert_eq!(mend_lookalikes(&mended), mended.clone());
        }
    }
}
