//! Annotated releases to documents with the entities and dates that people marked, for learning and measuring.

use std::fs;
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use crate::extract::{Document, annotate, dates, name};
use crate::model::{DateMention, DateValue, Edtf, Entity, EntityKind, Mention, MentionForm, RelativeDate, Span};
use crate::text::{Language, Release, mend};

/// An annotated release.
pub(super) struct Item {
    pub(super) release: Release,
    entities: Vec<Entity>,
    pub(super) dates: Vec<DateMention>,
    pub(super) events: Vec<Gold>,
}

/// An annotated event; entities by their index.
#[derive(Clone)]
pub(super) struct Gold {
    pub(super) event_type: String,
    pub(super) zones: Vec<Span>,
    pub(super) who: FxHashSet<usize>,
    pub(super) place: Option<usize>,
    pub(super) date: Option<String>,
}

/// A document with the annotated events, whose entities are those of the document.
pub(super) struct Lesson<'a> {
    pub(super) document: Document<'a>,
    pub(super) events: Vec<Gold>,
}

impl Item {
    /// The document with the annotated entities and dates.
    pub(super) fn annotated(&self) -> Lesson<'_> {
        let mut document = annotate(&self.release);
        document.entities.clone_from(&self.entities);
        document.dates.clone_from(&self.dates);
        Lesson { document, events: self.events.clone() }
    }

    /// The document with the entities and dates that this program recognises. Annotated entities that it does not
    /// recognise get indexes beyond its own.
    pub(super) fn recognised(&self) -> Lesson<'_> {
        let mut document = annotate(&self.release);
        document.dates = dates(&document);
        name(&mut document, crate::extract::tagger::shipped(), None);
        let names = |e: &Entity| {
            let names = e.mentions.iter().filter(|m| m.form == MentionForm::Name);
            names.map(|m| m.span).collect::<FxHashSet<_>>()
        };
        let own = document.entities.iter().map(|e| (e.kind, names(e))).collect::<Vec<_>>();
        let mut pairs = Vec::new();
        for (gold, e) in self.entities.iter().enumerate() {
            let marked = names(e);
            for (i, (kind, names)) in own.iter().enumerate() {
                let shared = names.intersection(&marked).count();
                if *kind == e.kind && shared > 0 {
                    pairs.push((shared, gold, i));
                }
            }
        }
        pairs.sort_by(|a, b| b.cmp(a));
        let mut own_of: FxHashMap<usize, usize> = FxHashMap::default();
        let mut used = FxHashSet::default();
        for (_, gold, i) in pairs {
            if !own_of.contains_key(&gold) && used.insert(i) {
                own_of.insert(gold, i);
            }
        }
        let map = |gold: usize| own_of.get(&gold).copied().unwrap_or(own.len() + gold);
        let mut events = self.events.clone();
        for event in &mut events {
            event.who = event.who.iter().map(|g| map(*g)).collect();
            event.place = event.place.map(map);
        }
        Lesson { document, events }
    }
}

/// The releases of a folder of annotated ones; `None`, with a word on standard error, when it is missing.
pub(super) fn gold(folder: &str) -> Option<Vec<Item>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gold").join(folder);
    let Ok(files) = fs::read_dir(&folder) else {
        eprintln!("skipped: {} is missing", folder.display());
        return None;
    };
    let mut paths: Vec<PathBuf> = files.filter_map(|f| Some(f.ok()?.path())).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "json"));
    paths.sort();
    Some(paths.iter().map(|p| item(p)).collect())
}

