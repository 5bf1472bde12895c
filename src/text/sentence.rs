//! Mended text to sentences.

use super::abbreviation;
use crate::model::Span;

/// A sentence of a mended text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where, in the mended text; without blanks around.
    pub span: Span,
    /// Which paragraph of the text it belongs to, from 0.
    pub paragraph: usize,
}

/// The longest sentence, in bytes: a longer one is cut at a blank, or at a character where there is none.
const LONGEST: usize = 8 << 10;

/// How many characters before and after a mark tell whether it ends a sentence.
const AHEAD: usize = 24;

/// The sentences of a mended text, in order. A line break ends one; so does a full stop, a question or exclamation mark
/// or dots, unless initials, a shortened word, a number or `– деді` show that the sentence goes on.
///
/// Costs time linear in the length of `text`. No sentence is longer than 8 KiB.
///
/// ```
/// let text = "Кездесуде Ж.Асанов 2021 ж. жұмысты айтты. – Қалай? – деді министр.";
/// let sentences: Vec<&str> = shezhire::text::sentences(text).iter().map(|s| s.span.cut(text)).collect();
/// assert_eq!(sentences, ["Кездесуде Ж.Асанов 2021 ж. жұмысты айтты.", "– Қалай? – деді министр."]);
/// ```
#[must_use]
pub fn sentences(text: &str) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut paragraph = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let before = found.len();
        read_paragraph(text, Span::new(at, at + line.len()), paragraph, &mut found);
        paragraph += usize::from(found.len() > before);
        at += line.len();
    }
    found
}

fn read_paragraph(text: &str, span: Span, paragraph: usize, found: &mut Vec<Sentence>) {
    let mut start = span.start;
    let mut word = Span::new(start, start);
    let mut characters = span.cut(text).char_indices().peekable();
    let mut blank = start;
    while let Some((offset, c)) = characters.next() {
        let at = span.start + offset;
        if c.is_whitespace() {
            blank = at;
            word = Span::new(at + c.len_utf8(), at + c.len_utf8());
        }
        if at - start >= LONGEST {
            let end = if blank > start { blank } else { at };
            push(text, Span::new(start, end), paragraph, found);
            start = end;
        }
        if !is_end_mark(c) {
            continue;
        }
        word.end = at;
        let mut marks = 1;
        let mut end = at + c.len_utf8();
        while let Some((offset, mark)) = characters.next_if(|&(_, next)| is_end_mark(next) || is_closing(next)) {
            marks += usize::from(is_end_mark(mark));
            end = span.start + offset + mark.len_utf8();
        }
        let rest = Span::new(end, span.end).cut(text);
        let first = word.start <= start;
        if ends_sentence(c, marks, word.cut(text), first, rest) {
            push(text, Span::new(start, end), paragraph, found);
            start = end;
            blank = end;
        }
        if !rest.starts_with(char::is_whitespace) {
            // `akorda.kz`, `Ж.Асанов`: the next word begins right here, the whole is one to the eye.
            word.end = end;
        }
    }
    push(text, Span::new(start, span.end), paragraph, found);
}

fn is_end_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

fn is_closing(c: char) -> bool {
    matches!(c, '»' | '”' | ')' | ']' | '"')
}

/// Whether a sentence ends with `mark` after `word` (all since the last blank), where `rest` follows.
fn ends_sentence(mark: char, marks: usize, word: &str, first: bool, rest: &str) -> bool {
    let spaced = rest.starts_with(char::is_whitespace);
    let mut following = rest.chars().take(AHEAD);
    let Some(next) = following.find(|&c| c.is_alphanumeric() || matches!(c, ',' | ';' | ':')) else {
        return spaced || rest.is_empty();
    };
    if matches!(next, ',' | ';' | ':') || next.is_lowercase() {
        return false;
    }
    if mark != '.' || marks > 1 {
        return spaced;
    }
    let cut = word.char_indices().rev().take(AHEAD).last().map_or(0, |(at, _)| at);
    let word = word.get(cut..).unwrap_or(word);
    let last = word.rsplit(|c: char| !(c.is_alphanumeric() || c == '.')).next().unwrap_or(word);
    if !spaced {
        // A blank forgotten after a sentence: "өтті.Содан", but not "Ж.Асанов" or "1.5".
        let small = last.chars().rev().take(2).all(char::is_lowercase) && last.chars().count() > 2;
        return small && next.is_uppercase() && !is_latin(next);
    }
    let dotted = |text: &str| format!("{text}.");
    let part = last.rsplit('.').next().unwrap_or(last);
    if abbreviation::initial(&dotted(part)).is_some_and(|len| len == part.len() + 1) {
        return false;
    }
    if first && !part.is_empty() && part.chars().all(|c| c.is_numeric() || matches!(c, 'I' | 'V' | 'X' | 'І' | 'Х')) {
        return false;
    }
    !(abbreviation::goes_on(&dotted(last)) || abbreviation::goes_on(&dotted(part)))
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
}

