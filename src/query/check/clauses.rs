//! Clauses in order: each sees the variables that the ones before left.

use std::sync::Arc;

use super::expression::Place;
use super::pattern::{Unbound, Writes};
use super::projection::Projects;
use super::scope::Scope;
use super::types::Type;
use super::{Checker, syntax, type_error};
use crate::query::QueryError;
use crate::query::ast::{
    Clause, ClauseKind, Expression, ExpressionKind, RemoveItem, SchemaCommand, SetItem, SingleQuery, Statement,
    Variable, Yield,
};
use crate::query::depth::deeper;
use crate::query::signature::{Kind, ProcedureSignature};

/// Where a query stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Query {
    /// It is, or is part of, the statement.
    Outer,
    /// It stands within an expression.
    Inner,
}

impl Checker<'_> {
    pub(super) fn statement(&self, statement: &Statement) -> Result<(), QueryError> {
        let alone = statement.unions.is_empty();
        let columns = self.outer(&statement.first, alone)?;
        let mixed = statement.unions.iter().find(|u| statement.unions.first().is_some_and(|first| first.all != u.all));
        if let Some(union) = mixed {
            return Err(syntax("InvalidClauseComposition", union.at, "UNION and UNION ALL cannot be mixed"));
        }
        for union in &statement.unions {
            let others = self.outer(&union.query, false)?;
            if others != columns {
                let message =
                    format!("both sides of UNION need the same columns, not {} and {}", list(&columns), list(&others));
                return Err(syntax("DifferentColumnsInUnion", union.at, message));
            }
        }
        Ok(())
    }

    fn outer(&self, query: &SingleQuery, alone: bool) -> Result<Vec<Arc<str>>, QueryError> {
        composed(query, Query::Outer)?;
        if alone && let [Clause { at, kind: ClauseKind::Call { name, arguments, yields } }] = query.clauses.as_slice() {
            return self.standalone_call(name, arguments.as_deref(), yields.as_ref(), *at);
        }
        self.clauses(&query.clauses, &mut Scope::default())
    }

    /// A query within an expression: it sees the variables around it, and changes nothing.
    pub(super) fn subquery(&self, query: &SingleQuery, scope: &Scope) -> Result<(), QueryError> {
        composed(query, Query::Inner)?;
        self.clauses(&query.clauses, &mut scope.clone()).map(drop)
    }

    /// Checks clauses in order; gives the columns of the last when it is a `RETURN`.
    fn clauses(&self, clauses: &[Clause], scope: &mut Scope) -> Result<Vec<Arc<str>>, QueryError> {
        let mut columns = Vec::new();
        for clause in clauses {
            columns = deeper(|| self.clause(clause, scope))?;
        }
        Ok(columns)
    }

    fn clause(&self, clause: &Clause, scope: &mut Scope) -> Result<Vec<Arc<str>>, QueryError> {
        match &clause.kind {
            ClauseKind::Match { patterns, predicate, .. } => {
                self.bind_matched(patterns, scope, Unbound::Bind)?;
                self.filter(predicate.as_ref(), scope)?;
            }
            ClauseKind::Unwind { list, variable } => {
                let found = self.infer(list, scope, Place::PLAIN)?;
                scope.bind_new(variable, if let Type::List(_) = found { found.element() } else { Type::Any })?;
            }
            ClauseKind::With { projection, predicate } => {
                *scope = self.projection(projection, scope, Projects::With(predicate.as_ref()), clause.at)?.0;
            }
            ClauseKind::Return(projection) => {
                return self.projection(projection, scope, Projects::Return, clause.at).map(|(_, columns)| columns);
            }
            ClauseKind::Create(patterns) => {
                patterns.iter().try_for_each(|pattern| self.bind_written(pattern, scope, Writes::Create))?;
            }
            ClauseKind::Merge { pattern, on_create, on_match } => {
                self.bind_written(pattern, scope, Writes::Merge)?;
                on_create.iter().chain(on_match).try_for_each(|item| self.set(item, scope))?;
            }
            ClauseKind::Set(items) => items.iter().try_for_each(|item| self.set(item, scope))?,
            ClauseKind::Remove(items) => items.iter().try_for_each(|item| self.remove(item, scope))?,
            ClauseKind::Delete { targets, .. } => targets.iter().try_for_each(|target| self.delete(target, scope))?,
            ClauseKind::Foreach { variable, list, clauses } => {
                let found = self.infer(list, scope, Place::PLAIN)?;
                if !found.may_be(&[Kind::List]) {
                    return Err(type_error(&found, &[Kind::List], list.at, "FOREACH goes through"));
                }
                let mut inner = scope.clone();
                inner.bind_new(variable, found.element())?;
                self.clauses(clauses, &mut inner)?;
            }
            ClauseKind::Schema(command) => schema(command)?,
            ClauseKind::Call { name, arguments, yields } => {
                self.call_in_query(name, arguments.as_deref(), yields.as_ref(), clause.at, scope)?;
            }
        }
        Ok(Vec::new())
    }

    fn filter(&self, predicate: Option<&Expression>, scope: &Scope) -> Result<(), QueryError> {
        predicate.map_or(Ok(()), |predicate| self.condition(predicate, scope, Place::CONDITION))
    }

    fn set(&self, item: &SetItem, scope: &Scope) -> Result<(), QueryError> {
        match item {
            SetItem::Property { target, value, .. } => {
                self.entity(target, scope, "properties are set on")?;
                self.infer(value, scope, Place::PLAIN).map(drop)
            }
            SetItem::Replace { variable, value } | SetItem::Add { variable, value } => {
                self.variable(variable, scope, &[Kind::Node, Kind::Relationship], "properties are set on")?;
                let found = self.infer(value, scope, Place::PLAIN)?;
                let kinds = [Kind::Map, Kind::Node, Kind::Relationship];
                if found.may_be(&kinds) { Ok(()) } else { Err(type_error(&found, &kinds, value.at, "SET takes")) }
            }
            SetItem::Labels { variable, .. } => self.variable(variable, scope, &[Kind::Node], "labels are set on"),
        }
    }

    fn remove(&self, item: &RemoveItem, scope: &Scope) -> Result<(), QueryError> {
        match item {
            RemoveItem::Property { target, .. } => self.entity(target, scope, "properties are removed from"),
            RemoveItem::Labels { variable, .. } => {
                self.variable(variable, scope, &[Kind::Node], "labels are removed from")
            }
        }
    }

    fn variable(&self, variable: &Variable, scope: &Scope, kinds: &[Kind], what: &str) -> Result<(), QueryError> {
        let found = scope.look_up(&variable.name, variable.at)?;
        if found.may_be(kinds) { Ok(()) } else { Err(type_error(&found, kinds, variable.at, what)) }
    }

    fn entity(&self, target: &Expression, scope: &Scope, what: &str) -> Result<(), QueryError> {
        let found = self.infer(target, scope, Place::PLAIN)?;
        let kinds = [Kind::Node, Kind::Relationship];
        if found.may_be(&kinds) { Ok(()) } else { Err(type_error(&found, &kinds, target.at, what)) }
    }

    fn delete(&self, target: &Expression, scope: &Scope) -> Result<(), QueryError> {
        if let ExpressionKind::HasLabels(..) = &target.kind {
            let message = "DELETE takes nodes, relationships and paths; labels are taken away with REMOVE";
            return Err(syntax("InvalidDelete", target.at, message));
        }
        let found = self.infer(target, scope, Place::PLAIN)?;
        let kinds = [Kind::Node, Kind::Relationship, Kind::Path];
        if found.may_be(&kinds) { Ok(()) } else { Err(type_error(&found, &kinds, target.at, "DELETE takes")) }
    }

    fn procedure(&self, name: &str, at: usize) -> Result<&ProcedureSignature, QueryError> {
        self.procedures.signature(name).ok_or_else(|| {
            let names = self.procedures.names();
            let near = names.iter().map(|n| (strsim::damerau_levenshtein(n, name), *n)).min().filter(|(d, _)| *d <= 3);
            let hint = near.map_or(String::new(), |(_, n)| format!("; did you mean {n}?"));
            let message = format!("there is no procedure {name}{hint}");
            QueryError::compile("ProcedureError", "ProcedureNotFound", at, message)
        })
    }

    fn standalone_call(
        &self,
        name: &str,
        arguments: Option<&[Expression]>,
        yields: Option<&Yield>,
        at: usize,
    ) -> Result<Vec<Arc<str>>, QueryError> {
        let procedure = self.procedure(name, at)?;
        let mut scope = Scope::default();
        if let Some(arguments) = arguments {
            self.arguments(procedure, arguments, at, &scope)?;
        }
        match yields {
            Some(yields) if !yields.all => self.yields(procedure, yields, at, &mut scope),
            _ => {
                for output in &procedure.outputs {
                    scope.bind(&output.name[..].into(), Type::of_kind(output.kind));
                }
                self.filter(yields.and_then(|y| y.predicate.as_ref()), &scope)?;
                Ok(procedure.outputs.iter().map(|output| output.name[..].into()).collect())
            }
        }
    }

    fn call_in_query(
        &self,
        name: &str,
        arguments: Option<&[Expression]>,
        yields: Option<&Yield>,
        at: usize,
        scope: &mut Scope,
    ) -> Result<(), QueryError> {
        let procedure = self.procedure(name, at)?;
        match arguments {
            Some(arguments) => self.arguments(procedure, arguments, at, scope)?,
            None if procedure.inputs.is_empty() => {}
            None => {
                let message = format!("within a query the arguments of {name} are written out: {name}(…)");
                return Err(syntax("InvalidArgumentPassingMode", at, message));
            }
        }
        match yields {
            Some(yields) if yields.all => {
                Err(syntax("UnexpectedSyntax", at, "within a query the columns are named: YIELD a, b"))
            }
            Some(yields) => self.yields(procedure, yields, at, scope).map(drop),
            None => Ok(()),
        }
    }

    fn arguments(
        &self,
        procedure: &ProcedureSignature,
        arguments: &[Expression],
        at: usize,
        scope: &Scope,
    ) -> Result<(), QueryError> {
        let (required, most) = (procedure.required.min(procedure.inputs.len()), procedure.inputs.len());
        if arguments.len() < required || arguments.len() > most {
            let takes = if required == most { most.to_string() } else { format!("{required} to {most}") };
            let message = format!("{} takes {takes} arguments, not {}", procedure.name, arguments.len());
            return Err(syntax("InvalidNumberOfArguments", at, message));
        }
        for (argument, input) in arguments.iter().zip(&procedure.inputs) {
            let found = self.infer(argument, scope, Place::PLAIN)?;
            if !found.may_be(&[input.kind]) {
                let what = format!("{} of {} is", input.name, procedure.name);
                return Err(type_error(&found, &[input.kind], argument.at, &what));
            }
        }
        Ok(())
    }

    fn yields(
        &self,
        procedure: &ProcedureSignature,
        yields: &Yield,
        at: usize,
        scope: &mut Scope,
    ) -> Result<Vec<Arc<str>>, QueryError> {
        let mut columns = Vec::with_capacity(yields.items.len());
        for (output, variable) in &yields.items {
            let Some(field) = procedure.outputs.iter().find(|field| field.name == *output) else {
                let known: Vec<&str> = procedure.outputs.iter().map(|field| &*field.name).collect();
                let message = format!("{} yields no {output}; it yields {}", procedure.name, known.join(", "));
                return Err(syntax("UndefinedVariable", variable.at.max(at), message));
            };
            scope.bind_new(variable, Type::of_kind(field.kind))?;
            columns.push(Arc::clone(&variable.name));
        }
        self.filter(yields.predicate.as_ref(), scope)?;
        Ok(columns)
    }
}

