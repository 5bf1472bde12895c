//! Capitals to small letters and back, with the dotted and dotless i of the Kazakh Latin alphabet.
use super::fold::is_letter;

/// Letters that tell a word in the Kazakh Latin alphabet, where I is the capital of ı and İ that of i.
const KAZAKH_LATIN: &[char] = &['İ', 'ı', 'Ğ', 'ğ', 'Ş', 'ş', 'Ū', 'ū', 'Ñ', 'ñ'];

/// Particles of foreign names that stay small inside a name.
const PARTICLES: &[&str] = &["бен", "бин", "ибн", "фон", "ван", "дер", "де", "да", "ди", "дю"];

/// The small letter of `c`, always one character: `İ` gives `i`, not `i` with a combining dot.
#[must_use]
pub fn lower_char(c: char) -> char {
    match c {
        'İ' => 'i',
        // Most of what is read is small already.
        'a'..='z' | 'а'..='я' => c,
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// The text in small letters. Every character gives exactly one. `I` gives `ı` in words that show the Kazakh Latin
/// alphabet by another letter of theirs, else `i`.
///
/// ```
/// use shezhire::text::letters::lower;
/// assert_eq!(lower("ҚАЗІРГІ BBC"), "қазіргі bbc");
/// assert_eq!(lower("İZĞI IŞKI"), "izğı ışkı");
/// ```
#[must_use]
pub fn lower(text: &str) -> String {
    by_words(text, |c, kazakh_latin| if c == 'I' && kazakh_latin { 'ı' } else { lower_char(c) })
}

/// The text in capitals. Every character gives exactly one; one that has no single capital stays. `i` gives `İ` in
/// words of the Kazakh Latin alphabet, else `I`.
#[must_use]
pub fn upper(text: &str) -> String {
    by_words(text, |c, kazakh_latin| if c == 'i' && kazakh_latin { 'İ' } else { upper_char(c) })
}

fn upper_char(c: char) -> char {
    let mut all = c.to_uppercase();
    match (all.next(), all.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

fn by_words(text: &str, map: impl Fn(char, bool) -> char) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(|c: char| !is_letter(c)) {
        let kazakh_latin = piece.contains(KAZAKH_LATIN);
        out.extend(piece.chars().map(|c| map(c, kazakh_latin)));
    }
    out
}

/// Whether the word begins with a capital letter.
#[must_use]
pub fn is_capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// A name as it is written in running text: words in capitals keep the first letter only, part by part of a hyphenated
/// word. Words that hold a small letter, initials and Roman numerals stay as they are.
///
/// Meant for names of persons and places; an acronym would lose its capitals.
///
/// ```
/// use shezhire::text::letters::title_case;
/// assert_eq!(title_case("ҚАСЫМ-ЖОМАРТ ТОҚАЕВ"), "Қасым-Жомарт Тоқаев");
/// assert_eq!(title_case("Ж.АСАНОВ, МҰХАММЕД БЕН ЗАИД"), "Ж.Асанов, Мұхаммед бен Заид");
/// ```
#[must_use]
pub fn title_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for piece in name.split_inclusive(|c: char| !c.is_alphabetic()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
        let capitals = word.chars().count() > 1 && word.chars().all(char::is_uppercase);
        let small = if capitals && !is_roman_numeral(word) { lower(word) } else { word.to_owned() };
        if capitals && !out.is_empty() && PARTICLES.contains(&small.as_str()) {
            out.push_str(&small);
        } else {
            let mut letters = small.chars();
            out.extend(letters.next().map(|first| if capitals { word.chars().next().unwrap_or(first) } else { first }));
            out.push_str(letters.as_str());
        }
        out.push_str(piece.get(word.len()..).unwrap_or(""));
    }
    out
}

/// In Latin letters or their Cyrillic look-alikes.
fn is_roman_numeral(word: &str) -> bool {
    word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'І' | 'Х'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_of_names_are_brought_down() {
        assert_eq!(title_case("НАЗАРБАЕВ"), "Назарбаев");
        assert_eq!(title_case("Нұрсұлтан НАЗАРБАЕВ"), "Нұрсұлтан Назарбаев");
        assert_eq!(title_case("ЕЛИЗАВЕТА ІІ"), "Елизавета ІІ");
        assert_eq!(title_case("Ә. ЖҰМАБЕКҰЛЫ"), "Ә. Жұмабекұлы");
        assert_eq!(title_case("ФОН ДЕР ЛЯЙЕН"), "Фон дер Ляйен");
        assert_eq!(title_case(""), "");
    }

    #[test]
    fn dotted_and_dotless_i_are_kept_apart() {
        assert_eq!(upper("iş ışkı"), "İŞ IŞKI");
        assert_eq!(lower("İ"), "i");
        assert_eq!(upper("site"), "SITE");
        assert_eq!(upper("straße ŉ"), "STRAßE ŉ");
    }

    proptest::proptest! {
        #[test]
        fn characters_keep_their_places(text in "\\PC{0,40}") {
            proptest::prop_assert_eq!(lower(&text).chars().count(), text.chars().count());
            proptest::prop_assert_eq!(upper(&text).chars().count(), text.chars().count());
            proptest::prop_assert_eq!(title_case(&text).chars().count(), text.chars().count());
        }
    }
}
