//! How a store is opened.

/// What a commit survives once it is acknowledged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Durability {
    /// A power cut: the files are synced to the disk. Cost: one `fdatasync` a commit.
    #[default]
    Full,
    /// A kill of the process, but not a power cut. Cost: no sync.
    Process,
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
