//! Graph to sled and back: the only room that knows sled.
