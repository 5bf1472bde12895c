//! The first lines of a release to its title, its date, and what else they say of it.

use super::DateSource;
use super::calendar::find_dates;
use crate::model::{DateValue, Edtf, Precision};

/// What the first lines of a release say about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Heading {
    pub title: Option<String>,
    pub date: Option<(Edtf, DateSource)>,
    pub url: Option<String>,
    pub publisher: Option<String>,
}

/// How many lines are looked at.
const LINES: usize = 6;

/// Longest and shortest title, in characters.
const LONGEST_TITLE: usize = 160;
const SHORTEST_TITLE: usize = 8;

/// The shortest paragraph that can stand below a title, in characters.
const SHORTEST_TEXT: usize = 40;

/// Labels of lines that give metadata, in small letters.
const DATE: [&str; 7] = ["күні", "дата", "date", "жарияланды", "жарияланған күні", "жарияланған уақыты", "published"];
const TITLE: [&str; 4] = ["тақырыбы", "тақырып", "title", "заголовок"];
const URL: [&str; 4] = ["url", "сілтеме", "link", "ссылка"];
const PUBLISHER: [&str; 5] = ["дереккөз", "дереккөзі", "source", "источник", "баспагер"];

/// Reads the heading of a mended text.
///
/// A line that is a date and nothing else but perhaps a place dates the release; so does a labelled one (`Күні: …`).
/// A short line that is no sentence, with text below it, is the title.
pub(super) fn read(text: &str) -> Heading {
    let mut heading = Heading::default();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES).peekable();
    while let Some(line) = lines.next() {
        if read_metadata(line, &mut heading) {
            continue;
        }
        if let Some(date) = date_alone(line) {
            heading.date.get_or_insert((date, DateSource::Heading));
            continue;
        }
        let below = lines.peek().copied().unwrap_or("");
        if is_place_or_greeting(line) {
            continue;
        }
        if heading.title.is_none() && is_title(line) && (is_text(below) || date_alone(below).is_some()) {
            heading.title = Some(line.to_owned());
        } else if is_text(line) {
            break;
        }
    }
    heading
}

/// Takes over what a labelled line says; `false` when it is none.
fn read_metadata(line: &str, heading: &mut Heading) -> bool {
    let Some((label, value)) = line.split_once(':') else { return false };
    let (label, value) = (label.trim().to_lowercase(), value.trim());
    if value.is_empty() || label.chars().count() > 20 {
        return false;
    }
    let is = |labels: &[&str]| labels.contains(&label.as_str());
    match () {
        () if is(&DATE) => {
            let date = value.parse().ok().or_else(|| date_alone(value));
            let known = date.is_some();
            heading.date = heading.date.take().or_else(|| date.map(|date| (date, DateSource::Metadata)));
            known
        }
        () if is(&TITLE) => {
            heading.title.get_or_insert_with(|| value.to_owned());
            true
        }
        () if is(&URL) && value.contains("://") => {
            heading.url.get_or_insert_with(|| value.to_owned());
            true
        }
        () if is(&PUBLISHER) => {
            heading.publisher.get_or_insert_with(|| value.to_owned());
            true
        }
        () => false,
    }
}

/// The date that a line gives, if it gives a day or a month and says nothing else: "2017 жылғы 3 қаңтар",
/// "Астана, Ақорда, 2013 жылғы 27 маусым", "03.01.2017, 15:30".
fn date_alone(line: &str) -> Option<Edtf> {
    if line.chars().count() > 80 {
        return None;
    }
    let dates = find_dates(line);
    let [date] = dates.as_slice() else { return None };
    let DateValue::Edtf(value) = &date.value else { return None };
    if !matches!(value.precision(), Precision::Day | Precision::Month) || value.bounds().is_none() {
        return None;
    }
    let before = line.get(..date.span.start)?.trim();
    let after = line.get(date.span.end..)?.trim();
    let place = before.is_empty()
        || (before.ends_with([',', 'ы'])
            && before.split_whitespace().count() <= 4
            && before.starts_with(char::is_uppercase));
    let time = after.trim_matches([',', '.', ' ', '|']);
    let rest = time.chars().all(|c| c.is_numeric() || c == ':') || matches!(time, "ж" | "жыл" | "г" | "года");
    (place && rest).then(|| value.clone())
}

