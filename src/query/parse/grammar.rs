//! The promise of grammar/query.ebnf: its rules are the parser's functions, and what it allows is read.

use std::collections::{BTreeMap, BTreeSet};

use super::parse;

const GRAMMAR: &str = include_str!("../../../grammar/query.ebnf");

/// A right side of a rule.
#[derive(Clone, Debug)]
enum Part {
    Terminal(String),
    Rule(String),
    /// `? said in words ?`
    Words(String),
    Sequence(Vec<Part>),
    Choice(Vec<Part>),
    Optional(Box<Part>),
    Repeated(Box<Part>),
}

/// Cuts the grammar into words, quoted texts and signs; comments are left out.
fn pieces() -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = GRAMMAR;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            _ if rest.starts_with("(*") => {
                rest = rest[2..].split_once("*)").expect("a comment ends").1;
                continue;
            }
            c if c.is_whitespace() => {
                rest = rest.trim_start();
                continue;
            }
            '"' => {
                let mut escaped = false;
                let inner = rest[1..].char_indices().find(|(_, c)| {
                    let end = *c == '"' && !escaped;
                    escaped = *c == '\\' && !escaped;
                    end
                });
                inner.expect("a text ends").0 + 2
            }
            '?' => rest[1..].find('?').expect("words end") + 2,
            c if c.is_alphanumeric() || c == '_' => {
                rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
            }
            c => c.len_utf8(),
        };
        pieces.push(rest[..length].to_owned());
        rest = &rest[length..];
    }
    pieces
}

fn rules() -> BTreeMap<String, Part> {
    let pieces = pieces();
    let mut at = 0;
    let mut rules = BTreeMap::new();
    while at < pieces.len() {
        let name = pieces[at].clone();
        assert_eq!(pieces[at + 1], "=", "after {name}");
        at += 2;
        let part = choice(&pieces, &mut at);
        assert_eq!(pieces[at], ";", "after the rule {name}");
        at += 1;
        assert!(rules.insert(name.clone(), part).is_none(), "{name} stands twice");
    }
    rules
}

fn choice(pieces: &[String], at: &mut usize) -> Part {
    let mut choices = vec![sequence(pieces, at)];
    while pieces[*at] == "|" {
        *at += 1;
        choices.push(sequence(pieces, at));
    }
    if choices.len() == 1 { choices.remove(0) } else { Part::Choice(choices) }
}

fn sequence(pieces: &[String], at: &mut usize) -> Part {
    let mut parts = Vec::new();
    loop {
        let piece = pieces[*at].as_str();
        let group = |at: &mut usize, end: &str| {
            *at += 1;
            let inner = choice(pieces, at);
            assert_eq!(pieces[*at], end);
            inner
        };
        parts.push(match piece {
            "|" | ";" | ")" | "]" | "}" => return Part::Sequence(parts),
            "(" => group(at, ")"),
            "[" => Part::Optional(Box::new(group(at, "]"))),
            "{" => Part::Repeated(Box::new(group(at, "}"))),
            text if text.starts_with('"') => {
                Part::Terminal(text[1..text.len() - 1].replace("\\\"", "\"").replace("\\\\", "\\"))
            }
            words if words.starts_with('?') => Part::Words(words.trim_matches(['?', ' ']).to_owned()),
            name => Part::Rule(name.to_owned()),
        });
        *at += 1;
    }
}

/// The functions of the parser that are rules: by their signature.
fn functions() -> BTreeSet<String> {
    let sources = [
        include_str!("atoms.rs"),
        include_str!("clauses.rs"),
        include_str!("expressions.rs"),
        include_str!("lex.rs"),
        include_str!("literals.rs"),
        include_str!("names.rs"),
        include_str!("patterns.rs"),
        include_str!("projections.rs"),
        include_str!("schema.rs"),
        include_str!("updates.rs"),
    ];
    let tokens = regex::Regex::new(r"pub\(super\) fn (\w+)<'a>\(input: Tokens<'a>\) -> Parsed<").unwrap();
    let characters = regex::Regex::new(r"pub\(super\) fn (\w+)\(text: &str\) -> Lexed<").unwrap();
    let found = |source| {
        tokens
            .captures_iter(source)
            .chain(characters.captures_iter(source))
            .map(|c| c[1].to_owned())
            .collect::<Vec<_>>()
    };
    sources.into_iter().flat_map(found).collect()
}

