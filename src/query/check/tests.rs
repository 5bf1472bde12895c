//! Promises of the checker: what it refuses, with which detail, and what it lets through.

use std::borrow::Cow;

use crate::query::signature::{Field, Kind, ProcedureSignature};
use crate::query::{check, parse};

fn field(name: &'static str, kind: Kind) -> Field {
    Field { name: Cow::Borrowed(name), kind }
}

fn verdict(text: &str) -> &'static str {
    let procedures = [
        ProcedureSignature {
            name: Cow::Borrowed("test.find"),
            inputs: vec![field("text", Kind::String), field("limit", Kind::Float)],
            outputs: vec![field("node", Kind::Node), field("score", Kind::Float)],
            required: 1,
        },
        ProcedureSignature { name: Cow::Borrowed("test.nothing"), inputs: vec![], outputs: vec![], required: 0 },
    ];
    let statement = parse(text).unwrap_or_else(|e| panic!("{text}: {e}"));
    match check(&statement, &procedures.to_vec()) {
        Ok(()) => "fine",
        Err(e) => {
            assert!(e.at.is_some_and(|at| text.is_char_boundary(at)), "{text}: {e}");
            e.detail
        }
    }
}

fn all_give(detail: &str, statements: &[&str]) {
    for text in statements {
        assert_eq!(verdict(text), detail, "{text}");
    }
}

#[test]
fn variables_are_defined_before_they_are_used() {
    all_give(
        "UndefinedVariable",
        &[
            "MATCH (n) RETURN m",
            "MATCH (n) WITH n.x AS x RETURN n",
            "CREATE (a {x: b.x})",
            "RETURN [x IN [1] | x] + x",
            "MATCH (n) WHERE (n)-->(m) RETURN n",
            "MATCH (n) RETURN DISTINCT n.x AS x ORDER BY n.y",
            "MATCH (n) RETURN n.x AS x, count(*) AS c ORDER BY n.y",
            "MATCH (n) WITH DISTINCT n.x AS x WHERE n.y = 1 RETURN x",
            "FOREACH (x IN [1] | CREATE (:A)) RETURN x",
            "CALL test.find('a') YIELD node RETURN score",
            "CALL test.find('a') YIELD knot RETURN 1",
            "MATCH (n) SET n.x = y",
            "RETURN n {.x}",
        ],
    );
    all_give(
        "fine",
        &[
            "MATCH (a {x: b.x})-->(b) RETURN a",
            "MATCH (n) WHERE EXISTS { (n)-->(m) WHERE m.x = n.x } RETURN n",
            "MATCH (n) RETURN [(n)-->(m) | m.x]",
            "MATCH (n) RETURN n.x AS x ORDER BY n.y",
            "MATCH (n) RETURN DISTINCT n.x ORDER BY n.x + 1",
            "MATCH (n) WITH n.x AS x WHERE n.y = 1 RETURN x",
            "MATCH (n) WITH DISTINCT n.x AS x WHERE n.x = 1 RETURN x",
            "WITH 1 AS a WITH *, 2 AS b RETURN a, b",
            "MERGE (n) ON CREATE SET n.x = 1",
            "RETURN reduce(s = 0, x IN [1, 2] | s + x)",
        ],
    );
}

#[test]
fn a_variable_keeps_one_meaning() {
    all_give(
        "VariableAlreadyBound",
        &[
            "MATCH (a) CREATE (a)",
            "MATCH (a) MERGE (a:B)-[:T]->()",
            "MATCH ()-[r]->() CREATE ()-[r:T]->()",
            "MATCH p = (p)-->() RETURN 1",
            "UNWIND [1] AS x UNWIND [2] AS x RETURN x",
            "WITH 1 AS node CALL test.find('a') YIELD node RETURN node",
            "MATCH (x) FOREACH (x IN [1] | CREATE ())",
        ],
    );
    all_give(
        "VariableTypeConflict",
        &[
            "MATCH ()-[r]->() MATCH (r) RETURN r",
            "MATCH (r)-[r]->() RETURN r",
            "MATCH ()-[r*]->() MATCH ()-[r]->() RETURN r",
            "WITH 'a' AS n MATCH (n) RETURN n",
            "MATCH r = ()-->(), ()-[r]->() RETURN r",
        ],
    );
    all_give("RelationshipUniquenessViolation", &["MATCH ()-[r]->(), ()-[r]->() RETURN r"]);
    all_give("ColumnNameConflict", &["RETURN 1 AS a, 2 AS a", "MATCH (a) RETURN *, 1 AS a"]);
    all_give(
        "fine",
        &[
            "MATCH (a)-->(b) CREATE (a)-[:T]->(b)",
            "MATCH ()-[r]->() WITH [r] AS rs MATCH ()-[rs*]->() RETURN rs",
            "MATCH ()-[r]->() MATCH ()-[r]->() RETURN r",
            "WITH null AS n MATCH (n) RETURN n",
            "CREATE (a)-[:T]->(a)",
        ],
    );
}

