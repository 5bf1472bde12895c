//! How a store is opened.

use std::str::FromStr;
use std::time::Duration;

/// What a commit survives once it has returned.
///
/// | | survives | syncs (`fdatasync`) | when it returns and readers see it |
/// |---|---|---|---|
/// | `Full` | a power cut | 1 a commit; commits that wait at the same time share one | when it is on the disk |
/// | `Process` | a kill of the process | 0 | when the system has it |
/// | `Batched` | as `Full`, but for the last milliseconds | 1 each time, however many commits | at once, before it is durable |
///
/// ```
/// use std::time::Duration;
/// use shezhire::Durability;
///
/// assert_eq!("batched=50".parse(), Ok(Durability::Batched(Duration::from_millis(50))));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Durability {
    /// A power cut: the files are synced to the disk. Cost: one `fdatasync` a commit; commits that wait for one while another is
    /// synced share the next. `full` as text.
    #[default]
    Full,
    /// A kill of the process, but not a power cut. Cost: no sync. `process` as text.
    Process,
    /// A power cut, but for the commits of about so long before it, which a kill loses too: what was committed is synced each
    /// time that this is over, together, and when the database is dropped. A commit returns, and readers see it, before it is
    /// durable; [`Database::sync`](crate::Database::sync) waits until it is. What is left after a crash is what the commits up to some
    /// one made, never a part of one. `batched=50` as text: every 50 ms.
    Batched(Duration),
}

impl FromStr for Durability {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('=') {
            None if text == "full" => Ok(Self::Full),
            None if text == "process" => Ok(Self::Process),
            Some(("batched", every)) if every.parse::<u32>().is_ok_and(|every| every > 0) => {
                Ok(Self::Batched(Duration::from_millis(every.parse().unwrap_or(u64::MAX))))
            }
            _ => Err("write full, process, or batched= and milliseconds, such as batched=50".to_owned()),
        }
    }
}

/// How a store is opened.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct StoreOptions {
    /// What a commit survives.
    pub durability: Durability,
    /// Memory in bytes for the pages of the tree below; 64 MiB when not said otherwise.
    pub cache: u64,
    /// Largest commit in bytes, encoded; 256 MiB when not said otherwise.
    pub commit_limit: u64,
    /// The log is folded into packs when it has more bytes than this and than half of the packs; 8 MiB when not said
    /// otherwise.
    pub fold_at: u64,
    /// Opens a store whose log lost its end, with the commits that are left. The rest is given up for good;
    /// [`Recovered::lost_commits`](super::Recovered::lost_commits) tells how many.
    pub accept_loss: bool,
    /// Opens what is there and makes nothing. Where the store may not be written (no permission, a read-only disk), a
    /// copy of it in the system's folder for temporary files is opened, since the tree below always writes; it goes
    /// with the [`Store`](super::Store). Cost then: the size of the store on that disk.
    pub read_only: bool,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            durability: Durability::Full,
            cache: 64 << 20,
            commit_limit: 256 << 20,
            fold_at: 8 << 20,
            accept_loss: false,
            read_only: false,
        }
    }
}
