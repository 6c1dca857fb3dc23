//! A reference that can be read is written as it was read, and its full form reads back.

#![no_main]

use idp_model::entity_ref::{EntityRef, PartialRef, RefContext};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(parsed) = PartialRef::parse(text) else { return };
    assert_eq!(parsed.to_string(), text);
    assert_eq!(parsed.clone().into_owned(), parsed);
    let context = RefContext { kind: Some("component"), namespace: None };
    if let Ok(reference) = parsed.complete(&context) {
        assert_eq!(reference.as_str().parse::<EntityRef>().as_ref(), Ok(&reference));
    }
});