fn is_title(line: &str) -> bool {
    let length = line.chars().count();
    let first = line.chars().find(|c| c.is_alphanumeric());
    // Menus of web pages run together: "БилікҚоғам".
    let glued = line.chars().zip(line.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase());
    (SHORTEST_TITLE..=LONGEST_TITLE).contains(&length)
        && line.chars().filter(|c| c.is_alphabetic()).count() * 2 > length
        && !line.ends_with(['.', '!', ',', ';', ':', '…', '-', '–'])
        && !line.starts_with(['–', '—', '-', '•', '*'])
        && first.is_some_and(|c| c.is_uppercase() || c.is_numeric())
        && !glued
}

/// Words that end a line which says where: `Маңғыстау облысы, Ақтау қаласы`.
const PLACES: [&str; 6] = ["қаласы", "облысы", "ауданы", "ауылы", "полигоны", "Ақорда"];

/// Words that begin an address to the audience.
const GREETINGS: [&str; 5] = ["құрметті", "қымбатты", "қадірлі", "ардақты", "аса"];

fn is_place_or_greeting(line: &str) -> bool {
    let few = line.split_whitespace().count() <= 5;
    let first = line.split_whitespace().next().unwrap_or("").to_lowercase();
    few && (PLACES.iter().any(|place| line.ends_with(place)) || GREETINGS.contains(&first.as_str()))
}

/// Whether a line is the beginning of running text; one that ends in a colon may name the speaker.
fn is_text(line: &str) -> bool {
    let length = line.chars().count();
    if line.ends_with(':') {
        length > LONGEST_TITLE
    } else {
        length >= SHORTEST_TEXT || line.ends_with(['.', '!', '?', '…'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Option<(String, DateSource)> {
        read(text).date.map(|(date, from)| (date.to_string(), from))
    }

    #[test]
    fn date_alone_on_a_line_dates_the_release() {
        let heading = Some(("2017-01-03".to_owned(), DateSource::Heading));
        assert_eq!(date("2017 жылғы 3 қаңтар\nМемлекет басшысы министрді қабылдады."), heading);
        assert_eq!(date("Астана, Ақорда, 2017 жылғы 3 қаңтар\nЖиын өтті."), heading);
        assert_eq!(date("Жаңа мектеп ашылды\n03.01.2017\nБүгін ауылда жаңа мектеп ашылды."), heading);
        assert_eq!(date("2017 жылғы 3 қаңтарда жиын өтті.\nОған министр қатысты."), None);
        assert_eq!(date("3 қаңтар\nЖиын өтті."), None);
        assert_eq!(date("2017 жыл\nЖиын өтті."), None);
    }

    #[test]
    fn labelled_lines_are_metadata() {
        let heading = read(
            "Тақырыбы: Жаңа көпір\nКүні: 2024-05-06\nДереккөз: Облыс әкімдігі\nURL: https://a.kz/1\nКөпір ашылды.",
        );
        assert_eq!(heading.title.as_deref(), Some("Жаңа көпір"));
        assert_eq!(
            heading.date.map(|(date, from)| (date.to_string(), from)),
            Some(("2024-05-06".to_owned(), DateSource::Metadata))
        );
        assert_eq!(heading.publisher.as_deref(), Some("Облыс әкімдігі"));
        assert_eq!(heading.url.as_deref(), Some("https://a.kz/1"));
    }

    #[test]
    fn title_stands_above_text() {
        let title = |text: &str| read(text).title;
        let body = "Бүгін ауылда жаңа мектеп ашылды, оған аудан әкімі қатысты.";
        assert_eq!(title(&format!("Ауылда мектеп ашылды\n{body}")).as_deref(), Some("Ауылда мектеп ашылды"));
        assert_eq!(title(&format!("{body}\n{body}")), None);
        assert_eq!(
            title(&format!("БилікҚоғамМәдениет\nАуылда мектеп ашылды\n{body}")).as_deref(),
            Some("Ауылда мектеп ашылды")
        );
        assert_eq!(title("Ауылда мектеп ашылды"), None);
        assert_eq!(title(&format!("Ақтау қаласы\nҚұрметті отандастар!\n{body}")), None);
        assert_eq!(
            title(&format!("Асан ҮСЕНОВ, аудан әкімі:\nАУЫЛДЫҢ ЕРТЕҢІ\n{body}")).as_deref(),
            Some("АУЫЛДЫҢ ЕРТЕҢІ")
        );
    }
}
