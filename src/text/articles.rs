//! The text of a magazine to its articles, by pages, titles in capitals and drop capitals.

use rustc_hash::FxHashSet;

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

/// The fewest letters of a title there, and in the midst of a page, where a short one is a subheading.
const TITLE: usize = 15;
const LONG_TITLE: usize = 45;

/// The most blocks in capitals that are compared with each other.
const BLOCKS: usize = 1_000;

/// The fewest titles of a magazine.
const TITLES: usize = 3;

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
    if titles.iter().flatten().count() < TITLES {
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

/// Lines in capitals without an empty one between them.
fn blocks_in_capitals<'a, 'b>(page: &'b [Line<'a>]) -> Vec<(usize, &'b [Line<'a>])> {
    let mut blocks = Vec::new();
    let mut at = 0;
    while let Some(first) = page.get(at) {
        let more = page.iter().skip(at + 1).take_while(|line| in_capitals(line.text) && !line.apart).count();
        match page.get(at..=at + more) {
            Some(block) if in_capitals(first.text) => {
                blocks.push((at, block));
                at += more + 1;
            }
            _ => at += 1,
        }
    }
    blocks
}

/// What a block says; once, if two pages printed it as one line.
fn wording(block: &[Line<'_>]) -> String {
    let lines: Vec<&str> = block.iter().map(|line| line.text).collect();
    let line = lines.join(" ");
    let half = line.len() / 2;
    match (line.get(..half), line.get(half..)) {
        (Some(first), Some(second)) if first == second => first.to_owned(),
        _ => line,
    }
}

/// Blocks in capitals that more than one page has, whole or as a part of another.
fn running_heads(pages: &[&[Line<'_>]]) -> FxHashSet<String> {
    let mut found: Vec<(usize, String)> = Vec::new();
    for (i, page) in pages.iter().enumerate() {
        found.extend(blocks_in_capitals(page).into_iter().map(|(_, block)| (i, wording(block))));
    }
    found.truncate(BLOCKS);
    let repeated = |(page, head): &&(usize, String)| found.iter().any(|(at, other)| at != page && other.contains(head));
    found.iter().filter(repeated).map(|(_, head)| head.clone()).collect()
}

/// The title in capitals of a page: the last one, where it has several.
fn title_in_capitals(page: &[Line<'_>], running: &FxHashSet<String>) -> Option<Span> {
    let mut titles = blocks_in_capitals(page).into_iter().filter(|(at, block)| {
        let letters: usize = block.iter().map(|line| line.text.chars().filter(|c| c.is_alphabetic()).count()).sum();
        let below = page.len() - at - block.len();
        let enough = if *at <= AT_TOP || below <= AT_FOOT { TITLE } else { LONG_TITLE };
        letters >= enough && !running.contains(&wording(block))
    });
    let (_, block) = titles.next_back()?;
    let (first, last) = (block.first()?, block.last()?);
    Some(Span::new(first.start, last.start + last.text.len()))
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
