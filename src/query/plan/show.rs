//! Formulas to text with the names that the statement gave.

use std::fmt::Write as _;
use std::sync::Arc;

use super::formula::Formula;
use crate::model::Value;
use crate::query::ast::{BinaryOperator, ComparisonOperator, LabelExpression};
use crate::query::functions::text_of;

/// Names of slots and parameters.
pub(super) struct Names<'p> {
    /// Slots that have a name.
    pub slots: &'p [(usize, Arc<str>)],
    /// Parameters by number.
    pub parameters: &'p [(Arc<str>, usize)],
}

/// What is nested deeper is left out.
const DEEPEST: usize = 4;

impl Names<'_> {
    /// The name of a slot, when it has one.
    pub fn name(&self, slot: usize) -> Option<&str> {
        self.slots.iter().rev().find(|(s, _)| *s == slot).map(|(_, name)| &**name)
    }

    /// The name of a slot, or its number.
    pub fn slot(&self, slot: usize) -> String {
        self.name(slot).map_or_else(|| format!("#{slot}"), str::to_owned)
    }

    /// A formula in short.
    pub fn show(&self, formula: &Formula) -> String {
        let mut out = String::new();
        self.write(formula, 0, &mut out);
        out
    }

    fn list(&self, items: &[Formula], depth: usize, out: &mut String) {
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            self.write(item, depth, out);
        }
    }

    fn write(&self, formula: &Formula, depth: usize, out: &mut String) {
        if depth > DEEPEST {
            out.push('…');
            return;
        }
        let deeper = depth + 1;
        match formula {
            Formula::Literal(Value::String(text)) => {
                let _ = write!(out, "'{text}'");
            }
            Formula::Literal(Value::Null) => out.push_str("null"),
            Formula::Literal(value) => out.push_str(&text_of(value)),
            Formula::Parameter(number) => {
                out.push('$');
                out.push_str(self.parameters.get(*number).map_or("?", |(name, _)| name));
            }
            Formula::Slot(slot) => out.push_str(&self.slot(*slot)),
            Formula::Property(subject, key) => {
                self.write(subject, deeper, out);
                let _ = write!(out, ".{key}");
            }
            Formula::HasLabels(subject, labels) => {
                self.write(subject, deeper, out);
                out.push(':');
                write_labels(labels, out);
            }
            Formula::Comparison(first, chain) => {
                self.write(first, deeper, out);
                for (operator, operand) in chain {
                    let _ = write!(out, " {} ", comparison(*operator));
                    self.write(operand, deeper, out);
                }
            }
            Formula::Binary(operator, a, b) => {
                self.write(a, deeper, out);
                let _ = write!(out, " {} ", binary(*operator));
                self.write(b, deeper, out);
            }
            Formula::Not(a) => {
                out.push_str("NOT ");
                self.write(a, deeper, out);
            }
            Formula::IsNull(a, not) => {
                self.write(a, deeper, out);
                out.push_str(if *not { " IS NOT NULL" } else { " IS NULL" });
            }
            Formula::Function(function, arguments) => {
                let _ = write!(out, "{}(", function.name);
                self.list(arguments, deeper, out);
                out.push(')');
            }
            Formula::Aggregate(aggregate) => {
                let name = format!("{:?}", aggregate.function);
                let name = name.get(..1).unwrap_or_default().to_lowercase() + name.get(1..).unwrap_or_default();
                let _ = write!(out, "{name}({}", if aggregate.distinct { "DISTINCT " } else { "" });
                if aggregate.arguments.is_empty() {
                    out.push('*');
                }
                self.list(&aggregate.arguments, deeper, out);
                out.push(')');
            }
            Formula::List(items) => {
                out.push('[');
                self.list(items, deeper, out);
                out.push(']');
            }
            Formula::Index(subject, index) => {
                self.write(subject, deeper, out);
                out.push('[');
                self.write(index, deeper, out);
                out.push(']');
            }
            Formula::Path(_) => out.push_str("path"),
            Formula::Subquery(_) => out.push_str("{ … }"),
            _ => out.push('…'),
        }
    }
}

fn write_labels(labels: &LabelExpression, out: &mut String) {
    match labels {
        LabelExpression::Name(name) => out.push_str(name),
        LabelExpression::Any => out.push('%'),
        LabelExpression::And(a, b) => {
            write_labels(a, out);
            out.push('&');
            write_labels(b, out);
        }
        LabelExpression::Or(a, b) => {
            write_labels(a, out);
            out.push('|');
            write_labels(b, out);
        }
        LabelExpression::Not(a) => {
            out.push('!');
            write_labels(a, out);
        }
    }
}

const fn comparison(operator: ComparisonOperator) -> &'static str {
    match operator {
        ComparisonOperator::Equal => "=",
        ComparisonOperator::NotEqual => "<>",
        ComparisonOperator::Less => "<",
        ComparisonOperator::LessOrEqual => "<=",
        ComparisonOperator::Greater => ">",
        ComparisonOperator::GreaterOrEqual => ">=",
    }
}

const fn binary(operator: BinaryOperator) -> &'static str {
    match operator {
        BinaryOperator::Or => "OR",
        BinaryOperator::Xor => "XOR",
        BinaryOperator::And => "AND",
        BinaryOperator::Add => "+",
        BinaryOperator::Subtract => "-",
        BinaryOperator::Multiply => "*",
        BinaryOperator::Divide => "/",
        BinaryOperator::Modulo => "%",
        BinaryOperator::Power => "^",
        BinaryOperator::In => "IN",
        BinaryOperator::StartsWith => "STARTS WITH",
        BinaryOperator::EndsWith => "ENDS WITH",
        BinaryOperator::Contains => "CONTAINS",
        BinaryOperator::Matches => "=~",
    }
}
