//! Facts of many releases to identities.
