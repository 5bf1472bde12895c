//! Graph to sled and back: the only room that knows sled. `FORMAT.md` beside this file has the format to the byte.

mod check;
mod codec;
mod engine;
mod error;
mod fold;
mod frame;
#[cfg(fuzzing)]
pub mod fuzzing;
mod handle;
mod head;
mod lock;
mod options;
mod packs;
mod read_copy;
mod record;
mod replay;
mod written;

pub use check::{Damage, Report, check};
pub use codec::{Numbers, PackShape};
pub use error::StoreError;
pub use fold::Contents;
pub use handle::{Store, StoreStats};
pub use options::{Durability, StoreOptions};
pub use packs::{PackRows, PackValues, Packs};
pub use replay::Recovered;
pub use written::Written;
