//! Statements to tables, end to end.

use crate::graph::{Draft, Graph};
use crate::model::{NodeContent, NodeId, Value};
use crate::query::{Control, Parameters, QueryError, Table, check, parse, read, run};
use crate::store::Packs;

/// Runs a statement on a draft.
fn try_on(draft: &mut Draft, text: &str, control: &Control) -> Result<Table, QueryError> {
    let statement = parse(text)?;
    check(&statement, &*control.procedures)?;
    run(&statement, text, draft, &Parameters::new(), control)
}

fn on(draft: &mut Draft, text: &str) -> Table {
    try_on(draft, text, &Control::default()).unwrap()
}

/// The rows of a statement on a graph that another statement has built.
fn rows(setup: &str, text: &str) -> Vec<Vec<Value>> {
    let mut draft = Draft::default();
    on(&mut draft, setup);
    on(&mut draft, text).rows
}

fn integers(rows: &[Vec<Value>]) -> Vec<Vec<i64>> {
    rows.iter().map(|row| row.iter().map(|v| v.as_integer().unwrap()).collect()).collect()
}

#[test]
fn the_deepest_tree_that_is_parsed_is_also_run() {
    let mut text = "1".to_owned();
    for _ in 0..98 {
        text = format!("({text} + 1 + 1)");
    }
    let mut draft = Draft::default();
    assert_eq!(integers(&on(&mut draft, &format!("RETURN {text} AS n")).rows), [[1 + 98 * 2]]);
}

#[test]
fn a_failed_statement_changes_nothing() {
    let mut draft = Draft::default();
    on(&mut draft, "CREATE (:A {n: 1})");
    let error = try_on(&mut draft, "MATCH (a:A) SET a.n = 2 CREATE (:B) RETURN 1 / 0", &Control::default());
    assert_eq!(error.unwrap_err().class, "ArithmeticError");
    assert_eq!(integers(&on(&mut draft, "MATCH (a) RETURN a.n").rows), [[1]]);
    assert_eq!(draft.changes().len(), 1);
}

#[test]
fn reading_alone_refuses_to_write() {
    let text = "CREATE ()";
    let error = read(&parse(text).unwrap(), text, &Graph::new(), &Parameters::new(), &Control::default()).unwrap_err();
    assert_eq!((error.class, error.detail), ("StoreError", "ReadOnly"));
}