#[test]
fn every_rule_is_a_function_and_every_function_a_rule() {
    let rules: BTreeSet<String> = rules().into_keys().collect();
    let functions = functions();
    assert_eq!(rules.difference(&functions).collect::<Vec<_>>(), Vec::<&String>::new(), "rules without a function");
    assert_eq!(functions.difference(&rules).collect::<Vec<_>>(), Vec::<&String>::new(), "functions without a rule");
}

#[test]
fn every_name_in_the_grammar_is_a_rule_that_is_used() {
    fn names<'p>(part: &'p Part, into: &mut BTreeSet<&'p str>) {
        match part {
            Part::Rule(name) => drop(into.insert(name)),
            Part::Terminal(_) | Part::Words(_) => {}
            Part::Sequence(parts) | Part::Choice(parts) => parts.iter().for_each(|p| names(p, into)),
            Part::Optional(part) | Part::Repeated(part) => names(part, into),
        }
    }
    let rules = rules();
    let mut used = BTreeSet::from(["statement", "space"]);
    rules.values().for_each(|part| names(part, &mut used));
    assert_eq!(used, rules.keys().map(String::as_str).collect());
}

/// Draws sentences from the grammar; the same from the same seed.
struct Sentences {
    rules: BTreeMap<String, Part>,
    /// Rules in terms of characters: nothing stands between their parts.
    characters: BTreeSet<String>,
    /// For each rule the least depth at which it can end.
    least: BTreeMap<String, usize>,
    state: u64,
    text: String,
}

impl Sentences {
    fn new() -> Self {
        let rules = rules();
        let tokens = GRAMMAR.find("(* Tokens *)").expect("the section");
        let place = |name: &str| GRAMMAR.find(&format!("\n{name} = ")).expect("the rule");
        let characters = rules.keys().filter(|name| place(name) > tokens).cloned().collect();
        let mut sentences = Self { rules, characters, least: BTreeMap::new(), state: 0, text: String::new() };
        while sentences.least.len() < sentences.rules.len() {
            let known: Vec<(String, usize)> = sentences
                .rules
                .iter()
                .filter(|(name, _)| !sentences.least.contains_key(*name))
                .filter_map(|(name, part)| sentences.depth(part).map(|depth| (name.clone(), depth + 1)))
                .collect();
            assert!(!known.is_empty(), "every rule can end");
            sentences.least.extend(known);
        }
        sentences
    }

    /// The least depth at which a part can end, if that is known yet.
    fn depth(&self, part: &Part) -> Option<usize> {
        match part {
            Part::Terminal(_) | Part::Words(_) | Part::Optional(_) | Part::Repeated(_) => Some(0),
            Part::Rule(name) => self.least.get(name).copied(),
            Part::Sequence(parts) => parts.iter().try_fold(0, |most, p| self.depth(p).map(|depth| depth.max(most))),
            Part::Choice(parts) => parts.iter().filter_map(|p| self.depth(p)).min(),
        }
    }