fn push(text: &str, span: Span, paragraph: usize, found: &mut Vec<Sentence>) {
    let content = span.cut(text);
    let start = span.start + content.len() - content.trim_start().len();
    let trimmed = content.trim();
    if !trimmed.is_empty() {
        found.push(Sentence { span: Span::new(start, start + trimmed.len()), paragraph });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|sentence| sentence.span.cut(text)).collect()
    }

    #[test]
    fn marks_end_sentences() {
        assert_eq!(
            read("Ол келді. Сөз сөйледі! Неге? Білмеймін… Болды."),
            ["Ол келді.", "Сөз сөйледі!", "Неге?", "Білмеймін…", "Болды."]
        );
        assert_eq!(read("Тақырып\nОл келді.Содан кетті."), ["Тақырып", "Ол келді.", "Содан кетті."]);
    }

    #[test]
    fn initials_numbers_and_shortened_words_do_not() {
        for text in [
            "Кеңесте Н.Ә. Назарбаев пен Ж. Асанов сөйледі.",
            "Жиын 2021 ж. Астанада өтті.",
            "А.ж. 2 ақпанда шықты.",
            "Бағасы 3.5 млн. теңге.",
            "1. Ауыл әкімдері жұмыс жүргізсін.",
            "Сайты akorda.kz деп аталады.",
            "Басқарма төрағасының м.а. Ерлан Сәрсенов келді.",
        ] {
            assert_eq!(read(text), [text]);
        }
        assert_eq!(read("Алма, өрік және т.б. Олар піседі."), ["Алма, өрік және т.б.", "Олар піседі."]);
    }

    #[test]
    fn speech_goes_on_to_its_speaker() {
        for text in ["– Қалай болады? – деді ол.", "«Неге келдің?» деп сұрады.", "«Бәрі дайын!», – деді әкім."]
        {
            assert_eq!(read(text), [text]);
        }
        assert_eq!(read("– Дайынбыз, – деді ол. – Енді бастаймыз."), ["– Дайынбыз, – деді ол.", "– Енді бастаймыз."]);
    }

    #[test]
    fn text_without_marks_is_cut() {
        let text = "сөз ".repeat(20_000);
        assert!(sentences(&text).iter().all(|sentence| sentence.span.len() <= LONGEST + 4));
        let text = "ә".repeat(20_000);
        assert_eq!(sentences(&text).iter().map(|sentence| sentence.span.len()).sum::<usize>(), 40_000);
    }

    proptest::proptest! {
        #[test]
        fn sentences_cover_all_but_blanks_once(text in "[а-яА-Я .!?…«»\n–]{0,80}|\\PC{0,40}") {
            let mut at = 0;
            let mut paragraph = 0;
            for sentence in sentences(&text) {
                let between = Span::new(at, sentence.span.start).cut(&text);
                proptest::prop_assert!(sentence.span.start >= at && between.trim().is_empty());
                proptest::prop_assert!(!sentence.span.cut(&text).trim().is_empty() && !sentence.span.cut(&text).contains('\n'));
                proptest::prop_assert!(sentence.paragraph >= paragraph);
                (at, paragraph) = (sentence.span.end, sentence.paragraph);
            }
            proptest::prop_assert!(text.get(at..).is_some_and(|rest| rest.trim().is_empty()));
        }
    }
}
