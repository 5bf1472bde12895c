//! The README's promise: calendar expressions are found, spans and values exact. Measured on annotated releases.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::fs;
use std::path::{Path, PathBuf};

use shezhire::model::DateValue;
use shezhire::text::calendar::find_dates;

fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if !path.exists() {
        println!("skipped: {} is missing", path.display());
        return None;
    }
    Some(path)
}

/// The annotators' shorthand as this crate prints values.
fn printed(value: &str) -> String {
    let one = |part: &str| {
        if let Some(century) = part.strip_prefix('C') {
            return format!("{:02}XX", century.parse::<u32>().unwrap() - 1);
        }
        let part = part.strip_prefix("--").map_or_else(|| part.to_owned(), |rest| format!("XXXX-{rest}"));
        let part = part.replace("-H1", "-40").replace("-H2", "-41");
        (1..=4).fold(part, |part, n| part.replace(&format!("-Q{n}"), &format!("-{}", 32 + n)))
    };
    let Some(relative) = value.strip_prefix("REF") else {
        return value.split('/').map(one).collect::<Vec<_>>().join("/");
    };
    let (unit, count) = match relative.strip_prefix('-') {
        Some(rest) if rest.starts_with(['Y', 'M']) => (rest[..1].to_owned(), &rest[1..]),
        _ => ("D".to_owned(), relative.trim_end_matches('D')),
    };
    let count: i32 = if count.is_empty() { 0 } else { count.parse().unwrap() };
    format!("{}P{}{unit}", if count < 0 { "-" } else { "" }, count.abs())
}

/// Where the annotated phrase stands, as whole words.
fn occurrences(text: &str, phrase: &str) -> Vec<(usize, usize)> {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let at = text.match_indices(phrase).map(|(at, _)| (at, at + phrase.len()));
    at.filter(|&(a, b)| {
        let before = letter(text[..a].chars().next_back()) && letter(phrase.chars().next());
        let after = letter(text[b..].chars().next()) && letter(phrase.chars().next_back());
        !before && !after
    })
    .collect()
}

type Dated = (usize, usize, String);

fn gold_dates(text: &str, json: &serde_json::Value) -> Vec<Dated> {
    let mut all = Vec::new();
    for date in json["dates"].as_array().unwrap() {
        let value = printed(date["value"].as_str().unwrap());
        all.extend(occurrences(text, date["text"].as_str().unwrap()).into_iter().map(|(a, b)| (a, b, value.clone())));
    }
    all.sort();
    all.dedup();
    let inside = |x: &Dated, y: &Dated| (y.0 <= x.0 && x.1 <= y.1) && (x.0, x.1) != (y.0, y.1);
    all.iter().filter(|x| !all.iter().any(|y| inside(x, y)) && x.2 != "P0D").cloned().collect()
}

fn found_dates(text: &str) -> Vec<Dated> {
    let today = |value: &DateValue| value.to_string() == "P0D";
    let dates = find_dates(text).into_iter().filter(|d| !today(&d.value));
    dates.map(|d| (d.span.start, d.span.end, d.value.to_string())).collect()
}

#[test]
fn dates_of_annotated_releases_are_found() {
    for folder in ["gold/items", "gold/train"] {
        let Some(folder) = shared(folder) else { return };
        let (mut right, mut found, mut wanted) = (0, 0, 0);
        let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
        files.sort();
        for path in files.into_iter().filter(|p| p.extension().is_some_and(|e| e == "json")) {
            let text = fs::read_to_string(path.with_extension("txt")).unwrap();
            let gold = gold_dates(&text, &serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap());
            let ours = found_dates(&text);
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let around = |a: usize, b: usize| {
                let (mut from, mut to) = (a.saturating_sub(50), (b + 50).min(text.len()));
                while !text.is_char_boundary(from) {
                    from -= 1
                }
                while !text.is_char_boundary(to) {
                    to += 1
                }
                format!("{}[{}]{}", &text[from..a], &text[a..b], &text[b..to]).replace('\n', "⏎")
            };
            for (a, b, value) in gold.iter().filter(|g| !ours.contains(g)) {
                println!("{name} missed {value}: {}", around(*a, *b));
            }
            for (a, b, value) in ours.iter().filter(|o| !gold.contains(o)) {
                println!("{name} wrong {value}: {}", around(*a, *b));
            }
            right += ours.iter().filter(|o| gold.contains(o)).count();
            found += ours.len();
            wanted += gold.len();
        }
        let (p, r) = (right as f64 / found as f64, right as f64 / wanted as f64);
        let f1 = 200.0 * p * r / (p + r);
        println!(
            "{}: P {:.2} R {:.2} F1 {f1:.2} ({right} right, {found} found, {wanted} annotated)",
            folder.display(),
            p * 100.0,
            r * 100.0
        );
        assert!(f1 >= 95.0);
    }
}
