//! Identities to the nodes of persons, organisations, places and named events.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::offices::OfficesTold;
use super::relations::{between, count, find, find_or_create, join, properties, text_or_null};
use crate::graph::Draft;
use crate::model::{Direction, Entity, EntityKind, Facts, Mention, NodeId, Properties, Value};
use crate::resolve::{Change, Cluster, Index, Offices, Sighting, country_code};
use crate::text::latin::to_latin;

/// The kinds of entities in the order in which they are told.
pub(super) const KINDS: [EntityKind; 4] =
    [EntityKind::Place, EntityKind::Organisation, EntityKind::Person, EntityKind::Event];

/// The label of the nodes of a kind.
pub(super) const fn label(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "Person",
        EntityKind::Organisation => "Organisation",
        EntityKind::Place => "Place",
        EntityKind::Event => "Event",
    }
}

/// The key of an identity's node: named events share their label with happenings, whose keys begin otherwise.
pub(super) fn node_key(kind: EntityKind, key: &str) -> String {
    format!("{}:{key}", kind.as_str())
}

/// The forms on record: what the index is made of when a session begins.
pub(super) fn forms_on_record(draft: &Draft) -> Vec<(EntityKind, String, u64)> {
    let graph = draft.graph();
    let mut forms = Vec::new();
    for kind in KINDS {
        for node in graph.nodes_with_label(label(kind)) {
            let (aliases, mentions) =
                (graph.node_property(node, "aliases"), graph.node_property(node, "alias_mentions"));
            if let (Value::List(aliases), Value::List(mentions)) = (aliases, mentions) {
                forms.extend(aliases.iter().zip(mentions.iter()).filter_map(|(alias, n)| {
                    Some((kind, alias.as_str()?.to_owned(), u64::try_from(n.as_integer()?).ok()?))
                }));
            }
        }
    }
    forms
}

/// The offices that releases give to persons by the forms of their names: what [`write_cluster`] wrote.
pub(super) fn offices_on_record(draft: &Draft) -> Offices {
    let graph = draft.graph();
    let mut offices = Offices::default();
    for node in graph.nodes_with_label(label(EntityKind::Person)) {
        let Value::List(held) = graph.node_property(node, "alias_offices") else { continue };
        let Value::List(releases) = graph.node_property(node, "alias_office_releases") else { continue };
        let forms = forms_of(draft, node);
        for (held, releases) in held.iter().zip(releases.iter()) {
            let place = held.as_str().and_then(|held| held.split_once(' '));
            let form = place.and_then(|(number, _)| forms.get(number.parse::<usize>().ok()?));
            let releases = releases.as_integer().and_then(|n| u64::try_from(n).ok());
            if let (Some((_, office)), Some(form), Some(releases)) = (place, form, releases) {
                offices.add(form, &office.into(), releases);
            }
        }
    }
    offices
}

