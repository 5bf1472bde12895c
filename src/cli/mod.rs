//! Arguments to commands: one file a command.
