//! Any bytes as a query: a place within it at which reading stopped, or a reading that can be written out and read again.

#![no_main]

use index::expand::expanded;
use index::query::parse;
use index::search::Matching;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    match parse(&text) {
        Err(error) => {
            assert!(error.position <= text.chars().count());
            assert!(error.pointer(&text).ends_with('^'));
        }
        Ok(query) => {
            let written = query.root.to_string();
            // Writing out adds brackets; only what nests deeper or is longer than a query may be is refused.
            if let Ok(again) = parse(&written) {
                assert_eq!(again.root.to_string(), written);
            }
            let (wider, _) = expanded(&query);
            for matching in [Matching::String, Matching::WholeWord] {
                index::explain(&wider, matching);
            }
        }
    }
});
