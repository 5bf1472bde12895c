//! Statements on the schema to what is written to it.

use std::fmt;
use std::sync::Arc;

use crate::model::{RuleKind, SchemaRule};
use crate::query::ast::SchemaCommand;

/// A change of the schema.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemaWrite {
    /// A rule is added.
    Create {
        /// The rule.
        rule: SchemaRule,
        /// Whether nothing is done when it is there already.
        if_not_exists: bool,
    },
    /// A rule is taken away.
    Drop {
        /// What it asks for.
        kind: RuleKind,
        /// Its name.
        name: Arc<str>,
        /// Whether nothing is done when it is not there.
        if_exists: bool,
    },
}

impl SchemaWrite {
    /// What a command writes; a rule without a name gets one from what it says.
    pub(super) fn of(command: &SchemaCommand) -> Self {
        match command {
            SchemaCommand::Create { name, if_not_exists, kind, label, properties, .. } => {
                let properties: Vec<_> = properties.iter().map(|(_, key)| Arc::clone(key)).collect();
                let word = match kind {
                    RuleKind::Index => "index",
                    RuleKind::Unique => "unique",
                };
                let made = || Arc::from(format!("{word}_{label}_{}", properties.join("_")));
                let name = name.clone().unwrap_or_else(made);
                let rule = SchemaRule { name, kind: *kind, label: Arc::clone(label), properties };
                Self::Create { rule, if_not_exists: *if_not_exists }
            }
            SchemaCommand::Drop { kind, name, if_exists } => {
                Self::Drop { kind: *kind, name: Arc::clone(name), if_exists: *if_exists }
            }
        }
    }
}

impl fmt::Display for SchemaWrite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Create { rule, .. } => {
                write!(f, "+ {} (:{} {{{}}})", rule.name, rule.label, rule.properties.join(", "))
            }
            Self::Drop { name, .. } => write!(f, "- {name}"),
        }
    }
}
