//! Names by which history and the press know a person to the person's full name (grammar/kk/bynames.tsv).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::tables::rows;
use crate::text::letters::lower;

static FULL_NAMES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for row in rows(include_str!("../../grammar/kk/bynames.tsv")) {
        if let [full, others] = row.as_slice() {
            names.extend(others.split('|').map(|other| (lower(other), *full)));
        }
    }
    names
});

/// The full name of who is known by this name.
pub(super) fn full_name_of(form: &str) -> Option<&'static str> {
    FULL_NAMES.get(&lower(form)).copied()
}
