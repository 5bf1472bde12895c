//! Proofs as the graph keeps them, `RELEASEKEY#start-end`, to the sentences that they stand for.

use std::sync::Arc;

use crate::graph::Graph;
use crate::model::Value;
use crate::text;

/// The sentences that a property `evidence` stands for, in its order, broken lines mended. An entry
/// `RELEASEKEY#start-end` is cut out of that release's text; any other text is the sentence itself.
///
/// Cost: an index look-up and the mending of the sentence, for each entry.
#[must_use]
pub fn sentences(graph: &Graph, proofs: &Value) -> Vec<Arc<str>> {
    match proofs {
        Value::String(proof) => vec![cut(graph, proof).unwrap_or_else(|| Arc::clone(proof))],
        Value::List(items) => {
            let texts = items.iter().filter_map(|item| if let Value::String(s) = item { Some(s) } else { None });
            texts.map(|proof| cut(graph, proof).unwrap_or_else(|| Arc::clone(proof))).collect()
        }
        _ => Vec::new(),
    }
}

fn cut(graph: &Graph, proof: &str) -> Option<Arc<str>> {
    let (key, span) = proof.rsplit_once('#')?;
    let (start, end) = span.split_once('-')?;
    let (start, end) = (start.parse::<i64>().ok()?, end.parse::<i64>().ok()?);
    let release = *graph.nodes_with_property("Release", "key", &Value::from(key)).first()?;
    let Value::String(raw) = graph.node_property(release, "text") else { return None };
    // Spans count bytes of the source; the release keeps its own stretch of it.
    let from = graph.node_property(release, "byte_start").as_integer()?;
    let offset = |at: i64| usize::try_from(at.checked_sub(from)?).ok();
    Some(text::mend(raw.get(offset(start)?..offset(end)?)?).as_str().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Change, NodeId, Properties};

    fn graph() -> Graph {
        let mut graph = Graph::new();
        let properties = Properties::from([
            ("key".into(), Value::from("a#1")),
            ("text".into(), Value::from("Бірінші сөйлем.\nЕкін-\nші сөйлем.")),
            ("byte_start".into(), Value::Integer(100)),
        ]);
        graph.apply(&Change::CreateNode { id: NodeId(0), labels: vec!["Release".into()], properties });
        graph
    }

    #[test]
    fn a_proof_is_cut_out_of_its_release_and_mended() {
        let first = "Бірінші сөйлем.".len();
        let proofs = Value::list([
            Value::from(format!("a#1#100-{}", 100 + first)),
            Value::from(format!("a#1#{}-{}", 101 + first, 100 + "Бірінші сөйлем.\nЕкін-\nші сөйлем.".len())),
        ]);
        assert_eq!(sentences(&graph(), &proofs), [Arc::from("Бірінші сөйлем."), Arc::from("Екінші сөйлем.")]);
    }

    #[test]
    fn what_names_no_stretch_of_a_release_stands_for_itself() {
        for text in ["Сөйлем.", "b#1-2", "a#1#100-101", "a#1#0-5", "a#1#105-100", "a#1#100-9999", "a#1#x-y", "#-", ""]
        {
            assert_eq!(sentences(&graph(), &Value::from(text)), [Arc::from(text)], "{text}");
        }
        assert_eq!(sentences(&graph(), &Value::Integer(1)), []);
    }
}
