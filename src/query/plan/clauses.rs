//! Clauses in order to stages: what reads is strung together, what writes stands between.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::operator::{Operator, Step};
use super::scope::Scope;
use super::{Part, Planner, Stage};
use crate::query::QueryError;
use crate::query::ast::{Clause, ClauseKind, Expression, ExpressionKind, SingleQuery, Yield};

type Result<T> = std::result::Result<T, QueryError>;

impl Planner<'_> {
    /// One side of a union. `columns` are those of the first side, when there is one.
    pub(super) fn part(&mut self, query: &SingleQuery, columns: Option<&[Arc<str>]>) -> Result<(Vec<Arc<str>>, Part)> {
        let mut scope = Scope::default();
        let mut stages = Vec::new();
        let mut operator = Operator::argument();
        let mut outputs = Vec::new();
        for (i, clause) in query.clauses.iter().enumerate() {
            let last = i + 1 == query.clauses.len();
            if let Some(write) = self.write(clause, &mut scope)? {
                push(&mut stages, operator, write.1);
                stages.push(Stage::Write(write.0));
                operator = Operator::argument();
                continue;
            }
            operator = self.read(operator, clause, &mut scope)?;
            match &clause.kind {
                ClauseKind::Return(projection) => outputs = self.columns(projection, &scope),
                ClauseKind::Call { .. } if last => outputs = scope.variables_in_order(),
                _ => {}
            }
        }
        let slots = outputs.iter().map(|(_, slot)| *slot).collect();
        push(&mut stages, operator, slots);
        let names: Vec<_> = outputs.iter().map(|(name, _)| Arc::clone(name)).collect();
        let outputs = match columns {
            // The sides of a union agree in names, not in their order.
            Some(columns) => columns
                .iter()
                .zip(&outputs)
                .map(|(name, (_, slot))| outputs.iter().find(|(n, _)| n == name).map_or(*slot, |(_, s)| *s))
                .collect(),
            None => outputs.iter().map(|(_, slot)| *slot).collect(),
        };
        self.layouts.push(scope.slots());
        Ok((names, Part { stages, outputs, layouts: std::mem::take(&mut self.layouts) }))
    }

    /// Clauses of a subquery, all of which read.
    pub(super) fn reading(
        &mut self,
        mut operator: Operator,
        clauses: &[Clause],
        scope: &mut Scope,
    ) -> Result<Operator> {
        for clause in clauses {
            operator = self.read(operator, clause, scope)?;
        }
        Ok(operator)
    }

    fn read(&mut self, input: Operator, clause: &Clause, scope: &mut Scope) -> Result<Operator> {
        match &clause.kind {
            ClauseKind::Match { optional: false, patterns, predicate } => {
                self.match_patterns(input, patterns, predicate.as_ref(), scope)
            }
            ClauseKind::Match { optional: true, patterns, predicate } => {
                let ordinal = scope.fresh();
                let before: BTreeSet<usize> = scope.variables().into_iter().map(|(_, slot)| slot).collect();
                let inner = self.match_patterns(Operator::argument(), patterns, predicate.as_ref(), scope)?;
                let fills = scope.variables().into_iter().map(|(_, slot)| slot).filter(|s| !before.contains(s));
                let fills = fills.collect();
                let rows = input.rows * inner.rows.max(1.0);
                Ok(input.then(Step::Optional { inner: Box::new(inner), ordinal, fills }, rows))
            }
            ClauseKind::Unwind { list, variable } => {
                let list = self.formula(list, scope)?;
                let slot = scope.bind(&variable.name);
                let rows = input.rows * 10.0;
                Ok(input.then(Step::Unwind { list, slot }, rows))
            }
            ClauseKind::With { projection, predicate } => self.projection(input, projection, predicate.as_ref(), scope),
            ClauseKind::Return(projection) => self.projection(input, projection, None, scope),
            ClauseKind::Call { name, arguments, yields } => {
                self.procedure_call(input, clause.at, name, arguments.as_deref(), yields.as_ref(), scope)
            }
            _ => {
                let message = "a clause that writes cannot stand in a subquery";
                Err(QueryError::compile("SyntaxError", "InvalidClauseComposition", clause.at, message))
            }
        }
    }

    fn procedure_call(
        &mut self,
        input: Operator,
        at: usize,
        name: &str,
        arguments: Option<&[Expression]>,
        yields: Option<&Yield>,
        scope: &mut Scope,
    ) -> Result<Operator> {
        let Some(procedure) = self.control.procedures.get(name).cloned() else {
            let message = format!("there is no procedure {name}");
            return Err(QueryError::compile("ProcedureError", "ProcedureNotFound", at, message));
        };
        let signature = procedure.signature();
        let arguments = match arguments {
            Some(arguments) => self.formulas(arguments, scope)?,
            // Without parentheses, parameters of the same names are meant.
            None => {
                let mut formulas = Vec::new();
                for (i, input) in signature.inputs.iter().enumerate() {
                    if i < signature.required || self.parameters.iter().any(|(n, _)| **n == *input.name) {
                        let kind = ExpressionKind::Parameter(Arc::from(&*input.name));
                        formulas.push(self.formula(&Expression { at, kind }, scope)?);
                    }
                }
                formulas
            }
        };
        let mut slots = Vec::new();
        match yields {
            Some(yields) if !yields.all => {
                for (column, variable) in &yields.items {
                    let number = signature.outputs.iter().position(|o| *o.name == **column).ok_or_else(|| {
                        let message = format!("{name} yields no `{column}`");
                        QueryError::compile("SyntaxError", "UndefinedVariable", variable.at, message)
                    })?;
                    slots.push((number, scope.bind(&variable.name)));
                }
            }
            _ => {
                for (number, output) in signature.outputs.iter().enumerate() {
                    slots.push((number, scope.bind(&Arc::from(&*output.name))));
                }
            }
        }
        let rows = input.rows * 10.0;
        let mut operator = input.then(Step::Call { procedure, arguments, yields: slots }, rows);
        if let Some(predicate) = yields.and_then(|y| y.predicate.as_ref()) {
            let rows = operator.rows / 2.0;
            operator = operator.then(Step::Filter(self.formula(predicate, scope)?), rows);
        }
        Ok(operator)
    }
}

/// Ends a stretch of reading: what comes after it needs the slots `needed`.
fn push(stages: &mut Vec<Stage>, mut operator: Operator, needed: BTreeSet<usize>) {
    operator.carry(needed);
    if operator.input.is_some() {
        stages.push(Stage::Read(operator));
    }
}
