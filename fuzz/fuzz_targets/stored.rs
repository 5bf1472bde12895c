//! Arbitrary bytes as stored values: decoded or refused, never a panic, never more memory than a small multiple of what is there.
//! `cargo fuzz run stored -- -max_len=16384 -malloc_limit_mb=256`: LZ4 grows a byte to 255, a byte of a record to a token of 40.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shezhire::store::fuzzing;

fuzz_target!(|bytes: &[u8]| fuzzing::decode(bytes));
