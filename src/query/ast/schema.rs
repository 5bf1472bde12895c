//! Statements that change the schema.

use std::sync::Arc;

use super::Variable;
use crate::model::RuleKind;

/// `CREATE INDEX …`, `CREATE CONSTRAINT …`, `DROP INDEX …`, `DROP CONSTRAINT …`
#[derive(Clone, Debug, PartialEq)]
pub enum SchemaCommand {
    /// A rule is added.
    Create {
        /// Its name, when given.
        name: Option<Arc<str>>,
        /// Whether nothing is done, without an error, when it is there already.
        if_not_exists: bool,
        /// What it asks for.
        kind: RuleKind,
        /// The variable that stands for a node.
        variable: Variable,
        /// The nodes' label.
        label: Arc<str>,
        /// Their properties, each with the variable before it.
        properties: Vec<(Variable, Arc<str>)>,
    },
    /// A rule is taken away.
    Drop {
        /// What it asks for.
        kind: RuleKind,
        /// Its name.
        name: Arc<str>,
        /// Whether nothing is done, without an error, when it is not there.
        if_exists: bool,
    },
}
