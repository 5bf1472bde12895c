//! A happening to the sentences around it, nearest first.

use super::happening::Happening;
use super::scene::Scene;

/// Where a mention stands, seen from a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// In its sentence.
    Here,
    /// In the sentence of another phrase for the same happening.
    Elsewhere,
    /// In the sentence before.
    Before,
    /// In the sentence after.
    After,
    /// In the first sentence of the release.
    Opening,
    /// Further off.
    Far,
}

impl Reach {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Elsewhere => "elsewhere",
            Self::Before => "before",
            Self::After => "after",
            Self::Opening => "opening",
            Self::Far => "far",
        }
    }
}

/// The sentences around a happening, nearest first.
pub(super) fn surroundings(scene: &Scene, h: &Happening) -> Vec<(Reach, usize)> {
    let here = h.candidate.sentence;
    let mut found = vec![(Reach::Here, here)];
    let mut add = |reach, sentence: usize| {
        if sentence < scene.document.sentences.len() && !found.iter().any(|(_, s)| *s == sentence) {
            found.push((reach, sentence));
        }
    };
    h.elsewhere.iter().take(MOST_ELSEWHERE).for_each(|s| add(Reach::Elsewhere, *s));
    if let Some(before) = here.checked_sub(1) {
        add(Reach::Before, before);
    }
    add(Reach::After, here + 1);
    add(Reach::Opening, 0);
    found
}

/// Phrases for the same happening that are looked at.
const MOST_ELSEWHERE: usize = 8;

/// Whether a word looks like a verb that ends a clause.
pub(super) fn is_clause_end(word: &str) -> bool {
    ["ды", "ді", "ты", "ті", "ып", "іп", "ған", "ген", "қан", "кен"].iter().any(|e| word.ends_with(e))
        && word.chars().count() > 4
}
