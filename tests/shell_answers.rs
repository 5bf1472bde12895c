//! What the README promises of `shezhire shell`: statements in, answers out, a status for scripts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::path::Path;

use assert_cmd::Command;
use predicates::prelude::*;
use serde_json::Value;

fn shell(database: &str) -> Command {
    let mut command = Command::cargo_bin("shezhire").unwrap();
    command.arg("shell").arg(database);
    command
}

fn in_memory(arguments: &[&str]) -> Command {
    let mut command = shell(":memory:");
    command.args(arguments);
    command
}

fn output(command: &mut Command) -> String {
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

#[test]
fn a_pipe_gets_a_line_of_json_a_row() {
    let mut command = in_memory(&[]);
    command.write_stdin("UNWIND [1, 2] AS n RETURN n, 'тұлға' AS t; RETURN null AS x");
    command
        .assert()
        .success()
        .stderr("")
        .stdout("{\"n\":1,\"t\":\"тұлға\"}\n{\"n\":2,\"t\":\"тұлға\"}\n{\"x\":null}\n");
}

#[test]
fn statements_of_c_and_f_are_run_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rest.cypher");
    std::fs::write(&file, "\u{feff}// a file\nRETURN $x AS x;\n:param x => 3\nRETURN $x AS x").unwrap();
    let file = file.to_str().unwrap();
    in_memory(&["--param", "x=2", "-c", "RETURN 1 AS x; RETURN 1.5 AS x", "-c", "RETURN 1.75 AS x", "-f", file])
        .assert()
        .success()
        .stdout("{\"x\":1}\n{\"x\":1.5}\n{\"x\":1.75}\n{\"x\":2}\n{\"x\":3}\n");
}

#[test]
fn the_first_failure_ends_a_script_unless_it_is_to_keep_going() {
    let script = "RETURN 1 AS x; RETRN 2; RETURN 3 AS x;";
    let misspelt = predicate::str::contains("did you mean RETURN?").and(predicate::str::contains("line 1, column 1"));
    in_memory(&[]).write_stdin(script).assert().code(1).stdout("{\"x\":1}\n").stderr(misspelt);
    in_memory(&["--keep-going"]).write_stdin(script).assert().code(1).stdout("{\"x\":1}\n{\"x\":3}\n");
    in_memory(&["-c", ":nonsense", "-c", "RETURN 1"]).assert().code(1).stdout("");
}

#[test]
fn a_statement_that_needs_too_much_memory_is_an_error() {
    let long = format!("MATCH {} RETURN 1", vec!["()"; 20_000].join("-->"));
    let statements = [
        "RETURN size(range(1, 1000000000))",
        "RETURN size([x IN range(1, 1000000000000) | x])",
        "UNWIND range(1, 1000000000) AS x RETURN size(collect(x))",
        "RETURN size(reduce(s = 'а', x IN range(1, 60) | s + s))",
        "RETURN size(reduce(l = [1], x IN range(1, 60) | l + l))",
        "WITH reduce(s = 'а', x IN range(1, 17) | s + s) AS s RETURN size(replace(s, 'а', s))",
        &long,
    ];
    for statement in statements {
        let mut command = in_memory(&["--memory-limit", "64", "--format", "typed-json"]);
        let exhausted = predicate::str::contains("ResourceExhausted").and(predicate::str::contains("Memory"));
        command.write_stdin(statement).assert().code(1).stdout(exhausted);
    }
}

#[test]
fn numbers_of_a_range_are_counted_without_a_list() {
    let counted = "UNWIND range(3000000, 1, -1) AS x RETURN count(x) AS n, max(x) AS most";
    in_memory(&["--memory-limit", "1", "-c", counted]).assert().success().stdout("{\"n\":3000000,\"most\":3000000}\n");
    let most = i64::MAX;
    let edges =
        format!("UNWIND range({}, {most}, 2) AS x RETURN x - {most} AS x; UNWIND range(2, 1) AS x RETURN x", most - 3);
    in_memory(&["-c", &edges]).assert().success().stdout("{\"x\":-3}\n{\"x\":-1}\n");
}

#[test]
fn a_part_of_a_second_is_a_timeout() {
    let endless = "UNWIND range(1, 1000000000000) AS x RETURN count(x)";
    let mut command = in_memory(&["--timeout", "0.05", "--format", "typed-json", "-c", endless]);
    command.assert().code(1).stdout(predicate::str::contains("\"Timeout\""));
    for wrong in ["-1", "soon", "nan", "1e300"] {
        in_memory(&["--timeout", wrong, "-c", "RETURN 1"]).assert().code(2);
    }
}

#[test]
fn planning_stops_when_its_time_is_over() {
    let long = format!("MATCH {} RETURN 1", vec!["()"; 400].join("-->"));
    let mut command = in_memory(&["--timeout", "0", "--format", "typed-json", "-c", &long]);
    command.assert().code(1).stdout(predicate::str::contains("\"Timeout\""));
}

#[test]
fn help_names_each_command_once() {
    let output = in_memory(&["-c", ":help"]).output().unwrap();
    let help = String::from_utf8(output.stderr).unwrap();
    assert_eq!(help.matches(":exit").count(), 1, "{help}");
}

