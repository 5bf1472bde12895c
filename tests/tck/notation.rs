//! Values, and the kit's notation for them, to one text that is equal when they are.

use shezhire::Value;
use shezhire::model::{Node, Properties, Relationship, format_date, format_date_time, format_time};

/// A value as canonical text. `unordered` sorts lists.
pub fn of_value(value: &Value, unordered: bool) -> String {
    let string = |text: String| format!("'{text}'");
    match value {
        Value::Null => "null".to_owned(),
        Value::Boolean(b) => b.to_string(),
        Value::Integer(i) => i.to_string(),
        Value::Float(x) => float(*x),
        Value::String(s) => string(s.to_string()),
        Value::List(items) => list(items.iter().map(|v| of_value(v, unordered)).collect(), unordered),
        Value::Map(map) => properties(map, unordered),
        Value::Date(d) => string(format_date(*d)),
        Value::LocalTime(t) => string(format_time(*t)),
        Value::Time(t) => string(t.to_string()),
        Value::LocalDateTime(t) => string(format_date_time(*t)),
        Value::DateTime(t) => string(t.to_string()),
        Value::Duration(d) => string(d.to_string()),
        Value::Node(node) => of_node(node, unordered),
        Value::Relationship(r) => of_relationship(r, unordered),
        Value::Path(path) => {
            let mut out = format!("<{}", of_node(&path.nodes[0], unordered));
            for (i, r) in path.relationships.iter().enumerate() {
                let forwards = r.content.as_ref().unwrap().start == path.nodes[i].id;
                let (left, right) = if forwards { ("-", "->") } else { ("<-", "-") };
                out += &format!("{left}{}{right}", of_relationship(r, unordered));
                out += &of_node(&path.nodes[i + 1], unordered);
            }
            out + ">"
        }
    }
}

fn of_node(node: &Node, unordered: bool) -> String {
    let content = node.content.as_ref().unwrap();
    let mut labels: Vec<_> = content.labels.iter().map(|l| format!(":{l}")).collect();
    labels.sort();
    format!("({}{})", labels.concat(), properties(&content.properties, unordered))
}

fn of_relationship(r: &Relationship, unordered: bool) -> String {
    let content = r.content.as_ref().unwrap();
    format!("[:{}{}]", content.relationship_type, properties(&content.properties, unordered))
}

fn properties(map: &Properties, unordered: bool) -> String {
    let entries: Vec<_> = map.iter().map(|(k, v)| format!("{k}: {}", of_value(v, unordered))).collect();
    format!("{{{}}}", entries.join(", "))
}

fn list(mut items: Vec<String>, unordered: bool) -> String {
    if unordered {
        items.sort();
    }
    format!("[{}]", items.join(", "))
}

fn float(x: f64) -> String {
    if x == 0.0 { "0.0".to_owned() } else { format!("{x:?}") }
}

/// The kit's notation as canonical text.
pub fn of_notation(text: &str, unordered: bool) -> String {
    let mut reader = Reader { rest: text.trim(), unordered };
    let value = reader.value();
    assert!(reader.rest.trim().is_empty(), "what does {text} mean?");
    value
}

struct Reader<'a> {
    rest: &'a str,
    unordered: bool,
}

impl Reader<'_> {
    fn peek(&mut self, token: &str) -> bool {
        self.rest = self.rest.trim_start();
        self.rest.starts_with(token)
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.peek(token);
        if found {
            self.rest = &self.rest[token.len()..];
        }
        found
    }

    fn need(&mut self, token: &str) {
        assert!(self.take(token), "{token} expected at {}", self.rest);
    }

    fn while_true(&mut self, test: impl Fn(char) -> bool) -> String {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c| !test(c)).unwrap_or(self.rest.len());
        let (found, rest) = self.rest.split_at(end);
        self.rest = rest;
        found.to_owned()
    }

    fn name(&mut self) -> String {
        if self.take("`") {
            let name = self.while_true(|c| c != '`');
            self.need("`");
            return name;
        }
        self.while_true(|c| c.is_alphanumeric() || c == '_')
    }

    fn value(&mut self) -> String {
        if self.take("'") {
            return self.string();
        }
        if self.take("<") {
            return self.path();
        }
        if self.peek("(") {
            return self.node();
        }
        if self.peek("[") && self.rest[1..].trim_start().starts_with(':') {
            return self.relationship();
        }
        if self.take("[") {
            let mut items = Vec::new();
            while !self.take("]") {
                items.push(self.value());
                self.take(",");
            }
            return list(items, self.unordered);
        }
        if self.peek("{") {
            return self.map();
        }
        let word = self.while_true(|c| c.is_alphanumeric() || "+-.".contains(c));
        match word.as_str() {
            "null" | "true" | "false" => word,
            "NaN" => "NaN".to_owned(),
            "Inf" | "Infinity" => float(f64::INFINITY),
            "-Inf" | "-Infinity" => float(f64::NEG_INFINITY),
            number => match (number.parse::<i64>(), number.parse::<f64>()) {
                (Ok(i), _) => i.to_string(),
                (_, Ok(x)) => float(x),
                _ => panic!("what does {number} mean?"),
            },
        }
    }

    fn string(&mut self) -> String {
        let mut out = String::from("'");
        let mut characters = self.rest.char_indices();
        while let Some((at, c)) = characters.next() {
            match c {
                '\'' => {
                    self.rest = &self.rest[at + 1..];
                    return out + "'";
                }
                '\\' => out.push(match characters.next().unwrap().1 {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    other => other,
                }),
                c => out.push(c),
            }
        }
        panic!("a string does not end: {}", self.rest)
    }

    fn map(&mut self) -> String {
        let mut entries = Vec::new();
        self.need("{");
        while !self.take("}") {
            let key = self.name();
            self.need(":");
            entries.push((key, self.value()));
            self.take(",");
        }
        entries.sort();
        let entries: Vec<_> = entries.into_iter().map(|(key, value)| format!("{key}: {value}")).collect();
        format!("{{{}}}", entries.join(", "))
    }

    fn labels_and_properties(&mut self) -> String {
        let mut labels = Vec::new();
        while self.take(":") {
            labels.push(format!(":{}", self.name()));
        }
        labels.sort();
        labels.concat() + &if self.peek("{") { self.map() } else { "{}".to_owned() }
    }

    fn node(&mut self) -> String {
        self.need("(");
        let inside = self.labels_and_properties();
        self.need(")");
        format!("({inside})")
    }

    fn relationship(&mut self) -> String {
        self.need("[");
        let inside = self.labels_and_properties();
        self.need("]");
        format!("[{inside}]")
    }

    fn path(&mut self) -> String {
        let mut out = format!("<{}", self.node());
        while !self.take(">") {
            let backwards = self.take("<-");
            if !backwards {
                self.need("-");
            }
            let relationship = self.relationship();
            self.need(if backwards { "-" } else { "->" });
            let (left, right) = if backwards { ("<-", "-") } else { ("-", "->") };
            out += &format!("{left}{relationship}{right}{}", self.node());
        }
        out + ">"
    }
}
