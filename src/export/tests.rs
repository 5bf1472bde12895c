//! What any graph must survive: hostile texts in every format, the same counts, the same bytes twice.

use std::collections::BTreeMap;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value as Json;

use super::{Exporter, Format, MOST_NODES, Subgraph};
use crate::graph::Graph;
use crate::model::{Change, Node, NodeId, Path, Properties, Relationship, RelationshipId, Value};

const HOSTILE: [&str; 8] = [
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "\"quotes\" & 'apostrophes' \\ back\\slashes \\N \\",
    "control \0\u{1}\u{8}\u{b}\u{1f}\u{7f}\u{fffe} end",
    "line\nbreak\r\n\ttab",
    "эмодзи 👩‍👩‍👧 қазақ ӘҒҚҢӨҰҮҺІ \u{2028}\u{2029}",
    "]]>&amp;<![CDATA[",
    "",
];

fn graph() -> Graph {
    let mut graph = Graph::new();
    let long: String = "өте ұзын мәтін ".repeat(20_000);
    for (id, text) in HOSTILE.into_iter().chain([long.as_str()]).enumerate() {
        let mut properties =
            Properties::from([("name".into(), Value::from(text)), (Arc::from(text), Value::Integer(1))]);
        properties.insert("label".into(), Value::from("own label"));
        properties.insert("id".into(), Value::Integer(7));
        properties.insert("x".into(), if id % 2 == 0 { Value::Integer(1) } else { Value::Float(f64::NAN) });
        properties.insert("list".into(), Value::list([Value::from(text), Value::from("b")]));
        properties.insert("start".into(), Value::Date(jiff::civil::date(2017, 1, 3)));
        graph.apply(&Change::CreateNode {
            id: NodeId(id as u64),
            labels: vec![text.into(), "Person".into()],
            properties,
        });
    }
    graph.apply(&Change::CreateNode { id: NodeId(99), labels: vec![], properties: Properties::new() });
    for (id, text) in HOSTILE.into_iter().enumerate() {
        let properties = Properties::from([("evidence".into(), Value::from(text)), ("type".into(), Value::from(text))]);
        graph.apply(&Change::CreateRelationship {
            id: RelationshipId(id as u64),
            start: NodeId(id as u64),
            end: NodeId((id as u64 + 1) % 3),
            relationship_type: text.into(),
            properties,
        });
    }
    graph
}

fn written(format: Format, subgraph: &Subgraph<'_>) -> String {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    format.export(subgraph, &mut first).unwrap();
    format.export(subgraph, &mut second).unwrap();
    assert_eq!(first, second);
    String::from_utf8(first).unwrap()
}

/// Counts elements by name; fails on what is not well-formed.
fn elements(xml: &str) -> BTreeMap<String, usize> {
    let mut reader = Reader::from_str(xml);
    let mut counts = BTreeMap::new();
    let mut open: Vec<String> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(e) => {
                open.push(e.name().as_ref().to_owned());
                *counts.entry(e.name().as_ref().to_owned()).or_default() += 1;
                e.attributes().for_each(|a| drop(a.unwrap()));
            }
            Event::Empty(e) => {
                *counts.entry(e.name().as_ref().to_owned()).or_default() += 1;
                e.attributes().for_each(|a| drop(a.unwrap()));
            }
            Event::End(e) => assert_eq!(open.pop().as_deref(), Some(e.name().as_ref())),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    counts
}

#[test]
fn xml_is_well_formed_and_legal_whatever_stands_in_the_graph() {
    let graph = graph();
    for format in [Format::GraphMl, Format::Gexf] {
        let xml = written(format, &Subgraph::from_graph(&graph));
        let counts = elements(&xml);
        assert_eq!((counts["node"], counts["edge"]), (10, 8), "{format:?}");
        let illegal =
            |c: char| c < '\u{20}' && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}');
        assert!(!xml.contains(illegal), "{format:?}");
        assert!(!xml.contains("<script"), "{format:?}");
    }
}

#[test]
fn gexf_is_dynamic_only_with_dates_and_has_its_meta_first() {
    let graph = graph();
    let xml = written(Format::Gexf, &Subgraph::from_graph(&graph));
    assert!(xml.find("<meta>").unwrap() < xml.find("<graph ").unwrap());
    assert!(xml.contains("mode=\"dynamic\" timeformat=\"date\""));
    assert!(xml.contains("<spell start=\"2017-01-03\" end=\"2017-01-04\"/>"));
    assert_eq!(elements(&xml)["spell"], 9 + 8);
    let node = [Value::Node(Node::bare(NodeId(99)))];
    let xml = written(Format::Gexf, &Subgraph::from_values(&graph, &node));
    assert!(xml.contains("mode=\"static\"") && !xml.contains("spell"));
}

#[test]
fn gexf_relationship_is_there_while_both_of_its_ends_are() {
    let mut graph = Graph::new();
    let day = |month, day| Value::Date(jiff::civil::date(2017, month, day));
    for (id, start, end) in [(0, day(1, 1), day(3, 31)), (1, day(3, 1), day(12, 31)), (2, day(5, 1), day(5, 1))] {
        let properties = [("start".into(), start), ("end".into(), end)].into();
        graph.apply(&Change::CreateNode { id: NodeId(id), labels: vec![], properties });
    }
    for (id, start, end) in [(0, 0, 1), (1, 0, 2)] {
        graph.apply(&Change::CreateRelationship {
            id: RelationshipId(id),
            start: NodeId(start),
            end: NodeId(end),
            relationship_type: "KNOWS".into(),
            properties: Properties::default(),
        });
    }
    let xml = written(Format::Gexf, &Subgraph::from_graph(&graph));
    let edges = &xml[xml.find("<edges>").unwrap()..];
    let spell = |start, end| format!("<spell start=\"{start}\" end=\"{end}\"/>");
    assert!(edges.contains(&spell("2017-03-01", "2017-04-01")), "{edges}");
    assert!(edges.contains(&spell("2017-01-01", "2017-04-01")), "{edges}");
}