#[test]
fn typed_json_answers_also_without_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("t.kg");
    let held = shezhire::Database::open(&database).unwrap();
    let typed = |arguments: &[&str]| {
        let mut command = shell(database.to_str().unwrap());
        command.args(["--format", "typed-json"]).args(arguments);
        command
    };
    let script = ":param x => 1\nRETURN 1;\n// RETURN 2;\nRETURN ';'; RETURN 3";
    let lines = |output: std::process::Output| -> Vec<Value> {
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&output.stderr).contains("in use"));
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let first = lines(typed(&[]).write_stdin(script).output().unwrap());
    assert_eq!(first.len(), 1);
    let error = &first[0]["error"];
    assert_eq!((&error["class"], &error["detail"]), (&Value::from("StoreError"), &Value::from("Locked")));
    assert_eq!(lines(typed(&["--keep-going"]).write_stdin(script).output().unwrap()).len(), 3);
    assert_eq!(lines(typed(&["-c", "RETURN 1; RETURN 2", "-c", "RETURN 3"]).output().unwrap()).len(), 1);
    assert_eq!(lines(typed(&["-c", ":stats"]).output().unwrap()).len(), 0);
    drop(held);
    assert!(typed(&["-c", "RETURN 1"]).output().unwrap().status.success());
}

#[test]
fn wrong_arguments_have_a_status_of_their_own() {
    for wrong in [
        vec!["--format", "xml"],
        vec!["--param", "name=Абай"],
        vec!["--param", "name"],
        vec!["--param", "=1"],
        vec!["--nonsense"],
        vec!["--history", "a", "--no-history"],
    ] {
        in_memory(&wrong).write_stdin("RETURN 1;").assert().code(2).stdout("");
    }
    let quotes = predicate::str::contains("Text is written in quotes");
    in_memory(&["--param", "name=Абай"]).assert().code(2).stderr(quotes);
}

#[test]
fn typed_json_is_one_line_a_statement_and_none_a_command() {
    let script = ":param p => {a: [1, null]}\nCREATE (n:Тұлға {x: 1})-[r:БІЛЕДІ]->(m) RETURN n, r;\n:schema\n:stats\n\
                  MATCH p = ()-->() RETURN p, $p, 1.0, date('2020-01-01') AS d;\nMATCH (n) WHERE n.x = 2 RETURN n.x;\n\
                  RETURN 1 +;\nMATCH (n) SET n.x = 1 / 0;\nMATCH (n:Тұлға) RETURN n.x AS x";
    let mut command = in_memory(&["--format", "typed-json", "--keep-going"]);
    let text = output(command.write_stdin(script));
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 6, "{text}");
    assert_eq!(lines[0]["columns"], serde_json::json!(["n", "r"]));
    assert_eq!(lines[0]["stats"]["relationships_created"], 1);
    let node = &lines[0]["rows"][0][0];
    assert_eq!((&node["$type"], &node["_value"]["_labels"][0]), (&Value::from("Node"), &Value::from("Тұлға")));
    assert_eq!(node["_value"]["_properties"]["x"], serde_json::json!({"$type": "Integer", "_value": "1"}));
    assert_eq!(lines[1]["rows"][0][0]["_value"][1]["_value"]["_type"], "БІЛЕДІ");
    assert_eq!(lines[1]["rows"][0][2], serde_json::json!({"$type": "Float", "_value": "1.0"}));
    assert_eq!(lines[1]["rows"][0][3], serde_json::json!({"$type": "Date", "_value": "2020-01-01"}));
    assert_eq!(lines[2], serde_json::json!({"columns": ["n.x"], "rows": [], "stats": {}}));
    let error = &lines[3]["error"];
    assert_eq!((&error["class"], &error["phase"]), (&Value::from("SyntaxError"), &Value::from("compile")));
    assert_eq!((&error["line"], &error["column"]), (&Value::from(1), &Value::from(11)));
    assert_eq!(lines[4]["error"]["phase"], "runtime");
    assert_eq!(lines[5]["rows"][0][0]["_value"], "1", "a statement that failed has changed nothing");
}

#[test]
fn what_is_written_is_there_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("t.kg");
    let database = database.to_str().unwrap();
    let new = predicate::str::contains("a new database");
    shell(database).args(["-c", "CREATE (:Тұлға {аты: 'Абай'})"]).assert().success().stdout("").stderr(new);
    shell(database).args(["-c", "MATCH (n) RETURN n.аты AS аты"]).assert().success().stdout("{\"аты\":\"Абай\"}\n");
    let refused = predicate::str::contains("may not be written");
    shell(database).args(["--read-only", "-c", "CREATE ()"]).assert().code(1).stderr(refused);
    shell(database).args(["-c", "MATCH (n) RETURN count(*) AS n"]).assert().stdout("{\"n\":1}\n");
}