/// Each property is one of the node that the pattern shows, and comes once.
fn schema(command: &SchemaCommand) -> Result<(), QueryError> {
    let SchemaCommand::Create { variable, properties, .. } = command else { return Ok(()) };
    let mut scope = Scope::default();
    scope.bind(&variable.name, Type::of_kind(Kind::Node));
    for (index, (of, key)) in properties.iter().enumerate() {
        scope.look_up(&of.name, of.at)?;
        if properties.iter().take(index).any(|(_, before)| before == key) {
            return Err(syntax("UnexpectedSyntax", of.at, format!("`{key}` stands here twice")));
        }
    }
    Ok(())
}

/// Whether the clauses can follow each other like that.
fn composed(query: &SingleQuery, place: Query) -> Result<(), QueryError> {
    let refuse = |at, message: &str| Err(syntax("InvalidClauseComposition", at, message));
    let mut written = false;
    for (index, clause) in query.clauses.iter().enumerate() {
        let last = index + 1 == query.clauses.len();
        match &clause.kind {
            ClauseKind::Return(_) if !last => return refuse(clause.at, "RETURN ends a query; use WITH to go on"),
            ClauseKind::Return(_) => {}
            ClauseKind::With { .. } if last => return refuse(clause.at, "WITH cannot end a query; use RETURN"),
            ClauseKind::With { .. } => written = false,
            ClauseKind::Match { .. } | ClauseKind::Unwind { .. } | ClauseKind::Call { .. } if written => {
                return refuse(clause.at, "WITH must stand between writing and reading again");
            }
            ClauseKind::Match { .. } | ClauseKind::Unwind { .. } if last && place == Query::Outer => {
                return refuse(clause.at, "a query cannot end here; RETURN something");
            }
            ClauseKind::Match { .. } | ClauseKind::Unwind { .. } | ClauseKind::Call { .. } => {}
            _ if place == Query::Inner => return refuse(clause.at, "a subquery can only read"),
            _ => written = true,
        }
    }
    Ok(())
}

fn list(columns: &[Arc<str>]) -> String {
    if columns.is_empty() { "none".to_owned() } else { columns.join(", ") }
}
