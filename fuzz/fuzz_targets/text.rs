//! Any text: masking keeps its length and is done once; amounts stand in it in order; places are found or not.

#![no_main]

use corpus::gazetteer;
use corpus::indicators;
use corpus::personal;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let masked = personal::mask(text);
    assert_eq!(masked.chars().count(), text.chars().count());
    assert_eq!(personal::mask(&masked), masked);
    let mut last = 0;
    for quantity in indicators::read(text, &[]).quantities {
        assert!(last <= quantity.start && quantity.start < quantity.end);
        last = quantity.end;
    }
    let _ = gazetteer::place_in(text, Some("www.example.gov.cn"), None);
});
