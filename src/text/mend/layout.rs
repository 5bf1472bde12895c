//! Lines to what stands between them: the end of a paragraph, a blank, or a break inside a word.

use super::lines::Line;

/// What a line break is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Break {
    /// The end of a paragraph, a heading, a list item.
    Paragraph,
    /// The end of a word or a place inside one; the words tell.
    Line,
    /// The line ends in a hyphen, which is the word's own or came with the break; the words tell.
    Hyphen,
    /// The line ends in a hyphen that is the word's own.
    OwnHyphen,
    /// The line ends in a soft hyphen: a place inside a word.
    SoftHyphen,
    /// A place inside a word: after a drop capital, or in an address.
    Glued,
}

/// How the lines of a text are set, counted over all of it.
#[derive(Clone, Copy, Debug, Default)]
struct Setting {
    /// How many empty lines stand between two lines of a paragraph: 0, or 1 in a text set in double spacing.
    spacing: usize,
    /// Whether paragraphs are broken into lines at all.
    wrapped: bool,
    /// Whether lines that go on have a blank at their ends; where they do, one without it does not go on.
    blank_to_go_on: bool,
    /// Whether other lines have none; where they do, one with a blank goes on.
    none_to_end: bool,
    /// Whether an empty line, or more of them than usual, stands between paragraphs.
    parted: bool,
    /// Whether blanks before a line mark the top of a page.
    pages: bool,
}

/// Up to this many lines before and after one tell how wide its column is.
const AROUND: usize = 6;

/// The longest line of a layout, in characters: a longer one is a whole paragraph.
const LONGEST: usize = 200;

/// What stands after each line but the last.
pub(super) fn breaks(text: &str, lines: &[Line]) -> Vec<Break> {
    let setting = Setting::of(text, lines);
    let widths = widths(lines);
    let pairs = lines.iter().zip(lines.iter().skip(1)).zip(widths);
    pairs.map(|((&line, &next), width)| break_between(text, line, next, width, setting)).collect()
}

impl Setting {
    fn of(text: &str, lines: &[Line]) -> Self {
        let pairs = || lines.iter().zip(lines.iter().skip(1)).filter(|(line, _)| line.length <= LONGEST);
        let going_on = |(line, next): &(&Line, &Line)| goes_on(text, **line, **next);
        let (mut all, mut single, mut double) = (0_usize, 0_usize, 0_usize);
        for (line, next) in pairs().filter(going_on) {
            all += 1;
            single += usize::from(next.empty_before == 0 && line.length > 0);
            double += usize::from(next.empty_before == 1);
        }
        let spacing = usize::from(double >= 3 && double > single * 4);
        let close = || pairs().filter(|(_, next)| next.empty_before <= spacing);
        let total = close().count();
        let wrapped = all > 0 && all * 5 >= total && all.min(total) * 20 >= lines.len();
        let hyphen = |line: &Line| line.span.cut(text).ends_with(['-', '\u{ad}']);
        let plain = || close().filter(going_on).filter(|(line, _)| !hyphen(line));
        let count = plain().count();
        let blank = plain().filter(|(line, _)| line.blank_at_end).count();
        let blank_to_go_on = count >= 3 && blank * 10 >= count * 8;
        let everywhere = lines.iter().filter(|line| line.blank_at_end).count() * 10 >= lines.len() * 9;
        let none_to_end = blank_to_go_on && !everywhere;
        let ends =
            || pairs().filter(|(line, next)| ends_sentence(line.span.cut(text)) && !starts_small(next.span.cut(text)));
        let parted = ends().filter(|(_, next)| next.empty_before > spacing).count() * 2 > ends().count();
        let pages = wrapped && lines.iter().filter(|line| line.indented).count() * 10 <= lines.len();
        Self { spacing, wrapped, blank_to_go_on, none_to_end, parted, pages }
    }
}

/// For each line, the length of the longest one around it.
fn widths(lines: &[Line]) -> impl Iterator<Item = usize> {
    (0..lines.len()).map(|i| {
        let around = lines.iter().skip(i.saturating_sub(AROUND)).take(2 * AROUND + 1);
        around.map(|line| line.length).filter(|&length| length <= LONGEST).max().unwrap_or(0)
    })
}

