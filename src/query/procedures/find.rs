//! A name, in whatever letters and case, to the nodes that may bear it: `shezhire.find`.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::names::{How, Match, Names};
use super::{Context, Procedure};
use crate::model::{EntityKind, Node, NodeId, Value};
use crate::query::QueryError;
use crate::query::signature::{Field, Kind, ProcedureSignature};
use crate::text::latin::search_key;
use crate::text::morphology::nominative;

type Result<T> = std::result::Result<T, QueryError>;

/// Labels of nodes that have names, and what the endings of such names are read as.
pub(super) const KINDS: [(&str, Option<EntityKind>); 5] = [
    ("Person", Some(EntityKind::Person)),
    ("Organisation", Some(EntityKind::Organisation)),
    ("Place", Some(EntityKind::Place)),
    ("Event", Some(EntityKind::Event)),
    ("Position", None),
];

/// How many rows there are at most when nothing is said.
const ROWS: usize = 10;
/// So many readings of the last word's ending are searched.
const VARIANTS: usize = 4;
/// Weaker matches are no help.
const WEAKEST: f64 = 0.45;

/// `CALL shezhire.find(text [, {kind, limit}]) YIELD node, name, kind, score, why`
pub(super) fn find() -> Procedure {
    let field = |name, kind| Field { name: Cow::Borrowed(name), kind };
    let signature = ProcedureSignature {
        name: Cow::Borrowed("shezhire.find"),
        inputs: vec![field("text", Kind::String), field("options", Kind::Map)],
        outputs: vec![
            field("node", Kind::Node),
            field("name", Kind::String),
            field("kind", Kind::String),
            field("score", Kind::Float),
            field("why", Kind::String),
        ],
        required: 1,
    };
    // The names of the graph that was asked last: most searches are on the same one.
    let last: Mutex<Option<Arc<Names>>> = Mutex::new(None);
    Procedure::new(signature, move |context, arguments| {
        let text = match arguments.first() {
            Some(Value::String(text)) => Arc::clone(text),
            Some(Value::Null) | None => return Ok(Vec::new()),
            Some(other) => return Err(wrong(format!("a name is a string, not {}", other.type_name()))),
        };
        let options = Options::read(arguments.get(1))?;
        let names = {
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            match &*last {
                Some(names) if names.version == context.graph.version() => Arc::clone(names),
                _ => Arc::clone(last.insert(Arc::new(Names::of(context)?))),
            }
        };
        search(context, &names, &text, &options)
    })
}

/// What a search is restricted to.
struct Options {
    kind: Option<&'static str>,
    limit: usize,
}

impl Options {
    fn read(value: Option<&Value>) -> Result<Self> {
        let mut options = Self { kind: None, limit: ROWS };
        let map = match value {
            None | Some(Value::Null) => return Ok(options),
            Some(Value::Map(map)) => map,
            Some(other) => return Err(wrong(format!("the options are a map, not {}", other.type_name()))),
        };
        for (key, value) in map.iter() {
            match (&**key, value) {
                (_, Value::Null) => {}
                ("kind", Value::String(kind)) => {
                    let known = KINDS.iter().map(|(label, _)| *label).find(|label| label.eq_ignore_ascii_case(kind));
                    options.kind = Some(known.ok_or_else(|| {
                        wrong(format!(
                            "no nodes of kind `{kind}` have names; there are {}",
                            KINDS.map(|k| k.0).join(", ")
                        ))
                    })?);
                }
                ("limit", Value::Integer(limit)) if *limit >= 0 => {
                    options.limit = usize::try_from(*limit).unwrap_or(usize::MAX);
                }
                ("kind" | "limit", other) => {
                    return Err(wrong(format!("`{key}` cannot be {}", other.type_name())));
                }
                _ => return Err(wrong(format!("there is no option `{key}`; there are `kind` and `limit`"))),
            }
        }
        Ok(options)
    }
}

fn wrong(message: String) -> QueryError {
    QueryError::runtime("ArgumentError", "InvalidArgumentValue", message)
}

/// The best match of each node, best first.
fn search(context: Context<'_>, names: &Names, text: &str, options: &Options) -> Result<Vec<Vec<Value>>> {
    let mut best: FxHashMap<NodeId, Match> = FxHashMap::default();
    for (variant, inflected) in variants(names, text, options.kind) {
        let words: Vec<&str> = variant.split(' ').filter(|word| !word.is_empty()).collect();
        for entry in names.candidates(&words) {
            context.control.check()?;
            if options.kind.is_some_and(|kind| kind != names.entry(entry).kind) {
                continue;
            }
            let Some(mut found) = names.compare(entry, &words) else { continue };
            if inflected {
                found.score *= 0.99;
                found.how = found.how.max(How::Inflected);
            }
            let node = names.entry(entry).node;
            if found.score >= WEAKEST && best.get(&node).is_none_or(|b| b.score < found.score) {
                best.insert(node, found);
            }
        }
    }
    let mut found: Vec<Match> = best.into_values().collect();
    found.sort_by(|a, b| rank(names, a, b));
    found.truncate(options.limit);
    Ok(found.iter().map(|m| row(names, text, m)).collect())
}

/// The keys that the text may be meant by: its own, and those of what its last word may be a case form of, the names on
/// record first.
fn variants(names: &Names, text: &str, kind: Option<&str>) -> Vec<(String, bool)> {
    let mut keys = vec![(search_key(text), false)];
    let is_known = |key: &str| key.split(' ').all(|word| names.knows(word));
    let known = |name: &str| is_known(&search_key(name));
    for (label, entity) in KINDS {
        if kind.is_some_and(|kind| kind != label) {
            continue;
        }
        for form in nominative(text.trim(), entity, &known) {
            let key = search_key(&form.name);
            if !key.is_empty() && keys.iter().all(|(k, _)| *k != key) {
                keys.push((key, true));
            }
        }
    }
    let (mut best, rest): (Vec<_>, Vec<_>) = keys.into_iter().partition(|(key, inflected)| !inflected || is_known(key));
    let few = VARIANTS.saturating_sub(best.len());
    best.extend(rest.into_iter().take(few));
    best.truncate(VARIANTS);
    best
}

