//! Nodes and relationships to the sentences that prove them: `evidence(x)`.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Function, take, wrong_type};
use crate::graph::Graph;
use crate::model::{Direction, NodeId, RelationshipId, Span, Value};
use crate::query::QueryError;
use crate::query::run::Run;
use crate::text::{self, Mended};

pub(super) const FUNCTIONS: &[Function] = &[Function::strict("evidence", |run, a| {
    let value = take::<1>(a)[0];
    let proofs = match value {
        Value::Node(node) => {
            let proofs = of_node(run, node.id)?;
            // Without a release there may still be the sentence itself.
            if let (true, Value::String(sentence)) = (proofs.is_empty(), run.graph.node_property(node.id, "evidence")) {
                return Ok(Value::list([Sentence { sentence: sentence.to_string(), ..Sentence::default() }.value()]));
            }
            proofs
        }
        Value::Relationship(r) => of_relationship(run.graph, r.id),
        other => return Err(wrong_type("evidence", "a node or a relationship", other)),
    };
    let mut found: Vec<Sentence> =
        proofs.into_iter().filter_map(|proof| run.session.texts.sentence(run, proof)).collect();
    found.sort();
    found.dedup();
    Ok(Value::list(found.iter().map(Sentence::value)))
})];

/// A stretch of a release: bytes of its source.
struct Proof {
    release: NodeId,
    span: Span,
    /// Whether the span is a whole sentence, or something in one.
    whole: bool,
}

/// What `evidence` gives for each proof, in the order in which it is listed.
#[derive(Default, PartialEq, Eq, PartialOrd, Ord)]
struct Sentence {
    date: Option<Arc<str>>,
    release: Option<Arc<str>>,
    start: usize,
    end: usize,
    title: Option<Arc<str>>,
    source: Option<Arc<str>>,
    sentence: String,
}

impl Sentence {
    #[allow(clippy::cast_possible_wrap)] // no source is that long
    fn value(&self) -> Value {
        let text = |text: &Option<Arc<str>>| text.clone().map_or(Value::Null, Value::String);
        let offset = |at: usize| if self.release.is_some() { Value::Integer(at as i64) } else { Value::Null };
        let entries = [
            ("date", text(&self.date)),
            ("end", offset(self.end)),
            ("release", text(&self.release)),
            ("sentence", self.sentence.as_str().into()),
            ("source", text(&self.source)),
            ("start", offset(self.start)),
            ("title", text(&self.title)),
        ];
        Value::Map(Arc::new(entries.into_iter().map(|(key, v)| (Arc::from(key), v)).collect::<BTreeMap<_, _>>()))
    }
}

/// Proofs of a node: where releases report or mention it; of what they do not name, the proofs of its relationships.
fn of_node(run: &Run<'_>, id: NodeId) -> Result<Vec<Proof>, QueryError> {
    let graph = run.graph;
    let told: [Arc<str>; 2] = ["REPORTS".into(), "MENTIONS".into()];
    let mut proofs: Vec<Proof> =
        graph.neighbours(id, Direction::Incoming, &told).flat_map(|(r, _)| of_relationship(graph, r)).collect();
    if proofs.is_empty() && !graph.has_label(id, "Release") {
        for (relationship, _) in graph.neighbours(id, Direction::Both, &[]) {
            run.session.tick()?;
            proofs.extend(of_relationship(graph, relationship));
        }
    }
    Ok(proofs)
}

/// Proofs of a relationship: those that it lists, or the stretch of the release that it starts at.
fn of_relationship(graph: &Graph, id: RelationshipId) -> Vec<Proof> {
    if let Value::List(proofs) = graph.relationship_property(id, "evidence") {
        return proofs.iter().filter_map(|proof| read(graph, proof.as_str()?)).collect();
    }
    let offset = |key| graph.relationship_property(id, key).as_integer().and_then(|i| usize::try_from(i).ok());
    match (graph.ends(id), offset("byte_start"), offset("byte_end")) {
        (Some((release, _)), Some(start), Some(end)) => {
            vec![Proof { release, span: Span::new(start, end.max(start)), whole: false }]
        }
        _ => Vec::new(),
    }
}

/// `RELEASEKEY#start-end`
fn read(graph: &Graph, proof: &str) -> Option<Proof> {
    let (key, span) = proof.rsplit_once('#')?;
    let (start, end) = span.split_once('-')?;
    let (start, end): (usize, usize) = (start.parse().ok()?, end.parse().ok()?);
    let release = graph.nodes_with_property("Release", "key", &key.into()).first().copied()?;
    Some(Proof { release, span: Span::new(start, end.max(start)), whole: true })
}

/// Texts of releases that a run has looked into.
#[derive(Debug, Default)]
pub(in crate::query) struct Texts(RefCell<FxHashMap<NodeId, Option<Rc<Text>>>>);

/// How many texts are kept at a time.
const MOST: usize = 64;

