//! The text of a magazine to its articles, by pages, titles in capitals and drop capitals.

use rustc_hash::FxHashMap;

use crate::model::Span;

/// Where an article begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Article {
    /// Its first byte.
    pub start: usize,
    /// Its title, which a page may have below the text.
    pub title: Option<Span>,
}

/// A line that holds text.
#[derive(Clone, Copy, Debug)]
struct Line<'a> {
    start: usize,
    text: &'a str,
    /// Whether it is the first of a page.
    page: bool,
    /// Whether an empty line stands before it.
    apart: bool,
}

/// The fewest pages of a magazine.
const PAGES: usize = 4;

/// A page's title stands at most this many lines below its top, or above its foot.
const AT_TOP: usize = 3;
const AT_FOOT: usize = 20;

/// The fewest letters of a title.
const TITLE: usize = 15;

/// The longest line of a title above a drop capital, in characters, and the most lines.
const TITLE_LINE: usize = 50;
const TITLE_LINES: usize = 7;

/// The articles of `text`; none when it does not show pages with titles. Costs time linear in its length.
///
/// A page begins with a form feed, or with a single space where other lines have none. An article begins with a page
/// that has a title in capitals at its top or its foot, or a drop capital at its top; within a page, with a title above
/// a drop capital. Lines in capitals that several pages have are running heads.
pub(super) fn articles(text: &str) -> Vec<Article> {
    let lines = lines(text);
    let tops: Vec<usize> = lines.iter().enumerate().filter(|(_, line)| line.page).map(|(i, _)| i).collect();
    if tops.len() < PAGES || tops.len() * 10 > lines.len() {
        return Vec::new();
    }
    let pages: Vec<&[Line<'_>]> = (0..tops.len())
        .filter_map(|i| lines.get(*tops.get(i)?..tops.get(i + 1).copied().unwrap_or(lines.len())))
        .collect();
    let running = running_heads(&pages);
    let titles: Vec<Option<Span>> = pages.iter().map(|page| title_in_capitals(page, &running)).collect();
    if titles.iter().flatten().count() < 2 {
        return Vec::new();
    }
    let mut articles = Vec::new();
    for (page, title) in pages.iter().zip(titles) {
        let Some(first) = page.first() else { continue };
        if title.is_some() || is_drop_capital(first.text) || articles.is_empty() {
            articles.push(Article { start: first.start, title });
        } else if is_title_line(first.text) {
            articles.extend(title_above_drop_capital(page, 0).or_else(|| title_apart(page)));
        }
        if title.is_none() {
            articles.extend((1..page.len()).filter_map(|at| title_above_drop_capital(page, at)));
        }
    }
    articles.dedup_by_key(|article| article.start);
    articles
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut apart = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        let content = line.trim();
        if content.is_empty() {
            apart = true;
            continue;
        }
        let indent = line.trim_start_matches(' ');
        let page = lines.is_empty() || line.starts_with('\u{c}') || line.len() - indent.len() == 1;
        lines.push(Line { start, text: content, page, apart: apart || page });
        apart = false;
    }
    lines
}

