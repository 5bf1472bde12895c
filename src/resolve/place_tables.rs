//! Tables of places: heads by kind, towns and regions at home, former names.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::plain_key;
use super::tables::rows;

/// Heads of places by kind: names of one place and of one kind of head are like one.
const KINDS: [(&str, &[&str]); 6] = [
    ("settlement", &["ауылы", "кенті", "қалашығы", "станциясы"]),
    ("region", &["облысы", "өңірі"]),
    ("district", &["ауданы"]),
    (
        "nature",
        &[
            "өзені",
            "көлі",
            "теңізі",
            "мұхиты",
            "бұғазы",
            "шығанағы",
            "түбегі",
            "аралы",
            "тауы",
            "таулары",
            "жотасы",
            "алабы",
        ],
    ),
    ("deposit", &["кен орны", "мұнай кен орны", "газ кен орны", "кеніші", "ірі кен орны"]),
    (
        "port",
        &[
            "порты",
            "теңіз порты",
            "сауда порты",
            "теңіз сауда порты",
            "халықаралық теңіз порты",
            "халықаралық теңіз сауда порты",
            "айлағы",
            "теңіз айлағы",
        ],
    ),
];

/// Towns and regions at home, by key.
struct Home {
    towns: HashSet<String>,
    regions: HashSet<String>,
}

static HOME: LazyLock<Home> = LazyLock::new(|| {
    let mut home = Home { towns: HashSet::new(), regions: HashSet::new() };
    for row in rows(include_str!("../../grammar/kk/regions.tsv")) {
        let [kind, names] = row.as_slice() else { continue };
        let names = names.split(", ");
        match *kind {
            "қала" | "ауыл" => home.towns.extend(names.map(plain_key)),
            "облыс" => {
                home.regions.extend(names.flat_map(|n| ["облысы", "өңірі"].map(|h| plain_key(&format!("{n} {h}")))))
            }
            "аудан" => home.regions.extend(names.map(|n| plain_key(&format!("{n} ауданы")))),
            _ => {}
        }
    }
    home
});

/// Towns abroad, by key.
static ABROAD: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let towns = rows(include_str!("../../grammar/kk/world_places.tsv"));
    let named = |row: Vec<&'static str>| match row.as_slice() {
        ["қала", names] => names.split(", ").map(plain_key).collect(),
        _ => Vec::new(),
    };
    towns.flat_map(named).collect()
});

/// Names that one place alone has borne → its name now; and bases that others have too → the base whose block they share.
struct Former {
    same: HashMap<String, String>,
    doubtful: HashMap<String, String>,
}

static FORMER: LazyLock<Former> = LazyLock::new(|| {
    let mut former = Former { same: HashMap::new(), doubtful: HashMap::new() };
    for row in rows(include_str!("../../grammar/kk/former_names.tsv")) {
        if let [kind, now, names] = row.as_slice() {
            let into = if *kind == "same" { &mut former.same } else { &mut former.doubtful };
            into.extend(names.split(", ").map(|name| (plain_key(name), plain_key(now))));
        }
    }
    former
});

/// The name before the head, and the kind of the head.
pub(super) fn head_of(key: &str) -> Option<(&str, &'static str)> {
    key.match_indices(' ').find_map(|(at, _)| {
        let (base, head) = (key.get(..at)?, key.get(at + 1..)?);
        let (kind, _) = KINDS.iter().find(|(_, heads)| heads.contains(&head))?;
        Some((base, *kind))
    })
}

/// The name that a place has now, of which this is a former one or another spelling.
pub(super) fn former_name(key: &str) -> Option<&'static str> {
    FORMER.same.get(key).map(String::as_str)
}

/// The base that a name without head was once another name of.
pub(super) fn old_base(base: &str) -> Option<&'static str> {
    FORMER.doubtful.get(base).map(String::as_str)
}

/// Whether a bare name is that of a town.
pub(super) fn is_town(key: &str) -> bool {
    HOME.towns.contains(key) || ABROAD.contains(key)
}

/// Whether a key is that of a town, region or district at home.
pub(super) fn is_home(key: &str) -> bool {
    HOME.towns.contains(key) || HOME.regions.contains(key)
}
