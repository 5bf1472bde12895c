//! Names of one release to entities: which names are one thing, and its fullest name.

use rustc_hash::FxHashMap;

use super::candidate::{Candidate, Form};
use super::known::quoted_part;
use super::reading::Reading;
use super::reasons::Joined;
use crate::model::{Entity, EntityKind, Mention, MentionForm};
use crate::text::morphology;

/// An entity in the making.
struct Cluster {
    members: Vec<usize>,
}

/// Entities of chosen candidates, in order of first mention; beside them the entity of each candidate, and what joined it
/// to that entity.
#[must_use]
pub fn entities(reading: &Reading<'_>, chosen: &[Candidate]) -> (Vec<Entity>, Vec<usize>, Vec<Joined>) {
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut of_candidate = vec![usize::MAX; chosen.len()];
    let mut joined = vec![Joined::First; chosen.len()];
    let mut by_key: FxHashMap<(EntityKind, String), usize> = FxHashMap::default();
    let mut by_word: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    // Names in full first, so that shorter ones find what they shorten.
    let mut order: Vec<usize> = (0..chosen.len()).collect();
    order.sort_by_key(|i| chosen.get(*i).map(|c| std::cmp::Reverse(fullness(c))));
    for index in order {
        let Some(candidate) = chosen.get(index) else { continue };
        let keys = keys(reading, candidate);
        let met = keys.iter().find_map(|(tie, key)| Some((*tie, *by_key.get(&(candidate.kind, key.clone()))?)));
        let known = met.map(|(_, cluster)| cluster);
        let mut tie = met.map_or(Joined::First, |(tie, _)| tie);
        let cluster = known.or_else(|| {
            // Persons who may be one share their first word or their last one.
            let mut near: Vec<usize> =
                ends(candidate).filter_map(|word| by_word.get(word)).flatten().copied().collect();
            near.sort_unstable();
            near.dedup();
            let found = near.into_iter().find(|i| {
                let members = clusters.get(*i).map(|c| c.members.as_slice()).unwrap_or_default();
                members.iter().filter_map(|m| chosen.get(*m)).any(|other| same(candidate, other))
            });
            tie = if found.is_some() { Joined::Person } else { tie };
            found
        });
        let cluster = cluster.unwrap_or_else(|| {
            clusters.push(Cluster { members: Vec::new() });
            clusters.len() - 1
        });
        for (_, key) in keys {
            by_key.entry((candidate.kind, key)).or_insert(cluster);
        }
        if known.is_none() {
            for word in ends(candidate) {
                by_word.entry(word).or_default().push(cluster);
            }
        }
        if let Some(cluster) = clusters.get_mut(cluster)
            && (known.is_none() || cluster.members.len() < MOST_MEMBERS)
        {
            cluster.members.push(index);
        }
        if let Some(slot) = of_candidate.get_mut(index) {
            *slot = cluster;
        }
        if let Some(slot) = joined.get_mut(index) {
            *slot = tie;
        }
    }
    let (entities, of_candidate) = arrange(reading, chosen, &clusters, of_candidate);
    (entities, of_candidate, joined)
}

/// How many repetitions of its names an entity keeps to compare others with.
const MOST_MEMBERS: usize = 64;

/// First and last word of a person's name.
fn ends(candidate: &Candidate) -> impl Iterator<Item = &str> {
    let parts = match &candidate.form {
        Form::Person { parts } => parts.as_slice(),
        _ => &[],
    };
    let last = parts.last().filter(|_| parts.len() > 1);
    parts.first().into_iter().chain(last).map(String::as_str)
}

/// Puts entities in order of first mention.
fn arrange(
    reading: &Reading<'_>,
    chosen: &[Candidate],
    clusters: &[Cluster],
    mut of_candidate: Vec<usize>,
) -> (Vec<Entity>, Vec<usize>) {
    let mut place: FxHashMap<usize, usize> = FxHashMap::default();
    let mut entities: Vec<Entity> = Vec::new();
    for (candidate, cluster) in chosen.iter().zip(of_candidate.iter_mut()) {
        let index = *place.entry(*cluster).or_insert_with(|| {
            let members = clusters.get(*cluster).map(|c| c.members.as_slice()).unwrap_or_default();
            let best =
                members.iter().filter_map(|m| chosen.get(*m)).max_by_key(|c| (fullness(c), std::cmp::Reverse(c.first)));
            let name = best.map_or_else(String::new, canonical);
            entities.push(Entity { kind: candidate.kind, name, mentions: Vec::new() });
            entities.len() - 1
        });
        *cluster = index;
        if let Some(entity) = entities.get_mut(index) {
            entity
                .mentions
                .push(Mention { span: reading.span(candidate.first, candidate.last), form: MentionForm::Name });
        }
    }
    (entities, of_candidate)
}

/// How full a name is: more words, no initials, no acronym.
fn fullness(candidate: &Candidate) -> (usize, usize) {
    let rank = match &candidate.form {
        Form::Acronym | Form::Introduced { .. } => 0,
        Form::Quoted => 1,
        Form::Person { parts } => {
            let full = parts.iter().filter(|p| !p.ends_with('.')).count() * 4 + parts.len();
            full * 2 - usize::from(parts.last().is_some_and(|p| is_patronymic(p)))
        }
        _ => candidate.name.split_whitespace().count() + 2,
    };
    (rank, candidate.name.len())
}

