//! A line being typed to what may come next: keywords, functions, labels, types, properties, variables, commands.

use std::collections::BTreeSet;

use clap::ValueEnum;
use rustyline::completion::{Completer, Pair};
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper};

use super::command::{COMMANDS, is_command};
use super::format::{Format, name};
use crate::database::Database;
use crate::query::Splitter;
use crate::query::signature::{Procedures, functions};

#[rustfmt::skip]
const KEYWORDS: [&str; 67] = [
    "ALL", "ALL SHORTEST", "AND", "ANY", "ANY SHORTEST", "AS", "ASC", "CALL", "CASE", "CONTAINS", "COUNT", "CREATE",
    "CREATE CONSTRAINT", "CREATE INDEX",     "DELETE", "DESC", "DETACH DELETE", "DISTINCT", "DROP CONSTRAINT", "DROP INDEX", "ELSE", "END", "ENDS WITH", "EXISTS", "EXPLAIN", "FALSE", "FOREACH",
    "FOR", "IF NOT EXISTS", "IN", "IS NOT NULL", "IS NULL", "IS UNIQUE", "LIMIT", "MATCH", "MERGE", "NONE", "NOT", "NULL", "ON CREATE SET", "ON MATCH SET",
    "OPTIONAL MATCH", "OR", "ORDER BY", "PROFILE", "REDUCE", "REMOVE", "REQUIRE", "RETURN", "SET", "SHOW CONSTRAINTS", "SHOW INDEXES", "SINGLE", "SKIP",
    "STARTS WITH", "THEN", "TRUE", "UNION", "UNION ALL", "UNWIND", "WHEN", "WHERE", "WITH", "XOR", "YIELD",
    "allShortestPaths", "shortestPath",
];

/// What the line editor asks while a person types.
pub(super) struct Assistant {
    database: Database,
    /// Names of the parameters.
    pub parameters: Vec<String>,
}

impl Assistant {
    pub const fn new(database: Database) -> Self {
        Self { database, parameters: Vec::new() }
    }

    /// Where the word before the cursor begins, and what it may become.
    fn candidates(&self, before: &str) -> (usize, Vec<String>) {
        let start = before
            .rfind(|c: char| !is_part(c))
            .map_or(0, |at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
        let (lead, word) = before.split_at(start);
        if lead.trim_start().starts_with(':') {
            return commands(before);
        }
        let mut found = match lead.chars().next_back() {
            Some(':' | '|' | '&' | '!') => self.labels(lead),
            Some('$') => self.parameters.clone(),
            Some('.') => {
                // A property of what stands before the dot, or a function in its namespace.
                let namespace = lead.rfind(|c: char| c.is_ascii() && !is_part(c) && c != '.').map_or(0, |at| at + 1);
                let dotted = before.get(namespace..).unwrap_or_default();
                let called = if is_call(before.get(..namespace).unwrap_or_default()) {
                    self.procedures()
                } else {
                    calls().collect()
                };
                let fitting: Vec<String> = called.into_iter().filter(|call| begins(call, dotted)).collect();
                if !fitting.is_empty() {
                    return (namespace, fitting);
                }
                self.database.snapshot().graph().property_keys().iter().map(|key| name(key)).collect()
            }
            _ if is_call(lead) => self.procedures(),
            _ => words(before, word),
        };
        found.retain(|candidate| begins(candidate, word) || begins(candidate.trim_start_matches('`'), word));
        (start, found)
    }

    /// Labels within parentheses, types within brackets, both elsewhere.
    fn labels(&self, lead: &str) -> Vec<String> {
        let mut closed = 0;
        let open = lead.chars().rev().find(|c| {
            closed += i32::from(matches!(c, ')' | ']')) - i32::from(matches!(c, '(' | '['));
            closed < 0
        });
        let snapshot = self.database.snapshot();
        let labels = snapshot.graph().label_counts();
        let types = snapshot.graph().type_counts();
        let chosen = match open {
            Some('(') => labels,
            Some('[') => types,
            _ => labels.into_iter().chain(types).collect(),
        };
        chosen.iter().map(|(label, _)| name(label)).collect()
    }

    fn procedures(&self) -> Vec<String> {
        self.database.control().procedures.names().into_iter().map(|name| format!("{name}(")).collect()
    }
}

/// Keywords, functions, and the words of the statement so far, which are mostly its variables.
fn words(before: &str, word: &str) -> Vec<String> {
    let used = before.split(|c| !is_part(c)).filter(|w| *w != word && w.starts_with(char::is_alphabetic));
    let keywords = KEYWORDS.iter().map(|keyword| (*keyword).to_owned());
    let all: BTreeSet<String> = used.map(str::to_owned).chain(keywords).chain(calls()).collect();
    if word.is_empty() { Vec::new() } else { all.into_iter().collect() }
}

/// Whether `CALL` stands last.
fn is_call(lead: &str) -> bool {
    lead.trim_end().to_ascii_uppercase().ends_with("CALL")
}

const fn is_part(c: char) -> bool {
    c == '_' || c.is_ascii_alphanumeric() || !c.is_ascii()
}

fn begins(candidate: &str, word: &str) -> bool {
    let mut letters = candidate.chars().flat_map(char::to_lowercase);
    word.chars().flat_map(char::to_lowercase).all(|c| letters.next() == Some(c))
}

/// The functions as they are called.
fn calls() -> impl Iterator<Item = String> {
    functions().iter().map(|f| format!("{}{}", f.name, if f.max == 0 { "()" } else { "(" }))
}

fn commands(before: &str) -> (usize, Vec<String>) {
    if let Some(mode) = before.trim_start().strip_prefix(":mode ") {
        let names = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let fitting = names.map(|n| n.get_name().to_owned()).filter(|n| begins(n, mode)).collect();
        return (before.len() - mode.len(), fitting);
    }
    let start = before.len() - before.trim_start().len();
    let typed = before.trim_start();
    (start, COMMANDS.iter().map(|(name, ..)| (*name).to_owned()).filter(|name| begins(name, typed)).collect())
}

impl Completer for Assistant {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, found) = self.candidates(line.get(..at).unwrap_or(line));
        let pairs = found.into_iter().map(|text| Pair { display: text.clone(), replacement: text });
        Ok((start, pairs.collect()))
    }
}