fn rank(names: &Names, a: &Match, b: &Match) -> Ordering {
    let (x, y) = (names.entry(a.entry), names.entry(b.entry));
    b.score
        .total_cmp(&a.score)
        .then(y.mentions.cmp(&x.mentions))
        .then_with(|| x.name.cmp(&y.name))
        .then(x.node.cmp(&y.node))
}

fn row(names: &Names, text: &str, found: &Match) -> Vec<Value> {
    let entry = names.entry(found.entry);
    let mut why = match found.how {
        How::Same if entry.form.eq_ignore_ascii_case(text.trim()) => "the same name",
        How::Same => "the same name in other letters",
        How::Inflected => "a case form of the name",
        How::Part => "part of the name",
        How::Initials => "initials and name",
        How::Beginning => "the beginning of a word of the name",
        How::Similar => "a similar spelling",
    }
    .to_owned();
    if entry.form != entry.name {
        why += &format!(" {}", entry.form);
    }
    vec![
        Value::Node(Node::bare(entry.node)),
        Value::String(Arc::clone(&entry.name)),
        entry.kind.into(),
        Value::Float((found.score * 1000.0).round() / 1000.0),
        why.into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Draft;
    use crate::model::Properties;

    fn options(kind: &str, limit: i64) -> Value {
        let options: Properties = [("kind".into(), kind.into()), ("limit".into(), Value::Integer(limit))].into();
        Value::Map(Arc::new(options))
    }
    use crate::query::Control;

    fn graph() -> Draft {
        let mut draft = Draft::default();
        let mut add = |label: &str, name: &str, aliases: &[&str], mentions: i64| {
            let properties: Properties = [
                ("name".into(), name.into()),
                ("aliases".into(), Value::list(aliases.iter().map(|a| Value::from(*a)))),
                ("mentions".into(), Value::Integer(mentions)),
            ]
            .into();
            draft.create_node(vec![label.into()], properties);
        };
        add("Person", "Нұрсұлтан Әбішұлы Назарбаев", &["Назарбаев", "Н.Назарбаев"], 50);
        add("Person", "Дариға Назарбаева", &[], 7);
        add("Person", "Жақып Қажманұлы Асанов", &["Ж.Асанов"], 5);
        add("Person", "Асан Жақыпов", &[], 3);
        add("Organisation", "Әділет министрлігі", &[], 9);
        add("Place", "Астана", &[], 100);
        draft
    }

    fn found(text: &str, options: Option<Value>) -> Vec<(String, f64)> {
        let draft = graph();
        let control = Control::default();
        let context = Context { graph: draft.graph(), control: &control };
        let arguments: Vec<Value> = [Value::from(text)].into_iter().chain(options).collect();
        find()
            .call(context, &arguments)
            .unwrap()
            .into_iter()
            .map(|row| match (&row[1], &row[3]) {
                (Value::String(name), Value::Float(score)) => (name.to_string(), *score),
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn case_forms_and_alphabets_find_the_same_person() {
        for text in ["Назарбаев", "Назарбаевтың", "Nazarbayev", "НАЗАРБАЕВҚА", "Нұрсұлтан Назарбаев", "Н. Назарбаев"]
        {
            let all = found(text, None);
            assert_eq!(all[0].0, "Нұрсұлтан Әбішұлы Назарбаев", "{text}: {all:?}");
        }
        assert_eq!(found("Назарбаева", None)[0].0, "Дариға Назарбаева");
        assert_eq!(found("Әділет министрлігінің", None)[0].0, "Әділет министрлігі");
    }

    #[test]
    fn countries_are_found_by_what_others_call_them() {
        let mut draft = Draft::default();
        for (name, key) in [("Өзбекстан", "place:өзбекстан"), ("Ташкент", "place:ташкент")]
        {
            let of = |key: &str, value: &str| (key.into(), Value::from(value));
            draft.create_node(vec!["Place".into()], [of("name", name), of("key", key), of("country", "UZ")].into());
        }
        let control = Control::default();
        for text in ["Uzbekistan", "узбекистан", "Узбекистана"] {
            let rows = find().call(Context { graph: draft.graph(), control: &control }, &[text.into()]).unwrap();
            assert_eq!(rows.len(), 1, "{text}");
            assert_eq!(rows[0][1], Value::from("Өзбекстан"), "{text}");
        }
    }

    #[test]
    fn initials_tell_persons_apart() {
        let all = found("Ж. Асановқа", None);
        assert_eq!(all[0].0, "Жақып Қажманұлы Асанов", "{all:?}");
        assert!(all[0].1 > all.get(1).map_or(0.0, |m| m.1), "{all:?}");
    }

    #[test]
    fn a_wrong_letter_is_forgiven_and_nonsense_is_not() {
        assert_eq!(found("Назарбаеф", None)[0].0, "Нұрсұлтан Әбішұлы Назарбаев");
        assert!(found("Қызылорда", None).is_empty());
        assert!(found("", None).is_empty());
    }

    #[test]
    fn options_restrict_the_search() {
        assert!(found("Астана", Some(options("Person", 10))).iter().all(|(name, _)| name != "Астана"));
        assert_eq!(found("Назарбаев", Some(options("person", 1))).len(), 1);
    }
}