/// Whether the sentence of a line seems to go on in the next one: it has no end, and the next begins in small letters.
fn goes_on(text: &str, line: Line, next: Line) -> bool {
    starts_small(next.span.cut(text)) && !ends_sentence(line.span.cut(text))
}

fn break_between(text: &str, line: Line, next: Line, width: usize, setting: Setting) -> Break {
    let (first, second) = (line.span.cut(text), next.span.cut(text));
    let page = setting.pages && next.indented;
    // The top of a page is like an empty line, and more than one where lines of a paragraph have none between them.
    let page_lines = if page { 2 - setting.spacing } else { 0 };
    let empty = (next.empty_before + page_lines).saturating_sub(setting.spacing);
    let small = starts_small(second);
    let last = first.chars().next_back().unwrap_or(' ');
    let before_last = first.chars().rev().nth(1).unwrap_or(' ');
    if small && line.length == 1 && last.is_uppercase() && empty <= 1 {
        return Break::Glued;
    }
    if last == '\u{ad}' && small {
        return Break::SoftHyphen;
    }
    if last == '-' && before_last.is_alphanumeric() {
        let starts = second.chars().next().unwrap_or(' ');
        if small && before_last.is_alphabetic() {
            return Break::Hyphen;
        }
        if empty == 0 && next.length > 1 && (starts.is_alphanumeric() || starts == '«') {
            return Break::OwnHyphen;
        }
    }
    if small && empty == 0 && is_address(first, second) {
        return Break::Glued;
    }
    if is_item(second, ends_sentence(first) || matches!(last, ':' | ';' | ',')) {
        return Break::Paragraph;
    }
    if small {
        return match () {
            () if is_heading_in_capitals(first) => Break::Paragraph,
            () if !ends_sentence(first) => {
                let list = matches!(last, ':' | ';') && (empty > 0 || !is_full(line, second, width));
                if list { Break::Paragraph } else { Break::Line }
            }
            () if ends_in_abbreviation(first) || (empty == 0 && last != '.') => Break::Line,
            () => Break::Paragraph,
        };
    }
    let owes = needs_more(first);
    if empty > 0 {
        return if owes && empty == 1 { Break::Line } else { Break::Paragraph };
    }
    let full = is_full(line, second, width);
    if page && !full {
        return Break::Paragraph;
    }
    let may_go_on = line.blank_at_end || !setting.blank_to_go_on;
    let joined = if is_heading_in_capitals(first) && !is_heading_in_capitals(second) {
        false
    } else if ends_sentence(first) || matches!(last, ':' | ';') {
        let abbreviated = ends_in_abbreviation(first) && line.length > 2;
        setting.wrapped && may_go_on && (full || abbreviated)
    } else if owes {
        true
    } else if setting.wrapped {
        let long = full || (line.length + 1) * 100 > width * 55;
        may_go_on && (setting.none_to_end || (setting.parted && line.blank_at_end) || long)
    } else {
        line.blank_at_end && last.is_alphabetic()
    };
    if joined { Break::Line } else { Break::Paragraph }
}

/// Whether the first word of the next line would not have fitted into this one.
fn is_full(line: Line, next: &str, width: usize) -> bool {
    let word = next.split(' ').next().map_or(0, |word| word.chars().count());
    line.length <= LONGEST && (line.length + 1 + word) * 100 > width * 85
}

fn starts_small(line: &str) -> bool {
    let mut characters = line.chars();
    match characters.next() {
        Some('«' | '“' | '"' | '(') => characters.next().is_some_and(char::is_lowercase),
        first => first.is_some_and(char::is_lowercase),
    }
}

/// Whether a line ends as a sentence does.
fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['»', '”', ')', '"']).ends_with(['.', '!', '?', '…']) && !line.ends_with("…»")
}

/// Whether a line ends in an initial or a shortened word, after which the sentence goes on.
fn ends_in_abbreviation(line: &str) -> bool {
    let last = line.rsplit(' ').next().unwrap_or(line);
    let letters = last.trim_start_matches(['«', '(', '"']);
    let part = letters.strip_suffix('.').map_or("", |word| word.rsplit('.').next().unwrap_or(word));
    !part.is_empty() && part.chars().count() <= 2 && part.chars().all(char::is_alphabetic)
}

