//! Anchors in, their bytes out, and back.

use corpus::text::Anchor;
use corpus::text::Anchors;

use crate::local::bits::read_number;
use crate::local::bits::write_number;

/// Writes anchors, each as what it adds to the one before; the first is not written.
pub(crate) fn write_anchors(anchors: &Anchors) -> Vec<u8> {
    let mut written = Vec::new();
    for two in anchors.places().windows(2) {
        for step in [
            two[1].folded - two[0].folded,
            two[1].character - two[0].character,
            two[1].offset - two[0].offset,
        ] {
            write_number(u64::from(step), &mut written);
        }
    }
    written
}

/// Reads anchors; those that cannot be are none, which is only slower.
pub(crate) fn read_anchors(written: &[u8]) -> Anchors {
    // Three steps are written for each, most of them in four bytes.
    let mut places = Vec::with_capacity(written.len() / 4 + 1);
    places.push(Anchor::default());
    let (mut last, mut at) = (Anchor::default(), 0);
    while at < written.len() {
        for number in [&mut last.folded, &mut last.character, &mut last.offset] {
            let (step, behind) = read_number(written, at);
            *number = number.saturating_add(u32::try_from(step).unwrap_or(u32::MAX));
            at = behind;
        }
        places.push(last);
    }
    let none = || Anchors::from_places(vec![Anchor::default()]).expect("the beginning is an anchor");
    Anchors::from_places(places).unwrap_or_else(none)
}