#[test]
fn json_is_node_link_with_every_property_in_full() {
    let graph = graph();
    let json: Json = serde_json::from_str(&written(Format::Json, &Subgraph::from_graph(&graph))).unwrap();
    assert_eq!((json["nodes"].as_array().unwrap().len(), json["edges"].as_array().unwrap().len()), (10, 8));
    assert_eq!((&json["directed"], &json["multigraph"]), (&Json::Bool(true), &Json::Bool(true)));
    for (at, text) in HOSTILE.into_iter().enumerate() {
        assert_eq!(json["nodes"][at]["name"], text);
        assert_eq!(json["nodes"][at]["property_id"], 7);
        assert_eq!((&json["edges"][at]["key"], &json["edges"][at]["type"]), (&Json::from(at), &Json::from(text)));
        assert_eq!(json["edges"][at]["property_type"], text);
    }
    assert_eq!(json["nodes"][8]["name"].as_str().unwrap().chars().count(), 300_000);
}

#[test]
fn dot_quotes_everything_on_one_line_each() {
    let graph = graph();
    let dot = written(Format::Dot, &Subgraph::from_graph(&graph));
    let lines: Vec<&str> = dot.lines().collect();
    assert_eq!(lines.len(), 5 + 10 + 8);
    for line in &lines[4..22] {
        // Quotes that are not escaped come in pairs.
        let mut escaped = false;
        let quotes = line.chars().filter(|c| {
            let quote = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            quote
        });
        assert_eq!(quotes.count() % 2, 0, "{line}");
        assert!(line.ends_with("];") && line.len() < 600, "{line}");
    }
}

#[test]
fn a_page_runs_nothing_of_a_text_and_fetches_nothing() {
    let graph = graph();
    let page = written(Format::Html, &Subgraph::from_graph(&graph));
    assert_eq!(page.matches("<script").count(), 2, "the data and the page's own");
    assert_eq!(page.matches("</script>").count(), 2);
    assert!(!page.contains("<!--"));
    assert!(page.contains("default-src 'none'"));
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("src=\""));
    let from = page.find("application/json\">").unwrap() + "application/json\">".len();
    let data = &page[from..from + page[from..].find("</script>").unwrap()];
    let json: Json = serde_json::from_str(data).unwrap();
    assert_eq!(json["nodes"][0]["c"], HOSTILE[0]);
    assert_eq!((json["nodes"].as_array().unwrap().len(), json["edges"].as_array().unwrap().len()), (10, 8));
    assert!(page.len() < 200_000, "{} bytes: long values are cut", page.len());
}

#[test]
fn a_page_of_a_large_graph_draws_the_best_connected() {
    let mut graph = Graph::new();
    for id in 0..(MOST_NODES as u64 + 10) {
        graph.apply(&Change::CreateNode { id: NodeId(id), labels: vec!["N".into()], properties: Properties::new() });
    }
    let last = MOST_NODES as u64 + 9;
    graph.apply(&Change::CreateRelationship {
        id: RelationshipId(0),
        start: NodeId(last),
        end: NodeId(0),
        relationship_type: "R".into(),
        properties: Properties::new(),
    });
    let page = written(Format::Html, &Subgraph::from_graph(&graph));
    assert!(page.contains(&format!("\"c\":\"n{last}\"")));
    assert!(page.contains(&format!("[{},0,0,{{}}]", MOST_NODES - 1)));
    assert!(page.contains(&format!("\"total\": [{}, 1]", MOST_NODES + 10)));
}

#[test]
fn values_give_what_occurs_in_them_and_the_ends_of_relationships() {
    let graph = graph();
    let path = Path { nodes: vec![Node::bare(NodeId(5))], relationships: vec![] };
    let nested = Value::Map(Arc::new(BTreeMap::from([("p".into(), Value::Path(Arc::new(path)))])));
    let values = [
        Value::list([Value::Node(Node::bare(NodeId(7))), nested]),
        Value::Relationship(Relationship::bare(RelationshipId(3))),
        Value::Node(Node::bare(NodeId(12_345))),
        Value::from("text"),
    ];
    let subgraph = Subgraph::from_values(&graph, &values);
    assert_eq!(subgraph.nodes(), [NodeId(1), NodeId(3), NodeId(5), NodeId(7)]);
    assert_eq!(subgraph.relationships(), [RelationshipId(3)]);
}

#[test]
fn an_empty_graph_is_a_valid_file_in_every_format() {
    let graph = Graph::new();
    for format in Format::ALL {
        let text = written(format, &Subgraph::from_graph(&graph));
        match format {
            Format::GraphMl | Format::Gexf => assert!(!elements(&text).contains_key("node")),
            Format::Json => assert_eq!(serde_json::from_str::<Json>(&text).unwrap()["nodes"], Json::Array(vec![])),
            Format::Dot => assert_eq!(text.lines().count(), 5),
            Format::Html => assert!(text.contains("\"nodes\": []")),
        }
    }
}

#[test]
fn formats_are_found_by_name() {
    for format in Format::ALL {
        assert_eq!(format.name().to_uppercase().parse(), Ok(format));
    }
    let error = "pdf".parse::<Format>().unwrap_err();
    assert_eq!(error.to_string(), "`pdf` is no export format; there are graphml, gexf, dot, json, html");
}