#[test]
fn aggregates_stand_where_groups_are() {
    all_give(
        "InvalidAggregation",
        &[
            "MATCH (n) WHERE count(n) > 1 RETURN n",
            "MATCH (n) RETURN n.x ORDER BY max(n.y)",
            "MATCH (n) RETURN [x IN [1] | count(n)]",
            "MATCH (n) SET n.x = count(n)",
            "MATCH (n) WITH n.x AS x, count(*) AS c WHERE count(*) > 1 RETURN x",
            "MATCH (n) CALL test.find(max(n.x)) YIELD node RETURN node",
            "UNWIND collect(1) AS x RETURN x",
        ],
    );
    all_give("NestedAggregation", &["RETURN sum(count(*))", "RETURN max([count(1)][0])"]);
    all_give(
        "AmbiguousAggregationExpression",
        &[
            "MATCH (a) RETURN a.x + count(*)",
            "MATCH (a)--(b) RETURN a.x + b.x, a.x + b.x + count(*)",
            "MATCH (a) RETURN a.x + 1, count(*) ORDER BY a.x + 1 + count(*)",
            "MATCH (a) RETURN size([(a)-->(b) | b]) + count(*)",
        ],
    );
    all_give("NonConstantExpression", &["RETURN sum(rand())"]);
    all_give(
        "fine",
        &[
            "MATCH (a) RETURN a.x, a.x + count(*)",
            "MATCH (a) RETURN a, a.x + count(*), $p + 1 + max(a.y)",
            "MATCH (a) RETURN a.x AS x, count(*) AS c ORDER BY x + count(*), a.x, c",
            "MATCH (a) RETURN [x IN collect(a) WHERE x.y > 1 | x.z]",
            "MATCH (a) WITH *, count(*) AS c RETURN a, c",
            "MATCH (a) RETURN {k: a.x, c: count(*)}, a.x",
        ],
    );
}

#[test]
fn types_that_cannot_fit_are_refused() {
    all_give(
        "InvalidArgumentType",
        &[
            "RETURN 1 AND true",
            "RETURN NOT 'a'",
            "RETURN 1 IN 2",
            "MATCH (n) WHERE (n) RETURN n",
            "MATCH (n) RETURN length(n)",
            "MATCH p = ()-->() RETURN size(p), labels(p)",
            "MATCH p = ()-->() RETURN p.x",
            "WITH 1 AS x RETURN x.y",
            "RETURN all(x IN ['a'] WHERE x % 2 = 0)",
            "RETURN 'a' - 1",
            "RETURN 1 SKIP 1.5",
            "MATCH (n) DELETE 1 + 1",
            "CALL test.find(1)",
            "FOREACH (x IN 1 | CREATE ())",
            "RETURN toUpper(1)",
        ],
    );
    all_give(
        "fine",
        &[
            "RETURN null AND true, NOT null, 1 IN null, size(null)",
            "RETURN [x IN [1, 'a'] | toUpper(x)]",
            "RETURN date('2020-01-01') - duration('P1D'), date().year",
            "RETURN 1 LIMIT toInteger(rand() * 3)",
            "CALL test.find('a', 1)",
            "WITH $p AS p RETURN p.x, p[0], NOT p",
            "MATCH (a)-->(b) WHERE NOT (a)<--(b) AND CASE WHEN (a)--(b) THEN true END RETURN a",
        ],
    );
}

#[test]
fn calls_name_what_exists_and_give_what_it_takes() {
    all_give("UnknownFunction", &["RETURN foo(1)", "RETURN date.foo()"]);
    all_give(
        "InvalidNumberOfArguments",
        &["RETURN abs()", "RETURN coalesce()", "CALL test.find('a', 1, 2)", "CALL test.find()"],
    );
    all_give("ProcedureNotFound", &["CALL test.fund('a')"]);
    all_give("InvalidArgumentPassingMode", &["MATCH (n) CALL test.find YIELD node RETURN node"]);
    all_give("UnexpectedSyntax", &["MATCH (n) CALL test.find('a') YIELD * RETURN node", "RETURN abs(DISTINCT 1)"]);
    all_give(
        "fine",
        &[
            "CALL test.find",
            "CALL test.find('a') YIELD *",
            "MATCH (n) CALL test.nothing RETURN n",
            "CALL test.find('a') YIELD node AS n, score WHERE score > 0.5 MATCH (n)-->(m) RETURN m",
        ],
    );
}

