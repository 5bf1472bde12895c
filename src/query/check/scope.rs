//! Variables to types, at one point of a statement.

use std::sync::Arc;

use imbl::OrdMap;

use super::types::Type;
use crate::query::QueryError;
use crate::query::ast::Variable;

/// The variables that can be used, in order of their names. A clone is cheap.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    variables: OrdMap<Arc<str>, Type>,
}

impl Scope {
    pub fn get(&self, name: &str) -> Option<&Type> {
        self.variables.get(name)
    }

    pub fn contains(&self, name: &str) -> bool {
        self.variables.contains_key(name)
    }

    pub fn is_empty(&self) -> bool {
        self.variables.is_empty()
    }

    /// The names in order.
    pub fn names(&self) -> impl Iterator<Item = &Arc<str>> {
        self.variables.keys()
    }

    pub fn bind(&mut self, name: &Arc<str>, to: Type) {
        self.variables.insert(Arc::clone(name), to);
    }

    /// A variable that must not be there yet.
    pub fn bind_new(&mut self, variable: &Variable, to: Type) -> Result<(), QueryError> {
        if self.contains(&variable.name) {
            return Err(already_bound(variable));
        }
        self.bind(&variable.name, to);
        Ok(())
    }

    /// The same scope with one more variable, which hides one of the same name.
    pub fn with(&self, variable: &Variable, to: Type) -> Self {
        let mut inner = self.clone();
        inner.bind(&variable.name, to);
        inner
    }

    /// The type of a variable that is used.
    pub fn look_up(&self, name: &str, at: usize) -> Result<Type, QueryError> {
        self.get(name).cloned().ok_or_else(|| {
            let near = self
                .names()
                .map(|n| (strsim::damerau_levenshtein(n, name), n))
                .filter(|(distance, n)| *distance <= 2 && *distance < n.chars().count())
                .min();
            let hint = near.map_or(String::new(), |(_, n)| format!("; did you mean {n}?"));
            QueryError::compile("SyntaxError", "UndefinedVariable", at, format!("variable {name} is not defined{hint}"))
        })
    }
}

pub(super) fn already_bound(variable: &Variable) -> QueryError {
    let message = format!("variable {} is defined already; choose another name", variable.name);
    QueryError::compile("SyntaxError", "VariableAlreadyBound", variable.at, message)
}

pub(super) fn type_conflict(variable: &Variable, wanted: &Type, found: &Type) -> QueryError {
    let message = format!("variable {} is {found}; it cannot be {wanted} as well", variable.name);
    QueryError::compile("SyntaxError", "VariableTypeConflict", variable.at, message)
}
