//! Organisations' names to `PART_OF`: from a body to the nearest one on record that its name says it is part of.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::entities::{forms_of, label, node_key};
use super::relations::{find, join};
use crate::graph::Draft;
use crate::model::{Direction, EntityKind, NodeId};
use crate::resolve::{Change, Index, name_key, wholes_of};

const KIND: EntityKind = EntityKind::Organisation;

/// Which names of organisations on record speak of which others.
#[derive(Debug, Default)]
pub(super) struct Wholes {
    /// Forms that are on record here.
    known: HashSet<String>,
    /// Identity that a name tells → one of the forms that tell it.
    bearers: HashMap<String, String>,
    /// Identity → forms that say that they are part of it.
    parts: HashMap<String, BTreeSet<String>>,
}

impl Wholes {
    /// Takes the forms of organisations on record.
    pub fn on_record<'a>(forms: impl IntoIterator<Item = &'a str>) -> Self {
        let mut wholes = Self::default();
        for form in forms {
            wholes.note(form);
        }
        wholes
    }

    fn note(&mut self, form: &str) {
        if self.known.insert(form.to_owned()) {
            self.bearers.entry(name_key(KIND, form)).or_insert_with(|| form.to_owned());
            for whole in wholes_of(form) {
                self.parts.entry(whole).or_default().insert(form.to_owned());
            }
        }
    }

    /// Joins the organisations of changes, and those that say that they are part of them, to what they are part of.
    ///
    /// All changes of a release must have been applied to the nodes. What is joined follows from the forms on record alone: each form points at the first of its wholes that is on
    /// record, whichever came first.
    pub fn apply(&mut self, draft: &mut Draft, index: &Index, changes: &[Change]) {
        let mut touched: BTreeSet<String> = BTreeSet::new();
        for form in changes.iter().flat_map(|c| &c.clusters).flat_map(|c| &c.forms) {
            self.note(form);
            touched.extend(index.key_of(KIND, form).map(str::to_owned));
            let parts = self.parts.get(&name_key(KIND, form)).into_iter().flatten();
            touched.extend(parts.filter_map(|part| index.key_of(KIND, part)).map(str::to_owned));
        }
        for key in touched {
            if let Some(node) = find(draft, label(KIND), &node_key(KIND, &key)) {
                self.rejoin(draft, index, node, &key);
            }
        }
    }

    /// Joins all organisations to what they are part of: some of those on record are gone.
    pub fn rejoin_all(&self, draft: &mut Draft, index: &Index) {
        let all: Vec<NodeId> = draft.graph().nodes_with_label(label(KIND)).collect();
        for node in all {
            let key = forms_of(draft, node).iter().find_map(|form| index.key_of(KIND, form)).map(str::to_owned);
            if let Some(key) = key {
                self.rejoin(draft, index, node, &key);
            }
        }
    }

    fn rejoin(&self, draft: &mut Draft, index: &Index, node: NodeId, key: &str) {
        let part_of = ["PART_OF".into()];
        let before: Vec<_> = draft.graph().neighbours(node, Direction::Outgoing, &part_of).collect();
        let wanted: BTreeSet<NodeId> = forms_of(draft, node)
            .iter()
            .filter_map(|form| wholes_of(form).iter().find_map(|whole| self.key_of(index, whole)))
            .filter(|whole| *whole != key)
            .filter_map(|whole| find(draft, label(KIND), &node_key(KIND, whole)))
            .collect();
        for (relationship, whole) in &before {
            if !wanted.contains(whole) {
                draft.delete_relationship(*relationship);
            }
        }
        for whole in wanted {
            join(draft, node, whole, "PART_OF", Default::default);
        }
    }

    /// The key of the organisation that an identity stands for, if it is on record.
    fn key_of<'a>(&self, index: &'a Index, identity: &str) -> Option<&'a str> {
        index.key_of(KIND, self.bearers.get(identity)?)
    }
}
