//! Promises of the parser: what it reads, what it refuses and how, what hostile input costs.

use std::time::{Duration, Instant};

use super::*;
use crate::model::{Direction, Value};
use crate::query::ast::*;

fn projected(expression: &str) -> Expression {
    let text = format!("RETURN {expression} AS x");
    let statement = parse(&text).unwrap_or_else(|e| panic!("{expression}: {e}"));
    match &statement.first.clauses[0].kind {
        ClauseKind::Return(projection) => projection.items[0].expression.clone(),
        other => panic!("{other:?}"),
    }
}

fn detail(text: &str) -> &'static str {
    parse(text).map_or_else(|e| e.detail, |s| panic!("{text} was read as {s:?}"))
}

/// The expression with its grouping shown by parentheses.
fn grouped(e: &Expression) -> String {
    match &e.kind {
        ExpressionKind::Literal(Value::Integer(i)) => i.to_string(),
        ExpressionKind::Literal(Value::Boolean(b)) => b.to_string(),
        ExpressionKind::Variable(v) => v.to_string(),
        ExpressionKind::Unary(op, a) => format!("({op:?} {})", grouped(a)),
        ExpressionKind::Binary(op, a, b) => format!("({} {op:?} {})", grouped(a), grouped(b)),
        ExpressionKind::Comparison(a, rest) => {
            let rest: String = rest.iter().map(|(op, b)| format!(" {op:?} {}", grouped(b))).collect();
            format!("({}{rest})", grouped(a))
        }
        ExpressionKind::IsNull(a, not) => format!("({} null {not})", grouped(a)),
        ExpressionKind::Property(a, key) => format!("{}.{key}", grouped(a)),
        ExpressionKind::Index(a, b) => format!("{}[{}]", grouped(a), grouped(b)),
        ExpressionKind::HasLabels(a, labels) => format!("({} {labels:?})", grouped(a)),
        other => format!("{other:?}"),
    }
}

#[test]
fn operators_bind_as_the_language_says() {
    for (text, expected) in [
        ("a OR b XOR c AND NOT d", "(a Or (b Xor (c And (Not d))))"),
        ("a = b + c * d ^ e", "(a Equal (b Add (c Multiply (d Power e))))"),
        ("2 ^ 3 ^ 4", "((2 Power 3) Power 4)"),
        ("-2 ^ 2", "(-2 Power 2)"),
        ("-a.b[0]", "(Negate a.b[0])"),
        ("1 - 2 - 3", "((1 Subtract 2) Subtract 3)"),
        ("a < b <= c", "(a Less b LessOrEqual c)"),
        ("NOT a = b", "(Not (a Equal b))"),
        ("a IN b + c IS NOT NULL", "((a In (b Add c)) null true)"),
        ("- - 1", "(Negate -1)"),
        ("a - -1", "(a Subtract -1)"),
        ("a = b IS NULL", "(a Equal (b null false))"),
    ] {
        assert_eq!(grouped(&projected(text)), expected, "{text}");
    }
}

#[test]
fn the_column_is_named_as_it_was_written() {
    let statement = parse("RETURN  cOuNt( * ) , n.x  AS y").unwrap();
    let ClauseKind::Return(projection) = &statement.first.clauses[0].kind else { panic!() };
    assert_eq!(&*projection.items[0].text, "cOuNt( * )");
    assert_eq!(&*projection.items[1].text, "n.x");
}

#[test]
fn old_and_new_lengths_of_paths_mean_the_same() {
    let length = |text: &str| {
        let statement = parse(&format!("MATCH (a){text}(b) RETURN a")).unwrap_or_else(|e| panic!("{text}: {e}"));
        let ClauseKind::Match { patterns, .. } = &statement.first.clauses[0].kind else { panic!() };
        patterns[0].steps[0].0.length
    };
    assert_eq!(length("-[:T*1..3]->"), length("-[:T]->{1,3}"));
    assert_eq!(length("-[*2]-"), length("--{2}"));
    assert_eq!(length("-[*1..]->"), length("-->+"));
    assert_eq!(length("-[*0..]->"), length("-->*"));
    assert_eq!(length("-[*]->"), Some(Length { min: None, max: None }));
    assert_eq!(length("-[*..3]->"), Some(Length { min: None, max: Some(3) }));
    assert_eq!(length("-->"), None);
}

#[test]
fn a_minus_after_parentheses_is_a_pattern_only_between_nodes() {
    assert!(matches!(projected("(a) - 1").kind, ExpressionKind::Binary(BinaryOperator::Subtract, ..)));
    assert!(matches!(projected("(a) - [1]").kind, ExpressionKind::Binary(BinaryOperator::Subtract, ..)));
    assert!(matches!(projected("(a)-[b]-(c)").kind, ExpressionKind::Pattern(_)));
    assert!(matches!(projected("(a) < (b)").kind, ExpressionKind::Comparison(..)));
    assert!(matches!(projected("({a: 1}).a").kind, ExpressionKind::Property(..)));
    let ExpressionKind::Pattern(path) = projected("(a)<-[:T|:U]-(:B {x: 1})").kind else { panic!() };
    assert_eq!(path.steps[0].0.direction, Direction::Incoming);
    assert_eq!(path.steps[0].0.types.len(), 2);
}