/// The canonical name of an entity whose fullest name this is.
fn canonical(candidate: &Candidate) -> String {
    candidate.name.clone()
}

/// Keys under which names that are certainly one thing meet, with what it is that joins them.
fn keys(reading: &Reading<'_>, candidate: &Candidate) -> Vec<(Joined, String)> {
    let lower = candidate.name.to_lowercase();
    let mut keys = vec![(Joined::Words, lower.clone())];
    if let Form::Introduced { full } = &candidate.form {
        keys.push((Joined::Introduced, full.to_lowercase()));
    }
    if let Some(group) = candidate.group {
        keys.push((Joined::Table, format!("#{group}")));
    }
    if let Some((content, rest)) = quoted_part(&candidate.name)
        && (rest.is_empty() || candidate.kind != EntityKind::Place)
    {
        keys.push((Joined::Quoted, format!("«{}»", content.to_lowercase())));
    }
    match candidate.kind {
        EntityKind::Organisation => keys.extend(owned_key(reading, candidate, &lower).map(|key| (Joined::Owner, key))),
        EntityKind::Event => keys.push((Joined::Occasion, occasion(&lower))),
        EntityKind::Person | EntityKind::Place => {}
    }
    keys
}

/// A name that begins with its owner, whichever of the owner's names that is: "ҚР Үкіметі", "Қазақстан Республикасының
/// Үкіметі"; at home the name alone says as much.
fn owned_key(reading: &Reading<'_>, candidate: &Candidate, lower: &str) -> Option<String> {
    let owner = reading.phrase_at(candidate.first).filter(|p| p.last < candidate.last)?;
    let rest: Vec<&str> = lower.split_whitespace().skip(owner.last + 1 - owner.first).collect();
    let group = owner.phrase.group?;
    let bare = match rest.split_last() {
        Some((last, before)) => {
            let stem = morphology::unpossessed_stems(last).into_iter().next().unwrap_or_else(|| (*last).to_owned());
            before.iter().map(|w| (*w).to_owned()).chain([stem]).collect::<Vec<_>>().join(" ")
        }
        None => return None,
    };
    let rest = rest.join(" ");
    if reading.is_home(group) {
        let known = matches!(&candidate.form, Form::Headed { owned: Some(_), .. });
        return Some(if known { bare } else { rest });
    }
    Some(format!("#{group} {bare}"))
}

/// What an occasion is called, without quotation marks and the word for its sort: "«ЭКСПО-2017» көрмесі" is "экспо-2017".
fn occasion(lower: &str) -> String {
    let content = quoted_part(lower).map_or(lower, |(content, _)| content);
    let sorts = [" мерекесі", " мейрамы", " көрмесі", " халықаралық көрмесі"];
    let bare = sorts.iter().find_map(|sort| content.strip_suffix(sort)).unwrap_or(content);
    format!("«{bare}»")
}

/// Whether two names of one kind name one thing.
fn same(a: &Candidate, b: &Candidate) -> bool {
    match (&a.form, &b.form) {
        (Form::Person { parts: a }, Form::Person { parts: b }) => same_person(a, b),
        _ => false,
    }
}

/// Whether two names of persons may be one person's: surnames equal, given names equal or one the initial of the other.
fn same_person(a: &[String], b: &[String]) -> bool {
    let (Some(last_a), Some(last_b)) = (a.last(), b.last()) else { return false };
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() == 1 {
        return short
            .first()
            .is_some_and(|name| long.last() == Some(name) || (long.first() == Some(name) && long.len() < 3));
    }
    // "Марат Елеусізұлы" of "Марат Сұлтанғазиев": a patronymic in the place of the surname.
    let patronymic = |parts: &[String]| parts.len() == 2 && parts.last().is_some_and(|p| is_patronymic(p));
    if (patronymic(a) || patronymic(b)) && a.first() == b.first() && a.len().max(b.len()) == 2 {
        return last_a == last_b || !(patronymic(a) && patronymic(b));
    }
    if last_a != last_b {
        // "Нұрсұлтан Әбішұлы" of "Нұрсұлтан Әбішұлы Назарбаев".
        return short.first().is_some_and(|name| !name.ends_with('.')) && long.starts_with(short);
    }
    match (a.first(), b.first()) {
        (Some(a), Some(b)) => agree(a, b),
        _ => false,
    }
}

fn is_patronymic(name: &str) -> bool {
    ["ұлы", "қызы", "вич", "вна", "ична"].iter().any(|ending| name.ends_with(ending))
}

/// Whether two given names agree, either of them perhaps an initial.
fn agree(a: &str, b: &str) -> bool {
    match (a.strip_suffix('.'), b.strip_suffix('.')) {
        (Some(a), Some(b)) => a.starts_with(b) || b.starts_with(a),
        (Some(initial), None) => b.starts_with(initial),
        (None, Some(initial)) => a.starts_with(initial),
        (None, None) => a == b,
    }
}
