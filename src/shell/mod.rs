//! Lines to statements to printed rows: contracts and habits of a database shell.

mod command;
mod complete;
mod dialogue;
mod format;
mod interrupt;
mod judging;
mod script;
mod session;

pub use dialogue::usual_history;
pub use format::Format;
pub use script::{Ended, open_script, refuse_script};
pub use session::{Output, Session};
