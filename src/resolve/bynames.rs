//! Names by which history and the press know a person to the person's full name (grammar/kk/bynames.tsv).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::plain_key;
use super::tables::rows;

static FULL_NAMES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for row in rows(include_str!("../../grammar/kk/bynames.tsv")) {
        if let [full, others] = row.as_slice() {
            names.extend(others.split('|').map(|other| (plain_key(other), *full)));
        }
    }
    names
});

/// The full name of who is known by this name.
pub(super) fn full_name_of(form: &str) -> Option<&'static str> {
    FULL_NAMES.get(&plain_key(form)).copied()
}
