//! Reading YAML never panics, and the fast path agrees with the full reader.

#![no_main]

#[path = "../../tests/yaml/compare.rs"]
mod compare;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err(difference) = compare::compare(text) {
        panic!("{difference}\n{text:?}");
    }
});
