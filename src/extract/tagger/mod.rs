//! Sentences to names by a model learnt from annotated text, which weighs what the rules say.

use std::sync::LazyLock;

mod combine;
mod evidence;
mod features;
mod labels;
mod lattice;
mod lesson;
mod measure;
mod model;
mod training;

pub use combine::combine;
pub use labels::KINDS;
pub use lattice::{Row, Transitions};
pub use lesson::{Domain, Lesson, LessonError, Numbers, Sentence, releases, sentences};
pub use measure::Count;
pub use model::{Model, ModelError, write};
pub use training::{Plan, Weights};

/// The model that the program is shipped with, `grammar/kk/tagger.bin`; `None` when that file is damaged, which a test
/// rules out.
#[must_use]
pub fn shipped() -> Option<&'static Model<'static>> {
    static MODEL: LazyLock<Option<Model<'static>>> =
        LazyLock::new(|| Model::read(include_bytes!("../../../grammar/kk/tagger.bin")).ok());
    MODEL.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_model_is_whole_and_small() {
        assert!(shipped().is_some());
        assert!(include_bytes!("../../../grammar/kk/tagger.bin").len() <= 3 << 20);
    }
}
