//! Sentences to names by a model learnt from annotated text, which weighs what the rules say.

use std::sync::LazyLock;

mod bootstrap;
mod classes;
mod combine;
mod evidence;
mod features;
mod labels;
mod lattice;
mod learn;
mod lesson;
mod lexicon;
mod measure;
mod model;
mod templates;
mod training;

pub use bootstrap::Draws;
pub use classes::tag;
pub use combine::{Combined, Trace, combine};
pub use labels::{CLASS_LABELS, CLASSES, KINDS, LABELS, Scheme};
pub use learn::learn;
pub use lesson::{Lesson, LessonError, Numbers, Sentence, ToldName, releases, sentences};
pub use measure::{Confusion, Count, Fate};
pub use model::{Model, ModelError};

/// The bytes of the model that the program is shipped with for a set of labels: `grammar/kk/tagger.bin` and
/// `grammar/kk/classes.bin`.
#[must_use]
pub const fn built_in(scheme: Scheme) -> &'static [u8] {
    match scheme {
        Scheme::Kinds => include_bytes!("../../../grammar/kk/tagger.bin"),
        Scheme::Classes => include_bytes!("../../../grammar/kk/classes.bin"),
    }
}

/// The model that weighs the names of releases; `None` when its file is damaged, which a test rules out.
#[must_use]
pub fn shipped() -> Option<&'static Model<'static>> {
    static MODEL: LazyLock<Option<Model<'static>>> = LazyLock::new(|| Model::read(built_in(Scheme::Kinds)).ok());
    MODEL.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_models_are_whole_and_small() {
        assert!(shipped().is_some());
        assert!(Model::<CLASS_LABELS>::read(built_in(Scheme::Classes)).is_ok());
        assert!(built_in(Scheme::Kinds).len() + built_in(Scheme::Classes).len() <= 3 << 20);
    }
}