impl Validator for Assistant {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        Ok(if is_whole(context.input()) { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}

impl Hinter for Assistant {
    type Hint = String;
}

impl Highlighter for Assistant {}

impl Helper for Assistant {}

/// Whether a text is a command, or all its statements are ended.
fn is_whole(text: &str) -> bool {
    if is_command(text) {
        return true;
    }
    let mut splitter = Splitter::new();
    splitter.push(text);
    splitter.push("\n");
    while splitter.next_statement().is_some() {}
    splitter.is_blank()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::Parameters;

    fn candidates(line: &str) -> Vec<String> {
        let database = Database::in_memory();
        let create = "CREATE (:Person {born: 1})-[:KNOWS]->(:`Бос орын` {аты: 'а'})";
        database.run(create, &Parameters::new()).unwrap();
        let assistant = Assistant { database, parameters: vec!["name".to_owned()] };
        assistant.candidates(line).1
    }

    #[test]
    fn what_may_come_next_depends_on_what_stands_before() {
        assert_eq!(candidates("mat"), ["MATCH"]);
        assert_eq!(candidates("MATCH (person:P"), ["Person"]);
        assert_eq!(candidates("MATCH (:бо"), ["`Бос орын`"]);
        assert_eq!(candidates("MATCH (a)-[:"), ["KNOWS"]);
        assert_eq!(candidates("MATCH (person) RETURN person.а"), ["аты"]);
        assert_eq!(candidates("MATCH (person) RETURN perso"), ["person"]);
        assert_eq!(candidates("RETURN toup"), ["toUpper("]);
        assert_eq!(candidates("RETURN date.tru"), ["date.truncate("]);
        assert_eq!(candidates("CALL db.l").len(), 1);
        assert_eq!(candidates("RETURN $"), ["name"]);
        assert_eq!(candidates(":he"), [":help"]);
        assert_eq!(candidates(":mode ma"), ["markdown"]);
    }

    #[test]
    fn a_line_is_whole_when_its_statements_are_ended() {
        for whole in ["RETURN 1;", ":help", "RETURN ';'; // rest", "", "RETURN 1; RETURN 2;"] {
            assert!(is_whole(whole), "{whole}");
        }
        for open in ["RETURN 1", "RETURN ';", "RETURN 1; RETURN", "/* ;"] {
            assert!(!is_whole(open), "{open}");
        }
    }
}