#[test]
fn a_bar_ends_the_labels_where_a_comprehension_waits_for_it() {
    assert!(matches!(
        projected("[x IN y WHERE x:A | x.z]").kind,
        ExpressionKind::ListComprehension { result: Some(_), .. }
    ));
    assert!(matches!(projected("[x IN y WHERE (x:A|B) | x]").kind, ExpressionKind::ListComprehension { .. }));
    assert!(matches!(projected("n:A|B").kind, ExpressionKind::HasLabels(_, LabelExpression::Or(..))));
}

#[test]
fn a_comprehension_has_no_comma_of_its_own() {
    assert!(matches!(projected("[x IN y]").kind, ExpressionKind::ListComprehension { .. }));
    assert!(matches!(projected("[x IN [1, 2] | f(x, 1)]").kind, ExpressionKind::ListComprehension { .. }));
    assert!(matches!(projected("[x IN y, z]").kind, ExpressionKind::List(items) if items.len() == 2));
}

#[test]
fn every_form_of_the_language_is_read() {
    for text in [
        "MATCH (n:Тұлға {аты: 'Абай'}) WHERE n.`туған жылы` > 1845 RETURN n.аты",
        "MATCH p = ANY SHORTEST (a)-[:T]->+(b) RETURN p",
        "MATCH p = ALL SHORTEST PATHS (a)--{,4}(b), q = shortestPath((a)-[*..5]-(b)) RETURN p, q",
        "MATCH (n:A&!B|(C:D)|%) RETURN n",
        "OPTIONAL MATCH (a)-->(b) WHERE EXISTS { (a)-->(c) WHERE c.x = 1 } RETURN COUNT { MATCH (a) RETURN a }",
        "RETURN CASE x WHEN 1 THEN 'a' ELSE 'b' END, CASE WHEN x THEN 1 END",
        "RETURN n {.*, .name, age: 1, other}, reduce(s = 0, x IN xs | s + x), all(x IN xs WHERE x > 0), any(x IN xs)",
        "RETURN [p = (a)-->(b) WHERE b.x | p], [(a)-->() | 1], [x IN xs], [x IN xs | x], xs[1..], xs[..2], xs[..], xs[0]",
        "MERGE (a)-[r:T]->(b) ON CREATE SET r.x = 1, r += {y: 2} ON MATCH SET a:L:M, a = {}",
        "FOREACH (x IN [1, 2] | CREATE (:A {x: x}) SET n.y = x)",
        "CALL shezhire.find('Абай', {limit: 1}) YIELD node AS n, score WHERE score > 0.5 RETURN *",
        "CALL db.labels",
        "UNWIND $rows AS row WITH DISTINCT row ORDER BY row.a DESC, row.b SKIP 1 LIMIT $n WHERE row.a RETURN *, 1 AS one",
        "MATCH (n) DETACH DELETE n REMOVE n.x, n:L",
        "RETURN 1 AS x UNION ALL RETURN 2 AS x UNION RETURN 3 AS x;",
        "EXPLAIN MATCH (count) WHERE exists((count)-->()) AND exists(count.x) RETURN count.all, count(count)",
        "MATCH (start)-[by]->(end) WITH collect(end) AS all, start AS starts RETURN all, CASE WHEN all THEN end END AS on",
        "RETURN datetime.truncate('day', x), date({year: 2020}).year, -9223372036854775808, 0xFF, 0o17, .5, 1e-3",
    ] {
        parse(text).unwrap_or_else(|e| panic!("{text}: {e}"));
    }
}

#[test]
fn errors_have_the_details_of_the_test_kit() {
    for (text, expected) in [
        ("RETURN 9223372036854775808", "IntegerOverflow"),
        ("RETURN -0x8000000000000001", "IntegerOverflow"),
        ("RETURN 1e999", "FloatingPointOverflow"),
        ("RETURN 12ab", "InvalidNumberLiteral"),
        ("RETURN 0x", "InvalidNumberLiteral"),
        ("RETURN {1a: 2}", "UnexpectedSyntax"),
        ("RETURN 1 # 2", "UnexpectedSyntax"),
        ("RETURN 1 — 2", "InvalidUnicodeCharacter"),
        (r"RETURN '\uH'", "InvalidUnicodeLiteral"),
        (r"RETURN '\q'", "UnexpectedSyntax"),
        ("RETURN 'a", "UnexpectedSyntax"),
        ("MATCH (a)-[:T..2]->(b) RETURN a", "InvalidRelationshipPattern"),
        ("RETURN [[1]", "UnexpectedSyntax"),
        ("", "UnexpectedSyntax"),
        ("MATCH (n) RETURN n; RETURN 1", "UnexpectedSyntax"),
    ] {
        assert_eq!(detail(text), expected, "{text}");
    }
}