    /// A number below `end` (SplitMix64).
    fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end as u64).unwrap()
    }

    fn one_of(&mut self, texts: &[&'static str]) -> &'static str {
        texts[self.below(texts.len())]
    }

    fn sentence(&mut self, seed: u64) -> String {
        self.state = seed;
        self.text.clear();
        self.rule("statement", 24 + usize::try_from(seed % 32).unwrap(), false);
        std::mem::take(&mut self.text)
    }

    fn apart(&mut self, glued: bool) {
        if !glued && !self.text.is_empty() {
            let space = self.one_of(&[" ", " ", "\n", " /* түсінік */ "]);
            self.text.push_str(space);
        }
    }

    fn part(&mut self, part: &Part, left: usize, glued: bool) {
        // A long sentence is brought to its end.
        let left = if self.text.len() > 400 { 0 } else { left };
        match part {
            Part::Terminal(text) => {
                self.apart(glued);
                let word = text.starts_with(char::is_alphabetic) && !glued;
                let lower = word && self.below(3) == 0;
                self.text.push_str(&if lower { text.to_lowercase() } else { text.clone() });
            }
            Part::Words(words) => {
                let said = self.said(words);
                self.text.push_str(said);
            }
            Part::Rule(name) => self.rule(name, left, glued),
            Part::Sequence(parts) => parts.iter().for_each(|p| self.part(p, left, glued)),
            Part::Choice(parts) => {
                let fitting: Vec<&Part> =
                    parts.iter().filter(|p| self.depth(p).is_some_and(|depth| depth <= left)).collect();
                let least = parts.iter().min_by_key(|p| self.depth(p)).expect("a choice");
                let chosen = if fitting.is_empty() { least } else { fitting[self.below(fitting.len())] };
                self.part(chosen, left, glued);
            }
            Part::Optional(inner) | Part::Repeated(inner) => {
                let most = if matches!(part, Part::Optional(_)) { 1 } else { 2 };
                let fits = self.depth(inner).is_some_and(|depth| depth < left);
                let times = if fits && self.below(5) == 0 { 1 + self.below(most) } else { 0 };
                (0..times).for_each(|_| self.part(inner, left, glued));
            }
        }
    }

    fn rule(&mut self, name: &str, left: usize, glued: bool) {
        let inner = self.characters.contains(name);
        let drawn = match name {
            "variable" => Some(self.one_of(&["n", "m", "тұлға", "`бос ``орын`", "end", "all", "x1"])),
            // Other names would call what has a rule of its own: count(*), exists(…).
            "name" => Some(self.one_of(&["Тұлға", "`бос орын`", "MATCH", "in", "лақап_1", "order"])),
            // More than one shortest path is for later.
            "count" => Some("1"),
            // A bare bar belongs to a comprehension around, if there is one.
            "label_predicate" => Some(self.one_of(&[":A", ":A&!B", ":(A|B)", ":`Ә б`:C"])),
            _ => None,
        };
        if let Some(drawn) = drawn {
            self.apart(glued);
            self.text.push_str(drawn);
            return;
        }
        if inner {
            self.apart(glued);
        }
        let begin = self.text.len();
        let part = self.rules[name].clone();
        self.part(&part, left.saturating_sub(1), glued || inner);
        // One element that begins like a comprehension is one, as the order of the alternatives says.
        let comprehension = |list: &str| {
            let list = list.replace("/* түсінік */", " ").to_lowercase();
            let mut words = list.split_whitespace().skip(1);
            words.next() == Some("(") || matches!(words.next(), Some("in" | "="))
        };
        if name == "list" && comprehension(&self.text[begin..]) {
            self.text.truncate(begin);
            self.text.push_str(" []");
        }
    }

    fn said(&mut self, words: &str) -> &'static str {
        let texts: &[&str] = match words {
            "0 to 9, a to f, A to F" => &["0", "9", "a", "F"],
            "0 to 7" => &["0", "7"],
            "1 to 9" => &["1", "9"],
            "0 to 9" => &["0", "5"],
            "any character but quotes and \\" => &["ә", " ", ";", "//", "🧐"],
            "a letter of any script, or _" => &["қ", "Z", "_"],
            "a letter, digit or combining mark of any script, or _" => &["ғ", "z", "7", "_"],
            "any character but `" => &["ы", " ", "'"],
            "white space of any script" => &[" ", "\t", "\u{a0}"],
            "any character but a line feed" => &["x", ";"],
            "any character, but not */" => &["x", "'"],
            other => panic!("{other} is said in the grammar but not drawn"),
        };
        self.one_of(texts)
    }
}

#[test]
fn what_the_grammar_allows_is_read() {
    // What is beyond the grammar: numbers too great, half a surrogate pair, two lengths of one path.
    let beyond = ["IntegerOverflow", "FloatingPointOverflow", "InvalidUnicodeLiteral", "InvalidRelationshipPattern"];
    let mut sentences = Sentences::new();
    let mut read = 0;
    for seed in 0..3_000 {
        let sentence = sentences.sentence(seed);
        match parse(&sentence) {
            Ok(_) => read += 1,
            Err(error) => assert!(beyond.contains(&error.detail), "seed {seed}: {sentence}\n{error}"),
        }
    }
    assert!(read > 2_000, "only {read} were within the limits");
}

#[test]
fn broken_sentences_end_in_an_error_not_in_a_panic() {
    let procedures: Vec<crate::query::signature::ProcedureSignature> = Vec::new();
    let mut sentences = Sentences::new();
    for seed in 0..2_000 {
        let mut text: Vec<char> = sentences.sentence(seed).chars().collect();
        for _ in 0..sentences.below(4) {
            let at = sentences.below(text.len().max(1));
            match sentences.below(3) {
                0 if !text.is_empty() => drop(text.remove(at)),
                1 => text
                    .insert(at, ['(', ')', '[', '}', '\'', '"', '`', '|', '.', '\\', '\u{301}'][sentences.below(11)]),
                _ => text.truncate(at + 1),
            }
        }
        let text: String = text.into_iter().collect();
        let verdict = parse(&text).and_then(|statement| crate::query::check(&statement, &procedures));
        if let Err(error) = verdict {
            assert!(error.at.is_some_and(|at| text.is_char_boundary(at)), "{text}\n{error}");
        }
    }
}
