//! Procedures that `CALL` runs: the built-in ones and those that a host program registers.

mod find;
mod names;
mod schema;
mod similar;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::signature::{self, Field, Kind, ProcedureSignature};
use super::{Control, QueryError};
use crate::graph::Graph;
use crate::model::Value;

/// What a procedure sees of the run.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The graph that the statement reads.
    pub graph: &'a Graph,
    /// Long work calls [`Control::check`] now and then.
    pub control: &'a Control,
}

/// The code of a procedure: arguments to rows, each with a value for each output of its signature.
pub type Body = dyn Fn(Context<'_>, &[Value]) -> Result<Vec<Vec<Value>>, QueryError> + Send + Sync;

/// A procedure.
#[derive(Clone)]
pub struct Procedure {
    signature: Arc<ProcedureSignature>,
    body: Arc<Body>,
}

/// Procedures by name.
#[derive(Clone, Debug)]
pub struct Procedures {
    procedures: BTreeMap<String, Procedure>,
}

impl Procedure {
    /// A procedure of that signature.
    pub fn new(
        signature: ProcedureSignature,
        body: impl Fn(Context<'_>, &[Value]) -> Result<Vec<Vec<Value>>, QueryError> + Send + Sync + 'static,
    ) -> Self {
        Self { signature: Arc::new(signature), body: Arc::new(body) }
    }

    /// What it takes and gives.
    #[must_use]
    pub fn signature(&self) -> &ProcedureSignature {
        &self.signature
    }

    /// Runs it.
    ///
    /// # Errors
    /// What the procedure says.
    pub fn call(&self, context: Context<'_>, arguments: &[Value]) -> Result<Vec<Vec<Value>>, QueryError> {
        (self.body)(context, arguments)
    }
}

impl fmt::Debug for Procedure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Procedure").field(&self.signature.name).finish()
    }
}

impl PartialEq for Procedure {
    fn eq(&self, other: &Self) -> bool {
        self.signature == other.signature
    }
}

impl Procedures {
    /// Adds a procedure; one of the same name is replaced.
    pub fn register(&mut self, procedure: Procedure) {
        self.procedures.insert(procedure.signature.name.to_string(), procedure);
    }

    /// The procedure of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Procedure> {
        self.procedures.get(name)
    }
}

impl signature::Procedures for Procedures {
    fn signature(&self, name: &str) -> Option<&ProcedureSignature> {
        self.get(name).map(Procedure::signature)
    }

    fn names(&self) -> Vec<&str> {
        self.procedures.keys().map(String::as_str).collect()
    }
}

impl Default for Procedures {
    /// The built-in procedures: `db.labels`, `db.relationshipTypes`, `db.propertyKeys`, `db.indexes`, `db.constraints`,
    /// `shezhire.find`.
    fn default() -> Self {
        let mut procedures = Self { procedures: BTreeMap::new() };
        procedures.register(listing("db.labels", "label", |graph| names(graph.label_counts())));
        procedures.register(listing("db.relationshipTypes", "relationshipType", |graph| names(graph.type_counts())));
        procedures.register(find::find());
        procedures.register(schema::indexes());
        procedures.register(schema::constraints());
        procedures.register(listing("db.propertyKeys", "propertyKey", Graph::property_keys));
        procedures
    }
}

fn names(counts: Vec<(Arc<str>, usize)>) -> Vec<Arc<str>> {
    counts.into_iter().filter(|(_, count)| *count > 0).map(|(name, _)| name).collect()
}

fn listing(name: &'static str, output: &'static str, list: fn(&Graph) -> Vec<Arc<str>>) -> Procedure {
    let signature = ProcedureSignature {
        name: Cow::Borrowed(name),
        inputs: Vec::new(),
        outputs: vec![Field { name: Cow::Borrowed(output), kind: Kind::String }],
        required: 0,
    };
    Procedure::new(signature, move |context, _| {
        Ok(list(context.graph).into_iter().map(|name| vec![Value::String(name)]).collect())
    })
}