/// The forms of the names of one node.
pub(super) fn forms_of(draft: &Draft, node: NodeId) -> Vec<String> {
    match draft.graph().node_property(node, "aliases") {
        Value::List(aliases) => aliases.iter().filter_map(|a| a.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}

/// Brings the nodes of one block in line with a change: new keys, names, forms, doubts. Identities that dissolved lose
/// all that was told of them.
pub(super) fn apply_change(draft: &mut Draft, index: &Index, kind: EntityKind, change: &Change) {
    let now: BTreeSet<&str> = change.retold.iter().map(String::as_str).collect();
    let inherited: BTreeSet<&str> = change.renamed.iter().map(|(_, now)| now.as_str()).collect();
    drop_settled(draft, kind, change);
    let renamed: Vec<(NodeId, String)> = change
        .renamed
        .iter()
        .filter_map(|(before, now)| Some((find(draft, label(kind), &node_key(kind, before))?, node_key(kind, now))))
        .collect();
    for before in &change.dissolved {
        if let Some(node) = find(draft, label(kind), &node_key(kind, before)) {
            strip(draft, node);
            if !now.contains(before.as_str()) || inherited.contains(before.as_str()) {
                draft.delete_node(node);
            }
        }
    }
    for (node, key) in renamed {
        draft.set_node_property(node, &"key".into(), key.into());
    }
    for cluster in &change.clusters {
        write_cluster(draft, index, kind, cluster);
    }
    write_doubts(draft, kind, change);
}

/// The nodes of identities by the key that they had before a change.
pub(super) fn nodes_of<'a>(draft: &Draft, kind: EntityKind, keys: impl IntoIterator<Item = &'a String>) -> Vec<NodeId> {
    keys.into_iter().filter_map(|key| find(draft, label(kind), &node_key(kind, key))).collect()
}

/// Takes all relationships off a node.
pub(super) fn strip(draft: &mut Draft, node: NodeId) {
    let all: Vec<_> = draft.graph().neighbours(node, Direction::Both, &[]).map(|(r, _)| r).collect();
    for relationship in all {
        draft.delete_relationship(relationship);
    }
}

fn write_cluster(draft: &mut Draft, index: &Index, kind: EntityKind, cluster: &Cluster) {
    let mentions: Vec<u64> = cluster.forms.iter().map(|f| index.mentions_of(kind, f)).collect();
    let integer = |n: u64| Value::Integer(i64::try_from(n).unwrap_or(i64::MAX));
    // "0 әкім@астана": the number of the alias, and the key of the `Position` that releases give it.
    let (mut held, mut releases) = (Vec::new(), Vec::new());
    if kind == EntityKind::Person {
        for (number, form) in cluster.forms.iter().enumerate() {
            for (office, n) in index.offices().of(form) {
                held.push(Value::from(format!("{number} {office}")));
                releases.push(integer(n));
            }
        }
    }
    let list = |values: Vec<Value>| if values.is_empty() { Value::Null } else { Value::list(values) };
    let latin = if kind == EntityKind::Event { Value::Null } else { to_latin(&cluster.name).into() };
    let country = if kind == EntityKind::Place { country_code(&cluster.name) } else { None };
    let wanted = [
        ("name", cluster.name.as_str().into()),
        ("aliases", Value::list(cluster.forms.iter().map(|f| f.as_str().into()))),
        ("alias_mentions", Value::list(mentions.iter().map(|n| integer(*n)))),
        ("latin", latin),
        ("mentions", integer(mentions.iter().sum())),
        ("country", text_or_null(country)),
        ("alias_offices", list(held)),
        ("alias_office_releases", list(releases)),
    ];
    let node = find_or_create(draft, label(kind), &node_key(kind, &cluster.key), Properties::new);
    let moved = draft.graph().node_property(node, "country").as_str() != country;
    for (key, value) in wanted {
        draft.set_node_property(node, &key.into(), value);
    }
    if moved {
        leave_country(draft, node);
    }
    if let (EntityKind::Place, Some(code)) = (kind, country) {
        join_to_country(draft, node, code);
    }
}

/// A place that is no longer of the country that it was of.
fn leave_country(draft: &mut Draft, node: NodeId) {
    let joined: Vec<_> = draft.graph().neighbours(node, Direction::Both, &["PART_OF".into()]).map(|(r, _)| r).collect();
    for relationship in joined {
        draft.delete_relationship(relationship);
    }
}

/// A place and its country are joined by whichever of the two comes later, so that the order does not matter.
fn join_to_country(draft: &mut Draft, node: NodeId, code: &str) {
    let code = Value::from(code);
    let graph = draft.graph();
    let is_country = |n: NodeId| graph.node_property(n, "key").as_str().is_some_and(is_country_key);
    let (countries, parts): (Vec<NodeId>, Vec<NodeId>) =
        graph.nodes_with_property("Place", "country", &code).into_iter().partition(|n| is_country(*n));
    let pairs: Vec<(NodeId, NodeId)> = if countries.contains(&node) {
        parts.into_iter().map(|part| (part, node)).collect()
    } else {
        countries.into_iter().map(|country| (node, country)).collect()
    };
    for (part, country) in pairs {
        join(draft, part, country, "PART_OF", Properties::new);
    }
}

/// Whether a key is that of a country's node.
pub(super) fn is_country_key(key: &str) -> bool {
    key.strip_prefix("place:").is_some_and(crate::resolve::is_country)
}

/// Deletes the `MAYBE_SAME_AS` of those that are no longer doubted, while they have the keys that they had.
fn drop_settled(draft: &mut Draft, kind: EntityKind, change: &Change) {
    for (first, second) in &change.settled {
        let node = |key: &str| find(draft, label(kind), &node_key(kind, key));
        let joined = node(first).zip(node(second)).and_then(|(a, b)| between(draft, a, b, "MAYBE_SAME_AS"));
        if let Some(relationship) = joined {
            draft.delete_relationship(relationship);
        }
    }
}

/// Joins those of a block that are doubted now.
fn write_doubts(draft: &mut Draft, kind: EntityKind, change: &Change) {
    for doubt in &change.doubts {
        let node = |key: &str| find(draft, label(kind), &node_key(kind, key));
        let Some((first, second)) = node(&doubt.first).zip(node(&doubt.second)) else { continue };
        let why = properties([("score", doubt.score.into()), ("why", doubt.why.as_str().into())]);
        let relationship = join(draft, first, second, "MAYBE_SAME_AS", || why.clone());
        for (key, value) in why {
            draft.set_relationship_property(relationship, &key, value);
        }
    }
}

/// The forms of one kind in one release, with the number of their mentions and the offices that it gives them.
pub(super) fn forms_told<'a>(facts: &'a Facts, offices: &OfficesTold, kind: EntityKind) -> Vec<Sighting<'a>> {
    let told = facts.entities.iter().enumerate().filter(|(_, e)| e.kind == kind && !e.mentions.is_empty());
    let sighting = |(number, entity): (usize, &'a Entity)| Sighting {
        form: &entity.name,
        mentions: u64::try_from(entity.mentions.len()).unwrap_or(u64::MAX),
        offices: offices.get(&number).into_iter().flatten().map(|office| (Arc::clone(office), 1)).collect(),
    };
    told.map(sighting).collect()
}

/// A mention as properties of its relationship.
pub(super) fn mention(entity: &Entity, mention: &Mention, text: &str) -> Properties {
    properties([
        ("byte_start", count(mention.span.start)),
        ("byte_end", count(mention.span.end)),
        ("text", text.into()),
        ("form", mention.form.as_str().into()),
        ("name", entity.name.as_str().into()),
    ])
}
