//! Rules of the schema as they are stored.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Names;
use crate::model::{RuleKind, SchemaRule};

/// What a rule asks for. Variants are numbered in this order in stored bytes: new ones go to the end.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) enum RuleKindV1 {
    Index,
    Unique,
}

/// A rule of a manifest.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RuleV1<'a> {
    kind: RuleKindV1,
    name: &'a str,
    label: &'a str,
    #[serde(borrow)]
    properties: Vec<&'a str>,
}

impl From<RuleKind> for RuleKindV1 {
    fn from(kind: RuleKind) -> Self {
        match kind {
            RuleKind::Index => Self::Index,
            RuleKind::Unique => Self::Unique,
        }
    }
}

impl From<RuleKindV1> for RuleKind {
    fn from(kind: RuleKindV1) -> Self {
        match kind {
            RuleKindV1::Index => Self::Index,
            RuleKindV1::Unique => Self::Unique,
        }
    }
}

impl<'a> RuleV1<'a> {
    /// A rule to be stored.
    pub fn of(rule: &'a SchemaRule) -> Self {
        let properties = rule.properties.iter().map(AsRef::as_ref).collect();
        Self { kind: rule.kind.into(), name: &rule.name, label: &rule.label, properties }
    }

    /// The rule that was stored.
    pub fn rule(&self, names: &mut Names) -> SchemaRule {
        let properties: Vec<Arc<str>> = self.properties.iter().map(|key| names.intern(key)).collect();
        let (name, label) = (names.intern(self.name), names.intern(self.label));
        SchemaRule { name, kind: self.kind.into(), label, properties }
    }
}
