//! What the parser makes of a statement, and its clauses: openCypher 9 with the quantified relationships and shortest paths of GQL.
//!
//! Every node that an error can point at carries `at`: the byte offset of its first character in the statement. Two nodes
//! are equal when they say the same, wherever they stand.

mod expression;
mod pattern;
mod schema;

use std::sync::Arc;

pub use expression::{
    BinaryOperator, ComparisonOperator, Expression, ExpressionKind, MapProjectionItem, Quantifier, UnaryOperator,
};
pub use pattern::{LabelExpression, Length, NodePattern, PathPattern, PathSelector, RelationshipPattern, Variable};
pub use schema::SchemaCommand;

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
    /// A change of the schema; it stands alone in its statement.
    Schema(SchemaCommand),
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
            | Self::Schema(_)
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
