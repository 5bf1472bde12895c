//! A formula and a row to a value.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::access::{element, has_labels, not_an_index, position};
use super::arithmetic::binary;
use super::batch::Batch;
use super::session::Run;
use super::subquery;
use crate::model::{Node, Path, Relationship, Value};
use crate::query::QueryError;
use crate::query::ast::{BinaryOperator, ComparisonOperator, Quantifier};
use crate::query::depth::deeper;
use crate::query::functions::{self, properties};
use crate::query::plan::{Formula, PathPart, Projected};
use crate::query::value::{Comparison, compare, equal};

type Result<T> = std::result::Result<T, QueryError>;

/// A row, and the variables of the comprehensions around the formula.
pub struct Frame<'a> {
    /// The run.
    pub run: &'a Run<'a>,
    /// The row's batch.
    pub batch: &'a Batch,
    /// The row's number.
    pub row: usize,
    locals: Vec<Value>,
}

impl<'a> Frame<'a> {
    /// A row without local variables.
    #[must_use]
    pub const fn new(run: &'a Run<'a>, batch: &'a Batch, row: usize) -> Self {
        Self { run, batch, row, locals: Vec::new() }
    }

    /// Gives a local variable its value.
    pub fn set_local(&mut self, depth: usize, value: Value) {
        if self.locals.len() <= depth {
            self.locals.resize(depth + 1, Value::Null);
        }
        if let Some(local) = self.locals.get_mut(depth) {
            *local = value;
        }
    }

    /// The value of a formula.
    ///
    /// # Errors
    /// `TypeError`, `ArgumentError`, … for values that an operator or function cannot take.
    pub fn evaluate(&mut self, formula: &Formula) -> Result<Value> {
        match formula {
            Formula::Literal(value) => Ok(value.clone()),
            Formula::Parameter(number) => Ok(self.run.session.parameters.get(*number).cloned().unwrap_or_default()),
            Formula::Slot(slot) => Ok(self.batch.value(*slot, self.row, self.run.graph)),
            Formula::Local(depth) => Ok(self.locals.get(*depth).cloned().unwrap_or_default()),
            // What has parts may be nested deeply.
            _ => deeper(|| self.evaluate_level(formula)),
        }
    }

    fn evaluate_level(&mut self, formula: &Formula) -> Result<Value> {
        Ok(match formula {
            Formula::Literal(_) | Formula::Parameter(_) | Formula::Slot(_) | Formula::Local(_) => {
                self.evaluate(formula)?
            }
            Formula::Property(subject, key) => self.property(subject, key)?,
            Formula::HasLabels(subject, labels) => {
                let subject = self.evaluate(subject)?;
                has_labels(self.run, &subject, labels)?
            }
            Formula::List(items) => Value::List(items.iter().map(|f| self.evaluate(f)).collect::<Result<_>>()?),
            Formula::Map(entries) => {
                let entries = entries.iter().map(|(key, f)| Ok((Arc::clone(key), self.evaluate(f)?)));
                Value::Map(Arc::new(entries.collect::<Result<_>>()?))
            }
            Formula::MapProjection(subject, items) => self.map_projection(subject, items)?,
            Formula::Index(subject, index) => {
                let (subject, index) = (self.evaluate(subject)?, self.evaluate(index)?);
                element(self.run, &subject, &index)?
            }
            Formula::Slice(list, from, to) => self.slice(list, from.as_deref(), to.as_deref())?,
            Formula::Not(operand) => match self.truth(operand)? {
                Some(b) => Value::Boolean(!b),
                None => Value::Null,
            },
            Formula::Negate(operand) => super::arithmetic::negate(&self.evaluate(operand)?)?,
            Formula::Plus(operand) => super::arithmetic::plus(self.evaluate(operand)?)?,
            Formula::Binary(operator, a, b) => self.binary(*operator, a, b)?,
            Formula::Comparison(first, chain) => self.comparison(first, chain)?,
            Formula::IsNull(operand, not) => Value::Boolean(self.evaluate(operand)?.is_null() != *not),
            Formula::Function(function, arguments) => self.function(function, arguments)?,
            Formula::Aggregate(_) => {
                let message = "an aggregation stands where there is no group of rows";
                return Err(QueryError::runtime("SyntaxError", "InvalidAggregation", message));
            }
            Formula::Case { subject, branches, otherwise } => {
                self.case(subject.as_deref(), branches, otherwise.as_deref())?
            }
            Formula::ListComprehension { local, list, predicate, result } => {
                self.list_comprehension(*local, list, predicate.as_deref(), result.as_deref())?
            }
            Formula::Quantifier { quantifier, local, list, predicate } => {
                self.quantifier(*quantifier, *local, list, predicate)?
            }
            Formula::Reduce { local, start, list, step } => {
                let mut accumulator = self.evaluate(start)?;
                let Some(items) = self.list(list)? else { return Ok(Value::Null) };
                for item in items.iter() {
                    self.run.session.tick()?;
                    self.set_local(*local, accumulator);
                    self.set_local(local + 1, item.clone());
                    accumulator = self.evaluate(step)?;
                }
                accumulator
            }
            Formula::Path(parts) => self.path(parts),
            Formula::Subquery(query) => subquery::evaluate(self, query)?,
        })
    }