fn item(path: &Path) -> Item {
    let text = fs::read_to_string(path.with_extension("txt")).expect("text");
    let json: Value = serde_json::from_str(&fs::read_to_string(path).expect("facts")).expect("JSON");
    let list = |v: &Value, key: &str| v[key].as_array().cloned().unwrap_or_default();
    let strings =
        |v: &Value, key: &str| list(v, key).iter().filter_map(|s| s.as_str().map(str::to_owned)).collect::<Vec<_>>();
    let mut keys = FxHashMap::default();
    let mut entities = Vec::new();
    let mut names = Vec::new();
    for e in list(&json, "entities") {
        keys.insert(e["key"].as_str().unwrap_or("").to_owned(), entities.len());
        names.extend(strings(&e, "mentions").iter().flat_map(|m| occurrences(&text, m)).map(|s| (s, entities.len())));
        let kind = match e["kind"].as_str() {
            Some("person") => EntityKind::Person,
            Some("organisation") => EntityKind::Organisation,
            Some("place") => EntityKind::Place,
            _ => EntityKind::Event,
        };
        entities.push(Entity { kind, name: e["name"].as_str().unwrap_or("").to_owned(), mentions: Vec::new() });
    }
    let names = outermost(names);
    let mut titles = Vec::new();
    for (i, e) in list(&json, "entities").iter().enumerate() {
        titles.extend(strings(e, "nominal").iter().flat_map(|m| occurrences(&text, m)).map(|s| (s, i)));
    }
    let joined = |a: usize, b: usize| {
        b > a && text.get(a..b).is_some_and(|gap| gap.chars().count() <= 2 && gap.chars().all(char::is_whitespace))
    };
    titles.retain(|(t, e)| !names.iter().any(|(n, of)| of == e && (joined(t.end, n.start) || joined(n.end, t.start))));
    for (s, e) in outermost(titles) {
        entities[e].mentions.push(Mention { span: s, form: MentionForm::Title });
    }
    for (s, e) in names {
        entities[e].mentions.push(Mention { span: s, form: MentionForm::Name });
    }
    for e in &mut entities {
        e.mentions.sort_by_key(|m| m.span);
    }
    let mut dates = Vec::new();
    for (n, d) in list(&json, "dates").iter().enumerate() {
        dates.extend(occurrences(&text, d["text"].as_str().unwrap_or("")).into_iter().map(|s| (s, n)));
    }
    let values = list(&json, "dates");
    let mut dates: Vec<DateMention> = outermost(dates)
        .into_iter()
        .map(|(span, n)| DateMention {
            span,
            value: date_value(values[n]["value"].as_str().unwrap_or("")),
            resolved: None,
        })
        .collect();
    let events = list(&json, "events")
        .iter()
        .map(|e| {
            let trigger = e["trigger"].as_str().unwrap_or("");
            let mut at = occurrences(&text, trigger);
            if at.is_empty() {
                at.extend(text.find(trigger).map(|a| Span::new(a, a + trigger.len())));
            }
            let who = strings(e, "participants").into_iter().chain(strings(e, "organisations"));
            Gold {
                event_type: e["type"].as_str().unwrap_or("").to_owned(),
                zones: at.into_iter().map(|s| zone(&text, s)).collect(),
                who: who.filter_map(|k| keys.get(&k).copied()).collect(),
                place: e["place"].as_str().and_then(|k| keys.get(k).copied()),
                date: e["date"].as_str().map(|d| shown(&date_value(d))),
            }
        })
        .collect();
    let release = release(&text);
    let to_mended = |span: &mut Span| *span = release.text.to_mended(*span);
    entities.iter_mut().flat_map(|e| &mut e.mentions).for_each(|m| to_mended(&mut m.span));
    dates.iter_mut().for_each(|d: &mut DateMention| to_mended(&mut d.span));
    Item { release, entities, dates, events }
}

/// A release of this text.
pub(super) fn release(text: &str) -> Release {
    Release {
        source: "gold".into(),
        index: 0,
        span: Span::new(0, text.len()),
        raw: text.into(),
        text: mend(text),
        encoding: "utf-8",
        language: Language::Kazakh,
        title: None,
        date: None,
        date_from: None,
        url: None,
        publisher: None,
        duplicate_of: None,
    }
}

/// Whole occurrences of `s`.
fn occurrences(text: &str, s: &str) -> Vec<Span> {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let within = |a: usize, b: usize| {
        letter(text[..a].chars().next_back()) && letter(s.chars().next())
            || letter(text[b..].chars().next()) && letter(s.chars().next_back())
    };
    if s.is_empty() {
        return Vec::new();
    }
    text.match_indices(s).map(|(a, _)| Span::new(a, a + s.len())).filter(|m| !within(m.start, m.end)).collect()
}

/// Those that are not contained in a longer one.
fn outermost(mut spans: Vec<(Span, usize)>) -> Vec<(Span, usize)> {
    spans.sort_by_key(|(s, tag)| (std::cmp::Reverse(s.len()), s.start, *tag));
    spans.dedup();
    let mut kept: Vec<(Span, usize)> = Vec::new();
    for s in spans {
        if !kept.iter().any(|k| k.0.contains(s.0)) {
            kept.push(s);
        }
    }
    kept.sort();
    kept
}

/// The sentence around a trigger, as the scorer of the annotation sees it.
fn zone(text: &str, s: Span) -> Span {
    let ends = ['.', '!', '?', '\n'];
    let start = text[..s.start].rfind(ends).map_or(0, |at| at + 1);
    let end = text[s.end..].find(ends).map_or(text.len(), |at| s.end + at + 1);
    Span::new(start, end)
}

fn date_value(v: &str) -> DateValue {
    if let Some(rest) = v.strip_prefix("REF") {
        let number = |s: &str| s.parse().unwrap_or(0);
        return DateValue::Relative(match rest {
            _ if rest.starts_with("-Y") => RelativeDate::Years(number(&rest[2..])),
            _ if rest.starts_with("-M") => RelativeDate::Months(number(&rest[2..])),
            _ => RelativeDate::Days(number(rest.trim_end_matches('D'))),
        });
    }
    let one = |x: &str| match x {
        _ if x.starts_with("--") => format!("XXXX{}", &x[1..]),
        _ if x.starts_with('C') => format!("{:02}XX", x[1..].parse().unwrap_or(1) - 1),
        _ => x
            .replace("-H1", "-40")
            .replace("-H2", "-41")
            .replace("-Q1", "-33")
            .replace("-Q2", "-34")
            .replace("-Q3", "-35")
            .replace("-Q4", "-36"),
    };
    let text = v.split('/').map(one).collect::<Vec<_>>().join("/");
    text.parse::<Edtf>().map_or(DateValue::Relative(RelativeDate::Days(9999)), DateValue::Edtf)
}

/// A date as its text.
pub(super) fn shown(v: &DateValue) -> String {
    match v {
        DateValue::Edtf(e) => e.to_string(),
        DateValue::Relative(r) => r.to_string(),
    }
}
