//! Graph or rows to files: one trait, one file a format.