#[test]
fn a_misspelt_keyword_is_pointed_at_with_what_was_meant() {
    for (text, meant, column) in [
        ("MTACH (n) RETURN n", "MATCH", 1),
        ("MATCH (n) RETRUN n", "RETURN", 11),
        ("MATCH (n) WHRE n.x = 1 RETURN n", "WHERE", 11),
        ("RETURN 1 AS a ODRER BY a", "ORDER", 15),
        ("RETURN 'a' STRATS WITH 'b'", "STARTS", 12),
        ("RETURN 1 LIMT 3", "LIMIT", 10),
    ] {
        let error = parse(text).unwrap_err();
        assert!(error.message.contains(&format!("did you mean {meant}?")), "{error}");
        assert_eq!((error.line, error.column), (1, column), "{error}");
    }
}

#[test]
fn lines_and_columns_count_characters() {
    let error = parse("MATCH (тұлға)\nRETURN тұлға тағы").unwrap_err();
    assert_eq!((error.line, error.column), (2, 14), "{error}");
}

#[test]
fn deep_nesting_is_refused_not_overflown() {
    const DEEP: usize = 5_000;
    let parentheses = format!("RETURN {}1{}", "(".repeat(100_000), ")".repeat(100_000));
    assert_eq!(detail(&parentheses), "Memory");
    for (open, middle, close) in [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{a: ", "1", "}"),
        ("NOT ", "true", ""),
        ("- ", "1", ""),
        ("CASE WHEN true THEN ", "1", " END"),
        ("abs(", "1", ")"),
        ("x[", "1", "]"),
        ("[x IN ", "y", "]"),
        ("(n {a: ", "1", "})"),
        ("EXISTS { MATCH (n) WHERE ", "true", "}"),
        ("(:A {a: ", "1", "})-->()"),
        ("1 + (", "1", ")"),
        ("a.b + ", "1", ""),
        ("1 IN ", "x", ""),
        ("1 ^ ", "x", ""),
    ] {
        let text = format!("RETURN {}{middle}{}", open.repeat(DEEP), close.repeat(DEEP));
        assert_eq!(detail(&text), "Memory", "{open}");
    }
    let clauses = format!("{}CREATE (){}", "FOREACH (x IN y | ".repeat(DEEP), ")".repeat(DEEP));
    assert_eq!(detail(&clauses), "Memory");
    assert_eq!(detail(&format!("MATCH {}(a){} RETURN 1", "(".repeat(DEEP), ")".repeat(DEEP))), "Memory");
    assert_eq!(detail(&format!("MATCH (a:{}A) RETURN 1", "!".repeat(DEEP))), "Memory");
    assert_eq!(detail(&format!("RETURN a{}", ".b".repeat(DEEP))), "Memory");
    assert_eq!(detail(&format!("RETURN a{}", "[0]".repeat(DEEP))), "Memory");
    // Unbalanced, or broken at the bottom.
    assert!(parse(&format!("RETURN {}", "(".repeat(DEEP))).is_err());
    assert!(parse(&format!("RETURN {}", "[".repeat(90))).is_err());
}

#[test]
fn wide_statements_are_read() {
    for text in [
        format!("RETURN [{}1]", "{a: x.y + 1}, ".repeat(5_000)),
        format!("MATCH (n) WHERE n.x = 1{} RETURN n", " OR n.x = 2 AND n.y.z > 3".repeat(5_000)),
        format!("CREATE (a){}", ", (a)-[:T {x: 1 + 2}]->(:B)".repeat(5_000)),
        format!("{}RETURN 1", "MATCH (n {x: 1 + 1}) ".repeat(5_000)),
        format!("MATCH (a){} RETURN a", "-->()".repeat(5_000)),
        format!("RETURN 1 AS x{}", " UNION RETURN 1 + 2 AS x".repeat(5_000)),
    ] {
        parse(&text).unwrap_or_else(|e| panic!("{}", e.message));
    }
}

#[test]
fn broken_input_is_refused_in_linear_time() {
    // Twenty times the length may not take a hundred times as long.
    let shapes: [(&str, &str); 8] = [
        ("RETURN ", "[(a)-->(b), "),
        ("RETURN ", "(a {b: 1}), ("),
        ("RETURN ", "{a: [1, "),
        ("MATCH ", "(a)-[:T {x: 1}]->(b), "),
        ("RETURN ", "'a\\n' + \" \" + "),
        ("RETURN ", "/* a */ "),
        ("RETURN ", "a.b.c("),
        ("RETURN ", "`a``b` - "),
    ];
    let time = |prefix: &str, part: &str, n: usize| {
        let text = format!("{prefix}{}", part.repeat(n));
        let begin = Instant::now();
        assert!(parse(&text).is_err());
        begin.elapsed()
    };
    for (prefix, part) in shapes {
        let short = time(prefix, part, 500).max(Duration::from_millis(20));
        let long = time(prefix, part, 10_000);
        assert!(long < short * 100, "{part}: {short:?} and {long:?}");
    }
}

#[test]
fn a_hundred_megabytes_are_refused_at_once() {
    let text = " ".repeat(100 << 20);
    let begin = Instant::now();
    assert_eq!(detail(&text), "Memory");
    assert!(begin.elapsed() < Duration::from_secs(1));
}