    /// A formula as a condition: true, false or unknown.
    ///
    /// # Errors
    /// `TypeError` when the value is neither boolean nor null, and what evaluation says.
    pub fn truth(&mut self, formula: &Formula) -> Result<Option<bool>> {
        match self.evaluate(formula)? {
            Value::Boolean(b) => Ok(Some(b)),
            Value::Null => Ok(None),
            other => {
                let message = format!("a condition is true, false or null, not {}", other.type_name());
                Err(QueryError::runtime("TypeError", "InvalidArgumentType", message))
            }
        }
    }

    fn property(&mut self, subject: &Formula, key: &Arc<str>) -> Result<Value> {
        // Most properties are asked of a node or relationship in a slot: no value is made of it.
        if let Formula::Slot(slot) = subject {
            let graph = self.run.graph;
            let owned = |value: Option<Cow<'_, Value>>| value.map_or(Value::Null, Cow::into_owned);
            if let Some(index) = self.batch.node(*slot, self.row, graph) {
                return Ok(owned(graph.key_id(key).and_then(|key| graph.node_value(index, key))));
            }
            if let Some(index) = self.batch.relationship(*slot, self.row, graph) {
                return Ok(owned(graph.key_id(key).and_then(|key| graph.relationship_value(index, key))));
            }
        }
        let subject = self.evaluate(subject)?;
        functions::property(self.run, &subject, key)
    }

    fn map_projection(&mut self, subject: &Formula, items: &[Projected]) -> Result<Value> {
        let subject = self.evaluate(subject)?;
        if subject.is_null() {
            return Ok(Value::Null);
        }
        let mut map = BTreeMap::new();
        for item in items {
            match item {
                Projected::Property(key) => {
                    map.insert(Arc::clone(key), functions::property(self.run, &subject, key)?);
                }
                Projected::Entry(key, f) => {
                    map.insert(Arc::clone(key), self.evaluate(f)?);
                }
                Projected::All => map.extend(properties("map projection", self.run, &subject)?),
            }
        }
        Ok(Value::Map(Arc::new(map)))
    }

    fn slice(&mut self, list: &Formula, from: Option<&Formula>, to: Option<&Formula>) -> Result<Value> {
        let Some(items) = self.list(list)? else { return Ok(Value::Null) };
        let mut bound = |formula: Option<&Formula>, open: usize| -> Result<Option<usize>> {
            let Some(formula) = formula else { return Ok(Some(open)) };
            match self.evaluate(formula)? {
                Value::Null => Ok(None),
                Value::Integer(i) => Ok(Some(position(i, items.len()))),
                other => Err(not_an_index(&other)),
            }
        };
        let (from, to) = (bound(from, 0)?, bound(to, items.len())?);
        let (Some(from), Some(to)) = (from, to) else { return Ok(Value::Null) };
        Ok(Value::list(items.get(from..to.max(from)).unwrap_or_default().iter().cloned()))
    }