/// Whether a line begins an item of a list, or a speech (when the line before it is complete).
fn is_item(line: &str, after_end: bool) -> bool {
    let mut characters = line.chars();
    match characters.next() {
        Some('•' | '▪' | '●' | '◦' | '■' | '►' | '✓' | '\u{f0b7}') => true,
        Some('–' | '—' | '-' | '*') => after_end && characters.next() == Some(' '),
        Some(first) if first.is_numeric() => {
            let rest = line.trim_start_matches(char::is_numeric);
            after_end && (rest.starts_with(". ") || rest.starts_with(") ") || rest.starts_with(")"))
        }
        Some(first) if first.is_lowercase() => after_end && characters.next() == Some(')'),
        _ => false,
    }
}

/// Whether an address on the net goes on in the next line: `gov.` and `kz`.
fn is_address(line: &str, next: &str) -> bool {
    let latin =
        |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '.' | '-' | '/'));
    let last = line.rsplit(' ').next().unwrap_or("");
    let first = next.split([' ', ',', ')']).next().unwrap_or("");
    (line.ends_with('.') || first.starts_with('.'))
        && latin(last)
        && latin(first)
        && (last.len() > 2 || first.contains('.'))
}

/// Whether all letters of a line are capitals, and it is no acronym.
fn is_heading_in_capitals(line: &str) -> bool {
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    letters > 5 && line.chars().all(|c| !c.is_lowercase())
}

/// Endings of the genitive: a word that has one needs the word that it belongs to.
const GENITIVE: [&str; 6] = ["ның", "нің", "дың", "дің", "тың", "тің"];

/// Whether a line cannot be the last one of a heading or a paragraph.
fn needs_more(line: &str) -> bool {
    if line.ends_with([',', '(', '«', '–', '—', '№']) {
        return true;
    }
    let word = line.rsplit(' ').next().unwrap_or(line);
    word.chars().count() > 5 && GENITIVE.iter().any(|ending| word.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn read(text: &str) -> Vec<Break> {
        breaks(text, &lines(text))
    }

    #[test]
    fn lines_of_a_column_go_on_until_the_paragraph_ends() {
        let text = "Ауыл шаруашылығы министрі жаңа \nбағдарламаны таныстырды. Жиынға \nӘлия Сәрсенова қатысты. Ол жас \nфермерлерге көмек керегін айтты. \n\n– Биыл не істейсіз? ";
        assert_eq!(read(text), [Break::Line, Break::Line, Break::Line, Break::Paragraph]);
    }

    #[test]
    fn paragraph_on_each_line_stays_apart() {
        let text = "Бүгін облыс әкімі ауыл тұрғындарымен кездесіп, көп мәселені талқылады.\n– Жол салынады, – деді ол.\nЖиын соңында сұрақтарға жауап берілді.";
        assert_eq!(read(text), [Break::Paragraph, Break::Paragraph]);
    }

    #[test]
    fn double_spacing_is_no_end_of_paragraphs() {
        let text = "Құрметті депутаттар! \n\nСіздердің сауалда көрсетілген бірқатар \n\nұсыныстарды қарап, төмендегіні \n\nхабарлаймыз. Жоспар бойынша биыл \n\nКөкшетау қаласында үш іс-шара \n\nөткізілді. ";
        let expected = [Break::Paragraph, Break::Line, Break::Line, Break::Line, Break::Line];
        assert_eq!(read(text), expected);
    }

    #[test]
    fn drop_capital_and_hyphens_are_seen() {
        let text = "Ж\nаңа мектеп ашыл-\nды. Оны Қасым-\nЖомарт деген ұста\u{ad}\nсалды 2023-\n2024 жылы";
        let expected = [Break::Glued, Break::Hyphen, Break::OwnHyphen, Break::SoftHyphen, Break::OwnHyphen];
        assert_eq!(read(text), expected);
    }

    #[test]
    fn heading_ends_where_it_ends() {
        assert_eq!(read("2020 жылғы 5 мамыр\nПрезидент жарлыққа қол қойды."), [Break::Paragraph]);
        assert_eq!(read("БАСТЫ ТАҚЫРЫП\n\nқоғамда рөлі артып келеді"), [Break::Paragraph]);
        assert_eq!(read("Қазақстан Республикасының\nПрезиденті келді"), [Break::Line]);
    }
}
