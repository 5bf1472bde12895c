//! Bytes to releases to sentences to tokens.

pub mod calendar;
pub mod latin;
pub mod letters;
pub mod morphology;

mod abbreviation;
mod articles;
mod blocks;
mod duplicate;
mod encoding;
mod heading;
mod language;
mod lexicon;
mod mend;
mod mended;
mod paths;
mod release;
mod sentence;
mod sidecar;
mod source;
mod split;
mod token;

pub use blocks::Blocks;
pub use duplicate::{Deduplicator, text_hash};
pub use mend::mend;
pub use mended::Mended;
pub use paths::{Input, inputs, read_input};
pub use release::{DateSource, Language, Release};
pub use sentence::{Sentence, sentences};
pub use sidecar::{Sidecar, SidecarError};
pub use source::{ReadError, ReadOptions, Source, Warning, read_source};
pub use token::{Token, TokenKind, tokens};