    fn binary(&mut self, operator: BinaryOperator, a: &Formula, b: &Formula) -> Result<Value> {
        let logical = match operator {
            BinaryOperator::And => match self.truth(a)? {
                Some(false) => Some(false),
                a => match (a, self.truth(b)?) {
                    (_, Some(false)) => Some(false),
                    (Some(true), Some(true)) => Some(true),
                    _ => None,
                },
            },
            BinaryOperator::Or => match self.truth(a)? {
                Some(true) => Some(true),
                a => match (a, self.truth(b)?) {
                    (_, Some(true)) => Some(true),
                    (Some(false), Some(false)) => Some(false),
                    _ => None,
                },
            },
            BinaryOperator::Xor => match (self.truth(a)?, self.truth(b)?) {
                (Some(a), Some(b)) => Some(a != b),
                _ => None,
            },
            _ => {
                let (a, b) = (self.evaluate(a)?, self.evaluate(b)?);
                return binary(self.run, operator, a, b);
            }
        };
        Ok(logical.map_or(Value::Null, Value::Boolean))
    }

    fn comparison(&mut self, first: &Formula, chain: &[(ComparisonOperator, Formula)]) -> Result<Value> {
        let mut left = self.evaluate(first)?;
        let mut outcome = Some(true);
        for (operator, operand) in chain {
            let right = self.evaluate(operand)?;
            match compared(*operator, &left, &right) {
                Some(true) => {}
                Some(false) => return Ok(Value::Boolean(false)),
                None => outcome = None,
            }
            left = right;
        }
        Ok(outcome.map_or(Value::Null, Value::Boolean))
    }

    fn function(&mut self, function: &functions::Function, arguments: &[Formula]) -> Result<Value> {
        match arguments {
            [a] => {
                let arguments = [self.evaluate(a)?];
                function.call(self.run, &arguments)
            }
            [a, b] => {
                let arguments = [self.evaluate(a)?, self.evaluate(b)?];
                function.call(self.run, &arguments)
            }
            [a, b, c] => {
                let arguments = [self.evaluate(a)?, self.evaluate(b)?, self.evaluate(c)?];
                function.call(self.run, &arguments)
            }
            _ => {
                let arguments = arguments.iter().map(|f| self.evaluate(f)).collect::<Result<Vec<_>>>()?;
                function.call(self.run, &arguments)
            }
        }
    }

    fn case(
        &mut self,
        subject: Option<&Formula>,
        branches: &[(Formula, Formula)],
        otherwise: Option<&Formula>,
    ) -> Result<Value> {
        let subject = subject.map(|f| self.evaluate(f)).transpose()?;
        for (condition, result) in branches {
            let holds = match &subject {
                Some(subject) => equal(subject, &self.evaluate(condition)?) == Some(true),
                None => self.truth(condition)? == Some(true),
            };
            if holds {
                return self.evaluate(result);
            }
        }
        otherwise.map_or(Ok(Value::Null), |f| self.evaluate(f))
    }

    fn list_comprehension(
        &mut self,
        local: usize,
        list: &Formula,
        predicate: Option<&Formula>,
        result: Option<&Formula>,
    ) -> Result<Value> {
        let Some(items) = self.list(list)? else { return Ok(Value::Null) };
        let mut out = Vec::new();
        for item in items.iter() {
            self.run.session.tick()?;
            self.set_local(local, item.clone());
            if let Some(predicate) = predicate
                && self.truth(predicate)? != Some(true)
            {
                continue;
            }
            out.push(match result {
                Some(result) => self.evaluate(result)?,
                None => item.clone(),
            });
        }
        Ok(Value::list(out))
    }

