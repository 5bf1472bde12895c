//! Statements on the schema to its rules.

use std::sync::Arc;

use super::write::Writer;
use crate::model::{Change, RuleKind, SchemaRule};
use crate::query::QueryError;
use crate::query::plan::SchemaWrite;

type Result<T> = std::result::Result<T, QueryError>;

impl Writer<'_> {
    /// Adds or drops a rule of the schema.
    ///
    /// # Errors
    /// When there is another of that name or kind, or none; when the graph does not keep to a new one.
    pub(super) fn change_schema(&mut self, write: &SchemaWrite) -> Result<()> {
        match write {
            SchemaWrite::Create { rule, if_not_exists } => self.create_rule(rule, *if_not_exists),
            SchemaWrite::Drop { kind, name, if_exists } => self.drop_rule(*kind, name, *if_exists),
        }
    }

    fn create_rule(&mut self, rule: &SchemaRule, if_not_exists: bool) -> Result<()> {
        let graph = self.draft.graph();
        let same_place = |other: &&SchemaRule| (&other.label, &other.properties) == (&rule.label, &rule.properties);
        if let Some(other) = graph.rule(&rule.name).or_else(|| graph.rules().find(same_place)) {
            // Another kind of rule for the same nodes is in the way as well: a constraint has the index that it needs.
            if if_not_exists && (other.name == rule.name || other.kind == rule.kind) {
                return Ok(());
            }
            let message = format!(
                "there is {} already; DROP {} `{}` first, or say IF NOT EXISTS",
                described(other),
                keyword(other.kind),
                other.name
            );
            return Err(QueryError::runtime("SchemaError", "AlreadyExists", message));
        }
        graph.verify_rule(rule).map_err(QueryError::violation)?;
        match rule.kind {
            RuleKind::Index => self.stats.indexes_added += 1,
            RuleKind::Unique => self.stats.constraints_added += 1,
        }
        self.draft.apply(Change::AddRule { rule: rule.clone() });
        Ok(())
    }

    fn drop_rule(&mut self, kind: RuleKind, name: &Arc<str>, if_exists: bool) -> Result<()> {
        let message = match self.draft.graph().rule(name) {
            Some(rule) if rule.kind == kind => {
                match kind {
                    RuleKind::Index => self.stats.indexes_removed += 1,
                    RuleKind::Unique => self.stats.constraints_removed += 1,
                }
                self.draft.apply(Change::DropRule { name: Arc::clone(name) });
                return Ok(());
            }
            Some(rule) if rule.kind == RuleKind::Unique => {
                format!("the index `{name}` belongs to a constraint; say DROP CONSTRAINT `{name}`")
            }
            Some(_) => format!("`{name}` is an index; say DROP INDEX `{name}`"),
            None if if_exists => return Ok(()),
            None => {
                let near = self.draft.graph().rules().map(|rule| &rule.name);
                let near = near.map(|known| (strsim::damerau_levenshtein(known, name), known)).min();
                let hint =
                    near.filter(|(d, _)| *d <= 3).map_or(String::new(), |(_, n)| format!("; did you mean `{n}`?"));
                format!("there is no {} `{name}`{hint}; SHOW {} lists them", noun(kind), plural(kind))
            }
        };
        Err(QueryError::runtime("SchemaError", "NotFound", message))
    }
}

fn described(rule: &SchemaRule) -> String {
    let (noun, name, label) = (noun(rule.kind), &rule.name, &rule.label);
    format!("the {noun} `{name}` for (:{label} {{{}}})", rule.properties.join(", "))
}

const fn noun(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Index => "index",
        RuleKind::Unique => "constraint",
    }
}

const fn keyword(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Index => "INDEX",
        RuleKind::Unique => "CONSTRAINT",
    }
}

const fn plural(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Index => "INDEXES",
        RuleKind::Unique => "CONSTRAINTS",
    }
}
