//! A trigger that is the subject of its clause ("кездесу Астанада 18 қарашада өтеді") to that clause.

use std::ops::Range;

use super::around::is_clause_end;
use super::scene::Scene;
use super::triggers::{Candidate, Ending};
use crate::text::morphology::{Case, VerbForm, verb_after};

/// The tokens of the clause that says that a happening takes place, when there is one: from the clause before to its verb.
pub(super) fn own_clause(scene: &Scene, c: &Candidate) -> Option<Range<usize>> {
    if !matches!(c.ending, Ending::Noun(Case::Nominative)) {
        return None;
    }
    let tokens = scene.tokens_of(c.sentence);
    let mut after = (c.last + 1..tokens.end).take(LONGEST);
    let verb = after.find(|at| is_held(scene.word(*at)) || is_clause_end(scene.word(*at)))?;
    let start = (tokens.start..c.first).rev().find(|at| ends_before(scene.word(*at))).map_or(tokens.start, |at| at + 1);
    is_held(scene.word(verb)).then_some(start..verb)
}

/// Tokens from a happening to its verb.
const LONGEST: usize = 16;

fn ends_before(word: &str) -> bool {
    is_clause_end(word) || matches!(word, ";" | ":" | "«" | "»" | "–" | "—")
}

/// Whether a verb says that something takes place: "өтеді", "болды", "ұйымдастырылады".
fn is_held(word: &str) -> bool {
    held(word).is_some_and(|form| !matches!(form, VerbForm::Infinitive | VerbForm::Converb))
}

/// When a verb says that something takes place.
pub(super) fn held(word: &str) -> Option<VerbForm> {
    STEMS.iter().find_map(|stem| verb_after(stem, word)).map(|ending| ending.form)
}

/// What happenings do.
const STEMS: [&str; 7] = ["өт", "өткізіл", "бол", "ұйымдастырыл", "бастал", "жалғас", "аяқтал"];
