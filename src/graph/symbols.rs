//! Names to small numbers: labels, relationship types and property keys, each with a dictionary that only grows.

use std::sync::Arc;

use rustc_hash::FxHashMap;

macro_rules! symbol {
    ($name:ident, $what:literal) => {
        #[doc = concat!("A ", $what, " as a number; valid in the graph that gave it and in all that came from that graph.")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(super) u32);

        impl $name {
            pub(super) const fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

symbol!(LabelId, "label");
symbol!(TypeId, "relationship type");
symbol!(KeyId, "property key");

/// One dictionary.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    names: Vec<Arc<str>>,
    ids: FxHashMap<Arc<str>, u32>,
}

impl Names {
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    pub(super) fn find(&self, name: &str) -> Option<u32> {
        self.ids.get(name).copied()
    }

    pub(super) fn intern(&mut self, name: &Arc<str>) -> u32 {
        if let Some(id) = self.find(name) {
            return id;
        }
        let id = super::dense(self.names.len());
        self.names.push(Arc::clone(name));
        self.ids.insert(Arc::clone(name), id);
        id
    }

    /// The name of a symbol; empty for one of another graph.
    pub(super) fn name(&self, id: u32) -> Arc<str> {
        self.names.get(id as usize).cloned().unwrap_or_else(|| Arc::from(""))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Arc<str>> {
        self.names.iter()
    }
}

/// The dictionaries of a graph. Shared by its snapshots; a snapshot that meets a new name copies them first.
#[derive(Clone, Debug, Default)]
pub(super) struct Symbols {
    pub(super) labels: Names,
    pub(super) types: Names,
    pub(super) keys: Names,
}

/// The symbol of a name, adding it when it is new. The shared dictionaries are copied only then.
pub(super) fn intern(
    symbols: &mut Arc<Symbols>,
    pick: fn(&mut Symbols) -> &mut Names,
    find: Option<u32>,
    name: &Arc<str>,
) -> u32 {
    find.unwrap_or_else(|| pick(Arc::make_mut(symbols)).intern(name))
}
