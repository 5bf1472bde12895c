//! Sentences to mentions to facts.
