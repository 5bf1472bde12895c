//! Patterns of paths: nodes, relationships, labels and lengths.

use std::sync::Arc;

use super::Expression;
use crate::model::Direction;

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
