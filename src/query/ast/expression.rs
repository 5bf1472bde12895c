//! Expressions and their operators.

use std::sync::Arc;

use super::{LabelExpression, PathPattern, SingleQuery, Variable};
use crate::model::Value;

/// An expression and where it stands.
#[derive(Clone, Debug)]
pub struct Expression {
    /// Offset of its first character.
    pub at: usize,
    /// What it is.
    pub kind: ExpressionKind,
}

/// The expressions of the language.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpressionKind {
    /// A number, text, boolean or null.
    Literal(Value),
    /// `$name`
    Parameter(Arc<str>),
    /// A variable.
    Variable(Arc<str>),
    /// `subject.key`
    Property(Box<Expression>, Arc<str>),
    /// `subject:Label` as a predicate (on a relationship: its type).
    HasLabels(Box<Expression>, LabelExpression),
    /// `[a, b]`
    List(Vec<Expression>),
    /// `{a: 1}`
    Map(Vec<(Arc<str>, Expression)>),
    /// `subject {.key, key: value, variable, .*}`
    MapProjection(Box<Expression>, Vec<MapProjectionItem>),
    /// `list[index]` or `map[key]`
    Index(Box<Expression>, Box<Expression>),
    /// `list[from..to]`
    Slice(Box<Expression>, Option<Box<Expression>>, Option<Box<Expression>>),
    /// `NOT a`, `-a`, `+a`
    Unary(UnaryOperator, Box<Expression>),
    /// `a + b` and so on; comparisons are in `Comparison`.
    Binary(BinaryOperator, Box<Expression>, Box<Expression>),
    /// `a < b <= c`: a chain, each pair compared, all joined by AND.
    Comparison(Box<Expression>, Vec<(ComparisonOperator, Expression)>),
    /// `a IS NULL`, or `a IS NOT NULL` when the flag is true.
    IsNull(Box<Expression>, bool),
    /// `name([DISTINCT] arguments)`; the name as written, with namespaces.
    Call {
        /// Name as written.
        name: Arc<str>,
        /// Whether `DISTINCT` stands before the arguments.
        distinct: bool,
        /// Arguments.
        arguments: Vec<Expression>,
    },
    /// `count(*)`
    CountAll,
    /// `CASE [subject] WHEN … THEN … [ELSE …] END`
    Case {
        /// What is compared, in the simple form.
        subject: Option<Box<Expression>>,
        /// Conditions and results.
        branches: Vec<(Expression, Expression)>,
        /// The result when none holds.
        otherwise: Option<Box<Expression>>,
    },
    /// `[variable IN list WHERE predicate | result]`
    ListComprehension {
        /// The variable.
        variable: Variable,
        /// The list.
        list: Box<Expression>,
        /// The condition.
        predicate: Option<Box<Expression>>,
        /// What becomes of each element.
        result: Option<Box<Expression>>,
    },
    /// `[pattern WHERE predicate | result]`
    PatternComprehension {
        /// The pattern.
        pattern: Box<PathPattern>,
        /// The condition.
        predicate: Option<Box<Expression>>,
        /// What becomes of each match.
        result: Box<Expression>,
    },
    /// `all(variable IN list WHERE predicate)` and its three sisters.
    Quantifier {
        /// Which.
        quantifier: Quantifier,
        /// The variable.
        variable: Variable,
        /// The list.
        list: Box<Expression>,
        /// The condition; `None` means that the element itself is the condition.
        predicate: Option<Box<Expression>>,
    },
    /// `reduce(accumulator = start, variable IN list | step)`
    Reduce {
        /// The accumulator.
        accumulator: Variable,
        /// Its first value.
        start: Box<Expression>,
        /// The variable.
        variable: Variable,
        /// The list.
        list: Box<Expression>,
        /// Its next value.
        step: Box<Expression>,
    },
    /// A pattern as a predicate: `(a)-[:KNOWS]->()`, also `exists((a)-->())`; `shortestPath(…)` as an expression.
    Pattern(Box<PathPattern>),
    /// `EXISTS { pattern WHERE … }` or `EXISTS { MATCH … RETURN … }`
    Exists(Box<SingleQuery>),
    /// `COUNT { … }`
    Count(Box<SingleQuery>),
}

/// One part of a map projection.
#[derive(Clone, Debug, PartialEq)]
pub enum MapProjectionItem {
    /// `.key`
    Property(Arc<str>),
    /// `key: value`
    Entry(Arc<str>, Expression),
    /// `variable`
    Variable(Variable),
    /// `.*`
    All,
}

/// Operators before their operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it all
pub enum UnaryOperator {
    Not,
    Negate,
    Plus,
}

/// Operators between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it all
pub enum BinaryOperator {
    Or,
    Xor,
    And,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
    In,
    StartsWith,
    EndsWith,
    Contains,
    Matches,
}

/// Operators of comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it all
pub enum ComparisonOperator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// How many elements must fulfil a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it all
pub enum Quantifier {
    All,
    Any,
    None,
    Single,
}