    fn quantifier(
        &mut self,
        quantifier: Quantifier,
        local: usize,
        list: &Formula,
        predicate: &Formula,
    ) -> Result<Value> {
        let Some(items) = self.list(list)? else { return Ok(Value::Null) };
        let (mut yes, mut no, mut unknown) = (0usize, 0usize, 0usize);
        for item in items.iter() {
            self.run.session.tick()?;
            self.set_local(local, item.clone());
            match self.truth(predicate)? {
                Some(true) => yes += 1,
                Some(false) => no += 1,
                None => unknown += 1,
            }
        }
        let outcome = match quantifier {
            Quantifier::All if no > 0 => Some(false),
            Quantifier::Any if yes > 0 => Some(true),
            Quantifier::None if yes > 0 => Some(false),
            Quantifier::Single if yes > 1 => Some(false),
            _ if unknown > 0 => None,
            Quantifier::All | Quantifier::None => Some(true),
            Quantifier::Any => Some(false),
            Quantifier::Single => Some(yes == 1),
        };
        Ok(outcome.map_or(Value::Null, Value::Boolean))
    }

    /// A formula as a list; `None` when it is null.
    pub fn list(&mut self, formula: &Formula) -> Result<Option<Arc<[Value]>>> {
        match self.evaluate(formula)? {
            Value::List(items) => Ok(Some(items)),
            Value::Null => Ok(None),
            other => {
                let message = format!("a list is wanted here, not {}", other.type_name());
                Err(QueryError::runtime("TypeError", "InvalidArgumentType", message))
            }
        }
    }

    /// A path from its parts; null when one of them is.
    fn path(&self, parts: &[PathPart]) -> Value {
        let graph = self.run.graph;
        let mut nodes: Vec<Node> = Vec::new();
        let mut relationships = Vec::new();
        for part in parts {
            match *part {
                PathPart::Node(slot) => match self.batch.node_id(slot, self.row, graph) {
                    Some(id) => nodes.push(Node::bare(id)),
                    None => return Value::Null,
                },
                PathPart::Relationship(slot) => match self.batch.value(slot, self.row, graph) {
                    Value::Relationship(r) => relationships.push(r),
                    _ => return Value::Null,
                },
                PathPart::Relationships(slot) => {
                    let Value::List(items) = self.batch.value(slot, self.row, graph) else { return Value::Null };
                    let mut at = nodes.last().map(|n| n.id);
                    for (i, item) in items.iter().enumerate() {
                        let Value::Relationship(r) = item else { return Value::Null };
                        relationships.push(Relationship::bare(r.id));
                        at = graph.ends(r.id).map(|(start, end)| if Some(start) == at { end } else { start });
                        if i + 1 < items.len() {
                            nodes.extend(at.map(Node::bare));
                        }
                    }
                    // Without relationships the node before is the node after.
                    if items.is_empty() {
                        nodes.pop();
                    }
                }
            }
        }
        Value::Path(Arc::new(Path { nodes, relationships }))
    }
}

/// One comparison of a chain.
#[must_use]
pub fn compared(operator: ComparisonOperator, a: &Value, b: &Value) -> Option<bool> {
    let ordered = |test: fn(std::cmp::Ordering) -> bool| match compare(a, b) {
        Comparison::Ordered(order) => Some(test(order)),
        Comparison::Unordered => Some(false),
        Comparison::Unknown => None,
    };
    match operator {
        ComparisonOperator::Equal => equal(a, b),
        ComparisonOperator::NotEqual => equal(a, b).map(|b| !b),
        ComparisonOperator::Less => ordered(std::cmp::Ordering::is_lt),
        ComparisonOperator::LessOrEqual => ordered(std::cmp::Ordering::is_le),
        ComparisonOperator::Greater => ordered(std::cmp::Ordering::is_gt),
        ComparisonOperator::GreaterOrEqual => ordered(std::cmp::Ordering::is_ge),
    }
}
