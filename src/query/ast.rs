//! What the parser makes of a statement: openCypher 9 with the quantified relationships and shortest paths of GQL.
//!
//! Every node that an error can point at carries `at`: the byte offset of its first character in the statement. Two nodes
//! are equal when they say the same, wherever they stand.

use std::sync::Arc;

use crate::model::{Direction, Value};

/// One statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// `EXPLAIN`, `PROFILE` or neither.
    pub mode: Mode,
    /// First part.
    pub first: SingleQuery,
    /// Further parts, each joined to what stands before by a `UNION`.
    pub unions: Vec<Union>,
}

impl Statement {
    /// Whether running it can change the graph.
    #[must_use]
    pub fn writes(&self) -> bool {
        let mut queries = std::iter::once(&self.first).chain(self.unions.iter().map(|union| &union.query));
        self.mode != Mode::Explain && queries.any(|query| query.clauses.iter().any(|clause| clause.kind.writes()))
    }
}

/// What is wanted of a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Its rows.
    #[default]
    Run,
    /// Its plan.
    Explain,
    /// Its plan with what it cost.
    Profile,
}

/// `UNION [ALL]` and its right side.
#[derive(Clone, Debug)]
pub struct Union {
    /// Where `UNION` stands.
    pub at: usize,
    /// Whether equal rows are kept.
    pub all: bool,
    /// The right side.
    pub query: SingleQuery,
}

/// Clauses in order.
#[derive(Clone, Debug, PartialEq)]
pub struct SingleQuery {
    /// The clauses, at least one.
    pub clauses: Vec<Clause>,
}

/// A clause and where it stands.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Offset of its keyword.
    pub at: usize,
    /// What it is.
    pub kind: ClauseKind,
}

/// The clauses of the language.
#[derive(Clone, Debug, PartialEq)]
pub enum ClauseKind {
    /// `[OPTIONAL] MATCH patterns [WHERE …]`
    Match {
        /// Whether rows without a match are kept with nulls.
        optional: bool,
        /// The patterns.
        patterns: Vec<PathPattern>,
        /// The condition.
        predicate: Option<Expression>,
    },
    /// `UNWIND list AS variable`
    Unwind {
        /// The list.
        list: Expression,
        /// The variable.
        variable: Variable,
    },
    /// `WITH … [WHERE …]`
    With {
        /// What is passed on.
        projection: Projection,
        /// The condition.
        predicate: Option<Expression>,
    },
    /// `RETURN …`
    Return(Projection),
    /// `CREATE patterns`
    Create(Vec<PathPattern>),
    /// `MERGE pattern [ON CREATE SET …] [ON MATCH SET …]`
    Merge {
        /// The pattern.
        pattern: PathPattern,
        /// After creation.
        on_create: Vec<SetItem>,
        /// After a match.
        on_match: Vec<SetItem>,
    },
    /// `SET …`
    Set(Vec<SetItem>),
    /// `REMOVE …`
    Remove(Vec<RemoveItem>),
    /// `[DETACH] DELETE …`
    Delete {
        /// Whether relationships of the nodes go too.
        detach: bool,
        /// What goes.
        targets: Vec<Expression>,
    },
    /// `FOREACH (variable IN list | clauses)`
    Foreach {
        /// The variable.
        variable: Variable,
        /// The list.
        list: Expression,
        /// Updating clauses.
        clauses: Vec<Clause>,
    },
    /// `CALL name[(arguments)] [YIELD …]`
    Call {
        /// Name with its namespaces: `shezhire.find`.
        name: String,
        /// Arguments; `None` for the form without parentheses, which takes them from parameters.
        arguments: Option<Vec<Expression>>,
        /// What is yielded; `None` without `YIELD`.
        yields: Option<Yield>,
    },
}

impl ClauseKind {
    /// Whether it changes the graph.
    #[must_use]
    pub const fn writes(&self) -> bool {
        match self {
            Self::Match { .. } | Self::Unwind { .. } | Self::With { .. } | Self::Return(_) | Self::Call { .. } => false,
            Self::Create(_)
            | Self::Merge { .. }
            | Self::Set(_)
            | Self::Remove(_)
            | Self::Delete { .. }
            | Self::Foreach { .. } => true,
        }
    }
}

/// `YIELD *` or `YIELD a, b AS c [WHERE …]`
#[derive(Clone, Debug, PartialEq)]
pub struct Yield {
    /// Whether it is `YIELD *`.
    pub all: bool,
    /// Output column and the variable that it gets.
    pub items: Vec<(String, Variable)>,
    /// The condition.
    pub predicate: Option<Expression>,
}

/// `[DISTINCT] items [ORDER BY …] [SKIP …] [LIMIT …]`
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    /// Whether equal rows are dropped.
    pub distinct: bool,
    /// Whether `*` stands first.
    pub all: bool,
    /// The items.
    pub items: Vec<ProjectionItem>,
    /// The order.
    pub order: Vec<SortItem>,
    /// Rows left out at the start.
    pub skip: Option<Expression>,
    /// Rows kept at most.
    pub limit: Option<Expression>,
}

