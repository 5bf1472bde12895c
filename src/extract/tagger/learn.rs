//! Lessons to the bytes of a model.

use super::labels::{CLASS_LABELS, LABELS, Scheme};
use super::lesson::{Domain, Lesson, Numbers, Sentence};
use super::lexicon::Lexicon;
use super::model::write;
use super::training::{Plan, Weights};

/// How large the models may be: two are shipped.
const MOST_BYTES: usize = 1_500_000;

/// The bytes of the model that lessons teach. The same lessons give the same bytes.
#[must_use]
pub fn learn(scheme: Scheme, lessons: &[&Lesson], numbers: &mut Numbers) -> Vec<u8> {
    match scheme {
        Scheme::Kinds => {
            let weights = Weights::<LABELS>::learn(lessons, numbers, Plan::default());
            write(&weights.for_domain(numbers, Domain::Releases), &[], MOST_BYTES)
        }
        Scheme::Classes => {
            let lexicon = Lexicon::new(lessons);
            let taught: Vec<Lesson> = lessons.iter().map(|lesson| with_lexicon(lesson, &lexicon, numbers)).collect();
            let weights = Weights::<CLASS_LABELS>::learn(&taught.iter().collect::<Vec<_>>(), numbers, Plan::default());
            write(&weights.for_domain(numbers, Domain::Sentences), &lexicon.verdicts(), MOST_BYTES)
        }
    }
}

/// The lesson with what the lexicon of the other lessons says of its tokens.
fn with_lexicon(lesson: &Lesson, lexicon: &Lexicon, numbers: &mut Numbers) -> Lesson {
    let taught = |sentence: &Sentence| {
        let mut sentence = sentence.clone();
        lexicon.teach(lesson, lesson.keys_of(&sentence), &mut |at, feature| {
            if let Some(features) = sentence.features.get_mut(at) {
                features.push(numbers.number(feature));
            }
        });
        sentence
    };
    let sentences = lesson.sentences.iter().map(taught).collect();
    Lesson {
        text: lesson.text.clone(),
        domain: lesson.domain,
        group: lesson.group,
        sentences,
        names: Vec::new(),
        rules: Vec::new(),
        tokens: Vec::new(),
        keys: Vec::new(),
    }
}