#[test]
fn every_format_prints_the_same_rows() {
    let printed = |format| {
        let statement = "UNWIND [[1, 'бір|'], [20, null]] AS p RETURN p[0] AS n, p[1] AS сөз";
        output(&mut in_memory(&["--format", format, "-c", statement]))
    };
    assert_eq!(printed("csv"), "n,сөз\n1,бір|\n20,\n");
    assert_eq!(printed("tsv"), "n\tсөз\n1\tбір|\n20\t\n");
    assert_eq!(printed("line"), "  n = 1\nсөз = бір|\n\n  n = 20\nсөз = \n");
    assert_eq!(printed("markdown"), "| n | сөз |\n|---|---|\n| 1 | бір\\| |\n| 20 |  |\n");
    assert_eq!(printed("json"), "[\n{\"n\":1,\"сөз\":\"бір|\"},\n{\"n\":20,\"сөз\":null}\n]\n");
    let table = "┌────┬──────┐\n│ n  ┆ сөз  │\n╞════╪══════╡\n│  1 ┆ бір| │\n│ 20 ┆      │\n└────┴──────┘\n";
    assert_eq!(printed("table"), table);
}

#[test]
fn control_characters_in_data_reach_no_terminal() {
    let statement = r"RETURN 'a\u001b]0;title\u0007\u009b31m\u202e' AS `c\u001b`";
    for format in ["table", "line", "markdown", "json", "jsonl", "typed-json"] {
        let text = output(&mut in_memory(&["--format", format, "-c", statement]));
        assert!(text.contains("title"), "{format}: {text}");
        assert!(!text.contains(|c: char| c != '\n' && c.is_control()), "{format}: {text:?}");
        assert!(!text.contains('\u{202e}'), "{format}: {text:?}");
    }
    let error = in_memory(&["-c", "RETURN '\u{1b}[31m' + \u{1b}[31mx"]).output().unwrap();
    assert!(!String::from_utf8(error.stderr).unwrap().contains('\u{1b}'));
}

#[test]
fn limits_end_a_statement_with_an_error_that_says_so() {
    let many = "UNWIND range(1, 100000000) AS x UNWIND range(1, 1000) AS y WITH x, y WHERE x < 0 RETURN x";
    in_memory(&["--timeout", "1", "-c", many]).assert().code(1).stderr(predicate::str::contains("Timeout"));
    let rows = ["--row-limit", "10", "-c", "UNWIND range(1, 11) AS x RETURN x"];
    in_memory(&rows).assert().code(1).stdout("").stderr(predicate::str::contains("ResourceExhausted"));
}

#[test]
fn foreign_input_is_refused_with_a_clear_word() {
    let bytes = [b'R', 0xff, 0xfe, 0];
    in_memory(&[]).write_stdin(bytes).assert().code(1).stderr(predicate::str::contains("not UTF-8"));
    in_memory(&["-f", "no/such.file"]).assert().code(1).stderr(predicate::str::contains("no/such.file"));
    in_memory(&["-c", ":source no/such.file"]).assert().code(1).stderr(predicate::str::contains("no/such.file"));
    let long = format!("RETURN '{}'", "ә".repeat(3 << 20));
    let refused = predicate::str::contains("ResourceExhausted").and(predicate::str::contains("parameters"));
    in_memory(&[]).write_stdin(long).assert().code(1).stdout("").stderr(refused);
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("loop.cypher");
    std::fs::write(&script, format!(":source {}\n", script.display())).unwrap();
    let deep = predicate::str::contains("deep");
    in_memory(&["-f", script.to_str().unwrap()]).assert().code(1).stderr(deep);
}

#[test]
fn commands_speak_on_standard_error_alone() {
    let said = |line: &str| in_memory(&["--format", "typed-json", "-c", line]).output().unwrap();
    for (line, text) in [
        (":help", "gexf"),
        (":params", ""),
        (":mode nonsense", "markdown"),
        (":hlep", "did you mean :help?"),
        (":export dot", "needs a file"),
        (".help timing", "how long"),
    ] {
        let output = said(line);
        assert!(output.stdout.is_empty(), "{line}");
        assert!(String::from_utf8(output.stderr).unwrap().contains(text), "{line}");
    }
}

#[test]
fn what_a_statement_returns_is_exported() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("out.dot");
    let export = format!(":export dot {} MATCH (n:A) RETURN n", file.display());
    in_memory(&["-c", "CREATE (:A {name: 'бір'}), (:B)", "-c", &export]).assert().success().stdout("");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("бір"), "{text}");
    assert!(!Path::new(&format!("{}.part", file.display())).exists());
}

#[test]
fn the_session_of_the_readme_counts_what_ingest_counts() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::cargo_bin("shezhire").unwrap();
    let releases = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/releases");
    let ingested = command.arg("ingest").arg(folder.path().join("press.kg")).arg(releases).output().unwrap();
    let told = String::from_utf8([ingested.stdout, ingested.stderr].concat()).unwrap();
    let counts: Vec<&str> = told.lines().filter(|line| !line.contains("MB")).collect();
    assert_eq!(counts.len(), 6, "{told}");
    assert!(include_str!("../README.md").contains(&counts.join("\n")), "{told}");
}