#[test]
fn patterns_are_written_whole() {
    all_give("NoSingleRelationshipType", &["CREATE ()-->()", "CREATE ()-[:A|B]->()", "MERGE ()-[r]-()"]);
    all_give("RequiresDirectedRelationship", &["CREATE ()-[:A]-()", "CREATE ()<-[:A]->()"]);
    all_give("CreatingVarLength", &["CREATE ()-[:A*2]->()", "MERGE ()-[:A]->{2}()"]);
    all_give("InvalidParameterUse", &["MATCH (n $p) RETURN n", "MERGE (n $p)", "MATCH ()-[r $p]-() RETURN r"]);
    all_give("InvalidDelete", &["MATCH (n) DELETE n:A"]);
    all_give(
        "UnexpectedSyntax",
        &[
            "MATCH p = shortestPath((a)-[*2..5]-(b)) RETURN p",
            "MATCH p = allShortestPaths((a)-[*2]-(b)) RETURN p",
            "MATCH (a), (b) RETURN shortestPath((a)-[*2..]-(b))",
            "MATCH p = ANY SHORTEST (a)--{2,5}(b) RETURN p",
        ],
    );
    all_give(
        "fine",
        &["MATCH p = shortestPath((a)-[*0..5]-(b)) RETURN p", "MATCH p = ANY SHORTEST (a)-[*1..5]-(b) RETURN p"],
    );
    all_give("UnexpectedSyntax", &["CREATE (:A|B)", "MATCH (n) RETURN (n)-->()", "MATCH (n) RETURN size((n)-->())"]);
    all_give("fine", &["CREATE (n $p)", "MERGE ()-[:A]-()", "MATCH (n) RETURN exists((n)-->())"]);
}

#[test]
fn clauses_and_unions_fit_together() {
    all_give(
        "InvalidClauseComposition",
        &[
            "RETURN 1 AS a UNION RETURN 2 AS a UNION ALL RETURN 3 AS a",
            "MATCH (n)",
            "MATCH (n) WITH n",
            "RETURN 1 MATCH (n) RETURN n",
            "CREATE (n) MATCH (m) RETURN m",
            "MATCH (n) WHERE EXISTS { MATCH (n) SET n.x = 1 } RETURN n",
        ],
    );
    all_give("DifferentColumnsInUnion", &["RETURN 1 AS a UNION RETURN 2 AS b", "RETURN 1 AS a UNION ALL CREATE ()"]);
    all_give("NoVariablesInScope", &["MATCH () RETURN *"]);
    all_give("NoExpressionAlias", &["MATCH (n) WITH n.x RETURN 1"]);
    all_give("NegativeIntegerArgument", &["RETURN 1 SKIP -1", "RETURN 1 LIMIT -1"]);
    all_give("NonConstantExpression", &["MATCH (n) RETURN n LIMIT n.x"]);
    all_give("fine", &["MATCH () WITH * CREATE ()", "CREATE (n) WITH n MATCH (m) RETURN m", "MATCH (n) DELETE n"]);
}

#[test]
fn a_misspelt_name_is_pointed_at_with_what_was_meant() {
    for (text, meant) in [
        ("MATCH (person) RETURN persn", "did you mean person?"),
        ("RETURN toUper('a')", "did you mean toUpper?"),
        ("CALL test.fund('a')", "did you mean test.find?"),
    ] {
        let statement = parse(text).unwrap();
        let procedure = ProcedureSignature { name: "test.find".into(), inputs: vec![], outputs: vec![], required: 0 };
        let error = check(&statement, &vec![procedure]).unwrap_err();
        assert!(error.message.contains(meant), "{error}");
    }
}

#[test]
fn deep_trees_are_checked_on_a_small_stack() {
    let deep = format!("RETURN {}1{}{}", "[1 + ".repeat(90), "]".repeat(90), " + 1".repeat(100));
    let small = std::thread::Builder::new().stack_size(256 << 10);
    let verdict = small.spawn(move || verdict(&deep)).unwrap().join().unwrap();
    assert_eq!(verdict, "fine");
}