/// Lines in capitals that more than one page has.
fn running_heads(pages: &[&[Line<'_>]]) -> FxHashMap<String, usize> {
    let mut heads: FxHashMap<String, usize> = FxHashMap::default();
    for page in pages {
        let mut here: Vec<String> = page.iter().filter(|line| in_capitals(line.text)).map(|l| once(l.text)).collect();
        here.sort_unstable();
        here.dedup();
        for head in here {
            *heads.entry(head).or_default() += 1;
        }
    }
    heads.retain(|_, pages| *pages > 1);
    heads
}

/// A line without the second half that repeats the first: two pages may print their heads as one line.
fn once(line: &str) -> String {
    let half = line.len() / 2;
    match (line.get(..half), line.get(half..)) {
        (Some(first), Some(second)) if first == second => first.to_owned(),
        _ => line.to_owned(),
    }
}

/// The title in capitals of a page, if it stands at the top or the foot.
fn title_in_capitals(page: &[Line<'_>], running: &FxHashMap<String, usize>) -> Option<Span> {
    let belongs = |line: &Line<'_>| in_capitals(line.text) && !running.contains_key(&once(line.text));
    let mut at = 0;
    let mut found = None;
    while at < page.len() {
        let block: Vec<&Line<'_>> = page.iter().skip(at).take_while(|line| belongs(line)).collect();
        let (Some(first), Some(last)) = (block.first(), block.last()) else {
            at += 1;
            continue;
        };
        let letters: usize = block.iter().map(|line| line.text.chars().filter(|c| c.is_alphabetic()).count()).sum();
        let below = page.len() - at - block.len();
        if letters >= TITLE && (at <= AT_TOP || below <= AT_FOOT) {
            found = Some(Span::new(first.start, last.start + last.text.len()));
        }
        at += block.len();
    }
    found
}

/// The article whose title ends right above the drop capital that is line `at` of the page, or below it.
fn title_above_drop_capital(page: &[Line<'_>], at: usize) -> Option<Article> {
    let drop = page.get(at)?;
    if !is_drop_capital(drop.text) || !drop.apart {
        return None;
    }
    let above = page.get(..at)?;
    let mut first = at;
    for (i, line) in above.iter().enumerate().rev().take(TITLE_LINES) {
        if !is_title_line(line.text) {
            return None;
        }
        first = i;
        if line.apart {
            break;
        }
    }
    let title = page.get(first..at)?;
    let begin = title.first().filter(|line| line.apart && line.text.starts_with(char::is_uppercase))?;
    let ended = first == 0 || page.get(first - 1).is_some_and(|line| line.text.ends_with(['.', '!', '?', '»', ':']));
    let last = title.last()?;
    ended.then(|| Article { start: begin.start, title: Some(Span::new(begin.start, last.start + last.text.len())) })
}

/// The article whose title is the first paragraph of the page.
fn title_apart(page: &[Line<'_>]) -> Option<Article> {
    let first = page.first()?;
    let lines = 1 + page.iter().skip(1).take_while(|line| !line.apart).count();
    let title = page.get(..lines)?;
    let last = title.last()?;
    let is_title = lines <= TITLE_LINES
        && title.iter().all(|line| is_title_line(line.text))
        && first.text.starts_with(char::is_uppercase)
        && page.get(lines).is_some_and(|line| line.text.starts_with(char::is_uppercase));
    is_title.then(|| Article { start: first.start, title: Some(Span::new(first.start, last.start + last.text.len())) })
}

fn in_capitals(line: &str) -> bool {
    line.chars().filter(|c| c.is_alphabetic()).count() > 2 && !line.chars().any(char::is_lowercase)
}

fn is_drop_capital(line: &str) -> bool {
    let mut characters = line.chars();
    characters.next().is_some_and(char::is_uppercase) && characters.next().is_none()
}

fn is_title_line(line: &str) -> bool {
    line.chars().count() <= TITLE_LINE && !line.ends_with(['.', ',', ';', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn magazine() -> String {
        let body = |first: &str| {
            format!("{first}\nауылдың тұрғындары жаңа мектептің ашыл-\nғанына қуанды. Құрылыс екі жылға созылды.\n\n")
        };
        let rest = "Жұмыс жалғасып жатыр.\nКелесі жылы аурухана салынады.\n".repeat(12);
        let mut text = String::from(" ОҚЫРМАНДАРҒА СӨЗ, ҚҰРМЕТТІ ДОСТАР\n\n");
        text += &body("Биыл да");
        text += &format!(" {}{rest}АЙДЫҢ ТАҚЫРЫБЫ\n\nМЕКТЕП САЛЫНҒАН АУЫЛ ТУРАЛЫ ӘҢГІМЕ\n", body("Таңертең"));
        text += &format!(" {}{rest}АЙДЫҢ ТАҚЫРЫБЫ\n", body("сонымен қатар"));
        text += &format!(" {}{rest}АЙДЫҢ ТАҚЫРЫБЫ\n\nЖОЛ ҚҰРЫЛЫСЫ ҚАЛАЙ ЖҮРІП ЖАТЫР\n", body("– Былтыр"));
        text += &format!(" {}{rest}\nСу қоймасы жөнделді\n\nК\n{}", body("кейін"), body("өктемде"));
        text
    }

    #[test]
    fn pages_with_titles_begin_articles() {
        let text = magazine();
        let titles: Vec<_> =
            articles(&text).iter().map(|a| a.title.map_or("", |title| title.cut(&text)).trim().to_owned()).collect();
        let expected = [
            "ОҚЫРМАНДАРҒА СӨЗ, ҚҰРМЕТТІ ДОСТАР",
            "МЕКТЕП САЛЫНҒАН АУЫЛ ТУРАЛЫ ӘҢГІМЕ",
            "ЖОЛ ҚҰРЫЛЫСЫ ҚАЛАЙ ЖҮРІП ЖАТЫР",
            "Су қоймасы жөнделді",
        ];
        assert_eq!(titles, expected);
    }

    #[test]
    fn text_without_pages_has_no_articles() {
        let text = "Ауылда мектеп ашылды.\n\nЖАҢА ЖОБА ТУРАЛЫ АЙТЫЛДЫ\n\nЖ\nаңа жол салынды.\n".repeat(50);
        assert_eq!(articles(&text), []);
    }
}