#[test]
fn endless_patterns_stop_when_told() {
    let mut draft = Draft::default();
    on(&mut draft, "UNWIND range(1, 30) AS i CREATE ({i: i})");
    on(&mut draft, "MATCH (a), (b) WHERE a.i < b.i CREATE (a)-[:R]->(b)");
    let text = "MATCH (a)-[*]-(b) RETURN count(*)";
    let soon = std::time::Instant::now() + std::time::Duration::from_millis(50);
    let control = Control { deadline: Some(soon), ..Control::default() };
    assert_eq!(try_on(&mut draft, text, &control).unwrap_err().detail, "Timeout");
    let control = Control::default();
    control.cancelled.store(true, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(try_on(&mut draft, text, &control).unwrap_err().detail, "Cancelled");
    let control = Control { memory_limit: Some(1 << 20), ..Control::default() };
    let collect = "MATCH (a)-[r*]-(b) RETURN collect(r)";
    assert_eq!(try_on(&mut draft, collect, &control).unwrap_err().detail, "Memory");
    let control = Control { row_limit: Some(3), ..Control::default() };
    assert_eq!(try_on(&mut draft, "MATCH (a) RETURN a", &control).unwrap_err().detail, "Rows");
    assert_eq!(try_on(&mut draft, "MATCH (a) RETURN a LIMIT 3", &control).unwrap().rows.len(), 3);
}

#[test]
fn a_limit_ends_an_endless_pattern() {
    let mut draft = Draft::default();
    on(&mut draft, "UNWIND range(1, 30) AS i CREATE ({i: i})");
    on(&mut draft, "MATCH (a), (b) WHERE a.i < b.i CREATE (a)-[:R]->(b)");
    assert_eq!(on(&mut draft, "MATCH (a)-[*]-(b) RETURN a LIMIT 5").rows.len(), 5);
    let exists = "MATCH (a {i: 1}) RETURN EXISTS { MATCH (a)-[*]-(b {i: 30}) } AS there";
    assert_eq!(on(&mut draft, exists).rows, [[Value::Boolean(true)]]);
}

#[test]
fn optional_matches_keep_the_order_of_rows() {
    let found = rows(
        "UNWIND range(1, 5) AS i CREATE (a:A {i: i}) FOREACH (x IN CASE WHEN i % 2 = 0 THEN [1, 2] ELSE [] END | CREATE (a)-[:R]->(:B {x: x}))",
        "MATCH (a:A) WITH a ORDER BY a.i OPTIONAL MATCH (a)-->(b) RETURN a.i * 10 + coalesce(b.x, 0)",
    );
    let mut last = 0;
    for row in integers(&found) {
        assert!(row[0] / 10 >= last, "{found:?}");
        last = row[0] / 10;
    }
    assert_eq!(found.len(), 7);
}

#[test]
fn shortest_paths_are_shortest() {
    let setup = "CREATE (a:N {i: 1}), (b:N {i: 2}), (c:N {i: 3}), (d:N {i: 4}), (e:N {i: 5}),
        (a)-[:R]->(b), (b)-[:R]->(d), (a)-[:R]->(c), (c)-[:R]->(d), (d)-[:R]->(e), (e)-[:S]->(a)";
    let length = |text: &str| integers(&rows(setup, text));
    assert_eq!(length("MATCH p = shortestPath((a {i: 1})-[:R*]->(e {i: 5})) RETURN length(p)"), [[3]]);
    assert_eq!(length("MATCH p = shortestPath((a {i: 1})-[*]-(e {i: 5})) RETURN length(p)"), [[1]]);
    assert_eq!(length("MATCH p = allShortestPaths((a {i: 1})-[:R*]->(e {i: 5})) RETURN count(p)"), [[2]]);
    assert_eq!(length("MATCH p = shortestPath((a {i: 1})-[:R*..2]->(e {i: 5})) RETURN count(p)"), [[0]]);
    assert_eq!(length("MATCH p = shortestPath((a {i: 1})-[*]->(a)) RETURN length(p)"), [[4]]);
    assert_eq!(length("MATCH p = shortestPath((a {i: 1})-[*0..]->(a)) RETURN length(p)"), [[0]]);
}

#[test]
fn equal_properties_join_parts_that_do_not_touch() {
    let found = rows(
        "UNWIND range(1, 50) AS i CREATE (:A {k: i % 10})-[:R]->(:X), (:B {k: i % 25})-[:S]->(:Y)",
        "MATCH (a:A)-[:R]->(), (b:B)-[:S]->() WHERE a.k = b.k RETURN count(*)",
    );
    assert_eq!(integers(&found), [[10 * 5 * 2]]);
}

#[test]
fn plans_begin_where_least_is_to_be_done() {
    let mut draft = Draft::default();
    on(&mut draft, "UNWIND range(1, 100) AS i CREATE (:Many {name: toString(i)})-[:R]->(:Few)");
    let plan = |draft: &mut Draft, text: &str| -> Vec<String> {
        on(draft, text).rows.iter().map(|row| row[0].as_str().unwrap().trim().to_owned()).collect()
    };
    let seek = plan(&mut draft, "EXPLAIN MATCH (f:Few)<-[:R]-(m:Many {name: '7'}) RETURN f");
    assert_eq!(seek.last().unwrap(), "NodesByProperty", "{seek:?}");
    assert!(seek.contains(&"Expand".to_owned()), "{seek:?}");
    for same in ["m.name = '7'", "m.name IN ['7']", "'7' = m.name"] {
        let text = format!("EXPLAIN MATCH (m:Many) WHERE {same} RETURN m");
        assert_eq!(plan(&mut draft, &text).last().unwrap(), "NodesByProperty");
    }
    let profile = on(&mut draft, "PROFILE MATCH (m:Many) RETURN count(*)");
    assert_eq!(profile.columns.len(), 5);
}

#[test]
fn plans_are_explained_in_the_names_of_the_statement() {
    let text = "EXPLAIN MATCH (p:Person {name: $name})-[:KNOWS]->(q) WITH q, count(*) AS n WHERE n > 1
        RETURN q.name AS name, n ORDER BY n DESC LIMIT 3";
    let table = on(&mut Draft::default(), text);
    let lines: Vec<_> =
        table.rows.iter().map(|row| format!("{} {}", row[0].as_str().unwrap(), row[1].as_str().unwrap())).collect();
    let expected = [
        "Project name, n",
        "Limit 3",
        "Top n DESC",
        "Extend name = q.name",
        "Project q, n",
        "Filter n > 1",
        "Aggregate q, count(*)",
        "Expand (p)-[:KNOWS]->(q)",
        "Filter p.name = $name",
        "NodesByProperty p:Person.name = $name",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn results_carry_the_content_of_nodes_and_relationships() {
    let found = rows("CREATE (:A {n: 1})-[:R {w: 2}]->(:B)", "MATCH p = (a)-[r]->(b) RETURN {list: [a], r: r}, p");
    let Value::Map(map) = &found[0][0] else { panic!("{found:?}") };
    let Value::List(list) = &map["list"] else { panic!("{found:?}") };
    let Value::Node(node) = &list[0] else { panic!("{found:?}") };
    assert_eq!(node.property("n"), Value::Integer(1));
    let Value::Path(path) = &found[0][1] else { panic!("{found:?}") };
    assert_eq!(path.relationships[0].content.as_ref().unwrap().properties["w"], Value::Integer(2));
}

#[test]
fn a_statement_that_meets_a_damaged_property_fails() {
    let content = |n: i64| NodeContent { labels: vec!["A".into()], properties: [("n".into(), Value::from(n))].into() };
    let nodes: Vec<_> = (0..9).map(|n| (NodeId(n), content(n.cast_signed()))).collect();
    let mut draft = Draft::new(Graph::from_packs(Packs::spoiled(&nodes)).unwrap());
    assert_eq!(integers(&on(&mut draft, "MATCH (a:A) RETURN count(*)").rows), [[9]]);
    for text in ["MATCH (a:A {n: 3}) RETURN a", "MATCH (a:A) WHERE a.n < 3 CREATE (:B)", "RETURN 1"] {
        let error = try_on(&mut draft, text, &Control::default()).unwrap_err();
        assert_eq!((error.class, error.detail), ("StoreError", "Corrupt"), "{text}");
        assert_eq!(draft.graph().node_count(), 9);
    }
}