/// `expression [AS alias]`
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectionItem {
    /// What.
    pub expression: Expression,
    /// Its name, when given.
    pub alias: Option<Variable>,
    /// The expression exactly as written: the column's name when no alias is given.
    pub text: Arc<str>,
}

/// `expression [ASC|DESC]`
#[derive(Clone, Debug, PartialEq)]
pub struct SortItem {
    /// By what.
    pub expression: Expression,
    /// Whether the greatest comes first.
    pub descending: bool,
}

/// What `SET` does.
#[derive(Clone, Debug, PartialEq)]
pub enum SetItem {
    /// `target.key = value` (`target` may be any expression that gives a node or relationship).
    Property {
        /// Whose.
        target: Expression,
        /// Which.
        key: Arc<str>,
        /// Its value.
        value: Expression,
    },
    /// `variable = map`
    Replace {
        /// Whose properties.
        variable: Variable,
        /// All its properties from now on.
        value: Expression,
    },
    /// `variable += map`
    Add {
        /// Whose properties.
        variable: Variable,
        /// Those that change.
        value: Expression,
    },
    /// `variable:Label:Label`
    Labels {
        /// Which node.
        variable: Variable,
        /// The labels.
        labels: Vec<Arc<str>>,
    },
}

/// What `REMOVE` does.
#[derive(Clone, Debug, PartialEq)]
pub enum RemoveItem {
    /// `target.key`
    Property {
        /// Whose.
        target: Expression,
        /// Which.
        key: Arc<str>,
    },
    /// `variable:Label:Label`
    Labels {
        /// Which node.
        variable: Variable,
        /// The labels.
        labels: Vec<Arc<str>>,
    },
}

/// A variable where it is bound or used.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Where it stands.
    pub at: usize,
    /// Its name, without back-ticks.
    pub name: Arc<str>,
}

/// `[variable =] [shortestPath(] (n)-[r]-(m)… [)]`
#[derive(Clone, Debug)]
pub struct PathPattern {
    /// Where it stands.
    pub at: usize,
    /// The path's variable.
    pub variable: Option<Variable>,
    /// Which of the matching paths are meant.
    pub selector: PathSelector,
    /// First node.
    pub start: NodePattern,
    /// Relationships, each with the node after it.
    pub steps: Vec<(RelationshipPattern, NodePattern)>,
}

/// Which of the matching paths are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathSelector {
    /// Every path.
    #[default]
    All,
    /// One of the shortest between each two ends: `shortestPath(…)`, `ANY SHORTEST …`.
    AnyShortest,
    /// All of the shortest between each two ends: `allShortestPaths(…)`, `ALL SHORTEST …`.
    AllShortest,
}

/// `(variable:Label {key: value})`
#[derive(Clone, Debug)]
pub struct NodePattern {
    /// Where it stands.
    pub at: usize,
    /// Its variable.
    pub variable: Option<Variable>,
    /// Which labels it must have.
    pub labels: Option<LabelExpression>,
    /// A map of properties, or a parameter that is one.
    pub properties: Option<Expression>,
}

/// `:A`, `:A:B`, `:A|B`, `:A&B`, `:!A`, `:%`
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the names say it all
pub enum LabelExpression {
    Name(Arc<str>),
    Any,
    And(Box<LabelExpression>, Box<LabelExpression>),
    Or(Box<LabelExpression>, Box<LabelExpression>),
    Not(Box<LabelExpression>),
}

/// `-[variable:TYPE|TYPE*1..3 {key: value}]->`
#[derive(Clone, Debug)]
pub struct RelationshipPattern {
    /// Where it stands.
    pub at: usize,
    /// Its variable: a relationship, or a list of them when `length` is given.
    pub variable: Option<Variable>,
    /// Types that it may have; any when empty.
    pub types: Vec<Arc<str>>,
    /// A map of properties, or a parameter that is one.
    pub properties: Option<Expression>,
    /// Seen from the node before it.
    pub direction: Direction,
    /// `*`, `*2`, `*1..3`, `{1,3}`, `+`: a path of several relationships.
    pub length: Option<Length>,
}

/// Bounds of a path's length; `None` is the language's default (1, and no end).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// Fewest relationships.
    pub min: Option<u64>,
    /// Most relationships.
    pub max: Option<u64>,
}

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

/// Equality of what is said, wherever it stands: by it a grouping key is found again in `ORDER BY`.
macro_rules! equal_wherever_it_stands {
    ($($node:ident: $first:ident $($field:ident)*;)*) => {
        $(impl PartialEq for $node {
            fn eq(&self, other: &Self) -> bool {
                self.$first == other.$first $(&& self.$field == other.$field)*
            }
        })*
    };
}

equal_wherever_it_stands! {
    Union: all query;
    Clause: kind;
    Variable: name;
    PathPattern: variable selector start steps;
    NodePattern: variable labels properties;
    RelationshipPattern: variable types properties direction length;
    Expression: kind;
}
