//! The beginning of a text to the initial or shortened word that it is.

/// Shortened words of one part, without the full stop. After them a capital letter goes on with the sentence.
const WITHIN: [&str; 30] = [
    "ж",
    "жж",
    "қ",
    "қк",
    "ғ",
    "ғғ",
    "г",
    "гг",
    "обл",
    "ауд",
    "көш",
    "проф",
    "акад",
    "доц",
    "тел",
    "орынд",
    "бас",
    "ст",
    "см",
    "сурет",
    "кест",
    "гр",
    "инж",
    "ген",
    "полк",
    "им",
    "ул",
    "др",
    "мр",
    "стр",
];

/// Shortened words of one part after which a capital letter begins a sentence.
const LAST: [&str; 12] = ["млн", "млрд", "трлн", "тг", "мың", "руб", "долл", "км", "га", "сағ", "мин", "тн"];

/// Length of the initial that `rest` begins with: a capital letter, or one of the two-letter beginnings of foreign
/// names, and a full stop.
pub(super) fn initial(rest: &str) -> Option<usize> {
    let mut characters = rest.chars();
    let first = characters.next().filter(|c| c.is_uppercase())?;
    let second = characters.next()?;
    let two = matches!((first, second), ('Д', 'ж' | 'з') | ('C' | 'S' | 'T' | 'P', 'h') | ('Х', 'ь'));
    let len = first.len_utf8() + if two { second.len_utf8() } else { 0 };
    rest.get(len..)?.starts_with('.').then_some(len + 1)
}

/// Length of the shortened word that `rest` begins with: small letters or pairs of them with full stops (`т.б.`,
/// `т. б.`, `а.ж.`), or a known one.
pub(super) fn shortened(rest: &str) -> Option<usize> {
    if let Some(len) = several(rest) {
        return Some(len);
    }
    let letters = rest.find(|c: char| !c.is_alphabetic())?;
    let word = rest.get(..letters)?;
    let known = WITHIN.contains(&word) || LAST.contains(&word);
    (known && is_shortened_here(word, rest.get(letters..)?)).then_some(letters + 1)
}

/// `бас.` and such end sentences too: then no word follows that could be meant.
fn is_shortened_here(word: &str, after: &str) -> bool {
    let Some(after) = after.strip_prefix('.') else { return false };
    let full_word = matches!(word, "бас" | "мың" | "сурет" | "ст" | "км" | "га");
    !full_word || after.trim_start().starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | ';' | ')'))
}

/// Length of two or more parts of one or two small letters, each with a full stop.
fn several(rest: &str) -> Option<usize> {
    let mut at = 0;
    let mut parts = 0;
    let mut spaced = None;
    loop {
        let part = rest.get(at..)?;
        let blanks = if parts > 0 { part.len() - part.trim_start_matches(' ').len() } else { 0 };
        let part = part.get(blanks..)?;
        let letters = part.find(|c: char| !c.is_lowercase()).unwrap_or(0);
        let few = (1..=2).contains(&part.get(..letters)?.chars().count());
        let stop = part.get(letters..)?.starts_with('.');
        // `т. б.` or `т.б.`, but two of them stay two.
        let alike = parts == 0 || *spaced.get_or_insert(blanks) == blanks;
        if !few || !stop || blanks > 1 || !alike {
            break;
        }
        at += blanks + letters + 1;
        parts += 1;
    }
    (parts >= 2).then_some(at)
}

/// Whether the shortened word `text`, full stops included, may be followed by a capital letter within a sentence.
pub(super) fn goes_on(text: &str) -> bool {
    match text.strip_suffix('.') {
        Some(word) => {
            WITHIN.contains(&word)
                || matches!(text, "а.ж." | "с.ж." | "м.а." | "а. ж." | "м. а." | "ф.м.ғ.д." | "б.з.б." | "т.ж.")
        }
        None => false,
    }
}