/// A release as it reads.
#[derive(Debug)]
struct Text {
    key: Arc<str>,
    title: Option<Arc<str>>,
    date: Option<Arc<str>>,
    source: Option<Arc<str>>,
    /// Where it begins in its source.
    start: usize,
    mended: Mended,
    sentences: OnceCell<Vec<Span>>,
}

impl Texts {
    fn sentence(&self, run: &Run<'_>, proof: Proof) -> Option<Sentence> {
        let mut texts = self.0.borrow_mut();
        if texts.len() >= MOST && !texts.contains_key(&proof.release) {
            texts.clear();
        }
        let text =
            texts.entry(proof.release).or_insert_with(|| Text::of(run.graph, proof.release).map(Rc::new)).clone()?;
        let start = proof.span.start.checked_sub(text.start)?;
        let end = proof.span.end.checked_sub(text.start)?;
        let mut span = text.mended.to_mended(Span::new(start, end));
        if !proof.whole {
            span = text.around(span);
        }
        let sentence = text.mended.as_str().get(span.start..span.end)?.trim();
        let raw = text.mended.to_raw(span);
        Some(Sentence {
            date: text.date.clone(),
            release: Some(Arc::clone(&text.key)),
            start: raw.start + text.start,
            end: raw.end + text.start,
            title: text.title.clone(),
            source: text.source.clone(),
            sentence: sentence.to_owned(),
        })
    }
}

impl Text {
    fn of(graph: &Graph, id: NodeId) -> Option<Self> {
        let string = |key| match graph.node_property(id, key) {
            Value::String(s) => Some(s),
            _ => None,
        };
        let start = graph.node_property(id, "byte_start").as_integer().and_then(|i| usize::try_from(i).ok());
        Some(Self {
            key: string("key")?,
            title: string("title"),
            date: string("date"),
            source: string("source"),
            start: start.unwrap_or(0),
            mended: text::mend(&string("text")?),
            sentences: OnceCell::new(),
        })
    }

    /// The sentence, or sentences, in which a stretch of the mended text stands.
    fn around(&self, span: Span) -> Span {
        let sentences =
            self.sentences.get_or_init(|| text::sentences(self.mended.as_str()).iter().map(|s| s.span).collect());
        let first = sentences.partition_point(|s| s.end <= span.start);
        let last = sentences.partition_point(|s| s.start < span.end.max(span.start + 1));
        match (sentences.get(first), last.checked_sub(1).and_then(|i| sentences.get(i))) {
            (Some(a), Some(b)) if a.start <= b.start => Span::new(a.start.min(span.start), b.end.max(span.end)),
            _ => span,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::graph::Draft;
    use crate::model::Value;
    use crate::query::{Control, Parameters, check, parse, run};

    const TEXT: &str = "Астанада жиын өтті. Оны Абай Ахметов ашты.";

    fn column(draft: &mut Draft, text: &str) -> Vec<Value> {
        let control = Control::default();
        let statement = parse(text).unwrap();
        check(&statement, &*control.procedures).unwrap();
        let table = run(&statement, text, draft, &Parameters::new(), &control).unwrap();
        table.rows.into_iter().map(|mut row| row.remove(0)).collect()
    }

    #[test]
    fn proofs_become_sentences_of_their_release() {
        let mut draft = Draft::default();
        let second = TEXT.find("Оны").unwrap();
        let name = TEXT.find("Абай").unwrap();
        column(
            &mut draft,
            &format!(
                "CREATE (r:Release {{key: 'k', text: '{TEXT}', byte_start: 100, source: 's.txt', date: '2024-05-01'}}),
                 (p:Person {{name: 'Абай Ахметов'}}), (e:Event {{key: 'k/1'}}),
                 (r)-[:MENTIONS {{byte_start: {}, byte_end: {}}}]->(p),
                 (p)-[:TOOK_PART_IN {{evidence: ['k#{}-{}']}}]->(e)",
                100 + name,
                104 + name,
                100 + second,
                100 + TEXT.len(),
            ),
        );
        let of_relationship = "MATCH ()-[t:TOOK_PART_IN]->() UNWIND evidence(t) AS e RETURN e.sentence";
        assert_eq!(column(&mut draft, of_relationship), ["Оны Абай Ахметов ашты.".into()]);
        let of_person = "MATCH (p:Person) UNWIND evidence(p) AS e RETURN [e.sentence, e.release, e.source, e.start]";
        let start = Value::Integer((100 + second).try_into().unwrap());
        let expected = Value::list(["Оны Абай Ахметов ашты.".into(), "k".into(), "s.txt".into(), start]);
        assert_eq!(column(&mut draft, of_person), [expected]);
        assert_eq!(column(&mut draft, "MATCH (e:Event) RETURN size(evidence(e))"), [Value::Integer(1)]);
        assert_eq!(column(&mut draft, "MATCH (r:Release) RETURN evidence(r)"), [Value::list([])]);
    }
}
